"""Quotations whose cue punctuation shows: “…,” said the mayor, and the mayor said: “…”."""

from __future__ import annotations

import numpy as np

from framing.attribution.outline import COLON, COMMA, STOP, Outlines
from framing.attribution.rows import Rows
from framing.words import word_set

#: Verbs that give words to what they name.
_NAMING = word_set("naming-verbs")
#: The cue stands at most so many words from the quotation.
_FARTHEST_AFTER, _FARTHEST_BEFORE = 6, 9


def cues_of_quotations(outlines: Outlines, rows: Rows) -> dict[int, tuple[int, int]]:
    """The first and last word of the quotation that each such cue introduces, by the cue's word."""
    tagged = outlines.tagged
    says = rows.direct_speech[tagged.row]
    if not says.any():
        return {}
    found: dict[int, tuple[int, int]] = {}
    says &= ~tagged.is_quoted
    verb, gap, unit = says.view(np.uint8).data, tagged.gap.data, tagged.unit.data
    sentence, document = tagged.sentence.data, tagged.of_document.data
    opening, count = tagged.first_word.data, len(gap)
    for first, last in tagged.quotation_words.tolist():
        if last <= first:
            continue
        here = unit[first]
        before = first - 1
        if before >= 0 and document[before] == document[first] and gap[before] & COLON:
            cue = _nearest(verb, sentence, before)
            if cue >= 0 and unit[cue] == here:
                found[cue] = (first, last - 1)
                continue
        if _has_capital(outlines, first) and before >= 0 and verb[before] and unit[before] == here:
            found[before] = (first, last - 1)
            continue
        cue = _naming(outlines, first)
        if cue >= 0 and unit[cue] == here and not tagged.is_quoted[cue]:
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


def _has_capital(outlines: Outlines, word: int) -> bool:
    """Whether a word has a capital: the mayor replied “Rubbish.”"""
    form = outlines.forms[int(outlines.ids[word])]
    return form[:1].isupper()


def _naming(outlines: Outlines, word: int) -> int:
    """The verb right before “as” and a quotation that begins at a word: what both sides describe as “frank”; or -1."""
    tagged = outlines.tagged
    low = [outlines.forms[int(number)].lower() for number in outlines.ids[max(word - 3, 0) : word]]
    at = len(low) - (low[-1:] != [] and low[-1] in ("a", "an", "the"))
    if at < 2 or low[at - 1] != "as" or low[at - 2] not in _NAMING:
        return -1
    cue = word - len(low) + at - 2
    return cue if tagged.of_document[cue] == tagged.of_document[word] and not tagged.gap[cue : word - 1].any() else -1


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
