"""Segmentation of a batch of articles into paragraphs, sentences, words and quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Article, Paragraph
from framing.articles.furniture import without_inserts
from framing.articles.sections import paragraphs
from framing.text.characters import FOLDED, as_text
from framing.text.document import Document, Offsets
from framing.text.marks import Quotation, pair_marks
from framing.text.sentences import sentence_spans
from framing.text.vocabulary import Vocabulary, vocabulary, word_keys
from framing.text.words import Words, find_words

#: Separates two texts; not white space alone, so that no sentence runs on into the next text.
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


#: Maximum characters and articles of a batch: enough that the fixed cost of a numpy call is small beside its
#: work, few enough that the arrays stay near the processor.
CHARACTERS, ARTICLES = 100_000, 160


def cut(article: Article) -> Document:
    """The document of one article."""
    return cut_together((article,)).documents[0]


def batched(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in groups that are cut together, in order."""
    group: list[Article] = []
    characters = 0
    for article in articles:
        group.append(article)
        characters += len(article.text)
        if characters >= CHARACTERS or len(group) >= ARTICLES:
            yield group
            group, characters = [], 0
    if group:
        yield group


def cut_together(articles: Sequence[Article]) -> Cut:
    """Cut one or more articles; each document is the same in any batch."""
    cleaned = [without_inserts(article.text) for article in articles]
    text, text_at = BETWEEN.join(cleaned), starts_of([len(each) for each in cleaned], len(BETWEEN))
    by_article = [paragraphs(article) for article in articles]
    words = find_words(text, text_at)
    sentence_rows = list(map(_sentences, cleaned, by_article))
    sentence_at = starts_of([len(each) for each in sentence_rows])
    paragraph_at = starts_of([len(each) for each in by_article])
    sentences = np.concatenate(sentence_rows)
    # A sentence begins where its first word or mark does; a word that straddles two sentences belongs to the first.
    sizes = np.diff(sentence_at)
    sentences[:, :2] += np.repeat(np.array(text_at[:-1], dtype=np.int32), sizes)[:, None]
    sentences[:, 3] += np.repeat(np.array(paragraph_at[:-1], dtype=np.int32), sizes)
    bounds = np.searchsorted(words.start, sentences[:, :2])
    word_counts = bounds[:, 1] - bounds[:, 0]
    first_word = np.zeros(len(sentences) + 1, dtype=np.int32)
    np.cumsum(word_counts, out=first_word[1:])
    known = vocabulary()
    word_start, word_end, word_id = _measured(words, known, bounds[:, 0], word_counts)
    start, end, section, paragraph = np.ascontiguousarray(sentences.T)
    quotations = [
        pair_marks(clean, [(p.start, p.end) for p in article_paragraphs if p.section in MEASURED])
        for clean, article_paragraphs in zip(cleaned, by_article, strict=True)
    ]
    alone = len(articles) == 1
    whole = Document(
        article=articles[0] if alone else Article("", BETWEEN.join(article.text for article in articles)),
        clean=text,
        folded=as_text(FOLDED[words.codes]),
        paragraphs=_shifted_paragraphs(by_article, text_at),
        quotations=_shifted_quotations(quotations, text_at),
        vocabulary=known,
        word_start=word_start,
        word_end=word_end,
        word_id=word_id,
        word_sentence=np.repeat(np.arange(len(sentences), dtype=np.int32), word_counts),
        sentence_start=start,
        sentence_end=end,
        sentence_first_word=first_word,
        sentence_section=section.astype(np.int8),
        sentence_paragraph=paragraph,
    )
    if alone:
        return Cut.of(whole)
    return Cut(
        tuple(
            _part(
                whole,
                article,
                clean,
                article_paragraphs,
                marks,
                (text_at[number], paragraph_at[number], sentence_at[number], sentence_at[number + 1]),
            )
            for number, (article, clean, article_paragraphs, marks) in enumerate(
                zip(articles, cleaned, by_article, quotations, strict=True)
            )
        ),
        whole,
    )


def _part(
    whole: Document,
    article: Article,
    clean: str,
    article_paragraphs: tuple[Paragraph, ...],
    quotations: tuple[Quotation, ...],
    place: tuple[int, int, int, int],
) -> Document:
    """The document of one article of several; `place` has its first character and paragraph, and its sentences."""
    at, paragraph, sentence, last_sentence = place
    of_it = slice(sentence, last_sentence)
    first = whole.sentence_first_word[sentence : last_sentence + 1]
    words = slice(int(first[0]), int(first[-1]))
    shift = np.int32(at)
    return Document(
        article=article,
        clean=clean,
        folded=whole.folded[at : at + len(clean)],
        paragraphs=article_paragraphs,
        quotations=quotations,
        vocabulary=whole.vocabulary,
        word_start=whole.word_start[words] - shift,
        word_end=whole.word_end[words] - shift,
        word_id=whole.word_id[words],
        word_sentence=whole.word_sentence[words] - np.int32(sentence),
        sentence_start=whole.sentence_start[of_it] - shift,
        sentence_end=whole.sentence_end[of_it] - shift,
        sentence_first_word=first - first[0],
        sentence_section=whole.sentence_section[of_it],
        sentence_paragraph=whole.sentence_paragraph[of_it] - np.int32(paragraph),
    )


def _shifted_paragraphs(by_article: Sequence[Sequence[Paragraph]], text_at: Sequence[int]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(start + at, end + at, section)
        for own, at in zip(by_article, text_at, strict=False)
        for start, end, section in own
    )


def _shifted_quotations(by_article: Sequence[Sequence[Quotation]], text_at: Sequence[int]) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(start + at, end + at, inner_start + at, inner_end + at, level, closed, continued)
        for own, at in zip(by_article, text_at, strict=False)
        for start, end, inner_start, inner_end, level, closed, continued in own
    )


def _measured(
    words: Words, known: Vocabulary, first: NDArray[np.intp], counts: NDArray[np.intp]
) -> tuple[Offsets, Offsets, Offsets]:
    """Start, end and form of the words in sentences; `first` and `counts` are per sentence."""
    start, end, form = words.start, words.end, known.ids(word_keys(words.codes, words.start, words.end), words.forms)
    measured = int(counts.sum())
    if measured < len(start):
        where = np.arange(measured) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        start, end, form = start[where], end[where], form[where]
    return start, end, form


def _sentences(text: str, article_paragraphs: tuple[Paragraph, ...]) -> Offsets:
    """A row per sentence: start, end, section code, paragraph."""
    rows: list[int] = []
    for number, paragraph in enumerate(article_paragraphs):
        if paragraph.section in MEASURED:
            code = MEASURED.index(paragraph.section)
            for start, end in sentence_spans(text, paragraph.start, paragraph.end):
                rows += (start, end, code, number)
    table: NDArray[np.int32] = np.array(rows, dtype=np.int32).reshape(-1, 4)
    return table
