"""Numbers, tallies and dates in a text, each in one form: 25%, 25 percent and 25 per cent are the same fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from framing.text.spans import non_overlapping

_UP_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split(), start=1)}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "b": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH_OF = {month[:3].lower(): month for month in _MONTHS}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}{_YEAR}\b(?!\s*(?:%|percent|per cent|million))"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}\b"),
)
_IS_YEAR = re.compile(r"(?:18|19|20)\d\d")
_FIGURE = r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|(?:bn|mn|tn|[kmb])\b))?"
#: Whose dollars they are, as the letters before "$"; those of the United States have none.
_DOLLARS = {
    "US": "", "AU": "A", "CA": "C", "U.S.": "", "American": "", "Australian": "A", "Canadian": "C", "Hong Kong": "HK",
    "New Zealand": "NZ", "Singapore": "S",
}  # fmt: skip
_UNIT = (
    r"(?P<unit>\s?%|[\s-]per[\s-]?cent\b|[\s-]percentage[\s-]points?\b"
    rf"|[\s-](?:(?:{'|'.join(map(re.escape, _DOLLARS))})\s)?dollars?\b|[\s-]euros?\b|\spounds\b)?"
)
_NUMBER = re.compile(
    rf"(?P<currency>(?:(?<![A-Za-z])[A-Z]{{1,3}})?[$€£¥])\s?{_FIGURE}{_SCALE}(?![\d%])"
    rf"|(?<![\d.,$€£¥#/:-])\b{_FIGURE.replace('figure', 'plain')}{_SCALE.replace('scale', 'plain_scale')}"
    rf"{_UNIT}(?P<ordinal>st|nd|rd|th)?(?![\d]|[.,:/]\d)"
)
#: What follows "3m" and "10k" where they are millions and thousands, not metres and kilometres.
_LETTER_COUNTS = re.compile(r" (?:of|men|more|people|women|children|(?!hurdles|is|was|across)[a-z]+s)\b")
_LARGE = "hundred|thousand|million|billion|trillion"
_NUMBER_WORD = rf"(?:{'|'.join((*_SMALL, *_TENS))}|{_LARGE})\b"
#: What makes a number in words part of an ordinal or a fraction: twenty-first, two-thirds.
_ORDINAL = (
    r"(?:and\s)?(?:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|quarter|half|halve)s?\b|(?<=ty.)second\b"
)
_WRITTEN = re.compile(
    rf"(?<![\w-])(?P<words>(?:(?:half[\s-]an?|an?(?:[\s-]half)?)[\s-](?={_LARGE}))?{_NUMBER_WORD}"
    rf"(?:[\s-]{_NUMBER_WORD}|(?:(?<=hundred)|(?<=ousand)|(?<=illion))\sand\s{_NUMBER_WORD}|[\s-]and[\s-]a[\s-]half\b)*+)"
    rf"(?![\s-](?:{_ORDINAL})){_UNIT}",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\b(?:quarters?|thirds?|fifths?|tenths?|fraction|part) of \Z", re.IGNORECASE)
_NOUN = re.compile(r"[\s-]+(?:more\s+|other\s+)?(?P<noun>[a-z]+)")
_TALLY = re.compile(
    r"(?<![\d.,$€£-])(?P<more>\d{1,3})(?:\s?[-–—]\s?(?:to[-–—\s])?|\s+(?:votes\s+)?to\s+|\s+against\s+)(?P<less>\d{1,3})"
    r"(?![\d%]|[.,:/-]\d|\s?(?:percent|per\s?cent|million|billion|years?|year-olds?|days?|hours?|minutes?|weeks?|months?)\b)"
)
#: Words beside two numbers that make them the tally of a vote or game.
_TALLIES = re.compile(
    r"\b(?:vot\w+|ballots?|pass\w*|approv\w+|reject\w+|defeat\w*|rul\w+|decision|decided|majority|overr\w+|margin|tally"
    r"|score|won|win|lost|beat|confirm\w*|split|favou?r|against|clear(?:s|ed)|adopt\w*|advanc\w+|block\w*|fail\w*"
    r"|kill\w*|repeal\w*|ratif\w+|acquit\w*|convict\w*|impeach\w*|endors\w+|party[-\s]lines?|roll[-\s]call|partisan"
    r"|chamber|house|senate|justices|court|committee|panel|council)\b",
    re.IGNORECASE,
)
_VOTES = re.compile(r"\b(?:vot\w+|ballots?|tally|fail\w*|reject\w+|defeat\w*|lost)\b", re.IGNORECASE)
_AFTER_MONTH = re.compile(rf"{_MONTH}\s*\Z")
#: Maximum characters between a tally and such a word.
_BESIDE = 60
_DOZENS = re.compile(
    r"\b(?:(?P<count>half\sa|a|one|two|three|four|five|six|several)\s)?dozen(?:\s+(?:more\s+|other\s+)?(?P<noun>[a-z]+))",
    re.IGNORECASE,
)
_OF_DOZENS = {"half a": 6, "a": 12, "one": 12, "two": 24, "three": 36, "four": 48, "five": 60, "six": 72}
_RELATIVE = re.compile(
    r"\b(?:(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow)|(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<unit>week|month|year|"
    r"spring|summer|autumn|fall|winter)|(?:(?P<ago>[Ll]ast|[Nn]ext)\s+)?(?P<weekday>[A-Z][a-z]+day)s?)\b"
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP = {"last": -1, "this": 0, "next": 1}
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£"}
#: Minimum of a bare number that is a fact without what it counts.
BARE = 100


class Quantity(NamedTuple):
    """A number or date at `[start, end)` of a text; `fact` is the form that equal ones share."""

    kind: str
    fact: str
    start: int
    end: int


def quantities(text: str, day: str | None = None) -> list[Quantity]:
    """The tallies, dates and numbers in a text; `day` (YYYY-MM-DD) is the one on which it was published.

    A relative day or month ("yesterday", "last month") is a date only where `day` is known.
    """
    try:
        published = date.fromisoformat((day or "")[:10])
    except ValueError:
        published = None
    matches = (read(match, published) for pattern, read in _RULES for match in pattern.finditer(text))
    return non_overlapping(filter(None, matches), lambda quantity: range(quantity.start, quantity.end))


def _tally(match: re.Match[str], _: date | None) -> Quantity | None:
    before = match.string[max(match.start() - _BESIDE, 0) : match.start()]
    around = before + match.string[match.start() : match.end() + _BESIDE]
    first, second = int(match["more"]), int(match["less"])
    # with the smaller number first it is usually a range: "seats 15-18", "on May 9-11"
    words = _TALLIES if first >= second else _VOTES
    if not words.search(around) or _AFTER_MONTH.search(before):
        return None
    return Quantity("tally", f"{max(first, second)}–{min(first, second)}", *match.span())


def _date(match: re.Match[str], _: date | None) -> Quantity:
    # without the year, since second mentions often omit it
    return Quantity("date", f"{int(match['day'])} {_MONTH_OF[match['month'][:3].lower()]}", *match.span())


def _relative(match: re.Match[str], published: date | None) -> Quantity | None:
    fact = _counted_from(published, match) if published else None
    return Quantity("date", fact, *match.span()) if fact else None


def _counted_from(published: date, match: re.Match[str]) -> str | None:
    if match["near"]:
        # with a capital inside a sentence it is a name: USA Today
        is_name = match["near"][0].isupper() and re.search(r"\w \Z", match.string[: match.start()])
        return None if is_name else _day_and_month(published + timedelta(_NEAR[match["near"].lower()]))
    if match["weekday"]:
        if match["weekday"] not in _WEEKDAYS:
            return None
        # usually the last such weekday, since news reports the past
        back = (published.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
        ahead = {"next": 7, "last": -7 if back == 0 else 0}.get((match["ago"] or "").lower(), 0)
        return _day_and_month(published + timedelta(ahead - back))
    step, unit = _STEP[match["which"].lower()], match["unit"]
    if unit == "month":
        return _MONTHS[(published.month - 1 + step) % 12]
    if unit == "week":
        return f"week of {_day_and_month(published + timedelta(7 * step - published.weekday()))}"
    return str(published.year + step) if unit == "year" else None


def _day_and_month(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _dozens(match: re.Match[str], _: date | None) -> Quantity | None:
    count = _OF_DOZENS.get(re.sub(r"\s", " ", match["count"] or "a").lower())
    return _counted(count, match, *match.span()) if count else None


def _figure(match: re.Match[str], _: date | None) -> Quantity | None:
    plain, scale = match["plain"], match["scale"] or match["plain_scale"]
    value = float((plain or match["figure"]).replace(",", "")) * (SCALES[scale.lower()] if scale else 1)
    if match["currency"]:
        letters, sign = match["currency"][:-1], match["currency"][-1]
        fact = f"{_DOLLARS.get(letters, letters)}{sign}{amount(value)}"
    elif match["unit"]:
        fact = _with_unit(value, match["unit"])
    elif match["ordinal"]:
        fact = f"{plain}{match['ordinal']}"
    elif scale and len(scale) == 1 and not _LETTER_COUNTS.match(match.string, match.end()):
        return None
    elif _IS_YEAR.fullmatch(plain):
        return Quantity("date", plain, *match.span())
    else:
        return _counted(value, _NOUN.match(match.string, match.end()), *match.span())
    return Quantity("number", fact, *match.span())


def _written(match: re.Match[str], _: date | None) -> Quantity | None:
    value = _value_in_words(re.split(r"[\s-]", match["words"].lower()))
    if value is None or _PART_OF.search(match.string, 0, match.start()):
        return None
    if match["unit"]:
        return Quantity("number", _with_unit(value, match["unit"]), *match.span())
    # "one" is mostly a pronoun or an article
    return _counted(value, _NOUN.match(match.string, match.end()), *match.span()) if value > 1 else None


def _value_in_words(words: Sequence[str]) -> float | None:
    """The value of a number in words; None if the words are not one number (nineteen eighty-four)."""
    total, part = 0.0, 0.0
    last_scale = float("inf")
    for word in words:
        if word == "hundred" and part < 100:
            part = (part or 1) * 100
        elif word in SCALES:
            if SCALES[word] >= last_scale or word == "hundred":
                return None
            last_scale = SCALES[word]
            total, part = total + (part or 1) * last_scale, 0.0
        elif word in _TENS or word in _SMALL:
            value = _TENS.get(word) or _SMALL[word]
            if part % 100 and not (value < 10 and part % 100 in _TENS.values()):
                return None
            part += value
        elif word == "half":
            part += 0.5
    return None if words[0] in SCALES else total + part


def _with_unit(value: float, unit: str) -> str:
    whose, _, noun = unit.strip(" -\n").rpartition(" ")
    if sign := _CURRENCIES.get(noun.lower().removesuffix("s")):
        return f"{_DOLLARS.get(whose, '')}{sign}{amount(value)}"
    return f"{amount(value)} points" if "point" in noun.lower() else f"{amount(value)}%"


def _counted(value: float, noun: re.Match[str] | None, start: int, end: int) -> Quantity | None:
    """A bare number: by itself from `BARE` on, else with the noun that it counts."""
    if value >= BARE:
        return Quantity("number", amount(value), start, end)
    if noun and len(noun["noun"]) > 2:
        return Quantity("number", f"{amount(value)} {singular(noun['noun'])}", start, noun.end("noun"))
    return None


#: What reads each pattern; where two overlap, the first counts.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Quantity | None]], ...] = (
    (_TALLY, _tally),
    *((pattern, _date) for pattern in _DATES),
    (_RELATIVE, _relative),
    (_DOZENS, _dozens),
    (_NUMBER, _figure),
    (_WRITTEN, _written),
)


def amount(value: float) -> str:
    """A value in words and digits.

    >>> amount(1_200_000_000.0), amount(500_000.0), amount(2.5)
    ('1.2 billion', '500,000', '2.5')
    """
    for name, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if value >= scale:
            return f"{value / scale:.6g} {name}"
    return f"{value:,.10g}"


def singular(noun: str) -> str:
    """A noun without a plural ending, so that "3 days" and "3-day" are one fact.

    >>> [singular(noun) for noun in ("days", "taxes", "churches", "crisis")]
    ['day', 'tax', 'church', 'crisis']
    """
    if noun.endswith(("xes", "ches", "shes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun
