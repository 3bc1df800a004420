"""The whole analysis, as in `framing analyze`: every measure and table, to the bytes written."""

from __future__ import annotations

import time
from collections.abc import Iterator

from framing.articles.reader import ListedArticle
from framing.corpus.chunks import Chunk, Settings, analyze_chunk, chunked
from framing.corpus.engines import in_processes
from lab.benchmarks.sample import Sample


def as_records(sample: Sample) -> Iterator[ListedArticle]:
    """The sample's articles as records of an input."""
    for number, article in enumerate(sample.articles):
        fields = {"text": article.text, "title": article.title, "outlet": article.outlet, "date": article.date}
        yield ListedArticle(f"{number}", "benchmark", number + 1, fields)


def whole(sample: Sample, measures: tuple[str, ...] = ()) -> None:
    """Analyse the sample in this process, with all measures or some."""
    for chunk in chunked(as_records(sample)):
        analyze_chunk(chunk, Settings(measures=measures))


def words_a_second(sample: Sample, workers: int, parts: int = 32) -> float:
    """The rate of several processes.

    The timing excludes start-up and the first occurrence of each word.
    """
    size = max(1, len(sample.articles) // 8)
    items = tuple(as_records(sample))
    # One for each worker, and one that waits; the last parts keep every worker busy until the clock stops.
    first = [items] * (2 * workers)
    timed = [items[n % 8 * size : (n % 8 + 1) * size] for n in range(parts + workers)]
    stream = in_processes(workers)((Chunk(n, part) for n, part in enumerate(first + timed)), Settings())
    for _ in first:
        next(stream)
    begun = time.perf_counter()
    words = sum(next(stream).words for _ in range(parts))
    rate = words / (time.perf_counter() - begun)
    for _ in stream:
        pass
    return rate
