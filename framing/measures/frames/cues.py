"""Cues of frames: lexicon terms, and constructions that carry a generic frame.

The turns are items of Semetko and Valkenburg (2000): one side reproaches another, two sides speak, there is a human
face, somebody must act. They come from the attributions with their sources, roles, sides and report verbs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Reading, Voice
from framing.lexicon import Lexicon, Matcher, load
from framing.measures.frames.model import Mask, Rule, shipped, written_as_name
from framing.text.document import Document
from framing.text.spans import disjoint, stands_together
from framing.text.vocabulary import WordFeature
from framing.words import word_set

CONFLICT, HUMAN_INTEREST, RESPONSIBILITY = "Conflict", "Human_interest", "Responsibility"
ECONOMIC, MORALITY = "Economic_consequences", "Morality_message"
_TURNING = (CONFLICT, HUMAN_INTEREST, RESPONSIBILITY)
#: The score of a generic frame is its share of sentences with a steady cue (see `Places`). The bounds were set by
#: reading articles of the American press.
_GENERIC = Rule(present=2, sparse=2, sure=2, plain=0.16, absent=1, dense=0.05, bare=1)
GENERIC_RULES = {
    # most news has a conflict: two cues will do in a short text, and one is enough to doubt that there is none
    CONFLICT: _GENERIC._replace(present=0.2, sparse=0.2, plain=0.11, absent=-1),
    ECONOMIC: _GENERIC,
    HUMAN_INTEREST: _GENERIC._replace(plain=0.18),
    MORALITY: _GENERIC._replace(plain=0.15),
    # most news of politics has a cue of responsibility: only an article without any has not the frame
    RESPONSIBILITY: _GENERIC._replace(plain=0.11, absent=-1),
}

AMOUNT = "an amount of money"
REPROACH, ANSWER = "a reproach to another who speaks or is a side", "another side answers"
CITIZEN, AGE, MUST_ACT = "somebody who holds no office is quoted", "a person's age", "who must act"
_OF_WORDS = (AGE, MUST_ACT)
#: The note of a term that counts with a capital as well, since it names nobody: God, Congress.
CAPITAL_TOO = "also with a capital"

_MONEY = re.compile(r"(?:US|C|A)?[$€£¥]\d")
#: Report verbs of these classes make a reproach of what is said of another.
_HOSTILE = frozenset({"hostile", "threatening"})
_QUOTED = frozenset({Kind.DIRECT, Kind.MIXED})
#: Sentences within which an answer follows.
_NEAR = 2
_MODALS = frozenset({"must", "should", "ought", "needs"})
_AGED = frozenset({"aged", "age"})
_ARTICLES = frozenset({"the", "a", "an"})
#: Signs that may touch a word.
_AROUND = ".,;:!?()[]\"“”'‘’—–"
_MODAL, _POWER, _NUMBER = 1, 2, 3

Numbers = NDArray[np.int64]
#: First word, the word after the last, the frame's number, and the term or turn.
_Found = tuple[int, int, int, str | None]
#: The frame, the first word, the word after the last, and what the turn is.
_Turn = tuple[str, int, int, str]


def _part(form: str) -> int:
    if form in _MODALS:
        return _MODAL
    if form.isdigit() and len(form) < 3:
        return _NUMBER
    return _POWER if form.lower() in word_set("in-power") else 0


_LOW = WordFeature("lower case", str.lower, object)
_CUE_WORD = WordFeature("word of a cue", lambda form: zlib.crc32(form.lower().rstrip("s").encode()), np.int64)
_PART_PLAYED = WordFeature("modal, power or number", _part, np.int8)


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

    `why` is None for a term of one word. The first `steady` of them do not depend on attributions, so no exchange of
    names moves them.
    """

    first: Numbers
    last: Numbers
    frame: Numbers
    why: Sequence[str | None]
    steady: int


