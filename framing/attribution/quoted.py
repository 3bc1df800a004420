"""Quotations whose cue punctuation shows: “…,” said the mayor, and the mayor said: “…”."""

from __future__ import annotations

import numpy as np

from framing.attribution.rows import Rows
from framing.attribution.token_features import COLON, COMMA, STOP, TokenFeatures
from framing.words import word_set

#: Verbs that give words to what they name.
_NAMING = word_set("naming-verbs")
#: The cue stands at most so many words from the quotation.
_FARTHEST_AFTER, _FARTHEST_BEFORE = 6, 9


def cues_of_quotations(batch: TokenFeatures, rows: Rows) -> dict[int, tuple[int, int]]:
    """The first and last word of the quotation that each such cue introduces, by the cue's word."""
    says = rows.direct_speech[batch.row]
    if not says.any():
        return {}
    found: dict[int, tuple[int, int]] = {}
    says &= ~batch.is_quoted
    verb, gap, unit = says.view(np.uint8).data, batch.gaps, batch.units
    sentence, document = batch.sentences, batch.of_document.data
    opening, count = batch.first_words, len(gap)
    for first, last in batch.quotation_words.tolist():
        if last <= first:
            continue
        here = unit[first]
        before = first - 1
        if before >= 0 and document[before] == document[first] and gap[before] & COLON:
            cue = _nearest(verb, sentence, before)
            if cue >= 0 and unit[cue] == here:
                found[cue] = (first, last - 1)
                continue
        if _has_capital(batch, first) and before >= 0 and verb[before] and unit[before] == here:
            found[before] = (first, last - 1)
            continue
        cue = _naming(batch, first)
        if cue >= 0 and unit[cue] == here and not batch.is_quoted[cue]:
            found.setdefault(cue, (first, last - 1))
            continue
        if first != opening[sentence[first]]:
            # Words before it may be part of what is said: the quay was “old,” said the mayor.
            continue
        if gap[last - 1] & (COMMA | STOP) and last < count and unit[last] == here and document[last] == document[first]:
            cue = _following(verb, gap, unit, last, count)
            if cue >= 0:
                found.setdefault(cue, (first, last - 1))
    return found


def _has_capital(batch: TokenFeatures, word: int) -> bool:
    """Whether a word has a capital: the mayor replied “Rubbish.”"""
    return batch.form(word)[:1].isupper()


def _naming(batch: TokenFeatures, word: int) -> int:
    """The verb right before “as” and a quotation that begins at a word: what both sides describe as “frank”; or -1."""
    low = [form.lower() for form in batch.forms(max(word - 3, 0), word)]
    at = len(low) - (low[-1:] != [] and low[-1] in ("a", "an", "the"))
    if at < 2 or low[at - 1] != "as" or low[at - 2] not in _NAMING:
        return -1
    cue = word - len(low) + at - 2
    return cue if batch.of_document[cue] == batch.of_document[word] and not batch.gap[cue : word - 1].any() else -1


def _nearest(verb: memoryview[int], sentence: memoryview[int], word: int) -> int:
    """The last verb of speech at or before a word in its sentence."""
    for at in range(word, max(word - _FARTHEST_BEFORE, -1), -1):
        if sentence[at] != sentence[word]:
            return -1
        if verb[at]:
            return at
    return -1


def _following(verb: memoryview[int], gap: memoryview[int], unit: memoryview[int], word: int, count: int) -> int:
    """The verb of speech in the clause that begins at a word: said the mayor; the mayor said."""
    for at in range(word, min(word + _FARTHEST_AFTER, count)):
        if unit[at] != unit[word]:
            return -1
        if verb[at]:
            return at
        if gap[at]:
            return -1
    return -1
