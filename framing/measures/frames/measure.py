"""The measure: for each frame its cues, where they stand and in whose voice, and an estimate whether it is present."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import VOICES, Reading, Voice
from framing.lexicon import Lexicon, Matcher, load
from framing.measures.frames.cues import Tally, tallies
from framing.measures.frames.model import FrameModel, shipped
from framing.measures.measure import Figure, Findings

#: With fewer words whether a frame is present cannot be told: the model has learnt from whole articles.
FEWEST_WORDS = 50
#: Sentences of the body that count as its lead.
LEAD_SENTENCES = 3

_FRAMES = (
    "frame",
    "kind",
    "cues",
    "cues_own",
    "cues_quoted",
    "cues_reported",
    "sentences_share",
    "first",
    "score",
    "present",
    "score_own",
    "present_own",
    "score_quoted",
    "present_quoted",
)
_CODEBOOK = "Boydstun, Card, Gross, Resnik and Smith 2014; see docs/measures/frames"
_FIGURES = (
    Figure("frames_present", "policy frames", "more is more frames estimated present", _CODEBOOK),
    Figure("frame_cues", "cues", "more is more terms of the frame lexicons", "count; see docs/measures/frames"),
)
_NAN = float("nan")
_NO_CUES = Tally()
#: The voices that are judged apart.
_JUDGED = (Voice.OWN, Voice.QUOTED)


@dataclass(frozen=True)
class Frames:
    """Frames as cues that can be checked, and `present` as an estimate whose precision and recall are measured.

    `policy` lists cues of the frames that `model` knows, `generic` those of frames for which there is no labelled
    data: their score is the share of sentences with a cue, and whether one is present cannot be told.
    """

    policy: Lexicon = field(default_factory=lambda: load("policy-frames"), repr=False)
    generic: Lexicon = field(default_factory=lambda: load("generic-frames"), repr=False)
    model: FrameModel = field(default_factory=shipped, repr=False)
    name: str = "frames"
    figures: tuple[Figure, ...] = _FIGURES
    sentence_columns: tuple[str, ...] = ("frames",)
    _matcher: Matcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_matcher", Matcher([self.policy, self.generic]))

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """`frames`, a row for each frame."""
        return {"frames": _FRAMES}

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""
        sentences = len(reading.document.sentence_start)
        if not len(reading.document.word_start):
            return Findings(dict.fromkeys((figure.name for figure in _FIGURES), _NAN), {}, {"frames": [""] * sentences})
        found = tallies(reading, self._matcher)
        named: list[list[str]] = [[] for _ in range(sentences)]
        for frame in sorted(found):
            for sentence in found[frame].anywhere:
                named[sentence].append(frame)
        policy = list(self._policy_rows(reading, found))
        told = [row[_FRAMES.index("present")] for row in policy]
        present = _NAN if all(yes is None for yes in told) else float(sum(yes is True for yes in told))
        cues = sum(sum(tally.voices) for tally in found.values())
        rows = policy + list(self._generic_rows(reading, found))
        summary = {"frames_present": present, "frame_cues": float(cues)}
        return Findings(summary, {"frames": rows}, {"frames": [";".join(frames) for frames in named]})

    def _policy_rows(self, reading: Reading, found: Mapping[str, Tally]) -> Iterator[tuple[Any, ...]]:
        parts = np.ones((1 + len(_JUDGED), len(reading.word_voice)), dtype=bool)
        parts[1:] = [reading.word_voice == VOICES.index(voice) for voice in _JUDGED]
        scores = self.model.scores(self.model.words.rows(reading.document), parts)
        judged = []
        for words, score in zip(parts.sum(axis=1).tolist(), scores, strict=True):
            present = self.model.present(score) if words >= FEWEST_WORDS else [None] * len(score)
            judged.append(zip(score.tolist(), present, strict=True))
        for frame, *pairs in zip(self.model.frames, *judged, strict=True):
            yield (frame, "policy", *_counts(reading, found.get(frame)), *(value for pair in pairs for value in pair))

    def _generic_rows(self, reading: Reading, found: Mapping[str, Tally]) -> Iterator[tuple[Any, ...]]:
        document = reading.document
        sizes = [len(np.unique(document.word_sentence[reading.word_voice == VOICES.index(voice)])) for voice in _JUDGED]
        for frame in self.generic.categories:
            tally = found.get(frame, _NO_CUES)
            with_cue = [len(tally.sentences[VOICES.index(voice)]) for voice in _JUDGED]
            shares = [with_one / size if size else _NAN for with_one, size in zip(with_cue, sizes, strict=True)]
            counts = _counts(reading, tally)
            score = counts[_FRAMES.index("sentences_share") - 2]
            yield (frame, "generic", *counts, score, None, *(value for share in shares for value in (share, None)))


def _counts(reading: Reading, tally: Tally | None) -> tuple[Any, ...]:
    if tally is None or not any(tally.voices):
        return (0, *(0 for _ in VOICES), 0.0, None)
    sentences = tally.anywhere
    share = len(sentences) / len(reading.document.sentence_start)
    return (sum(tally.voices), *tally.voices, share, _place(reading, min(sentences)))


def _place(reading: Reading, sentence: int) -> str:
    sections = reading.document.sentence_section
    if MEASURED[sections[sentence]] is Section.HEADLINE:
        return "headline"
    body = int(np.count_nonzero(sections[:sentence] == MEASURED.index(Section.BODY)))
    return "lead" if body < LEAD_SENTENCES else "later"
