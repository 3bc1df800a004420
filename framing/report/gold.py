"""The validations run for a report, where the labelled data is at hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pandas as pd

from framing.validation import VALIDATIONS
from framing.validation.score import Score, score_table

#: Names the folder with the labelled data.
VARIABLE = "FRAMING_GOLD"

_COLUMNS = tuple(Score.__dataclass_fields__)


def scores(gold: str = "", names: Sequence[str] = ()) -> pd.DataFrame:
    """The scores of these validations (all, if none is named); no rows where no labelled data is at hand."""
    folder = gold or os.environ.get(VARIABLE, "")
    if not folder:
        return pd.DataFrame(columns=list(_COLUMNS))
    modules = [import_module(f"framing.validation.{name}") for name in names or VALIDATIONS]
    found: list[Score] = [score for module in modules for score in module.validate(Path(folder))]
    return score_table(found)
