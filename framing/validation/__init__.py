"""Scores against human labels.

Each validation is a module here with a function `validate(gold: Path) -> list[Score]`; `framing validate NAME` runs
the one of that name. What it tells beside its scores (its mistakes, say) it names in `DETAILS`, functions of the same
folder that give a table.
"""

#: The validations that `framing validate` offers, each a module of this package.
VALIDATIONS: tuple[str, ...] = ("events", "frames", "outlets", "phrasing", "readability", "sources")
#: The audits that `framing validate --audit` offers.
AUDITS: tuple[str, ...] = ("names",)
