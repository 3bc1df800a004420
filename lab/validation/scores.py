"""Labelled records, and scores of counts with bootstrap intervals, for all validations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.intervals import DRAWS, SEED, Interval, interval_of_sums, percentile_interval
from framing.validation import MissingGold, Score

Counts = NDArray[np.floating[Any]]


def read_records(gold: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of the labelled data set `NAME.jsonl` in the folder `gold`."""
    path = gold / f"{name}.jsonl"
    if not path.is_file():
        raise MissingGold(f"{path}: no such file; --gold or FRAMING_GOLD must name the folder that holds {name}.jsonl")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def share(sums: Counts) -> Counts:
    """The first count divided by the second; `sums` has shape `(..., 2)`."""
    return np.asarray(sums[..., 0] / sums[..., 1])


def f1(sums: Counts) -> Counts:
    """F1 from counts of hits, answers and labels; `sums` has shape `(..., 3)`."""
    return np.asarray(2 * sums[..., 0] / (sums[..., 1] + sums[..., 2]))


def score_of_counts(
    data: str,
    measure: str,
    formula: Callable[[Counts], Counts],
    counts: NDArray[Any],
    unit: str,
    how: str,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Score:
    """The score that `formula` gives for summed counts, with a bootstrap interval; `counts` has a row per unit."""
    rows = counts.astype(float)
    low, high = interval_of_sums(formula, rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(formula(rows.sum(axis=0)))
    return Score(data, measure, value, low, high, len(rows), unit, floor, ceiling, how)


def interval_of(
    statistic: Callable[[NDArray[np.intp]], float], units: int, *, draws: int = DRAWS, seed: int = SEED
) -> Interval:
    """The interval of any statistic of resampled units; it takes the drawn indices, with repeats."""
    if units < 2:
        return (float("nan"), float("nan"))
    generator = np.random.default_rng((seed, units))
    values = [statistic(generator.integers(0, units, units)) for _ in range(draws)]
    return percentile_interval(np.array(values, dtype=float))
