"""Balance: who gets to speak, how much, and how evenly."""

from framing.measures.balance.by_side import ANSWERS, NO_SIDE, balance_by_side
from framing.measures.balance.indices import herfindahl_hirschman, pielou_evenness, unbiased_simpson
from framing.measures.balance.measure import FEWEST_ATTRIBUTIONS, UNNAMED_ROLES, Balance

__all__ = [
    "ANSWERS",
    "FEWEST_ATTRIBUTIONS",
    "NO_SIDE",
    "UNNAMED_ROLES",
    "Balance",
    "balance_by_side",
    "herfindahl_hirschman",
    "pielou_evenness",
    "unbiased_simpson",
]
