"""Lexicons: explained terms in categories, from `NAME.csv` and `NAME.toml`; and matches of their terms."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import ahocorasick_rs

from framing.files import delimiter_of, unguarded

#: In an entry's note: the term matches only as this part of speech, or never as this one.
_PART_OF_SPEECH = re.compile(r"(only|never) as an? (adjective|noun|verb)")
#: The words of a term: all but white space and punctuation.
_PART = re.compile(r"[^\s,;:!?()“”\"]+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
COLUMNS = ("term", "category", "weight", "note")
_PACKAGE = Path(__file__).parents[1]
#: The lists are beside the package in a checkout, and inside it in a wheel.
FOLDERS = (_PACKAGE.parent / "lexicons", _PACKAGE / "_data" / "lexicons")


class BadLexicon(Exception):
    """Raised for a lexicon that cannot be read; the message says where, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its category.

    A term is in lower case; it may be a phrase, and a trailing `*` makes it a stem. `weight` runs from 0 to 1: how
    loaded the term is where people marked it, 1 if unknown.
    """

    term: str
    category: str
    weight: float = 1.0
    note: str = ""

    @property
    def lower_case_only(self) -> bool:
        """Whether the note allows the term in lower case only, since with a capital it is a name."""
        return "lower-case only" in self.note

    def allows(self, part_of_speech: str) -> bool:
        """Whether the note allows the term as this part of speech; an unknown (empty) one is always allowed.

        >>> Entry("stunt", "mockery", note="never as a verb").allows("verb")
        False
        """
        bound = _PART_OF_SPEECH.search(self.note) if part_of_speech else None
        return bound is None or (bound[2] == part_of_speech) == (bound[1] == "only")


@dataclass(frozen=True, slots=True)
class Category:
    """A category: a meaning that a student could apply, and a sentence on why a match counts."""

    name: str
    meaning: str
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the parts that a lexicon must match; none if it must match nothing."""

    text: str
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with its description. `lists_loaded_terms` is false for lists of other measures than phrasing."""

    name: str
    title: str
    version: str
    language: str
    licence: str
    source: str
    lists_loaded_terms: bool
    categories: Mapping[str, Category]
    entries: tuple[Entry, ...]
    examples: tuple[Example, ...]


def lexicon_folder() -> Path:
    """The folder of the installed lexicons."""
    for place in FOLDERS:
        if any(place.glob("*.toml")):
            return place
    raise BadLexicon(f"no lexicons in {FOLDERS[0]} or {FOLDERS[1]}; reinstall the package")


def lexicon_names() -> list[str]:
    """The names of the installed lexicons, sorted."""
    return sorted(path.stem for path in lexicon_folder().glob("*.toml"))


def load(name: str | Path) -> Lexicon:
    """The installed lexicon with that name, or the one at that path, read anew.

    A path may name the CSV or the toml. Without a toml, the names of the categories serve as their meanings. Raises
    `BadLexicon`.
    """
    return _installed(name) if _is_name(name) else _lexicon(_csv_path(name))


def _is_name(name: str | Path) -> TypeGuard[str]:
    return isinstance(name, str) and "/" not in name and not name.endswith((".csv", ".toml"))


@cache
def _installed(name: str) -> Lexicon:
    return _lexicon(_csv_path(name))


def _lexicon(path: Path) -> Lexicon:
    about = _about(path.with_suffix(".toml"))
    entries = tuple(_entries(path))
    explained = about.get("categories", {})
    names = sorted({entry.category for entry in entries} | set(explained))
    return Lexicon(
        name=path.stem,
        title=about.get("title", path.stem),
        version=str(about.get("version", "")),
        language=about.get("language", "en"),
        licence=about.get("licence", ""),
        source=about.get("source", ""),
        lists_loaded_terms=about.get("loaded", True),
        categories={name: _category(name, explained.get(name, {})) for name in names},
        entries=entries,
        examples=tuple(Example(item["text"], tuple(item.get("hits", ()))) for item in about.get("examples", ())),
    )


def load_all(extra: Sequence[str | Path] = ()) -> tuple[Lexicon, ...]:
    """The installed lexicons of loaded phrasing, then the user's at the paths `extra`."""
    installed = [lexicon for lexicon in map(load, lexicon_names()) if lexicon.lists_loaded_terms]
    return (*installed, *(load(Path(path)) for path in extra))


