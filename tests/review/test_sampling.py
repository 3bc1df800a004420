from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.review import CannotSample, Sample, draw, read_inputs, rows_to_judge
from framing.review.sampling import FOUND, UNMARKED, allocation, units


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20), st.integers(0, 300))
def test_an_allocation_takes_two_of_each_and_never_more_than_there_are(sizes: list[int], rows: int) -> None:
    counts = allocation(sizes, rows)
    assert all(min(size, 2) <= count <= size for size, count in zip(sizes, counts, strict=True))
    least = sum(min(size, 2) for size in sizes)
    assert sum(counts) == max(least, min(rows, sum(sizes)))


def test_larger_strata_never_get_fewer_rows() -> None:
    counts = allocation([10, 40, 90, 160], 50)
    assert counts == sorted(counts)


def test_the_same_seed_draws_the_same_and_another_does_not(analysis: Analysis, articles: list[Article]) -> None:
    one, same, other = (draw(analysis, articles, ["quotes"], rows=10, unmarked=6, seed=seed) for seed in (3, 3, 4))
    assert one.to_json() == same.to_json()
    assert one.run != other.run


def test_the_order_of_the_articles_changes_no_probability(analysis: Analysis, articles: list[Article]) -> None:
    turned = draw(analyze(articles[::-1]), articles[::-1], ["quotes"], rows=10)
    there = draw(analysis, articles, ["quotes"], rows=10)
    pd.testing.assert_frame_equal(turned.strata, there.strata)


def test_every_unit_is_drawn_as_often_as_its_stratum_says(analysis: Analysis, articles: list[Article]) -> None:
    draws = 300
    times: dict[tuple[object, ...], int] = {}
    for seed in range(draws):
        one = draw(analysis, articles, ["quotes"], rows=12, unmarked=0, seed=seed)
        for key in one.rows[["stratum", "article", "start"]].itertuples(index=False, name=None):
            times[key] = times.get(key, 0) + 1
    chance = {stratum: drawn / size for _, _, stratum, size, drawn in one.strata.itertuples(index=False)}
    every = units(analysis, "quotes", articles)
    units_found = every[every["part"] == FOUND]
    assert len(times) == len(units_found)
    for (stratum, *_), count in times.items():
        p = chance[str(stratum)]
        assert abs(count - draws * p) < 5 * math.sqrt(draws * p * (1 - p))


@pytest.mark.parametrize("table", ["phrases", "quotes"])
def test_no_unmarked_sentence_touches_a_row(table: str, analysis: Analysis, articles: list[Article]) -> None:
    every = units(analysis, table, articles)
    free = every[every["part"] == UNMARKED]
    rows = analysis[table]
    places = [(rows["article"], rows["start"], rows["end"])]
    if table == "quotes":
        places += [(rows["article"], rows[f"{what}_start"], rows[f"{what}_end"]) for what in ("source", "cue")]
    touched = {
        (article, number)
        for columns in places
        for article, start, end in zip(*columns, strict=True)
        if not pd.isna(start)
        for number, first, last in analysis["sentences"]
        .query("article == @article")[["sentence", "start", "end"]]
        .itertuples(index=False, name=None)
        if first < end and last > start
    }
    sentences = analysis["sentences"]
    of = {(a, s): n for a, n, s in sentences[["article", "sentence", "start"]].itertuples(index=False, name=None)}
    marked = {(a, of[a, s]) for a, s in free[["article", "start"]].itertuples(index=False, name=None)}
    assert not marked & touched
    assert len(marked) + len(touched) == len(sentences)


def test_frames_that_are_not_present_are_the_unmarked_ones(analysis: Analysis, articles: list[Article]) -> None:
    every = units(analysis, "frames", articles)
    known = analysis["frames"]["present"].dropna().astype(bool)
    assert (every["part"] == FOUND).sum() == known.sum()
    assert (every["part"] == UNMARKED).sum() == (~known).sum()


def test_the_population_counts_every_unit(sample: Sample, analysis: Analysis) -> None:
    marked = sample.population[sample.population["part"] == FOUND].groupby("table")["units"].sum()
    assert marked["phrases"] == len(analysis["phrases"])
    assert marked["quotes"] == len(analysis["quotes"])
    assert sample.strata.groupby("table")["units"].sum().to_dict() == (
        sample.population.groupby("table")["units"].sum().to_dict()
    )


def test_too_few_rows_for_the_strata_says_how_many_are_needed(analysis: Analysis, articles: list[Article]) -> None:
    with pytest.raises(CannotSample, match="--rows 24 or more"):
        draw(analysis, articles, ["quotes"], rows=3, by=["title"])


def test_a_column_that_nobody_knows_is_named(analysis: Analysis, articles: list[Article]) -> None:
    with pytest.raises(CannotSample, match="--by desk"):
        draw(analysis, articles, ["quotes"], by=["desk"])


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotSample, match="no article could be read"):
        read_inputs([tmp_path])


def test_statements_that_an_account_lacks_can_be_drawn(analysis: Analysis, articles: list[Article]) -> None:
    row = {
        "event": "quay",
        "speaker": "harbour master",
        "fullest": "we cannot",
        "telling": "quoted whole",
        "source": "x",
    }
    table = pd.DataFrame(
        [
            {
                **row,
                "article": a.id,
                "account": a.id,
                "presence": presence,
                "start": start,
                "end": end,
                "confidence": 0.5,
            }
            for a in articles
            for presence, start, end in (("found", 0, 9), ("none", None, None))
        ]
    )
    drawn = draw({**analysis, "statements": table}, articles, ["statements"], rows=6, unmarked=6)
    assert drawn.rows.groupby("part").size().to_dict() == {FOUND: 6, UNMARKED: 6}
    texts = {article.id: article.text for article in articles}
    for row, part in zip(rows_to_judge(drawn, articles, analysis["sentences"]), drawn.rows["part"], strict=True):
        whole = "".join(text for text, _, _ in row.pieces) == texts[row.article]
        assert whole == (part == UNMARKED)
        assert "we cannot" in row.says
