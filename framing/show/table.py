"""A table as a report shows it: captioned, scrolling, sortable, to be copied out; every cell escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.show.markup import Display, Html, key, tag, text
from framing.text.spans import few_words

#: What a figure that cannot be told looks like.
NOT_TOLD = "–"


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
        """The table in a scrolling box, its first column naming the rows."""
        columns = [str(column) for column in self.frame.columns]
        numeric = {str(column) for column in self.frame.columns if pd.api.types.is_numeric_dtype(self.frame[column])}
        caption = f"table-{key(self.caption, *columns)}"
        head = [
            tag("th", self.labels.get(column, column.replace("_", " ")), scope="col", class_=_css(column in numeric))
            for column in columns
        ]
        rows = [
            self._row(number, row, columns, numeric) for number, row in enumerate(self.frame.to_numpy(dtype=object))
        ]
        none = tag("tr", tag("td", "None found.", colspan=len(columns)))
        return tag(
            "div",
            tag(
                "div",
                tag(
                    "table",
                    tag("caption", tag("span", self.caption), id=caption),
                    tag("thead", tag("tr", *head)),
                    tag("tbody", *(rows or [none])),
                ),
                class_="scroll",
                tabindex="0",
                role="region",
                aria_labelledby=caption,
            ),
            class_="table",
        )

    def _row(self, number: int, row: Iterable[Any], columns: Sequence[str], numeric: set[str]) -> Html:
        cells = []
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            anchors = self.links.get(column)
            anchor = anchors[number] if anchors else None
            shown: object = self._shown(column, value)
            content = tag("a", shown, href=f"#{anchor}") if anchor else text(shown)
            order = repr(float(value)) if column in numeric and not pd.isna(value) else None
            shade = self.shades[column][number] if column in self.shades else _css(column in numeric)
            if place == 0:
                cells.append(tag("th", content, scope="row", class_=shade, data_order=order))
            else:
                cells.append(tag("td", content, class_=shade, data_order=order))
        return tag("tr", *cells)

    def _shown(self, column: str, value: Any) -> str:
        if not isinstance(value, (list, tuple, dict)) and pd.isna(value):
            return NOT_TOLD
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and column not in self.digits):
            return f"{int(value):,}"
        if isinstance(value, float):
            return f"{value:,.{self.digits.get(column, 2)}f}"
        return str(value)


def _css(numeric: bool) -> str | None:
    return "number" if numeric else None


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    labels: Mapping[str, str] | None = None,
    digits: Mapping[str, int] | None = None,
    links: Mapping[str, Sequence[str | None]] | None = None,
    shades: Mapping[str, Sequence[str | None]] | None = None,
    keep_text: bool = True,
    most: int | None = None,
) -> Table:
    """The frame as a report's table.

    Without `keep_text` every cell is cut to a few words; `most` keeps the first rows and says so in the caption.
    """
    shown = frame if most is None or len(frame) <= most else frame.head(most)
    if len(shown) < len(frame):
        caption = (
            f"{caption} The first {len(shown)} of {len(frame):,} rows; all are in the table saved beside the report."
        )
    if not keep_text:
        shown = shorten(shown)
    return Table(shown, caption, labels or {}, digits or {}, links or {}, shades or {})


def shorten(frame: pd.DataFrame, kept: Sequence[str] = ("why",)) -> pd.DataFrame:
    """The frame with every text cut to a few words; the columns `kept` hold no article's words."""

    def cut(value: Any) -> Any:
        return few_words(value) if isinstance(value, str) else value

    return frame.assign(
        **{
            str(column): frame[column].map(cut)
            for column in frame.columns
            if column not in kept and not pd.api.types.is_numeric_dtype(frame[column])
        }
    )
