"""The same things in several accounts: what somebody says, what is reported as fact, and who has it.

Passages that say the same (`framing.compare.matching`) make one statement or fact, the surest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

import pandas as pd

from framing.compare.accounts import Account, by_event, free_columns, where
from framing.compare.matching import Group, Similarity, groups_of
from framing.compare.passages import QUOTED_SHARE, Passage, passages
from framing.compare.telling import NAMED, Tellings, names_somebody, other_source
from framing.measures.phrasing.forms import usual_tag
from framing.tables import column_names, frame
from framing.words import word_set

FOUND, PERHAPS, NONE = "found", "perhaps", "none"
#: The kinds of facts, from the most checkable.
TALLY, SUM, NUMBER, DATE, DOCUMENT, ACT, BACKGROUND = (
    "tally", "sum", "number", "date", "document", "act", "background",
)  # fmt: skip
#: So few words that end in a cue only lead in what somebody says, and are no fact.
LEADING = 10
#: The fewest words of a statement or fact.
LEAST_WORDS = 4

Row = dict[str, Any]


def statements_and_facts(
    accounts: Sequence[Account], model: Mapping[str, Any] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `statements` and `facts`: a row per statement or fact and account of its event.

    A statement is what some account attributes to somebody, a fact what none does. `presence` is "found", "perhaps"
    (the nearest passage, for the reader to judge) or "none" (nothing near). What one account alone has is listed too.
    Statements come in the order in which they are numbered: those that most accounts have first, then those that take
    up most of their account.
    """
    rows: dict[str, list[Row]] = {"statements": [], "facts": []}
    for event, members in by_event(accounts):
        for table, row in _Event(event, members, model).rows():
            rows[table].append(row)
    tables = [frame({name: [row[name] for row in of] for name in column_names(table)}) for table, of in rows.items()]
    statements, facts = (table.astype({"start": "Int64", "end": "Int64"}) for table in tables)
    return statements, facts


