"""What accounts are called in charts and tables, and where each leads."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from framing.show.markup import article_anchor, printable
from framing.show.picture import Link

#: Charts cut longer names; tables have them in full.
LONGEST = 30


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


def links_to(articles: pd.DataFrame) -> list[Link]:
    """A link to each highlighted article."""
    return [Link(name, article_anchor(article)) for article, name in account_names(articles).items()]
