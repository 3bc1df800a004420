"""Noun phrases round a word: where the words that name a source begin and end, and which is their head."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.outline import STOP, Outlines
from framing.attribution.rows import ABBREVIATION, NAME, NUMBER, OWNER, Rows
from framing.text.listed import listed

#: Nouns for one person.
PERSONS = listed(
    """
    spokesman official officer minister senator governor mayor judge lawyer attorney prosecutor professor analyst
    economist expert researcher scientist doctor nurse teacher student resident voter witness driver owner executive
    founder president chairman director secretary aide adviser advisor ambassador diplomat man father son brother
    husband neighbor neighbour worker farmer pastor candidate leader chief boss premier chancellor congressman
    representative lawmaker commissioner superintendent historian author writer journalist reporter editor pollster
    strategist consultant activist captain coach priest bishop sheriff widow landlord scholar banker
    """
)
#: Other nouns whose phrase goes on with of, by or from.
_SOURCES = listed(
    """
    person people source sources officials aides advisers advisors spokesmen lawyers allies study report survey poll
    analysis statement review experts economists analysts
    """
)
_ARTICLES = listed("the a an this that these those some many several")
_QUANTIFIERS = listed("both all half either neither no any each every other another")
_LINKS = listed("of for from at in with to on by")
_IN_PHRASE = listed("NN NNS JJ JJR JJS CD DT PRP$ VBN VBG ?")
_NOUNS = listed("NN NNS ?")
_BEFORE_HEAD = listed("CD DT JJ JJR JJS PRP$")
_LONGEST = 9


#: What a word may be in a noun phrase, as flags.
_NAMED, _OWNER, _INSIDE, _NOUN, _BEFORE, _ARTICLE, _LINK, _PERSON, _BEARER = (1 << bit for bit in range(9))


def phrase_parts(rows: Rows) -> NDArray[np.int16]:
    """What each row's forms may be in a noun phrase, as flags, shape `(rows.count,)`."""
    return np.array([_parts(rows, row) for row in range(rows.count)], dtype=np.int16)


def _parts(rows: Rows, row: int) -> int:
    if row in (NAME, ABBREVIATION):
        return _NAMED | _INSIDE
    if row == OWNER:
        return _NAMED | _INSIDE | _OWNER
    if row == NUMBER:
        return _INSIDE | _BEFORE
    form, tag, _ = rows.describe(row)
    told = {
        _INSIDE: tag in _IN_PHRASE or form in _QUANTIFIERS,
        _NOUN: tag in _NOUNS or form in PERSONS,
        _BEFORE: tag in _BEFORE_HEAD,
        _ARTICLE: form in _ARTICLES,
        _LINK: form in _LINKS,
        _PERSON: form in PERSONS,
        _BEARER: form in PERSONS | _SOURCES,
    }
    return sum(part for part, holds in told.items() if holds)


def phrases_of(outlines: Outlines, parts: NDArray[np.int16]) -> list[Phrases]:
    """The noun phrases of each document; `parts` are those of `phrase_parts`."""
    tagged = outlines.tagged
    sentence, gap = tagged.sentence, tagged.gap
    joined = np.zeros(len(gap), dtype=bool)
    joined[:-1] = (sentence[1:] == sentence[:-1]) & ((gap == 0) | ((gap == STOP) & tagged.named))[:-1]
    of_words = parts[tagged.row]
    return [Phrases(joined[at:end], of_words[at:end]) for at, end in pairwise(outlines.word_at)]


class Phrases:
    """The noun phrases of one document, by what each word may be in one, and whether it is joined to the next."""

    def __init__(self, joined: NDArray[np.bool_], parts: NDArray[np.int16]) -> None:
        self._joined = joined.data
        self._parts = parts.data

    def joined(self, word: int) -> bool:
        """Whether nothing that ends a phrase stands between a word and the next."""
        return word >= 0 and bool(self._joined[word])

    def is_owner(self, word: int) -> bool:
        """Whether the word is a name in the possessive."""
        return bool(self._parts[word] & _OWNER)

    def is_person(self, word: int) -> bool:
        """Whether the word is a noun for one person."""
        return bool(self._parts[word] & _PERSON)

    def goes_on_after(self, word: int) -> bool:
        """Whether the next word may belong to the same phrase."""
        return bool(self._joined[word] and self._parts[word + 1] & _INSIDE)

    def around(self, word: int, cue: int) -> tuple[int, int, int]:
        """The phrase round a word that does not reach the cue: its first word, its head, the word after its last.

        In “a spokesman for the ministry” the head is the spokesman, whichever word is asked for.
        """
        first = self._first(word, cue)
        if first > 1 and self._joined[first - 1] and self._parts[first - 1] & _LINK:
            bearer = next((first - back for back in (2, 3) if self._bears(first - back, first)), -1)
            if bearer >= 0 and bearer != cue:
                word, first = bearer, self._first(bearer, cue)
        head = word
        while head + 1 != cue and head - word < _LONGEST and self._nears_head(head):
            head += 1
        proper = self._parts[head] & (_NAMED | _OWNER) == _NAMED
        return first, head, head + 1 if proper else self._with_complement(head, cue)

    def _bears(self, word: int, first: int) -> bool:
        """Whether the word is a noun for persons to which a phrase belongs: spokesman for it, people close to it.

        The word before the phrase is the one that links it.
        """
        if word < 0 or not all(self._joined[word:first]) or not self._parts[word] & _BEARER:
            return False
        return first - word == 2 or bool(self._parts[word + 1] & _BEFORE)

    def _first(self, word: int, cue: int) -> int:
        joined, parts = self._joined, self._parts
        end = max(word - _LONGEST, 0, cue + 1 if cue < word else 0)
        first = word
        while first > end and joined[first - 1] and parts[first - 1] & _INSIDE:
            first -= 1
            if parts[first] & _ARTICLE:
                break
        return first

    def _nears_head(self, word: int) -> bool:
        """Whether the phrase up to a word has not come to its head yet, or the next word is a noun, too."""
        if not self._joined[word]:
            return False
        following = self._parts[word + 1]
        if following & (_NAMED | _NOUN):
            return True
        return bool(self._parts[word] & _BEFORE and following & _INSIDE)

    def _with_complement(self, head: int, cue: int) -> int:
        link = head + 1
        if not self._joined[head] or link == cue or not self._parts[link] & _LINK:
            return link
        last = link
        while last + 1 != cue and last - link < _LONGEST and self.goes_on_after(last):
            last += 1
        return last + 1 if last > link else link
