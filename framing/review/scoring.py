"""Precision, recall, agreement and errors of the judged rows, and rates corrected by them.

Corrected rates use prediction-powered inference with the drawing probabilities as weights: Angelopoulos and others
(2023), Science 382; Angelopoulos, Duchi and Zrnic (2023), PPI++; Egami and others (2023), design-based supervised
learning. Totals and differences combine shares as in Zou and Donner (2008).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from importlib.metadata import version
from math import nan, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv, expit

from framing.intervals import wilson_interval
from framing.review.sampling import FOUND, UNMARKED, CannotSample, Sample, codebook, labels
from framing.review.sheet import Judged, says

if TYPE_CHECKING:
    from framing.show.markup import Display

#: Minimum judged rows of a group for a corrected rate.
FEWEST_JUDGED = 10
TOO_FEW = "too few judged rows"
NOT_COUNTED = "missed rows not counted"
#: Judged rows' worth of prior for a slope of zero, and for uninformative scores.
_STEADY = 2.0
#: The group of all articles, and the measure that covers a whole table.
ALL = "all"
Values = NDArray[np.float64]
#: Columns that precision is broken down by, where a table has them.
_BY = ("voice", "kind", "sure", "category", "presence", "telling", "frame", "section", "outlet")


class Scores(dict[str, pd.DataFrame]):
    """The tables `precision`, `recall`, `agreement` and `errors` of a judged sample, and a paragraph on them."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], paragraph: str) -> None:
        super().__init__(tables)
        self.paragraph = paragraph


def score(judged: Judged) -> Scores:
    """Score a judged sample; shares are weighted by the drawing probabilities, so they describe all rows."""
    tables = {make.__name__: make(judged) for make in (precision, recall, agreement, errors)}
    return Scores(tables, paragraph(judged, tables))


def precision(judged: Judged) -> pd.DataFrame:
    """The share of found rows that are right, for each table and for groups of its rows.

    In that share, a borderline row counts as wrong. `low` to `high` is Wilson's interval at the effective number of
    rows (Kish 1965).
    """
    shares, hits = [], judged.rows[judged.rows["part"] == FOUND]
    for table, rows in hits.groupby("table", sort=False):
        parts = [("all", "", rows)]
        for column in dict.fromkeys((*judged.sample.about["by"], *_BY)):
            if column in rows and labels(rows[column]).nunique() > 1:
                parts += [(column, value or "none", part) for value, part in rows.groupby(labels(rows[column]))]
        for by, value, part in parts:
            right, borderline = float(part["right"].sum()), float(part["borderline"].sum())
            counts = (len(part), right, borderline, len(part) - right - borderline)
            shares.append((table, by, value, *counts, *_share(part, "right")))
    columns = ["table", "by", "value", "judged", "right", "borderline", "wrong", "precision", "low", "high"]
    return pd.DataFrame(shares, columns=columns)


def _weighted(rows: pd.DataFrame, column: str) -> tuple[float, float, float]:
    """The weighted share of the rows, the sum of their weights, and the effective number of rows."""
    weights, values = rows["weight"].to_numpy(dtype=float), rows[column].to_numpy(dtype=float)
    total = float(weights.sum())
    return float(weights @ values / total), total, float(total**2 / (weights @ weights))


def _share(rows: pd.DataFrame, column: str) -> tuple[float, float, float]:
    """The weighted share with its interval."""
    value, _, worth = _weighted(rows, column)
    return value, *wilson_interval(value * worth, worth)


def recall(judged: Judged) -> pd.DataFrame:
    """The share found of what should be found, from right rows and unmarked places that lack one.

    An unmarked sentence counts as one miss at most, so recall is an upper bound. The interval adds the variances of the
    logarithms of both counts.
    """
    results = []
    for table, some in judged.rows.groupby("table", sort=False):
        hits, unmarked = (some[some["part"] == part] for part in (FOUND, UNMARKED))
        if len(unmarked):
            right = float(hits["weight"].to_numpy() @ hits["right"].to_numpy())
            missed = float(unmarked["weight"].to_numpy() @ unmarked["missed"].to_numpy())
            value = right / (right + missed) if right + missed else nan
            low, high = _recall_ends(hits, unmarked)
            shares = (len(unmarked), float(unmarked["missed"].sum()), *_share(unmarked, "missed"))
            results.append((table, *shares, value, min(low, value), max(high, value)))
    columns = ["table", "judged", "missed", "miss_rate", "miss_low", "miss_high", "recall", "low", "high"]
    return pd.DataFrame(results, columns=columns)


