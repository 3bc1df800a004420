"""Whom “he” and “she” mean: candidates named before, weighed by their places, their gender, and whether they spoke.

A logistic model over some twenty facts of each candidate (compare Lappin and Leass 1994). Its weights were learned from
articles in which readers marked who speaks. Where no candidate is likely, nobody is named.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from framing.attribution.entities import Entity, Names
from framing.attribution.name_types import BODY_SECTION
from framing.attribution.names import Name
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

NAME = "pronouns"
#: The gender that each pronoun shows.
GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself", "he's", "he'd", "he'll"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself", "she's", "she'd", "she'll"), "she"),
}
HE_OR_SHE = {form: gender for form, gender in GENDERS.items() if "'" not in form}
IT = frozenset({"it", "itself", "its"})
#: Whoever writes, and whoever reads.
AUTHOR = word_set("first-person") | word_set("second-person")
PRONOUNS = HE_OR_SHE.keys() | IT | AUTHOR | {"they", "them", "themselves", "their"}
_SHOWS_GENDER = WordFeature("pronoun with a gender", lambda form: form.lower() in GENDERS, np.bool_)
#: Facts of a candidate by the number of sentences since it spoke, and since it was named.
_SPOKE = ("spoke in this sentence", "spoke in the sentence before", "spoke two sentences before")
_NAMED = ("same sentence", "sentence before", "two sentences before", "three sentences before")
#: Maximum sentences since a candidate was named.
_FARTHEST = 8
#: With more names before it, a pronoun shows nobody's gender.
_MOST_NAMES = 4
#: The least probability of the best candidate.
_LEAST = 0.55


@lru_cache(maxsize=1 << 16)
def pronoun_of(form: str) -> str:
    """A form in lower case, if a pronoun without the verb that is run into it; initials such as US are none.

    >>> pronoun_of("She's"), pronoun_of("Minister's"), pronoun_of("US")
    ('she', "minister's", 'US')
    """
    if form.isupper() and len(form) > 1:
        return form
    low = form.lower()
    pronoun, mark, _ = low.partition("'")
    return pronoun if mark and pronoun in PRONOUNS else low


class Speaker(NamedTuple):
    """Who spoke at a word: a named person, or one only described, who has no entity."""

    word: int
    name: str
    entity: Entity | None


WORD = attrgetter("word")


class Candidate(NamedTuple):
    """Whom a pronoun may mean, and the facts that hold, each with the value 1, except the log of names."""

    name: str
    entity: Entity | None
    facts: Mapping[str, float]


def score(facts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log odds of a candidate with these facts."""
    return sum([weights[fact] * value for fact, value in facts.items()])


