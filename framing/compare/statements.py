"""The same things in several accounts: what somebody says, what is reported as fact, and who has it.

Passages that say the same (`framing.compare.matching`) make one statement or fact, the surest first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from framing.compare.accounts import Account, by_event, free_columns, where
from framing.compare.matching import Nearest, Similarity
from framing.compare.passages import QUOTED_SHARE, Passage, passages
from framing.measures.phrasing.forms import usual_tag
from framing.tables import column_names, frame
from framing.words import word_set

FOUND, PERHAPS, NONE = "found", "perhaps", "none"
WHOLE, PART, PARAPHRASED = "quoted whole", "quoted in part", "paraphrased"
OWN_VOICE, CONTRADICTED = "own voice", "contradicted"
#: The kinds of facts, from the most checkable.
TALLY, SUM, NUMBER, DATE, DOCUMENT, ACT, BACKGROUND = (
    "tally", "sum", "number", "date", "document", "act", "background",
)  # fmt: skip
#: A passage is found, or nothing is near, from these probabilities on; between them it is shown as "perhaps".
SURELY_FOUND, SURELY_NONE = 0.65, 0.65
#: Passages that no account attributes share more words by chance, and are found from this probability on.
SURE_FACT = 0.75
#: Passages that are each other's nearest make one statement, one of them as "perhaps", from this probability on.
ONE_STATEMENT = 0.3
#: Groups of more accounts join where their passages, pair by pair, match this well on average.
TOGETHER = 0.4
#: A version that holds this share of the long words of the fullest quotation is whole.
KEPT = 0.9
#: A quotation of which this share is in the fullest one is another cut of the same words.
ONE_VERSION = 0.75
#: Words that an account quotes within so many sentences of a passage are not left out of it.
NEARBY = 2
#: From this confidence of its attribution on a passage is called a paraphrase, and its source is named.
LIKELY, NAMED = 0.5, 0.65
#: From this probability on a match is sure enough to call a passage the outlet's own voice.
SURE_MATCH = 0.85
#: Two surnames as alike as this are one in two spellings ("Haddad", "Hadad").
ONE_SPELLING = 0.85
#: How sure it is that nothing is near where no passage was near enough to be weighed.
UNWEIGHED = 0.9
#: In an event of more accounts than this, what one of them alone has is listed for that one only.
MANY_ACCOUNTS = 20
#: So few words that end in a cue only lead in what somebody says, and are no fact.
LEADING = 10
#: The fewest words of a statement or fact.
LEAST_WORDS = 4


@dataclass(eq=False, slots=True)
class Group:
    """Passages that say the same, at most one an account: by account its number and how sure it is.

    `found` are those that surely say it; `possible` those that may.
    """

    found: dict[int, int]
    sure: dict[int, float]
    possible: dict[int, tuple[int, float]] = field(default_factory=dict)
    none: dict[int, float] = field(default_factory=dict)


def statements_and_facts(
    accounts: Sequence[Account], model: Mapping[str, Any] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `statements` and `facts`: a row per statement or fact and account of its event.

    A statement is what some account attributes to somebody, a fact what none does. `presence` is "found", "perhaps"
    (the nearest passage, for the reader to judge) or "none" (nothing near). What one account alone has is listed too.
    Statements come in the order in which they are numbered: those that most accounts have first, then those that take
    up most of their account.
    """
    tables: dict[str, dict[str, list[Any]]] = {
        table: {name: [] for name in column_names(table)} for table in ("statements", "facts")
    }
    for event, members in by_event(accounts):
        for table, cells in _Event(event, members, model).rows():
            for name, column in tables[table].items():
                column.append(cells[name])
    whole = {"start": "Int64", "end": "Int64"}
    return frame(tables["statements"]).astype(whole), frame(tables["facts"]).astype(whole)


