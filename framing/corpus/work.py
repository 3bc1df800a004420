"""One chunk analysed: the function that every engine runs, in this process, in another, or on another machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from framing.analysis import Rows, read_voices, table_columns
from framing.articles.article import Article
from framing.articles.problems import ReadError
from framing.articles.read import read_found
from framing.attribution.batch import Batch, batches
from framing.attribution.reading import Reading
from framing.corpus.chunks import Chunk
from framing.corpus.encode import encode
from framing.corpus.settings import Settings
from framing.measures import Measure, default_measures


@dataclass(frozen=True, slots=True)
class Part:
    """What one chunk adds to a result: for each table its bytes and its number of rows; and words read in all."""

    number: int
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    words: int


def _readings(chunk: Chunk, settings: Settings, rows: Rows) -> Iterator[Reading]:
    """The articles of a chunk read for their voices; what cannot be read goes to the errors."""
    for found in chunk.items:
        item = read_found(found, prepend_title=settings.prepend_title, sides=settings.sides)
        if isinstance(item, ReadError):
            rows.of["errors"].append((item.input, item.record, item.problem))
            continue
        try:
            reading = read_voices(item)
        except MemoryError:
            raise
        except Exception as error:
            _set_aside(rows, item, error)
        else:
            yield reading


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


def analyze_chunk(chunk: Chunk, settings: Settings) -> Part:
    """The tables of one chunk. Raises Vanished if an input is gone since it was found."""
    measures = measures_for(settings.lexicons, settings.frames)
    rows = Rows(table_columns(measures))
    for batch in batches(_readings(chunk, settings, rows)):
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
