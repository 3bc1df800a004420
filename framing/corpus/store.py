"""A result on disk, and the manifest of what it is made from: inputs, settings, versions and code.

Parts gather in a folder of unfinished work and move into place at the end:

    OUT/unfinished/             during the run
        run.json                the manifest; once every table is joined, also the files to move
        part-00000.TABLE.csv    a chunk's rows of a table (or .parquet)
        part-00000.json         the chunk's counts, written last: its receipt
        TABLE.csv               the parts of a table joined, once all are there
    OUT/run.json, OUT/TABLE.csv or OUT/TABLE.parquet (one part) or OUT/TABLE/part-*.parquet    in the end

Only files in OUT that either run.json lists, unchanged since, are replaced or removed.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, count
from pathlib import Path
from typing import Any

import framing
from framing.articles.article import Vanished
from framing.articles.reader import files_of
from framing.corpus.chunks import Part, Settings, measures_for
from framing.lexicon import lexicon_folder
from framing.outputs import (
    RUN_MANIFEST,
    UNFINISHED,
    OutputTaken,
    as_json,
    digest_of,
    files_in,
    manifest_in,
    refuse_foreign_files,
    write_atomically,
)
from framing.tables import TableFormat, csv_header, possible_names

#: The packages whose version can change a table; some are optional.
_PACKAGES = (
    "framing ahocorasick-rs charset-normalizer feedparser lxml numpy openpyxl "
    "pandas pyarrow python-docx pyyaml striprtf trafilatura warcio zstandard"
).split()
_ROOT = Path(framing.__file__).parent


def manifest_of(inputs: Sequence[str | Path], settings: Settings) -> dict[str, Any]:
    """Everything that decides the tables: inputs, settings, versions, word lists, weights and code.

    Two runs with equal manifests give the same bytes. Nothing in it depends on time or machine.
    """
    chosen = asdict(settings)
    chosen["lexicons"] = [{"path": path.as_posix(), "sha256": _digests(_parts_of(path))} for path in settings.lexicons]
    if settings.frames:
        digests = _digests(settings.frames.glob("own-frames.*"))
        chosen["frames"] = {"path": settings.frames.as_posix(), "sha256": digests}
    return {
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "settings": chosen,
        "measures": [measure.name for measure in measures_for(settings)],
        "lexicons": _digests(lexicon_folder().iterdir()),
        "models": _models(),
        "code": _code(),
        "inputs": [_described(source) for source in inputs],
    }


def _flat(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a manifest; one that is a mapping gives an entry for each of its own."""
    return {
        f"{name}.{inner}" if inner else name: one
        for name, value in manifest.items()
        for inner, one in (value.items() if isinstance(value, Mapping) else [("", value)])
    }


def _described(source: str | Path) -> dict[str, Any]:
    """An input's files: count, size and one digest."""
    files = size = 0
    whole = sha256()
    for path in files_of(source):
        whole.update(os.fsencode(path.as_posix()) + f"\0{_input_digest(path)}\n".encode())
        files += 1
        size += path.stat().st_size
    return {"input": str(source), "files": files, "bytes": size, "sha256": whole.hexdigest()}


def _input_digest(path: Path) -> str:
    try:
        return digest_of(path)
    except FileNotFoundError as error:
        raise Vanished(path.as_posix()) from error
    except OSError:
        # Reading lists it among the errors.
        return "unreadable"


def _parts_of(lexicon: Path) -> Iterable[Path]:
    """The files of a word list, given its folder or one of its two files."""
    return lexicon.iterdir() if lexicon.is_dir() else lexicon.parent.glob(f"{lexicon.stem}.*")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: digest_of(path) for path in sorted(paths) if path.is_file()}


def _is_model(path: Path) -> bool:
    return path.parent == _ROOT / "models" and path.suffix != ".py"


@cache
def _models() -> dict[str, str]:
    return _digests(filter(_is_model, (_ROOT / "models").iterdir()))


