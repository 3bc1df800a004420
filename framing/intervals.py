"""Bootstrap intervals: how far a figure moves when the sentences or articles it rests on are drawn anew.

Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). The draws depend on the number of units and the seed
alone, so the same text gives the same interval in any batch, and they are kept for reuse.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
SEED = 20250328
LEVEL = 0.95

Interval = tuple[float, float]


@lru_cache(maxsize=512)
def resampling_weights(units: int, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.float32]:
    """How often each unit is drawn in each resample, shape `(draws, units)`; every row sums to `units`."""
    generator = np.random.default_rng((seed, units))
    weights = generator.multinomial(units, np.full(units, 1 / units), size=draws).astype(np.float32)
    weights.setflags(write=False)
    return weights


#: Products with fewer steps than this stay on one core: OpenBLAS hands larger ones to threads, which takes longer than
#: the product, and all the more where every core has work of its own.
_MOST_STEPS = 500_000


def resampled_sums(counts: NDArray[np.floating], draws: int = DRAWS, seed: int = SEED) -> NDArray[np.float32]:
    """The counts of the units added up in each resample, shape `(draws, columns)`; `counts` has a row per unit."""
    weights, values = resampling_weights(len(counts), draws, seed), counts.astype(np.float32)
    rows = max(1, _MOST_STEPS // max(1, values.size))
    return np.concatenate([weights[at : at + rows] @ values for at in range(0, draws, rows)])


def percentile_interval(values: NDArray[np.floating], level: float = LEVEL) -> Interval:
    """The middle `level` of the values, `nan` left out; `(nan, nan)` if none is left."""
    unknown = np.isnan(values)
    known = values[~unknown] if unknown.any() else values
    if not len(known):
        return (float("nan"), float("nan"))
    ordered = np.sort(known)
    return (_at(ordered, (1 - level) / 2), _at(ordered, (1 + level) / 2))


def _at(ordered: NDArray[np.floating], share: float) -> float:
    """The value below which this share of the ordered ones lies, between two of them in proportion to the distance."""
    # The same as np.quantile, which takes several times as long on so few values.
    place = share * (len(ordered) - 1)
    below = int(place)
    low = float(ordered[below])
    return low + (place - below) * (float(ordered[below + 1]) - low) if place > below else low


def interval_of_sums(
    formula: Callable[[NDArray[np.floating]], NDArray[np.floating]],
    counts: NDArray[np.floating],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """The interval of a figure that is a formula of summed counts, such as words per sentence.

    `counts` has a row per unit (sentence, article) and a column per thing counted; `formula` takes sums of shape
    `(draws, columns)` and gives `(draws,)`. Fewer than two units give `(nan, nan)`.
    """
    if len(counts) < 2:
        return (float("nan"), float("nan"))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = formula(resampled_sums(counts, draws, seed))
    return percentile_interval(np.asarray(values, dtype=float), level)


def interval_of(
    statistic: Callable[[NDArray[np.intp]], float],
    units: int,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """The interval of any statistic of resampled units; it is given the drawn units' indices, repeats included."""
    if units < 2:
        return (float("nan"), float("nan"))
    generator = np.random.default_rng((seed, units))
    values = [statistic(generator.integers(0, units, units)) for _ in range(draws)]
    return percentile_interval(np.array(values, dtype=float), level)
