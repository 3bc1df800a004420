"""Group articles by event, by their rare words and their dates.

The similarity of two articles is the cosine of their TF-IDF vectors, with titles counted once more. It is divided by
how similar each article's nearest neighbours are, since some articles (round-ups, articles on what everybody covers)
resemble many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.articles.article import Article
from framing.models import news_frequency

#: Maximum days between articles on one event.
DAYS = 3
#: Characters of an article that are compared: later text is background that other events share.
OPENING = 1500
#: Weight of the similarity of titles, beside that of title and opening together.
TITLE_WEIGHT = 0.15
#: Nearest neighbours that show how many articles an article resembles.
NEIGHBOURS = 5
#: Minimum similarity of linked articles, as a share of that of their nearest neighbours.
LINKED = 0.95
#: Minimum similarity of two articles on one event, whatever other articles there are.
LEAST = 0.22
#: Articles of ordinary news, and words in each, that are added to the counts of documents.
NEWS_ARTICLES, NEWS_LENGTH = 50, 300
#: Rows of similarities computed at once.
BLOCK = 512

Similarities = NDArray[np.float32]

_WORD = re.compile(r"\w\w+")


def group_events(articles: Sequence[Article], *, days: int = DAYS, linked: float = LINKED) -> list[str]:
    """The event of each article, named by the id of its first article; one that is alone is an event of its own.

    Groups are joined while their articles are similar on average (average linkage) and no two dates lie more than
    `days` apart; without a date, words alone decide. Memory grows with the links, not with the square of the articles.
    """
    if len(articles) < 2:
        return [article.id for article in articles]
    near = _links([a.title or "" for a in articles], [a.text for a in articles])
    groups = _joined(near, np.array([_day(article.date) for article in articles]), days, linked)
    first: dict[int, str] = {}
    for article, group in zip(articles, groups, strict=True):
        first.setdefault(group, article.id)
    return [first[group] for group in groups]


def nearness(near: Similarities) -> NDArray[np.float32]:
    """The mean similarity of each row's nearest `NEIGHBOURS`."""
    neighbours = min(NEIGHBOURS, near.shape[1] - 1)
    nearest = np.partition(near, -neighbours, axis=1)[:, -neighbours:]
    mean = np.maximum(np.sort(nearest, axis=1).mean(axis=1), 1e-6)
    return np.asarray(mean, dtype=np.float32)


def blocks(titles: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, Similarities]]:
    """The similarities, `BLOCK` rows at a time, with the number of the first row."""
    openings = [f"{title}\n{text[:OPENING]}" for title, text in zip(titles, texts, strict=True)]
    whole, title = _vectors(openings), _vectors(titles)
    for start in range(0, len(texts), BLOCK):
        rows = slice(start, start + BLOCK)
        near = (whole[rows] @ whole.T).toarray() + TITLE_WEIGHT * (title[rows] @ title.T).toarray()
        own = np.arange(len(near))
        near[own, start + own] = 0
        yield start, near.astype(np.float32)


def _links(titles: Sequence[str], texts: Sequence[str]) -> csr_array:
    """The relative similarities of articles whose similarity is at least `LEAST`."""
    rows, columns, values = [], [], []
    typical: list[NDArray[np.float32]] = []
    for start, near in blocks(titles, texts):
        typical.append(np.sqrt(nearness(near)))
        first, second = np.nonzero(near >= LEAST)
        rows.append(first + start)
        columns.append(second)
        values.append(near[first, second])
    first, second, scale = np.concatenate(rows), np.concatenate(columns), np.concatenate(typical)
    scaled = np.concatenate(values) / scale[first] / scale[second]
    return csr_array((scaled, (first, second)), shape=(len(texts), len(texts)))


def _vectors(texts: Sequence[str]) -> Any:
    """TF-IDF vectors of word stems, of length one, with sublinear counts.

    Document counts include those expected in ordinary news, so that rare words are known even among three articles.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(dtype=np.float32, analyzer=_stems)
    try:
        counts = counter.fit_transform(texts).tocsr()
    except ValueError:  # no word in any of the texts
        return csr_array((len(texts), 1), dtype=np.float32)
    news, total = _stems_in_news()
    uses = np.array([news[stem] for stem in counter.get_feature_names_out()], dtype=float)
    expected = NEWS_ARTICLES * -np.expm1(-uses * NEWS_LENGTH / total)
    here = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = 1 + np.log((1 + NEWS_ARTICLES + len(texts)) / (1 + expected + here))
    counts.data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    return normalize(counts)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a word in lower case (Snowball)."""
    return str(_stemmer().stem(word))


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer  # here, since it takes half a second and few commands need it

    return EnglishStemmer()


@cache
def _stems_in_news() -> tuple[Counter[str], int]:
    known, total = news_frequency()
    stems: Counter[str] = Counter()
    for word, uses in known.items():
        stems[stem(word)] += uses
    return stems, total


def _day(given: str | None) -> float:
    try:
        return float(date.fromisoformat((given or "")[:10]).toordinal())
    except ValueError:
        return float("nan")


def _joined(near: csr_array, day: NDArray[np.float64], days: int, linked: float) -> list[int]:
    """The number of each article's group, by average linkage, the most similar pairs first."""
    pairs = near.tocoo()
    first, second = pairs.coords
    kept = (first < second) & (pairs.data >= linked) & ~(np.abs(day[first] - day[second]) > days)
    first, second, value = first[kept], second[kept], pairs.data[kept]
    order = np.lexsort((second, first, -value))
    group = list(range(near.shape[0]))
    members = {number: [number] for number in group}
    for i, j in zip(first[order].tolist(), second[order].tolist(), strict=True):
        one, other = group[i], group[j]
        if one == other:
            continue
        together = members[one] + members[other]
        known = day[together][~np.isnan(day[together])]
        if len(known) and np.ptp(known) > days:
            continue
        if near[members[one]][:, members[other]].sum() >= linked * len(members[one]) * len(members[other]):
            for article in members[other]:
                group[article] = one
            members[one] = together
            del members[other]
    return group
