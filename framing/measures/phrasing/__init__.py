"""Loaded phrases: their place, voice, category and reason."""

from framing.measures.phrasing.measure import Phrasing

__all__ = ["Phrasing"]
