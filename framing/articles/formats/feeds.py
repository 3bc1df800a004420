"""RSS and Atom feeds: an article an entry."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.articles.compressed import read_bytes
from framing.articles.formats import reader
from framing.articles.problems import Unreadable


def feed_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of a feed; one without its content is read by its summary, which counts as cut short."""
    data = read_bytes(path)
    feedparser = reader("feedparser", path.suffix)
    # A stream: of a text the package would ask whether it is an address, and fetch it.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version:
        raise Unreadable(
            "neither an RSS nor an Atom feed, and no other XML is read; convert it to text: "
            "pandoc -f tei -t plain FILE.xml -o FILE.txt"
        )
    outlet = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        fields = {
            "id": entry.get("id") or entry.get("link"),
            "title": entry.get("title"),
            "url": entry.get("link"),
            "date": entry.get("published") or entry.get("updated"),
            "outlet": (entry.get("source") or {}).get("title") or outlet,
        }
        contents = [content.get("value") for content in entry.get("content", ()) if content.get("value")]
        yield number, {**fields, **({"text": contents[0]} if contents else {"summary": entry.get("summary")})}
