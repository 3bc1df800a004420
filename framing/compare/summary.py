"""A comparison in a few lines of text: what stands out, then counts, and how many could be chance."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from framing.compare.asked import LEADS
from framing.compare.comparison import Comparison
from framing.compare.differences import REPORT_ALPHA

#: Maximum lines of a section.
SHOWN = 5


def summary(comparison: Comparison) -> str:
    """The comparison in about twenty lines."""
    articles = comparison.analysis["articles"]
    events = articles["event"].fillna("").nunique()
    titles = list(dict.fromkeys(a.event_title for a in comparison.analysis.articles_read if a.event_title))
    groups = comparison["accounts"]["group"].nunique()
    lines = titles if events == 1 else []
    lines += [f"{len(articles)} accounts of {events} event{'s' * (events != 1)}, {groups} by {comparison.by}", ""]
    lines += [*_highlights(comparison), *_verdicts(comparison), ""]
    lines += [*_statements(comparison["statements"]), "", *_facts(comparison["facts"])]
    lines += ["", *_leads(comparison["order"])]
    return "\n".join(lines)


def _highlights(comparison: Comparison) -> Iterator[str]:
    for row in comparison.highlights.to_dict("records"):
        likely = " (likely)" if row["certainty"] == "likely" else ""
        yield f"{row['rank']}. {row['sentence']}{likely}"
    yield ""


def _verdicts(comparison: Comparison) -> Iterator[str]:
    claims = comparison.claims()
    members = comparison["accounts"].groupby("group")["account"].nunique()
    if claims.empty and (members == 1).all():
        yield f"one article for each {comparison.by}: a difference may be the article's and not the {comparison.by}'s"
        return
    two = list(members.index) if len(members) == 2 else []
    for table, what in (("differences", "measures"), ("keyness", "words")):
        tested = int(comparison[table]["p"].notna().sum())
        differ = claims[claims["table"] == table]
        unclear = tested - len(differ)
        yield f"{what}: {tested:,} comparisons, {len(differ)} differ, {unclear:,} could be chance"
        for row in differ.head(SHOWN).itertuples():
            rest = next((name for name in two if name != row.group), "the rest")
            yield f"  {row.what!s}: {row.group!s} differs from {rest} (p {float(str(row.p)):.4f})"
    yield f"  (if outlets did not differ, fewer than {REPORT_ALPHA:.0%} of reports would show a difference)"


def _statements(table: pd.DataFrame) -> Iterator[str]:
    shared = table[table["accounts"] > 1]
    count = shared.groupby(["event", "statement"]).ngroups
    yield f"{count} statement{'s' * (count != 1)} found in two accounts or more"
    for _, rows in list(shared.groupby(["event", "statement"], sort=False))[:SHOWN]:
        row = rows.iloc[0]
        counts = rows["telling"].dropna().value_counts()
        ways = sorted(counts.items(), key=lambda way: (-way[1], str(way[0])))
        how = "".join(f"; {count} {way}" for way, count in ways)
        speaker = f"{row['speaker']}: " if isinstance(row["speaker"], str) else ""
        yield f"  {speaker}{shortened(row['fullest'])} ({_share(row)}{how})"


def _facts(table: pd.DataFrame) -> Iterator[str]:
    each = table.drop_duplicates(["event", "kind", "fact"])
    shared = each[each["accounts"] > 1]
    yield f"{len(shared)} fact{'s' * (len(shared) != 1)} found in two accounts or more"
    for row in shared.head(SHOWN).to_dict("records"):
        yield f"  {row['kind']}: {shortened(row['fact'])} ({_share(row)})"


def _leads(order: pd.DataFrame) -> Iterator[str]:
    yield "what leads"
    for row in order[order["aspect"] == LEADS].head(2 * SHOWN).itertuples():
        yield f"  {row.account}: {shortened(str(row.text))}"


def _share(row: Mapping[Hashable, Any] | pd.Series) -> str:
    return f"in {row['accounts']} of {row['of']} accounts"


def shortened(text: str, most: int = 70) -> str:
    """A text cut at the end of a word, or within a longer one, with an ellipsis."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:")
    return f"{words} …" if words else f"{text[:most]}…"
