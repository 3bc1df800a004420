"""Each formula against its printed form, published figures, and textstat where both count alike."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from framing.articles import Article
from framing.measures.readability import FORMULAS
from framing.measures.readability.counts import COLUMNS, count_sentences, count_words
from framing.measures.readability.formulas import Sums
from framing.text import cut

BY_NAME = {formula.name: formula for formula in FORMULAS}


def counts(**known: float) -> Sums:
    return np.array([known.get(column, 0.0) for column in COLUMNS])


def counted(text: str) -> Sums:
    document = cut(Article("x", text))
    return count_sentences(document, count_words(document)).counts.sum(axis=0)


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        # Flesch 1948: 100 words of "standard" prose have 17 words a sentence and 147 syllables, and score 60 to 70.
        ("flesch_reading_ease", {"sentences": 100, "words": 1700, "syllables": 2499}, 65.2),
        # McLaughlin 1969: near 3 plus the root of the polysyllables in thirty sentences.
        ("smog", {"sentences": 30, "polysyllables": 100}, 13.6),
        # Coleman and Liau 1975: 537 letters and 4.20 sentences in a hundred words.
        ("coleman_liau", {"sentences": 4.2, "words": 100, "letters": 537}, 14.5),
        # Caylor et al. 1973: 20 less a tenth of the words of one syllable in 150.
        ("forcast", {"words": 150, "monosyllables": 100}, 10.0),
        ("lix", {"sentences": 10, "words": 200, "long_words": 50}, 45.0),
        ("rix", {"sentences": 10, "words": 200, "long_words": 50}, 5.0),
        ("gunning_fog", {"sentences": 10, "words": 200, "complex_words": 20}, 12.0),
        # O'Hayre 1966: a hundred words, 91 easy and 9 hard, 5 sentences: 118 points, over 20 a sentence, halved.
        ("linsear_write", {"sentences": 5, "words": 100, "polysyllables": 9}, 11.8),
    ],
)
def test_the_formula_gives_what_its_paper_gives(name: str, known: dict[str, float], expected: float) -> None:
    assert float(BY_NAME[name](counts(**known))) == pytest.approx(expected, abs=0.1)


PLAIN = (
    "The harbour council met on Monday to weigh a toll on every lorry. It was a long night. "
    "Nobody was happy with the result, and several people walked out before the vote. "
    "The money would pay for a new quay. Work could begin in the spring."
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("flesch_reading_ease", "flesch_reading_ease"),
        ("flesch_kincaid_grade", "flesch_kincaid_grade"),
        ("rix", "rix"),
    ],
)
def test_textstat_gives_the_same_where_it_counts_the_same(ours: str, theirs: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import textstat
    sums = counted(PLAIN)
    assert textstat.sentence_count(PLAIN) == sums[0]
    assert textstat.lexicon_count(PLAIN) == sums[1]
    if "flesch" in ours:
        sums[COLUMNS.index("syllables")] = textstat.syllable_count(PLAIN)
    # textstat rounds its averages before it uses them.
    assert float(BY_NAME[ours](sums)) == pytest.approx(getattr(textstat, theirs)(PLAIN), abs=0.5)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.name)
def test_a_formula_has_no_value_without_words(formula: object) -> None:
    with np.errstate(invalid="ignore"):
        assert math.isnan(float(formula(counts())))  # type: ignore[operator]


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.name)
def test_saying_a_text_twice_makes_it_no_harder(formula: object) -> None:
    sums = counted(PLAIN)
    assert float(formula(2 * sums)) == pytest.approx(float(formula(sums)))  # type: ignore[operator]


HARD = (
    "Notwithstanding considerable institutional resistance, representatives of the municipal administration "
    "nevertheless recommended implementing extraordinarily complicated transportation legislation."
)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.name)
def test_hard_prose_is_harder_by_every_formula(formula: object) -> None:
    easy, hard = float(formula(counted(PLAIN))), float(formula(counted(HARD)))  # type: ignore[operator]
    assert (easy > hard) == (formula.direction == "higher is easier")  # type: ignore[attr-defined]


def test_abbreviations_end_no_sentence_and_so_change_no_grade() -> None:
    plain = counted("President Quill met Governor Ames on Monday. They spoke for an hour about the toll.")
    titled = counted("Mr. Quill met Gov. J. K. Ames on Monday. They spoke for an hour about the toll.")
    assert plain[0] == titled[0] == 2
