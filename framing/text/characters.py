"""Properties and case folding of code points, by table look-up.

Tables fill on demand: a text uses a few hundred of a million code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

CodePoints = NDArray[np.uint32]

#: Flags of a code point; an upper-case letter is `LETTER | UPPER`. `STOP` is the full stop, `TAG` the sign before a
#: handle or hashtag, `JOINER` a sign that joins two parts of a word, `NUMBER_JOINER` one that joins two numbers.
LETTER, UPPER, DIGIT, COMBINING, FORMAT, APOSTROPHE, HYPHEN, CURRENCY, PERCENT = (1 << bit for bit in range(9))
STOP, TAG, JOINER, NUMBER_JOINER = (1 << bit for bit in range(9, 13))
#: A sign with a flag, neither letter nor digit; the highest flag, so that one comparison finds all signs.
SIGN = 1 << 13

#: Code points looked up at once, which limits memory: a book has millions.
_BLOCK = 1 << 16

APOSTROPHES = "'’‘ʼ‛＇´`′"
HYPHENS = "-‐‑\N{SMALL HYPHEN-MINUS}－"
_DOUBLE = '"“”„‟«»″＂'
_SINGLE = APOSTROPHES + "‚‹›"
_EN_DASHES = HYPHENS + "‒–−"
_EM_DASHES = "—―⸺⸻"


def code_points(text: str) -> CodePoints:
    """The code points of a text, unpaired surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def as_text(codes: NDArray[np.unsignedinteger[Any]]) -> str:
    """The text with these code points."""
    return str(np.ascontiguousarray(codes, dtype="<u4").data, "utf-32-le", "surrogatepass")


class CodePointTable:
    """A pure function of one character as a table; the highest value of `dtype` is reserved."""

    def __init__(self, function: Callable[[str], int], dtype: type[np.unsignedinteger[Any]] = np.uint32) -> None:
        self._function = function
        self._unknown = np.iinfo(dtype).max
        self._values = np.full(0x110000, self._unknown, dtype=dtype)
        self._fill(np.arange(128, dtype=np.uint32))

    def _fill(self, codes: CodePoints) -> None:
        self._values[codes] = [self._function(chr(code)) for code in codes.tolist()]

    def __getitem__(self, codes: CodePoints) -> NDArray[np.unsignedinteger[Any]]:
        values = np.empty_like(self._values, shape=len(codes))
        for at in range(0, len(codes), _BLOCK):
            block, part = codes[at : at + _BLOCK], values[at : at + _BLOCK]
            self._values.take(block, out=part, mode="clip")
            if part.max() == self._unknown:
                self._fill(np.unique(block[part == self._unknown]))
                self._values.take(block, out=part, mode="clip")
        return values


_SIGNS = (
    (APOSTROPHES, APOSTROPHE | JOINER),
    (HYPHENS, HYPHEN | JOINER),
    ("%‰", PERCENT),
    (".", STOP),
    ("#", TAG),
    ("@", TAG | JOINER),
    ("_&", JOINER),
    (",/:", NUMBER_JOINER),
)
_CATEGORIES = {
    "Lu": LETTER | UPPER,
    "Lt": LETTER | UPPER,
    "L": LETTER,
    "N": DIGIT,
    "M": COMBINING,
    "Cf": FORMAT,
    "Sc": CURRENCY,
}


def _flags_of(character: str) -> int:
    category = unicodedata.category(character)
    sign = next((flag for signs, flag in _SIGNS if character in signs), 0)
    kind = sign or _CATEGORIES.get(category, _CATEGORIES.get(category[0], 0))
    return kind | SIGN if kind and not kind & (LETTER | DIGIT) else kind


def _folded(character: str) -> int:
    for variants, plain in ((_DOUBLE, '"'), (_SINGLE, "'"), (_EN_DASHES, "-"), (_EM_DASHES, "—")):
        if character in variants:
            return ord(plain)
    if unicodedata.category(character) == "Zs":
        return ord(" ")
    forms = (character.casefold(), character.lower(), character)
    return ord(next(form for form in forms if len(form) == 1))


#: The flags of each code point.
FLAGS = CodePointTable(_flags_of, np.uint16)
#: What each code point folds to: case, typographic quotation marks, dashes and spaces made plain, one for one.
FOLDED = CodePointTable(_folded)


def fold(text: str) -> str:
    r"""The text with case and typographic variants folded, of the same length in code points.

    Quotation marks become `"` and `'`, hyphens and en dashes `-`, em dashes `—`, spaces of any width ` `.

    >>> fold("“DON’T” — 10–12")
    '"don\'t" — 10-12'
    """
    return as_text(FOLDED[code_points(text)])
