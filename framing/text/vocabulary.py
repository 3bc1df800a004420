"""Word forms and what is known of each, so that a property is worked out once per form, not per word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.text.keys import Keys, KeyTable

#: A vocabulary larger than this is left behind for a fresh one, so that memory stays flat over any corpus.
MOST_FORMS = 400_000


@dataclass(frozen=True, eq=False)
class WordFeature:
    """A number, or `width` numbers, that depend on a word's form alone.

    `function` gives the value of a form; or, where it is `of_many`, an array with those of a sequence of forms, which
    is quicker where there is much to work out. It must be pure: the result for a form may not depend on what was seen
    before or is asked beside it, or an article would be measured otherwise in another batch. Features compare by
    identity: make each once, at module level or in the measure that owns it.
    """

    name: str
    function: Callable[..., Any]
    dtype: Any
    width: int = 1
    of_many: bool = False

    def values(self, forms: Sequence[str]) -> Any:
        """The value for each of these forms."""
        return self.function(forms) if self.of_many else [self.function(form) for form in forms]


class Vocabulary:
    """Numbers every word form as it is first seen and keeps a column of values for each `WordFeature`.

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
            values[filled:known] = feature.values(self.forms[filled:known])
            self._columns[feature] = (values, known)
        return values[:known]

    def values(self, feature: WordFeature, ids: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """The feature's value for the form of each of these numbers, shape `(n,)` or `(n, width)`.

        It is worked out for no form but these, where a `column` has it for all: for what few forms are asked for.
        """
        values, told = self._of_some.get(feature, (None, np.zeros(0, dtype=bool)))
        if values is None or len(values) < len(self.forms):
            values = self._more(feature, values)
            told = np.append(told, np.zeros(len(values) - len(told), dtype=bool))
            self._of_some[feature] = (values, told)
        new = np.unique(ids[~told.take(ids)])
        if len(new):
            values[new] = feature.values([self.forms[number] for number in new.tolist()])
            told[new] = True
        return values.take(ids, axis=0)

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
