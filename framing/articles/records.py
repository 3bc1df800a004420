"""Files of many records: CSV, JSON, Parquet. Each is read record by record, so memory stays flat.

JSON is an object a line, an array, a data frame, or what a search interface answers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.fields import columns_of, distinct, unwrapped
from framing.files import (
    ENCODING_SAMPLE,
    MARKING,
    MAX_RECORD_BYTES,
    UNDECODABLE,
    Unreadable,
    delimiter_of,
    encoding_of,
    first_line,
    not_empty,
    open_bytes,
)

#: A record's fields, or its error; and a record with its number, counted from 1.
Record = Mapping[str, Any] | Unreadable
Numbered = tuple[int, Record]

#: Maximum lines of a CSV row: at first, and the least after many unclosed quotation marks.
_MAX_LINE_LIMIT, _MIN_LINE_LIMIT = 10_000, 16
_NOT_IN_ENCODING = "bytes that do not fit the file's encoding ({}); save the file as UTF-8"
#: Maximum characters of an answer that holds many records.
_MAX_ANSWER_CHARACTERS = 256 << 20
_PIECE = 1 << 16
_NO_OBJECT = 'not a JSON object; write each article as {"id": ..., "text": ...}'
_TOO_DEEP = "JSON that is nested too deeply; fix or remove it"


def csv_records(path: Path) -> Iterator[Numbered]:
    """The rows of a CSV file under its line of column names; comma, semicolon, tab or bar between cells."""
    csv.field_size_limit(MAX_RECORD_BYTES)
    with _open_text(path) as stream:
        lines = _lines(stream)
        header = next(lines, "")
        # Excel writes a line before the others that names the delimiter.
        named = re.fullmatch(r'"?sep=(.)"?\s*', header, re.IGNORECASE)
        if named:
            header = next(lines, "")
        not_empty(header.strip())
        delimiter = named[1] if named else delimiter_of(header)
        rows = _rows(chain([header], lines), delimiter)
        first = next(rows)
        if isinstance(first, Unreadable):
            raise first
        names = distinct(first)
        for number, row in enumerate(rows, start=1):
            if isinstance(row, Unreadable):
                yield number, row
            elif row:
                yield number, _row_fields(names, row, stream.encoding)


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | Unreadable]:
    """The rows in the lines; a row whose quotation mark is never closed loses its own line only."""
    taken: list[str] = []
    again: deque[str] = deque()
    most, cut = _MAX_LINE_LIMIT, False

    def row_lines() -> Iterator[str]:
        nonlocal cut
        while len(taken) < most:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                break
            taken.append(line)
            yield line
        cut = True

    rows = csv.reader(row_lines(), delimiter=delimiter)
    while True:
        taken.clear()
        cut = False
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"not a readable CSV row ({error}); fix or remove it")
        else:
            if row is None:
                return
            # Only a row inside quotation marks reaches the line limit.
            if not cut:
                yield row
                continue
            yield Unreadable("a quotation mark in the row is never closed; close it, or write it twice inside a cell")
            # Each such row is read again line by line; with a constant limit the time would grow with the square.
            most = max(_MIN_LINE_LIMIT, most // 2)
        again.extendleft(reversed(taken[1:]))
        rows = csv.reader(row_lines(), delimiter=delimiter)


def _row_fields(names: list[str], row: list[str], encoding: str) -> Mapping[str, Any] | Unreadable:
    if len(row) > len(names) and any(row[len(names) :]):
        return Unreadable(f"{len(row)} cells under {len(names)} column names; quote cells that hold the delimiter")
    if any(UNDECODABLE in cell for cell in row):
        return Unreadable(_NOT_IN_ENCODING.format(encoding))
    return dict(zip_longest(names, row[: len(names)]))


def json_records(path: Path) -> Iterator[Numbered]:
    """The records of a JSON file: an object per line, an array, or the answer of a search interface."""
    with _open_text(path) as stream:
        lines = _lines(stream)
        head: list[str] = []
        for line in lines:
            head.append(line)
            if line.strip():
                break
        if head and _is_alone(head[-1]):
            for number, line in enumerate(chain(head, lines), start=1):
                if line.strip():
                    broken = Unreadable(_NOT_IN_ENCODING.format(stream.encoding)) if UNDECODABLE in line else None
                    yield number, broken or _line_fields(line)
            return
        yield from enumerate(_records(chain(head, lines)), start=1)


def _is_alone(line: str) -> bool:
    """Whether a file's first line is one whole record, sound or broken."""
    begun = line.strip()
    if begun.startswith("["):
        return False
    fields = _line_fields(line)
    if isinstance(fields, Mapping):
        return not _within(fields)
    return not (begun.startswith("{") and begun.endswith((",", "[", "{")))


#: Leaves long numbers as text: they are slow to read, and nobody counts with them.
_DECODER = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= 40 else digits)


def _line_fields(line: str) -> Record:
    """The record that a line of JSON holds."""
    try:
        fields = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        return Unreadable(f"broken JSON ({what} at character {error.pos + 1}); fix or remove the line")
    except RecursionError:
        return Unreadable(_TOO_DEEP)
    return _object(fields)


def _object(value: Any) -> Record:
    return value if isinstance(value, Mapping) else Unreadable(_NO_OBJECT)


def _records(pieces: Iterator[str]) -> Iterator[Record]:
    """The records of consecutive JSON values: objects, lists of them, frames as pandas writes them, or answers."""
    try:
        for value in _values(pieces):
            if isinstance(value, Mapping):
                yield from _within(value) or [value]
            else:
                yield from map(_object, value if isinstance(value, list) else [value])
    except Unreadable as error:
        yield error
    except RecursionError:
        yield Unreadable(_TOO_DEEP)


