"""A record's fields to an Article, by the many names that text, title, outlet and date have."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from framing.articles.article import Article
from framing.articles.dates import Ambiguous, day_of
from framing.files import Unreadable, column_key, match_columns, replace_surrogates

#: The names that files and records use.
NAMES: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
#: For each field its column names, best first; case, spaces and punctuation do not matter.
ALIASES: Mapping[str, Sequence[str]] = NAMES["columns"]
_SUMMARIES = {"text": NAMES["inside"]["summaries"]}
_WRAPPERS, _INSIDE = NAMES["inside"]["wrappers"], NAMES["inside"]["names"]
#: Other fields that may hold the article's address.
_ADDRESSES = {"url": ("source", "guid", "id")}
_ADDRESS = re.compile(r"(?:https?:)?//\S+|www\.[\w.-]+/\S+|[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
_TAGS = "p|div|article|section|h[1-6]|figure|ul|ol|blockquote|span|body|html"
_MARKUP = re.compile(rf"\s*<(?:!--|!doctype|/?(?:{_TAGS})\b)", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(?:…|\.\.\.)?\s*[\[(]\+?\s?\d[\d,]* (?:more )?(?:chars?|characters|words)[\])]\W*\Z")
_WALL = re.compile(rf"(?:{'|'.join(NAMES['cut']['walls'])})[.!]?\s*\Z", re.IGNORECASE)
_SHOWN = 40


def distinct(names: Iterable[str]) -> list[str]:
    """The names of columns, with a number after one that an earlier column has too.

    >>> distinct(["text", "text", "outlet"])
    ['text', 'text (2)', 'outlet']
    """
    times: Counter[str] = Counter()
    numbered = []
    for name in names:
        times[name] += 1
        numbered.append(f"{name} ({times[name]})" if name and times[name] > 1 else name)
    return numbered


def columns_of(names: Iterable[str]) -> Mapping[str, str]:
    """For each field the best of a file's columns that may hold it."""
    return {field: columns[0] for field, columns in _candidates(tuple(names)).items()}


@lru_cache(maxsize=1024)
def _candidates(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """For each field the columns that may hold it, best first."""
    return MappingProxyType(match_columns(names, ALIASES))


def check_columns(names: Iterable[str], *, titles: bool = False) -> None:
    """Raise Unreadable where no column of a file holds a text, or a title if titles are to be measured."""
    columns = list(names)
    fields = _candidates(tuple(columns))
    if "text" in fields or (titles and "title" in fields) or match_columns(columns, _SUMMARIES):
        return
    remedy = f"rename the one that does to one of {', '.join(ALIASES['text'])}, or name it with --column text=NAME"
    if "title" in fields:
        remedy += f"; to measure the headlines in {fields['title'][0]} alone, give --prepend-title"
    raise Unreadable(f"no column holds the text: found {', '.join(map(str, columns)) or 'none'}; {remedy}")


def unused(names: Iterable[str]) -> list[str]:
    """The columns that fill no field of an article."""
    return [name for name in names if name and not (_candidates((name,)) or match_columns((name,), _SUMMARIES))]


def record_id(fields: Mapping[str, Any]) -> str | None:
    """The record's own id; None if it has none."""
    return next(_filled(fields, _candidates(tuple(fields)).get("id", ())), None)


def article_of(
    fields: Mapping[str, Any],
    article_id: str,
    input_name: str,
    record: int | None,
    known: Mapping[str, Any],
    *,
    titles: bool = False,
) -> Article:
    """The article of one record; Unreadable if it has no text.

    The first filled column gives a field; `known`, from an event's metadata, fills what the record leaves open. With
    `titles` a title alone is measured. The article's `notes` say what is doubtful.
    """
    flat = unwrapped(fields)
    columns = _candidates(tuple(flat))
    notes: list[str] = []
    values = {field: next(_filled(flat, columns[field]), None) for field in columns.keys() - {"id", "text"}}
    outlets = map(_outlet, _filled(flat, columns.get("outlet", ())))
    values["outlet"] = next(filter(None, outlets), None)
    values["url"] = _address(flat, columns.get("url", ()))
    values["date"] = _date(flat, columns.get("date", ()), notes)
    filled: dict[str, Any] = {field: value for field, value in values.items() if value}
    text = _text(flat, columns.get("text", ()), notes)
    if text is None and titles:
        text = filled.get("title")
    if text is None:
        check_columns(flat, titles=titles)
        raise Unreadable("the text is empty; fill it in or leave the record out")
    used = {columns[field][0] for field in columns if field != "date" or "date" in filled}
    if filled.get("event", known.get("event")) != known.get("event"):
        # A record of another event must not take this event's title.
        known = {field: value for field, value in known.items() if field != "event_title"}
    return Article(
        id=article_id,
        text=text,
        input=input_name,
        record=record,
        extra=MappingProxyType({name: value for name, value in flat.items() if name not in used}),
        notes=tuple(notes),
        **{**known, **filled},
    )


def unwrapped(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields without wrappers: an inner field counts where no outer one has its name."""
    wrapped = [name for name, value in fields.items() if isinstance(value, Mapping) and str(name).lower() in _WRAPPERS]
    if not wrapped:
        return fields
    flat = {name: value for name, value in fields.items() if name not in wrapped}
    for name in wrapped:
        flat = {**unwrapped(fields[name]), **{key: value for key, value in flat.items() if _plain(value) is not None}}
    return flat


def _filled(fields: Mapping[str, Any], columns: Iterable[str]) -> Iterator[str]:
    """The values of the columns, without empty ones."""
    return (value for value in (_plain(fields[column]) for column in columns) if value is not None)


def _text(fields: Mapping[str, Any], columns: Iterable[str], notes: list[str]) -> str | None:
    text = _first_text(fields, columns)
    if text is None and not any(True for _ in columns):
        shown = match_columns(fields, _SUMMARIES).get("text", ())
        if text := _first_text(fields, shown):
            notes.append(f"the text is cut short: the record holds only {shown[0]}; get the whole article")
            return text
    if text is None:
        return None
    tail = text[-300:]
    if _CUT_SHORT.search(tail) or _WALL.search(tail.rstrip()[-200:]):
        end = " ".join(tail.split())[-_SHOWN:]
        notes.append(f"the text is cut short (it ends in {end!r}); get the whole article")
    return text


def _first_text(fields: Mapping[str, Any], columns: Iterable[str]) -> str | None:
    wrong = None
    for column in columns:
        value = _as_text(fields[column])
        if isinstance(value, str) and value.strip():
            return _without_markup(value) if "<" in value else value
        if not isinstance(value, str) and value is not None and value == value:
            wrong = wrong or f"the text in {column} is not text but {type(value).__name__}; give it as a string"
    if wrong:
        raise Unreadable(wrong)
    return None


def _as_text(value: Any) -> Any:
    """A text from bytes, from a list of paragraphs, or from a nested field."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, Mapping):
        return next(
            (value[key] for key in ("rendered", "text", "value", "#text") if isinstance(value.get(key), str)), value
        )
    return value


def _without_markup(value: str) -> str:
    if _MARKUP.match(value) or "</p>" in value:
        from framing.articles.page import fragment_text

        return fragment_text(value)
    return value


def _address(fields: Mapping[str, Any], columns: Sequence[str]) -> str | None:
    others = match_columns(fields, _ADDRESSES).get("url", ())
    addresses = filter(_ADDRESS.fullmatch, _filled(fields, [*columns, *others]))
    return next(addresses, None) or next(_filled(fields, [name for name in columns if column_key(name) != "uri"]), None)


def _outlet(value: str) -> str | None:
    """The outlet that a value names: a name, or a host; None for the address of a page."""
    if not _ADDRESS.fullmatch(value):
        return value
    try:
        parts = urlsplit(value if "//" in value else f"//{value}")
    except ValueError:
        return None
    return parts.netloc.removeprefix("www.") or None if parts.path in ("", "/") and not parts.query else None


def _date(fields: Mapping[str, Any], columns: Iterable[str], notes: list[str]) -> str | None:
    doubt = ""
    for column in columns:
        value = fields[column]
        if isinstance(value, Mapping | list | tuple):
            value = _plain(value)
        try:
            if day := day_of(value):
                return day
        except Ambiguous as error:
            doubt = doubt or f"the date {_shown(value)} is ambiguous ({error}); write it as 2024-12-31"
        if _plain(value) is not None or (isinstance(value, int) and not isinstance(value, bool)):
            doubt = doubt or f"the date {_shown(value)} is not recognised; write it as 2024-12-31"
    if doubt:
        notes.append(doubt)
    return None


def _shown(value: Any) -> str:
    try:
        shown = str(value)
    except ValueError:
        return "of thousands of figures"
    return repr(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")


def _plain(value: Any) -> str | None:
    """A cell as text; None if it is empty, or not a text, number or date."""
    if isinstance(value, Mapping):
        return next(filter(None, (_plain(value[key]) for key in _INSIDE if key in value)), None)
    if isinstance(value, list | tuple):
        return next(filter(None, map(_plain, value)), None)
    if value is None or value != value or isinstance(value, bytes | set | frozenset):
        return None
    try:
        # No table can hold half a character.
        return replace_surrogates(str(value)).strip() or None
    except ValueError:
        # Python does not write integers with this many digits.
        return None
