"""The frames measure: cues with place and voice, and whether each frame is present."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.lexicon import BadLexicon, load
from framing.measures.frames.cues import GENERIC_RULES, Cue, CueFinder, different, shipped_cues
from framing.measures.frames.model import (
    NEVER,
    BadModel,
    FrameModel,
    Mask,
    answers,
    from_json,
    named_words,
    shipped,
)
from framing.measures.measure import Columns, SummaryColumn, summary_columns
from framing.tables import column_names

#: Sentences of the body that count as its lead.
LEAD_SENTENCES = 3
#: The stem of a user's files: cues (.csv), their description (.toml), weights (.json).
OWN_FRAMES = "own-frames"

_SUMMARY = summary_columns("frames")
#: The voices that are judged separately.
_JUDGED = tuple(VOICES.index(voice) for voice in (Voice.OWN, Voice.QUOTED))
_PLACES = ("headline", "lead", "later")

Scores = NDArray[np.float64]


class _Counts(NamedTuple):
    """Cues by article and voice, `(articles, voices, frames)`; which sentences have one, `(sentences, frames)`.

    `shares` are the shares of sentences with a cue, in each article and then in each judged voice,
    `(articles, 3, frames)`; `nan` for a voice without a sentence.
    """

    cues: NDArray[np.int64]
    in_sentence: Mask
    shares: Scores


@dataclass(frozen=True)
class Frames:
    """Frames as cues that can be checked, and whether each frame is present.

    `finder` finds the cues of the frames that `model` judges, in its order and of this `kind` (policy or own), and then
    those of the generic frames, whose score is the share of sentences with a cue.
    """

    finder: CueFinder = field(default_factory=shipped_cues, repr=False)
    model: FrameModel = field(default_factory=shipped, repr=False)
    kind: str = "policy"
    name: str = "frames"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ("frames",)
    tables: tuple[str, ...] = ("frames",)

    def cues(self, reading: Reading) -> list[Cue]:
        """Every cue that is counted, with its place and reason, in text order."""
        return self.finder.cues(reading)

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        named = named_words(batch.document)
        places = self.finder.find(batch, named)
        counts = self._counts(batch, places.first, places.frame)
        scores, present = self._judged(batch, places.first[: places.steady], places.frame[: places.steady], named)
        policy, worded = present[:, 0, : len(self.model.frames)].tolist(), np.diff(batch.first_word) > 0
        summary = {
            "frames_present": [float(row.count(True)) if {*row} - {None} else np.nan for row in policy],
            "frame_cues": np.where(worded, counts.cues.sum(axis=(1, 2)), np.nan).tolist(),
        }
        table = self._table(batch, np.flatnonzero(worded), counts, scores, present)
        return Columns(summary, {"frames": self._of_sentences(counts.in_sentence)}, {"frames": table})

    def _counts(self, batch: Batch, first: NDArray[np.int64], frame: NDArray[np.int64]) -> _Counts:
        size, document = len(batch.document.sentence_start), batch.document
        shape, sentence = (size, len(VOICES), len(self.finder.frames)), document.word_sentence[first]
        cues = _tally(shape, sentence, batch.word_voice[first], frame)
        spoken = _tally((size, len(VOICES)), document.word_sentence, batch.word_voice) > 0
        in_sentence: Mask = np.asarray(cues.any(axis=1))
        bounds = np.asarray(batch.first_sentence)
        filled = np.diff(bounds) > 0

        def per_article(of_sentences: NDArray[Any]) -> NDArray[np.int64]:
            total = np.zeros((len(filled), *of_sentences.shape[1:]), dtype=np.int64)
            if filled.any():
                total[filled] = np.add.reduceat(of_sentences, bounds[:-1][filled], axis=0, dtype=np.int64)
            return total

        with_cue, sentences = per_article(cues > 0), per_article(spoken)
        with np.errstate(invalid="ignore"):
            shares = [per_article(in_sentence) / np.diff(batch.first_sentence)[:, np.newaxis]]
            shares += [with_cue[:, voice] / sentences[:, voice, np.newaxis] for voice in _JUDGED]
        return _Counts(per_article(cues), in_sentence, np.stack(shares, axis=1))

    def _judged(
        self, batch: Batch, first: NDArray[np.int64], frame: NDArray[np.int64], named: Mask
    ) -> tuple[Scores, NDArray[Any]]:
        """The score and answer of each frame in each article and in each judged voice, `(articles, 3, frames)`.

        The cues of these frames begin at the words `first`.
        """
        counts, spoken, where = self._counts(batch, first, frame), batch.word_voice[first], batch.article_of(first)
        size, voice, article = len(batch.readings), batch.word_voice, batch.article_of_word
        known, chosen = len(self.model.frames), [0, *(voice + 1 for voice in _JUDGED)]
        shares, cues = counts.shares, _with_whole(counts.cues)[:, chosen]
        odds = self.model.odds(self.model.words.rows(batch.document, named), voice, article, size)[:, chosen]
        # the score of a generic frame is its share
        scores = shares.copy()
        scores[..., :known] = self.model.scores(odds, cues[..., :known], shares[..., :known])
        words = _with_whole(_tally((size, len(VOICES)), article, voice))[:, chosen]
        asked = np.where((words >= self.model.fewest_words)[..., np.newaxis], scores, np.nan)
        judged = [np.ones(len(first), dtype=bool), *(spoken == voice for voice in _JUDGED)]
        terms = [different(batch.document, first[of], where[of], frame[of], (size, shares.shape[2])) for of in judged]
        evidence = [asked, cues, shares, np.stack(terms, axis=1)]
        own = self.model.present(*(each[..., :known] for each in evidence))
        rules = [GENERIC_RULES.get(frame, NEVER) for frame in self.finder.frames[known:]]
        generic = answers(rules, *(each[..., known:] for each in evidence))
        return scores, np.concatenate([own, generic], axis=-1)

    def _table(
        self, batch: Batch, articles: NDArray[np.intp], counts: _Counts, scores: Scores, present: NDArray[Any]
    ) -> dict[str, Sequence[Any]]:
        """The columns of the table `frames` for these articles."""
        frames, known, size = self.finder.frames, len(self.model.frames), len(articles)
        cues, first = counts.cues[articles], _first_places(batch, counts.in_sentence)
        columns = [
            np.repeat(articles, len(frames)).tolist(),
            list(frames) * size,
            ([self.kind] * known + ["generic"] * (len(frames) - known)) * size,
            *(each.ravel().tolist() for each in _with_whole(cues).swapaxes(0, 1)),
            counts.shares[articles, 0].ravel().tolist(),
            [first.get((article, frame)) for article in articles.tolist() for frame in range(len(frames))],
        ]
        for part in range(1 + len(_JUDGED)):
            columns += [each[articles, part].ravel().tolist() for each in (scores, present)]
        return dict(zip(column_names("frames"), columns, strict=True))

    def _of_sentences(self, in_sentence: Mask) -> list[str]:
        """The frames of each sentence, in alphabetical order."""
        order = sorted(range(len(self.finder.frames)), key=self.finder.frames.__getitem__)
        names: list[list[str]] = [[] for _ in in_sentence]
        for sentence, frame in zip(*(each.tolist() for each in np.nonzero(in_sentence[:, order])), strict=True):
            names[sentence].append(self.finder.frames[order[frame]])
        return [";".join(frames) for frames in names]


def _with_whole(by_voice: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts by article and voice, preceded by those of the whole article."""
    return np.concatenate([by_voice.sum(axis=1, keepdims=True), by_voice], axis=1)


