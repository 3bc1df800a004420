"""Frames: cues of policy frames and of generic frames, and an answer whether each frame is present."""

from framing.measures.frames.cues import Cue
from framing.measures.frames.measure import Frames, NoFittedFrames, fitted_frames

__all__ = ["Cue", "Frames", "NoFittedFrames", "fitted_frames"]
