"""A feature of forms is worked out once for each, and where it is asked for of some, for no other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.text.vocabulary import Vocabulary, WordFeature

FORMS = [f"word{number}" for number in range(5000)]


def test_values_are_those_of_the_column() -> None:
    vocabulary = Vocabulary()
    pair = WordFeature("length and last digit", lambda form: (len(form), int(form[-1])), np.int32, width=2)
    for some in (FORMS[:10], FORMS):
        ids = np.array([vocabulary.number(form) for form in some])
        assert np.array_equal(vocabulary.values(pair, ids[::-3]), vocabulary.column(pair)[ids[::-3]])


def test_values_are_worked_out_once_for_forms_that_are_asked_for() -> None:
    asked: list[str] = []

    def lengths(forms: Sequence[str]) -> list[int]:
        asked.extend(forms)
        return list(map(len, forms))

    vocabulary = Vocabulary()
    length = WordFeature("length", lengths, np.int32, of_many=True)
    first, second = vocabulary.number("strike"), vocabulary.number("harbour")
    vocabulary.number("Quill")
    assert vocabulary.values(length, np.array([second, second])).tolist() == [7, 7]
    # more forms than there was room for
    for form in FORMS:
        vocabulary.number(form)
    assert vocabulary.values(length, np.array([first, second])).tolist() == [6, 7]
    assert asked == ["harbour", "strike"]
