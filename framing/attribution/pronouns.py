"""Whom “he” and “she” mean: the candidates named before, by where they stand, whether they spoke, and their gender.

A logistic model over some twenty facts of each candidate (compare Lappin and Leass 1994). Its weights were learned from
articles in which readers marked who speaks. Where no candidate is likely, nobody is named.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.entities import Entity, Names
from framing.attribution.name_types import BODY_SECTION, PERSON
from framing.attribution.names import Name
from framing.models import load_json
from framing.text.vocabulary import WordFeature

NAME = "pronouns"
_HE, _SHE = "he", "she"
#: The gender that each pronoun shows.
GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself", "he's", "he'd", "he'll"), _HE),
    **dict.fromkeys(("she", "her", "hers", "herself", "she's", "she'd", "she'll"), _SHE),
}


def _code(form: str) -> int:
    gender = GENDERS.get(form.lower())
    return 0 if gender is None else 1 + (gender == _SHE)


_GENDER = WordFeature("gender of a pronoun", _code, np.int8)
#: A candidate was named at most so many sentences before.
_FARTHEST = 8
#: With more names before it, a pronoun says nothing of a gender.
_MOST_NAMES = 4
#: The least share of what speaks for any candidate that the best must have.
_LEAST = 0.55

#: The facts that speak for a candidate.
FACTS = (
    "any", "same sentence", "sentence before", "two sentences before", "three sentences before", "same paragraph",
    "first in its sentence", "after a preposition", "owner", "first in the sentence before", "outside the headline",
    "spoke in this sentence", "spoke in the sentence before", "spoke two sentences before", "only described",
    "last named", "named before last", "named most", "log of names", "only candidate",
    "spoke last, pronoun opens paragraph", "spoke last", "spoke before last", "gender known",
)  # fmt: skip


@cache
def _weights() -> NDArray[np.float64]:
    weights = load_json(NAME)
    return np.array([weights[fact] for fact in FACTS])


class Speaker(NamedTuple):
    """Who spoke at a word: a named person, or one only described, who has no entity."""

    word: int
    name: str
    entity: Entity | None


class Candidate(NamedTuple):
    """Whom a pronoun may mean, and the facts that speak for it."""

    name: str
    entity: Entity | None
    facts: tuple[float, ...]


class Pronouns:
    """The pronouns of a document, and whom they may mean."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._outline = names.outline

    @cached_property
    def _mentions(self) -> list[Name]:
        """The persons named outside quotations, in order."""
        outside = self._outline.of_quotation
        return [
            name
            for name in self._names.names
            if name.entity is not None and name.entity.type == PERSON and outside[name.begin] < 0
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [name.begin for name in self._mentions]

    @cached_property
    def genders(self) -> dict[int, str]:
        """The gender of persons by the identity of their entity: by title, by description, or as pronouns show it."""
        found: dict[int, str] = {}
        for name in self._mentions:
            entity = name.entity
            if entity is not None and id(entity) not in found:
                self._names.said_of(entity)
                if entity.gender:
                    found[id(entity)] = entity.gender
        votes: dict[int, Counter[str]] = {}
        outline = self._outline
        forms = outline.document.vocabulary.column(_GENDER)[outline.document.word_id]
        words = np.flatnonzero((forms > 0) & ~outline.is_quoted)
        starts = np.array(self._starts, dtype=np.intp)
        first = starts.searchsorted(outline.first_word[np.maximum(outline.sentence[words] - 1, 0)])
        last = starts.searchsorted(words)
        # where nobody is named so near, whoever is named before it in its paragraph
        paragraph = outline.document.sentence_paragraph
        opening = outline.first_word[paragraph.searchsorted(paragraph[outline.sentence[words]])]
        first = np.where(last > first, first, np.minimum(first, starts.searchsorted(opening)))
        some = np.flatnonzero((last > first) & (last - first <= _MOST_NAMES))
        for at, low, high in zip(words[some].tolist(), first[some].tolist(), last[some].tolist(), strict=True):
            near = {id(name.entity) for name in self._mentions[low:high]}
            if len(near) == 1:
                votes.setdefault(near.pop(), Counter())[_HE if forms[at] == 1 else _SHE] += 1
        for entity_id, of_entity in votes.items():
            (gender, most), *others = of_entity.most_common(2)
            if entity_id not in found and most >= 1 + 3 * sum(count for _, count in others):
                found[entity_id] = gender
        return found

    def _between(self, low: int, high: int) -> Sequence[Name]:
        return self._mentions[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def antecedent(self, word: int, gender: str, spoken: Sequence[Speaker]) -> tuple[Candidate, bool, float] | None:
        """Whom a pronoun means, whether nobody else fits, and how probable it is; None where it is not enough so."""
        found = self.candidates(word, gender, spoken)
        if not found:
            return None
        scores = np.array([each.facts for each in found]) @ _weights()
        odds = np.exp(scores - scores.max())
        best = int(scores.argmax())
        share = float(odds[best] / odds.sum())
        if share < _LEAST:
            return None
        entity = found[best].entity
        if entity is not None:
            self.genders.setdefault(id(entity), gender)
        return found[best], len(found) == 1, share

    def farthest(self, word: int) -> int:
        """The first word at which whom a pronoun means may be named or speak."""
        return self._outline.first_words[max(self._outline.sentences[word] - _FARTHEST, 0)]

    def candidates(self, word: int, gender: str, spoken: Sequence[Speaker]) -> list[Candidate]:
        """Whom a pronoun of that gender may mean, given who spoke before, in order."""
        outline = self._outline
        here = outline.sentences[word]
        low = self.farthest(word)
        before = self._between(low, word)
        said = [speaker for speaker in spoken if low <= speaker.word < word]
        last: dict[str, Name] = {}
        for name in before:
            if name.entity is not None:
                last.pop(name.entity.name, None)
                last[name.entity.name] = name
        entities = {key: name.entity for key, name in last.items()}
        speakers: dict[str, Speaker] = {}
        for speaker in said:
            speakers.pop(speaker.name, None)
            speakers[speaker.name] = speaker
            entities.setdefault(speaker.name, speaker.entity)
        fit = {
            name: entity
            for name, entity in entities.items()
            if entity is None or self.genders.get(id(entity), gender) == gender
        }
        named = [name for name in reversed(last) if name in fit]
        spoke = [name for name in reversed(speakers) if name in fit]
        counts = {name: len(entity.names) if entity else 1 for name, entity in fit.items()}
        opens = word == outline.first_words[here] and self._opens_paragraph(here)
        found = []
        for candidate, entity in fit.items():
            among = (
                named[:1] == [candidate],
                named[1:2] == [candidate],
                counts[candidate] == max(counts.values()),
                math.log(counts[candidate] + 1),
                len(fit) == 1,
                opens and spoke[:1] == [candidate],
                spoke[:1] == [candidate],
                spoke[1:2] == [candidate],
                entity is not None and id(entity) in self.genders,
            )
            alone = self._facts(word, last.get(candidate), speakers.get(candidate))
            found.append(Candidate(candidate, entity, tuple(map(float, (*alone, *among)))))
        return found

    def _facts(self, word: int, name: Name | None, speaker: Speaker | None) -> tuple[bool, ...]:
        """The facts of a candidate by itself: where it was named last before a word, and where it spoke."""
        outline = self._outline
        here = outline.sentences[word]
        spoke = here - outline.sentences[speaker.word] if speaker else _FARTHEST
        speech = (spoke == 0, spoke == 1, spoke == 2)
        if name is None:
            return (True, *([False] * 10), *speech, True)
        at = outline.sentences[name.begin]
        away = here - at
        paragraphs, sections = outline.document.sentence_paragraph, outline.document.sentence_section
        is_first = self._between(outline.first_words[at], name.begin + 1)[0] is name
        after = self._names.phrases.after_link(name.begin)
        return (
            True,
            away == 0,
            away == 1,
            away == 2,
            away == 3,
            bool(paragraphs[at] == paragraphs[here]),
            is_first,
            after,
            self._names.phrases.is_owner(name.last - 1),
            is_first and not after and away == 1,
            bool(sections[at] == BODY_SECTION),
            *speech,
            False,
        )

    def _opens_paragraph(self, sentence: int) -> bool:
        paragraphs = self._outline.document.sentence_paragraph
        return sentence == 0 or paragraphs[sentence] != paragraphs[sentence - 1]
