"""The summary figures of a measure, with unit, direction and reference: the part of a report that can be checked."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.measures import default_measures
from framing.show.markup import Display, Html, tag
from framing.show.names import account_names
from framing.show.table import NOT_TOLD, Table, table

_ENDS = ("_low", "_high")


class Figures(Display):
    """Two tables: the figures of each account, and what each figure is, folded under the name of their measure."""

    def __init__(self, measure: str, values: Table, meanings: Table) -> None:
        self.measure, self.values, self.meanings = measure, values, meanings

    def html(self) -> Html:
        """Both tables."""
        said = f"The {len(self.values.frame)} figures of {self.measure}, and what each of them is"
        return tag("details", tag("summary", said), self.values.html(), self.meanings.html(), class_="folded")


def figures(analysis: Mapping[str, pd.DataFrame], measure: str) -> Figures:
    """The figures of the measure of that name: a row each, a column per account, the 95 % interval beside the value."""
    known = next(each for each in default_measures() if each.name == measure)
    shown = [figure for figure in known.figures if not figure.name.endswith(_ENDS)]
    articles = analysis["articles"]
    names = account_names(articles)
    accounts = {str(row["article"]): {str(k): v for k, v in row.items()} for row in articles.to_dict("records")}
    rows = [[_named(figure.name), *(_with_interval(accounts[a], figure.name) for a in names)] for figure in shown]
    values = pd.DataFrame(rows, columns=["figure", *names.values()])
    meanings = pd.DataFrame(
        [(_named(f.name), f.unit, f.direction, f.reference) for f in shown],
        columns=["figure", "unit", "a higher value means", "reference"],
    )
    return Figures(
        measure,
        table(values, f"Every figure of {measure}, with its 95 % interval where it has one."),
        table(meanings, f"What the figures of {measure} are."),
    )


def _named(name: str) -> str:
    return name.replace("_", " ")


def _with_interval(account: Mapping[str, object], name: str) -> str:
    value, low, high = (account.get(f"{name}{end}") for end in ("", *_ENDS))
    if not isinstance(value, (int, float)) or pd.isna(value):
        return NOT_TOLD
    said = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    if isinstance(low, float) and isinstance(high, float) and not pd.isna(low):
        said += f" ({low:,.2f} to {high:,.2f})"
    return said
