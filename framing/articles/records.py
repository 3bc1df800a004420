"""Files of many records: CSV, JSON, Parquet. Each is read record by record, so memory stays flat."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.articles.json_values import documents, is_answer, line_fields
from framing.files import MARK, MARKING, MOST_BYTES, SAMPLE, Unreadable, encoding_of, open_bytes

#: A record by its number, counted from 1: its fields, or what is wrong with it.
Numbered = tuple[int, Mapping[str, Any] | Unreadable]

#: Rows of a Parquet file that are in memory at a time, and bytes from which they are taken one by one.
_ROWS, _MANY_BYTES = 32, 8 << 20
_DELIMITERS = ",;\t|"
#: Lines that a row of CSV may have, and may still have after many quotation marks were never closed.
_MOST_LINES, _FEWEST_LINES = 10_000, 16
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_NOT_IN_ENCODING = "bytes that do not fit the file's encoding ({}); save the file as UTF-8"


def csv_records(path: Path) -> Iterator[Numbered]:
    """The rows of a CSV file under its line of column names; comma, semicolon, tab or bar between cells."""
    csv.field_size_limit(MOST_BYTES)
    with _open_text(path) as stream:
        header = stream.readline(SAMPLE)
        # Excel writes a line before the others that names the delimiter.
        named = _SEPARATOR.fullmatch(header)
        if named:
            header = stream.readline(SAMPLE)
        if not header.strip():
            raise Unreadable("the file is empty; fill it or leave it out")
        delimiter = named[1] if named else max(_DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter))
        for number, row in enumerate(_rows(_lines(stream), delimiter), start=1):
            if isinstance(row, Unreadable):
                yield number, row
            elif row:
                yield number, _row_fields(names, row, stream.encoding)


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | Unreadable]:
    """The rows that the lines hold. A row whose quotation mark is never closed costs its own line, not those after."""
    taken: list[str] = []
    again: deque[str] = deque()
    most, cut = _MOST_LINES, False

    def given() -> Iterator[str]:
        nonlocal cut
        while len(taken) < most:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                break
            taken.append(line)
            yield line
        cut = True

    rows = csv.reader(given(), delimiter=delimiter)
    while True:
        taken.clear()
        cut = False
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"not a readable CSV row ({error}); mend or remove it")
        else:
            if row is None:
                return
            # Only within quotation marks does a row go on, and so meet the end of what it may have.
            if not cut:
                yield row
                continue
            yield Unreadable("a quotation mark in the row is never closed; close it, or write it twice inside a cell")
            # Each such row is read again line by line: were all as long as the first, time would grow with the square.
            most = max(_FEWEST_LINES, most // 2)
        again.extendleft(reversed(taken[1:]))
        rows = csv.reader(given(), delimiter=delimiter)


def _row_fields(names: list[str], row: list[str], encoding: str) -> Mapping[str, Any] | Unreadable:
    if len(row) > len(names) and any(row[len(names) :]):
        return Unreadable(f"{len(row)} cells under {len(names)} column names; quote cells that hold the delimiter")
    if any(MARK in cell for cell in row):
        return Unreadable(_NOT_IN_ENCODING.format(encoding))
    return dict(zip_longest(names, row[: len(names)]))


def json_records(path: Path) -> Iterator[Numbered]:
    """The records of a JSON file: an object a line, an array, or what a search interface answers."""
    with _open_text(path) as stream:
        lines = _lines(stream)
        head: list[str] = []
        for line in lines:
            head.append(line)
            if line.strip():
                break
        if head and _is_alone(head[-1]):
            for number, line in enumerate(_chained(head, lines), start=1):
                if line.strip():
                    broken = Unreadable(_NOT_IN_ENCODING.format(stream.encoding)) if MARK in line else None
                    yield number, broken or line_fields(line)
            return
        for number, fields in enumerate(documents(_chained(head, lines)), start=1):
            yield number, fields


def _is_alone(line: str) -> bool:
    """Whether a file's first line is a record by itself, or a broken one, and not the beginning of a longer value."""
    begun = line.strip()
    if begun.startswith("["):
        return False
    fields = line_fields(line)
    if not isinstance(fields, Mapping):
        return not (begun == "{" or (begun.startswith("{") and begun.endswith((",", "[", "{"))))
    return not is_answer(fields)


