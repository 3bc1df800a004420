"""Joined names: the hyphen of U.S.-Canada stands between two words, that of Ocasio-Cortez inside one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

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


def joined_names(
    text: str, start: Positions, end: Positions, hyphens: Positions, text_at: Sequence[int] = (0,)
) -> list[int]:
    """Those of the hyphens, each inside a word and before a capital, that join two names.

    `start` and `end` say where words stand, `text_at` where each of several texts begins. The hyphen joins names if
    each is a place or stands by itself elsewhere in its text, as in Trump-Carney.
    """
    words = np.searchsorted(start, hyphens, side="right") - 1
    short = end[words] - start[words] <= LONGEST
    parts = [
        (hyphen, text[start[word] : hyphen], text[hyphen + 1 : end[word]])
        for hyphen, word in zip(hyphens[short].tolist(), words[short].tolist(), strict=True)
    ]

    def stands_alone(part: str, hyphen: int) -> bool:
        number = bisect_right(text_at, hyphen)
        at, limit = text_at[number - 1], text_at[number] if number < len(text_at) else len(text)
        while (at := text.find(part, at, limit)) >= 0:
            word = int(start.searchsorted(at))
            if word < len(start) and start[word] == at and end[word] == at + len(part):
                return True
            at += 1
        return False

    def is_name(part: str, hyphen: int) -> bool:
        bare = part.replace(".", "").removesuffix("'s").removesuffix("’s")
        return bare in PLACES or (len(bare) > 1 and stands_alone(part, hyphen))

    return [
        hyphen
        for hyphen, left, right in parts
        if left[0].isupper() and "-" not in left + right and is_name(left, hyphen) and is_name(right, hyphen)
    ]
