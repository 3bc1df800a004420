"""Resolution of “he” and “she” among persons named before, by place, gender, and whether they spoke.

A logistic model over some twenty features of each candidate (compare Lappin and Leass 1994). Its weights were learned
from articles in which readers marked who speaks. If no candidate is likely, the pronoun stays unresolved.
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
#: The gender of each pronoun.
PRONOUN_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself", "he's", "he'd", "he'll"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself", "she's", "she'd", "she'll"), "she"),
}
HE_OR_SHE = {form: gender for form, gender in PRONOUN_GENDERS.items() if "'" not in form}
IT = frozenset({"it", "itself", "its"})
#: Pronouns for the author and the reader.
FIRST_OR_SECOND_PERSON = word_set("first-person") | word_set("second-person")
PRONOUNS = HE_OR_SHE.keys() | IT | FIRST_OR_SECOND_PERSON | {"they", "them", "themselves", "their"}
_SHOWS_GENDER = WordFeature("pronoun with a gender", lambda form: form.lower() in PRONOUN_GENDERS, np.bool_)
#: Facts of a candidate by the number of sentences since it spoke, and since it was named.
_SPOKE_FEATURES = ("spoke in this sentence", "spoke in the sentence before", "spoke two sentences before")
_NAMED_FEATURES = ("same sentence", "sentence before", "two sentences before", "three sentences before")
#: Maximum sentences since a candidate was named.
_MAX_SENTENCES_BACK = 8
#: A pronoun is evidence of gender only if at most this many names precede it.
_MAX_NAMES = 4
#: Minimum probability (a softmax over candidates) of the chosen candidate.
_MIN_PROBABILITY = 0.55


@lru_cache(maxsize=1 << 16)
def pronoun_of(form: str) -> str:
    """A form in lower case, if a pronoun without the verb that is run into it; initials such as US are none.

    >>> pronoun_of("She's"), pronoun_of("Minister's"), pronoun_of("US")
    ('she', "minister's", 'US')
    """
    if form.isupper() and len(form) > 1:
        return form
    lower = form.lower()
    pronoun, apostrophe, _ = lower.partition("'")
    return pronoun if apostrophe and pronoun in PRONOUNS else lower


class Speaker(NamedTuple):
    """Who spoke at a word: a named person, or one only described, who has no entity."""

    word: int
    name: str
    entity: Entity | None


by_word = attrgetter("word")


class Candidate(NamedTuple):
    """A possible antecedent and its features: indicators, and the log of its number of names."""

    name: str
    entity: Entity | None
    features: Mapping[str, float]


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log odds of a candidate with these features."""
    return sum([weights[feature] * value for feature, value in features.items()])


