"""Outlets over many articles: what differs beyond chance, over events and over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.compare.highlights import times
from framing.intervals import interval_of_sums
from framing.show import picture as colours
from framing.show.accounts import short
from framing.show.data_table import UNDEFINED, Table, table
from framing.show.first_screen import Opening, question
from framing.show.markup import join, tag
from framing.show.notes import Note
from framing.show.picture import Dot, Picture, canvas, dots, picture

#: Of comparisons that could be chance a report shows the few strongest.
STRONGEST = 5
#: Outlets that are drawn: those with the most articles.
MOST_OUTLETS = 8
#: Periods with fewer articles are drawn hollow: their mean says little.
FEWEST_ARTICLES = 5
#: More periods than this are drawn with smaller marks.
_MANY_PERIODS = 36
_PERIODS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}

_DIFFERENCES = (
    "Each measure of each outlet against the others, over articles. Differences are within events, with 95% bootstrap "
    "intervals; q is the expected share of false alarms among results at least this strong (Benjamini and Hochberg, "
    "over the whole table); Hedges' g is the difference in standard deviations."
)
_KEYNESS = (
    "Words in the outlets' own voice that set one outlet apart (log-odds with an informative Dirichlet prior, Monroe, "
    "Colaresi and Quinn 2008): above 0 the outlet uses the word more. “z shuffled” is what shuffled articles give; p "
    "is the share of shuffles in which some word reaches so large a z."
)
_OVER_TIME = (
    "{figure} by outlet and {period}{some}: means over articles with 95% bootstrap intervals. Hollow: fewer than five "
    "articles. An outlet's topics change over time too."
)
_OVER_EVENTS = (
    "{label}. Small dots are articles, large dots the outlet's mean, lines its 95% bootstrap interval over articles."
)


def verdicts(tables: Mapping[str, pd.DataFrame]) -> Note:
    """Whether the outlets differ: in one sentence where each has one article, else counts and what differs."""
    differences = tables["differences"]
    if not len(differences) or differences["articles"].max() <= 1:
        said = "With one article per outlet, we can't separate the outlet from the reporter or the deadline."
        return Note(tag("p", said, class_="verdicts"))
    said_of = []
    for name, what, column in (("differences", "measures", "measure"), ("keyness", "words", "word")):
        frame = tables[name]
        differ = frame[frame["verdict"] == "differs"]
        head = [tag("strong", f"{len(differ):,}"), f" of {len(frame):,} comparisons of {what} show a difference; "]
        head += [f"{len(frame) - len(differ):,} could be chance."]
        lines = [
            tag("li", f"{_plain(str(row[column]))}: {row['group']} against the others (p {_small(row['p'])})")
            for row in differ.head(10).to_dict("records")
        ]
        said_of.append(join(tag("p", *head), tag("ul", *lines) if lines else None))
    chance = "If outlets did not differ, fewer than 1 in 20 reports would show a difference."
    return Note(tag("div", *said_of, tag("p", chance, class_="aside"), class_="verdicts"))


def _small(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.3f}"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def differences_table(differences: pd.DataFrame, most: int = 30) -> Table:
    """Every measure of each outlet against the rest, with interval, effect size and result; differences first."""
    columns = ["measure", "group", "articles", "value", "value_rest", "difference", "effect_size", "q", "verdict"]
    labels = {"effect_size": "Hedges' g", "group": "outlet", "value_rest": "others", "verdict": "result"}
    ordered, left_out = strongest(differences.sort_values(["q", "p"], kind="stable", na_position="last"), most)
    frame = ordered[columns].assign(measure=ordered["measure"].map(_plain), verdict=ordered["verdict"].map(_result))
    ends = zip(ordered["difference_low"], ordered["difference_high"], strict=True)
    frame.insert(6, "interval", [UNDEFINED if pd.isna(low) else f"{low:,.2f} to {high:,.2f}" for low, high in ends])
    return table(frame, f"{_DIFFERENCES} {left_out}".rstrip(), labels=labels, digits={"q": 3})


def _result(verdict: str) -> str:
    return "differs" if verdict == "differs" else "could be chance"


def strongest(ordered: pd.DataFrame, most: int) -> tuple[pd.DataFrame, str]:
    """Of comparisons in the order of their strength those that differ, at most `most`, and the first few others.

    With the rows goes the sentence that says how many are left out.
    """
    differ = ordered["verdict"] == "differs"
    over_the_table = ordered["q"] if "q" in ordered else ordered["p"]
    # with p = 1 over the whole table, which rows come first is itself chance
    nearest = ordered[~differ & (over_the_table < 1)].head(STRONGEST)
    shown = pd.concat([ordered[differ].head(most), nearest])
    more, unsure = int(differ.sum()) - min(int(differ.sum()), most), int((~differ).sum()) - len(nearest)
    parts = [f"{more:,} more that differ"] if more else []
    parts += [f"{unsure:,} {'more ' if len(shown) else ''}that could be chance"] if unsure else []
    said = f"Not shown: {' and '.join(parts)}; the saved tables have all." if parts else ""
    return shown, said


def keyness_table(keyness: pd.DataFrame) -> Table:
    """The words that set outlets apart most, beside what shuffled articles give."""
    columns = ["word", "group", "count", "count_rest", "log_odds", "z", "z_shuffled", "log_ratio", "p", "verdict"]
    ordered = keyness.reindex(keyness["z"].abs().sort_values(ascending=False, kind="stable").index)
    labels = {"group": "outlet", "count_rest": "count, others", "z_shuffled": "z shuffled", "verdict": "result"}
    shown, left_out = strongest(ordered, 20)
    frame = shown[columns].assign(verdict=shown["verdict"].map(_result))
    return table(frame, f"{_KEYNESS} {left_out}".rstrip(), labels=labels, digits={"p": 3})


def over_events(analysis: Analysis, figure: str, label: str, by: str = "outlet") -> Picture:
    """A measure of every article, by group, with each group's mean and interval."""
    groups = [getattr(article, by, None) or article.extra.get(by) or article.id for article in analysis.articles_read]
    values = analysis["articles"].assign(group=groups).dropna(subset=[figure]).groupby("group")[figure]
    drawn = values.size().sort_values(ascending=False, kind="stable").index[: 3 * MOST_OUTLETS]
    rows = []
    for group in drawn:
        numbers = values.get_group(group).to_numpy(dtype=float)
        name = f"{short(str(group), 18)} ({len(numbers)})"
        rows.append(Dot(name, float(numbers.mean()), _interval(numbers), others=numbers.tolist()))
    said = "; ".join(f"{row.name}: mean {row.value:.2f} of {times(len(row.others), 'article')}" for row in rows)
    return dots(rows, label.split(" (")[0], f"{label}, by {by}. {said}.", _OVER_EVENTS.format(label=label))