def _chained(head: list[str], lines: Iterator[str]) -> Iterator[str]:
    yield from head
    yield from lines


def parquet_records(path: Path) -> Iterator[Numbered]:
    """The rows of a Parquet file."""
    try:
        names = pq.read_schema(path).names
        # A text that is stored once and stands in many rows is not copied for each of them.
        file = pq.ParquetFile(path, read_dictionary=names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable(f"not a readable Parquet file ({_first_line(error)}); write it again") from None
    with file:
        number = 0
        try:
            for batch in file.iter_batches(batch_size=_ROWS):
                for fields in _rows_of(batch):
                    number += 1
                    yield number, fields
        except (pa.ArrowException, OSError) as error:
            broken = f"not a readable Parquet row ({_first_line(error)}); the rest of the file is not read"
            yield number + 1, Unreadable(broken)


def _rows_of(batch: pa.RecordBatch) -> Iterator[Mapping[str, Any] | Unreadable]:
    names, columns = batch.schema.names, batch.columns
    sizes = [lengths for lengths in map(_sizes, columns) if lengths]
    small = sum(map(sum, sizes)) < _MANY_BYTES
    values = [_cells(column) for column in columns] if small else []
    for row in range(batch.num_rows):
        if any(lengths[row] > MOST_BYTES for lengths in sizes):
            yield Unreadable(f"a cell of more than {MOST_BYTES >> 20} MB; split it or leave it out")
            continue
        cells = [cells[row] for cells in values] if small else [_cells(c.slice(row, 1))[0] for c in columns]
        broken = next((cell for cell in cells if isinstance(cell, Unreadable)), None)
        yield broken or dict(zip(names, cells, strict=True))


def _sizes(column: pa.Array) -> list[int]:
    """How many bytes each text of a column takes when it is taken out; nothing for other types."""
    values, places = (column.dictionary, column.indices) if pa.types.is_dictionary(column.type) else (column, None)
    if not (
        pa.types.is_large_string(values.type) or pa.types.is_string(values.type) or pa.types.is_binary(values.type)
    ):
        return []
    lengths = pc.fill_null(pc.binary_length(values), 0)
    lengths = lengths if places is None else pc.fill_null(lengths.take(places), 0)
    return [int(length) for length in lengths.to_pylist()]


def _cells(column: pa.Array) -> list[Any]:
    """A column's values. One that Python cannot hold is as good as none; a text that is not UTF-8 costs its row."""
    if pa.types.is_timestamp(column.type) and column.type.tz:
        try:
            return list(column.to_pylist())
        except Exception:  # an unknown zone: the hour is lost and the day is kept
            column = column.cast(pa.timestamp(column.type.unit))
    try:
        return list(column.to_pylist())
    except Exception:  # whatever one value brings about, others are not to pay for it
        return [_cell(value) for value in column]


def _cell(value: pa.Scalar) -> Any:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return Unreadable(_NOT_IN_ENCODING.format("UTF-8"))
    except Exception:
        return None


def _open_text(path: Path) -> io.TextIOWrapper:
    with open_bytes(path) as stream:
        sample = stream.read(SAMPLE)
    if not sample:
        raise Unreadable("the file is empty; fill it or leave it out")
    name = encoding_of(sample, whole=len(sample) < SAMPLE)
    # Line ends are kept as given inside cells; undecodable bytes are found per record, not for the file.
    return io.TextIOWrapper(open_bytes(path), encoding=name, errors=MARKING, newline="")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """The stream's lines, none of them longer than a record may be: a compressed bomb is one endless line."""
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            raise Unreadable(f"a line of more than {MOST_BYTES >> 20} MB; the rest of the file is not read")
        yield line


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
