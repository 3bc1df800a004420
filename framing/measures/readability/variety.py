"""Lexical variety that does not depend on a text's length."""

from __future__ import annotations

import zlib

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


def last_seen(types: Ids) -> NDArray[np.intp]:
    """Where each word was used before, -1 the first time."""
    order = np.argsort(types, kind="stable")
    before = np.full(len(types), -1, dtype=np.intp)
    again = types[order[1:]] == types[order[:-1]]
    before[order[1:][again]] = order[:-1][again]
    return before


def mattr(types: Ids, window: int = WINDOW) -> float:
    """The mean share of different words in every window of `window` words; `nan` in a shorter text.

    Unit: share, 0 to 1; higher is more varied. Covington and McFall 2010, Journal of Quantitative Linguistics 17.

    >>> mattr(np.array([1, 2, 1, 2]), window=2)
    1.0
    """
    size = len(types)
    if size < window:
        return float("nan")
    where = np.arange(size)
    # A word is new to each window that begins after it was last used and holds it.
    first = np.maximum(last_seen(types) + 1, where - window + 1)
    last = np.minimum(where, size - window)
    return float(np.maximum(last - first + 1, 0).sum() / ((size - window + 1) * window))


def mtld(types: Ids, full: float = FULL) -> float:
    """How many words a text goes on before the share of different ones falls to `full`, forwards and back.

    Unit: words; higher is more varied; `nan` without words. McCarthy and Jarvis 2010, Behavior Research Methods 42.
    """
    if not len(types):
        return float("nan")
    return (_factor_length(types.tolist(), full) + _factor_length(types[::-1].tolist(), full)) / 2


def _factor_length(types: list[int], full: float) -> float:
    factors = 0.0
    seen: set[int] = set()
    start = 0
    different = 0
    for at, word in enumerate(types):
        if word not in seen:
            seen.add(word)
            different += 1
        elif different <= full * (at - start + 1):
            factors += 1
            seen.clear()
            different = 0
            start = at + 1
    rest = len(types) - start
    if rest:
        factors += (1 - different / rest) / (1 - full)
    return len(types) / factors if factors else float(len(types))
