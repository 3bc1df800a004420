"""Word lists in other formats: read, checked, converted, described.

It reads tables, LIWC, quanteda, WordStat, Yoshikoder, JSON and plain lists. Scores below 0 or above 1 become weights:
their share of the largest, in the categories negative and positive, with the score in the note.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from framing.files import Unreadable, decode, guarded_cell, match_columns, plain_yaml, unguarded
from framing.lexicon import (
    COLUMNS,
    BadLexicon,
    Entry,
    Lexicon,
    Matcher,
    clean_term,
    entry_of,
    lexicon_folder,
    lexicon_names,
    lexicon_rows,
    load,
    number_in,
    table_rows,
)

_DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("formats.toml").read_text(encoding="utf-8"))
#: A comment line. `#vote` is a term.
_COMMENT = re.compile(r"(?:#(?:\s.*)?|;.*|//.*)\Z")
_REMARK = re.compile(r"\s#(?:\s.*)?\Z")
#: MPQA: `type=weaksubj len=1 word1=abandoned pos1=adj stemmed1=n priorpolarity=negative`.
_MPQA = re.compile(r"(\w+)=(\S+)")
#: SentiWS: `Abbruch|NN`.
_PART_OF_SPEECH = re.compile(r"\|[A-Z]{1,6}\Z")
#: Joins the names of nested categories.
_JOINT = "."


def _entries_of(names: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[Entry] | None:
    """The entries of a table's numbered rows; None if no column holds a term."""
    columns = {field: matches[0] for field, matches in match_columns(names, _DATA["columns"]).items()}
    if "term" not in columns:
        return None
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row.values())]
    if not {"category", "weight"} & columns.keys():
        others = [name for name in names if name not in columns.values() and name.strip()]
        marks = [
            (clean_term(row[columns["term"]]), clean_term(name), _score(row[name]))
            for _, row in filled
            for name in others
        ]
        scores = {score for *_, score in marks}
        if None not in scores and any(scores):
            return [Entry(term, category, score) for term, category, score in marks if term and score]
    return [_entry(line, {field: row[name] for field, name in columns.items()}) for line, row in filled]


def _score(cell: str) -> float | None:
    """The score in the cell of a category's own column, 1 for an x; None for other text."""
    plain = cell.strip().lower()
    return 1.0 if plain == "x" else number_in(plain or "0")


def _entry(line: int, cells: Mapping[str, str]) -> Entry:
    category = cells.get("category", "")
    if "weight" not in cells and number_in(category) is not None:
        # A polarity given as a number is a score.
        cells = {**cells, "weight": category, "category": ""}
    return entry_of(line, cells)


