"""What every measure is: figures with unit, direction and reference, and a function from readings to findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from framing.attribution.batch import Batch
from framing.attribution.reading import Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """A summary figure: a column of the `articles` table.

    `direction` says what a higher value means, in a few words; `reference` where the formula comes from.
    """

    name: str
    unit: str
    direction: str
    reference: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a measure found in one article.

    `summary` has a value for each of the measure's figures (`nan` where it cannot be told); `rows` has, for each
    of its tables, tuples in the order of the table's columns, without the leading `article`; `sentences` has, for
    each of its sentence columns, one value per sentence of the document.
    """

    summary: Mapping[str, float]
    rows: Mapping[str, Sequence[tuple[Any, ...]]] = field(default_factory=dict)
    sentences: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class Measure(Protocol):
    """What `analyze` runs on readings, a batch at a time.

    A measure keeps nothing from one article to the next: what it finds in one is the same in any batch, to the last
    bit.
    """

    @property
    def name(self) -> str:
        """The measure's name, that of its file."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its summary figures, each a column of `articles`."""

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The tables it fills, and their columns after `article`."""

    @property
    def sentence_columns(self) -> tuple[str, ...]:
        """The columns it adds to `sentences`."""

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""

    def many(self, batch: Batch) -> list[Findings]:
        """Measure each article of a batch."""
