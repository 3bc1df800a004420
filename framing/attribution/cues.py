"""The words of a cue, and its class by the lexicon of report verbs."""

from __future__ import annotations

from functools import cache

from framing.attribution.outline import Outline
from framing.attribution.reading import Span
from framing.lexicon import load

LEXICON = "report-verbs"
#: Phrases reach at most so many words past the cue's word.
_LONGEST = 4


@cache
def cue_classes() -> dict[str, str]:
    """The class of each verb or phrase."""
    return {entry.term: entry.category for entry in load(LEXICON).entries}


def cue_of(outline: Outline, word: int) -> tuple[Span | None, str | None]:
    """Where the cue at a word stands, and its class; None for a class that the lexicon does not give.

    A phrase of the lexicon that begins at the word is the cue, else the colon after it, else the word alone.
    """
    document = outline.document
    low = [outline.form(at).lower() for at in range(word, min(word + _LONGEST, len(outline.ids)))]
    classes = cue_classes()
    for length in range(min(_LONGEST, len(low)), 0, -1):
        found = classes.get(" ".join(low[:length]))
        if found:
            return (int(document.word_start[word]), int(document.word_end[word + length - 1])), found
    end = int(document.word_end[word])
    colon = document.text.find(":", end, end + 3)
    if colon >= 0:
        return (colon, colon + 1), "neutral"
    return (int(document.word_start[word]), end), None
