"""An estimate of the number of articles, for a progress bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.compressed import BROKEN, MOST_BYTES, kind_of, open_bytes
from framing.articles.event import EVENT_FILE
from framing.articles.find import files_of

#: Bytes of a large file that are sampled.
_SAMPLE = 16 << 20


def expected_articles(inputs: Iterable[str | Path]) -> int:
    """The approximate number of articles in the inputs; unreadable files count as none."""
    return sum(_articles_in(path) for source in inputs for path in files_of(source))


def _articles_in(path: Path) -> int:
    kind = kind_of(path)
    if path.name == EVENT_FILE:
        return 0
    try:
        if kind == ".parquet":
            return int(pq.read_metadata(path).num_rows)
        # Other kinds hold one article, or too few to matter to a progress bar.
        return _estimated(path, _COUNT[kind]) if kind in _COUNT else 1
    except (*BROKEN, pa.ArrowException, csv.Error):
        return 0


def _estimated(path: Path, count: Callable[[bytes], int]) -> int:
    with path.open("rb") as file:
        stream = open_bytes(path, file)
        number, place = count(stream.read(_SAMPLE)), file.tell()
        return round(number * path.stat().st_size / place) if stream.read(1) else number


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _rows(data: bytes) -> int:
    csv.field_size_limit(MOST_BYTES)
    # A row's cells may hold line ends; what they say otherwise is all the same here.
    return max(0, sum(1 for row in csv.reader(io.StringIO(data.decode("latin-1"), newline="")) if row) - 1)


def _pages(data: bytes) -> int:
    return data.count(b"WARC-Type: response")


_COUNT: Mapping[str, Callable[[bytes], int]] = {
    ".csv": _rows,
    ".tsv": _rows,
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".warc": _pages,
}
