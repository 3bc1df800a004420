"""A corpus run gives the same bytes however often it is stopped, and never mixes results."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from framing.analysis import analyze, table_columns
from framing.articles import Article, read
from framing.corpus import Settings, Stopped, chunks, run, store
from framing.measures import default_measures
from framing.outputs import RUN_MANIFEST, UNFINISHED, files_in, manifest_in
from framing.tables import read_table

FORMATS = pytest.mark.parametrize("form", ["csv", "parquet"])


class Killed(BaseException):
    """What a test raises in place of the signal: nothing of ours catches it."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def marks_of(out: Path) -> list[Path]:
    """The marks of the chunks of an unfinished result that are done, in order."""
    return sorted((out / UNFINISHED).glob("part-*.json"))


def articles_so_far(out: Path) -> list[str]:
    def first_cells(table: str) -> list[list[str]]:
        files = [mark.with_suffix(f".{table}.csv") for mark in marks_of(out)]
        return [[line.split(",")[0] for line in file.read_text().splitlines()] for file in files]

    articles = first_cells("articles")
    assert articles == [list(dict.fromkeys(cells)) for cells in first_cells("sentences")]
    return [cell for cells in articles for cell in cells]


def ids(out: Path) -> list[str]:
    return read_table(out, "articles")["article"].tolist()


@FORMATS
@pytest.mark.usefixtures("small_chunks")
def test_every_article_once_and_in_order(corpus: Path, tmp_path: Path, form: Any) -> None:
    result = run([corpus], tmp_path / "out", Settings(format=form))
    assert (result.articles, result.errors) == (40, 3)
    assert ids(tmp_path / "out") == [f"a{n}" for n in range(40)]
    errors = read_table(tmp_path / "out", "errors")
    assert errors["record"].tolist() == [8, 20, 31]
    assert not (tmp_path / "out" / UNFINISHED).exists()


