"""How an account tells what others have too: quoted whole or in part, paraphrased, in its own voice, contradicted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from typing import NamedTuple

from framing.attribution.cues import cue_classes
from framing.attribution.reading import STANCE, Kind
from framing.compare.accounts import Account
from framing.compare.events import stem
from framing.compare.matching import Group
from framing.compare.passages import QUOTED_SHARE, Passage
from framing.compare.quantities import SCALES, quantities
from framing.words import word_set

WHOLE, PART, PARAPHRASED = "quoted whole", "quoted in part", "paraphrased"
OWN_VOICE, CONTRADICTED = "own voice", "contradicted"
#: A quotation that lacks more than this share of the long words of the fullest one is cut.
CUT = 0.1
#: A quotation of which this share is in the fullest one is another cut of the same words; and one beside other words.
ONE_VERSION, SOME_VERSION = 0.75, 0.6
#: A quotation with fewer words is a term and no whole quotation.
LEAST_WHOLE = 4
#: So many words in another's place, at most so many times, are a change of one quotation, if it has so many words and
#: this share of them is alike.
MOST_CHANGED, MOST_CHANGES, LEAST_CHANGED, MOST_ALIKE = 3, 3, 8, 0.8
#: Words that an account quotes within so many sentences of a passage are not left out of it.
NEARBY = 2
#: From this confidence of its attribution on a passage is called a paraphrase, and its source is named.
NAMED = 0.65
#: From this probability on a match is sure enough to show another number, and to call a passage the outlet's own voice,
#: if it has so many words.
SURE_MATCH, SURE_OWN, LEAST_OWN = 0.85, 0.95, 8
#: From this confidence on of both attributions, and with so many words alike in a row, another source is named.
SURE_SOURCE, SAME_WORDS = 0.85, 8
#: Two surnames as alike as this are one in two spellings ("Haddad", "Hadad").
ONE_SPELLING = 0.85
#: Numbers nearer than this share are one number, rounded. Of so many words on each side of two numbers that count the
#: same so many are alike.
ROUNDED, AROUND, ALIKE_AROUND = 0.1, 5, 2


class Count(NamedTuple):
    """The one number in a passage that counts something, with the dates and the stems of the words around it."""

    unit: str
    value: float
    dates: frozenset[str]
    around: frozenset[str]

    def differs(self, other: Count) -> bool:
        """Whether two numbers count the same thing and are not one number, rounded."""
        apart = abs(self.value - other.value) > ROUNDED * max(self.value, other.value)
        same_dates = self.dates == other.dates or not self.dates or not other.dates
        return apart and same_dates and len(self.around & other.around) >= ALIKE_AROUND


class Tellings:
    """The passages of an event's accounts, and how each account tells those of a group, which say the same."""

    def __init__(self, accounts: Sequence[Account], passages: Sequence[Passage]) -> None:
        self.accounts = accounts
        self.passages = passages
        self._words_quoted: list[dict[int, set[str]]] = [defaultdict(set) for _ in accounts]
        self._quoted_by: set[tuple[int, int, str | None]] = set()
        self._governed = {(p.account, p.sentence) for p in passages if p.governed or any(p.quoted)}
        for passage in passages:
            self._words_quoted[passage.account][passage.sentence].update(self._quoted(passage))
            if any(passage.quoted) and passage.attribution:
                self._quoted_by.add((passage.account, passage.sentence, passage.attribution.source))

    def text(self, passage: Passage) -> str:
        """A passage as it is shown."""
        account = self.accounts[passage.account]
        return account.shown(*passage.span(account))

    def reference(self, group: Group) -> Passage | None:
        """The version with the most words between quotation marks, which the others are held against."""
        quoted = [p for n in group.found.values() if (p := self.passages[n]).attribution and any(p.quoted)]
        return max(quoted, key=lambda passage: sum(passage.quoted), default=None)

    def telling(self, group: Group, account: int, reference: Passage | None) -> str | None:
        """How an account tells a statement; None where that is not sure."""
        passage = self.passages[group.found[account]]
        if self.contradicts(group, account):
            return CONTRADICTED
        if passage.attribution is None:
            return OWN_VOICE if self._is_own_voice(group, account) else None
        if any(passage.quoted) and reference is not None:
            return self._whole_or_part(passage, reference)
        return PARAPHRASED if self._is_paraphrase(passage) else None

    def _is_paraphrase(self, passage: Passage) -> bool:
        """Whether somebody named says it in other words; a quotation right after mostly says it once more."""
        attribution = passage.attribution
        if attribution is None or attribution.kind is not Kind.INDIRECT or attribution.cue_class == STANCE:
            return False
        if attribution.source is None or attribution.confidence < NAMED:
            return False
        after = {(passage.account, passage.sentence + n, attribution.source) for n in (0, 1)}
        return not after & self._quoted_by

    def missing(self, reference: Passage | None, passage: Passage) -> tuple[str, str]:
        """The words of the fullest quotation that another lacks, or changes ("X → Y"), and where they stand."""
        if reference is None or reference is passage or not any(passage.quoted):
            return "", ""
        if changed := self._changes(reference, passage):
            return "; ".join(f"{one} → {other}" for one, other in changed), "middle"
        lost, places = self._lost(reference, passage)
        return (" ".join(lost), places) if self._is_one_version(reference, passage) else ("", "")

    def _is_one_version(self, reference: Passage, passage: Passage) -> bool:
        """Whether a quotation is cut from the same words: other words are another version."""
        here, least = self._quoted(passage), ONE_VERSION if all(passage.quoted) else SOME_VERSION
        return _shared(self._quoted(reference), here) >= least * len(here)

    def _lost(self, reference: Passage, passage: Passage) -> tuple[list[str], str]:
        near = range(passage.sentence - NEARBY, passage.sentence + NEARBY + 1)
        nearby = {word for sentence in near for word in self._words_quoted[passage.account].get(sentence, ())}
        return missing_words(self._quoted(reference), self._quoted(passage), nearby)

    def _quoted(self, passage: Passage) -> list[str]:
        """The words between quotation marks, without those that the account has put in brackets."""
        account = self.accounts[passage.account]
        start, end = passage.span(account)
        inserted = [match.span() for match in _BRACKETS.finditer(account.article.text, start, end)]
        marked = [word for word, quoted in zip(passage.words, passage.quoted, strict=True) if quoted]
        starts = account.document.word_starts
        return [account.forms[w] for w in marked if not any(low <= starts[w] < high for low, high in inserted)]

    def _whole_or_part(self, passage: Passage, reference: Passage) -> str | None:
        """Whether a quotation is whole, or in part where another account quotes more of the same words."""
        lost, places = ([], "") if passage is reference else self._lost(reference, passage)
        changed = passage is not reference and bool(self._changes(reference, passage))
        if self._is_one_version(reference, passage) and not changed:
            most = CUT * _long(self._quoted(reference))
            if _long(lost) > most if all(passage.quoted) else set(lost) - {"a", "an", "the"}:
                return PART
            changed = "middle" in places and (len(lost) > 1 or _long(lost) > 0)
        broken = _runs(passage) > 1 or len(self._quoted(passage)) < LEAST_WHOLE or _ELLIPSIS.search(self.text(passage))
        return WHOLE if passage.quoted_share >= QUOTED_SHARE and not (broken or changed) else None

    def _changes(self, reference: Passage, passage: Passage) -> list[tuple[str, str]]:
        """The words of the fullest quotation for which another quotes others, where all around them is alike.

        None where either is in several parts, or holds a cut or words that the account has put in.
        """
        if any(_runs(each) > 1 or _PUT_IN.search(self.text(each)) for each in (reference, passage)):
            return []
        fullest, here = self._quoted(reference), self._quoted(passage)
        steps = SequenceMatcher(None, fullest, here, autojunk=False).get_opcodes()
        inside = [step for step in steps[1:-1] if step[0] != "equal"]
        if len(inside) > MOST_CHANGES or any(max(b - a, d - c) > MOST_CHANGED for _, a, b, c, d in inside):
            return []
        shortest = min(len(fullest), len(here))
        if shortest < LEAST_CHANGED or _shared(fullest, here) < MOST_ALIKE * shortest:
            return []
        changed = [(" ".join(fullest[a:b]), " ".join(here[c:d])) for kind, a, b, c, d in inside if kind == "replace"]
        return [pair for pair in changed if not _one_form(*pair)]

    def _is_own_voice(self, group: Group, account: int) -> bool:
        """Whether an account surely says in its own voice what another surely attributes and nobody quotes."""
        passage = self.passages[group.found[account]]
        if passage.governed or any(passage.quoted) or len(passage.words) < LEAST_OWN or self._is_set_off(passage):
            return False
        first = self.accounts[account].document.sentence_first_word
        words = self.accounts[account].forms[int(first[passage.sentence]) : int(first[passage.sentence + 1])]
        others = [self.passages[n] for n in group.found.values()]
        if not _speaking().isdisjoint(words) or any(other.attribution and any(other.quoted) for other in others):
            return False
        mine = self._numbers(passage)
        theirs = [self._numbers(other) for other in others if other.attribution]
        agree = all(not mine or not numbers or mine & numbers for numbers in theirs)
        surely = [self.passages[n] for a, n in group.found.items() if group.sure[a] >= SURE_OWN]
        return agree and group.sure[account] >= SURE_OWN and any(map(self._is_surely_told_of, surely))

    def _is_surely_told_of(self, passage: Passage) -> bool:
        """Whether a cue in words surely gives a passage to somebody."""
        said = passage.attribution
        text = self.accounts[passage.account].article.text
        return said is not None and said.sure and said.cue_span is not None and text[said.cue_span[0]].isalpha()

    def _numbers(self, passage: Passage) -> set[str]:
        return {each.fact for each in quantities(self.text(passage)) if each.kind != "date"}

    def _is_set_off(self, passage: Passage) -> bool:
        """Whether a passage may go on with somebody's words: after them, in a letter, post, transcript, open mark."""
        account = self.accounts[passage.account]
        paragraph_of = account.document.sentence_paragraph
        at = int(paragraph_of[passage.sentence])
        if (passage.account, passage.sentence - 1) in self._governed and paragraph_of[passage.sentence - 1] == at:
            return True
        paragraphs = [account.article.text[p.start : p.end].strip() for p in account.document.paragraphs[: at + 2]]
        before, here = paragraphs[at - 1] if at else "", paragraphs[at]
        opened = here.count("“") != here.count("”") or here.count('"') % 2 or here.startswith(_SETTING_OFF)
        return bool(opened) or before.endswith((":", "…")) or any(map(_POST_OR_TURN.search, paragraphs[at:]))

    def is_given_to_another(self, group: Group, account: int) -> bool:
        """Whether an account surely gives the same quoted words to another person than the accounts that name one."""
        here = self.passages[group.found[account]]
        others = [other for a, n in group.found.items() if a != account and self._person(other := self.passages[n])]
        return bool(self._person(here) and others) and all(self._says_as_another(here, other) for other in others)

    def _says_as_another(self, here: Passage, other: Passage) -> bool:
        matcher = SequenceMatcher(None, self._quoted(here), self._quoted(other), autojunk=False)
        return matcher.find_longest_match().size >= SAME_WORDS and other_source(self._person(here), self._person(other))

    def _person(self, passage: Passage) -> str | None:
        """The person to whom a passage is surely attributed, where the text names them right there."""
        said, account = passage.attribution, self.accounts[passage.account]
        if said is None or not said.sure or said.confidence < SURE_SOURCE or not said.source_span:
            return None
        printed = _name_words(account.shown(*said.source_span))[-1:]
        known = {source.name: source.type for source in account.reading.sources}
        is_person = known.get(said.source or "") == "person"
        return said.source if is_person and printed and printed == _name_words(said.source)[-1:] else None

    def contradicts(self, group: Group, account: int) -> bool:
        """Whether an account surely gives another number for the same thing than the accounts that agree."""
        mine = self._count(group.found[account])
        if mine is None or group.sure[account] < SURE_MATCH:
            return False
        counts = [self._count(n) for a, n in group.found.items() if a != account and group.sure[a] >= SURE_MATCH]
        others = [other for other in counts if other and other.unit == mine.unit]
        return len({other.value for other in others}) == 1 and all(map(mine.differs, others))

    def _count(self, number: int) -> Count | None:
        """The number in a passage, where it holds one and that counts something and is exact."""
        text = self.text(self.passages[number])
        items = list(quantities(text, self.accounts[self.passages[number].account].article.date))
        counts = [(each, match) for each in items if (match := _COUNTED.fullmatch(each.fact))]
        if len(counts) != 1:
            return None
        ((quantity, match),) = counts
        unit, noun = f"{match['currency']}{match['unit']}", match["unit"].strip()
        before, after = text[: quantity.start], text[quantity.end :]
        if not unit or _ABOUT.search(text[: quantity.end]) or re.search(rf"\bone (?:\w+ )?{noun}", before + after):
            return None
        words = _WORD.findall(" ".join([*before.split()[-AROUND:], "", *after.split()[:AROUND]]).lower())
        value = float(match["value"].replace(",", "")) * SCALES.get(match["scale"].strip(), 1)
        dates = frozenset(each.fact for each in items if each.kind == "date")
        return Count(unit, value, dates, frozenset(map(stem, words)))


