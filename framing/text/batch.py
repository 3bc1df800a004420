"""Segmentation of a batch of articles into paragraphs, sentences, words and quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Self

import numpy as np

from framing.articles.article import MEASURED, Article, Paragraph
from framing.articles.furniture import without_inserts
from framing.articles.sections import paragraphs
from framing.text.characters import FOLDED, as_text
from framing.text.document import Document
from framing.text.marks import Quotation, pair_marks
from framing.text.sentences import sentence_spans
from framing.text.vocabulary import vocabulary
from framing.text.words import find_words

#: Joins two texts; more than white space, so that no sentence runs on into the next text.
TEXT_SEPARATOR = "\n|\n"


def block_starts(sizes: Sequence[int], gap: int = 0) -> list[int]:
    """Start offsets of consecutive blocks of these sizes with `gap` between them, and where a next block would start.

    >>> block_starts([3, 2])
    [0, 3, 5]
    """
    return list(accumulate((size + gap for size in sizes), initial=0))


@dataclass(frozen=True, eq=False)
class Cut:
    """Articles cut together: one of the `documents` for each, and `document`, which holds all their texts in a row.

    Article `i` has the words `[first_word[i], first_word[i + 1])` and the sentences
    `[first_sentence[i], first_sentence[i + 1])` of `document`, and its text begins there at `text_start[i]`.
    """

    documents: tuple[Document, ...]
    document: Document

    @classmethod
    def of_document(cls, document: Document) -> Self:
        """A batch of one document."""
        return cls((document,), document)

    @cached_property
    def text_start(self) -> list[int]:
        """Where each article's text begins in that of `document`."""
        return block_starts([len(document.folded) for document in self.documents], len(TEXT_SEPARATOR))

    @cached_property
    def first_word(self) -> list[int]:
        """The first word of each article, and the number of words."""
        return block_starts([len(document.word_start) for document in self.documents])

    @cached_property
    def first_sentence(self) -> list[int]:
        """The first sentence of each article, and the number of sentences."""
        return block_starts([len(document.sentence_start) for document in self.documents])


#: Maximum characters and articles of a batch: large enough to spread the fixed cost of each numpy call, small enough
#: for the arrays to stay in the processor's cache.
MAX_CHARACTERS, MAX_ARTICLES = 100_000, 160


def cut(article: Article) -> Document:
    """The document of one article."""
    return cut_together((article,)).documents[0]


def batched(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in groups to cut together, in order."""
    group: list[Article] = []
    characters = 0
    for article in articles:
        group.append(article)
        characters += len(article.text)
        if characters >= MAX_CHARACTERS or len(group) >= MAX_ARTICLES:
            yield group
            group, characters = [], 0
    if group:
        yield group


def cut_together(articles: Sequence[Article]) -> Cut:
    """Cut one or more articles; each document is the same in any batch."""
    cleaned = [without_inserts(article.text) for article in articles]
    text = TEXT_SEPARATOR.join(cleaned)
    text_start = block_starts(list(map(len, cleaned)), len(TEXT_SEPARATOR))
    by_article = [paragraphs(article) for article in articles]
    quotations = [
        pair_marks(clean, [(start, end) for start, end, section in own if section in MEASURED])
        for clean, own in zip(cleaned, by_article, strict=True)
    ]
    paragraph_at = block_starts([len(own) for own in by_article])
    sentences = [
        (first + at, last + at, MEASURED.index(section), number)
        for clean, own, at, before in zip(cleaned, by_article, text_start, paragraph_at, strict=False)
        for number, (start, end, section) in enumerate(own, before)
        if section in MEASURED
        for first, last in sentence_spans(clean, start, end)
    ]
    cells = np.fromiter(chain.from_iterable(sentences), dtype=np.int32)
    start, end, section, paragraph = np.ascontiguousarray(cells.reshape(-1, 4).T)
    words, known = find_words(text, text_start), vocabulary()
    ids = known.ids(words.spellings(), len(words.start))
    # A word that straddles two sentences belongs to the first.
    first, last = np.searchsorted(words.start, np.stack((start, end)))
    first_word = np.append(0, np.cumsum(last - first)).astype(np.int32)
    in_sentences = np.arange(first_word[-1]) + np.repeat(first - first_word[:-1], last - first)
    alone = len(articles) == 1
    whole = Document(
        article=articles[0] if alone else Article("", TEXT_SEPARATOR.join(article.text for article in articles)),
        clean=text,
        folded=as_text(FOLDED[words.codes]),
        paragraphs=tuple(
            Paragraph(start + at, end + at, section)
            for own, at in zip(by_article, text_start, strict=False)
            for start, end, section in own
        ),
        quotations=tuple(
            Quotation(start + at, end + at, inner_start + at, inner_end + at, level, closed, continued)
            for own, at in zip(quotations, text_start, strict=False)
            for start, end, inner_start, inner_end, level, closed, continued in own
        ),
        vocabulary=known,
        word_start=words.start[in_sentences],
        word_end=words.end[in_sentences],
        word_id=ids[in_sentences],
        word_sentence=np.repeat(np.arange(len(sentences), dtype=np.int32), last - first),
        sentence_start=start,
        sentence_end=end,
        sentence_first_word=first_word,
        sentence_section=section.astype(np.int8),
        sentence_paragraph=paragraph,
    )
    if alone:
        return Cut.of_document(whole)
    bounds = pairwise(np.searchsorted(start, text_start).tolist())
    places = zip(text_start, paragraph_at, bounds, strict=False)
    each = zip(articles, cleaned, by_article, quotations, places, strict=True)
    return Cut(tuple(_part(whole, *own) for own in each), whole)


def _part(
    whole: Document,
    article: Article,
    clean: str,
    own_paragraphs: tuple[Paragraph, ...],
    quotations: tuple[Quotation, ...],
    place: tuple[int, int, tuple[int, int]],
) -> Document:
    """The document of one article of a batch; `place` has its first character and paragraph, and its sentences."""
    at, paragraph, (sentence, last_sentence) = place
    sentences = slice(sentence, last_sentence)
    first_word = whole.sentence_first_word[sentence : last_sentence + 1]
    words = slice(*map(int, first_word[[0, -1]]))
    return Document(
        article=article,
        clean=clean,
        folded=whole.folded[at : at + len(clean)],
        paragraphs=own_paragraphs,
        quotations=quotations,
        vocabulary=whole.vocabulary,
        word_start=whole.word_start[words] - at,
        word_end=whole.word_end[words] - at,
        word_id=whole.word_id[words],
        word_sentence=whole.word_sentence[words] - sentence,
        sentence_start=whole.sentence_start[sentences] - at,
        sentence_end=whole.sentence_end[sentences] - at,
        sentence_first_word=first_word - first_word[0],
        sentence_section=whole.sentence_section[sentences],
        sentence_paragraph=whole.sentence_paragraph[sentences] - paragraph,
    )
