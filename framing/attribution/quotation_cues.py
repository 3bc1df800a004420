"""Cues that punctuation ties to a quotation: “…,” said the mayor, and the mayor said: “…”."""

from __future__ import annotations

from framing.attribution.token_features import COLON, COMMA, END_MARK, TokenFeatures
from framing.attribution.word_rows import WordRows
from framing.words import word_set

#: Verbs that name something in a source's words: describe as, dismiss as.
_NAMING = word_set("naming-verbs")
#: Maximum words between a quotation and a cue after it, or before it.
_MAX_WORDS_AFTER, _MAX_WORDS_BEFORE = 6, 9


def cues_of_quotations(batch: TokenFeatures, rows: WordRows) -> dict[int, tuple[int, int]]:
    """The words `[first, last)` of the quotation that each such cue introduces, by the cue's word."""
    is_speech_verb = (rows.introduces_quotation[batch.weight_row] & ~batch.is_quoted).data
    gaps, units = batch.gap_after, batch.unit_of
    quoted: dict[int, tuple[int, int]] = {}
    for first, last in batch.quotation_words.tolist():
        before = first - 1
        if last <= first:
            continue
        cue = _speech_verb_before(batch, is_speech_verb, before) if before >= 0 and gaps[before] & COLON else -1
        if (cue < 0 or units[cue] != units[first]) and batch.form(first)[:1].isupper():
            # the mayor replied “Rubbish.”
            cue = before if before >= 0 and is_speech_verb[before] else -1
        if cue >= 0 and units[cue] == units[first]:
            quoted[cue] = first, last
            continue
        cue = _naming_verb_before(batch, first)
        # words before it may be part of what is said: the quay was “old,” said the mayor
        opens = first == batch.first_word_of[batch.sentence_of[first]]
        if cue < 0 and opens and gaps[last - 1] & (COMMA | END_MARK):
            cue = _speech_verb_after(batch, is_speech_verb, last)
        if cue >= 0 and units[cue] == units[first]:
            quoted.setdefault(cue, (first, last))
    return quoted


def _naming_verb_before(batch: TokenFeatures, word: int) -> int:
    """The verb before “as” and the quotation at a word: what both sides describe as “frank”; or -1."""
    lower = [form.lower() for form in batch.forms(max(word - 3, 0), word)]
    if lower[-1:] in (["a"], ["an"], ["the"]):
        lower.pop()
    cue = max(word - 3, 0) + len(lower) - 2
    if lower[-1:] != ["as"] or len(lower) < 2 or lower[-2] not in _NAMING:
        return -1
    is_outside = not batch.is_quoted[cue] and batch.unit_of[cue] == batch.unit_of[word]
    return cue if is_outside and not batch.gap[cue : word - 1].any() else -1


def _speech_verb_before(batch: TokenFeatures, is_speech_verb: memoryview[int], word: int) -> int:
    """The last verb of speech at or before a word in its sentence, or -1."""
    first = max(word - _MAX_WORDS_BEFORE + 1, batch.first_word_of[batch.sentence_of[word]])
    return next((at for at in range(word, first - 1, -1) if is_speech_verb[at]), -1)


def _speech_verb_after(batch: TokenFeatures, is_speech_verb: memoryview[int], word: int) -> int:
    """The verb of speech in the clause that begins at a word: said the mayor; the mayor said; or -1."""
    gaps, units = batch.gap_after, batch.unit_of
    for at in range(word, min(word + _MAX_WORDS_AFTER, len(gaps))):
        if is_speech_verb[at] or gaps[at] or units[at] != units[word]:
            return at if is_speech_verb[at] and units[at] == units[word] else -1
    return -1
