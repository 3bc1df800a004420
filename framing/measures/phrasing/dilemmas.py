"""Choices of two: “either the board backs down or …”, where there may be other ways.

“Either” before a verb, or where a clause begins, offers acts or outcomes; before a noun (“either side”) it need not.
"""

from __future__ import annotations

from collections.abc import Iterator

from framing.measures.phrasing.codebook import RULES
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.words import Words
from framing.text.vocabulary import WordFeature

#: “Or” is looked for so many words on.
_REACH = 20
#: A longer first way is marked by its beginning.
_LONGEST = 8
_VERBS = frozenset({"MD", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
#: What a clause begins with; “either side may vote” is none.
_CLAUSE = _VERBS | {"DT", "EX", "NNP", "NNS", "PRP", "PRP$"}
WHY = "“{text}” offers the reader two ways only."

EITHER = WordFeature("either", lambda form: form.lower() == "either", bool)


def dilemma_hits(words: Words) -> Iterator[Hit]:
    """A hit for each “either” with the first of the two ways it offers, up to “or”."""
    for either in words.document.word_column(EITHER).nonzero()[0].tolist():
        sentence = words.sentence(either)
        stop = min(sentence.stop, either + _REACH)
        link = next((word for word in range(either + 2, stop) if words.low[word] == "or"), None)
        opens = _CLAUSE if either == sentence.start else _VERBS
        if link is not None and words.tag(either + 1) in opens:
            yield Hit(either, min(link, either + _LONGEST), RULES, "false-dilemma", "either … or", 0.5, WHY)
