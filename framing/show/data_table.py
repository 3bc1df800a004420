"""A report's table: captioned, sortable, escaped, its cells linked to their words in the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.show.markup import Display, Html, anchor, key, printable, tag, text
from framing.text.spans import few_words

#: The voices as charts and tables name them. The column value for paraphrased words is `reported`.
VOICES = {"own": "own words", "quoted": "quoted", "reported": "paraphrased"}
#: The voices of phrases; unclear where the attribution does not decide.
PHRASE_VOICES = {**VOICES, "unclear": "unclear whose"}
#: Charts cut longer names; tables have them in full.
LONGEST = 24
#: Maximum accounts with a column each; more are counted and listed.
MOST_COLUMNS = 7
#: Maximum articles that a report shows in full; of more, those with the most loaded phrases.
MOST_SHOWN = 24
#: Shown for undefined values.
UNDEFINED = "–"
#: Rows of a long table shown before "Show all" is pressed.
FIRST_ROWS = 10
#: Maximum rows of a table in a report; the saved tables have all.
MOST_ROWS = 200

Cells = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Table(Display):
    """A displayed frame.

    By column, `labels` has headings with units, `digits` decimals (default 2), `links` the anchor of each cell,
    `shades` the CSS class of each cell.
    """

    frame: pd.DataFrame
    caption: str
    labels: Mapping[str, str]
    digits: Mapping[str, int]
    links: Cells
    shades: Cells

    def html(self) -> Html:
        """The table as HTML; its first column names the rows, and a checkbox unfolds those after the tenth."""
        columns = [str(column) for column in self.frame.columns]
        numeric = {str(column) for column in self.frame.columns if pd.api.types.is_numeric_dtype(self.frame[column])}
        labels = {column: self.labels.get(column, column.replace("_", " ")) for column in columns}
        head = [
            tag("th", labels[c], scope="col", data_name=c, class_="number" if c in numeric else None) for c in columns
        ]
        rows = [self._row(n, row, labels, numeric) for n, row in enumerate(self.frame.to_numpy(dtype=object))]
        more = len(rows) > FIRST_ROWS
        fold = Html(f'<label class="all"><input type="checkbox"> Show all {len(rows):,} rows</label>') if more else None
        body = tag("tbody", *(rows or [tag("tr", tag("td", "None.", colspan=len(columns)))]))
        whole = tag("table", tag("caption", self.caption), tag("thead", tag("tr", *head)), body)
        ident = f"table-{key(self.caption, *columns, self.frame.to_csv(index=False))}"
        return tag("div", whole, fold, class_="table long" if more else "table", id=ident)

    def _row(self, number: int, row: Iterable[Any], labels: Mapping[str, str], numeric: set[str]) -> Html:
        cells = []
        for place, (column, value) in enumerate(zip(labels, row, strict=True)):
            anchor = self.links[column][number] if self.links.get(column) else None
            shown: object = value if isinstance(value, Html) else self._shown(column, value)
            content = tag("a", shown, href=f"#{anchor}") if anchor else text(shown)
            shade = self.shades[column][number] if column in self.shades else None
            about = {
                "class_": " ".join(filter(None, [shade, "number" if column in numeric else None])) or None,
                "data_order": f"{float(value):.12g}" if column in numeric and not pd.isna(value) else None,
            }
            if place == 0:
                cells.append(tag("th", content, scope="row", **about))
            else:
                cells.append(tag("td", content, **about, data_label=labels[column]))
        return tag("tr", *cells)

    def _shown(self, column: str, value: Any) -> str:
        if not isinstance(value, (list, tuple, dict)) and pd.isna(value):
            return UNDEFINED
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and column not in self.digits):
            return f"{int(value):,}"
        if isinstance(value, float):
            return f"{value:,.{self.digits.get(column, 2)}f}"
        return str(value)


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    labels: Mapping[str, str] | None = None,
    digits: Mapping[str, int] | None = None,
    links: Cells | None = None,
    shades: Cells | None = None,
    keep_text: bool = True,
    most: int = MOST_ROWS,
) -> Table:
    """The frame as a report's table.

    Without `keep_text` every cell is cut to a few words; `most` keeps the first rows and says so in the caption.
    """
    shown = frame.head(most)
    if len(shown) < len(frame):
        caption = f"{caption} The first {len(shown)} of {len(frame):,} rows; the saved tables have all."
    shown = shown if keep_text else shorten(shown)
    return Table(shown, caption, labels or {}, digits or {}, links or {}, shades or {})


def shorten(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text cut to a few words, except the column `why`, which quotes no article."""

    def cut(value: Any) -> Any:
        return few_words(value) if isinstance(value, str) and not isinstance(value, Html) else value

    texts = frame.select_dtypes(exclude=["number", "bool"]).columns.drop("why", errors="ignore")
    return frame.assign(**{str(column): frame[column].map(cut) for column in texts})


