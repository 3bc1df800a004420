"""A record's fields to an Article: the names that others give to text, title, outlet and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from framing.articles.article import Article
from framing.articles.problems import Unreadable

#: For each field the column names taken for it, best first; case, spaces and hyphens do not matter.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "article_id", "doc_id", "document_id", "docid", "uuid", "guid", "_id"),
        "text": (
            *("text", "content", "body", "article", "article_text", "full_text", "fulltext", "maintext", "main_text"),
            *("body_text", "article_body", "articlebody", "article_content", "plain_text", "story", "story_text"),
        ),
        "title": ("title", "headline", "head", "article_title", "heading", "hed"),
        "outlet": (
            *("outlet", "publication", "publisher", "source_name", "source", "site_name", "sitename", "media_name"),
            *("newspaper", "news_outlet", "media", "site", "source_domain", "domain"),
        ),
        "date": (
            *("date", "published", "publish_date", "published_date", "date_published", "date_publish", "published_at"),
            *("publication_date", "pub_date", "pubdate", "datetime", "timestamp"),
        ),
        "url": ("url", "link", "canonical_url", "permalink", "web_url", "source_url", "uri"),
        "event": ("event", "event_id", "event_name", "story_id", "cluster_id"),
        "event_title": ("event_title", "story_title"),
        "leaning": ("leaning", "political_leaning", "lean", "bias", "bias_rating"),
    }
)

_DAY_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%Y%m%d")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|[T\s])")


def columns_of(names: Iterable[str]) -> Mapping[str, str]:
    """For each field the column that holds it, among the names that a file has."""
    return _columns_of(tuple(names))


@lru_cache(maxsize=1024)
def _columns_of(names: tuple[str, ...]) -> Mapping[str, str]:
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_folded(name), name)
    chosen = {}
    for field, aliases in ALIASES.items():
        for alias in aliases:
            if alias in folded:
                chosen[field] = folded[alias]
                break
    return MappingProxyType(chosen)


def no_text_column(names: list[str]) -> str:
    """What to say of a file in which no column holds the text."""
    found = ", ".join(names) or "none"
    return f"no column holds the text: found {found}; rename the one that does to one of {', '.join(ALIASES['text'])}"


def article_of(
    fields: Mapping[str, Any], *, article_id: str, input_name: str, record: int | None, known: Mapping[str, Any]
) -> Article:
    """The article of one record; Unreadable if it has no text.

    `known` is what an event's metadata says of the article: it fills what the record leaves open.
    """
    columns = columns_of(fields)
    if "text" not in columns:
        raise Unreadable(no_text_column(list(fields)))
    text = fields[columns["text"]]
    if text is None or text != text or (isinstance(text, str) and not text.strip()):
        raise Unreadable("the text is empty; fill it in or leave the record out")
    if not isinstance(text, str):
        raise Unreadable(f"the text in {columns['text']} is no text but {type(text).__name__}; give it as a string")
    told = {field: _plain(fields[column]) for field, column in columns.items() if field not in {"id", "text", "date"}}
    extra = {name: value for name, value in fields.items() if name not in columns.values()}
    if (column := columns.get("date")) and (given := fields[column]) is not None:
        told["date"] = iso_date(given)
        if told["date"] is None and _plain(given) is not None:
            extra[column] = given
    filled = {field: value for field, value in told.items() if value is not None}
    if filled.get("event", known.get("event")) != known.get("event"):
        # A record of another event is not called by the title of this one.
        known = {field: value for field, value in known.items() if field != "event_title"}
    return Article(
        id=article_id, text=text, input=input_name, record=record, extra=MappingProxyType(extra), **{**known, **filled}
    )


def iso_date(value: Any) -> str | None:
    """A day in ISO 8601 as far as the value tells it (`2025`, `2025-03`, `2025-03-28`), None if it cannot be told.

    `3/4/2025` cannot: it is March in one country and April in another.

    >>> iso_date("2025-03-28T14:00:00Z"), iso_date("March 28, 2025"), iso_date("3/4/2025")
    ('2025-03-28', '2025-03-28', None)
    """
    if isinstance(value, datetime | date):
        return value.isoformat()[:10] if value == value else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(float(value))
    if not isinstance(value, str) or not (told := value.strip()):
        return None
    if match := _ISO.match(told):
        return match.group() if _is_day(match.group()) else None
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(told, form).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(told).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_epoch(value: float) -> str | None:
    if 1000 <= value <= 9999 and value.is_integer():
        return str(int(value))
    seconds = value / 1000 if value > 1e11 else value
    if not 1e8 < seconds < 1e10:
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _is_day(told: str) -> bool:
    try:
        date.fromisoformat((told + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _plain(value: Any) -> str | None:
    """A cell as text; None where it is empty."""
    if value is None or value != value or isinstance(value, Mapping | list | tuple):
        return None
    return str(value).strip() or None


def _folded(name: str) -> str:
    return str(name).strip().casefold().replace(" ", "_").replace("-", "_")
