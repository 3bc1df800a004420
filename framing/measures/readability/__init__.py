"""Readability: the standard formulas, their causes, and reading ease."""

from framing.measures.readability.formulas import FORMULAS
from framing.measures.readability.measure import FEW_SENTENCES, Readability, ease_along, hardest_sentences

__all__ = ["FEW_SENTENCES", "FORMULAS", "Readability", "ease_along", "hardest_sentences"]
