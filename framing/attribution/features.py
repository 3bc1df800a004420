"""Features of words that may be cues, and of the words around them, as codes into tables of weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.attribution.token_features import COLON, GAPS, Ints, TokenFeatures
from framing.attribution.word_rows import BEYOND

Codes = NDArray[np.intp]

#: The words around a cue that the first look reads.
SLOTS = range(-4, 5)
_SLOTS = np.array(SLOTS)[:, None]
#: Those of which it reads the gaps, and those of which it reads the quotations.
_GAPS_AROUND, _MARKS_AROUND = slice(2, 6), slice(3, 7)
_FARTHEST = 12
#: The fields of a word that may be a cue, and how many codes each has; None for a field that holds a row.
CUE_FIELDS: Mapping[str, int | None] = {
    **{f"row {slot}": None for slot in SLOTS},
    **{f"gap {slot}": GAPS for slot in SLOTS[_GAPS_AROUND]},
    **{f"quoted {slot}": 3 for slot in SLOTS[_MARKS_AROUND]},
    "words before": _FARTHEST + 1,
    "words after": _FARTHEST + 1,
    "section": 3,
    "words quoted": 4,
}

#: Maximum outer words before and after a cue in its window.
LEFT, RIGHT = 34, 46
WIDTH = LEFT + RIGHT + 1
#: The fields of a word near a cue, and how many codes each has; None for its row. The offset counts from the
#: farthest word before the cue.
NEAR_FIELDS: Mapping[str, int | None] = {
    "row": None,
    "gap before": GAPS,
    "gap after": GAPS,
    "place in quotation": 20,
    "offset": WIDTH,
    "same sentence": 2,
    "section": 3,
}


def may_be_cue(tokens: TokenFeatures, cue_rows: NDArray[np.bool_]) -> Ints:
    """The outer words whose row can be a cue or after which a colon stands."""
    outer = tokens.outer
    return outer[cue_rows[tokens.row[outer]] | ((tokens.gap[outer] & COLON) > 0)]


def cue_codes(tokens: TokenFeatures, words: Ints) -> Codes:
    """The codes of words that may be cues, shape `(len(CUE_FIELDS), words)`."""
    document, unit = tokens.document, tokens.unit[words]
    around = words + _SLOTS
    there = (around >= 0) & (around < len(tokens.row))
    there &= tokens.of_document.take(around, mode="clip") == tokens.of_document[words]
    same = there & (tokens.unit.take(around, mode="clip") == unit)
    is_quoted = tokens.is_quoted.take(around[_MARKS_AROUND], mode="clip") & there[_MARKS_AROUND]
    sentence, first = document.word_sentence[words], document.sentence_first_word
    marked = tokens.unit_quoted[unit]
    codes = (
        np.where(same, tokens.row.take(around, mode="clip"), BEYOND),
        tokens.gap.take(around[_GAPS_AROUND], mode="clip") * there[_GAPS_AROUND],
        is_quoted * (1 + same[_MARKS_AROUND]),
        np.minimum(words - first[sentence], _FARTHEST)[None],
        np.minimum(first[sentence + 1] - words, _FARTHEST)[None],
        document.sentence_section[sentence][None],
        np.sum([marked > 0, marked > 4, marked > 15], axis=0)[None],
    )
    return np.concatenate(codes, dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The outer words of the unit of each cue, at most `LEFT` before and `RIGHT` after it, cue after cue.

    | attribute | shape | meaning |
    |---|---|---|
    | `start` | (cues + 1,) | cue `i` has the entries `[start[i], start[i + 1])` |
    | `word` | (entries,) | the word of the document |
    | `column` | (entries,) | its place from the cue, which has column `LEFT` |
    | `cue` | (cues,) | the entry that is the cue itself |
    | `codes` | (len(NEAR_FIELDS), entries) | the codes of its fields |
    """

    start: Ints
    word: Ints
    column: Ints
    cue: Ints
    codes: Codes

    @property
    def of_cue(self) -> Ints:
        """The number of the cue of each entry, shape `(entries,)`."""
        return np.repeat(np.arange(len(self.cue)), np.diff(self.start))

    @property
    def word_at(self) -> Ints:
        """The word at each column, -1 where there is none, shape `(cues, WIDTH)`."""
        words = np.full((len(self.cue), WIDTH), -1, dtype=np.intp)
        words[self.of_cue, self.column] = self.word
        return words


def windows_of(tokens: TokenFeatures, cues: Ints) -> Windows:
    """The words around each cue."""
    document, outer = tokens.document, tokens.outer
    unit, of_cue = tokens.unit[outer], tokens.unit[cues]
    place = outer.searchsorted(cues)
    low = np.maximum(place - LEFT, unit.searchsorted(of_cue, side="left"))
    length = np.minimum(place + RIGHT + 1, unit.searchsorted(of_cue, side="right")) - low
    start = np.concatenate(([0], np.cumsum(length)))
    entry = np.arange(start[-1]) + np.repeat(low - start[:-1], length)
    word, column = outer[entry], entry - np.repeat(place, length) + LEFT
    sentence = document.word_sentence[cues]
    follows = (word > 0) & (tokens.of_document[word - 1] == tokens.of_document[word])
    codes = (
        tokens.row[word],
        tokens.gap[word - 1] * follows,
        tokens.gap[word],
        tokens.place_in_quotation[word],
        column,
        document.word_sentence[word] == np.repeat(sentence, length),
        np.repeat(document.sentence_section[sentence], length),
    )
    return Windows(start, word, column, start[:-1] + place - low, np.stack(codes, dtype=np.intp))
