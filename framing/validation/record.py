"""Recorded scores of this version, for readers without the labelled data.

`make scores` runs every validation and the audit, and writes `scores/NAME.csv`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).with_name("scores")


def recorded(name: str) -> pd.DataFrame:
    """The recorded table of a validation, detail or audit; FileNotFoundError lists the names."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in FOLDER.glob("*.csv")))
        raise FileNotFoundError(f"no recorded table {name!r}; choose from {known}")
    return pd.read_csv(path)
