"""The manifest of a result: inputs, settings, versions and code."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import framing
from framing.articles.article import Vanished
from framing.articles.reader import files_of
from framing.corpus.chunks import Settings, measures_for
from framing.lexicon import folder
from framing.outputs import digest_of

#: The packages whose version can change a table.
_PACKAGES = ("framing", "ahocorasick-rs", "charset-normalizer", "lxml", "numpy", "pandas", "pyarrow", "trafilatura")
_ROOT = Path(framing.__file__).parent


def manifest_of(inputs: Sequence[str | Path], settings: Settings) -> dict[str, Any]:
    """Everything that decides the tables: inputs, settings, versions, word lists, weights and code.

    Two runs with equal manifests give the same bytes. Nothing in it depends on time or machine.
    """
    chosen = asdict(settings)
    chosen["lexicons"] = [{"path": path.as_posix(), "sha256": _digests(_parts(path))} for path in settings.lexicons]
    if settings.frames:
        digests = _digests(settings.frames.glob("own-frames.*"))
        chosen["frames"] = {"path": settings.frames.as_posix(), "sha256": digests}
    return {
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "settings": chosen,
        "measures": [measure.name for measure in measures_for(settings)],
        "lexicons": _digests(folder().iterdir()),
        "models": _models(),
        "code": _code(),
        "inputs": [_described(source) for source in inputs],
    }


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The names of the entries that differ between two manifests; empty if they are equal."""
    flat, other_flat = _flat(one), _flat(other)
    return ", ".join(name for name in sorted(flat.keys() | other_flat.keys()) if flat.get(name) != other_flat.get(name))


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


def _parts(lexicon: Path) -> Iterable[Path]:
    """The files of a word list, given its folder or one of its two files."""
    return lexicon.iterdir() if lexicon.is_dir() else lexicon.parent.glob(f"{lexicon.stem}.*")


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: digest_of(path) for path in sorted(paths) if path.is_file()}


@cache
def _models() -> dict[str, str]:
    return _digests(path for path in (_ROOT / "models").iterdir() if path.suffix != ".py")


@cache
def _code() -> str:
    """One digest of the package's source, from the first call of this process."""
    whole = sha256()
    for path in sorted(_ROOT.rglob("*.py")):
        whole.update(f"{path.relative_to(_ROOT).as_posix()}\0{digest_of(path)}\n".encode())
    return whole.hexdigest()
