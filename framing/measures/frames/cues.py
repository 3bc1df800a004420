"""Cues of frames: terms of the lexicons, and turns of the story that the reading of its voices shows.

What a form is a cue of is worked out once; a phrase is tried where its first two words stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Reading, Voice
from framing.lexicon import Lexicon, load
from framing.measures.frames.model import shipped
from framing.measures.frames.structure import CONFLICT, ECONOMIC, HUMAN_INTEREST, RESPONSIBILITY, turns
from framing.measures.frames.words import Mask, written_as_name
from framing.text.document import Document
from framing.text.spans import disjoint, stands_together
from framing.text.vocabulary import WordFeature

AMOUNT = "an amount of money"
_MONEY = re.compile(r"(?:US|C|A)?[$€£¥]\d")
#: More than there are words in phrases.
_MANY = 1 << 20
_PART = re.compile(r"[^\s,;:!?()“”\"]+")

Numbers = NDArray[np.int64]
#: First word, the word after the last, the frame's number, and the term or turn.
_Found = tuple[int, int, int, str | None]


class Cue(NamedTuple):
    """A cue of a frame: words `[start, end)` of the text, whose they are, and the term or turn that makes them one."""

    frame: str
    start: int
    end: int
    voice: Voice
    sentence: int
    why: str


class Places(NamedTuple):
    """The cues of a document: first word and the word after the last, the frame's number, and the term or turn."""

    first: Numbers
    last: Numbers
    frame: Numbers
    why: Sequence[str | None]


