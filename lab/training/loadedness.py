"""Which of two accounts of one event is the more loaded: how probable, by phrases, sentences and quotation.

The rate of a lexicon's words does not answer this: on accounts that people marked, it picks the right one no better
than chance. What is here is right two times in three (`framing validate outlets`), too seldom to call one account
of an event more loaded than another, so no comparison prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.measures.phrasing import Phrasing
from framing.text.document import Document

#: What an account is judged by, in the order of `features`.
FEATURES = ("phrases_own", "loaded", "quoted")
_QUOTED = VOICES.index(Voice.QUOTED)

Values = NDArray[np.float64]


class WordWeights(NamedTuple):
    """What each lower-case form adds to the log-odds that a sentence is marked as loaded; names add nothing."""

    of: dict[str, float]
    intercept: float


class PairWeights(NamedTuple):
    """The weight of a difference in each feature, features being divided by `scale`."""

    weights: Values
    scale: Values


def own_phrases(reading: Reading, phrasing: Phrasing) -> int:
    """How many loaded phrases stand in the outlet's own words."""
    rows = phrasing(Batch.of(reading)).rows("phrases")
    return sum(row["voice"] == Voice.OWN for row in rows)


def features(reading: Reading, phrases: int, scores: Values) -> Values:
    """An account's `FEATURES`, from its own loaded phrases and the score of each sentence; `nan` without a word.

    The logarithms of one plus its own phrases and of one plus the sum of the scores, which is how many loaded sentences
    are expected, and the share of its words between quotation marks.
    """
    if not len(scores) or not len(reading.document.word_start):
        return np.full(len(FEATURES), np.nan)
    return np.array([np.log1p(phrases), np.log1p(scores.sum()), (reading.word_voice == _QUOTED).mean()])


def sentence_scores(document: Document, words: WordWeights) -> Values:
    """How probable it is of each sentence that people mark it as loaded, by its words alone; shape `(sentences,)`."""
    first = document.sentence_first_word.tolist()
    known = document.vocabulary.forms
    forms = [known[number].lower() for number in document.word_id.tolist()]
    sums = np.array([_log_odds(forms[a:b], words) for a, b in pairwise(first)], dtype=float)
    scores: Values = 1 / (1 + np.exp(-sums))
    return scores


def probability(first: Values, second: Values, pairs: PairWeights) -> float:
    """How probable it is that the first of two accounts is the more loaded; swapped, one minus that."""
    gap = float((first - second) / pairs.scale @ pairs.weights)
    return 0.5 if np.isnan(gap) else float(1 / (1 + np.exp(-gap)))


def _log_odds(forms: Sequence[str], words: WordWeights) -> float:
    weights = [words.of[form] for form in sorted(set(forms)) if form in words.of]
    return float(words.intercept + sum(weights) / np.sqrt(max(len(weights), 1)))
