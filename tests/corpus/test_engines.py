"""Whoever does the work, the tables are the same, row for row, though a worker be killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_info

from framing.articles.reader import list_articles
from framing.corpus import Settings, Stopped, engines, run
from framing.corpus.chunks import Chunk, Part, analyze_chunk, chunked
from framing.corpus.engines import in_processes, on_dask


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def whole(corpus: Path, tmp_path: Path, small_chunks: None) -> dict[str, bytes]:
    run([corpus], tmp_path / "whole")
    return contents(tmp_path / "whole")


def killing_once(chunk: Chunk, settings: Settings) -> Part:
    """Analyse the chunk, unless it is the third and no worker has died yet: then die."""
    marker = Path(os.environ["FRAMING_TEST_MARKER"])
    if chunk.number == 2 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return analyze_chunk(chunk, settings)


def killing_always(chunk: Chunk, settings: Settings) -> Part:
    """Die at the third chunk, whoever does it."""
    if chunk.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return analyze_chunk(chunk, settings)


def test_a_process_killed(
    corpus: Path, tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRAMING_TEST_MARKER", str(tmp_path / "killed"))
    monkeypatch.setattr(engines, "analyze_chunk", killing_once)
    run([corpus], tmp_path / "out", engine=in_processes(2))
    assert (tmp_path / "killed").exists()
    assert contents(tmp_path / "out") == whole


def test_processes_killed_again_and_again_stop_the_run(
    corpus: Path, tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_RESTARTS", 0)
    with monkeypatch.context() as patch:
        patch.setattr(engines, "analyze_chunk", killing_always)
        with pytest.raises(Stopped, match="fewer --workers"):
            run([corpus], tmp_path / "out", engine=in_processes(2))
    run([corpus], tmp_path / "out")
    assert contents(tmp_path / "out") == whole


def test_a_single_chunk_needs_no_process(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_pool", lambda workers: pytest.fail("a pool was made"))
    assert len(list(in_processes(8)(chunked(list_articles([corpus])), Settings()))) == 1


@pytest.mark.usefixtures("small_chunks")
def test_chunks_are_read_only_as_far_ahead_as_workers_need(corpus: Path) -> None:
    taken = 0

    def counted() -> Iterator[Chunk]:
        nonlocal taken
        for chunk in chunked(list_articles([corpus])):
            taken += 1
            yield chunk

    parts = in_processes(2)(counted(), Settings())
    assert [part.number for part in islice(parts, 2)] == [0, 1]
    assert taken <= 2 + engines._AHEAD * 2
    parts.close()  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_dask_with_a_worker_killed(
    corpus: Path, tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed: Any = pytest.importorskip("distributed", reason="needs the extra framing[dask]")
    monkeypatch.setenv("FRAMING_TEST_MARKER", str(tmp_path / "killed"))
    monkeypatch.setattr(engines, "analyze_chunk", killing_once)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50, host="127.0.0.1"
    ) as cluster:
        run([corpus], tmp_path / "out", engine=on_dask(cluster.scheduler_address))
    assert (tmp_path / "killed").exists()
    assert contents(tmp_path / "out") == whole


@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_answers(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs the extra framing[dask]")
    monkeypatch.setattr(engines, "_DASK_PATIENCE", "1s")
    with pytest.raises(Stopped, match="check the address"):
        run([corpus], tmp_path / "out", engine=on_dask("tcp://127.0.0.1:9"))


def threads(chunk: Chunk, settings: Settings) -> Part:
    """Tell how many threads the libraries of sums and products may start here, as a number of words."""
    import numpy  # noqa: F401 - it brings the library that starts them

    most = max((library["num_threads"] for library in threadpool_info()), default=1)
    return Part(chunk.number, {}, {}, most)


def test_a_worker_keeps_to_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(engines, "analyze_chunk", threads)
    work = [Chunk(number, ()) for number in range(4)]
    assert {part.words for part in in_processes(2)(iter(work), Settings())} == {1}
