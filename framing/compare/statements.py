"""The same statement in several accounts: who quotes it whole, who cuts it and where, who gives it to someone else.

A statement is what is attributed to somebody, sentence by sentence. Two accounts hold the same one when the rare
words of the shorter version stand, for the most part, in the longer, or when they share a long run of words: so a
statement is found again though cut, reworded, or told in an outlet's own voice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from framing.attribution.reading import VOICES, Attribution, Kind, Voice
from framing.compare.accounts import Account, by_event
from framing.compare.names import TITLES
from framing.models.frequency import news_frequency

#: The share of the shorter version's weight that the longer must hold.
HELD = 0.6
#: A shared run of this many words is enough where half of `HELD` is held.
LONG_RUN = 5
#: What is shared must weigh as much as this many words used once in the event; less if it is one version's every word.
LEAST_SHARED, LEAST_PHRASE = 2.5, 1.2
#: A form that makes up this share of news or more says nothing of what a statement is about.
COMMON_SHARE = 1 / 2000
#: Versions that are not the same words must share so many words that do.
LEAST_TELLING = 2
#: The weight of a name's words beside that of others as rare.
NAME_WEIGHT = 0.5
#: A version that holds this share of the fullest one's weight is whole.
WHOLE = 0.9
#: What is retold around quoted words is a statement if it has this many words.
LEAST_RETOLD = 8
#: A passage outside attributions must share a run of this many words.
LEAST_RUN = 3
#: A passage searched for in an account's other text may be this many times as long as the statement, and some words.
SPREAD, SPREAD_WORDS = 1.5, 4

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


@dataclass(frozen=True, eq=False)
class Passage:
    """Words of one account, by their indices in its document, that may hold a statement."""

    account: int
    words: tuple[int, ...]
    forms: tuple[str, ...]
    voice: Voice
    source: str | None = None


class Weights:
    """How much a word says about which statement it stands in: ln(sentences / sentences with it) over an event.

    A word that is mostly written with a capital says `NAME_WEIGHT` as much: statements about one thing share its name.
    """

    def __init__(self, accounts: Sequence[Account]) -> None:
        sentences = 0
        uses: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for account in accounts:
            every.update(account.forms)
            known = account.document.vocabulary.forms
            capital.update(form.lower() for n in account.document.word_id.tolist() if (form := known[n])[0].isupper())
            pairs = set(zip(account.document.word_sentence.tolist(), account.forms, strict=True))
            uses.update(form for _, form in pairs)
            sentences += len(account.document.sentence_start)
        name = {form: NAME_WEIGHT if 2 * capital[form] > every[form] else 1.0 for form in uses}
        self._weights = {form: name[form] * log((1 + sentences) / (1 + times)) for form, times in uses.items()}
        self.once = log((1 + sentences) / 2) if sentences else 0.0

    def of(self, form: str) -> float:
        """The weight of one word."""
        return self._weights.get(form, 0.0)

    def tells(self, form: str) -> bool:
        """Whether the word is rare enough in news to say what a statement is about."""
        uses, total = news_frequency()
        return uses.get(form, 0) < COMMON_SHARE * total

    def total(self, forms: Iterable[str]) -> float:
        """The weight of the distinct words among these."""
        return sum(self.of(form) for form in sorted(set(forms)))


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


def attributed(number: int, account: Account) -> Iterator[Passage]:
    """What the account attributes to somebody, cut at the sentences.

    Of a mixed quotation each part between marks is a statement of its own, and what is retold around them is one where
    it is long enough.
    """
    marks = _marks_of_words(account)
    for attribution in account.reading.attributions:
        if attribution.kind is Kind.SCARE:
            continue
        for words in _by_sentence(account, attribution):
            for voice, part in _by_marks(attribution.kind, words, marks):
                forms = tuple(account.forms[word] for word in part)
                yield Passage(number, tuple(part), forms, voice, attribution.source)


def same_statement(passages: Sequence[Passage], weights: Weights) -> list[list[Passage]]:
    """The passages grouped into statements, the fullest version of each first.

    Every version is held against the fullest one, between quotation marks if any is: versions of versions do not
    make one statement.
    """
    if not passages:
        return []
    linked = _links(passages, weights)
    ranked = sorted(range(len(passages)), key=lambda n: _fullness(passages[n], weights), reverse=True)
    groups: list[list[Passage]] = []
    taken: set[int] = set()
    for fullest in ranked:
        if fullest in taken:
            continue
        versions = sorted({fullest, *linked[fullest]} - taken, key=lambda n: (n != fullest, n))
        taken.update(versions)
        groups.append([passages[n] for n in versions])
    return groups


def _fullness(passage: Passage, weights: Weights) -> tuple[bool, float, int, tuple[int, ...]]:
    return (passage.voice is Voice.QUOTED, weights.total(passage.forms), -passage.account, passage.words)


def _links(passages: Sequence[Passage], weights: Weights) -> list[set[int]]:
    """For each passage the others that hold the same statement."""
    number = {form: index for index, form in enumerate(sorted({f for p in passages for f in p.forms}))}
    rows = [row for row, passage in enumerate(passages) for _ in set(passage.forms)]
    columns = [number[form] for passage in passages for form in sorted(set(passage.forms))]
    holds = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(passages), len(number)))
    weight = np.array([weights.of(form) for form in number])
    shared = np.asarray((holds @ csr_array(holds.multiply(weight)).T).toarray())
    own = shared.diagonal()
    held = shared / np.maximum(np.minimum(own[:, None], own), 1e-9)
    telling = np.asarray((holds @ csr_array(holds.multiply([weights.tells(form) for form in number])).T).toarray())
    near = (shared >= LEAST_PHRASE * weights.once) & (held >= HELD / 2)
    near &= (telling >= LEAST_TELLING) | ((shared >= own) & (shared >= own[:, None]))
    heavy = shared >= LEAST_SHARED * weights.once
    linked: list[set[int]] = [set() for _ in passages]
    for i, j in zip(*(indices.tolist() for indices in np.nonzero(np.triu(near, 1))), strict=True):
        one, other = passages[i].forms, passages[j].forms
        run = LONG_RUN if heavy[i, j] else max(min(len(one), len(other)), 2)
        if (heavy[i, j] and held[i, j] >= HELD) or longest_run(one, other) >= run:
            linked[i].add(j)
            linked[j].add(i)
    return linked


def longest_run(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words the longest run has that stands in both."""
    return SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size


