"""Events from a pile: which of thousands of articles tell of one event, by their words and their dates.

Two articles are near when they share rare words: the cosine of their TF-IDF vectors, titles counted in once more, in
which each is measured against how near its nearest others are, for in a pile of news some articles (round-ups, articles
on what everybody writes about) are near to everything.
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

#: Articles on one event are dated at most so many days apart.
DAYS = 3
#: Only the opening of an article is compared, in characters: what comes later is background shared with other events.
OPENING = 1500
#: The weight of a title's own similarity beside that of title and opening together.
TITLE_WEIGHT = 0.15
#: How many nearest others say how near an article is to everything.
NEIGHBOURS = 5
#: Two articles are linked when their similarity is at least this share of how near their nearest others are.
LINKED = 0.95
#: Two articles less similar than this are not on one event, whatever else is in the pile.
LEAST = 0.22
#: To the articles of a pile are added so many as news at large would have, of so many words each.
NEWS_ARTICLES, NEWS_LENGTH = 50, 300
#: Rows of similarities worked out at once.
BLOCK = 512

Similarities = NDArray[np.float32]

_WORD = re.compile(r"\w\w+")


def group_events(articles: Sequence[Article], *, days: int = DAYS, linked: float = LINKED) -> list[str]:
    """The event of each article, named by the id of its first: articles that are alone have their own.

    Articles are joined as long as, on average, all of one group are near all of the other (average linkage) and no two
    dates lie more than `days` apart; where a date is not known, words alone decide. Memory grows with the links, not
    with the square of the pile.
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
    """How near each row's nearest `NEIGHBOURS` are on average."""
    neighbours = min(NEIGHBOURS, near.shape[1] - 1)
    nearest = np.partition(near, -neighbours, axis=1)[:, -neighbours:]
    mean = np.maximum(np.sort(nearest, axis=1).mean(axis=1), 1e-6)
    return np.asarray(mean, dtype=np.float32)


def blocks(titles: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, Similarities]]:
    """The similarities `BLOCK` rows at a time, each with the number of its first row."""
    openings = [f"{title}\n{text[:OPENING]}" for title, text in zip(titles, texts, strict=True)]
    whole, title = _vectors(openings), _vectors(titles)
    for start in range(0, len(texts), BLOCK):
        rows = slice(start, start + BLOCK)
        near = (whole[rows] @ whole.T).toarray() + TITLE_WEIGHT * (title[rows] @ title.T).toarray()
        own = np.arange(len(near))
        near[own, start + own] = 0
        yield start, near.astype(np.float32)


def _links(titles: Sequence[str], texts: Sequence[str]) -> csr_array:
    """The relative similarities of articles that are similar by `LEAST` at least."""
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

    A stem's documents are those of the pile and those expected in news at large, so that a pile of three articles
    knows which words are rare too.
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
    """Average linkage by the nearest pairs first: each article's group, by number."""
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
