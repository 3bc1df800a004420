"""A result on disk: parts in a folder of unfinished work, moved into place at the end.

    OUT/unfinished/             during the run
        run.json                the manifest; once every table is joined, also the files to move
        part-00000.TABLE.csv    a chunk's rows of a table (or .parquet)
        part-00000.json         the chunk's counts, written last: the mark that it is done
        TABLE.csv               the parts of a table joined, once all are there
    OUT/run.json, OUT/TABLE.csv or OUT/TABLE.parquet (one part) or OUT/TABLE/part-*.parquet    in the end

Only files in OUT that one of the two run.json lists, unchanged since, are replaced or removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any

from framing.corpus.chunks import Part
from framing.corpus.manifest import difference
from framing.outputs import (
    RUN,
    UNFINISHED,
    OutputTaken,
    as_json,
    digest_of,
    files_in,
    manifest_in,
    refuse_foreign_files,
    write_whole,
)
from framing.tables import Format, csv_header, places_of


class Store:
    """The result of one run in the folder `out`."""

    def __init__(
        self, out: Path, manifest: Mapping[str, Any], columns: Mapping[str, Sequence[str]], form: Format
    ) -> None:
        self._out = out
        self._work = out / UNFINISHED
        self._manifest = manifest
        self._columns = columns
        self._form = form
        #: The marks of the chunks that are done: words, and rows of each table.
        self.parts: list[dict[str, Any]] = []
        self._totals: dict[str, int] = {}

    def open(self, *, overwrite: bool = False) -> bool:
        """Prepare to resume the run; True if it is complete. OutputTaken if `out` is taken."""
        before, begun = manifest_in(self._out / RUN), self._begun()
        refuse_foreign_files(self._out, self._places(), files_in(before), files_in(begun))
        if (self._out / RUN).exists() and before is None:
            raise OutputTaken(f"{self._out / RUN} was not written by framing; give another --out, or move it away")
        if before is not None and not overwrite and not self._differs(before) and self._is_whole(before):
            self._totals = before["rows"]
            if begun is not None and not self._differs(begun):
                self._discard()
            return True
        if begun is not None and (differs := self._differs(begun)):
            if not overwrite:
                raise self._other(self._work, differs)
            self._discard()
            begun = None
        if begun is None:
            if before is not None and not overwrite and (differs := self._differs(before)):
                raise self._other(self._out, differs)
            self._work.mkdir(parents=True, exist_ok=True)
            self._note(self._work, files={})
        self.parts = list(self._whole_parts(moving=bool(files_in(begun))))
        if files_in(begun):
            self.finish()
        return bool(files_in(begun))

    def add(self, part: Part) -> None:
        """Add a chunk's rows. An OSError (a full disk) leaves the chunk without its mark, to be analysed again."""
        name = _part_name(part.number)
        for table, data in part.tables.items():
            write_whole(self._work / f"{name}.{table}.{self._form}", data)
        mark = {"words": part.words, "rows": dict(part.rows)}
        write_whole(self._work / f"{name}.json", as_json(mark))
        self.parts.append(mark)

    def finish(self) -> None:
        """Move the tables to their places; after a crash the next `open` continues."""
        before, moving = files_in(manifest_in(self._out / RUN)), files_in(manifest_in(self._work / RUN))
        if not moving:
            moving = {name: self._made(name, sources) for name, sources in self._sources().items()}
            self._note(self._work, files=moving)
        refuse_foreign_files(self._out, self._places(), before, moving)
        for name in before.keys() - moving.keys():
            (self._out / name).unlink(missing_ok=True)
            _remove_empty((self._out / name).parent, above=self._out)
        for name, sources in self._sources().items():
            source = self._work / name if self._form == "csv" else sources[0]
            if source.exists():
                (self._out / name).parent.mkdir(exist_ok=True)
                source.replace(self._out / name)
        self._totals = {table: self.rows(table) for table in self._columns}
        self._note(self._out, rows=self._totals, files=moving)
        self._discard()

    def rows(self, table: str) -> int:
        """The number of rows of a table, so far or in the finished result."""
        return self._totals[table] if self._totals else sum(int(part["rows"][table]) for part in self.parts)

    def _note(self, folder: Path, **more: Any) -> None:
        """Write the manifest of the run into a folder, with more entries."""
        write_whole(folder / RUN, as_json({**self._manifest, **more}))

    def _begun(self) -> dict[str, Any] | None:
        """The manifest of the work in `unfinished`; OutputTaken if that is the user's file or folder."""
        begun = manifest_in(self._work / RUN)
        strangers = [path.name for path in self._work.iterdir()] if self._work.is_dir() else []
        if self._work.is_symlink() or (begun is None and (self._work.is_file() or set(strangers) - {f".{RUN}.new"})):
            raise OutputTaken(f"{self._work} was not written by framing; give another --out, or move it away")
        return begun

    def _differs(self, manifest: Mapping[str, Any]) -> str:
        """The names of the entries that differ between a manifest and this run; empty if none."""
        other = {name: value for name, value in manifest.items() if name not in ("rows", "files")}
        return difference(other, json.loads(as_json(self._manifest)))

    @staticmethod
    def _other(folder: Path, differs: str) -> OutputTaken:
        return OutputTaken(
            f"{folder} holds the result of another run (other {differs}), and results are not mixed; "
            "give another --out, or --overwrite to replace it"
        )

    def _is_whole(self, manifest: Mapping[str, Any]) -> bool:
        return all((self._out / name).is_file() for name in files_in(manifest))

    def _places(self) -> list[str]:
        """The names of all tables in a result, in any format."""
        return [name for table in self._columns for name in places_of(table)]

    def _whole_parts(self, moving: bool) -> Iterator[dict[str, Any]]:
        """The marks of complete parts; if `moving`, some of their files may have moved already."""
        for number in count():
            name = _part_name(number)
            try:
                mark = json.loads((self._work / f"{name}.json").read_bytes())
            except (OSError, ValueError):
                # After a power cut a file may hold only NULs: its chunk is analysed again.
                return
            if not moving and not all((self._work / f"{name}.{table}.{self._form}").exists() for table in mark["rows"]):
                return
            yield mark

    def _sources(self) -> dict[str, list[Path]]:
        """The parts of each file of the finished result."""
        parts = [_part_name(number) for number in range(len(self.parts))]
        of = {table: [self._work / f"{part}.{table}.{self._form}" for part in parts] for table in self._columns}
        if self._form == "csv" or len(parts) == 1:
            return {f"{table}.{self._form}": files for table, files in of.items()}
        return {
            f"{table}/{part}.parquet": [file]
            for table, files in of.items()
            for part, file in zip(parts, files, strict=True)
        }

    def _made(self, name: str, sources: Sequence[Path]) -> str:
        """Complete a file of the result before it moves; its digest."""
        if self._form != "csv":
            return digest_of(sources[0])
        digest = sha256()
        with (self._work / name).open("wb") as stream:
            for data in chain([csv_header(self._columns[name.removesuffix(".csv")])], map(Path.read_bytes, sources)):
                digest.update(data)
                stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        return digest.hexdigest()

    def _discard(self) -> None:
        """Remove the unfinished work, its manifest last; other files in it stay."""
        tables = [f"{table}.{form}" for table in self._columns for form in ("csv", "parquet")]
        for pattern in ("part-*.json", ".part-*.new", f".{RUN}.new", *(f"part-*.{name}" for name in tables), *tables):
            for path in filter(Path.is_file, self._work.glob(pattern)):
                path.unlink()
        (self._work / RUN).unlink(missing_ok=True)
        _remove_empty(self._work, above=self._out)


def _part_name(number: int) -> str:
    return f"part-{number:05}"


def _remove_empty(folder: Path, *, above: Path) -> None:
    if folder != above and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
