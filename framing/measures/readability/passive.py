"""Signals of the passive: a form of "be", perhaps an adverb, and a participle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.text import Document, WordFeature
from framing.text.listed import listed

_BE, _PARTICIPLE, _BETWEEN = 1, 2, 4

_FORMS_OF_BE = listed(
    "am is are was were be been being it's that's he's she's they're we're you're i'm wasn't weren't isn't aren't"
)
_PARTICIPLES = listed(
    """
    beaten become begun bent bet bitten blown born borne bought bound bred broken brought built burnt cast caught chosen
    come cut dealt done drawn driven eaten fallen fed felt fought found forbidden forced forgiven forgotten frozen given
    gone grown heard held hidden hit hurt kept known laid led left lent let lost made meant met mistaken overthrown paid
    proven put read ridden run said sawn seen sent sold set sewn shaken shed shot shown shut slain sought spent split
    spoken spread spun stolen struck stuck sung sunk sworn swept swung taken taught thought thrown told torn understood
    upheld undone withdrawn withheld won worn woven written
    """
)
_NO_PARTICIPLES = listed(
    "indeed need speed seed feed breed weed greed bed red led-up hundred kindred sacred naked wicked tired excited "
    "interested concerned worried pleased scared supposed united"
)
_ADVERBS = listed(
    "not never also still already just once always often now then being so far even only soon first later"
)


def _role(form: str) -> int:
    word = form.lower()
    role = _BE if word in _FORMS_OF_BE else 0
    if word in _PARTICIPLES or (word.endswith("ed") and len(word) > 4 and word not in _NO_PARTICIPLES):
        role |= _PARTICIPLE
    if word in _ADVERBS or (word.endswith("ly") and len(word) > 4):
        role |= _BETWEEN
    return role


ROLE = WordFeature("passive_role", _role, "uint8")


def passive_words(document: Document) -> NDArray[np.bool_]:
    """Whether each word is the participle of a passive, as far as its neighbours can tell.

    A participle within three words after a form of "be" in its sentence, with nothing but adverbs between. By hand,
    "is pleased" and its like are left out; what remains of them is counted.
    """
    roles = document.word_column(ROLE)
    found = np.zeros(len(roles), dtype=bool)
    reached = np.flatnonzero(roles & _BE)
    sentence = document.word_sentence[reached]
    for _ in range(3):
        reached = reached + 1
        inside = reached < len(roles)
        reached, sentence = reached[inside], sentence[inside]
        role = np.where(document.word_sentence[reached] == sentence, roles[reached], 0)
        found[reached[(role & _PARTICIPLE) != 0]] = True
        between = (role & _BETWEEN) != 0
        reached, sentence = reached[between], sentence[between]
    return found
