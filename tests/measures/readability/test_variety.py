"""Lexical variety, against its definition spelled out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.measures.readability.measure import mattr, mtld, uses

TYPES = st.lists(st.integers(0, 30), min_size=1, max_size=400)


@given(TYPES, st.integers(1, 60))
def test_mattr_is_the_mean_over_windows(types: list[int], window: int) -> None:
    shares = [len(set(types[at : at + window])) / window for at in range(len(types) - window + 1)]
    share = mattr(uses(np.array(types)), window)
    assert math.isnan(share) if not shares else share == pytest.approx(sum(shares) / len(shares))


def one_way(types: list[int]) -> float:
    factors, different, words = 0.0, set[int](), 0
    for word in types:
        different.add(word)
        words += 1
        if len(different) / words <= 0.72:
            factors, different, words = factors + 1, set(), 0
    if words:
        factors += (1 - len(different) / words) / (1 - 0.72)
    return len(types) / factors if factors else len(types)


@given(TYPES)
def test_mtld_is_the_mean_of_both_ways(types: list[int]) -> None:
    assert mtld(uses(np.array(types))) == pytest.approx((one_way(types) + one_way(types[::-1])) / 2)
