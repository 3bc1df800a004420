"""Who says what: content, cue and source of every quotation, and so the voice of every character."""

from framing.attribution.batch import Batch, attribute
from framing.attribution.reading import VOICES, Attribution, Kind, Reading, Source, Stretch, Voice

__all__ = ["VOICES", "Attribution", "Batch", "Kind", "Reading", "Source", "Stretch", "Voice", "attribute"]
