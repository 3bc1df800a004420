"""Foreign formats of word lists, in and out, each in a file of its own.

Every format is a pair: `read(path)` gives categories with their terms, and `write(path, categories)` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from framing.lexicon.formats import liwc, own, plain, quanteda
from framing.lexicon.loader import BadLexicon

#: Terms by category.
Terms = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """How to read and to write one format."""

    name: str
    read: Callable[[Path], dict[str, list[str]]]
    write: Callable[[Path, Terms], None]


FORMATS: Mapping[str, Format] = {
    ".csv": Format("CSV", own.read, own.write),
    ".dic": Format("LIWC dictionary", liwc.read, liwc.write),
    ".yml": Format("quanteda YAML", quanteda.read, quanteda.write),
    ".yaml": Format("quanteda YAML", quanteda.read, quanteda.write),
    ".txt": Format("plain list", plain.read, plain.write),
}


def format_of(path: Path) -> Format:
    """The format that a file's ending names; raises `BadLexicon` for others."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise BadLexicon(f"{path}: ending {path.suffix!r} is not known; use one of {', '.join(FORMATS)}") from None


def convert(source: Path, target: Path) -> int:
    """Read one format and write another; the number of terms written. Raises `BadLexicon`."""
    writer = format_of(target)
    categories = format_of(source).read(source)
    terms = sum(map(len, categories.values()))
    if not terms:
        raise BadLexicon(f"{source}: no terms found; is it a {format_of(source).name}?")
    writer.write(target, categories)
    return terms