@cache
def _code() -> str:
    """One digest of the package's source, word lists and rules, from the first call of this process."""
    whole = sha256()
    # the models, most of the package's bytes, have digests of their own
    files = (path for path in _ROOT.rglob("*") if path.is_file() and path.suffix != ".pyc" and not _is_model(path))
    for path in sorted(files):
        whole.update(f"{path.relative_to(_ROOT).as_posix()}\0{digest_of(path)}\n".encode())
    return whole.hexdigest()


class Store:
    """The result of one run in the folder `out`."""

    def __init__(
        self, out: Path, manifest: Mapping[str, Any], columns: Mapping[str, Sequence[str]], form: TableFormat
    ) -> None:
        self._out = out
        self._work = out / UNFINISHED
        self._manifest = manifest
        self._columns = columns
        self._format = form
        #: The receipts of complete chunks: words, and rows of each table.
        self.parts: list[dict[str, Any]] = []
        self._totals: dict[str, int] = {}

    def open(self, *, overwrite: bool = False) -> bool:
        """Prepare to resume the run; True if it is complete. OutputTaken if `out` is taken."""
        before, begun = manifest_in(self._out / RUN_MANIFEST), self._unfinished_manifest()
        refuse_foreign_files(self._out, self._places(before), files_in(before), files_in(begun))
        if (self._out / RUN_MANIFEST).exists() and before is None:
            raise _not_ours(self._out / RUN_MANIFEST)
        is_whole = all((self._out / name).is_file() for name in files_in(before))
        if before is not None and not overwrite and is_whole and not self._differing_entries(before):
            self._totals = before["rows"]
            if begun is not None and not self._differing_entries(begun):
                self._discard()
            return True
        if begun is not None and (differs := self._differing_entries(begun)):
            if not overwrite:
                raise self._other_run_error(self._work, differs)
            self._discard()
            begun = None
        if begun is None:
            if before is not None and not overwrite and (differs := self._differing_entries(before)):
                raise self._other_run_error(self._out, differs)
            self._work.mkdir(parents=True, exist_ok=True)
            self._write_manifest(self._work, files={})
        self.parts = list(self._whole_parts(moving=bool(files_in(begun))))
        if files_in(begun):
            self.finish()
        return bool(files_in(begun))

    def add(self, part: Part) -> None:
        """Add a chunk's rows. An OSError (a full disk) leaves the chunk without a receipt, to be analysed again."""
        name = _part_name(part.number)
        for table, data in part.tables.items():
            write_atomically(self._work / f"{name}.{table}.{self._format}", data)
        receipt = {"words": part.words, "rows": dict(part.rows)}
        write_atomically(self._work / f"{name}.json", as_json(receipt))
        self.parts.append(receipt)

    def finish(self) -> None:
        """Move the tables to their places; after a crash the next `open` continues."""
        manifest, begun = manifest_in(self._out / RUN_MANIFEST), manifest_in(self._work / RUN_MANIFEST)
        before, moving = files_in(manifest), files_in(begun)
        if begun is not None and moving:
            # An interrupted clean-up may have removed some receipts.
            self._totals = begun["rows"]
        else:
            moving = {name: self._join_parts(name, sources) for name, sources in self._sources().items()}
            self._totals = {table: self.rows(table) for table in self._columns}
            self._write_manifest(self._work, rows=self._totals, files=moving)
        refuse_foreign_files(self._out, self._places(manifest), before, moving)
        for name in before.keys() - moving.keys():
            (self._out / name).unlink(missing_ok=True)
            _remove_empty((self._out / name).parent, above=self._out)
        for name, sources in self._sources().items():
            source = self._work / name if self._format == "csv" else sources[0]
            if source.exists():
                (self._out / name).parent.mkdir(exist_ok=True)
                source.replace(self._out / name)
        self._write_manifest(self._out, rows=self._totals, files=moving)
        self._discard()

    def rows(self, table: str) -> int:
        """The number of rows of a table, so far or in the finished result."""
        return self._totals[table] if self._totals else sum(int(part["rows"][table]) for part in self.parts)

    def _write_manifest(self, folder: Path, **more: Any) -> None:
        """Write the manifest of the run into a folder, with more entries."""
        write_atomically(folder / RUN_MANIFEST, as_json({**self._manifest, **more}))

    def _unfinished_manifest(self) -> dict[str, Any] | None:
        """The manifest of the work in `unfinished`; OutputTaken if that is the user's file or folder."""
        begun = manifest_in(self._work / RUN_MANIFEST)
        strangers = [path.name for path in self._work.iterdir()] if self._work.is_dir() else []
        is_ours = begun is not None or not (self._work.is_file() or set(strangers) - {f".{RUN_MANIFEST}.new"})
        if self._work.is_symlink() or not is_ours:
            raise _not_ours(self._work)
        return begun

    def _differing_entries(self, manifest: Mapping[str, Any]) -> str:
        """The names of the entries that differ between a manifest and this run; empty if none."""
        ours = _flat(json.loads(as_json(self._manifest)))
        theirs = _flat({name: value for name, value in manifest.items() if name not in ("rows", "files")})
        return ", ".join(name for name in sorted(ours.keys() | theirs.keys()) if ours.get(name) != theirs.get(name))

    @staticmethod
    def _other_run_error(folder: Path, differs: str) -> OutputTaken:
        return OutputTaken(
            f"{folder} holds the result of another run (other {differs}), and results are not mixed; "
            "give another --out, or --overwrite to replace it"
        )

    def _places(self, before: Mapping[str, Any] | None) -> list[str]:
        """The names of all tables in this result, in any format, and of the files of the result before it."""
        return list(dict.fromkeys([*chain.from_iterable(map(possible_names, self._columns)), *files_in(before)]))

    def _whole_parts(self, moving: bool) -> Iterator[dict[str, Any]]:
        """The receipts of complete chunks; if `moving`, some of their files may have moved already."""
        for number in count():
            name = _part_name(number)
            try:
                receipt = json.loads((self._work / f"{name}.json").read_bytes())
            except (OSError, ValueError):
                # After a power cut a file may hold only NULs: its chunk is analysed again.
                return
            tables = (self._work / f"{name}.{table}.{self._format}" for table in receipt["rows"])
            if not moving and not all(map(Path.exists, tables)):
                return
            yield receipt

    def _sources(self) -> dict[str, list[Path]]:
        """The parts of each file of the finished result."""
        parts = [_part_name(number) for number in range(len(self.parts))]
        of = {table: [self._work / f"{part}.{table}.{self._format}" for part in parts] for table in self._columns}
        if self._format == "csv" or len(parts) == 1:
            return {f"{table}.{self._format}": files for table, files in of.items()}
        return {
            f"{table}/{part}.parquet": [file]
            for table, files in of.items()
            for part, file in zip(parts, files, strict=True)
        }

    def _join_parts(self, name: str, sources: Sequence[Path]) -> str:
        """Complete a file of the result before it moves; its digest."""
        if self._format != "csv":
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
        parts = ("part-*.json", *(f"part-*.{name}" for name in tables))
        for pattern in (*parts, ".part-*.new", f".{RUN_MANIFEST}.new", *tables):
            for path in filter(Path.is_file, self._work.glob(pattern)):
                path.unlink()
        (self._work / RUN_MANIFEST).unlink(missing_ok=True)
        _remove_empty(self._work, above=self._out)


def _not_ours(path: Path) -> OutputTaken:
    return OutputTaken(f"{path} was not written by framing; give another --out, or move it away")


def _part_name(number: int) -> str:
    return f"part-{number:05}"


def _remove_empty(folder: Path, *, above: Path) -> None:
    if folder != above and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
