"""What accounts are called in charts and tables, where their words stand in a report, and rows that lead there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.show.data_table import Table, table
from framing.show.markup import anchor, printable

#: Whose words, as charts and tables put it. The column value for paraphrased words is `reported`.
VOICES = {"own": "own words", "quoted": "quoted", "reported": "paraphrased"}
#: Whose words a loaded phrase is; unclear where the attribution does not settle it.
PHRASE_VOICES = {**VOICES, "unclear": "unclear whose"}
#: Charts cut longer names; tables have them in full.
LONGEST = 24
#: More accounts than this are counted and listed instead of standing in a column each.
MOST_COLUMNS = 7
#: The most articles that a report shows in full; of more, those with the most loaded phrases.
MOST_SHOWN = 24


def account_names(articles: pd.DataFrame) -> dict[str, str]:
    """The name of each article by its id: its outlet, or outlet and id where the outlet has several.

    >>> import pandas as pd
    >>> account_names(pd.DataFrame({"article": ["a", "b", "c"], "outlet": ["Post", "Post", None]}))
    {'a': 'Post: a', 'b': 'Post: b', 'c': 'c'}
    """
    known = articles["outlet"].notna() & (articles["outlet"] != "")
    times = Counter(articles["outlet"][known])
    rows = zip(articles["article"], articles["outlet"], known, strict=True)
    return {
        article: str(article) if not has else str(outlet) if times[outlet] == 1 else f"{outlet}: {article}"
        for article, outlet, has in rows
    }


def short(name: str, longest: int = LONGEST) -> str:
    """The name as a chart has room for it."""
    shown = printable(name)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def shown_articles(analysis: Mapping[str, pd.DataFrame]) -> list[str]:
    """The ids of the articles that a report shows in full, in order."""
    ids = list(analysis["articles"]["article"])
    if len(ids) <= MOST_SHOWN:
        return ids
    phrases = analysis["phrases"]
    counts = phrases.loc[phrases["voice"] == "own", "article"].value_counts()
    kept = set(sorted(ids, key=lambda article: (-int(counts.get(article, 0)), ids.index(article)))[:MOST_SHOWN])
    return [article for article in ids if article in kept]


class Sentences:
    """Finds the sentence that an offset lies in, so that a cell of a table can lead to it."""

    def __init__(self, analysis: Mapping[str, pd.DataFrame]) -> None:
        shown = set(shown_articles(analysis))
        self._starts = {
            str(article): rows["start"].to_numpy()
            for article, rows in analysis["sentences"].groupby("article")
            if article in shown
        }

    def anchor(self, article: object, offset: Any) -> str | None:
        """The anchor of the sentence at the offset; None without an offset, or where the article is not shown."""
        starts = self._starts.get(str(article))
        if starts is None or pd.isna(offset):
            return None
        place = int(np.searchsorted(starts, int(offset), side="right")) - 1
        return anchor("sentence", str(article), int(starts[max(place, 0)]))

    def article(self, article: object) -> str | None:
        """The anchor of the article itself; None where it is not shown."""
        return anchor("article", str(article)) if str(article) in self._starts else None


def listing(
    analysis: Mapping[str, pd.DataFrame],
    rows: pd.DataFrame,
    columns: Sequence[str],
    caption: str,
    *,
    links: Mapping[str, Sequence[str | None]] | None = None,
    **options: Any,
) -> Table:
    """Rows with an `article` and a `start`, as a table of these columns whose first leads to the words.

    The column `account` names the article; columns without a value, and the account where there is one, are left out.
    """
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    anchors = [places.anchor(article, start) for article, start in zip(rows["article"], rows["start"], strict=True)]
    frame = rows.assign(account=rows["article"].map(names))[
        [column for column in columns if column in {*rows, "account"}]
    ]
    frame = frame.drop(columns="account", errors="ignore") if len(names) == 1 else frame
    kept = frame.dropna(axis="columns", how="all") if len(frame) else frame
    return table(kept.reset_index(drop=True), caption, links=links or {columns[0]: anchors}, **options)
