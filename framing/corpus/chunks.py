"""Chunks of articles, the unit of work of a corpus: cut, analysed, and counted in advance for a progress bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.analysis import TableBuilder, gc_paused
from framing.articles.article import ArchivedPage, Article, ReadError, Side
from framing.articles.event import EVENT_FILE
from framing.articles.reader import Listed, files_of, read_listed
from framing.files import MAX_RECORD_BYTES, READ_ERRORS, kind_of, open_bytes
from framing.measures import Measure, default_measures
from framing.tables import TableFormat, encode

#: The first chunk of each size, and its maximum articles: few at first, to spread a small corpus over the workers;
#: more later, to keep the files of a large one few. The number alone decides: the same inputs give the same chunks.
_SIZES = ((0, 250), (40, 1_000), (140, 2_000))
#: Maximum bytes of a chunk.
_MAX_CHUNK_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive records, readable or not."""

    number: int
    items: tuple[Listed, ...]


def chunked(items: Iterable[Listed]) -> Iterator[Chunk]:
    """The items in chunks; without items, one empty chunk."""
    number = 0
    gathered: list[Listed] = []
    size = 0
    for item in items:
        gathered.append(item)
        size += _size_in_bytes(item)
        if len(gathered) >= size_of(number) or size >= _MAX_CHUNK_BYTES:
            yield Chunk(number, tuple(gathered))
            number, gathered, size = number + 1, [], 0
    if gathered or not number:
        yield Chunk(number, tuple(gathered))


def size_of(number: int) -> int:
    """The maximum number of articles in the chunk with that number."""
    return max(size for first, size in _SIZES if number >= first)


def _size_in_bytes(item: Listed) -> int:
    if isinstance(item, ReadError):
        return 0
    if isinstance(item.content, Path):
        # The reader reports a missing file.
        return item.content.stat().st_size if item.content.exists() else 0
    if isinstance(item.content, ArchivedPage):
        return len(item.content.data)
    return sum(len(value) for value in item.content.values() if isinstance(value, str))


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read and analysed, and how their tables are written.

    `lexicons` are paths of the user's lexicons; `frames` is a folder that `framing frames fit` wrote; `sides` replace
    those of events; `columns` names the input column of a field; `measures` names the measures to run, all if empty;
    with `keep_text` off the tables have offsets and no words of the articles.
    """

    format: TableFormat = "csv"
    lexicons: tuple[Path, ...] = ()
    frames: Path | None = None
    sides: tuple[Side, ...] | None = None
    prepend_title: bool = False
    keep_text: bool = True
    columns: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The result of one chunk: bytes and number of rows of each table, and number of words."""

    number: int
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    words: int


def _articles(chunk: Chunk, settings: Settings, rows: TableBuilder) -> Iterator[Article]:
    """The articles of a chunk; unreadable records go to the errors."""
    for record in chunk.items:
        item = read_listed(record, prepend_title=settings.prepend_title, sides=settings.sides)
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


@gc_paused()
def analyze_chunk(chunk: Chunk, settings: Settings) -> Part:
    """The tables of one chunk. Raises Vanished if an input no longer exists."""
    measures = measures_for(settings)
    rows = TableBuilder(measures)
    rows.add_articles(_articles(chunk, settings, rows))
    counts, words = {table: rows.count(table) for table in rows.cells}, sum(rows.cells["articles"]["words"])
    # Each table's cells are freed once encoded, so that memory holds both forms of one table at a time.
    encoded = {
        table: encode(table, rows.cells.pop(table), settings.format, keep_text=settings.keep_text) for table in counts
    }
    return Part(number=chunk.number, tables=encoded, rows=counts, words=words)


#: Bytes of a large file in which records are counted.
_SAMPLE = 16 << 20


def expected_articles(inputs: Iterable[str | Path]) -> int:
    """The approximate number of articles in the inputs; unreadable files count as 0."""
    return sum(_articles_in(path) for source in inputs for path in files_of(source))


def _articles_in(path: Path) -> int:
    kind = kind_of(path)
    if path.name == EVENT_FILE:
        return 0
    try:
        if kind == ".parquet":
            return int(pq.read_metadata(path).num_rows)
        # Other kinds hold one article, or too few to matter to a progress bar.
        return _estimated_records(path, _RECORD_COUNTERS[kind]) if kind in _RECORD_COUNTERS else 1
    except (*READ_ERRORS, pa.ArrowException, csv.Error):
        return 0


def _estimated_records(path: Path, count: Callable[[bytes], int]) -> int:
    with path.open("rb") as file:
        stream = open_bytes(path, file)
        number, place = count(stream.read(_SAMPLE)), file.tell()
        return round(number * path.stat().st_size / place) if stream.read(1) else number


def _jsonl_records(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _csv_records(data: bytes) -> int:
    csv.field_size_limit(MAX_RECORD_BYTES)
    # Cells may hold line ends, so rows are parsed; the encoding does not matter here.
    return max(0, sum(1 for row in csv.reader(io.StringIO(data.decode("latin-1"), newline="")) if row) - 1)


_RECORD_COUNTERS: Mapping[str, Callable[[bytes], int]] = {
    **dict.fromkeys((".csv", ".tsv"), _csv_records),
    **dict.fromkeys((".jsonl", ".ndjson"), _jsonl_records),
    ".warc": lambda data: data.count(b"WARC-Type: response"),
}
