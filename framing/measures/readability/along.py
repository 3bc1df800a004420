"""Difficulty along an article: how easy each stretch of it is, and which sentences are the hardest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.counts import count_sentences, count_words
from framing.measures.readability.ease import EASE_COLUMNS, ease_counts, reading_ease
from framing.text import Document

#: The sentences that are taken together at each point of the series.
WINDOW = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences in a row: the characters they take up and their reading ease."""

    start: int
    end: int
    reading_ease: float


def ease_along(document: Document, window: int = WINDOW) -> tuple[Stretch, ...]:
    """Reading ease of every `window` sentences in a row; of all there are, where there are fewer."""
    told = count_sentences(document, count_words(document)).sentence
    if not len(told):
        return ()
    sums = np.vstack([np.zeros(len(EASE_COLUMNS)), ease_counts(document, told).cumsum(axis=0, dtype=np.float64)])
    width = min(window, len(told))
    values = reading_ease(sums[width:] - sums[:-width])
    starts = document.sentence_start[told[: len(values)]].tolist()
    ends = document.sentence_end[told[width - 1 :]].tolist()
    return tuple(Stretch(*stretch) for stretch in zip(starts, ends, values.tolist(), strict=True))


def sentence_ease(document: Document, told: NDArray[np.intp]) -> NDArray[np.float64]:
    """Reading ease of each sentence by itself, `nan` for those not in `told`."""
    ease = np.full(len(document.sentence_start), np.nan)
    if len(told):
        ease[told] = reading_ease(ease_counts(document, told))
    return ease


def hardest_sentences(document: Document, most: int = 5) -> tuple[Stretch, ...]:
    """The hardest sentences, the hardest first."""
    told = count_sentences(document, count_words(document)).sentence
    ease = sentence_ease(document, told)
    hardest = told[np.argsort(ease[told], kind="stable")][:most].tolist()
    return tuple(
        Stretch(int(document.sentence_start[n]), int(document.sentence_end[n]), float(ease[n])) for n in hardest
    )