def _recall_ends(hits: pd.DataFrame, unmarked: pd.DataFrame) -> tuple[float, float]:
    """The interval of recall, from the odds of a find, with half a row added to each count."""
    if hits.empty:
        return nan, nan
    logs, spread = [], 0.0
    for rows, column in ((hits, "right"), (unmarked, "missed")):
        value, total, worth = _weighted(rows, column)
        share = (value * worth + 0.5) / (worth + 1)
        logs.append(np.log(share * total))
        spread += (1 - share) / (share * (worth + 1))
    odds, reach = logs[0] - logs[1], 1.959964 * sqrt(spread)
    return float(expit(odds - reach)), float(expit(odds + reach))


def agreement(judged: Judged) -> pd.DataFrame:
    """Percent agreement and Krippendorff's alpha on the rows that two or more coders judged.

    Alpha is nltk's, with nominal judgements (Krippendorff 2004, chapter 11); nan if all judgements are the same.
    """
    from nltk.metrics.agreement import AnnotationTask

    judgements = judged.judgements.merge(judged.sample.rows[["row", "table", "part"]], on="row")
    shared = judgements[judgements.groupby("row")["coder"].transform("nunique") > 1]
    results = []
    for table, some in [("all", shared), *shared.groupby("table", sort=False)]:
        if some.empty:
            continue
        alike, judges = some.groupby(["row", "value"]).size(), some.groupby("row").size()
        share = (alike * (alike - 1)).sum() / (judges * (judges - 1)).sum()
        varied = some["value"].nunique() > 1
        triples = list(some[["coder", "row", "value"]].itertuples(index=False, name=None))
        alpha = float(AnnotationTask(data=triples).alpha()) if varied else nan
        results.append((table, some["coder"].nunique(), some["row"].nunique(), share, alpha))
    return pd.DataFrame(results, columns=["table", "coders", "rows", "agreement", "alpha"])


def errors(judged: Judged) -> pd.DataFrame:
    """The wrong rows by class: their number, and their share of the wrong rows of the table and part."""
    rows = judged.sample.rows[["row", "table", "part"]]
    wrong = judged.judgements[judged.judgements["value"] == 0].merge(rows, on="row")
    wrong["class"] = wrong["class"].replace("", "no class given")
    counts = wrong.groupby(["table", "part", "class"], as_index=False).agg(rows=("row", "nunique"))
    counts["share"] = counts["rows"] / counts.groupby(["table", "part"])["rows"].transform("sum")
    order = {"table": True, "part": True, "rows": False, "class": True}
    return counts.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def paragraph(judged: Judged, tables: Mapping[str, pd.DataFrame]) -> str:
    """A paragraph for a methods section: how rows were drawn and judged, results, versions and seed."""
    about, sample, book = judged.sample.about, judged.sample, codebook()
    say = {name: text.format_map for name, text in book["paragraph"].items()}
    coders = judged.judgements["coder"].nunique()
    known = {
        "framing": about["versions"]["framing"],
        "strata": f", stratified by {' and '.join(about['by'])}" if about["by"] else "",
        "who": "One coder" if coders == 1 else f"{coders} coders",
        "articles": len(sample.articles),
        "judged": judged.judgements["row"].nunique(),
        "rows": len(sample.rows),
    }
    parts, whole = [say["drawn"]({**about, **known})], tables["precision"]
    sure = whole[(whole["by"] == "sure") & (whole["value"] == "1")].set_index("table").to_dict("index")
    for row in whole[whole["by"] == "all"].to_dict("records"):
        row["borderline"] = f", {row['borderline']:g} borderline" if row["borderline"] else ""
        row |= {"about": book[row["table"]]["about"], "interval": _with_interval(row), "counted": ""}
        if counted := sure.get(row["table"]):
            row["counted"] = say["counted"](counted | {"interval": _with_interval(counted)})
        parts.append(say["precision"](row))
    for row in tables["recall"].to_dict("records"):
        row["where"] = "sentences" if row["table"] in ("phrases", "quotes") else "places"
        row |= {"about": book[row["table"]]["about"], "interval": _with_interval(row, "recall")}
        parts.append(say["recall"](row))
    for row in tables["agreement"].head(1).to_dict("records"):
        row["alpha"] = "undefined" if np.isnan(row["alpha"]) else f"{row['alpha']:.2f}"
        parts.append(say["agreement"](row | {"nltk": version("nltk")}))
    parts.append(say["method"]({}))
    if judged.problems:
        parts.append(say["unused"]({"count": len(judged.problems)}))
    return " ".join(parts)


