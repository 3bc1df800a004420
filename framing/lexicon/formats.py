"""Word lists as they are published: tables, LIWC, quanteda, WordStat, Yoshikoder, JSON.

Scores that run below 0 or above 1 become weights: their share of the largest, under the categories negative and
positive, with the score in the note.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes
from lxml import etree

from framing.lexicon.loader import COLUMNS, BadLexicon, Entry, Lexicon, available, folder, guarded, load

#: What others call the columns of a table, best first.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "term": ("term", "dicterm", "word", "lemma", "token", "entry", "ngram", "phrase", "words", "pattern"),
    "category": (
        *("category", "sentiment", "emotion", "class", "label", "type", "polarity", "foundation", "construct"),
        *("affectdimension", "dimension", "topic", "group"),
    ),
    "weight": ("weight", "score", "value", "valence", "strength", "intensity", "rating", "meansentimentrating"),
    "note": ("note", "notes", "comment", "remark"),
}
_DELIMITERS = ",;\t|"
#: A line of a list that says something about it. `#vote` is a term.
_COMMENT = re.compile(r"(?:#(?:\s.*)?|;.*|//.*)\Z")
_REMARK = re.compile(r"\s#(?:\s.*)?\Z")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_MARKED = {"x", "1"}
#: MPQA: `type=weaksubj len=1 word1=abandoned pos1=adj stemmed1=n priorpolarity=negative`.
_MPQA = re.compile(r"(\w+)=(\S+)")
#: SentiWS: `Abbruch|NN`.
_PART_OF_SPEECH = re.compile(r"\|[A-Z]{1,6}\Z")
#: Between the names of nested categories.
_INSIDE = "."


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadLexicon(f"{path}: cannot be read ({error.strerror}); check the path") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data, cp_isolation=["utf_16", "cp1252"]).best() or from_bytes(data).best()
        if guess is None:
            raise BadLexicon(f"{path}: not a text file; save it as UTF-8") from None
        text = str(guess)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(term: str) -> str:
    """A term in lower case with plain apostrophes and single spaces, without quotation marks around it."""
    plain = " ".join(unicodedata.normalize("NFC", term).replace("’", "'").lower().split())
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] == plain[-1] == '"' else plain


def _bad(path: Path, line: int, problem: str, remedy: str) -> BadLexicon:
    return BadLexicon(f"{path}: line {line}: {problem}; {remedy}")


def _number(cell: str) -> float | None:
    found = _NUMBER.fullmatch(cell.strip())
    return float(found.group().replace(",", ".")) if found else None


def _weighted(scored: Sequence[tuple[str, str, float, str]]) -> list[Entry]:
    """Entries of terms with a category or none, a score and a note."""
    if all(0 <= score <= 1 for _, _, score, _ in scored):
        return [Entry(term, category, score, note) for term, category, score, note in scored]
    most = max(abs(score) for _, _, score, _ in scored)
    return [
        Entry(
            term,
            category or ("negative" if score < 0 else "positive"),
            round(abs(score) / most, 4),
            "; ".join(filter(None, (note, f"score {score:g}"))),
        )
        for term, category, score, note in scored
        if score
    ]


def _read_table(path: Path) -> list[Entry]:
    """A table with a line of column names: term, and category, weight, or a column for each category."""
    text = _read_text(path)
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip() and not _COMMENT.match(line.strip())), 0)
    delimiter = max(_DELIMITERS, key=lines[start].count)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=delimiter))
    except csv.Error as error:
        raise BadLexicon(f"{path}: not a readable CSV file ({error}); save it as UTF-8 CSV") from None
    columns = _columns(rows[0] if rows else [])
    # A list of one column may hold the term "word"; only a table is sure to have a line of names.
    is_list = path.suffix.lower() == ".txt" and delimiter not in lines[start]
    if "term" not in columns or is_list:
        if path.suffix.lower() != ".csv":
            return _read_lines(path)
        raise _bad(path, start + 1, "no column term", f"the first line must name the columns {','.join(COLUMNS)}")
    filled = [
        (start + number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)
    ]
    if "category" not in columns and (marks := _mark_columns(rows[0], columns, filled)):
        return list(_of_marks(rows[0], columns["term"], marks, filled))
    return _of_rows(path, columns, filled)


def _columns(header: Sequence[str]) -> dict[str, int]:
    folded: dict[str, int] = {}
    for place, name in enumerate(header):
        folded.setdefault(re.sub(r"[\W_]+", "", name.lower()), place)
    found = {
        field: next((folded[alias] for alias in aliases if alias in folded), None)
        for field, aliases in _ALIASES.items()
    }
    return {field: place for field, place in found.items() if place is not None}


def _of_rows(path: Path, columns: Mapping[str, int], rows: Iterable[tuple[int, Sequence[str]]]) -> list[Entry]:
    scored = []
    for line, row in rows:
        cells = {field: row[place].strip() if place < len(row) else "" for field, place in columns.items()}
        term = clean(_unguarded(cells["term"]))
        if not term.strip("*?"):
            raise _bad(path, line, "no term", "fill the column or delete the line")
        score = _number(cells.get("weight") or "1")
        if score is None:
            raise _bad(path, line, f"weight {cells['weight']!r} is no number", "give one from 0 to 1")
        category = cells.get("category", "")
        if (sign := _number(category)) is not None and "weight" not in columns:
            # A polarity in figures is a score.
            score, category = sign, ""
        scored.append((term, category, score, cells.get("note", "")))
    entries = _weighted(scored) if scored else []
    plain = clean(path.stem)
    return [entry if entry.category else Entry(entry.term, plain, entry.weight, entry.note) for entry in entries]


def _unguarded(term: str) -> str:
    return term[1:] if term[:1] == "'" and guarded(term[1:]) == term else term


def _mark_columns(
    header: Sequence[str], columns: Mapping[str, int], rows: Sequence[tuple[int, Sequence[str]]]
) -> list[int]:
    """The columns that name a category each, where a mark or a weight says that a term is of it."""
    if "weight" in columns:
        return []
    others = [n for n, name in enumerate(header) if n not in columns.values() and name.strip()]
    cells = {row[n].strip().lower() for _, row in rows for n in others if n < len(row)} - {"", "0"}
    return others if cells and all(cell in _MARKED or _number(cell) is not None for cell in cells) else []


def _of_marks(
    header: Sequence[str], term_at: int, marks: Sequence[int], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[Entry]:
    scored: list[tuple[str, str, float, str]] = []
    for _, row in rows:
        for place in marks:
            cell = row[place].strip().lower() if place < len(row) else ""
            score = 1.0 if cell in _MARKED else _number(cell)
            if score and (term := clean(row[term_at])):
                scored.append((term, clean(header[place]), score, ""))
    return iter(_weighted(scored) if scored else [])


def _read_lines(path: Path) -> list[Entry]:
    """A list without column names: terms, terms with scores, with labels, or with a label and 0 or 1 for it."""
    scored: list[tuple[str, str, float, str]] = []
    plain = clean(path.stem) or "terms"
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if not line.strip() or _COMMENT.match(line.strip()):
            continue
        scored += _of_line(path, number, line, plain)
    # A score in every line makes the file's name no category.
    signed = any(not 0 <= score <= 1 for _, _, score, _ in scored)
    named = [
        (term, "" if signed and category == plain else category, score, note) for term, category, score, note in scored
    ]
    return _weighted(named)


def _of_line(path: Path, number: int, line: str, plain: str) -> Iterator[tuple[str, str, float, str]]:
    if (pairs := dict(_MPQA.findall(line))) and "word1" in pairs:
        yield clean(pairs["word1"]), pairs.get("type", plain), 1.0, f"polarity {pairs.get('priorpolarity', 'unknown')}"
        return
    if "\t" not in line:
        yield clean(_REMARK.sub("", line)), plain, 1.0, ""
        return
    cells = [cell.strip() for cell in line.split("\t")]
    term, others = clean(_PART_OF_SPEECH.sub("", cells[0])), cells[1:]
    score = _number(others[0])
    if not term:
        raise _bad(path, number, "no term before the tab", "fill it or delete the line")
    if score is not None:
        yield term, plain, score, ""
        # Inflected forms behind the score.
        if len(others) == 2 and others[1] and _number(others[1]) is None and not others[1].startswith("["):
            yield from ((clean(form), plain, score, "") for form in others[1].split(",") if form.strip())
    elif len(others) == 1:
        yield term, clean(others[0]), 1.0, ""
    elif len(others) == 2 and (held := _number(others[1])) is not None:
        if held:
            yield term, clean(others[0]), held, ""
    else:
        remedy = "write a line of column names (term, category, weight) before the first"
        raise _bad(path, number, f"{len(cells)} cells that are no term with a score or a label", remedy)


_REMARK_IN_BRACES = re.compile(r"\{[^{}]{0,400}\}")
_CONDITION = re.compile(r"<[^<>]{0,200}>|\([^()]{0,200}\)")
_HEADER = re.compile(r"(\d+)[\s.:]+(\S.*)")


def _read_liwc(path: Path) -> list[Entry]:
    """LIWC dictionaries (`.dic`): numbered categories between `%` signs, then terms with their numbers.

    Files in use hold lines that other readers break on: spaces where tabs should be, terms of several words, a category
    in parentheses that holds only after another word, `<of>131/125` for “125, or 131 before of”, remarks in braces,
    categories that the header lacks, and a second `%` that is missing. A conditional category counts as the plain one.
    """
    names: dict[str, str] = {}
    found: dict[tuple[str, str], None] = {}
    signs = 0
    for line in _read_text(path).split("\n"):
        plain = _REMARK_IN_BRACES.sub("", line).strip()
        if plain.startswith("%"):
            signs += 1
            continue
        header = _HEADER.fullmatch(plain) if signs <= 1 else None
        if header:
            names[header[1]] = clean(header[2])
            continue
        term, numbers = _liwc_entry(plain)
        for number in numbers if term else ():
            found[term, names.get(number, f"category {number}")] = None
    if not names:
        raise BadLexicon(f"{path}: no categories between % signs; is it a LIWC dictionary?")
    return [Entry(term, category) for term, category in found]


def _liwc_entry(line: str) -> tuple[str, list[str]]:
    """The term of a line and its numbers, parted by the first tab, or else by the first number of the last ones."""
    term, tab, rest = line.partition("\t")
    if tab:
        return clean(term), re.findall(r"\d+", _CONDITION.sub(" ", rest))
    words = _CONDITION.sub(" ", line).split()
    first = len(words)
    while first > 1 and re.fullmatch(r"[\d/]+", words[first - 1]) and words[first - 1][0].isdigit():
        first -= 1
    return clean(" ".join(words[:first])) if first < len(words) else "", re.findall(r"\d+", " ".join(words[first:]))


class _Words(yaml.SafeLoader):
    """The safe loader, which takes every plain scalar as text, and no alias: a few can stand for billions of terms."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


