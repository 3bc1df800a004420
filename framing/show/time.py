"""A figure over time: one panel an outlet, on one scale, with the interval that its articles leave open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.intervals import interval_of_sums
from framing.show import colours
from framing.show.markup import tag
from framing.show.names import short
from framing.show.notes import Note
from framing.show.picture import Picture, canvas, picture
from framing.show.table import Table, table

#: At most so many outlets are drawn, those with the most articles.
MOST_OUTLETS = 8
#: Fewer articles than this in a period are drawn hollow: their mean says little.
FEWEST_ARTICLES = 5
#: More periods than this are drawn with smaller marks.
_MANY_PERIODS = 36

_CAPTION = (
    "{figure} by outlet and {period}{some}: the mean over articles, with its 95 % bootstrap interval over articles. "
    "Hollow: fewer than five articles; the scale is that of the others, and a hollow mark may lie outside it. An "
    "outlet's topics change with time as well, so a change here may be one of topics."
)
_PERIODS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


def by_period(articles: pd.DataFrame, figure: str, period: str = "M") -> pd.DataFrame:
    """The mean of a figure per outlet and period with its interval: `outlet, period, articles, mean, low, high`.

    `articles` needs `outlet`, `date` and the figure; articles without one of them are left out. `period` is D, W, M, Q
    or Y; any other raises ValueError.
    """
    if period not in _PERIODS:
        raise ValueError(f"the period is {period!r}; write one of {', '.join(_PERIODS)}")
    known = articles.assign(
        when=pd.to_datetime(articles["date"].astype("string").str.slice(0, 10), errors="coerce"),
        value=articles[figure].astype(float),
    ).dropna(subset=["when", "outlet", "value"])
    rows = []
    for (outlet, when), group in known.groupby(["outlet", known["when"].dt.to_period(period)]):
        values = group["value"].to_numpy()
        counts = np.column_stack([values, np.ones(len(values))])
        low, high = interval_of_sums(lambda sums: sums[:, 0] / sums[:, 1], counts)
        rows.append((outlet, str(when), len(values), float(values.mean()), low, high))
    return pd.DataFrame(rows, columns=["outlet", "period", "articles", "mean", "low", "high"])


def over_time(told: pd.DataFrame, label: str, period: str = "M") -> Picture:
    """The figure over time for the outlets with the most articles, named `label` in the report.

    `told` is what `by_period` gives for that period.
    """
    counts = told.groupby("outlet")["articles"].sum().sort_values(ascending=False, kind="stable")
    outlets = list(counts.index[:MOST_OUTLETS])
    shown = told[told["outlet"].isin(outlets)]
    periods = sorted(set(shown["period"]))
    # months in which nothing was published take up their place too
    place: dict[str, int] = {text: pd.Period(text, freq=period).ordinal for text in periods}
    columns = max(1, min(2, len(outlets)))
    rows = max(1, -(-len(outlets) // columns))
    with canvas(0.6 + 2.1 * rows, columns, rows=rows, sharex=True, sharey=True, squeeze=False) as (figure_, grid):
        panels = list(grid.flat)
        for panel, outlet in zip(panels, outlets, strict=False):
            _panel(panel, told[told["outlet"] == outlet], place)
            panel.set_title(f"{short(outlet, 24)} ({counts[outlet]:,})")
        for panel in panels[len(outlets) :]:
            panel.set_visible(False)
        ends = sorted({periods[0], periods[-1]}) if periods else []
        scale = _scale(shown)
        first, last = min(place.values(), default=0), max(place.values(), default=0)
        margin = max(0.5, 0.03 * (last - first))
        for panel in panels:
            panel.set_xticks([place[end] for end in ends], ends)
            panel.set_ylim(*scale)
            panel.set_xlim(first - margin, last + margin)
        figure_.supylabel(label, size=10.5, color=colours.MUTED.light)
        words = [f"{o}: {_told(told[told['outlet'] == o])}" for o in outlets]
        alt = f"{label} over time. " + "; ".join(words) + "."
        some = (
            f", for the {len(outlets)} of {len(counts)} outlets with the most articles"
            if counts[MOST_OUTLETS:].any()
            else ""
        )
        return picture(figure_, alt, _CAPTION.format(figure=label, period=_PERIODS[period], some=some))


def _scale(rows: pd.DataFrame) -> tuple[float | None, float | None]:
    """From where to where the means of enough articles and their intervals lie; `None` where there are none."""
    enough = rows[rows["articles"] >= FEWEST_ARTICLES]
    if not len(enough):
        return None, None
    low, high = float(enough["low"].min()), float(enough["high"].max())
    margin = 0.05 * (high - low)
    return low - margin, high + margin


def left_out(articles: pd.DataFrame, errors: pd.DataFrame, figure: str) -> Note:
    """How many articles were read, how many of them are left out and why, and how many inputs could not be read."""
    reasons = {"an outlet": articles["outlet"], "a date": articles["date"], figure.replace("_", " "): articles[figure]}
    missing = [f"{int(column.isna().sum()):,} without {reason}" for reason, column in reasons.items()]
    out = int(articles[["outlet", "date", figure]].isna().any(axis=1).sum())
    said = f" read, {out:,} of them left out: {', '.join(missing)}. Could not be read: {len(errors):,}."
    return Note(tag("p", tag("strong", f"{len(articles):,} articles"), said))


def time_table(told: pd.DataFrame, label: str, period: str = "M") -> Table:
    """The same figures as a table, every outlet, those with the most articles first."""
    told = told.assign(all=-told.groupby("outlet")["articles"].transform("sum"))
    told = told.sort_values(["all", "outlet", "period"]).drop(columns="all").reset_index(drop=True)
    return table(told, f"{label}, by outlet and {_PERIODS[period]}.", most=60)


def _panel(panel: Any, rows: pd.DataFrame, place: dict[str, int]) -> None:
    colour = colours.SIDES[0].light
    many = len(place) > _MANY_PERIODS
    panel.grid(axis="y")
    panel.set_axisbelow(True)
    for row in rows.to_dict("records"):
        at = place[row["period"]]
        if not np.isnan(row["low"]):
            panel.plot([at, at], [row["low"], row["high"]], color=colour, linewidth=1.5 if many else 3, alpha=0.45)
        face = colour if row["articles"] >= FEWEST_ARTICLES else "none"
        panel.plot([at], [row["mean"]], marker="o", markersize=3 if many else 6, color=colour, markerfacecolor=face)


def _told(rows: pd.DataFrame) -> str:
    return ", ".join(f"{row.period} {row.mean:.2f} of {row.articles} articles" for row in rows.itertuples(index=False))
