"""Rates of terms in opinion outlets against reporting outlets, standardised by topic.

Only words outside quotation marks count. The expected rate of an outlet is that of all outlets on its topics (indirect
standardisation, as for age in epidemiology: Breslow and Day 1987). The ratio of observed to expected uses is computed
for each kind of outlet. Every outlet has the same weight, so that no outlet's habits dominate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.articles import Article
from framing.attribution import Reading
from framing.lexicon import Lexicon, Matcher
from framing.measures.phrasing.hits import listed_hits
from framing.measures.phrasing.words import Words
from framing.text import cut
from lab.training.outlet_wording import kind

Array = NDArray[Any]
#: An entry: its lexicon, term and category.
Key = tuple[str, str, str]
#: Uses per word added to observed and expected counts, so that rare terms weigh little.
PRIOR_RATE = 2e-6


class NewsArticle(NamedTuple):
    """An article, its topic, and whether its outlet is an opinion outlet (True) or reports."""

    outlet: str
    topic: str
    argues: bool
    text: str


class Cell:
    """One outlet's words on one topic: their number, and the uses of each entry."""

    def __init__(self, entries: int) -> None:
        self.words = 0
        self.uses: Array = np.zeros(entries, dtype=np.int64)


def keys(lexicons: Sequence[Lexicon]) -> list[Key]:
    """Every entry, in the lexicons' order."""
    return [(lexicon.name, entry.term, entry.category) for lexicon in lexicons for entry in lexicon.entries]


def read_news(path: Path) -> Iterator[NewsArticle]:
    """The articles in a Parquet file by opinion and reporting outlets, without the outlets of labelled data."""
    table = pd.read_parquet(path, columns=["outlet", "url", "topic", "text"]).fillna("")
    for outlet, url, topic, text in zip(table["outlet"], table["url"], table["topic"], table["text"], strict=True):
        argues = kind(outlet, url)
        if argues is not None:
            yield NewsArticle(outlet, topic, argues, text)


def log_ratios(lexicons: Sequence[Lexicon], articles: Iterable[NewsArticle]) -> dict[Key, float]:
    """The natural log of each entry's ratio, opinion to reporting outlets; 0 for an entry that neither uses."""
    entries = keys(lexicons)
    number = {key: at for at, key in enumerate(entries)}
    matcher = Matcher(lexicons)
    cells: dict[tuple[bool, str, str], Cell] = {}
    for article in articles:
        words = Words(Reading(cut(Article("news", article.text)), (), (), ()))
        if not len(words):
            continue
        cell = cells.setdefault((article.argues, article.outlet, article.topic), Cell(len(entries)))
        own = _unquoted(words)
        cell.words += int(own.sum())
        for hit in listed_hits(words, matcher.find(words.low)):
            cell.uses[number[hit.lexicon, hit.term, hit.category]] += own[hit.first]
    rates = _rates(cells)
    arguing, reporting = (_ratio(cells, rates, argues, len(entries)) for argues in (True, False))
    return dict(zip(entries, (arguing - reporting).tolist(), strict=True))


def _unquoted(words: Words) -> Array:
    """Which words are outside quotation marks."""
    own = np.ones(len(words), dtype=bool)
    for quotation in words.document.quotations:
        own[words.document.words_between(quotation.inner_start, quotation.inner_end)] = False
    return own


def _rates(cells: dict[tuple[bool, str, str], Cell]) -> dict[str, Array]:
    """Uses of each entry per word on each topic, in all outlets."""
    words: dict[str, int] = {}
    uses: dict[str, Array] = {}
    for (_, _, topic), cell in cells.items():
        words[topic] = words.get(topic, 0) + cell.words
        uses[topic] = uses.get(topic, 0) + cell.uses
    return {topic: uses[topic] / max(words[topic], 1) for topic in uses}


def _ratio(cells: dict[tuple[bool, str, str], Cell], rates: dict[str, Array], argues: bool, entries: int) -> Array:
    """The log of observed to expected uses in one kind of outlet."""
    outlets = sorted({outlet for of_kind, outlet, _ in cells if of_kind == argues})
    observed, expected = np.zeros(entries), np.zeros(entries)
    for outlet in outlets:
        own = {
            topic: cell for (kind_of, name, topic), cell in sorted(cells.items()) if (kind_of, name) == (argues, outlet)
        }
        words = max(sum(cell.words for cell in own.values()), 1)
        for topic, cell in own.items():
            observed += cell.uses / words
            expected += rates[topic] * (cell.words / words)
    prior = PRIOR_RATE * max(len(outlets), 1)
    return np.asarray(np.log((observed + prior) / (expected + prior)))
