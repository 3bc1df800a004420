"""Find attributions: their cues, contents and source words; sources are resolved later."""

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
    END_MARK,
    Ints,
    TokenFeatures,
    counts_before,
)
from framing.attribution.turns import turns_of
from framing.attribution.unsaid import is_unsaid
from framing.attribution.word_rows import WordRows
from framing.words import word_set

#: Minimum score of an attribution; paraphrases are detected less reliably than quotations.
_MIN_QUOTED_SCORE, _MIN_PARAPHRASED_SCORE = -2.5, -1.3
#: Minimum score of a cue that punctuation ties to a quotation.
MIN_PUNCTUATED_SCORE = 1.0
#: Minimum log probability of a source.
_MIN_SOURCE_SCORE = math.log(0.15)
#: Words that begin a new predicate with the verb after them.
_PREDICATE_JOINERS = word_set("predicate-joiners")
#: Words after a comma that begin another speaker's clause.
_CONTRAST_WORDS = frozenset({"while", "whereas", "although", "though", "but"})
#: A day right after the cue says when somebody spoke, unless it is what was spoken of.
_DAYS = word_set("weekdays") | {"today", "yesterday"}
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_PREDICATES_OF_DAYS = word_set("after-day-subject")
_BETWEEN_SUBJECT_AND_CUE = word_set("before-cue")
_MAX_BRACKET_WORDS = 7


def score_candidates(batch: TokenFeatures, model: Model) -> Candidates:
    """The possible cues, with the model's scores."""
    quoted_by_cue = cues_of_quotations(batch, model.rows)
    words = np.union1d(model.likely_cues(batch), np.array(list(quoted_by_cue), dtype=np.intp))
    candidates = model.score(batch, words)
    # the other scores are log probabilities, which only lower a cue's score; quotations are only in units with marks
    min_score = np.where(batch.unit_quoted[batch.unit[words]] > 0, _MIN_QUOTED_SCORE, _MIN_PARAPHRASED_SCORE)
    kept = candidates.select((candidates.cue_score >= min_score) | np.isin(words, list(quoted_by_cue)))
    _apply_punctuation(batch, quoted_by_cue, kept)
    return kept


def _apply_punctuation(
    batch: TokenFeatures, quoted_by_cue: Mapping[int, tuple[int, int]], candidates: Candidates
) -> None:
    """Give each cue the quotation that punctuation ties to it as its content; the source is outside it."""
    numbers = np.searchsorted(candidates.cue, np.array(list(quoted_by_cue), dtype=np.intp)).tolist()
    for number, (cue, (first, last)) in zip(numbers, quoted_by_cue.items(), strict=True):
        candidates.first_word[number], candidates.last_word[number] = first, last - 1
        candidates.score[number] = max(candidates.score[number], MIN_PUNCTUATED_SCORE)
        if first <= candidates.source[number] < last or candidates.source_score[number] < _MIN_SOURCE_SCORE:
            beside = cue + 1 if cue == last else cue - 1
            is_word = 0 <= beside < len(batch.weight_row) and batch.document_of[beside] == batch.document_of[cue]
            candidates.source[number] = beside if is_word else -1
            candidates.source_score[number] = _MIN_SOURCE_SCORE if is_word else -np.inf


def raw_attributions(batch: TokenFeatures, candidates: Candidates, rows: WordRows) -> list[list[RawAttribution]]:
    """The attributions of each document, by their cues and by its layout."""
    _split_predicates(batch, candidates)
    chosen = candidates.select(_without_overlaps(batch, candidates))
    start, end = _clip_to_sentence(batch, chosen._replace(last_word=_end_within_dashes(batch, chosen)))
    owned = batch.quotation[np.stack((start, chosen.last_word))].T.tolist()
    at = np.array(batch.document_starts)[batch.document_of[chosen.cue]]
    source = np.where(chosen.source_score >= _MIN_SOURCE_SCORE, chosen.source - at, -1)
    scores = chosen.cue_score, chosen.content_score, chosen.source_score, chosen.score
    columns = (column.tolist() for column in (chosen.cue - at, source, start - at, end - at, *scores))
    columns_by_cue = list(zip(*columns, strict=True))
    bounds = np.searchsorted(chosen.cue, batch.document_starts).tolist()
    return [
        _with_turns(tokens, rows, _by_cue(tokens, columns_by_cue[low:high], set(chain(*owned[low:high]))))
        for tokens, (low, high) in zip(batch.by_document, pairwise(bounds), strict=True)
    ]


