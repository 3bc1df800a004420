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
    CURRENCY,
    DIGIT,
    FORMAT,
    HYPHEN,
    JOINER,
    KINDS,
    LETTER,
    MARK,
    NUMBER_JOINER,
    PERCENT,
    SIGN,
    STOP,
    TAG,
    UPPER,
    Codes,
    as_text,
    code_points,
)
from framing.words import word_set

#: Countries, and bodies that news joins as if they were.
PLACES = word_set("joined-names")

Positions = NDArray[np.intp]

#: No two names are longer than this together.
LONGEST = 60


def joined_names(
    text: str,
    start: Positions,
    end: Positions,
    capital: NDArray[np.bool_],
    hyphens: Positions,
    text_at: Sequence[int] = (0,),
) -> list[int]:
    """Those of the hyphens, each inside a word and before a capital, that join two names.

    `start` and `end` say where words stand, `capital` which of them begin with one, `text_at` where each of several
    texts begins. The hyphen joins names if each is a place or stands by itself elsewhere in its text, as in
    Trump-Carney.
    """
    words = np.searchsorted(start, hyphens, side="right") - 1
    short = end[words] - start[words] <= LONGEST
    parts = [
        (hyphen, text[start[word] : hyphen], text[hyphen + 1 : end[word]])
        for hyphen, word in zip(hyphens[short].tolist(), words[short].tolist(), strict=True)
    ]
    parts = [(hyphen, left, right) for hyphen, left, right in parts if left[0].isupper() and "-" not in left + right]
    asked = {part for _, *names in parts for part in names if _bare(part) not in PLACES and len(_bare(part)) > 1}
    alone = set(_standing_alone(asked, text, start[capital], end[capital], text_at)) if asked else set()

    def is_name(part: str, hyphen: int) -> bool:
        return _bare(part) in PLACES or (part, bisect_right(text_at, hyphen)) in alone

    return [hyphen for hyphen, left, right in parts if is_name(left, hyphen) and is_name(right, hyphen)]


def _bare(part: str) -> str:
    """A part of a word without stops and possessive ending."""
    return part.replace(".", "").removesuffix("'s").removesuffix("’s")


def _standing_alone(
    asked: set[str], text: str, start: Positions, end: Positions, text_at: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """Which of the parts, which begin with a capital as the words do, are a word by themselves somewhere.

    Each comes with the number of the text, from one.
    """
    of_length = np.zeros(LONGEST + 2, dtype=bool)
    of_length[list(map(len, asked))] = True
    as_long = np.flatnonzero(of_length[np.minimum(end - start, LONGEST + 1)])
    for first, last in zip(start[as_long].tolist(), end[as_long].tolist(), strict=True):
        word = text[first:last]
        if word in asked:
            yield word, bisect_right(text_at, first)


Mask = NDArray[np.bool_]

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’]+")
_ELISION = re.compile(r"['’‘](?:\d0s|tis|twas|twere|twill|em|til|cause|cuz|bout|round|neath|n)(?!\w)", re.IGNORECASE)

_STOP = ord(".")


#: Words whose spellings are in memory at once.
_BLOCK = 1 << 16


