"""Article to Document: the one pass that finds sentences and words."""

from __future__ import annotations

import re

import numpy as np

from framing.articles.article import MEASURED, Article
from framing.articles.sections import paragraphs
from framing.text.document import Document
from framing.text.vocabulary import vocabulary

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"”’)]*(?=\s)|\Z)", re.DOTALL)
_FOLDED = str.maketrans("“”‘’", "\"\"''")


def cut(article: Article) -> Document:
    """The document of an article."""
    found = paragraphs(article)
    words: list[tuple[int, int]] = []
    sentences: list[tuple[int, int, int, int]] = []
    first_word = [0]
    word_sentence: list[int] = []
    for number, paragraph in enumerate(found):
        if paragraph.section not in MEASURED:
            continue
        code = MEASURED.index(paragraph.section)
        for match in _SENTENCE.finditer(article.text[: paragraph.end], paragraph.start):
            inside = [m.span() for m in _WORD.finditer(article.text[: match.end()], match.start())]
            word_sentence += [len(sentences)] * len(inside)
            sentences.append((match.start(), match.end(), code, number))
            words += inside
            first_word.append(len(words))
    known = vocabulary()
    spans = np.array(words, dtype=np.int32).reshape(-1, 2)
    rows = np.array(sentences, dtype=np.int32).reshape(-1, 4)
    return Document(
        article=article,
        folded=article.text.translate(_FOLDED).lower(),
        paragraphs=found,
        quotations=(),
        vocabulary=known,
        word_start=spans[:, 0],
        word_end=spans[:, 1],
        word_id=known.ids(article.text[a:b].replace("’", "'") for a, b in words),
        word_sentence=np.array(word_sentence, dtype=np.int32),
        sentence_start=rows[:, 0],
        sentence_end=rows[:, 1],
        sentence_first_word=np.array(first_word, dtype=np.int32),
        sentence_section=rows[:, 2].astype(np.int8),
        sentence_paragraph=rows[:, 3],
    )