def _with_interval(row: Mapping[Any, Any], share: str = "precision") -> str:
    return "undefined" if np.isnan(row[share]) else f"{row[share]:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def summary(judged: Judged, scores: Scores) -> Display:
    """How many rows are right, table by table, and the paragraph for a methods section."""
    from framing.show.markup import Display, tag

    lines = []
    for row in scores["precision"].query("by == 'all'").to_dict("records"):
        right = tag("strong", f"Of {row['judged']} drawn rows, {row['right']:g} are right: ")
        lines.append(tag("li", right, codebook()[row["table"]]["about"]))
    return Display(tag("div", tag("ul", *lines), tag("p", scores.paragraph), class_="reading"))


def wrong_rows(judged: Judged) -> pd.DataFrame:
    """The rows that a coder judged wrong or borderline, as framing printed them."""
    rows = judged.judgements[judged.judgements["value"] < 1].merge(judged.sample.rows, on="row")
    judgement = rows["value"].map({0.0: "wrong", 0.5: "borderline"})
    rows = rows.assign(says=list(map(says, rows.to_dict("records"))), judgement=judgement)
    columns = ["row", "table", "part", "article", "text", "says", "judgement", "class", "note", "coder"]
    return rows.sort_values("row", ignore_index=True)[columns]


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
    """The rise of the judged value with the tool's score, within groups; shrunk towards 0 in small samples."""
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
    """The mean value of all `units` of a group, from the judged ones and the scores of all.

    The judged mean moves by `rise` times the difference between the mean score of all and that of the judged rows; with
    `rise` 0 it rests on the judged rows alone. `strata` lie wholly in the group; spread between them does not count.
    The interval is Jeffreys' (Brown, Cai and DasGupta 2001), at the size of a simple random sample that is as exact.
    """
    total = float(weights.sum())
    mean, scored = float(weights @ values) / total, float(weights @ scores) / total
    value = min(1.0, max(0.0, mean + rise * (mean_score - scored)))
    judged = total**2 / float(weights @ weights)
    rest = (values - mean) - rise * (scores - scored)
    if strata is not None:
        _, number = np.unique(strata.astype(str), return_inverse=True)
        size = np.bincount(number)[number]
        # A row alone in its stratum keeps its distance from the group's mean.
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


def corrected(judged: Judged, *, by: str = "outlet", articles: Collection[str] | None = None) -> pd.DataFrame:
    """Raw and corrected rates of each group of articles, and their differences from all others.

    | column | |
    |---|---|
    | `table`, `of`, `unit`, `group`, `articles` | what is counted, the voice or frame, per what, for whom |
    | `raw`, `corrected`, `low`, `high` | the rate that the tool counts, and the corrected rate |
    | `difference_raw`, `difference`, `difference_low`, `difference_high` | the rate less that of all others |
    | `judged`, `judged_unmarked`, `note` | the numbers of judged rows, and what is missing |

    Intervals are 95 % and hold for these articles, not for others by the same outlet. `articles` selects some of the
    sample's. Corrected values are nan with few judged rows.
    """
    known = judged.sample.articles
    included = known[known["article"].isin(articles)] if articles is not None else known
    group_of = dict(zip(included["article"], labels(included[by]), strict=True))
    groups, sizes, rows = set(group_of.values()), Counter(group_of.values()), []
    for table, name in _measures(judged):
        measure = _Measure(judged, table, name, group_of)
        for group, chosen in [(ALL, groups), *((group, {group}) for group in sorted(groups))]:
            rate, others = measure.rate(chosen), measure.rate(groups - chosen)
            # Misses count on both sides of a difference or on neither side.
            is_whole = NOT_COUNTED not in (rate.note, others.note)
            own, rest = (measure.rate(side, misses=is_whole).estimate for side in (chosen, groups - chosen))
            about = (table, name or ALL, codebook()[table]["unit"], group, sum(sizes[each] for each in chosen))
            gaps = (rate.raw - others.raw, *astuple(own + rest * -1))
            rows.append((*about, rate.raw, *astuple(rate.estimate), *gaps, rate.judged, rate.unmarked, rate.note))
    columns = "table of unit group articles raw corrected low high difference_raw difference difference_low "
    columns += "difference_high judged judged_unmarked note"
    return pd.DataFrame(rows, columns=columns.split())