class _Event:
    """One event's accounts with their passages, and the rows made of them."""

    def __init__(self, event: str, accounts: Sequence[Account], model: Mapping[str, Any] | None) -> None:
        self.event = event
        self.accounts = accounts
        self.passages = [passage for number, account in enumerate(accounts) for passage in passages(number, account)]
        self.similarity = Similarity(accounts, self.passages)
        self.groups = groups_of(self.similarity, self.similarity.nearest(model)) if self.passages else []
        self.tellings = Tellings(accounts, self.passages)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The rows of both tables, each with the name of its table."""
        long = [g for g in self.groups if max(len(self.passages[n].words) for n in g.found.values()) >= LEAST_WORDS]
        number, known = 0, set()
        for group in sorted(long, key=lambda g: (-len(g.found), -self._room(g), min(g.found.values()))):
            main = self._main(group)
            text = self.tellings.text(self.passages[main])
            if any(self.passages[n].attribution for n in group.found.values()):
                number += 1
                yield from (("statements", row) for row in self._statement(number, text, group))
                continue
            fact = (self._kind(main, text), text)
            if fact not in known and not self._leads_in(self.passages[main]):
                known.add(fact)
                yield from (("facts", row) for row in self._fact(*fact, group))

    def _leads_in(self, passage: Passage) -> bool:
        """Whether a passage only leads in what somebody says next ("At noon the harbour chief said")."""
        account = self.accounts[passage.account]
        last = int(account.document.word_start[passage.words[-1]])
        cues = (a.cue_span for a in account.reading.attributions if a.cue_span)
        return passage.frames and len(passage.words) <= LEADING and any(start <= last < end for start, end in cues)

    def _room(self, group: Group) -> float:
        """The largest share that a passage takes of its account, times how sure it is that no other account has it."""
        shares = [len(self.passages[n].words) / len(self.accounts[a].forms) for a, n in group.found.items()]
        alone = prod(1 - chance for _, chance in group.possible.values()) if len(group.found) == 1 else 1
        return max(shares) * alone

    def _main(self, group: Group) -> int:
        """The passage that stands for a group: its fullest, between quotation marks if any is."""

        def fullness(number: int) -> tuple[bool, float, int]:
            passage = self.passages[number]
            quoted = passage.attribution is not None and passage.quoted_share >= QUOTED_SHARE
            return quoted, float(self.similarity.weight[number]), -number

        return max(group.found.values(), key=fullness)

    def _cells(self, group: Group) -> Iterator[tuple[int, Passage | None, Row]]:
        """The accounts that have a row for a group, with their passage and what both tables say of it."""
        counts = {"accounts": len(group.found), "possible": len(group.possible), "of": len(self.accounts)}
        for number in sorted(group.found.keys() | group.possible.keys() | group.none.keys()):
            account = self.accounts[number]
            row: Row = {"event": self.event, "account": account.name, "article": account.article.id, **counts}
            row |= {"presence": NONE, "start": None, "end": None, "text": None}
            passage, chance = None, group.none.get(number, 0.0)
            if number not in group.none:
                found = number in group.found
                at, chance = (group.found[number], group.sure[number]) if found else group.possible[number]
                passage = self.passages[at]
                start, end = passage.span(account)
                row |= {"presence": FOUND if found else PERHAPS, "start": start, "end": end}
                row["text"] = account.shown(start, end)
            yield number, passage, row | {"confidence": round(float(chance), 4)}

    def _statement(self, number: int, fullest: str, group: Group) -> Iterator[Row]:
        reference = self.tellings.reference(group)
        same = {"statement": number, "speaker": self._speaker(group), "fullest": fullest}
        for account, passage, cells in self._cells(group):
            said, found = passage.attribution if passage else None, account in group.found
            named = said and said.confidence >= NAMED and names_somebody(said.source)
            lost, lost_at = self.tellings.missing(reference, passage) if passage and found else ("", "")
            yield {
                **same,
                **cells,
                "telling": self.tellings.telling(group, account, reference) if found else None,
                "source": said.source if said and named else None,
                "cue": self.accounts[account].article.text[slice(*said.cue_span)] if said and said.cue_span else None,
                "cue_class": said.cue_class if said else None,
                "source_differs": found and self.tellings.is_given_to_another(group, account),
                "missing_at": lost_at,
                "missing": lost,
            }

    def _speaker(self, group: Group) -> str | None:
        """Whose words they are: the source of the surest attribution, by the fullest name that any account gives."""
        attributions = [a for n in group.found.values() if (a := self.passages[n].attribution) and a.source]
        named = [(a.confidence, a.source) for a in attributions if a.source]
        proper = [each for each in named if each[1][:1].isupper()] or named
        if not proper:
            return None
        surest = max(proper)[1]
        names = [source for _, source in proper if not other_source(surest, source)]
        return max(names, key=lambda source: (len(source.split()) > 1, source == surest, source))

    def _fact(self, kind: str, fact: str, group: Group) -> Iterator[Row]:
        for account, passage, cells in self._cells(group):
            differs = account in group.found and self.tellings.contradicts(group, account)
            place = where(self.accounts[account], cells["start"]) if passage else None
            yield cells | {"kind": kind, "fact": fact, "where": place, "differs": differs}

    def _kind(self, number: int, text: str) -> str:
        """What kind of fact a passage holds, by the most checkable thing in it."""
        passage, quantities = self.passages[number], self.similarity.quantities[number]
        forms = self.accounts[passage.account].forms
        words = [forms[word] for word in passage.words]
        for kind, pattern in _KINDS.items():
            # "on Monday" dates an act, and is no date to be checked
            checkable = any(pattern.search(each) for each in quantities if not _SLIGHT.search(each))
            if checkable and (kind != DATE or _WITH_DIGIT.search(text)):
                return kind
        if _DOCUMENTED.search(" ".join(words)):
            return DOCUMENT
        tags = [usual_tag(word) for word in words]
        open_or_old = passage.frames or _BEFORE.search(text) or "MD" in tags or text.endswith("?")
        return ACT if not open_or_old and any(map(_is_act, words, tags)) else BACKGROUND


#: What is too slight to be checked: an ordinal, a few of something.
_SLIGHT = re.compile(
    r"^\d+(?:st|nd|rd|th)$"
    r"|^[1-9] (?!year|month|week|day|hour|percent|killed|people|person|child|victim|officer|vote)[a-z]+$"
)
_KINDS = {
    TALLY: re.compile(r"^\d+–\d+$"),
    SUM: re.compile(r"^[$€£¥]"),
    NUMBER: re.compile(r"^[\d.,]+(?: (?:million|billion|trillion))?(?:%| points| [a-z]+)?$(?<!^\d{4})"),
    DATE: re.compile(r"^\d{4}$|[A-Z]"),
}
_WITH_DIGIT = re.compile(r"\d")
_PAPERS = "|".join(sorted(word_set("cited-documents")))
_DOCUMENTED = re.compile(
    rf"\b(?:{_PAPERS}) (?:\w+ )?(?:said|says|shows?|showed|found|finds|released|issued|published|filed|signed)\b"
    rf"|\b(?:released|issued|published|obtained|filed|signed|sent|according to|wrote) (?:\w+ ){{0,3}}(?:{_PAPERS})\b"
)
_BEFORE = re.compile(r"\bhad (?:been|[a-z]+ed)\b|\b(?:ago|since|previously|earlier|for years|long)\b")


def _is_act(word: str, tag: str) -> bool:
    """Whether a word is usually a verb in the past tense that names an act and no state."""
    past = tag == "VBD" or (tag == "VBN" and word.endswith("ed"))
    return past and word not in word_set("forms-of-be") | {"had", "did", "wanted", "seemed", "became", "remained"}


def matrix(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as rows and the accounts as columns, each cell its `presence`, with the counts."""
    index = ["event", "kind", "fact", "accounts", "possible", "of"]
    order = {tuple(row): number for number, row in enumerate(facts[index].drop_duplicates().itertuples(index=False))}
    wide = facts.pivot(index=index, columns="account", values="presence")
    wide = wide.loc[sorted(wide.index, key=lambda row: order[row])]
    return free_columns(wide)
