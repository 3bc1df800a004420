"""What kind of thing a name names, by its form and by the words round it: a linear model that knows no name.

A weight hangs on what stands beside a name and on lists of common nouns, never on which person, party or nation it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import ALIKE, NUMBER
from framing.models import load_arrays, load_json
from framing.text.vocabulary import WordFeature

NAME = "name-types"
#: The classes that are told apart; `none` is a word that is no name but has a capital for its place.
CLASSES = ("person", "body", "group", "place", "time", "thing", "none")
#: The words round a name whose rows are looked at, and the gaps before and after it.
SLOTS = ("second before", "before", "after", "second after")
#: What a name's own words say, as columns of zeros and ones.
FORM_FLAGS = (
    "any", "one word", "two words", "three words", "more words", "capitals", "digit", "body noun last", "body noun",
    "place noun last", "thing noun last", "document noun last", "country", "capital", "place", "people", "peoples",
    "place first", "people first", "person noun last", "all words known", "holds a link", "plural", "first word known",
    "initial in the middle",
)  # fmt: skip
#: What the places of the names say.
PLACE_FLAGS = (
    "only opening", "only opening, known", "only quoted", "only in headlines", "article before", "possessive",
    "title noun before", "gendered title", "title", "last word alone", "first word alone", "last of a full name",
    "first of a full name", "named twice", "named often",
)  # fmt: skip
FLAGS = FORM_FLAGS + PLACE_FLAGS


_TAGS = tuple(sorted(set(load_json("tags").values())))
#: Rows below hold no single word: beyond the sentence, a name, a number, an abbreviation, a possessive name.
SPECIAL = 5
_FIRST_WORD = SPECIAL + len(_TAGS) + 1


def row_of_form(form: str, words: Mapping[str, int]) -> int:
    """The row of a form beside a name, given the rows of the words that have one; of other words, that of the tag."""
    low = form.lower()
    if not low[:1].isalpha():
        return NUMBER
    low = ALIKE.get(low, low)
    row = words.get(low)
    if row is not None:
        return row
    tag = load_json("tags").get(low)
    return SPECIAL + (_TAGS.index(tag) if tag else len(_TAGS))


def rows_of_words(words: Sequence[str]) -> dict[str, int]:
    """The row of each word of a vocabulary."""
    return {word: _FIRST_WORD + number for number, word in enumerate(words)}


@cache
def row_feature() -> WordFeature:
    """The row of each form, by the vocabulary of the stored model."""
    words = rows_of_words(load_arrays(NAME)["words"].tobytes().decode().split("\n"))
    return WordFeature("row beside a name", partial(row_of_form, words=words), np.int32)


@cache
def _weights() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    arrays = load_arrays(NAME)
    return (
        arrays["rows"].astype(np.float32),
        arrays["gaps"].astype(np.float32),
        arrays["flags"].astype(np.float32),
    )


def scores(
    rows: NDArray[np.intp], gaps: NDArray[np.intp], of: NDArray[np.intp], flags: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The score of each class for each entity, shape `(entities, CLASSES)`.

    `rows` has the rows of the words round each name, shape `(names, SLOTS)`, `gaps` those before and after it, shape
    `(names, 2)`; `of` is the entity of each name, in order, and `flags` has a row for each entity.
    """
    by_row, by_gap, by_flag = _weights()
    context = by_row[np.arange(len(SLOTS)), rows].sum(axis=1) + by_gap[np.arange(2), gaps].sum(axis=1)
    count = np.bincount(of)
    total = np.add.reduceat(context, np.cumsum(count) - count)
    return total * weight(count)[:, None] + flags @ by_flag


def weight(count: NDArray[np.intp]) -> NDArray[np.float64]:
    """How much each of so many names of one entity adds: many say more than one, but not so many times more."""
    return 1 / np.sqrt(np.maximum(count, 1))
