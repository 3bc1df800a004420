from __future__ import annotations

import math
from typing import Any

import pytest

from framing.articles import Article, Side
from framing.attribution import attribute
from framing.attribution.batch import Batch
from framing.measures.balance import Balance, balance_by_side
from framing.text import cut

SIDES = (Side("Council", ("Tom Brandt",)), Side("Hauliers", ("Ada Quill",)))
STORY = """“We will not be bullied,” said Ada Quill. “The toll is a disgrace.”

Tom Brandt said the toll would pay for a new quay. “Work can begin in May,” said Tom Brandt.

“Nobody asked us about it,” said Ada Quill. The so-called “experts” stayed away."""


def measured(text: str, *sides: Side) -> tuple[dict[str, float], list[dict[str, Any]], list[dict[str, Any]]]:
    measure = Balance()
    columns = measure(Batch.of_reading(attribute(cut(Article("told", text, sides=sides)))))
    return {name: value for name, (value,) in columns.summary.items()}, columns.rows("quotes"), columns.rows("sources")


def test_counts_by_hand() -> None:
    summary, _, sources = measured(STORY, *SIDES)
    assert summary["attributions"] == 4
    assert summary["attributions_unnamed"] == 0
    assert summary["sources"] == 2
    assert summary["scare_quotes"] == 1
    # five and five, five, five; the term set apart is in nobody's mouth
    assert summary["words_quoted"] == 20
    assert summary["words_reported"] == 8
    quill, brandt = sources
    assert (quill["source"], quill["quotes"], quill["words_quoted"], quill["words_reported"]) == ("Ada Quill", 2, 15, 0)
    assert (brandt["source"], brandt["quotes"], brandt["words_quoted"], brandt["words_reported"]) == (
        "Tom Brandt",
        2,
        5,
        8,
    )
    assert quill["first_at"] == 0
    assert brandt["longest_run"] == 8


def test_words_are_counted_once() -> None:
    text = "Mark Oster pledged to fight for the valley against what his office called “reckless tolls.”"
    summary, quotes, _ = measured(text)
    document = cut(Article("told", text))
    assert summary["words_quoted"] + summary["words_reported"] <= len(document.word_start)
    assert sum(row["words_quoted"] for row in quotes) == summary["words_quoted"] == 2


def test_under_five_attributions_there_are_counts_alone() -> None:
    summary, quotes, _ = measured(STORY, *SIDES)
    assert all(math.isnan(summary[name]) for name in ("evenness", "evenness_low", "simpson", "hhi", "hhi_high"))
    assert all(math.isnan(row["share_words_quoted"]) for row in balance_by_side(quotes))


def test_indices_have_intervals_that_hold_them() -> None:
    summary, _, _ = measured("\n\n".join([STORY] * 3), *SIDES)
    assert summary["attributions_sure"] == 12
    assert summary["evenness"] == pytest.approx(1)
    for name in ("simpson", "hhi"):
        assert summary[f"{name}_low"] <= summary[name] <= summary[f"{name}_high"]


def test_shares_and_indices_count_sure_rows_alone() -> None:
    doubtful = "Some hope the toll will fall. It is said that Ada Quill opposes the toll."
    summary, quotes, _ = measured("\n\n".join([*[STORY] * 3, doubtful]), *SIDES)
    sure = [row for row in quotes if row["sure"]]
    assert summary["attributions_sure"] == len(sure) < summary["attributions"]
    assert sum(side["attributions"] for side in balance_by_side(quotes)) == len(sure)
    assert balance_by_side(quotes) == balance_by_side(sure)


def test_three_shares_side_by_side() -> None:
    _, quotes, _ = measured("\n\n".join([STORY] * 3), *SIDES)
    hauliers, council = balance_by_side(quotes)
    assert (hauliers["side"], council["side"]) == ("Hauliers", "Council")
    assert hauliers["share_words_quoted"] == pytest.approx(45 / 60)
    assert hauliers["share_words_reported"] == 0
    assert hauliers["share_attributions"] == pytest.approx(0.5)
    assert hauliers["speakers"] == council["speakers"] == 1
    assert council["cues"] == {"neutral": 6}


def test_unnamed_sources_are_counted() -> None:
    summary, _, _ = measured(
        "“The toll is a disgrace to this town,” critics said. “It is a very good plan,” said Tom Brandt."
    )
    assert summary["attributions"] == 2
    assert summary["attributions_unnamed"] == 1


def test_a_split_quotation_is_one_row_with_its_parts() -> None:
    text = "“The toll,” said Ada Quill, “is a disgrace to this town.”"
    _, quotes, _ = measured(text)
    (row,) = quotes
    parts = [tuple(map(int, part.split("-"))) for part in row["parts"].split(";")]
    assert [text[a:b] for a, b in parts] == ["“The toll,”", "“is a disgrace to this town.”"]
    assert row["words"] == 8


def test_the_share_of_each_side_has_an_interval_of_its_own() -> None:
    statements = " ".join(f"Ada Quill said the toll was {word}." for word in ("high", "late", "new", "odd"))
    _, quotes, _ = measured(f"{statements} Tom Brandt said it would help.", *SIDES)
    hauliers, council = balance_by_side(quotes)
    # Wilson (1927) for 4 of 5, by hand with z = 1.96
    assert (hauliers["share_attributions_low"], hauliers["share_attributions_high"]) == pytest.approx(
        (0.3755, 0.9638), abs=1e-4
    )
    assert council["share_attributions_low"] == pytest.approx(1 - hauliers["share_attributions_high"])
