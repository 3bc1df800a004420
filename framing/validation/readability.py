"""Is a text as hard as people found it, and a word as long as it is said?

Held against teachers' comparisons of excerpts, readers' ratings of sentences, texts rewritten at three levels, and a
pronouncing dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr

from framing.articles.article import Article
from framing.intervals import interval_of, interval_of_sums
from framing.measures.readability.counts import count_sentences, count_words
from framing.measures.readability.ease import ease_counts, reading_ease
from framing.measures.readability.familiar import uses_in_news
from framing.measures.readability.formulas import FORMULAS, flesch_kincaid_grade, smog
from framing.models import load_arrays
from framing.text import cut
from framing.text.syllables import syllables, vowel_groups
from framing.training import readability as training
from framing.training.syllables import out_of_fold as rule_out_of_fold
from framing.validation.score import Score, read_records

Vector = NDArray[np.floating[Any]]

_HELD_OUT = f"{training.FOLDS}-fold cross-validation"
_FIXED = "nothing fitted"
#: The levels of OneStopEnglish, the easiest first.
LEVELS = ("ele", "int", "adv")


def validate(gold: Path) -> list[Score]:
    """Reading ease and the formulas against judgements, and syllables against a dictionary."""
    return [*ease_scores(gold), *level_scores(gold), *syllable_scores()]


def ease_scores(gold: Path) -> list[Score]:
    """How reading ease, by models that never saw a text, goes with what teachers and readers said of it."""
    judged = training.read_judged(gold)
    texts = [training.measured(one.text) for one in judged]
    found = training.out_of_fold(judged, texts)
    told = np.array([one.ease for one in judged])
    rated = np.array([one.rated for one in judged])
    news = np.array([one.news for one in judged])
    counts = np.array([text.counts for text in texts])
    grade = -flesch_kincaid_grade(counts)
    clear = _excerpts("CLEAR excerpts", "excerpt", pearsonr, ~rated)
    sentences = _excerpts("ReadMe++ sentences", "sentence", spearmanr, rated)
    of_news = _excerpts("ReadMe++ news sentences", "sentence", spearmanr, rated & news)
    scores = [clear("reading_ease, r", found, told, -smog(counts), _HELD_OUT)]
    for formula in FORMULAS:
        value = formula(counts)
        if np.corrcoef(value[~rated], told[~rated])[0, 1] < 0:
            value = -value
        scores.append(clear(f"{formula.name}, absolute r", value, told, None, _FIXED))
    return [
        *scores,
        sentences("reading_ease, rho", found, told, grade, _HELD_OUT),
        of_news("reading_ease, rho", found, told, grade, _HELD_OUT),
    ]


def _excerpts(
    data: str, unit: str, correlation: Callable[[Vector, Vector], Any], chosen: NDArray[np.bool_]
) -> Callable[[str, Vector, Vector, Vector | None, str], Score]:
    def score(measure: str, found: Vector, told: Vector, floor: Vector | None, how: str) -> Score:
        ours, theirs = found[chosen], told[chosen]
        low, high = interval_of(lambda drawn: float(correlation(ours[drawn], theirs[drawn])[0]), len(ours))
        least = None if floor is None else float(correlation(floor[chosen], theirs)[0])
        value = float(correlation(ours, theirs)[0])
        return Score(data, measure, value, low, high, len(ours), unit, least, None, how)

    return score


def level_scores(gold: Path) -> list[Score]:
    """Whether the three levels of a text come out in their order."""
    ease: dict[str, dict[str, float]] = defaultdict(dict)
    grade: dict[str, dict[str, float]] = defaultdict(dict)
    for record in read_records(gold, "onestopenglish"):
        document = cut(Article(record["id"], " ".join(record["text"].split())))
        counted = count_sentences(document, count_words(document))
        level = record["id"].rsplit("-", 1)[-1]
        ease[record["topic"]][level] = float(reading_ease(ease_counts(document, counted.sentence).sum(axis=0)))
        grade[record["topic"]][level] = -float(flesch_kincaid_grade(counted.counts.sum(axis=0)))
    ours, plain = _ordered(ease), _ordered(grade)
    return [
        _share("OneStopEnglish", "three levels in order by reading_ease", ours, plain, "text", "never trained on"),
    ]


def _ordered(found: dict[str, dict[str, float]]) -> NDArray[np.bool_]:
    whole = [levels for _, levels in sorted(found.items()) if set(levels) == set(LEVELS)]
    return np.array([levels["ele"] > levels["int"] > levels["adv"] for levels in whole])


def _share(
    data: str, measure: str, right: NDArray[Any], floor: NDArray[Any], unit: str, how: str, weight: Vector | None = None
) -> Score:
    by = np.ones(len(right)) if weight is None else weight
    counts = np.column_stack([right * by, by])
    low, high = interval_of_sums(lambda sums: sums[..., 0] / sums[..., 1], counts)
    value, least = float(right @ by / by.sum()), float(floor @ by / by.sum())
    return Score(data, measure, value, low, high, len(right), unit, least, None, how)


def syllable_scores() -> list[Score]:
    """Syllables of dictionary words that news uses, weighted by use: by a rule that never saw them, and as shipped."""
    arrays = load_arrays("syllables")
    words = arrays["words"].tobytes().decode().split("\n")
    told = dict(zip(words, arrays["syllables"].tolist(), strict=True))
    uses = np.array([uses_in_news(word) for word in words], dtype=float)
    used = uses > 0
    right = rule_out_of_fold(told)[used]
    groups = np.array([vowel_groups(word) == told[word] for word in words])[used]
    shipped = np.array([syllables(word) == told[word] for word in words])[used]
    data = "CMU dictionary, words of news"
    return [
        _share(data, "rule right, weighted by use", right, groups, "word", _HELD_OUT, uses[used]),
        _share(data, "rule right, each word once", right, groups, "word", _HELD_OUT),
        _share(data, "as shipped, weighted by use", shipped, groups, "word", "looked up, so right if kept", uses[used]),
    ]
