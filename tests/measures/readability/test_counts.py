"""What counts as familiar, complex, rare: the rules of the papers."""

from __future__ import annotations

import pytest

from framing.measures.readability.words import DALE_CHALL, OF_WORDS, Word, dale_chall_words, is_name, of_forms
from framing.words import word_set


def count(form: str, column: str) -> float:
    return float(of_forms([form])[0, OF_WORDS.index(column)])


@pytest.mark.parametrize("form", ["boats", "boat's", "carried", "carrying", "stopped", "making", "bigger", "happiest"])
def test_inflections_of_a_listed_word_are_familiar(form: str) -> None:
    assert Word.of(form).lists & DALE_CHALL


@pytest.mark.parametrize("form", ["Zelda", "Ellery", "25%", "1,000", "cat-like", "don't"])
def test_names_numerals_and_joined_familiar_words_are_familiar(form: str) -> None:
    assert Word.of(form).lists & DALE_CHALL


@pytest.mark.parametrize("form", ["tariff", "notwithstanding", "implementation", "dog-eschatology"])
def test_other_words_are_not(form: str) -> None:
    assert not Word.of(form).lists & DALE_CHALL


def test_the_lists_are_whole() -> None:
    assert 2900 < len(dale_chall_words()) < 3050
    assert 1030 < len(word_set("spache")) < 1080


@pytest.mark.parametrize(
    ("form", "complex_word"),
    [("created", 0), ("deciding", 0), ("legislation", 1), ("Ellington", 0), ("bookkeeper-man", 1), ("cat", 0)],
)
def test_complex_words_are_gunnings(form: str, complex_word: int) -> None:
    assert count(form, "complex_words") == complex_word


def test_whose_name_it_is_moves_no_count_but_sounds() -> None:
    columns = [c for c in OF_WORDS if c not in ("syllables", "characters", "letters", "polysyllables",
                                                   "monosyllables", "long_words")]  # fmt: skip
    for column in columns:
        assert count("Brandt", column) == count("Okonkwo", column) == count("Zhang", column)


def test_a_common_word_is_no_name_at_the_head_of_a_sentence() -> None:
    assert not is_name("However")
    assert is_name("Okonkwo's")
