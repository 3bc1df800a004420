"""Document to Reading: who says what."""

from __future__ import annotations

from framing.attribution.reading import Reading
from framing.text.document import Document


def attribute(document: Document) -> Reading:
    """The document read for its voices."""
    return Reading(document, (), (), ())