class CueFinder:
    """Finds the cues of the frames `first`, and of those that some lexicons list.

    Of terms of one frame that share a word, the longest counts, or else the first.
    """

    def __init__(self, lexicons: Sequence[Lexicon], first: Sequence[str] = ()) -> None:
        self.frames = tuple(dict.fromkeys([*first, *(frame for lexicon in lexicons for frame in lexicon.categories)]))
        self._number = {frame: index for index, frame in enumerate(self.frames)}
        # turns and amounts belong to the generic frame, not to a user's frame of the same name
        self._generic = {frame: index for frame, index in self._number.items() if frame not in first}
        self._matcher = Matcher(lexicons)
        self._feature = WordFeature("frames", self._frames_of, bool, width=len(self.frames))
        no_name = {entry.term for lexicon in lexicons for entry in lexicon.entries if entry.note == CAPITAL_TOO}
        self._no_name = WordFeature("no name with a capital", lambda form: form.lower() in no_name, bool)

    def find(self, batch: Batch, named: Mask | None = None) -> Places:
        """Every cue in a batch; a single word that is `named`, written as a name, is none."""
        terms = self.terms(batch.document, named)
        turning = np.isin(terms.frame, [self._generic.get(name, -1) for name in _TURNING])
        taken = {
            (word, frame)
            for first, last, frame in zip(*(each[turning].tolist() for each in terms[:3]), strict=True)
            for word in range(first, last)
        }
        turned: list[_Found] = []
        for name, first, last, why in turns(batch):
            words = {(word, self._generic.get(name)) for word in range(first, last)}
            if name in self._generic and taken.isdisjoint(words):
                taken |= words
                turned.append((first, last, self._generic[name], why))
        turned.sort(key=lambda each: each[3] not in _OF_WORDS)
        steady = len(terms.why) + sum(why in _OF_WORDS for *_, why in turned)
        return _with(terms, turned)._replace(steady=steady)

    def terms(self, document: Document, named: Mask | None = None) -> Places:
        """The terms of the lexicons in a document."""
        plain = ~(written_as_name(document) if named is None else named)
        plain |= document.word_column(self._no_name)
        single, frame = np.nonzero(document.word_column(self._feature) & plain[:, np.newaxis])
        longest_first = sorted(self._phrases(document, plain), key=lambda each: (each[0] - each[1], each[0]))
        phrases = disjoint(longest_first, lambda each: [(word, each[2]) for word in range(each[0], each[1])])
        within = [word * len(self.frames) + frame for start, end, frame, _ in phrases for word in range(start, end)]
        alone = ~np.isin(single * len(self.frames) + frame, within)
        first = single[alone]
        return _with(Places(first, first + 1, frame[alone], [None] * len(first), 0), phrases)

    def _phrases(self, document: Document, plain: Mask) -> list[_Found]:
        """The terms of several words, and the words that stems begin."""
        return [
            (first, last, self._number[entry.category], " ".join(entry.term.split()) if last - first > 1 else None)
            for first, last, _, entry in self._matcher.find(document.word_column(_LOW).tolist(), ())
            if (stands_together(document, first, last) if last - first > 1 else plain[first])
        ]

    def cues(self, reading: Reading) -> list[Cue]:
        """The cues of an article with their place in its text, in text order."""
        document, places, cues = reading.document, self.find(Batch.of(reading)), []
        for first, last, frame, why in zip(*(each.tolist() for each in places[:3]), places.why, strict=True):
            start, end = int(document.word_start[first]), int(document.word_end[last - 1])
            form = document.vocabulary.forms[document.word_id[first]]
            reason = why or (AMOUNT if _MONEY.match(form) else form.lower())
            voice, sentence = reading.voice_at(start), int(document.word_sentence[first])
            cues.append(Cue(self.frames[frame], start, end, voice, sentence, reason))
        return sorted(cues, key=lambda cue: (cue.start, cue.end, cue.frame))

    def _frames_of(self, form: str) -> list[bool]:
        """Whether the form is a cue of each frame."""
        frames = {self._number[entry.category] for _, entry in self._matcher.entries(form.lower())}
        if _MONEY.match(form):
            frames.add(self._generic.get(ECONOMIC, -1))
        return [number in frames for number in range(len(self.frames))]


def _with(places: Places, more: Sequence[_Found]) -> Places:
    numbers = np.array([each[:3] for each in more], dtype=np.int64).reshape(-1, 3).T
    first, last, frame = (np.append(known, new) for known, new in zip(places[:3], numbers, strict=True))
    return Places(first, last, frame, [*places.why, *(each[3] for each in more)], len(first))


def different(
    document: Document, first: Numbers, article: NDArray[Any], frame: Numbers, shape: tuple[int, int]
) -> NDArray[np.int64]:
    """How many different cues each article has of each frame: the same word again, or its plural, is no other cue.

    The cues begin at the words `first`, in these articles and of these frames; the counts have the shape.
    """
    word = document.vocabulary.values(_CUE_WORD, document.word_id[first])
    cells = np.unique((article * shape[1] + frame) << 32 | word) >> 32
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


@cache
def shipped_cues() -> CueFinder:
    """The finder of the cues that the installed lexicons list."""
    return CueFinder((load("policy-frames"), load("generic-frames")), shipped().frames)


def turns(batch: Batch) -> Iterator[_Turn]:
    """The turns of the articles of a batch."""
    yield from _turns_of_words(batch)
    for number, reading in enumerate(batch.readings):
        attributions = [each for each in reading.attributions if each.kind is not Kind.SCARE]
        at, after = batch.first_word[number : number + 2]
        for frame, spans, why in (
            *_reproaches(reading, attributions),
            *_answers(reading.document, attributions),
            *_faces(reading, attributions),
        ):
            first, last = _words_of(reading.document, spans)
            if first < last and last + at <= after:
                yield frame, first + at, last + at, why


