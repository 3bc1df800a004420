"""Words that stand together as one phrase."""

from __future__ import annotations

from framing.text.document import Document


def stands_together(document: Document, first: int, last: int) -> bool:
    """Whether words `[first, last)` are one phrase: in one sentence, with nothing but space between them."""
    if document.word_sentence[first] != document.word_sentence[last - 1]:
        return False
    ends, starts, text = document.word_ends, document.word_start.data, document.text
    return all(not text[ends[word] : starts[word + 1]].strip() for word in range(first, last - 1))
