"""Difficulty along an article: how easy each stretch of it is, and which sentences are the hardest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.measures.readability.columns import COLUMNS
from framing.measures.readability.counts import count_sentences
from framing.measures.readability.ease import reading_ease
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
    counted = count_sentences(document)
    told = counted.sentence
    if not len(told):
        return ()
    sums = np.vstack([np.zeros(len(COLUMNS)), counted.counts.cumsum(axis=0, dtype=np.float64)])
    width = min(window, len(told))
    values = reading_ease(sums[width:] - sums[:-width])
    starts = document.sentence_start[told[: len(values)]].tolist()
    ends = document.sentence_end[told[width - 1 :]].tolist()
    return tuple(Stretch(*stretch) for stretch in zip(starts, ends, values.tolist(), strict=True))


def hardest_sentences(document: Document, most: int = 5) -> tuple[Stretch, ...]:
    """The hardest sentences, the hardest first."""
    counted = count_sentences(document)
    ease = reading_ease(counted.counts)
    hardest = np.argsort(ease, kind="stable")[:most]
    places = (document.sentence_start, document.sentence_end)
    starts, ends = (place[counted.sentence[hardest]].tolist() for place in places)
    return tuple(Stretch(*stretch) for stretch in zip(starts, ends, ease[hardest].tolist(), strict=True))
