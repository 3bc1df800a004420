"""Words typical of opinion outlets or of reporting outlets.

Learned from real news: sentences outside quotation marks, without names, by the kind of outlet. The kind is what the
outlet or page calls itself (wire, news desk; opinion, editorial, guest writer) or, failing that, what the field calls
it. Outlets in the test data of the measure are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.articles.article import MEASURED, Section
from framing.attribution import Reading
from framing.measures.phrasing.sentence_model import PAIR_BUCKETS, wording
from framing.measures.phrasing.words import Words
from framing.text import cut

Array = NDArray[Any]
REPORTING = frozenset(
    {
        "ABC News", "Al Jazeera", "Associated Press", "Axios", "BBC News", "Bloomberg", "Business Insider", "CBS News",
        "CNBC", "CNN (Web News)", "Chicago Sun-Times", "Christian Science Monitor", "MarketWatch", "NPR Online News",
        "New York Times - News", "Politico", "ProPublica", "Scientific American", "The Hill",
        "Wall Street Journal - News", "Washington Post", "Washington Times", "Yahoo! The 360",
    }
)  # fmt: skip
ARGUING = frozenset(
    {
        "American Spectator", "CNN - Editorial", "Daily Kos", "Guest Writer", "Guest Writer - Left",
        "Guest Writer - Right", "HotAir", "Jacobin", "Media Matters", "Mother Jones", "National Review",
        "New York Magazine", "New York Times - Opinion", "Reason", "Salon", "Slate", "The Atlantic",
        "The Daily Caller", "The Daily Wire", "The Nation", "TheBlaze.com", "Townhall", "Vanity Fair", "Vice",
        "Victor Hanson",
    }
)  # fmt: skip
#: Outlets of the labelled sentences, and parts of their names.
HELD_OUT = (
    "alternet",
    "breitbart",
    "daily beast",
    "federalist",
    "fox",
    "huffpost",
    "huffington",
    "msnbc",
    "reuters",
    "usa today",
)
#: Maximum sentences per article and per outlet.
PER_ARTICLE, PER_OUTLET = 25, 12_000
SHORTEST, LONGEST = 4, 80
SEED = 20250328


class Sentences(NamedTuple):
    """Sentences as numbered words and pairs (sparse rows), and whether an opinion outlet wrote each."""

    features: Any
    arguing: Array


def kind(outlet: str, url: str) -> bool | None:
    """Whether an outlet is an opinion outlet (True) or reports (False); None if held out or unknown."""
    if any(name in outlet.lower() for name in HELD_OUT):
        return None
    page = url.lower()
    if outlet in ARGUING or "/opinion" in page or "editorial" in page:
        return True
    return False if outlet in REPORTING else None


def read_sentences(articles: Iterable[tuple[str, str, str]]) -> Sentences:
    """The sentences of articles; each article is its outlet, address and text."""
    from scipy.sparse import csr_matrix

    generator = np.random.default_rng(SEED)
    used: dict[str, int] = {}
    columns: list[Array] = []
    arguing: list[bool] = []
    for outlet, url, text in articles:
        argues = kind(outlet, url)
        if argues is None or used.get(outlet, 0) >= PER_OUTLET:
            continue
        rows = list(_numbered(text))
        if len(rows) > PER_ARTICLE:
            rows = [rows[at] for at in np.sort(generator.choice(len(rows), PER_ARTICLE, replace=False)).tolist()]
        used[outlet] = used.get(outlet, 0) + len(rows)
        columns += rows
        arguing += [argues] * len(rows)
    starts = np.cumsum([0] + [len(row) for row in columns])
    # as in the measure: the sum over words, divided by the root of their number (half the numbers are pairs)
    values = np.repeat([1 / np.sqrt((len(row) + 1) / 2) for row in columns], np.diff(starts))
    matrix = csr_matrix((values, np.concatenate(columns), starts), shape=(len(columns), PAIR_BUCKETS))
    matrix.sum_duplicates()
    return Sentences(matrix, np.array(arguing))


def _numbered(text: str) -> Iterator[Array]:
    """The numbers of words and pairs of each body sentence that is mostly outside quotation marks."""
    document = cut(Article("news", text))
    words = Words(Reading(document, (), (), ()))
    single, pairs = wording(words)
    body = MEASURED.index(Section.BODY)
    quoted, edges = words.units.quoted(), words.units.first_unit.tolist()
    for at, section in enumerate(document.sentence_section.tolist()):
        first, last = edges[at], edges[at + 1]
        if section == body and SHORTEST <= last - first <= LONGEST and quoted[first:last].mean() < 0.5:
            yield np.concatenate([single[first:last], pairs[first : last - 1]])


def fit(sentences: Sentences) -> Array:
    """The weight of each numbered word and pair; positive ones are typical of opinion outlets."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.3, class_weight="balanced", solver="liblinear", random_state=SEED)
    weights: Array = model.fit(sentences.features, sentences.arguing).coef_[0]
    return weights
