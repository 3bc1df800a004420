"""Syllables of words and numbers: a dictionary first, then a learned rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from framing.models import load_arrays, unpack_words
from framing.words import word_set

#: Syllables of zero to nineteen, and of the tens from zero; "hundred" and all greater units have two.
_SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (0, 1, 2, 2, 2, 2, 2, 3, 2, 2)
_UNITS = (10**12, 10**9, 10**6, 1000, 100)
_UNIT = 2

_NUMERAL = re.compile(
    r"(?P<currency>[^\w\s.,]?)(?P<whole>\d+(?:,\d{3})*)(?:\.(?P<decimals>\d+))?(?P<suffix>[^\W\d_]*)(?P<percent>[%‰]?)"
)
_SIGNS = {"$": 2, "€": 2, "£": 1, "¥": 1, "₹": 2, "#": 2, "@": 1}
#: "thousand", "million", "billion", "trillion"; "kilometres", "miles an hour".
_SUFFIXES = {"k": 2, "m": 2, "mn": 2, "bn": 2, "b": 2, "tn": 2, "t": 2, "km": 4, "mph": 4, "kg": 3, "ft": 1, "s": 0}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))


def cardinal_syllables(number: int) -> int:
    """The syllables of a whole number below a quadrillion.

    >>> cardinal_syllables(25), cardinal_syllables(1_200)
    (3, 6)
    """
    if number < 20:
        return _SMALL[number]
    unit = next((unit for unit in _UNITS if number >= unit), 10)
    many, rest = divmod(number, unit)
    whole = _TENS[many] if unit == 10 else cardinal_syllables(many) + _UNIT
    return whole + (cardinal_syllables(rest) if rest else 0)


def year_syllables(year: int) -> int:
    """The syllables of a year: 1905 is "nineteen oh five", 2025 "twenty twenty-five", 2005 "two thousand five".

    >>> year_syllables(1905), year_syllables(2025), year_syllables(2005)
    (4, 5, 4)
    """
    if 2000 <= year < 2010:
        return cardinal_syllables(year)
    century, rest = divmod(year, 100)
    return cardinal_syllables(century) + (cardinal_syllables(rest) + (rest < 10) if rest else _UNIT)


def numeral_syllables(form: str) -> int:
    """The syllables of a word with digits, its letters spelled.

    >>> [numeral_syllables(form) for form in ("25%", "$1.2", "51st", "1,000", "10:30", "9/11", "G7", "1990s")]
    [5, 5, 3, 3, 3, 4, 3, 4]
    """
    total = at = 0
    for match in _NUMERAL.finditer(form):
        total += spelled_syllables(form[at : match.start()][:20]) + _numeral(**match.groupdict(default=""))
        at = match.end()
    return max(1, total + spelled_syllables(form[at:][:20]))


def spelled_syllables(letters: str) -> int:
    """The syllables of letters read one by one.

    >>> spelled_syllables("FBI"), spelled_syllables("WHO")
    (3, 5)
    """
    return sum(3 if letter in "wW" else 1 for letter in letters if letter.isalpha())


def _digits(digits: str) -> int:
    return sum(_SMALL[int(digit)] for digit in digits)


def _numeral(currency: str, whole: str, decimals: str, suffix: str, percent: str) -> int:
    total = _SIGNS.get(currency, 0) + 2 * bool(percent)  # "per cent"
    total += _integer_syllables(whole, year=not (currency or decimals or percent))
    if len(decimals) == 2 and currency and currency in "$€£":
        cents = int(decimals)
        total += cardinal_syllables(cents) if cents else 0
    elif decimals:
        total += 1 + _digits(decimals)  # "point"
    if suffix.lower() in _ORDINALS:
        tens, ones = divmod(int(whole.replace(",", "")[-2:]), 10)
        # "-th" adds a syllable to "twenty" and the other tens, and to "two"
        return total + ((ones == 0 and tens > 1) or (ones == 2 and tens != 1))
    return total + _SUFFIXES.get(suffix.lower(), spelled_syllables(suffix))


def _integer_syllables(digits: str, *, year: bool) -> int:
    plain = digits.replace(",", "")
    if len(plain) > 15 or (plain[0] == "0" and len(plain) > 1):
        return _digits(plain)
    number = int(plain)
    return year_syllables(number) if year and len(digits) == 4 and 1100 <= number < 2100 else cardinal_syllables(number)


#: Maximum syllables of a word; anything longer is text without spaces.
MAX_SYLLABLES = 20

_VOWELS = re.compile(r"[aeiouyàáâãäåèéêëìíîïòóôõöøùúûüýÿæœāēīōū]+")
_HAS_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]?\.?")
_SIBILANT_END = re.compile(r"(?:[sxz]|[cs]h|[cgsz]e)$")
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

#: Syllables of abbreviated titles and months as people read them.
ABBREVIATED = {
    "Sen": 3, "Sens": 3, "Rep": 5, "Reps": 6, "Gov": 3, "Govs": 3, "Gen": 3, "Lt": 3, "Col": 2, "Sgt": 2, "Capt": 2,
    "Prof": 3, "Jr": 2, "Sr": 2, "Mr": 2, "Mrs": 2, "Ms": 1, "Dr": 2, "Jan": 4, "Feb": 4, "Aug": 2, "Sept": 3, "Oct": 3,
    "Nov": 3, "Dec": 3, "Ltd": 3, "vs": 2, "etc": 4, "Blvd": 3, "Ave": 3,
}  # fmt: skip
#: Acronyms read letter by letter though they look like words, and acronyms read as words.
READ_AS_LETTERS = word_set("abbreviations-spelled")
READ_AS_WORDS = word_set("abbreviations-said")


def rule_features(word: str) -> list[str]:
    """The groups of vowels in a lower-case word, each with up to three letters on either side."""
    padded, features = f"^^{word}$$", []
    for match in _VOWELS.finditer(padded):
        start, end = match.span()
        rights = [padded[end : end + right] for right in range(min(3, len(padded) - end) + 1)]
        befores = [padded[start - left : start] for left in range(min(3, start) + 1)]
        features += [f"{before}|{match[0]}|{right}" for before in befores for right in rights]
    return features


def vowel_groups(word: str) -> int:
    """The number of vowel groups in a lower-case word."""
    return len(_VOWELS.findall(word))


@cache
def _stored(keys: str, values: str) -> dict[str, int]:
    """The syllables of each word, or the weight of each feature in hundredths of a syllable."""
    arrays = load_arrays("syllables")
    return dict(zip(unpack_words(arrays[keys]), arrays[values].tolist(), strict=True))


def estimated_syllables(word: str, weights: Mapping[str, int] | None = None) -> int:
    """The syllables of a lower-case word by a learned rule: its vowel groups, corrected by their neighbours."""
    known = _stored("features", "weights") if weights is None else weights
    hundredths = 100 * vowel_groups(word) + sum(known.get(feature, 0) for feature in rule_features(word))
    return min(MAX_SYLLABLES, max(1, round(hundredths / 100)))


def syllables(form: str) -> int:
    """The syllables of a word form as people read it.

    >>> [syllables(form) for form in ("readability", "U.S.", "COVID-19", "25%", "O'Brien's", "boxes", "NATO", "FBI")]
    [5, 2, 4, 5, 3, 2, 2, 3]
    """
    if form in ABBREVIATED:
        return ABBREVIATED[form]
    read = form[:200]
    total = _word_syllables(read) if read.isalpha() else sum(_part_syllables(part) for part in read.split("-") if part)
    return min(MAX_SYLLABLES, max(1, total))


def _part_syllables(part: str) -> int:
    if part.isalpha():
        return _word_syllables(part)
    if _HAS_DIGIT.search(part):
        return numeral_syllables(part)
    if _DOTTED.fullmatch(part):
        return spelled_syllables(part)
    return _compound_syllables(part)


def _word_syllables(part: str) -> int:
    low = part.lower()
    known = _stored("words", "syllables").get(low)
    is_word = part in READ_AS_WORDS or len(part) == 5 or (len(part) > 1 and known is not None)
    if len(part) < 6 and part.isupper() and (part in READ_AS_LETTERS or not is_word):
        return spelled_syllables(part)
    return estimated_syllables(low) if known is None else known


def _compound_syllables(part: str) -> int:
    """A word with an apostrophe, an ampersand, a web address."""
    low = part.lower()
    known = _stored("words", "syllables").get(low)
    if known is not None:
        return known
    if low.endswith("'s"):
        base = part[:-2]
        return syllables(base) + bool(_SIBILANT_END.search(base.lower())) if base else 1
    if "'" in low and "." not in low and "&" not in low:
        return estimated_syllables(low)
    return sum(_part_syllables(piece) for piece in _PART.findall(part) if piece != part)
