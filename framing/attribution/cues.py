"""The words of a cue, and its class by the lexicon of report verbs."""

from __future__ import annotations

from functools import cache

from framing.attribution.contents import RawAttribution
from framing.attribution.reading import STANCE, Kind, Span
from framing.attribution.token_features import TokenFeatures
from framing.lexicon import load
from framing.words import word_set

LEXICON = "report-verbs"
_STANCES = word_set("stances")


@cache
def cue_classes() -> dict[str, str]:
    """The class of each verb or phrase."""
    return {entry.term: entry.category for entry in load(LEXICON).entries}


@cache
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """For each word the phrases of the lexicon that it begins, as lists of words, with their classes; longest first."""
    phrases: dict[str, list[tuple[list[str], str]]] = {}
    for term, cue_class in cue_classes().items():
        words = term.split(" ")
        phrases.setdefault(words[0], []).append((words, cue_class))
    for found in phrases.values():
        found.sort(key=lambda phrase: -len(phrase[0]))
    return phrases


def cue_of(tokens: TokenFeatures, found: RawAttribution) -> tuple[Span | None, str | None]:
    """Where the cue of a row stands, and its class; None for a class that the lexicon does not give.

    A phrase of the lexicon that begins at the cue's word is the cue, else the colon after it, else the word alone.
    """
    document, word = tokens.document, found.cue
    start, ends = document.word_starts[word], document.word_ends
    if word == found.source:
        colon = document.clean.rfind(":", ends[word], found.content.parts[0][0])
        return ((colon, colon + 1) if colon >= 0 else None), "neutral"
    if _is_stance(tokens, found):
        return (start, ends[word]), STANCE
    for words, cue_class in _phrases().get(tokens.form(word).lower(), ()):
        last = word + len(words) - 1
        if last == word or [form.lower() for form in tokens.forms(word, last + 1)] == words:
            return (start, ends[last]), cue_class
    end = ends[word]
    colon = document.clean.find(":", end, end + 3)
    if colon >= 0:
        return (colon, colon + 1), "neutral"
    return (start, end), None


def _is_stance(tokens: TokenFeatures, found: RawAttribution) -> bool:
    """Whether a cue tells what somebody is for or against: no quotation, and no clause with “that”."""
    if found.content.kind is Kind.DIRECT or tokens.form(found.cue).lower() not in _STANCES:
        return False
    return tokens.form(found.start).lower() != "that"
