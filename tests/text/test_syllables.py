"""Syllables of words, letters and numerals as they are read aloud."""

from __future__ import annotations

import pytest

from framing.text.syllables import estimated_syllables, syllables


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ("cat", 1), ("readability", 5), ("business", 2), ("rattled", 2), ("wanted", 2), ("asked", 1),
        ("boxes", 2), ("Quill's", 1), ("Ames's", 2), ("left-leaning", 3), ("café", 2),
        ("25%", 5), ("$1.2", 5), ("51st", 3), ("1,000", 3), ("100", 3), ("2025", 5), ("1905", 4), ("2005", 4),
        ("1990s", 4), ("20th", 3), ("2nd", 2), ("12th", 1), ("10:30", 3), ("9/11", 4), ("$19.99", 7),
        ("U.S.", 2), ("A.I.", 2), ("Ph.D.", 3), ("FBI", 3), ("WHO", 1), ("NATO", 2), ("G7", 3), ("COVID-19", 4),
        ("AT&T", 2), ("Mr", 2), ("Sen", 3),
    ],
)  # fmt: skip
def test_a_word_is_as_long_as_it_is_said(form: str, count: int) -> None:
    assert syllables(form) == count


def test_capitals_do_not_change_a_word() -> None:
    for word in ("minister", "harbour", "council", "remarkable"):
        assert syllables(word) == syllables(word.capitalize()) == syllables(word.upper())


@pytest.mark.parametrize("form", ["x" * 5000, "e" * 5000, "-", "'", "1" * 500, "🙂", "\ud800", "a.b.c.d.e"])
def test_any_form_has_a_number_of_syllables(form: str) -> None:
    assert 1 <= syllables(form) <= 20


def test_the_rule_knows_words_no_dictionary_has() -> None:
    assert [estimated_syllables(word) for word in ("blorping", "quindle", "restaped", "unframable")] == [2, 2, 2, 4]
