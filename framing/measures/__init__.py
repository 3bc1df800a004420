"""One file a measure: phrasing, balance, readability, naming, frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from framing.measures.balance import Balance
from framing.measures.frames import Frames
from framing.measures.measure import Figure, Findings, Measure
from framing.measures.phrasing import Phrasing
from framing.measures.readability import Readability

__all__ = ["Figure", "Findings", "Measure", "default_measures"]


def default_measures(lexicons: Sequence[str | Path] = ()) -> tuple[Measure, ...]:
    """The measures that `analyze` runs when none are named.

    `lexicons` are paths of a user's own word lists, which join the installed ones.
    """
    return (Phrasing(tuple(lexicons)), Balance(), Readability(), Frames())
