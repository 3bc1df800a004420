"""Which hits stand: a term is marked where its sentence makes it likely that readers call it loaded.

The word model gives the likelihood. Cues that the field describes but readers of single sentences seldom mark (who is
made to speak, a choice of two, hype) ask for less. The bounds were chosen by cross-validation on BABE and PTC.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from framing.measures.phrasing.hit import ALWAYS, Hit
from framing.measures.phrasing.names import canonical
from framing.measures.phrasing.seen import Array
from framing.measures.phrasing.tags import TAGS
from framing.measures.phrasing.words import Words
from framing.text.listed import listed

#: The least log-odds for a word or term to be marked.
LEAST_ODDS = -1.7
#: The least log-odds for the categories that ask for less.
BOUNDS: Mapping[str, float] = {
    "hype": -4.2,
    "superlative": -3.5,
    "urgency": -3.5,
    "dramatic-verb": -2.0,
    "in-context": -1.6,
    "negative": -2.2,
    "loaded-effort": -3.0,
    "scare-quote": -2.0,
    "agentless-passive": -3.6,
    "emotive": -3.0,
    "doubting": -3.5,
    "hostile": -3.0,
    "commissive": -3.4,
    "conceding": -4.2,
    **dict.fromkeys(
        (
            "certainty", "false-dilemma", "hearsay", "hedged-praise", "label", "open-claim", "question-headline",
            "so-called", "taken-for-granted", "unnamed-voices", "virtue",
        ),
        -math.inf,
    ),
}  # fmt: skip
#: Categories whose phrases of several words stand wherever they are met: hardly one is ever meant as it says.
FIXED_PHRASES = frozenset({"dramatic-phrase", "hype", "mockery", "moral", "positive", "urgency"})
_CONTENT = frozenset("FW JJ JJR JJS NN NNS RB RBR RBS UH VB VBD VBG VBN VBP VBZ".split())
#: Which of `TAGS` are those of words with content.
IS_CONTENT = np.array([tag in _CONTENT for tag in TAGS])
#: Verbs and adverbs that carry no content of their own.
EMPTY = listed(
    """
    is are was were be been being am has have had having do does did doing done not so very then there here now just
    also only even still too more most much up down out off over about as
    """
)
WHY_IN_CONTEXT = "“{text}” stands here as words do that readers of news marked as loaded."


def bound(category: str, words: int = 1) -> float:
    """The least log-odds that a term of the category with so many words asks for."""
    if words > 1 and category in FIXED_PHRASES:
        return -math.inf
    return BOUNDS.get(category, LEAST_ODDS)


def standing(hits: Iterable[Hit], odds: Array, own_lexicons: frozenset[str]) -> Iterator[Hit]:
    """The hits that stand, with their likelihood as weight; those of a user's own lexicons all do, with their own."""
    values = odds.data
    for hit in hits:
        if hit.lexicon in own_lexicons:
            yield hit._replace(rank=ALWAYS)
            continue
        highest = max(values[hit.first : hit.last])
        if highest >= bound(hit.category, hit.last - hit.first):
            yield hit.weighing(likelihood(highest))


def alike_hits(words: Words, odds: Array) -> Iterator[Hit]:
    """A hit for every word, in a list or not, that stands as marked words do.

    Names, empty words and words of a pair (“man”) never do.
    """
    likely = np.flatnonzero(odds >= BOUNDS["in-context"])
    for word in likely[IS_CONTENT[words.tags[likely]] & ~words.name[likely]].tolist():
        low = words.low[word]
        if low not in EMPTY and not canonical(low).startswith("<"):
            weight = likelihood(float(odds[word]))
            yield Hit(word, word + 1, "learned", "in-context", low, weight, WHY_IN_CONTEXT, -1)


def likelihood(odds: float) -> float:
    """The probability for log-odds, to three digits."""
    return round(1 / (1 + math.exp(-odds)), 3)
