"""Near-identical text: the sentences in an outlet's own voice that two accounts print alike (agency copy, reprints)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from framing.analysis import Analysis

#: The fewest words of a sentence that counts; the share of its runs of words that the other account has.
FEWEST_WORDS, ALIKE = 7, 0.7
#: Words in a run.
RUN = 3
#: Two accounts are compared whole once so many sentences are equal.
FEWEST_EQUAL = 2
_WORD = re.compile(r"\w+")
_POSTED_BY = re.compile(r"\(@\w+\)")


@dataclass(frozen=True, slots=True)
class Copy:
    """Sentences of one article that stand in another, out of `of` in its own voice."""

    article: str
    other: str
    places: tuple[tuple[int, int], ...]
    of: int


def copies(analysis: Analysis) -> list[Copy]:
    """The pairs of articles with sentences alike, the largest share first; `article` is the one with fewer sentences.

    Sentences of the body count that have at least `FEWEST_WORDS` words and stand for the most part outside quotations
    and embedded posts.
    """
    sentences: dict[str, dict[tuple[int, int], tuple[str, ...]]] = {}
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    tables = analysis["sentences"], analysis["quotes"]
    by_article = {str(article): rows for article, rows in tables[1].groupby("article")}
    for article, rows in tables[0][tables[0]["section"] == "body"].groupby("article", sort=False):
        quoted = by_article[str(article)].query("words_quoted > 0") if str(article) in by_article else None
        ranges = list(zip(quoted["start"], quoted["end"], strict=True)) if quoted is not None else []
        text, mine = analysis.article(str(article)).text, {}
        ranges += _posts(text)
        for start, end in zip(rows["start"].tolist(), rows["end"].tolist(), strict=True):
            inside = sum(max(0, min(end, last) - max(start, first)) for first, last in ranges)
            words = tuple(_WORD.findall(text[start:end].lower()))
            if len(words) >= FEWEST_WORDS and 2 * inside < end - start:
                mine[start, end] = words
                holders[words].add(str(article))
        sentences[str(article)] = mine
    equal: dict[tuple[str, str], int] = defaultdict(int)
    for having in holders.values():
        for pair in combinations(sorted(having), 2):
            equal[pair] += 1
    pairs = [_copy(sentences, *pair) for pair, count in equal.items() if count >= FEWEST_EQUAL]
    return sorted(pairs, key=lambda one: (-len(one.places) / one.of, one.article, one.other))


def _posts(text: str) -> list[tuple[int, int]]:
    """The embedded posts: the paragraph that names who posted it, and the one before."""
    ends = [(text.rfind("\n", 0, name.start()) + 1, name.end()) for name in _POSTED_BY.finditer(text)]
    return [(len(text[:line].rstrip("\n").rpartition("\n")[0]), end) for line, end in ends]


def _copy(sentences: dict[str, dict[tuple[int, int], tuple[str, ...]]], first: str, second: str) -> Copy:
    article, other = sorted((first, second), key=lambda name: (len(sentences[name]), name))
    runs = {run for words in sentences[other].values() for run in _runs(words)}
    places = [place for place, words in sentences[article].items() if _share(_runs(words), runs) >= ALIKE]
    return Copy(article, other, tuple(places), len(sentences[article]))


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + RUN] for at in range(len(words) - RUN + 1)}


def _share(runs: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> float:
    return len(runs & others) / len(runs)