def groups_of(similarity: Similarity, near: Nearest) -> list[Group]:
    """The passages grouped into statements and facts, and for each other account what is nearest there."""
    chances = near.chances
    groups: dict[int, Group] = {n: Group({int(a): n}, {int(a): 1.0}) for n, a in enumerate(similarity.account)}
    for chance, mutual, i, j in _links(chances):
        one, other = groups[i], groups[j]
        attributed = similarity.passages[i].attribution or similarity.passages[j].attribution
        least = SURELY_FOUND if attributed else SURE_FACT
        if chance < (ONE_STATEMENT if mutual else least) or one is other:
            continue
        if chance >= least:
            _join(groups, one, other, chances, chance)
        elif mutual:
            _attach(groups, one, other, i, j, chance)
    distinct = list({id(group): group for group in groups.values()}.values())
    columns = (near.first, similarity.account[near.second], near.second, near.found, near.none)
    nearest = {(i, a): each for i, a, *each in zip(*(column.tolist() for column in columns), strict=True)}
    for group in distinct:
        if len(group.found) == 1 and len(similarity.accounts) > MANY_ACCOUNTS:
            continue
        _look_elsewhere(group, nearest, range(len(similarity.accounts)))
    return distinct


def _links(chances: Mapping[tuple[int, int], float]) -> list[tuple[float, bool, int, int]]:
    """Pairs by how likely they say the same, likeliest first, and whether each is the other's nearest."""
    found: list[tuple[float, bool, int, int]] = []
    for (i, j), chance in chances.items():
        back = chances.get((j, i))
        if back is None:
            found.append((chance, False, i, j))
        elif i < j:
            found.append(((chance + back) / 2, True, i, j))
    return sorted(found, key=lambda link: (-link[0], link[2:]))


def _join(
    groups: dict[int, Group], one: Group, other: Group, chances: Mapping[tuple[int, int], float], chance: float
) -> None:
    """Make two groups one, unless an account has a passage in both or most of their passages do not match."""
    if (one.found.keys() | one.possible.keys()) & (other.found.keys() | other.possible.keys()):
        return
    pairs = [(i, j) for i in one.found.values() for j in other.found.values()]
    if sum(max(chances.get((i, j), 0), chances.get((j, i), 0)) for i, j in pairs) < TOGETHER * len(pairs):
        return
    for group in (one, other):
        for account in group.found:
            group.sure[account] = chance if len(group.found) == 1 else group.sure[account]
    one.found |= other.found
    one.sure |= other.sure
    one.possible |= other.possible
    for passage in [*other.found.values(), *(passage for passage, _ in other.possible.values())]:
        groups[passage] = one


def _attach(groups: dict[int, Group], one: Group, other: Group, i: int, j: int, chance: float) -> None:
    """Add a passage that stands alone to the group of its nearest, as one that may say the same."""
    if len(one.found) < len(other.found):
        one, other, i, j = other, one, j, i
    (account,) = other.found if len(other.found) == 1 and not other.possible else (None,)
    if account is None or account in one.found or account in one.possible or i not in one.found.values():
        return
    one.possible[account] = (j, chance)
    groups[j] = one


def _look_elsewhere(group: Group, nearest: Mapping[tuple[int, int], Sequence[Any]], accounts: range) -> None:
    """Find what is nearest in the accounts that have no passage in the group, or that nothing is."""
    for account in accounts:
        if account in group.found or account in group.possible:
            continue
        seen = [nearest[i, account] for i in group.found.values() if (i, account) in nearest]
        if not seen:
            group.none[account] = UNWEIGHED
            continue
        none = sum(chance for _, _, chance in seen) / len(seen)
        passage, chance, _ = max(seen, key=lambda each: each[1])
        if none >= SURELY_NONE:
            group.none[account] = none
        else:
            group.possible[account] = (passage, chance)


