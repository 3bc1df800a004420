"""Cues of frames: lexicon terms, and constructions that carry a generic frame.

The constructions are items of Semetko and Valkenburg (2000): one side reproaches another, two sides speak, a private
person speaks, somebody must act. Attributions with their sources, roles, sides and report verbs show them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Reading, Voice
from framing.lexicon import Lexicon, Matcher, load
from framing.measures.frames.model import Mask, Rule, named_words, shipped
from framing.text.document import Document
from framing.text.spans import is_contiguous, non_overlapping
from framing.text.vocabulary import WordFeature
from framing.words import word_set

CONFLICT, HUMAN_INTEREST, RESPONSIBILITY = "Conflict", "Human_interest", "Responsibility"
ECONOMIC, MORALITY = "Economic_consequences", "Morality_message"
_CONSTRUCTED = (CONFLICT, HUMAN_INTEREST, RESPONSIBILITY)
#: The score of a generic frame is its share of sentences with a steady cue (see `Places`). Reading articles of the
#: American press set the bounds.
_GENERIC = Rule(present=2, sparse=2, sure=2, plain=0.16, absent=1, dense=0.05, bare=1)
GENERIC_RULES = {
    # most news has a conflict: in a short text two cues suffice, and one rules out its absence
    CONFLICT: _GENERIC._replace(present=0.2, sparse=0.2, plain=0.11, absent=-1),
    ECONOMIC: _GENERIC,
    HUMAN_INTEREST: _GENERIC._replace(plain=0.18),
    MORALITY: _GENERIC._replace(plain=0.15),
    # most political news has a cue of responsibility: the frame is absent only without any
    RESPONSIBILITY: _GENERIC._replace(plain=0.11, absent=-1),
}

AMOUNT = "an amount of money"
REPROACH, ANSWER = "a reproach to another who speaks or is a side", "another side answers"
CITIZEN, AGE, MUST_ACT = "somebody who holds no office is quoted", "a person's age", "who must act"
_OF_WORDS = (AGE, MUST_ACT)
#: The note of a term that also counts with a capital, because it names no person or party: God, Congress.
CAPITAL_TOO = "also with a capital"

_MONEY = re.compile(r"(?:US|C|A)?[$€£¥]\d")
#: Report verbs of these classes make a statement about somebody a reproach.
_HOSTILE = frozenset({"hostile", "threatening"})
_QUOTED = frozenset({Kind.DIRECT, Kind.MIXED})
#: Maximum sentences from a statement to its answer.
_NEAR = 2
_MODALS = frozenset({"must", "should", "ought", "needs"})
_AGED = frozenset({"aged", "age"})
_ARTICLES = frozenset({"the", "a", "an"})
#: Punctuation that may touch a word.
_AROUND = ".,;:!?()[]\"“”'‘’—–"
_MODAL, _POWER, _NUMBER = 1, 2, 3

Numbers = NDArray[np.int64]
#: First word, the word after the last, the frame's number, and the term or construction.
_Place = tuple[int, int, int, str | None]


def _word_kind(form: str) -> int:
    if form in _MODALS:
        return _MODAL
    if form.isdigit() and len(form) < 3:
        return _NUMBER
    return _POWER if form.lower() in word_set("in-power") else 0


_LOW = WordFeature("lower case", str.lower, object)
_CUE_WORD = WordFeature("word of a cue", lambda form: zlib.crc32(form.lower().rstrip("s").encode()), np.int64)
_WORD_KIND = WordFeature("modal, power or number", _word_kind, np.int8)


class Cue(NamedTuple):
    """A cue of a frame: offsets `[start, end)`, voice, sentence, and its term or construction."""

    frame: str
    start: int
    end: int
    voice: Voice
    sentence: int
    why: str


class Places(NamedTuple):
    """The cues of a document: words `[first, last)`, frame number, and term or construction.

    `why` is None for a term of one word. The first `steady` do not depend on attributions, so swapping names moves none
    of them.
    """

    first: Numbers
    last: Numbers
    frame: Numbers
    why: Sequence[str | None]
    steady: int


class CueFinder:
    """Finds the cues of the frames `first` and of those in the lexicons.

    Of a frame's terms that share a word, the longest counts, or else the first.
    """

    def __init__(self, lexicons: Sequence[Lexicon], first: Sequence[str] = ()) -> None:
        self.frames = tuple(dict.fromkeys([*first, *(frame for lexicon in lexicons for frame in lexicon.categories)]))
        self._number = {frame: index for index, frame in enumerate(self.frames)}
        # constructions and amounts belong to the generic frame, not to a user's frame of the same name
        self._generic = {frame: index for frame, index in self._number.items() if frame not in first}
        self._matcher = Matcher(lexicons)
        self._feature = WordFeature("frames", self._frames_of, bool, width=len(self.frames), vectorized=True)
        no_name = {entry.term for lexicon in lexicons for entry in lexicon.entries if entry.note == CAPITAL_TOO}
        self._no_name = WordFeature("no name with a capital", lambda form: form.lower() in no_name, bool)

    def find(self, batch: Batch, named: Mask | None = None) -> Places:
        """Every cue in a batch; single words that are `named`, written as names, are none."""
        terms = self.terms(batch.document, named)
        constructed = np.isin(terms.frame, [self._generic.get(name, -1) for name in _CONSTRUCTED])
        taken = {
            (word, frame)
            for first, last, frame in zip(*(each[constructed].tolist() for each in terms[:3]), strict=True)
            for word in range(first, last)
        }
        places = [
            (first, last, self._generic[name], why)
            for name, first, last, why in constructions(batch)
            if name in self._generic
        ]
        chosen = non_overlapping(places, _cells, taken)
        steady = len(terms.why) + sum(why in _OF_WORDS for *_, why in chosen)
        return _added(terms, chosen)._replace(steady=steady)

    def terms(self, document: Document, named: Mask | None = None) -> Places:
        """The terms of the lexicons in a document."""
        plain = ~(named_words(document) if named is None else named)
        plain |= document.word_column(self._no_name)
        single, frame = np.nonzero(document.word_column(self._feature) & plain[:, np.newaxis])
        longest_first = sorted(self._phrases(document, plain), key=lambda each: (each[0] - each[1], each[0]))
        phrases = non_overlapping(longest_first, _cells)
        within = [word * len(self.frames) + frame for phrase in phrases for word, frame in _cells(phrase)]
        alone = ~np.isin(single * len(self.frames) + frame, within)
        first = single[alone]
        return _added(Places(first, first + 1, frame[alone], [None] * len(first), 0), phrases)

    def _phrases(self, document: Document, plain: Mask) -> list[_Place]:
        """The terms of several words, and the words that begin with a stem."""
        return [
            (first, last, self._number[entry.category], " ".join(entry.term.split()) if last - first > 1 else None)
            for first, last, _, entry in self._matcher.find(document.word_column(_LOW).tolist(), ())
            if (is_contiguous(document, first, last) if last - first > 1 else plain[first])
        ]

    def cues(self, reading: Reading) -> list[Cue]:
        """The cues of an article, in text order."""
        document, places, cues = reading.document, self.find(Batch.of_reading(reading)), []
        for first, last, frame, why in zip(*(each.tolist() for each in places[:3]), places.why, strict=True):
            start, end = int(document.word_start[first]), int(document.word_end[last - 1])
            form = document.vocabulary.forms[document.word_id[first]]
            reason = why or (AMOUNT if _MONEY.match(form) else form.lower())
            voice, sentence = reading.voice_at(start), int(document.word_sentence[first])
            cues.append(Cue(self.frames[frame], start, end, voice, sentence, reason))
        return sorted(cues, key=lambda cue: (cue.start, cue.end, cue.frame))

    def _frames_of(self, forms: Sequence[str]) -> Mask:
        """Whether each form is a cue of each frame, shape `(forms, frames)`."""
        is_cue = np.zeros((len(forms), len(self.frames)), dtype=bool)
        for row, form in enumerate(forms):
            for _, entry in self._matcher.entries(form.lower()):
                is_cue[row, self._number[entry.category]] = True
            if ECONOMIC in self._generic and _MONEY.match(form):
                is_cue[row, self._generic[ECONOMIC]] = True
        return is_cue


def _cells(place: _Place) -> list[tuple[int, int]]:
    """Each word of a place with the frame's number."""
    first, last, frame, _ = place
    return [(word, frame) for word in range(first, last)]


