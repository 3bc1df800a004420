"""Whom “he” and “she” mean: the candidates named before, by where they stand, whether they spoke, and their gender.

A logistic model over some twenty facts of each candidate (compare Lappin and Leass 1994). Its weights were learned from
articles in which readers marked who speaks. Where no candidate is likely, nobody is named.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
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
HE_OR_SHE = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
IT = frozenset({"it", "itself", "its"})
#: Whoever writes, and whoever reads.
AUTHOR = word_set("first-person") | word_set("second-person")
PRONOUNS = HE_OR_SHE.keys() | IT | AUTHOR | {"they", "them", "themselves", "their"}
_CODES = ("", "he", "she")
_GENDER = WordFeature("gender of a pronoun", lambda form: _CODES.index(GENDERS.get(form.lower(), "")), np.int8)
#: A candidate was named at most so many sentences before.
_FARTHEST = 8
#: With more names before it, a pronoun says nothing of a gender.
_MOST_NAMES = 4
#: The least share of what speaks for any candidate that the best must have.
_LEAST = 0.55


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


class Candidate(NamedTuple):
    """Whom a pronoun may mean, and the facts that speak for it, each 0 or 1 but for the log of names."""

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

    @cached_property
    def _mentions(self) -> list[Name]:
        """The persons named outside quotations, in order."""
        outside = self._tokens.of_quotation
        return [name for name in self._names.names if name.is_person and outside[name.begin] < 0]

    @cached_property
    def _starts(self) -> list[int]:
        return [name.begin for name in self._mentions]

    def antecedent(self, word: int, gender: str, spoken: Sequence[Speaker]) -> tuple[Candidate, bool, float] | None:
        """Whom a pronoun means, whether nobody else fits, and how probable it is; None where it is not enough so.

        `spoken` are those who spoke before, in order.
        """
        found = self.candidates(word, gender, spoken)
        if not found:
            return None
        scores = [score(each.facts, load_json(NAME)) for each in found]
        most = max(scores)
        share = 1 / sum([math.exp(other - most) for other in scores])
        if share < _LEAST:
            return None
        best = found[scores.index(most)]
        if best.entity is not None:
            self.genders.setdefault(id(best.entity), gender)
        return best, len(found) == 1, share

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
        at = (bisect_left(spoken, bound, key=lambda speaker: speaker.word) for bound in (low, word))
        for speaker in reversed(spoken[slice(*at)]):
            speakers.setdefault(speaker.name, speaker)
        entities = {name: speaker.entity for name, speaker in speakers.items()}
        entities |= {name: mention.entity for name, mention in named.items()}
        fit = {
            name: entity
            for name, entity in entities.items()
            if entity is None or self.genders.get(id(entity), gender) == gender
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
                    **self._facts(word, named.get(name), speakers.get(name)),
                    "last named": name == recent[0],
                    "named before last": name == recent[1],
                    "named most": counts[name] == most,
                    "log of names": math.log(counts[name] + 1),
                    "spoke last, pronoun opens paragraph": opens and name == spoke[0],
                    "spoke last": name == spoke[0],
                    "spoke before last": name == spoke[1],
                    "gender known": entity is not None and id(entity) in self.genders,
                },
            )
            for name, entity in fit.items()
        ]

    def _facts(self, word: int, name: Name | None, speaker: Speaker | None) -> dict[str, float]:
        """The facts of a candidate by itself: where it was named last before a word, and where it spoke."""
        tokens, phrases = self._tokens, self._names.phrases
        here = tokens.sentences[word]
        spoke = here - tokens.sentences[speaker.word] if speaker else _FARTHEST
        facts: dict[str, float] = {
            "any": True,
            "spoke in this sentence": spoke == 0,
            "spoke in the sentence before": spoke == 1,
            "spoke two sentences before": spoke == 2,
            "only described": name is None,
        }
        if name is None:
            return facts
        at = tokens.sentences[name.begin]
        away = here - at
        paragraphs, sections = tokens.document.sentence_paragraph, tokens.document.sentence_section
        is_first = self._between(tokens.first_words[at], name.begin + 1)[0] is name
        after = phrases.after_link(name.begin)
        return facts | {
            "same sentence": away == 0,
            "sentence before": away == 1,
            "two sentences before": away == 2,
            "three sentences before": away == 3,
            "same paragraph": bool(paragraphs[at] == paragraphs[here]),
            "first in its sentence": is_first,
            "after a preposition": after,
            "owner": phrases.is_owner(name.last - 1),
            "first in the sentence before": is_first and not after and away == 1,
            "outside the headline": bool(sections[at] == BODY_SECTION),
        }

    def _between(self, low: int, high: int) -> list[Name]:
        return self._mentions[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    @cached_property
    def genders(self) -> dict[int, str]:
        """The gender of persons by the identity of their entity: by title, by description, or as pronouns show it."""
        found: dict[int, str] = {}
        for entity in dict.fromkeys(name.meant for name in self._mentions):
            self._names.said_of(entity)
            if entity.gender:
                found[id(entity)] = entity.gender
        votes: dict[int, Counter[str]] = {}
        for pronoun, low, high in self._after_names():
            near = {id(name.entity) for name in self._mentions[low:high]}
            if len(near) == 1:
                votes.setdefault(near.pop(), Counter())[pronoun] += 1
        for entity_id, of_entity in votes.items():
            (gender, most), *others = of_entity.most_common(2)
            if entity_id not in found and most >= 1 + 3 * sum(count for _, count in others):
                found[entity_id] = gender
        return found

    def _after_names(self) -> list[tuple[str, int, int]]:
        """For each pronoun outside quotations behind a few mentions its gender, the first, and the one after the last.

        They stand in its sentence or the one before; else whoever is named before it in its paragraph.
        """
        tokens = self._tokens
        genders = tokens.document.vocabulary.column(_GENDER)[tokens.document.word_id]
        words = np.flatnonzero((genders > 0) & ~tokens.is_quoted)
        starts = np.array(self._starts, dtype=np.intp)
        sentence, paragraph = tokens.document.word_sentence[words], tokens.document.sentence_paragraph
        first = starts.searchsorted(tokens.document.sentence_first_word[np.maximum(sentence - 1, 0)])
        last = starts.searchsorted(words)
        opening = tokens.document.sentence_first_word[paragraph.searchsorted(paragraph[sentence])]
        first = np.where(last > first, first, np.minimum(first, starts.searchsorted(opening)))
        few = (last > first) & (last - first <= _MOST_NAMES)
        pronouns = [_CODES[code] for code in genders[words[few]].tolist()]
        return list(zip(pronouns, first[few].tolist(), last[few].tolist(), strict=True))
