"""Accounts of one event side by side, and outlets over many events."""

from framing.compare.accounts import NothingToCompare
from framing.compare.comparison import TABLES, Comparison, compare

__all__ = ["TABLES", "Comparison", "NothingToCompare", "compare"]