def _interval(values: Any) -> tuple[float, float]:
    return interval_of_sums(lambda sums: sums[:, 0] / sums[:, 1], np.column_stack([values, np.ones(len(values))]))


def by_period(articles: pd.DataFrame, figure: str, period: str = "M") -> pd.DataFrame:
    """The mean of a measure per outlet and period with its interval: `outlet, period, articles, mean, low, high`.

    `articles` needs `outlet`, `date` and the measure; articles without one of them are left out. `period` is D, W, M, Q
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
        rows.append((outlet, str(when), len(values), float(values.mean()), *_interval(values)))
    return pd.DataFrame(rows, columns=["outlet", "period", "articles", "mean", "low", "high"])


def over_time(periods: pd.DataFrame, label: str, period: str = "M") -> Picture:
    """The measure over time for the outlets with the most articles. `periods` is what `by_period` gives."""
    counts = periods.groupby("outlet")["articles"].sum().sort_values(ascending=False, kind="stable")
    outlets = list(counts.index[:MOST_OUTLETS])
    names = sorted(set(periods.loc[periods["outlet"].isin(outlets), "period"]))
    # months in which nothing was published take up their place too
    place = {name: pd.Period(name, freq=period).ordinal for name in names}
    enough = periods[periods["outlet"].isin(outlets) & (periods["articles"] >= FEWEST_ARTICLES)]
    ends = sorted({*names[:1], *names[-1:]})
    first, last = min(place.values(), default=0), max(place.values(), default=0)
    margin, high = max(0.5, 0.03 * (last - first)), 0.05 * (enough["high"].max() - enough["low"].min())
    rows = max(1, len(outlets))
    with canvas(0.5 + 1.25 * rows, rows=rows, sharex=True, sharey=True, squeeze=False) as (drawing, grid):
        for panel, outlet in zip(grid.flat, outlets, strict=False):
            _panel(panel, periods[periods["outlet"] == outlet], place)
            panel.set_title(f"{short(outlet)} ({times(int(counts[outlet]), 'article')})")
        for panel in grid.flat:
            panel.set_xticks([place[end] for end in ends], ends)
            if len(enough):
                panel.set_ylim(enough["low"].min() - high, enough["high"].max() + high)
            panel.set_xlim(first - margin, last + margin)
        drawing.supylabel(label.split(" (")[0], size=11, color=colours.MUTED.light)
        words = [f"{o}: {_means(periods[periods['outlet'] == o])}" for o in outlets]
        some = f", for the {len(outlets)} of {len(counts)} outlets with the most articles"
        some *= len(counts) > len(outlets)
        caption = _OVER_TIME.format(figure=label, period=_PERIODS[period], some=some)
        return picture(drawing, f"{label} over time. {'; '.join(words)}.", caption)


def _panel(panel: Any, rows: pd.DataFrame, place: Mapping[str, int]) -> None:
    colour, many = colours.SIDES[0].light, len(place) > _MANY_PERIODS
    panel.grid(axis="y")
    panel.set_axisbelow(True)
    at = rows["period"].map(place)
    panel.vlines(at, rows["low"], rows["high"], color=colour, linewidth=1.5 if many else 3, alpha=0.45)
    for x, mean, articles in zip(at, rows["mean"], rows["articles"], strict=True):
        face = colour if articles >= FEWEST_ARTICLES else "none"
        panel.plot([x], [mean], marker="o", markersize=3 if many else 6, color=colour, markerfacecolor=face)


def _means(rows: pd.DataFrame) -> str:
    means = zip(rows["period"], rows["mean"], rows["articles"], strict=True)
    return ", ".join(f"{period} {mean:.2f} of {times(articles, 'article')}" for period, mean, articles in means)


def left_out(articles: pd.DataFrame, errors: pd.DataFrame, figure: str) -> Note:
    """How many articles were read, how many of them are left out and why, and how many inputs could not be read."""
    reasons = {"an outlet": articles["outlet"], "a date": articles["date"], _plain(figure): articles[figure]}
    missing = [
        f"{int(column.isna().sum()):,} without {reason}" for reason, column in reasons.items() if column.isna().any()
    ]
    out = int(articles[["outlet", "date", figure]].isna().any(axis=1).sum())
    said = f" read; {out:,} left out: {', '.join(missing)}." if out else " read."
    skipped = f" Skipped {times(len(errors), 'record')}; see the saved table errors." if len(errors) else ""
    return Note(tag("p", tag("strong", times(len(articles), "article")), said + skipped))


def time_table(periods: pd.DataFrame, label: str, period: str = "M") -> Table:
    """The same numbers as a table, every outlet, those with the most articles first."""
    ranked = periods.assign(all=-periods.groupby("outlet")["articles"].transform("sum"))
    ranked = ranked.sort_values(["all", "outlet", "period"]).drop(columns="all").reset_index(drop=True)
    return table(ranked, f"{label}, by outlet and {_PERIODS[period]}.")


def time_opening(periods: pd.DataFrame, label: str, period: str = "M") -> Opening:
    """The first screen: the outlets whose first and last periods lie apart, beside those whose do not."""
    moved, steady = [], 0
    enough = periods[periods["articles"] >= FEWEST_ARTICLES]
    for outlet, rows in enough.groupby("outlet"):
        first, last = rows.iloc[0], rows.iloc[-1]
        if len(rows) > 1 and (first["high"] < last["low"] or last["high"] < first["low"]):
            moved.append(
                f"{outlet} goes from {first['mean']:.1f} in {first['period']} to {last['mean']:.1f} in {last['period']}"
            )
        else:
            steady += 1
    rest = f"{times(steady, 'outlet')} show{'s' * (steady == 1)} no clear change" if steady else ""
    answer = "; ".join(filter(None, [*moved[:3], rest])) or "too few articles in each period to say"
    about = f"{label} · {times(int(periods['articles'].sum()), 'article')} by {_PERIODS[period]}"
    return question("How does an outlet's coverage change over time?", about, f"{answer[0].upper()}{answer[1:]}.")
