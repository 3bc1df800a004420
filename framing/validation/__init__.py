"""Scores against human labels: recorded ones, and fresh ones on labelled data.

A validation that refits a model is a module of `lab/validation`, which is part of a checkout and not of an installed
package. It has a function `validate(gold: Path) -> list[Score]`, and may name further tables in `DETAILS`.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

#: The validations that `framing validate` offers.
VALIDATIONS: tuple[str, ...] = (
    "comparison",
    "entities",
    "events",
    "frames",
    "outlets",
    "phrasing",
    "readability",
    "sources",
)
#: The audits that `framing validate --audit` offers.
AUDITS: tuple[str, ...] = ("names",)


class MissingLab(Exception):
    """The folder `lab` of a checkout, or a library that it needs, is not there."""


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
