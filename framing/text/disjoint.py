"""Of things that may overlap, those that do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


def disjoint(ordered: Iterable[T], places: Callable[[T], Collection[Hashable]]) -> list[T]:
    """Those of some things, the best first, that share no place with one taken before.

    >>> disjoint([range(2, 5), range(0, 3), range(5, 6)], list)
    [range(2, 5), range(5, 6)]
    """
    kept: list[T] = []
    taken: set[Hashable] = set()
    for thing in ordered:
        its = places(thing)
        if taken.isdisjoint(its):
            taken.update(its)
            kept.append(thing)
    return kept
