"""The measure: for each frame its cues, where they stand and in whose voice, and an estimate whether it is present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.measures.frames.cues import Cue, CueFinder, shipped_cues
from framing.measures.frames.model import FrameModel, shipped
from framing.measures.frames.words import Mask, written_as_name
from framing.measures.measure import Figure, Findings
from framing.text.document import Document

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
    Figure("frame_cues", "cues", "more is more cues of frames", "count; see docs/measures/frames"),
)
_NAN = float("nan")
#: The voices that are judged apart.
_JUDGED = tuple(VOICES.index(voice) for voice in (Voice.OWN, Voice.QUOTED))
_PLACES = ("headline", "lead", "later")
_HEADLINE, _BODY = MEASURED.index(Section.HEADLINE), MEASURED.index(Section.BODY)


class Counts(NamedTuple):
    """Cues of an article: by voice and frame, sentences with one by voice and frame, and which sentences hold any.

    Shapes `(voices, frames)`, `(voices, frames)` and `(sentences, frames)`.
    """

    cues: NDArray[np.int64]
    with_cue: NDArray[np.int64]
    held: NDArray[np.bool_]


@dataclass(frozen=True)
class Frames:
    """Frames as cues that can be checked, and `present` as an estimate whose precision and recall are measured.

    `finder` knows the cues of the frames that `model` judges, in its order and of this `kind`, and then those of the
    generic ones, for which there is no labelled data: their score is the share of sentences with a cue, and whether
    one is present cannot be told.
    """

    finder: CueFinder = field(default_factory=shipped_cues, repr=False)
    model: FrameModel = field(default_factory=shipped, repr=False)
    kind: str = "policy"
    name: str = "frames"
    figures: tuple[Figure, ...] = _FIGURES
    sentence_columns: tuple[str, ...] = ("frames",)

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """`frames`, a row for each frame."""
        return {"frames": _FRAMES}

    def cues(self, reading: Reading) -> list[Cue]:
        """Every cue that is counted, with its place in the text and what makes it one, in text order."""
        return self.finder.cues(reading)

    def many(self, batch: Batch) -> list[Findings]:
        """Measure each article of a batch."""
        return [self(reading) for reading in batch.readings]

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""
        document = reading.document
        sentences = len(document.sentence_start)
        if not len(document.word_start):
            return Findings(dict.fromkeys((figure.name for figure in _FIGURES), _NAN), {}, {"frames": [""] * sentences})
        named = written_as_name(document)
        counts = self._counts(reading, named)
        scores = self._scores(reading, named)
        told = scores[1]
        present = _NAN if None in told and set(told) == {None} else float(told.count(True))
        summary = {"frames_present": present, "frame_cues": float(counts.cues.sum())}
        rows = self._rows(reading, counts, scores)
        return Findings(summary, {"frames": rows}, {"frames": self._named(counts.held)})

    def _counts(self, reading: Reading, named: Mask) -> Counts:
        sentences, frames = len(reading.document.sentence_start), len(self.finder.frames)
        found = self.finder.find(reading, named)
        sentence, voice = reading.document.word_sentence[found.first], reading.word_voice[found.first]
        cell = (sentence.astype(np.int64) * len(VOICES) + voice) * frames + found.frame
        size = sentences * len(VOICES) * frames
        cues = np.bincount(cell, minlength=size).reshape(sentences, len(VOICES), frames)
        held = cues > 0
        return Counts(cues.sum(axis=0), held.sum(axis=0), np.asarray(held.any(axis=1)))

    def _scores(self, reading: Reading, named: Mask) -> list[list[Any]]:
        """Score and presence of the model's frames in the article and then in each voice judged apart, six lists."""
        voice = reading.word_voice
        scores = self.model.scores_by_voice(self.model.words.rows(reading.document, named), voice)
        spoken = np.bincount(voice, minlength=len(VOICES)).tolist()
        columns: list[list[Any]] = []
        for words, score in ((len(voice), scores[0]), *((spoken[v], scores[v + 1]) for v in _JUDGED)):
            enough = words >= self.model.fewest_words
            columns += [score.tolist(), self.model.present(score) if enough else [None] * len(score)]
        return columns

    def _rows(self, reading: Reading, counts: Counts, judged: list[list[Any]]) -> list[tuple[Any, ...]]:
        frames, known = self.finder.frames, len(self.model.frames)
        where = _places(reading.document)
        total = counts.cues.sum(axis=0)
        first = counts.held.argmax(axis=0).tolist()
        place = [
            _PLACES[where[sentence]] if any_ else None for sentence, any_ in zip(first, total.tolist(), strict=True)
        ]
        kinds = [self.kind] * known + ["generic"] * (len(frames) - known)
        shares = (counts.held.sum(axis=0) / len(counts.held)).tolist()
        untold = [None] * (len(frames) - known)
        parts = [
            column for each in (shares, *self._shares_by_voice(reading, counts)) for column in (each[known:], untold)
        ]
        told = [one + other for one, other in zip(judged, parts, strict=True)]
        return list(zip(frames, kinds, total.tolist(), *counts.cues.tolist(), shares, place, *told, strict=True))

    def _shares_by_voice(self, reading: Reading, counts: Counts) -> list[list[float]]:
        """The share of a voice's sentences with a cue in that voice, for each voice judged apart and each frame."""
        cell = reading.document.word_sentence.astype(np.int64) * len(VOICES) + reading.word_voice
        spoken = np.bincount(cell, minlength=len(counts.held) * len(VOICES)).reshape(-1, len(VOICES)) > 0
        sizes = spoken.sum(axis=0).tolist()
        empty = [_NAN] * len(self.finder.frames)
        return [(counts.with_cue[v] / sizes[v]).tolist() if sizes[v] else empty for v in _JUDGED]

    def _named(self, held: NDArray[np.bool_]) -> list[str]:
        """The frames of each sentence, in the order of the alphabet."""
        order = sorted(range(len(self.finder.frames)), key=self.finder.frames.__getitem__)
        names: list[list[str]] = [[] for _ in range(len(held))]
        for sentence, frame in zip(*(index.tolist() for index in np.nonzero(held[:, order])), strict=True):
            names[sentence].append(self.finder.frames[order[frame]])
        return [";".join(frames) for frames in names]


def _places(document: Document) -> list[int]:
    """For each sentence the index in `_PLACES` of where it stands."""
    section = document.sentence_section
    body = section == _BODY
    later = np.cumsum(body) - body >= LEAD_SENTENCES
    places: list[int] = np.where(section == _HEADLINE, 0, 1 + later).tolist()
    return places
