"""The protocol of measures: summary figures, and a function from a batch to columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from framing.attribution.batch import Batch


@dataclass(frozen=True, slots=True)
class Figure:
    """A summary figure: a column of the `articles` table.

    `direction` says in a few words what a higher value means; `reference` is the source of the formula.
    """

    name: str
    unit: str
    direction: str
    reference: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The results of a measure on a batch, by column.

    `summary` has for each figure one value an article (`nan` where undefined), `sentences` for each sentence column one
    value a sentence. `tables` has for each table its columns; the first, `article`, holds the number in the batch of
    the article that a row belongs to, in ascending order.
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


def summary_columns(figures: Sequence[Figure], of_articles: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """The figures of each article as columns."""
    return {figure.name: [one[figure.name] for one in of_articles] for figure in figures}


class Measure(Protocol):
    """What `analyze` runs on a batch of articles.

    A measure keeps no state: its results on an article are the same in any batch, to the last bit.
    """

    @property
    def name(self) -> str:
        """The measure's name, that of its file."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The summary figures, each a column of `articles`."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it fills, all declared in `framing.tables`."""

    @property
    def sentence_columns(self) -> tuple[str, ...]:
        """The columns of `sentences` that it fills."""

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