def table_rows(text: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The column names of a table, in lower case, and its rows with their line numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.partition("\n")[0]))
    names = [name.strip().lower() for name in next(reader, [])]
    rows = ((reader.line_num, dict(zip_longest(names, row[: len(names)], fillvalue=""))) for row in reader if row)
    return names, rows


def lexicon_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a list with their line numbers; comma, semicolon, tab or bar between cells."""
    try:
        names, rows = table_rows(path.read_text(encoding="utf-8-sig"))
        missing = {"term", "category"} - set(names)
        if missing:
            raise BadLexicon(
                f"{path}: line 1: no column {' or '.join(sorted(missing))}; the first line must name the columns "
                f"{','.join(COLUMNS)}. Convert a list of another form: framing lexicon convert {path} NEW.csv"
            )
        yield from rows
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadLexicon(f"{path}: not a CSV file in UTF-8 ({error}); save it as UTF-8 CSV") from error


def _csv_path(name: str | Path) -> Path:
    if _is_name(name):
        path = lexicon_folder() / f"{name}.csv"
        if not path.is_file():
            raise BadLexicon(
                f"no lexicon {name!r}; there are {', '.join(lexicon_names())}. A list of your own needs its path"
            )
        return path
    path = Path(name).with_suffix(".csv")
    if Path(name).suffix not in ("", ".csv", ".toml") and Path(name).is_file():
        raise BadLexicon(f"{name}: no CSV; convert it first: framing lexicon convert {name} {path}")
    if not path.is_file():
        raise BadLexicon(f"{path}: no such file; a lexicon is NAME.csv, with NAME.toml beside it")
    return path


def _about(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLexicon(f"{path}: not valid TOML in UTF-8 ({error}); fix the file") from error


def _category(name: str, about: Mapping[str, str]) -> Category:
    plain = name.replace("-", " ")
    return Category(name, about.get("meaning", plain), about.get("why", f"“{{text}}” is listed under {plain}."))


def clean_term(term: str) -> str:
    """A term in lower case with plain apostrophes and single spaces, without quotation marks around it."""
    plain = " ".join(unicodedata.normalize("NFC", term).replace("’", "'").lower().split())
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] == plain[-1] == '"' else plain


def number_in(cell: str) -> float | None:
    """The number in a cell, written with a decimal point or comma; None for other text."""
    match = _NUMBER.fullmatch(cell.strip())
    return float(match.group().replace(",", ".")) if match else None


def entry_of(line: int, cells: Mapping[str, str]) -> Entry:
    """The entry in a row of a table; BadLexicon if it has no term, or a weight that is no number."""
    cells = {name: unguarded(cell.strip()) for name, cell in cells.items()}
    term = clean_term(cells["term"])
    if not term.strip("*?"):
        raise BadLexicon(f"line {line}: no term; fill the column or delete the line")
    cell = cells.get("weight") or "1"
    weight = number_in(cell)
    if weight is None:
        raise BadLexicon(f"line {line}: weight {cell!r} is not a number; give one from 0 to 1")
    return Entry(term, cells.get("category", ""), weight, cells.get("note", ""))


def _entries(path: Path) -> Iterator[Entry]:
    for line, row in lexicon_rows(path):
        try:
            entry = entry_of(line, row)
        except BadLexicon as error:
            raise BadLexicon(f"{path}: {error}") from None
        if not 0 <= entry.weight <= 1:
            raise BadLexicon(
                f"{path}: line {line}: weight {row['weight'].strip()} is not from 0 to 1; rescale the column"
            )
        yield entry


class Match(NamedTuple):
    """A match of a term: words `[first, last)`, with its lexicon and entry."""

    first: int
    last: int
    lexicon: Lexicon
    entry: Entry


class Matcher:
    """Finds every term of some lexicons, overlapping ones too.

    Single words are looked up. Phrases and stems are searched in the words joined by single spaces, with a space on
    either side, so that they match at word boundaries only, across any white space. So are terms with wildcards.
    """

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._words: dict[str, list[tuple[Lexicon, Entry]]] = {}
        phrases: dict[str, list[tuple[Lexicon, Entry]]] = {}
        self._wildcard_terms: list[tuple[re.Pattern[str], Lexicon, Entry]] = []
        for lexicon in lexicons:
            for entry in lexicon.entries:
                if "*" in entry.term.removesuffix("*") or ("?" in entry.term and _PART.search(entry.term)):
                    if pattern := _wildcard_pattern(entry.term):
                        self._wildcard_terms.append((pattern, lexicon, entry))
                    continue
                stem = entry.term.endswith("*")
                words = " ".join(_PART.findall(entry.term.removesuffix("*")))
                if not words:  # such as an emoticon, which no word of a text holds
                    continue
                if stem or " " in words:
                    phrases.setdefault(f" {words}" if stem else f" {words} ", []).append((lexicon, entry))
                else:
                    self._words.setdefault(words, []).append((lexicon, entry))
        self._phrases = [(len(phrase.split()), entries) for phrase, entries in phrases.items()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(phrases)) if phrases else None

    def entries(self, word: str) -> Sequence[tuple[Lexicon, Entry]]:
        """The entries whose whole term is this word, each with its lexicon."""
        return self._words.get(word, ())

    def find(self, words: Sequence[str], among: Iterable[int] | None = None) -> list[Match]:
        """The matches in some words, in lower case with plain apostrophes, by position, then length.

        `among` limits single words to these places. The caller checks whether a phrase lies within a sentence.
        """
        known = self._words
        places = range(len(words)) if among is None else among
        matches = [Match(at, at + 1, *entry) for at in places if words[at] in known for entry in known[words[at]]]
        joined = f" {' '.join(words)} "
        word_after = _word_counter(joined)
        if self._automaton is not None and words:
            for number, space, _ in self._automaton.find_matches_as_indexes(joined, overlapping=True):
                first, (length, entries) = word_after(space), self._phrases[number]
                matches += [Match(first, first + length, *entry) for entry in entries]
        for pattern, lexicon, entry in self._wildcard_terms if words else ():
            for hit in pattern.finditer(joined):
                first = word_after(hit.start() - 1)
                matches.append(Match(first, first + hit.group().count(" ") + 1, lexicon, entry))
        matches.sort(key=lambda match: (match.first, match.last, match.lexicon.name, match.entry.category))
        return matches


def _word_counter(joined: str) -> Callable[[int], int]:
    """A function from the offset of a space in joined words to the number of the word after it."""
    offset = word = 0

    def word_after(space: int) -> int:
        nonlocal offset, word
        # Counted from the last space asked for: from the start it takes ever longer in a long text.
        word += joined.count(" ", offset, space) - joined.count(" ", space, offset)
        offset = space
        return word

    return word_after


def _wildcard_pattern(term: str) -> re.Pattern[str] | None:
    """The pattern of a term with wildcards: `*` any letters or none, `?` one; None if nothing else is in it."""
    parts = [part for part in re.split(r"[\s,;:!()“”\"]+", term) if part]
    if not any(part.strip("*?") for part in parts):
        return None
    words = (re.escape(part).replace(r"\*", "[^ ]*").replace(r"\?", "[^ ]") for part in parts)
    return re.compile(rf"(?<= ){' '.join(words)}(?= )")
