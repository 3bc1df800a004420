"""Scores for reports: recorded ones, or fresh ones on labelled data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.validation import VALIDATIONS, validation_module
from framing.validation.score import FOLDER, recorded, score_table


def scores(gold: str = "", names: Sequence[str] = ()) -> pd.DataFrame:
    """The scores of the named validations, or of all; recorded unless `gold` names a folder of labelled data."""
    return pd.concat([_scores(name, gold) for name in names or VALIDATIONS], ignore_index=True)


def audit(gold: str = "") -> pd.DataFrame:
    """The effect of swapping names; recorded unless `gold` names a folder of labelled data."""
    if not gold:
        return recorded("audit-names")
    table: pd.DataFrame = validation_module("audit").audit_names(Path(gold))
    return table


def detail(name: str, which: str, gold: str = "") -> pd.DataFrame:
    """A detail table of a validation; recorded unless `gold` names a folder of labelled data."""
    if not gold:
        return recorded(f"{name}-{which}")
    table: pd.DataFrame = validation_module(name).DETAILS[which](Path(gold))
    return table


def _scores(name: str, gold: str) -> pd.DataFrame:
    if not gold:
        return recorded(name) if (FOLDER / f"{name}.csv").is_file() else score_table([])
    return score_table(validation_module(name).validate(Path(gold)))
