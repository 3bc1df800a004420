"""What an analysis looks like in a notebook: its articles in a table and, where they are few, marked."""

from __future__ import annotations

import pandas as pd

from framing.analysis import Analysis
from framing.show.highlight import highlight
from framing.show.markup import Html, article_anchor, display, join
from framing.show.names import account_names
from framing.show.rates import VOICES
from framing.show.table import Table, table

#: More articles than this are shown as a table alone.
FEW_ARTICLES = 4


def overview(analysis: Analysis, keep_text: bool = True) -> Table:
    """One row per article: its size, its loaded phrases by voice, its attributions and sources. Counts, no rates."""
    articles, phrases, quotes = analysis["articles"], analysis["phrases"], analysis["quotes"]
    frame = pd.DataFrame({"account": account_names(articles).values()})
    frame["words"], frame["sentences"] = articles["words"].to_numpy(), articles["sentences"].to_numpy()
    for voice, label in VOICES.items():
        frame[f"loaded, in {label}"] = _count(articles, phrases[phrases["voice"] == voice])
    frame["attributions"] = _count(articles, quotes[quotes["kind"] != "scare"])
    frame["named sources"] = _count(articles, analysis["sources"])
    caption = "What was found, in counts; each account leads to its marked text."
    anchors = {"account": [article_anchor(article) for article in articles["article"]]}
    return table(frame, caption, links=anchors, keep_text=keep_text)


def summary_html(analysis: Analysis) -> str:
    """The analysis as a notebook displays it."""
    few = 0 < len(analysis.articles_read) <= FEW_ARTICLES
    marked: Html | None = highlight(analysis).html() if few else None
    return display(join(overview(analysis).html(), marked))


def _count(articles: pd.DataFrame, rows: pd.DataFrame) -> list[int]:
    counts = rows["article"].value_counts()
    return [int(counts.get(article, 0)) for article in articles["article"]]
