"""Spans of words: overlap, contiguity and short display."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

from framing.text.document import Document

T = TypeVar("T")


def disjoint(
    ordered: Iterable[T], places: Callable[[T], Collection[Hashable]], taken: Iterable[Hashable] = ()
) -> list[T]:
    """The items, best first, that share no place with an earlier choice or with the places `taken`.

    >>> disjoint([range(2, 5), range(0, 3), range(5, 6)], list)
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
FEW_WORDS = 6


def few_words(words: str, most: int = FEW_WORDS) -> str:
    """The words, cut after the first few.

    >>> few_words("one two three four", 2)
    'one two …'
    """
    parts = words.split()
    return words if len(parts) <= most else " ".join(parts[:most]) + " …"


def stands_together(document: Document, first: int, last: int) -> bool:
    """Whether words `[first, last)` are one phrase: in one sentence, with nothing but space between them."""
    if document.word_sentence[first] != document.word_sentence[last - 1]:
        return False
    ends, starts, text = document.word_ends, document.word_start.data, document.text
    return all(not text[ends[word] : starts[word + 1]].strip() for word in range(first, last - 1))
