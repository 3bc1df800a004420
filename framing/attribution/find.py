"""Cues, and what each introduces: the attributions of a document before anybody is given a name."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.contents import Content, content_of
from framing.attribution.features import may_be_cue
from framing.attribution.model import NOWHERE, Model, Pointed
from framing.attribution.outline import DASH, Ints, Outline, counts_before, together
from framing.text.listed import listed

#: How much the certainty of the content's ends and of the source adds to that of the cue.
_SPAN_SHARE, _SOURCE_SHARE = 0.9, 0.3
#: What the three together must reach: speech between marks needs less than reported speech, which is found less surely.
LEAST_QUOTED, LEAST_REPORTED = -2.3, -0.92
#: A source less likely than this is none.
_LEAST_SOURCE = math.log(0.15)


#: Words before a verb that begin a new predicate with it.
_JOINING = listed("and but or then also has had have is was later still nevertheless")


class Found(NamedTuple):
    """An attribution in words: its content, its cue word, a word of its source (-1 if it has none), how sure it is."""

    content: Content
    cue: int
    source: int
    score: float


class Candidates(NamedTuple):
    """The words of a document that may be cues, what each points at, and how sure all of it is."""

    cues: Ints
    pointed: Pointed
    total: NDArray[np.floating[Any]]


def candidates(outlines: Sequence[Outline], model: Model) -> list[Candidates]:
    """The candidates of each of some documents, all of which are weighed in one go."""
    tagged, word_at = together(outlines)
    words = may_be_cue(tagged, model.cue_rows)
    scores = model.cue_scores(tagged, words)
    # what is added to a cue's log odds is never above zero, and only a unit with marks holds speech between them
    likely = scores >= np.where(tagged.quoted[tagged.unit[words]] > 0, LEAST_QUOTED, LEAST_REPORTED)
    cues = words[likely]
    pointed = model.point(tagged, cues) if len(cues) else NOWHERE
    total = scores[likely] + _SPAN_SHARE * pointed.span_score + _SOURCE_SHARE * pointed.source_score
    bounds = np.searchsorted(cues, word_at).tolist()
    return [
        Candidates(cues[low:high] - at, pointed.of(low, high, at), total[low:high])
        for at, (low, high) in zip(word_at, itertools.pairwise(bounds), strict=False)
    ]


def find(outline: Outline, likely: Candidates) -> list[Found]:
    """The attributions of a document, by their cues."""
    cues, pointed, total = likely
    if not len(cues):
        return []
    _part_predicates(outline, cues, pointed, total)
    chosen = _chosen(outline, cues, pointed, total)
    owned = set(outline.quotation[np.concatenate((pointed.start[chosen], pointed.end[chosen]))].tolist())
    sources = np.where(pointed.source_score < _LEAST_SOURCE, -1, pointed.source).tolist()
    dashes = np.flatnonzero(outline.gap & DASH).tolist()
    found = []
    starts, ends, places, sure = pointed.start.tolist(), pointed.end.tolist(), cues.tolist(), total.tolist()
    for number in chosen:
        start, end, cue = starts[number], ends[number], places[number]
        end = _end_within_dashes(outline, dashes, cue, end)
        content = content_of(outline, start, end, cue, max(sources[number], 0), owned)
        found.append(Found(content, cue, sources[number], sure[number]))
    return found


def _part_predicates(outline: Outline, cues: Ints, pointed: Pointed, total: NDArray[np.floating[Any]]) -> None:
    """End each content before the next verb of the same subject: she conceded the loss but vowed to return."""
    known = (total >= LEAST_REPORTED) & (pointed.start > cues) & (pointed.source_score >= _LEAST_SOURCE)
    places, starts, ends, sources = cues.tolist(), pointed.start.tolist(), pointed.end.tolist(), pointed.source.tolist()
    for number, following in itertools.pairwise(np.flatnonzero(known).tolist()):
        start, later = starts[number], places[following]
        same = sources[number] == sources[following]
        if same and start < later <= ends[number] and outline.of_quotation[later] < 0:
            last = later - 1
            while last > start and outline.form(last).lower() in _JOINING:
                last -= 1
            pointed.end[number] = last


def _end_within_dashes(outline: Outline, dashes: list[int], cue: int, end: int) -> int:
    """The end of a content; that of a cue between two dashes of one sentence does not reach past the second."""
    if end <= cue or not dashes:
        return end
    begin = outline.first_words[outline.sentences[cue]]
    opened, closed = bisect_left(dashes, begin), bisect_left(dashes, cue)
    if (closed - opened) % 2 == 0 or closed == len(dashes):
        return end
    return min(end, dashes[closed])


def _chosen(outline: Outline, cues: Ints, pointed: Pointed, total: NDArray[np.floating[Any]]) -> list[int]:
    """The cues to keep: sure enough, and none whose content is nearly that of a surer one; in text order."""
    first = np.maximum(pointed.start, 0)
    marked = counts_before(outline.is_quoted)
    quoted = marked[pointed.end + 1] > marked[first]
    enough = (total >= np.where(quoted, LEAST_QUOTED, LEAST_REPORTED)) & (pointed.start >= 0)
    kept: list[int] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    candidates = np.flatnonzero(enough)
    # within what a surer cue introduces, marks alone speak for the surer one
    sure = total >= LEAST_REPORTED
    best_first = candidates[np.argsort(-total[candidates], kind="stable")]
    units = outline.unit[first[best_first]].tolist()
    starts, ends = pointed.start[best_first].tolist(), (pointed.end[best_first] + 1).tolist()
    for number, start, end, unit, is_sure in zip(
        best_first.tolist(), starts, ends, units, sure[best_first].tolist(), strict=True
    ):
        of_unit = taken.setdefault(unit, [])
        if not of_unit or (
            all(2 * (min(end, b) - max(start, a)) < max(end, b) - min(start, a) for a, b in of_unit)
            and (is_sure or not any(a <= start and end <= b for a, b in of_unit))
        ):
            kept.append(number)
            of_unit.append((start, end))
    return sorted(kept)
