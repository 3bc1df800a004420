"""How certain each account makes a shared claim: stated, shown, said or doubted, by cues and hedges.

Cues are graded by their category in the lexicon `report-verbs`; the grades follow Saurí and Pustejovsky (2009).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from framing.attribution.cues import LEXICON
from framing.compare.accounts import Account, table_of
from framing.compare.statements import FOUND
from framing.compare.telling import SURE_MATCH
from framing.lexicon import load
from framing.measures.phrasing.forms import usual_tag

#: From most to least certain: own words; a cue that presumes truth; a neutral cue; a cue or hedge of doubt.
STATED, SHOWN, SAID, DOUBTED = "stated", "shown", "said", "doubted"
_OF_CUE = {"revealing": SHOWN, "neutral": SAID, "assertive": SAID, "doubting": DOUBTED, "hearsay": DOUBTED}
#: Minimum confidence of an attribution whose cue grades a passage.
LIKELY = 0.5
#: Adjectives that cast doubt on the noun behind them.
_ADJECTIVES = frozenset({"alleged", "purported", "supposed", "so-called", "unproven", "unconfirmed", "unverified"})
#: Tags of verbs that a subject stands before.
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def certainty(accounts: Sequence[Account], statements: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The table `certainty`: a row per account and shared claim, where accounts differ in how certain they make it.

    At least two accounts, and at least half, have the claim. `certainty` is empty when the sentence contains a cue
    that does not apply to the passage.
    """
    by_id = {account.article.id: account for account in accounts}
    unknown = dict.fromkeys(("speaker", "source", "cue"))
    rows: list[dict[Any, Any]] = []
    for table, claim in ((statements, "fullest"), (facts, "fact")):
        shared = table[(table["accounts"] > 1) & (2 * table["accounts"] >= table["of"]) & (table["presence"] == FOUND)]
        for (_, words), versions in shared.groupby(["event", claim], sort=False):
            graded = [
                unknown | row | {"claim": words} | _graded(by_id[row["article"]], row)
                for row in versions.to_dict("records")
            ]
            if len({row["certainty"] for row in graded} - {None}) > 1:
                rows += graded
    return table_of("certainty", rows)


def _graded(account: Account, row: Mapping[Any, Any]) -> dict[str, str | None]:
    """How certain the account makes a passage, and the outlet's own words of doubt beside it."""
    start, end, document = int(row["start"]), int(row["end"]), account.document
    sentence = document.sentence_at(start)
    first, last = int(document.sentence_start[sentence]), int(document.sentence_end[sentence])
    quoted = [(quotation.inner_start, quotation.inner_end) for quotation in document.quotations]
    words = document.words_between(start, end)
    verbs = [at for at in document.word_start[words].tolist() if usual_tag(_word_at(document.text, at)) in _FINITE]
    hedges = [
        m[0].lower()
        for m in _doubting().finditer(document.text, first, end)
        if not any(low <= m.start() < high for low, high in quoted)
        # beside its verb a hedge is about the claim, after it an adjective is about a thing
        and (m.start() >= start or not document.text[m.end() : start].strip(" ,"))
        and (m[0].lower() not in _ADJECTIVES or m.start() < min(verbs, default=end))
    ]
    if hedges:
        return {"certainty": DOUBTED, "hedges": "; ".join(hedges)}
    beside = [said for said in account.reading.attributions if said.start < last and said.end > first]
    grade = STATED if not beside and row["confidence"] >= SURE_MATCH else None
    if isinstance(row.get("cue_class"), str):
        sure = any(said.confidence >= LIKELY for said in beside if said.start < end and said.end > start)
        grade = _OF_CUE.get(row["cue_class"]) if sure else None
    return {"certainty": grade, "hedges": ""}


def _word_at(text: str, start: int) -> str:
    match = re.compile(r"[\w'’-]+").match(text, start)
    return match[0] if match else ""


@cache
def _doubting() -> re.Pattern[str]:
    terms = {entry.term for entry in load(LEXICON).entries if entry.category == "hearsay"}
    known = sorted(
        {*_ADJECTIVES, "purportedly", *terms} - {"are expected", "is expected"}, key=lambda term: (-len(term), term)
    )
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b", re.IGNORECASE)
