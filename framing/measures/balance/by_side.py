"""The balance between sides: three answers side by side, since they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isnan
from typing import Any

from framing.intervals import Interval, wilson_interval
from framing.measures.balance.measure import FEWEST_ATTRIBUTIONS

Row = Mapping[str, Any]

#: What sources that no side is told for go by.
NO_SIDE = "no side given"
#: The counts whose shares stand side by side.
ANSWERS = ("words_quoted", "words_reported", "attributions")


def balance_by_side(quotes: Iterable[Row]) -> list[dict[str, Any]]:
    """What each side is given in each article, from the rows of the table `quotes`.

    A row for each article and side, in the order of first speaking: `article`, `side`, `attributions`, `speakers`,
    `words_quoted`, `words_reported`, the share of each of the three among the sides that are told (`share_…`, nan
    under five attributions: there counts are all that can be said), `share_attributions_low` and `_high` (the 95 %
    Wilson interval of that share, as if attributions were drawn one by one), `longest_run` in words, `first_at`,
    `headline` (1 if it speaks there), and `cues`, a mapping of cue class to count. From a pandas frame:
    `pd.DataFrame(balance_by_side(frame.to_dict("records")))`.
    """
    groups: dict[tuple[Any, str], list[Row]] = {}
    said = [row for row in quotes if row["kind"] != "scare"]
    for row in sorted(said, key=lambda row: (str(row["article"]), row["start"], row["end"])):
        side = row["side"] if isinstance(row["side"], str) and row["side"] else NO_SIDE
        groups.setdefault((row["article"], side), []).append(row)
    found = [_of_side(article, side, rows) for (article, side), rows in groups.items()]
    for row in found:
        told = [other for other in found if other["article"] == row["article"] and other["side"] != NO_SIDE]
        row |= {f"share_{answer}": _share(row, told, answer) for answer in ANSWERS}
        row["share_attributions_low"], row["share_attributions_high"] = _interval(row, told)
    return found


def _of_side(article: Any, side: str, rows: list[Row]) -> dict[str, Any]:
    return {
        "article": article,
        "side": side,
        "attributions": len(rows),
        "speakers": len({row["source"] for row in rows if isinstance(row["source"], str)}),
        "words_quoted": sum(int(row["words_quoted"]) for row in rows),
        "words_reported": sum(int(row["words_reported"]) for row in rows),
        "longest_run": max(int(row["words"]) for row in rows),
        "first_at": min(int(row["start"]) for row in rows),
        "headline": int(any(row["section"] == "headline" for row in rows)),
        "cues": dict(sorted(Counter(row["cue_class"] for row in rows if isinstance(row["cue_class"], str)).items())),
    }


def _share(row: Mapping[str, Any], told: list[dict[str, Any]], answer: str) -> float:
    whole = sum(other[answer] for other in told)
    enough = sum(other["attributions"] for other in told) >= FEWEST_ATTRIBUTIONS
    return row[answer] / whole if enough and whole and row["side"] != NO_SIDE else float("nan")


def _interval(row: Mapping[str, Any], told: list[dict[str, Any]]) -> Interval:
    if isnan(row["share_attributions"]):
        return (float("nan"), float("nan"))
    return wilson_interval(row["attributions"], sum(other["attributions"] for other in told))
