"""Rates corrected by a judged sample: prediction-powered inference with the drawing probabilities as weights.

Angelopoulos and others (2023), Science 382; Angelopoulos, Duchi and Zrnic (2023), PPI++; Egami and others (2023),
design-based supervised learning. Totals and differences are put together from shares as Zou and Donner (2008) do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from framing.review.sampling import FOUND, UNMARKED, CannotSample, Sample, codebook, labels
from framing.review.sheet import Judged

#: With fewer judged rows of a group than this, no corrected rate is given.
FEWEST_JUDGED = 10
TOO_FEW = "too few judged rows"
NOT_COUNTED = "missed rows not counted"
#: How many judged rows count for a slope of zero, and for scores that say nothing.
_STEADY = 2.0
#: The group of all articles, and the measure of a whole table.
ALL = "all"

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __mul__(self, factor: float) -> Estimate:
        ends = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, *ends)

    def __add__(self, other: Estimate) -> Estimate:
        # Zou and Donner (2008): the distances to the ends add up as variances do.
        value = self.value + other.value
        low = sqrt((self.value - self.low) ** 2 + (other.value - other.low) ** 2)
        high = sqrt((self.high - self.value) ** 2 + (other.high - other.value) ** 2)
        return Estimate(value, value - low, value + high)


UNKNOWN = Estimate(nan, nan, nan)


def slope(values: Values, scores: Values, weights: Values, groups: NDArray[Any]) -> float:
    """How much the judged value rises with the tool's score, within groups; shrunk towards 0 in small samples."""
    y, x = (_centred(each, weights, groups) for each in (values, scores))
    spread = float((weights * x * x).sum())
    if not spread > 0:
        return 0.0
    return float((weights * x * y).sum()) / spread * len(values) / (len(values) + _STEADY)


def _centred(values: Values, weights: Values, groups: NDArray[Any]) -> Values:
    _, group = np.unique(groups.astype(str), return_inverse=True)
    means = np.bincount(group, weights * values) / np.bincount(group, weights)
    centred: Values = values - means[group]
    return centred


def share(
    values: Values,
    scores: Values,
    weights: Values,
    units: float,
    mean_score: float,
    rise: float = 0.0,
    strata: NDArray[Any] | None = None,
) -> Estimate:
    """The mean judged value of all `units` of a group, from those judged and the scores of all.

    The judged mean is moved by `rise` times what the judged scores lack of the mean score of all: with `rise` 0 it
    rests on the judged rows alone. `strata` lie wholly in the group; spread between them does not count. The interval
    is that of Jeffreys (Brown, Cai and DasGupta 2001), for the number of rows drawn alike that would be as exact.
    """
    total = float(weights.sum())
    mean, scored = float(weights @ values) / total, float(weights @ scores) / total
    value = min(1.0, max(0.0, mean + rise * (mean_score - scored)))
    judged = total**2 / float(weights @ weights)
    rest = (values - mean) - rise * (scores - scored)
    if strata is not None:
        _, number = np.unique(strata.astype(str), return_inverse=True)
        size = np.bincount(number)[number]
        # A row alone in its stratum keeps its distance from the mean of the group.
        rest = np.where(size > 1, _centred(rest, weights, strata) * np.sqrt(size / np.maximum(size - 1, 1)), rest)
    prior = _STEADY * mean * (1 - mean)
    left = (judged / total) ** 2 * float(weights**2 @ rest**2) + prior
    spread = judged * mean * (1 - mean) + prior
    ratio = left / spread if spread > 0 else 1.0
    drawn = max(1 - len(values) / units, 0.0)
    if drawn * ratio <= 0:
        return Estimate(value, value, value)
    exact = judged / (drawn * ratio)
    return Estimate(value, *_jeffreys(value * exact, exact))


def _jeffreys(count: float, of: float) -> tuple[float, float]:
    low, high = betaincinv(count + 0.5, of - count + 0.5, [0.025, 0.975]).tolist()
    return (low if count > 0 else 0.0, high if count < of else 1.0)


def corrected(
    judged: Judged, *, by: str = "outlet", articles: Collection[str] | None = None, scores: bool = True
) -> pd.DataFrame:
    """Raw and corrected rates of each group of articles, and how far each is from all others.

    | column | |
    |---|---|
    | `table`, `of`, `unit`, `group`, `articles` | what is counted, of which voice or frame, per what, for whom |
    | `raw`, `corrected`, `low`, `high` | the rate as the tool counts it, and as the judged rows correct it |
    | `difference_raw`, `difference`, `difference_low`, `difference_high` | the rate less that of all others |
    | `judged`, `judged_unmarked`, `note` | on how many judged rows it rests, and what it lacks |

    Intervals are 95 % and speak of these articles, not of others by the same outlet. `articles` keeps some of the
    sample's; with `scores` off the tool's own scores are left aside. Corrected figures are nan with few judged rows.
    """
    known = judged.sample.articles
    kept = known[known["article"].isin(articles)] if articles is not None else known
    group_of = dict(zip(kept["article"], labels(kept[by]), strict=True))
    rows = []
    for table, name in _measures(judged):
        measure, groups = _Measure(judged, table, name, group_of, scores), set(group_of.values())
        for group, chosen in [(ALL, groups), *((group, {group}) for group in sorted(groups))]:
            rate, others = measure.rate(chosen), measure.rate(groups - chosen)
            # Misses count on both sides of a difference or on neither.
            is_whole = NOT_COUNTED not in (rate.note, others.note)
            sides = [measure.rate(side, misses=is_whole).estimate for side in (chosen, groups - chosen)]
            gap = sides[0] + sides[1] * -1
            rows.append(
                {
                    **{"table": table, "of": name or ALL, "unit": codebook()[table]["unit"], "group": group},
                    **{
                        "articles": sum(group in chosen for group in group_of.values()),
                        "raw": rate.raw,
                        "corrected": rate.estimate.value,
                    },
                    **{"low": rate.estimate.low, "high": rate.estimate.high},
                    **{"difference_raw": rate.raw - others.raw, "difference": gap.value},
                    **{"difference_low": gap.low, "difference_high": gap.high},
                    **{"judged": rate.judged, "judged_unmarked": rate.unmarked, "note": rate.note},
                }
            )
    return pd.DataFrame(rows)


