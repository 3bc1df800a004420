"""Every column of every measure has its type, so that all parts of a table fit together."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.analysis import TableBuilder, table_columns
from framing.articles import Article, Side
from framing.measures import default_measures
from framing.tables import column_type, encode

TOLD = """Harbour council weighs a historic “toll”

The council of Port Ellery met on Monday to weigh a toll on lorries, a move that has rattled hauliers.

“We will not be bullied,” said Ada Quill, who leads the hauliers' union. “The toll is a crucial disgrace.”

The harbour master, Tom Brandt, said the toll would pay for a new quay. He added that work could begin in May.

Critics say the radical plan was rushed. The council votes on 3 June, and 25% of its seats are vacant."""


@pytest.fixture(scope="module")
def rows() -> TableBuilder:
    measures = default_measures()
    gathered = TableBuilder(measures)
    sides = (Side("union", ("Ada Quill",)), Side("port", ("Tom Brandt",)))
    told = Article("told", TOLD, outlet="Gazette", date="2031-05-03", sides=sides)
    gathered.add_articles([told, Article("empty", "")])
    gathered.add_error("x.txt", None, "empty")
    gathered.add_error("x.csv", 3, "empty")
    return gathered


def fits(value: Any, kind: pa.DataType) -> bool:
    if value is None:
        return True
    if pa.types.is_string(kind):
        return isinstance(value, str)
    if pa.types.is_boolean(kind):
        return isinstance(value, bool)
    if pa.types.is_integer(kind):
        return not isinstance(value, str | bool) and float(value).is_integer()
    return not isinstance(value, str | bool) and not math.isinf(float(value))


@pytest.mark.parametrize("table", table_columns(default_measures()))
def test_every_value_fits_the_type_of_its_column(rows: TableBuilder, table: str) -> None:
    for name, column in rows.cells[table].items():
        for value in column:
            assert fits(value, column_type(table, name)), f"{table}.{name} holds {value!r}: mend its type in tables.csv"


@pytest.mark.parametrize("table", table_columns(default_measures()))
def test_an_empty_part_has_the_schema_of_a_full_one(rows: TableBuilder, table: str, tmp_path: Path) -> None:
    schemas = []
    full = rows.cells[table]
    for number, some in enumerate([full, {name: [] for name in full}]):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(encode(table, some, "parquet"))
        schemas.append(pq.read_schema(path))
    assert schemas[0].equals(schemas[1])
    assert schemas[0].names == list(full)
