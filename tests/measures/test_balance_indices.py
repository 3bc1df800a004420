from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.measures.balance import herfindahl_hirschman, pielou_evenness, unbiased_simpson

COUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=8)


def test_worked_values() -> None:
    assert float(pielou_evenness([31, 6])) == pytest.approx(0.639457, abs=1e-6)
    assert float(herfindahl_hirschman([31, 6])) == pytest.approx(0.728269, abs=1e-6)
    # Shannon entropy 1.510657 nats of these five, over ln 5
    assert float(pielou_evenness([10, 5, 8, 3, 12])) == pytest.approx(1.510657 / math.log(5), abs=1e-6)


def test_simpson_is_unbiased() -> None:
    """Averaged over samples of five from 80/20 it gives 1 - (.8² + .2²), as the plug-in form does not."""
    share = 0.8
    expected = sum(
        math.comb(5, n) * share**n * (1 - share) ** (5 - n) * float(unbiased_simpson([n, 5 - n])) for n in range(6)
    )
    assert expected == pytest.approx(1 - share**2 - (1 - share) ** 2)


@pytest.mark.parametrize("owners", [2, 3, 7])
def test_even_shares(owners: int) -> None:
    assert float(pielou_evenness([4] * owners)) == pytest.approx(1)
    assert float(herfindahl_hirschman([4] * owners)) == pytest.approx(1 / owners)


def test_one_owner() -> None:
    assert math.isnan(float(pielou_evenness([9])))
    assert float(herfindahl_hirschman([9])) == 1
    assert float(unbiased_simpson([9])) == 0


@pytest.mark.parametrize("index", [pielou_evenness, unbiased_simpson, herfindahl_hirschman])
def test_nothing_is_undefined(index: object) -> None:
    assert math.isnan(float(index([0, 0])))  # type: ignore[operator]


@given(COUNTS)
def test_order_and_absent_owners_do_not_matter(counts: list[int]) -> None:
    for index in (pielou_evenness, unbiased_simpson, herfindahl_hirschman):
        value = float(index(counts))
        assert float(index([*reversed(counts), 0])) == pytest.approx(value, nan_ok=True)
        assert math.isnan(value) or -1e-9 <= value <= 1 + 1e-9


def test_many_at_once() -> None:
    counts = np.array([[31, 6], [1, 1]])
    assert pielou_evenness(counts).tolist() == pytest.approx([0.639457, 1], abs=1e-6)
