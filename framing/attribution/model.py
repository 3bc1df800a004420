"""The learned model: which words are cues, what they introduce, and how likely an attribution is right.

A logistic regression discards words that are probably not cues; a network scores the others from their context.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.features import (
    CUE_COLUMN,
    CUE_FIELDS,
    WINDOW_FIELDS,
    WINDOW_WIDTH,
    Windows,
    cue_codes,
    possible_cues,
    windows_of,
)
from framing.attribution.network import END, MASKED_SCORE, SOURCE, START, Floats, Network
from framing.attribution.token_features import Ints, TokenFeatures
from framing.attribution.trees import Trees
from framing.attribution.word_rows import WordRows
from framing.models import load_arrays, unpack_words

NAME = "attribution"
#: Minimum log odds of being a cue by the linear filter.
MIN_FILTER_LOG_ODDS = -2.0
#: Added to the log probability of a source outside the cue's sentence.
_OTHER_SENTENCE_PENALTY = np.float32(-3)
#: Weights of the scores of content and source in the sum.
_CONTENT_WEIGHT, _SOURCE_WEIGHT = 0.9, 0.3
_SAME_SENTENCE = list(WINDOW_FIELDS).index("same sentence")


class Candidates(NamedTuple):
    """Words that may be cues, and what each points at: a word of its source, the first and last word of its content.

    `first_word` is -1 if the window holds no word but the cue. The scores are log odds of the cue, log probabilities of
    content and source, and their weighted sum.
    """

    cue: Ints
    source: Ints
    first_word: Ints
    last_word: Ints
    cue_score: Floats
    content_score: Floats
    source_score: Floats
    score: Floats

    def select(self, numbers: NDArray[Any] | list[int]) -> Candidates:
        """Some of the candidates, by their number or by a flag for each."""
        return Candidates._make(column[numbers] for column in self)


#: Words to filter and cues to score in one block, so that a text as long as a book takes little memory.
_MAX_BLOCK_WORDS, _MAX_BLOCK_CUES = 1 << 16, 1 << 12


@dataclass(frozen=True, eq=False)
class Model:
    """The learned weights of attribution.

    `cue` has the filter's weight for each code of `CUE_FIELDS`, field by field; `cue_rows` marks the rows that may be
    cues at all. `confidence` rates attributions; None rates all alike.
    """

    rows: WordRows
    cue_rows: NDArray[np.bool_]
    bias: float
    cue: Floats
    network: Network
    confidence: Trees | None = None

    def likely_cues(self, tokens: TokenFeatures) -> Ints:
        """The words that pass the linear filter."""
        blocks = _blocks(possible_cues(tokens, self.cue_rows), _MAX_BLOCK_WORDS)
        return np.concatenate(
            [words[self.filter_log_odds(cue_codes(tokens, words)) >= MIN_FILTER_LOG_ODDS] for words in blocks]
        )

    def filter_log_odds(self, codes: NDArray[np.intp]) -> Floats:
        """The filter's log odds of being a cue for each column of codes."""
        sizes = np.array([self.rows.count if size is None else size for size in CUE_FIELDS.values()])
        first = (np.cumsum(sizes) - sizes)[:, None]
        odds: Floats = self.cue.take(codes + first).sum(axis=0) + np.float32(self.bias)
        return odds

    def score(self, tokens: TokenFeatures, words: Ints) -> Candidates:
        """The scores of each of these words as a cue, and its content and source."""
        blocks = []
        for cues in _blocks(words, _MAX_BLOCK_CUES):
            windows = windows_of(tokens, cues)
            blocks.append(decode_pointers(cues, windows, *self.network.forward(windows)))
        return Candidates(*map(np.concatenate, zip(*blocks, strict=True)))


def _blocks(words: Ints, size: int) -> list[Ints]:
    """The words in blocks of at most `size`; at least one block."""
    return np.split(words, range(size, len(words), size))


def decode_pointers(cues: Ints, windows: Windows, odds: Floats, pointer_scores: Floats) -> Candidates:
    """The best start, end and source for each cue: start before end, both on one side of it, the source outside."""
    columns = np.arange(WINDOW_WIDTH)
    word, in_sentence = windows.word_grid, np.zeros((len(cues), WINDOW_WIDTH), dtype=bool)
    in_sentence[windows.cue_of_entry, windows.column] = windows.codes[_SAME_SENTENCE]
    pointer_scores = pointer_scores - pointer_scores.max(axis=2, keepdims=True)
    pointer_scores -= np.log(np.exp(pointer_scores).sum(axis=2, keepdims=True))
    start, end, source_scores = pointer_scores[START], pointer_scores[END], pointer_scores[SOURCE]
    # a content lies wholly before the cue or wholly after it
    total = start.copy()
    np.maximum.accumulate(start[:, :CUE_COLUMN], axis=1, out=total[:, :CUE_COLUMN])
    np.maximum.accumulate(start[:, CUE_COLUMN + 1 :], axis=1, out=total[:, CUE_COLUMN + 1 :])
    total += end
    total[:, CUE_COLUMN] = MASKED_SCORE
    each = np.arange(len(cues))
    last = total.argmax(axis=1)
    before_end = columns <= last[:, None]
    on_side = before_end & (columns >= np.where(last > CUE_COLUMN, CUE_COLUMN + 1, 0)[:, None])
    begin = np.where(on_side, start, 2 * MASKED_SCORE).argmax(axis=1)
    source_scores[~in_sentence] += _OTHER_SENTENCE_PENALTY
    source_scores[before_end & (columns >= begin[:, None])] = MASKED_SCORE
    source = source_scores.argmax(axis=1)
    content_score, source_score = total[each, last], source_scores[each, source]
    return Candidates(
        cue=cues,
        source=word[each, source],
        first_word=np.where(content_score > MASKED_SCORE / 2, word[each, begin], -1),
        last_word=word[each, last],
        cue_score=odds,
        content_score=content_score,
        source_score=source_score,
        score=odds + _CONTENT_WEIGHT * content_score + _SOURCE_WEIGHT * source_score,
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
        Network.from_arrays(stored),
        Trees.from_arrays(stored),
    )
