"""The house's own form: a CSV with the columns term, category, weight, note."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from framing.lexicon.loader import COLUMNS, guarded, load


def read(path: Path) -> dict[str, list[str]]:
    """The terms of each category; raises `BadLexicon` with the line."""
    categories: dict[str, list[str]] = {}
    for entry in load(path).entries:
        categories.setdefault(entry.category, []).append(entry.term)
    return categories


def write(path: Path, categories: Mapping[str, list[str]]) -> None:
    """Write the terms sorted, each with weight 1; a term of two categories stands under the first of them."""
    first: dict[str, str] = {}
    for category in sorted(categories):
        for term in categories[category]:
            first.setdefault(term, category)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((guarded(term), first[term], 1, "") for term in sorted(first))