_COUNTED = re.compile(
    r"(?P<currency>[$€£¥]?)(?P<value>[\d.,]+)(?P<scale>(?: (?:million|billion|trillion))?)(?P<unit>(?: [a-z]+|%)?)"
)
#: What makes a number an estimate or a bound, with at most a word before the number.
_ABOUT = re.compile(
    r"\b(?:about|almost|around|at (?:least|most)|as (?:few|many|much) as|approximately|between|dozens?|estimated|nearly"
    r"|(?:fewer|less|more) than|over|roughly|some|up to) (?:\w+ )?[^ ]*(?: [^ ]*)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{4,}")
_ELLIPSIS = re.compile(r"\w ?(?:…|\. ?\. ?\.) ?\w")
#: What an account has put into a quotation; signs of that and of cuts.
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PUT_IN = re.compile(r"[\[(…]|\. ?\. ?\.")
_SETTING_OFF = ("“", '"', "‘", "•", ">", "—", "–")
_POST_OR_TURN = re.compile(r"\(@\w+\)|^[A-Z][A-Za-z.’' ]{2,30}:")


@cache
def _speaking() -> frozenset[str]:
    """The words that may govern what a sentence says, or show that somebody else speaks in it."""
    classes = ("neutral", "assertive", "revealing", "doubting", "hearsay")
    cues = {term for term, of in cue_classes().items() if of in classes}
    return frozenset(
        cues | {"according", "believed", "expected", "thought"} | word_set("first-person") | word_set("second-person")
    )