def _added(places: Places, more: Sequence[_Place]) -> Places:
    numbers = np.array([each[:3] for each in more], dtype=np.int64).reshape(-1, 3).T
    first, last, frame = (np.append(known, new) for known, new in zip(places[:3], numbers, strict=True))
    return Places(first, last, frame, [*places.why, *(each[3] for each in more)], len(first))


def different(
    document: Document, first: Numbers, article: NDArray[Any], frame: Numbers, shape: tuple[int, int]
) -> NDArray[np.int64]:
    """How many different cues each article has of each frame; a word and its plural are one.

    The cues begin at the words `first`, in the articles `article` and of the frames `frame`; the counts have `shape`.
    """
    word = document.vocabulary.values(_CUE_WORD, document.word_id[first])
    cells = np.unique((article * shape[1] + frame) << 32 | word) >> 32
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


@cache
def shipped_cues() -> CueFinder:
    """The finder of the cues in the installed lexicons."""
    return CueFinder((load("policy-frames"), load("generic-frames")), shipped().frames)


def constructions(batch: Batch) -> Iterator[tuple[str, int, int, str]]:
    """The constructions in a batch: frame, first word, the word after the last, and the construction."""
    yield from _acts_and_ages(batch)
    for reading, at in zip(batch.readings, batch.first_word, strict=False):
        attributions = [each for each in reading.attributions if each.kind is not Kind.SCARE]
        for frame, spans, why in (
            *_reproaches(reading, attributions),
            *_answers(reading.document, attributions),
            *_private_persons(reading, attributions),
        ):
            first, last = _words_of(reading.document, spans)
            if first < last:
                yield frame, first + at, last + at, why


