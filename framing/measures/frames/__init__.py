"""Frames: cues of policy frames and of generic frames, and an answer whether each frame is present."""

from framing.measures.frames.cues import Cue, CueFinder, shipped_cues
from framing.measures.frames.measure import LEAD_SENTENCES, Frames, NoFittedFrames, fitted_frames
from framing.measures.frames.model import FEWEST_WORDS, FrameModel, Words, as_json, from_json, shipped

__all__ = [
    "FEWEST_WORDS",
    "LEAD_SENTENCES",
    "Cue",
    "CueFinder",
    "FrameModel",
    "Frames",
    "NoFittedFrames",
    "Words",
    "as_json",
    "fitted_frames",
    "from_json",
    "shipped",
    "shipped_cues",
]
