"""Cues of frames: terms of the lexicons, where they stand and in whose voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framing.attribution.reading import VOICES, Reading, Voice
from framing.lexicon import Matcher
from framing.measures.frames.words import LOWER, written_as_name
from framing.text.phrase import stands_together


@dataclass(frozen=True, slots=True)
class Cue:
    """A term found: its frame, lexicon and sentence, and whose words it is."""

    lexicon: str
    frame: str
    sentence: int
    voice: Voice


def cues_of(reading: Reading, matcher: Matcher) -> Iterator[Cue]:
    """The cues of an article in text order; a single word that is written as a name is none."""
    document = reading.document
    named: list[bool] = written_as_name(document).tolist()
    sentence: list[int] = document.word_sentence.tolist()
    voice: list[int] = reading.word_voice.tolist()
    for first, last, lexicon, entry in matcher.find(document.word_column(LOWER).tolist()):
        single = last - first == 1
        if (single and named[first]) or not (single or stands_together(document, first, last)):
            continue
        yield Cue(lexicon.name, entry.category, sentence[first], VOICES[voice[first]])
