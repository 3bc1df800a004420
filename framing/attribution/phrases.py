"""Noun phrases round a word: where the words that name a source begin and end, and which is their head."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import ALIKE, OWNER
from framing.attribution.token_features import STOP, TokenFeatures
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: Nouns for one person: those of a list, and those that give a role.
PERSONS = word_set("persons") | frozenset(entry.partition("=")[0] for entry in word_set("role-nouns")) - word_set(
    "groups"
)
#: Other nouns whose phrase goes on with of, by or from.
_SOURCES = word_set("source-nouns")
_ARTICLES = word_set("articles") | {"some", "many", "several"}
#: Words of a noun phrase that are mostly others: talk radio host.
_QUANTIFIERS = word_set("quantifiers")
#: What may stand for a noun: most of them, 52 percent of voters.
_AS_NOUNS = word_set("numbers-of-people")
_LINKS = word_set("phrase-links")
_IN_PHRASE = frozenset("NN NNS JJ JJR JJS CD DT PRP$ VBN VBG ?".split())
_NOUNS = frozenset("NN NNS ?".split())
_BEFORE_HEAD = frozenset("CD DT JJ JJR JJS PRP$".split())
_CALENDAR = word_set("calendar")
_AUXILIARIES = word_set("before-participles")
#: Words that look like adjectives and begin a phrase.
_OUTSIDE = word_set("phrase-openers")
_LONGEST = 9


#: What a word may be in a noun phrase, as flags.
_NAMED, _OWNER, _INSIDE, _NOUN, _BEFORE, ARTICLE, _LINK = (1 << bit for bit in range(7))
A_PERSON, _BEARER, _PASSIVE, _ADJECTIVE, _AS_NOUN, _TIME, _AUXILIARY = (1 << bit for bit in range(7, 14))


def is_person_noun(low: str) -> bool:
    """Whether a word is a noun for one person, or made of one by a hyphen: vice-chairman."""
    return low in PERSONS or ("-" in low and low.rpartition("-")[2] in PERSONS)


def _parts(form: str) -> int:
    """What a form may be in a noun phrase where it is no name, as flags."""
    low = form.lower()
    if not form[:1].isalpha():
        return _INSIDE | _BEFORE | _AS_NOUN
    if low in _OUTSIDE:
        return 0
    low = ALIKE.get(low, low)
    tag = load_json("tags").get(low) or ("RB" if low.endswith("ly") else "VBN" if low.endswith("ed") else "?")
    plural = low.removesuffix("s")
    person = is_person_noun(low)
    flags = {
        _INSIDE: tag in _IN_PHRASE or low in _QUANTIFIERS or low in _SOURCES,
        _NOUN: tag in _NOUNS or person or low in _SOURCES,
        _BEFORE: tag in _BEFORE_HEAD,
        ARTICLE: low in _ARTICLES,
        _LINK: low in _LINKS,
        A_PERSON: person,
        _BEARER: person or low in _SOURCES or is_person_noun(plural),
        _PASSIVE: tag in ("VBN", "VBD"),
        _ADJECTIVE: tag == "JJ",
        _AS_NOUN: low in _AS_NOUNS or tag == "CD",
        _TIME: low in _CALENDAR,
        _AUXILIARY: low in _AUXILIARIES,
    }
    return sum(part for part, holds in flags.items() if holds)


_FORM_PARTS = WordFeature("parts of a noun phrase", _parts, np.int16, stored=True)


def phrases_of(batch: TokenFeatures) -> list[Phrases]:
    """The noun phrases of each document."""
    sentence, gap, row = batch.document.word_sentence, batch.gap, batch.row
    joined = np.zeros(len(gap), dtype=bool)
    joined[:-1] = (sentence[1:] == sentence[:-1]) & ((gap == 0) | ((gap == STOP) & batch.named))[:-1]
    of_words = batch.document.word_column(_FORM_PARTS)
    of_words = np.where(batch.named, (of_words & _TIME) | (_NAMED | _INSIDE), of_words)
    of_words[row == OWNER] |= _OWNER
    return [Phrases(joined[at:end], of_words[at:end]) for at, end in pairwise(batch.document_starts)]


class Phrases:
    """The noun phrases of one document, by what each word may be in one, and whether it is joined to the next."""

    def __init__(self, joined: NDArray[np.bool_], parts: NDArray[np.int16]) -> None:
        self.parts = parts
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
        return bool(self._parts[word] & A_PERSON)

    def goes_on_after(self, word: int) -> bool:
        """Whether the next word may belong to the same phrase."""
        return bool(self._joined[word] and self._parts[word + 1] & _INSIDE)

    def around(self, word: int, cue: int, ends: Container[int] = ()) -> tuple[int, int, int]:
        """The noun phrase round a word that does not reach the cue: its first word, its head, the word after its last.

        After the words of `ends`, the last of persons' names, only nouns for persons and bodies go on with a phrase.
        """
        first = self.first(word, cue)
        head = word
        if self._parts[first] & ARTICLE and first < word:
            # the Quill plan
            ends = ()
        while head + 1 != cue and head - word < _LONGEST and self._nears_head(head):
            if head in ends and not (self._parts[head] & _OWNER or self._parts[head + 1] & (_BEARER | _NAMED)):
                break
            head += 1
        return first, head, head + 1

    def governor(self, first: int, low: int) -> int:
        """The noun that the phrase at word `first` belongs to by a preposition, not before word `low`; -1 if none.

        Of “research newly released by the agency” that is the research.
        """
        link = first - 1
        if link <= low or not self._joined[link] or not self._parts[link] & _LINK:
            return -1
        noun = link - 1
        while noun >= low and self._joined[noun]:
            part = self._parts[noun]
            if part & (_NAMED | _NOUN | _AS_NOUN | A_PERSON) and not part & (_OWNER | _TIME):
                return noun
            if link - noun > 3 or not part & (_PASSIVE | _ADJECTIVE | _TIME):
                return -1
            noun -= 1
        return -1

    def with_complement(self, link: int, cue: int) -> int:
        """The word after the phrase that word `link` links to the noun before it; `link` itself if it does not."""
        if not self.joined(link - 1) or link == cue or not self._parts[link] & _LINK:
            return link
        last = link
        while last + 1 != cue and last - link < _LONGEST and self.goes_on_after(last):
            last += 1
        return last + 1 if last > link else link

    def is_article(self, word: int) -> bool:
        """Whether an article joined to the next word stands there."""
        return word >= 0 and bool(self._joined[word] and self._parts[word] & ARTICLE)

    def is_link(self, word: int) -> bool:
        """Whether the word is a preposition joined to the next."""
        return bool(self._joined[word] and self._parts[word] & _LINK)

    def is_quantity(self, word: int) -> bool:
        """Whether the word may stand for a noun: most of them, 52 percent of voters."""
        return bool(self._parts[word] & _AS_NOUN)

    def is_noun(self, word: int) -> bool:
        """Whether the word may be a noun or stand for one."""
        return bool(self._parts[word] & (_NOUN | _AS_NOUN | A_PERSON | _NAMED))

    def may_coordinate(self, word: int) -> bool:
        """Whether “and” after the word may join it to a description: an adjective, or a noun for many."""
        part = self._parts[word]
        return bool(part & _ADJECTIVE) or bool(part & _BEARER and not part & A_PERSON)

    def after_link(self, word: int) -> bool:
        """Whether a preposition stands before the noun phrase up to a word."""
        first = self.first(word)
        return first > 0 and self.joined(first - 1) and bool(self._parts[first - 1] & _LINK)

    def first(self, word: int, cue: int = -1) -> int:
        """The first word of the noun phrase up to a word, after the cue if that stands before the word."""
        joined, parts = self._joined, self._parts
        end = max(word - _LONGEST, 0, cue + 1 if cue < word else 0)
        first = word
        if parts[word] & ARTICLE:
            # a strategy some believe he could use
            return first
        while first > end and joined[first - 1] and parts[first - 1] & _INSIDE:
            if (
                parts[first - 1] & _PASSIVE
                and first > 1
                and (
                    parts[first - 2] & _AUXILIARY
                    or (joined[first - 2] and parts[first - 2] & _NOUN and parts[first] & _BEARER)
                )
            ):
                # have denounced President Quill; the agency quoted ministers
                break
            first -= 1
            if parts[first] & ARTICLE:
                break
        return first

    def _nears_head(self, word: int) -> bool:
        """Whether the phrase up to a word has not come to its head yet, or the next word is a noun, too."""
        if not self._joined[word]:
            return False
        following = self._parts[word + 1]
        if following & (_NAMED | _NOUN) or (self._parts[word] & _OWNER and following & _INSIDE):
            return True
        if self._parts[word] & _NAMED and following & _ADJECTIVE and self._joined[word + 1]:
            # Democratic presidential candidate Ada Quill
            return bool(self._parts[word + 2] & (_NAMED | _NOUN))
        return bool(self._parts[word] & _BEFORE and following & _INSIDE)
