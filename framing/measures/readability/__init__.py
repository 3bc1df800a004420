"""Readability: the standard formulas on counts of our own, their causes, and reading ease."""

from framing.measures.readability.formulas import FORMULAS
from framing.measures.readability.measure import (
    FEW_SENTENCES,
    FEW_SENTENCES_SMOG,
    Readability,
    Stretch,
    ease_along,
    hardest_sentences,
)

__all__ = [
    "FEW_SENTENCES",
    "FEW_SENTENCES_SMOG",
    "FORMULAS",
    "Readability",
    "Stretch",
    "ease_along",
    "hardest_sentences",
]
