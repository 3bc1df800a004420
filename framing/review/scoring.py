"""How often the tool is right on the judged rows: precision, recall, agreement of coders, classes of errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from math import nan, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.intervals import wilson_interval
from framing.review.sampling import FOUND, UNMARKED, codebook, labels
from framing.review.sheet import Judged, says

if TYPE_CHECKING:
    from framing.show.markup import Display

#: What precision is given by, where a table has it.
_BY = ("voice", "kind", "sure", "category", "presence", "telling", "frame", "section", "outlet")


@dataclass(frozen=True)
class Scores(Mapping[str, pd.DataFrame]):
    """The tables `precision`, `recall`, `agreement` and `errors` of a judged sample, and a paragraph on them."""

    tables: Mapping[str, pd.DataFrame]
    paragraph: str

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def score(judged: Judged) -> Scores:
    """Score a judged sample. Shares are weighted by the drawing probabilities, so they speak of all rows."""
    rows = judged.rows
    tables = {
        "precision": precision(rows, judged.sample.about["by"]),
        "recall": recall(judged),
        "agreement": agreement(judged),
        "errors": errors(judged),
    }
    return Scores(tables, paragraph(judged, tables))


def precision(rows: pd.DataFrame, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """The share of found rows that stand, of each table as a whole and by what its rows have in common.

    A borderline row does not stand. `low` to `high` is Wilson's interval at the effective number of rows (Kish 1965).
    """
    hits = rows[rows["part"] == FOUND]
    kept = []
    for table, some in hits.groupby("table", sort=False):
        kept.append((table, "all", "", *_precision(some)))
        for column in dict.fromkeys((*by, *_BY)):
            if column not in some or labels(some[column]).nunique() < 2:
                continue
            for value, part in some.groupby(labels(some[column])):
                kept.append((table, column, value or "none", *_precision(part)))
    columns = ["table", "by", "value", "judged", "stand", "borderline", "wrong", "precision", "low", "high"]
    return pd.DataFrame(kept, columns=columns)


def _precision(rows: pd.DataFrame) -> tuple[float, ...]:
    stand, borderline = float(rows["right"].sum()), float(rows["borderline"].sum())
    return (len(rows), stand, borderline, len(rows) - stand - borderline, *_share(rows, "right"))


def _share(rows: pd.DataFrame, column: str) -> tuple[float, float, float]:
    """The weighted share with its interval."""
    if rows.empty:
        return nan, nan, nan
    weights, values = rows["weight"].to_numpy(dtype=float), rows[column].to_numpy(dtype=float)
    value = float(weights @ values / weights.sum())
    rows_worth = float(weights.sum() ** 2 / (weights @ weights))
    return value, *wilson_interval(value * rows_worth, rows_worth)


def recall(judged: Judged) -> pd.DataFrame:
    """Of what should be found, the share that is: from the rows that stand and the unmarked places that lack one.

    A sentence without a mark counts for one miss at most, so recall is an upper bound. The interval adds the
    variances of the logarithms of both counts.
    """
    rows, kept = judged.rows, []
    for table in dict.fromkeys(rows["table"]):
        some = rows[rows["table"] == table]
        hits, unmarked = some[some["part"] == FOUND], some[some["part"] == UNMARKED]
        if unmarked.empty:
            continue
        share, low, high = _share(unmarked, "missed")
        right, missed = float(hits["weight"] @ hits["right"]), float(unmarked["weight"] @ unmarked["missed"])
        value = right / (right + missed) if right + missed else nan
        first, last = _recall_ends(hits, unmarked)
        ends = (min(first, value), max(last, value))
        kept.append((table, len(unmarked), float(unmarked["missed"].sum()), share, low, high, value, *ends))
    columns = ["table", "judged", "missed", "miss_rate", "miss_low", "miss_high", "recall", "low", "high"]
    return pd.DataFrame(kept, columns=columns)


def _recall_ends(hits: pd.DataFrame, unmarked: pd.DataFrame) -> tuple[float, float]:
    """The interval of recall, from the odds of a find against a miss, with half a row added to each count."""
    sizes, logs, spread = [], [], 0.0
    for rows, column in ((hits, "right"), (unmarked, "missed")):
        if rows.empty:
            return nan, nan
        weights = rows["weight"].to_numpy(dtype=float)
        worth = float(weights.sum() ** 2 / (weights @ weights))
        share = (float(weights @ rows[column]) / weights.sum() * worth + 0.5) / (worth + 1)
        sizes.append(weights.sum())
        logs.append(np.log(share * weights.sum()))
        spread += (1 - share) / (share * (worth + 1))
    odds, reach = logs[0] - logs[1], 1.959964 * sqrt(spread)
    return tuple(float(1 / (1 + np.exp(-each))) for each in (odds - reach, odds + reach))  # type: ignore[return-value]


def agreement(judged: Judged) -> pd.DataFrame:
    """Percent agreement and Krippendorff's alpha of the coders, on the rows that two or more judged.

    Judgements are nominal (Krippendorff 2004, chapter 11), as nltk computes alpha; nan where all gave the same.
    """
    from nltk.metrics.agreement import AnnotationTask

    judgements = judged.judgements.merge(judged.sample.rows[["row", "table", "part"]], on="row")
    shared = judgements[judgements.groupby("row")["coder"].transform("nunique") > 1]
    kept = []
    for table, some in [("all", shared), *shared.groupby("table", sort=False)]:
        if some.empty:
            continue
        pairs = same = 0
        for values in some.groupby("row")["value"].agg(list):
            pairs += len(values) * (len(values) - 1)
            same += sum(values.count(value) - 1 for value in values)
        varied = some["value"].nunique() > 1
        triples = list(some[["coder", "row", "value"]].itertuples(index=False, name=None))
        alpha = float(AnnotationTask(data=triples).alpha()) if varied else nan
        kept.append((table, some["coder"].nunique(), some["row"].nunique(), same / pairs, alpha))
    return pd.DataFrame(kept, columns=["table", "coders", "rows", "agreement", "alpha"])


def errors(judged: Judged) -> pd.DataFrame:
    """What was judged wrong, by class: how many rows, and what share of the wrong ones of the table and part."""
    rows = judged.sample.rows[["row", "table", "part"]]
    wrong = judged.judgements[judged.judgements["value"] == 0].merge(rows, on="row")
    wrong = wrong.assign(**{"class": wrong["class"].replace("", "no class given")})
    counts = wrong.groupby(["table", "part", "class"], as_index=False).agg(rows=("row", "nunique"))
    counts["share"] = counts["rows"] / counts.groupby(["table", "part"])["rows"].transform("sum")
    return counts.sort_values(
        ["table", "part", "rows", "class"], ascending=[True, True, False, True], ignore_index=True
    )


def paragraph(judged: Judged, tables: Mapping[str, pd.DataFrame]) -> str:
    """A paragraph for a methods section: how rows were drawn and judged, what came out, with versions and seed."""
    about, sample = judged.sample.about, judged.sample
    strata = f", stratified by {' and '.join(about['by'])}" if about["by"] else ""
    coders = judged.judgements["coder"].nunique()
    who = "One coder" if coders == 1 else f"{coders} coders"
    said = [
        f"We validated the output of framing {about['versions']['framing']} on {len(sample.articles):,} articles. "
        f"Rows were drawn at random without replacement{strata} (seed {about['seed']}, sample {about['run']}). "
        f"{who} judged {judged.judgements['row'].nunique():,} of {len(sample.rows):,} drawn rows."
    ]
    whole = tables["precision"]
    for row in whole[whole["by"] == "all"].to_dict("records"):
        name = codebook()[row["table"]]["about"]
        borderline = f", {row['borderline']:g} borderline" if row["borderline"] else ""
        sure = whole[(whole["table"] == row["table"]) & (whole["by"] == "sure") & (whole["value"] == "1")]
        counted = "".join(
            f"; of the {each['judged']} that reports count, {each['stand']:g} ({_with_interval(each)})"
            for each in sure.to_dict("records")
        )
        said.append(
            f"Of {row['judged']} {name}, {row['stand']:g} stand{borderline} (precision {_with_interval(row)}){counted}."
        )
    for row in tables["recall"].to_dict("records"):
        name = codebook()[row["table"]]["about"]
        where = "sentences" if row["table"] in ("phrases", "quotes") else "places"
        said.append(
            f"Of {row['judged']} {where} without {name}, {row['missed']:g} should have had one "
            f"(recall at most {_with_interval(row, 'recall')})."
        )
    for row in tables["agreement"].head(1).to_dict("records"):
        alpha = "undefined" if np.isnan(row["alpha"]) else f"{row['alpha']:.2f}"
        said.append(
            f"On {row['rows']} rows judged by {row['coders']} coders, they agree on {row['agreement']:.0%} "
            f"(Krippendorff's alpha {alpha}, nltk {version('nltk')})."
        )
    said.append(
        "Shares are weighted by inverse drawing probabilities; borderline rows count as wrong; "
        "intervals are 95 % (Wilson, at the effective number of rows)."
    )
    if judged.problems:
        said.append(f"{len(judged.problems)} entries of the sheets could not be used.")
    return " ".join(said)


def _with_interval(row: Mapping[Any, Any], share: str = "precision") -> str:
    return "undefined" if np.isnan(row[share]) else f"{row[share]:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def summary(judged: Judged, scores: Scores) -> Display:
    """How many rows stand, table by table, and the paragraph for a methods section."""
    from framing.show.markup import tag
    from framing.show.notes import Note

    whole = scores["precision"][scores["precision"]["by"] == "all"]
    lines = [
        tag(
            "li",
            tag("strong", f"Of {row['judged']} rows drawn, {row['stand']:g} stand: "),
            codebook()[row["table"]]["about"],
        )
        for row in whole.to_dict("records")
    ]
    return Note(tag("div", tag("ul", *lines), tag("p", scores.paragraph), class_="reading"))


def wrong_rows(judged: Judged) -> pd.DataFrame:
    """The rows that a coder did not let stand, with what the tool said of them."""
    kept = judged.judgements[judged.judgements["value"] < 1].merge(judged.sample.rows, on="row")
    said = [says({str(name): value for name, value in row.items()}) for row in kept.to_dict("records")]
    judgement = kept["value"].map({0.0: "wrong", 0.5: "borderline"})
    frame = kept.assign(says=said, judgement=judgement).sort_values("row", ignore_index=True)
    return frame[["row", "table", "part", "article", "text", "says", "judgement", "class", "note", "coder"]]
