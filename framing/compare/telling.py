"""How each account puts a shared statement: quoted whole or in part, paraphrased, in its own voice, contradicted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from typing import NamedTuple

from framing.attribution.cues import cue_classes
from framing.attribution.reading import STANCE, Kind
from framing.compare.events import stem
from framing.compare.passages import QUOTED_SHARE, Passage
from framing.compare.quantities import SCALES, quantities, singular
from framing.words import word_set

WHOLE, PART, PARAPHRASED = "quoted whole", "quoted in part", "paraphrased"
OWN_VOICE, CONTRADICTED = "own voice", "contradicted"
#: Maximum share of the long words of the fullest quotation that a whole one lacks.
CUT = 0.1
#: Minimum share of a quotation's words in the fullest one that makes both cuts of the same words: alone, and beside
#: words without marks.
ONE_VERSION, SOME_VERSION = 0.75, 0.6
#: Minimum words of a whole quotation; fewer are a term.
LEAST_WHOLE = 4
#: Maximum words of a change to a quotation and changes; minimum words of the quotation and share of them that is alike.
MOST_CHANGED, MOST_CHANGES, LEAST_CHANGED, MOST_ALIKE = 3, 3, 8, 0.8
#: Sentences before and after a passage in which the account may quote the words that it lacks.
NEARBY = 2
#: Minimum confidence of an attribution that makes a paraphrase, and whose source is named.
NAMED = 0.65
#: Minimum probability of a match that shows different numbers, and of one that shows the outlet's own voice; minimum
#: words of the latter.
SURE_MATCH, SURE_OWN, LEAST_OWN = 0.85, 0.95, 8
#: Minimum confidence of attributions that name different sources; minimum words in a row that both quote.
SURE_SOURCE, SAME_WORDS = 0.85, 8
#: Minimum similarity of two spellings of one surname ("Haddad", "Hadad").
ONE_SPELLING = 0.85
#: Maximum difference of rounded numbers; words on each side of a number that show what it counts, and minimum of them
#: that two numbers for the same thing share.
ROUNDED, AROUND, ALIKE_AROUND = 0.1, 5, 2


class Surroundings:
    """What accounts quote and attribute around passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._quoted_words: dict[tuple[int, int], set[str]] = defaultdict(set)
        #: Accounts, sentences and the sources quoted in them.
        self.quoted: set[tuple[int, int, str | None]] = set()
        #: Accounts and sentences with a cue, somebody's words or quotation marks.
        self.governed = {(p.number, p.sentence) for p in passages if p.governed or any(p.quoted)}
        for passage in passages:
            self._quoted_words[passage.number, passage.sentence].update(passage.quoted_words)
            if any(passage.quoted) and passage.attribution:
                self.quoted.add((passage.number, passage.sentence, passage.attribution.source))

    def words_quoted(self, passage: Passage) -> set[str]:
        """The words that the account quotes within `NEARBY` sentences of a passage."""
        near = range(passage.sentence - NEARBY, passage.sentence + NEARBY + 1)
        return set().union(*(self._quoted_words.get((passage.number, sentence), ()) for sentence in near))


@dataclass(frozen=True)
class Alignment:
    """The words of the fullest quotation aligned with those of another (Ratcliff and Obershelp).

    Words that the other account quotes `nearby` are not missing.
    """

    fullest: Sequence[str]
    quoted: Sequence[str]
    nearby: Set[str] = frozenset()

    @cached_property
    def _steps(self) -> Sequence[tuple[str, int, int, int, int]]:
        return SequenceMatcher(None, self.fullest, self.quoted, autojunk=False).get_opcodes()

    @cached_property
    def equal(self) -> list[tuple[int, int]]:
        """The runs of words in the fullest quotation that both have."""
        return [(a, b) for kind, a, b, _, _ in self._steps if kind == "equal"]

    @cached_property
    def shared(self) -> int:
        """How many words both have."""
        return sum(end - start for start, end in self.equal)

    @cached_property
    def changes(self) -> list[tuple[str, str]]:
        """Pairs of words that differ between quotations that are otherwise alike."""
        inside = [step for step in self._steps[1:-1] if step[0] != "equal"]
        if len(inside) > MOST_CHANGES or any(max(b - a, d - c) > MOST_CHANGED for _, a, b, c, d in inside):
            return []
        shortest = min(len(self.fullest), len(self.quoted))
        if shortest < LEAST_CHANGED or self.shared < MOST_ALIKE * shortest:
            return []
        return [self._words(*at) for kind, *at in inside if kind == "replace" and not _one_form(*self._words(*at))]

    @cached_property
    def missing(self) -> tuple[list[str], str]:
        """The words of the fullest quotation that the other lacks, and their places in it."""
        if not self.equal:
            return list(self.fullest), "start, middle, end"
        lost: list[int] = []
        for kind, *at in self._steps:
            if kind == "delete" or (kind == "replace" and not _one_form(*self._words(*at))):
                lost += [index for index in range(at[0], at[1]) if self.fullest[index] not in self.nearby]
        first, last = self.equal[0][0], self.equal[-1][1]
        places = {"start" if n < first else "end" if n >= last else "middle" for n in lost}
        return [self.fullest[n] for n in lost], ", ".join(p for p in ("start", "middle", "end") if p in places)

    def _words(self, a: int, b: int, c: int, d: int) -> tuple[str, str]:
        return " ".join(self.fullest[a:b]), " ".join(self.quoted[c:d])


