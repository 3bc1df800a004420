"""One chunk analysed: the function that every engine runs, in this process, in another, or on another machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from framing.analysis import Rows, table_columns, uncollected
from framing.articles.article import Article
from framing.articles.problems import ReadError
from framing.articles.read import read_found
from framing.attribution.attribute import batches
from framing.attribution.batch import Batch
from framing.corpus.chunks import Chunk
from framing.corpus.encode import encode
from framing.corpus.settings import Settings
from framing.measures import Measure, default_measures
from framing.text.cut import cut_all

#: So many articles are read for their voices together; what one of them breaks is done again, each by itself.
_AT_A_TIME = 160


@dataclass(frozen=True, slots=True)
class Part:
    """What one chunk adds to a result: for each table its bytes and its number of rows; and words read in all."""

    number: int
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    words: int


def _articles(chunk: Chunk, settings: Settings, rows: Rows) -> Iterator[Article]:
    """The articles of a chunk; what cannot be read goes to the errors."""
    for found in chunk.items:
        item = read_found(found, prepend_title=settings.prepend_title, sides=settings.sides)
        if isinstance(item, ReadError):
            rows.of["errors"].append((item.input, item.record, item.problem))
        else:
            yield item


def _read(articles: Iterator[Article], rows: Rows) -> Iterator[Batch]:
    """The articles read for their voices, many at a time."""
    while group := list(islice(articles, _AT_A_TIME)):
        yield from _voices(group, rows)


def _voices(articles: Sequence[Article], rows: Rows) -> list[Batch]:
    """The articles read for their voices; one whose reading breaks down is set aside."""
    try:
        return list(batches(cut_all(articles)))
    except MemoryError:
        raise
    except Exception as error:
        if len(articles) > 1:
            return [batch for article in articles for batch in _voices([article], rows)]
        _set_aside(rows, articles[0], error)
        return []


def _add(rows: Rows, batch: Batch, measures: Sequence[Measure]) -> None:
    """Add the rows of a batch; an article whose analysis breaks down is set aside, so that the others keep theirs."""
    lengths = {table: len(found) for table, found in rows.of.items()}
    try:
        rows.add(batch, measures)
    except MemoryError:
        raise
    except Exception as error:
        for table, length in lengths.items():
            del rows.of[table][length:]
        if len(batch.readings) == 1:
            _set_aside(rows, batch.readings[0].document.article, error)
        else:
            for reading in batch.readings:
                _add(rows, Batch((reading,)), measures)


def _set_aside(rows: Rows, article: Article, error: Exception) -> None:
    what = f"the analysis broke down ({type(error).__name__}: {error}); please report it, with this text if you may"
    rows.of["errors"].append((article.input, article.record, what))


@lru_cache(maxsize=4)
def measures_for(lexicons: tuple[Path, ...], frames: Path | None = None) -> tuple[Measure, ...]:
    """The measures of a run, made once in each process."""
    return default_measures(lexicons, frames)


@uncollected()
def analyze_chunk(chunk: Chunk, settings: Settings) -> Part:
    """The tables of one chunk. Raises Vanished if an input is gone since it was found."""
    measures = measures_for(settings.lexicons, settings.frames)
    rows = Rows(table_columns(measures))
    for batch in _read(_articles(chunk, settings, rows), rows):
        _add(rows, batch, measures)
    column = rows.columns["articles"].index("words")
    return Part(
        number=chunk.number,
        tables={
            table: encode(table, rows.columns[table], rows.of[table], settings.format, keep_text=settings.keep_text)
            for table in rows.columns
        },
        rows={table: len(found) for table, found in rows.of.items()},
        words=sum(row[column] for row in rows.of["articles"]),
    )
