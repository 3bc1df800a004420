"""Syllables of a word as it is read aloud: from a dictionary, by a rule learned from it, as letters or numerals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import repeat

from framing.models import load_arrays
from framing.text.listed import listed
from framing.text.numerals import numeral_syllables, spelled_syllables
from framing.text.vocabulary import WordFeature

#: No word has more; what is longer is not a word but text without spaces.
MOST = 20

_VOWELS = re.compile(r"[aeiouyàáâãäåèéêëìíîïòóôõöøùúûüýÿæœāēīōū]+")
_HAS_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]?\.?")
_SIBILANT_END = re.compile(r"(?:[sxz]|[cs]h|[cgsz]e)$")
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

#: Titles and months as they are read, not as they are written.
ABBREVIATED = {
    "Sen": 3, "Sens": 3, "Rep": 5, "Reps": 6, "Gov": 3, "Govs": 3, "Gen": 3, "Lt": 3, "Col": 2, "Sgt": 2, "Capt": 2,
    "Prof": 3, "Jr": 2, "Sr": 2, "Mr": 2, "Mrs": 2, "Ms": 1, "Dr": 2, "Jan": 4, "Feb": 4, "Aug": 2, "Sept": 3, "Oct": 3,
    "Nov": 3, "Dec": 3, "Ltd": 3, "vs": 2, "etc": 4, "Blvd": 3, "Ave": 3,
}  # fmt: skip
#: Initials said as letters though they look like words, and those said as words though they are capitals.
SPELLED = listed(
    "US UN EU AI IT UK AP TV ID PM AM MP VP OK LA ET AG IRA USA CEO CIA FBI GOP NRA DOJ EPA IRS UAE AFP ICU"
)
SAID = listed(
    "NATO NASA OPEC FEMA AIDS SWAT FIFA SARS ISIS DACA PAC MAGA NAFTA UNESCO UNICEF POTUS SCOTUS COVID ICE HUD"
)


def rule_features(word: str) -> list[str]:
    """Each group of vowels in a lower-case word with up to three letters on either side."""
    return [f"{before}|{right}" for befores, rights in _neighbours(word) for before in befores for right in rights]


def _neighbours(word: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each group of vowels after none and up to three letters, and what follows it, none and up to three letters."""
    padded = f"^^{word}$$"
    for match in _VOWELS.finditer(padded):
        start, end = match.span()
        group = padded[start:end]
        befores = [f"{padded[start - left : start]}|{group}" for left in range(min(3, start) + 1)]
        yield befores, [padded[end : end + right] for right in range(min(3, len(padded) - end) + 1)]


def vowel_groups(word: str) -> int:
    """How many groups of vowels a lower-case word has."""
    return sum(1 for _ in _VOWELS.finditer(word))


@cache
def _dictionary() -> dict[str, int]:
    arrays = load_arrays("syllables")
    words = arrays["words"].tobytes().decode().split("\n")
    return dict(zip(words, arrays["syllables"].tolist(), strict=True))


@cache
def _rule() -> Mapping[str, Mapping[str, int]]:
    """The weights in hundredths by what stands to the left and the group of vowels, and then by what follows."""
    arrays = load_arrays("syllables")
    features = arrays["features"].tobytes().decode().split("\n")
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for feature, weight in zip(features, arrays["weights"].tolist(), strict=True):
        before, _, right = feature.rpartition("|")
        weights[before][right] = weight
    return dict(weights)


def by_rule(word: str) -> int:
    """The syllables of a lower-case word by the learned rule alone: its vowel groups, set right by their neighbours."""
    weights = _rule()
    hundredths = 0
    for befores, rights in _neighbours(word):
        hundredths += 100
        for before in befores:
            if before in weights:
                hundredths += sum(map(weights[before].get, rights, repeat(0)))
    return min(MOST, max(1, round(hundredths / 100)))


def syllables(form: str) -> int:
    """The syllables of a word form as people read it.

    >>> [syllables(form) for form in ("readability", "U.S.", "COVID-19", "25%", "O'Brien's", "boxes", "NATO", "FBI")]
    [5, 2, 4, 5, 3, 2, 2, 3]
    """
    if form in ABBREVIATED:
        return ABBREVIATED[form]
    read = form[:200]
    total = _letters(read) if read.isalpha() else sum(_part(part) for part in read.split("-") if part)
    return min(MOST, max(1, total))


def _part(part: str) -> int:
    if part.isalpha():
        return _letters(part)
    if _HAS_DIGIT.search(part):
        return numeral_syllables(part)
    if _DOTTED.fullmatch(part):
        return spelled_syllables(part)
    return _compound(part)


def _letters(part: str) -> int:
    return _initials(part) if len(part) < 6 and part.isupper() else _plain(part.lower())


def _initials(part: str) -> int:
    if part in SPELLED:
        return spelled_syllables(part)
    if part in SAID or len(part) == 5:
        return _plain(part.lower())
    if part.lower() in _dictionary() and len(part) > 1:
        return _dictionary()[part.lower()]
    return spelled_syllables(part)


def _plain(word: str) -> int:
    known = _dictionary().get(word)
    return by_rule(word) if known is None else known


def _compound(part: str) -> int:
    """A word with an apostrophe, an ampersand, a web address."""
    low = part.lower()
    known = _dictionary().get(low)
    if known is not None:
        return known
    if low.endswith("'s"):
        base = part[:-2]
        return syllables(base) + bool(_SIBILANT_END.search(base.lower())) if base else 1
    if "'" in low and "." not in low and "&" not in low:
        return by_rule(low)
    return sum(_part(piece) for piece in _PART.findall(part) if piece != part)


#: Syllables of a word form.
SYLLABLES = WordFeature("syllables", syllables, "float32")
