"""Formats that need the extra `framing[formats]`, and what archives hand out, each in a module of its own."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from typing import Any

from framing.articles.problems import Unreadable

#: A packed document may unpack to so many bytes.
_MOST_UNPACKED = 128 << 20


def reader(module: str, kind: str) -> Any:
    """The package that reads a kind of file; Unreadable, with what to install, where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        raise Unreadable(f'{kind} files need an extra package: pip install "framing[formats]"') from None


def check_size(data: bytes) -> None:
    """Raise Unreadable for a zip file that unpacks to more than any document holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            size = sum(member.file_size for member in members.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("not a readable Office file; save it again") from None
    if size > _MOST_UNPACKED:
        raise Unreadable(f"the file unpacks to more than {_MOST_UNPACKED >> 20} MB; split it")
