"""Dates in the many spellings of exports, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_MONTHS = "january february march april may june july august september october november december".split()
#: The number of each month, by its name and its short form.
_MONTH = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}
_TIME = re.compile(
    r"(?:\bat\s+|[t,|]\s*)?\b\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s*\(?(?:z\b|[a-z]{1,3}t\b|utc\b|gmt\b|(?:utc|gmt)?[+-]\d{1,2}:?\d{0,2}\b))?"
    r"|\b\d{1,2}\s*[ap]\.?m\b\.?(?:\s*[a-z]{1,3}t\b)?"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b")
_LABEL = re.compile(
    r"(?:(?:last|first|originally) )?(?:updated?|published|posted|modified|date)\b(?: on\b| at\b)?\s*:?"
)
_WORD_FORMS = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<m>[a-z]+) (?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<m>[a-z]+) (?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4}) (?P<m>[a-z]+) (?P<d>\d{1,2})"),
    re.compile(r"(?P<m>[a-z]+) (?P<y>\d{4})(?P<d>)"),
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[t_ ]?\d{4,6}(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?)?")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|[T\s])")


class Ambiguous(ValueError):
    """Raised for a date that countries read differently; the message names both readings."""


def iso_date(value: Any) -> str | None:
    """A date in ISO 8601, as exact as the value (`2025`, `2025-03`, `2025-03-28`); None if it is unclear.

    `3/4/2025` is unclear: March in one country, April in another.

    >>> iso_date("2025-03-28T14:00:00Z"), iso_date("Friday, March 28, 2025 2:15 PM"), iso_date("3/4/2025")
    ('2025-03-28', '2025-03-28', None)
    """
    try:
        return day_of(value)
    except Ambiguous:
        return None


def day_of(value: Any) -> str | None:
    """As `iso_date`, but raises Ambiguous for a date with two readings."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10] if value == value else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    if not isinstance(value, str) or not (text := value.strip()) or len(text) > 80:
        return None
    if match := _ISO.match(text):
        return match.group() if _is_day(match.group()) else None
    plain = _LABEL.sub(" ", _WEEKDAY.sub(" ", _TIME.sub(" ", text.lower())), count=1)
    plain = " ".join(re.sub(r"[,|()]", " ", plain).strip(" .").split())
    return _run_together(text.lower()) or _in_words(plain) or _in_figures(plain) or _of_mail(text)


def _run_together(text: str) -> str | None:
    """A date such as `20240229`, with or without a time; else seconds since 1970 as text."""
    match = _RUN_TOGETHER.fullmatch(text)
    if match and _is_day(day := "-".join(match.groups())):
        return day
    return _of_number(int(text)) if text.isdecimal() and text.isascii() and len(text) in (10, 13) else None


def _in_words(plain: str) -> str | None:
    words = " ".join(re.sub(r"[./-]", " ", plain).split())
    for form in _WORD_FORMS:
        if (match := form.fullmatch(words)) and (month := _MONTH.get(match["m"])):
            return _day(match["y"], month, match["d"])
    return None


def _in_figures(plain: str) -> str | None:
    if match := _YEAR_FIRST.fullmatch(plain):
        return _day(*match.groups())
    if match := _YEAR_LAST.fullmatch(plain):
        first, second, year = match.groups()
        readings = sorted({day for day in (_day(year, second, first), _day(year, first, second)) if day})
        if len(readings) > 1:
            raise Ambiguous(" or ".join(readings))
        return readings[0] if readings else None
    return None


def _of_mail(text: str) -> str | None:
    """A date as e-mail headers and feeds write it."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _day(year: str, month: str | int, day: str | None) -> str | None:
    """The date, or without a day the month, in ISO 8601; None if there is no such date."""
    if len(year) == 2:
        # As in POSIX.
        year = f"{'20' if int(year) < 69 else '19'}{year}"
    iso = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return iso if _is_day(iso) else None


def _of_number(value: float) -> str | None:
    """A date from a year, eight digits, or seconds or milliseconds since 1970."""
    # First, since an integer may be too large for a float.
    if not 1000 <= value < 1e14:
        return None
    if value <= 9999:
        return str(int(value)) if value == int(value) else None
    if 1e7 <= value < 1e8 and (day := _run_together(str(int(value)))):
        return day
    seconds = value / 1000 if value > 1e11 else value
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if 1e8 < seconds < 1e10 else None


def _is_day(iso: str) -> bool:
    try:
        return bool(date.fromisoformat(f"{iso}-01-01"[:10]))
    except ValueError:
        return False
