"""The frames measure: cues with place and voice, and whether each frame is present."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    joined,
    named_words,
    shipped,
)
from framing.measures.measure import Columns, Measure
from framing.tables import column_names
from framing.text.document import PARTS, Document

#: The stem of a user's files: cues (.csv), their description (.toml), weights (.json).
OWN_FRAMES = "own-frames"

#: The voices that are judged separately.
_JUDGED = tuple(VOICES.index(voice) for voice in (Voice.OWN, Voice.QUOTED))

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Frames(Measure):
    """Frames as cues that can be checked, and whether each frame is present.

    `finder` finds the cues of the frames that `model` judges, in its order and of this `kind` (policy or own), and then
    those of the generic frames, whose score is the share of sentences with a cue.
    """

    name = "frames"
    tables = ("frames",)
    sentence_columns = ("frames",)
    finder: CueFinder = field(default_factory=shipped_cues, repr=False)
    model: FrameModel = field(default_factory=shipped, repr=False)
    kind: str = "policy"

    def cues(self, reading: Reading) -> list[Cue]:
        """Every cue that is counted, with its place and reason, in text order."""
        return self.finder.cues(reading)

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        document, size = batch.document, len(self.finder.frames)
        named = named_words(document)
        places = self.finder.find(batch, named)
        article, voice = batch.article_of(places.first), batch.word_voice[places.first]
        cues = _tally((len(batch.readings), len(VOICES), size), article, voice, places.frame)
        sentences = (len(document.sentence_start), size)
        in_sentence = _tally(sentences, document.word_sentence[places.first], places.frame) > 0
        scores, present = self._judged(batch, places.first[: places.steady], places.frame[: places.steady], named)
        policy, worded = present[:, 0, : len(self.model.frames)].tolist(), np.diff(batch.first_word) > 0
        summary = {
            "frames_present": np.array([row.count(True) if {*row} - {None} else np.nan for row in policy]),
            "frame_cues": cues.sum(axis=(1, 2)),
        }
        table = self._table(batch, np.flatnonzero(worded), cues, in_sentence, scores, present)
        return Columns(self.summary(batch, summary), {"frames": self._of_sentences(in_sentence)}, {"frames": table})

    def _judged(self, batch: Batch, first: Numbers, frame: Numbers, named: Mask) -> tuple[Scores, NDArray[Any]]:
        """The score and answer of each frame in each article and in each judged voice, `(articles, 3, frames)`.

        The cues of these frames begin at the words `first`.
        """
        document, known = batch.document, len(self.model.frames)
        spoken = [batch.word_voice == voice for voice in _JUDGED]
        whole = (np.ones(len(batch.word_voice), dtype=bool), np.ones(len(document.sentence_start), dtype=bool))
        parts = [whole, *((words, _with_a_word(document, words)) for words in spoken)]
        evidence = [
            self._evidence(batch, first[words[first]], frame[words[first]], sentences) for words, sentences in parts
        ]
        cues, shares, terms = (np.stack(each, axis=1) for each in zip(*evidence, strict=True))
        article, rows = batch.article_of_word, self.model.words.rows(document, named)
        odds = self.model.odds(rows, batch.word_voice, article, len(batch.readings))[:, [0, *(v + 1 for v in _JUDGED)]]
        # the score of a generic frame is its share
        scores = shares.copy()
        scores[..., :known] = joined(self.model.evidence, odds, cues[..., :known], shares[..., :known])
        words = np.stack([np.bincount(article[words], minlength=len(batch.readings)) for words, _ in parts], axis=1)
        asked = np.where((words >= self.model.fewest_words)[..., np.newaxis], scores, np.nan)
        judged = (asked, cues, shares, terms)
        own = self.model.present(*(each[..., :known] for each in judged))
        rules = [GENERIC_RULES.get(name, NEVER) for name in self.finder.frames[known:]]
        generic = answers(rules, *(each[..., known:] for each in judged))
        return scores, np.concatenate([own, generic], axis=-1)

    def _evidence(
        self, batch: Batch, first: Numbers, frame: Numbers, sentences: Mask
    ) -> tuple[Numbers, Scores, Numbers]:
        """Cues, the share of these `sentences` with one, and different cues, each `(articles, frames)`.

        The cues begin at the words `first`; the share is `nan` in an article without a sentence.
        """
        document, shape = batch.document, (len(batch.readings), len(self.finder.frames))
        article = batch.article_of(first)
        with_cue = _tally((len(sentences), shape[1]), document.word_sentence[first], frame) > 0
        with np.errstate(invalid="ignore"):
            shares = _per_article(batch, with_cue) / _per_article(batch, sentences)[:, np.newaxis]
        return _tally(shape, article, frame), shares, different(document, first, article, frame, shape)

    def _table(
        self,
        batch: Batch,
        articles: NDArray[np.intp],
        cues: Numbers,
        in_sentence: Mask,
        scores: Scores,
        present: NDArray[Any],
    ) -> dict[str, Sequence[Any]]:
        """The columns of the table `frames` for these articles."""
        frames, known, size = self.finder.frames, len(self.model.frames), len(articles)
        first, by_voice = _first_places(batch, in_sentence), cues[articles]
        shares = _per_article(batch, in_sentence)[articles] / np.diff(batch.first_sentence)[articles, np.newaxis]
        columns = [
            np.repeat(articles, len(frames)).tolist(),
            list(frames) * size,
            ([self.kind] * known + ["generic"] * (len(frames) - known)) * size,
            *(each.ravel().tolist() for each in (by_voice.sum(axis=1), *by_voice.swapaxes(0, 1), shares)),
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


def _with_a_word(document: Document, words: Mask) -> Mask:
    """Which sentences have one of these words."""
    return np.bincount(document.word_sentence[words], minlength=len(document.sentence_start)) > 0


def _per_article(batch: Batch, of_sentences: NDArray[Any]) -> Numbers:
    """The sum over each article's sentences, shape `(articles, ...)`."""
    total = np.zeros((len(of_sentences) + 1, *of_sentences.shape[1:]), dtype=np.int64)
    np.cumsum(of_sentences, axis=0, out=total[1:])
    return np.diff(total[batch.first_sentence], axis=0)


def _tally(shape: tuple[int, ...], *places: NDArray[Any]) -> NDArray[np.int64]:
    """How often each cell of the shape occurs; `places` are the indices along each axis."""
    cells = np.ravel_multi_index(places, shape)
    return np.asarray(np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape))


def _first_places(batch: Batch, in_sentence: Mask) -> dict[tuple[int, int], str]:
    """The part of the article with the first cue, by article and frame."""
    part = batch.document.sentence_parts(batch.first_sentence[:-1])
    sentence, frame = np.nonzero(in_sentence)
    article = batch.article_of_sentence(sentence)
    cells = zip(article[::-1].tolist(), frame[::-1].tolist(), part[sentence[::-1]].tolist(), strict=True)
    return {(article, frame): PARTS[number] for article, frame, number in cells}


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
