"""Cues, and what each introduces: the attributions of a document before anybody is given a name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise, starmap
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.contents import RawAttribution, content_of
from framing.attribution.model import Model, Pointed
from framing.attribution.quoted import cues_of_quotations
from framing.attribution.rows import Rows
from framing.attribution.token_features import BRACKET, COMMA, DASH, STOP, Ints, TokenFeatures, counts_before
from framing.attribution.turns import Layout, laid_out
from framing.attribution.unsaid import is_unsaid
from framing.words import word_set

#: How much the certainty of the content's ends and of the source adds to that of the cue.
_SPAN_SHARE, _SOURCE_SHARE = 0.9, 0.3
#: What the three together must reach: speech between marks needs less than reported speech, which is found less surely.
LEAST_QUOTED, LEAST_REPORTED = -2.5, -1.3
#: What a cue reaches at least whose quotation punctuation shows.
SHOWN = 1.0
#: A source less likely than this is none.
_LEAST_SOURCE = math.log(0.15)


#: Words before a verb that begin a new predicate with it.
_JOINING = word_set("predicate-joiners")
#: Words after a comma that begin what somebody else says.
_TURNING = frozenset({"while", "whereas", "although", "though", "but"})
#: A day right after the cue says when somebody spoke, unless it is what was spoken of.
_DAYS = word_set("weekdays") | {"today", "yesterday"}
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_BETWEEN_SUBJECT_AND_CUE = word_set("before-cue")
_LONGEST_BRACKET = 7
_OF_A_DAY = word_set("after-day-subject")


class Candidates(NamedTuple):
    """The words of some documents in a row that may be cues, how sure each is, what it points at, and all together."""

    cues: Ints
    scores: NDArray[np.floating[Any]]
    pointed: Pointed
    total: NDArray[np.floating[Any]]


def candidates(batch: TokenFeatures, model: Model) -> Candidates:
    """The candidates of some documents, all of which are read in one go."""
    shown = cues_of_quotations(batch, model.rows)
    looked_at = np.union1d(model.likely(batch), np.array(list(shown), dtype=np.intp))
    scores, pointed = model.read(batch, looked_at)
    # what is added to a cue's log odds is never above zero, and only a unit with marks holds speech between them
    least = np.where(batch.unit_quoted[batch.unit[looked_at]] > 0, LEAST_QUOTED, LEAST_REPORTED)
    kept = np.flatnonzero((scores >= least) | np.isin(looked_at, list(shown)))
    cues, scores, pointed = looked_at[kept], scores[kept], pointed.some(kept)
    total = scores + _SPAN_SHARE * pointed.span_score + _SOURCE_SHARE * pointed.source_score
    _take_shown(batch, shown, cues, pointed, total)
    return Candidates(cues, scores, pointed, total)


def _take_shown(
    batch: TokenFeatures,
    shown: Mapping[int, tuple[int, int]],
    cues: Ints,
    pointed: Pointed,
    total: NDArray[np.floating[Any]],
) -> None:
    """Give each cue the quotation that punctuation shows to be its content; the source stands outside it."""
    numbers = np.searchsorted(cues, np.array(list(shown), dtype=np.intp)).tolist()
    for number, (cue, (first, last)) in zip(numbers, shown.items(), strict=True):
        if number == len(cues) or cues[number] != cue:
            continue
        pointed.start[number], pointed.end[number] = first, last
        total[number] = max(total[number], SHOWN)
        if first <= pointed.source[number] <= last or pointed.source_score[number] < _LEAST_SOURCE:
            beside = cue + 1 if cue == last + 1 else cue - 1
            is_word = 0 <= beside < len(batch.row) and batch.of_document[beside] == batch.of_document[cue]
            pointed.source[number] = beside if is_word else -1
            pointed.source_score[number] = _LEAST_SOURCE if is_word else -np.inf


def find(batch: TokenFeatures, likely: Candidates, rows: Rows) -> list[list[RawAttribution]]:
    """The attributions of each of some documents, by their cues."""
    layouts = [laid_out(tokens, rows) for tokens in batch.by_document]
    if not len(likely.cues):
        return [layout.rows for layout in layouts]
    _part_predicates(batch, likely)
    chosen = _chosen(batch, likely)
    cues, start, source = likely.cues[chosen], likely.pointed.start[chosen], likely.pointed.source[chosen]
    end = _end_within_dashes(batch, cues, likely.pointed.end[chosen])
    start, end = _within_sentence(batch, batch.quotation, cues, start, end)
    owned = batch.quotation[np.stack((start, likely.pointed.end[chosen]))].T.tolist()
    known = (likely.pointed.source_score[chosen] >= _LEAST_SOURCE).tolist()
    pointed = likely.pointed
    columns = (likely.scores, pointed.span_score, pointed.source_score, likely.total)
    scores = list(zip(*(column[chosen].tolist() for column in columns), strict=True))
    at = np.array(batch.document_starts)[batch.of_document[cues]]
    placed = list(zip(*(words.tolist() for words in (start - at, end - at, cues - at, source - at)), strict=True))
    bounds = np.searchsorted(cues, batch.document_starts).tolist()
    return [
        _with_layout(_found(tokens, placed[its], known[its], scores[its], set(chain(*owned[its]))), layout)
        for tokens, layout, its in zip(batch.by_document, layouts, starmap(slice, pairwise(bounds)), strict=True)
    ]


def _with_layout(found: list[RawAttribution], layout: Layout) -> list[RawAttribution]:
    """The rows, but for those by cues that the layout has already, and the rows that the layout shows."""
    if not layout.rows:
        return found
    taken = set(chain.from_iterable(starmap(range, layout.taken)))
    kept = [row for row in found if row.cue not in taken]
    return sorted((*kept, *layout.rows), key=lambda row: (row.start, row.end))


def _found(
    tokens: TokenFeatures,
    placed: Sequence[tuple[int, int, int, int]],
    known: Sequence[bool],
    scores: Sequence[tuple[float, float, float, float]],
    owned: set[int],
) -> list[RawAttribution]:
    """The attributions of a document by start, end, cue and source of each, whether the source is known, their scores,
    and `owned`, the quotations that they begin or end in.
    """
    found = []
    for (start, end, cue, source), has_source, of_row in zip(placed, known, scores, strict=True):
        if start == cue + 1 and tokens.form(start).lower() in _DAYS:
            start = _past_day(tokens, start, end)
        if not has_source:
            source = _subject_before(tokens, cue)
            has_source = source >= 0
        content = content_of(tokens, start, end, cue, source if has_source else 0, owned)
        if is_unsaid(tokens, cue, source, start, end, content.kind):
            continue
        found.append(RawAttribution(content, cue, source if has_source else -1, start, end, *of_row))
    return found


def _subject_before(tokens: TokenFeatures, cue: int) -> int:
    """The name that a bracket or an adverb alone parts from its cue, else -1: Acme Inc. (NYSE: ACM) today said."""
    gaps, word = tokens.gaps, cue - 1
    while word > 0 and tokens.form(word).lower() in _BETWEEN_SUBJECT_AND_CUE:
        word -= 1
    if word > 0 and gaps[word] & BRACKET:
        word = next((at for at in range(word - 1, max(word - _LONGEST_BRACKET, -1), -1) if gaps[at] & BRACKET), -1)
    same = word >= 0 and tokens.sentences[word] == tokens.sentences[cue] and tokens.of_quotation[word] < 0
    return word if same and tokens.names[word] and not gaps[word] & ~(BRACKET | STOP) else -1


def _past_day(tokens: TokenFeatures, start: int, end: int) -> int:
    """Where a content begins that seems to begin with a day: said Monday he would go, but not said Monday was free."""
    first = start + 1
    if first < end and tokens.form(first) in _TIMES_OF_DAY:
        first += 1
    return first if first <= end and tokens.form(first) not in _OF_A_DAY else start


def _part_predicates(batch: TokenFeatures, likely: Candidates) -> None:
    """End each content before what somebody says next in the same sentence.

    That may be the next verb of the same subject (she conceded the loss but vowed to return), or another clause (he
    knew of none, while she asked for more).
    """
    cues, _, pointed, total = likely
    known = np.flatnonzero((total >= LEAST_REPORTED) & (pointed.start > cues) & (pointed.source_score >= _LEAST_SOURCE))
    this, following = known[:-1], known[1:]
    start, end, later = pointed.start[this], pointed.end[this], cues[following]
    source, next_source = pointed.source[this], pointed.source[following]
    within = (start < later) & (later <= end) & ~batch.is_quoted[later]
    same, other = source == next_source, (start < next_source) & (next_source < later)
    form, gap = batch.form, batch.gaps
    for at in np.flatnonzero(within & (same | other)).tolist():
        first, last = int(start[at]), int(later[at] if same[at] else next_source[at]) - 1
        if same[at]:
            while last > first and form(last).lower() in _JOINING:
                last -= 1
            is_parted = last < later[at] - 1 or bool(gap[last] & COMMA)
        else:
            while last > first and form(last).lower() not in _TURNING:
                last -= 1
            last -= 1
            is_parted = last >= first and bool(gap[last] & COMMA)
        if is_parted:
            pointed.end[this[at]] = last


def _within_sentence(batch: TokenFeatures, quotation: Ints, cues: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The ends of each content, which leaves its sentence, on the far side of its cue, only inside a quotation.

    One that begins with a quotation after which a comma stands ends with it.
    """
    sentence, first_word, gap = (
        batch.sentences,
        batch.first_words,
        batch.gaps,
    )
    pauses = np.flatnonzero(batch.gap & COMMA)
    of, starts, ends = quotation.data, start.copy(), end.copy()
    for number, (cue, first, last) in enumerate(zip(cues.tolist(), start.tolist(), end.tolist(), strict=True)):
        if first > cue:
            at = first_word[sentence[first] + 1] - 1
            while at < last and of[at] >= 0 and of[at] == of[at + 1]:
                at = first_word[sentence[at + 1] + 1] - 1
            stop = min(at, last)
            if cue == first_word[sentence[cue]] and of[first] < 0:
                # Asked why, she replied: the clause that the cue begins is over at its comma
                pause = pauses.searchsorted(first)
                stop = min(stop, int(pauses[pause])) if pause < len(pauses) else stop
            if of[first] >= 0 and of[stop] < 0:
                closing = first
                while closing < stop and of[closing + 1] == of[first]:
                    closing += 1
                if gap[closing] & (COMMA | STOP):
                    stop = closing
            ends[number] = stop
        elif last < cue:
            at = first_word[sentence[last]]
            while at > first and of[at] >= 0 and of[at] == of[at - 1]:
                at = first_word[sentence[at - 1]]
            starts[number] = max(at, first)
    return starts, ends


