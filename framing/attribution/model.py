"""The learned model: which words are cues, what they introduce, and how sure a row is.

A logistic regression drops the words that are probably no cues; a network reads the words around the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

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
from framing.attribution.token_features import Ints, TokenFeatures
from framing.attribution.trees import Trees
from framing.attribution.word_rows import WordRows
from framing.models import load_arrays, unpack_words

NAME = "attribution"
#: Words with lower log odds of being a cue, at the first look, are none.
FIRST_LOOK = -2.0
#: Added to the log probability of a source in another sentence than its cue.
_ELSEWHERE = np.float32(-3)
#: Weights of the scores of content and source in the sum.
_CONTENT_SHARE, _SOURCE_SHARE = 0.9, 0.3
_SAME_SENTENCE = list(NEAR_FIELDS).index("same sentence")


class Candidates(NamedTuple):
    """Words that may be cues, and what each points at: a word of its source, the first and last word of its content.

    `start` is -1 where the cue has no word beside it. The scores are log odds of the cue, log probabilities of content
    and source, and their weighted sum.
    """

    cue: Ints
    source: Ints
    start: Ints
    end: Ints
    cue_score: Floats
    content_score: Floats
    source_score: Floats
    score: Floats

    def some(self, numbers: NDArray[Any] | list[int]) -> Candidates:
        """Some of the words, by their number or by a flag for each."""
        return Candidates._make(column[numbers] for column in self)


#: Maximum words looked at, and cues read, at once, so that a text as long as a book takes little memory.
_MOST_WORDS, _MOST_CUES = 1 << 16, 1 << 12


@dataclass(frozen=True, eq=False)
class Model:
    """The learned weights of attribution.

    `cue` has one for each code of `CUE_FIELDS`, field by field, and `cue_rows` says which rows may be cues at all.
    `confidence` grades rows; None grades all alike.
    """

    rows: WordRows
    cue_rows: NDArray[np.bool_]
    bias: float
    cue: Floats
    network: Network
    confidence: Trees | None = None

    def likely(self, tokens: TokenFeatures) -> Ints:
        """The words that may be cues at the first look."""
        blocks = _blocks(may_be_cue(tokens, self.cue_rows), _MOST_WORDS)
        return np.concatenate([words[self.first_look(cue_codes(tokens, words)) >= FIRST_LOOK] for words in blocks])

    def first_look(self, codes: NDArray[np.intp]) -> Floats:
        """The log odds of each column of codes being that of a cue."""
        sizes = np.array([self.rows.count if size is None else size for size in CUE_FIELDS.values()])
        first = (np.cumsum(sizes) - sizes)[:, None]
        odds: Floats = self.cue.take(codes + first).sum(axis=0) + np.float32(self.bias)
        return odds

    def read(self, tokens: TokenFeatures, words: Ints) -> Candidates:
        """How sure each of some words is a cue, and what it points at."""
        parts = []
        for cues in _blocks(words, _MOST_CUES):
            windows = windows_of(tokens, cues)
            parts.append(best(cues, windows, *self.network.read(windows)))
        return Candidates(*map(np.concatenate, zip(*parts, strict=True)))


def _blocks(words: Ints, size: int) -> list[Ints]:
    """The words in blocks of at most `size`, of which there is one at least."""
    return np.split(words, range(size, len(words), size))


def best(cues: Ints, windows: Windows, odds: Floats, grid: Floats) -> Candidates:
    """The best start, end and source for each cue: start before end, both on one side of it, the source outside."""
    columns = np.arange(WIDTH)
    word, in_sentence = windows.word_at, np.zeros((len(cues), WIDTH), dtype=bool)
    in_sentence[windows.of_cue, windows.column] = windows.codes[_SAME_SENTENCE]
    grid = grid - grid.max(axis=2, keepdims=True)
    grid -= np.log(np.exp(grid).sum(axis=2, keepdims=True))
    start, end, speakers = grid[START], grid[END], grid[SOURCE]
    # a content lies wholly before the cue or wholly after it
    total = start.copy()
    np.maximum.accumulate(start[:, :LEFT], axis=1, out=total[:, :LEFT])
    np.maximum.accumulate(start[:, LEFT + 1 :], axis=1, out=total[:, LEFT + 1 :])
    total += end
    total[:, LEFT] = NEVER
    each = np.arange(len(cues))
    last = total.argmax(axis=1)
    before_end = columns <= last[:, None]
    on_side = before_end & (columns >= np.where(last > LEFT, LEFT + 1, 0)[:, None])
    begin = np.where(on_side, start, 2 * NEVER).argmax(axis=1)
    speakers[~in_sentence] += _ELSEWHERE
    speakers[before_end & (columns >= begin[:, None])] = NEVER
    speaker = speakers.argmax(axis=1)
    content_score, source_score = total[each, last], speakers[each, speaker]
    return Candidates(
        cue=cues,
        source=word[each, speaker],
        start=np.where(content_score > NEVER / 2, word[each, begin], -1),
        end=word[each, last],
        cue_score=odds,
        content_score=content_score,
        source_score=source_score,
        score=odds + _CONTENT_SHARE * content_score + _SOURCE_SHARE * source_score,
    )


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    stored = load_arrays(NAME)
    return Model(
        WordRows(unpack_words(stored["vocabulary"]), stored=True),
        stored["cue rows"].astype(bool),
        float(stored["bias"]),
        stored["first look"].astype(np.float32),
        network.from_arrays(stored),
        Trees.from_arrays(stored),
    )
