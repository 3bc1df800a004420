"""Bootstrap intervals over sentences or articles.

Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). The draws depend only on the number of units and
the seed, so a text has the same interval in any batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
SEED = 20250328
LEVEL = 0.95

Interval = tuple[float, float]

#: Maximum number of weights in memory; a smaller table of weights is kept for reuse.
_MAX_WEIGHTS = 4_000_000
#: Maximum multiplications of a product: OpenBLAS gives larger ones to threads, which takes longer than the product.
#: Blocks of fewer rows than the minimum are slow.
_MAX_MULTIPLICATIONS, _MIN_ROWS = 500_000, 8


@lru_cache(maxsize=512)
def resampling_weights(units: int, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.float32]:
    """The times each unit is drawn in each resample, shape `(draws, units)`; every row sums to `units`."""
    weights = np.concatenate(list(_weight_blocks(units, draws, seed)))
    weights.setflags(write=False)
    return weights


def _weight_blocks(units: int, draws: int, seed: int = SEED) -> Iterator[NDArray[np.float32]]:
    """The rows of `resampling_weights` in blocks, so that memory does not grow with the text."""
    generator = np.random.default_rng((seed, units))
    rows = max(1, _MAX_WEIGHTS // max(1, units))
    for at in range(0, draws, rows):
        block = np.empty((min(rows, draws - at), units), dtype=np.float32)
        # In steps, since the drawn numbers take four times the memory of their counts.
        step = -(-rows // 8)
        for part in (block[first : first + step] for first in range(0, len(block), step)):
            drawn = generator.integers(0, units, part.shape) + np.arange(0, part.size, units)[:, np.newaxis]
            part[:] = np.bincount(drawn.ravel(), minlength=part.size).reshape(part.shape)
        yield block


def resampled_sums(counts: NDArray[np.floating], draws: int = DRAWS) -> NDArray[np.float32]:
    """The units' summed counts in each resample, shape `(draws, columns)`; `counts` has a row per unit."""
    values = counts.astype(np.float32)
    return np.concatenate([_product(weights, values) for weights in _weights(len(counts), draws)])


def resampled_counts(owners: NDArray[np.intp], draws: int = DRAWS) -> NDArray[np.float32]:
    """The number of units of each owner in each resample, shape `(owners, draws)`.

    `owners` has the number of each unit's owner; owners are numbered from 0, and each has at least one unit.
    """
    by_owner = np.argsort(owners, kind="stable")
    first = np.searchsorted(owners[by_owner], np.arange(owners.max() + 1))
    parts = [np.add.reduceat(weights.T[by_owner], first) for weights in _weights(len(owners), draws)]
    return np.concatenate(parts, axis=1)


def _weights(units: int, draws: int) -> Iterable[NDArray[np.float32]]:
    """The rows of `resampling_weights`: one cached table, or blocks if it would be too large to keep."""
    few = draws * units <= _MAX_WEIGHTS
    return [resampling_weights(units, draws)] if few else _weight_blocks(units, draws)


def _product(weights: NDArray[np.float32], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """`weights @ values`, by blocks of at most `_MAX_MULTIPLICATIONS`."""
    if len(weights) * values.size <= _MAX_MULTIPLICATIONS:
        return weights @ values
    rows = max(_MIN_ROWS, _MAX_MULTIPLICATIONS // max(1, values.size))
    units = max(1, _MAX_MULTIPLICATIONS // (rows * max(1, values.shape[1])))
    blocks = [slice(at, at + units) for at in range(0, max(1, len(values)), units)]
    return np.concatenate(
        [sum(weights[at : at + rows, block] @ values[block] for block in blocks) for at in range(0, len(weights), rows)]
    )


def percentile_interval(values: NDArray[np.floating]) -> Interval:
    """The middle `LEVEL` of the values, `nan` left out; `(nan, nan)` if none is left."""
    return percentile_intervals(values[np.newaxis])[0]


def percentile_intervals(values: NDArray[np.floating]) -> list[Interval]:
    """The middle `LEVEL` of the values in each row, `nan` left out; `(nan, nan)` if none is left."""
    # nan is sorted to the end
    ordered = np.sort(values, axis=-1)
    known = ordered.shape[-1] - np.isnan(ordered).sum(axis=-1)
    ends = (_quantile(ordered, known, share).tolist() for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return list(zip(*ends, strict=True))


def _quantile(ordered: NDArray[np.floating], known: NDArray[np.intp], share: float) -> NDArray[np.float64]:
    """The quantile `share` of the first `known` values in each row, interpolated."""
    # np.quantile gives the same, but takes several times as long on few values.
    place = share * np.maximum(known - 1, 0)
    below = place.astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    rows = np.arange(len(ordered))
    low, high = ordered[rows, below].astype(float), ordered[rows, above].astype(float)
    return np.where(known > 0, low + (place - below) * (high - low), np.nan)


def interval_of_sums(
    formula: Callable[[NDArray[np.floating]], NDArray[np.floating]], counts: NDArray[np.floating]
) -> Interval:
    """The interval of a formula of summed counts, such as words per sentence.

    `counts` has a row per unit (sentence, article) and a column per thing counted; `formula` takes sums of shape
    `(draws, columns)` and gives `(draws,)`. Fewer than two units give `(nan, nan)`.
    """
    return intervals_of_sums(lambda sums: formula(sums[0])[np.newaxis], [counts])[0]


def intervals_of_sums(
    formula: Callable[[NDArray[np.floating]], NDArray[np.floating]], tables: Sequence[NDArray[np.floating]]
) -> list[Interval]:
    """The interval for each of several tables of counts, as `interval_of_sums` gives it.

    `formula` takes sums of shape `(tables, draws, columns)` and gives `(tables, draws)`.
    """
    result = [(float("nan"), float("nan"))] * len(tables)
    enough = [number for number, counts in enumerate(tables) if len(counts) > 1]
    if enough:
        sums = np.stack([resampled_sums(tables[number]) for number in enough])
        with np.errstate(divide="ignore", invalid="ignore"):
            values = formula(sums)
        for number, interval in zip(enough, percentile_intervals(values), strict=True):
            result[number] = interval
    return result


def wilson_interval(count: float, of: float) -> Interval:
    """The score interval of a share `count / of` (Wilson 1927); `(nan, nan)` where `of` is 0.

    Units count as independent draws; the interval stays within 0 and 1.

    >>> [round(end, 3) for end in wilson_interval(4, 5)]
    [0.376, 0.964]
    """
    if not of > 0:
        return (float("nan"), float("nan"))
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share, extra = count / of, z * z / of
    centre = share + extra / 2
    half = z * sqrt(share * (1 - share) / of + extra / (4 * of))
    return ((centre - half) / (1 + extra), (centre + half) / (1 + extra))
