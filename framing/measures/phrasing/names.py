"""Names are no words: which words are names, and which words stand for a person, a party or a gender.

No weight may hang on who is spoken of. So every name is read as `NAME`, and words that come in pairs, such as he and
she or Democrat and Republican, are read as one word each.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.models import load_json, news_frequency
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature
from framing.text.words import PLACES

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
_FIRST_OF_PAIR = {word: line.split()[0] for line in reversed(_PAIRS.strip().splitlines()) for word in line.split()}
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
    # nations and their people are names wherever they stand
    return (frozenset(news_frequency()[0]) | frozenset(load_json("tags"))) - {place.lower() for place in PLACES}


def _case(form: str) -> int:
    if not form.isalpha() and any(map(str.isdigit, form)):
        return WITH_DIGIT
    if form.islower() or form in {"I", "A", "O"} or form.startswith("I'"):
        return LOWER
    if form.isupper() and len(form) > 1:
        return CAPITALS
    return CAPITAL if any(map(str.isupper, form)) else LOWER


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
    pair = _FIRST_OF_PAIR.get(low)
    if pair:
        return f"<{pair}>"
    side = _SIDE.fullmatch(low) if "-" in low else None
    return f"{side[1] or ''}<side>{side[2] or ''}" if side else low


def representative(form: str) -> str:
    """The word whose part of speech a form is read with: the same one for all words of a pair.

    >>> representative("Her"), representative("women"), representative("slammed")
    ('he', 'men', 'slammed')
    """
    low = form.lower()
    return "he" if low in _PERSON else _FIRST_OF_PAIR.get(low, low)


#: What is known of a form as it is written, in one number: its kind of case, and these bits.
CASES, KNOWN, LONG, EPITHET = 3, 4, 8, 16


def _nature(form: str) -> int:
    long = LONG if len(form) >= LONG_ENOUGH else 0
    epithet = EPITHET if form.lower() in EPITHETS else 0
    return _case(form) | (KNOWN if _is_known(form) else 0) | long | epithet


NATURE = WordFeature("nature", _nature, np.uint8)
LOW = WordFeature("lower case", str.lower, object)
CANONICAL = WordFeature("canonical", canonical, object)


def names(document: Document) -> Mask:
    """Which words are names: those with a capital that neither their place nor a heading's style accounts for.

    Where any word would have a capital (at the start of a sentence or quotation, in a heading with capitals
    throughout), a word is a name unless it is one that news writes with a small letter.
    """
    nature = document.word_column(NATURE)
    case = nature & CASES
    known, long = (nature & KNOWN) != 0, (nature & LONG) != 0
    opening = np.zeros(len(case), dtype=bool)
    first = document.sentence_first_word
    opening[first[:-1][first[:-1] < first[1:]]] = True
    within = np.array([quotation.inner_start for quotation in document.quotations], dtype=np.int32)
    at = np.searchsorted(document.word_start, within)
    met = at < len(opening)
    opening[at[met]] |= document.word_start[at[met]] == within[met]
    capital, capitals = case == CAPITAL, case == CAPITALS
    expected = opening | _in_headings(document, (capital | capitals) & ~opening, known & long & ~opening)
    found: Mask = (capital & ~(expected & known)) | (capitals & ~(known & long))
    found &= (nature & EPITHET) == 0
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