class _Event:
    """One event's accounts with their passages, and the rows made of them."""

    def __init__(self, event: str, accounts: Sequence[Account], model: Mapping[str, Any] | None) -> None:
        self.event = event
        self.accounts = accounts
        self.passages = [passage for number, account in enumerate(accounts) for passage in passages(number, account)]
        self.similarity = Similarity(accounts, self.passages)
        self.groups = groups_of(self.similarity, self.similarity.nearest(model)) if self.passages else []
        self.forms = [account.forms for account in accounts]
        self.quoted_in: list[dict[int, set[str]]] = [defaultdict(set) for _ in accounts]
        for passage in self.passages:
            self.quoted_in[passage.account][passage.sentence].update(self._words(passage, quoted=True))

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of both tables, each with the name of its table."""
        ranked = sorted(
            (group for group in self.groups if self._says_enough(group)),
            key=lambda g: (-len(g.found), -self._room(g), min(g.found.values())),
        )
        number, known = 0, set()
        for group in ranked:
            if any(self.passages[n].attribution for n in group.found.values()):
                number += 1
                yield from self._statement(number, group)
            else:
                main = self._main(group)
                fact = (self._kind(group), self._text(main))
                if fact not in known and not self._leads_in(main):
                    known.add(fact)
                    yield from self._fact(*fact, group)

    def _leads_in(self, number: int) -> bool:
        """Whether a passage only leads in what somebody says next ("At noon the harbour chief said")."""
        passage = self.passages[number]
        account = self.accounts[passage.account]
        last = int(account.document.word_start[passage.words[-1]])
        cues = (a.cue_span for a in account.reading.attributions if a.cue_span)
        return passage.frames and len(passage.words) <= LEADING and any(start <= last < end for start, end in cues)

    def _room(self, group: Group) -> float:
        """The largest share that a passage takes of its account, times how sure it is that no other account has it."""
        shares = [len(self.passages[n].words) / len(self.forms[a]) for a, n in group.found.items()]
        alone = prod(1 - chance for _, chance in group.possible.values()) if len(group.found) == 1 else 1
        return max(shares) * alone

    def _listed(self, group: Group) -> list[int]:
        """The accounts that have a row for a group, in their order."""
        return sorted(group.found.keys() | group.possible.keys() | group.none.keys())

    def _says_enough(self, group: Group) -> bool:
        return max(len(self.passages[n].words) for n in group.found.values()) >= LEAST_WORDS

    def _text(self, number: int) -> str:
        passage = self.passages[number]
        start, end = passage.span(self.accounts[passage.account])
        return " ".join(self.accounts[passage.account].article.text[start:end].split())

    def _main(self, group: Group) -> int:
        """The passage that stands for a group: its fullest, between quotation marks if any is."""

        def fullness(number: int) -> tuple[bool, float, int]:
            passage = self.passages[number]
            quoted = passage.attribution is not None and passage.quoted_share >= QUOTED_SHARE
            return (quoted, float(self.similarity.weight[number]), -number)

        return max(group.found.values(), key=fullness)

    def _cells(self, group: Group, account: int) -> dict[str, Any]:
        """What both tables say of a group in an account."""
        counts = {"accounts": len(group.found), "possible": len(group.possible), "of": len(self.accounts)}
        chosen = self.accounts[account]
        known = {"event": self.event, "account": chosen.name, "article": chosen.article.id, **counts}
        if account in group.none:
            empty = {"start": None, "end": None, "text": None}
            return known | empty | {"presence": NONE, "confidence": round(group.none[account], 4)}
        found = account in group.found
        number, chance = (group.found[account], group.sure[account]) if found else group.possible[account]
        start, end = self.passages[number].span(chosen)
        place = {"start": start, "end": end, "text": self._text(number)}
        return known | place | {"presence": FOUND if found else PERHAPS, "confidence": round(float(chance), 4)}

    # statements

    def _statement(self, number: int, group: Group) -> Iterator[tuple[str, dict[str, Any]]]:
        main = self._main(group)
        speaker = self._speaker(group)
        reference = self._reference(group)
        for account in self._listed(group):
            cells = self._cells(group, account)
            passage = self._passage(group, account)
            lost, lost_at = ([], "") if passage is None else self._missing(reference, passage)
            said = passage.attribution if passage else None
            found = account in group.found
            row = {
                "statement": number,
                "speaker": speaker,
                "fullest": self._text(main),
                "telling": self._telling(group, account, reference, lost) if found else None,
                "source": said.source if said and said.confidence >= NAMED else None,
                "cue": self.accounts[account].article.text[slice(*said.cue_span)] if said and said.cue_span else None,
                "cue_class": said.cue_class if said else None,
                "source_differs": found and self._is_given_to_another(group, account),
                "missing_at": lost_at if found else "",
                "missing": " ".join(lost) if found else "",
            }
            yield "statements", cells | row

    def _passage(self, group: Group, account: int) -> Passage | None:
        if account in group.none:
            return None
        return self.passages[group.found[account] if account in group.found else group.possible[account][0]]

    def _speaker(self, group: Group) -> str | None:
        """Whose words they are: the source of the surest attribution, by the fullest name that any account gives."""
        named = [
            (a.confidence, a.source)
            for n in group.found.values()
            if (a := self.passages[n].attribution) is not None and a.source
        ]
        if not named:
            return None
        proper = [each for each in named if each[1][:1].isupper()] or named
        surest = max(proper, key=lambda each: (each[0], each[1]))[1]
        same = [source for _, source in proper if not other_source(surest, source)]
        return max(same, key=lambda source: (len(source.split()) > 1, source == surest, source))

    def _reference(self, group: Group) -> Passage | None:
        """The version with the most words between quotation marks, which the others are held against."""
        quoted = [self.passages[n] for n in group.found.values() if self._is_quoted(self.passages[n])]
        return max(quoted, key=lambda passage: sum(passage.quoted), default=None)

    @staticmethod
    def _is_quoted(passage: Passage) -> bool:
        return passage.attribution is not None and any(passage.quoted)

    def _words(self, passage: Passage, *, quoted: bool = False) -> list[str]:
        forms = self.forms[passage.account]
        pairs = zip(passage.words, passage.quoted, strict=True)
        return [forms[word] for word, marked in pairs if marked or not quoted]

    def _missing(self, reference: Passage | None, passage: Passage) -> tuple[list[str], str]:
        """The words of the fullest quotation that another leaves out, and where they stand."""
        if reference is None or reference is passage or not any(passage.quoted):
            return [], ""
        nearby = self._quoted_near(passage)
        fullest, here = (self._words(each, quoted=True) for each in (reference, passage))
        return missing_words(fullest, here, nearby)

    def _quoted_near(self, passage: Passage) -> frozenset[str]:
        """The words that the account quotes in the sentences around a passage: a quotation goes on in them."""
        near = range(passage.sentence - NEARBY, passage.sentence + NEARBY + 1)
        return frozenset(word for sentence in near for word in self.quoted_in[passage.account].get(sentence, ()))

    def _telling(self, group: Group, account: int, reference: Passage | None, lost: Sequence[str]) -> str | None:
        """How an account tells a statement; None where that is not sure."""
        passage = self.passages[group.found[account]]
        if self._contradicts(group, account):
            return CONTRADICTED
        if passage.attribution is None:
            return OWN_VOICE if self._is_own_voice(group, account) else None
        if not any(passage.quoted) or reference is None:
            return PARAPHRASED if passage.attribution.confidence >= LIKELY else None
        return self._quoted(passage, reference, lost)

    def _quoted(self, passage: Passage, reference: Passage, lost: Sequence[str]) -> str | None:
        """Whether a quotation is whole, or in part where another account quotes more of the same words."""
        fullest, here = (self._words(each, quoted=True) for each in (reference, passage))
        same = SequenceMatcher(None, fullest, here, autojunk=False)
        shared = sum(block.size for block in same.get_matching_blocks())
        if all(passage.quoted):
            # a sentence in other words is another version, not a cut one
            cut = shared >= ONE_VERSION * len(here) and _long(lost) > (1 - KEPT) * _long(fullest)
        else:
            cut = bool(set(lost) - {"a", "an", "the"})
        if cut:
            return PART
        return WHOLE if passage.quoted_share >= QUOTED_SHARE else None

    def _is_own_voice(self, group: Group, account: int) -> bool:
        """Whether an account surely says in its own voice what another surely attributes."""
        passage = self.passages[group.found[account]]
        if passage.governed or any(passage.quoted) or group.sure[account] < SURE_MATCH:
            return False
        others = [self.passages[n].attribution for a, n in group.found.items() if a != account]
        return any(attribution is not None and attribution.sure for attribution in others)

    def _is_given_to_another(self, group: Group, account: int) -> bool:
        """Whether an account surely attributes a statement to another source than the other accounts that name one."""
        here = self.passages[group.found[account]].attribution
        if here is None or not here.sure or group.sure[account] < SURE_MATCH:
            return False
        others = [a for b, n in group.found.items() if b != account and (a := self.passages[n].attribution) is not None]
        named = [a for a in others if a.source and a.sure]
        return bool(named) and all(other_source(here.source, attribution.source) for attribution in named)

    def _contradicts(self, group: Group, account: int) -> bool:
        """Whether an account surely gives another number for the same thing than the accounts that agree."""
        mine = _by_unit(self.similarity.quantities[group.found[account]])
        others = [_by_unit(self.similarity.quantities[n]) for a, n in group.found.items() if a != account]
        if group.sure[account] < SURE_MATCH or len(mine) != 1:
            return False
        ((unit, value),) = mine.items()
        theirs = {other[unit] for other in others if len(other) == 1 and unit in other}
        return len(theirs) == 1 and value not in theirs

    # facts

    def _fact(self, kind: str, fact: str, group: Group) -> Iterator[tuple[str, dict[str, Any]]]:
        for account in self._listed(group):
            cells = self._cells(group, account)
            differs = account in group.found and self._contradicts(group, account)
            place = where(self.accounts[account], cells["start"]) if cells["start"] is not None else None
            yield "facts", cells | {"kind": kind, "fact": fact, "where": place, "differs": differs}

    def _kind(self, group: Group) -> str:
        """What kind of fact a group is, by what its fullest passage holds."""
        main = self._main(group)
        passage = self.passages[main]
        held = [quantity for quantity in self.similarity.quantities[main] if not _SLIGHT.search(quantity)]
        text, words = self._text(main), self._words(passage)
        for kind, pattern in _KINDS.items():
            # "on Monday" dates an act, and is no date to be checked
            if any(pattern.search(quantity) for quantity in held) and (kind != DATE or _WITH_DIGIT.search(text)):
                return kind
        if _DOCUMENTED.search(" ".join(words)):
            return DOCUMENT
        if passage.frames:
            return BACKGROUND
        tags = [usual_tag(word) for word in words]
        open_or_old = _BEFORE.search(text) or "MD" in tags or text.endswith("?")
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


def _long(words: Sequence[str]) -> int:
    """How many of the words have more than three letters: small words are cut without loss."""
    return sum(len(word) > 3 for word in words)


def _by_unit(facts: frozenset[str]) -> dict[str, str]:
    """The numbers that count something, by what they count; two that count the same are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for fact in sorted(facts):
        if match := re.fullmatch(r"([$€£¥]?)([\d.,]+(?: (?:million|billion|trillion))?)( [a-z]+|%|)", fact):
            found[f"{match[1]}{match[3].strip()}"].append(match[2])
    return {unit: values[0] for unit, values in found.items() if unit and len(values) == 1}


