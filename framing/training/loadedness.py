"""Which of two accounts of one event is the more loaded: how probable, by their most loaded sentences and quotation.

The rate of a lexicon's words does not answer this: on accounts that people marked, it picks the right one no better
than chance. What is here does little better, and its probabilities are not to be relied on (`framing validate
outlets`), so no comparison prints them: an account is not called more loaded than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import VOICES, Reading, Voice
from framing.text.document import Document

#: How many of an article's most loaded sentences speak for it.
MOST_LOADED = 5

#: What an account is judged by, in the order of `features`.
FEATURES = ("loaded", "loaded_own", "quoted")

_QUOTED, _OWN = VOICES.index(Voice.QUOTED), VOICES.index(Voice.OWN)

Values = NDArray[np.float64]


class WordWeights(NamedTuple):
    """What each lower-case form adds to the log-odds that a sentence is marked as loaded; names add nothing."""

    of: dict[str, float]
    intercept: float


class PairWeights(NamedTuple):
    """The weight of a difference in each feature, features being divided by `scale`."""

    weights: Values
    scale: Values


def features(reading: Reading, scores: Values) -> Values:
    """An account's `FEATURES`, from the score of each of its sentences; `nan` without a sentence.

    The mean score of its `MOST_LOADED` most loaded sentences, the same where only the outlet's own sentences count,
    and the share of its words between quotation marks.
    """
    document = reading.document
    if not len(scores) or not len(document.word_start):
        return np.full(len(FEATURES), np.nan)
    own = np.zeros(len(scores))
    np.add.at(own, document.word_sentence, reading.word_voice == _OWN)
    mostly_own = 2 * own >= np.diff(document.sentence_first_word)
    most, most_own = (np.sort(each)[-MOST_LOADED:].mean() for each in (scores, np.where(mostly_own, scores, 0.0)))
    return np.array([most, most_own, (reading.word_voice == _QUOTED).mean()])


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
