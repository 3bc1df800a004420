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
#: The same by their last letter, so that few are tried.
_ENDINGS_OF = {last: [each for each in _ENDINGS if each[0][-1] == last] for last in {end[-1] for end, _ in _ENDINGS}}


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
    if not low.isalpha():
        if any(map(str.isdigit, low)):
            return "CD"
        if "-" in low:
            return "JJ"
    return next((tag for ending, tag in _ENDINGS_OF.get(low[-1:], ()) if low.endswith(ending)), "NN")


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
