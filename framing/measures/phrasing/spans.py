"""How far a marked phrase reaches: to the words beside a hit that are themselves likely to be marked.

Readers mark “rife with corruption” and “radical agenda”, not two words or one: what belongs to the phrase and stands
among loaded words is part of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.measures.phrasing.decide import IS_CONTENT, LEAST_ODDS
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.seen import Array
from framing.measures.phrasing.words import Words

#: The least log-odds of a word of content beside a hit; small words ask for as much as a hit.
LEAST_BESIDE = -2.0
_NOUNS = frozenset({"NN", "NNS"})
_BEFORE = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS"})


def reaching(hits: Sequence[Hit], words: Words, odds: Array) -> list[Hit]:
    """The hits, by position and none overlapping another, with the likely words beside each that no hit has.

    Before a hit these are adjectives and adverbs; after it, its noun. Small words between two hits, and only there,
    belong to the first.
    """
    likely = odds >= np.where(IS_CONTENT[words.tags], LEAST_BESIDE, LEAST_ODDS)
    for hit in hits:
        likely[hit.first : hit.last] = False
    free = set(np.flatnonzero(likely).tolist())
    starts = {hit.first for hit in hits}
    return [_reaching(hit, words, free, starts) if hit.first - 1 in free or hit.last in free else hit for hit in hits]


def _reaching(hit: Hit, words: Words, free: set[int], starts: set[int]) -> Hit:
    sentence = words.sentence(hit.first)
    first, last = hit.first, hit.last
    while first - 1 in free and first > sentence.start and not words.gap(first - 1) and words.tag(first - 1) in _BEFORE:
        first -= 1
    if not words.tag(last - 1).startswith("VB"):
        while last in free and last < sentence.stop and not words.gap(last - 1) and words.tag(last) in _NOUNS:
            last += 1
    end = last
    while end in free and end < sentence.stop and not words.gap(end - 1) and not IS_CONTENT[words.tags[end]]:
        end += 1
    if end > last and end in starts and end < sentence.stop and not words.gap(end - 1):
        last = end
    free.difference_update(range(first, last))
    return hit._replace(first=first, last=last)
