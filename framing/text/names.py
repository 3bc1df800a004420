"""Joined names: the hyphen of U.S.-Canada stands between two words, that of Ocasio-Cortez inside one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

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
    text: str,
    start: Positions,
    end: Positions,
    capital: NDArray[np.bool_],
    hyphens: Positions,
    text_at: Sequence[int] = (0,),
) -> list[int]:
    """Those of the hyphens, each inside a word and before a capital, that join two names.

    `start` and `end` say where words stand, `capital` which of them begin with one, `text_at` where each of several
    texts begins. The hyphen joins names if each is a place or stands by itself elsewhere in its text, as in
    Trump-Carney.
    """
    words = np.searchsorted(start, hyphens, side="right") - 1
    short = end[words] - start[words] <= LONGEST
    parts = [
        (hyphen, text[start[word] : hyphen], text[hyphen + 1 : end[word]])
        for hyphen, word in zip(hyphens[short].tolist(), words[short].tolist(), strict=True)
    ]
    parts = [(hyphen, left, right) for hyphen, left, right in parts if left[0].isupper() and "-" not in left + right]
    asked = {part for _, *names in parts for part in names if _bare(part) not in PLACES and len(_bare(part)) > 1}
    alone = set(_standing_alone(asked, text, start[capital], end[capital], text_at)) if asked else set()

    def is_name(part: str, hyphen: int) -> bool:
        return _bare(part) in PLACES or (part, bisect_right(text_at, hyphen)) in alone

    return [hyphen for hyphen, left, right in parts if is_name(left, hyphen) and is_name(right, hyphen)]


def _bare(part: str) -> str:
    """A part of a word without stops and possessive ending."""
    return part.replace(".", "").removesuffix("'s").removesuffix("’s")


def _standing_alone(
    asked: set[str], text: str, start: Positions, end: Positions, text_at: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """Which of the parts, which begin with a capital as the words do, are a word by themselves somewhere.

    Each comes with the number of the text, from one.
    """
    of_length = np.zeros(LONGEST + 2, dtype=bool)
    of_length[list(map(len, asked))] = True
    as_long = np.flatnonzero(of_length[np.minimum(end - start, LONGEST + 1)])
    for first, last in zip(start[as_long].tolist(), end[as_long].tolist(), strict=True):
        word = text[first:last]
        if word in asked:
            yield word, bisect_right(text_at, first)
