"""What speaks for a word being a cue, and for another being the first or last of its content, or its source.

Everything is a code into a table of weights, named here once for those who learn the tables and those who use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.attribution.outline import COLON, COMMA, GAPS, MARK, STOP, Ints, Tagged, counts_before
from framing.attribution.rows import BEYOND, CUE_KINDS, Traits

Codes = NDArray[np.intp]

#: The words around a cue that are looked at.
SLOTS = range(-4, 5)
_SLOTS = np.array(SLOTS)[:, None]
#: Those whose gaps, and those whose quotations, are looked at.
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
#: For each offset of a word from its cue, the first of which is that of the outermost word before it: the class of its
#: distance, its side, and whether it stands next to the cue.
_OFFSETS = np.arange(-LEFT, RIGHT + 1)
_DISTANCES = np.array([*range(11), *[11] * 3, *[12] * 4, *[13] * 6, *[14] * 8, *[15] * 20])[np.abs(_OFFSETS)]
_SIDES = (_OFFSETS > 0) + 2 * (_OFFSETS == 0)
_IS_NEXT = (np.abs(_OFFSETS) == 1).astype(np.intp)
#: Whether each combination of signs between words has a quotation mark, a comma, a comma or a stop.
_HAS_MARK, _HAS_COMMA, _HAS_PAUSE = (
    (np.arange(GAPS) & sign > 0).astype(np.intp) for sign in (MARK, COMMA, COMMA | STOP)
)


def cue_codes(tagged: Tagged, words: Ints) -> Codes:
    """The codes of words that may be cues, shape `(len(CUE_FIELDS), words)`."""
    unit = tagged.unit[words]
    around = words + _SLOTS
    there = (around >= 0) & (around < len(tagged.row))
    there &= tagged.of_document.take(around, mode="clip") == tagged.of_document[words]
    same = there & (tagged.unit.take(around, mode="clip") == unit)
    codes = np.empty((len(CUE_FIELDS), len(words)), dtype=np.intp)
    codes[: len(SLOTS)] = np.where(same, tagged.row.take(around, mode="clip"), BEYOND)
    at = len(SLOTS)
    codes[at : at + 4] = tagged.gap.take(around[_GAPS_AROUND], mode="clip") * there[_GAPS_AROUND]
    quoted = tagged.is_quoted.take(around[_MARKS_AROUND], mode="clip") & there[_MARKS_AROUND]
    codes[at + 4 : at + 8] = quoted * (1 + same[_MARKS_AROUND])
    sentence = tagged.sentence[words]
    first = tagged.first_word
    codes[at + 8] = np.minimum(words - first[sentence], _FARTHEST)
    codes[at + 9] = np.minimum(first[sentence + 1] - words, _FARTHEST)
    codes[at + 10] = tagged.section[sentence]
    marked = tagged.quoted[unit]
    codes[at + 11] = (marked > 0).astype(np.intp) + (marked > 4) + (marked > 15)
    return codes


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Each cue with each outer word of its unit.

    `outer` are the outer words of units with cues, `place` says which of them each cue is. `cue` and `word` are indices
    into the cues and these words, `offset` is how far the word stands from the cue. `words`, `cues` and `pairs` hold
    the codes of these words, cues and pairs, a row for each field.
    """

    outer: Ints
    place: Ints
    cue: Ints
    word: Ints
    offset: Ints
    side: Ints
    words: Codes
    cues: Codes
    pairs: Codes