def account_names(articles: pd.DataFrame) -> dict[str, str]:
    """The name of each article by its id: its outlet, or outlet and id where the outlet has several.

    >>> import pandas as pd
    >>> account_names(pd.DataFrame({"article": ["a", "b", "c"], "outlet": ["Post", "Post", None]}))
    {'a': 'Post: a', 'b': 'Post: b', 'c': 'c'}
    """
    outlets = ["" if pd.isna(outlet) else str(outlet) for outlet in articles["outlet"]]
    times = Counter(outlets)
    return {
        article: str(article) if not outlet else outlet if times[outlet] == 1 else f"{outlet}: {article}"
        for article, outlet in zip(articles["article"], outlets, strict=True)
    }


def short(name: str, longest: int = LONGEST) -> str:
    """The name, cut to the room in a chart."""
    shown = printable(name)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def shown_articles(analysis: Mapping[str, pd.DataFrame]) -> list[str]:
    """The ids of the articles that a report shows in full, in order."""
    ids, phrases = analysis["articles"]["article"], analysis["phrases"]
    if len(ids) <= MOST_SHOWN:
        return list(ids)
    counts = ids.map(phrases.loc[phrases["voice"] == "own", "article"].value_counts()).fillna(0)
    return list(ids[counts.rank(ascending=False, method="first") <= MOST_SHOWN])


class Sentences:
    """Finds the sentence around an offset, so that a table's cell can link to it."""

    def __init__(self, analysis: Mapping[str, pd.DataFrame]) -> None:
        shown = set(shown_articles(analysis))
        self._starts = {
            str(article): rows["start"].to_numpy()
            for article, rows in analysis["sentences"].groupby("article")
            if article in shown
        }

    def anchor(self, article: object, offset: Any) -> str | None:
        """The anchor of the sentence at the offset; None without an offset or a shown article."""
        starts = self._starts.get(str(article))
        if starts is None or pd.isna(offset):
            return None
        place = int(np.searchsorted(starts, int(offset), side="right")) - 1
        return anchor("sentence", str(article), int(starts[max(place, 0)]))

    def anchors(self, articles: Iterable[object], offsets: Iterable[Any]) -> list[str | None]:
        """The anchor of each of several places."""
        return [self.anchor(*place) for place in zip(articles, offsets, strict=True)]

    def article(self, article: object) -> str | None:
        """The anchor of the article; None if it is not shown."""
        return anchor("article", str(article)) if str(article) in self._starts else None


def listing(
    analysis: Mapping[str, pd.DataFrame],
    rows: pd.DataFrame,
    columns: Sequence[str],
    caption: str,
    *,
    links: Cells | None = None,
    **options: Any,
) -> Table:
    """Rows with an `article` and a `start` as a table of these columns, the first linked to the words.

    The column `account` names the article; empty columns, and `account` for a single article, are left out.
    """
    names = account_names(analysis["articles"])
    rows = rows.assign(account=rows["article"].map(names))
    frame = rows[[column for column in columns if column in rows and (column != "account" or len(names) > 1)]]
    filled = frame.dropna(axis="columns", how="all") if len(frame) else frame
    anchors = links or {columns[0]: Sentences(analysis).anchors(rows["article"], rows["start"])}
    return table(filled.reset_index(drop=True), caption, links=anchors, **options)
