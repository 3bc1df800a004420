"""Features of words that may be cues, and of the words around them, as codes into tables of weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.attribution.token_features import COLON, GAP_CODES, Ints, TokenFeatures
from framing.attribution.word_rows import BEYOND

Codes = NDArray[np.intp]

#: Offsets from a cue of the words that the linear filter uses.
CONTEXT_OFFSETS = range(-4, 5)
_OFFSETS = np.array(CONTEXT_OFFSETS)[:, None]
#: The offsets at which it uses the gap, and those at which it uses the quotation.
_WITH_GAP, _WITH_QUOTATION = slice(2, 6), slice(3, 7)
_MAX_DISTANCE = 12
#: The fields of a word that may be a cue, and how many codes each has; None for a row of weights.
CUE_FIELDS: Mapping[str, int | None] = {
    **{f"row {offset}": None for offset in CONTEXT_OFFSETS},
    **{f"gap {offset}": GAP_CODES for offset in CONTEXT_OFFSETS[_WITH_GAP]},
    **{f"quoted {offset}": 3 for offset in CONTEXT_OFFSETS[_WITH_QUOTATION]},
    "words before": _MAX_DISTANCE + 1,
    "words after": _MAX_DISTANCE + 1,
    "section": 3,
    "words quoted": 4,
}

#: Maximum outer words before and after a cue in its window.
WINDOW_BEFORE, WINDOW_AFTER = 34, 46
#: The columns of a window, and that of its cue.
WINDOW_WIDTH, CUE_COLUMN = WINDOW_BEFORE + WINDOW_AFTER + 1, WINDOW_BEFORE
#: The fields of a word near a cue, and how many codes each has; None for a row of
#: weights. The offset is the window's column.
WINDOW_FIELDS: Mapping[str, int | None] = {
    "row": None,
    "gap before": GAP_CODES,
    "gap after": GAP_CODES,
    "place in quotation": 20,
    "offset": WINDOW_WIDTH,
    "same sentence": 2,
    "section": 3,
}


def possible_cues(tokens: TokenFeatures, cue_rows: NDArray[np.bool_]) -> Ints:
    """The outer words that have the form of a cue or a colon after them."""
    outer = tokens.outer
    return outer[cue_rows[tokens.weight_row[outer]] | ((tokens.gap[outer] & COLON) > 0)]


def cue_codes(tokens: TokenFeatures, words: Ints) -> Codes:
    """The codes of words that may be cues, shape `(len(CUE_FIELDS), words)`."""
    document, unit = tokens.document, tokens.unit[words]
    around = words + _OFFSETS
    there = (around >= 0) & (around < len(tokens.weight_row))
    there &= tokens.document_of.take(around, mode="clip") == tokens.document_of[words]
    same = there & (tokens.unit.take(around, mode="clip") == unit)
    is_quoted = tokens.is_quoted.take(around[_WITH_QUOTATION], mode="clip") & there[_WITH_QUOTATION]
    sentence, first = document.word_sentence[words], document.sentence_first_word
    quoted_words = tokens.unit_quoted[unit]
    codes = (
        np.where(same, tokens.weight_row.take(around, mode="clip"), BEYOND),
        tokens.gap.take(around[_WITH_GAP], mode="clip") * there[_WITH_GAP],
        is_quoted * (1 + same[_WITH_QUOTATION]),
        np.minimum(words - first[sentence], _MAX_DISTANCE)[None],
        np.minimum(first[sentence + 1] - words, _MAX_DISTANCE)[None],
        document.sentence_section[sentence][None],
        np.sum([quoted_words > 0, quoted_words > 4, quoted_words > 15], axis=0)[None],
    )
    return np.concatenate(codes, dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The outer words of the unit of each cue, at most 34 before and 46 after it, cue after cue.

    | attribute | shape | meaning |
    |---|---|---|
    | `start` | (cues + 1,) | cue `i` has the entries `[start[i], start[i + 1])` |
    | `word` | (entries,) | the word of the document |
    | `column` | (entries,) | its column in the window; the cue's is `CUE_COLUMN` |
    | `cue_entry` | (cues,) | the entry of the cue itself |
    | `codes` | (len(WINDOW_FIELDS), entries) | the codes of its fields |
    """

    start: Ints
    word: Ints
    column: Ints
    cue_entry: Ints
    codes: Codes

    @property
    def cue_of_entry(self) -> Ints:
        """The number of the cue of each entry, shape `(entries,)`."""
        return np.repeat(np.arange(len(self.cue_entry)), np.diff(self.start))

    @property
    def word_grid(self) -> Ints:
        """The word at each column, -1 where there is none, shape `(cues, WINDOW_WIDTH)`."""
        words = np.full((len(self.cue_entry), WINDOW_WIDTH), -1, dtype=np.intp)
        words[self.cue_of_entry, self.column] = self.word
        return words


def windows_of(tokens: TokenFeatures, cues: Ints) -> Windows:
    """The words around each cue."""
    document, outer = tokens.document, tokens.outer
    unit, of_cue = tokens.unit[outer], tokens.unit[cues]
    place = outer.searchsorted(cues)
    start_place = np.maximum(place - WINDOW_BEFORE, unit.searchsorted(of_cue, side="left"))
    length = np.minimum(place + WINDOW_AFTER + 1, unit.searchsorted(of_cue, side="right")) - start_place
    start = np.concatenate(([0], np.cumsum(length)))
    entry = np.arange(start[-1]) + np.repeat(start_place - start[:-1], length)
    word, column = outer[entry], entry - np.repeat(place, length) + CUE_COLUMN
    sentence = document.word_sentence[cues]
    follows = (word > 0) & (tokens.document_of[word - 1] == tokens.document_of[word])
    codes = (
        tokens.weight_row[word],
        tokens.gap[word - 1] * follows,
        tokens.gap[word],
        tokens.place_in_quotation[word],
        column,
        document.word_sentence[word] == np.repeat(sentence, length),
        np.repeat(document.sentence_section[sentence], length),
    )
    return Windows(start, word, column, start[:-1] + place - start_place, np.stack(codes, dtype=np.intp))
