"""Word segmentation; a hyphen between two names, as in U.S.-Canada, separates words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.text.characters import (
    APOSTROPHE,
    COMBINING,
    CURRENCY,
    DIGIT,
    FLAGS,
    FORMAT,
    HYPHEN,
    JOINER,
    LETTER,
    NUMBER_JOINER,
    PERCENT,
    SIGN,
    STOP,
    TAG,
    UPPER,
    CodePoints,
    as_text,
    code_points,
)
from framing.text.marks import ELISION
from framing.words import word_set

#: Countries, and bodies that news joins as if they were.
JOINABLE_NAMES = word_set("joined-names")

Positions = NDArray[np.intp]

#: Maximum characters of two joined names.
MAX_JOINED_CHARACTERS = 60


def hyphens_between_names(
    text: str,
    start: Positions,
    end: Positions,
    capital: NDArray[np.bool_],
    hyphens: Positions,
    text_start: Sequence[int] = (0,),
) -> list[int]:
    """Those of the hyphens that join two names; each is inside a word and before a capital.

    `start` and `end` are the words' offsets, `capital` marks words that begin with a capital, `text_start` has the
    start of each text. The hyphen joins names if each is a place or is a separate word elsewhere in its text, as in
    Trump-Carney.
    """
    words = np.searchsorted(start, hyphens, side="right") - 1
    short = end[words] - start[words] <= MAX_JOINED_CHARACTERS
    parts = [
        (hyphen, text[start[word] : hyphen], text[hyphen + 1 : end[word]])
        for hyphen, word in zip(hyphens[short].tolist(), words[short].tolist(), strict=True)
    ]
    parts = [(hyphen, left, right) for hyphen, left, right in parts if left[0].isupper() and "-" not in left + right]
    bases = {part: _base(part) for _, *names in parts for part in names}
    asked = {part for part, base in bases.items() if base not in JOINABLE_NAMES and len(base) > 1}
    alone = set(_separate_words(asked, text, start[capital], end[capital], text_start)) if asked else set()

    def is_name(part: str, hyphen: int) -> bool:
        return bases[part] in JOINABLE_NAMES or (part, bisect_right(text_start, hyphen)) in alone

    return [hyphen for hyphen, left, right in parts if is_name(left, hyphen) and is_name(right, hyphen)]


def _base(part: str) -> str:
    """A part of a word without stops and possessive ending."""
    return part.replace(".", "").removesuffix("'s").removesuffix("’s")


def _separate_words(
    asked: set[str], text: str, start: Positions, end: Positions, text_start: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """The parts that are separate words somewhere, each with the number of the text, from one.

    The parts and the words all begin with a capital.
    """
    of_length = np.zeros(MAX_JOINED_CHARACTERS + 2, dtype=bool)
    of_length[list(map(len, asked))] = True
    as_long = np.flatnonzero(of_length[np.minimum(end - start, MAX_JOINED_CHARACTERS + 1)])
    for first, last in zip(start[as_long].tolist(), end[as_long].tolist(), strict=True):
        word = text[first:last]
        if word in asked:
            yield word, bisect_right(text_start, first)


Mask = NDArray[np.bool_]

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’]+")

_STOP = ord(".")


#: Words whose spellings are in memory at a time.
_BLOCK = 1 << 16


class Words(NamedTuple):
    """Where words start and end; the text's code points, apostrophes and hyphens made plain; which are inside words."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    codes: CodePoints
    inside: Mask

    def spellings(self) -> Iterator[str]:
        """The characters of each word."""
        return chain.from_iterable(map(self._block, range(0, len(self.start), _BLOCK)))

    def _block(self, at: int) -> list[str]:
        block = slice(self.start[at], self.end[at : at + _BLOCK][-1])
        return as_text(np.where(self.inside[block], self.codes[block], ord(" "))).split()


class _Scan:
    """The characters of a text, padded by two on either side, and which are inside words."""

    def __init__(self, text: str) -> None:
        self.codes = code_points(f"\0\0{text}\0\0").copy()
        self.flags = FLAGS[self.codes]
        self.inside: Mask = (self.flags & (LETTER | DIGIT)) != 0
        self.signs = np.flatnonzero(self.flags >= SIGN)
        self.sign_flags = self.flags[self.signs]
        self._flags_present = int(np.bitwise_or.reduce(self.sign_flags))

    def has(self, flag: int) -> bool:
        """Whether the text has a sign with one of these flags."""
        return bool(self._flags_present & flag)

    def positions_of(self, flag: int) -> Positions:
        """The offsets of the signs with one of these flags."""
        if not self.has(flag):
            return self.signs[:0]
        positions: Positions = self.signs[(self.sign_flags & flag) != 0]
        return positions

    def is_a(self, flag: int, positions: Positions) -> Mask:
        mask: Mask = (self.flags[positions] & flag) != 0
        return mask


