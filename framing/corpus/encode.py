"""Rows to the bytes of a table's file: CSV that no spreadsheet runs, and Parquet of one schema in every part."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.corpus.schema import column_type
from framing.corpus.settings import Format

Row = tuple[Any, ...]

#: The columns that hold words of an article, by table: left empty where no text is to be kept.
TEXT_COLUMNS: Mapping[str, frozenset[str]] = {"phrases": frozenset({"text"}), "quotes": frozenset({"text"})}

#: A cell that a spreadsheet would run as a formula, with any guards already before it.
FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(table: str, columns: Sequence[str], rows: Sequence[Row], form: Format, *, keep_text: bool = True) -> bytes:
    """The bytes of one part of a table: CSV rows without the line of column names, or a whole Parquet file.

    Text that no file can hold (lone surrogates) stands there as U+FFFD, one for one. A missing figure is an empty
    cell in CSV and null in Parquet.
    """
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    emptied = frozenset() if keep_text else TEXT_COLUMNS.get(table, frozenset())
    cells = [
        [None] * len(rows) if name in emptied else [_storable(value) for value in values]
        for name, values in zip(columns, by_column, strict=True)
    ]
    return _csv(cells) if form == "csv" else _parquet(table, columns, cells)


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


def _csv(cells: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    safe = [[guarded(value) if isinstance(value, str) else value for value in column] for column in cells]
    csv.writer(out, lineterminator="\n").writerows(zip(*safe, strict=True))
    return out.getvalue().encode("utf-8")


def _parquet(name: str, columns: Sequence[str], cells: Sequence[Sequence[Any]]) -> bytes:
    schema = pa.schema([(column, column_type(name, column)) for column in columns])
    table = pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(cells, schema, strict=True)], schema=schema)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    return None if value != value else value