class Versions:
    """The passages that say one thing, by account, with the probability of each."""

    def __init__(self, versions: Mapping[int, tuple[Passage, float]], surroundings: Surroundings) -> None:
        self.passages = {account: passage for account, (passage, _) in versions.items()}
        self.chances = {account: chance for account, (_, chance) in versions.items()}
        self.surroundings = surroundings
        quoted = [passage for passage in self.passages.values() if passage.attribution and any(passage.quoted)]
        #: The version with the most words between quotation marks.
        self.fullest = max(quoted, key=lambda passage: sum(passage.quoted), default=None)

    def telling(self, account: int) -> str | None:
        """How an account puts a statement; None if unclear."""
        passage = self.passages[account]
        if self.contradicts(account):
            return CONTRADICTED
        if passage.attribution is None:
            return OWN_VOICE if self._is_own_voice(account) else None
        if account in self._alignments:
            return self._whole_or_part(account)
        return PARAPHRASED if self._is_paraphrase(passage) else None

    @cached_property
    def _alignments(self) -> dict[int, Alignment]:
        """The alignment of each quotation with the fullest, by account."""
        return {
            account: Alignment(self.fullest.quoted_words, passage.quoted_words, self.surroundings.words_quoted(passage))
            for account, passage in self.passages.items()
            if self.fullest and any(passage.quoted)
        }

    def missing(self, account: int) -> tuple[str, str]:
        """The words of the fullest quotation that an account lacks, or changes ("X → Y"), and their places."""
        if account not in self._alignments or self.passages[account] is self.fullest:
            return "", ""
        if changes := self._changes(account):
            return "; ".join(f"{one} → {other}" for one, other in changes), "middle"
        lost, places = self._alignments[account].missing
        return (" ".join(lost), places) if self._is_one_version(account) else ("", "")

    def _changes(self, account: int) -> list[tuple[str, str]]:
        """The words that a quotation changes; none if it or the fullest has several parts, a cut or additions."""
        pair = (self.fullest, self.passages[account])
        plain = all(each and each.quoted_parts == 1 and not _PUT_IN.search(each.text) for each in pair)
        return self._alignments[account].changes if plain else []

    def _is_one_version(self, account: int) -> bool:
        """Whether a quotation is cut from the same words as the fullest."""
        alignment = self._alignments[account]
        least = ONE_VERSION if all(self.passages[account].quoted) else SOME_VERSION
        return alignment.shared >= least * len(alignment.quoted)

    def _whole_or_part(self, account: int) -> str | None:
        """Whether a quotation is whole, or another account quotes more of the same words; None if unclear."""
        passage, alignment, changed = self.passages[account], self._alignments[account], bool(self._changes(account))
        if self._is_one_version(account) and not changed:
            lost, places = alignment.missing
            most = CUT * _long(alignment.fullest)
            if _long(lost) > most if all(passage.quoted) else set(lost) - {"a", "an", "the"}:
                return PART
            changed = "middle" in places and (len(lost) > 1 or _long(lost) > 0)
        broken = passage.quoted_parts > 1 or len(alignment.quoted) < LEAST_WHOLE or _ELLIPSIS.search(passage.text)
        return WHOLE if passage.quoted_share >= QUOTED_SHARE and not (broken or changed) else None

    def _is_paraphrase(self, passage: Passage) -> bool:
        """Whether a passage paraphrases a named source, and does not introduce a quotation of the same words."""
        said = passage.attribution
        if said is None or said.kind is not Kind.INDIRECT or said.cue_class == STANCE or said.source is None:
            return False
        after = {(passage.number, passage.sentence + n, said.source) for n in (0, 1)}
        return said.confidence >= NAMED and not after & self.surroundings.quoted

    def _is_own_voice(self, account: int) -> bool:
        """Whether an account says in its own voice what another attributes and nobody quotes."""
        passage, others = self.passages[account], self.passages.values()
        if passage.governed or any(passage.quoted) or len(passage.words) < LEAST_OWN or self._is_set_off(passage):
            return False
        first = passage.account.document.sentence_first_word
        words = passage.account.forms[int(first[passage.sentence]) : int(first[passage.sentence + 1])]
        if not _speaking().isdisjoint(words) or any(other.attribution and any(other.quoted) for other in others):
            return False
        numbers = _numbers(passage)
        theirs = [_numbers(other) for other in others if other.attribution]
        agree = all(not numbers or not their or numbers & their for their in theirs)
        surely = [self.passages[a] for a, chance in self.chances.items() if chance >= SURE_OWN]
        return agree and self.chances[account] >= SURE_OWN and any(map(_has_sure_cue, surely))

    def _is_set_off(self, passage: Passage) -> bool:
        """Whether a passage may continue somebody's words: after them, in a letter, post, transcript, open marks."""
        document = passage.account.document
        paragraph_of = document.sentence_paragraph
        at = int(paragraph_of[passage.sentence])
        after = (passage.number, passage.sentence - 1) in self.surroundings.governed
        if after and paragraph_of[passage.sentence - 1] == at:
            return True
        paragraphs = [document.text[p.start : p.end].strip() for p in document.paragraphs[: at + 2]]
        before, here = paragraphs[at - 1] if at else "", paragraphs[at]
        opened = here.count("“") != here.count("”") or here.count('"') % 2 or here.startswith(_SETTING_OFF)
        return bool(opened) or before.endswith((":", "…")) or any(map(_POST_OR_TURN.search, paragraphs[at:]))

    @cached_property
    def _persons(self) -> dict[int, str]:
        """The persons to whom accounts surely attribute it by name."""
        persons = {account: _person(passage) for account, passage in self.passages.items()}
        return {account: person for account, person in persons.items() if person}

    def source_differs(self, account: int) -> bool:
        """Whether an account attributes the same quoted words to a different person than all accounts that name one."""
        others = [other for other in self._persons if other != account]
        return bool(account in self._persons and others) and all(self._differ(account, other) for other in others)

    def _differ(self, account: int, other: int) -> bool:
        words = Alignment(self.passages[account].quoted_words, self.passages[other].quoted_words)
        longest = max((end - start for start, end in words.equal), default=0)
        return longest >= SAME_WORDS and other_source(self._persons[account], self._persons[other])

    @cached_property
    def _counts(self) -> dict[int, Count]:
        """The number in each sure version."""
        sure = (account for account, chance in self.chances.items() if chance >= SURE_MATCH)
        counts = ((account, _count(self.passages[account])) for account in sure)
        return {account: count for account, count in counts if count}

    def contradicts(self, account: int) -> bool:
        """Whether an account gives a different number for the same thing than the others, which agree."""
        mine = self._counts.get(account)
        if mine is None:
            return False
        others = [other for a, other in self._counts.items() if a != account and other.unit == mine.unit]
        return len({other.value for other in others}) == 1 and all(map(mine.differs, others))


