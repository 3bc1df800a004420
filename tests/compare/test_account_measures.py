"""What outlets are compared by: measures and rates, and neither counts nor warnings."""

from __future__ import annotations

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare.account_measures import FRAME, NOT_COMPARED, comparable
from framing.measures import default_measures

TEXT = "Toll rises\n\nThe council met on 3 June. “We will not pay,” said Mayor Ada Quill. The court must rule."


def test_no_count_and_no_warning_is_compared() -> None:
    found = set(comparable(analyze([Article("a", TEXT)])).columns)
    for measure in default_measures():
        for figure in measure.summary_columns:
            assert not (figure.unit in NOT_COMPARED and figure.name in found)
    assert {"flesch_kincaid_grade", "phrases_own_per_100_words", "loaded_own", f"{FRAME}Conflict"} <= found
    assert not {"words", "sentences", "few_sentences", "flesch_kincaid_grade_low", "reading_ease_headline"} & found


def test_what_is_counted_is_compared_as_a_share() -> None:
    row = comparable(analyze([Article("a", TEXT)])).loc["a"]
    assert row["quoted_share"] == pytest.approx(4 / 20)
    assert row["unnamed_share"] == 0


def test_an_article_twice_as_long_is_told_the_same_way() -> None:
    body = TEXT.split("\n\n")[1]
    once, twice = comparable(analyze([Article("a", body), Article("b", f"{body}\n\n{body}")])).to_numpy()
    same = [one == pytest.approx(other, nan_ok=True) for one, other in zip(once, twice, strict=True)]
    assert sum(same) > len(same) / 2


def test_an_empty_article_gives_nan() -> None:
    row = comparable(analyze([Article("a", ""), Article("b", TEXT)])).loc["a"]
    assert row.isna().all()
