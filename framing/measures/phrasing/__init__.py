"""Loaded phrasing: which phrases, whose words they are, where they stand, and why each is marked."""

from framing.measures.phrasing.measure import Phrasing

__all__ = ["Phrasing"]
