"""Published tables in CSV, Excel or Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd


def read_table(path: Path, needed: Sequence[str]) -> pd.DataFrame:
    """The table of a CSV (commas, semicolons or tabs), Excel or Parquet file; cells that are empty are None.

    ValueError names the columns of `needed` that the file lacks.
    """
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
    elif path.suffix in {".xlsx", ".xls"}:
        table = pd.read_excel(path)
    else:
        with path.open(encoding="utf-8-sig") as lines:
            head = lines.readline()
        table = pd.read_csv(path, sep=max(",;\t", key=head.count), encoding="utf-8-sig")
    table.columns = [str(column).strip() for column in table.columns]
    missing = [column for column in needed if column not in table]
    if missing:
        raise ValueError(f"{path}: no column {', '.join(map(repr, missing))}; there are {', '.join(table.columns)}")
    return table.astype(object).where(table.notna(), None)
