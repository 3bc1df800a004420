"""Noun phrases around a word: where the words that name a source begin and end, and which is their head."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.token_features import STOP, TokenFeatures
from framing.attribution.word_rows import ALIKE, OWNER
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: Nouns for one person: those of a list, and those that give a role.
PERSONS = word_set("persons") | frozenset(entry.partition("=")[0] for entry in word_set("role-nouns")) - word_set(
    "groups"
)
#: Other nouns whose phrase continues with of, by or from.
_SOURCES = word_set("source-nouns")
_ARTICLES = word_set("articles") | {"some", "many", "several"}
#: Words that are mostly no part of a noun phrase, but may be: talk radio host.
_QUANTIFIERS = word_set("quantifiers")
#: Words that stand for a noun: most of them, 52 percent of voters.
_AS_NOUNS = word_set("numbers-of-people")
_LINKS = word_set("phrase-links")
_IN_PHRASE = frozenset("NN NNS JJ JJR JJS CD DT PRP$ VBN VBG ?".split())
_NOUNS = frozenset("NN NNS ?".split())
_MODIFIERS = frozenset("CD DT JJ JJR JJS PRP$".split())
_CALENDAR = word_set("calendar")
_AUXILIARIES = word_set("before-participles")
#: Words that look like adjectives and stand outside a phrase.
_OUTSIDE = word_set("phrase-openers")
_LONGEST = 9

#: What a word may be in a noun phrase, as flags.
_NAMED, _OWNER, _INSIDE, _NOUN, _BEFORE, ARTICLE, _LINK = (1 << bit for bit in range(7))
A_PERSON, _BEARER, _PASSIVE, _ADJECTIVE, _AS_NOUN, _TIME, _AUXILIARY = (1 << bit for bit in range(7, 14))
#: Nothing that ends a phrase follows the word; its phrase cannot begin before it; its head comes after it.
_JOINED, _FIRST, _GOES_ON = (1 << bit for bit in range(14, 17))
_ANY_NOUN = _NAMED | _NOUN | _AS_NOUN | A_PERSON


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
    person = is_person_noun(low)
    flags = {
        _INSIDE: tag in _IN_PHRASE or low in _QUANTIFIERS or low in _SOURCES,
        _NOUN: tag in _NOUNS or person or low in _SOURCES,
        _BEFORE: tag in _MODIFIERS,
        ARTICLE: low in _ARTICLES,
        _LINK: low in _LINKS,
        A_PERSON: person,
        _BEARER: person or low in _SOURCES or is_person_noun(low.removesuffix("s")),
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
    sentence, gap, named, size = batch.document.word_sentence, batch.gap, batch.named, len(batch.row)
    joined = (gap == 0) | ((gap == STOP) & named)
    joined &= np.append(sentence[1:] == sentence[:-1], False)
    around = np.zeros(size + 4, dtype=np.int32)
    second_before, before, parts, after, second_after = (around[at : at + size] for at in range(5))
    parts[:] = batch.document.word_column(_FORM_PARTS)
    parts[:] = np.where(named, (parts & _TIME) | (_NAMED | _INSIDE), parts)
    parts |= joined * _JOINED | (batch.row == OWNER) * _OWNER

    # have denounced President Quill; the agency quoted ministers
    is_object = _has(second_before, _JOINED) & _has(second_before, _NOUN) & _has(parts, _BEARER)
    is_verb = _has(before, _PASSIVE) & (_has(second_before, _AUXILIARY) | is_object)
    is_verb[:2] = False
    is_verb[2:] &= batch.of_document[2:] == batch.of_document[:-2]
    # an article begins a phrase: a strategy some believe he could use
    is_first = is_verb | _has(parts, ARTICLE) | ~(_has(before, _JOINED) & _has(before, _INSIDE))

    goes_on = _has(after, _NAMED | _NOUN) | (_has(parts, _OWNER | _BEFORE) & _has(after, _INSIDE))
    # Democratic presidential candidate Ada Quill
    modified = _has(parts, _NAMED) & _has(after, _ADJECTIVE) & _has(after, _JOINED)
    goes_on |= modified & _has(second_after, _NAMED | _NOUN)
    parts |= is_first * _FIRST | (joined & goes_on) * _GOES_ON
    return [Phrases(parts[at:end]) for at, end in pairwise(batch.document_starts)]


def _has(parts: NDArray[np.int32], flags: int) -> NDArray[np.bool_]:
    """Which words have any of these flags."""
    return (parts & flags) > 0


class Phrases:
    """The noun phrases of one document, by what each word may be in one."""

    def __init__(self, parts: NDArray[np.int32]) -> None:
        self.parts = parts
        self._parts = parts.data

    def joined(self, word: int) -> bool:
        """Whether nothing that ends a phrase stands between a word and the next; no for word -1."""
        return bool(self._parts[word] & _JOINED)

    def is_owner(self, word: int) -> bool:
        """Whether the word is a name in the possessive."""
        return bool(self._parts[word] & _OWNER)

    def is_person(self, word: int) -> bool:
        """Whether the word is a noun for one person."""
        return bool(self._parts[word] & A_PERSON)

    def is_article(self, word: int) -> bool:
        """Whether the word is an article joined to the next; no for word -1."""
        return self._parts[word] & (_JOINED | ARTICLE) == _JOINED | ARTICLE

    def is_link(self, word: int) -> bool:
        """Whether the word is a preposition joined to the next; no for word -1."""
        return self._parts[word] & (_JOINED | _LINK) == _JOINED | _LINK

    def is_quantity(self, word: int) -> bool:
        """Whether the word may stand for a noun: most of them, 52 percent of voters."""
        return bool(self._parts[word] & _AS_NOUN)

    def is_noun(self, word: int) -> bool:
        """Whether the word may be a noun or stand for one."""
        return bool(self._parts[word] & _ANY_NOUN)

    def may_coordinate(self, word: int) -> bool:
        """Whether “and” after the word may join it to a description: an adjective, or a noun for many."""
        part = self._parts[word]
        return bool(part & _ADJECTIVE or (part & _BEARER and not part & A_PERSON))

    def goes_on_after(self, word: int) -> bool:
        """Whether the next word may belong to the same phrase."""
        return bool(self._parts[word] & _JOINED and self._parts[word + 1] & _INSIDE)

    def first(self, word: int, cue: int = -1) -> int:
        """The first word of the noun phrase up to a word, after the cue if that stands before the word."""
        parts = self._parts
        lowest = max(word - _LONGEST, cue + 1 if cue < word else 0)
        while word > lowest and not parts[word] & _FIRST:
            word -= 1
        return word

    def around(self, word: int, cue: int, ends: Container[int] = ()) -> tuple[int, int, int]:
        """The noun phrase around a word that does not reach the cue: its first word, its head, the word after its last.

        After a word of `ends`, the last of persons' names, a phrase continues only with nouns for persons and bodies.
        """
        parts = self._parts
        first = self.first(word, cue)
        head = word
        if parts[first] & ARTICLE and first < word:
            # the Quill plan
            ends = ()
        while head + 1 != cue and head - word < _LONGEST and parts[head] & _GOES_ON:
            if head in ends and not (parts[head] & _OWNER or parts[head + 1] & (_BEARER | _NAMED)):
                break
            head += 1
        return first, head, head + 1

    def governor(self, first: int, low: int) -> int:
        """The noun that the phrase at word `first` belongs to by a preposition, not before word `low`; -1 if none.

        Of “research newly released by the agency” that is the research.
        """
        link = first - 1
        if link <= low or not self.is_link(link):
            return -1
        for noun in range(link - 1, low - 1, -1):
            part = self._parts[noun]
            if not part & _JOINED:
                return -1
            if part & _ANY_NOUN and not part & (_OWNER | _TIME):
                return noun
            if link - noun > 3 or not part & (_PASSIVE | _ADJECTIVE | _TIME):
                return -1
        return -1

    def with_complement(self, link: int, cue: int) -> int:
        """The word after the phrase that word `link` links to the noun before it; `link` itself if it does not."""
        if link == cue or not self.joined(link - 1) or not self._parts[link] & _LINK:
            return link
        last = link
        while last + 1 != cue and last - link < _LONGEST and self.goes_on_after(last):
            last += 1
        return last + 1 if last > link else link

    def after_link(self, word: int) -> bool:
        """Whether a preposition stands before the noun phrase up to a word."""
        return self.is_link(self.first(word) - 1)
