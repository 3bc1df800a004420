"""What the formulas and reading ease need: counted of each word form once, and of each sentence by adding up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.ease import word_weights
from framing.measures.readability.familiar import Word
from framing.measures.readability.word_counts import COLUMN, COLUMNS, OF_SENTENCES, OF_WORDS, count_words
from framing.text import Document, WordFeature

Counts = NDArray[np.float32]


def of_forms(forms: Sequence[str]) -> NDArray[Any]:
    """What one word of each form adds to the columns `OF_WORDS`, shape `(forms, columns)`."""
    words = [Word.of(form) for form in forms]
    counts = count_words(words)
    columns = {**counts, **word_weights(words, counts)}
    return np.column_stack([columns[name] for name in OF_WORDS])


WORD_COUNTS = WordFeature("readability", of_forms, "float32", width=len(OF_WORDS), of_many=True)


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """The counts of each sentence that has words, shape `(sentences with words, columns)`, and which sentence it is."""

    counts: Counts
    sentence: NDArray[np.intp]


def count_sentences(document: Document) -> SentenceCounts:
    """The counts of each sentence; what has no word (a row of stars) is no sentence to count."""
    first = document.sentence_first_word
    worded = np.flatnonzero(first[1:] > first[:-1])
    counts = np.ones((len(worded), len(COLUMNS)), dtype=np.float32)
    if len(worded):
        words = document.word_column(WORD_COUNTS)
        np.add.reduceat(words, first[worded], axis=0, out=counts[:, len(OF_SENTENCES) :])
        counts[:, COLUMN["log_words"]] = np.log(counts[:, COLUMN["words"]])
    return SentenceCounts(counts, worded)
