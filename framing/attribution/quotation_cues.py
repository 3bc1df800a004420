"""Quotations whose cue punctuation shows: “…,” said the mayor, and the mayor said: “…”."""

from __future__ import annotations

from framing.attribution.token_features import COLON, COMMA, STOP, TokenFeatures
from framing.attribution.word_rows import WordRows
from framing.words import word_set

#: Verbs that give words to what they name.
_NAMING = word_set("naming-verbs")
#: Maximum words between a quotation and a cue after it, or before it.
_FARTHEST_AFTER, _FARTHEST_BEFORE = 6, 9


def cues_of_quotations(batch: TokenFeatures, rows: WordRows) -> dict[int, tuple[int, int]]:
    """The first and last word of the quotation that each such cue introduces, by the cue's word."""
    verb = (rows.direct_speech[batch.row] & ~batch.is_quoted).data
    gaps, units = batch.gaps, batch.units
    shown: dict[int, tuple[int, int]] = {}
    for first, last in batch.quotation_words.tolist():
        before = first - 1
        if last <= first:
            continue
        cue = _nearest(batch, verb, before) if before >= 0 and gaps[before] & COLON else -1
        if (cue < 0 or units[cue] != units[first]) and batch.form(first)[:1].isupper():
            # the mayor replied “Rubbish.”
            cue = before if before >= 0 and verb[before] else -1
        if cue >= 0 and units[cue] == units[first]:
            shown[cue] = first, last - 1
            continue
        cue = _naming(batch, first)
        # words before it may be part of what is said: the quay was “old,” said the mayor
        opens = first == batch.first_words[batch.sentences[first]]
        if cue < 0 and opens and gaps[last - 1] & (COMMA | STOP):
            cue = _following(batch, verb, last)
        if cue >= 0 and units[cue] == units[first]:
            shown.setdefault(cue, (first, last - 1))
    return shown


def _naming(batch: TokenFeatures, word: int) -> int:
    """The verb right before “as” and a quotation that begins at a word: what both sides describe as “frank”; or -1."""
    low = [form.lower() for form in batch.forms(max(word - 3, 0), word)]
    if low[-1:] in (["a"], ["an"], ["the"]):
        low.pop()
    cue = max(word - 3, 0) + len(low) - 2
    if low[-1:] != ["as"] or len(low) < 2 or low[-2] not in _NAMING:
        return -1
    is_outside = not batch.is_quoted[cue] and batch.units[cue] == batch.units[word]
    return cue if is_outside and not batch.gap[cue : word - 1].any() else -1


def _nearest(batch: TokenFeatures, verb: memoryview[int], word: int) -> int:
    """The last verb of speech at or before a word in its sentence, or -1."""
    first = max(word - _FARTHEST_BEFORE + 1, batch.first_words[batch.sentences[word]])
    return next((at for at in range(word, first - 1, -1) if verb[at]), -1)


def _following(batch: TokenFeatures, verb: memoryview[int], word: int) -> int:
    """The verb of speech in the clause that begins at a word: said the mayor; the mayor said; or -1."""
    gaps, units = batch.gaps, batch.units
    for at in range(word, min(word + _FARTHEST_AFTER, len(gaps))):
        if verb[at] or gaps[at] or units[at] != units[word]:
            return at if verb[at] and units[at] == units[word] else -1
    return -1
