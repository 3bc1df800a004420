"""The beginning of a stretch of text, short enough to be no copy of it."""

from __future__ import annotations

#: A cue of so many words may be shown without its article's text.
FEW_WORDS = 6


def few_words(words: str, most: int = FEW_WORDS) -> str:
    """The words, cut after the first few.

    >>> few_words("one two three four", 2)
    'one two …'
    """
    parts = words.split()
    return words if len(parts) <= most else " ".join(parts[:most]) + " …"