def _read_table(text: str, *, needs_header: bool = False, is_plain_list: bool = False) -> Iterable[Entry]:
    """The entries of a table with a line of column names: term, category, weight, or a column per category."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if not _is_comment(line)), 0)
    try:
        names, rows = table_rows("\n".join(lines[start:]))
        entries = _entries_of(names, ((start + line, row) for line, row in rows))
    except csv.Error as error:
        raise BadLexicon(f"not a readable CSV file ({error}); save it as UTF-8 CSV") from None
    # A plain list may hold the term "word"; only a file with several columns surely has a line of names.
    if entries is not None and not (is_plain_list and len(names) < 2):
        return entries
    if needs_header:
        raise BadLexicon(f"line {start + 1}: no column term; the first line must name the columns {','.join(COLUMNS)}")
    return _read_lines(lines)


def _is_comment(line: str) -> bool:
    return not line.strip() or _COMMENT.match(line.strip()) is not None


def _read_lines(lines: Sequence[str]) -> Iterator[Entry]:
    """The entries of a list without column names: terms, with scores, with labels, or with labels and 0 or 1."""
    for number, line in enumerate(lines, start=1):
        if _is_comment(line):
            continue
        if "\t" in line:
            yield from _tab_entries(number, [cell.strip() for cell in line.split("\t")])
        elif (pairs := dict(_MPQA.findall(line))) and "word1" in pairs:
            polarity = f"polarity {pairs.get('priorpolarity', 'unknown')}"
            yield Entry(clean_term(pairs["word1"]), pairs.get("type", ""), note=polarity)
        else:
            yield Entry(clean_term(_REMARK.sub("", line)), "")


def _tab_entries(number: int, cells: Sequence[str]) -> Iterator[Entry]:
    term, label, *more = (clean_term(_PART_OF_SPEECH.sub("", cells[0])), *cells[1:])
    score = number_in(label)
    flag = number_in(more[0]) if len(more) == 1 else None
    if not term:
        raise BadLexicon(f"line {number}: no term before the tab; fill it or delete the line")
    if score is not None:
        yield Entry(term, "", score)
        # Inflected forms follow the score.
        if len(more) == 1 and flag is None and not more[0].startswith("["):
            yield from (Entry(clean_term(form), "", score) for form in more[0].split(",") if form.strip())
    elif not more:
        yield Entry(term, clean_term(label))
    elif flag is None:
        raise BadLexicon(
            f"line {number}: {len(cells)} cells that are not a term with a score or a label; "
            "write a line of column names (term, category, weight) before the first"
        )
    elif flag:
        yield Entry(term, clean_term(label), flag)


_REMARK_IN_BRACES = re.compile(r"\{[^{}]{0,400}\}")
_CONDITION = re.compile(r"<[^<>]{0,200}>|\([^()]{0,200}\)")
_HEADER = re.compile(r"(\d+)[\s.:]+(\S.*)")


def _read_liwc(text: str) -> Iterator[Entry]:
    """LIWC dictionaries (`.dic`): numbered categories between `%` signs, then terms with their numbers.

    Real files have spaces for tabs, terms of several words, conditional categories in parentheses or as `<of>131/125`
    (125, or 131 before “of”), comments in braces, categories missing from the header, or no second `%`. A conditional
    category counts as the plain one.
    """
    names: dict[str, str] = {}
    signs = 0
    for line in text.split("\n"):
        plain = _REMARK_IN_BRACES.sub("", line).strip()
        if plain.startswith("%"):
            signs += 1
        elif signs <= 1 and (header := _HEADER.fullmatch(plain)):
            names[header[1]] = clean_term(header[2])
        else:
            term, numbers = _liwc_entry(plain)
            yield from (Entry(term, names.get(number, f"category {number}")) for number in numbers)
    if not names:
        raise BadLexicon("no categories between % signs; is it a LIWC dictionary?")


def _liwc_entry(line: str) -> tuple[str, list[str]]:
    """A line's term and category numbers, split at the first tab, else before the final numbers."""
    term, tab, rest = line.partition("\t")
    if not tab:
        words = _CONDITION.sub(" ", line).split()
        first = len(words)
        while first > 1 and re.fullmatch(r"[\d/]+", words[first - 1]) and words[first - 1][0].isdigit():
            first -= 1
        term, rest = " ".join(words[:first]), " ".join(words[first:])
    return clean_term(term), re.findall(r"\d+", _CONDITION.sub(" ", rest))


def _read_quanteda(text: str) -> Iterator[Entry]:
    """Quanteda dictionaries: categories that hold terms, or further categories.

    Unquoted values are words, whatever they mean in YAML: `no` and `on` are terms here.
    """
    try:
        content = plain_yaml(text)
    except ValueError as error:
        raise BadLexicon(f"not plain YAML ({error}); write categories with lists of terms") from error
    if not isinstance(content, dict):
        raise BadLexicon("no categories; write each as a name, a colon and a list of terms")
    return _nested(content)