def _shared(fullest: Sequence[str], here: Sequence[str]) -> int:
    return sum(block.size for block in SequenceMatcher(None, fullest, here, autojunk=False).get_matching_blocks())


def _runs(passage: Passage) -> int:
    """In how many parts a passage quotes."""
    return sum(marked for marked, _ in groupby(passage.quoted))


def _one_form(one: str, other: str) -> bool:
    """Whether words differ only in how they are written: re-fight, refight; Sept, September; they are, they're."""
    short = _CONTRACTED if "'" in one + other or "’" in one + other else {}
    words = [[short.get(word, word) for word in each.split()] for each in (one, other)]
    plain = sorted((re.sub(r"[\W_]+", "", "".join(each)) for each in words), key=len)
    within = len(plain[1]) - len(plain[0]) > 2 and (plain[1].startswith(plain[0]) or plain[1].endswith(plain[0]))
    return plain[0] == plain[1] or within or any(map(str.isdigit, one + other))


_CONTRACTED = {"am": "m", "are": "re", "has": "s", "have": "ve", "is": "s", "not": "nt", "will": "ll", "would": "d"}


def _long(words: Sequence[str]) -> int:
    """How many of the words have more than three letters: small words are cut without loss."""
    return sum(len(word) > 3 for word in words)


def missing_words(fullest: Sequence[str], here: Sequence[str], nearby: Set[str] = frozenset()) -> tuple[list[str], str]:
    """The words of the fullest version that are neither here in its order nor nearby, and where in it they stood."""
    steps = SequenceMatcher(None, fullest, here, autojunk=False).get_opcodes()
    equal = [(a, b) for kind, a, b, _, _ in steps if kind == "equal"]
    if not equal:
        return list(fullest), "start, middle, end"
    lost: list[int] = []
    for kind, a, b, c, d in steps:
        in_other_words = kind == "replace" and not _one_form(" ".join(fullest[a:b]), " ".join(here[c:d]))
        if kind == "delete" or in_other_words:
            lost += [index for index in range(a, b) if fullest[index] not in nearby]
    places = {"start" if n < equal[0][0] else "end" if n >= equal[-1][1] else "middle" for n in lost}
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


def names_somebody(source: str | None) -> bool:
    """Whether a source is more than what points back or says how many ("the statement", "many", "R-Utah")."""
    if source is None or source.lower() in word_set("numbers-of-people") or _NO_NAME.match(source):
        return False
    return not _ONE_NOUN.fullmatch(source) or source in word_set("in-power") | {"police"}


_NO_NAME = re.compile(r"\d|[RDI]-[A-Z]")
#: One noun in the singular: whose it is stands elsewhere.
_ONE_NOUN = re.compile(r"[a-z-]*[a-rt-z]")
