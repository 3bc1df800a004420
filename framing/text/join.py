"""Several documents as one, so that what is worked out on arrays is worked out for all of them in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import Article, Paragraph
from framing.text.document import Document, Offsets
from framing.text.quotation import Quotation

#: What stands between two texts: no white space alone, so that nothing seems to go on from one to the next.
BETWEEN = "\n|\n"


def first_places(sizes: Sequence[int], apart: int = 0) -> list[int]:
    """Where each of some runs of these sizes begins, one after another and so far `apart`; and the end of the last."""
    return list(accumulate((size + apart for size in sizes), initial=0))


def join(documents: Sequence[Document]) -> Document:
    """The documents one after another as a single one; their words must be numbered by one vocabulary.

    A document by itself is given as it is.
    """
    if len(documents) == 1:
        return documents[0]
    vocabulary = documents[0].vocabulary
    if any(document.vocabulary is not vocabulary for document in documents):
        raise ValueError("documents of different vocabularies cannot be joined; cut them in one process, in a row")
    text_at = first_places([len(document.folded) for document in documents], len(BETWEEN))
    words = [len(document.word_start) for document in documents]
    sentences = [len(document.sentence_start) for document in documents]
    word_at, sentence_at = first_places(words), first_places(sentences)
    paragraph_at = first_places([len(document.paragraphs) for document in documents])
    first_word = _shifted([document.sentence_first_word[:-1] for document in documents], word_at, sentences)
    return Document(
        article=Article("", BETWEEN.join(document.text for document in documents)),
        told=BETWEEN.join(document.told for document in documents),
        folded=BETWEEN.join(document.folded for document in documents),
        paragraphs=tuple(_paragraphs(documents, text_at)),
        quotations=tuple(_quotations(documents, text_at)),
        vocabulary=vocabulary,
        word_start=_shifted([document.word_start for document in documents], text_at, words),
        word_end=_shifted([document.word_end for document in documents], text_at, words),
        word_id=np.concatenate([document.word_id for document in documents]),
        word_sentence=_shifted([document.word_sentence for document in documents], sentence_at, words),
        sentence_start=_shifted([document.sentence_start for document in documents], text_at, sentences),
        sentence_end=_shifted([document.sentence_end for document in documents], text_at, sentences),
        sentence_first_word=np.append(first_word, first_word.dtype.type(word_at[-1])),
        sentence_section=np.concatenate([document.sentence_section for document in documents]),
        sentence_paragraph=_shifted([document.sentence_paragraph for document in documents], paragraph_at, sentences),
    )


def _shifted(each: Sequence[Offsets], at: Sequence[int], sizes: Sequence[int]) -> Offsets:
    joined: Offsets = np.concatenate(each)
    shift: NDArray[np.int32] = np.array(at[: len(each)], dtype=joined.dtype)
    return joined + np.repeat(shift, sizes)


def _paragraphs(documents: Sequence[Document], text_at: Sequence[int]) -> Iterator[Paragraph]:
    for document, at in zip(documents, text_at, strict=False):
        for start, end, section in document.paragraphs:
            yield Paragraph(start + at, end + at, section)


def _quotations(documents: Sequence[Document], text_at: Sequence[int]) -> Iterator[Quotation]:
    for document, at in zip(documents, text_at, strict=False):
        for start, end, inner_start, inner_end, level, closed, continued in document.quotations:
            yield Quotation(start + at, end + at, inner_start + at, inner_end + at, level, closed, continued)
