"""Forms are numbered by any spelling, and a feature is computed once for each form, and only where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.articles import Article
from framing.text import cut
from framing.text.vocabulary import MAX_WORD_CHARACTERS, Vocabulary, WordFeature

FORMS = [f"word{number}" for number in range(5000)]


def test_values_are_those_of_the_column() -> None:
    vocabulary = Vocabulary()
    pair = WordFeature("length and last digit", lambda form: (len(form), int(form[-1])), np.int32, width=2)
    for some in (FORMS[:10], FORMS):
        ids = np.array([vocabulary.id_of(form) for form in some])
        assert np.array_equal(vocabulary.values(pair, ids[::-3]), vocabulary.column(pair)[ids[::-3]])


def test_values_are_worked_out_once_for_forms_that_are_asked_for() -> None:
    asked: list[str] = []

    def lengths(forms: Sequence[str]) -> list[int]:
        asked.extend(forms)
        return list(map(len, forms))

    vocabulary = Vocabulary()
    length = WordFeature("length", lengths, np.int32, vectorized=True)
    first, second = vocabulary.id_of("strike"), vocabulary.id_of("harbour")
    vocabulary.id_of("Quill")
    assert vocabulary.values(length, np.array([second, second])).tolist() == [7, 7]
    # more forms than there was room for
    for form in FORMS:
        vocabulary.id_of(form)
    assert vocabulary.values(length, np.array([first, second])).tolist() == [6, 7]
    assert asked == ["harbour", "strike"]


def test_spellings_of_one_form_have_one_number() -> None:
    spellings = ["toll", "to\N{SOFT HYPHEN}ll", "café", "cafe\N{COMBINING ACUTE ACCENT}", "x" * 300, "x" * 900, "toll"]
    vocabulary = Vocabulary()
    assert vocabulary.ids(spellings, len(spellings)).tolist() == [0, 0, 1, 1, 2, 2, 0]
    assert vocabulary.forms == ["toll", "café", "x" * MAX_WORD_CHARACTERS]


def test_forms_are_those_of_the_words_wherever_they_stand() -> None:
    text = "The harbour’s toll, the harbour's quay: cafe\N{COMBINING ACUTE ACCENT} and café. " + "x" * 300
    document = cut(Article("a", text))
    forms = [document.vocabulary.forms[number] for number in document.word_id]
    longest = "x" * MAX_WORD_CHARACTERS
    assert forms == ["The", "harbour's", "toll", "the", "harbour's", "quay", "café", "and", "café", longest]
