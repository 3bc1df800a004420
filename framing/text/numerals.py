"""How many syllables a numeral has when it is read aloud: 25% is "twenty-five percent", 51st "fifty-first"."""

from __future__ import annotations

import re

#: Syllables of zero to nineteen, and of the tens from zero.
_SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (0, 1, 2, 2, 2, 2, 2, 3, 2, 2)
_HUNDRED = _THOUSAND = 2
_SCALES = (0, _THOUSAND, 2, 2, 2)

_NUMERAL = re.compile(
    r"(?P<currency>[^\w\s.,]?)(?P<whole>\d+(?:,\d{3})*)(?:\.(?P<decimals>\d+))?(?P<suffix>[^\W\d_]*)(?P<percent>[%‰]?)"
)
_SIGNS = {"$": 2, "€": 2, "£": 1, "¥": 1, "₹": 2, "#": 2, "@": 1}
#: "thousand", "million", "billion", "trillion"; "kilometres", "miles an hour".
_SUFFIXES = {"k": 2, "m": 2, "mn": 2, "bn": 2, "b": 2, "tn": 2, "t": 2, "km": 4, "mph": 4, "kg": 3, "ft": 1, "s": 0}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_PERCENT = 2
_POINT = 1


def cardinal_syllables(number: int) -> int:
    """The syllables of a whole number below a quadrillion.

    >>> cardinal_syllables(25), cardinal_syllables(1_200)
    (3, 6)
    """
    if number < 1000:
        return _below_thousand(number) or _SMALL[0]
    total = 0
    for scale in _SCALES:
        number, part = divmod(number, 1000)
        if part:
            total += _below_thousand(part) + scale
    return total


def _below_thousand(number: int) -> int:
    hundreds, rest = divmod(number, 100)
    syllables = _SMALL[hundreds] + _HUNDRED if hundreds else 0
    if rest < 20:
        return syllables + (_SMALL[rest] if rest else 0)
    return syllables + _TENS[rest // 10] + (_SMALL[rest % 10] if rest % 10 else 0)


def year_syllables(year: int) -> int:
    """The syllables of a year: 1905 is "nineteen oh five", 2025 "twenty twenty-five", 2005 "two thousand five".

    >>> year_syllables(1905), year_syllables(2025), year_syllables(2005)
    (4, 5, 4)
    """
    century, rest = divmod(year, 100)
    if 2000 <= year < 2010:
        return cardinal_syllables(year)
    if not rest:
        return _below_thousand(century) + _HUNDRED
    return _below_thousand(century) + _below_thousand(rest) + (rest < 10)


def numeral_syllables(form: str) -> int:
    """The syllables of a word with digits in it, letters beside them spelled.

    >>> [numeral_syllables(form) for form in ("25%", "$1.2", "51st", "1,000", "10:30", "9/11", "G7", "1990s")]
    [5, 5, 3, 3, 3, 4, 3, 4]
    """
    total = 0
    at = 0
    for match in _NUMERAL.finditer(form):
        total += _letters(form[at : match.start()]) + _numeral(match)
        at = match.end()
    return max(1, total + _letters(form[at:]))


def spelled_syllables(letters: str) -> int:
    """The syllables of letters said one by one.

    >>> spelled_syllables("FBI"), spelled_syllables("WHO")
    (3, 5)
    """
    return sum(3 if letter in "wW" else 1 for letter in letters if letter.isalpha())


def _letters(letters: str) -> int:
    return spelled_syllables(letters[:20])


def _digits(digits: str) -> int:
    return sum(_SMALL[int(digit)] for digit in digits)


def _numeral(match: re.Match[str]) -> int:
    whole, decimals, suffix = match["whole"], match["decimals"], match["suffix"].lower()
    syllables = _SIGNS.get(match["currency"], 0) + (_PERCENT if match["percent"] else 0)
    if decimals and len(decimals) == 2 and match["currency"] in "$€£" and match["currency"]:
        syllables += _whole(whole) + _below_thousand(int(decimals))
    else:
        syllables += _whole(whole, year=not match["currency"] and not decimals and not match["percent"])
        syllables += _POINT + _digits(decimals) if decimals else 0
    if suffix in _ORDINALS:
        return syllables + _ordinal(int(whole.replace(",", "")[-2:]))
    return syllables + _SUFFIXES.get(suffix, spelled_syllables(suffix))


def _whole(digits: str, *, year: bool = False) -> int:
    plain = digits.replace(",", "")
    if len(plain) > 15 or (plain[0] == "0" and len(plain) > 1):
        return _digits(plain)
    number = int(plain)
    if year and len(digits) == 4 and 1100 <= number < 2100:
        return year_syllables(number)
    return cardinal_syllables(number)


def _ordinal(last_two: int) -> int:
    """What "-th" adds: a syllable to "twenty" and the other tens, and to "two"."""
    tens, ones = divmod(last_two, 10)
    return int((ones == 0 and tens > 1) or (ones == 2 and tens != 1))
