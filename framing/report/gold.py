"""The scores that a report shows: recorded ones, or those of validations run where the labelled data is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pandas as pd

from framing.validation import VALIDATIONS
from framing.validation.audit import audit_names
from framing.validation.record import recorded
from framing.validation.score import score_table


def scores(gold: str = "", names: Sequence[str] = ()) -> pd.DataFrame:
    """The scores of these validations (all, if none is named): measured anew on the labelled data in the folder `gold`,
    or as recorded for this version where no folder is given.
    """
    return pd.concat([_scores(name, gold) for name in names or VALIDATIONS], ignore_index=True)


def audit(gold: str = "") -> pd.DataFrame:
    """What moves when names change places: measured anew on the labelled data in the folder `gold`, or as recorded."""
    return audit_names(Path(gold)) if gold else recorded("audit-names")


def detail(name: str, which: str, gold: str = "") -> pd.DataFrame:
    """What the validation `name` tells beside its scores: measured anew on the labelled data, or as recorded."""
    if not gold:
        return recorded(f"{name}-{which}")
    table: pd.DataFrame = import_module(f"framing.validation.{name}").DETAILS[which](Path(gold))
    return table


def _scores(name: str, gold: str) -> pd.DataFrame:
    if not gold:
        return recorded(name)
    return score_table(import_module(f"framing.validation.{name}").validate(Path(gold)))
