"""Cues, and what each introduces: the attributions of a document before anybody is given a name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.contents import Content, content_of
from framing.attribution.features import may_be_cue
from framing.attribution.model import NOWHERE, Model, Pointed
from framing.attribution.outline import DASH, Ints, Outline, Outlines, Tagged, counts_before
from framing.text.listed import listed

#: How much the certainty of the content's ends and of the source adds to that of the cue.
_SPAN_SHARE, _SOURCE_SHARE = 0.9, 0.3
#: What the three together must reach: speech between marks needs less than reported speech, which is found less surely.
LEAST_QUOTED, LEAST_REPORTED = -2.3, -0.92
#: A source less likely than this is none.
_LEAST_SOURCE = math.log(0.15)


#: Words before a verb that begin a new predicate with it.
_JOINING = listed("and but or then also has had have is was later still nevertheless")
#: A day right after the cue says when somebody spoke, unless it is what was spoken of.
_DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday today yesterday")
_TIMES_OF_DAY = listed("morning afternoon evening night")
_OF_A_DAY = listed("is was will would could may might should must has had can and or")


class Found(NamedTuple):
    """An attribution in words: its content, its cue word and a word of its source, each -1 if it has none.

    `start` and `end` are the first and last word of the content's own part. The scores are log odds of the cue, log
    probabilities of content and source, and their weighted sum.
    """

    content: Content
    cue: int
    source: int
    start: int
    end: int
    cue_score: float = 0.0
    span_score: float = 0.0
    source_score: float = 0.0
    score: float = 0.0


class Candidates(NamedTuple):
    """The words of some documents in a row that may be cues, how sure each is, what it points at, and all together."""

    cues: Ints
    scores: NDArray[np.floating[Any]]
    pointed: Pointed
    total: NDArray[np.floating[Any]]


def candidates(tagged: Tagged, model: Model) -> Candidates:
    """The candidates of some documents, all of which are weighed in one go."""
    words = may_be_cue(tagged, model.cue_rows)
    scores = model.cue_scores(tagged, words)
    # what is added to a cue's log odds is never above zero, and only a unit with marks holds speech between them
    likely = scores >= np.where(tagged.quoted[tagged.unit[words]] > 0, LEAST_QUOTED, LEAST_REPORTED)
    cues = words[likely]
    pointed = model.point(tagged, cues) if len(cues) else NOWHERE
    total = scores[likely] + _SPAN_SHARE * pointed.span_score + _SOURCE_SHARE * pointed.source_score
    return Candidates(cues, scores[likely], pointed, total)


def find(outlines: Outlines, likely: Candidates) -> list[list[Found]]:
    """The attributions of each of some documents, by their cues."""
    if not len(likely.cues):
        return [[] for _ in outlines.each]
    _part_predicates(outlines, likely)
    chosen = _chosen(outlines.tagged, likely)
    cues, start, source = likely.cues[chosen], likely.pointed.start[chosen], likely.pointed.source[chosen]
    end = _end_within_dashes(outlines.tagged, cues, likely.pointed.end[chosen])
    owned = outlines.quotation[np.stack((start, likely.pointed.end[chosen]))].T.tolist()
    known = (likely.pointed.source_score[chosen] >= _LEAST_SOURCE).tolist()
    pointed = likely.pointed
    columns = (likely.scores, pointed.span_score, pointed.source_score, likely.total)
    scores = list(zip(*(column[chosen].tolist() for column in columns), strict=True))
    at = np.array(outlines.word_at)[outlines.tagged.of_document[cues]]
    placed = list(zip(*(words.tolist() for words in (start - at, end - at, cues - at, source - at)), strict=True))
    bounds = np.searchsorted(cues, outlines.word_at).tolist()
    return [
        _found(outline, placed[low:high], known[low:high], scores[low:high], set(chain.from_iterable(owned[low:high])))
        for outline, (low, high) in zip(outlines.each, pairwise(bounds), strict=True)
    ]


def _found(
    outline: Outline,
    placed: Sequence[tuple[int, int, int, int]],
    known: Sequence[bool],
    scores: Sequence[tuple[float, float, float, float]],
    owned: set[int],
) -> list[Found]:
    """The attributions of a document by start, end, cue and source of each, whether the source is known, their scores,
    and `owned`, the quotations that they begin or end in.
    """
    found = []
    for (start, end, cue, source), has_source, of_row in zip(placed, known, scores, strict=True):
        if start == cue + 1 and outline.form(start) in _DAYS:
            start = _past_day(outline, start, end)
        content = content_of(outline, start, end, cue, source if has_source else 0, owned)
        found.append(Found(content, cue, source if has_source else -1, start, end, *of_row))
    return found


def _past_day(outline: Outline, start: int, end: int) -> int:
    """Where a content begins that seems to begin with a day: said Monday he would go, but not said Monday was free."""
    first = start + 1
    if first < end and outline.form(first) in _TIMES_OF_DAY:
        first += 1
    return first if first <= end and outline.form(first) not in _OF_A_DAY else start


def _part_predicates(outlines: Outlines, likely: Candidates) -> None:
    """End each content before the next verb of the same subject: she conceded the loss but vowed to return."""
    cues, _, pointed, total = likely
    known = np.flatnonzero((total >= LEAST_REPORTED) & (pointed.start > cues) & (pointed.source_score >= _LEAST_SOURCE))
    start, end, source, later = (
        pointed.start[known[:-1]],
        pointed.end[known[:-1]],
        pointed.source[known],
        cues[known[1:]],
    )
    parted = (source[1:] == source[:-1]) & (start < later) & (later <= end) & ~outlines.tagged.is_quoted[later]
    forms, ids = outlines.forms, outlines.ids.data
    for number, first, following in zip(
        known[:-1][parted].tolist(), start[parted].tolist(), later[parted].tolist(), strict=True
    ):
        last = following - 1
        while last > first and forms[ids[last]].lower() in _JOINING:
            last -= 1
        pointed.end[number] = last


def _end_within_dashes(tagged: Tagged, cues: Ints, end: Ints) -> Ints:
    """The end of each content; that of a cue between two dashes of one sentence does not reach past the second."""
    dashes = np.flatnonzero(tagged.gap & DASH)
    opened = dashes.searchsorted(tagged.first_word[tagged.sentence[cues]])
    closed = dashes.searchsorted(cues)
    second = np.append(dashes, len(tagged.row))[closed]
    return np.where((end > cues) & ((closed - opened) % 2 == 1), np.minimum(end, second), end)


def _chosen(tagged: Tagged, likely: Candidates) -> list[int]:
    """The cues to keep: sure enough, and none whose content is nearly that of a surer one; in text order."""
    _, _, pointed, total = likely
    first = np.maximum(pointed.start, 0)
    marked = counts_before(tagged.is_quoted)
    quoted = marked[pointed.end + 1] > marked[first]
    enough = (total >= np.where(quoted, LEAST_QUOTED, LEAST_REPORTED)) & (pointed.start >= 0)
    kept: list[int] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    candidates = np.flatnonzero(enough)
    # within what a surer cue introduces, marks alone speak for the surer one
    sure = total >= LEAST_REPORTED
    best_first = candidates[np.argsort(-total[candidates], kind="stable")]
    units = tagged.unit[first[best_first]].tolist()
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
