"""Scores of grouping articles by event, on events that editors put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from framing.articles.article import Article
from framing.compare.events import Similarities, blocks, group_events, nearness
from framing.validation import Score
from lab.validation.scores import read_records, score_of_counts, share

NEUS, BASIL = "NeuS-AllSides", "BASIL"
#: Events per small pile, the number of small piles, and the seed.
PILE, PILES, SEED = 100, 20, 20250328
NEVER_TRAINED = "nothing is learned from the events; thresholds were chosen on them"


def validate(gold: Path) -> list[Score]:
    """Partner search and grouping on titles and openings without dates, and grouping on whole dated articles."""
    return [*partner_scores(gold), *grouping_scores(gold)]


def partner_scores(gold: Path) -> list[Score]:
    """How often an opening's partners are among its two nearest, in the whole pile and in small piles."""
    titles, texts, events = openings(gold)
    near = similarities(titles, texts)
    floor = plain_tf_idf(titles, texts)
    ours, plain = partner_hits(relative(near), events), partner_hits(floor, events)
    pile = f"pile of {events.max() + 1:,} events, no dates"
    scores = [
        _score("opening has a partner among its two nearest", ours[:, [0, 2]], plain[:, [0, 2]], pile),
        _score("opening has both partners as its two nearest", ours[:, [1, 2]], plain[:, [1, 2]], pile),
        _score("event has an opening that finds a partner among its two nearest", _any(ours), _any(plain), pile),
    ]
    generator = np.random.default_rng(SEED)
    draws = [np.sort(generator.choice(events.max() + 1, PILE, replace=False)) for _ in range(PILES)]
    small = [np.flatnonzero(np.isin(events, draw)) for draw in draws]
    hits = np.concatenate([partner_hits(relative(near[np.ix_(pile, pile)]), events[pile]) for pile in small])
    plain = np.concatenate([partner_hits(floor[np.ix_(pile, pile)], events[pile]) for pile in small])
    how = f"{PILES} piles of {PILE} events, no dates"
    measure = "opening has a partner among its two nearest"
    return [*scores, _score(measure, hits[:, [0, 2]], plain[:, [0, 2]], how)]


def grouping_scores(gold: Path) -> list[Score]:
    """B-cubed F1 of groups, on openings without dates and on whole dated articles."""
    titles, texts, events = openings(gold)
    generator = np.random.default_rng(SEED)
    chosen = np.flatnonzero(np.isin(events, generator.choice(events.max() + 1, 3 * PILE, replace=False)))
    pile = [Article(str(index), texts[index], title=titles[index]) for index in chosen.tolist()]
    records = list(read_records(gold, "basil_articles"))
    dated = [Article(r["id"], r["text"], title=r["title"], date=r["date"]) for r in records]
    true_groups = np.unique([record["event"] for record in records], return_inverse=True)[1]
    return [
        _grouping(NEUS, pile, events[chosen], f"pile of {3 * PILE} events, titles and openings, no dates"),
        _grouping(BASIL, dated, true_groups, "whole dated articles"),
    ]


def openings(gold: Path) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """Titles, openings, and the number of each one's event."""
    records = list(read_records(gold, "neus_allsides_triples"))
    numbered = [(number, article) for number, record in enumerate(records) for article in record["articles"]]
    titles = [article["title"] or "" for _, article in numbered]
    return titles, [article["text"] or "" for _, article in numbered], np.array([number for number, _ in numbered])


def similarities(titles: Sequence[str], texts: Sequence[str]) -> Similarities:
    """The similarity of each pair of articles, shape `(articles, articles)`, 0 on the diagonal."""
    return np.concatenate([block for _, block in blocks(titles, texts)])


def relative(near: Similarities) -> Similarities:
    """Each similarity divided by the geometric mean of both articles' similarities to their nearest `NEIGHBOURS`.

    This local scaling reduces hubs, articles that are near to many others (Schnitzer et al. 2012).
    """
    typical = np.sqrt(nearness(near))
    return np.asarray(near / typical[:, None] / typical, dtype=np.float32)


def partners(near: Similarities, count: int = 2) -> NDArray[np.intp]:
    """The nearest other articles of each article, nearest first, shape `(articles, count)`."""
    order = np.argsort(-near, axis=1, kind="stable")
    own = np.arange(len(near))[:, None]
    return np.array([row[row != index][:count] for row, index in zip(order, own.ravel(), strict=True)])


def plain_tf_idf(titles: Sequence[str], texts: Sequence[str]) -> Similarities:
    """The floor: cosines of scikit-learn's default TF-IDF vectors."""
    vectors = TfidfVectorizer(dtype=np.float32).fit_transform(map(" ".join, zip(titles, texts, strict=True)))
    return np.asarray((vectors @ vectors.T).toarray(), dtype=np.float32)


def partner_hits(near: Similarities, events: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts per event: openings with a partner among their two nearest, with both, and all."""
    _, event = np.unique(events, return_inverse=True)
    right = event[partners(near)] == event[:, None]
    each = (right.any(axis=1), right.all(axis=1), np.ones(len(event)))
    return np.column_stack([np.bincount(event, weights=hits) for hits in each]).astype(float)


def b_cubed(groups: NDArray[np.int64], events: NDArray[np.int64]) -> NDArray[np.float64]:
    """B-cubed precision and recall of each article (Bagga and Baldwin 1998), and 1: shape `(articles, 3)`."""
    together, same_event = groups[:, None] == groups, events[:, None] == events
    both = (together & same_event).sum(axis=1)
    return np.column_stack([both / together.sum(axis=1), both / same_event.sum(axis=1), np.ones(len(groups))]).astype(
        float
    )


def _any(hits: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([hits[:, 0] > 0, np.ones(len(hits))]).astype(float)


def _f1(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    precision, recall = sums[..., 0] / sums[..., 2], sums[..., 1] / sums[..., 2]
    return np.asarray(2 * precision * recall / (precision + recall))


def _score(measure: str, hits: NDArray[np.float64], plain: NDArray[np.float64], how: str) -> Score:
    floor = float(share(plain.sum(axis=0)))
    return score_of_counts(NEUS, measure, share, hits, "event", f"{how}; {NEVER_TRAINED}", floor)


def _grouping(data: str, articles: Sequence[Article], events: NDArray[np.int64], how: str) -> Score:
    _, groups = np.unique(group_events(articles), return_inverse=True)
    values = b_cubed(groups, events)
    _, event = np.unique(events, return_inverse=True)
    sums = np.column_stack([np.bincount(event, weights=column) for column in values.T]).astype(float)
    floor = float(_f1(b_cubed(np.arange(len(events)), events).sum(axis=0)))
    return score_of_counts(data, "B-cubed F1 of the groups", _f1, sums, "event", how, floor)
