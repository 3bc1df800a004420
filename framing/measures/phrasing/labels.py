"""Labels attached to people: “left-leaning leader”, “self-styled reformer”, and what is only “so-called”."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from framing.measures.phrasing.codebook import RULES
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.words import Words
from framing.text.listed import listed
from framing.text.marks import Quotation
from framing.text.vocabulary import WordFeature

_SIDES = (
    "-leaning", "-wing", "-winger", "-left", "-right", "-liberal", "-conservative", "-nationalist", "-styled",
    "-described", "-proclaimed", "-anointed",
)  # fmt: skip
_ATTACHED = listed(
    "hardline hard-line embattled disgraced firebrand controversial polarizing divisive outspoken notorious"
)
_PEOPLE = listed(
    """
    activist activists adviser advisers advocate advocates ally allies analyst author banker billionaire boss
    broadcaster businessman businesswoman candidate candidates chief columnist commentator commentators congressman
    congresswoman critic critics donor donors economist editor expert experts figure figures firm group groups
    governor host journalist journalists judge judges justice justices lawmaker lawmakers lawyer leader leaders
    media mayor member members minister ministers newspaper official officials organisation organization outlet
    outlets party parties philosopher politician politicians premier president professor prosecutor pundit pundits
    rapper reformer representative senator senators site speaker spokesman spokeswoman supporter supporters
    think-tank tycoon union voter voters website writer
    """
)
#: Between a label and whom it is put on stand at most so many words.
_BETWEEN = 2
#: What is so-called in quotation marks has at most so many words.
_LONGEST_NAME = 6
_SO_CALLED = "so-called"
_inner_start = attrgetter("inner_start")
WHY_LABEL = "“{text}” puts a label on a person or group."
WHY_SO_CALLED = "“{text}” keeps a distance from the name that others give."


def _is_label(form: str) -> bool:
    low = form.lower()
    return low in _ATTACHED or low.endswith(_SIDES) or low == _SO_CALLED


LABEL = WordFeature("label", _is_label, bool)


def label_hits(words: Words) -> Iterator[Hit]:
    """A hit for each label with the words up to the person or group that bears it, and for what is so-called."""
    for at in words.document.word_column(LABEL).nonzero()[0].tolist():
        if words.low[at] == _SO_CALLED:
            last = _phrase_end(words, at)
            yield Hit(at, last, RULES, "so-called", "so-called", 1.0, WHY_SO_CALLED, 2)
            continue
        bearer = _bearer(words, at)
        if bearer:
            yield Hit(at, bearer + 1, RULES, "label", "label and bearer", 1.0, WHY_LABEL, 2)


def _bearer(words: Words, label: int) -> int | None:
    end = min(words.sentence(label).stop, label + _BETWEEN + 2)
    for word in range(label + 1, end):
        if words.gap(word - 1) or words.name[word]:
            return None
        if words.low[word] in _PEOPLE:
            return word
        if words.tag(word) not in {"JJ", "NN", "VBG", "VBN"}:
            return None
    return None


def _quoted_from(words: Words, word: int) -> Quotation | None:
    """The quotation that a word begins."""
    if word >= len(words):
        return None
    quotations, start = words.document.quotations, words.document.word_starts[word]
    number = bisect_left(quotations, start, key=_inner_start)
    return quotations[number] if number < len(quotations) and quotations[number].inner_start == start else None


def _phrase_end(words: Words, at: int) -> int:
    """Where the noun phrase that begins at a word ends, looking a few words ahead; all of it if it is in quotes."""
    quoted = _quoted_from(words, at + 1)
    if quoted is not None:
        end: int = words.document.words_between(quoted.inner_start, quoted.inner_end).stop
        return min(end, words.sentence(at).stop, at + 1 + _LONGEST_NAME)
    stop = min(words.sentence(at).stop, at + _BETWEEN + 2)
    end = at + 1
    while end < stop and not words.gap(end - 1).strip('"'):
        end += 1
        if words.tag(end - 1) not in {"JJ", "JJR", "JJS", "VBG", "VBN", "NNP"}:
            break
    return end
