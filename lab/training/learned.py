"""The lexicon `learned`: words that no other list has and that people's marks show to be loaded."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from framing.lexicon import Category, Entry, Lexicon
from framing.lexicon.loader import COLUMNS
from framing.measures.phrasing.decide import EMPTY, IS_CONTENT, WHY_IN_CONTEXT
from framing.measures.phrasing.names import canonical
from framing.measures.phrasing.tags import tag_code
from framing.measures.phrasing.word_model import WordModel
from framing.models import news_frequency

NAME = "learned"
#: A word is listed when its log-odds, whatever stands beside it, are at least the second of these; it is loaded by
#: itself from the first on.
LEAST_ODDS = {"learned": -1.8, "in-context": -2.4}
_TITLE = "Words learned from marked news"
_CATEGORIES = {
    NAME: Category(
        NAME,
        "A word that readers marked as loaded in news, or one used like such words, that stands in no other list.",
        "Readers who marked loaded words in news marked “{text}”, or words used like it.",
    ),
    "in-context": Category(
        "in-context",
        "A word that is plain by itself and that readers marked in loaded company, or one used like such words.",
        WHY_IN_CONTEXT,
    ),
}


class Term(NamedTuple):
    """What is known of a learned word: its category, and how likely it is to be marked whatever stands beside it."""

    category: str
    weight: float


def learned_terms(model: WordModel, lexicons: Sequence[Lexicon]) -> dict[str, Term]:
    """The words that go into the list, in the alphabet's order."""
    known = {entry.term for lexicon in lexicons for entry in lexicon.entries} | EMPTY
    # the model reads a word of a pair, such as man and woman, as the pair, so neither has a weight of its own
    forms = (form for form in model.rows if form in news_frequency()[0] and canonical(form) == form)
    odds = {form: float(model.rows[form][0]) + model.bias for form in forms}
    return {
        form: Term(_category(odds[form]), float(np.round(1 / (1 + np.exp(-odds[form])), 3)))
        for form in sorted(odds)
        if odds[form] >= LEAST_ODDS["in-context"] and form not in known and len(form) > 2 and IS_CONTENT[tag_code(form)]
    }


def _category(odds: float) -> str:
    return next(category for category, least in LEAST_ODDS.items() if odds >= least)


def learned_lexicon(terms: Mapping[str, Term]) -> Lexicon:
    """The list as a lexicon."""
    entries = tuple(Entry(form, term.category, term.weight) for form, term in terms.items())
    return Lexicon(NAME, _TITLE, "1", "en", "CC BY 4.0", "", True, _CATEGORIES, entries, ())


def write_lexicon(terms: Mapping[str, Term], folder: Path) -> None:
    """Write `learned.csv`; its toml is written by hand."""
    with (folder / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((form, term.category, f"{term.weight:g}", "") for form, term in terms.items())
