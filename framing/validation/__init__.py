"""Scores against human labels: recorded ones, and fresh ones on labelled data.

A validation that refits a model is a module of `lab/validation`, which is part of a checkout and not of an installed
package. It has a function `validate(gold: Path) -> list[Score]`, and may name further tables in `DETAILS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pandas as pd

#: The validations that `framing validate` offers.
VALIDATIONS = ("comparison", "entities", "events", "frames", "outlets", "phrasing", "readability", "sources")
#: The audits that `framing validate --audit` offers.
AUDITS = ("names",)
#: Recorded scores of this version, which `make scores` writes.
FOLDER = Path(__file__).with_name("scores")


class MissingLab(Exception):
    """A checkout's folder `lab`, or a library that it needs, is missing."""


class MissingGold(Exception):
    """The labelled data is not where `--gold` or `FRAMING_GOLD` points."""


class Score(NamedTuple):
    """One measured accuracy.

    `low` and `high` bound the bootstrap interval over `n` units (`unit`: sentence, article, event, outlet). On the same
    data a simple or existing method reaches `floor`, people `ceiling`; None if unknown. `how` names the design
    ("cross-validation over outlets", "never trained on").
    """

    data: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    unit: str
    floor: float | None
    ceiling: float | None
    how: str


def score_table(scores: Sequence[Score]) -> pd.DataFrame:
    """The scores as a table, one row each, in the given order."""
    frame = pd.DataFrame(scores, columns=list(Score._fields))
    return frame.astype({"floor": float, "ceiling": float})


def recorded(name: str) -> pd.DataFrame:
    """The recorded table of a validation, detail or audit; FileNotFoundError lists the names."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in FOLDER.glob("*.csv")))
        raise FileNotFoundError(f"no recorded table {name!r}; choose from {known}")
    return pd.read_csv(path)


def validation_module(name: str) -> ModuleType:
    """The module of a validation or of `audit`; MissingLab where framing was installed without its checkout."""
    return lab_module(f"validation.{name}")


def lab_module(name: str) -> ModuleType:
    """A module of `lab`; MissingLab where framing was installed without its checkout."""
    try:
        return import_module(f"lab.{name}")
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "lab":
            raise MissingLab(
                "this needs code that only a checkout of framing holds (folder lab/); "
                "clone the repository and run the command there"
            ) from error
        raise