def _read_json(text: str) -> Iterable[Entry]:
    """JSON: categories with lists of terms, terms with scores or categories, or objects with columns."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLexicon(f"not readable JSON ({error}); fix it") from None
    if isinstance(content, list) and content and all(isinstance(item, dict) for item in content):
        names = list(dict.fromkeys(name for item in content for name in item))
        rows = enumerate(({name: str(item.get(name, "")) for name in names} for item in content), start=1)
        entries = _entries_of(names, rows)
        if entries is None:
            raise BadLexicon(f"no field term; name the fields {', '.join(COLUMNS)}")
        return entries
    if isinstance(content, dict):
        if all(isinstance(value, int | float) for value in content.values()):
            return [Entry(clean_term(term), "", float(score)) for term, score in content.items()]
        if all(isinstance(value, str) for value in content.values()):
            return [Entry(clean_term(term), clean_term(category)) for term, category in content.items()]
    elif not isinstance(content, list) or not all(isinstance(item, str) for item in content):
        raise BadLexicon("no categories; write each with a list of terms")
    return _nested(content)


def _nested(content: Any, *names: str) -> Iterator[Entry]:
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from _nested(inner, *names, clean_term(str(name)))
    elif isinstance(content, list):
        for inner in content:
            yield from _nested(inner, *names)
    elif content is not None:
        yield Entry(clean_term(str(content)), _JOINT.join(names))


_CAT_TERM = re.compile(r"(\S+(?: \S+){0,20}) \((-?\d+(?:\.\d+)?)\)")


def _read_wordstat(text: str) -> Iterator[Entry]:
    """WordStat dictionaries (`.cat`): categories, with indented terms as `TWO_WORDS (weight)`."""
    names: list[tuple[int, str]] = []
    for line in text.split("\n"):
        plain = " ".join(line.split())
        if not plain or plain.startswith("@"):
            continue
        depth = len(line) - len(line.lstrip())
        while names and names[-1][0] >= depth:
            names.pop()
        if term := _CAT_TERM.fullmatch(plain):
            yield Entry(clean_term(term[1].replace("_", " ")), _JOINT.join(name for _, name in names), float(term[2]))
        else:
            names.append((depth, clean_term(plain)))


def _read_yoshikoder(text: str) -> Iterator[Entry]:
    """Yoshikoder dictionaries (`.ykd`): XML of categories (`cnode`) and patterns (`pnode`)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadLexicon(f"not readable XML ({error}); export it again") from None
    for pattern in tree.iter("pnode"):
        above = [str(node.get("name") or "") for node in pattern.iterancestors("cnode")]
        # The outermost is the dictionary itself.
        names = [clean_term(name) for name in reversed(above[:-1] if len(above) > 1 else above) if name]
        score = number_in(str(pattern.get("score") or "1"))
        yield Entry(clean_term(str(pattern.get("name") or "")), _JOINT.join(names), 1.0 if score is None else score)


def _write_table(entries: Sequence[Entry], delimiter: str = ",") -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", delimiter=delimiter)
    writer.writerow(COLUMNS)
    writer.writerows(map(guarded_cell, (e.term, e.category, f"{e.weight:g}", e.note)) for e in entries)
    return written.getvalue()


def _write_liwc(entries: Sequence[Entry]) -> str:
    numbers = {name: number for number, name in enumerate(sorted({entry.category for entry in entries}), start=1)}
    of_term: dict[str, set[int]] = {}
    for entry in entries:
        of_term.setdefault(entry.term, set()).add(numbers[entry.category])
    lines = ["%", *(f"{number}\t{name}" for name, number in numbers.items()), "%"]
    lines += ["\t".join([term, *map(str, sorted(of_term[term]))]) for term in sorted(of_term)]
    return "\n".join(lines) + "\n"


def _write_quanteda(entries: Sequence[Entry]) -> str:
    terms: dict[str, list[str]] = {}
    for term, category in sorted({(entry.term, entry.category) for entry in entries}):
        terms.setdefault(category, []).append(term)
    return str(yaml.safe_dump(terms, allow_unicode=True, sort_keys=True))


def _write_json(entries: Sequence[Entry]) -> str:
    return json.dumps(list(map(asdict, entries)), ensure_ascii=False, indent=1) + "\n"


