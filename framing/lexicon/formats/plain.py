"""A plain list: a term a line, `# ` before a remark (`#vote` is a term); the file's name is its one category."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from framing.lexicon.formats.text import clean, read_text

_REMARK = re.compile(r"(?:^|\s)#(?:\s.*)?$")


def read(path: Path) -> dict[str, list[str]]:
    """The terms, under the file's name."""
    lines = (clean(_REMARK.sub("", line)) for line in read_text(path).splitlines())
    return {clean(path.stem) or "terms": list(dict.fromkeys(line for line in lines if line))}


def write(path: Path, categories: Mapping[str, list[str]]) -> None:
    """Write all terms, sorted; the categories are lost, since the format has none."""
    terms = sorted({term for terms in categories.values() for term in terms})
    path.write_text("".join(f"{term}\n" for term in terms), encoding="utf-8")
