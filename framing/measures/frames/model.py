"""The model behind `present`: one weight for each word form and frame, so that every score can be taken apart.

A score is the logistic function of a bias and, summed over the forms of a text, weight times the form's share of the
text (sublinear tf-idf at length one; Manning, Raghavan and Schütze 2008, section 6.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.frames.words import rarity, speaking_forms, written_as_name
from framing.models import load_json
from framing.text.document import Document
from framing.text.vocabulary import WordFeature

Numbers = NDArray[np.float64]
Rows = NDArray[np.int32]

#: Weights are kept as whole numbers of so many to one.
SCALE = 100


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
        joined = any(part[:1].isupper() for part in form.split("-")[1:])
        return -1 if joined and not self.named else self.row.get(form.lower(), -1)

    def rows(self, document: Document) -> Rows:
        """The row of each word, -1 for one that may not speak, shape `(words,)`."""
        rows: Rows = document.word_column(self._feature)
        return rows if self.named else np.where(written_as_name(document), np.int32(-1), rows)

    def shares(self, rows: Rows, parts: NDArray[np.bool_] | None = None) -> tuple[Rows, Numbers]:
        """The rows that occur, and the share of each: (1 + ln uses) times rarity, all scaled to length one.

        With `parts`, masks of shape `(parts, words)`, the shares in each part of a text, shape `(parts, rows)`.
        """
        speaks = rows >= 0
        found, place = np.unique(rows[speaks], return_inverse=True)
        if parts is None:
            uses = np.bincount(place, minlength=len(found))
        else:
            uses = np.array([np.bincount(place[part[speaks]], minlength=len(found)) for part in parts])
        values = np.where(uses > 0, 1 + np.log(np.maximum(uses, 1)), 0) * self.rarities[found]
        length = np.sqrt((values * values).sum(axis=-1, keepdims=True))
        return found, np.divide(values, length, out=np.zeros_like(values), where=length > 0)


@dataclass(frozen=True)
class FrameModel:
    """Weights of forms for frames, shape `(forms, frames)`, and what makes a frame present.

    A frame is present from `threshold` on; for one that is not `tellable`, the model did no better than calling it
    present everywhere. With `one_per_text` the frame of the highest score is present and no other.
    """

    frames: tuple[str, ...]
    words: Words
    weights: NDArray[np.float32] = field(repr=False)
    bias: Numbers
    threshold: float
    tellable: NDArray[np.bool_]
    one_per_text: bool = False

    def scores(self, rows: Rows, parts: NDArray[np.bool_] | None = None) -> Numbers:
        """The score of each frame, 0 to 1, for words with these rows; `nan` if none of them may speak.

        With `parts`, masks of shape `(parts, words)`, the scores of each part, shape `(parts, frames)`.
        """
        found, share = self.words.shares(rows, parts)
        scores: Numbers = 1 / (1 + np.exp(-(self.bias + share @ self.weights[found])))
        return np.where(share.any(axis=-1, keepdims=True), scores, np.nan)

    def present(self, scores: Numbers) -> list[bool | None]:
        """Whether each frame is present, None where that cannot be told."""
        if np.isnan(scores).any():
            return [None] * len(scores)
        highest = int(np.argmax(scores))
        called = [n == highest if self.one_per_text else bool(s >= self.threshold) for n, s in enumerate(scores)]
        return [yes if told else None for yes, told in zip(called, self.tellable.tolist(), strict=True)]


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
    }


def from_json(stored: Mapping[str, Any]) -> FrameModel:
    """The model that `as_json` wrote down."""
    frames: Sequence[str] = stored["frames"]
    words = Words(tuple(stored["named"]))
    weights = np.zeros((len(words.row), len(frames)), dtype=np.float32)
    for form, values in stored["weights"].items():
        weights[words.row[form]] = [int(value) / SCALE for value in values.split()]
    told = np.array(stored["tellable"], dtype=bool)
    return FrameModel(
        tuple(frames), words, weights, np.array(stored["bias"]), stored["threshold"], told, stored["one_per_text"]
    )


@cache
def shipped() -> FrameModel:
    """The model of the fourteen policy frames that comes with the package."""
    return from_json(load_json("frames"))
