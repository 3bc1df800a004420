"""Statements and facts, and which accounts have them.

Passages that say the same (`framing.compare.matching`) make one statement or fact, the surest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import prod
from typing import Any

import pandas as pd

from framing.attribution.reading import Attribution
from framing.compare.accounts import Account, by_event, free_columns, table_of
from framing.compare.matching import Group, Model, groups_of, nearest
from framing.compare.passages import QUOTED_SHARE, Passage, passages
from framing.compare.similarity import Similarity
from framing.compare.telling import NAMED, Surroundings, Versions, names_somebody, other_source
from framing.measures.phrasing.forms import usual_tag
from framing.words import word_set

FOUND, PERHAPS, NONE = "found", "perhaps", "none"
#: The kinds of facts, from the most checkable.
TALLY, SUM, NUMBER, DATE, DOCUMENT, ACT, BACKGROUND = (
    "tally", "sum", "number", "date", "document", "act", "background",
)  # fmt: skip
#: Maximum words of a passage that only introduces what somebody says, and is no fact.
MOST_INTRODUCING = 10
#: Minimum words of a statement or fact.
LEAST_WORDS = 4

Row = dict[str, Any]


def statements_and_facts(accounts: Sequence[Account], model: Model | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `statements` and `facts`: a row per statement or fact and account of its event.

    A statement is what some account attributes to somebody, a fact what none does. `presence` is "found", "perhaps"
    (the nearest passage, for the reader to judge) or "none" (nothing near). What one account alone has is listed too.
    Statements are numbered in order: those that most accounts have first, then those that take up most of their
    account.
    """
    rows: dict[str, list[Row]] = {"statements": [], "facts": []}
    for members in by_event(accounts):
        for table, cells in _event_rows(members, model):
            rows[table].append(cells)
    return table_of("statements", rows["statements"]), table_of("facts", rows["facts"])


def _event_rows(accounts: Sequence[Account], model: Model | None) -> Iterator[tuple[str, Row]]:
    """The rows of both tables for one event, each with the name of its table."""
    cut = [passage for number, account in enumerate(accounts) for passage in passages(number, account)]
    if not cut:
        return
    similarity, surroundings = Similarity(accounts, cut), Surroundings(cut)
    number, facts = 0, set()

    def fullness(passage: int) -> tuple[bool, float, int]:
        quoted = cut[passage].attribution is not None and cut[passage].quoted_share >= QUOTED_SHARE
        return quoted, float(similarity.weight[passage]), -passage

    groups = groups_of(similarity, nearest(similarity, model))
    long = (group for group in groups if max(len(cut[n].words) for n in group.passages) >= LEAST_WORDS)
    for group in sorted(long, key=lambda group: (-len(group.sure), -_room(group, cut), min(group.passages))):
        main = max(group.passages, key=fullness)
        versions = Versions({account: (cut[n], chance) for account, (n, chance) in group.sure.items()}, surroundings)
        text = cut[main].text
        if any(passage.attribution for passage in versions.passages.values()):
            number += 1
            same: Row = {"statement": number, "speaker": _speaker(versions), "fullest": text}
            for account, passage, cells in _cells(accounts, cut, group):
                yield "statements", same | cells | _statement(account, passage, versions)
            continue
        kind = _kind(cut[main], similarity.quantities[main])
        if (kind, text) not in facts and not _introduces(cut[main]):
            facts.add((kind, text))
            for account, passage, cells in _cells(accounts, cut, group):
                place = passage.account.where(passage.span[0]) if passage else None
                differs = account in group.sure and versions.contradicts(account)
                yield "facts", cells | {"kind": kind, "fact": text, "where": place, "differs": differs}


def _room(group: Group, cut: Sequence[Passage]) -> float:
    """The largest share of its account that a passage takes, times the probability that no other account has it."""
    largest = max(len(cut[n].words) / len(cut[n].account.forms) for n in group.passages)
    return largest * (prod(1 - chance for _, chance in group.possible.values()) if len(group.sure) == 1 else 1)


def _cells(
    accounts: Sequence[Account], cut: Sequence[Passage], group: Group
) -> Iterator[tuple[int, Passage | None, Row]]:
    """The accounts with a row for a group, each with its passage and the cells that both tables share."""
    counts = {"accounts": len(group.sure), "possible": len(group.possible), "of": len(accounts)}
    for number in sorted(group.accounts | group.none.keys()):
        cells = accounts[number].keys | counts
        if number in group.none:
            none = {"presence": NONE, "start": None, "end": None, "text": None}
            yield number, None, cells | none | {"confidence": round(group.none[number], 4)}
            continue
        presence, (at, chance) = (
            (FOUND, group.sure[number]) if number in group.sure else (PERHAPS, group.possible[number])
        )
        passage = cut[at]
        cells |= {"presence": presence, "start": passage.span[0], "end": passage.span[1], "text": passage.text}
        yield number, passage, cells | {"confidence": round(chance, 4)}


