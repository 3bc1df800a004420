"""Every table and column, declared once in `tables.csv`; the only place that writes or reads table files.

Offsets are half-open ranges of code points into the article's text as given.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.files import FORMULA, guarded_cell, replace_surrogates

if TYPE_CHECKING:
    import pandas as pd

TableFormat = Literal["csv", "parquet"]


class Column(NamedTuple):
    """A column: its type, meaning and unit, and whether it holds words of the article."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    is_text: bool = False


_TYPES = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "answer": pa.bool_()}


def _read_declarations() -> Mapping[str, tuple[Column, ...]]:
    tables: dict[str, tuple[Column, ...]] = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    for table, name, kind, unit, is_text, meaning in rows:
        unit = "true, false, or empty where unclear" if kind == "answer" else unit
        tables[table] = (*tables.get(table, ()), Column(name, _TYPES[kind], meaning, unit, is_text == "1"))
    return tables


#: The columns of each table, in order. `articles` has a further column for each summary value of a measure.
TABLES = _read_declarations()


def column_names(table: str) -> tuple[str, ...]:
    """The names of a table's declared columns, in order."""
    return tuple(column.name for column in TABLES[table])


def column_type(table: str, name: str) -> pa.DataType:
    """The type of a table's column; summary values are floats."""
    return next((column.type for column in TABLES[table] if column.name == name), pa.float64())


#: Rows written as CSV at a time, so that a text as long as a book takes little memory.
_ROWS = 1 << 13


def guarded(cells: pa.Array) -> pa.Array:
    """Text as cells that no spreadsheet runs as formulas: an apostrophe goes before `= + - @`, tab and return.

    To get the text back, remove one apostrophe from a cell that begins with apostrophes and one of these. Offsets count
    in the article, not in the cell.

    >>> guarded(pa.array(["=2+2", "'=2+2", "'tis"])).to_pylist()
    ["'=2+2", "''=2+2", "'tis"]
    """
    return pc.replace_substring_regex(cells, f"^{FORMULA}", "'\\0") if pa.types.is_string(cells.type) else cells


def encode(table: str, cells: Mapping[str, Sequence[Any]], form: TableFormat, *, keep_text: bool = True) -> bytes:
    """The bytes of a part of a table: CSV rows without the header, or a whole Parquet file.

    Each lone surrogate becomes U+FFFD. A missing value is an empty cell in CSV and null in Parquet. Without `keep_text`
    columns with words of the article are empty.
    """
    hidden = frozenset() if keep_text else {column.name for column in TABLES[table] if column.is_text}
    schema = pa.schema([(name, column_type(table, name)) for name in cells])
    arrays = [
        pa.nulls(len(column), field.type) if field.name in hidden else _array(column, field.type)
        for column, field in zip(cells.values(), schema, strict=True)
    ]
    if form == "csv":
        rows = range(0, len(arrays[0]), _ROWS)
        return b"".join(_csv([array.slice(at, _ROWS) for array in arrays]) for at in rows)
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def csv_header(names: Iterable[str]) -> bytes:
    """The line of column names, guarded like cells."""
    cells = _text_cells(_texts(list(map(str, names))))
    return (",".join(cells.to_pylist()) + "\n").encode()


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A DataFrame as CSV that no spreadsheet runs as formulas, header included; the index is left out."""
    safe = frame.rename(columns=lambda name: _safe(str(name)))
    written: str = safe.map(_safe).to_csv(index=False)
    return written.encode()


def _safe(value: Any) -> Any:
    return guarded_cell(replace_surrogates(value)) if isinstance(value, str) else value


def read_table(folder: Path, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A table of the result in a folder, or some columns of it. FileNotFoundError if it does not exist.

    CSV cells lose the apostrophe that guards them from running as formulas.
    """
    import pandas as pd

    chosen = None if columns is None else list(columns)
    written = folder / f"{table}.csv"
    if written.exists():
        frame = pd.read_csv(written, usecols=chosen, keep_default_na=False, na_values=[""], dtype_backend="pyarrow")
        for name in frame.columns:
            if pd.api.types.is_string_dtype(frame[name]):
                frame[name] = frame[name].str.replace(f"^'({FORMULA})", r"\1", regex=True)
        return frame if chosen is None else frame[chosen]
    for place in (folder / f"{table}.parquet", folder / table):
        if place.exists():
            return pd.read_parquet(place, columns=chosen)
    raise FileNotFoundError(f"{folder} holds no table {table}; make it with framing analyze INPUT... --out {folder}")


def possible_names(table: str) -> tuple[str, str, str]:
    """A table's possible names in a result: a CSV file, a Parquet file, a folder of Parquet parts."""
    return (f"{table}.csv", f"{table}.parquet", table)


def is_result(folder: Path) -> bool:
    """Whether a folder holds tables that `framing analyze` wrote."""
    return any((folder / name).exists() for name in possible_names("articles"))


def dataframe(cells: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Columns as a DataFrame; lone surrogates become U+FFFD where pandas cannot hold them."""
    import pandas as pd

    try:
        return pd.DataFrame(dict(cells))
    except UnicodeEncodeError:
        return pd.DataFrame(
            {
                name: [replace_surrogates(cell) if isinstance(cell, str) else cell for cell in column]
                for name, column in cells.items()
            }
        )


def _csv(arrays: Sequence[pa.Array]) -> bytes:
    """The rows as lines; only cells that need quotation marks get them."""
    cells = [_text_cells(array) if pa.types.is_string(array.type) else array.cast(pa.string()) for array in arrays]
    lines = pc.binary_join_element_wise(*cells, _literal(","), null_handling="replace", null_replacement="")
    # Arrow stores an array's texts consecutively, so no line needs to become a Python string.
    ended = pc.binary_join_element_wise(lines, _literal("\n"), _literal(""))
    size = pc.sum(pc.binary_length(ended)).as_py()
    written: bytes = ended.buffers()[2].slice(0, size).to_pybytes() if size else b""
    return written


def _text_cells(array: pa.Array) -> pa.Array:
    # Most columns repeat a few values.
    encoded = array.dictionary_encode()
    return _quoted(guarded(encoded.dictionary)).take(encoded.indices)


def _quoted(cells: pa.Array) -> pa.Array:
    needed = pc.match_substring_regex(cells, '[",\r\n]')
    if not pc.any(needed).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    mark = _literal('"')
    return pc.if_else(needed, pc.binary_join_element_wise(mark, doubled, mark, _literal("")), cells)


def _array(column: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """A column in arrow's layout; None and `nan` become null.

    `pa.array` does the same, but imports pandas, which takes longer than analysing an article.
    """
    if pa.types.is_string(kind):
        return _texts(column)
    values = np.array(column, dtype=np.float64)
    missing = np.isnan(values)
    if pa.types.is_boolean(kind):
        data = pa.py_buffer(np.packbits(values == 1, bitorder="little"))
    elif pa.types.is_integer(kind):
        data = pa.py_buffer(np.where(missing, 0, values).astype(np.int64))
    else:
        data = pa.py_buffer(values)
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    return pa.Array.from_buffers(kind, len(values), [valid, data])


def _texts(column: Sequence[str | None]) -> pa.Array:
    """Texts in arrow's layout; None and `nan` become null, lone surrogates U+FFFD."""
    builder = pa.lib.StringBuilder()
    cells = (None if cell is None or cell != cell else cell for cell in column)
    builder.append_values(cell if cell is None or cell.isascii() else replace_surrogates(cell) for cell in cells)
    return builder.finish()


def _literal(text: str) -> pa.StringScalar:
    return _texts([text])[0]
