"""The tables of a result read back, whichever way they were written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.corpus.encode import FORMULA

_GUARDED = f"^'({FORMULA})"


def load_table(out: Path, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A table of the result in the folder `out`, or only some of its columns. FileNotFoundError if it is not there.

    The apostrophe that guards a CSV cell from being run as a formula is taken off again.
    """
    chosen = None if columns is None else list(columns)
    written = out / f"{table}.csv"
    if written.exists():
        frame = pd.read_csv(written, usecols=chosen, keep_default_na=False, na_values=[""], dtype_backend="pyarrow")
        for name in frame.columns:
            if pd.api.types.is_string_dtype(frame[name]):
                frame[name] = frame[name].str.replace(_GUARDED, r"\1", regex=True)
        return frame if chosen is None else frame[chosen]
    for place in (out / f"{table}.parquet", out / table):
        if place.exists():
            return pd.read_parquet(place, columns=chosen)
    raise FileNotFoundError(f"{out} holds no table {table}; make it with framing analyze INPUT... --out {out}")