def _with_turns(tokens: TokenFeatures, rows: WordRows, by_cue: list[RawAttribution]) -> list[RawAttribution]:
    """Add the turns, and drop attributions whose cue lies in one."""
    turns = turns_of(tokens, rows)
    if not turns:
        return by_cue
    taken = set(chain.from_iterable(words for _, words in turns))
    kept = (raw for raw in by_cue if raw.cue not in taken)
    return sorted((*kept, *(raw for raw, _ in turns)), key=lambda raw: (raw.first_word, raw.last_word))


def _by_cue(tokens: TokenFeatures, columns_by_cue: Sequence[tuple[Any, ...]], owned: set[int]) -> list[RawAttribution]:
    """The attributions of a document from the cue, source, first word, last word and scores of each.

    `owned` are the quotations that they begin or end in.
    """
    attributions = []
    for cue, source, start, end, *scores in columns_by_cue:
        if start == cue + 1 and tokens.form(start).lower() in _DAYS:
            start = _past_day(tokens, start, end)
        if source < 0:
            source = _subject_before(tokens, cue)
        content = content_of(tokens, start, end, cue, source, owned)
        if not is_unsaid(tokens, cue, start, end + 1, content.kind):
            attributions.append(RawAttribution(content, cue, source, start, end, *scores))
    return attributions


def _subject_before(tokens: TokenFeatures, cue: int) -> int:
    """The name separated from its cue only by a bracket or an adverb, else -1: Acme Inc. (NYSE: ACM) today said."""
    gaps, word = tokens.gap_after, cue - 1
    while word > 0 and tokens.form(word).lower() in _BETWEEN_SUBJECT_AND_CUE:
        word -= 1
    if word > 0 and tokens.has_bracket(word):
        before = range(word - 1, max(word - _MAX_BRACKET_WORDS, -1), -1)
        word = next(filter(tokens.has_bracket, before), -1)
    same = word >= 0 and tokens.sentence_of[word] == tokens.sentence_of[cue] and tokens.quotation_of[word] < 0
    return word if same and tokens.is_name_at[word] and not gaps[word] & ~(BRACKET_OR_SEMICOLON | END_MARK) else -1


def _past_day(tokens: TokenFeatures, start: int, end: int) -> int:
    """The first word of a content after the day of speaking: said Monday he would go, but not said Monday was free."""
    first = start + 1
    if first < end and tokens.form(first).lower() in _TIMES_OF_DAY:
        first += 1
    return first if first <= end and tokens.form(first).lower() not in _PREDICATES_OF_DAYS else start


def _split_predicates(batch: TokenFeatures, candidates: Candidates) -> None:
    """End each content before what somebody says next in the same sentence.

    That may be the next verb of the same subject (she conceded the loss but vowed to return), or another clause (he
    knew of none, while she asked for more).
    """
    is_sure = (candidates.score >= _MIN_PARAPHRASED_SCORE) & (candidates.source_score >= _MIN_SOURCE_SCORE)
    known = np.flatnonzero(is_sure & (candidates.first_word > candidates.cue))
    this, following = candidates.select(known[:-1]), candidates.select(known[1:])
    within = (this.first_word < following.cue) & (following.cue <= this.last_word) & ~batch.is_quoted[following.cue]
    same = this.source == following.source
    other = (this.first_word < following.source) & (following.source < following.cue)
    for at in np.flatnonzero(within & (same | other)).tolist():
        first, cue = int(this.first_word[at]), int(following.cue[at])
        if same[at]:
            last = cue - 1
            while last > first and batch.form(last).lower() in _PREDICATE_JOINERS:
                last -= 1
            is_split = last < cue - 1 or batch.gap_after[last] & COMMA
        else:
            last = int(following.source[at]) - 1
            while last > first and batch.form(last).lower() not in _CONTRAST_WORDS:
                last -= 1
            last -= 1
            is_split = last >= first and batch.gap_after[last] & COMMA
        if is_split:
            candidates.last_word[known[at]] = last


