"""Files of many records: CSV, JSON lines, Parquet. Each is read record by record, so memory stays flat."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.compressed import MOST_BYTES, open_bytes
from framing.articles.encoding import SAMPLE, encoding_of
from framing.articles.fields import columns_of, no_text_column
from framing.articles.problems import Unreadable

#: A record by its number, counted from 1: its fields, or what is wrong with it.
Numbered = tuple[int, Mapping[str, Any] | Unreadable]

#: Rows of a Parquet file that are in memory at a time.
_ROWS = 32
_SURROGATE = re.compile("[\udc80-\udcff]")
_DELIMITERS = ",;\t|"
_NOT_IN_ENCODING = "bytes that do not fit the file's encoding ({}); save the file as UTF-8"


def csv_records(path: Path) -> Iterator[Numbered]:
    """The rows of a CSV file under its line of column names; comma, semicolon, tab or bar between cells."""
    csv.field_size_limit(MOST_BYTES)
    with _open_text(path) as stream:
        header = stream.readline(SAMPLE)
        if not header.strip():
            raise Unreadable("the file is empty; fill it or leave it out")
        delimiter = max(_DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter))
        if "text" not in columns_of(names):
            raise Unreadable(no_text_column(names))
        for number, row in enumerate(_rows(_lines(stream), delimiter), start=1):
            if isinstance(row, Unreadable):
                yield number, row
            elif row:
                yield number, _row_fields(names, row, stream.encoding)


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | Unreadable]:
    """The rows that the lines hold. A row whose quotation mark is never closed costs its own line, not those after."""
    taken: list[str] = []
    ended = False

    def told(more: Iterable[str]) -> Iterator[str]:
        nonlocal ended
        for line in more:
            taken.append(line)
            yield line
        ended = True

    rows = csv.reader(told(lines), delimiter=delimiter)
    while True:
        taken.clear()
        ended = False
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"no CSV row can be made out ({error}); mend or remove it")
        else:
            if row is None:
                return
            # Only within quotation marks does a row go on, and so meet the end of the file.
            if not ended:
                yield row
                continue
            yield Unreadable("a quotation mark in the row is never closed; close it, or write it twice inside a cell")
        rows = csv.reader(told(chain(taken[1:], lines)), delimiter=delimiter)


def _row_fields(names: list[str], row: list[str], encoding: str) -> Mapping[str, Any] | Unreadable:
    if len(row) > len(names) and any(row[len(names) :]):
        return Unreadable(f"{len(row)} cells under {len(names)} column names; quote cells that hold the delimiter")
    if any(_undecoded(cell) for cell in row):
        return Unreadable(_NOT_IN_ENCODING.format(encoding))
    return dict(zip_longest(names, row[: len(names)]))


def jsonl_records(path: Path) -> Iterator[Numbered]:
    """The lines of a JSON lines file, each an object."""
    with _open_text(path) as stream:
        for number, line in enumerate(_lines(stream), start=1):
            if line.strip():
                yield number, _line_fields(line, stream.encoding)


def _line_fields(line: str, encoding: str) -> Mapping[str, Any] | Unreadable:
    if _undecoded(line):
        return Unreadable(_NOT_IN_ENCODING.format(encoding))
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        return Unreadable(f"broken JSON ({what} at character {error.pos + 1}); mend or remove the line")
    except (RecursionError, ValueError):
        return Unreadable("JSON that is nested too deeply or holds too long a number; mend or remove the line")
    if not isinstance(fields, dict):
        return Unreadable('the line is no JSON object; write each article as {"id": ..., "text": ...}')
    return fields


def parquet_records(path: Path) -> Iterator[Numbered]:
    """The rows of a Parquet file."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable(f"no Parquet file can be made out ({_first_line(error)}); write it again") from None
    with file:
        names = file.schema_arrow.names
        if "text" not in columns_of(names):
            raise Unreadable(no_text_column(names))
        number = 0
        try:
            for batch in file.iter_batches(batch_size=_ROWS):
                for fields in _rows_of(batch):
                    number += 1
                    yield number, fields
        except pa.ArrowException as error:
            broken = f"no Parquet row can be made out ({_first_line(error)}); the rest of the file is not read"
            yield number + 1, Unreadable(broken)


def _rows_of(batch: pa.RecordBatch) -> Iterator[Mapping[str, Any] | Unreadable]:
    try:
        yield from map(_within_bounds, batch.to_pylist())
    except UnicodeDecodeError:
        if batch.num_rows > 1:
            for row in range(batch.num_rows):
                yield from _rows_of(batch.slice(row, 1))
        else:
            yield Unreadable(_NOT_IN_ENCODING.format("UTF-8"))


def _within_bounds(fields: Mapping[str, Any]) -> Mapping[str, Any] | Unreadable:
    if any(isinstance(value, str) and len(value) > MOST_BYTES for value in fields.values()):
        return Unreadable(f"a cell of more than {MOST_BYTES >> 20} MB; split it or leave it out")
    return fields


def _open_text(path: Path) -> io.TextIOWrapper:
    with open_bytes(path) as stream:
        sample = stream.read(SAMPLE)
    if not sample:
        raise Unreadable("the file is empty; fill it or leave it out")
    name = encoding_of(sample, whole=len(sample) < SAMPLE)
    # Line ends are kept as given inside cells; undecodable bytes are found per record, not for the file.
    return io.TextIOWrapper(open_bytes(path), encoding=name, errors="surrogateescape", newline="")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """The stream's lines, none of them longer than a record may be: a compressed bomb is one endless line."""
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            raise Unreadable(f"a line of more than {MOST_BYTES >> 20} MB; the rest of the file is not read")
        yield line


def _undecoded(text: str) -> bool:
    """Whether bytes did not fit the encoding: each stands there as a lone surrogate."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