def pair_codes(tagged: Tagged, cues: Ints, traits: Traits) -> Pairs:
    """The pairs of some cues, in their order; `traits` are those of the rows."""
    of_cue = tagged.unit[cues]
    with_cue = np.zeros(len(tagged.quoted), dtype=bool)
    with_cue[of_cue] = True
    unit = tagged.unit[tagged.outer]
    near_cue = with_cue[unit]
    outer, unit = tagged.outer[near_cue], unit[near_cue]
    place = outer.searchsorted(cues)
    low = np.maximum(place - LEFT, unit.searchsorted(of_cue, side="left"))
    high = np.minimum(place + RIGHT + 1, unit.searchsorted(of_cue, side="right"))
    length = high - low
    cue = np.repeat(np.arange(len(cues)), length)
    word = np.arange(len(cue)) + (low - (np.cumsum(length) - length)).take(cue)
    of_place = place.take(cue)
    offset = word - of_place
    column = offset + LEFT
    words, near = _word_codes(tagged, outer, unit), _near_codes(tagged, cues)
    distance = _DISTANCES.take(column)
    verb = traits.finite[words[1]] & ~tagged.is_quoted[outer]
    commas, verbs, marks = _between(words[4], verb, of_place, word)
    gap_before, gap_after = near[3], near[4]
    facing = _HAS_MARK.take(gap_before) * 2 + _HAS_MARK.take(gap_after) * 4
    parted = _HAS_COMMA.take(gap_after) * 4 + _HAS_COMMA.take(gap_before) * 8
    kind = traits.kind[near[1]].take(cue)
    comma_beside = _HAS_COMMA.take(words[3]) * 2 + _HAS_PAUSE.take(words[4])
    sentence = tagged.sentence
    pairs = np.empty((len(PAIR_FIELDS), len(cue)), dtype=np.intp)
    pairs[0] = distance
    pairs[1] = (commas * 4 + verbs) * 3 + marks
    pairs[2] = sentence[outer].take(word) == sentence[cues].take(cue)
    pairs[3] = (words[5] // 4 * 8).take(word) + facing.take(cue) + _IS_NEXT.take(column)
    pairs[4] = parted.take(cue) + commas
    pairs[5] = kind * 16 + distance
    pairs[6] = (kind * 4 + commas) * 4 + comma_beside.take(word)
    return Pairs(outer, place, cue, word, offset, _SIDES.take(column), words, near, pairs)


def _word_codes(tagged: Tagged, outer: Ints, unit: Ints) -> Codes:
    row = tagged.row[outer]
    same = unit[1:] == unit[:-1]
    codes = np.full((len(WORD_FIELDS), len(outer)), BEYOND, dtype=np.intp)
    codes[0, 1:] = np.where(same, row[:-1], BEYOND)
    codes[1] = row
    codes[2, :-1] = np.where(same, row[1:], BEYOND)
    codes[3] = tagged.gap[outer - 1] * (tagged.of_document[outer - 1] == tagged.of_document[outer]) * (outer > 0)
    codes[4] = tagged.gap[outer]
    codes[5] = _place_in_quotation(tagged)[outer]
    return codes


def _place_in_quotation(tagged: Tagged) -> Ints:
    """For each word four times 1 if it is a quotation's first, 2 its last, 4 both; plus its length in three classes."""
    place = np.zeros(len(tagged.row), dtype=np.intp)
    bounds = tagged.quotation_words
    first, last = bounds[bounds[:, 1] > bounds[:, 0]].T
    length = last - first
    long = 1 + (length > 2) + (length > 5)
    place[last - 1] = 8 + long
    place[first] = np.where(length == 1, 16, 4) + long
    return place


def _near_codes(tagged: Tagged, cues: Ints) -> Codes:
    row, gap, document = tagged.row, tagged.gap, tagged.of_document
    before, after = np.maximum(cues - 1, 0), np.minimum(cues + 1, len(row) - 1)
    before = np.where(document[before] == document[cues], before, cues)
    after = np.where(document[after] == document[cues], after, cues)
    codes = np.empty((len(NEAR_FIELDS), len(cues)), dtype=np.intp)
    codes[0] = row[before]
    codes[1] = row[cues]
    codes[2] = row[after]
    codes[3] = np.where(before < cues, gap[before], 0)
    codes[4] = gap[cues]
    return codes


def _between(gap: Ints, verb: NDArray[np.bool_], place: Ints, word: Ints) -> tuple[Ints, Ints, Ints]:
    """How many commas, finite verbs and quotation marks stand between the cue and the word, the counts capped.

    `gap` tells what stands after each outer word, `verb` whether it is a finite verb.
    """
    low, high = np.minimum(place, word), np.maximum(place, word)
    commas, marks = counts_before(_HAS_COMMA.take(gap)), counts_before(_HAS_MARK.take(gap))
    verbs = counts_before(verb)
    return (
        np.minimum(commas.take(high) - commas.take(low), 3),
        np.minimum(verbs.take(high) - verbs.take(np.minimum(low + 1, high)), 3),
        np.minimum(marks.take(high) - marks.take(low), 2),
    )


def may_be_cue(tagged: Tagged, cue_rows: NDArray[np.bool_]) -> Ints:
    """The outer words whose row can be a cue or after which a colon stands."""
    outer = tagged.outer
    return outer[cue_rows[tagged.row[outer]] | ((tagged.gap[outer] & COLON) > 0)]
