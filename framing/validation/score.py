"""A score against human labels, printed beside its floor and the human ceiling, with an interval."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd


@dataclass(frozen=True, slots=True)
class Score:
    """One measured accuracy.

    `low` and `high` bound the bootstrap interval over `n` units (`unit`: sentence, article, event, outlet); `floor`
    is what a simple or existing method reaches on the same data, `ceiling` what people reach, None where not known.
    `how` says how it was had ("cross-validation over outlets", "never trained on").
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


def score_table(scores: Sequence[Score]) -> pd.DataFrame:
    """The scores as a frame, a row each, in the order given."""
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
