"""The probability that a careful reader accepts a phrase as loaded, and its strength.

A single word is surer with higher log-odds by the word model; a set phrase of several words is rarely literal.
Each category has its own weight, and a lower bound of log-odds for single words and for phrases.
`lab.training.phrases` learns the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from framing.measures.phrasing.forms import canonical
from framing.measures.phrasing.hits import ALWAYS, STRENGTHS, Hit, highest, likelihood
from framing.measures.phrasing.words import Array, Words
from framing.models import load_arrays, unpack_words

#: Log-odds are clipped to this range.
LOWEST, HIGHEST = -6.0, 1.0
#: Names of the scalars in the stored arrays.
SCALARS = ("intercept", "odds", "several", "least", "lowest", "strength", "strength_odds", "medium", "high")


@dataclass(frozen=True, eq=False)
class PhraseModel:
    """The weights: `scalars` by the names of `SCALARS`, those of categories, and those of words for the strength.

    The confidence is the probability that a careful reader calls the phrase loaded or borderline; phrases from
    `scalars["least"]` on are shown, words only at log-odds that readers have judged in their category (`lowest`).
    """

    scalars: Mapping[str, float]
    categories: Mapping[str, float]
    lowest: Mapping[str, float]
    lowest_several: Mapping[str, float]
    strength_of_categories: Mapping[str, float]
    strength_of_words: Mapping[str, float]

    def confidence_odds(self, category: str, several: bool, odds: float) -> float:
        """The log-odds that a reader accepts a term of a category, of several words or of one at these log-odds."""
        weights = self.scalars
        by_words = weights["several"] if several else weights["odds"] * min(max(odds, LOWEST), HIGHEST)
        return weights["intercept"] + self.categories.get(category, 0.0) + by_words

    @cache  # noqa: B019 - there are few models, and few categories
    def least_odds(self, category: str, several: bool) -> float:
        """The least log-odds of the word model at which a term is shown; infinite, either way, for all or none."""
        least = math.log(self.scalars["least"] / (1 - self.scalars["least"]))
        if self.confidence_odds(category, several, HIGHEST) < least:
            return math.inf
        if several:
            return self.lowest_several.get(category, -math.inf)
        slope = self.scalars["odds"]
        bound = (least - self.confidence_odds(category, several, 0.0)) / slope if slope > 0 else -math.inf
        return max(bound, self.lowest.get(category, self.scalars["lowest"]))

    def strength(self, category: str, words: Iterable[str], odds: float) -> str:
        """Low, medium or high: how strong readers find the phrase of these lower-case words."""
        weights = self.scalars
        known = [self.strength_of_words[form] for form in map(canonical, words) if form in self.strength_of_words]
        value = weights["strength"] + weights["strength_odds"] * min(max(odds, LOWEST), HIGHEST)
        value += self.strength_of_categories.get(category, 0.0) + (sum(known) / len(known) if known else 0.0)
        return STRENGTHS[1 + (value >= weights["medium"]) + (value >= weights["high"])]

    def standing(self, hits: Iterable[Hit], words: Words, odds: Array) -> Iterator[Hit]:
        """The hits that are shown, with their likelihood as weight; a user's own lexicons' always, unchanged."""
        for hit in hits:
            if hit.rank == ALWAYS:
                yield hit
                continue
            several, most = hit.is_set_phrase, highest(odds, hit)
            if most >= self.least_odds(hit.category, several):
                sure = likelihood(self.confidence_odds(hit.category, several, most))
                strength = self.strength(hit.category, words.low[hit.first : hit.last], most)
                yield hit._replace(weight=likelihood(most), confidence=sure, strength=strength)


def from_arrays(stored: Mapping[str, Array]) -> PhraseModel:
    """The model from its arrays."""

    def table(keys: str, values: str) -> dict[str, float]:
        names = unpack_words(stored[keys])
        return dict(zip(names, stored[values].astype(np.float64).tolist(), strict=True))

    scalars: dict[str, Any] = dict(zip(SCALARS, stored["scalars"].astype(np.float64).tolist(), strict=True))
    return PhraseModel(
        scalars,
        table("categories", "category_weights"),
        table("categories", "category_lowest"),
        table("categories", "category_lowest_several"),
        table("categories", "category_strengths"),
        table("forms", "form_strengths"),
    )


@cache
def load_phrase_model() -> PhraseModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-phrases"))
