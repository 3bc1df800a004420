"""Agentless passives of harm: somebody was killed, and who did it is not said.

Used more often where police kill, and readers then blame less (Moreno-Medina, Ouss, Bayer and Ba 2025).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from framing.measures.phrasing.codebook import RULES
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.words import Words
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

_BE = listed("is are was were be been being got gets")
_HARM = listed(
    """
    abused assaulted attacked battered beaten bombed brutalized bombarded choked crushed deported displaced driven
    evicted executed expelled forced gunned harassed harmed hit humiliated hurt injured jailed killed maimed mistreated
    punched pepper-sprayed shelled shot silenced slain stabbed starved struck tear-gassed tortured wounded wronged
    """
)
#: What is struck down is a law.
_STRUCK_DOWN = ["struck", "down"]
#: “Mistakes were made.”
_MADE, _MISTAKES = "made", listed("errors mistakes lapses")
#: How far after the verb somebody may still be named with “by”.
_REACH = 8
WHY = "“{text}” tells of harm and leaves out who did it."

#: In one number: whether a form is one of “be”, and whether it tells of harm.
_IS_BE, _IS_HARM = 1, 2


def _kind(form: str) -> int:
    low = form.lower()
    return _IS_BE * (low in _BE) | _IS_HARM * (low in _HARM or low == _MADE)


PASSIVE = WordFeature("part of a passive of harm", _kind, np.uint8)


def passive_hits(words: Words) -> Iterator[Hit]:
    """A hit for each passive of a verb of harm whose clause names nobody with “by”."""
    kinds = words.document.word_column(PASSIVE)
    harm = np.append((kinds & _IS_HARM) != 0, [False, False])
    for be in (((kinds & _IS_BE) != 0) & (harm[1:-1] | harm[2:])).nonzero()[0].tolist():
        sentence = words.sentence(be)
        verb = next((word for word in range(be + 1, min(be + 3, sentence.stop)) if _harms(words, be, word)), None)
        if verb is not None and not _names_agent(words, verb, sentence.stop):
            yield Hit(be, verb + 1, RULES, "agentless-passive", "passive without agent", 1.0, WHY, 1)


def _harms(words: Words, be: int, word: int) -> bool:
    if any(words.gap(before) for before in range(be, word)) or (word > be + 1 and words.tag(word - 1) != "RB"):
        return False
    if words.low[word : word + 2] == _STRUCK_DOWN:
        return False
    made = words.low[word] == _MADE and be > words.sentence(be).start and words.low[be - 1] in _MISTAKES
    return made or words.low[word] in _HARM


def _names_agent(words: Words, verb: int, stop: int) -> bool:
    for word in range(verb + 1, min(verb + 1 + _REACH, stop)):
        if words.gap(word - 1) in {";", ":", "—"}:
            return False
        if words.low[word] in {"by", "himself", "herself", "themselves", "itself"}:
            return True
    return False
