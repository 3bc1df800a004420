"""Words: where each stands, found for a whole text at once from the kinds of its characters.

A word is a run of letters and digits, with what readers take to be part of it: apostrophes (don't, O'Brien), hyphens
(a compound is one word, Flesch 1948), the stops of U.S. and Ph.D., the marks in 1,000, $1.2, 25%, 10:30, 9/11, AT&T,
and all of a web address, a handle or a hashtag. A dash parts words, and so does the hyphen of two joined names
(U.S.-Canada, Russia-Ukraine). The stop of Mr. or Inc. is outside the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
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
)
from framing.text.keys import LONGEST_WORD
from framing.text.names import joined_names

Mask = NDArray[np.bool_]
Positions = NDArray[np.intp]

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’]+")
_ELISION = re.compile(r"['’‘](?:\d0s|tis|twas|twere|twill|em|til|cause|cuz|bout|round|neath|n)(?!\w)", re.IGNORECASE)

_STOP = ord(".")


class Words(NamedTuple):
    """Where words start and end in a text, and its code points with apostrophes and hyphens made plain."""

    text: str
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    codes: Codes

    def forms(self, words: Positions) -> list[str]:
        """The form of each of these words: composed, without invisible characters; of a very long one the beginning."""
        starts = self.start[words]
        ends = np.minimum(self.end[words], starts + LONGEST_WORD)
        return [self._form(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def _form(self, start: int, end: int) -> str:
        written = self.text[start:end]
        if written.isascii() and written.isalnum():
            return written
        codes = self.codes[start:end]
        return unicodedata.normalize("NFC", as_text(codes[(KINDS[codes] & FORMAT) == 0]))


class _Scan:
    """The characters of a text, and which of them are found to lie inside words; padded by two on either side."""

    def __init__(self, codes: Codes) -> None:
        self.codes = np.zeros(len(codes) + 4, dtype=np.uint32)
        self.codes[2:-2] = codes
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
        found: Mask = (self.kinds[positions] & kind) != 0
        return found


def find_words(text: str, codes: Codes, text_at: Sequence[int] = (0,)) -> Words:
    """The words of a text, whose code points are given; or of several, each of which begins at a place of `text_at`."""
    scan = _Scan(codes)
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
    return Words(text, (start - 2).astype(np.int32), (end - 2).astype(np.int32), scan.codes[2:-2])


def _runs(inside: Mask) -> tuple[Positions, Positions]:
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges[::2], edges[1::2]


def _add_marks(scan: _Scan) -> None:
    # A combining mark belongs to the letter before it; an invisible character only where it stands between letters.
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
        # whose space was forgotten, unless single letters stand beside it.
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
