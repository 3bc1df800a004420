"""Word forms, numbered, with each feature computed once per form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.models import load_arrays, unpack_words
from framing.text.characters import CodePointTable, Codes

Keys = NDArray[np.uint64]
Ints = NDArray[np.signedinteger[Any]]

#: Longer words are cut here, so that text without spaces cannot fill memory.
LONGEST_WORD = 200
#: Characters processed at once; the last word may reach beyond.
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
    """Numbers by key: a hash table with open addressing by a key's highest bits."""

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
        filled = np.flatnonzero(self._keys)
        keys, numbers = self._keys[filled], self._numbers[filled]
        self._clear(max(2 * len(self._keys), 1 << (2 * self._count).bit_length()))
        self._count -= len(keys)
        self.add(keys, numbers)


#: A vocabulary larger than this is left behind for a fresh one, so that memory stays flat over any corpus.
MOST_FORMS = 400_000


@dataclass(frozen=True, eq=False)
class WordFeature:
    """A number, or `width` numbers, that depend on a word's form alone.

    `function` gives the value of one form or, with `of_many`, an array of the values of a sequence of forms. It must be
    pure: a form's value may not depend on earlier or neighbouring forms, or an article would change with its batch.
    Features compare by identity: make each once, at module level or in the measure that owns it. The values of a
    `stored` feature for the forms most used in news come with the package, under the feature's name; its function may
    depend on nothing but the package (`lab.training.common_forms` renews them).
    """

    name: str
    function: Callable[..., Any]
    dtype: Any
    width: int = 1
    of_many: bool = False
    stored: bool = False

    def values(self, forms: Sequence[str]) -> Any:
        """The value for each of these forms."""
        return self.function(forms) if self.of_many else [self.function(form) for form in forms]


#: In a vocabulary of fewer forms, computing a value is faster than loading the stored ones.
_FEWEST_FORMS = 2_000


@cache
def _common_forms() -> dict[str, int]:
    """The row that the stored values of each common form have."""
    return {form: row for row, form in enumerate(unpack_words(load_arrays("common-forms")["forms"]))}


_STORED_ROW = WordFeature("row of a common form", lambda form: _common_forms().get(form, -1), np.int32)


class Vocabulary:
    """Numbers word forms in order of appearance and keeps a column per `WordFeature`.

    Forms are as they stand in the text (case kept), with typographic apostrophes folded to `'`.
    """

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._ids: dict[str, int] = {}
        self._by_key = KeyTable()
        self._columns: dict[WordFeature, tuple[NDArray[Any], int]] = {}
        self._of_some: dict[WordFeature, tuple[NDArray[Any], NDArray[np.bool_]]] = {}

    def __len__(self) -> int:
        return len(self.forms)

    def ids(self, keys: Keys, forms: Callable[[NDArray[np.intp]], list[str]]) -> NDArray[np.int32]:
        """The number of the form of each word, shape `(n,)`: `keys` are the words' keys, `forms` gives words' forms."""
        ids = self._by_key.find(keys)
        new = np.flatnonzero(ids < 0)
        if len(new):
            _, first = np.unique(keys[new], return_index=True)
            first_seen = new[np.sort(first)]
            self._by_key.add(keys[first_seen], np.array([self.number(form) for form in forms(first_seen)]))
            ids[new] = self._by_key.find(keys[new])
        return ids

    @property
    def features(self) -> set[WordFeature]:
        """The features that were asked for."""
        return {*self._columns, *self._of_some}

    def number(self, form: str) -> int:
        """The number of a form, which it is given now if it is new."""
        number = self._ids.setdefault(form, len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
        return number

    def column(self, feature: WordFeature) -> NDArray[Any]:
        """The feature's value for every form known so far, shape `(len(self),)` or `(len(self), width)`."""
        known = len(self.forms)
        values, filled = self._columns.get(feature, (None, 0))
        if values is None or len(values) < known:
            values = self._more(feature, values)
        if filled < known:
            values[filled:known] = self._compute(feature, np.arange(filled, known))
            self._columns[feature] = (values, known)
        return values[:known]

    def values(self, feature: WordFeature, ids: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """The feature's value for the form of each of these numbers, shape `(n,)` or `(n, width)`.

        It computes these forms alone, where `column` computes all; use it for few forms.
        """
        values, is_known = self._of_some.get(feature, (None, np.zeros(0, dtype=bool)))
        if values is None or len(values) < len(self.forms):
            values = self._more(feature, values)
            is_known = np.append(is_known, np.zeros(len(values) - len(is_known), dtype=bool))
            self._of_some[feature] = (values, is_known)
        new = np.unique(ids[~is_known.take(ids)])
        if len(new):
            values[new] = self._compute(feature, new)
            is_known[new] = True
        return values.take(ids, axis=0)

    def _compute(self, feature: WordFeature, ids: NDArray[np.integer[Any]]) -> Any:
        """The feature's value for each of these new forms."""
        if not feature.stored or len(self.forms) < _FEWEST_FORMS:
            return feature.values([self.forms[number] for number in ids.tolist()])
        rows = self.column(_STORED_ROW).take(ids)
        values, is_rare = load_arrays("common-forms")[feature.name].take(rows, axis=0), rows < 0
        if is_rare.any():
            values[is_rare] = feature.values([self.forms[number] for number in ids[is_rare].tolist()])
        return values

    def _more(self, feature: WordFeature, values: NDArray[Any] | None) -> NDArray[Any]:
        """The values in an array with room for twice as many forms as there are."""
        shape = (max(2 * len(self.forms), 4096),) + ((feature.width,) if feature.width > 1 else ())
        grown = np.zeros(shape, dtype=feature.dtype)
        if values is not None:
            grown[: len(values)] = values
        return grown


_current = Vocabulary()


def vocabulary() -> Vocabulary:
    """The vocabulary in use; a fresh one once the last has grown past `MOST_FORMS`."""
    global _current
    if len(_current) > MOST_FORMS:
        _current = Vocabulary()
    return _current
