"""A reading: a document with its attributions and sources, and so the voice of every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.text.document import Document
from framing.text.marks import Quotation

Span = tuple[int, int]


class Voice(StrEnum):
    """Whose words: the outlet's own, words between quotation marks, or words that paraphrase a source."""

    OWN = "own"
    QUOTED = "quoted"
    REPORTED = "reported"


#: The order of the codes in `Reading.word_voice`.
VOICES: tuple[Voice, ...] = (Voice.OWN, Voice.QUOTED, Voice.REPORTED)
CODE_OF_VOICE: Mapping[Voice, int] = {voice: code for code, voice in enumerate(VOICES)}


class Kind(StrEnum):
    """The kind of an attribution; `SCARE` is an unattributed term in quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    SCARE = "scare"


#: Minimum confidence of a sure attribution: nine of ten are accepted in held-out articles.
SURE = 0.72
#: The class of cues of support or opposition, which are not speech and never sure.
STANCE = "stance"
#: Between the names of several who speak at once.
JOINT = "; "


class Attribution(NamedTuple):
    """One quotation or report: its content (in one or more parts), its source and its cue.

    `source` is the name the source goes by in this article, None if unnamed; `source_span` and `cue_span`
    locate source and cue. `cue_class` comes from the `report-verbs` lexicon; `side` from the event.
    `confidence` (0–1) is the probability that a careful reader accepts the whole attribution; 0 for a scare quote.
    """

    parts: tuple[Span, ...]
    kind: Kind
    source: str | None = None
    source_span: Span | None = None
    cue_span: Span | None = None
    cue_class: str | None = None
    side: str | None = None
    confidence: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether reports count the attribution: it is speech, its source is named, and it is likely right."""
        return self.cue_class != STANCE and self.source is not None and self.confidence >= SURE

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of all sources; none if unnamed."""
        return tuple(self.source.split(JOINT)) if self.source else ()

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1][1]


class Source(NamedTuple):
    """Somebody or something that speaks in an article, under one name, with the words that name it.

    `type` is person, body, group, document or unnamed.
    """

    name: str
    role: str | None = None
    side: str | None = None
    mentions: tuple[Span, ...] = ()
    type: str = "unnamed"


class Stretch(NamedTuple):
    """A run of characters in one voice other than the outlet's own; `attribution` indexes `Reading.attributions`."""

    start: int
    end: int
    voice: Voice
    attribution: int | None


@dataclass(frozen=True)
class Reading:
    """A document, its attributions (by start) and sources (by first mention), and the voice of each character.

    `stretches` are disjoint and sorted; what lies between them is the outlet's own voice.
    """

    document: Document
    attributions: tuple[Attribution, ...]
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.start for stretch in self.stretches]

    def stretch_at(self, offset: int) -> Stretch | None:
        """The stretch that `offset` lies in, None where the outlet speaks for itself."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.stretches[index].end:
            return None
        return self.stretches[index]

    def voice_at(self, offset: int) -> Voice:
        """Whose words the character at `offset` belongs to."""
        stretch = self.stretch_at(offset)
        return stretch.voice if stretch else Voice.OWN

    def speaker_at(self, offset: int) -> str | None:
        """The name of the source whose words stand at `offset`, None in the outlet's own voice or if unnamed."""
        stretch = self.stretch_at(offset)
        if stretch is None or stretch.attribution is None:
            return None
        return self.attributions[stretch.attribution].source

    @cached_property
    def word_voice(self) -> NDArray[np.int8]:
        """The voice of each word as an index into `VOICES`, shape `(words,)`."""
        return word_voices(
            self.document, [(each.start, each.end, CODE_OF_VOICE[each.voice]) for each in self.stretches]
        )


def word_voices(document: Document, stretches: Sequence[tuple[int, int, int]]) -> NDArray[np.int8]:
    """The code of each word: that of the stretch, by start, end and code, in which it begins, else 0."""
    starts, ends, codes = np.array(stretches, dtype=np.int32).reshape(-1, 3).T
    bounds = np.stack(document.word_bounds(starts, ends), axis=1).ravel()
    voices = np.zeros(len(bounds) + 1, dtype=np.int8)
    voices[1::2] = codes
    return np.repeat(voices, np.diff(bounds, prepend=0, append=len(document.word_start)))


def stretches_of(attributions: Sequence[Attribution], quotations: Sequence[Quotation]) -> tuple[Stretch, ...]:
    """The disjoint stretches in a voice other than the outlet's own, in text order.

    Marks make words quoted, also where no source is named; a content outside them is paraphrased. Where contents
    overlap, the narrowest decides whose words they are.
    """
    marked = [(quotation.start, quotation.end) for quotation in quotations if quotation.level == 0]
    contents = [(start, end, number) for number, each in enumerate(attributions) for start, end in each.parts]
    contents.sort(key=lambda content: (content[1] - content[0], content[0], content[2]), reverse=True)
    edges = sorted({edge for start, end, *_ in (*marked, *contents) for edge in (start, end)})
    index = {edge: number for number, edge in enumerate(edges)}
    # between an edge and the next
    voices: list[Voice] = [Voice.OWN] * len(edges)
    owners: list[int | None] = [None] * len(edges)
    for start, end, number in contents:
        voice = Voice.QUOTED if attributions[number].kind is Kind.SCARE else Voice.REPORTED
        for cell in range(index[start], index[end]):
            voices[cell], owners[cell] = voice, number
    for start, end in marked:
        for cell in range(index[start], index[end]):
            voices[cell] = Voice.QUOTED
    stretches, at = [], 0
    for (voice, owner), alike in groupby(zip(voices, owners, strict=True)):
        begin, at = at, at + len(list(alike))
        if voice is not Voice.OWN:
            stretches.append(Stretch(edges[begin], edges[at], voice, owner))
    return tuple(stretches)
