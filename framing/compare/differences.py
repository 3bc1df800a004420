"""What differs between outlets: every summary figure of each group of articles against the rest, with intervals.

Whether outlets differ is asked of their articles: a single article an outlet, however long, cannot tell what is the
outlet's from what is the article's, and then the verdict is "cannot tell".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from framing.compare.permutation import CANNOT_TELL, DIFFERS, TABLE_ALPHA, numbered, p_value, shuffled_labels
from framing.intervals import DRAWS, interval_of_sums, percentile_interval, resampling_weights

SHUFFLES = 9999

COLUMNS = (
    "measure",
    "group",
    "articles",
    "articles_rest",
    "value",
    "low",
    "high",
    "value_rest",
    "low_rest",
    "high_rest",
    "difference",
    "difference_low",
    "difference_high",
    "effect_size",
    "p",
    "q",
    "comparisons",
    "verdict",
)

Values = NDArray[np.float64]


def differences(
    figures: pd.DataFrame, groups: Sequence[str], events: Sequence[str], *, shuffles: int = SHUFFLES
) -> pd.DataFrame:
    """One row per figure and group: the mean over the group's articles against the mean over all others.

    `figures` has a row per article and a column per figure; `groups` and `events` are those of the articles. `low` to
    `high` is the bootstrap interval over articles (`nan` for a single one). `difference` and its interval compare
    articles on the same event: each figure is taken less its mean over the event. `effect_size` is Hedges' g. `p` is
    how often shuffling the articles of each event among the groups gives at least that difference, `q` is p after
    Benjamini and Hochberg (1995) over all `comparisons` of the table, and the verdict is "differs" where q is at most
    `TABLE_ALPHA`, else "cannot tell". With two groups each figure is compared once.
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


def centred(values: Values, events: NDArray[np.int64]) -> Values:
    """Each figure less its mean over the articles on the same event."""
    within = np.empty_like(values)
    for event in np.unique(events):
        of_event = events == event
        known = np.maximum((~np.isnan(values[of_event])).sum(axis=0), 1)
        within[of_event] = values[of_event] - np.nansum(values[of_event], axis=0) / known
    return within


def mean_differences(values: Values, labels: NDArray[np.int64], groups: int) -> Values:
    """The mean of each group less the mean of all others, shape `(groups, figures)`; `nan` where a side has none."""
    known = (~np.isnan(values)).astype(float)
    member = (labels == np.arange(groups)[:, None]).astype(float)
    sums, counts = member @ np.nan_to_num(values), member @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        means: Values = sums / counts - (sums.sum(axis=0) - sums) / (counts.sum(axis=0) - counts)
    return means


def adjusted(p: Values) -> Values:
    """The p-values after Benjamini and Hochberg, those that are `nan` left out."""
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
    return (
        int(first.sum()),
        int(second.sum()),
        *_with_interval(values[first]),
        *_with_interval(values[second]),
        gap,
        *_gap_interval(within[first], within[second]),
        hedges_g(within[first], within[second]),
    )


def _mean(values: Values) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _with_interval(values: Values) -> tuple[float, float, float]:
    return (_mean(values), *interval_of_sums(lambda sums: sums[:, 0] / sums[:, 1], _counted(values)))


def _counted(values: Values) -> Values:
    return np.column_stack([values, np.ones(len(values))])


def _gap_interval(first: Values, second: Values) -> tuple[float, float]:
    """The bootstrap interval of the difference of two means, articles drawn anew on either side."""
    if min(len(first), len(second)) < 2:
        return (float("nan"), float("nan"))
    drawn = [resampling_weights(len(v), DRAWS, seed) @ v / len(v) for v, seed in ((first, 1), (second, 2))]
    return percentile_interval(np.asarray(drawn[0] - drawn[1], dtype=float))