_Words.yaml_implicit_resolvers = {}


def _read_quanteda(path: Path) -> list[Entry]:
    """Quanteda dictionaries: categories that hold terms, or further categories.

    What is written without quotes is a word, whatever YAML would make of it: `no` and `on` are terms here.
    """
    try:
        content = yaml.load(_read_text(path), Loader=_Words)  # a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError, LookupError) as error:
        problem = f"not plain YAML ({type(error).__name__})"
        raise BadLexicon(f"{path}: {problem}; write categories with lists of terms") from error
    if not isinstance(content, dict):
        raise BadLexicon(f"{path}: no categories; write each as a name, a colon and a list of terms")
    return _nested(content)


def _read_json(path: Path) -> list[Entry]:
    """JSON: categories with lists of terms, terms with scores or categories, or objects with the columns."""
    try:
        content = json.loads(_read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadLexicon(f"{path}: not readable JSON ({error}); mend it") from None
    if isinstance(content, list) and content and all(isinstance(item, dict) for item in content):
        names = list(dict.fromkeys(name for item in content for name in item))
        rows = [(n, [str(item.get(name, "")) for name in names]) for n, item in enumerate(content, start=1)]
        columns = _columns(names)
        if "term" not in columns:
            raise BadLexicon(f"{path}: no field term; name the fields {', '.join(COLUMNS)}")
        return _of_rows(path, columns, rows)
    if isinstance(content, list) and all(isinstance(item, str) for item in content):
        return [Entry(clean(term), clean(path.stem)) for term in content]
    if not isinstance(content, dict):
        raise BadLexicon(f"{path}: no categories; write each with a list of terms")
    if content and all(isinstance(value, int | float) for value in content.values()):
        return _weighted([(clean(term), "", float(score), "") for term, score in content.items()])
    if content and all(isinstance(value, str) for value in content.values()):
        return [Entry(clean(term), clean(category)) for term, category in content.items()]
    return _nested(content)


def _nested(content: Any) -> list[Entry]:
    found = dict.fromkeys((term, name) for name, term in _terms(content, ()) if term)
    return [Entry(term, category) for term, category in found]


def _terms(content: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from _terms(inner, (*names, clean(str(name))))
    elif isinstance(content, list):
        for inner in content:
            yield from _terms(inner, names)
    elif content is not None:
        yield _INSIDE.join(names), clean(str(content))


_CAT_TERM = re.compile(r"(\S+(?: \S+){0,20}) \((-?\d+(?:\.\d+)?)\)")


def _read_wordstat(path: Path) -> list[Entry]:
    """WordStat dictionaries (`.cat`): categories, and further in their terms as `TWO_WORDS (weight)`."""
    scored = []
    names: list[tuple[int, str]] = []
    for line in _read_text(path).split("\n"):
        plain = " ".join(line.split())
        if not plain or plain.startswith("@"):
            continue
        depth = len(line) - len(line.lstrip())
        while names and names[-1][0] >= depth:
            names.pop()
        if term := _CAT_TERM.fullmatch(plain):
            category = _INSIDE.join(name for _, name in names) or clean(path.stem)
            scored.append((clean(term[1].replace("_", " ")), category, float(term[2]), ""))
        else:
            names.append((depth, clean(plain)))
    return _weighted(scored) if scored else []


def _read_yoshikoder(path: Path) -> list[Entry]:
    """Yoshikoder dictionaries (`.ykd`): XML of categories (`cnode`) and patterns (`pnode`)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(_read_text(path).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadLexicon(f"{path}: not readable XML ({error}); export it again") from None
    scored = []
    for pattern in tree.iter("pnode"):
        above = [str(node.get("name") or "") for node in pattern.iterancestors("cnode")]
        # The outermost is the dictionary itself.
        names = [clean(name) for name in reversed(above[:-1] if len(above) > 1 else above) if name]
        if term := clean(str(pattern.get("name") or "")):
            score = _number(str(pattern.get("score") or "1"))
            scored.append((term, _INSIDE.join(names) or clean(path.stem), 1.0 if score is None else score, ""))
    return _weighted(scored) if scored else []


def _write_csv(path: Path, entries: Sequence[Entry]) -> None:
    _write_rows(path, entries, ",")


def _write_tsv(path: Path, entries: Sequence[Entry]) -> None:
    _write_rows(path, entries, "\t")


def _write_rows(path: Path, entries: Sequence[Entry], delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n", delimiter=delimiter)
        writer.writerow(COLUMNS)
        writer.writerows((guarded(e.term), guarded(e.category), f"{e.weight:g}", guarded(e.note)) for e in entries)


def _write_liwc(path: Path, entries: Sequence[Entry]) -> None:
    numbers = {name: number for number, name in enumerate(sorted({entry.category for entry in entries}), start=1)}
    of_term: dict[str, set[int]] = {}
    for entry in entries:
        of_term.setdefault(entry.term, set()).add(numbers[entry.category])
    lines = ["%", *(f"{number}\t{name}" for name, number in numbers.items()), "%"]
    lines += ["\t".join([term, *map(str, sorted(of_term[term]))]) for term in sorted(of_term)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_quanteda(path: Path, entries: Sequence[Entry]) -> None:
    path.write_text(yaml.safe_dump(_by_category(entries), allow_unicode=True, sort_keys=True), encoding="utf-8")


def _write_json(path: Path, entries: Sequence[Entry]) -> None:
    rows = [{"term": e.term, "category": e.category, "weight": e.weight, "note": e.note} for e in entries]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_lines(path: Path, entries: Sequence[Entry]) -> None:
    path.write_text("".join(f"{term}\n" for term in sorted({entry.term for entry in entries})), encoding="utf-8")


def _by_category(entries: Iterable[Entry]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        found.setdefault(entry.category, set()).add(entry.term)
    return {category: sorted(terms) for category, terms in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Format:
    """How to read and to write one format, and which fields it cannot hold; without `write` it is only read."""

    name: str
    read: Callable[[Path], list[Entry]]
    write: Callable[[Path, Sequence[Entry]], None] | None = None
    loses: tuple[str, ...] = ()


_LOSES = ("weight", "note")
FORMATS: Mapping[str, Format] = {
    ".csv": Format("CSV", _read_table, _write_csv),
    ".tsv": Format("tab-separated table", _read_table, _write_tsv),
    ".json": Format("JSON", _read_json, _write_json),
    ".dic": Format("LIWC dictionary", _read_liwc, _write_liwc, _LOSES),
    ".dicx": Format("LIWC-22 dictionary", _read_table),
    ".yml": Format("quanteda YAML", _read_quanteda, _write_quanteda, _LOSES),
    ".yaml": Format("quanteda YAML", _read_quanteda, _write_quanteda, _LOSES),
    ".cat": Format("WordStat dictionary", _read_wordstat),
    ".ykd": Format("Yoshikoder dictionary", _read_yoshikoder),
    ".txt": Format("plain list", _read_table, _write_lines, ("category", *_LOSES)),
}


def format_of(path: Path) -> Format:
    """The format that a file's ending names; raises `BadLexicon` for others."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise BadLexicon(f"{path}: ending {path.suffix!r} is not known; use one of {', '.join(FORMATS)}") from None


def convert(source: Path, target: Path) -> tuple[int, list[str]]:
    """Read one format and write another; the number of entries written, and what was lost. Raises `BadLexicon`."""
    into, out_of = format_of(target), format_of(source)
    if into.write is None:
        written = ", ".join(ending for ending, known in FORMATS.items() if known.write)
        raise BadLexicon(f"{target}: a {into.name} is read and not written; write one of {written}")
    if target.exists() and source.exists() and target.samefile(source):
        raise BadLexicon(f"{target}: this is the list itself; give another name to write to")
    found: dict[tuple[str, str], Entry] = {}
    for entry in out_of.read(source):
        if entry.term:
            found.setdefault((entry.term, entry.category), entry)
    entries = [found[key] for key in sorted(found)]
    if not entries:
        raise BadLexicon(f"{source}: no terms found; is it a {out_of.name}?")
    into.write(target, entries)
    return _kept(entries, into), _lost(entries, into)


def _kept(entries: Sequence[Entry], into: Format) -> int:
    return len({entry.term for entry in entries}) if "category" in into.loses else len(entries)


def _lost(entries: Sequence[Entry], into: Format) -> list[str]:
    """What the target cannot hold, of what there is."""
    has = {
        "category": len({entry.category for entry in entries}) > 1,
        "weight": any(entry.weight != 1 for entry in entries),
        "note": any(entry.note for entry in entries),
    }
    plural = {"category": "categories", "weight": "weights", "note": "notes"}
    return [plural[name] for name in into.loses if has[name]]


_FIELDS = [
    {"name": "term", "type": "string", "constraints": {"required": True, "unique": True},
     "description": "In lower case; a phrase has single spaces, a final * makes a stem."},
    {"name": "category", "type": "string", "constraints": {"required": True},
     "description": "One of the categories that the resource explains."},
    {"name": "weight", "type": "number", "constraints": {"minimum": 0, "maximum": 1},
     "description": "How often a use of the term is marked as loaded, from 0 to 1."},
    {"name": "note", "type": "string", "description": "A remark, or a condition such as lower-case only."},
]  # fmt: skip


def describe() -> dict[str, Any]:
    """The content of `datapackage.json`, made from the lexicons' own descriptions."""
    return {
        "profile": "tabular-data-package",
        "name": "framing-lexicons",
        "title": "Word lists for measuring how news covers events",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(load(name)) for name in available()],
    }


def _resource(lexicon: Lexicon) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": lexicon.name,
        "title": lexicon.title,
        "version": lexicon.version,
        "path": f"{lexicon.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": lexicon.source.strip(),
        "categories": {name: category.meaning for name, category in sorted(lexicon.categories.items())},
        "schema": {"fields": _FIELDS, "primaryKey": "term", "missingValues": [""]},
    }


def write_package() -> Path:
    """Write `datapackage.json` beside the lexicons; its path."""
    path = folder() / "datapackage.json"
    path.write_text(json.dumps(describe(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