def _values(pieces: Iterator[str]) -> Iterator[Any]:
    """The JSON values in the pieces; an array gives its items one by one."""
    text, at = "", 0
    in_array = begun = False
    while True:
        while at < len(text) and (text[at].isspace() or text[at] in ",\ufeff"):
            at += 1
        if at == len(text):
            text, at = _more(pieces, _PIECE), 0
            if not text:
                return
        elif text[at] == "[" and not begun:
            in_array, begun, at = True, True, at + 1
        elif text[at] == "]" and in_array:
            in_array, at = False, at + 1
        else:
            begun = True
            try:
                value, at = _DECODER.raw_decode(text, at)
            except json.JSONDecodeError as error:
                text, at, before = text[at:], 0, len(text) - at
                # As much again each time, so that a long value is not read over and over.
                text += _more(pieces, max(_PIECE, before))
                if len(text) == before:
                    what = error.msg.removesuffix(" at")
                    raise Unreadable(f"broken JSON ({what}); fix it: the rest of the file is not read") from None
                if len(text) > (MAX_RECORD_BYTES if in_array else _MAX_ANSWER_CHARACTERS):
                    raise Unreadable("a JSON value that is too long; write one object a line (.jsonl)") from None
            else:
                yield value


def _more(pieces: Iterator[str], size: int) -> str:
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= size:
            break
    return "".join(taken)


def _within(value: Mapping[str, Any]) -> list[Record]:
    """The records that an object holds: rows of a frame, or those inside an answer; none in one that is a record."""
    return list(_of_frame(value)) or ([] if _holds_text(value) else _inside(value))


def _holds_text(fields: Mapping[str, Any], field: str = "text") -> bool:
    """Whether an object is a record with a value in the field."""
    flat = unwrapped(fields)
    column = columns_of(flat).get(field)
    value = flat[column] if column else None
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], str)
    return bool(value) and not (isinstance(value, Mapping) and (_holds_text(value) or _inside(value)))


def _of_frame(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of a data frame written by columns, by index, or with both apart."""
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    inner = list(value.values())
    if not inner or not all(isinstance(one, Mapping) for one in inner):
        return []
    keys = inner[0].keys()
    if len(value) > 1 and "text" in columns_of(value) and all(one.keys() == keys for one in inner):
        return [{name: column[key] for name, column in value.items()} for key in keys]
    return [dict(one) for one in inner] if len(value) > 1 and all(map(_holds_text, inner)) else []


def _inside(value: Mapping[str, Any]) -> list[Record]:
    """The records inside an answer: the first list of objects with texts, else with titles; or a single one."""
    for field in ("text", "title"):
        queue: deque[tuple[Any, int]] = deque((inner, 1) for inner in value.values())
        while queue:
            inner, depth = queue.popleft()
            if isinstance(inner, list) and any(isinstance(one, Mapping) and _holds_text(one, field) for one in inner):
                return list(map(_object, inner))
            if isinstance(inner, Mapping):
                if field == "text" and _holds_text(inner):
                    return [inner]
                if depth < 4:
                    queue += [(one, depth + 1) for one in inner.values()]
    return []


def parquet_records(path: Path) -> Iterator[Numbered]:
    """The rows of a Parquet file."""
    try:
        names = pq.read_schema(path).names
        # Dictionary columns: a text stored once for many rows is not copied for each.
        file = pq.ParquetFile(path, read_dictionary=names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable(f"not a readable Parquet file ({first_line(error)}); write it again") from None
    with file:
        number = 0
        try:
            # Few rows at a time, since each may hold long texts.
            for batch in file.iter_batches(batch_size=32):
                for row in range(batch.num_rows):
                    number += 1
                    cells = [_cell(column[row]) for column in batch.columns]
                    broken = next((cell for cell in cells if isinstance(cell, Unreadable)), None)
                    yield number, broken or dict(zip(names, cells, strict=True))
        except (pa.ArrowException, OSError) as error:
            problem = f"not a readable Parquet row ({first_line(error)}); the rest of the file is not read"
            yield number + 1, Unreadable(problem)


def _cell(value: pa.Scalar) -> Any:
    """A cell's value; None for one that Python cannot hold. A text too long, or not in UTF-8, is Unreadable."""
    if isinstance(value, pa.DictionaryScalar):
        value = value.value
    if isinstance(value, pa.BinaryScalar) and value.is_valid and value.as_buffer().size > MAX_RECORD_BYTES:
        return Unreadable(f"a cell of more than {MAX_RECORD_BYTES >> 20} MB; split it or leave it out")
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return Unreadable(_NOT_IN_ENCODING.format("UTF-8"))
    except Exception:  # one bad value must not cost the others
        with suppress(Exception):
            # A time of an unknown zone keeps its day without the zone.
            return value.cast(pa.timestamp(value.type.unit)).as_py()
        return None


def _open_text(path: Path) -> io.TextIOWrapper:
    with open_bytes(path) as stream:
        sample = not_empty(stream.read(ENCODING_SAMPLE))
    name = encoding_of(sample, whole=len(sample) < ENCODING_SAMPLE)
    # Cells keep their line ends; each record reports its own undecodable bytes.
    return io.TextIOWrapper(open_bytes(path), encoding=name, errors=MARKING, newline="")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """The stream's lines. Unreadable for one longer than a record may be: a compressed bomb is one endless line."""
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        if len(line) > MAX_RECORD_BYTES:
            raise Unreadable(f"a line of more than {MAX_RECORD_BYTES >> 20} MB; the rest of the file is not read")
        yield line
