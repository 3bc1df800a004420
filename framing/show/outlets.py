"""Outlets over many articles: what differs beyond chance, over events and over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.compare.differences import PERIODS, with_interval
from framing.compare.wording import times
from framing.show.charts import MUTED, SIDES, Chart, Row, canvas, chart, dots, short
from framing.show.data_table import UNDEFINED, Table, table
from framing.show.markup import TEXTS, Display, join, tag
from framing.show.notes import Opening

#: Maximum comparisons that could be chance in a report: the strongest.
STRONGEST = 5
#: Maximum outlets in a chart: those with the most articles.
MOST_OUTLETS = 8
#: Periods with fewer articles are drawn hollow: their mean says little.
FEWEST_ARTICLES = 5
#: Beyond this number, periods are drawn with smaller marks.
_MANY_PERIODS = 36


def verdicts(tables: Mapping[str, pd.DataFrame]) -> Display:
    """Whether the outlets differ: a sentence if each has one article, else counts and differences."""
    differences = tables["differences"]
    groups = tables["accounts"].groupby("group")["article"].nunique()
    if not len(differences) or groups.max() <= 1:
        return Display(tag("p", TEXTS["one_each"], class_="verdicts"))
    parts = []
    for name, noun in (("differences", "measure"), ("keyness", "word")):
        rows = tables[name]
        differ, lines, tested = rows[rows["verdict"] == "differs"], [], int(rows["p"].notna().sum())
        for row in differ.head(10).to_dict("records"):
            p = "< .001" if row["p"] < 0.001 else f"{row['p']:.3f}"
            others = next(name for name in groups.index if name != row["group"]) if len(groups) == 2 else "the others"
            lines.append(tag("li", f"{_plain(str(row[noun]))}: {row['group']} against {others} (p {p})"))
        of = f" of {tested:,} comparisons of {noun}s show a difference; {tested - len(differ):,} could be chance."
        parts.append(join(tag("p", tag("strong", f"{len(differ):,}"), of), tag("ul", *lines) if lines else None))
    chance = "If outlets did not differ, fewer than 1 in 20 reports would show a difference."
    return Display(tag("div", *parts, tag("p", chance, class_="aside"), class_="verdicts"))


def _plain(name: str) -> str:
    return name.replace("_", " ")


def differences_table(differences: pd.DataFrame, most: int = 30) -> Table:
    """Every measure of each outlet against the rest, with interval, effect size and result; differences first."""
    ordered = differences.sort_values(["q", "p"], kind="stable", na_position="last")
    ends = zip(ordered["difference_low"], ordered["difference_high"], strict=True)
    interval = [UNDEFINED if pd.isna(low) else f"{low:,.2f} to {high:,.2f}" for low, high in ends]
    ordered = ordered.assign(measure=ordered["measure"].map(_plain), interval=interval)
    columns = ["measure", "group", "articles", "value", "value_rest", "difference", "interval", "effect_size", "q"]
    labels = {"effect_size": "Hedges' g", "value_rest": "others"}
    return _strongest(ordered, columns, most, TEXTS["differences"], labels)


def keyness_table(keyness: pd.DataFrame) -> Table:
    """The words that distinguish outlets most, beside the result for shuffled articles."""
    ordered = keyness.reindex(keyness["z"].abs().sort_values(ascending=False, kind="stable").index)
    columns = ["word", "group", "count", "count_rest", "log_odds", "z", "z_shuffled", "log_ratio", "p"]
    labels = {"count_rest": "count, others", "z_shuffled": "z shuffled"}
    return _strongest(ordered, columns, 20, TEXTS["keyness"], labels)


def _strongest(ordered: pd.DataFrame, columns: list[str], most: int, caption: str, labels: Mapping[str, str]) -> Table:
    """At most `most` comparisons that differ, and the first few others.

    `ordered` is by strength; the last of the `columns` says how often chance alone gives so much.
    """
    differ = ordered["verdict"] == "differs"
    # With a chance of 1, the order of rows is itself chance.
    nearest = ordered[~differ & (ordered[columns[-1]] < 1)].head(STRONGEST)
    shown = pd.concat([ordered[differ].head(most), nearest])
    more, unsure = max(int(differ.sum()) - most, 0), int((~differ & ordered["p"].notna()).sum()) - len(nearest)
    parts = [f"{more:,} more that differ"] if more else []
    parts += [f"{unsure:,} {'more ' if len(shown) else ''}that could be chance"] if unsure else []
    left_out = f" Not shown: {' and '.join(parts)}; the saved tables have all." if parts else ""
    result = np.where(shown["verdict"] == "differs", "differs", "could be chance")
    labels = {**labels, "group": "outlet", "verdict": "result"}
    return table(shown[columns].assign(verdict=result), caption + left_out, labels=labels, digits={columns[-1]: 3})


def over_events(analysis: Analysis, measure: str, label: str, by: str = "outlet") -> Chart:
    """A measure of every article, by group, with each group's mean and interval."""
    groups = [article.value_of(by) or article.id for article in analysis.articles_read]
    values = analysis["articles"].assign(group=groups).dropna(subset=[measure]).groupby("group")[measure]
    drawn = values.size().sort_values(ascending=False, kind="stable").index[: 3 * MOST_OUTLETS]
    rows = []
    for group in drawn:
        numbers = values.get_group(group).to_numpy(dtype=float)
        mean, low, high = with_interval(numbers)
        name = f"{short(str(group), 18)} ({len(numbers)})"
        rows.append(Row(name, mean, (low, high), others=numbers.tolist()))
    means = "; ".join(f"{row.name}: mean {row.value:.2f} of {times(len(row.others), 'article')}" for row in rows)
    return dots(rows, label.split(" (")[0], f"{label}, by {by}. {means}.", TEXTS["over_events"].format(label=label))


