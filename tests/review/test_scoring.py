from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from framing.review import Judged, Sample, read, score
from framing.review.sampling import FOUND, UNMARKED
from framing.review.scoring import agreement

Fill = Callable[..., list[dict[str, str]]]


def test_all_right_is_precision_and_recall_one(folder: Path, fill: Fill) -> None:
    fill("judged.csv", lambda row: {"judgement": "y"})
    scores = score(read(folder))
    whole = scores["precision"].query("by == 'all'")
    assert whole["precision"].eq(1).all()
    assert (whole["low"] < 1).all()
    assert scores["recall"]["recall"].eq(1).all()
    assert scores["errors"].empty
    assert scores["agreement"].empty


def test_a_share_is_weighted_by_how_many_rows_each_judged_row_stands_for(sample: Sample) -> None:
    rows = sample.rows[(sample.rows["table"] == "quotes") & (sample.rows["part"] == FOUND)]
    strata = sample.strata.query("table == 'quotes' and part == 'found'").assign(units=[30, 90])
    value = (rows["outlet"] == "Gull").astype(float)
    given = pd.DataFrame({"coder": "a", "row": rows["row"], "value": value, "class": "", "note": ""})
    judged = Judged(Sample(sample.about, sample.rows, strata, sample.population, sample.articles), given, ())
    whole = score(judged)["precision"].query("by == 'all'")
    assert whole["precision"].item() == pytest.approx(30 / 120)


def test_wilson_intervals_are_those_published(sample: Sample) -> None:
    """81 of 263: .2553 to .3662 (Newcombe 1998, table I, method 3)."""
    rows = pd.concat([sample.rows[sample.rows["part"] == FOUND].head(1)] * 263, ignore_index=True)
    rows = rows.assign(row=range(1, 264), stratum="")
    strata = pd.DataFrame(
        [(rows["table"][0], FOUND, "", 10_000, 263)], columns=["table", "part", "stratum", "units", "drawn"]
    )
    given = pd.DataFrame(
        {"coder": "a", "row": rows["row"], "value": (rows["row"] <= 81) * 1.0, "class": "", "note": ""}
    )
    judged = Judged(Sample(sample.about, rows, strata, sample.population, sample.articles), given, ())
    low, high = score(judged)["precision"].loc[0, ["low", "high"]]
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_alpha_is_that_of_the_published_example(sample: Sample) -> None:
    """Two observers, ten units, nominal: alpha .095 (Krippendorff 2011, Computing alpha-reliability, part A)."""
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    given = pd.DataFrame(
        [
            (coder, int(row), value, "", "")
            for coder, values in (("a", first), ("b", second))
            for row, value in zip(sample.rows["row"], values, strict=False)
        ],
        columns=["coder", "row", "value", "class", "note"],
    )
    whole = agreement(Judged(sample, given, ())).query("table == 'all'").iloc[0]
    assert round(whole["alpha"], 3) == 0.095
    assert whole["agreement"] == pytest.approx(0.6)
    assert whole["rows"] == 10


def test_recall_falls_with_every_miss(folder: Path, fill: Fill) -> None:
    def recall(misses: int) -> float:
        left = iter(range(misses))
        fill(
            "judged.csv",
            lambda row: {
                "judgement": "n"
                if row["part"] == UNMARKED and row["table"] == "quotes" and next(left, -1) >= 0
                else "y"
            },
        )
        row = score(read(folder / "judged.csv"))["recall"].query("table == 'quotes'").iloc[0]
        assert row["low"] <= row["recall"] <= row["high"]
        return float(row["recall"])

    values = [recall(misses) for misses in range(5)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 5


def test_errors_are_counted_by_class_and_two_coders_stay_apart(folder: Path, fill: Fill) -> None:
    fill(
        "ann.csv", lambda row: {"judgement": "n", "class": "wrong source"} if row["row"] == "1" else {"judgement": "y"}
    )
    fill("ben.csv", lambda row: {"judgement": "y"})
    judged = read(folder)
    scores = score(judged)
    assert scores["errors"][["class", "rows"]].to_numpy().tolist() == [["wrong source", 1]]
    assert judged.rows.set_index("row")["missed"][1] == 0.5
    both = scores["agreement"].query("table == 'all'").iloc[0]
    assert both["coders"] == 2
    assert both["agreement"] == pytest.approx(1 - 1 / len(judged.rows))


def test_the_paragraph_names_seed_run_versions_and_every_table(folder: Path, fill: Fill, sample: Sample) -> None:
    fill("judged.csv", lambda row: {"judgement": "b"})
    text = score(read(folder)).paragraph
    for part in (f"seed {sample.about['seed']}", sample.run, f"framing {sample.about['versions']['framing']}"):
        assert part in text
    assert "attributions" in text
    assert "borderline" in text
    assert not math.isnan(len(text))
