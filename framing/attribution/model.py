"""The learned weights: which words are cues, what these introduce, and how sure a row is.

A logistic regression leaves the words that are probably no cues; a network reads what stands around the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.attribution import network
from framing.attribution.features import (
    CUE_FIELDS,
    LEFT,
    NEAR_FIELDS,
    WIDTH,
    Windows,
    cue_codes,
    may_be_cue,
    windows_of,
)
from framing.attribution.network import END, NEVER, SOURCE, START, Floats, Network
from framing.attribution.rows import Rows
from framing.attribution.token_features import Ints, TokenFeatures
from framing.attribution.trees import Trees
from framing.models import load_arrays

NAME = "attribution"
#: Words with lower log odds of being a cue, at the first look, are none.
FIRST_LOOK = -2.0
#: What is added to the log probability of a source in another sentence than its cue.
_ELSEWHERE = np.float32(-3)
_SAME_SENTENCE = list(NEAR_FIELDS).index("same sentence")


def field_sizes(sizes: Mapping[str, int | None], rows: Rows) -> list[int]:
    """How many codes each field has."""
    return [rows.count if size is None else size for size in sizes.values()]


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

    def some(self, cues: Ints) -> Pointed:
        """What some of the cues point at, by their number."""
        start, end, source = self.start[cues], self.end[cues], self.source[cues]
        return Pointed(start, end, source, self.span_score[cues], self.source_score[cues])


#: Words that are looked at, and cues that are read, in one go, so that a text as long as a book takes little memory.
_MOST_WORDS, _MOST_CUES = 1 << 16, 1 << 12
_NO_WORDS, _NO_SCORES = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
#: What no cues point at.
NOWHERE = Pointed(_NO_WORDS, _NO_WORDS, _NO_WORDS, _NO_SCORES, _NO_SCORES)


@dataclass(frozen=True, eq=False)
class Model:
    """The weights.

    `cue` has one for each code of `CUE_FIELDS`, field by field, and `cue_rows` says which rows may be cues at all.
    `confidence` grades rows; None grades all alike.
    """

    rows: Rows
    cue_rows: NDArray[np.bool_]
    bias: float
    cue: Floats
    network: Network
    confidence: Trees | None = None

    def likely(self, tokens: TokenFeatures) -> Ints:
        """The words that may be cues at the first look."""
        words = may_be_cue(tokens, self.cue_rows)
        blocks = (words[at : at + _MOST_WORDS] for at in range(0, len(words), _MOST_WORDS))
        found = [block[self.first_look(cue_codes(tokens, block)) >= FIRST_LOOK] for block in blocks]
        return np.concatenate([_NO_WORDS, *found])

    def first_look(self, codes: NDArray[np.intp]) -> Floats:
        """The log odds of each column of codes being that of a cue."""
        first = np.cumsum([0, *field_sizes(CUE_FIELDS, self.rows)[:-1]], dtype=np.intp)[:, None]
        odds: Floats = self.cue.take(codes + first).sum(axis=0) + np.float32(self.bias)
        return odds

    def read(self, tokens: TokenFeatures, cues: Ints) -> tuple[Floats, Pointed]:
        """The log odds of each of some words being a cue, and what it points at."""
        if not len(cues):
            return _NO_SCORES, NOWHERE
        odds, pointed = zip(
            *(self._read(tokens, cues[at : at + _MOST_CUES]) for at in range(0, len(cues), _MOST_CUES)), strict=False
        )
        columns = ([getattr(part, each.name) for part in pointed] for each in fields(Pointed))
        return np.concatenate(odds), Pointed(*map(np.concatenate, columns))

    def _read(self, tokens: TokenFeatures, cues: Ints) -> tuple[Floats, Pointed]:
        windows = windows_of(tokens, cues)
        odds, grid = self.network.read(windows)
        return odds, best(windows, grid)


def best(windows: Windows, grid: Floats) -> Pointed:
    """The best start, end and source for each cue: start before end, both on one side of it, the source outside."""
    cues, columns = len(windows.cue), np.arange(WIDTH)
    word, in_sentence = windows.word_at, np.zeros((cues, WIDTH), dtype=bool)
    in_sentence[windows.of_cue, windows.column] = windows.codes[_SAME_SENTENCE]
    grid = grid - grid.max(axis=2, keepdims=True)
    grid -= np.log(np.exp(grid).sum(axis=2, keepdims=True))
    start, end = grid[START], grid[END]
    # a content lies wholly before the cue or wholly after it
    total = start.copy()
    np.maximum.accumulate(start[:, :LEFT], axis=1, out=total[:, :LEFT])
    np.maximum.accumulate(start[:, LEFT + 1 :], axis=1, out=total[:, LEFT + 1 :])
    total += end
    total[:, LEFT] = NEVER
    each = np.arange(cues)
    last = total.argmax(axis=1)
    before_end = columns <= last[:, None]
    on_side = before_end & (columns >= np.where(last > LEFT, LEFT + 1, 0)[:, None])
    begin = np.where(on_side, start, 2 * NEVER).argmax(axis=1)
    speakers = grid[SOURCE]
    speakers[~in_sentence] += _ELSEWHERE
    speakers[before_end & (columns >= begin[:, None])] = NEVER
    speaker = speakers.argmax(axis=1)
    span_score = total[each, last]
    return Pointed(
        np.where(span_score > NEVER / 2, word[each, begin], -1),
        word[each, last],
        word[each, speaker],
        span_score,
        speakers[each, speaker],
    )


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    stored = load_arrays(NAME)
    return Model(
        Rows(stored["vocabulary"].tobytes().decode().split("\n"), stored=True),
        stored["cue rows"].astype(bool),
        float(stored["bias"]),
        stored["first look"].astype(np.float32),
        network.from_arrays(stored),
        Trees.from_arrays(stored),
    )
