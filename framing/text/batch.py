"""Several articles cut together: ragged arrays over all of them, and each article as a document of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from framing.text.document import Document

#: Stands between two texts: never white space alone, so that nothing seems to continue from one to the next.
BETWEEN = "\n|\n"


def starts_of(sizes: Sequence[int], apart: int = 0) -> list[int]:
    """Start offsets of consecutive blocks of these sizes, so far `apart`; and the end of the last.

    >>> starts_of([3, 2])
    [0, 3, 5]
    """
    return list(accumulate((size + apart for size in sizes), initial=0))


@dataclass(frozen=True, eq=False)
class Cut:
    """Articles cut together: `documents`, one an article, and `whole`, a document of all their texts in a row.

    Article `i` has the words `[first_word[i], first_word[i + 1])` and the sentences
    `[first_sentence[i], first_sentence[i + 1])` of `whole`, and its text begins there at `text_at[i]`.
    """

    documents: tuple[Document, ...]
    whole: Document

    @classmethod
    def of(cls, document: Document) -> Cut:
        """A document by itself."""
        return cls((document,), document)

    @cached_property
    def text_at(self) -> list[int]:
        """Where each article's text begins in that of `whole`."""
        return starts_of([len(document.folded) for document in self.documents], len(BETWEEN))

    @cached_property
    def first_word(self) -> list[int]:
        """The first word of each article, and the number of words."""
        return starts_of([len(document.word_start) for document in self.documents])

    @cached_property
    def first_sentence(self) -> list[int]:
        """The first sentence of each article, and the number of sentences."""
        return starts_of([len(document.sentence_start) for document in self.documents])
