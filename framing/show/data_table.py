"""A table as a report shows it: captioned, numbered, sortable, to be saved as CSV; every cell escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.show.markup import Display, Html, key, tag, text
from framing.text.spans import few_words

#: Shown for undefined values.
UNDEFINED = "–"
#: Rows of a long table that are seen before "Show all" is pressed.
FIRST_ROWS = 10
#: The most rows that a report holds; all are in the saved tables.
MOST_ROWS = 200


@dataclass(frozen=True)
class Table(Display):
    """A frame to be displayed.

    `labels` gives columns a heading with its unit; `digits` the decimals of a column (2 by default); `links` the
    anchors that a column's cells lead to, one per row; `shades` their CSS classes.
    """

    frame: pd.DataFrame
    caption: str
    labels: Mapping[str, str] = field(default_factory=dict)
    digits: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    shades: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def html(self) -> Html:
        """The table, its first column naming the rows, those after the first ten folded by a checkbox."""
        columns = [str(column) for column in self.frame.columns]
        numeric = {str(column) for column in self.frame.columns if pd.api.types.is_numeric_dtype(self.frame[column])}
        ident = f"table-{key(self.caption, *columns, self.frame.to_csv(index=False))}"
        labels = {column: self.labels.get(column, column.replace("_", " ")) for column in columns}
        head = [
            tag("th", labels[c], scope="col", data_name=c, class_="number" if c in numeric else None) for c in columns
        ]
        rows = [self._row(n, row, labels, numeric) for n, row in enumerate(self.frame.to_numpy(dtype=object))]
        more = len(rows) > FIRST_ROWS
        fold = Html(f'<label class="all"><input type="checkbox"> Show all {len(rows):,} rows</label>') if more else None
        return tag(
            "div",
            tag(
                "table",
                tag("caption", self.caption),
                tag("thead", tag("tr", *head)),
                tag("tbody", *(rows or [tag("tr", tag("td", "None.", colspan=len(columns)))])),
            ),
            fold,
            class_="table long" if more else "table",
            id=ident,
        )

    def _row(self, number: int, row: Iterable[Any], labels: Mapping[str, str], numeric: set[str]) -> Html:
        cells = []
        for place, (column, value) in enumerate(zip(labels, row, strict=True)):
            anchors = self.links.get(column)
            anchor = anchors[number] if anchors else None
            shown: object = value if isinstance(value, Html) else self._shown(column, value)
            content = tag("a", shown, href=f"#{anchor}") if anchor else text(shown)
            order = f"{float(value):.12g}" if column in numeric and not pd.isna(value) else None
            shade = self.shades[column][number] if column in self.shades else None
            css = " ".join(filter(None, [shade, "number" if column in numeric else None])) or None
            if place == 0:
                cells.append(tag("th", content, scope="row", class_=css, data_order=order))
            else:
                cells.append(tag("td", content, class_=css, data_order=order, data_label=labels[column]))
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
    links: Mapping[str, Sequence[str | None]] | None = None,
    shades: Mapping[str, Sequence[str | None]] | None = None,
    keep_text: bool = True,
    most: int = MOST_ROWS,
) -> Table:
    """The frame as a report's table.

    Without `keep_text` every cell is cut to a few words; `most` keeps the first rows and says so in the caption.
    """
    shown = frame.head(most)
    if len(shown) < len(frame):
        caption = f"{caption} The first {len(shown)} of {len(frame):,} rows; the saved tables have all."
    if not keep_text:
        shown = shorten(shown)
    return Table(shown, caption, labels or {}, digits or {}, links or {}, shades or {})


def shorten(frame: pd.DataFrame, kept: Sequence[str] = ("why",)) -> pd.DataFrame:
    """The frame with every text cut to a few words; the columns `kept` hold no article's words."""

    def cut(value: Any) -> Any:
        return few_words(value) if isinstance(value, str) and not isinstance(value, Html) else value

    return frame.assign(
        **{
            str(column): frame[column].map(cut)
            for column in frame.columns
            if column not in kept and not pd.api.types.is_numeric_dtype(frame[column])
        }
    )
