"""What each account holds and leaves out: accounts by facts (numbers, dates, names, statements)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from framing.articles.article import MEASURED, Section
from framing.compare.accounts import Account, by_event
from framing.compare.names import mentions
from framing.compare.quantities import quantities
from framing.compare.statements import ABSENT as NOT_HELD

HEADLINE, LEAD, LATER, ABSENT = "headline", "lead", "later", "absent"
#: The kinds of facts; of those that as many accounts hold, what is said comes first and who is named last.
KINDS = ("statement", "number", "date", "name")
#: The lead is the first paragraphs of the body, this many.
LEAD_PARAGRAPHS = 2

COLUMNS = ("event", "kind", "fact", "account", "article", "where", "start", "end", "text", "accounts", "of")


class Place(NamedTuple):
    """Where in an account a fact first stands."""

    where: str
    start: int
    end: int


def facts(accounts: Sequence[Account], statements: pd.DataFrame, *, least: int = 2) -> pd.DataFrame:
    """One row per fact and account of its event, for facts that `least` accounts hold, those most held first.

    `kind` is "number", "date", "name" or "statement"; `where` is "headline", "lead" (the first
    `LEAD_PARAGRAPHS` paragraphs of the body), "later" or "absent", by the first place where the fact stands.
    `accounts` of `of` accounts hold it: an account that does not may have had no reason to.
    """
    rows: list[tuple[object, ...]] = []
    for event, told in by_event(accounts):
        held: dict[tuple[str, str], dict[int, Place]] = defaultdict(dict)
        for number, kind, fact, start, end in _found(told, statements[statements["event"] == event]):
            places = held[kind, fact]
            if number not in places or start < places[number].start:
                places[number] = Place(where(told[number], start), start, end)
        shared = [item for item in held.items() if len(item[1]) >= least]
        shared.sort(key=lambda item: (-len(item[1]), KINDS.index(item[0][0]), item[0][1]))
        for (kind, fact), places in shared:
            for number, account in enumerate(told):
                at = places.get(number)
                text = " ".join(account.article.text[at.start : at.end].split()) if at else None
                place = (at.where, at.start, at.end, text) if at else (ABSENT, None, None, None)
                rows.append((event, kind, fact, account.name, account.article.id, *place, len(places), len(told)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"start": "Int64", "end": "Int64"})


def where(account: Account, offset: int) -> str:
    """Whether an offset lies in the headline, the lead or later."""
    document = account.document
    sentence = document.sentence_at(offset)
    section = MEASURED[document.sentence_section[max(sentence, 0)]]
    if section is Section.HEADLINE:
        return HEADLINE
    body = [number for number, part in enumerate(document.paragraphs) if part.section is Section.BODY]
    paragraph = int(document.sentence_paragraph[max(sentence, 0)])
    return LEAD if section is Section.BODY and paragraph in body[:LEAD_PARAGRAPHS] else LATER


def matrix(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as rows and the accounts as columns, each cell where the fact stands, with `accounts` and `of`."""
    index = ["event", "kind", "fact", "accounts", "of"]
    order = {tuple(row): number for number, row in enumerate(facts[index].drop_duplicates().itertuples(index=False))}
    wide = facts.pivot(index=index, columns="account", values="where")
    wide = wide.loc[sorted(wide.index, key=lambda row: order[row])]
    return wide.reset_index().rename_axis(columns=None)


def _found(accounts: Sequence[Account], statements: pd.DataFrame) -> Iterator[tuple[int, str, str, int, int]]:
    for number, account in enumerate(accounts):
        document = account.document
        for kind, fact, start, end in quantities(document.clean):
            sentence = document.sentence_at(start)
            if sentence >= 0 and start < document.sentence_end[sentence]:
                yield number, kind, fact, start, end
    for mention in mentions(accounts):
        document = accounts[mention.account].document
        span = int(document.word_start[mention.first]), int(document.word_end[mention.last])
        yield mention.account, "name", mention.entity, *span
    number_of = {account.article.id: number for number, account in enumerate(accounts)}
    for row in statements[statements["told"] != NOT_HELD].itertuples():
        yield number_of[str(row.article)], "statement", str(row.fullest), int(str(row.start)), int(str(row.end))
