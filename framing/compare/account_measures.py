"""The figures by which outlets are compared: how an account is told, and not how long it is.

Counts grow with an article's length, warnings are no measures, and a headline or subhead is too short for a formula of
readability: none of them is compared. What is counted is compared as a share or a rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing.analysis import Analysis
from framing.compare.accounts import Account
from framing.measures import default_measures
from framing.tables import column_names

#: Units of counts and of warnings.
NOT_COMPARED = frozenset(
    {"phrases", "words", "attributions", "sources", "quotations", "sentences", "policy frames", "cues", "0 or 1"}
)
ENDS = ("_low", "_high")
#: Parts of an article that hold a sentence or two.
SHORT_PARTS = ("_headline", "_subhead")
#: Figures per word or per attribution: numerator, denominator.
SHARES = {
    "quoted_share": ("words_quoted", "words"),
    "reported_share": ("words_reported", "words"),
    "unnamed_share": ("attributions_unnamed", "attributions"),
}
#: The columns of the table `accounts`.
ACCOUNT_COLUMNS = ("event", "account", "article", "group", "measure", "value", "low", "high")
#: Before the name of a frame: the share of the sentences with one of its cues.
FRAME = "frame_"


def comparable(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A row per article and a column per figure that can be compared, of the tables of an analysis.

    Beside the measures' own figures these are `SHARES`, and for each frame `FRAME` and its name.
    """
    articles = tables["articles"].set_index("article")
    left_out = {
        column.name
        for measure in default_measures()
        for column in measure.summary_columns
        if column.unit in NOT_COMPARED
    }
    kept = [
        name
        for name in articles.columns
        if name not in left_out | set(column_names("articles")) and not str(name).endswith(ENDS + SHORT_PARTS)
    ]
    known = {name: parts for name, parts in SHARES.items() if set(parts) <= set(articles.columns)}
    shares = {
        name: articles[part] / articles[whole].where(articles[whole] > 0) for name, (part, whole) in known.items()
    }
    return pd.concat([articles[kept], pd.DataFrame(shares, index=articles.index), *_frames(tables)], axis=1)


def _frames(tables: Mapping[str, pd.DataFrame]) -> list[pd.DataFrame]:
    if "frames" not in tables or tables["frames"].empty:
        return []
    wide = tables["frames"].pivot(index="article", columns="frame", values="sentences_share")
    return [wide.add_prefix(FRAME).rename_axis(columns=None)]


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
    return pd.DataFrame(rows, columns=list(ACCOUNT_COLUMNS))
