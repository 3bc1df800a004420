"""How the same person, group or act is named: the words that each account attaches to a name, as a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from framing.attribution.names import BODIES
from framing.compare.accounts import Account, by_event, free_columns
from framing.compare.around_names import around_name
from framing.compare.around_nouns import around_nouns
from framing.compare.attached import (
    ACT,
    CLAUSE,
    CLAUSE_END,
    DETERMINERS,
    QUANTIFIERS,
    STOPS,
    Attached,
    ends_act,
    span,
)
from framing.compare.names import Mention, capital_sentences, mentioned, mentions
from framing.tables import column_names, frame
from framing.text.listed import listed

COLUMNS = (
    "event",
    "kind",
    "entity",
    "relation",
    "attached",
    "account",
    "article",
    "voice",
    "speaker",
    "start",
    "end",
    "text",
    "times",
    "accounts",
    "of",
)
_SPEAKS = frozenset({"said", "says", "say", "told", "tells", "added", "adds"})
_COUNTING = DETERMINERS | QUANTIFIERS
#: After these a name is where somebody is from or what somebody is of ("Ada Quill of North Marl said").
_PLACING = listed("of in from at near for")
_WHO = re.compile(r",? who\b")
_MANY = re.compile(r",? (?:who )?(?:are|were|have)\b")


def naming(accounts: Sequence[Account], *, least: int = 2) -> pd.DataFrame:
    """One row per stretch of words that an account attaches to a name or noun, for those in `least` accounts or more.

    `kind` is "person", "name" (a body or place, or a person never given a title), "group" or "act"; `relation` says how
    `attached` stands to it: "title", "before", "apposition", "clause", "possession" (what is said to be theirs), "act"
    (what they are said to do or what is done to them), "name" (before a group or act: whose or which it is). A clause
    or act that goes on after what is kept of it ends in an ellipsis. `voice` and `speaker` are whose words they are,
    `times` how often the account attaches them in that voice; `start, end` are those of `attached` where it first
    stands, and `text` is it with the name. `accounts` of `of` accounts name it at all.
    """
    rows: list[tuple[object, ...]] = []
    for event, told in by_event(accounts):
        named = mentions(told)
        naming_accounts = Counter(entity for _, entity in sorted({(m.account, m.entity) for m in named}))
        people = persons(told, named)
        capitals = [capital_sentences(account) for account in told]
        found = [(m.account, a) for m in named for a in around_name(told[m.account], m, people, capitals[m.account])]
        groups = [(number, a) for number, account in enumerate(told) for a in around_nouns(account, capitals[number])]
        naming_accounts += Counter(entity for _, entity in sorted({(number, a.entity) for number, a in groups}))
        found += [(number, a) for number, a in groups if a.start < a.end]
        kept = [(number, a) for number, a in found if naming_accounts[a.entity] >= least]
        kept.sort(key=lambda item: (-naming_accounts[item[1].entity], item[1].entity, item[0], item[1].start))
        told_rows = [(attached.entity, _row(told[number], attached)) for number, attached in kept]
        times = Counter(_same(row) for _, row in told_rows)
        first = {_same(row): (entity, row) for entity, row in reversed(told_rows)}
        seen = sorted(first, key=lambda key: told_rows.index(first[key]))
        rows += [(event, *first[key][1], times[key], naming_accounts[first[key][0]], len(told)) for key in seen]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def aligned(naming: pd.DataFrame) -> pd.DataFrame:
    """The names as rows and the accounts as columns: what each account attaches to each name, relation by relation.

    The same words are told once, with how often, whatever the voice.
    """
    index = ["event", "kind", "entity", "relation", "accounts", "of"]
    each = [*index, "account", naming["attached"].str.lower().rename("folded")]
    told = naming.groupby(each, sort=False).agg({"attached": "first", "times": "sum"}).reset_index()
    told["attached"] += told["times"].map(lambda times: f" ({times})" if times > 1 else "")
    wide = told.pivot_table(index=index, columns="account", values="attached", aggfunc="; ".join, sort=False)
    return free_columns(wide.fillna(""))


def persons(accounts: Sequence[Account], named: Sequence[Mention]) -> set[str]:
    """The names that some account treats as a person's: with a title, or as who speaks, or with a clause with who.

    Bodies and countries speak too, so a name tells a person by speaking only if it has several words and ends in none
    for a body. A word with a determiner ("the Unionists who") is no person's, nor is one in -s that some account
    treats as many.
    """
    people, many = set(), set()
    for mention in named:
        account = accounts[mention.account]
        _, end = span(account, mention.first, mention.last)
        after = account.article.text[end : end + 10]
        follows = account.forms[mention.last + 1 : mention.last + 2]
        body = account.forms[mention.last] in BODIES
        determined = mention.first > 0 and account.forms[mention.first - 1] in _COUNTING
        before = account.forms[mention.first - mention.title - 1] if mention.first > mention.title else ""
        placed = not mention.title and before in _PLACING
        speaks = bool(set(follows) & _SPEAKS) and mention.first < mention.last
        acts = (speaks or (_WHO.match(after) and not determined)) and not placed
        if not body and (mention.title or acts):
            people.add(mention.entity)
        if mention.first == mention.last and mention.entity.endswith("s") and _MANY.match(after):
            many.add(mention.entity)
    return {entity for entity in people - many if "." not in entity.rstrip(".") or " " in entity}


def _same(row: tuple[object, ...]) -> tuple[object, ...]:
    """What makes two rows one: name, relation, words in whatever case, account, voice and speaker."""
    return (*row[:3], str(row[3]).lower(), *row[4:8])


def _row(account: Account, found: Attached) -> tuple[object, ...]:
    text = account.article.text
    whole = text[min(found.start, found.at) : max(found.end, found.at_end)]
    voice, speaker = account.reading.voice_at(found.start), account.reading.speaker_at(found.start)
    said = (account.name, account.article.id, str(voice), speaker, found.start, found.end, " ".join(whole.split()))
    attached = " ".join(text[found.start : found.end].split()) + (" …" if _is_cut(account, found) else "")
    return (found.kind, found.entity, found.relation, attached, *said)


def _is_cut(account: Account, found: Attached) -> bool:
    """Whether a clause, or what somebody does, goes on after the words that are kept of it."""
    text, document = account.article.text, account.document
    if found.relation == CLAUSE:
        return bool(text[found.end :].strip()) and not CLAUSE_END.match(text, found.end)
    if found.relation != ACT:
        return False
    index = document.words_between(found.start, found.end).stop
    last = int(document.sentence_first_word[document.word_sentence[index - 1] + 1])
    for after in range(index, last):
        if ends_act(account, after):
            return False
        if account.forms[after] not in STOPS:
            return True
    return False


def names(accounts: Sequence[Account]) -> pd.DataFrame:
    """The table `names`: whom and what each account mentions, a row per name and account."""
    cells: dict[str, list[Any]] = {name: [] for name in column_names("names")}
    for event, members in by_event(accounts):
        people = persons(members, mentions(members))
        for row in mentioned(members, people):
            for name, column in cells.items():
                column.append(event if name == "event" else row[name])
    return frame(cells)
