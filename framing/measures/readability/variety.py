"""Lexical variety that does not depend on a text's length."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.text import Document, WordFeature

#: The window of MATTR, in words, as news studies use it.
WINDOW = 50
#: The share of different words at which MTLD counts a factor as full.
FULL = 0.72

Ids = NDArray[np.int64]


def _lower_id(form: str) -> int:
    # Two 32-bit sums, so that no two words of a text are taken for one.
    data = form.lower().removesuffix("'s").encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 31 | (zlib.adler32(data) & 0x7FFFFFFF)


LOWER_ID = WordFeature("lower_id", _lower_id, "int64")


def word_types(document: Document, words: slice | NDArray[np.bool_]) -> Ids:
    """A number for each of these words, the same for the same word in capitals or small letters."""
    ids: Ids = document.word_column(LOWER_ID)[words]
    return ids


class Uses(NamedTuple):
    """Where each word of a text was used before, -1 the first time, and where it is used next, its end the last."""

    before: NDArray[np.intp]
    after: NDArray[np.intp]


def uses(types: Ids) -> Uses:
    """Where the same type stands before and after each word."""
    order = np.argsort(types, kind="stable")
    same = types[order[1:]] == types[order[:-1]]
    earlier, later = order[:-1][same], order[1:][same]
    before = np.full(len(types), -1, dtype=np.intp)
    after = np.full(len(types), len(types), dtype=np.intp)
    before[later] = earlier
    after[earlier] = later
    return Uses(before, after)


def mattr(found: Uses, window: int = WINDOW) -> float:
    """The mean share of different words in every window of `window` words; `nan` in a shorter text.

    Unit: share, 0 to 1; higher is more varied. Covington and McFall 2010, Journal of Quantitative Linguistics 17.

    >>> mattr(uses(np.array([1, 2, 1, 2])), window=2)
    1.0
    """
    size = len(found.before)
    if size < window:
        return float("nan")
    where = np.arange(size)
    # A word is new to each window that begins after it was last used and holds it.
    first = np.maximum(found.before + 1, where - window + 1)
    last = np.minimum(where, size - window)
    return float(np.maximum(last - first + 1, 0).sum() / ((size - window + 1) * window))


def mtld(found: Uses, full: float = FULL) -> float:
    """How many words a text goes on before the share of different ones falls to `full`, forwards and back.

    Unit: words; higher is more varied; `nan` without words. McCarthy and Jarvis 2010, Behavior Research Methods 42.

    >>> mtld(uses(np.array([1, 2, 1, 2, 1, 2])), full=0.72)
    3.0
    """
    size = len(found.before)
    if not size:
        return float("nan")
    bounds = full * np.arange(1, size + 1)
    backwards = size - 1 - found.after[::-1]
    return (_factor_length(found.before, bounds, full) + _factor_length(backwards, bounds, full)) / 2


#: How many words are looked through at first for the end of a factor; most end sooner.
_REACH = 128


def _factor_length(before: NDArray[np.intp], bounds: NDArray[np.floating], full: float) -> float:
    size = len(before)
    factors = 0.0
    start, reach = 0, _REACH
    while start < size:
        different = (before[start : start + reach] < start).cumsum()
        fallen = different <= bounds[: len(different)]
        end = int(fallen.argmax())
        if fallen[end]:
            factors += 1
            start, reach = start + end + 1, _REACH
        elif start + reach < size:
            reach *= 2
        else:
            factors += (1 - int(different[-1]) / (size - start)) / (1 - full)
            start = size
    return size / factors if factors else float(size)
