"""Web archives (WARC): the pages that a crawl stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from framing.articles.compressed import MOST_BYTES, open_bytes
from framing.articles.problems import Unreadable

_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as a crawl stored it: its address, when it was fetched, its bytes, and the charset the server named."""

    url: str | None
    date: str | None
    data: bytes
    charset: str | None


def archived_pages(path: Path) -> Iterator[tuple[int, ArchivedPage | Unreadable]]:
    """The HTML pages of a web archive, by the number of their record."""
    # warcio unpacks gzip itself, member by member; only zstd has to be unpacked before it.
    stream = open_bytes(path) if path.suffix.lower() == ".zst" else path.open("rb")
    number = 0
    with stream:
        try:
            for record in ArchiveIterator(stream):
                number += 1
                if _is_page(record):
                    yield number, _page(record)
        except ArchiveLoadFailed as error:
            yield number + 1, Unreadable(f"no WARC record can be made out ({error}); the rest of the file is not read")


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").lower()
    good = record.http_headers is None or record.http_headers.get_statuscode() == "200"
    return good and kind.startswith(_PAGES)


def _page(record: Any) -> ArchivedPage | Unreadable:
    data = record.content_stream().read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return Unreadable(f"a page of more than {MOST_BYTES >> 20} MB; it is left out")
    headers = record.http_headers or record.rec_headers
    kind = headers.get_header("Content-Type") or ""
    _, _, charset = kind.lower().partition("charset=")
    return ArchivedPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        date=record.rec_headers.get_header("WARC-Date"),
        data=data,
        charset=charset.split(";")[0].strip(" \"'") or None,
    )
