"""The protocol of measures: what each declares, and a function from a batch to columns."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from framing.attribution.batch import Batch


class SummaryColumn(NamedTuple):
    """A summary value of an article: a column of the table `articles`.

    `direction` says what a higher value means; `reference` is the source of the formula.
    """

    name: str
    unit: str
    direction: str
    reference: str


@cache
def summary_columns(measure: str) -> tuple[SummaryColumn, ...]:
    """The summary columns that `summary.csv` declares for a measure."""
    with Path(__file__).with_name("summary.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(SummaryColumn(*cells) for name, *cells in csv.reader(lines) if name == measure)


@dataclass(frozen=True, slots=True)
class Columns:
    """The results of a measure on a batch, by column.

    `summary` holds one value per article for each summary column (`nan` where undefined), `sentences` one value per
    sentence for each sentence column, and `tables` the columns of each table. Their first column, `article`, is the
    number of the row's article in the batch, in ascending order.
    """

    summary: Mapping[str, Sequence[float]]
    sentences: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, each as a mapping of column to cell."""
        columns = self.tables[table]
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def columns_of(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    """Rows as columns of these names."""
    return dict(zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True))


class Measure(Protocol):
    """What `analyze` runs on a batch of articles.

    A measure keeps no state: an article has the same results in any batch, to the last bit.
    """

    @property
    def name(self) -> str:
        """The measure's name, that of its file."""

    @property
    def summary_columns(self) -> tuple[SummaryColumn, ...]:
        """The columns of the table `articles` that it fills."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it fills, each declared in `framing.tables`."""

    @property
    def sentence_columns(self) -> tuple[str, ...]:
        """The columns of the table `sentences` that it fills."""

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
