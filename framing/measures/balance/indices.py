"""How evenly counts are spread over their owners: evenness, diversity, concentration.

Each takes counts of shape `(..., owners)` and gives shape `(...)`; nan where it is undefined.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.floating[Any]]


def pielou_evenness(counts: ArrayLike) -> Values:
    """Shannon entropy over its greatest possible value, `H / ln S` (Pielou 1966): 1 is even, 0 all with one.

    `S` is the number of owners with any; undefined for fewer than two.

    >>> round(float(pielou_evenness([31, 6])), 6)
    0.639457
    """
    shares = _shares(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.where(shares > 0, shares * np.log(shares), 0).sum(axis=-1)
        owners = (shares > 0).sum(axis=-1)
        return np.where(owners > 1, entropy / np.log(owners), np.nan)


def unbiased_simpson(counts: ArrayLike) -> Values:
    """The chance that two different units have different owners, `1 - sum n(n-1) / N(N-1)` (Simpson 1949).

    Unlike the plug-in form it does not depend on how many units there are; undefined for fewer than two.

    >>> float(unbiased_simpson([1, 1]))
    1.0
    """
    known = np.asarray(counts, dtype=float)
    total = known.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        same = (known * (known - 1)).sum(axis=-1) / (total * (total - 1))
    return np.where(total > 1, 1 - same, np.nan)


def herfindahl_hirschman(counts: ArrayLike) -> Values:
    """The sum of squared shares (Herfindahl 1950, Hirschman 1945): 1 is all with one, `1 / S` even among `S`.

    >>> round(float(herfindahl_hirschman([31, 6])), 6)
    0.728269
    """
    shares = _shares(counts)
    return np.where(np.isnan(shares).any(axis=-1), np.nan, (shares**2).sum(axis=-1))


def _shares(counts: ArrayLike) -> Values:
    known = np.asarray(counts, dtype=float)
    total = known.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares: Values = known / total
    return shares
