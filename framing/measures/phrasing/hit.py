"""A loaded phrase as it is found: words, and the entry or rule that marks it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from framing.text.spans import disjoint

#: The rank of a hit that no other takes the place of, however long.
ALWAYS = 9


class Hit(NamedTuple):
    """Words `[first, last)` of the document that a term or a rule marks.

    `why` is a sentence in which `{text}` stands for the words; `rank` decides between hits of equal length, the
    higher the sooner.
    """

    first: int
    last: int
    lexicon: str
    category: str
    term: str
    weight: float
    why: str
    rank: int = 0

    def weighing(self, weight: float) -> Hit:
        """The hit with another weight."""
        # `_replace` takes several times as long.
        first, last, lexicon, category, term, _, why, rank = self
        return Hit(first, last, lexicon, category, term, weight, why, rank)


def without_overlap(hits: Iterable[Hit]) -> list[Hit]:
    """The hits by position, of overlapping ones the longest; of equally long ones the higher rank, then weight.

    Hits of the rank `ALWAYS` come before all others.
    """
    chosen = disjoint(sorted(hits, key=_before), lambda hit: range(hit.first, hit.last))
    return sorted(chosen, key=lambda hit: hit.first)


def _before(hit: Hit) -> tuple[bool, int, int, float, int, str, str]:
    return (
        hit.rank < ALWAYS,
        hit.first - hit.last,
        -hit.rank,
        -hit.weight,
        hit.first,
        hit.lexicon,
        hit.term,
    )
