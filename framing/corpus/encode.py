"""Rows to the bytes of a table's file: CSV that no spreadsheet runs, and Parquet of one schema in every part."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.analysis import storable
from framing.corpus.schema import column_type
from framing.corpus.settings import Format

Row = tuple[Any, ...]
Cells = Sequence[Any]

#: The columns that hold words of an article, by table: left empty where no text is to be kept.
TEXT_COLUMNS: Mapping[str, frozenset[str]] = {"phrases": frozenset({"text"}), "quotes": frozenset({"text"})}

#: A cell that a spreadsheet would run as a formula, with any guards already before it.
FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_SUSPECT = frozenset("'=+-@\t\r＝＋－＠")


def encode(table: str, columns: Sequence[str], rows: Sequence[Row], form: Format, *, keep_text: bool = True) -> bytes:
    """The bytes of one part of a table: CSV rows without the line of column names, or a whole Parquet file.

    Text that no file can hold (lone surrogates) stands there as U+FFFD, one for one. A missing figure is an empty
    cell in CSV and null in Parquet.
    """
    schema = pa.schema([(name, column_type(table, name)) for name in columns])
    cells: list[Cells] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    for number, field in enumerate(schema):
        if not keep_text and field.name in TEXT_COLUMNS.get(table, ()):
            cells[number] = [None] * len(rows)
        elif pa.types.is_floating(field.type):
            # Not a number is the one value that is unlike itself.
            cells[number] = [None if value != value else value for value in cells[number]]
    return _csv(schema, cells) if form == "csv" else _parquet(schema, cells)


def csv_header(columns: Sequence[str]) -> bytes:
    """The line of column names."""
    return (",".join(columns) + "\n").encode()


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before `= + - @`, tab and return.

    Take one apostrophe off a cell that begins with apostrophes and one of these, and the text is as it was; offsets
    count in the article, not in the cell.

    >>> guarded("=2+2"), guarded("'=2+2"), guarded("'tis")
    ("'=2+2", "''=2+2", "'tis")
    """
    return f"'{text}" if FORMULA.match(text) else text


def _csv(schema: pa.Schema, cells: list[Cells]) -> bytes:
    for number, field in enumerate(schema):
        if pa.types.is_string(field.type):
            cells[number] = [guarded(cell) if cell and cell[0] in _SUSPECT else cell for cell in cells[number]]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(zip(*cells, strict=True))
    text = out.getvalue()
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return storable(text).encode("utf-8")


def _parquet(schema: pa.Schema, cells: list[Cells]) -> bytes:
    arrays = [_array(column, field.type) for column, field in zip(cells, schema, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _array(column: Cells, kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(column, kind)
    except UnicodeEncodeError:
        return pa.array([cell and storable(cell) for cell in column], kind)
