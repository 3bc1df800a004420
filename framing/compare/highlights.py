"""What stands out: ranked sentences, each with its numbers, how sure it is, and the places behind it.

`highlights.toml` holds the sentences; `framing.compare.findings` says what fills them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.compare.findings import FINDERS, Accounts, Finding, about_one, outlets

if TYPE_CHECKING:
    from framing.analysis import Analysis
    from framing.compare.comparison import Comparison

COLUMNS = ("rank", "kind", "sentence", "detail", "certainty", "p", "table", "places", "values", "unit")
#: The most sentences, and the most of a kind that sets no other number.
MOST, MOST_OF_KIND = 7, 2
#: A difference with a p of at most this is clear, or likely; weaker ones are not shown.
CLEAR, LIKELY = 0.005, 0.02

_TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def highlights(comparison: Comparison) -> pd.DataFrame:
    """What stands out in a comparison: `COLUMNS`, the most telling first.

    One event gives sentences on its accounts, several events or several articles of an outlet on the outlets too.
    `places` and `values` are JSON; `p` is nan where a sentence states a count.
    """
    accounts = Accounts(comparison)
    findings = [("outlets", finding) for finding in outlets(accounts, _TEXTS["measures"])]
    if comparison["accounts"]["event"].nunique() == 1:
        findings += [(kind, finding) for kind, find in FINDERS.items() for finding in find(accounts)]
    kinds = _TEXTS["accounts"]
    graded = [
        (kind, certainty, finding)
        for kind, finding in findings
        if (certainty := kinds[kind].get("certainty") or _grade(finding.p))
    ]
    graded.sort(key=lambda row: -kinds[row[0]]["weight"] * min(row[2].size, 1) * (1 + (row[1] == "clear")))
    shown: list[tuple[str, str, Finding]] = []
    for kind, certainty, finding in graded:
        repeats = any(finding.about & other.about for *_, other in shown)
        if not repeats and [each for each, *_ in shown].count(kind) < kinds[kind].get("most", MOST_OF_KIND):
            shown.append((kind, certainty, finding))
    return _table(shown[:MOST], kinds)


def article_highlights(analysis: Analysis, article: str) -> pd.DataFrame:
    """What stands out in one article: the same columns; counts with intervals, and no comparison."""
    return _table([(kind, "clear", finding) for kind, finding in about_one(analysis, article)], _TEXTS["article"])


def _grade(p: float) -> str | None:
    return "clear" if p <= CLEAR else "likely" if p <= LIKELY else None


def _table(findings: Iterable[tuple[str, str, Finding]], kinds: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    rows = [
        {name: kinds[kind].get(name, "").format(**finding.parts) for name in ("sentence", "detail", "table", "unit")}
        | {"rank": rank, "kind": kind, "certainty": certainty, "p": finding.p}
        | {name: json.dumps(list(getattr(finding, name))) for name in ("places", "values")}
        for rank, (kind, certainty, finding) in enumerate(findings, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
