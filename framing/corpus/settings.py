"""What a run is asked to do: everything that decides its tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from framing.articles.article import Side
from framing.tables import Format


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read and analysed, and how their tables are written.

    `lexicons` are paths of the user's own word lists; `frames` is a folder that `framing frames fit` wrote; `sides`
    stand in for those of events; `columns` names, for a field, the column that holds it; `measures` names those to
    run, all where it is empty; with `keep_text` off the tables hold no words of the articles, only where they stand.
    """

    format: Format = "csv"
    lexicons: tuple[Path, ...] = ()
    frames: Path | None = None
    sides: tuple[Side, ...] | None = None
    prepend_title: bool = False
    keep_text: bool = True
    columns: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()