# numbers


class Count(NamedTuple):
    """The only number in a passage that counts something, with the dates and the stems of the words around it."""

    unit: str
    value: float
    dates: frozenset[str]
    around: frozenset[str]

    def differs(self, other: Count) -> bool:
        """Whether two numbers count the same thing and differ by more than rounding."""
        apart = abs(self.value - other.value) > ROUNDED * max(self.value, other.value)
        same_dates = self.dates == other.dates or not self.dates or not other.dates
        return apart and same_dates and len(self.around & other.around) >= ALIKE_AROUND


_COUNTED = re.compile(
    r"(?P<currency>(?:[A-Z]{0,3}[$€£¥])?)(?P<value>[\d.,]+)(?P<scale>(?: (?:million|billion|trillion))?)"
    r"(?P<unit>(?: [a-z]+|%)?)"
)
#: Words that make a number an estimate or a bound, with at most one word between.
_ABOUT = re.compile(
    r"\b(?:about|almost|around|at (?:least|most)|as (?:few|many|much) as|approximately|between|estimated|nearly"
    r"|(?:fewer|less|more) than|over|roughly|some|up to) (?:\w+ )?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{4,}")


def _count(passage: Passage) -> Count | None:
    """The number in a passage that has only one, if it is exact and counts something."""
    text = passage.text
    items = quantities(text, passage.account.article.date)
    counts = [(each, match) for each in items if (match := _COUNTED.fullmatch(each.fact))]
    if len(counts) != 1:
        return None
    ((quantity, match),) = counts
    unit, noun = f"{match['currency']}{match['unit']}", match["unit"].strip()
    before, after = text[: quantity.start], text[quantity.end :]
    rounded = _ABOUT.search(before) or "dozen" in text[quantity.start : quantity.end].lower()
    if not unit or rounded or re.search(rf"\bone (?:\w+ )?{noun}", before + after):
        return None
    words = _WORD.findall(" ".join([*before.split()[-AROUND:], "", *after.split()[:AROUND]]).lower())
    value = float(match["value"].replace(",", "")) * SCALES.get(match["scale"].strip(), 1)
    dates = frozenset(each.fact for each in items if each.kind == "date")
    return Count(unit, value, dates, frozenset(map(stem, words)))


