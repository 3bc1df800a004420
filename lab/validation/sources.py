"""Who says what, against political news in which people marked source, cue and content of every attribution (PolNeAR).

A content that was found counts if it overlaps a marked one by at least half of their union, in letters and digits; its
source counts if it shares a letter or digit with the marked source. Scare quotes are no attributions there and are left
out. Every article is read with weights learned from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution import Attribution, Kind, attribute
from framing.attribution.reading import Span
from framing.intervals import interval_of_sums
from framing.validation.score import Score, read_records
from lab.training.attribution import documents, fit

FOLDS = 5
SEED = 0
_DATA = "PolNeAR 1.0, development part"
_HOW = f"{FOLDS}-fold cross-validation over articles"
_KINDS = (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)
#: For each kind: content found, and with the right source, by the best of the existing tools; content found by people.
_KNOWN = {Kind.DIRECT: (0.79, 0.64, 0.98), Kind.MIXED: (0.64, 0.49, 0.95), Kind.INDIRECT: (0.19, 0.18, 0.79)}
_PEER_PRECISION = 0.68

#: Columns of an article's counts: marked, found, found with source, for each kind; then reported, and right.
_COLUMNS = 3 * len(_KINDS) + 2


def validate(gold: Path) -> list[Score]:
    """The scores on PolNeAR by cross-validation over its articles, with bootstrap intervals over articles."""
    records = list(read_records(gold, "polnear"))
    cut_up = documents(records)
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(records))
    counts = np.zeros((len(records), _COLUMNS))
    for number in range(FOLDS):
        rest = np.flatnonzero(fold != number)
        model = fit([records[at] for at in rest], [cut_up[at] for at in rest])
        for at in np.flatnonzero(fold == number):
            found = attribute(cut_up[at], model).attributions
            counts[at] = article_counts(records[at], found)
    return _scores(counts)


def article_counts(record: dict[str, Any], found: Sequence[Attribution]) -> NDArray[np.float64]:
    """An article's row of counts: marked, found, found with source by kind; reported; right."""
    letters = np.concatenate(([0], np.cumsum([sign.isalnum() for sign in record["text"]])))
    marked = [mark for mark in record["attributions"] if mark["content"]]
    reported = [item for item in found if item.kind is not Kind.SCARE]
    pairs = matched([item.parts for item in reported], [mark["content"] for mark in marked], letters)
    counts = np.zeros(_COLUMNS)
    for mark in marked:
        counts[3 * _KINDS.index(Kind(mark["kind"]))] += 1
    for which, of in pairs.items():
        column = 3 * _KINDS.index(Kind(marked[of]["kind"]))
        counts[column + 1] += 1
        source = reported[which].source_span
        counts[column + 2] += source is not None and _shared(letters, [source], marked[of]["source"]) > 0
    counts[-2:] = len(reported), len(pairs)
    return counts


def matched(
    found: Sequence[Sequence[Span]], marked: Sequence[Sequence[Span]], letters: NDArray[np.int_]
) -> dict[int, int]:
    """Which marked content each found one is, one to one, the closest first."""
    overlaps = []
    for which, parts in enumerate(found):
        for of, content in enumerate(marked):
            both = _shared(letters, parts, content)
            either = _length(letters, parts) + _length(letters, content) - both
            if both and 2 * both >= either:
                overlaps.append((-both / either, which, of))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, which, of in sorted(overlaps):
        if which not in pairs and of not in taken:
            pairs[which] = of
            taken.add(of)
    return pairs


def _shared(letters: NDArray[np.int_], parts: Sequence[Span], others: Sequence[Span]) -> int:
    spans = [(max(a, c), min(b, d)) for a, b in parts for c, d in others if max(a, c) < min(b, d)]
    return _length(letters, spans)


def _length(letters: NDArray[np.int_], spans: Sequence[Span]) -> int:
    return int(sum(letters[end] - letters[start] for start, end in spans))


def _scores(counts: NDArray[np.float64]) -> list[Score]:
    scores = []
    for number, kind in enumerate(_KINDS):
        marked, found, with_source = range(3 * number, 3 * number + 3)
        peer, peer_source, people = _KNOWN[kind]
        scores.append(_score(counts, f"{kind}: content found", found, marked, peer, people))
        scores.append(_score(counts, f"{kind}: content and source", with_source, marked, peer_source, None))
    precision = _score(counts, "precision of all reported", _COLUMNS - 1, _COLUMNS - 2, _PEER_PRECISION, None)
    return [*scores, precision]


def _score(
    counts: NDArray[np.float64], measure: str, part: int, whole: int, floor: float | None, ceiling: float | None
) -> Score:
    chosen = counts[:, [part, whole]]
    sums = chosen.sum(axis=0)
    low, high = interval_of_sums(lambda totals: totals[:, 0] / totals[:, 1], chosen)
    return Score(_DATA, measure, float(sums[0] / sums[1]), low, high, len(counts), "article", floor, ceiling, _HOW)
