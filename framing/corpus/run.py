"""Many articles analysed into a folder of tables, to be stopped and gone on with at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from framing.analysis import table_columns
from framing.articles.find import find
from framing.articles.problems import Vanished
from framing.corpus.chunks import Chunk, chunks
from framing.corpus.engines import Engine, EngineFailed, in_this_process
from framing.corpus.manifest import manifest
from framing.corpus.settings import Settings
from framing.corpus.store import UNFINISHED, Store
from framing.corpus.work import Part, measures_for


class Stopped(Exception):
    """Raised where a run cannot go on: a full disk, a vanished input, workers killed. What is done is kept."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: its folder, and how much went through."""

    out: Path
    articles: int
    errors: int
    #: Whether the same run had been finished before, and nothing was to do.
    was_there: bool


def run(
    inputs: Sequence[str | Path],
    out: Path,
    settings: Settings | None = None,
    *,
    engine: Engine = in_this_process,
    overwrite: bool = False,
    watch: Callable[[int, int], None] = lambda articles, words: None,
) -> Result:
    """Analyse the inputs into tables in the folder `out`.

    Run again after it was stopped, by whatever, it goes on where it was, and the tables are the same bytes as if it had
    never stopped, whatever the engine. `watch` is told after each chunk how many articles and words it held. Raises
    Stopped if it cannot go on, OtherResult if `out` holds something else and is not to be overwritten.
    """
    chosen = settings or Settings()
    columns = table_columns(measures_for(chosen.lexicons))
    store = Store(out, manifest(inputs, chosen), columns, chosen.format)
    was_there = store.open(overwrite=overwrite)
    if not was_there:
        for entry in store.journal:
            watch(entry["rows"]["articles"] + entry["rows"]["errors"], entry["words"])
        for part in _parts(chunks(find(inputs)), len(store.journal), chosen, engine, out):
            _add(store, part, out)
            watch(part.rows["articles"] + part.rows["errors"], part.words)
        store.finish()
    return Result(out, store.rows("articles"), store.rows("errors"), was_there)


def _parts(work: Iterator[Chunk], done: int, settings: Settings, engine: Engine, out: Path) -> Iterator[Part]:
    try:
        yield from engine(islice(work, done, None), settings)
    except Vanished as error:
        raise Stopped(f"{error} vanished while it was read; put it back. {_kept(out)}") from None
    except EngineFailed as error:
        raise Stopped(f"{error}. {_kept(out)}") from None


def _add(store: Store, part: Part, out: Path) -> None:
    try:
        store.add(part)
    except OSError as error:
        raise Stopped(f"{out} cannot be written ({error.strerror}); make room. {_kept(out)}") from None


def _kept(out: Path) -> str:
    return f"What is done stands whole in {out / UNFINISHED}, and the same command goes on from there"
