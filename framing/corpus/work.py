"""The analysis of one chunk: the function that every engine runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from framing.analysis import Rows, uncollected
from framing.articles.article import Article, ReadError, Side
from framing.articles.reader import read_found
from framing.corpus.chunks import Chunk
from framing.measures import Measure, default_measures
from framing.tables import Format, encode


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read and analysed, and how their tables are written.

    `lexicons` are paths of the user's lexicons; `frames` is a folder that `framing frames fit` wrote; `sides` replace
    those of events; `columns` names the input column of a field; `measures` names the measures to run, all if empty;
    with `keep_text` off the tables have offsets and no words of the articles.
    """

    format: Format = "csv"
    lexicons: tuple[Path, ...] = ()
    frames: Path | None = None
    sides: tuple[Side, ...] | None = None
    prepend_title: bool = False
    keep_text: bool = True
    columns: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One chunk of a result: bytes and rows of each table, and the number of words."""

    number: int
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    words: int


def _articles(chunk: Chunk, settings: Settings, rows: Rows) -> Iterator[Article]:
    """The articles of a chunk; unreadable records go to the errors."""
    for record in chunk.items:
        item = read_found(record, prepend_title=settings.prepend_title, sides=settings.sides)
        if isinstance(item, ReadError):
            rows.add_error(item.input, item.record, item.problem)
        else:
            yield item


class UnknownMeasure(ValueError):
    """Raised for an unknown measure; the message names the known ones."""


@lru_cache(maxsize=4)
def _all_measures(lexicons: tuple[Path, ...], frames: Path | None) -> tuple[Measure, ...]:
    return default_measures(lexicons, frames)


def measures_for(settings: Settings) -> tuple[Measure, ...]:
    """The measures of a run, built once in each process."""
    known = _all_measures(settings.lexicons, settings.frames)
    names = [measure.name for measure in known]
    if unknown := sorted(set(settings.measures) - set(names)):
        raise UnknownMeasure(f"no measure {', '.join(unknown)}; there are {', '.join(names)}")
    return tuple(measure for measure in known if not settings.measures or measure.name in settings.measures)


@uncollected()
def analyze_chunk(chunk: Chunk, settings: Settings) -> Part:
    """The tables of one chunk. Raises Vanished if an input no longer exists."""
    measures = measures_for(settings)
    rows = Rows(measures)
    rows.add_articles(_articles(chunk, settings, rows))
    return Part(
        number=chunk.number,
        tables={
            table: encode(table, cells, settings.format, keep_text=settings.keep_text)
            for table, cells in rows.of.items()
        },
        rows={table: rows.count(table) for table in rows.of},
        words=sum(rows.of["articles"]["words"]),
    )
