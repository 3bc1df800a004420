"""Scores against human labels, each with a bootstrap interval, a floor and the human ceiling."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.intervals import interval_of_sums

Counts = NDArray[np.floating[Any]]
#: Recorded scores of this version, which `make scores` writes.
FOLDER = Path(__file__).with_name("scores")


@dataclass(frozen=True, slots=True)
class Score:
    """One measured accuracy.

    `low` and `high` bound the bootstrap interval over `n` units (`unit`: sentence, article, event, outlet). A simple
    or existing method reaches `floor` on the same data, people reach `ceiling`; None if unknown. `how` names the design
    ("cross-validation over outlets", "never trained on").
    """

    data: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    unit: str
    floor: float | None
    ceiling: float | None
    how: str


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


def score_table(scores: Sequence[Score]) -> pd.DataFrame:
    """The scores as a table, one row each, in the given order."""
    return pd.DataFrame([asdict(score) for score in scores], columns=[field.name for field in fields(Score)])


class MissingGold(Exception):
    """The labelled data is not where `--gold` or `FRAMING_GOLD` points."""


def read_records(gold: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of the labelled data set `NAME.jsonl` in the folder `gold`."""
    path = gold / f"{name}.jsonl"
    if not path.is_file():
        raise MissingGold(f"{path}: no such file; --gold or FRAMING_GOLD must name the folder that holds {name}.jsonl")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def recorded(name: str) -> pd.DataFrame:
    """The recorded table of a validation, detail or audit; FileNotFoundError lists the names."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in FOLDER.glob("*.csv")))
        raise FileNotFoundError(f"no recorded table {name!r}; choose from {known}")
    return pd.read_csv(path)
