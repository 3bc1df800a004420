"""Files opened as bytes, gzip and zstd unpacked as they are read."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from framing.articles.problems import Unreadable

#: A single record may hold this many bytes; more is no article, and may be a compressed bomb.
MOST_BYTES = 16 << 20

PACKED = (".gz", ".zst")

#: What reading a stream raises where the file, or what is packed in it, is broken.
BROKEN = (OSError, EOFError, zlib.error, zstandard.ZstdError)


def kind_of(path: Path) -> str:
    """A file's suffix, in lower case and without that of its compression: `.jsonl` of `news.JSONL.gz`."""
    name = path.name.lower()
    for packed in PACKED:
        name = name.removesuffix(packed)
    return Path(name).suffix


def stem_of(path: Path) -> str:
    """A file's name without its suffixes: `news` of `news.jsonl.gz`."""
    name = path.name
    for packed in PACKED:
        if name.lower().endswith(packed):
            name = name[: -len(packed)]
    return Path(name).stem


def open_bytes(path: Path, opened: BinaryIO | None = None) -> BinaryIO:
    """The file's bytes as a stream, unpacked if its name ends in .gz or .zst.

    A file that is `opened` already stays so, and its position tells how much of it was unpacked.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast("BinaryIO", gzip.open(opened or path, "rb"))
    if suffix == ".zst":
        unpacked = zstandard.ZstdDecompressor().stream_reader(
            opened or path.open("rb"), read_across_frames=True, closefd=opened is None
        )
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", unpacked), 1 << 20))
    return opened or path.open("rb")


def read_bytes(path: Path) -> bytes:
    """All bytes of a file that holds one article; Unreadable if there are more than any article has."""
    with open_bytes(path) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"more than {MOST_BYTES >> 20} MB for one article; split it, or give it as JSONL")
    return data
