"""Article to Document: everything that is found in a text, found once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Article, Paragraph
from framing.articles.inserts import without_inserts
from framing.articles.sections import paragraphs
from framing.text.characters import FOLDED, as_text, code_points
from framing.text.document import Document, Offsets
from framing.text.keys import word_keys
from framing.text.marks import pair_marks
from framing.text.sentences import sentence_spans
from framing.text.vocabulary import vocabulary
from framing.text.words import find_words


def cut(article: Article) -> Document:
    """The document of an article: its paragraphs, sentences, words and quotations, each found once, with offsets."""
    text = without_inserts(article.text)
    codes = code_points(text)
    found = paragraphs(article)
    words = find_words(text, codes)
    sentences = _sentences(text, found)
    # A sentence begins where its first word or mark does; a word that straddles two sentences belongs to the first.
    bounds = np.searchsorted(words.start, sentences[:, :2])
    held = bounds[:, 1] - bounds[:, 0]
    first_word = np.zeros(len(sentences) + 1, dtype=np.int32)
    np.cumsum(held, out=first_word[1:])
    word_sentence = np.repeat(np.arange(len(sentences), dtype=np.int32), held)
    known = vocabulary()
    word_start, word_end, word_id = (
        words.start,
        words.end,
        known.ids(word_keys(words.codes, words.start, words.end), words.forms),
    )
    if len(word_sentence) < len(word_start):
        measured = np.arange(len(word_sentence)) + np.repeat(bounds[:, 0] - first_word[:-1], held)
        word_start, word_end, word_id = word_start[measured], word_end[measured], word_id[measured]
    return Document(
        article=article,
        told=text,
        folded=as_text(FOLDED[codes]),
        paragraphs=found,
        quotations=pair_marks(text, [(p.start, p.end) for p in found if p.section in MEASURED]),
        vocabulary=known,
        word_start=word_start,
        word_end=word_end,
        word_id=word_id,
        word_sentence=word_sentence,
        sentence_start=np.ascontiguousarray(sentences[:, 0]),
        sentence_end=np.ascontiguousarray(sentences[:, 1]),
        sentence_first_word=first_word,
        sentence_section=sentences[:, 2].astype(np.int8),
        sentence_paragraph=np.ascontiguousarray(sentences[:, 3]),
    )


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