def _turns_of_words(batch: Batch) -> Iterator[_Turn]:
    document = batch.document
    played = document.word_column(_PART_PLAYED)
    words = np.flatnonzero(played & 1)  # modals and numbers
    opening = np.array(batch.first_word)[batch.article_of(words)]
    words, opening = words[words > opening], opening[words > opening]
    before = np.maximum(words - 2, opening)
    alike = document.word_sentence[before] == document.word_sentence[words]
    acts = (played[words] == _MODAL) & ((played[before] == _POWER) | (played[words - 1] == _POWER)) & alike
    for word in words[acts].tolist():
        yield RESPONSIBILITY, word - 1 if played[word - 1] == _POWER else word - 2, word + 1, MUST_ACT
    for word in words[played[words] == _NUMBER].tolist():
        if _is_age(document, document.text, word):
            yield HUMAN_INTEREST, word, word + 1, AGE


def _is_age(document: Document, text: str, word: int) -> bool:
    """Whether a number is somebody's age: "Ada Quill, 34, said", "a nurse aged 34"."""
    form = text[document.word_start[word - 1] : document.word_end[word - 1]]
    if form.lower() in _AGED:
        return True
    start, end = document.word_start[word], document.word_end[word]
    apart = text[document.word_end[word - 1] : start] == ", " and text[end : end + 1] in {",", "."}
    return apart and form[0].isupper() and document.word_sentence[word - 1] == document.word_sentence[word]


def _words_of(document: Document, spans: Sequence[tuple[int, int] | None]) -> tuple[int, int]:
    """The words of the first span that says something, without an article before them; none if each is a pronoun."""
    for start, end in filter(None, spans):
        words = document.words_between(start, end)
        forms = [document.vocabulary.forms[number].lower() for number in document.word_id[words].tolist()]
        articles = sum(1 for _ in takewhile(_ARTICLES.__contains__, forms))
        if set(forms[articles:]) - word_set("personal-pronouns"):
            return words.start + articles, words.stop
    return 0, 0


#: The frame, the ranges of text that may carry it, best first, and what the turn is.
_Marked = tuple[str, tuple[tuple[int, int] | None, ...], str]


def _reproaches(reading: Reading, attributions: list[Attribution]) -> Iterator[_Marked]:
    """Attributions by a hostile verb that name another source or side."""
    hostile = [each for each in attributions if each.cue_class in _HOSTILE and each.source and each.cue_span]
    others = _others(reading) if hostile else {}
    for attribution in hostile:
        if _names_another(reading.document.clean, attribution, others):
            yield CONFLICT, (attribution.cue_span,), REPROACH


def _others(reading: Reading) -> Mapping[str, list[tuple[str, str | None]]]:
    """Who may be reproached, by the last word of the name: the name in lower case, and the side."""
    named = [(source.name, source.side) for source in reading.sources if source.name[:1].isupper()]
    named += [(member, side.name) for side in reading.document.article.sides for member in side.members]
    others: dict[str, list[tuple[str, str | None]]] = {}
    for name, side in named:
        if name.strip():
            others.setdefault(_bare(name.split()[-1]), []).append((name.lower(), side))
    return others


def _bare(word: str) -> str:
    """A word without the marks around it and without its possessive ending."""
    return word.strip(_AROUND).removesuffix("'s").removesuffix("’s")


def _names_another(text: str, said: Attribution, others: Mapping[str, list[tuple[str, str | None]]]) -> bool:
    source = (said.source or "").lower()
    return any(
        source not in name and (side is None or side != said.side)
        for last in set(map(_bare, text[said.start : said.end].split()))
        if last.lower() not in source
        for name, side in others.get(last, ())
    )


def _answers(document: Document, attributions: list[Attribution]) -> Iterator[_Marked]:
    """Attributions of one side right after those of another."""
    sided = [each for each in attributions if each.side]
    for one, other in pairwise(sided):
        if one.side != other.side and document.sentence_at(other.start) - document.sentence_at(one.end) <= _NEAR:
            yield CONFLICT, (other.source_span, other.cue_span), ANSWER


def _faces(reading: Reading, attributions: list[Attribution]) -> Iterator[_Marked]:
    """Words quoted from persons who hold no office; what is reported of voters or customers has no one face."""
    citizens = {source.name for source in reading.sources if source.role == "citizen"}
    for attribution in attributions:
        if not citizens.isdisjoint(attribution.sources) and attribution.kind in _QUOTED:
            yield HUMAN_INTEREST, (attribution.source_span,), CITIZEN