def _statement(account: int, passage: Passage | None, versions: Versions) -> Row:
    """The cells that only `statements` has."""
    said = passage.attribution if passage else None
    cue = passage.account.article.text[slice(*said.cue_span)] if passage and said and said.cue_span else None
    missing, missing_at = versions.missing(account) if account in versions.passages else ("", "")
    return {
        "telling": versions.telling(account) if account in versions.passages else None,
        "source": said.source if said and _names_source(said) else None,
        "cue": cue,
        "cue_class": said.cue_class if said else None,
        "source_differs": versions.source_differs(account),
        "missing_at": missing_at,
        "missing": missing,
    }


def _speaker(versions: Versions) -> str | None:
    """The source that some account surely names, by its fullest name; None if accounts surely name different ones."""
    attributions = (passage.attribution for passage in versions.passages.values())
    sure = [(each.confidence, str(each.source)) for each in attributions if each and _names_source(each)]
    names = [source for _, source in sure]
    if not sure or any(other_source(one, other) for one, other in combinations(names, 2)):
        return None
    proper = [each for each in sure if each[1][:1].isupper()]
    surest = max(proper or sure)[1]
    return max((source for _, source in proper), key=lambda name: (" " in name, name == surest, name), default=surest)


def _names_source(said: Attribution) -> bool:
    """Whether an attribution is surely to somebody whom it names."""
    return said.confidence >= NAMED and names_somebody(said.source)


def _introduces(passage: Passage) -> bool:
    """Whether a passage only introduces what somebody says ("At noon the harbour chief said")."""
    last = passage.account.document.word_starts[passage.words[-1]]
    cues = (said.cue_span for said in passage.account.reading.attributions if said.cue_span)
    return passage.frames and len(passage.words) <= MOST_INTRODUCING and any(start <= last < end for start, end in cues)


# kinds of facts


#: Quantities too slight to check: an ordinal, a few of something.
_SLIGHT = re.compile(
    r"^\d+(?:st|nd|rd|th)$"
    r"|^[1-9] (?!year|month|week|day|hour|percent|killed|people|person|child|victim|officer|vote)[a-z]+$"
)
_KINDS = {
    TALLY: re.compile(r"^\d+–\d+$"),
    SUM: re.compile(r"^[A-Z]{0,3}[$€£¥]"),
    NUMBER: re.compile(r"^[\d.,]+(?: (?:million|billion|trillion))?(?:%| points| [a-z]+)?$(?<!^\d{4})"),
    DATE: re.compile(r"^\d{4}$|[A-Z]"),
}
_PAPERS = "|".join(sorted(word_set("cited-documents")))
_DOCUMENTED = re.compile(
    rf"\b(?:{_PAPERS}) (?:\w+ )?(?:said|says|shows?|showed|found|finds|released|issued|published|filed|signed)\b"
    rf"|\b(?:released|issued|published|obtained|filed|signed|sent|according to|wrote) (?:\w+ ){{0,3}}(?:{_PAPERS})\b"
)
_BEFORE = re.compile(r"\bhad (?:been|[a-z]+ed)\b|\b(?:ago|since|previously|earlier|for years|long)\b")


def _kind(passage: Passage, quantities: frozenset[str]) -> str:
    """The kind of a fact, by the most checkable thing in it."""
    words, text = passage.forms, passage.text
    for kind, pattern in _KINDS.items():
        # "on Monday" only dates an act
        checkable = any(pattern.search(each) for each in quantities if not _SLIGHT.search(each))
        if checkable and (kind != DATE or re.search(r"\d", text)):
            return kind
    if _DOCUMENTED.search(" ".join(words)):
        return DOCUMENT
    tags = [usual_tag(word) for word in words]
    open_or_old = passage.frames or _BEFORE.search(text) or "MD" in tags or text.endswith("?")
    return ACT if not open_or_old and any(map(_is_act, words, tags)) else BACKGROUND


def _is_act(word: str, tag: str) -> bool:
    """Whether a word is usually a past-tense verb for an act, not a state."""
    past = tag == "VBD" or (tag == "VBN" and word.endswith("ed"))
    return past and word not in word_set("forms-of-be") | {"had", "did", "wanted", "seemed", "became", "remained"}


def matrix(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as rows and the accounts as columns, each cell the `presence`."""
    index = ["event", "kind", "fact", "accounts", "possible", "of"]
    wide = facts.pivot(index=index, columns="account", values="presence")
    return free_columns(wide.loc[list(facts[index].drop_duplicates().itertuples(index=False, name=None))])