def find_passage(number: int, account: Account, fullest: Passage, weights: Weights) -> Passage | None:
    """The place in an account where most of a statement stands, whoever's words they are, None if there is none."""
    wanted = set(fullest.forms)
    places = [index for index, form in enumerate(account.forms) if form in wanted]
    reach = int(SPREAD * len(fullest.forms)) + SPREAD_WORDS
    best: tuple[float, int, int] = (0.0, 0, 0)
    begin = 0
    for stop, place in enumerate(places):
        while place - places[begin] >= reach:
            begin += 1
        held = weights.total(account.forms[index] for index in places[begin : stop + 1])
        if held > best[0]:
            best = (held, begin, stop)
    held, begin, stop = best
    weight = weights.total(wanted)
    least = max(HELD * weight, min(weight - 1e-9, LEAST_SHARED * weights.once))
    if held < least:
        return None
    words = _trimmed(account, places[begin : stop + 1], least, weights)
    if len({account.forms[word] for word in words if weights.tells(account.forms[word])} & wanted) < LEAST_TELLING:
        return None
    if longest_run(fullest.forms, [account.forms[word] for word in words]) < min(LEAST_RUN, len(fullest.forms)):
        return None
    code = int(np.bincount(account.reading.word_voice[list(words)]).argmax())
    voice = VOICES[code]
    source = account.reading.speaker_at(int(account.document.word_start[words[len(words) // 2]]))
    return Passage(number, words, tuple(account.forms[word] for word in words), voice, source)


def _trimmed(account: Account, places: Sequence[int], least: float, weights: Weights) -> tuple[int, ...]:
    """The words from the first to the last of some places; of one sentence only, where that holds enough."""
    sentences: dict[int, list[int]] = {}
    for place in places:
        sentences.setdefault(int(account.document.word_sentence[place]), []).append(place)
    held = {number: weights.total(account.forms[p] for p in inside) for number, inside in sentences.items()}
    fullest = max(held, key=lambda number: (held[number], -number))
    kept = sentences[fullest] if held[fullest] >= least else list(places)
    return tuple(range(kept[0], kept[-1] + 1))


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


def _marks_of_words(account: Account) -> dict[int, int]:
    """The words that stand between quotation marks, and where the outermost of these opens."""
    document = account.document
    marks: dict[int, int] = {}
    for quotation in sorted(document.quotations, key=lambda q: -q.level):
        span = document.words_between(quotation.inner_start, quotation.inner_end)
        marks |= dict.fromkeys(range(span.start, span.stop), quotation.start)
    return marks


def _by_marks(kind: Kind, words: Sequence[int], marks: Mapping[int, int]) -> Iterator[tuple[Voice, list[int]]]:
    if kind is Kind.INDIRECT:
        yield Voice.REPORTED, list(words)
        return
    verbatim: dict[int, list[int]] = {}
    for word in words:
        if word in marks:
            # a direct quotation is one, though its cue splits it
            verbatim.setdefault(marks[word] if kind is Kind.MIXED else 0, []).append(word)
    yield from ((Voice.QUOTED, part) for part in verbatim.values())
    retold = [word for word in words if word not in marks]
    if len(retold) >= LEAST_RETOLD:
        yield Voice.REPORTED, retold


def _by_sentence(account: Account, attribution: Attribution) -> Iterator[list[int]]:
    document = account.document
    words: dict[int, list[int]] = {}
    for start, end in attribution.parts:
        inside = document.words_between(start, end)
        for word in range(inside.start, inside.stop):
            words.setdefault(int(document.word_sentence[word]), []).append(word)
    yield from words.values()


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
    return last[0] not in folded[1] and last[1] not in folded[0]


def _name_words(source: str | None) -> list[str]:
    """The words with a capital of a source's name; none where it is told by a title or a noun."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"['’]s\b", "", source or ""))
    if not words or words[-1][0].islower() or words[-1].lower() in TITLES:
        return []
    return [word for word in words if word[0].isupper()]


def _range(account: Account, passage: Passage) -> tuple[int, int]:
    document = account.document
    return int(document.word_start[passage.words[0]]), int(document.word_end[passage.words[-1]])


def _text(account: Account, passage: Passage) -> str:
    start, end = _range(account, passage)
    return account.article.text[start:end]
