"""Judgement of attribution rows in articles with every attribution marked.

A row is right if its content overlaps the marked content of one source by half of their union, and it names that
source. Stances and denied speech do not count as speech.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution import Attribution
from framing.attribution.reading import Span
from framing.text.characters import fold

Record = Mapping[str, Any]
Letters = NDArray[np.int_]

#: Classes that are speech or thought.
SPOKEN = ("speech", "thought")
#: Minimum overlap of a right content, and of a whole one.
_HALF, _WHOLE = 0.5, 0.8
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = frozenset(
    "the a an this that these those some of for and in on at to from by with mr mrs ms dr sir president senator sen "
    "rep gov governor representative s us".split()
)


def letters_of(text: str) -> Letters:
    """The number of letters and digits before each character; the last value is the total."""
    return np.concatenate(([0], np.cumsum([sign.isalnum() for sign in text])))


def shared_letters(letters: Letters, parts: Sequence[Span], others: Sequence[Span]) -> int:
    """The number of letters and digits that two contents share."""
    spans = [(max(a, c), min(b, d)) for a, b in parts for c, d in others if max(a, c) < min(b, d)]
    return letter_count(letters, spans)


def letter_count(letters: Letters, spans: Sequence[Span]) -> int:
    """The number of letters and digits in a content."""
    return int(sum(letters[end] - letters[start] for start, end in spans))


def same_name(name: str, entity: Record) -> bool:
    """Whether a name means an entity: the same words, most words, or a person's surname."""
    words = _words(name)
    if not words:
        return False
    for other in (entity["name"], *entity["also"]):
        known = _words(other)
        if known and (words == known or len(words & known) / len(words | known) >= 0.6):
            return True
        if entity["type"] == "person" and known and words and _last(name) == _last(other):
            return True
    return False


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold(name).replace("'s", "")) if word not in _LEFT_OUT)


def _last(name: str) -> str:
    words: list[str] = [word for word in _WORD.findall(fold(name).replace("'s", "")) if word not in ("jr", "sr")]
    return words[-1] if words else ""


def named_rightly(row: Attribution, entities: Sequence[Record]) -> bool:
    """Whether a row names the marked speaker, or nobody if none is marked."""
    if not entities:
        return row.source is None
    if row.source is None:
        return False
    return any(same_name(row.source, entity) for entity in entities) or (
        len(entities) > 1 and any(same_name(half, e) for half in row.source.split(" and ") for e in entities)
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A flag for each row that is `right`, and for each mark that is found and `named` with its source.

    A row is `whole` if it is right and its content overlaps by four fifths of the union.
    """

    right: list[bool]
    whole: list[bool]
    named: list[bool]
    #: Rows that cover only a stance; they count separately.
    stance: list[bool]


def judge(record: Record, rows: Sequence[Attribution]) -> Judged:
    """The rows of an article, judged by its marks."""
    letters = letters_of(record["text"])
    marks = record["attributions"]
    entities = {entity["e"]: entity for entity in record["entities"]}
    spoken = [number for number, mark in enumerate(marks) if mark["cls"] in SPOKEN and mark["content"]]
    of = {number: [entities[e] for e in marks[number]["e"]] for number in spoken}
    right, whole, stance, named = [], [], [], [False] * len(marks)
    for row in rows:
        touched = [n for n in spoken if shared_letters(letters, row.parts, marks[n]["content"])]
        fits = [group for group in _groups(marks, touched) if _overlap(letters, row.parts, marks, group) >= _HALF]
        shares = [_overlap(letters, row.parts, marks, group) for group in fits if named_rightly(row, of[group[0]])]
        right.append(bool(shares))
        whole.append(any(share >= _WHOLE for share in shares))
        for group in fits:
            for n in group:
                named[n] = named[n] or named_rightly(row, of[n])
        stance.append(
            not fits
            and any(
                mark["cls"] == "stance" and _overlap(letters, row.parts, marks, [n]) >= _HALF
                for n, mark in enumerate(marks)
            )
        )
    return Judged(right, whole, named, stance)


def _groups(marks: Sequence[Record], touched: Sequence[int]) -> list[list[int]]:
    groups = [[n] for n in touched]
    of_source: dict[tuple[int, ...], list[int]] = {}
    for n in touched:
        of_source.setdefault(tuple(marks[n]["e"]), []).append(n)
    return [*groups, *(group for group in of_source.values() if len(group) > 1)]


def _overlap(letters: Letters, parts: Sequence[Span], marks: Sequence[Record], group: Sequence[int]) -> float:
    """The overlap of a content with those of some marks, as a share of their union."""
    content = _union([tuple(span) for n in group for span in marks[n]["content"]])
    both = shared_letters(letters, parts, content)
    return both / max(letter_count(letters, parts) + letter_count(letters, content) - both, 1)


def _union(spans: Sequence[Any]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
