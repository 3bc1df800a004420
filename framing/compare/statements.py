"""The same statement in several accounts: who quotes it whole, who cuts it and where, who gives it to someone else.

A statement is what is attributed to somebody, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from framing.attribution.reading import Voice
from framing.compare.accounts import Account, by_event
from framing.compare.names import TITLES
from framing.compare.passages import Passage, attributed
from framing.compare.same_statement import LEAST_PHRASE, Weights, find_passage, same_statement
from framing.text.listed import listed

#: A version that holds this share of the fullest one's weight is whole.
WHOLE = 0.9
#: Two surnames as alike as this are one in two spellings ("Haddad", "Hadad").
ONE_SPELLING = 0.85
#: What members of parties are called: "the Marl Democrat" may be whoever the other account names.
_MEMBERS = listed("democrat democrats republican republicans conservative liberal independent lawmaker")
QUOTED, CUT, REPORTED, OWN_VOICE, ABSENT = "quoted whole", "quoted in part", "reported", "in own voice", "absent"
COLUMNS = (
    "event",
    "statement",
    "speaker",
    "fullest",
    "account",
    "article",
    "told",
    "voice",
    "source",
    "source_differs",
    "start",
    "end",
    "text",
    "kept",
    "missing_at",
    "missing",
    "accounts",
    "of",
)


def statements(accounts: Sequence[Account], *, least: int = 2) -> pd.DataFrame:
    """One row per statement and account of its event, for statements that `least` accounts hold.

    `fullest` is the longest version between quotation marks (else the longest), `speaker` its source; `told` is
    "quoted whole", "quoted in part", "reported", "in own voice" or "absent"; `source_differs` is true where the account
    names another source; `kept` is the share of the fullest version's weight found here, `missing` the words of it
    that are not, and `missing_at` where they were ("start", "middle", "end"). `accounts` of `of` accounts hold it.
    """
    rows = [row for event, told in by_event(accounts) for row in _event_rows(event, told, least)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"start": "Int64", "end": "Int64"})


def missing_words(fullest: Sequence[str], here: Sequence[str]) -> tuple[list[str], str]:
    """The words of the fullest version that are not here in its order, and where in it they stood."""
    blocks = SequenceMatcher(None, fullest, here, autojunk=False).get_matching_blocks()
    kept = np.zeros(len(fullest), dtype=bool)
    for block in blocks:
        kept[block.a : block.a + block.size] = True
    lost = np.flatnonzero(~kept).tolist()
    first, last = int(kept.argmax()), len(kept) - 1 - int(kept[::-1].argmax())
    if not kept.any():
        return list(fullest), "start, middle, end"
    places = {"start" if index < first else "end" if index > last else "middle" for index in lost}
    return [fullest[index] for index in lost], ", ".join(p for p in ("start", "middle", "end") if p in places)


def _event_rows(event: str, accounts: Sequence[Account], least: int) -> Iterator[tuple[object, ...]]:
    weights = Weights(accounts)
    passages = [passage for number, account in enumerate(accounts) for passage in attributed(number, account)]
    told: list[tuple[Passage, dict[int, Passage]]] = []
    for group in same_statement(passages, weights):
        fullest = group[0]
        if weights.total(fullest.forms) < LEAST_PHRASE * weights.once:
            continue
        versions = _versions(accounts, fullest, group, weights)
        if len(versions) >= least:
            told.append((fullest, versions))
    told.sort(key=lambda item: (-len(item[1]), item[0].account, item[0].words))
    for number, (fullest, versions) in enumerate(told, start=1):
        for index, account in enumerate(accounts):
            head = (event, number, fullest.source, _text(accounts[fullest.account], fullest), account.name)
            row = _version_row(account, fullest, versions.get(index), weights)
            yield (*head, account.article.id, *row, len(versions), len(accounts))


def _versions(
    accounts: Sequence[Account], fullest: Passage, group: Sequence[Passage], weights: Weights
) -> dict[int, Passage]:
    """The version of each account that has one: its fullest attribution, else wherever the words stand."""
    versions: dict[int, Passage] = {}
    wanted = set(fullest.forms)
    for passage in group:
        rank = (weights.total(wanted & set(passage.forms)), passage.voice is Voice.QUOTED)
        known = versions.get(passage.account)
        if known is None or rank > (weights.total(wanted & set(known.forms)), known.voice is Voice.QUOTED):
            versions[passage.account] = passage
    for number, account in enumerate(accounts):
        if number not in versions and (found := find_passage(number, account, fullest, weights)):
            versions[number] = found
    return versions


def _version_row(account: Account, fullest: Passage, here: Passage | None, weights: Weights) -> tuple[object, ...]:
    if here is None:
        return (ABSENT, None, None, False, None, None, None, 0.0, None, None)
    kept = weights.total(set(fullest.forms) & set(here.forms)) / weights.total(fullest.forms)
    lost, where = missing_words(fullest.forms, here.forms)
    quoted = QUOTED if kept >= WHOLE else CUT
    told = {Voice.QUOTED: quoted, Voice.REPORTED: REPORTED, Voice.OWN: OWN_VOICE}[here.voice]
    differs = here.voice is not Voice.OWN and other_source(fullest.source, here.source)
    start, end = _range(account, here)
    text = account.article.text[start:end]
    return (told, str(here.voice), here.source, differs, start, end, text, round(kept, 3), where, " ".join(lost))


def other_source(one: str | None, other: str | None) -> bool:
    """Whether two accounts name sources neither of whose last words is in the other.

    False where one gives no name: "the minister" may be whoever the other account names.
    """
    named = [_name_words(name) for name in (one, other)]
    if not named[0] or not named[1]:
        return False
    last, folded = [name[-1].lower() for name in named], [{word.lower() for word in name} for name in named]
    if SequenceMatcher(None, last[0], last[1]).ratio() >= ONE_SPELLING:
        return False
    return last[0] not in folded[1] and last[1] not in folded[0]


def _name_words(source: str | None) -> list[str]:
    """The words with a capital of a source's name; none where it is told by a title or a noun."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"['’]s\b", "", source or ""))
    if not words or words[-1][0].islower() or words[-1].lower() in TITLES | _MEMBERS:
        return []
    return [word for word in words if word[0].isupper()]


def _range(account: Account, passage: Passage) -> tuple[int, int]:
    document = account.document
    return int(document.word_start[passage.words[0]]), int(document.word_end[passage.words[-1]])


def _text(account: Account, passage: Passage) -> str:
    start, end = _range(account, passage)
    return account.article.text[start:end]
