"""A key of 64 bits for every word of a text, all at once, and a table that finds numbers by such keys.

The key is a polynomial of the word's characters, each of which stands for a random number (Karp and Rabin 1987). Among
a million words two share a key with a chance of one in thirty million.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.text.characters import CodePointTable, Codes

Keys = NDArray[np.uint64]
Ints = NDArray[np.signedinteger[Any]]

#: Of a longer word so many characters count, so that text without a space cannot fill memory.
LONGEST_WORD = 200
#: The characters that are looked at in one go, but for the last word's.
_BLOCK = 1 << 16
_FEWEST_PLACES = 1 << 18
_NO_KEYS = np.zeros(0, dtype=np.uint64)


def _value(character: str) -> int:
    encoded = character.encode("utf-32-le", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little")


_VALUES = CodePointTable(_value, np.uint64)
_BASE = 0x9E3779B97F4A7C15
#: The powers of an odd number, by which the value of each character is multiplied, and what undoes each (modulo 2**64).
_POWERS, _INVERSES = (
    np.multiply.accumulate(np.full(_BLOCK + LONGEST_WORD, base, dtype=np.uint64))
    for base in (_BASE, pow(_BASE, -1, 2**64))
)


def word_keys(codes: Codes, start: Ints, end: Ints) -> Keys:
    """The key of each word `[start, end)` of the text with these code points, shape `(words,)`; words are in order."""
    blocks = np.searchsorted(start, np.arange(0, len(codes), _BLOCK)).tolist()
    places = pairwise((*blocks, len(start)))
    return np.concatenate(
        [_keys_of_block(codes, start[at:to], end[at:to]) for at, to in places if to > at] or [_NO_KEYS]
    )


def _keys_of_block(codes: Codes, start: Ints, end: Ints) -> Keys:
    """The same for words that begin within `_BLOCK` characters.

    A word's key is the difference of two sums that run through the text, moved to where the word would begin it.
    """
    first = start[0]
    last = np.minimum(end, start + LONGEST_WORD) - first
    values = _VALUES[codes[first : first + last[-1]]]
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values * _POWERS[: len(values)], out=sums[1:])
    before = start - first
    keys: Keys = (sums.take(last) - sums.take(before)) * _INVERSES.take(before) * _BASE
    return keys


class KeyTable:
    """Numbers by key; a key stands in the place its highest bits say, or in the next free one."""

    def __init__(self) -> None:
        self._count = 0
        self._clear(_FEWEST_PLACES)

    def _clear(self, places: int) -> None:
        self._shift = np.uint64(65 - places.bit_length())
        self._keys: Keys = np.zeros(places, dtype=np.uint64)
        self._numbers = np.full(places, -1, dtype=np.int32)

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """The number of each key, -1 for one that is not there, shape `(n,)`."""
        place = (keys >> self._shift).astype(np.intp)
        there = self._keys.take(place)
        missed = np.flatnonzero((there != keys) & (there != 0))
        while len(missed):
            place[missed] = (place[missed] + 1) % len(self._keys)
            there = self._keys.take(place[missed])
            missed = missed[(there != keys[missed]) & (there != 0)]
        return self._numbers.take(place)

    def add(self, keys: Keys, numbers: Ints) -> None:
        """Give keys their numbers; each key once, and none that is there."""
        self._count += len(keys)
        if 2 * self._count >= len(self._keys):
            self._grow()
        place = (keys >> self._shift).astype(np.intp)
        while len(keys):
            free = self._keys[place] == 0
            # of several that want one place the last gets it, and the others go on
            self._keys[place[free]] = keys[free]
            settled = self._keys[place] == keys
            self._numbers[place[settled]] = numbers[settled]
            keys, numbers, place = keys[~settled], numbers[~settled], (place[~settled] + 1) % len(self._keys)

    def _grow(self) -> None:
        held = np.flatnonzero(self._keys)
        keys, numbers = self._keys[held], self._numbers[held]
        self._clear(max(2 * len(self._keys), 1 << (2 * self._count).bit_length()))
        self._count -= len(keys)
        self.add(keys, numbers)
