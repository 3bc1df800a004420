"""A result on disk: parts in a folder of unfinished work, moved into place at the end.

    OUT/unfinished/           while the run lasts
        run.json              what it is made from and with
        part-00000/           a chunk's rows of every table, and counts.json; the folder gets its name when all is in it
        TABLE.csv             the parts of a table joined, once all are there
        moving.json           once every table is joined: the files to be moved, each with its digest
    OUT/run.json, OUT/TABLE.csv or OUT/TABLE.parquet (one part) or OUT/TABLE/part-*.parquet    when it is done

Of the files in OUT only those are replaced or removed that run.json or moving.json list, unchanged since.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from framing.corpus.manifest import difference
from framing.corpus.work import Part
from framing.outputs import (
    MOVING,
    RUN,
    UNFINISHED,
    OtherResult,
    as_json,
    digest_of,
    files_in,
    manifest_in,
    refuse_strangers,
    write_whole,
)
from framing.tables import Format, csv_header, places_of

_COUNTS, _NEW = "counts.json", ".new"


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
        #: The counts of each chunk that is done: words, and rows and bytes of each table.
        self.parts: list[dict[str, Any]] = []
        self._totals: dict[str, int] = {}

    def open(self, *, overwrite: bool = False) -> bool:
        """Make ready to go on where the run stopped; True if it is done already. OtherResult if `out` is taken."""
        before, begun = manifest_in(self._out / RUN), self._begun()
        refuse_strangers(self._out, self._places(), files_in(before), self._moving())
        if (self._out / RUN).exists() and before is None:
            raise OtherResult(f"{self._out / RUN} was not written by framing; give another --out, or move it away")
        if before is not None and not overwrite and not self._differs(before) and self._is_whole(before):
            self._totals = before["rows"]
            if begun is not None and not self._differs(begun):
                self._discard()
            return True
        if begun is not None and (differs := self._differs(begun)):
            if not overwrite:
                raise self._other(self._here, differs)
            self._discard()
            begun = None
        if begun is None:
            if before is not None and not overwrite and (differs := self._differs(before)):
                raise self._other(self._out, differs)
            self._here.mkdir(parents=True, exist_ok=True)
            write_whole(self._here / RUN, as_json({**self._manifest, "files": {}}))
        return self._resume()

    def add(self, part: Part) -> None:
        """Add a chunk's rows. On an OSError (a full disk) the result stays as it was before."""
        fresh = self._here / (_part_name(part.number) + _NEW)
        counts = {
            "words": part.words,
            "rows": dict(part.rows),
            "bytes": {table: len(data) for table, data in part.tables.items()},
        }
        try:
            self._remove_part(fresh)
            fresh.mkdir()
            for table, data in part.tables.items():
                _write_through(fresh / f"{table}.{self._form}", data)
            _write_through(fresh / _COUNTS, json.dumps(counts).encode())
            fresh.replace(self._here / _part_name(part.number))
        except OSError:
            self._remove_part(fresh)
            raise
        self.parts.append(counts)

    def finish(self) -> None:
        """Move the tables to their place. Killed in the middle, the next `open` goes on with it."""
        before, moving = files_in(manifest_in(self._out / RUN)), self._moving()
        if not moving:
            moving = {name: self._made(name, sources) for name, sources in self._sources().items()}
            write_whole(self._here / MOVING, as_json({"files": moving}))
        refuse_strangers(self._out, self._places(), before, moving)
        for name in before.keys() - moving.keys():
            (self._out / name).unlink(missing_ok=True)
            _remove_empty((self._out / name).parent, above=self._out)
        for name, sources in self._sources().items():
            source = self._here / name if self._form == "csv" else sources[0]
            if source.exists():
                (self._out / name).parent.mkdir(exist_ok=True)
                source.replace(self._out / name)
        self._totals = {table: self.rows(table) for table in self._columns}
        write_whole(self._out / RUN, as_json({**self._manifest, "rows": self._totals, "files": moving}))
        self._discard()

    def rows(self, table: str) -> int:
        """How many rows of a table are there, so far or in the finished result."""
        return self._totals[table] if self._totals else sum(int(part["rows"][table]) for part in self.parts)

    def _begun(self) -> dict[str, Any] | None:
        """The manifest of the work in `unfinished`; OtherResult where that is a file or folder of the user's."""
        begun = manifest_in(self._here / RUN)
        strangers = [path.name for path in self._here.iterdir()] if self._here.is_dir() else []
        if self._here.is_symlink() or (begun is None and (self._here.is_file() or set(strangers) - {f".{RUN}{_NEW}"})):
            raise OtherResult(f"{self._here} was not written by framing; give another --out, or move it away")
        return begun

    def _moving(self) -> dict[str, str]:
        return files_in(manifest_in(self._here / MOVING))

    def _differs(self, manifest: Mapping[str, Any]) -> str:
        """In what the run of a manifest differs from this one; empty where it does not."""
        other = {name: value for name, value in manifest.items() if name not in ("rows", "files")}
        return difference(other, json.loads(as_json(self._manifest)))

    @staticmethod
    def _other(folder: Path, differs: str) -> OtherResult:
        return OtherResult(
            f"{folder} holds the result of another run (other {differs}), and results are not mixed; "
            "give another --out, or --overwrite to replace it"
        )

    def _is_whole(self, manifest: Mapping[str, Any]) -> bool:
        return all((self._out / name).is_file() for name in files_in(manifest))

    def _places(self) -> list[str]:
        """Where a table may stand in a result, however it is written."""
        return [name for table in self._columns for name in places_of(table)]

    def _resume(self) -> bool:
        """Count the parts that are there whole, and remove what is beyond; True if all was done."""
        self.parts = list(self._whole_parts())
        if self._moving():
            self.finish()
            return True
        for path in sorted(self._here.glob("part-*")):
            number = path.name.removeprefix("part-")
            if not number.isdecimal() or int(number) >= len(self.parts):
                self._remove_part(path)
        return False

    def _whole_parts(self) -> Iterator[dict[str, Any]]:
        moved = bool(self._moving())
        for number in count():
            folder = self._here / _part_name(number)
            try:
                counts = json.loads((folder / _COUNTS).read_bytes())
                if moved or all(
                    (folder / f"{table}.{self._form}").stat().st_size == counts["bytes"][table]
                    for table in self._columns
                ):
                    yield counts
                    continue
            except (OSError, ValueError, KeyError, TypeError):
                # After a power cut a file may hold nothing but NULs: its chunk is analysed again.
                pass
            return

    def _sources(self) -> dict[str, list[Path]]:
        """For each file of the finished result the parts that it is made of."""
        parts = [self._here / _part_name(number) for number in range(len(self.parts))]
        if self._form == "csv":
            return {f"{table}.csv": [part / f"{table}.csv" for part in parts] for table in self._columns}
        if len(parts) == 1:
            return {f"{table}.parquet": [parts[0] / f"{table}.parquet"] for table in self._columns}
        return {
            f"{table}/{part.name}.parquet": [part / f"{table}.parquet"] for table in self._columns for part in parts
        }

    def _made(self, name: str, sources: Sequence[Path]) -> str:
        """Make a file of the result ready to be moved; its digest."""
        if self._form != "csv":
            return digest_of(sources[0])
        header = csv_header(self._columns[name.removesuffix(".csv")])
        digest = sha256(header)
        with (self._here / name).open("wb") as stream:
            stream.write(header)
            for source in sources:
                data = source.read_bytes()
                digest.update(data)
                stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        return digest.hexdigest()

    def _discard(self) -> None:
        """Remove the unfinished work, its manifest last; what is not ours in it stays."""
        for path in sorted(self._here.glob("part-*")):
            self._remove_part(path)
        for name in (*(f"{table}.csv" for table in self._columns), MOVING, f".{MOVING}{_NEW}", f".{RUN}{_NEW}", RUN):
            (self._here / name).unlink(missing_ok=True)
        _remove_empty(self._here, above=self._out)

    def _remove_part(self, folder: Path) -> None:
        if folder.is_dir() and not folder.is_symlink():
            # The counts go first: without them no part is taken for whole.
            ours = [folder / f"{table}.{form}" for table in self._columns for form in ("csv", "parquet")]
            for path in (folder / _COUNTS, *ours):
                path.unlink(missing_ok=True)
            _remove_empty(folder, above=self._here)


def _part_name(number: int) -> str:
    return f"part-{number:05}"


def _write_through(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk, not only in the system's memory."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _remove_empty(folder: Path, *, above: Path) -> None:
    if folder != above and folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder)
