"""A segmented article: paragraphs, sentences, words and quotations, with offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Article, Paragraph, Section
from framing.text.marks import Quotation
from framing.text.vocabulary import Vocabulary, WordFeature

Offsets = NDArray[np.int32]

#: Parts of an article. The lead is its first `LEAD_PARAGRAPHS` paragraphs of the body; subheads come under "later".
PARTS = HEADLINE, LEAD, LATER = "headline", "lead", "later"
LEAD_PARAGRAPHS = 2


@dataclass(frozen=True, eq=False)
class Document:
    """The segments of an article's text. All offsets are half-open ranges into `article.text`.

    Sentences and words are those of the measured sections (headline, subhead, body), in text order; a sentence
    never crosses a paragraph, and every word belongs to exactly one sentence.

    | attribute | shape | meaning |
    |---|---|---|
    | `clean` | same length as the text | the text, with spaces for links that a page put inside sentences |
    | `folded` | same length as the text | `clean` with case and typographic variants folded, for matching |
    | `word_start`, `word_end` | (words,) | offsets of each word |
    | `word_id` | (words,) | its form's number in `vocabulary` |
    | `word_sentence` | (words,) | the index of its sentence |
    | `sentence_start`, `sentence_end` | (sentences,) | offsets of each sentence |
    | `sentence_first_word` | (sentences + 1,) | sentence `i` holds words `[first[i], first[i + 1])` |
    | `sentence_section` | (sentences,) | index into `framing.articles.MEASURED` |
    | `sentence_paragraph` | (sentences,) | index into `paragraphs` |
    """

    article: Article
    clean: str
    folded: str
    paragraphs: tuple[Paragraph, ...]
    quotations: tuple[Quotation, ...]
    vocabulary: Vocabulary
    word_start: Offsets
    word_end: Offsets
    word_id: Offsets
    word_sentence: Offsets
    sentence_start: Offsets
    sentence_end: Offsets
    sentence_first_word: Offsets
    sentence_section: NDArray[np.int8]
    sentence_paragraph: Offsets

    @property
    def text(self) -> str:
        """The article's text as given."""
        return self.article.text

    def word_column(self, feature: WordFeature) -> NDArray[Any]:
        """The feature's value for each word of the document, shape `(words,)` or `(words, width)`."""
        return self.vocabulary.column(feature).take(self.word_id, axis=0)

    @cached_property
    def word_starts(self) -> memoryview[int]:
        """`word_start` as a memoryview, in which `bisect` finds a word many times faster than numpy does."""
        return self.word_start.data

    @cached_property
    def word_ends(self) -> memoryview[int]:
        """`word_end` as a memoryview, which reads single values faster than an array."""
        return self.word_end.data

    def words_between(self, start: int, end: int) -> slice:
        """The words that begin inside `[start, end)`, as a slice of the word arrays."""
        first = bisect_left(self.word_starts, start)
        return slice(first, bisect_left(self.word_starts, end, first))

    def word_bounds(
        self, starts: Sequence[int] | NDArray[Any], ends: Sequence[int] | NDArray[Any]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The words that begin inside each span `[start, end)`: the first, and the one after the last, of each."""
        return np.searchsorted(self.word_start, starts), np.searchsorted(self.word_start, ends)

    def sentence_parts(self, articles: Sequence[int] = (0,)) -> NDArray[np.int8]:
        """The part of each sentence, shape `(sentences,)`, as an index into `PARTS`.

        `articles` are the first sentences of the articles that the document holds.
        """
        section, paragraph = self.sentence_section, self.sentence_paragraph
        body = section == MEASURED.index(Section.BODY)
        begins = body & (np.diff(paragraph, prepend=-1) != 0)
        before = np.append(0, np.cumsum(begins))
        sizes = np.diff([*articles, len(section)])
        number = before[1:] - np.repeat(before[list(articles)], sizes)
        later = np.where(body & (number <= LEAD_PARAGRAPHS), PARTS.index(LEAD), PARTS.index(LATER))
        return np.where(section == MEASURED.index(Section.HEADLINE), PARTS.index(HEADLINE), later).astype(np.int8)

    def sentence_at(self, offset: int) -> int:
        """The index of the last sentence that begins at or before `offset`; -1 before the first."""
        return bisect_right(self.sentence_start.data, offset) - 1
