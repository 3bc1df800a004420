"""Hedged praise: “serious, possibly historic” says a great thing and takes it back in one breath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.lexicon import Lexicon
from framing.measures.phrasing.codebook import RULES
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.listed import PRAISE
from framing.measures.phrasing.words import Words
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

_HEDGES = listed("possibly perhaps potentially arguably maybe conceivably")
HEDGE = WordFeature("hedge", lambda form: form.lower() in _HEDGES, bool)
WHY = "“{text}” hints at something great and leaves it open."


def praising_words(lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """The single words of praise in the lexicons."""
    return frozenset(
        entry.term
        for lexicon in lexicons
        for entry in lexicon.entries
        if entry.category in PRAISE and " " not in entry.term
    )


def hedged_praise(words: Words, praising: frozenset[str]) -> Iterator[Hit]:
    """A hit for each hedge with the praise after it, and with an adjective that a comma joins before it."""
    for hedge in words.document.word_column(HEDGE).nonzero()[0].tolist():
        sentence = words.sentence(hedge)
        praise = next(
            (word for word in range(hedge + 1, min(hedge + 3, sentence.stop)) if words.low[word] in praising), None
        )
        if praise is None or any(words.gap(word) for word in range(hedge, praise)) or words.name[praise]:
            continue
        first = hedge
        joined = hedge > sentence.start and words.gap(hedge - 1) in {",", "—", "-", ""}
        if joined and words.tag(hedge - 1) == "JJ" and not words.name[hedge - 1]:
            first = hedge - 1
        yield Hit(first, praise + 1, RULES, "hedged-praise", "hedge and praise", 1.0, WHY, 2)
