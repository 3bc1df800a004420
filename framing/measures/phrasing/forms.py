"""Features of a word form: case, name or not, canonical form, part of speech.

No weight may depend on who is spoken of. So the models read every name as `NAME`, and the words of a pair (he and she,
Democrat and Republican) as one word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.models import load_json, news_frequency
from framing.text.document import Document
from framing.text.vocabulary import WordFeature
from framing.text.words import JOINABLE_NAMES
from framing.words import word_set

Mask = NDArray[np.bool_]

#: The forms that stand for a name, a number and the edge of a sentence.
NAME, NUMBER, EDGE = "<name>", "<number>", "<edge>"

_PERSON = word_set("third-person")
#: Words of a pair, joined by a slash, all read as the first.
_PAIRS: Mapping[str, str] = {word: pair.split("/")[0] for pair in sorted(word_set("pairs")) for word in pair.split("/")}
_SIDE = re.compile(r"((?:far|alt|hard|center|centre|radical)-)?(?:left|right)(-[a-z]+)?")
#: Capitalised words that describe somebody and name no person, party, place or outlet.
_EPITHETS = word_set("epithets")

LOWER, CAPITAL, CAPITALS, WITH_DIGIT = range(4)
#: The nature of a form is a number: its case, plus these bits.
CASES, KNOWN, LONG, EPITHET = 3, 4, 8, 16
#: A shorter word in capitals is an abbreviation, and is no sign of a heading's style.
_LONG_ENOUGH = 4


@cache
def _known_words() -> frozenset[str]:
    # Nations and their people are always names.
    return (frozenset(news_frequency()[0]) | frozenset(load_json("tags"))) - {place.lower() for place in JOINABLE_NAMES}


def _case(form: str) -> int:
    if not form.isalpha() and any(map(str.isdigit, form)):
        return WITH_DIGIT
    if form.islower() or form in {"I", "A", "O"} or form.startswith("I'"):
        return LOWER
    if form.isupper() and len(form) > 1:
        return CAPITALS
    return CAPITAL if any(map(str.isupper, form)) else LOWER


def _nature(form: str) -> int:
    low = form.lower()
    known = low in _known_words() or low.removesuffix("'s") in _known_words()
    long = len(form) >= _LONG_ENOUGH
    return _case(form) | KNOWN * known | LONG * long | EPITHET * (low in _EPITHETS)


def canonical(form: str) -> str:
    """The form as the models read it: in lower case, or the name of its pair.

    >>> canonical("She"), canonical("Slammed"), canonical("left-wing") == canonical("right-wing")
    ('<person>', 'slammed', True)
    """
    low = form.lower()
    if low in _PERSON:
        return "<person>"
    pair = _PAIRS.get(low)
    if pair:
        return f"<{pair}>"
    side = _SIDE.fullmatch(low) if "-" in low else None
    return f"{side[1] or ''}<side>{side[2] or ''}" if side else low


NATURE = WordFeature("nature", _nature, np.uint8, stored=True)
LOW = WordFeature("lower case", str.lower, object)
CANONICAL = WordFeature("canonical", canonical, object)


def names(document: Document) -> Mask:
    """Which words are names: neither their position nor a heading explains their capital.

    Where any word would have a capital (at the start of a sentence or quotation, in a heading in title case), a word
    is a name unless news also writes it in lower case.
    """
    nature = document.word_column(NATURE)
    case = nature & CASES
    known, long = (nature & KNOWN) != 0, (nature & LONG) != 0
    opening = np.zeros(len(case), dtype=bool)
    first = document.sentence_first_word
    opening[first[:-1][first[:-1] < first[1:]]] = True
    within = np.array([quotation.inner_start for quotation in document.quotations], dtype=np.int32)
    at = np.searchsorted(document.word_start, within)
    is_word = at < len(opening)
    opening[at[is_word]] |= document.word_start[at[is_word]] == within[is_word]
    capital, capitals = case == CAPITAL, case == CAPITALS
    expected = opening | _in_headings(document, (capital | capitals) & ~opening, known & long & ~opening)
    named: Mask = (capital & ~(expected & known)) | (capitals & ~(known & long))
    named &= (nature & EPITHET) == 0
    return named


def _in_headings(document: Document, capital: Mask, counted: Mask) -> Mask:
    """Which words stand in a heading: most longer words capitalised, and no full stop at the end."""
    sentences = len(document.sentence_start)
    longer = np.bincount(document.word_sentence, counted, minlength=sentences)
    capitals = np.bincount(document.word_sentence, counted & capital, minlength=sentences)
    heading = capitals * 2 > longer
    for sentence in heading.nonzero()[0].tolist():
        text = document.folded[document.sentence_start[sentence] : document.sentence_end[sentence]]
        heading[sentence] = not text.rstrip("\"') ").endswith(".")
    return np.asarray(heading[document.word_sentence])


_ENDINGS = (
    ("ly", "RB"), ("ing", "VBG"), ("ed", "VBD"), ("'s", "POS"),
    ("ous", "JJ"), ("ful", "JJ"), ("ive", "JJ"), ("ic", "JJ"), ("al", "JJ"), ("ish", "JJ"), ("less", "JJ"),
    ("able", "JJ"), ("ible", "JJ"), ("est", "JJS"), ("s", "NNS"),
)  # fmt: skip
#: The endings by their last letter, so that few are tried.
_ENDINGS_OF = {last: [each for each in _ENDINGS if each[0][-1] == last] for last in {end[-1] for end, _ in _ENDINGS}}


def usual_tag(form: str) -> str:
    """The most frequent Penn tag of a form; its ending decides for an unknown form.

    >>> usual_tag("sweeping"), usual_tag("unbelievably"), usual_tag("toll-free")
    ('JJ', 'RB', 'JJ')
    """
    low = form.lower()
    tag: str = load_json("tags").get(low, "")
    if tag:
        return tag
    if not low.isalpha():
        if any(map(str.isdigit, low)):
            return "CD"
        if "-" in low:
            return "JJ"
    return next((tag for ending, tag in _ENDINGS_OF.get(low[-1:], ()) if low.endswith(ending)), "NN")


#: All tags, in a fixed order; `EDGE` is the tag beyond the ends of a sentence.
TAGS: tuple[str, ...] = (
    "ADD", "AFX", "CC", "CD", "DT", "EDGE", "EX", "FW", "GW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN",
    "NNP", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG",
    "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX",
)  # fmt: skip
_CODE = {tag: code for code, tag in enumerate(TAGS)}
_CONTENT = frozenset("FW JJ JJR JJS NN NNS RB RBR RBS UH VB VBD VBG VBN VBP VBZ".split())
#: Which of `TAGS` are those of content words.
IS_CONTENT = np.array([tag in _CONTENT for tag in TAGS])


def tag_code(form: str) -> int:
    """The index into `TAGS` of the form's usual tag."""
    return _CODE.get(usual_tag(form), _CODE["XX"])


def _tag(form: str) -> int:
    """The code of the usual tag, the same for all words of a pair."""
    low = form.lower()
    return tag_code("he" if low in _PERSON else _PAIRS.get(low, low))


TAG = WordFeature("usual tag", _tag, np.int8, stored=True)
