"""Chunks of articles: the unit of work, of partitions and of resuming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.articles.archive import ArchivedPage
from framing.articles.find import Found
from framing.articles.problems import ReadError

#: Articles of a chunk, by its number: small at first, so that a small corpus is spread over the workers, larger later,
#: so that a large one is not spread over countless files. Only the number decides: the same inputs, the same chunks.
_SIZES = ((40, 250), (140, 1_000))
_LARGEST = 2_000
#: Maximum bytes of a chunk.
_MOST_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive records, readable or not."""

    number: int
    items: tuple[Found | ReadError, ...]


def chunks(items: Iterable[Found | ReadError]) -> Iterator[Chunk]:
    """The items in chunks; the last may be small, and where there is nothing there is one empty chunk."""
    number = 0
    gathered: list[Found | ReadError] = []
    weight = 0
    for item in items:
        gathered.append(item)
        weight += _weight(item)
        if len(gathered) >= size_of(number) or weight >= _MOST_BYTES:
            yield Chunk(number, tuple(gathered))
            number, gathered, weight = number + 1, [], 0
    if gathered or not number:
        yield Chunk(number, tuple(gathered))


def size_of(number: int) -> int:
    """How many articles the chunk of that number holds at most."""
    return next((size for below, size in _SIZES if number < below), _LARGEST)


def _weight(item: Found | ReadError) -> int:
    if isinstance(item, ReadError):
        return 0
    if isinstance(item.content, Path):
        # A file that is gone is listed where it is read.
        return item.content.stat().st_size if item.content.exists() else 0
    if isinstance(item.content, ArchivedPage):
        return len(item.content.data)
    return sum(len(value) for value in item.content.values() if isinstance(value, str))
