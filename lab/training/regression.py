"""Logistic regression on looked-up rows, fitted by L-BFGS with a ridge penalty.

Thousands of words share a form. So the features of a form are multiplied by the weights once, and each word looks
up the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Block:
    """Features of rows (`features`, sparse), and the row of each example.

    With `group`, an example is the sum of its group's rows, divided by the group's size to the power `power`.
    """

    features: Any
    rows: Array
    group: Array | None = None
    power: float = 1.0
    penalty: float = 1.0

    @cached_property
    def _transposed(self) -> Any:
        return self.features.T.tocsr()

    @cached_property
    def _scale(self) -> Array:
        return 1.0 / np.maximum(np.bincount(self.group), 1) ** self.power  # type: ignore[arg-type]

    @property
    def width(self) -> int:
        """The number of weights."""
        return int(self.features.shape[1])

    def scores(self, weights: Array) -> Array:
        """The block's part in each example's log-odds."""
        scores: Array = (self.features @ weights)[self.rows]
        if self.group is None:
            return scores
        return np.asarray((np.bincount(self.group, scores) * self._scale)[self.group])

    def gradient(self, residuals: Array) -> Array:
        """The gradient of the loss with respect to the block's weights."""
        if self.group is not None:
            residuals = (np.bincount(self.group, residuals) * self._scale)[self.group]
        return np.asarray(self._transposed @ np.bincount(self.rows, residuals, minlength=self.features.shape[0]))

    def part(self, chosen: Array) -> Block:
        """The block for the chosen examples, which must be whole groups."""
        group = None if self.group is None else np.unique(self.group[chosen], return_inverse=True)[1]
        return Block(self.features, self.rows[chosen], group, self.power, self.penalty)


def fit(blocks: Sequence[Block], truth: Array, weight: Array, *, iterations: int = 100) -> tuple[list[Array], float]:
    """The weights of each block and the intercept."""
    from scipy.optimize import minimize

    cuts = np.cumsum([0] + [block.width for block in blocks]).tolist()
    penalty = np.concatenate([np.full(block.width, block.penalty) for block in blocks] + [np.zeros(1)])

    def loss(weights: Array) -> tuple[float, Array]:
        odds = np.full(len(truth), weights[-1])
        for block, (start, end) in zip(blocks, pairwise(cuts), strict=True):
            odds += block.scores(weights[start:end])
        likely = 1 / (1 + np.exp(-odds))
        residuals = weight * (likely - truth)
        value = (weight * (np.logaddexp(0, odds) - truth * odds)).sum() + 0.5 * (penalty * weights**2).sum()
        parts = [block.gradient(residuals) for block in blocks]
        return float(value), np.concatenate([*parts, [residuals.sum()]]) + penalty * weights

    start = np.zeros(cuts[-1] + 1)
    start[-1] = np.log((weight * truth).sum() / (weight * (1 - truth)).sum())
    optimum = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8, "ftol": 1e-6}
    ).x
    return [optimum[start:end] for start, end in pairwise(cuts)], float(optimum[-1])
