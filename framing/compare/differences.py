"""What differs between outlets: each measure of each group of articles against the rest, by a permutation test.

With one article per outlet, the outlet can't be separated from the article, and the verdict is "cannot tell". The test
shuffles the articles of each event among the outlets. It never shuffles words or sentences, which depend on each other
within an article, and never moves articles between events, since outlets cover different events.

Counts grow with an article's length, so they are compared as shares or rates. Warnings are not compared, nor is the
readability of a headline, which is too short for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import Analysis
from framing.compare.accounts import Account
from framing.intervals import DRAWS, interval_of_sums, percentile_interval, resampling_weights
from framing.measures import default_measures
from framing.tables import column_names

SHUFFLES, SEED = 9999, 20250328
#: The chance that a report claims any difference where there is none.
REPORT_ALPHA = 0.05
#: The tables that claim differences, and share that chance equally.
CLAIMING_TABLES = ("differences", "keyness")
TABLE_ALPHA = REPORT_ALPHA / len(CLAIMING_TABLES)
DIFFERS, CANNOT_TELL = "differs", "cannot tell"

COLUMNS = tuple(
    (
        "measure group articles articles_rest value low high value_rest low_rest high_rest difference difference_low "
        "difference_high effect_size p q comparisons verdict"
    ).split()
)
#: Units of counts and of warnings.
NOT_COMPARED = frozenset(
    {"phrases", "words", "attributions", "sources", "quotations", "sentences", "policy frames", "cues", "0 or 1"}
)
ENDS = ("_low", "_high")
#: Parts of an article that hold a sentence or two.
SHORT_PARTS = ("_headline", "_subhead")
#: Figures per word or per attribution: numerator, denominator.
SHARES = {
    "quoted_share": ("words_quoted", "words"),
    "reported_share": ("words_reported", "words"),
    "unnamed_share": ("attributions_unnamed", "attributions"),
}
#: Prefix of the columns with the share of sentences that have a cue of a frame.
FRAME = "frame_"

#: The lengths of periods, by pandas' letters.
PERIODS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}

Values = NDArray[np.float64]
Labels = NDArray[np.int64]


def differences(
    figures: pd.DataFrame, groups: Sequence[str], events: Sequence[str], *, shuffles: int = SHUFFLES
) -> pd.DataFrame:
    """One row per measure and group: the mean over the group's articles against the mean over all others.

    `figures` has a row per article and a column per measure; `groups` and `events` are those of the articles. `low` to
    `high` is the bootstrap interval over articles (`nan` for one article). `difference` and its interval compare
    articles on the same event: the event's mean is subtracted from each value. `effect_size` is Hedges' g. `p` is
    how often shuffling the articles of each event among the groups gives at least that difference, `q` is p after
    Benjamini and Hochberg (1995) over all `comparisons` of the table, and the verdict is "differs" where q is at most
    `TABLE_ALPHA`, else "cannot tell". With two groups each measure is compared once.
    """
    names, labels = numbered(list(groups))
    if len(names) < 2 or figures.shape[1] == 0:
        return pd.DataFrame(columns=list(COLUMNS))
    _, event = numbered(list(events))
    values = figures.to_numpy(dtype=float)
    within = centred(values, event)
    compared = len(names) if len(names) > 2 else 1
    observed = np.abs(mean_differences(within, labels, len(names)))[:compared]
    alone = np.abs(mean_differences(within, np.arange(len(labels)), len(labels)))

    def shuffled(each: NDArray[np.int64]) -> Values:
        # shuffling one article per group only renames the groups
        renamed = len(names) == len(labels)
        return (alone[np.argsort(each)] if renamed else np.abs(mean_differences(within, each, len(names))))[:compared]

    p = p_value(observed, map(shuffled, shuffled_labels(labels, event, shuffles)))
    q = adjusted(p)
    rows = [
        (
            measure,
            names[group],
            *_summary(values[:, column], within[:, column], labels == group),
            p[group, column],
            q[group, column],
            int((~np.isnan(p)).sum()),
            DIFFERS if q[group, column] <= TABLE_ALPHA else CANNOT_TELL,
        )
        for column, measure in enumerate(figures.columns)
        for group in range(compared)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def both_ways(table: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """The rows of `differences`; with two groups also those of the second against the first, which it leaves out."""
    if len(set(groups)) != 2:
        return table
    low, high = -table["difference_high"], -table["difference_low"]
    swapped = {column: f"{column}_rest" for column in ("articles", "value", "low", "high")}
    second = table.rename(columns=swapped | {rest: column for column, rest in swapped.items()})
    second = second.assign(group=second["group"].map(lambda group: next(name for name in groups if name != group)))
    second = second.assign(difference_low=low, difference_high=high)
    second[["difference", "effect_size"]] *= -1
    return pd.concat([table, second[table.columns]], ignore_index=True)


def centred(values: Values, events: NDArray[np.int64]) -> Values:
    """Each value minus the mean over the articles on the same event."""
    within = np.empty_like(values)
    for event in np.unique(events):
        of_event = events == event
        known = np.maximum((~np.isnan(values[of_event])).sum(axis=0), 1)
        within[of_event] = values[of_event] - np.nansum(values[of_event], axis=0) / known
    return within


def mean_differences(values: Values, labels: NDArray[np.int64], groups: int) -> Values:
    """The mean of each group minus the mean of all others, shape `(groups, measures)`; `nan` where a side has none."""
    known = (~np.isnan(values)).astype(float)
    member = (labels == np.arange(groups)[:, None]).astype(float)
    sums, counts = member @ np.nan_to_num(values), member @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        means: Values = sums / counts - (sums.sum(axis=0) - sums) / (counts.sum(axis=0) - counts)
    return means


def adjusted(p: Values) -> Values:
    """The p-values after Benjamini and Hochberg (1995), without those that are `nan`."""
    from scipy.stats import false_discovery_control  # here, since it takes half a second and few commands need it

    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known], method="bh")
    return q


def hedges_g(first: Values, second: Values) -> float:
    """The difference of means in standard deviations, corrected for small samples (Hedges 1981).

    (m1 - m2) / s * (1 - 3 / (4 * (n1 + n2) - 9)), with s pooled; `nan` with fewer than two on either side or no spread.
    """
    n1, n2 = len(first), len(second)
    if min(n1, n2) < 2:
        return float("nan")
    pooled = ((n1 - 1) * first.var(ddof=1) + (n2 - 1) * second.var(ddof=1)) / (n1 + n2 - 2)
    if not pooled > 0:
        return float("nan")
    return float((first.mean() - second.mean()) / np.sqrt(pooled) * (1 - 3 / (4 * (n1 + n2) - 9)))


def _summary(values: Values, within: Values, mine: NDArray[np.bool_]) -> tuple[float | int, ...]:
    known = ~np.isnan(values)
    first, second = mine & known, ~mine & known
    gap = _mean(within[first]) - _mean(within[second])
    ends = _gap_interval(within[first], within[second]), (hedges_g(within[first], within[second]),)
    means = with_interval(values[first]), with_interval(values[second])
    return (int(first.sum()), int(second.sum()), *means[0], *means[1], gap, *ends[0], *ends[1])


def _mean(values: Values) -> float:
    return float(values.mean()) if len(values) else float("nan")


def with_interval(values: Values) -> tuple[float, float, float]:
    """The mean of the values and the ends of its bootstrap interval."""
    counted = np.column_stack([values, np.ones(len(values))])
    return (_mean(values), *interval_of_sums(lambda sums: sums[:, 0] / sums[:, 1], counted))


def by_period(articles: pd.DataFrame, figure: str, period: str = "M") -> pd.DataFrame:
    """The mean of a measure per outlet and period with its interval: `outlet, period, articles, mean, low, high`.

    `articles` needs `outlet`, `date` and the measure; articles without one of them are left out. `period` is D, W, M, Q
    or Y; any other raises ValueError.
    """
    if period not in PERIODS:
        raise ValueError(f"the period is {period!r}; write one of {', '.join(PERIODS)}")
    known = articles.assign(
        when=pd.to_datetime(articles["date"].astype("string").str.slice(0, 10), errors="coerce"),
        value=articles[figure].astype(float),
    ).dropna(subset=["when", "outlet", "value"])
    rows = []
    for (outlet, when), group in known.groupby(["outlet", known["when"].dt.to_period(period)]):
        values = group["value"].to_numpy()
        rows.append((outlet, str(when), len(values), *with_interval(values)))
    return pd.DataFrame(rows, columns=["outlet", "period", "articles", "mean", "low", "high"])


def _gap_interval(first: Values, second: Values) -> tuple[float, float]:
    """The bootstrap interval of the difference of two means."""
    if min(len(first), len(second)) < 2:
        return (float("nan"), float("nan"))
    drawn = [resampling_weights(len(v), DRAWS, seed) @ v / len(v) for v, seed in ((first, 1), (second, 2))]
    return percentile_interval(np.asarray(drawn[0] - drawn[1], dtype=float))


# the permutation test


def numbered(names: Sequence[str]) -> tuple[list[str], Labels]:
    """The distinct names, sorted, and the index of each given name among them."""
    distinct, number = np.unique(np.array(names, dtype=object), return_inverse=True)
    return distinct.tolist(), number


def shuffled_labels(groups: Labels, events: Labels, shuffles: int, seed: int = SEED) -> Iterator[Labels]:
    """The group of each article, shuffled `shuffles` times among the articles of the same event."""
    generator = np.random.default_rng((seed, len(groups)))
    members = [np.flatnonzero(events == event) for event in np.unique(events)]
    for _ in range(shuffles):
        labels = groups.copy()
        for articles in members:
            labels[articles] = generator.permutation(groups[articles])
        yield labels


def p_value(observed: NDArray[np.float64], shuffled: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    """How often shuffling gives at least what was observed: (1 + hits) / (1 + shuffles).

    Counting the observed articles as a shuffle keeps the test exact (Phipson and Smyth 2010). `nan` without a value.
    """
    # rounding can break a tie, which counts as a hit
    least = observed - 1e-9 * np.maximum(1, np.abs(observed))
    hits, shuffles = np.zeros(observed.shape), 0
    for values in shuffled:
        hits += values >= least
        shuffles += 1
    return np.where(np.isnan(observed), np.nan, (1 + hits) / (1 + shuffles))


# the values


def comparable(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The measures that can be compared: a row per article of an analysis, a column per measure.

    They include `SHARES` and, for each frame, a column named `FRAME` and the frame's name.
    """
    articles = tables["articles"].set_index("article")
    left_out = {
        column.name
        for measure in default_measures()
        for column in measure.summary_columns
        if column.unit in NOT_COMPARED
    }
    left_out |= set(column_names("articles"))
    kept = [n for n in articles.columns if n not in left_out and not str(n).endswith(ENDS + SHORT_PARTS)]
    shares = {
        name: articles[part] / articles[whole].where(articles[whole] > 0)
        for name, (part, whole) in SHARES.items()
        if {part, whole} <= set(articles.columns)
    }
    parts = [articles[kept], pd.DataFrame(shares, index=articles.index)]
    if "frames" in tables and len(tables["frames"]):
        wide = tables["frames"].pivot(index="article", columns="frame", values="sentences_share")
        parts.append(wide.add_prefix(FRAME).rename_axis(columns=None))
    return pd.concat(parts, axis=1)


def account_figures(analysis: Analysis, accounts: Sequence[Account], measures: Sequence[str]) -> pd.DataFrame:
    """One row per account and measure; `low` to `high` is its bootstrap interval over sentences.

    It is `nan` for a measure without one. The interval shows how well the account's sentences determine the value; it
    says nothing about the outlet's other articles.
    """
    values = analysis["articles"].set_index("article").to_dict("index")
    rows: list[tuple[object, ...]] = []
    for account in accounts:
        row, known = values[account.article.id], (*account.keys.values(), account.group)
        rows += [(*known, name, *(float(row.get(name + end, np.nan)) for end in ("", *ENDS))) for name in measures]
    return pd.DataFrame(rows, columns="event account article group measure value low high".split())
