"""How many articles there are to come, where that is quick to tell, so that a progress bar can say how long."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.compressed import PACKED, kind_of
from framing.articles.event import EVENT_FILE
from framing.articles.find import files_of

_ONE = {".txt", ".md", ".html", ".htm"}
_LINES = {".jsonl", ".ndjson"}


def expected_articles(inputs: Iterable[str | Path]) -> int | None:
    """About how many articles the inputs hold; None where only reading them would tell."""
    total = 0
    for given in inputs:
        for path in files_of(given):
            count = _articles_in(path)
            if count is None:
                return None
            total += count
    return total


def _articles_in(path: Path) -> int | None:
    kind = kind_of(path)
    if path.name == EVENT_FILE:
        return 0
    if kind in _ONE:
        return 1
    try:
        if kind == ".parquet":
            return int(pq.read_metadata(path).num_rows)
        if kind in _LINES and path.suffix.lower() not in PACKED:
            with path.open("rb") as stream:
                return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    except (OSError, pa.ArrowException):
        return None
    return None
