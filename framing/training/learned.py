"""The lexicon `learned`: words that no other list has and that people's marks show to be loaded."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.lexicon import Category, Entry, Lexicon
from framing.lexicon.load import COLUMNS
from framing.measures.phrasing.word_model import WordModel
from framing.models.frequency import news_frequency

Array = NDArray[Any]
NAME = "learned"
#: A word is listed when its log-odds, whatever stands beside it, are at least this.
LEAST_ODDS = -1.8
_TITLE = "Words learned from marked news"
_MEANING = (
    "A word that readers marked as loaded in news, or one used like such words, that stands in no other list. "
    "Found by framing.training.phrasing; names, parties and genders are left out. Whether a use of it is marked "
    "depends on its sentence."
)
_WHY = "Readers who marked loaded words in news marked “{text}”, or words used like it."


def learned_terms(model: WordModel, lexicons: Sequence[Lexicon]) -> dict[str, float]:
    """The words that go into the list, with their likelihood to be marked, in the alphabet's order."""
    listed = {entry.term for lexicon in lexicons for entry in lexicon.entries}
    in_news = news_frequency()[0]
    odds = {form: float(row[0]) + model.bias for form, row in model.rows.items() if form in in_news}
    chosen = sorted(
        form for form, value in odds.items() if value >= LEAST_ODDS and form not in listed and len(form) > 2
    )
    return {form: float(np.round(1 / (1 + np.exp(-odds[form])), 3)) for form in chosen}


def learned_lexicon(terms: Mapping[str, float]) -> Lexicon:
    """The list as a lexicon."""
    category = Category(NAME, _MEANING, _WHY)
    entries = tuple(Entry(term, NAME, weight) for term, weight in terms.items())
    return Lexicon(NAME, _TITLE, "1", "en", "CC BY 4.0", "", True, {NAME: category}, entries, ())


def write_lexicon(terms: Mapping[str, float], folder: Path) -> None:
    """Write `learned.csv`; its toml is written by hand."""
    with (folder / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((term, NAME, f"{weight:g}", "") for term, weight in terms.items())
