"""Spans of words: overlap, contiguity and short display."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

from framing.text.document import Document

T = TypeVar("T")


def non_overlapping(
    ordered: Iterable[T], places: Callable[[T], Collection[Hashable]], taken: Iterable[Hashable] = ()
) -> list[T]:
    """The items that share no place with an earlier one or with the places `taken`; give the best first.

    >>> non_overlapping([range(2, 5), range(0, 3), range(5, 6)], list)
    [range(2, 5), range(5, 6)]
    """
    kept: list[T] = []
    occupied = set(taken)
    for item in ordered:
        if occupied.isdisjoint(own := places(item)):
            occupied.update(own)
            kept.append(item)
    return kept


#: Maximum words of a cue shown without its article.
MAX_CUE_WORDS = 6


def truncate_words(words: str, max_words: int = MAX_CUE_WORDS) -> str:
    """The first words; an ellipsis replaces the rest.

    >>> truncate_words("one two three four", 2)
    'one two …'
    """
    parts = words.split()
    return words if len(parts) <= max_words else " ".join(parts[:max_words]) + " …"


def is_contiguous(document: Document, first: int, last: int) -> bool:
    """Whether words `[first, last)` are one phrase: in one sentence, with nothing but space between them."""
    if document.word_sentence[first] != document.word_sentence[last - 1]:
        return False
    ends, starts, text = document.word_ends, document.word_starts, document.text
    return all(not text[ends[word] : starts[word + 1]].strip() for word in range(first, last - 1))
