"""Word forms, numbered, with each feature computed once per form."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.models import load_arrays, unpack_words

#: Longer words are cut here, so that text without spaces cannot fill memory.
MAX_WORD_CHARACTERS = 200
#: A larger vocabulary is replaced by a fresh one, so that memory stays flat over any corpus.
MAX_FORMS = 400_000


@dataclass(frozen=True, eq=False)
class WordFeature:
    """A number, or `width` numbers, that depend on a word's form alone.

    `function` gives the value of one form or, if `vectorized`, an array of the values of a sequence of forms. It must
    be pure: a form's value may not depend on earlier or neighbouring forms, or an article would change with its batch.
    Features compare by identity: make each once, at module level or in the measure that owns it. The values of a
    `stored` feature for the forms most used in news come with the package, under the feature's name; its function may
    depend on nothing but the package (`lab.training.common_forms` renews them).
    """

    name: str
    function: Callable[..., Any]
    dtype: Any
    width: int = 1
    vectorized: bool = False
    stored: bool = False

    def values(self, forms: Sequence[str]) -> Any:
        """The value for each of these forms."""
        return self.function(forms) if self.vectorized else [self.function(form) for form in forms]


#: In a vocabulary of fewer forms, computing a value is faster than loading the stored ones.
_MIN_FORMS_FOR_STORED = 2_000


@cache
def _common_forms() -> dict[str, int]:
    """The row of each common form in the arrays of stored values."""
    return {form: row for row, form in enumerate(unpack_words(load_arrays("common-forms")["forms"]))}


_STORED_ROW = WordFeature("row of a common form", lambda form: _common_forms().get(form, -1), np.int32)


class _Ids(dict[str, int]):
    """The number of each word form, by any spelling of it; a new form gets the next number."""

    def __init__(self) -> None:
        self.forms: list[str] = []

    def __missing__(self, spelling: str) -> int:
        visible = (sign for sign in spelling[:MAX_WORD_CHARACTERS] if unicodedata.category(sign) != "Cf")
        form = unicodedata.normalize("NFC", "".join(visible))
        number = self.setdefault(form, len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
        if len(spelling) <= MAX_WORD_CHARACTERS:
            self[spelling] = number
        return number


class Vocabulary:
    """Numbers word forms in order of appearance and keeps a column per `WordFeature`.

    Forms are as written (case kept), composed, with typographic apostrophes folded to `'`, and without invisible
    characters.
    """

    def __init__(self) -> None:
        self._ids = _Ids()
        self.forms = self._ids.forms
        self._columns: dict[WordFeature, tuple[NDArray[Any], int]] = {}
        self._sparse_columns: dict[WordFeature, tuple[NDArray[Any], NDArray[np.bool_]]] = {}

    def __len__(self) -> int:
        return len(self.forms)

    def ids(self, spellings: Iterable[str], size: int) -> NDArray[np.int32]:
        """The number of each word's form, shape `(size,)`; `size` is the number of words. New forms are added."""
        return np.fromiter(map(self._ids.__getitem__, spellings), dtype=np.int32, count=size)

    @property
    def features(self) -> set[WordFeature]:
        """The features that have a column."""
        return {*self._columns, *self._sparse_columns}

    def id_of(self, form: str) -> int:
        """The number of a form; a new form gets the next."""
        return self._ids[form]

    def column(self, feature: WordFeature) -> NDArray[Any]:
        """The feature's value for every form known so far, shape `(len(self),)` or `(len(self), width)`."""
        known = len(self.forms)
        values, filled = self._columns.get(feature, (None, 0))
        if values is None or len(values) < known:
            values = self._grow(feature, values)
        if filled < known:
            values[filled:known] = self._compute(feature, np.arange(filled, known))
            self._columns[feature] = (values, known)
        return values[:known]

    def values(self, feature: WordFeature, ids: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """The feature's value for the form of each of these numbers, shape `(n,)` or `(n, width)`.

        It computes these forms alone, where `column` computes all; use it for few forms.
        """
        values, is_known = self._sparse_columns.get(feature, (None, np.zeros(0, dtype=bool)))
        if values is None or len(values) < len(self.forms):
            values = self._grow(feature, values)
            is_known = np.append(is_known, np.zeros(len(values) - len(is_known), dtype=bool))
            self._sparse_columns[feature] = (values, is_known)
        new = np.unique(ids[~is_known.take(ids)])
        if len(new):
            values[new] = self._compute(feature, new)
            is_known[new] = True
        return values.take(ids, axis=0)

    def _compute(self, feature: WordFeature, ids: NDArray[np.integer[Any]]) -> Any:
        """The feature's value for each of these new forms."""
        if not feature.stored or len(self.forms) < _MIN_FORMS_FOR_STORED:
            return feature.values([self.forms[number] for number in ids.tolist()])
        rows = self.column(_STORED_ROW).take(ids)
        values, is_rare = load_arrays("common-forms")[feature.name].take(rows, axis=0), rows < 0
        if is_rare.any():
            values[is_rare] = feature.values([self.forms[number] for number in ids[is_rare].tolist()])
        return values

    def _grow(self, feature: WordFeature, values: NDArray[Any] | None) -> NDArray[Any]:
        """The values in an array with room for twice as many forms as there are."""
        shape = (max(2 * len(self.forms), 4096),) + ((feature.width,) if feature.width > 1 else ())
        grown = np.zeros(shape, dtype=feature.dtype)
        if values is not None:
            grown[: len(values)] = values
        return grown


_current = Vocabulary()


def vocabulary() -> Vocabulary:
    """The vocabulary in use; a fresh one once the last has grown past `MAX_FORMS`."""
    global _current
    if len(_current) > MAX_FORMS:
        _current = Vocabulary()
    return _current
