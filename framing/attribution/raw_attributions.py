"""Raw attributions: cues and the contents they introduce, before sources get their names."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from framing.attribution.contents import RawAttribution, content_of
from framing.attribution.model import Candidates, Model
from framing.attribution.quotation_cues import cues_of_quotations
from framing.attribution.token_features import (
    BRACKET_OR_SEMICOLON,
    COMMA,
    DASH,
    STOP,
    Ints,
    TokenFeatures,
    counts_before,
)
from framing.attribution.turns import turns_of
from framing.attribution.unsaid import is_unsaid
from framing.attribution.word_rows import WordRows
from framing.words import word_set

#: The least score of a row: speech between marks needs less than paraphrases, which are harder to find.
_LEAST_QUOTED, _LEAST_REPORTED = -2.5, -1.3
#: The least score of a cue whose quotation punctuation shows.
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
_OF_A_DAY = word_set("after-day-subject")
_BETWEEN_SUBJECT_AND_CUE = word_set("before-cue")
_LONGEST_BRACKET = 7


def candidates(batch: TokenFeatures, model: Model) -> Candidates:
    """The words that may be cues, all of which the model reads at once."""
    quoted_by_cue = cues_of_quotations(batch, model.rows)
    words = np.union1d(model.likely_cues(batch), np.array(list(quoted_by_cue), dtype=np.intp))
    read = model.score(batch, words)
    # the other scores are log probabilities, never above zero; only a unit with marks holds speech between them
    least = np.where(batch.unit_quoted[batch.unit[words]] > 0, _LEAST_QUOTED, _LEAST_REPORTED)
    kept = read.select((read.cue_score >= least) | np.isin(words, list(quoted_by_cue)))
    _apply_punctuation(batch, quoted_by_cue, kept)
    return kept


def _apply_punctuation(batch: TokenFeatures, quoted_by_cue: Mapping[int, tuple[int, int]], read: Candidates) -> None:
    """Give each cue the quotation that punctuation ties to it as its content; the source is outside it."""
    numbers = np.searchsorted(read.cue, np.array(list(quoted_by_cue), dtype=np.intp)).tolist()
    for number, (cue, (first, last)) in zip(numbers, quoted_by_cue.items(), strict=True):
        read.start[number], read.end[number] = first, last - 1
        read.score[number] = max(read.score[number], SHOWN)
        if first <= read.source[number] < last or read.source_score[number] < _LEAST_SOURCE:
            beside = cue + 1 if cue == last else cue - 1
            is_word = 0 <= beside < len(batch.row) and batch.of_document[beside] == batch.of_document[cue]
            read.source[number] = beside if is_word else -1
            read.source_score[number] = _LEAST_SOURCE if is_word else -np.inf


def raw_attributions(batch: TokenFeatures, read: Candidates, rows: WordRows) -> list[list[RawAttribution]]:
    """The attributions of each document, by their cues and by its layout."""
    _part_predicates(batch, read)
    chosen = read.select(_chosen(batch, read))
    start, end = _within_sentence(batch, chosen._replace(end=_end_within_dashes(batch, chosen)))
    owned = batch.quotation[np.stack((start, chosen.end))].T.tolist()
    at = np.array(batch.document_starts)[batch.of_document[chosen.cue]]
    source = np.where(chosen.source_score >= _LEAST_SOURCE, chosen.source - at, -1)
    scores = chosen.cue_score, chosen.content_score, chosen.source_score, chosen.score
    columns = (column.tolist() for column in (chosen.cue - at, source, start - at, end - at, *scores))
    placed = list(zip(*columns, strict=True))
    bounds = np.searchsorted(chosen.cue, batch.document_starts).tolist()
    return [
        _with_turns(tokens, rows, _by_cue(tokens, placed[low:high], set(chain(*owned[low:high]))))
        for tokens, (low, high) in zip(batch.by_document, pairwise(bounds), strict=True)
    ]


def _with_turns(tokens: TokenFeatures, rows: WordRows, by_cue: list[RawAttribution]) -> list[RawAttribution]:
    """The rows, and the turns that the layout shows, in whose words no other cue counts."""
    turns = turns_of(tokens, rows)
    if not turns:
        return by_cue
    taken = set(chain.from_iterable(words for _, words in turns))
    kept = (raw for raw in by_cue if raw.cue not in taken)
    return sorted((*kept, *(raw for raw, _ in turns)), key=lambda raw: (raw.start, raw.end))


def _by_cue(tokens: TokenFeatures, placed: Sequence[tuple[Any, ...]], owned: set[int]) -> list[RawAttribution]:
    """The attributions of a document by cue, source, start, end and scores of each.

    `owned` are the quotations that they begin or end in.
    """
    attributions = []
    for cue, source, start, end, *scores in placed:
        if start == cue + 1 and tokens.form(start).lower() in _DAYS:
            start = _past_day(tokens, start, end)
        if source < 0:
            source = _subject_before(tokens, cue)
        content = content_of(tokens, start, end, cue, source, owned)
        if not is_unsaid(tokens, cue, start, end + 1, content.kind):
            attributions.append(RawAttribution(content, cue, source, start, end, *scores))
    return attributions


def _subject_before(tokens: TokenFeatures, cue: int) -> int:
    """The name before a bracket or an adverb before its cue, else -1: Acme Inc. (NYSE: ACM) today said."""
    gaps, word = tokens.gaps, cue - 1
    while word > 0 and tokens.form(word).lower() in _BETWEEN_SUBJECT_AND_CUE:
        word -= 1
    if word > 0 and tokens.has_bracket(word):
        before = range(word - 1, max(word - _LONGEST_BRACKET, -1), -1)
        word = next(filter(tokens.has_bracket, before), -1)
    same = word >= 0 and tokens.sentences[word] == tokens.sentences[cue] and tokens.of_quotation[word] < 0
    return word if same and tokens.names[word] and not gaps[word] & ~(BRACKET_OR_SEMICOLON | STOP) else -1


def _past_day(tokens: TokenFeatures, start: int, end: int) -> int:
    """The first word of a content after the day of speaking: said Monday he would go, but not said Monday was free."""
    first = start + 1
    if first < end and tokens.form(first).lower() in _TIMES_OF_DAY:
        first += 1
    return first if first <= end and tokens.form(first).lower() not in _OF_A_DAY else start


def _part_predicates(batch: TokenFeatures, read: Candidates) -> None:
    """End each content before what somebody says next in the same sentence.

    That may be the next verb of the same subject (she conceded the loss but vowed to return), or another clause (he
    knew of none, while she asked for more).
    """
    is_sure = (read.score >= _LEAST_REPORTED) & (read.source_score >= _LEAST_SOURCE)
    known = np.flatnonzero(is_sure & (read.start > read.cue))
    this, following = read.select(known[:-1]), read.select(known[1:])
    within = (this.start < following.cue) & (following.cue <= this.end) & ~batch.is_quoted[following.cue]
    same = this.source == following.source
    other = (this.start < following.source) & (following.source < following.cue)
    for at in np.flatnonzero(within & (same | other)).tolist():
        first, cue = int(this.start[at]), int(following.cue[at])
        if same[at]:
            last = cue - 1
            while last > first and batch.form(last).lower() in _JOINING:
                last -= 1
            is_parted = last < cue - 1 or batch.gaps[last] & COMMA
        else:
            last = int(following.source[at]) - 1
            while last > first and batch.form(last).lower() not in _TURNING:
                last -= 1
            last -= 1
            is_parted = last >= first and batch.gaps[last] & COMMA
        if is_parted:
            read.end[known[at]] = last


def _end_within_dashes(batch: TokenFeatures, read: Candidates) -> Ints:
    """The end of each content; that of a cue between two dashes ends before the second."""
    dashes = np.flatnonzero(batch.gap & DASH)
    document = batch.document
    opened = dashes.searchsorted(document.sentence_first_word[document.word_sentence[read.cue]])
    closed = dashes.searchsorted(read.cue)
    second = np.append(dashes, len(batch.row))[closed]
    return np.where((read.end > read.cue) & ((closed - opened) % 2 == 1), np.minimum(read.end, second), read.end)


def _within_sentence(batch: TokenFeatures, read: Candidates) -> tuple[Ints, Ints]:
    """The ends of each content, which leaves its sentence, on the far side of its cue, only inside a quotation.

    One that begins with a quotation after which a comma stands ends with it.
    """
    sentence, first_word, of = batch.sentences, batch.first_words, batch.of_quotation
    pauses = np.flatnonzero(batch.gap & COMMA)
    starts, ends = read.start.copy(), read.end.copy()
    for number, (cue, _, first, last) in enumerate(zip(*(column.tolist() for column in read[:4]), strict=True)):
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
                if batch.gaps[closing] & (COMMA | STOP):
                    stop = closing
            ends[number] = stop
        elif last < cue:
            at = first_word[sentence[last]]
            while at > first and of[at] >= 0 and of[at] == of[at - 1]:
                at = first_word[sentence[at - 1]]
            starts[number] = max(at, first)
    return starts, ends


def _chosen(batch: TokenFeatures, read: Candidates) -> list[int]:
    """The numbers of the cues to keep: sure enough, and none whose content is nearly that of a surer one."""
    first = np.maximum(read.start, 0)
    quoted = counts_before(batch.is_quoted)
    has_marks = quoted[read.end + 1] > quoted[first]
    is_enough = (read.score >= np.where(has_marks, _LEAST_QUOTED, _LEAST_REPORTED)) & (read.start >= 0)
    enough = np.flatnonzero(is_enough)
    surest_first = enough[np.argsort(-read.score[enough], kind="stable")]
    # within what a surer cue introduces, marks alone speak for the surer one
    is_sure = (read.score >= _LEAST_REPORTED)[surest_first].tolist()
    starts, ends = read.start[surest_first].tolist(), (read.end[surest_first] + 1).tolist()
    kept: list[int] = []
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, start, end, sure in zip(surest_first.tolist(), starts, ends, is_sure, strict=True):
        of_unit = taken[batch.units[start]]
        if all(2 * (min(end, b) - max(start, a)) < max(end, b) - min(start, a) for a, b in of_unit) and (
            sure or not any(a <= start and end <= b for a, b in of_unit)
        ):
            kept.append(number)
            of_unit.append((start, end))
    return sorted(kept)
