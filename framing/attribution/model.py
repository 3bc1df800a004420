"""The learned weights: which words are cues, and which words begin, end and utter what they introduce.

Every score is a sum of looked-up weights (a logistic regression for cues, conditional logits for the three pointers),
so that reading an article costs a few array look-ups per cue and none per word type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from framing.attribution.features import (
    CUE_FIELDS,
    LEFT,
    NEAR_FIELDS,
    PAIR_FIELDS,
    RIGHT,
    SIDES,
    WORD_FIELDS,
    Codes,
    Pairs,
    cue_codes,
    pair_codes,
)
from framing.attribution.outline import Ints, Tagged
from framing.attribution.rows import Rows
from framing.models import load_arrays

Floats = NDArray[np.float32]

NAME = "attribution"
#: The tables of weights that are stored, twice: as they are, and behind this for what a parser taught.
TABLES = ("cue", "word", "near", "pair")
SYNTAX = "syntax "
#: What the pointers point at, in the order of their columns.
START, END, SOURCE = range(3)
_NEVER = np.float32(-1e9)


def field_sizes(fields: Mapping[str, int | None], rows: Rows) -> list[int]:
    """How many codes each field has."""
    return [rows.count if size is None else size for size in fields.values()]


@dataclass(frozen=True, eq=False)
class Table:
    """The weights of some fields, field after field; `first` says where each begins."""

    weights: Floats
    first: Ints

    @classmethod
    def of(cls, weights: Floats, fields: Mapping[str, int | None], rows: Rows) -> Table:
        """The table of some fields, whose weights are given field by field."""
        sizes = field_sizes(fields, rows)
        if len(weights) != sum(sizes):
            raise ValueError(
                f"{NAME}: {len(weights)} weights for {sum(sizes)} codes; learn them anew with lab.training.{NAME}"
            )
        return cls(weights, np.cumsum([0, *sizes[:-1]], dtype=np.intp)[:, None])

    def sums(self, codes: Codes) -> Floats:
        """The sum over the fields for each column of `codes`."""
        total: Floats = self.weights.take(codes + self.first, axis=0).sum(axis=0)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Pointed:
    """For each cue the first and last word of its content and a word of its source, with log probabilities.

    `start` is -1 where the cue has no word beside it.
    """

    start: Ints
    end: Ints
    source: Ints
    span_score: Floats
    source_score: Floats


_NO_WORDS, _NO_SCORES = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
#: What no cues point at.
NOWHERE = Pointed(_NO_WORDS, _NO_WORDS, _NO_WORDS, _NO_SCORES, _NO_SCORES)


@dataclass(frozen=True, eq=False)
class Model:
    """The weights. `cue` has one for each code; `word`, `near` and `pair` have `(SIDES, 3)`, a column per pointer.

    `confidence` has one for each code of a row (`framing.attribution.confidence`); `calibration` is the slope and
    intercept that make their sum the log odds of a row being right. `syntax` is a model of the same rows that a parser
    taught which verbs govern a clause, where that clause stands, and what their subject is.
    """

    rows: Rows
    cue_rows: NDArray[np.bool_]
    bias: float
    cue: Floats
    word: Floats
    near: Floats
    pair: Floats
    confidence: Floats
    calibration: tuple[float, float] = (1.0, 0.0)
    syntax: Model | None = None

    @cached_property
    def _cues(self) -> Table:
        return Table.of(self.cue, CUE_FIELDS, self.rows)

    @cached_property
    def _words(self) -> Table:
        return Table.of(_widened(self.word).reshape(-1, SIDES * 4), WORD_FIELDS, self.rows)

    @cached_property
    def _near(self) -> Table:
        return Table.of(_widened(self.near).reshape(-1, SIDES * 4), NEAR_FIELDS, self.rows)

    @cached_property
    def _pairs(self) -> Table:
        table = Table.of(_widened(self.pair), PAIR_FIELDS, self.rows)
        return Table(table.weights.reshape(-1, 4), table.first * SIDES)

    def cue_scores(self, tagged: Tagged, words: Ints) -> Floats:
        """The log odds of each word being a cue."""
        return self._cues.sums(cue_codes(tagged, words)) + np.float32(self.bias)

    def point(self, tagged: Tagged, cues: Ints) -> Pointed:
        """What each cue, of at least one, points at."""
        pairs = pair_codes(tagged, cues, self.rows.traits)
        return best(pairs, self.pair_scores(pairs))

    def pair_scores(self, pairs: Pairs) -> Floats:
        """The score of each pair for each pointer, shape `(pairs, 4)`; the fourth column is empty."""
        words = self._words.sums(pairs.words).reshape(-1, 4)
        near = self._near.sums(pairs.cues).reshape(-1, 4)
        scores = self._pairs.sums(pairs.pairs * SIDES + pairs.side)
        scores += words.take(pairs.word * SIDES + pairs.side, axis=0)
        scores += near.take(pairs.cue * SIDES + pairs.side, axis=0)
        return scores


def _widened(weights: Floats) -> Floats:
    """The weights with a fourth pointer that points nowhere: rows of 16 bytes are gathered three times as fast."""
    return np.pad(weights, ((0, 0), (0, 0), (0, 1)))


def best(pairs: Pairs, scores: Floats) -> Pointed:
    """The best start, end and source for each cue: start before end, both on one side of it, the source outside."""
    cues = len(pairs.place)
    # as wide for one document as for many, since sums are rounded by it
    low, columns = -LEFT, np.arange(LEFT + RIGHT + 1)
    grid = np.full((3, cues, len(columns)), _NEVER, dtype=np.float32)
    grid[:, pairs.cue, pairs.offset - low] = scores[:, :3].T
    grid -= grid.max(axis=2, keepdims=True)
    grid -= np.log(np.exp(grid).sum(axis=2, keepdims=True))
    start, end = grid[START], grid[END]
    # a content lies wholly before the cue or wholly after it
    total = start.copy()
    np.maximum.accumulate(start[:, :-low], axis=1, out=total[:, :-low])
    np.maximum.accumulate(start[:, 1 - low :], axis=1, out=total[:, 1 - low :])
    total += end
    total[:, -low] = _NEVER
    each = np.arange(cues)
    last = total.argmax(axis=1)
    before_end = columns <= last[:, None]
    on_side = before_end & (columns >= np.where(last > -low, 1 - low, 0)[:, None])
    begin = np.where(on_side, start, 2 * _NEVER).argmax(axis=1)
    speakers = grid[SOURCE]
    speakers[before_end & (columns >= begin[:, None])] = _NEVER
    speaker = speakers.argmax(axis=1)
    span_score = total[each, last]
    base = pairs.place + low
    return Pointed(
        np.where(span_score > _NEVER / 2, pairs.outer.take(base + begin, mode="clip"), -1),
        pairs.outer.take(base + last, mode="clip"),
        pairs.outer.take(base + speaker, mode="clip"),
        span_score,
        speakers[each, speaker],
    )


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    arrays = load_arrays(NAME)
    rows = Rows(arrays["vocabulary"].tobytes().decode().split("\n"))
    is_cue, confidence = arrays["cue rows"].astype(bool), arrays["confidence"].astype(np.float32)

    def stored(part: str) -> Model:
        cue, word, near, pair = (arrays[part + table].astype(np.float32) for table in TABLES)
        return Model(rows, is_cue, float(arrays[f"{part}bias"]), cue, word, near, pair, confidence)

    slope, intercept = arrays["calibration"].tolist()
    return replace(stored(""), calibration=(slope, intercept), syntax=stored(SYNTAX))
