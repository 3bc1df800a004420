"""A report's table: captioned, sortable, escaped, its cells linked to their words in the articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from framing.compare.accounts import account_names
from framing.show.markup import Display, Html, anchor, key, tag
from framing.text.spans import truncate_words

#: The voices as charts and tables name them. The column value for paraphrased words is `reported`.
VOICES = {"own": "own words", "quoted": "quoted", "reported": "paraphrased"}
#: The voices of phrases; unclear where the attribution does not decide.
PHRASE_VOICES = {**VOICES, "unclear": "unclear voice"}
#: Maximum accounts with a column each; more are counted and listed.
MOST_COLUMNS = 7
#: Maximum articles that a report shows in full; of more, those with the most loaded phrases.
MOST_SHOWN = 24
#: Shown for undefined values.
UNDEFINED = "–"
#: Rows of a long table shown before "Show all" is pressed; maximum rows in a report (the saved tables have all).
FIRST_ROWS, MOST_ROWS = 10, 200

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
        count, names = len(self.frame), [str(name) for name in self.frame.columns]
        heads, columns = [], []
        for place, (name, (_, values)) in enumerate(zip(names, self.frame.items(), strict=True)):
            label = self.labels.get(name, name.replace("_", " "))
            number = "number" if pd.api.types.is_numeric_dtype(values) else None
            heads.append(tag("th", label, scope="col", data_name=name, class_=number))
            columns.append(self._cells(name, values, number, label if place else None))
        rows = [tag("tr", *cells) for cells in zip(*columns, strict=True)]
        body = tag("tbody", *(rows or [tag("tr", tag("td", "None.", colspan=len(names)))]))
        whole = tag("table", tag("caption", self.caption), tag("thead", tag("tr", *heads)), body)
        fold = Html(f'<label class="all"><input type="checkbox"> Show all {count:,} rows</label>')
        ident = f"table-{key(self.caption, *names, self.frame.to_csv(index=False))}"
        if count > FIRST_ROWS:
            return tag("div", whole, fold, class_="table long", id=ident)
        return tag("div", whole, class_="table", id=ident)

    def _cells(self, name: str, values: pd.Series[Any], number: str | None, label: str | None) -> list[Html]:
        """The cells of a column; the first column has no label, since it names the rows."""
        kind, scope = ("td", None) if label else ("th", "row")
        none, cells = [None] * len(values), []
        columns = values.astype(object), self.links.get(name) or none, self.shades.get(name) or none
        for value, link, shade in zip(*columns, strict=False):
            shown = _written(value, self.digits.get(name))
            about = {
                "class_": " ".join(filter(None, [shade, number])) or None,
                "data_order": f"{float(value):.12g}" if number and not pd.isna(value) else None,
            }
            content = tag("a", shown, href=f"#{link}") if link else shown
            cells.append(tag(kind, content, scope=scope, **about, data_label=label))
        return cells


def _written(value: Any, digits: int | None) -> object:
    """A cell's value for readers."""
    if isinstance(value, (Html, list, tuple, dict)):
        return value
    if pd.isna(value):
        return UNDEFINED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and digits is None):
        return f"{int(value):,}"
    return f"{value:,.{2 if digits is None else digits}f}" if isinstance(value, float) else value


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    labels: Mapping[str, str] = {},
    digits: Mapping[str, int] = {},
    links: Mapping[str, Sequence[str | None]] = {},
    shades: Mapping[str, Sequence[str | None]] = {},
    keep_text: bool = True,
    most: int = MOST_ROWS,
) -> Table:
    """The frame as a report's table.

    Without `keep_text` every cell is cut to a few words; `most` keeps the first rows and says so in the caption.
    """
    shown = frame.head(most)
    if len(shown) < len(frame):
        caption = f"{caption} The first {len(shown)} of {len(frame):,} rows; the saved tables have all."
    return Table(shown if keep_text else shorten(shown), caption, labels, digits, links, shades)


def shorten(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text cut to a few words, except the column `why`, which quotes no article."""

    def cut(value: Any) -> Any:
        return truncate_words(value) if isinstance(value, str) and not isinstance(value, Html) else value

    texts = frame.select_dtypes(exclude=["number", "bool"]).columns.drop("why", errors="ignore")
    return frame.assign(**{str(column): frame[column].map(cut) for column in texts})


class Accounts:
    """The accounts of an analysis as a report names, shows and links them.

    `names` has the name of each article by its id: its outlet (or the field that a comparison is by), or that and its
    id where several have it.

    >>> articles = pd.DataFrame({"article": ["a", "b", "c"], "outlet": ["Post", "Post", None]})
    >>> Accounts({"articles": articles}).names
    {'a': 'Post: a', 'b': 'Post: b', 'c': 'c'}
    """

    def __init__(self, analysis: Mapping[str, pd.DataFrame]) -> None:
        self._analysis, articles = analysis, analysis["articles"]
        ids, by = articles["article"].tolist(), getattr(analysis, "named_by", "outlet")
        if by == "outlet":
            groups = ["" if pd.isna(outlet) else str(outlet) for outlet in articles["outlet"]]
        else:
            groups = [analysis.article(id).value_of(by) for id in ids]  # type: ignore[attr-defined]
        keys = [("", group or str(id)) for group, id in zip(groups, ids, strict=True)]
        self.names: dict[str, str] = dict(zip(ids, account_names(keys, ids), strict=True))

    @cached_property
    def shown(self) -> list[str]:
        """The ids of the articles that a report shows in full, in order."""
        ids, phrases = self._analysis["articles"]["article"], self._analysis["phrases"]
        if len(ids) <= MOST_SHOWN:
            return list(ids)
        counts = ids.map(phrases.loc[phrases["voice"] == "own", "article"].value_counts()).fillna(0)
        return list(ids[counts.rank(ascending=False, method="first") <= MOST_SHOWN])

    @cached_property
    def _starts(self) -> dict[str, Any]:
        """The starts of the sentences of each shown article."""
        sentences = self._analysis["sentences"]
        shown = sentences[sentences["article"].isin(self.shown)]
        return {str(article): rows["start"].to_numpy() for article, rows in shown.groupby("article")}

    def article(self, article: object) -> str | None:
        """The anchor of the article; None if it is not shown."""
        return anchor("article", str(article)) if str(article) in self._starts else None

    def sentence(self, article: object, offset: Any) -> str | None:
        """The anchor of the sentence at the offset; None without an offset or a shown article."""
        starts = self._starts.get(str(article))
        if starts is None or pd.isna(offset):
            return None
        place = int(np.searchsorted(starts, int(offset), side="right")) - 1
        return anchor("sentence", str(article), int(starts[max(place, 0)]))

    def sentences(self, articles: Iterable[object], offsets: Iterable[Any]) -> list[str | None]:
        """The anchor of the sentence at each of several places."""
        return [self.sentence(*place) for place in zip(articles, offsets, strict=True)]


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

    The column `account` names the article, as the rows do if they have it; empty columns, and `account` for a single
    article, are left out.
    """
    accounts = Accounts(analysis)
    if "account" not in rows:
        rows = rows.assign(account=rows["article"].map(accounts.names))
    frame = rows[[column for column in columns if column in rows and (column != "account" or len(accounts.names) > 1)]]
    filled = frame.dropna(axis="columns", how="all") if len(frame) else frame
    anchors = links or {columns[0]: accounts.sentences(rows["article"], rows["start"])}
    return table(filled.reset_index(drop=True), caption, links=anchors, **options)
