"""The progress bar knows about how many articles are to come, whatever holds them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest
import zstandard

from framing.articles import read
from framing.corpus import chunks
from framing.corpus.chunks import expected_articles


def story(n: int) -> str:
    """A story that packs as badly as real ones do."""
    return f"The council met.\n\n“We will not pay,” said {hashlib.sha256(b'%d' % n).hexdigest()}, and left."


def jsonl(number: int) -> bytes:
    return "".join(json.dumps({"id": n, "text": story(n)}) + "\n" for n in range(number)).encode()


def csv_file(number: int) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("id", "text"), *((n, story(n)) for n in range(number))])
    return out.getvalue().encode()


def warc(number: int) -> bytes:
    pages = [f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{story(n)}".encode() for n in range(number)]
    head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n"
    return b"".join(head.format(len(page)).encode() + page + b"\r\n\r\n" for page in pages)


PACKED = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}
KINDS = {".jsonl": jsonl, ".csv": csv_file, ".warc": warc}


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_file_is_counted(tmp_path: Path, kind: str, packed: str) -> None:
    path = tmp_path / f"news{kind}{packed}"
    path.write_bytes(PACKED[packed](KINDS[kind](30)))
    assert expected_articles([path]) == 30


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("kind", KINDS)
def test_a_large_one_is_estimated_from_its_beginning(
    tmp_path: Path, kind: str, packed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "_SAMPLE", 1_000_000)
    path = tmp_path / f"news{kind}{packed}"
    path.write_bytes(PACKED[packed](KINDS[kind](30_000)))
    # A packed file is read ahead, so that of one this small more seems to be read than was.
    assert expected_articles([path]) == pytest.approx(30_000, rel=0.5 if packed else 0.05)


def test_what_cannot_be_read_counts_for_none(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.parquet", "c.csv.zst"):
        (tmp_path / name).write_bytes(b"not what it says")
    (tmp_path / "d.txt").write_text("A story.", encoding="utf-8")
    assert expected_articles([tmp_path, tmp_path / "nowhere"]) == 1
    assert len(read(tmp_path)) == 1
