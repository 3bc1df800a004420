"""Quotation marks, paired: which open, which close, and what stands between them."""

from __future__ import annotations

from typing import NamedTuple


class Quotation(NamedTuple):
    """A stretch between quotation marks. `[start, end)` takes in the marks, `[inner_start, inner_end)` does not.

    `level` is 0 for an outermost quotation, 1 for one inside it, and so on. A quotation that runs over several
    paragraphs gives one `Quotation` for each paragraph; `continued` is true for all but the first, and `closed`
    false for all but the last.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    level: int = 0
    closed: bool = True
    continued: bool = False