def find_words(text: str, text_start: Sequence[int] = (0,)) -> Words:
    """The words of one or several texts; `text_start` has the start of each text in `text`."""
    scan = _Scan(text)
    if scan.has(COMBINING | FORMAT):
        _add_marks(scan)
    if scan.has(CURRENCY | PERCENT | TAG):
        _add_signs(scan)
    _add_stops(scan)
    _add_joiners(scan)
    _add_elisions(scan, text)
    if "://" in text or "www." in text:
        _add_addresses(scan, text)
    start, end = _runs(scan.inside)
    hyphens = scan.positions_of(HYPHEN)
    names = hyphens[scan.inside[hyphens] & scan.is_a(UPPER, hyphens + 1)]
    if len(names):
        between_names = hyphens_between_names(text, start - 2, end - 2, scan.is_a(UPPER, start), names - 2, text_start)
        if between_names:
            scan.inside[np.array(between_names) + 2] = False
            start, end = _runs(scan.inside)
    scan.codes[scan.positions_of(APOSTROPHE)] = ord("'")
    scan.codes[hyphens] = ord("-")
    return Words((start - 2).astype(np.int32), (end - 2).astype(np.int32), scan.codes[2:-2], scan.inside[2:-2])


def _runs(inside: Mask) -> tuple[Positions, Positions]:
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges[::2], edges[1::2]


def _add_marks(scan: _Scan) -> None:
    # A combining mark belongs to the letter before it; an invisible character only between letters.
    passing = (scan.flags & (COMBINING | FORMAT)) != 0
    where = np.arange(len(passing))
    before = np.maximum.accumulate(np.where(passing, 0, where))
    after = np.minimum.accumulate(np.where(passing, len(passing) - 1, where)[::-1])[::-1]
    marks = ((scan.flags & COMBINING) != 0) & scan.inside[before]
    scan.inside = scan.inside | marks | (passing & scan.inside[before] & scan.inside[after])


def _add_signs(scan: _Scan) -> None:
    currency = scan.positions_of(CURRENCY)
    scan.inside[currency[scan.is_a(DIGIT, currency + 1)]] = True
    percent = scan.positions_of(PERCENT)
    scan.inside[percent[scan.is_a(DIGIT, percent - 1)]] = True
    tags = scan.positions_of(TAG)
    scan.inside[tags[scan.inside[tags + 1] & ~scan.inside[tags - 1]]] = True


def _add_stops(scan: _Scan) -> None:
    stops = scan.positions_of(STOP)
    stops = stops[scan.inside[stops - 1]]
    followed = scan.inside[stops + 1]
    inner = stops[followed]
    if len(inner):
        before, after = scan.flags[inner - 1], scan.flags[inner + 1]
        upper = (after & UPPER) != 0
        decimal = (before & after & DIGIT) != 0
        letters = (before & after & LETTER) != 0
        # A stop before a lower-case letter is part of a name such as example.com; before a capital it ends a sentence
        # whose space was forgotten, unless it has single letters on both sides.
        single = ~scan.inside[inner - 2] | (scan.codes[inner - 2] == _STOP) | (scan.codes[inner + 2] == _STOP)
        part = decimal | (letters & (single | ~upper))
        scan.inside[inner[part]] = True
        followed[followed] = part
    final = stops[~followed]
    final = final[scan.codes[final - 2] == _STOP]
    scan.inside[final[scan.inside[final - 2] & scan.is_a(LETTER, final - 1)]] = True


def _add_joiners(scan: _Scan) -> None:
    enclosed = scan.inside[scan.signs - 1] & scan.inside[scan.signs + 1]
    between, flags = scan.signs[enclosed], scan.sign_flags[enclosed]
    joins = (flags & JOINER) != 0
    if scan.has(NUMBER_JOINER):
        digits = (scan.flags[between - 1] & scan.flags[between + 1] & DIGIT) != 0
        joins |= digits & ((flags & NUMBER_JOINER) != 0)
    scan.inside[between[joins]] = True


def _add_elisions(scan: _Scan, text: str) -> None:
    marks = scan.positions_of(APOSTROPHE)
    leading = marks[scan.inside[marks + 1] & ~scan.inside[marks - 1] & ~scan.inside[marks]]
    for position in leading.tolist():
        if text[position - 2] in "'’‘" and ELISION.match(text, position - 1):
            scan.inside[position] = True


def _add_addresses(scan: _Scan, text: str) -> None:
    for match in _ADDRESS.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:!?)]}'*"))
        scan.inside[match.start() + 2 : end + 2] = True