def _tally(shape: tuple[int, ...], *places: NDArray[Any]) -> NDArray[np.int64]:
    """How often each cell of the shape occurs; `places` are the indices along each axis."""
    cells = np.ravel_multi_index(places, shape)
    return np.asarray(np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape))


def _first_places(batch: Batch, in_sentence: Mask) -> dict[tuple[int, int], str]:
    """The part of the article with the first cue, by article and frame."""
    section = batch.document.sentence_section
    body = np.append(0, np.cumsum(section == MEASURED.index(Section.BODY)))
    opening = np.repeat(body[batch.first_sentence[:-1]], np.diff(batch.first_sentence))
    later = 1 + (body[:-1] - opening >= LEAD_SENTENCES)
    place = np.where(section == MEASURED.index(Section.HEADLINE), 0, later)
    sentence, frame = np.nonzero(in_sentence)
    article = batch.article_of_sentence(sentence)
    cells = zip(article[::-1].tolist(), frame[::-1].tolist(), place[sentence[::-1]].tolist(), strict=True)
    return {(article, frame): _PLACES[part] for article, frame, part in cells}


class NoFittedFrames(BadLexicon):
    """A folder without usable frames; the message names problem and remedy."""


@cache
def fitted_frames(folder: Path) -> Frames:
    """The measure of the frames that `framing frames fit` wrote into a folder, and of the generic ones.

    A frame with the name of a generic one replaces it. Raises `NoFittedFrames`.
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
    generic = load("generic-frames")
    categories = {name: category for name, category in generic.categories.items() if name not in model.frames}
    entries = tuple(entry for entry in generic.entries if entry.category in categories)
    others = replace(generic, categories=categories, entries=entries)
    return Frames(CueFinder((cues, others), model.frames), model, "own")
