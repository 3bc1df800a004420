"""Scores of the names, types and roles of sources on articles that readers marked.

The readers are language models with a written codebook, not people. Contents are matched as in
`lab.validation.sources`. A name is right if, without titles, it is one that the readers gave the entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.attribution import Attribution, Kind, Reading, attribute
from framing.text import cut
from framing.validation import Score
from framing.words import word_set
from lab.validation.scores import read_records, score_of_counts, share
from lab.validation.sources import matched

_KINDS = (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)
_SETS = {"source_entities": "28 articles of PolNeAR", "attributions_diverse": "108 articles, American and world press"}
_HOW = "readers are language models; names are not learned from these articles, pronouns' weights are"
_LEFT_OUT = word_set("titles") | {"the", "a", "an", "of", "for", "former", "jr", "sr", "ii", "iii"}
_TYPES = {"outlet": "body", "unnamed-person": "unnamed"}
#: Columns of an article's counts: marked, found, and found and named, by kind; pairs with one source by the readers, by
#: us, and by both; sources, and those with the right type; persons, those with a role, and with the right role.
_COLUMNS = 3 * len(_KINDS) + 3 + 2 + 3


class Marked(NamedTuple):
    """An article with its attributions and the entities that speak, by number."""

    id: str
    text: str
    attributions: list[Mapping[str, Any]]
    entities: Mapping[int, Mapping[str, Any]]


def marked_articles(gold: Path, *sets: str) -> Iterator[Marked]:
    """The articles in which readers marked who speaks, from all sets or those named."""
    for name in sets or _SETS:
        texts = {record["id"]: record for record in read_records(gold, "polnear")} if name == "source_entities" else {}
        for record in read_records(gold, name):
            attributions = record["attributions"]
            if texts:
                known = texts[record["id"]]
                attributions = [known["attributions"][mark["n"]] | {"e": mark["e"]} for mark in attributions]
            text = texts[record["id"]]["text"] if texts else record["text"]
            marks = [
                mark | {"source": _spans(mark["source"]), "content": _spans(mark["content"])} for mark in attributions
            ]
            yield Marked(record["id"], text, marks, {entity["e"]: entity for entity in record["entities"]})


def _spans(marked: Sequence[Any] | None) -> list[tuple[int, int]]:
    if not marked:
        return []
    return [tuple(marked)] if isinstance(marked[0], int) else [tuple(span) for span in marked]


def _words(name: str) -> list[str]:
    low = re.findall(r"\w+", name.lower().replace("’", "'").replace("'s", "").replace(".", ""))
    return [word for word in low if word not in _LEFT_OUT] or low


def is_name_of(name: str, entity: Mapping[str, Any]) -> bool:
    """Whether a name fits the entity: the same words, a person's surname, or most words of a description."""
    words = _words(name)
    for other in [entity["name"], *entity.get("also", [])]:
        known = _words(other)
        if not words or not known or words == known:
            if words == known:
                return True
            continue
        if entity["type"] == "person":
            short = len(words) == 1 or len(known) == 1 or words[0][0] == known[0][0]
            if other == entity["name"] and words[-1] == known[-1] and short:
                return True
        elif len(set(words) & set(known)) >= 0.6 * max(len(set(words)), len(set(known))):
            return True
    initials = "".join(word[0] for word in entity["name"].split() if word[0].isupper())
    return entity["type"] == "body" and name.replace(".", "") == initials


def is_named(source: str | None, numbers: Sequence[int], entities: Mapping[int, Mapping[str, Any]]) -> bool:
    """Whether a source is one of the entities that speak, or unnamed if none does."""
    if source is None or not numbers:
        return source is None and not numbers
    return any(is_name_of(part, entities[number]) for part in source.split("; ") for number in numbers)


def validate(gold: Path) -> list[Score]:
    """Scores on both sets, with bootstrap intervals over articles."""
    return [score for name in _SETS for score in _scores(_SETS[name], _table(marked_articles(gold, name)))]


def _table(articles: Iterator[Marked]) -> NDArray[np.float64]:
    return np.array([article_counts(marked, attribute(cut(Article(marked.id, marked.text)))) for marked in articles])


def article_counts(marked: Marked, reading: Reading) -> NDArray[np.float64]:
    """An article's row of counts."""
    letters = np.concatenate(([0], np.cumsum([sign.isalnum() for sign in marked.text])))
    marks = [mark for mark in marked.attributions if mark["content"]]
    reported: list[Attribution] = [item for item in reading.attributions if item.kind is not Kind.SCARE]
    pairs = matched([item.parts for item in reported], [mark["content"] for mark in marks], letters)
    counts = np.zeros(_COLUMNS)
    for mark in marks:
        counts[3 * _KINDS.index(Kind(mark["kind"]))] += 1
    right: dict[tuple[int, str], Mapping[str, Any]] = {}
    named: list[tuple[tuple[int, ...], str | None]] = []
    for which, of in pairs.items():
        mark, source = marks[of], reported[which].source
        column = 3 * _KINDS.index(Kind(mark["kind"]))
        is_right = is_named(source, mark["e"], marked.entities)
        counts[column + 1 : column + 3] += 1, is_right
        named.append((tuple(mark["e"]), source))
        if is_right and source is not None and len(mark["e"]) == 1:
            right[mark["e"][0], source] = marked.entities[mark["e"][0]]
    for (one, mine), (other, others) in combinations(named, 2):
        alike, same = one == other and len(one) == 1, mine is not None and mine == others
        counts[9:12] += alike, same, alike and same
    sources = {source.name: source for source in reading.sources}
    for (_, name), entity in right.items():
        source_found = sources.get(name)
        kind = _TYPES.get(entity["type"], entity["type"])
        counts[12:14] += 1, source_found is not None and source_found.type == kind
        if entity["type"] == "person" and entity["role"] not in ("", "other"):
            role = source_found.role if source_found is not None else None
            counts[14:17] += 1, role is not None, role == entity["role"]
    return counts


def _scores(data: str, counts: NDArray[np.float64]) -> list[Score]:
    all_marked = [(f"{kind}: found and named", 3 * at + 2, 3 * at) for at, kind in enumerate(_KINDS)]
    content_found = [(f"{kind}: named rightly where found", 3 * at + 2, 3 * at + 1) for at, kind in enumerate(_KINDS)]
    rest = [
        ("one entity under one name: precision of pairs", 11, 10),
        ("one entity under one name: recall of pairs", 11, 9),
        ("type right", 13, 12),
        ("persons with a role", 15, 14),
        ("role right where there is one", 16, 15),
    ]
    return [
        score_of_counts(data, measure, share, counts[:, [part, whole]], "article", _HOW)
        for measure, part, whole in (*all_marked, *content_found, *rest)
    ]
