"""Rows to the bytes of a table's file: CSV that no spreadsheet runs, and Parquet of one schema in every part."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.analysis import storable
from framing.corpus.schema import column_type
from framing.corpus.settings import Format

Row = tuple[Any, ...]
Cells = Sequence[Any]

#: The columns that hold words of an article, by table: left empty where no text is to be kept.
TEXT_COLUMNS: Mapping[str, frozenset[str]] = {"phrases": frozenset({"text"}), "quotes": frozenset({"text"})}

#: How a cell begins that a spreadsheet would run as a formula, after any guards already before it.
FORMULA = "'*[=+\\-@\t\r＝＋－＠]"
_QUOTED = '[",\r\n]'


def encode(table: str, columns: Sequence[str], rows: Sequence[Row], form: Format, *, keep_text: bool = True) -> bytes:
    """The bytes of one part of a table: CSV rows without the line of column names, or a whole Parquet file.

    Text that no file can hold (lone surrogates) stands there as U+FFFD, one for one. A missing figure is an empty
    cell in CSV and null in Parquet.
    """
    schema = pa.schema([(name, column_type(table, name)) for name in columns])
    cells: list[Cells] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    hidden = frozenset() if keep_text else TEXT_COLUMNS.get(table, frozenset())
    arrays = [
        pa.nulls(len(rows), field.type) if field.name in hidden else _array(column, field.type)
        for column, field in zip(cells, schema, strict=True)
    ]
    if form == "csv":
        return _csv(arrays)
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def csv_header(columns: Sequence[str]) -> bytes:
    """The line of column names."""
    return (",".join(columns) + "\n").encode()


def guarded(cells: pa.Array) -> pa.Array:
    """Text as cells that no spreadsheet takes for formulas: an apostrophe goes before `= + - @`, tab and return.

    Take one apostrophe off a cell that begins with apostrophes and one of these, and the text is as it was; offsets
    count in the article, not in the cell.

    >>> guarded(pa.array(["=2+2", "'=2+2", "'tis"])).to_pylist()
    ["'=2+2", "''=2+2", "'tis"]
    """
    return pc.replace_substring_regex(cells, f"^{FORMULA}", "'\\0") if pa.types.is_string(cells.type) else cells


def _csv(arrays: Sequence[pa.Array]) -> bytes:
    """The rows under each other; only cells that need quotation marks have them."""
    cells = [_text_cells(array) if pa.types.is_string(array.type) else array.cast(pa.string()) for array in arrays]
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    # The texts of an array lie one after another in memory: no line has to become a string of its own.
    ended = pc.binary_join_element_wise(lines, "\n", "")
    size = pc.sum(pc.binary_length(ended)).as_py()
    written: bytes = ended.buffers()[2].slice(0, size).to_pybytes() if size else b""
    return written


def _text_cells(array: pa.Array) -> pa.Array:
    # Most columns say the same few things over and over.
    told = array.dictionary_encode()
    return _quoted(guarded(told.dictionary)).take(told.indices)


def _quoted(cells: pa.Array) -> pa.Array:
    needed = pc.match_substring_regex(cells, _QUOTED)
    if not pc.any(needed).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    return pc.if_else(needed, pc.binary_join_element_wise('"', doubled, '"', ""), cells)


def _array(column: Cells, kind: pa.DataType) -> pa.Array:
    try:
        # Not a number becomes null.
        return pa.array(column, kind, from_pandas=True)
    except UnicodeEncodeError:
        return pa.array([cell and storable(cell) for cell in column], kind)
