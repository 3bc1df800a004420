"""Cues, and what each introduces: the attributions of a document before anybody is given a name."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from framing.attribution.contents import Content, content_of
from framing.attribution.features import may_be_cue
from framing.attribution.model import Model, Pointed
from framing.attribution.outline import Ints, Outline

#: A word with lower log odds of being a cue is not looked at further.
_LEAST_CUE = -2.2
#: How much the certainty of the content's ends and of the source adds to that of the cue.
_SPAN_SHARE, _SOURCE_SHARE = 0.5, 0.3
#: What the three together must reach: speech between marks needs less than reported speech, which is found less surely.
LEAST_QUOTED, LEAST_REPORTED = -2.0, -0.9
#: A source less likely than this is none.
_LEAST_SOURCE = math.log(0.15)


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in words: its content, its cue word, a word of its source (-1 if it has none), how sure it is."""

    content: Content
    cue: int
    source: int
    score: float


def find(outline: Outline, model: Model) -> list[Found]:
    """The attributions of a document, by their cues."""
    words = may_be_cue(outline, model.cue_rows)
    scores = model.cue_scores(outline, words)
    likely = scores > _LEAST_CUE
    cues = words[likely]
    if not len(cues):
        return []
    pointed = model.point(outline, cues)
    total = scores[likely] + _SPAN_SHARE * pointed.span_score + _SOURCE_SHARE * pointed.source_score
    chosen = _chosen(outline, cues, pointed, total)
    owned = _owned(outline, pointed, chosen)
    sources = np.where(pointed.source_score < _LEAST_SOURCE, -1, pointed.source).tolist()
    found = []
    for number in chosen:
        start, end, cue = int(pointed.start[number]), int(pointed.end[number]), int(cues[number])
        others = frozenset(owned[number])
        content = content_of(outline, start, end, cue, max(sources[number], 0), others)
        found.append(Found(content, cue, sources[number], float(total[number])))
    return found


def _chosen(outline: Outline, cues: Ints, pointed: Pointed, total: np.ndarray) -> list[int]:
    """The cues to keep: sure enough, and none whose content is nearly that of a surer one; in text order."""
    first = np.maximum(pointed.start, 0)
    quoted = (outline.quotation[first] >= 0) | (outline.quotation[pointed.end] >= 0)
    enough = (total >= np.where(quoted, LEAST_QUOTED, LEAST_REPORTED)) & (pointed.start >= 0)
    kept: list[int] = []
    taken: list[tuple[int, int]] = []
    candidates = np.flatnonzero(enough)
    for number in candidates[np.argsort(-total[candidates], kind="stable")].tolist():
        start, end = int(pointed.start[number]), int(pointed.end[number]) + 1
        if all(2 * (min(end, b) - max(start, a)) < max(end, b) - min(start, a) for a, b in taken):
            kept.append(number)
            taken.append((start, end))
    return sorted(kept)


def _owned(outline: Outline, pointed: Pointed, chosen: list[int]) -> dict[int, set[int]]:
    """For each chosen cue, the quotations that the others point at."""
    of_each = {n: {int(outline.quotation[pointed.start[n]]), int(outline.quotation[pointed.end[n]])} for n in chosen}
    return {n: set().union(*(held for m, held in of_each.items() if m != n)) for n in chosen}
