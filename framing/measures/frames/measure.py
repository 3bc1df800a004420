"""The frames measure: cues with place and voice, and whether each frame is present."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.lexicon import BadLexicon, Lexicon, load
from framing.measures.frames.cues import GENERIC_RULES, Cue, CueFinder, shipped_cues
from framing.measures.frames.model import (
    NEVER,
    BadModel,
    FrameModel,
    Mask,
    answers,
    from_json,
    shipped,
    written_as_name,
)
from framing.measures.measure import Columns, SummaryColumn, by_column, columns_of, summary_columns
from framing.tables import column_names

#: Sentences of the body that count as its lead.
LEAD_SENTENCES = 3

_SUMMARY = summary_columns("frames")
_NAN = float("nan")
#: The voices that are judged apart.
_JUDGED = tuple(VOICES.index(voice) for voice in (Voice.OWN, Voice.QUOTED))
#: Where a row has the answer for the whole article.
_PRESENT = column_names("frames").index("present") - 1
_PLACES = ("headline", "lead", "later")
_HEADLINE, _BODY = MEASURED.index(Section.HEADLINE), MEASURED.index(Section.BODY)


Scores = NDArray[np.float64]
#: The name of a user's files: cues (.csv), what they are (.toml), weights (.json).
OWN_FRAMES = "own-frames"
#: The `kind` of a user's frames in the table.
OWN = "own"


class Counts(NamedTuple):
    """Counts of cues, and of sentences with a cue, by article, voice and frame.

    `cues` and `with_cue` are shaped `(articles, voices, frames)`; `sentence` and `frame` name each pair that occurs
    once, by sentence.
    """

    cues: NDArray[np.int64]
    with_cue: NDArray[np.int64]
    sentence: NDArray[np.int64]
    frame: NDArray[np.int64]


@dataclass(frozen=True)
class Frames:
    """Frames as cues that can be checked, and an answer whether each is present.

    `finder` knows the cues of the frames that `model` judges, in its order and of this `kind`, and then those of the
    generic ones, whose score is the share of sentences with a cue.
    """

    finder: CueFinder = field(default_factory=shipped_cues, repr=False)
    model: FrameModel = field(default_factory=shipped, repr=False)
    kind: str = "policy"
    name: str = "frames"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ("frames",)
    tables: tuple[str, ...] = ("frames",)

    def cues(self, reading: Reading) -> list[Cue]:
        """Every cue that is counted, with its place in the text and what makes it one, in text order."""
        return self.finder.cues(reading)

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        worded = [number for number, reading in enumerate(batch.readings) if len(reading.document.word_start)]
        summaries = [dict.fromkeys((column.name for column in _SUMMARY), _NAN) for _ in batch.readings]
        names = column_names("frames")
        if not worded:
            sentences = {"frames": [""] * len(batch.document.sentence_start)}
            return Columns(by_column(_SUMMARY, summaries), sentences, {"frames": columns_of(names, [])})
        named = written_as_name(batch.document)
        cue_rows = self.finder.find(batch, named)
        counts = self._counts(batch, cue_rows.first, cue_rows.frame)
        steady = self._counts(batch, cue_rows.first[: cue_rows.steady], cue_rows.frame[: cue_rows.steady])
        rows = self._rows(batch, counts, self._judged(batch, steady, named))
        cues = counts.cues.sum(axis=(1, 2)).tolist()
        for number in worded:
            policy = [row[_PRESENT] for row in rows[number][: len(self.model.frames)]]
            present = float(policy.count(True)) if set(policy) - {None} else _NAN
            summaries[number] = {"frames_present": present, "frame_cues": float(cues[number])}
        table = [(number, *row) for number in worded for row in rows[number]]
        return Columns(
            by_column(_SUMMARY, summaries),
            {"frames": self._named(batch, counts)},
            {"frames": columns_of(names, table)},
        )

    def _counts(self, batch: Batch, first: NDArray[np.int64], frame: NDArray[np.int64]) -> Counts:
        frames = len(self.finder.frames)
        sentence, voice = batch.document.word_sentence[first].astype(np.int64), batch.word_voice[first]
        shape = (len(batch.readings), len(VOICES), frames)
        cues = _tally(shape, batch.article_of(first), voice, frame)
        # each sentence once for a voice and frame, however many cues it has
        cell, number = np.divmod(np.unique((sentence * len(VOICES) + voice) * frames + frame), frames)
        with_cue = _tally(shape, batch.article_of_sentence(cell // len(VOICES)), cell % len(VOICES), number)
        return Counts(cues, with_cue, *np.divmod(np.unique(sentence * frames + frame), frames))

    def _judged(self, batch: Batch, counts: Counts, named: Mask) -> tuple[Scores, NDArray[Any]]:
        """Score and answer of each frame in each article and then in each judged voice, `(articles, 3, frames)`."""
        size, voice, article = len(batch.readings), batch.word_voice, batch.article_of_word
        known = len(self.model.frames)
        shares = self._shares(batch, counts)
        cues = np.stack([counts.cues.sum(axis=1), *(counts.cues[:, v] for v in _JUDGED)], axis=1)
        odds = self.model.odds_by_voice(self.model.words.rows(batch.document, named), voice, article, size)
        odds = odds[:, [0, *(v + 1 for v in _JUDGED)]]
        # the score of a generic frame is its share
        scores = shares.copy()
        scores[..., :known] = self.model.scores(odds, cues[..., :known], shares[..., :known])
        spoken = _tally((size, len(VOICES)), article, voice)
        words = np.stack([spoken.sum(axis=1), *(spoken[:, v] for v in _JUDGED)], axis=1)
        asked = np.where((words >= self.model.fewest_words)[..., np.newaxis], scores, _NAN)
        own = self.model.present(asked[..., :known], cues[..., :known], shares[..., :known])
        rules = [GENERIC_RULES.get(frame, NEVER) for frame in self.finder.frames[known:]]
        generic = answers(rules, asked[..., known:], cues[..., known:], shares[..., known:])
        return scores, np.concatenate([own, generic], axis=-1)

    def _rows(self, batch: Batch, counts: Counts, judged: tuple[Scores, NDArray[Any]]) -> list[list[tuple[Any, ...]]]:
        frames, known = self.finder.frames, len(self.model.frames)
        kinds = [self.kind] * known + ["generic"] * (len(frames) - known)
        shares, places = self._shares(batch, counts)[:, 0].tolist(), self._first_places(batch, counts)
        rows = []
        for cues, share, place, *pair in zip(
            counts.cues.tolist(), shares, places, *(each.tolist() for each in judged), strict=True
        ):
            totals = map(sum, zip(*cues, strict=True))
            answered = [column for both in zip(*pair, strict=True) for column in both]
            rows.append(list(zip(frames, kinds, totals, *cues, share, place, *answered, strict=True)))
        return rows

    def _first_places(self, batch: Batch, counts: Counts) -> list[list[str | None]]:
        """For each article and frame the place where its first cue stands, None where there is none."""
        frames, where = len(self.finder.frames), _places(batch)
        cell, first = np.unique(batch.article_of_sentence(counts.sentence) * frames + counts.frame, return_index=True)
        first_cues: list[list[str | None]] = [[None] * frames for _ in batch.readings]
        for at, sentence in zip(cell.tolist(), counts.sentence[first].tolist(), strict=True):
            first_cues[at // frames][at % frames] = _PLACES[where[sentence]]
        return first_cues

    def _shares(self, batch: Batch, counts: Counts) -> Scores:
        """The share of sentences with a cue: in each article, then of each judged voice's sentences in that voice.

        Shaped `(articles, 3, frames)`; `nan` for a voice without a sentence.
        """
        size, frames = len(batch.readings), len(self.finder.frames)
        sentences = np.diff(batch.first_sentence)[:, np.newaxis]
        with_cue = _tally((size, frames), batch.article_of_sentence(counts.sentence), counts.frame)
        cell = np.flatnonzero(np.bincount(batch.document.word_sentence * len(VOICES) + batch.word_voice))
        spoken = _tally((size, len(VOICES)), batch.article_of_sentence(cell // len(VOICES)), cell % len(VOICES))
        with np.errstate(invalid="ignore"):
            parts = [with_cue / sentences, *(counts.with_cue[:, v] / spoken[:, v, np.newaxis] for v in _JUDGED)]
        return np.stack(parts, axis=1)

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


class NoFittedFrames(BadLexicon):
    """A folder without usable frames; the message says what is wrong and what to do."""


@cache
def fitted_frames(folder: Path) -> Frames:
    """The measure of the frames in a folder that `framing frames fit` wrote, beside the generic ones.

    A frame that has the name of a generic one takes its place. Raises `NoFittedFrames`.
    """
    weights = folder / f"{OWN_FRAMES}.json"
    try:
        model = from_json(json.loads(weights.read_text(encoding="utf-8")))
    except OSError:
        what = f"{weights}: no such file; make it with framing frames fit LABELS --out {folder}"
        raise NoFittedFrames(what) from None
    except BadModel as error:
        raise NoFittedFrames(f"{weights}: {error}; mend it, or fit the labels again") from None
    except (ValueError, RecursionError) as error:
        raise NoFittedFrames(f"{weights}: not JSON in UTF-8 ({error}); fit the labels again") from None
    cues = load(weights.with_suffix(".csv"))
    unknown = sorted(set(cues.categories) - set(model.frames))
    if unknown:
        what = f"category {unknown[0]!r} is none of the frames in {weights.name}"
        raise NoFittedFrames(f"{weights.with_suffix('.csv')}: {what}; mend it, or fit the labels again")
    generic = _without(load("generic-frames"), model.frames)
    return Frames(CueFinder((cues, generic), model.frames), model, OWN)


def _without(lexicon: Lexicon, names: Collection[str]) -> Lexicon:
    categories = {name: category for name, category in lexicon.categories.items() if name not in names}
    entries = tuple(entry for entry in lexicon.entries if entry.category in categories)
    return replace(lexicon, categories=categories, entries=entries)