@FORMATS
@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.usefixtures("small_chunks")
def test_killed_at_any_step_it_goes_on_to_the_same_bytes(
    corpus: Path, tmp_path: Path, form: Any, overwrite: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run([corpus], whole, Settings(format=form))
    # Every change on disk goes through one of these; each in turn is the last before the process is gone.
    steps = 0

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            nonlocal steps
            steps -= 1
            if not steps:
                raise Killed
            return change(*args, **kwargs)

        return wrapper

    for owner, name in (
        *((Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir"), (store.Store, "add")),
        *((store.os, "fsync"), (store.json, "dumps")),
    ):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    kills = 0
    for step in count(1):
        steps = step
        try:
            run([corpus], broken, Settings(format=form), overwrite=overwrite)
        except Killed:
            kills += 1
            steps = 0
            if kills % 3 == 0 and not files_in(manifest_in(broken / UNFINISHED / RUN_MANIFEST)):
                # What the system had not yet written out when the machine went down.
                for path in marks_of(broken)[-1:]:
                    path.write_bytes(b"\0" * 40)
            continue
        break
    assert kills > 10
    assert contents(broken) == contents(whole)


def test_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    template = (
        "The council met again on day {n}. “We will not pay,” said Ada Quill of the union, and nobody answered her.\n\n"
    )
    lines = [json.dumps({"id": f"a{n}", "text": template.format(n=n) * 12}) for n in range(1500)]
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "framing", "analyze", str(path), "--quiet", "--workers", "1", "--out"]
    broken, whole = tmp_path / "broken", tmp_path / "whole"
    for chunks_done in (1, 3):
        process = subprocess.Popen([*command, str(broken)], stderr=subprocess.DEVNULL)
        while process.poll() is None and len(marks_of(broken)) < chunks_done:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    for out in (broken, whole):
        subprocess.run([*command, str(out)], check=True, stderr=subprocess.DEVNULL)
    assert contents(broken) == contents(whole)


@pytest.mark.usefixtures("small_chunks")
def test_a_full_disk(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run([corpus], whole)
    opened = Path.open
    room = 3

    def full(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        nonlocal room
        if mode == "xb" and path.name.endswith("sentences.csv.new"):
            room -= 1
            if room < 0:
                with opened(path, "xb") as stream:
                    stream.write(b"a row cut of")
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return opened(path, mode, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(Stopped, match=r"No space left.*make room"):
            run([corpus], out)
    so_far = articles_so_far(out)
    assert so_far == [f"a{n}" for n in range(len(so_far))] != []
    run([corpus], out)
    assert contents(out) == contents(whole)


@pytest.mark.usefixtures("small_chunks")
def test_a_vanished_input(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(20):
        (folder / f"{n:02}.txt").write_text(f"The council met on day {n}.", encoding="utf-8")

    def vanish(articles: int, words: int) -> None:
        (folder / "15.txt").unlink(missing_ok=True)

    with pytest.raises(Stopped, match=r"15\.txt vanished.*put it back"):
        run([folder], tmp_path / "out", watch=vanish)
    assert len(articles_so_far(tmp_path / "out")) >= 6


@pytest.mark.usefixtures("small_chunks")
def test_parquet_opens_as_it_is_everywhere(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([corpus], out, Settings(format="parquet"))
    for table, names in table_columns(default_measures()).items():
        parts = sorted((out / table).glob("part-*.parquet"))
        assert [part.name for part in parts] == [f"part-{n:05}.parquet" for n in range(8)]
        frames = [
            pd.read_parquet(out / table),
            pl.read_parquet(f"{out / table}/*.parquet").to_pandas(),
            duckdb.sql(f"select * from '{out / table}/*.parquet'").df(),
        ]
        assert [list(frame.columns) for frame in frames] == [list(names)] * 3
        assert len({len(frame) for frame in frames}) == 1


def test_one_chunk_is_one_parquet_file(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([corpus], out, Settings(format="parquet"))
    assert {path.name for path in out.iterdir()} == {
        "run.json",
        *(f"{table}.parquet" for table in table_columns(default_measures())),
    }


@FORMATS
@pytest.mark.usefixtures("small_chunks")
def test_the_tables_are_those_of_analyze(corpus: Path, tmp_path: Path, form: Any) -> None:
    run([corpus], tmp_path / "out", Settings(format=form))
    for table, frame in analyze(read(corpus)).items():
        written = read_table(tmp_path / "out", table)
        assert list(written.columns) == list(frame.columns)
        assert len(written) == len(frame)
        for name in frame.columns:
            ours, theirs = written[name], frame[name]
            if pd.api.types.is_float_dtype(theirs):
                assert ours.astype(float).to_numpy() == pytest.approx(theirs.to_numpy(), nan_ok=True), name
            else:
                pairs = [(None if pd.isna(a) else a, b) for a, b in zip(ours, theirs, strict=True) if not pd.isna(b)]
                assert all(a == b or (b == "" and a is None) for a, b in pairs), (table, name)


def test_reading_some_columns(corpus: Path, tmp_path: Path) -> None:
    run([corpus], tmp_path / "out")
    assert list(read_table(tmp_path / "out", "articles", ["words", "article"]).columns) == ["words", "article"]
    with pytest.raises(FileNotFoundError, match="framing analyze"):
        read_table(tmp_path / "out", "nothing")


def test_the_manifest_says_what_the_result_is_made_from(corpus: Path, tmp_path: Path) -> None:
    run([corpus], tmp_path / "out")
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["inputs"][0]["input"] == str(corpus)
    assert len(told["inputs"][0]["sha256"]) == 64
    assert told["rows"]["articles"] == 40
    assert told["packages"]["framing"]
    assert told["models"]


def test_the_manifest_changes_with_a_word_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "framing"
    (folder / "words").mkdir(parents=True)
    (folder / "words" / "titles.txt").write_text("mayor\n", encoding="utf-8")
    monkeypatch.setattr(store, "_ROOT", folder)
    before = store._code.__wrapped__()
    (folder / "words" / "titles.txt").write_text("mayor\nreeve\n", encoding="utf-8")
    assert store._code.__wrapped__() != before


def test_chunks_depend_on_the_items_alone() -> None:
    def items() -> Iterator[Any]:
        yield from read_errors(5_000)

    sizes = [len(chunk.items) for chunk in chunks.chunked(items())]
    assert sum(sizes) == 5_000
    assert sizes[:-1] == [chunks.size_of(n) for n in range(len(sizes) - 1)]
    assert [chunk.number for chunk in chunks.chunked(items())] == list(range(len(sizes)))


def read_errors(number: int) -> list[Any]:
    from framing.articles import ReadError

    return [ReadError("x", n, "broken") for n in range(number)]


def test_articles_are_the_same_in_any_company(corpus: Path) -> None:
    articles = list(read(corpus))
    alone = {article.id: analyze([article])["articles"].to_csv(index=False) for article in articles[:4]}
    together = analyze(reversed(articles))["articles"]
    for article_id, told in alone.items():
        assert together[together["article"] == article_id].to_csv(index=False) == told
    assert isinstance(articles[0], Article)
