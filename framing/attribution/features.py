"""What speaks for a word being a cue, and for another being the first or last of its content, or its source.

Everything is a code into a table of weights, named here once for those who learn the tables and those who use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.attribution.outline import COLON, COMMA, GAPS, MARK, Ints, Outline
from framing.attribution.rows import BEYOND

Codes = dict[str, Ints]

#: The words around a cue that are looked at.
SLOTS = range(-4, 5)
_FARTHEST = 12
#: Fields of a cue that hold no row, and how many codes each has.
CUE_SIZES: Mapping[str, int] = {
    **{f"gap {slot}": GAPS for slot in (-2, -1, 0, 1)},
    **{f"quoted {slot}": 3 for slot in (-1, 0, 1, 2)},
    "words before": _FARTHEST + 1,
    "words after": _FARTHEST + 1,
    "section": 3,
    "words quoted": 4,
}

#: How many outer words before and after a cue may belong to it.
LEFT, RIGHT = 34, 46
#: Where a word stands from the cue: before it, after it, or it is the cue itself.
SIDES = 3
#: Fields of a word near a cue, of the cue, and of the pair, that hold no row; each is told apart by side.
WORD_SIZES: Mapping[str, int] = {"gap before": GAPS, "gap after": GAPS, "place": 20}
NEAR_SIZES: Mapping[str, int] = {"cue gap before": GAPS, "cue gap after": GAPS}
PAIR_SIZES: Mapping[str, int] = {"distance": 16, "between": 48, "same sentence": 2, "marks facing": 40, "commas": 16}
#: Fields that hold a row.
WORD_ROWS = ("previous", "word", "next")
NEAR_ROWS = ("cue previous", "cue", "cue next")
_DISTANCES = np.array([*range(11), *[11] * 3, *[12] * 4, *[13] * 6, *[14] * 8, *[15] * 20])


def cue_codes(outline: Outline, words: Ints) -> Codes:
    """The codes of words that may be cues; the fields `row N` hold rows, those in `CUE_SIZES` small codes."""
    last = len(outline.row) - 1
    unit = outline.unit[words]
    codes: Codes = {}
    for slot in SLOTS:
        at = words + slot
        inside = np.clip(at, 0, last)
        codes[f"row {slot}"] = np.where((inside == at) & (outline.unit[inside] == unit), outline.row[inside], BEYOND)
    for slot in (-2, -1, 0, 1):
        codes[f"gap {slot}"] = outline.gap[np.clip(words + slot, 0, last)].astype(np.intp)
    for slot in (-1, 0, 1, 2):
        at = np.clip(words + slot, 0, last)
        codes[f"quoted {slot}"] = (outline.quotation[at] >= 0) * (1 + (outline.unit[at] == unit))
    document = outline.document
    sentence = document.word_sentence[words]
    codes["words before"] = np.minimum(words - document.sentence_first_word[sentence], _FARTHEST)
    codes["words after"] = np.minimum(document.sentence_first_word[sentence + 1] - words, _FARTHEST)
    codes["section"] = document.sentence_section[sentence].astype(np.intp)
    quoted = np.bincount(outline.unit, weights=outline.quotation >= 0)[unit]
    codes["words quoted"] = (quoted > 0).astype(np.intp) + (quoted > 4) + (quoted > 15)
    return codes


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Each cue with each outer word of its unit.

    `cue` and `word` are indices into the cues and the outer words, `offset` how far the word stands from the cue.
    `words`, `cues` and `pairs` hold the codes of outer words, cues and pairs; add `side * size` for the side.
    """

    cue: Ints
    word: Ints
    offset: Ints
    side: Ints
    words: Codes
    cues: Codes
    pairs: Codes


def pair_codes(outline: Outline, cues: Ints, finite: NDArray[np.bool_]) -> Pairs:
    """The pairs of some cues, in their order; `finite` says which rows hold finite verbs."""
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
    words = _word_codes(outline)
    near = _near_codes(outline, cues)
    pairs = _between(outline, place[cue], word, finite)
    sentence = outline.document.word_sentence
    pairs["distance"] = _DISTANCES[np.abs(offset)]
    pairs["same sentence"] = (sentence[outer][word] == sentence[cues][cue]).astype(np.intp)
    marks = ((near["cue gap before"] & MARK) > 0) + 2 * ((near["cue gap after"] & MARK) > 0)
    pairs["marks facing"] = ((words["place"] // 4)[word] * 4 + marks[cue]) * 2 + (np.abs(offset) == 1)
    commas = ((near["cue gap after"] & COMMA) > 0) + 2 * ((near["cue gap before"] & COMMA) > 0)
    pairs["commas"] = commas[cue] * 4 + pairs["between"] // 12
    return Pairs(cue, word, offset, side, words, near, pairs)


def _word_codes(outline: Outline) -> Codes:
    outer, unit = outline.outer, outline.unit
    row = outline.row[outer]
    same = unit[outer[1:]] == unit[outer[:-1]]
    previous, following = np.full_like(row, BEYOND), np.full_like(row, BEYOND)
    previous[1:] = np.where(same, row[:-1], BEYOND)
    following[:-1] = np.where(same, row[1:], BEYOND)
    gap = outline.gap.astype(np.intp)
    before = np.concatenate(([0], gap[:-1]))
    return {
        "previous": previous,
        "word": row,
        "next": following,
        "gap before": before[outer],
        "gap after": gap[outer],
        "place": _place_in_quotation(outline),
    }


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
    gap = outline.gap.astype(np.intp)
    return {
        "cue previous": outline.row[before],
        "cue": outline.row[cues],
        "cue next": outline.row[after],
        "cue gap before": np.where(cues > 0, gap[before], 0),
        "cue gap after": gap[cues],
    }


def _between(outline: Outline, cue: Ints, word: Ints, finite: NDArray[np.bool_]) -> Codes:
    """How many commas, finite verbs and quotation marks stand between the cue and the word."""
    outer = outline.outer
    gap = outline.gap[outer]
    counts = np.zeros((3, len(outer) + 1), dtype=np.int32)
    np.cumsum((gap & COMMA) > 0, out=counts[0, 1:])
    np.cumsum(finite[outline.row[outer]] & (outline.quotation[outer] < 0), out=counts[1, 1:])
    np.cumsum((gap & MARK) > 0, out=counts[2, 1:])
    low, high = np.minimum(cue, word), np.maximum(cue, word)
    commas = np.minimum(counts[0, high] - counts[0, low], 3)
    verbs = np.clip(counts[1, high] - counts[1, np.minimum(low + 1, high)], 0, 3)
    marks = np.minimum(counts[2, high] - counts[2, low], 2)
    return {"between": (commas * 4 + verbs) * 3 + marks}


def may_be_cue(outline: Outline, cue_rows: NDArray[np.bool_]) -> Ints:
    """The outer words whose row can be a cue or after which a colon stands."""
    outer = outline.outer
    return outer[cue_rows[outline.row[outer]] | ((outline.gap[outer] & COLON) > 0)]
