"""What speaks for a word being a cue, and for another being the first or last of its content, or its source.

Everything is a code into a table of weights, named here once for those who learn the tables and those who use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.outline import COLON, COMMA, GAPS, MARK, STOP, Ints, Outline
from framing.attribution.rows import BEYOND, CUE_KINDS, Traits

Codes = NDArray[np.intp]

#: The words around a cue that are looked at.
SLOTS = range(-4, 5)
_GAPS_AROUND = (-2, -1, 0, 1)
_MARKS_AROUND = (-1, 0, 1, 2)
_REACH = 4
_FARTHEST = 12
#: The fields of a word that may be a cue, and how many codes each has; None for a field that holds a row.
CUE_FIELDS: Mapping[str, int | None] = {
    **{f"row {slot}": None for slot in SLOTS},
    **{f"gap {slot}": GAPS for slot in _GAPS_AROUND},
    **{f"quoted {slot}": 3 for slot in _MARKS_AROUND},
    "words before": _FARTHEST + 1,
    "words after": _FARTHEST + 1,
    "section": 3,
    "words quoted": 4,
}

#: How many outer words before and after a cue may belong to it.
LEFT, RIGHT = 34, 46
#: Where a word stands from the cue: before it, after it, or it is the cue itself.
SIDES = 3
#: The fields of a word near a cue, of the cue, and of the two together.
WORD_FIELDS: Mapping[str, int | None] = {
    "previous": None,
    "word": None,
    "next": None,
    "gap before": GAPS,
    "gap after": GAPS,
    "place": 20,
}
NEAR_FIELDS: Mapping[str, int | None] = {
    "cue previous": None,
    "cue": None,
    "cue next": None,
    "cue gap before": GAPS,
    "cue gap after": GAPS,
}
PAIR_FIELDS: Mapping[str, int | None] = {
    "distance": 16,
    "between": 48,
    "same sentence": 2,
    "marks facing": 40,
    "commas": 16,
    "kind and distance": len(CUE_KINDS) * 16,
    "kind and commas": len(CUE_KINDS) * 16,
}
_DISTANCES = np.array([*range(11), *[11] * 3, *[12] * 4, *[13] * 6, *[14] * 8, *[15] * 20])


def cue_codes(outline: Outline, words: Ints) -> Codes:
    """The codes of words that may be cues, shape `(len(CUE_FIELDS), words)`."""
    unit = outline.unit[words]
    padded = words + _REACH
    row, units = _padded(outline.row, BEYOND), _padded(outline.unit, -1)
    codes = np.empty((len(CUE_FIELDS), len(words)), dtype=np.intp)
    around = padded + np.array(SLOTS)[:, None]
    codes[: len(SLOTS)] = np.where(units[around] == unit, row[around], BEYOND)
    at = len(SLOTS)
    gap = _padded(outline.gap, 0)
    codes[at : at + 4] = gap[padded + np.array(_GAPS_AROUND)[:, None]]
    around = padded + np.array(_MARKS_AROUND)[:, None]
    quotation = _padded(outline.quotation, -1)
    codes[at + 4 : at + 8] = (quotation[around] >= 0) * (1 + (units[around] == unit))
    document = outline.document
    sentence = document.word_sentence[words]
    first = document.sentence_first_word
    codes[at + 8] = np.minimum(words - first[sentence], _FARTHEST)
    codes[at + 9] = np.minimum(first[sentence + 1] - words, _FARTHEST)
    codes[at + 10] = document.sentence_section[sentence]
    quoted = np.bincount(outline.unit, weights=outline.quotation >= 0)[unit]
    codes[at + 11] = (quoted > 0).astype(np.intp) + (quoted > 4) + (quoted > 15)
    return codes


def _padded(values: NDArray[Any], beyond: int) -> NDArray[Any]:
    wider = np.full(len(values) + 2 * _REACH, beyond, dtype=values.dtype)
    wider[_REACH:-_REACH] = values
    return wider


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Each cue with each outer word of its unit.

    `cue` and `word` are indices into the cues and the outer words, `offset` how far the word stands from the cue.
    `words`, `cues` and `pairs` hold the codes of outer words, cues and pairs, a row for each field.
    """

    cue: Ints
    word: Ints
    offset: Ints
    side: Ints
    words: Codes
    cues: Codes
    pairs: Codes


