"""Each formula worked out by hand, against figures that are printed elsewhere, and against textstat."""

from __future__ import annotations

import math

import numpy as np
import pytest

from framing.articles import Article
from framing.measures.measure import summary_columns
from framing.measures.readability import FORMULAS
from framing.measures.readability.formulas import Sums
from framing.measures.readability.words import COLUMNS, count_sentences
from framing.text import cut

DIRECTION = {column.name: column.direction for column in summary_columns("readability")}
BY_NAME = {formula.__name__: formula for formula in FORMULAS}


def counts(**known: float) -> Sums:
    return np.array([known.get(column, 0.0) for column in COLUMNS])


def counted(text: str) -> Sums:
    document = cut(Article("x", text))
    return count_sentences(document).counts.sum(axis=0)


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        # Wikipedia's sentence on the platypus, 13 words and 24 syllables, is said to be of grade 11.3.
        ("flesch_kincaid_grade", {"sentences": 1, "words": 13, "syllables": 24}, 11.3),
        # What is said to be the lowest grade there is, and the highest ease: sentences of one word of one syllable.
        ("flesch_kincaid_grade", {"sentences": 1, "words": 1, "syllables": 1}, -3.40),
        ("flesch_reading_ease", {"sentences": 1, "words": 1, "syllables": 1}, 121.22),
        # Two examples of a well-known course in programming (CS50, Readability), printed as grades 3 and 5.
        ("coleman_liau", {"sentences": 4, "words": 14, "letters": 65}, 3),
        ("coleman_liau", {"sentences": 4, "words": 56, "letters": 214}, 5),
        # As readabilityformulas.com works it out: 80 words of one syllable in 150.
        ("forcast", {"words": 150, "monosyllables": 80}, 12),
    ],
)
def test_the_formula_gives_what_is_printed(name: str, known: dict[str, float], expected: float) -> None:
    decimals = len(str(expected).partition(".")[2].rstrip("0"))
    assert round(float(BY_NAME[name](counts(**known))), decimals) == expected


#: 10 sentences of 200 words, in round numbers that the formulas can be worked out with by hand.
ROUND = {
    "sentences": 10, "words": 200, "syllables": 300, "characters": 1000, "letters": 900, "polysyllables": 30,
    "monosyllables": 120, "complex_words": 20, "long_words": 50, "dale_chall_unfamiliar": 20, "spache_unfamiliar": 40,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("flesch_reading_ease", 206.835 - 1.015 * 20 - 84.6 * 1.5),
        ("flesch_kincaid_grade", 0.39 * 20 + 11.8 * 1.5 - 15.59),
        ("smog", 3.1291 + 1.0430 * math.sqrt(90)),
        ("gunning_fog", 0.4 * (20 + 10)),
        ("automated_readability_index", 4.71 * 5 + 0.5 * 20 - 21.43),
        ("coleman_liau", 0.0588 * 450 - 0.296 * 5 - 15.8),
        ("dale_chall", 0.1579 * 10 + 0.0496 * 20 + 3.6365),
        ("spache", 0.121 * 20 + 0.082 * 20 + 0.659),
        ("lix", 20 + 25),
        ("rix", 5),
        # 170 words of a point and 30 of three make 26 points a sentence, more than 20 and so halved.
        ("linsear_write", 13),
        ("forcast", 20 - 90 / 10),
    ],
)
def test_the_formula_is_the_one_worked_out_by_hand(name: str, expected: float) -> None:
    assert float(BY_NAME[name](counts(**ROUND))) == pytest.approx(expected)


def test_every_formula_is_worked_out_by_hand() -> None:
    marks = test_the_formula_is_the_one_worked_out_by_hand.pytestmark  # type: ignore[attr-defined]
    assert [name for name, _ in marks[0].args[1]] == list(BY_NAME)


def test_few_points_a_sentence_lose_one_and_few_unfamiliar_words_add_no_more() -> None:
    easy = ROUND | {"polysyllables": 0, "dale_chall_unfamiliar": 10}
    assert float(BY_NAME["linsear_write"](counts(**easy))) == pytest.approx((20 - 2) / 2)
    assert float(BY_NAME["dale_chall"](counts(**easy))) == pytest.approx(0.1579 * 5 + 0.0496 * 20)


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
def test_textstat_gives_the_same_where_it_counts_the_same(
    ours: str, theirs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import textstat

    # without the dictionary that it would fetch, textstat counts syllables by hyphenation
    monkeypatch.setattr("textstat.backend.counts._count_syllables.get_cmudict", lambda lang: None)
    sums = counted(PLAIN)
    assert textstat.sentence_count(PLAIN) == sums[COLUMNS.index("sentences")]
    assert textstat.lexicon_count(PLAIN) == sums[COLUMNS.index("words")]
    if "flesch" in ours:
        sums[COLUMNS.index("syllables")] = textstat.syllable_count(PLAIN)
    # textstat rounds its averages before it uses them.
    assert float(BY_NAME[ours](sums)) == pytest.approx(getattr(textstat, theirs)(PLAIN), abs=0.5)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_a_formula_has_no_value_without_words(formula: object) -> None:
    with np.errstate(invalid="ignore"):
        assert math.isnan(float(formula(counts())))  # type: ignore[operator]


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_saying_a_text_twice_makes_it_no_harder(formula: object) -> None:
    sums = counted(PLAIN)
    assert float(formula(2 * sums)) == pytest.approx(float(formula(sums)))  # type: ignore[operator]


HARD = (
    "Notwithstanding considerable institutional resistance, representatives of the municipal administration "
    "nevertheless recommended implementing extraordinarily complicated transportation legislation."
)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_hard_prose_is_harder_by_every_formula(formula: object) -> None:
    easy, hard = float(formula(counted(PLAIN))), float(formula(counted(HARD)))  # type: ignore[operator]
    direction = DIRECTION[formula.__name__]  # type: ignore[attr-defined]
    assert (easy > hard) == (direction == "higher is easier")


def test_abbreviations_end_no_sentence_and_so_change_no_grade() -> None:
    plain = counted("President Quill met Governor Ames on Monday. They spoke for an hour about the toll.")
    titled = counted("Mr. Quill met Gov. J. K. Ames on Monday. They spoke for an hour about the toll.")
    assert plain[0] == titled[0] == 2
