"""Noun phrases: the first word, the head and the end of the phrase around a word."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.token_features import END_MARK, TokenFeatures
from framing.attribution.word_rows import GENDER_NEUTRAL, POSSESSIVE_NAME
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: Nouns for one person: those of a list, and those with a role.
PERSONS = word_set("persons") | frozenset(entry.partition("=")[0] for entry in word_set("role-nouns")) - word_set(
    "groups"
)
#: Other nouns whose phrase continues with of, by or from.
_SOURCE_NOUNS = word_set("source-nouns")
_ARTICLES = word_set("articles") | {"some", "many", "several"}
#: Words usually outside a noun phrase that may be part of one: talk radio host.
_QUANTIFIERS = word_set("quantifiers")
#: Words that stand for a noun: most of them, 52 percent of voters.
_QUANTITIES = word_set("numbers-of-people")
_PREPOSITIONS = word_set("phrase-links")
_PHRASE_TAGS = frozenset("NN NNS JJ JJR JJS CD DT PRP$ VBN VBG ?".split())
_NOUN_TAGS = frozenset("NN NNS ?".split())
_MODIFIER_TAGS = frozenset("CD DT JJ JJR JJS PRP$".split())
_CALENDAR = word_set("calendar")
_AUXILIARIES = word_set("before-participles")
#: Words that look like adjectives but are never part of a phrase.
_NEVER_IN_PHRASE = word_set("phrase-openers")
_MAX_PHRASE_WORDS = 9

#: What a word may be in a noun phrase, as flags.
_NAME, _POSSESSIVE_NAME, _IN_PHRASE, _NOUN, _MODIFIER, ARTICLE, _PREPOSITION = (1 << bit for bit in range(7))
PERSON_NOUN, _SOURCE_HEAD, _PARTICIPLE, _ADJECTIVE, _QUANTITY, _TIME, _AUXILIARY = (1 << bit for bit in range(7, 14))
#: No sign that ends a phrase follows the word; its phrase starts with it; the head is further on.
_ADJOINS_NEXT, _PHRASE_START, _HEAD_FOLLOWS = (1 << bit for bit in range(14, 17))
_ANY_NOUN = _NAME | _NOUN | _QUANTITY | PERSON_NOUN


def is_person_noun(lower: str) -> bool:
    """Whether a word is a noun for one person, or ends in one after a hyphen: vice-chairman."""
    return lower in PERSONS or ("-" in lower and lower.rpartition("-")[2] in PERSONS)


def _flags_of_form(form: str) -> int:
    """What a form other than a name may be in a noun phrase, as flags."""
    lower = form.lower()
    if not form[:1].isalpha():
        return _IN_PHRASE | _MODIFIER | _QUANTITY
    if lower in _NEVER_IN_PHRASE:
        return 0
    lower = GENDER_NEUTRAL.get(lower, lower)
    tag = load_json("tags").get(lower) or ("RB" if lower.endswith("ly") else "VBN" if lower.endswith("ed") else "?")
    person = is_person_noun(lower)
    flags = {
        _IN_PHRASE: tag in _PHRASE_TAGS or lower in _QUANTIFIERS or lower in _SOURCE_NOUNS,
        _NOUN: tag in _NOUN_TAGS or person or lower in _SOURCE_NOUNS,
        _MODIFIER: tag in _MODIFIER_TAGS,
        ARTICLE: lower in _ARTICLES,
        _PREPOSITION: lower in _PREPOSITIONS,
        PERSON_NOUN: person,
        _SOURCE_HEAD: person or lower in _SOURCE_NOUNS or is_person_noun(lower.removesuffix("s")),
        _PARTICIPLE: tag in ("VBN", "VBD"),
        _ADJECTIVE: tag == "JJ",
        _QUANTITY: lower in _QUANTITIES or tag == "CD",
        _TIME: lower in _CALENDAR,
        _AUXILIARY: lower in _AUXILIARIES,
    }
    return sum(flag for flag, holds in flags.items() if holds)


_FORM_FLAGS = WordFeature("parts of a noun phrase", _flags_of_form, np.int16, stored=True)


def phrases_of(batch: TokenFeatures) -> list[Phrases]:
    """The noun phrases of each document."""
    sentence, gap, named, size = batch.document.word_sentence, batch.gap, batch.is_name, len(batch.weight_row)
    joined = (gap == 0) | ((gap == END_MARK) & named)
    joined &= np.append(sentence[1:] == sentence[:-1], False)
    around = np.zeros(size + 4, dtype=np.int32)
    second_before, before, flags, after, second_after = (around[at : at + size] for at in range(5))
    flags[:] = batch.document.word_column(_FORM_FLAGS)
    flags[:] = np.where(named, (flags & _TIME) | (_NAME | _IN_PHRASE), flags)
    flags |= joined * _ADJOINS_NEXT | (batch.weight_row == POSSESSIVE_NAME) * _POSSESSIVE_NAME

    # have denounced President Quill; the agency quoted ministers
    is_object = _has(second_before, _ADJOINS_NEXT) & _has(second_before, _NOUN) & _has(flags, _SOURCE_HEAD)
    is_verb = _has(before, _PARTICIPLE) & (_has(second_before, _AUXILIARY) | is_object)
    is_verb[:2] = False
    is_verb[2:] &= batch.document_of[2:] == batch.document_of[:-2]
    # an article begins a phrase: a strategy some believe he could use
    is_first = is_verb | _has(flags, ARTICLE) | ~(_has(before, _ADJOINS_NEXT) & _has(before, _IN_PHRASE))

    goes_on = _has(after, _NAME | _NOUN) | (_has(flags, _POSSESSIVE_NAME | _MODIFIER) & _has(after, _IN_PHRASE))
    # Democratic presidential candidate Ada Quill
    modified = _has(flags, _NAME) & _has(after, _ADJECTIVE) & _has(after, _ADJOINS_NEXT)
    goes_on |= modified & _has(second_after, _NAME | _NOUN)
    flags |= is_first * _PHRASE_START | (joined & goes_on) * _HEAD_FOLLOWS
    return [Phrases(flags[at:end]) for at, end in pairwise(batch.document_starts)]


def _has(flags: NDArray[np.int32], wanted: int) -> NDArray[np.bool_]:
    """Which words have any of the wanted flags."""
    return (flags & wanted) > 0


class Phrases:
    """The noun phrases of one document, from the flags of its words."""

    def __init__(self, flags: NDArray[np.int32]) -> None:
        self.flags = flags
        self._flags = flags.data

    def adjoins_next(self, word: int) -> bool:
        """Whether no sign that ends a phrase stands between a word and the next; false for word -1."""
        return bool(self._flags[word] & _ADJOINS_NEXT)

    def is_possessive_name(self, word: int) -> bool:
        """Whether the word is a name in the possessive."""
        return bool(self._flags[word] & _POSSESSIVE_NAME)

    def is_person(self, word: int) -> bool:
        """Whether the word is a noun for one person."""
        return bool(self._flags[word] & PERSON_NOUN)

    def is_article(self, word: int) -> bool:
        """Whether the word is an article next to another word; false for word -1."""
        return self._flags[word] & (_ADJOINS_NEXT | ARTICLE) == _ADJOINS_NEXT | ARTICLE

    def is_preposition(self, word: int) -> bool:
        """Whether the word is a preposition next to another word; false for word -1."""
        return self._flags[word] & (_ADJOINS_NEXT | _PREPOSITION) == _ADJOINS_NEXT | _PREPOSITION

    def is_quantity(self, word: int) -> bool:
        """Whether the word may stand for a noun: most of them, 52 percent of voters."""
        return bool(self._flags[word] & _QUANTITY)

    def is_noun(self, word: int) -> bool:
        """Whether the word may be a noun or stand for one."""
        return bool(self._flags[word] & _ANY_NOUN)

    def may_coordinate(self, word: int) -> bool:
        """Whether “and” after the word may join it to a description: an adjective, or a noun for many."""
        flags = self._flags[word]
        return bool(flags & _ADJECTIVE or (flags & _SOURCE_HEAD and not flags & PERSON_NOUN))

    def continues_after(self, word: int) -> bool:
        """Whether the next word may belong to the same phrase."""
        return bool(self._flags[word] & _ADJOINS_NEXT and self._flags[word + 1] & _IN_PHRASE)

    def first(self, word: int, cue: int = -1) -> int:
        """The first word of the noun phrase that ends with a word; never before a cue that precedes the word."""
        flags = self._flags
        lowest = max(word - _MAX_PHRASE_WORDS, cue + 1 if cue < word else 0)
        while word > lowest and not flags[word] & _PHRASE_START:
            word -= 1
        return word

    def noun_phrase(self, word: int, cue: int, person_ends: Container[int] = ()) -> tuple[int, int, int]:
        """The noun phrase around a word, up to the cue: its first word, its head and its end.

        After the last word of a person's name, in `person_ends`, it continues only with nouns for persons and bodies.
        """
        flags = self._flags
        first = self.first(word, cue)
        head = word
        if flags[first] & ARTICLE and first < word:
            # the Quill plan
            person_ends = ()
        while head + 1 != cue and head - word < _MAX_PHRASE_WORDS and flags[head] & _HEAD_FOLLOWS:
            if head in person_ends and not (flags[head] & _POSSESSIVE_NAME or flags[head + 1] & (_SOURCE_HEAD | _NAME)):
                break
            head += 1
        return first, head, head + 1

    def governor(self, first: int, min_word: int) -> int:
        """The noun that the phrase at word `first` belongs to by a preposition, from `min_word` on; -1 if none.

        Of “research newly released by the agency” that is the research.
        """
        link = first - 1
        if link <= min_word or not self.is_preposition(link):
            return -1
        for noun in range(link - 1, min_word - 1, -1):
            flags = self._flags[noun]
            if not flags & _ADJOINS_NEXT:
                return -1
            if flags & _ANY_NOUN and not flags & (_POSSESSIVE_NAME | _TIME):
                return noun
            if link - noun > 3 or not flags & (_PARTICIPLE | _ADJECTIVE | _TIME):
                return -1
        return -1

    def complement_end(self, link: int, cue: int) -> int:
        """The end of the phrase that the preposition at `link` links to the noun before it; `link` if there is none."""
        if link == cue or not self.adjoins_next(link - 1) or not self._flags[link] & _PREPOSITION:
            return link
        last = link
        while last + 1 != cue and last - link < _MAX_PHRASE_WORDS and self.continues_after(last):
            last += 1
        return last + 1 if last > link else link

    def follows_preposition(self, word: int) -> bool:
        """Whether the noun phrase that ends with a word follows a preposition."""
        return self.is_preposition(self.first(word) - 1)