def pair_codes(outline: Outline, cues: Ints, traits: Traits) -> Pairs:
    """The pairs of some cues, in their order; `traits` are those of the rows."""
    outer = outline.outer
    place = np.searchsorted(outer, cues)
    unit = outline.unit[outer]
    of_cue = outline.unit[cues]
    low = np.maximum(place - LEFT, np.searchsorted(unit, of_cue, side="left"))
    high = np.minimum(place + RIGHT + 1, np.searchsorted(unit, of_cue, side="right"))
    length = high - low
    cue = np.repeat(np.arange(len(cues)), length)
    word = np.arange(len(cue)) + np.repeat(low - (np.cumsum(length) - length), length)
    offset = word - place[cue]
    side = (offset > 0) + 2 * (offset == 0)
    words, near = _word_codes(outline), _near_codes(outline, cues)
    sentence = outline.document.word_sentence
    distance = np.abs(offset)
    commas, verbs, marks = _between(outline, place[cue], word, traits.finite)
    gap_before, gap_after = near[3], near[4]
    facing = ((gap_before & MARK) > 0) + 2 * ((gap_after & MARK) > 0)
    parted = ((gap_after & COMMA) > 0) + 2 * ((gap_before & COMMA) > 0)
    kind = traits.kind[near[1]][cue]
    comma_before, comma_after = (words[3] & COMMA) > 0, (words[4] & (COMMA | STOP)) > 0
    pairs = np.stack(
        (
            _DISTANCES[distance],
            (commas * 4 + verbs) * 3 + marks,
            sentence[outer][word] == sentence[cues][cue],
            ((words[5] // 4)[word] * 4 + facing[cue]) * 2 + (distance == 1),
            parted[cue] * 4 + commas,
            kind * 16 + _DISTANCES[distance],
            (kind * 4 + commas) * 4 + (comma_before * 2 + comma_after)[word],
        )
    )
    return Pairs(cue, word, offset, side, words, near, pairs)


def _word_codes(outline: Outline) -> Codes:
    outer, unit = outline.outer, outline.unit
    row = outline.row[outer]
    same = unit[outer[1:]] == unit[outer[:-1]]
    codes = np.full((len(WORD_FIELDS), len(outer)), BEYOND, dtype=np.intp)
    codes[0, 1:] = np.where(same, row[:-1], BEYOND)
    codes[1] = row
    codes[2, :-1] = np.where(same, row[1:], BEYOND)
    codes[3] = np.concatenate(([0], outline.gap[:-1]))[outer]
    codes[4] = outline.gap[outer]
    codes[5] = _place_in_quotation(outline)
    return codes


def _place_in_quotation(outline: Outline) -> Ints:
    """Outside, first, last, neither or both, times four; plus the quotation's length in four classes."""
    place = np.zeros(len(outline.outer), dtype=np.intp)
    number = outline.quotation[outline.outer]
    quoted = number >= 0
    if quoted.any():
        first, last = outline.quotation_words[number[quoted]].T
        word = outline.outer[quoted]
        is_first, is_last = word == first, word == last - 1
        stands = np.where(is_first & is_last, 4, np.where(is_first, 1, np.where(is_last, 2, 3)))
        length = last - first
        place[quoted] = stands * 4 + np.where(length <= 2, 1, np.where(length <= 5, 2, 3))
    return place


def _near_codes(outline: Outline, cues: Ints) -> Codes:
    last = len(outline.row) - 1
    before, after = np.maximum(cues - 1, 0), np.minimum(cues + 1, last)
    row, gap = outline.row, outline.gap
    gap_before = np.where(cues > 0, gap[before], 0)
    return np.stack((row[before], row[cues], row[after], gap_before, gap[cues])).astype(np.intp)


def _between(outline: Outline, cue: Ints, word: Ints, finite: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """How many commas, finite verbs and quotation marks stand between the cue and the word, the counts capped."""
    outer = outline.outer
    gap = outline.gap[outer]
    counts = np.zeros((3, len(outer) + 1), dtype=np.intp)
    np.cumsum((gap & COMMA) > 0, out=counts[0, 1:])
    np.cumsum(finite[outline.row[outer]] & (outline.quotation[outer] < 0), out=counts[1, 1:])
    np.cumsum((gap & MARK) > 0, out=counts[2, 1:])
    low, high = np.minimum(cue, word), np.maximum(cue, word)
    to_high, to_low = counts[:, high], counts[:, low]
    verbs = to_high[1] - counts[1, np.minimum(low + 1, high)]
    return np.minimum(to_high[0] - to_low[0], 3), np.minimum(verbs, 3), np.minimum(to_high[2] - to_low[2], 2)


def may_be_cue(outline: Outline, cue_rows: NDArray[np.bool_]) -> Ints:
    """The outer words whose row can be a cue or after which a colon stands."""
    outer = outline.outer
    return outer[cue_rows[outline.row[outer]] | ((outline.gap[outer] & COLON) > 0)]