class CueFinder:
    """Finds the cues of the frames `first`, and of those that some lexicons list.

    Of terms of one frame that share a word, the longest counts, or else the first.
    """

    def __init__(self, lexicons: Sequence[Lexicon], first: Sequence[str] = ()) -> None:
        listed = [frame for lexicon in lexicons for frame in lexicon.categories]
        self.frames = tuple(dict.fromkeys([*first, *listed]))
        number = {frame: index for index, frame in enumerate(self.frames)}
        # the turns and amounts of a generic frame are none of another that goes by its name
        generic = {frame: index for frame, index in number.items() if frame not in first}
        self._turning = {
            frame: generic[frame] for frame in (CONFLICT, HUMAN_INTEREST, RESPONSIBILITY) if frame in generic
        }
        self._money = generic.get(ECONOMIC)
        self._single: dict[str, set[int]] = defaultdict(set)
        self._stems: list[tuple[str, int]] = []
        self._phrases: dict[int, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._in_phrases: dict[str, int] = {}
        for lexicon in lexicons:
            for entry in lexicon.entries:
                self._add(tuple(_PART.findall(entry.term.removesuffix("*"))), number[entry.category], entry.term[-1:])
        self._sets: dict[tuple[int, ...], int] = {(): 0}
        self._table = np.zeros((1, len(self.frames)), dtype=bool)
        self._pairs = np.array(sorted(self._phrases), dtype=np.int64)
        self._feature = WordFeature("frames and phrases", self._known, np.int32, width=2)

    def _add(self, words: tuple[str, ...], frame: int, ends: str) -> None:
        if len(words) > 1:
            one, two = (self._in_phrases.setdefault(word, len(self._in_phrases) + 1) for word in words[:2])
            self._phrases[one * _MANY + two].append((words, frame))
        elif words and ends == "*":
            self._stems.append((words[0], frame))
        elif words:
            self._single[words[0]].add(frame)

    def find(self, batch: Batch, named: Mask | None = None) -> Places:
        """Every cue in a batch; a single word that is `named`, written as a name, is none."""
        document = batch.document
        known = document.word_column(self._feature)
        plain = ~(written_as_name(document) if named is None else named)
        single = np.flatnonzero((known[:, 0] > 0) & plain)
        at, frame = np.nonzero(self._table[known[single, 0]])
        first = single[at]
        clashes = first[frame == self._turning[CONFLICT]] if CONFLICT in self._turning else first[:0]
        more = _longest(self._phrases_at(document, known[:, 1]))
        within = {(word, number) for start, end, number, _ in more for word in range(start, end)}
        alone = ~np.isin(first * len(self.frames) + frame, [word * len(self.frames) + n for word, n in within])
        first, frame = first[alone], frame[alone]
        places = Places(first, first + 1, frame, [None] * len(first))
        turning = np.isin(frame, list(self._turning.values()))
        taken = within | set(zip(first[turning].tolist(), frame[turning].tolist(), strict=True))
        for name, word, why in turns(batch, clashes):
            if name in self._turning and (word, self._turning[name]) not in taken:
                taken.add((word, self._turning[name]))
                more.append((word, word + 1, self._turning[name], why))
        if not more:
            return places
        firsts, lasts, frames, whys = zip(*more, strict=True)
        return Places(
            np.append(first, firsts), np.append(first + 1, lasts), np.append(frame, frames), [*places.why, *whys]
        )

    def cues(self, reading: Reading) -> list[Cue]:
        """The cues of an article with their place in its text, in text order."""
        document = reading.document
        found = self.find(Batch.of(reading))
        cues = []
        for first, last, frame, why in zip(*(each.tolist() for each in found[:3]), found.why, strict=True):
            start, end = int(document.word_start[first]), int(document.word_end[last - 1])
            told = why or self._term(document.vocabulary.forms[document.word_id[first]])
            voice, sentence = reading.voice_at(start), int(document.word_sentence[first])
            cues.append(Cue(self.frames[frame], start, end, voice, sentence, told))
        return sorted(cues, key=lambda cue: (cue.start, cue.end, cue.frame))

    def _term(self, form: str) -> str:
        return AMOUNT if _MONEY.match(form) else form.lower()

    def _known(self, form: str) -> tuple[int, int]:
        """The number of the set of frames that a form is a cue of, and that of the phrases looked for by it."""
        lower = form.lower()
        frames = self._single.get(lower, set()) | {frame for stem, frame in self._stems if lower.startswith(stem)}
        if self._money is not None and _MONEY.match(form):
            frames = frames | {self._money}
        key = tuple(sorted(frames))
        if key not in self._sets:
            self._sets[key] = len(self._sets)
            row = np.isin(np.arange(len(self.frames)), key)
            self._table = np.vstack([self._table, row])
        return self._sets[key], self._in_phrases.get(lower, 0)

    def _phrases_at(self, document: Document, part: NDArray[np.int32]) -> list[_Found]:
        found: list[_Found] = []
        forms, ids = document.vocabulary.forms, document.word_id
        at = np.flatnonzero((part[:-1] > 0) & (part[1:] > 0))
        pairs = part[at].astype(np.int64) * _MANY + part[at + 1]
        # Many words begin some phrase or go on with it, few pairs of them do.
        known = np.append(self._pairs, -1)[self._pairs.searchsorted(pairs)] == pairs
        for first, pair in zip(at[known].tolist(), pairs[known].tolist(), strict=True):
            for words, frame in self._phrases[pair]:
                last = first + len(words)
                rest = ids[first + 2 : last].tolist() if len(words) > 2 else []
                if tuple(forms[n].lower() for n in rest) == words[2:] and stands_together(document, first, last):
                    found.append((first, last, frame, " ".join(words)))
        return found


def _longest(phrases: list[_Found]) -> list[_Found]:
    """Of phrases of one frame that share a word the longest, or else the first."""
    longest_first = sorted(phrases, key=lambda each: (each[0] - each[1], each[0]))
    return disjoint(longest_first, lambda each: [(word, each[2]) for word in range(each[0], each[1])])


@cache
def shipped_cues() -> CueFinder:
    """The finder of the cues that the installed lexicons list."""
    return CueFinder((load("policy-frames"), load("generic-frames")), shipped().frames)
