"""Analysis of large corpora into a folder of tables: in chunks, over processes or machines, with resuming."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from framing.analysis import table_columns
from framing.articles.article import Vanished
from framing.articles.reader import find
from framing.corpus.chunks import Chunk, Part, Settings, chunked, measures_for
from framing.corpus.engines import Engine, EngineFailed, in_this_process
from framing.corpus.manifest import manifest_of
from framing.corpus.store import Store
from framing.outputs import UNFINISHED, OtherResult, locked


class Stopped(Exception):
    """A run cannot go on: full disk, missing input, killed workers. Finished work is kept."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: its folder, articles and errors."""

    out: Path
    articles: int
    errors: int
    #: Whether the result was already complete.
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

    Called again, a stopped run resumes; the tables are the same bytes, whatever the engine. `watch` is called after
    each chunk with its numbers of articles and words. Raises Stopped if the run cannot go on, OtherResult if `out`
    holds something else and `overwrite` is off.
    """
    chosen = settings or Settings()
    columns = table_columns(measures_for(chosen))
    _refuse_inputs_as_output(inputs, out)
    with _stopping(out):
        made_from = manifest_of(inputs, chosen)
    store = Store(out, made_from, columns, chosen.format)
    with ExitStack() as stack:
        with _writing(out):
            stack.enter_context(locked(out))
            was_there = store.open(overwrite=overwrite)
        if not was_there:
            records = find(inputs, columns=dict(chosen.columns), titles=chosen.prepend_title)
            for done in store.parts:
                watch(done["rows"]["articles"] + done["rows"]["errors"], done["words"])
            for part in _parts(chunked(records), len(store.parts), chosen, engine, out):
                with _writing(out):
                    store.add(part)
                watch(part.rows["articles"] + part.rows["errors"], part.words)
            with _writing(out):
                store.finish()
    return Result(out, store.rows("articles"), store.rows("errors"), was_there)


def _refuse_inputs_as_output(inputs: Sequence[str | Path], out: Path) -> None:
    """Raise OtherResult if `out` is an input: the next run would read the tables as articles."""
    if any(Path(path).is_dir() and Path(path).resolve() == out.resolve() for path in inputs):
        raise OtherResult(f"{out} is the folder of the inputs; give another --out")


def _parts(work: Iterator[Chunk], done: int, settings: Settings, engine: Engine, out: Path) -> Iterator[Part]:
    with _stopping(out):
        yield from engine(islice(work, done, None), settings)


@contextmanager
def _stopping(out: Path) -> Iterator[None]:
    """Raise Stopped for what ends reading and analysis."""
    try:
        yield
    except Vanished as error:
        raise Stopped(f"{error} vanished while it was read; put it back. {resumable(out)}") from None
    except EngineFailed as error:
        raise Stopped(f"{error}. {resumable(out)}") from None


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Raise Stopped for what prevents writing the tables."""
    try:
        yield
    except OSError as error:
        remedy = "make room, or give a folder that you may write to"
        raise Stopped(f"{out} cannot be written ({error.strerror}); {remedy}. {resumable(out)}") from None


def resumable(out: Path) -> str:
    """Where the finished work of a stopped run is, and how to resume."""
    if not (out / UNFINISHED).exists():
        return "Nothing had been analysed"
    return f"Finished work is in {out / UNFINISHED}; run the same command to resume"
