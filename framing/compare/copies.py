"""Near-identical text: the sentences in an outlet's own voice that two accounts print alike (agency copy, reprints)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from framing.analysis import Analysis

#: Minimum words of a sentence that counts; minimum share of its word runs that the other account has.
FEWEST_WORDS, ALIKE = 7, 0.7
#: Words in a run.
RUN = 3
#: Minimum equal sentences before two accounts are compared in full.
FEWEST_EQUAL = 2
_WORD = re.compile(r"\w+")
_POSTED_BY = re.compile(r"\(@\w+\)")

Span = tuple[int, int]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Sentences of one article that another prints too, out of `of` in its own voice."""

    article: str
    other: str
    places: tuple[Span, ...]
    of: int


def copies(analysis: Analysis) -> list[Copy]:
    """Pairs of articles with similar sentences, the largest share first; `article` has fewer sentences.

    Sentences of the body count if they have at least `FEWEST_WORDS` words and lie mostly outside quotations and
    embedded posts.
    """
    quotes, body = analysis["quotes"], analysis["sentences"]
    quoted = dict(iter(quotes[quotes["words_quoted"] > 0].groupby("article")))
    sentences: dict[str, dict[Span, Words]] = {}
    holders: dict[Words, set[str]] = defaultdict(set)
    for key, rows in body[body["section"] == "body"].groupby("article", sort=False):
        article = str(key)
        text = analysis.article(article).text
        excluded = list(_posts(text))
        if article in quoted:
            excluded += zip(quoted[article]["start"], quoted[article]["end"], strict=True)
        sentences[article] = {}
        for start, end in zip(rows["start"].tolist(), rows["end"].tolist(), strict=True):
            inside = sum(max(0, min(end, last) - max(start, first)) for first, last in excluded)
            words = plain_words(text[start:end])
            if len(words) >= FEWEST_WORDS and 2 * inside < end - start:
                sentences[article][start, end] = words
                holders[words].add(article)
    equal = Counter(pair for having in holders.values() for pair in combinations(sorted(having), 2))
    pairs = [_copy(sentences, pair) for pair, count in equal.items() if count >= FEWEST_EQUAL]
    return sorted(pairs, key=lambda pair: (-len(pair.places) / pair.of, pair.article, pair.other))


def _posts(text: str) -> Iterator[Span]:
    """Embedded posts: the paragraph that names the author, and the one before."""
    for name in _POSTED_BY.finditer(text):
        line = text.rfind("\n", 0, name.start()) + 1
        yield len(text[:line].rstrip("\n").rpartition("\n")[0]), name.end()


def _copy(sentences: Mapping[str, Mapping[Span, Words]], pair: Sequence[str]) -> Copy:
    article, other = sorted(pair, key=lambda name: (len(sentences[name]), name))
    others = {run for words in sentences[other].values() for run in runs(words, RUN)}
    mine = {place: runs(words, RUN) for place, words in sentences[article].items()}
    places = [place for place, each in mine.items() if len(each & others) / len(each) >= ALIKE]
    return Copy(article, other, tuple(places), len(mine))


def plain_words(text: str) -> Words:
    """The words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


def runs(words: Words, length: int) -> set[Words]:
    """All runs of `length` words."""
    return set(zip(*(words[at:] for at in range(length)), strict=False))
