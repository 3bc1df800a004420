"""What is wrong with a lexicon: every problem with its file, its line and a remedy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.lexicon.loader import FORMULA, BadLexicon, Lexicon, load, rows_of
from framing.lexicon.match import Matcher


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file; `line` is None where it concerns the whole."""

    file: str
    line: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line else self.file
        return f"{place}: {self.problem}; {self.remedy}"


def check(path: str | Path) -> list[Problem]:
    """The problems of the lexicon at a path (its CSV or toml), none for one that may be published."""
    table = Path(path).with_suffix(".csv")
    try:
        lexicon = load(Path(path))
    except BadLexicon as error:
        told, _, remedy = str(error).rpartition("; ")
        return [Problem(str(path), None, told.removeprefix(f"{table}: ").removeprefix(f"{path}: "), remedy)]
    return [*_terms(table), *_description(table.with_suffix(".toml"), lexicon), *_examples(table, lexicon)]


def _terms(path: Path) -> Iterator[Problem]:
    file = str(path)
    lines: dict[tuple[str, str], int] = {}
    previous = ""
    for line, row in rows_of(path):
        term, category = row["term"], row["category"].strip()
        if (term, category) in lines:
            yield Problem(file, line, f"{term!r} stands on line {lines[term, category]} already", "keep one of them")
        elif term < previous:
            yield Problem(file, line, f"{term!r} comes after {previous!r}", "sort the file by term")
        lines.setdefault((term, category), line)
        previous = max(previous, term)
        yield from _spelling(file, line, term)
        if not category:
            yield Problem(file, line, f"{term!r} has no category", "name one that the toml explains")


def _spelling(file: str, line: int, term: str) -> Iterator[Problem]:
    if term != term.lower().strip() or "  " in term:
        yield Problem(file, line, f"{term!r} has capitals or stray spaces", "write it in lower case, single spaces")
    if "’" in term or unicodedata.normalize("NFC", term) != term:
        yield Problem(file, line, f"{term!r} has typographic or decomposed characters", "use ' and composed letters")
    if any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in term):
        yield Problem(file, line, f"{term!r} holds an invisible character", "delete it")
    if term.startswith(FORMULA):
        yield Problem(file, line, f"{term!r} would run as a formula in a spreadsheet", "write ' before it")


def _description(path: Path, lexicon: Lexicon) -> Iterator[Problem]:
    file = str(path)
    if not path.is_file():
        yield Problem(file, None, "no such file", "describe the lexicon: title, version, licence, source, categories")
        return
    for name in ("title", "version", "licence", "source"):
        if not getattr(lexicon, name):
            yield Problem(file, None, f"no {name}", "say it")
    used = {entry.category for entry in lexicon.entries}
    for name, category in lexicon.categories.items():
        if category.meaning == name.replace("-", " "):
            yield Problem(file, None, f"category {name} is not explained", f"add [categories.{name}] with meaning, why")
        elif "{text}" not in category.why:
            yield Problem(file, None, f"the reason of {name} does not show {{text}}", "put {text} where the words go")
        if name not in used:
            yield Problem(file, None, f"category {name} has no term", "give it terms or take it out")


def _examples(path: Path, lexicon: Lexicon) -> Iterator[Problem]:
    file = str(path.with_suffix(".toml"))
    matcher = Matcher([lexicon])
    if not any(example.hits for example in lexicon.examples):
        yield Problem(file, None, "no example that must be hit", "add [[examples]] with text and hits")
    if all(example.hits for example in lexicon.examples):
        yield Problem(file, None, "no example that must be left alone", "add [[examples]] with text and hits = []")
    for example in lexicon.examples:
        words = [word.strip('.,;:!?“”"()') for word in example.text.lower().replace("’", "'").split()]
        hit = {" ".join(words[match.first : match.last]) for match in matcher.find(words)}
        missed = {text.lower() for text in example.hits} - hit
        if missed or (hit and not example.hits):
            found = f"hits {sorted(hit)}" if hit else "hits nothing"
            yield Problem(file, None, f"the example {example.text!r} {found}", "mend the terms or the example")
