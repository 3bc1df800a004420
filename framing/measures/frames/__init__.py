"""Frames: cues of policy frames and of generic frames, and an estimate whether a policy frame is present."""

from framing.measures.frames.measure import FEWEST_WORDS, LEAD_SENTENCES, Frames
from framing.measures.frames.model import FrameModel, Words, as_json, from_json, shipped

__all__ = ["FEWEST_WORDS", "LEAD_SENTENCES", "FrameModel", "Frames", "Words", "as_json", "from_json", "shipped"]
