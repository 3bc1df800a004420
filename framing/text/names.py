"""Joined names: the hyphen of U.S.-Canada stands between two words, that of Ocasio-Cortez inside one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.text.listed import listed

#: Countries, and bodies that news joins as if they were.
PLACES = listed(
    """
    Afghanistan Africa Albania Algeria America Angola Arab Arabia Argentina Armenia Asia Australia Austria Azerbaijan
    Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Brazil Britain Bulgaria Burma Cambodia Cameroon Canada Chad Chile
    China Colombia Congo Croatia Cuba Cyprus Denmark Ecuador Egypt Eritrea Estonia Ethiopia Europe Finland France Gaza
    Georgia Germany Ghana Greece Guatemala Haiti Hamas Hezbollah Honduras Hungary Iceland India Indonesia Iran Iraq
    Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Korea Kosovo Kuwait Laos Latvia Lebanon Liberia Libya
    Lithuania Malaysia Mali Malta Mexico Moldova Mongolia Morocco Mozambique Myanmar Namibia Nepal Netherlands Nicaragua
    Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia
    Rwanda Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tajikistan
    Tanzania Thailand Tunisia Turkey Uganda Ukraine Uruguay Uzbekistan Venezuela Vietnam Yemen Zambia Zimbabwe NATO
    American British Canadian Chinese Egyptian European French German Indian Iranian Iraqi Irish Israeli Italian
    Japanese Korean Lebanese Mexican Pakistani Palestinian Polish Russian Saudi Spanish Syrian Turkish Ukrainian
    Democrat Democratic Republican Liberal Labour Conservative
    US UK EU UN USA UAE
    """
)

Positions = NDArray[np.intp]

#: No two names are longer than this together.
LONGEST = 60


def joined_names(text: str, start: Positions, end: Positions, hyphens: Positions) -> list[int]:
    """Those of the hyphens, each inside a word and before a capital, that join two names.

    `start` and `end` say where words stand. The hyphen joins names if each is a place or stands by itself elsewhere in
    the text, as in Trump-Carney.
    """
    words = np.searchsorted(start, hyphens, side="right") - 1
    short = end[words] - start[words] <= LONGEST
    parts = [
        (hyphen, text[start[word] : hyphen], text[hyphen + 1 : end[word]])
        for hyphen, word in zip(hyphens[short].tolist(), words[short].tolist(), strict=True)
    ]

    def is_name(part: str) -> bool:
        bare = part.replace(".", "").removesuffix("'s").removesuffix("’s")
        return bare in PLACES or (len(bare) > 1 and _stands_alone(part, text, start, end))

    return [
        hyphen
        for hyphen, left, right in parts
        if left[0].isupper() and "-" not in left + right and is_name(left) and is_name(right)
    ]


def _stands_alone(part: str, text: str, start: Positions, end: Positions) -> bool:
    """Whether the part of a word is a word by itself somewhere."""
    at = text.find(part)
    while at >= 0:
        word = int(start.searchsorted(at))
        if word < len(start) and start[word] == at and end[word] == at + len(part):
            return True
        at = text.find(part, at + 1)
    return False
