"""Excerpts of a few words."""

from __future__ import annotations

from framing.text.spans import truncate_words


def test_few_words() -> None:
    assert truncate_words("one two three four five six") == "one two three four five six"
    assert truncate_words("one two three four five six seven") == "one two three four five six …"
