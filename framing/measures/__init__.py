"""The measures: phrasing, balance, readability, frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from framing.measures.balance import Balance
from framing.measures.frames import Frames, fitted_frames
from framing.measures.measure import Columns, Measure, SummaryColumn
from framing.measures.phrasing import Phrasing
from framing.measures.readability import Readability

__all__ = ["Columns", "Measure", "SummaryColumn", "default_measures"]


def default_measures(lexicons: Sequence[str | Path] = (), frames: str | Path | None = None) -> tuple[Measure, ...]:
    """The measures that `analyze` runs by default.

    `lexicons` are paths of a user's own lexicons, added to the installed ones; `frames` is a folder that
    `framing frames fit` wrote, whose frames replace the policy frames.
    """
    return (Phrasing(tuple(lexicons)), Balance(), Readability(), fitted_frames(Path(frames)) if frames else Frames())
