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

    >>> mtld(np.array([1, 2, 1, 2, 1, 2]), full=0.72)
    3.0
    """
    if not len(types):
        return float("nan")
    return (_factor_length(types, full) + _factor_length(types[::-1], full)) / 2


#: How many words are looked through at a time for the end of a factor; most end sooner.
_REACH = 128


def _factor_length(types: Ids, full: float) -> float:
    before = last_seen(types)
    size = len(types)
    factors = 0.0
    start = at = different = 0
    while at < size:
        new = (before[at : at + _REACH] < start).cumsum() + different
        bound = full * np.arange(at - start + 1, at - start + 1 + len(new))
        fallen = new <= bound
        end = int(fallen.argmax())
        if fallen[end]:
            factors += 1
            start = at = at + end + 1
            different = 0
        else:
            at += len(new)
            different = int(new[-1])
    if start < size:
        factors += (1 - different / (size - start)) / (1 - full)
    return size / factors if factors else float(size)
