"""Notebooks turned into reports, and what they read."""

from __future__ import annotations

from pathlib import Path

import framing


def packaged(name: str) -> Path:
    """A folder of the project (`seeds`, `notebooks`): in the installed package, or next to it in a checkout."""
    package = Path(framing.__file__).parent
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name