def same_rows(sample: Sample, tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """The articles that the tables share with the sample; CannotSample if their rows are others."""
    shared = set(tables["articles"]["article"]) & set(sample.articles["article"])
    if not shared:
        raise CannotSample("the sample was drawn from other articles; draw one from these with framing review sample")
    for table in {"phrases", "quotes"}.intersection(sample.about["tables"]):
        then = sample.population[(sample.population["table"] == table) & (sample.population["part"] == FOUND)]
        before = then.groupby("article")["units"].sum()
        now = tables[table]["article"].value_counts()
        for article in sorted(shared):
            if int(before.get(article, 0)) != int(now.get(article, 0)):
                raise CannotSample(
                    f"{article} has {now.get(article, 0)} rows of {table}, and had {before.get(article, 0)} when the "
                    "sample was drawn: the tables were made otherwise; draw a new sample from these"
                )
    return shared


def _measures(judged: Judged) -> list[tuple[str, str]]:
    """The tables judged: each as a whole, phrases also in the outlet's own voice, and every frame."""
    measures = []
    for table in dict.fromkeys(judged.rows["table"]):
        parts = {"phrases": ["own"], "frames": sorted(set(judged.rows.loc[judged.rows["table"] == table, "domain"]))}
        measures += [(str(table), name) for name in ("", *parts.get(str(table), []))]
    return measures


class _Rate(NamedTuple):
    raw: float
    estimate: Estimate
    judged: int
    unmarked: int
    note: str


class _Measure:
    """The judged rows and the population of one measure, ready to be asked for any groups."""

    def __init__(self, judged: Judged, table: str, name: str, group_of: Mapping[str, str], scores: bool) -> None:
        self.is_per_words = codebook()[table]["unit"] == "per 100 words"
        self.articles = judged.sample.articles.assign(group=judged.sample.articles["article"].map(group_of))
        self.rows, self.totals, self.rise = {}, {}, {}
        for part in (FOUND, UNMARKED):
            mine, all_of = (
                frame[(frame["table"] == table) & (frame["part"] == part)]
                for frame in (judged.rows, judged.sample.population)
            )
            # A missed phrase has no voice in the table; the judge says it.
            if name and not (table == "phrases" and part == UNMARKED):
                mine, all_of = mine[mine["domain"] == name], all_of[all_of["domain"] == name]
            value = "right" if part == FOUND else "missed_own" if table == "phrases" and name else "missed"
            mine = mine.assign(value=mine[value].astype(float), group=mine["article"].map(group_of))
            mine = self.rows[part] = mine[mine["group"].notna()]
            self.totals[part] = all_of.assign(group=all_of["article"].map(group_of))
            self.rise[part] = slope(*_columns(mine), mine["group"].to_numpy()) if scores and len(mine) else 0.0

    def rate(self, groups: Collection[str], misses: bool = True) -> _Rate:
        """The rate of these groups taken together, with what the unmarked units lack or without."""
        some = self.articles[self.articles["group"].isin(groups)]
        size = float(some["words"].sum()) / 100 if self.is_per_words else float(len(some))
        if not size:
            return _Rate(nan, UNKNOWN, 0, 0, "")
        hits, counted, judged = self._total(FOUND, groups)
        missed, _, unmarked = self._total(UNMARKED, groups)
        note = TOO_FEW if judged < FEWEST_JUDGED else NOT_COUNTED if unmarked < FEWEST_JUDGED or not misses else ""
        total = UNKNOWN if note == TOO_FEW else hits if note else hits + missed
        return _Rate(counted / size, total * (1 / size), judged, unmarked, note)

    def _total(self, part: str, groups: Collection[str]) -> tuple[Estimate, float, int]:
        """How many units of the part hold, how many the tool counts, and how many were judged."""
        mine, all_of = (frame[part][frame[part]["group"].isin(groups)] for frame in (self.rows, self.totals))
        units, counted = float(all_of["units"].sum()), float(all_of["counted"].sum())
        if mine.empty:
            return UNKNOWN if units else Estimate(0.0, 0.0, 0.0), counted, 0
        elsewhere = self.rows[part][~self.rows[part]["group"].isin(groups)]["stratum"]
        strata = mine["stratum"].mask(mine["stratum"].isin(elsewhere), "").to_numpy()
        mean_score = float(all_of["score"].sum()) / units
        return share(*_columns(mine), units, mean_score, self.rise[part], strata) * units, counted, len(mine)


def _columns(rows: pd.DataFrame) -> tuple[Values, Values, Values]:
    values, scores, weights = (rows[name].to_numpy(dtype=float) for name in ("value", "score", "weight"))
    return values, scores, weights
