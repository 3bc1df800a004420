"""The measure: for each frame its cues, where they stand and in whose voice, and an estimate whether it is present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import VOICES, Reading, Voice
from framing.lexicon import Lexicon, Matcher, load
from framing.measures.frames.cues import Cue, cues_of
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


@dataclass(frozen=True)
class Estimate:
    """Score and presence of each frame in some of an article's words."""

    scores: list[float]
    present: list[bool | None]


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
        found = list(cues_of(reading, self._matcher))
        cues: dict[str, list[Cue]] = {}
        named: list[set[str]] = [set() for _ in range(sentences)]
        for cue in found:
            cues.setdefault(cue.frame, []).append(cue)
            named[cue.sentence].add(cue.frame)
        policy = self._policy_rows(reading, cues)
        generic = [self._generic_row(reading, frame, cues) for frame in self.generic.categories]
        told = [row[_FRAMES.index("present")] for row in policy]
        present = _NAN if all(yes is None for yes in told) else float(sum(yes is True for yes in told))
        summary = {"frames_present": present, "frame_cues": float(len(found))}
        return Findings(summary, {"frames": policy + generic}, {"frames": [";".join(sorted(n)) for n in named]})

    def _policy_rows(self, reading: Reading, cues: Mapping[str, Sequence[Cue]]) -> list[tuple[Any, ...]]:
        whole, own, quoted = (self._estimate(reading, voice) for voice in (None, Voice.OWN, Voice.QUOTED))
        rows = []
        for number, frame in enumerate(self.model.frames):
            judged = (value for part in (whole, own, quoted) for value in (part.scores[number], part.present[number]))
            rows.append((frame, "policy", *_counts(reading, cues.get(frame, ())), *judged))
        return rows

    def _estimate(self, reading: Reading, voice: Voice | None) -> Estimate:
        rows = self.model.words.rows(reading.document)
        if voice is not None:
            rows = rows[reading.word_voice == VOICES.index(voice)]
        scores = self.model.scores(rows)
        enough = len(rows) >= FEWEST_WORDS
        return Estimate(scores.tolist(), self.model.present(scores) if enough else [None] * len(scores))

    @staticmethod
    def _generic_row(reading: Reading, frame: str, cues: Mapping[str, Sequence[Cue]]) -> tuple[Any, ...]:
        own = cues.get(frame, ())
        return (
            frame,
            "generic",
            *_counts(reading, own),
            _share(own, len(reading.document.sentence_start)),
            None,
            _share([cue for cue in own if cue.voice is Voice.OWN], _sentences_with(reading, Voice.OWN)),
            None,
            _share([cue for cue in own if cue.voice is Voice.QUOTED], _sentences_with(reading, Voice.QUOTED)),
            None,
        )


def _counts(reading: Reading, cues: Sequence[Cue]) -> tuple[Any, ...]:
    voices = [cue.voice for cue in cues]
    return (
        len(cues),
        *(voices.count(voice) for voice in VOICES),
        _share(cues, len(reading.document.sentence_start)),
        _first(reading, cues),
    )


def _share(cues: Sequence[Cue], sentences: int) -> float:
    return len({cue.sentence for cue in cues}) / sentences if sentences else _NAN


def _sentences_with(reading: Reading, voice: Voice) -> int:
    words = reading.word_voice == VOICES.index(voice)
    return len(np.unique(reading.document.word_sentence[words]))


def _first(reading: Reading, cues: Sequence[Cue]) -> str | None:
    if not cues:
        return None
    sections = reading.document.sentence_section
    first = cues[0].sentence
    if MEASURED[sections[first]] is Section.HEADLINE:
        return "headline"
    body = int(np.count_nonzero(sections[:first] == MEASURED.index(Section.BODY)))
    return "lead" if body < LEAD_SENTENCES else "later"
