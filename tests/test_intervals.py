"""Bootstrap intervals: the draws, sums of them for tables of any length, and how often an interval holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import intervals
from framing.intervals import (
    interval_of_sums,
    intervals_of_sums,
    resampled_counts,
    resampled_sums,
    resampling_weights,
    wilson_interval,
)


@given(st.integers(1, 200), st.integers(1, 50))
def test_every_resample_draws_as_many_units_as_there_are(units: int, draws: int) -> None:
    weights = resampling_weights(units, draws)
    assert weights.shape == (draws, units)
    assert (weights.sum(axis=1) == units).all()


@pytest.mark.parametrize("columns", [1, 3, 40])
def test_a_long_table_is_summed_as_a_short_one_is(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.random.default_rng(1).integers(0, 9, (700, columns))
    whole = resampling_weights(700, 60) @ counts
    for weights, steps in ((10**9, 10**9), (3_000, 10**9), (10**9, 2_000), (3_000, 2_000), (1, 1)):
        monkeypatch.setattr(intervals, "_MAX_WEIGHTS", weights)
        monkeypatch.setattr(intervals, "_MAX_MULTIPLICATIONS", steps)
        # whole numbers of this size add up exactly in any order
        assert (resampled_sums(counts, 60) == whole).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_what_owners_have_is_what_a_column_each_sums_to(drawn: list[int]) -> None:
    owners = np.unique(drawn, return_inverse=True)[1]
    each = (owners[:, np.newaxis] == np.arange(owners.max() + 1)).astype(float)
    assert (resampled_counts(owners, 40) == resampled_sums(each, 40).T).all()


def test_a_long_table_takes_no_more_memory_than_a_part_of_its_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    count = np.bincount

    def counted(drawn: np.ndarray, minlength: int) -> np.ndarray:
        made.append(len(drawn))
        return count(drawn, minlength=minlength)

    monkeypatch.setattr(intervals, "_MAX_WEIGHTS", 5_000)
    monkeypatch.setattr(intervals.np, "bincount", counted)
    resampled_sums(np.ones((1_000, 2)), 100)
    assert max(made) <= 5_000
    assert sum(made) == 100 * 1_000


def test_an_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        words = generator.poisson(20, 40) + 1
        low, high = interval_of_sums(lambda sums: sums[..., 0] / sums[..., 1], np.stack([words, words > 0], axis=1))
        held += low <= 21 <= high
    # 95 % of 300, give or take three standard errors, and the little by which a percentile bootstrap is too narrow
    assert 270 <= held <= 297


def test_intervals_of_several_tables_are_those_of_each() -> None:
    generator = np.random.default_rng(3)
    tables = [generator.integers(0, 5, (size, 2)) + np.array([0, 1]) for size in (1, 2, 30)]

    def share(sums: np.ndarray) -> np.ndarray:
        return sums[..., 0] / sums[..., 1]

    together = intervals_of_sums(share, tables)
    assert together[1:] == [interval_of_sums(share, table) for table in tables[1:]]
    assert all(map(math.isnan, together[0]))


def test_wilson_intervals_are_those_of_newcombe() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson_interval(count, of) == pytest.approx((low, high), abs=5e-5)
