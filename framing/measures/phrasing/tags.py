"""The usual part of speech of a word form, so that a rule can tell a noun from a verb without parsing."""

from __future__ import annotations

from functools import cache

import numpy as np

from framing.measures.phrasing.names import representative
from framing.models import load_json
from framing.text.vocabulary import WordFeature

_ENDINGS = (
    ("ly", "RB"), ("ing", "VBG"), ("ed", "VBD"), ("'s", "POS"),
    ("ous", "JJ"), ("ful", "JJ"), ("ive", "JJ"), ("ic", "JJ"), ("al", "JJ"), ("ish", "JJ"), ("less", "JJ"),
    ("able", "JJ"), ("ible", "JJ"), ("est", "JJS"), ("s", "NNS"),
)  # fmt: skip


@cache
def _usual() -> dict[str, str]:
    tags: dict[str, str] = load_json("tags")
    return tags


def usual_tag(form: str) -> str:
    """The Penn tag that the form has most often; for a form never seen, the one its ending suggests.

    >>> usual_tag("sweeping"), usual_tag("unbelievably"), usual_tag("toll-free")
    ('JJ', 'RB', 'JJ')
    """
    low = form.lower()
    tag = _usual().get(low)
    if tag:
        return tag
    if any(character.isdigit() for character in low):
        return "CD"
    if "-" in low:
        return "JJ"
    return next((tag for ending, tag in _ENDINGS if low.endswith(ending)), "NN")


#: The tags there are, in a fixed order; `EDGE` stands beyond the ends of a sentence.
TAGS: tuple[str, ...] = (
    "ADD", "AFX", "CC", "CD", "DT", "EDGE", "EX", "FW", "GW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN",
    "NNP", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG",
    "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX",
)  # fmt: skip
_CODE = {tag: code for code, tag in enumerate(TAGS)}


def tag_code(form: str) -> int:
    """The index into `TAGS` of the form's usual tag."""
    return _CODE.get(usual_tag(form), _CODE["XX"])


TAG = WordFeature("usual tag", lambda form: tag_code(representative(form)), np.int8)
