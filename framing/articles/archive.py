"""Web archives (WARC): the pages that a crawl stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from framing.articles.article import ArchivedPage
from framing.files import MAX_RECORD_BYTES, Unreadable, open_bytes

#: Maximum bytes of a record's headers and its HTTP headers together.
_MAX_HEADER_BYTES = 1 << 20
_WRONG_LENGTH = "the record's length is wrong; the bytes between it and the next are not read"


def archived_pages(path: Path) -> Iterator[tuple[int, ArchivedPage | Unreadable]]:
    """The HTML pages of a web archive, by the number of their record."""
    number = 0
    # Unpacked first, since warcio skips all but the first record of a gzip member.
    with open_bytes(path) as stream:
        try:
            records = _Records(stream)
            for record in records:
                if records.misplaced():
                    yield number, Unreadable(_WRONG_LENGTH)
                number += 1
                if _is_page(record):
                    yield number, _page(record)
            if records.misplaced():
                yield number, Unreadable(_WRONG_LENGTH)
        except (ArchiveLoadFailed, ValueError, AttributeError) as error:
            # A record without a type, or whose length is no number, raises one of the last two.
            reason = " ".join(str(error).split())
            yield number + 1, Unreadable(f"not a readable WARC record ({reason}); the rest of the file is not read")


class _Reader(BufferedReader):  # type: ignore[misc]
    """A stream that bounds the size of a record's headers, against compressed bombs."""

    head = 0

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _MAX_HEADER_BYTES, _MAX_HEADER_BYTES))
        self.head += len(line)
        if self.head > _MAX_HEADER_BYTES:
            raise ArchiveLoadFailed(f"the headers of a record are longer than {_MAX_HEADER_BYTES >> 10} KB")
        return line


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The records of an archive, and whether their lengths are right."""

    #: Empty, so that warcio prints nothing about wrong lengths into the progress bar.
    INC_RECORD = ""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.reader = _Reader(stream)
        self._counted = 0

    def __iter__(self) -> Iterator[Any]:
        for record in self.the_iter:
            yield record
            self.reader.head = 0

    def misplaced(self) -> bool:
        """Whether a record ended in the wrong place since the last call."""
        before, self._counted = self._counted, self.err_count
        return self._counted > before


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    good = record.http_headers is None or record.http_headers.get_statuscode() == "200"
    return good and _kind(record).startswith(("text/html", "application/xhtml+xml"))


def _kind(record: Any) -> str:
    return ((record.http_headers or record.rec_headers).get_header("Content-Type") or "").lower()


def _page(record: Any) -> ArchivedPage | Unreadable:
    data = record.content_stream().read(MAX_RECORD_BYTES + 1)
    if len(data) > MAX_RECORD_BYTES:
        return Unreadable(f"a page of more than {MAX_RECORD_BYTES >> 20} MB; it is left out")
    # Read the rest of a chunked body, so that the end of the record is reached.
    while record.raw_stream.read(1 << 16):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        return Unreadable("the page is cut short: the file ends before its record does; fetch it again")
    if re.search(rb"\nWARC/\d\.\d\r?\nWARC-", data, re.IGNORECASE):
        return Unreadable("the record's length is wrong, so that it holds the records after it; write the file again")
    _, _, charset = _kind(record).partition("charset=")
    return ArchivedPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        date=record.rec_headers.get_header("WARC-Date"),
        data=data,
        charset=charset.split(";")[0].strip(" \"'") or None,
    )