def missing_words(fullest: Sequence[str], here: Sequence[str], nearby: Set[str] = frozenset()) -> tuple[list[str], str]:
    """The words of the fullest version that are neither here in its order nor nearby, and where in it they stood."""
    blocks = SequenceMatcher(None, fullest, here, autojunk=False).get_matching_blocks()
    kept = np.zeros(len(fullest), dtype=bool)
    for block in blocks:
        kept[block.a : block.a + block.size] = True
    lost = [index for index in np.flatnonzero(~kept).tolist() if fullest[index] not in nearby]
    first, last = int(kept.argmax()), len(kept) - 1 - int(kept[::-1].argmax())
    if not kept.any():
        return list(fullest), "start, middle, end"
    places = {"start" if index < first else "end" if index > last else "middle" for index in lost}
    return [fullest[index] for index in lost], ", ".join(p for p in ("start", "middle", "end") if p in places)


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
    """The words with a capital of a source's name; none where it is given by a title or a noun."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"['’]s\b", "", source or ""))
    if not words or words[-1][0].islower() or words[-1].lower() in word_set("titles") | word_set("party-members"):
        return []
    return [word for word in words if word[0].isupper()]


def matrix(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as rows and the accounts as columns, each cell its `presence`, with the counts."""
    index = ["event", "kind", "fact", "accounts", "possible", "of"]
    order = {tuple(row): number for number, row in enumerate(facts[index].drop_duplicates().itertuples(index=False))}
    wide = facts.pivot(index=index, columns="account", values="presence")
    wide = wide.loc[sorted(wide.index, key=lambda row: order[row])]
    return free_columns(wide)
