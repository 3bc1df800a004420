"""A result on disk: written part by part beside its place, kept whole at every moment, and moved there when done.

    OUT/unfinished/           while the run lasts
        run.json              what it is made from and with
        journal.jsonl         a line for each chunk whose rows are all there
        done                  once all are there, while the tables are moved
        TABLE.csv             rows so far; or TABLE/part-00000.parquet and so on
    OUT/run.json, OUT/TABLE.csv or OUT/TABLE.parquet (one part) or OUT/TABLE/part-*.parquet    when it is done

A line of the journal is written after the rows it tells of. Whatever stands beyond the last line, because the process
was killed or the disk was full, is cut off before the next row is written.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.corpus.encode import csv_header
from framing.corpus.manifest import difference
from framing.corpus.settings import Format
from framing.corpus.work import Part

UNFINISHED = "unfinished"
RUN = "run.json"
_JOURNAL = "journal.jsonl"
_DONE = "done"


class OtherResult(Exception):
    """Raised where the output folder holds something that this run must not be mixed with."""


class Store:
    """The result of one run in the folder `out`."""

    def __init__(
        self, out: Path, manifest: Mapping[str, Any], columns: Mapping[str, Sequence[str]], form: Format
    ) -> None:
        self._out = out
        self._here = out / UNFINISHED
        self._manifest = manifest
        self._columns = columns
        self._form = form
        self.journal: list[dict[str, Any]] = []

    def open(self, *, overwrite: bool = False) -> bool:
        """Make ready to go on where the run stopped; True if it is done already. OtherResult if `out` is taken."""
        unfinished = (self._here / RUN).exists()
        if unfinished and overwrite and self._other_than(self._here / RUN):
            unfinished = False
        if self._here.exists() and not unfinished:
            shutil.rmtree(self._here)
        if unfinished:
            self._refuse_other(self._here / RUN)
        elif (self._out / RUN).exists() and not overwrite:
            self._refuse_other(self._out / RUN)
            return True
        else:
            if not overwrite:
                self._refuse_strangers()
            self._here.mkdir(parents=True)
            _write(self._here / RUN, _json(self._manifest))
        return self._resume()

    def add(self, part: Part) -> None:
        """Add a chunk's rows. On an OSError (a full disk) the result stays as it was before."""
        try:
            for table, data in part.tables.items():
                if self._form == "csv":
                    with (self._here / f"{table}.csv").open("ab") as stream:
                        stream.write(data)
                else:
                    _write(self._part(table, part.number), data)
            entry = {
                "chunk": part.number,
                "words": part.words,
                "rows": dict(part.rows),
                "bytes": {table: len(data) for table, data in part.tables.items()},
            }
            with (self._here / _JOURNAL).open("ab") as stream:
                stream.write(json.dumps(entry).encode() + b"\n")
        except OSError:
            self._cut()
            raise
        self.journal.append(entry)

    def finish(self) -> None:
        """Move the tables to their place. Killed in the middle, the next `open` goes on with it."""
        for path in sorted(self._here.glob("*.csv")):
            _settle(path)
        _write(self._here / _DONE, b"")
        for table in self._columns:
            self._move(table)
        totals = {table: self.rows(table) for table in self._columns}
        _write(self._out / RUN, _json({**self._manifest, "rows": totals}))
        # Without its manifest the folder counts for nothing, should the process be killed while it is removed.
        (self._here / RUN).unlink()
        shutil.rmtree(self._here)

    def rows(self, table: str) -> int:
        """How many rows of a table are there, so far or in the finished result."""
        if self._here.exists():
            return sum(int(entry["rows"][table]) for entry in self.journal)
        return int(json.loads((self._out / RUN).read_text(encoding="utf-8"))["rows"][table])

    def _part(self, table: str, number: int) -> Path:
        return self._here / table / f"part-{number:05}.parquet"

    def _other_than(self, path: Path) -> str:
        """In what the run that wrote the manifest at `path` differs from this one."""
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = {}
        before.pop("rows", None)
        return difference(before, json.loads(_json(self._manifest)))

    def _refuse_other(self, path: Path) -> None:
        if differs := self._other_than(path):
            raise OtherResult(
                f"{path.parent} holds the result of another run (other {differs}), and results are not mixed; "
                "give another --out, or --overwrite to replace it"
            )

    def _refuse_strangers(self) -> None:
        taken = [name for table in self._columns for name in _places(table) if (self._out / name).exists()]
        if taken:
            raise OtherResult(
                f"{self._out} holds {', '.join(taken)} but no {RUN} that says what they were made from; "
                "give another --out, or --overwrite to replace them"
            )

    def _resume(self) -> bool:
        """Read the journal as far as the files bear it out, and cut off what stands beyond; True if all was done."""
        path = self._here / _JOURNAL
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
        entries = [json.loads(line) for line in lines]
        if (self._here / _DONE).exists():
            self.journal = entries
            self.finish()
            return True
        self.journal = []
        sizes = {table: len(csv_header(names)) for table, names in self._columns.items()}
        for entry in entries:
            for table, length in entry["bytes"].items():
                sizes[table] += length
            if not self._is_there(entry, sizes):
                break
            self.journal.append(entry)
        self._cut()
        return False

    def _is_there(self, entry: Mapping[str, Any], sizes: Mapping[str, int]) -> bool:
        if self._form == "csv":
            return all(_size(self._here / f"{table}.csv") >= size for table, size in sizes.items())
        return all(_size(self._part(table, entry["chunk"])) == length for table, length in entry["bytes"].items())

    def _cut(self) -> None:
        lines = b"".join(json.dumps(entry).encode() + b"\n" for entry in self.journal)
        _truncate(self._here / _JOURNAL, len(lines), lines)
        for table, names in self._columns.items():
            if self._form == "csv":
                size = len(csv_header(names)) + sum(entry["bytes"][table] for entry in self.journal)
                _truncate(self._here / f"{table}.csv", size, csv_header(names))
            else:
                (self._here / table).mkdir(exist_ok=True)
                for path in sorted((self._here / table).iterdir()):
                    if path.suffix != ".parquet" or int(path.stem.removeprefix("part-")) >= len(self.journal):
                        path.unlink()

    def _move(self, table: str) -> None:
        source, name = self._here / table, table
        if self._form == "csv":
            source, name = self._here / f"{table}.csv", f"{table}.csv"
        elif len(self.journal) == 1:
            source, name = self._part(table, 0), f"{table}.parquet"
        if not source.exists():
            return
        for taken in _places(table):
            old = self._out / taken
            if old.is_dir():
                shutil.rmtree(old)
            elif taken != name:
                old.unlink(missing_ok=True)
        source.replace(self._out / name)


def _places(table: str) -> tuple[str, str, str]:
    """Where a table may stand in a result."""
    return (f"{table}.csv", f"{table}.parquet", table)


def _json(value: Any) -> bytes:
    # The bytes of a file's name that are no text become escapes, which JSON reads back.
    told = json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
    return told.encode(errors="backslashreplace")


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    _settle(fresh)
    fresh.replace(path)


def _settle(path: Path) -> None:
    """Wait until a file is on the disk, not only in the system's memory."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _truncate(path: Path, size: int, beginning: bytes) -> None:
    """Cut a file off at `size`; one that is not there yet begins with `beginning`."""
    if _size(path) < len(beginning):
        path.write_bytes(beginning)
    os.truncate(path, size)
