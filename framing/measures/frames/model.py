"""The model behind `present`: one weight for each word form and frame, so that every score can be taken apart.

A score is the logistic function of a bias and, summed over the forms of a text, weight times the form's share of the
text (sublinear tf-idf at length one; Manning, Raghavan and Schütze 2008, section 6.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import VOICES
from framing.measures.frames.words import Mask, rarity, speaking_forms, written_as_name
from framing.models import load_json
from framing.text.document import Document
from framing.text.vocabulary import WordFeature

Numbers = NDArray[np.float64]
Rows = NDArray[np.signedinteger[Any]]

#: With fewer words whether a policy frame is present cannot be told: the model has learnt from whole articles.
FEWEST_WORDS = 50
#: Weights are kept as whole numbers of so many to one.
SCALE = 100


class SharesByVoice(NamedTuple):
    """The forms that occur in each article, by article and row, and the share of each in it and then in each voice.

    Shapes `(forms,)`, `(forms,)` and, before an article's shares are scaled to length one, `(1 + voices, forms)`.
    """

    article: NDArray[np.int64]
    row: NDArray[np.int64]
    share: Numbers


@dataclass(frozen=True)
class Words:
    """The forms that may speak, each with a row and its rarity.

    `named` are forms that speak beside those with a word vector; where there are any, names count as well.
    """

    named: tuple[str, ...] = ()

    @cached_property
    def row(self) -> Mapping[str, int]:
        """The row of each lower-case form."""
        speaking = speaking_forms()
        return speaking | {form: len(speaking) + number for number, form in enumerate(self.named)}

    @cached_property
    def rarities(self) -> Numbers:
        """The rarity of each form, by row."""
        return np.array([rarity(form) for form in self.row])

    @cached_property
    def _feature(self) -> WordFeature:
        return WordFeature("row of form", self._row_of, np.int32)

    def _row_of(self, form: str) -> int:
        # what is for or against a name is no more than the name: anti-Ellery
        joined = "-" in form and any(part[:1].isupper() for part in form.split("-")[1:])
        return -1 if joined and not self.named else self.row.get(form.lower(), -1)

    def rows(self, document: Document, named: Mask | None = None) -> Rows:
        """The row of each word, -1 for one that may not speak, shape `(words,)`; `named` are those written as names."""
        rows: Rows = document.word_column(self._feature)
        if self.named:
            return rows
        return np.where(written_as_name(document) if named is None else named, np.int32(-1), rows)

    def shares(self, rows: Rows) -> tuple[Rows, Numbers]:
        """The rows that occur, and the share of each: (1 + ln uses) times rarity, all scaled to length one."""
        found, uses = np.unique(rows[rows >= 0], return_counts=True)
        return found, scaled(self._values(uses, found))

    def shares_by_voice(self, rows: Rows, voice: NDArray[np.int8], article: NDArray[np.intp]) -> SharesByVoice:
        """The shares in each article and voice of words with these rows, all shaped `(words,)`, in article order."""
        speaks = rows >= 0
        # A number tells article, form and voice of a word; of equal ones, side by side when sorted, there are its uses.
        row, articles = rows[speaks].astype(np.int64), article[speaks]
        cell = np.sort((articles * len(self.row) + row) * len(VOICES) + voice[speaks])
        starts = _first_of_equal(cell)
        uses = np.diff(np.append(starts, len(cell)))
        pair, voices = np.divmod(cell[starts], len(VOICES))
        firsts = _first_of_equal(pair)
        by_voice = np.zeros((len(VOICES), len(firsts)), dtype=np.int64)
        by_voice[voices, np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(pair))))] = uses
        owner, found = np.divmod(pair[firsts], len(self.row))
        values = self._values(np.vstack([by_voice.sum(axis=0), by_voice]), found)
        return SharesByVoice(owner, found, values)

    def _values(self, uses: NDArray[np.int64], found: Rows) -> Numbers:
        values: Numbers = np.where(uses > 0, 1 + np.log(np.maximum(uses, 1)), 0) * self.rarities[found]
        return values


def scaled(values: Numbers) -> Numbers:
    """The values at length one, row by row; a row of zeros as it is."""
    length = np.sqrt((values * values).sum(axis=-1, keepdims=True))
    found: Numbers = values / np.where(length > 0, length, 1)
    return found


def _first_of_equal(ordered: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal values begins."""
    new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


