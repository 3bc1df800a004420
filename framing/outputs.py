"""Files that framing wrote in a folder, listed with digests in a manifest; no other file is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: The manifests of `framing analyze` and `framing compare`.
RUN_MANIFEST, COMPARE_MANIFEST = "run.json", "compare.json"
#: The folder of an unfinished run.
UNFINISHED = "unfinished"
_LOCK = ".framing-lock"
#: Maximum depth of a file: a table, or a part in a table's folder.
_MAX_DEPTH = 2


class OutputTaken(Exception):
    """Raised if the output folder holds files that must not be replaced; the message says what to do."""


def manifest_in(path: Path) -> dict[str, Any] | None:
    """The content of framing's manifest; None if there is none, or if another program wrote it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() and not path.is_symlink() else None
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("files"), dict) else None


def files_in(manifest: Mapping[str, Any] | None) -> dict[str, str]:
    """The files in a manifest with their digests; names that lead out of the folder are ignored."""
    listed = (manifest or {}).get("files", {})
    return {str(name): str(digest) for name, digest in listed.items() if _stays_inside(name)}


def _stays_inside(name: Any) -> bool:
    parts = Path(str(name)).parts
    return bool(parts) and len(parts) <= _MAX_DEPTH and not Path(str(name)).is_absolute() and ".." not in parts


def refuse_foreign_files(out: Path, names: Iterable[str], *owned: Mapping[str, str]) -> None:
    """Raise OutputTaken if one of these files, or a file in one of these folders, is not framing's or was changed."""
    taken = [name for name in names if not _is_owned(out / name, out, owned)]
    if taken:
        raise OutputTaken(
            f"{out} holds {', '.join(sorted(taken))}, which framing did not write or which changed since; "
            "give another --out, or move it away"
        )


def _is_owned(path: Path, out: Path, owned: Iterable[Mapping[str, str]]) -> bool:
    if path.is_symlink():
        return False
    if path.is_dir():
        return all(_is_owned(inner, out, owned) for inner in path.iterdir())
    if not path.exists():
        return True
    digests = {known.get(path.relative_to(out).as_posix()) for known in owned} - {None}
    return bool(digests) and path.is_file() and digest_of(path) in digests


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    # A link by this name would send the bytes elsewhere.
    fresh.unlink(missing_ok=True)
    with fresh.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def write_files(out: Path, manifest: str, files: Mapping[str, bytes]) -> None:
    """Write files and their manifest into a folder, in place of the files that the manifest listed before.

    Raises OutputTaken, before anything is written, if another program's file would be replaced.
    """
    with locked(out):
        before = files_in(manifest_in(out / manifest))
        if (out / manifest).exists() and manifest_in(out / manifest) is None:
            raise OutputTaken(f"{out / manifest} was not written by framing; give another --out, or move it away")
        refuse_foreign_files(out, files, before)
        digests = {name: sha256(data).hexdigest() for name, data in sorted(files.items())}
        # Listed first, so that the run after a killed one knows framing's files.
        write_atomically(out / manifest, as_json({"files": {**before, **digests}}))
        for name, data in files.items():
            write_atomically(out / name, data)
        gone = [name for name in before.keys() - files.keys() if _is_owned(out / name, out, (before,))]
        for name in gone:
            (out / name).unlink(missing_ok=True)
        write_atomically(out / manifest, as_json({"files": digests}))


def as_json(value: Any) -> bytes:
    """A manifest's bytes; bytes of a file name that are not UTF-8 become escapes, which JSON reads back."""
    return (json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n").encode(errors="backslashreplace")


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Lock the folder, created if needed, for this process; raises OutputTaken while another holds it."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / _LOCK
    busy = OutputTaken(f"another run writes to {out}; wait for it, or give another --out")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_TEMPORARY", 0)
    try:
        # Without flock (Windows), the file itself is the lock, removed when its process ends.
        lock = os.open(path, flags | (0 if fcntl else os.O_EXCL), 0o600)
    except FileExistsError:
        raise busy from None
    try:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise busy from None
            # The last holder may have removed the file after we opened it and before we locked it.
            if not path.exists() or os.fstat(lock).st_ino != path.stat().st_ino:
                raise busy
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(lock)