def over_time(periods: pd.DataFrame, label: str, period: str = "M") -> Chart:
    """The measure over time for the outlets with the most articles. `periods` is what `by_period` gives."""
    counts = periods.groupby("outlet")["articles"].sum().sort_values(ascending=False, kind="stable")
    outlets = list(counts.index[:MOST_OUTLETS])
    drawn = periods[periods["outlet"].isin(outlets)]
    names = sorted(set(drawn["period"]))
    # Months without articles take their place too.
    place = {name: pd.Period(name, freq=period).ordinal for name in names}
    first, last = min(place.values(), default=0), max(place.values(), default=0)
    margin, ends = max(0.5, 0.03 * (last - first)), list(dict.fromkeys([*names[:1], *names[-1:]]))
    enough = drawn[drawn["articles"] >= FEWEST_ARTICLES]
    lowest, highest = enough["low"].min(), enough["high"].max()
    rows, means = max(1, len(outlets)), []
    with canvas(0.5 + 1.25 * rows, rows, "y", sharex=True, sharey=True, squeeze=False) as (drawing, grid):
        for panel, outlet in zip(grid.flat, outlets, strict=False):
            of_outlet = drawn[drawn["outlet"] == outlet]
            _panel(panel, of_outlet, place)
            panel.set_title(f"{short(outlet)} ({times(int(counts[outlet]), 'article')})")
            points = zip(of_outlet["period"], of_outlet["mean"], of_outlet["articles"], strict=True)
            every = (f"{name} {mean:.2f} of {times(articles, 'article')}" for name, mean, articles in points)
            means.append(f"{outlet}: {', '.join(every)}")
        for panel in grid.flat:
            panel.set_xticks([place[end] for end in ends], ends)
            if len(enough):
                room = 0.05 * (highest - lowest)
                panel.set_ylim(lowest - room, highest + room)
            panel.set_xlim(first - margin, last + margin)
        drawing.supylabel(label.split(" (")[0], size=11, color=MUTED)
        some = f", for the {len(outlets)} of {len(counts)} outlets with the most articles"
        some *= len(counts) > len(outlets)
        caption = TEXTS["over_time"].format(label=label, period=PERIODS[period], some=some)
        return chart(drawing, f"{label} over time. {'; '.join(means)}.", caption)


def _panel(panel: Any, rows: pd.DataFrame, place: Mapping[str, int]) -> None:
    many, at = len(place) > _MANY_PERIODS, rows["period"].map(place)
    panel.vlines(at, rows["low"], rows["high"], color=SIDES[0], linewidth=1.5 if many else 3, alpha=0.45)
    for x, mean, articles in zip(at, rows["mean"], rows["articles"], strict=True):
        face = SIDES[0] if articles >= FEWEST_ARTICLES else "none"
        panel.plot([x], [mean], marker="o", markersize=3 if many else 6, color=SIDES[0], markerfacecolor=face)


def left_out(articles: pd.DataFrame, errors: pd.DataFrame, measure: str) -> Display:
    """The numbers of articles read, of those left out and why, and of unreadable inputs."""
    missing = articles[["outlet", "date", measure]].isna()
    names = ("an outlet", "a date", _plain(measure))
    reasons = ", ".join(f"{n:,} without {name}" for name, n in zip(names, missing.sum(), strict=True) if n)
    summary = f" read; {missing.any(axis=1).sum():,} left out: {reasons}." if reasons else " read."
    skipped = f" Skipped {times(len(errors), 'record')}; see the saved table errors." if len(errors) else ""
    return Display(tag("p", tag("strong", times(len(articles), "article")), summary + skipped))


def time_table(periods: pd.DataFrame, label: str, period: str = "M") -> Table:
    """The values over time as a table of every outlet, those with the most articles first."""
    ranked = periods.assign(all=-periods.groupby("outlet")["articles"].transform("sum"))
    ranked = ranked.sort_values(["all", "outlet", "period"]).drop(columns="all").reset_index(drop=True)
    return table(ranked, f"{label}, by outlet and {PERIODS[period]}.")


def time_opening(periods: pd.DataFrame, label: str, period: str = "M") -> Opening:
    """The first screen: the outlets whose first and last periods differ clearly, and the number of others."""
    moved, steady, few = [], 0, 0
    for outlet, of_outlet in periods.groupby("outlet"):
        rows = of_outlet[of_outlet["articles"] >= FEWEST_ARTICLES]
        if len(rows) < 2:
            few += 1
            continue
        first, last = rows.iloc[0], rows.iloc[-1]
        if first["high"] < last["low"] or last["high"] < first["low"]:
            ways = (f"{one['mean']:.1f} in {one['period']}" for one in (first, last))
            moved.append(f"{outlet} goes from {' to '.join(ways)}")
        else:
            steady += 1
    rest = [f"{times(steady, 'outlet')} show{'s' * (steady == 1)} no clear change"] if steady else []
    if few and (moved or steady):
        rest.append(f"{times(few, 'outlet')} {'has' if few == 1 else 'have'} too few articles to say")
    answer = "; ".join([*moved[:3], *rest]) or "too few articles in each period to say"
    about = f"{label} · {times(int(periods['articles'].sum()), 'article')} by {PERIODS[period]}"
    return Opening("How does an outlet's coverage change over time?", about, f"{answer[0].upper()}{answer[1:]}.")
