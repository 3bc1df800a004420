"""LIWC dictionaries (`.dic`): a header of numbered categories between `%` signs, then terms with their numbers.

Files in use hold lines that other readers break on: spaces where tabs should be, terms of several words, a category
in parentheses that holds only after another word, `<of>131/125` for “125, or 131 before of”, remarks in braces,
categories that the header lacks, and a second `%` that is missing. A conditional category counts as the plain one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from framing.lexicon.formats.text import clean, read_text
from framing.lexicon.loader import BadLexicon

_REMARK = re.compile(r"\{[^}]*\}")
_CONDITION = re.compile(r"<[^>]*>\s*|\([^)]*\)")
_HEADER = re.compile(r"(\d+)[\s.:]+(.+)")
_NUMBERS = re.compile(r"(.*?)\s+(\d[\d/\s]*)")


def read(path: Path) -> dict[str, list[str]]:
    """The terms of each category; raises `BadLexicon` where no header is found."""
    names: dict[str, str] = {}
    categories: dict[str, dict[str, None]] = {}
    signs = 0
    for line in read_text(path).split("\n"):
        plain = _REMARK.sub("", line).strip()
        if plain.startswith("%"):
            signs += 1
            continue
        header = _HEADER.fullmatch(plain)
        if plain and signs <= 1 and header:
            names[header[1]] = clean(header[2])
            continue
        term, numbers = _entry(plain)
        for number in numbers if term else ():
            terms = categories.setdefault(names.get(number, f"category {number}"), {})
            terms[term] = None
    if not names:
        raise BadLexicon(f"{path}: no categories between % signs; is it a LIWC dictionary?")
    return {category: list(terms) for category, terms in categories.items()}


def _entry(line: str) -> tuple[str, list[str]]:
    """The term of a line and its numbers, parted by the first tab, or else by the first number of the last ones."""
    term, tab, rest = line.partition("\t")
    if not tab:
        found = _NUMBERS.fullmatch(_CONDITION.sub(" ", line).strip())
        term, rest = (found[1], found[2]) if found else ("", "")
    return clean(term), re.findall(r"\d+", _CONDITION.sub(" ", rest))


def write(path: Path, categories: Mapping[str, list[str]]) -> None:
    """Write the header and the terms, sorted, each with the numbers of its categories."""
    numbers = {category: number for number, category in enumerate(sorted(categories), start=1)}
    of_term: dict[str, list[int]] = {}
    for category, number in numbers.items():
        for term in categories[category]:
            of_term.setdefault(term, []).append(number)
    lines = ["%", *(f"{number}\t{category}" for category, number in numbers.items()), "%"]
    lines += ["\t".join([term, *map(str, sorted(set(of_term[term])))]) for term in sorted(of_term)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
