"""Boosted regression trees (Friedman 2001): log odds as a sum over trees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Rows in a block; larger blocks do not fit the processor's cache.
_BLOCK = 128


@dataclass(frozen=True, eq=False)
class Trees:
    """The nodes of all trees, one after another; `root` has the first of each tree, `depth` is the greatest depth.

    A row goes `left` where its `feature` is at most the `threshold`, else `right`. A leaf leads to itself; its
    `value` is added.
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
        return np.concatenate([self._log_odds(rows[at : at + _BLOCK]) for at in range(0, len(rows), _BLOCK)])

    def _log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        cells, first = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        feature, threshold, following = self._nodes
        node = np.broadcast_to(self.root, (len(rows), len(self.root)))
        for _ in range(self.depth):
            goes_left = cells.take(feature.take(node) + first) <= threshold.take(node)
            node = following.take(2 * node + goes_left)
        odds: NDArray[np.float64] = self.value.take(node).sum(axis=1)
        return odds

    @cached_property
    def _nodes(self) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
        """Feature and threshold of each node, and the nodes to its right and left in a row."""
        following = np.stack((self.right, self.left), axis=1).ravel()
        return self.feature.astype(np.intp), self.threshold, following.astype(np.intp)

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> Trees:
        """The trees that are stored as these arrays."""
        columns: dict[str, Any] = {each.name: stored[f"trees {each.name}"] for each in fields(cls)}
        return cls(**{**columns, "depth": int(columns["depth"])})
