"""Names are no words: which words are names, and which words stand for a person, a party or a gender.

No weight may hang on who is spoken of. So every name is read as `NAME`, and words that come in pairs, such as he and
she or Democrat and Republican, are read as one word each.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.models import load_json
from framing.models.frequency import news_frequency
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

Mask = NDArray[np.bool_]

#: What a name, a number and the edge of a sentence are read as.
NAME, NUMBER, EDGE = "<name>", "<number>", "<edge>"

_PERSON = listed("he she him her his hers himself herself he's she's he'd she'd he'll she'll")
#: Each line is read as one word.
_PAIRS = """
    man woman
    men women
    man's woman's
    men's women's
    boy girl
    boys girls
    father mother
    fathers mothers
    son daughter
    sons daughters
    husband wife
    brother sister
    uncle aunt
    male female
    males females
    gentleman lady
    gentlemen ladies
    actor actress
    king queen
    congressman congresswoman
    spokesman spokeswoman
    chairman chairwoman
    businessman businesswoman
    liberal conservative
    liberals conservatives
    liberalism conservatism
    leftist rightist
    leftists rightists
    democrat republican
    democrats republicans
    democrat's republican's
    democratic republican
"""
_ONE_OF_A_PAIR = {
    word: f"<{line.split()[0]}>" for line in reversed(_PAIRS.strip().splitlines()) for word in line.split()
}
_SIDE = re.compile(r"((?:far|alt|hard|center|centre|radical)-)?(?:left|right)(-[a-z]+)?")

#: Words written with a capital that name no person, party, place or outlet, but call somebody something.
EPITHETS = listed(
    """
    nazi nazis nazism orwellian marxist marxists marxism stalinist stalinists stalinism maoist maoists islamist
    islamists islamism islamophobic islamophobia kafkaesque machiavellian gestapo luddite luddites draconian
    """
)

LOWER, CAPITAL, CAPITALS, WITH_DIGIT = range(4)
#: A word of fewer letters is an abbreviation when in capitals, and tells nothing of the style of a heading.
LONG_ENOUGH = 4


@cache
def _known_words() -> frozenset[str]:
    return frozenset(news_frequency()[0]) | frozenset(load_json("tags"))


def _case(form: str) -> int:
    if any(character.isdigit() for character in form):
        return WITH_DIGIT
    if form.islower() or form in {"I", "A", "O"} or form.startswith("I'"):
        return LOWER
    if form.isupper() and len(form) > 1:
        return CAPITALS
    return CAPITAL if any(character.isupper() for character in form) else LOWER


def _is_known(form: str) -> bool:
    low = form.lower()
    known = _known_words()
    return low in known or low.removesuffix("'s") in known


def canonical(form: str) -> str:
    """The word that a form is read as: in lower case, one of a pair as the pair.

    >>> canonical("She"), canonical("Slammed"), canonical("left-wing") == canonical("right-wing")
    ('<person>', 'slammed', True)
    """
    low = form.lower()
    if low in _PERSON:
        return "<person>"
    pair = _ONE_OF_A_PAIR.get(low)
    if pair:
        return pair
    side = _SIDE.fullmatch(low) if "-" in low else None
    return f"{side[1] or ''}<side>{side[2] or ''}" if side else low


CASE = WordFeature("case", _case, np.int8)
KNOWN = WordFeature("known word", _is_known, np.bool_)
LONG = WordFeature("long enough", lambda form: len(form) >= LONG_ENOUGH, np.bool_)
EPITHET = WordFeature("epithet", lambda form: form.lower() in EPITHETS, np.bool_)
LOW = WordFeature("lower case", str.lower, object)
CANONICAL = WordFeature("canonical", canonical, object)


def names(document: Document) -> Mask:
    """Which words are names: those with a capital that neither their place nor a heading's style accounts for.

    Where any word would have a capital (at the start of a sentence or quotation, in a heading with capitals
    throughout), a word is a name unless it is one that news writes with a small letter.
    """
    case = document.word_column(CASE)
    known = document.word_column(KNOWN)
    long = document.word_column(LONG)
    first = document.sentence_first_word
    opening = np.zeros(len(case), dtype=bool)
    opening[first[:-1][first[:-1] < first[1:]]] = True
    if document.quotations:
        opening |= np.isin(document.word_start, [quotation.inner_start for quotation in document.quotations])
    capital = case == CAPITAL
    expected = opening | _in_headings(document, (capital | (case == CAPITALS)) & ~opening, known & long & ~opening)
    found: Mask = (capital & ~(expected & known)) | ((case == CAPITALS) & ~(known & long))
    found &= ~document.word_column(EPITHET)
    return found


def _in_headings(document: Document, capital: Mask, telling: Mask) -> Mask:
    """Which words stand in a heading: most of its longer words have a capital, and no full stop ends it."""
    sentences = len(document.sentence_start)
    told = np.bincount(document.word_sentence, telling, minlength=sentences)
    capitals = np.bincount(document.word_sentence, telling & capital, minlength=sentences)
    heading = capitals * 2 > told
    for sentence in heading.nonzero()[0].tolist():
        text = document.folded[document.sentence_start[sentence] : document.sentence_end[sentence]]
        heading[sentence] = not text.rstrip("\"') ").endswith(".")
    found: Mask = heading[document.word_sentence]
    return found
