"""Analysis of large corpora into a folder of tables: in chunks, over processes or machines, with resuming."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from framing.analysis import table_columns
from framing.articles.article import Vanished
from framing.articles.reader import list_articles
from framing.corpus.chunks import Settings, chunked, measures_for
from framing.corpus.engines import Engine, Stopped, in_this_process
from framing.corpus.store import Store, manifest_of
from framing.outputs import UNFINISHED, OutputTaken, locked


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: its folder, articles and errors."""

    out: Path
    articles: int
    errors: int
    #: Whether the result was already complete.
    was_complete: bool


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
    each chunk with its numbers of articles and words. Raises Stopped if the run cannot go on, OutputTaken if `out`
    holds something else and `overwrite` is off.
    """
    chosen = settings or Settings()
    columns = table_columns(measures_for(chosen))
    if any(Path(path).is_dir() and Path(path).resolve() == out.resolve() for path in inputs):
        # The next run would read the tables as articles.
        raise OutputTaken(f"{out} is the folder of the inputs; give another --out")
    with _stopping(out), ExitStack() as stack:
        store = Store(out, manifest_of(inputs, chosen), columns, chosen.format)
        with _writing(out):
            stack.enter_context(locked(out))
            was_complete = store.open(overwrite=overwrite)
        if not was_complete:
            records = list_articles(inputs, columns=dict(chosen.columns), titles=chosen.prepend_title)
            for done in store.parts:
                watch(done["rows"]["articles"] + done["rows"]["errors"], done["words"])
            for part in engine(islice(chunked(records), len(store.parts), None), chosen):
                with _writing(out):
                    store.add(part)
                watch(part.rows["articles"] + part.rows["errors"], part.words)
            with _writing(out):
                store.finish()
    return Result(out, store.rows("articles"), store.rows("errors"), was_complete)


@contextmanager
def _stopping(out: Path) -> Iterator[None]:
    """Say in every Stopped how to resume; raise it for an input that vanished."""
    try:
        yield
    except (Vanished, Stopped) as error:
        gone = " vanished while it was read; put it back" if isinstance(error, Vanished) else ""
        raise Stopped(f"{error}{gone}. {resumable(out)}") from None


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Raise Stopped if the tables cannot be written."""
    try:
        yield
    except OSError as error:
        remedy = "make room, or give a folder that you may write to"
        raise Stopped(f"{out} cannot be written ({error.strerror}); {remedy}") from None


def resumable(out: Path) -> str:
    """Where the finished work of a stopped run is, and how to resume."""
    if not (out / UNFINISHED).exists():
        return "Nothing had been analysed"
    return f"Finished work is in {out / UNFINISHED}; run the same command to resume"
