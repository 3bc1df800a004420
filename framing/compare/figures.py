"""Every account's summary figures, with the interval that its own sentences leave open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from framing.analysis import Analysis
from framing.compare.accounts import Account

COLUMNS = ("event", "account", "article", "group", "measure", "value", "low", "high")


def account_figures(analysis: Analysis, accounts: Sequence[Account], measures: Sequence[str]) -> pd.DataFrame:
    """One row per account and figure; `low` to `high` is the measure's own bootstrap interval over sentences.

    It is `nan` for figures whose measure gives none. The interval says how well the account's sentences fix the
    figure, nothing of the outlet's other articles.
    """
    table = analysis["articles"].set_index("article")
    rows: list[tuple[object, ...]] = []
    for account in accounts:
        row: dict[Any, Any] = table.loc[account.article.id].to_dict()
        for measure in measures:
            ends = (float(row.get(f"{measure}_{end}", float("nan"))) for end in ("low", "high"))
            known = (account.event, account.name, account.article.id, account.group)
            rows.append((*known, measure, float(row[measure]), *ends))
    return pd.DataFrame(rows, columns=list(COLUMNS))