class Words(NamedTuple):
    """Where words start and end in a text, its code points with plain apostrophes and hyphens, and which are words'."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    codes: Codes
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
        self.kinds = KINDS[self.codes]
        self.inside: Mask = (self.kinds & (LETTER | DIGIT)) != 0
        self.signs = np.flatnonzero(self.kinds >= SIGN)
        self.sign_kinds = self.kinds[self.signs]
        self._kinds_there = int(np.bitwise_or.reduce(self.sign_kinds))

    def has(self, kind: int) -> bool:
        """Whether a sign of this kind stands anywhere."""
        return bool(self._kinds_there & kind)

    def at(self, kind: int) -> Positions:
        """Where a sign of this kind stands."""
        if not self.has(kind):
            return self.signs[:0]
        positions: Positions = self.signs[(self.sign_kinds & kind) != 0]
        return positions

    def is_a(self, kind: int, positions: Positions) -> Mask:
        mask: Mask = (self.kinds[positions] & kind) != 0
        return mask


def find_words(text: str, text_at: Sequence[int] = (0,)) -> Words:
    """The words of one or several texts; `text_at` has the start of each text in `text`."""
    scan = _Scan(text)
    if scan.has(MARK | FORMAT):
        _add_marks(scan)
    if scan.has(CURRENCY | PERCENT | TAG):
        _add_signs(scan)
    _add_stops(scan)
    _add_joiners(scan)
    _add_elisions(scan, text)
    if "://" in text or "www." in text:
        _add_addresses(scan, text)
    start, end = _runs(scan.inside)
    hyphens = scan.at(HYPHEN)
    names = hyphens[scan.inside[hyphens] & scan.is_a(UPPER, hyphens + 1)]
    if len(names):
        parted = joined_names(text, start - 2, end - 2, scan.is_a(UPPER, start), names - 2, text_at)
        if parted:
            scan.inside[np.array(parted) + 2] = False
            start, end = _runs(scan.inside)
    scan.codes[scan.at(APOSTROPHE)] = ord("'")
    scan.codes[hyphens] = ord("-")
    return Words((start - 2).astype(np.int32), (end - 2).astype(np.int32), scan.codes[2:-2], scan.inside[2:-2])


def _runs(inside: Mask) -> tuple[Positions, Positions]:
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges[::2], edges[1::2]


def _add_marks(scan: _Scan) -> None:
    # A combining mark belongs to the letter before it; an invisible character only between letters.
    passing = (scan.kinds & (MARK | FORMAT)) != 0
    where = np.arange(len(passing))
    before = np.maximum.accumulate(np.where(passing, 0, where))
    after = np.minimum.accumulate(np.where(passing, len(passing) - 1, where)[::-1])[::-1]
    marks = ((scan.kinds & MARK) != 0) & scan.inside[before]
    scan.inside = scan.inside | marks | (passing & scan.inside[before] & scan.inside[after])


def _add_signs(scan: _Scan) -> None:
    currency = scan.at(CURRENCY)
    scan.inside[currency[scan.is_a(DIGIT, currency + 1)]] = True
    percent = scan.at(PERCENT)
    scan.inside[percent[scan.is_a(DIGIT, percent - 1)]] = True
    tags = scan.at(TAG)
    scan.inside[tags[scan.inside[tags + 1] & ~scan.inside[tags - 1]]] = True


def _add_stops(scan: _Scan) -> None:
    stops = scan.at(STOP)
    stops = stops[scan.inside[stops - 1]]
    followed = scan.inside[stops + 1]
    inner = stops[followed]
    if len(inner):
        before, after = scan.kinds[inner - 1], scan.kinds[inner + 1]
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
    amid = scan.inside[scan.signs - 1] & scan.inside[scan.signs + 1]
    between, kinds = scan.signs[amid], scan.sign_kinds[amid]
    joins = (kinds & JOINER) != 0
    if scan.has(NUMBER_JOINER):
        digits = (scan.kinds[between - 1] & scan.kinds[between + 1] & DIGIT) != 0
        joins |= digits & ((kinds & NUMBER_JOINER) != 0)
    scan.inside[between[joins]] = True


def _add_elisions(scan: _Scan, text: str) -> None:
    marks = scan.at(APOSTROPHE)
    leading = marks[scan.inside[marks + 1] & ~scan.inside[marks - 1] & ~scan.inside[marks]]
    for position in leading.tolist():
        if _ELISION.match(text, position - 2):
            scan.inside[position] = True


def _add_addresses(scan: _Scan, text: str) -> None:
    for match in _ADDRESS.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:!?)]}'*"))
        scan.inside[match.start() + 2 : end + 2] = True