def _write_lines(entries: Sequence[Entry]) -> str:
    return "".join(f"{term}\n" for term in sorted({entry.term for entry in entries}))


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read and written, and which fields it loses; without `write` it is only read.

    `parse` may leave the category empty, and gives the list's score as weight.
    """

    name: str
    parse: Callable[[str], Iterable[Entry]]
    write: Callable[[Sequence[Entry]], str] | None = None
    loses: tuple[str, ...] = ()

    def read(self, path: Path) -> list[Entry]:
        """The entries of a list, with categories and weights from 0 to 1; raises `BadLexicon`."""
        try:
            text = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
            return _scores_to_weights(list(self.parse(text)), clean_term(path.stem) or "terms")
        except OSError as error:
            raise BadLexicon(f"{path}: cannot be read ({error.strerror}); check the path") from error
        except (BadLexicon, Unreadable) as error:
            raise BadLexicon(f"{path}: {error}") from None


def _scores_to_weights(entries: Sequence[Entry], plain: str) -> list[Entry]:
    """The entries with weights for scores; a missing category becomes the score's sign, or `plain` for weights."""
    if all(0 <= entry.weight <= 1 for entry in entries):
        return [replace(entry, category=entry.category or plain) for entry in entries]
    most = max(abs(entry.weight) for entry in entries)
    return [
        Entry(
            entry.term,
            entry.category or ("negative" if entry.weight < 0 else "positive"),
            round(abs(entry.weight) / most, 4),
            "; ".join(filter(None, (entry.note, f"score {entry.weight:g}"))),
        )
        for entry in entries
        if entry.weight
    ]


_UNSTORED = ("weights", "notes")
FORMATS: Mapping[str, Format] = {
    ".csv": Format("CSV", partial(_read_table, needs_header=True), _write_table),
    ".tsv": Format("tab-separated table", _read_table, partial(_write_table, delimiter="\t")),
    ".json": Format("JSON", _read_json, _write_json),
    ".dic": Format("LIWC dictionary", _read_liwc, _write_liwc, _UNSTORED),
    ".dicx": Format("LIWC-22 dictionary", _read_table),
    ".yml": Format("quanteda YAML", _read_quanteda, _write_quanteda, _UNSTORED),
    ".yaml": Format("quanteda YAML", _read_quanteda, _write_quanteda, _UNSTORED),
    ".cat": Format("WordStat dictionary", _read_wordstat),
    ".ykd": Format("Yoshikoder dictionary", _read_yoshikoder),
    ".txt": Format("plain list", partial(_read_table, is_plain_list=True), _write_lines, ("categories", *_UNSTORED)),
}


def format_of(path: Path) -> Format:
    """The format of a file's ending; raises `BadLexicon` for unknown ones."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise BadLexicon(f"{path}: ending {path.suffix!r} is not known; use one of {', '.join(FORMATS)}") from None


def convert(source: Path, target: Path) -> tuple[int, list[str]]:
    """Convert a list to another format; the number of entries written, and the fields lost. Raises `BadLexicon`."""
    into, out_of = format_of(target), format_of(source)
    if into.write is None:
        written = ", ".join(ending for ending, known in FORMATS.items() if known.write)
        raise BadLexicon(f"{target}: a {into.name} can be read but not written; write one of {written}")
    if target.exists() and source.exists() and target.samefile(source):
        raise BadLexicon(f"{target}: this is the list itself; give another name to write to")
    # Of duplicate entries the first counts.
    unique = {(entry.term, entry.category): entry for entry in reversed(out_of.read(source)) if entry.term}
    entries = [unique[key] for key in sorted(unique)]
    if not entries:
        raise BadLexicon(f"{source}: no terms found; is it a {out_of.name}?")
    target.write_text(into.write(entries), encoding="utf-8", newline="\n")
    has = {
        "categories": len({entry.category for entry in entries}) > 1,
        "weights": any(entry.weight != 1 for entry in entries),
        "notes": any(entry.note for entry in entries),
    }
    stored = {entry.term for entry in entries} if "categories" in into.loses else entries
    return len(stored), [fields for fields in into.loses if has[fields]]


def describe() -> dict[str, Any]:
    """The content of `datapackage.json`, from the lexicons' descriptions."""
    return {**_DATA["package"], "resources": [_resource(load(name)) for name in lexicon_names()]}


