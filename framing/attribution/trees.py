"""Boosted regression trees (Friedman 2001): log odds from numbers, each tree adding to those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FIELDS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True, eq=False)
class Trees:
    """All nodes of all trees in a row; `root` has the first of each tree, and `depth` is that of the deepest.

    A row goes `left` where its `feature` is at most the `threshold`, else `right`. A leaf leads to itself and has the
    `value` that is added.
    """

    root: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log odds of each row, shape `(rows,)`; `rows` has a column for each feature."""
        node = np.broadcast_to(self.root, (len(rows), len(self.root)))
        each = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[each, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        odds: NDArray[np.float64] = self.value[node].sum(axis=1)
        return odds

    def as_arrays(self) -> dict[str, NDArray[Any]]:
        """The trees as arrays to store."""
        arrays: dict[str, NDArray[Any]] = {f"trees {name}": getattr(self, name) for name in ("root", *_FIELDS)}
        return arrays | {"trees depth": np.array(self.depth)}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> Trees:
        """The trees that `as_arrays` gave."""
        columns = {name: stored[f"trees {name}"] for name in ("root", *_FIELDS)}
        return cls(**columns, depth=int(stored["trees depth"]))
