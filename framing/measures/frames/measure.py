"""The measure: for each frame its cues, where they stand and in whose voice, and an estimate whether it is present."""

from __future__ import annotations

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
from framing.measures.measure import Columns, Figure, columns_of, summary_columns
from framing.tables import column_names

#: Sentences of the body that count as its lead.
LEAD_SENTENCES = 3

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
    """Cues of each article by voice and frame, its sentences with one by voice and frame, and which sentences hold any.

    `cues` and `with_cue` are shaped `(articles, voices, frames)`; `sentence` and `frame` name each pair that occurs
    once, by sentence.
    """

    cues: NDArray[np.int64]
    with_cue: NDArray[np.int64]
    sentence: NDArray[np.int64]
    frame: NDArray[np.int64]


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
    tables: tuple[str, ...] = ("frames",)

    def cues(self, reading: Reading) -> list[Cue]:
        """Every cue that is counted, with its place in the text and what makes it one, in text order."""
        return self.finder.cues(reading)

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        worded = [number for number, reading in enumerate(batch.readings) if len(reading.document.word_start)]
        summaries = [dict.fromkeys((figure.name for figure in _FIGURES), _NAN) for _ in batch.readings]
        names = column_names("frames")
        if not worded:
            sentences = {"frames": [""] * len(batch.document.sentence_start)}
            return Columns(summary_columns(_FIGURES, summaries), sentences, {"frames": columns_of(names, [])})
        named = written_as_name(batch.document)
        counts = self._counts(batch, named)
        judged = self._judged(batch, named)
        rows = self._rows(batch, counts, judged)
        cues = counts.cues.sum(axis=(1, 2)).tolist()
        for number in worded:
            answers = judged[number][1]
            present = _NAN if None in answers and set(answers) == {None} else float(answers.count(True))
            summaries[number] = {"frames_present": present, "frame_cues": float(cues[number])}
        table = [(number, *row) for number in worded for row in rows[number]]
        return Columns(
            summary_columns(_FIGURES, summaries),
            {"frames": self._named(batch, counts)},
            {"frames": columns_of(names, table)},
        )

    def _counts(self, batch: Batch, named: Mask) -> Counts:
        document, frames, size = batch.document, len(self.finder.frames), len(batch.readings)
        found = self.finder.find(batch, named)
        sentence, voice = document.word_sentence[found.first].astype(np.int64), batch.word_voice[found.first]
        shape = (size, len(VOICES), frames)
        cues = _tally(shape, batch.article_of(found.first), voice, found.frame)
        # each sentence once for a voice and frame, however many cues it has
        held, number = np.divmod(np.unique((sentence * len(VOICES) + voice) * frames + found.frame), frames)
        with_cue = _tally(shape, batch.article_of_sentence(held // len(VOICES)), held % len(VOICES), number)
        return Counts(cues, with_cue, *np.divmod(np.unique(sentence * frames + found.frame), frames))

    def _judged(self, batch: Batch, named: Mask) -> list[list[list[Any]]]:
        """Per article score and presence of the model's frames in it and then in each voice judged apart, six lists."""
        size, voice = len(batch.readings), batch.word_voice
        article = batch.article_of_word
        scores = self.model.scores_by_voice(self.model.words.rows(batch.document, named), voice, article, size)
        spoken = _tally((size, len(VOICES)), article, voice)
        words = np.stack([spoken.sum(axis=1), *(spoken[:, v] for v in _JUDGED)], axis=1)
        asked = scores[:, [0, *(v + 1 for v in _JUDGED)]]
        enough = (words >= self.model.fewest_words)[..., np.newaxis]
        present = self.model.present(np.where(enough, asked, _NAN))
        return [
            [column for pair in zip(each, calls, strict=True) for column in pair]
            for each, calls in zip(asked.tolist(), present, strict=True)
        ]

    def _rows(self, batch: Batch, counts: Counts, judged: list[list[list[Any]]]) -> list[list[tuple[Any, ...]]]:
        frames, known = self.finder.frames, len(self.model.frames)
        kinds = [self.kind] * known + ["generic"] * (len(frames) - known)
        untold = [None] * (len(frames) - known)
        shares, *by_voice = self._shares(batch, counts)
        rows = []
        for cues, place, told, *parts in zip(
            counts.cues.tolist(), self._first_places(batch, counts), judged, shares, *by_voice, strict=True
        ):
            totals = map(sum, zip(*cues, strict=True))
            apart = [column for each in parts for column in (each[known:], untold)]
            columns = [one + other for one, other in zip(told, apart, strict=True)]
            rows.append(list(zip(frames, kinds, totals, *cues, parts[0], place, *columns, strict=True)))
        return rows

    def _first_places(self, batch: Batch, counts: Counts) -> list[list[str | None]]:
        """For each article and frame the place where its first cue stands, None where there is none."""
        frames, where = len(self.finder.frames), _places(batch)
        cell, first = np.unique(batch.article_of_sentence(counts.sentence) * frames + counts.frame, return_index=True)
        found: list[list[str | None]] = [[None] * frames for _ in batch.readings]
        for at, sentence in zip(cell.tolist(), counts.sentence[first].tolist(), strict=True):
            found[at // frames][at % frames] = _PLACES[where[sentence]]
        return found

    def _shares(self, batch: Batch, counts: Counts) -> list[list[list[float]]]:
        """The share of an article's sentences with a cue of each frame; then, for each voice judged apart, the share of
        that voice's sentences with a cue in that voice.
        """
        size, frames = len(batch.readings), len(self.finder.frames)
        sentences = np.diff(batch.first_sentence)
        held = _tally((size, frames), batch.article_of_sentence(counts.sentence), counts.frame)
        cell = np.flatnonzero(np.bincount(batch.document.word_sentence * len(VOICES) + batch.word_voice))
        spoken = _tally((size, len(VOICES)), batch.article_of_sentence(cell // len(VOICES)), cell % len(VOICES))
        # Nothing of nothing is nan.
        with np.errstate(invalid="ignore"):
            parts = [held / sentences[:, np.newaxis]]
            parts += [counts.with_cue[:, v] / spoken[:, v, np.newaxis] for v in _JUDGED]
        return [part.tolist() for part in parts]

    def _named(self, batch: Batch, counts: Counts) -> list[str]:
        """The frames of each sentence, in the order of the alphabet."""
        order = sorted(range(len(self.finder.frames)), key=self.finder.frames.__getitem__)
        rank = np.argsort(order)
        names: list[list[str]] = [[] for _ in range(len(batch.document.sentence_start))]
        cells = np.sort(counts.sentence * len(order) + rank[counts.frame])
        for sentence, place in zip(*(each.tolist() for each in np.divmod(cells, len(order))), strict=True):
            names[sentence].append(self.finder.frames[order[place]])
        return [";".join(frames) for frames in names]


def _tally(shape: tuple[int, ...], *places: NDArray[Any]) -> NDArray[np.int64]:
    """How often each place of the shape occurs; `places` has the index of each occurrence along each axis."""
    size = int(np.prod(shape))
    tally: NDArray[np.int64] = np.bincount(np.ravel_multi_index(places, shape), minlength=size).reshape(shape)
    return tally


def _places(batch: Batch) -> list[int]:
    """For each sentence the index in `_PLACES` of where it stands."""
    section = batch.document.sentence_section
    body = section == _BODY
    before = np.append(0, np.cumsum(body))
    opening = np.repeat(before[batch.first_sentence[:-1]], np.diff(batch.first_sentence))
    later = before[:-1] - opening >= LEAD_SENTENCES
    places: list[int] = np.where(section == _HEADLINE, 0, 1 + later).tolist()
    return places