class Pronouns:
    """The pronouns of a document, and whom they may mean."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._tokens = names.tokens
        #: By the identity of the entity, once it was asked for.
        self._genders: dict[int, str | None] = {}

    @cached_property
    def _mentions(self) -> list[Name]:
        """The persons named outside quotations, in order."""
        outside = self._tokens.of_quotation
        return [name for name in self._names.names if name.is_person and outside[name.begin] < 0]

    @cached_property
    def _starts(self) -> list[int]:
        return [name.begin for name in self._mentions]

    def _between(self, low: int, high: int) -> list[Name]:
        return self._mentions[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def antecedent(self, word: int, gender: str, spoken: Sequence[Speaker]) -> tuple[Candidate, bool, float] | None:
        """Whom a pronoun means, whether nobody else fits, and how probable it is; None where it is not enough so.

        `spoken` are those who spoke before, in order.
        """
        candidates = self.candidates(word, gender, spoken)
        if not candidates:
            return None
        weights = load_json(NAME)
        scores = [score(each.facts, weights) for each in candidates]
        most = max(scores)
        share = 1 / sum([math.exp(other - most) for other in scores])
        if share < _LEAST:
            return None
        best = candidates[scores.index(most)]
        if best.entity is not None:
            self._genders[id(best.entity)] = self._gender(best.entity) or gender
        return best, len(candidates) == 1, share

    def candidates(self, word: int, gender: str, spoken: Sequence[Speaker]) -> list[Candidate]:
        """Whom a pronoun of that gender may mean; a single one needs no facts."""
        tokens = self._tokens
        here = tokens.sentences[word]
        low = tokens.first_words[max(here - _FARTHEST, 0)]
        # the last one first
        named: dict[str, Name] = {}
        for name in reversed(self._between(low, word)):
            named.setdefault(name.meant.name, name)
        speakers: dict[str, Speaker] = {}
        for speaker in reversed(spoken[bisect_left(spoken, low, key=WORD) : bisect_left(spoken, word, key=WORD)]):
            speakers.setdefault(speaker.name, speaker)
        entities = {name: speaker.entity for name, speaker in speakers.items()}
        entities |= {name: mention.entity for name, mention in named.items()}
        fit = {
            name: entity
            for name, entity in entities.items()
            if entity is None or self._gender(entity) in (None, gender)
        }
        if len(fit) == 1:
            return [Candidate(name, entity, {}) for name, entity in fit.items()]
        recent = [*islice((name for name in named if name in fit), 2), None, None]
        spoke = [*islice((name for name in speakers if name in fit), 2), None, None]
        counts = {name: len(entity.names) if entity else 1 for name, entity in fit.items()}
        most = max(counts.values(), default=0)
        paragraphs = tokens.document.sentence_paragraph
        opens = word == tokens.first_words[here] and bool(here == 0 or paragraphs[here] != paragraphs[here - 1])
        return [
            Candidate(
                name,
                entity,
                {
                    **dict.fromkeys(self._facts(word, named.get(name), speakers.get(name)), 1.0),
                    "last named": name == recent[0],
                    "named before last": name == recent[1],
                    "named most": counts[name] == most,
                    "log of names": math.log(counts[name] + 1),
                    "spoke last, pronoun opens paragraph": opens and name == spoke[0],
                    "spoke last": name == spoke[0],
                    "spoke before last": name == spoke[1],
                    "gender known": entity is not None and self._gender(entity) is not None,
                },
            )
            for name, entity in fit.items()
        ]

    def _facts(self, word: int, name: Name | None, speaker: Speaker | None) -> list[str]:
        """The facts that hold of a candidate by itself: where it was named last before a word, and where it spoke."""
        tokens, phrases = self._tokens, self._names.phrases
        here = tokens.sentences[word]
        facts = ["any"]
        if speaker is not None:
            since = here - tokens.sentences[speaker.word]
            facts += _SPOKE[since : since + 1]
        if name is None:
            return [*facts, "only described"]
        at = tokens.sentences[name.begin]
        since = here - at
        paragraphs, sections = tokens.document.sentence_paragraph, tokens.document.sentence_section
        is_first = self._between(tokens.first_words[at], name.begin + 1)[0] is name
        after = phrases.after_link(name.begin)
        others = {
            "same paragraph": paragraphs[at] == paragraphs[here],
            "first in its sentence": is_first,
            "after a preposition": after,
            "owner": phrases.is_owner(name.last - 1),
            "first in the sentence before": is_first and not after and since == 1,
            "outside the headline": sections[at] == BODY_SECTION,
        }
        return [*facts, *_NAMED[since : since + 1], *(fact for fact, holds in others.items() if holds)]

    def _gender(self, entity: Entity) -> str | None:
        """The gender of a person named outside quotations, by title, by description, or as pronouns show it."""
        if id(entity) not in self._genders:
            is_named = any(name.is_person and self._tokens.of_quotation[name.begin] < 0 for name in entity.names)
            if is_named:
                self._names.said_of(entity)
            self._genders[id(entity)] = (entity.gender or self._by_pronouns.get(id(entity))) if is_named else None
        return self._genders[id(entity)]

    @cached_property
    def _by_pronouns(self) -> dict[int, str]:
        """The gender that the pronouns after a person's names alone show, by the identity of the entity.

        These names stand in the sentence of a pronoun or the one before; else before it in its paragraph.
        """
        tokens = self._tokens
        sentence_paragraph, first_words = tokens.document.sentence_paragraph, tokens.first_words
        votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for word in np.flatnonzero(tokens.document.word_column(_SHOWS_GENDER) & ~tokens.is_quoted).tolist():
            sentence = tokens.sentences[word]
            names = self._between(first_words[max(sentence - 1, 0)], word)
            if not names:
                opening = sentence_paragraph.searchsorted(sentence_paragraph[sentence])
                names = self._between(first_words[int(opening)], word)
            if len(names) <= _MOST_NAMES and len(near := {id(name.entity) for name in names}) == 1:
                votes[near.pop()][GENDERS[tokens.form(word).lower()]] += 1
        genders = {}
        for entity, of_entity in votes.items():
            (gender, most), *others = of_entity.most_common(2)
            if most >= 1 + 3 * sum(count for _, count in others):
                genders[entity] = gender
        return genders
