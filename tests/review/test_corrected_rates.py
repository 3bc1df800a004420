"""Known rates, a tool that errs unevenly: the corrected rates find the truth as often as they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from framing.analysis import Analysis
from framing.articles import Article
from framing.review import Judged, corrected, draw, read
from framing.review.sampling import allocation
from framing.review.scoring import NOT_COUNTED, TOO_FEW, Estimate, share, slope
from lab.validation import corrected_rates as simulation

Fill = Callable[..., list[dict[str, str]]]


@pytest.mark.parametrize("scenario", simulation.SCENARIOS, ids=lambda scenario: scenario.name)
def test_intervals_cover_as_often_as_they_say(scenario: simulation.Scenario) -> None:
    results = simulation.simulate(scenario, rows=50, unmarked=50, draws=1_000)
    for what in ("rate", "difference"):
        covered = float(results.loc[results["what"] == what, "covered"].item())
        assert 0.93 <= covered <= 0.97, what
        assert abs(float(results.loc[results["what"] == what, "bias"].item())) < 0.02


def test_intervals_hold_where_strata_differ_within_an_outlet() -> None:
    rng = np.random.default_rng(1)
    sizes, rates = [(900, 0.95), (300, 0.5), (200, 0.7)], []
    strata = [(rng.random(size) < rate).astype(float) for size, rate in sizes]
    truth, units = np.concatenate(strata).mean(), sum(map(len, strata))
    counts = allocation([len(stratum) for stratum in strata], 60)
    for _ in range(1_000):
        drawn = [rng.choice(stratum, count, replace=False) for stratum, count in zip(strata, counts, strict=True)]
        weights = np.repeat([len(s) / c for s, c in zip(strata, counts, strict=True)], counts)
        names, values = np.repeat(["own", "quoted", "reported"], counts), np.concatenate(drawn)
        estimate = share(values, np.zeros(60), weights, units, 0.0, strata=names)
        rates.append(estimate.low <= truth <= estimate.high)
    assert 0.93 <= np.mean(rates) <= 0.97


def test_scores_that_say_something_make_intervals_shorter() -> None:
    for scenario in simulation.SCENARIOS:
        results = simulation.simulate(scenario, rows=50, unmarked=50, draws=200)
        ratio = results["length"] / results["length_without_scores"]
        assert (ratio <= (0.95 if scenario.informative else 1.02)).all(), scenario.name
        assert (results["length"] < results["length_without_tool"]).all(), scenario.name


def test_a_census_leaves_nothing_open(analysis: Analysis, articles: list[Article]) -> None:
    everything = draw(analysis, articles, ["quotes"], rows=10_000, unmarked=10_000)
    value = (everything.rows["row"] % 3 > 0).astype(float)
    given = everything.rows[["row"]].assign(coder="a", value=value, **{"class": "", "note": ""})
    table = corrected(Judged(everything, given, ())).set_index("group")
    rows = everything.rows.assign(value=value)
    words = everything.articles.groupby("outlet")["words"].sum()
    for outlet in ("Gull", "Tern"):
        some = rows[rows["outlet"] == outlet]
        truth = some["value"].where(some["part"] == "found", 1 - some["value"]).sum() / words[outlet] * 100
        assert table.loc[outlet, ["corrected", "low", "high"]].tolist() == pytest.approx([truth] * 3)


def test_all_right_and_nothing_missed_is_the_rate_of_all_rows(folder: Path, fill: Fill, analysis: Analysis) -> None:
    fill("judged.csv", lambda row: {"judgement": "y"})
    table = corrected(read(folder)).query("group == 'all' and of == 'all'")
    words = analysis["articles"]["words"].sum()
    rows = [len(analysis[name]) for name in table["table"]]
    assert table["corrected"].tolist() == pytest.approx([count / words * 100 for count in rows])
    sure = [len(analysis["phrases"]), analysis["quotes"]["sure"].sum()]
    assert table["raw"].tolist() == pytest.approx([count / words * 100 for count in sure])
    assert (table["low"] < table["corrected"]).all()


def test_few_judged_rows_give_no_rate(folder: Path, fill: Fill) -> None:
    fill("judged.csv", lambda row: {"judgement": "y"})
    table = corrected(read(folder)).query("of == 'all'")
    few = table[table["judged"] < 10]
    assert len(few)
    assert few["note"].eq(TOO_FEW).all()
    assert few[["corrected", "low", "high", "difference"]].isna().all(axis=None)
    assert few["raw"].notna().all()


def test_without_unmarked_sentences_a_note_says_that_misses_are_not_counted(
    analysis: Analysis, articles: list[Article]
) -> None:
    sample = draw(analysis, articles, ["quotes"], rows=24, unmarked=0)
    given = sample.rows[["row"]].assign(coder="a", value=1.0, **{"class": "", "note": ""})
    table = corrected(Judged(sample, given, ()))
    assert table["note"].eq(NOT_COUNTED).all()


def test_misses_count_on_both_sides_of_a_difference_or_on_neither(analysis: Analysis, articles: list[Article]) -> None:
    sample = draw(analysis, articles, ["quotes"], rows=40, unmarked=30)
    given = sample.rows[["row"]].assign(coder="a", value=1.0, **{"class": "", "note": ""})
    gull = (sample.rows["outlet"] == "Gull") & (sample.rows["part"] == "unmarked")
    given = given.assign(value=np.where(sample.rows["part"] == "unmarked", 0.0, 1.0))
    both = corrected(Judged(sample, given, ())).set_index("group")
    few = corrected(Judged(sample, given[~gull], ())).set_index("group")
    assert few.loc["Gull", "note"] == NOT_COUNTED
    assert both.loc["Gull", "corrected"] - both.loc["Tern", "corrected"] == pytest.approx(
        both.loc["Gull", "difference"]
    )
    rates = analysis["quotes"]["article"].str[:4].value_counts() / analysis["articles"].groupby("outlet")["words"].sum()
    assert few.loc["Gull", "difference"] == pytest.approx(100 * (rates["Gull"] - rates["Tern"]))
    assert few.loc["Tern", "difference"] == pytest.approx(-few.loc["Gull", "difference"])


def test_some_of_the_articles_can_be_asked_for(folder: Path, fill: Fill, articles: list[Article]) -> None:
    fill("judged.csv", lambda row: {"judgement": "y"})
    some = {article.id for article in articles if article.outlet == "Gull"}
    table = corrected(read(folder), articles=some)
    assert set(table["group"]) == {"all", "Gull"}
    assert table.query("group == 'all'")["articles"].eq(len(some)).all()


def test_estimates_add_like_independent_ones() -> None:
    total = Estimate(10, 7, 13) + Estimate(5, 1, 9)
    assert (total.value, total.low, total.high) == (15, 10, 20)
    gap = Estimate(10, 7, 13) + Estimate(5, 1, 9) * -1
    assert (gap.value, gap.low, gap.high) == (5, 0, 10)


def test_a_score_equal_to_the_truth_corrects_almost_all() -> None:
    rng = np.random.default_rng(1)
    truth = (rng.random(400) < 0.7).astype(float)
    picked = rng.choice(400, 60, replace=False)
    weights, groups = np.full(60, 400 / 60), np.zeros(60)
    rise = slope(truth[picked], truth[picked], weights, groups)
    alone = share(truth[picked], truth[picked], weights, 400, truth.mean())
    helped = share(truth[picked], truth[picked], weights, 400, truth.mean(), rise)
    assert abs(helped.value - truth.mean()) < abs(alone.value - truth.mean()) / 5
    assert helped.high - helped.low < (alone.high - alone.low) / 2
