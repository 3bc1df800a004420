"""The null: what a comparison gives when the articles of each event are shuffled among the outlets.

Articles are shuffled, never words or sentences: those of one article hang together, and a test that takes them for
independent finds differences between any two articles. Labels move within an event only, so that what one event is
about does not pass for how one outlet writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

SEED = 20250328

#: The chance that a whole report claims a difference where there is none.
REPORT_ALPHA = 0.05
#: The tables of a report that claim differences, which share that chance equally.
CLAIMING_TABLES = ("differences", "keyness")
TABLE_ALPHA = REPORT_ALPHA / len(CLAIMING_TABLES)

DIFFERS = "differs"
CANNOT_TELL = "cannot tell"

Labels = NDArray[np.int64]


def numbered(names: Sequence[str]) -> tuple[list[str], Labels]:
    """The distinct names, sorted, and the index of each given name among them."""
    distinct = sorted(set(names))
    number = {name: index for index, name in enumerate(distinct)}
    return distinct, np.array([number[name] for name in names], dtype=np.int64)


def shuffled_labels(groups: Labels, events: Labels, shuffles: int, seed: int = SEED) -> Iterator[Labels]:
    """`shuffles` times the group of each article, shuffled among the articles of the same event."""
    generator = np.random.default_rng((seed, len(groups)))
    members = [np.flatnonzero(events == event) for event in np.unique(events)]
    for _ in range(shuffles):
        labels = groups.copy()
        for articles in members:
            labels[articles] = generator.permutation(groups[articles])
        yield labels


def p_value(observed: NDArray[np.float64], shuffled: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    """How often shuffling gives at least what was observed: (1 + hits) / (1 + shuffles).

    Counting the observed articles as one of the shuffles keeps the test exact (Phipson and Smyth 2010). `nan` where
    nothing was observed.
    """
    # sums in another order may differ in the last bits: a tie counts as a hit
    least = observed - 1e-9 * np.maximum(1, np.abs(observed))
    hits, shuffles = np.zeros(observed.shape), 0
    for values in shuffled:
        hits += values >= least
        shuffles += 1
    return np.where(np.isnan(observed), np.nan, (1 + hits) / (1 + shuffles))
