"""One file a measure: phrasing, balance, readability, naming, frames."""

from __future__ import annotations

from framing.measures.measure import Figure, Findings, Measure

__all__ = ["Figure", "Findings", "Measure", "default_measures"]


def default_measures() -> tuple[Measure, ...]:
    """The measures that `analyze` runs when none are named."""
    return ()
