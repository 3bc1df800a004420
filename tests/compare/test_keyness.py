from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.compare.keyness import g2, log_odds, log_ratio, lrc

# uses and words of two sides -> G2 over four cells, log ratio, LRC at 95 %, LRC corrected for 1,000 words
WORKED = [
    ((30, 10, 1000, 2000), (29.462729, 2.584963, 1.513398, 0.541015)),
    ((5, 0, 400, 600), (9.200627, 3.906891, 0.458942, 0.0)),
    ((12, 25, 5000, 5000), (4.683479, -1.058894, -0.012388, 0.0)),
]
COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).filter(any)


@pytest.mark.parametrize(("counts", "expected"), WORKED)
def test_worked_values(counts: tuple[int, ...], expected: tuple[float, ...]) -> None:
    values = (g2(*counts), log_ratio(*counts), lrc(*counts), lrc(*counts, tested=1000))
    assert values == pytest.approx(expected, abs=2e-6)


def test_log_odds_worked_values() -> None:
    odds = log_odds([30, 5, 65], [10, 5, 85], [4, 1, 15])
    assert odds.delta == pytest.approx([1.096395, 0, -0.916291], abs=1e-6)
    assert odds.z == pytest.approx([3.452629, 0, -6.108605], abs=1e-6)


@given(COUNTS)
def test_swapping_the_sides_swaps_the_sign_only(counts: tuple[int, int]) -> None:
    a, b = counts
    assert g2(a, b, 100, 300) == pytest.approx(g2(b, a, 300, 100), abs=1e-9)
    assert log_ratio(a, b, 100, 300) == pytest.approx(-log_ratio(b, a, 300, 100), abs=1e-9)
    assert lrc(a, b, 100, 300) == pytest.approx(-lrc(b, a, 300, 100), abs=1e-9)
    there, back = (log_odds([x, 100], [y, 100], [1, 9]) for x, y in ((a, b), (b, a)))
    assert there.z == pytest.approx(-back.z)


@given(COUNTS, st.integers(1, 1000))
def test_correction_brings_the_conservative_ratio_nearer_nought(counts: tuple[int, int], tested: int) -> None:
    single, corrected = (float(lrc(*counts, 100, 300, tested=n)) for n in (1, tested))
    assert abs(corrected) <= abs(single) + 1e-12
    assert abs(single) <= abs(float(log_ratio(*counts, 100, 300))) + 1e-9 or 0 in counts


def test_a_heavier_prior_shrinks_the_log_odds() -> None:
    weights = [abs(log_odds([9, 91], [3, 97], np.array([1.0, 9.0]) * mass).delta[0]) for mass in (1, 10, 100)]
    assert weights == sorted(weights, reverse=True)
