"""The words of a cue, and its class by the lexicon of report verbs."""

from __future__ import annotations

from functools import cache

from framing.attribution.contents import RawAttribution
from framing.attribution.reading import STANCE, Kind, Span
from framing.attribution.token_features import COLON, TokenFeatures
from framing.lexicon import load
from framing.words import word_set

LEXICON = "report-verbs"
_STANCES = word_set("stances")


@cache
def cue_classes() -> dict[str, str]:
    """The class of each verb or phrase."""
    return {entry.term: entry.category for entry in load(LEXICON).entries}


@cache
def _phrases() -> dict[str, list[list[str]]]:
    """The terms of the lexicon, split into words, by their first word; longest first."""
    phrases: dict[str, list[list[str]]] = {}
    for words in sorted((term.split(" ") for term in cue_classes()), key=len, reverse=True):
        phrases.setdefault(words[0], []).append(words)
    return phrases


def cue_span_and_class(tokens: TokenFeatures, raw: RawAttribution) -> tuple[Span | None, str | None]:
    """The span of an attribution's cue, and its class; None for a class that the lexicon does not give.

    A phrase of the lexicon that begins at the cue's word is the cue, else the colon after it, else the word alone.
    """
    document, word = tokens.document, raw.cue
    start, ends = document.word_starts[word], document.word_ends
    if word == raw.source:
        colon = document.clean.rfind(":", ends[word], raw.content.parts[0][0])
        return ((colon, colon + 1) if colon >= 0 else None), "neutral"
    low = tokens.form(word).lower()
    # what somebody supports or opposes: no quotation, and no clause with “that”
    if low in _STANCES and raw.content.kind is not Kind.DIRECT and tokens.form(raw.first_word).lower() != "that":
        return (start, ends[word]), STANCE
    for words in _phrases().get(low, ()):
        last = word + len(words) - 1
        if [form.lower() for form in tokens.forms(word, last + 1)] == words:
            return (start, ends[last]), cue_classes()[" ".join(words)]
    if tokens.gap_after[word] & COLON:
        colon = document.clean.find(":", ends[word])
        return (colon, colon + 1), "neutral"
    return (start, ends[word]), None
