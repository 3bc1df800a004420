"""Which passages hold the same statement: the rare words of the shorter stand, for the most part, in the longer, or
they share a long run of words. So a statement is found again though cut, reworded, or told in an outlet's own voice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from math import log

import numpy as np
from scipy.sparse import csr_array

from framing.attribution.reading import VOICES, Voice
from framing.compare.accounts import Account
from framing.compare.passages import Passage
from framing.models import news_frequency

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
#: A passage outside attributions must share a run of this many words.
LEAST_RUN = 3
#: A passage searched for in an account's other text may be this many times as long as the statement, and some words.
SPREAD, SPREAD_WORDS = 1.5, 4


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
    # whose the words of the statement are, not whose those between and after them ("..., the clerk said of it")
    held_words = [word for word in words if account.forms[word] in wanted]
    codes = account.reading.word_voice[held_words]
    code = int(np.bincount(codes, weights=[weights.of(account.forms[word]) for word in held_words]).argmax())
    voice = VOICES[code]
    inside = [word for word, each in zip(held_words, codes.tolist(), strict=True) if each == code]
    source = account.reading.speaker_at(int(account.document.word_start[inside[len(inside) // 2]]))
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
