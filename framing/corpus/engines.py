"""Engines that analyse chunks: this process, a pool, or a Dask cluster. They give the parts in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from threading import Thread
from typing import Any

from threadpoolctl import threadpool_limits

from framing.corpus.chunks import Chunk, Part, Settings, analyze_chunk

Engine = Callable[[Iterable[Chunk], Settings], Iterator[Part]]

#: Chunks submitted per worker: one running, one waiting, so that memory stays flat and no worker idles.
_AHEAD = 2
#: Maximum restarts in one run, after workers are killed.
_RESTARTS = 3
_KILLED = "worker processes were killed repeatedly, probably for lack of memory: {}"
_DASK_PATIENCE = "10s"
#: The environment variable of Python's option -P.
_SAFE_PATH = "PYTHONSAFEPATH"


class Stopped(Exception):
    """A run cannot go on: full disk, missing input, killed workers. Finished work is kept."""


def in_this_process(work: Iterable[Chunk], settings: Settings) -> Iterator[Part]:
    """The parts of the chunks, one after another."""
    for chunk in work:
        yield analyze_chunk(chunk, settings)


def in_processes(workers: int) -> Engine:
    """An engine of several processes on this machine; a single chunk stays in this process."""

    def run(work: Iterable[Chunk], settings: Settings) -> Iterator[Part]:
        stream = iter(work)
        first = list(islice(stream, 2))
        if workers < 2 or len(first) < 2:
            return in_this_process(chain(first, stream), settings)
        return _pooled(chain(first, stream), settings, workers)

    return run


def _pooled(work: Iterator[Chunk], settings: Settings, workers: int) -> Iterator[Part]:
    for _ in range(_RESTARTS + 1):
        unfinished: deque[Chunk] = deque()
        try:
            yield from _by_one_pool(work, unfinished, settings, workers)
            return
        except BrokenProcessPool:
            work = chain(unfinished, work)
    raise Stopped(_KILLED.format("use fewer --workers"))


def _by_one_pool(work: Iterator[Chunk], unfinished: deque[Chunk], settings: Settings, workers: int) -> Iterator[Part]:
    """The parts until the work ends or a worker is killed; `unfinished` holds the chunks not yet written."""
    pool = _pool(workers)

    def submit(chunk: Chunk) -> Future[Part]:
        unfinished.append(chunk)
        # The pool may start a process for it.
        with _safe_path():
            return pool.submit(analyze_chunk, chunk, settings)

    try:
        for part in _in_order(work, submit, lambda: workers):
            unfinished.popleft()
            yield part
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _in_order(work: Iterator[Chunk], submit: Callable[[Chunk], Any], workers: Callable[[], int]) -> Iterator[Part]:
    """The parts of submitted chunks, in order; chunks are read only as far ahead as the workers need."""
    futures: deque[Any] = deque()
    while True:
        futures.extend(map(submit, islice(work, max(0, _AHEAD * workers() - len(futures)))))
        if not futures:
            return
        yield futures.popleft().result()


@contextmanager
def _safe_path() -> Iterator[None]:
    """Keep new Python processes from importing modules in the current folder."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _pool(workers: int) -> ProcessPoolExecutor:
    # A forked child of a process with threads may hang; a spawned one starts clean on every system.
    with _safe_path():
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Prepare a worker process: it uses one core and ends with its parent."""
    threadpool_limits(limits=1)

    def leave_with_parent() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    # A keyboard interrupt reaches every process; only the writing one reports it.
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(1))
    Thread(target=leave_with_parent, daemon=True).start()


def on_dask(scheduler: str) -> Engine:
    """An engine of a Dask cluster's workers, which must see the inputs at the same paths.

    Dask reassigns the chunks of a dead worker. Needs the extra `framing[dask]`.
    """

    def run(work: Iterable[Chunk], settings: Settings) -> Iterator[Part]:
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise Stopped('Dask is not installed: pip install "framing[dask]"') from None
        try:
            client: Any = Client(scheduler, timeout=_DASK_PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError) as error:
            raise Stopped(f"no Dask scheduler answers at {scheduler} ({error}); check the address") from None
        try:
            with client:
                yield from _in_order(
                    iter(work),
                    lambda chunk: client.submit(analyze_chunk, chunk, settings, pure=False, retries=_RESTARTS),
                    lambda: max(1, len(client.scheduler_info(n_workers=-1)["workers"])),
                )
        except KilledWorker:
            raise Stopped(_KILLED.format("give each Dask worker more memory")) from None

    return run
