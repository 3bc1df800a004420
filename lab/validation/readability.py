"""Scores of reading ease on human judgements, and of syllable counts on a pronouncing dictionary.

The judgements are teachers' comparisons of excerpts, readers' ratings of sentences, and texts at three levels.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr

from framing.intervals import wilson_interval
from framing.measures.readability.formulas import FORMULAS, flesch_kincaid_grade, smog
from framing.models import load_arrays, news_frequency, unpack_words
from framing.text.syllables import syllables, vowel_groups
from framing.validation import Score
from lab.training import readability as training
from lab.training.syllables import out_of_fold as rule_out_of_fold
from lab.validation.scores import f1, interval_of, score_of_counts, share
from lab.validation.treebank import sentence_ends

Vector = NDArray[np.floating[Any]]

_HELD_OUT = f"{training.FOLDS}-fold cross-validation"
_FIXED = "nothing fitted"


def validate(gold: Path) -> list[Score]:
    """Scores of reading ease and the formulas on judgements, and of syllables on a dictionary."""
    return [*ease_scores(gold), *level_scores(gold), *syllable_scores(), *sentence_scores()]


@dataclass(frozen=True)
class _HeldOut:
    """Judged texts, and their ease by held-out models."""

    judged: list[training.Judged]
    texts: list[training.Measured]
    ease: Vector
    levels: list[list[training.Measured]]
    ease_of_levels: Vector


@cache
def _held_out(gold: Path) -> _HeldOut:
    judged, levels = training.read_judged(gold), training.read_levels(gold)
    texts = [training.measured(one.text) for one in judged]
    ease, ease_of_levels = training.out_of_fold(judged, texts, levels)
    return _HeldOut(judged, texts, ease, levels, ease_of_levels)


def ease_scores(gold: Path) -> list[Score]:
    """Correlation of held-out reading ease with the judgements of teachers and readers."""
    test = _held_out(gold)
    judged, texts, ease = test.judged, test.texts, test.ease
    rated_ease = np.array([one.ease for one in judged])
    rated = np.array([one.rated for one in judged])
    news = np.array([one.news for one in judged])
    counts = np.array([text.counts for text in texts])
    grade = -flesch_kincaid_grade(counts)
    clear = _excerpts("CLEAR excerpts", "excerpt", pearsonr, ~rated)
    sentences = _excerpts("ReadMe++ sentences", "sentence", spearmanr, rated)
    of_news = _excerpts("ReadMe++ news sentences", "sentence", spearmanr, rated & news)
    scores = [clear("reading_ease, r", ease, rated_ease, -smog(counts), _HELD_OUT)]
    for formula in FORMULAS:
        value = formula(counts)
        if np.corrcoef(value[~rated], rated_ease[~rated])[0, 1] < 0:
            value = -value
        scores.append(clear(f"{formula.__name__}, absolute r", value, rated_ease, None, _FIXED))
    return [
        *scores,
        sentences("reading_ease, rho", ease, rated_ease, grade, _HELD_OUT),
        of_news("reading_ease, rho", ease, rated_ease, grade, _HELD_OUT),
    ]


def _excerpts(
    data: str, unit: str, correlation: Callable[[Vector, Vector], Any], chosen: NDArray[np.bool_]
) -> Callable[[str, Vector, Vector, Vector | None, str], Score]:
    def score(measure: str, ease: Vector, rated_ease: Vector, floor: Vector | None, how: str) -> Score:
        ours, theirs = ease[chosen], rated_ease[chosen]
        low, high = interval_of(lambda drawn: float(correlation(ours[drawn], theirs[drawn])[0]), len(ours))
        least = None if floor is None else float(correlation(floor[chosen], theirs)[0])
        value = float(correlation(ours, theirs)[0])
        return Score(data, measure, value, low, high, len(ours), unit, least, None, how)

    return score


def level_scores(gold: Path) -> list[Score]:
    """The share of texts with three levels in the right order, by models that held out the topic."""
    test = _held_out(gold)
    counts = np.array([[text.counts for text in article] for article in test.levels])
    ours, plain = _falls(test.ease_of_levels), _falls(-flesch_kincaid_grade(counts))
    return [_share("OneStopEnglish", "three levels in order by reading_ease", ours, plain, "text", _HELD_OUT)]


def _falls(ease: Vector) -> NDArray[np.bool_]:
    return np.asarray((np.diff(ease) < 0).all(axis=1))


def _share(
    data: str, measure: str, right: NDArray[Any], floor: NDArray[Any], unit: str, how: str, weight: Vector | None = None
) -> Score:
    if weight is not None:
        least = float(floor @ weight / weight.sum())
        return score_of_counts(data, measure, share, np.column_stack([right * weight, weight]), unit, how, least)
    # A bootstrap of answers that are all right has no width.
    low, high = wilson_interval(float(right.sum()), len(right))
    return Score(data, measure, float(right.mean()), low, high, len(right), unit, float(floor.mean()), None, how)


def syllable_scores() -> list[Score]:
    """Scores of syllables of dictionary words in news, by a held-out rule and as shipped."""
    arrays = load_arrays("syllables")
    words = unpack_words(arrays["words"])
    rated_ease = dict(zip(words, arrays["syllables"].tolist(), strict=True))
    uses = np.array([news_frequency()[0].get(word, 0) for word in words], dtype=float)
    used = uses > 0
    right = rule_out_of_fold(rated_ease)[used]
    groups = np.array([vowel_groups(word) == rated_ease[word] for word in words])[used]
    shipped = np.array([syllables(word) == rated_ease[word] for word in words])[used]
    data = "CMU dictionary, words of news"
    return [
        _share(data, "rule right, weighted by use", right, groups, "word", _HELD_OUT, uses[used]),
        _share(data, "rule right, each word once", right, groups, "word", _HELD_OUT),
        _share(data, "as shipped, weighted by use", shipped, groups, "word", "same dictionary", uses[used]),
    ]


def sentence_scores() -> list[Score]:
    """F1 of sentence ends on each treebank in the folder FRAMING_TREEBANK; empty if it is not set."""
    folder = os.environ.get("FRAMING_TREEBANK")
    if not folder:
        return []
    how = "rules written on these texts; sentences without a stop on their own lines"
    return [
        score_of_counts(name, "F1 of sentence ends, whole texts", f1, counts, "text", how)
        for name, counts in sentence_ends(Path(folder))
    ]