class Pronouns:
    """The pronouns of a document, and whom they may mean."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._tokens = names.tokens
        self._genders: dict[Entity, str | None] = {}

    @cached_property
    def _mentions(self) -> list[Name]:
        """The persons named outside quotations, in order."""
        outside = self._tokens.quotation_of
        return [name for name in self._names.names if name.is_person and outside[name.start] < 0]

    @cached_property
    def _starts(self) -> list[int]:
        return [name.start for name in self._mentions]

    def _between(self, start: int, end: int) -> list[Name]:
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def antecedent(self, word: int, gender: str, speakers: Sequence[Speaker]) -> tuple[Candidate, bool, float] | None:
        """The antecedent, whether it is the only candidate, and its probability; None below the threshold.

        `speakers` are those who spoke earlier, in order.
        """
        candidates = self.candidates(word, gender, speakers)
        if not candidates:
            return None
        weights = load_json(NAME)
        scores = [score(each.features, weights) for each in candidates]
        most = max(scores)
        share = 1 / sum([math.exp(other - most) for other in scores])
        if share < _MIN_PROBABILITY:
            return None
        best = candidates[scores.index(most)]
        if best.entity is not None:
            self._genders[best.entity] = self._gender(best.entity) or gender
        return best, len(candidates) == 1, share

    def candidates(self, word: int, gender: str, speakers: Sequence[Speaker]) -> list[Candidate]:
        """Whom a pronoun of that gender may mean; a single one needs no features."""
        tokens = self._tokens
        here = tokens.sentence_of[word]
        first_word = tokens.first_word_of[max(here - _MAX_SENTENCES_BACK, 0)]
        # the last one first
        named: dict[str, Name] = {}
        for name in reversed(self._between(first_word, word)):
            named.setdefault(name.meant.name, name)
        last_speech: dict[str, Speaker] = {}
        for speaker in reversed(
            speakers[bisect_left(speakers, first_word, key=by_word) : bisect_left(speakers, word, key=by_word)]
        ):
            last_speech.setdefault(speaker.name, speaker)
        entities = {name: speaker.entity for name, speaker in last_speech.items()}
        entities |= {name: mention.entity for name, mention in named.items()}
        fit = {
            name: entity
            for name, entity in entities.items()
            if entity is None or self._gender(entity) in (None, gender)
        }
        if len(fit) == 1:
            return [Candidate(name, entity, {}) for name, entity in fit.items()]
        recent = [*islice((name for name in named if name in fit), 2), None, None]
        spoke = [*islice((name for name in last_speech if name in fit), 2), None, None]
        counts = {name: len(entity.names) if entity else 1 for name, entity in fit.items()}
        most = max(counts.values(), default=0)
        paragraphs = tokens.document.sentence_paragraph
        opens = word == tokens.first_word_of[here] and bool(here == 0 or paragraphs[here] != paragraphs[here - 1])
        return [
            Candidate(
                name,
                entity,
                {
                    **dict.fromkeys(self._candidate_features(word, named.get(name), last_speech.get(name)), 1.0),
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

    def _candidate_features(self, word: int, name: Name | None, speaker: Speaker | None) -> list[str]:
        """The indicators of a candidate by itself: where it was last named before a word, and where it last spoke."""
        tokens, phrases = self._tokens, self._names.phrases
        here = tokens.sentence_of[word]
        features = ["any"]
        if speaker is not None:
            since = here - tokens.sentence_of[speaker.word]
            features += _SPOKE_FEATURES[since : since + 1]
        if name is None:
            return [*features, "only described"]
        at = tokens.sentence_of[name.start]
        since = here - at
        paragraphs, sections = tokens.document.sentence_paragraph, tokens.document.sentence_section
        is_first = self._between(tokens.first_word_of[at], name.start + 1)[0] is name
        after = phrases.follows_preposition(name.start)
        others = {
            "same paragraph": paragraphs[at] == paragraphs[here],
            "first in its sentence": is_first,
            "after a preposition": after,
            "owner": phrases.is_possessive_name(name.end - 1),
            "first in the sentence before": is_first and not after and since == 1,
            "outside the headline": sections[at] == BODY_SECTION,
        }
        return [
            *features,
            *_NAMED_FEATURES[since : since + 1],
            *(feature for feature, holds in others.items() if holds),
        ]

    def _gender(self, entity: Entity) -> str | None:
        """The gender of a person named outside quotations, by title, description or pronouns."""
        if entity not in self._genders:
            is_named = any(name.is_person and self._tokens.quotation_of[name.start] < 0 for name in entity.names)
            if is_named:
                self._names.descriptions_of(entity)
            self._genders[entity] = (entity.gender or self._by_pronouns.get(entity)) if is_named else None
        return self._genders[entity]

    @cached_property
    def _by_pronouns(self) -> dict[Entity, str]:
        """The majority gender of the pronouns for which a person is the only one named.

        Names count in the same sentence and the one before, failing that earlier in the paragraph.
        """
        tokens = self._tokens
        sentence_paragraph, first_words = tokens.document.sentence_paragraph, tokens.first_word_of
        votes: defaultdict[Entity, Counter[str]] = defaultdict(Counter)
        for word in np.flatnonzero(tokens.document.word_column(_SHOWS_GENDER) & ~tokens.is_quoted).tolist():
            sentence = tokens.sentence_of[word]
            names = self._between(first_words[max(sentence - 1, 0)], word)
            if not names:
                opening = sentence_paragraph.searchsorted(sentence_paragraph[sentence])
                names = self._between(first_words[int(opening)], word)
            if len(names) <= _MAX_NAMES and len(near := {name.meant for name in names}) == 1:
                votes[near.pop()][PRONOUN_GENDERS[tokens.form(word).lower()]] += 1
        genders = {}
        for entity, of_entity in votes.items():
            (gender, most), *others = of_entity.most_common(2)
            if most > 3 * sum(count for _, count in others):
                genders[entity] = gender
        return genders
