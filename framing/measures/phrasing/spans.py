"""How far a marked phrase reaches: to the words beside a hit that are themselves likely to be marked, hit or not.

Readers mark “rife with corruption” and “radical agenda”, not two words or one: what belongs to the phrase and stands
among loaded words is part of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from framing.measures.phrasing.decide import IS_CONTENT, LEAST_ODDS, bound
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.seen import Array
from framing.measures.phrasing.words import Words

#: The least log-odds of a word of content beside a hit; small words ask for as much as a hit.
LEAST_BESIDE = -2.0
_NOUNS = frozenset({"NN", "NNS"})
_BEFORE = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS"})
_FINITE = frozenset({"VB", "VBD", "VBP", "VBZ"})


def reaching(hits: Sequence[Hit], words: Words, odds: Array) -> list[Hit]:
    """The hits, by position and none overlapping another, with the likely words beside each that no hit has.

    Before a hit these are adjectives and adverbs; after it, its noun. Small words between two hits, and only there,
    belong to the first.
    """
    likely = np.flatnonzero(odds >= min(LEAST_BESIDE, LEAST_ODDS))
    least = np.where(IS_CONTENT[words.tags[likely]], LEAST_BESIDE, LEAST_ODDS)
    free = set(likely[odds[likely] >= least].tolist()).difference(*(range(hit.first, hit.last) for hit in hits))
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


def joined(hits: Sequence[Hit], words: Words, own_lexicons: frozenset[str]) -> list[Hit]:
    """The hits, by position, with those made one that stand side by side: “despicable cronies” is one phrase.

    The likelier of the two tells why it is marked. Finite verbs stay apart (“slammed cronies”), and so do the hits of a
    user's own lexicons and cues that are marked whether or not readers are likely to.
    """
    found: list[Hit] = []
    for hit in hits:
        if found and found[-1].last == hit.first and _belong(found[-1], hit, words, own_lexicons):
            before = found.pop()
            told = hit if hit.weight > before.weight else before
            hit = told._replace(first=before.first, last=hit.last)
        found.append(hit)
    return found


def _belong(left: Hit, right: Hit, words: Words, own_lexicons: frozenset[str]) -> bool:
    if any(hit.lexicon in own_lexicons or bound(hit.category) == -math.inf for hit in (left, right)):
        return False
    here = right.first
    if here == words.sentence(here).start or words.gap(here - 1):
        return False
    return words.tag(here - 1) not in _FINITE and words.tag(here) not in _FINITE
