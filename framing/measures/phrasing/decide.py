"""Which hits stand: a term is marked where its sentence makes it likely that readers call it loaded.

The word model gives the likelihood. Cues that the field describes but readers of single sentences seldom mark (who is
made to speak, a choice of two, hype) ask for less. The bounds were chosen by cross-validation on BABE and PTC.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.word_model import Array

#: The least log-odds for a term that is known to be loaded from people's marks alone, and for one that is listed.
LEARNED, LISTED = -1.9, -2.6
LEARNED_LEXICON = "learned"
#: The least log-odds for the categories that ask for less.
BOUNDS: Mapping[str, float] = {
    "hype": -4.0,
    "superlative": -3.5,
    "urgency": -3.5,
    "false-dilemma": -math.inf,
    "hearsay": -math.inf,
    "unnamed-voices": -math.inf,
}


def bound(hit: Hit) -> float:
    """The least log-odds at which a hit of an installed lexicon stands."""
    if hit.lexicon == LEARNED_LEXICON:
        return LEARNED
    return BOUNDS.get(hit.category, LISTED)


def standing(hits: Iterable[Hit], odds: Array, installed: frozenset[str]) -> Iterator[Hit]:
    """The hits that stand, with their likelihood as weight; those of a user's own lexicon all do, as they are."""
    for hit in hits:
        if hit.lexicon not in installed:
            yield hit
            continue
        highest = float(odds[hit.first : hit.last].max())
        if highest >= bound(hit):
            yield replace(hit, weight=round(1 / (1 + math.exp(-highest)), 3))