def _numbers(passage: Passage) -> set[str]:
    return {each.fact for each in quantities(passage.text) if each.kind != "date"}


# sources and words


_ELLIPSIS = re.compile(r"\w ?(?:…|\. ?\. ?\.) ?\w")
#: Signs of a cut or an addition.
_PUT_IN = re.compile(r"[\[(…]|\. ?\. ?\.")
_SETTING_OFF = ("“", '"', "‘", "•", ">", "—", "–")
_POST_OR_TURN = re.compile(r"\(@\w+\)|^[A-Z][A-Za-z.’' ]{2,30}:")


@cache
def _speaking() -> frozenset[str]:
    """Words that may introduce speech, or show that somebody other than the outlet speaks."""
    classes = ("neutral", "assertive", "revealing", "doubting", "hearsay")
    cues = {term for term, of in cue_classes().items() if of in classes}
    return frozenset(
        cues | {"according", "believed", "expected", "thought"} | word_set("first-person") | word_set("second-person")
    )


def _has_sure_cue(passage: Passage) -> bool:
    """Whether a passage is surely attributed, with a cue in words."""
    said = passage.attribution
    return bool(said and said.sure and said.cue_span and passage.account.article.text[said.cue_span[0]].isalpha())


def _person(passage: Passage) -> str | None:
    """The person to whom a passage is surely attributed by name."""
    said, account = passage.attribution, passage.account
    if said is None or not said.sure or said.confidence < SURE_SOURCE or not said.source_span:
        return None
    printed = _name_words(account.shown(*said.source_span))[-1:]
    types = {source.name: source.type for source in account.reading.sources}
    is_person = types.get(said.source or "") == "person"
    return said.source if is_person and printed and printed == _name_words(said.source)[-1:] else None


def _one_form(one: str, other: str) -> bool:
    """Whether words differ only in spelling: re-fight, refight; Sept, September; they are, they're."""
    short = _CONTRACTED if "'" in one + other or "’" in one + other else {}
    words = [[short.get(word, word) for word in each.split()] for each in (one, other)]
    plain = sorted((re.sub(r"[\W_]+", "", "".join(each)) for each in words), key=len)
    within = len(plain[1]) - len(plain[0]) > 2 and (plain[1].startswith(plain[0]) or plain[1].endswith(plain[0]))
    return plain[0] == plain[1] or within or any(map(str.isdigit, one + other))


_CONTRACTED = {"am": "m", "are": "re", "has": "s", "have": "ve", "is": "s", "not": "nt", "will": "ll", "would": "d"}


def _long(words: Sequence[str]) -> int:
    """The number of words with more than three letters: short ones are cut without loss."""
    return sum(len(word) > 3 for word in words)


def other_source(one: str | None, other: str | None) -> bool:
    """Whether two sources have different names: neither's last word is in the other.

    False if one is no name: "the minister" may be whomever the other account names.
    """
    first, second = ([word.lower() for word in _name_words(name)] for name in (one, other))
    if not first or not second or SequenceMatcher(None, first[-1], second[-1]).ratio() >= ONE_SPELLING:
        return False
    return first[-1] not in second and second[-1] not in first


def _name_words(source: str | None) -> list[str]:
    """The capitalised words of a source's name; none for a title or a noun."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"['’]s\b", "", source or ""))
    if not words or words[-1][0].islower() or words[-1].lower() in word_set("titles") | word_set("party-members"):
        return []
    return [word for word in words if word[0].isupper()]


def names_somebody(source: str | None) -> bool:
    """Whether a source is more than a reference back or a number ("the statement", "many", "R-Utah")."""
    if source is None or source.lower() in word_set("numbers-of-people") or _NO_NAME.match(source):
        return False
    # one noun in the singular refers back
    is_one = re.fullmatch("[a-z-]+", source) and singular(source) == source
    return not is_one or source in word_set("in-power") | {"police"}


_NO_NAME = re.compile(r"\d|[RDI]-[A-Z]")
