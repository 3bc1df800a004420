"""Keyness: how strongly a word belongs to one set of texts rather than another.

Every function takes arrays (or numbers) of counts: `count` uses among the `words` words of one side, `other` uses
among the `other_words` words of the other. They are evidence about words, not about texts: words of one article come
in bursts, so `framing.compare.words` holds all of them against shuffled articles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

Values = NDArray[np.float64]


class LogOdds(NamedTuple):
    """The log-odds ratio of each word, in nats, and its z-score; above 0 where the first side uses it more."""

    delta: Values
    z: Values


def log_odds(first: ArrayLike, second: ArrayLike, prior: ArrayLike) -> LogOdds:
    """The log-odds ratio with an informative Dirichlet prior, of counts of shape `(..., words)`.

    delta = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a)), and z = delta divided by
    sqrt(1 / (y1 + a) + 1 / (y2 + a)) (Monroe, Colaresi and Quinn 2008, equations 16, 19 and 22). `prior` gives a > 0
    for each word; its sum a0 is the prior's mass in words.
    """
    y1, y2, a = (np.asarray(values, dtype=float) for values in (first, second, prior))
    n1, n2 = y1.sum(axis=-1, keepdims=True), y2.sum(axis=-1, keepdims=True)
    mass = a.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log((y1 + a) / (n1 + mass - y1 - a)) - np.log((y2 + a) / (n2 + mass - y2 - a))
        z = delta / np.sqrt(1 / (y1 + a) + 1 / (y2 + a))
    return LogOdds(delta, z)


def g2(count: ArrayLike, other: ArrayLike, words: ArrayLike, other_words: ArrayLike) -> Values:
    """The log-likelihood ratio G2 over the four cells of the table, chi-squared with one degree of freedom.

    2 * sum(observed * ln(observed / expected)) (Dunning 1993); evidence of a difference, not its size.
    """
    a, b, n1, n2 = _counts(count, other, words, other_words)
    used, total = a + b, n1 + n2
    observed = (a, b, n1 - a, n2 - b)
    expected = (n1 * used / total, n2 * used / total, n1 * (total - used) / total, n2 * (total - used) / total)
    evidence: Values = 2 * np.sum([_times_log_ratio(o, e) for o, e in zip(observed, expected, strict=True)], axis=0)
    return evidence


def log_ratio(count: ArrayLike, other: ArrayLike, words: ArrayLike, other_words: ArrayLike) -> Values:
    """The binary logarithm of the ratio of the two rates: +1 is twice as often, -1 half as often (Hardie 2014).

    A word not used at all on one side counts as used half a time there.
    """
    a, b, n1, n2 = _counts(count, other, words, other_words)
    a, b = np.where(a > 0, a, 0.5), np.where(b > 0, b, 0.5)
    return np.log2((a / n1) / (b / n2))


def lrc(
    count: ArrayLike,
    other: ArrayLike,
    words: ArrayLike,
    other_words: ArrayLike,
    *,
    level: float = 0.95,
    tested: int = 1,
) -> Values:
    """The conservative log ratio: the end nearer 0 of the log ratio's interval, 0 where that takes in 0 (Evert 2022).

    The interval is Clopper and Pearson's for the share of the uses that fall on the first side, at `level` corrected
    by Bonferroni for the number of words `tested`.
    """
    a, b, n1, n2 = _counts(count, other, words, other_words)
    tail = (1 - level) / 2 / tested
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, beta.ppf(tail, a, b + 1), 0.0)
        high = np.where(b > 0, beta.ppf(1 - tail, a + 1, b), 1.0)
        bounds = [np.log2(share / (1 - share)) + np.log2(n2 / n1) for share in (low, high)]
    return np.where(bounds[0] > 0, bounds[0], np.where(bounds[1] < 0, bounds[1], 0.0))


def _counts(*counts: ArrayLike) -> tuple[Values, ...]:
    return tuple(np.asarray(value, dtype=float) for value in counts)


def _times_log_ratio(observed: Values, expected: Values) -> Values:
    """The product observed * ln(observed / expected), 0 where nothing was observed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(np.where(observed > 0, observed, 1) / expected), 0.0)
