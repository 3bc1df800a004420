"""Article to Document: everything that is found in a text, found once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Article, Paragraph
from framing.articles.inserts import without_inserts
from framing.articles.sections import paragraphs
from framing.text.characters import FOLDED, as_text, code_points
from framing.text.document import Document, Offsets
from framing.text.join import BETWEEN, first_places
from framing.text.keys import word_keys
from framing.text.marks import pair_marks
from framing.text.sentences import sentence_spans
from framing.text.vocabulary import Vocabulary, vocabulary
from framing.text.words import Words, find_words

#: Texts are cut together until they have so many characters, so that what a call to numpy costs by itself is little.
_CHARACTERS_AT_A_TIME = 50_000


def cut(article: Article) -> Document:
    """The document of an article: its paragraphs, sentences, words and quotations, each found once, with offsets."""
    return next(cut_all((article,)))


def cut_all(articles: Iterable[Article]) -> Iterator[Document]:
    """The document of each article as `cut` gives it, in order; words are found in many texts at a time."""
    group: list[Article] = []
    characters = 0
    for article in articles:
        group.append(article)
        characters += len(article.text)
        if characters >= _CHARACTERS_AT_A_TIME:
            yield from _cut_together(group)
            group, characters = [], 0
    if group:
        yield from _cut_together(group)


def _cut_together(articles: Sequence[Article]) -> Iterator[Document]:
    told = [without_inserts(article.text) for article in articles]
    text, text_at = BETWEEN.join(told), first_places([len(each) for each in told], len(BETWEEN))
    codes = code_points(text)
    found = [paragraphs(article) for article in articles]
    words = find_words(text, codes, text_at)
    by_article = list(map(_sentences, told, found))
    sentence_at = first_places([len(each) for each in by_article])
    sentences = np.concatenate(by_article)
    # A sentence begins where its first word or mark does; a word that straddles two sentences belongs to the first.
    shift: Offsets = np.repeat(np.array(text_at[:-1], dtype=np.int32), np.diff(sentence_at))
    bounds = np.searchsorted(words.start, sentences[:, :2] + shift[:, None])
    held = bounds[:, 1] - bounds[:, 0]
    first_word = np.zeros(len(sentences) + 1, dtype=np.int32)
    np.cumsum(held, out=first_word[1:])
    word_sentence = np.repeat(np.arange(len(sentences), dtype=np.int32), held)
    known = vocabulary()
    word_start, word_end, word_id = _measured(words, known, bounds[:, 0], held)
    folded = as_text(FOLDED[codes])
    start, end, section, paragraph = np.ascontiguousarray(sentences.T)
    for number, article in enumerate(articles):
        at, of_it = text_at[number], slice(sentence_at[number], sentence_at[number + 1])
        first = first_word[of_it.start : of_it.stop + 1]
        its = slice(int(first[0]), int(first[-1]))
        yield Document(
            article=article,
            told=told[number],
            folded=folded[at : at + len(told[number])],
            paragraphs=found[number],
            quotations=pair_marks(told[number], [(p.start, p.end) for p in found[number] if p.section in MEASURED]),
            vocabulary=known,
            word_start=word_start[its] - np.int32(at),
            word_end=word_end[its] - np.int32(at),
            word_id=word_id[its],
            word_sentence=word_sentence[its] - np.int32(of_it.start),
            sentence_start=start[of_it],
            sentence_end=end[of_it],
            sentence_first_word=first - first[0],
            sentence_section=section[of_it].astype(np.int8),
            sentence_paragraph=paragraph[of_it],
        )


def _measured(
    words: Words, known: Vocabulary, first: NDArray[np.intp], held: NDArray[np.intp]
) -> tuple[Offsets, Offsets, Offsets]:
    """Start, end and form of the words that stand in sentences, each of which holds so many from its first on."""
    start, end, form = words.start, words.end, known.ids(word_keys(words.codes, words.start, words.end), words.forms)
    measured = int(held.sum())
    if measured < len(start):
        where = np.arange(measured) + np.repeat(first - (np.cumsum(held) - held), held)
        start, end, form = start[where], end[where], form[where]
    return start, end, form


def _sentences(text: str, found: tuple[Paragraph, ...]) -> Offsets:
    """A row per sentence: start, end, section code, paragraph."""
    rows: list[int] = []
    for number, paragraph in enumerate(found):
        if paragraph.section in MEASURED:
            code = MEASURED.index(paragraph.section)
            for start, end in sentence_spans(text, paragraph.start, paragraph.end):
                rows += (start, end, code, number)
    table: NDArray[np.int32] = np.array(rows, dtype=np.int32).reshape(-1, 4)
    return table