@dataclass(frozen=True)
class FrameModel:
    """Weights of forms for frames, shape `(forms, frames)`, and what makes a frame present.

    A frame is present from `threshold` on; for one that is not `tellable`, the model did no better than calling it
    present everywhere. With `one_per_text` the frame of the highest score is present and no other. In a text of fewer
    than `fewest_words`, such as the model has not learnt from, presence cannot be told.
    """

    frames: tuple[str, ...]
    words: Words
    weights: NDArray[np.float32] = field(repr=False)
    bias: Numbers
    threshold: float
    tellable: NDArray[np.bool_]
    one_per_text: bool = False
    fewest_words: int = FEWEST_WORDS

    def scores(self, rows: Rows) -> Numbers:
        """The score of each frame, 0 to 1, for words with these rows; `nan` if none of them may speak."""
        return self._of_shares(*self.words.shares(rows))

    def scores_by_voice(self, rows: Rows, voice: NDArray[np.int8], article: NDArray[np.intp], articles: int) -> Numbers:
        """The scores in each whole article and then in its words of each voice, `(articles, 1 + voices, frames)`.

        `article` says which one each word stands in, from the first to the last of so many `articles`.
        """
        owner, found, values = self.words.shares_by_voice(rows, voice, article)
        bounds = np.searchsorted(owner, range(articles + 1)).tolist()
        return np.stack(
            [self._of_shares(found[start:end], scaled(values[:, start:end])) for start, end in pairwise(bounds)]
        )

    def _of_shares(self, found: Rows, share: Numbers) -> Numbers:
        scores: Numbers = 1 / (1 + np.exp(-(self.bias + share @ self.weights[found])))
        return np.where(share.any(axis=-1, keepdims=True), scores, np.nan)

    def present(self, scores: Numbers) -> list[Any]:
        """Whether each frame is present by scores of shape `(..., frames)`, None where that cannot be told."""
        if self.one_per_text:
            called = np.arange(len(self.frames)) == np.argmax(scores, axis=-1)[..., np.newaxis]
        else:
            called = scores >= self.threshold
        told = self.tellable & ~np.isnan(scores).any(axis=-1, keepdims=True)
        found: NDArray[Any] = np.where(told, called, np.array(None))
        presence: list[Any] = found.tolist()
        return presence


def as_json(model: FrameModel, least: float) -> dict[str, Any]:
    """The model as plain data, forms left out whose every weight is below `least`."""
    whole = np.round(model.weights * SCALE).astype(int)
    kept = {
        form: whole[row].tolist() for form, row in model.words.row.items() if abs(model.weights[row]).max() >= least
    }
    return {
        "frames": list(model.frames),
        "named": list(model.words.named),
        "weights": {form: " ".join(map(str, values)) for form, values in kept.items()},
        "bias": [round(float(value), 4) for value in model.bias],
        "threshold": round(model.threshold, 4),
        "tellable": model.tellable.tolist(),
        "one_per_text": model.one_per_text,
        "fewest_words": model.fewest_words,
    }


def from_json(stored: Mapping[str, Any]) -> FrameModel:
    """The model that `as_json` wrote down."""
    frames: Sequence[str] = stored["frames"]
    words = Words(tuple(stored["named"]))
    weights = np.zeros((len(words.row), len(frames)), dtype=np.float32)
    for form, values in stored["weights"].items():
        weights[words.row[form]] = [int(value) / SCALE for value in values.split()]
    told = np.array(stored["tellable"], dtype=bool)
    bias, threshold = np.array(stored["bias"]), float(stored["threshold"])
    one, fewest = bool(stored["one_per_text"]), int(stored["fewest_words"])
    return FrameModel(tuple(frames), words, weights, bias, threshold, told, one, fewest)


@cache
def shipped() -> FrameModel:
    """The model of the fourteen policy frames that comes with the package."""
    return from_json(load_json("frames"))
