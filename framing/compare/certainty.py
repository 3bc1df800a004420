"""How sure each account makes what most accounts hold: stated, shown, said or doubted, by cues and hedges.

Cues are graded by their category in the lexicon `report-verbs`; the grades follow Saurí and Pustejovsky (2009).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pandas as pd

from framing.attribution.cues import LEXICON
from framing.compare.accounts import Account, table_of
from framing.compare.statements import FOUND
from framing.compare.telling import SURE_MATCH
from framing.lexicon import load

#: From the surest: the outlet's own words; a cue that takes them for true; a plain cue; a cue or hedge that doubts.
STATED, SHOWN, SAID, DOUBTED = "stated", "shown", "said", "doubted"
_OF_CUE = {"revealing": SHOWN, "neutral": SAID, "assertive": SAID, "doubting": DOUBTED, "hearsay": DOUBTED}
#: From this confidence of its attribution on a cue grades a passage.
LIKELY = 0.5
#: Adjectives and adverbs that doubt what they stand beside.
_DOUBTING = ("alleged", "purported", "purportedly", "supposed", "so-called", "unproven", "unconfirmed", "unverified")


def certainty(accounts: Sequence[Account], statements: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The table `certainty`: a row per account and claim that most accounts hold, where accounts differ in it.

    Two accounts or more have the claim, and at least half. `certainty` is empty where a sentence has a cue that does
    not govern the passage.
    """
    by_id = {account.article.id: account for account in accounts}
    rows: list[dict[str, Any]] = []
    for table, claim in ((statements, "fullest"), (facts, "fact")):
        shared = table[(table["accounts"] > 1) & (2 * table["accounts"] >= table["of"]) & (table["presence"] == FOUND)]
        for _, versions in shared.groupby(["event", claim], sort=False):
            graded = [_graded(by_id[row["article"]], row, row[claim]) for row in versions.to_dict("records")]
            if len({row["certainty"] for row in graded} - {None}) > 1:
                rows += graded
    return table_of("certainty", rows)


def _graded(account: Account, row: dict[Any, Any], claim: str) -> dict[str, Any]:
    certainty, hedges = _grade(account, row)
    empty = {"speaker": None, "source": None, "cue": None}
    return empty | row | {"claim": claim, "certainty": certainty, "hedges": hedges}


def _grade(account: Account, row: dict[Any, Any]) -> tuple[str | None, str]:
    """How sure the account makes a passage, and the doubting words beside it in the outlet's own."""
    start, end = int(row["start"]), int(row["end"])
    sentence = account.document.sentence_at(start)
    begin, stop = int(account.document.sentence_start[sentence]), int(account.document.sentence_end[sentence])
    hedges = [m[0].lower() for m in _own_words(account, begin, max(stop, end))]
    category = row.get("cue_class")
    beside = [a for a in account.reading.attributions if a.start < stop and a.end > begin]
    if hedges:
        return DOUBTED, "; ".join(hedges)
    if isinstance(category, str):
        sure = any(a.confidence >= LIKELY for a in beside if a.start < end and a.end > start)
        return _OF_CUE.get(category) if sure else None, ""
    return STATED if not beside and row["confidence"] >= SURE_MATCH else None, ""


def _own_words(account: Account, start: int, end: int) -> Iterator[re.Match[str]]:
    """The doubting words in a range, outside quotation marks."""
    quoted = [(quotation.inner_start, quotation.inner_end) for quotation in account.document.quotations]
    for match in _doubting().finditer(account.article.text, start, end):
        if not any(low <= match.start() < high for low, high in quoted):
            yield match


@cache
def _doubting() -> re.Pattern[str]:
    terms = {entry.term for entry in load(LEXICON).entries if entry.category == "hearsay"}
    known = sorted({*_DOUBTING, *terms} - {"are expected", "is expected"}, key=lambda term: (-len(term), term))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b", re.IGNORECASE)
