"""Cues of frames: terms of the lexicons, where they stand and in whose voice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from framing.attribution.reading import VOICES, Reading
from framing.lexicon import Matcher
from framing.measures.frames.words import LOWER, written_as_name
from framing.text.phrase import stands_together


@dataclass(slots=True)
class Tally:
    """The cues of one frame: how many in each voice, in the order of `VOICES`, and the sentences that hold them."""

    voices: list[int] = field(default_factory=lambda: [0] * len(VOICES))
    sentences: list[set[int]] = field(default_factory=lambda: [set() for _ in VOICES])

    def add(self, sentence: int, voice: int) -> None:
        """Count a cue."""
        self.voices[voice] += 1
        self.sentences[voice].add(sentence)

    @property
    def anywhere(self) -> set[int]:
        """The sentences with a cue in any voice."""
        return set().union(*self.sentences)


def tallies(reading: Reading, matcher: Matcher) -> dict[str, Tally]:
    """The cues of an article by frame; a single word that is written as a name is none."""
    document = reading.document
    named: list[bool] = written_as_name(document).tolist()
    sentence: list[int] = document.word_sentence.tolist()
    voice: list[int] = reading.word_voice.tolist()
    found: dict[str, Tally] = defaultdict(Tally)
    for first, last, _, entry in matcher.find(document.word_column(LOWER).tolist()):
        single = last - first == 1
        if (single and named[first]) or not (single or stands_together(document, first, last)):
            continue
        found[entry.category].add(sentence[first], voice[first])
    return found