def _resource(lexicon: Lexicon) -> dict[str, Any]:
    return {
        **_DATA["resource"],
        "name": lexicon.name,
        "title": lexicon.title,
        "version": lexicon.version,
        "path": f"{lexicon.name}.csv",
        "description": lexicon.source.strip(),
        "categories": {name: category.meaning for name, category in sorted(lexicon.categories.items())},
        "schema": {**_DATA["resource"]["schema"], "primaryKey": "term", "missingValues": [""]},
    }


def write_package() -> Path:
    """Write `datapackage.json` beside the lexicons; its path."""
    path = lexicon_folder() / "datapackage.json"
    path.write_text(json.dumps(describe(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def check(path: str | Path) -> list[str]:
    """The problems of the lexicon at a path (its CSV or toml); empty if it may be published."""
    table = Path(path).with_suffix(".csv")
    about = table.with_suffix(".toml")
    try:
        lexicon = load(Path(path))
    except BadLexicon as error:
        return [str(error)]
    terms = [f"{table}: line {line}: {problem}" for line, problem in _terms(table)]
    missing = ["no such file; describe the lexicon: title, version, licence, source, categories"]
    described = _description(lexicon) if about.is_file() else missing
    return terms + [f"{about}: {problem}" for problem in (*described, *_examples(lexicon))]


def _terms(path: Path) -> Iterator[tuple[int, str]]:
    lines: dict[tuple[str, str], int] = {}
    previous = ""
    for line, row in lexicon_rows(path):
        term, category = row["term"], row["category"].strip()
        if (term, category) in lines:
            yield line, f"{term!r} is on line {lines[term, category]} already; keep one of them"
        elif term < previous:
            yield line, f"{term!r} comes after {previous!r}; sort the file by term"
        lines.setdefault((term, category), line)
        previous = max(previous, term)
        yield from ((line, f"{term!r} {problem}") for problem in _spelling(term))
        if not category:
            yield line, f"{term!r} has no category; name one that the toml explains"


def _spelling(term: str) -> Iterator[str]:
    if term != term.lower().strip() or "  " in term:
        yield "has capitals or stray spaces; write it in lower case, single spaces"
    if "’" in term or unicodedata.normalize("NFC", term) != term:
        yield "has typographic or decomposed characters; use ' and composed letters"
    if any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in term):
        yield "holds an invisible character; delete it"
    if guarded_cell(term) != term == unguarded(term):
        yield "would run as a formula in a spreadsheet; write ' before it"


def _description(lexicon: Lexicon) -> Iterator[str]:
    for name in ("title", "version", "licence", "source"):
        if not getattr(lexicon, name):
            yield f"no {name}; add {name} = …"
    used = {entry.category for entry in lexicon.entries}
    for name, category in lexicon.categories.items():
        if category.meaning == name.replace("-", " "):
            yield f"category {name} is not explained; add [categories.{name}] with meaning, why"
        elif "{text}" not in category.why:
            yield f"the reason of {name} does not show {{text}}; put {{text}} where the words go"
        if name not in used:
            yield f"category {name} has no term; give it terms or take it out"


def _examples(lexicon: Lexicon) -> Iterator[str]:
    matcher = Matcher([lexicon])
    if not any(example.hits for example in lexicon.examples):
        yield "no example that must be hit; add [[examples]] with text and hits"
    if all(example.hits for example in lexicon.examples):
        yield "no example that must be left alone; add [[examples]] with text and hits = []"
    for example in lexicon.examples:
        words = [word.strip('.,;:!?“”"()') for word in example.text.lower().replace("’", "'").split()]
        hit = {" ".join(words[match.first : match.last]) for match in matcher.find(words)}
        missed = {text.lower() for text in example.hits} - hit
        if missed or (hit and not example.hits):
            result = f"hits {sorted(hit)}" if hit else "hits nothing"
            yield f"the example {example.text!r} {result}; fix the terms or the example"
