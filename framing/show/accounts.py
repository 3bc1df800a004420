"""What accounts are called in charts and tables, and where their words stand in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.show.markup import article_anchor, printable, sentence_anchor

#: Whose words, as charts and tables put it. The column value for paraphrased words is `reported`.
VOICES = {"own": "own words", "quoted": "quoted", "reported": "paraphrased"}
#: Whose words a loaded phrase is; unclear where the attribution does not settle it.
PHRASE_VOICES = {**VOICES, "unclear": "unclear whose"}
#: Charts cut longer names; tables have them in full.
LONGEST = 24
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
        return sentence_anchor(str(article), int(starts[max(place, 0)]))

    def article(self, article: object) -> str | None:
        """The anchor of the article itself; None where it is not shown."""
        return article_anchor(str(article)) if str(article) in self._starts else None