def _end_within_dashes(batch: TokenFeatures, cues: Ints, end: Ints) -> Ints:
    """The end of each content; that of a cue between two dashes of one sentence does not reach past the second."""
    dashes = np.flatnonzero(batch.gap & DASH)
    opened = dashes.searchsorted(batch.document.sentence_first_word[batch.document.word_sentence[cues]])
    closed = dashes.searchsorted(cues)
    second = np.append(dashes, len(batch.row))[closed]
    return np.where((end > cues) & ((closed - opened) % 2 == 1), np.minimum(end, second), end)


def _chosen(batch: TokenFeatures, likely: Candidates) -> list[int]:
    """The cues to keep: sure enough, and none whose content is nearly that of a surer one; in text order."""
    _, _, pointed, total = likely
    first = np.maximum(pointed.start, 0)
    marked = counts_before(batch.is_quoted)
    quoted = marked[pointed.end + 1] > marked[first]
    enough = (total >= np.where(quoted, LEAST_QUOTED, LEAST_REPORTED)) & (pointed.start >= 0)
    kept: list[int] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    candidates = np.flatnonzero(enough)
    # within what a surer cue introduces, marks alone speak for the surer one
    sure = total >= LEAST_REPORTED
    best_first = candidates[np.argsort(-total[candidates], kind="stable")]
    units = batch.unit[first[best_first]].tolist()
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
