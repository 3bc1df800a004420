"""The learned weights: which words are cues, and which words begin, end and utter what they introduce.

Every score is a sum of looked-up weights (a logistic regression for cues, conditional logits for the three pointers),
so that reading an article costs a few array look-ups per cue and none per word type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.attribution.features import (
    CUE_SIZES,
    NEAR_ROWS,
    NEAR_SIZES,
    PAIR_SIZES,
    SIDES,
    SLOTS,
    WORD_ROWS,
    WORD_SIZES,
    Codes,
    Pairs,
    cue_codes,
    pair_codes,
)
from framing.attribution.outline import Ints, Outline
from framing.attribution.rows import Rows
from framing.models import load_arrays

Floats = NDArray[np.float32]
Tables = Mapping[str, Floats]

NAME = "attribution"
#: What the pointers point at, in the order of their columns.
START, END, SOURCE = range(3)
_NEVER = np.float32(-1e9)


def cue_tables(rows: Rows) -> dict[str, int]:
    """The tables of the cue model, and how many weights each has."""
    return {f"row {slot}": rows.count for slot in SLOTS} | dict(CUE_SIZES)


def pointer_tables(rows: Rows) -> dict[str, int]:
    """The tables of the pointers, and how many codes each has (sides included)."""
    sizes = dict.fromkeys((*WORD_ROWS, *NEAR_ROWS), rows.count) | {**WORD_SIZES, **NEAR_SIZES, **PAIR_SIZES}
    return {name: SIDES * size for name, size in sizes.items()}


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


@dataclass(frozen=True, eq=False)
class Model:
    """The weights. `cue` tables have shape `(codes,)`, `pointer` tables `(sides * codes, 3)`."""

    rows: Rows
    cue_rows: NDArray[np.bool_]
    finite: NDArray[np.bool_]
    bias: float
    cue: Tables
    pointer: Tables

    def cue_scores(self, outline: Outline, words: Ints) -> Floats:
        """The log odds of each word being a cue."""
        return self.bias + _summed(self.cue, cue_codes(outline, words))

    def point(self, outline: Outline, cues: Ints) -> Pointed:
        """What each cue, of at least one, points at."""
        pairs = pair_codes(outline, cues, self.finite)
        return best(outline, len(cues), pairs, self._pair_scores(pairs))

    def _pair_scores(self, pairs: Pairs) -> Floats:
        words = _by_side(self.pointer, pairs.words)
        cues = _by_side(self.pointer, pairs.cues)
        scores = words[pairs.side, pairs.word] + cues[pairs.side, pairs.cue]
        for name, codes in pairs.pairs.items():
            scores += self.pointer[name].take(pairs.side * PAIR_SIZES[name] + codes, axis=0)
        return scores


def _summed(tables: Tables, codes: Codes) -> Floats:
    total: Floats = np.sum([tables[name].take(code) for name, code in codes.items()], axis=0)
    return total


def _by_side(tables: Tables, codes: Codes) -> Floats:
    """The sums for each side, shape `(SIDES, n, 3)`."""
    total = sum(tables[name].reshape(SIDES, -1, 3).take(code, axis=1) for name, code in codes.items())
    return np.asarray(total, dtype=np.float32)


def best(outline: Outline, cues: int, pairs: Pairs, scores: Floats) -> Pointed:
    """The best start, end and source for each cue: start before end, both on one side of it, the source outside."""
    first = np.searchsorted(pairs.cue, np.arange(cues))
    top = np.maximum.reduceat(scores, first, axis=0)
    shifted = scores - top[pairs.cue]
    logs = shifted - np.log(np.add.reduceat(np.exp(shifted), first, axis=0))[pairs.cue]
    low, high = int(pairs.offset.min()), int(pairs.offset.max())
    grid = np.full((3, cues, high - low + 1), _NEVER, dtype=np.float32)
    grid[:, pairs.cue, pairs.offset - low] = logs.T
    start, end = grid[START], grid[END]
    # a content lies wholly before the cue or wholly after it
    running = np.concatenate(
        [
            np.maximum.accumulate(part, axis=1)
            for part in (start[:, :-low], start[:, -low : 1 - low], start[:, 1 - low :])
        ],
        axis=1,
    )
    total = running + end
    total[:, -low] = _NEVER
    each = np.arange(cues)
    last = np.argmax(total, axis=1)
    columns = np.arange(grid.shape[2])
    after = last > -low
    allowed = (columns <= last[:, None]) & ((columns > -low) == after[:, None])
    begin = np.argmax(np.where(allowed, start, 2 * _NEVER), axis=1)
    inside = (columns >= begin[:, None]) & (columns <= last[:, None])
    speakers = np.where(inside, _NEVER, grid[SOURCE])
    speaker = np.argmax(speakers, axis=1)
    outer = outline.outer
    base = pairs.word[first] - pairs.offset[first] + low
    found = total[each, last] > _NEVER / 2
    limit = len(outer) - 1
    return Pointed(
        np.where(found, outer[np.clip(base + begin, 0, limit)], -1),
        outer[np.clip(base + last, 0, limit)],
        outer[np.clip(base + speaker, 0, limit)],
        total[each, last],
        speakers[each, speaker],
    )


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    arrays = load_arrays(NAME)
    rows = Rows(arrays["vocabulary"].tobytes().decode().split("\n"))
    return Model(
        rows,
        arrays["cue rows"].astype(bool),
        rows.finite(),
        float(arrays["bias"]),
        {name: arrays[f"cue/{name}"].astype(np.float32) for name in cue_tables(rows)},
        {name: arrays[f"pointer/{name}"].astype(np.float32) for name in pointer_tables(rows)},
    )
