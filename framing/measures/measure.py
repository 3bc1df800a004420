"""What every measure is: names of what it fills, and a function from a batch of articles to columns."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

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
    """What `analyze` runs on a batch of articles; a subclass declares what it fills.

    A measure keeps no state: an article has the same results in any batch, to the last bit. `name` is that of its file,
    `tables` are the tables that it fills, and `sentence_columns` its columns of the table `sentences`; all are declared
    in `framing.tables`.
    """

    name: ClassVar[str]
    tables: ClassVar[tuple[str, ...]] = ()
    sentence_columns: ClassVar[tuple[str, ...]] = ()

    @property
    def summary_columns(self) -> tuple[SummaryColumn, ...]:
        """Its columns of the table `articles`, as `summary.csv` declares them."""
        return summary_columns(self.name)

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""

    def summary(self, batch: Batch, values: Mapping[str, NDArray[Any]]) -> dict[str, list[float]]:
        """The summary values of each article by column; `nan` for an article without a word."""
        worded = np.diff(batch.first_word) > 0
        return {name: np.where(worded, values[name], np.nan).tolist() for name, *_ in self.summary_columns}