def _end_within_dashes(batch: TokenFeatures, candidates: Candidates) -> Ints:
    """The end of each content; that of a cue between two dashes ends before the second."""
    dashes = np.flatnonzero(batch.gap & DASH)
    document = batch.document
    dashes_before_sentence = dashes.searchsorted(document.sentence_first_word[document.word_sentence[candidates.cue]])
    dashes_before_cue = dashes.searchsorted(candidates.cue)
    second = np.append(dashes, len(batch.weight_row))[dashes_before_cue]
    return np.where(
        (candidates.last_word > candidates.cue) & ((dashes_before_cue - dashes_before_sentence) % 2 == 1),
        np.minimum(candidates.last_word, second),
        candidates.last_word,
    )


def _clip_to_sentence(batch: TokenFeatures, candidates: Candidates) -> tuple[Ints, Ints]:
    """Clip each content to its sentence, on the far side of its cue, except inside a quotation.

    A content that opens with a quotation followed by a comma ends with that quotation.
    """
    sentence, first_word, quotation_of = batch.sentence_of, batch.first_word_of, batch.quotation_of
    pauses = np.flatnonzero(batch.gap & COMMA)
    starts, ends = candidates.first_word.copy(), candidates.last_word.copy()
    for number, (cue, _, first, last) in enumerate(zip(*(column.tolist() for column in candidates[:4]), strict=True)):
        if first > cue:
            at = first_word[sentence[first] + 1] - 1
            while at < last and quotation_of[at] >= 0 and quotation_of[at] == quotation_of[at + 1]:
                at = first_word[sentence[at + 1] + 1] - 1
            stop = min(at, last)
            if cue == first_word[sentence[cue]] and quotation_of[first] < 0:
                # Asked why, she replied: the clause that the cue begins is over at its comma
                pause = pauses.searchsorted(first)
                stop = min(stop, int(pauses[pause])) if pause < len(pauses) else stop
            if quotation_of[first] >= 0 and quotation_of[stop] < 0:
                closing = first
                while closing < stop and quotation_of[closing + 1] == quotation_of[first]:
                    closing += 1
                if batch.gap_after[closing] & (COMMA | END_MARK):
                    stop = closing
            ends[number] = stop
        elif last < cue:
            at = first_word[sentence[last]]
            while at > first and quotation_of[at] >= 0 and quotation_of[at] == quotation_of[at - 1]:
                at = first_word[sentence[at - 1]]
            starts[number] = max(at, first)
    return starts, ends


def _without_overlaps(batch: TokenFeatures, candidates: Candidates) -> list[int]:
    """The numbers of the cues to keep: high scores, without nearly the same content as a higher score (non-maximum
    suppression).
    """
    first = np.maximum(candidates.first_word, 0)
    quoted = counts_before(batch.is_quoted)
    has_marks = quoted[candidates.last_word + 1] > quoted[first]
    is_enough = (candidates.score >= np.where(has_marks, _MIN_QUOTED_SCORE, _MIN_PARAPHRASED_SCORE)) & (
        candidates.first_word >= 0
    )
    enough = np.flatnonzero(is_enough)
    surest_first = enough[np.argsort(-candidates.score[enough], kind="stable")]
    # inside a stronger cue's content, quotation marks alone do not keep a weaker cue
    is_sure = (candidates.score >= _MIN_PARAPHRASED_SCORE)[surest_first].tolist()
    starts, ends = candidates.first_word[surest_first].tolist(), (candidates.last_word[surest_first] + 1).tolist()
    kept: list[int] = []
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, start, end, sure in zip(surest_first.tolist(), starts, ends, is_sure, strict=True):
        of_unit = taken[batch.unit_of[start]]
        if all(2 * (min(end, b) - max(start, a)) < max(end, b) - min(start, a) for a, b in of_unit) and (
            sure or not any(a <= start and end <= b for a, b in of_unit)
        ):
            kept.append(number)
            of_unit.append((start, end))
    return sorted(kept)