def _acts_and_ages(batch: Batch) -> Iterator[tuple[str, int, int, str]]:
    """Who must act, and persons' ages."""
    document = batch.document
    kind = document.word_column(_WORD_KIND)
    words = np.flatnonzero((kind == _MODAL) | (kind == _NUMBER))
    opening = np.array(batch.first_word)[batch.article_of(words)]
    words, opening = words[words > opening], opening[words > opening]
    before = np.maximum(words - 2, opening)
    alike = document.word_sentence[before] == document.word_sentence[words]
    acts = (kind[words] == _MODAL) & ((kind[before] == _POWER) | (kind[words - 1] == _POWER)) & alike
    for word in words[acts].tolist():
        yield RESPONSIBILITY, word - 1 if kind[word - 1] == _POWER else word - 2, word + 1, MUST_ACT
    for word in words[kind[words] == _NUMBER].tolist():
        if _is_age(document, word):
            yield HUMAN_INTEREST, word, word + 1, AGE


def _is_age(document: Document, word: int) -> bool:
    """Whether a number is somebody's age: "Ada Quill, 34, said", "a nurse aged 34"."""
    text, starts, ends = document.text, document.word_starts, document.word_ends
    before = text[starts[word - 1] : ends[word - 1]]
    if before.lower() in _AGED:
        return True
    apart = text[ends[word - 1] : starts[word]] == ", " and text[ends[word] : ends[word] + 1] in {",", "."}
    return apart and before[0].isupper() and document.word_sentence[word - 1] == document.word_sentence[word]


def _words_of(document: Document, spans: Sequence[tuple[int, int] | None]) -> tuple[int, int]:
    """The words of the first span that is no pronoun, without a leading article; `(0, 0)` if there is none."""
    for start, end in filter(None, spans):
        words = document.words_between(start, end)
        forms = [document.vocabulary.forms[number].lower() for number in document.word_id[words].tolist()]
        articles = sum(1 for _ in takewhile(_ARTICLES.__contains__, forms))
        if set(forms[articles:]) - word_set("personal-pronouns"):
            return words.start + articles, words.stop
    return 0, 0


#: The frame, the spans that may show it, best first, and the construction.
_Candidate = tuple[str, tuple[tuple[int, int] | None, ...], str]


def _reproaches(reading: Reading, attributions: list[Attribution]) -> Iterator[_Candidate]:
    """Attributions by a hostile verb that name another source or side."""
    others = [(source.name, source.side) for source in reading.sources if source.name[:1].isupper()]
    others += [(name, side.name) for side in reading.document.article.sides for name in side.members if name.strip()]
    for each in attributions:
        if each.cue_class in _HOSTILE and each.source and each.cue_span:
            speaker = each.source.lower()
            words = set(map(_bare, reading.document.clean[each.start : each.end].split()))
            if any(
                (last := _bare(name.split()[-1])) in words
                and last.lower() not in speaker
                and speaker not in name.lower()
                and (side is None or side != each.side)
                for name, side in others
            ):
                yield CONFLICT, (each.cue_span,), REPROACH


def _bare(word: str) -> str:
    """A word without surrounding punctuation and possessive ending."""
    return word.strip(_AROUND).removesuffix("'s").removesuffix("’s")


def _answers(document: Document, attributions: list[Attribution]) -> Iterator[_Candidate]:
    """Attributions of one side right after those of another."""
    sided = [each for each in attributions if each.side]
    for one, other in pairwise(sided):
        if one.side != other.side and document.sentence_at(other.start) - document.sentence_at(one.end) <= _NEAR:
            yield CONFLICT, (other.source_span, other.cue_span), ANSWER


def _private_persons(reading: Reading, attributions: list[Attribution]) -> Iterator[_Candidate]:
    """Quotations of persons who hold no office; paraphrases often speak of voters or customers at large."""
    citizens = {source.name for source in reading.sources if source.role == "citizen"}
    for attribution in attributions:
        if not citizens.isdisjoint(attribution.sources) and attribution.kind in _QUOTED:
            yield HUMAN_INTEREST, (attribution.source_span,), CITIZEN
