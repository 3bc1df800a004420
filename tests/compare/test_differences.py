from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare.differences import (
    CANNOT_TELL,
    CLAIMING_TABLES,
    DIFFERS,
    FRAME,
    NOT_COMPARED,
    REPORT_ALPHA,
    TABLE_ALPHA,
    comparable,
    differences,
    hedges_g,
    numbered,
    p_value,
    shuffled_labels,
)
from framing.measures import default_measures

OUTLETS = ("Bugle", "Courier", "Dispatch")
TEXT = "Toll rises\n\nThe council met on 3 June. “We will not pay,” said Mayor Ada Quill. The court must rule."


def pile(events: int, figures: int, seed: int) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Figures of three outlets' articles on some events; they hang together, and events differ much."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(3 * events, 1))
    event = np.repeat(generator.normal(scale=5, size=(events, figures)), 3, axis=0)
    values = pd.DataFrame(event + shared + generator.normal(size=(3 * events, figures)))
    return values.add_prefix("figure"), list(OUTLETS) * events, [f"event{n // 3}" for n in range(3 * events)]


def test_the_null_holds_for_whole_tables() -> None:
    tables = [differences(*pile(6, 8, seed), shuffles=399) for seed in range(60)]
    claims = sum((table["verdict"] == DIFFERS).any() for table in tables)
    # under the null at most 2.5 % of tables claim a difference; four of 60 or more would be a chance of 6 in 100
    assert claims <= 4


def test_a_planted_difference_is_found_and_nothing_else() -> None:
    values, groups, events = pile(20, 8, seed=1)
    values.loc[np.array(groups) == "Courier", "figure3"] += 3
    table = differences(values, groups, events, shuffles=1999)
    differing = table[table["verdict"] == DIFFERS]
    assert set(differing["measure"]) == {"figure3"}
    assert "Courier" in set(differing["group"])
    row = differing[differing["group"] == "Courier"].iloc[0]
    assert row["difference_low"] < 3 < row["difference_high"]
    assert row["effect_size"] > 1


def test_one_article_an_outlet_cannot_tell() -> None:
    values = pd.DataFrame({"grade": [2.0, 9.0, 30.0]})
    table = differences(values, OUTLETS, ["one"] * 3, shuffles=99)
    assert set(table["verdict"]) == {CANNOT_TELL}
    assert table[["low", "high", "difference_low", "effect_size"]].isna().all(axis=None)


def test_comparisons_are_counted_and_what_is_unknown_is_not() -> None:
    values, groups, events = pile(6, 3, seed=2)
    values["unknown"] = np.nan
    table = differences(values, groups, events, shuffles=99)
    assert set(table["comparisons"]) == {9}
    assert table.loc[table["measure"] == "unknown", ["value", "p", "q"]].isna().all(axis=None)
    assert (table.loc[table["measure"] == "unknown", "verdict"] == CANNOT_TELL).all()


def test_two_outlets_are_compared_once() -> None:
    values, groups, events = pile(6, 2, seed=3)
    two = np.array(groups) != "Dispatch"
    table = differences(values[two], np.array(groups)[two], np.array(events)[two], shuffles=99)
    assert table["group"].tolist() == ["Bugle", "Bugle"]


def test_renaming_outlets_moves_nothing() -> None:
    values, groups, events = pile(8, 3, seed=4)
    renamed = [name.replace("Bugle", "Anchor") for name in groups]
    one, other = (differences(values, names, events, shuffles=199) for names in (groups, renamed))
    assert one.drop(columns="group").equals(other.drop(columns="group"))


def test_what_an_event_is_about_is_no_difference() -> None:
    # each outlet's articles are alike within an event, and the events have different numbers of articles
    values = pd.DataFrame({"grade": [1.0] * 6 + [9.0] * 6})
    table = differences(values, (["A"] * 5 + ["B"]) + (["A"] + ["B"] * 5), ["x"] * 6 + ["y"] * 6, shuffles=199)
    assert table["difference"].tolist() == pytest.approx([0])
    assert table["verdict"].tolist() == [CANNOT_TELL]


def test_hedges_g_worked_by_hand() -> None:
    # means 2 and 4, pooled deviation 1, four degrees of freedom: -2 * (1 - 3 / 15)
    assert hedges_g(np.array([1.0, 2, 3]), np.array([3.0, 4, 5])) == pytest.approx(-1.6)


def test_labels_move_within_events_only() -> None:
    _, groups = numbered(list("aabbc"))
    _, events = numbered(list("xxxyy"))
    for labels in shuffled_labels(groups, events, 50):
        assert sorted(labels[:3]) == [0, 0, 1]
        assert sorted(labels[3:]) == [1, 2]


def test_a_shuffle_that_ties_counts() -> None:
    assert p_value(np.array([1.0]), np.array([[1.0], [0.5], [2.0]])) == pytest.approx([0.75])


def test_tables_share_the_reports_chance() -> None:
    assert TABLE_ALPHA * len(CLAIMING_TABLES) == pytest.approx(REPORT_ALPHA)


def test_no_count_and_no_warning_is_compared() -> None:
    compared = set(comparable(analyze([Article("a", TEXT)])).columns)
    for measure in default_measures():
        for figure in measure.summary_columns:
            assert not (figure.unit in NOT_COMPARED and figure.name in compared)
    assert {"flesch_kincaid_grade", "phrases_own_per_100_words", "loaded_own", f"{FRAME}Conflict"} <= compared
    assert not {"words", "sentences", "few_sentences", "flesch_kincaid_grade_low", "reading_ease_headline"} & compared


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
