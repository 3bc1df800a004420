"""Who says what: content, cue and source of every quotation, and so the voice of every character."""

from framing.attribution.batch import attribute, attribute_together
from framing.attribution.reading import VOICES, Attribution, Kind, Reading, Source, Stretch, Voice

__all__ = ["VOICES", "Attribution", "Kind", "Reading", "Source", "Stretch", "Voice", "attribute", "attribute_together"]