def same_rows(sample: Sample, tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """The articles that the tables share with the sample; CannotSample if their rows differ."""
    shared = set(tables["articles"]["article"]) & set(sample.articles["article"])
    if not shared:
        raise CannotSample("the sample was drawn from other articles; draw one from these with framing review sample")
    for table in {"phrases", "quotes"}.intersection(sample.about["tables"]):
        then = sample.population[(sample.population["table"] == table) & (sample.population["part"] == FOUND)]
        before, now = then.groupby("article")["units"].sum(), tables[table]["article"].value_counts()
        for article in sorted(shared):
            if before.get(article, 0) != now.get(article, 0):
                raise CannotSample(
                    f"{article} has {now.get(article, 0)} rows of {table}, and had {before.get(article, 0)} when the "
                    "sample was drawn: the tables were made otherwise; draw a new sample from these"
                )
    return shared


def _measures(judged: Judged) -> list[tuple[str, str]]:
    """The tables judged: each as a whole, phrases also in the outlet's own voice, and every frame."""
    measures = []
    for table, rows in judged.rows.groupby("table", sort=False):
        parts = {"phrases": ["own"], "frames": sorted(set(rows["domain"]))}.get(str(table), [])
        measures += [(str(table), name) for name in ("", *parts)]
    return measures


class _Rate(NamedTuple):
    raw: float
    estimate: Estimate
    judged: int
    unmarked: int
    note: str


class _Measure:
    """The judged rows and the population of one measure, for rates of any groups."""

    def __init__(self, judged: Judged, table: str, name: str, group_of: Mapping[str, str]) -> None:
        self.is_per_words = codebook()[table]["unit"] == "per 100 words"
        frames = (judged.sample.articles, judged.rows, judged.sample.population)
        self.articles, *tables = (frame.assign(group=frame["article"].map(group_of)) for frame in frames)
        self.rows, self.totals, self.rise = {}, {}, {}
        for part in (FOUND, UNMARKED):
            rows, units = (frame[(frame["table"] == table) & (frame["part"] == part)] for frame in tables)
            # A missed phrase has no voice in the table; the judge gives it.
            if name and not (table == "phrases" and part == UNMARKED):
                rows, units = rows[rows["domain"] == name], units[units["domain"] == name]
            value = "right" if part == FOUND else "missed_own" if table == "phrases" and name else "missed"
            rows = rows.assign(value=rows[value].astype(float)).dropna(subset=["group"])
            self.rows[part], self.totals[part] = rows, units
            self.rise[part] = slope(*_columns(rows), rows["group"].to_numpy()) if len(rows) else 0.0

    def rate(self, groups: Collection[str], misses: bool = True) -> _Rate:
        """The rate of these groups together, with or without the misses in unmarked units."""
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
        """The number of units of the part that are right, that the tool counts, and that were judged."""
        rows, population = (frame[part][frame[part]["group"].isin(groups)] for frame in (self.rows, self.totals))
        units, counted = float(population["units"].sum()), float(population["counted"].sum())
        if rows.empty:
            return UNKNOWN if units else Estimate(0.0, 0.0, 0.0), counted, 0
        elsewhere = self.rows[part][~self.rows[part]["group"].isin(groups)]["stratum"]
        strata = rows["stratum"].mask(rows["stratum"].isin(elsewhere), "").to_numpy()
        mean_score = float(population["score"].sum()) / units
        return share(*_columns(rows), units, mean_score, self.rise[part], strata) * units, counted, len(rows)


def _columns(rows: pd.DataFrame) -> tuple[Values, Values, Values]:
    values, scores, weights = (rows[name].to_numpy(dtype=float) for name in ("value", "score", "weight"))
    return values, scores, weights
