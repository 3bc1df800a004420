"""The words that may speak for a frame, and how much of a text each makes up.

A word speaks by its lower-case form. Forms that are mostly names have no word vector and are left out, as are words
written as a name where they stand and words for gender, party and side: exchanging one name for another moves nothing.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.models import news_frequency, vector_forms
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

LOWER = WordFeature("lower-case form", str.lower, object)
CAPITAL = WordFeature("begins with a capital", lambda form: form[:1].isupper(), bool)

#: Words of which exchanging one for another says nothing about what a story is about.
MASKED = listed(
    """
    he she him her his hers himself herself he's she's he'd she'd he'll she'll man woman men women man's woman's men's
    women's boy girl boys girls father mother fathers mothers son daughter sons daughters husband wife husbands wives
    brother sister brothers sisters uncle aunt male female males females gentleman lady gentlemen ladies actor actress
    congressman congresswoman spokesman spokeswoman chairman chairwoman businessman businesswoman mr mrs ms miss
    liberal liberals liberalism conservative conservatives conservatism leftist leftists rightist rightists left right
    left-wing right-wing progressive progressives democrat democrats democratic republican republicans socialist
    socialists communist communists nationalist nationalists
    """
)

#: Of the words of a sentence; with more it is written as a headline is.
MOST_CAPITALS = 0.6

Mask = NDArray[np.bool_]


@cache
def speaking_forms() -> dict[str, int]:
    """The forms that may speak for a frame, each with its row; in the order of their use in news."""
    kept = (form for form in vector_forms() if form not in MASKED)
    return {form: row for row, form in enumerate(kept)}


def rarity(form: str) -> float:
    """How rare a form is in news: the natural logarithm of one over its share of all words, 0 to about 17."""
    uses, total = news_frequency()
    return float(np.log((total + 1) / (uses.get(form, 0) + 1)))


def written_as_name(document: Document) -> Mask:
    """The words with a capital that their place in the sentence does not ask for, shape `(words,)`.

    Headlines and subheads give most words a capital, and so do sentences written like them: there it tells nothing.
    """
    named = document.word_column(CAPITAL).astype(bool)
    first = document.sentence_first_word
    # the last sentences may hold no word
    named[first[first < len(named)]] = False
    capitals = np.bincount(document.word_sentence[named], minlength=len(first) - 1)
    plain = (document.sentence_section == MEASURED.index(Section.BODY)) & (capitals <= MOST_CAPITALS * np.diff(first))
    mask: Mask = named & plain[document.word_sentence]
    return mask
