"""Readability of whole articles: what it answers, what it cannot tell, what must not move it."""

from __future__ import annotations

import math

import pytest

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.attribution.reading import Reading
from framing.measures.readability import FEW_SENTENCES, Readability, ease_along, hardest_sentences
from framing.text import cut

EASY = "The boat came in. The men sat on the quay. They ate fish and bread. It was a warm day. "
HARD = (
    "Notwithstanding considerable institutional resistance, representatives of the municipal administration "
    "recommended implementing extraordinarily complicated transportation legislation, whose consequences, which "
    "remain disputed, were characterised by several independent organisations as fundamentally irreversible. "
)
MEASURE = Readability()


def summary(text: str) -> dict[str, float]:
    columns = MEASURE(Batch.of_reading(Reading(cut(Article("x", text)), (), (), ())))
    return {name: value for name, (value,) in columns.summary.items()}


def test_easy_prose_is_easier_with_room_to_spare() -> None:
    easy, hard = summary(EASY * 4), summary(HARD * 4)
    assert easy["reading_ease"] > hard["reading_ease"] + 30
    assert easy["flesch_kincaid_grade"] < hard["flesch_kincaid_grade"] - 10


def test_the_interval_holds_the_figure() -> None:
    values = summary((EASY + HARD) * 3)
    for name in ("flesch_kincaid_grade", "reading_ease"):
        assert values[f"{name}_low"] < values[name] < values[f"{name}_high"]


@pytest.mark.parametrize(("sentences", "few"), [(FEW_SENTENCES - 1, 1), (FEW_SENTENCES, 0)])
def test_few_sentences_are_flagged(sentences: int, few: int) -> None:
    assert summary("The boat came in again. " * sentences)["few_sentences"] == few


def test_a_text_unlike_any_it_was_fitted_on_is_flagged() -> None:
    assert summary(EASY * 5)["reading_ease_outside"] == 0
    assert summary("word " * 900 + ".")["reading_ease_outside"] == 1


def test_quotations_and_own_prose_are_apart() -> None:
    text = "“" + HARD.strip() + "” The boat came in, said Brandt.\n\n" + EASY
    values = {
        name: value for name, (value,) in MEASURE(Batch.of_reading(read_voices(Article("x", text)))).summary.items()
    }
    assert values["sentences_quoted"] + values["sentences_own"] == values["body_sentences"]
    if values["sentences_quoted"]:
        assert values["reading_ease_own"] > values["reading_ease_quoted"]


@pytest.mark.parametrize("name", ["Drumm", "Ottokar", "Wisniewska", "Ted", "Kimberly"])
def test_whose_name_it_is_moves_no_ease(name: str) -> None:
    template = "{0} met the council on Monday. On Tuesday {0} asked for a toll, and the council heard {0} out."
    ours, theirs = (summary(template.format(person)) for person in ("Brandt", name))
    for figure in ("reading_ease", "reading_ease_low", "reading_ease_high"):
        assert ours[figure] == pytest.approx(theirs[figure], nan_ok=True)


@pytest.mark.parametrize("swap", [("'", "’"), ('"', "“")])
def test_the_style_of_marks_moves_nothing(swap: tuple[str, str]) -> None:
    text = "It wasn't the council's plan. They didn't want a toll, and that's what they said. " * 3
    ours, theirs = summary(text), summary(text.replace(*swap))
    assert {k: v for k, v in ours.items() if not math.isnan(v)} == {
        k: v for k, v in theirs.items() if not math.isnan(v)
    }


def test_difficulty_along_the_article_and_its_hardest_sentences() -> None:
    text = EASY * 3 + HARD + EASY * 3
    document = cut(Article("x", text))
    series = ease_along(document, window=2)
    assert len(series) == len(document.sentence_start) - 1
    hardest = hardest_sentences(document, most=1)[0]
    assert text[hardest.start : hardest.end] == HARD.strip()
    lowest = min(series, key=lambda stretch: stretch.reading_ease)
    assert lowest.start <= hardest.start < lowest.end
    assert ease_along(cut(Article("x", ""))) == ()
    assert hardest_sentences(cut(Article("x", ""))) == ()
