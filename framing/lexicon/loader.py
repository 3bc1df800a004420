"""A lexicon: terms in categories, each explained, with examples; loaded from `NAME.csv` and `NAME.toml`."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

#: In an entry's note: the term is hit only where it is written with a small letter, since with a capital it is a name.
LOWER_CASE_ONLY = "lower-case only"
#: In an entry's note: the term is hit only in this part of speech, or in any other than this.
_ROLE = re.compile(r"(only|never) as an? (adjective|noun|verb)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its category.

    A term is in lower case; it may be a phrase, and a trailing `*` makes it a stem. `weight` runs from 0 to 1: how
    loaded a use of the term is by what people marked, 1 where nothing is known.
    """

    term: str
    category: str
    weight: float = 1.0
    note: str = ""

    @property
    def lower_case_only(self) -> bool:
        """Whether a capital makes the term a name, which is not hit."""
        return LOWER_CASE_ONLY in self.note

    def allows(self, role: str) -> bool:
        """Whether the note lets the term be hit as this part of speech; an unknown one, the empty string, is let be.

        >>> Entry("stunt", "mockery", note="never as a verb").allows("verb")
        False
        """
        bound = _ROLE.search(self.note) if role else None
        return bound is None or (bound[2] == role) == (bound[1] == "only")


@dataclass(frozen=True, slots=True)
class Category:
    """What a category means, so that a student could apply it, and the plain sentence that tells why a hit counts."""

    name: str
    meaning: str
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the parts of it that a lexicon must hit; none for a text that it must leave alone."""

    text: str
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with all that is said of it. `loaded` is false for lists that serve another measure than phrasing."""

    name: str
    title: str
    version: str
    language: str
    licence: str
    source: str
    loaded: bool
    categories: Mapping[str, Category]
    entries: tuple[Entry, ...]
    examples: tuple[Example, ...]


COLUMNS = ("term", "category", "weight", "note")
#: What a spreadsheet would take for the start of a formula.
FORMULA = ("=", "+", "-", "@")
_PACKAGE = Path(__file__).parents[1]
#: In a checkout the lists lie beside the package; in a wheel they are inside it.
FOLDERS = (_PACKAGE.parent / "lexicons", _PACKAGE / "_data" / "lexicons")


class BadLexicon(Exception):
    """A lexicon that cannot be read; says which file, where, what is wrong and what to do."""


def folder() -> Path:
    """The folder of the installed lexicons."""
    for place in FOLDERS:
        if any(place.glob("*.toml")):
            return place
    raise BadLexicon(f"no lexicons in {FOLDERS[0]} or {FOLDERS[1]}; reinstall the package")


def available() -> list[str]:
    """The names of the installed lexicons, sorted."""
    return sorted(path.stem for path in folder().glob("*.toml"))


@cache
def load(name: str | Path) -> Lexicon:
    """The installed lexicon of that name, or the one at that path.

    A path may lead to the CSV or to the toml. A user's CSV without a toml is read as well: its categories then
    explain themselves by their names. Raises `BadLexicon`.
    """
    path = _csv_path(name)
    about = _about(path.with_suffix(".toml"))
    entries = tuple(_entry(path, line, row) for line, row in rows_of(path))
    told = about.get("categories", {})
    categories = {
        name: _category(name, told.get(name, {})) for name in sorted({e.category for e in entries} | set(told))
    }
    return Lexicon(
        name=path.stem,
        title=about.get("title", path.stem),
        version=str(about.get("version", "")),
        language=about.get("language", "en"),
        licence=about.get("licence", ""),
        source=about.get("source", ""),
        loaded=about.get("loaded", True),
        categories=categories,
        entries=entries,
        examples=tuple(Example(item["text"], tuple(item.get("hits", ()))) for item in about.get("examples", ())),
    )


def load_all(extra: Sequence[str | Path] = ()) -> tuple[Lexicon, ...]:
    """The installed lexicons of loaded phrasing, then a user's own at the paths `extra`."""
    installed = [lexicon for lexicon in map(load, available()) if lexicon.loaded]
    return (*installed, *(load(Path(path)) for path in extra))


def guarded(term: str) -> str:
    """The term as it may stand in a CSV: an apostrophe before one that a spreadsheet would run as a formula."""
    return f"'{term}" if term.startswith(FORMULA) else term


def _csv_path(name: str | Path) -> Path:
    if isinstance(name, str) and "/" not in name and not name.endswith((".csv", ".toml")):
        path = folder() / f"{name}.csv"
        if not path.is_file():
            raise BadLexicon(
                f"no lexicon {name!r}; there are {', '.join(available())}. A list of your own needs its path"
            )
        return path
    path = Path(name).with_suffix(".csv")
    if Path(name).suffix not in ("", ".csv", ".toml") and Path(name).is_file():
        raise BadLexicon(f"{name}: no CSV; convert it first: framing lexicon convert {name} {path}")
    if not path.is_file():
        raise BadLexicon(f"{path}: no such file; a lexicon is NAME.csv, with NAME.toml beside it")
    return path


def _about(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLexicon(f"{path}: not valid TOML in UTF-8 ({error}); mend the file") from error


def _category(name: str, told: dict[str, str]) -> Category:
    plain = name.replace("-", " ")
    return Category(name, told.get("meaning", plain), told.get("why", f"“{{text}}” is listed under {plain}."))


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a list with the number of their line; comma, semicolon, tab or bar between cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n")[0]
        delimiter = max(",;\t|", key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
        missing = {"term", "category"} - set(names)
        if missing:
            raise BadLexicon(
                f"{path}: line 1: no column {' or '.join(sorted(missing))}; the first line must name the columns "
                f"{','.join(COLUMNS)}. Convert a list of another form: framing lexicon convert {path} NEW.csv"
            )
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        next(reader)
        for cells in filter(None, reader):
            yield reader.line_num, dict(zip_longest(names, cells[: len(names)], fillvalue=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadLexicon(f"{path}: not a CSV file in UTF-8 ({error}); save it as UTF-8 CSV") from error


def _entry(path: Path, line: int, row: Mapping[str, str]) -> Entry:
    term = " ".join(row["term"].replace("’", "'").lower().split())
    if term.startswith("'") and term[1:].startswith(FORMULA):
        term = term[1:]
    if not term.strip("*?"):
        raise BadLexicon(f"{path}: line {line}: no term; fill the column or delete the line")
    given = (row.get("weight") or "1").strip()
    try:
        weight = float(given)
    except ValueError:
        raise BadLexicon(f"{path}: line {line}: weight {given!r} is no number; give one from 0 to 1") from None
    if not 0 <= weight <= 1:
        raise BadLexicon(f"{path}: line {line}: weight {given} is not from 0 to 1; rescale the column")
    return Entry(term, row["category"].strip(), weight, row.get("note", "").strip())
