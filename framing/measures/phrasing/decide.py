"""Which hits stand: a term is marked where its sentence makes it likely that readers call it loaded.

The word model gives the likelihood. Cues that the field describes but readers of single sentences seldom mark (who is
made to speak, a choice of two, hype) ask for less. The bounds were chosen by cross-validation on BABE and PTC.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.tags import TAGS
from framing.measures.phrasing.word_model import Array
from framing.measures.phrasing.words import Words

#: The least log-odds for a word or term to be marked.
LEAST_ODDS = -1.8
#: The least log-odds for the categories that ask for less.
BOUNDS: Mapping[str, float] = {
    "hype": -4.0,
    "superlative": -3.5,
    "urgency": -3.5,
    "dramatic-phrase": -3.5,
    "dramatic-verb": -2.7,
    "scare-quote": -2.4,
    "doubting": -3.0,
    "hostile": -3.0,
    **dict.fromkeys(
        (
            "agentless-passive", "false-dilemma", "hearsay", "hedged-praise", "label", "question-headline", "so-called",
            "unnamed-voices", "virtue",
        ),
        -math.inf,
    ),
}  # fmt: skip
_CONTENT = frozenset("FW JJ JJR JJS NN NNS RB RBR RBS UH VB VBD VBG VBN VBP VBZ".split())
_IS_CONTENT = np.array([tag in _CONTENT for tag in TAGS])
#: Verbs and adverbs that carry no content of their own.
_EMPTY = frozenset(
    """
    is are was were be been being am has have had having do does did doing done not so very then there here now just
    also only even still too more most much up down out off over about as
    """.split()
)
WHY_ALIKE = "“{text}” stands here as words do that readers of news marked as loaded."


def standing(hits: Iterable[Hit], odds: Array, own_lexicons: frozenset[str]) -> Iterator[Hit]:
    """The hits that stand, with their likelihood as weight; those of a user's own lexicons all do, as they are."""
    for hit in hits:
        if hit.lexicon in own_lexicons:
            yield hit
            continue
        highest = float(odds[hit.first : hit.last].max())
        if highest >= BOUNDS.get(hit.category, LEAST_ODDS):
            yield replace(hit, weight=likelihood(highest))


def alike_hits(words: Words, odds: Array) -> Iterator[Hit]:
    """A hit for every word, in a list or not, that stands as marked words do; names and empty words never do."""
    likely = (odds >= LEAST_ODDS) & _IS_CONTENT[words.tags] & ~words.name
    for word in np.flatnonzero(likely).tolist():
        low = words.low[word]
        if low not in _EMPTY:
            yield Hit(
                word, word + 1, "rules", "alike", "used like marked words", likelihood(float(odds[word])), WHY_ALIKE, -1
            )


def likelihood(odds: float) -> float:
    """The probability for log-odds, to three digits."""
    return round(1 / (1 + math.exp(-odds)), 3)
