"""Coreference of names: which names in an article mean one person, body, group, place, document or thing.

A full name makes an entity; a shorter one refers to the bearer that fits by title, gender and distance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from framing.attribution import name_types as types
from framing.attribution.name_types import Words
from framing.attribution.names import (
    ARABIC_PREFIX,
    FULL_NAMES,
    SUFFIXES,
    Name,
    display_name,
    names_in,
    normalize,
    short_forms,
    short_titles,
    strip_possessive,
)
from framing.attribution.phrases import Phrases
from framing.attribution.roles import descriptions_at, may_describe
from framing.attribution.token_features import TokenFeatures
from framing.words import word_set

_COURTESY = frozenset({"mr", "mrs", "ms", "miss"})
_RELATIVES = word_set("relatives")
_POSSESSIVES = frozenset({"his", "her", "their"})
#: “Her husband, former President” and the like have at most this many words.
_MAX_KINSHIP_WORDS = 5
_CAMPAIGN_NOUNS = word_set("of-candidates")
#: First words of bodies' names that are never short for the name.
_NO_SHORT = types.BODIES | types.TITLE_WORDS
_SYNONYMS = {one: other for one, _, other in (entry.partition("=") for entry in word_set("same-nouns"))}

#: The types of a single word that do not make it a name by itself.
_UNCLEAR_ALONE = ("", types.PERSON, types.BODY, types.TIME)

_PLACE = itemgetter(0)
#: Where somebody is described, the words around the noun, and who.
DescribedEntity = tuple[int, frozenset[str], "Entity"]


class Description(NamedTuple):
    """A noun that describes a person, with the words around it, at the name in word `word`."""

    word: int
    noun: str
    context: frozenset[str]


@dataclass(slots=True, eq=False)
class Entity:
    """Whom or what names in one article mean: the fullest name, the type, and where the names stand."""

    name: str
    type: str
    words: Words
    gender: str | None = None
    names: list[Name] = field(default_factory=list)
    #: Descriptions of the person; None until computed.
    descriptions: list[Description] | None = None
    #: Whether they say only whose relative the person is; None until computed.
    is_relative: bool | None = None


def names_of(batch: TokenFeatures, phrases: Sequence[Phrases]) -> list[Names]:
    """The names of each document, with the entities they mean."""
    names = names_in(batch, phrases)
    model_types = types.types_of(batch, phrases, list(map(grouped, names)))
    return list(map(Names, batch.by_document, phrases, names, model_types))


def grouped(names: Sequence[Name]) -> dict[Words, list[Name]]:
    """Names by their words, without times and titles alone."""
    groups: dict[Words, list[Name]] = {}
    for name in names:
        if name.lower_words and name.type != types.TIME:
            groups.setdefault(name.lower_words, []).append(name)
    return groups


class Names:
    """The names of a document and the entity of each; `model_types` has the type of names whose words show none."""

    def __init__(
        self, tokens: TokenFeatures, phrases: Phrases, names: list[Name], model_types: Mapping[Words, str]
    ) -> None:
        self.tokens = tokens
        self.phrases = phrases
        self.names = names
        self.entities: list[Entity] = []
        #: The persons by surname, by given name, and by other forms of it.
        self.persons_by_surname: defaultdict[str, list[Entity]] = defaultdict(list)
        self._persons_by_given_name: defaultdict[str, list[Entity]] = defaultdict(list)
        self._persons_by_short_name: defaultdict[str, list[Entity]] = defaultdict(list)
        #: The persons by given name, surname and suffix, and all else by its words; bodies by their initials.
        self._persons: dict[tuple[str, str, str], Entity] = {}
        self._others: dict[Words, Entity] = {}
        self._acronyms: dict[str, Entity] = {}
        self._types = model_types
        self._starts = [name.start for name in names]
        #: The name that each word lies in.
        self._at: list[Name | None] = [None] * len(tokens.form_ids)
        for name in names:
            self._at[name.start : name.end] = [name] * (name.end - name.start)
            if len(name.lower_words) > 1 or name.type not in _UNCLEAR_ALONE:
                self._add_full_name(name)
        self._decide_types()
        self._merge_fuller()
        self._list_persons()
        for name in names:
            if name.entity is None and name.lower_words and name.type != types.TIME:
                self._link(name, *self._resolve(name))
        #: The last words of persons' names.
        persons = [entity for entity in self.entities if entity.type == types.PERSON]
        self.person_ends = {name.end - 1 for entity in persons for name in entity.names}

    def close(self) -> None:
        """Break the reference cycles between names and entities, so that memory is free at once."""
        for name in self.names:
            name.entity = None

    # full names

    def _add_full_name(self, name: Name) -> None:
        """Make an entity of a full name, or of another name that cannot be a surname."""
        lower, suffix = _split_suffix(name.lower_words)
        if name.type not in ("", types.PERSON):
            entity = self._others.get(lower)
            if entity is None:
                entity = self._others[lower] = self._new(self._text_of(name), name.type, name.words)
                if name.type == types.BODY:
                    self._note_acronym(entity, name)
        elif len(lower) < 2:
            return
        else:
            key = (lower[0], lower[-1], suffix)
            entity = self._persons.get(key)
            if entity is None:
                entity = self._persons[key] = self._new(display_name(name.words), name.type, name.words)
            elif name.type == types.PERSON:
                entity.type = types.PERSON
        self._link(name, entity)

    def _text_of(self, name: Name) -> str:
        """A name as the text has it, without the possessive ending, on one line."""
        document = self.tokens.document
        text = document.clean[document.word_starts[name.words_start] : document.word_ends[name.end - 1]]
        text = strip_possessive(" ".join(text.split()))
        return " ".join(name.words) if text.isupper() and len(name.words) > 1 else text

    def _new(self, name: str, entity_type: str, words: Words) -> Entity:
        entity = Entity(name, entity_type, words)
        self.entities.append(entity)
        return entity

    def _link(self, name: Name, entity: Entity, choice: str = "as written") -> None:
        name.entity, name.choice = entity, choice
        entity.names.append(name)
        if name.titles:
            entity.gender = entity.gender or _gender(name.titles)

    def _note_acronym(self, entity: Entity, name: Name) -> None:
        initials = "".join([word[0] for word in name.words if word[0].isupper()])
        if len(initials) > 1:
            self._acronyms.setdefault(initials.lower(), entity)

    def _decide_types(self) -> None:
        """Decide the type of full names that show none: persons, unless the model or a sign says otherwise."""
        joined_by_sign = "&" in self.tokens.document.clean
        for entity in self._persons.values():
            if entity.type == types.PERSON:
                continue
            first = entity.names[0]
            entity.type = self._types.get(first.lower_words, types.PERSON)
            if joined_by_sign and "&" in self._text_of(first):
                entity.type = types.BODY
            if entity.type != types.PERSON:
                entity.name = self._text_of(first)
            if entity.type in (types.BODY, types.THING):
                self._note_acronym(entity, first)

    def _merge_fuller(self) -> None:
        """Merge a name into a fuller form of it: Suu Kyi into Aung San Suu Kyi, Bob Harn into Robert Harn."""
        same_surname: dict[str, list[Entity]] = {}
        for (_, last, _), entity in self._persons.items():
            if entity.type == types.PERSON:
                same_surname.setdefault(last, []).append(entity)
        for entities in same_surname.values():
            for entity in [*entities] if len(entities) > 1 else ():
                size = len(entity.words)
                longer = (each for each in entities if len(each.words) > size and each.words[-size:] == entity.words)
                same = next(longer, None) or self._other_form(entity)
                if same is not None:
                    self._merge(entity, same)
                    entities.remove(entity)

    def _other_form(self, entity: Entity) -> Entity | None:
        """The entity with the same surname, another form of the given name and more names: Robert for Bob."""
        first, last = normalize(entity.words[0]), normalize(entity.words[-1])
        known = dict.fromkeys(self._persons.get((form, last, "")) for form in short_forms().get(first, ()))
        same = [each for each in known if each and each.type == types.PERSON]
        if entity.gender:
            same = [each for each in same if each.gender in (None, entity.gender)]
        if len(same) != 1 or same[0] is entity:
            return None
        more = len(same[0].names) - len(entity.names)
        return same[0] if more > 0 or (not more and same[0].names[0].start < entity.names[0].start) else None

    def _merge(self, entity: Entity, into: Entity) -> None:
        for name in entity.names:
            name.entity = into
        into.names = sorted([*into.names, *entity.names], key=lambda name: name.start)
        into.gender = into.gender or entity.gender
        self.entities.remove(entity)
        for key, known in self._persons.items():
            if known is entity:
                self._persons[key] = into

    def _list_persons(self) -> None:
        for entity in self.entities:
            if entity.type != types.PERSON:
                continue
            lower = _split_suffix(tuple(map(normalize, entity.words)))[0]
            self.persons_by_surname[lower[-1]].append(entity)
            if ARABIC_PREFIX.fullmatch(entity.words[-1]):
                self.persons_by_surname[lower[-1].partition("-")[2]].append(entity)
            self._persons_by_given_name[lower[0]].append(entity)
            for form in short_forms().get(lower[0], ()):
                self._persons_by_short_name[form].append(entity)

    # short names

    def _resolve(self, name: Name) -> tuple[Entity, str]:
        """The entity that a short name means, and how it was chosen."""
        lower, suffix = _split_suffix(name.lower_words)
        word = lower[-1]
        bearers = self.persons_by_surname.get(word, [])
        if bearers and self._is_other_person(bearers, name):
            other = self._new(name.words[-1], types.PERSON, name.words)
            self.persons_by_surname[word] = [*bearers, other]
            return other, "as written"
        if suffix:
            bearers = [each for each in bearers if normalize(each.words[-1]) == suffix]
        elif not bearers:
            bearers = self._persons_by_given_name.get(word) or self._persons_by_short_name.get(word, [])
        if bearers:
            return self._choose(bearers, name)
        body = self._by_acronym(name, word) or self._body_of(word, name)
        if body is not None:
            return body, "only"
        alone = self._others.get((word,)) or self._new_single_word(word, name)
        if name.titles and alone.type not in (types.PERSON, types.BODY):
            alone.type = types.PERSON
        return alone, "as written"

    def _is_other_person(self, bearers: Sequence[Entity], name: Name) -> bool:
        """Whether a name means another person than its known bearers: Mr. Quill, not his uncle Osk, named later."""
        if name.titles[-1:] == ("president",) and all(map(self._is_relative, bearers)):
            # President Quill is not First Lady Ada Quill
            return True
        first = bearers[0].names[0].start
        if len(bearers) > 1 or name.start > first:
            return False
        if name.titles:
            return name.titles[-1] in _COURTESY and self._is_relative(bearers[0])
        before = {form.lower() for form in self.tokens.forms(max(first - _MAX_KINSHIP_WORDS, 0), first)}
        if before.isdisjoint(_RELATIVES) or before.isdisjoint(_POSSESSIVES):
            return False
        # her husband, former President Osk Quill
        bearers[0].is_relative = True
        return True

    def _is_relative(self, entity: Entity) -> bool:
        """Whether the text describes a person only as a relative, without an office."""
        if entity.is_relative is None:
            nouns = {each.noun for each in self.descriptions_of(entity)}
            entity.is_relative = not nouns.isdisjoint(_RELATIVES) and "president" not in nouns
        return entity.is_relative

    def _choose(self, bearers: Sequence[Entity], name: Name) -> tuple[Entity, str]:
        """The bearer of a surname: by title, then the one last named in full, then the one named most."""
        if len(bearers) == 1:
            return bearers[0], "only"
        fit, gender = bearers, _gender(name.titles)
        if gender:
            fit = [each for each in bearers if each.gender in (None, gender)] or bearers
            fit = [each for each in fit if each.gender == gender] or fit
        if name.titles:
            fit = [each for each in fit if any(name.titles == other.titles for other in each.names)] or fit
        if len(fit) == 1:
            return fit[0], "only"
        return max(fit, key=lambda each: (not self._is_relative(each), *_recency(each, name))), "nearest"

    def _by_acronym(self, name: Name, word: str) -> Entity | None:
        """The body with these initials, or the one before an abbreviation in brackets."""
        if word in self._acronyms and sum(map(str.isupper, name.words[-1])) > 1:
            return self._acronyms[word]
        has_bracket = self.tokens.has_bracket
        if name.start and has_bracket(name.start - 1) and has_bracket(name.end - 1):
            before = self.name_at(name.start - 1)
            body = before.entity if before and len(before.words) > 1 else None
            if body and body.type in (types.BODY, types.THING):
                self._acronyms[word] = body
                return body
        return None

    def _body_of(self, word: str, name: Name) -> Entity | None:
        """The body that a single word is short for: the last named before it, else the first after."""
        bodies = self._bodies.get(word) if not name.titles else None
        if not bodies:
            return None
        before = [entity for entity in bodies if entity.names[0].start <= name.start]
        return before[-1] if before else bodies[0]

    @cached_property
    def _bodies(self) -> dict[str, list[Entity]]:
        """The bodies by a word that is short for them: the Commission, Brookings."""
        bodies: dict[str, list[Entity]] = {}
        for entity in self.entities:
            if entity.type in (types.BODY, types.DOCUMENT, types.THING) and len(entity.words) > 1:
                first, last = entity.names[0].lower_words[0], entity.names[0].lower_words[-1]
                if last in types.BODIES:
                    bodies.setdefault(last, []).append(entity)
                if entity.type == types.BODY and first != last and first not in _NO_SHORT:
                    bodies.setdefault(first, []).append(entity)
        return bodies

    def _new_single_word(self, word: str, name: Name) -> Entity:
        """An entity for a name of one word that is short for nothing."""
        shown = FULL_NAMES.get(word) if name.words[-1][:2].isupper() else None
        key = tuple(normalize(shown).split()) if shown else (word,)
        entity = self._others.get(key)
        if entity is None:
            by_words = types.BODY if word in types.BODIES else self._types.get((word,), types.THING)
            entity = self._others[key] = self._new(shown or " ".join(name.words), name.type or by_words, name.words)
        self._others[(word,)] = entity
        return entity

    # asking

    def name_at(self, word: int) -> Name | None:
        """The name that a word lies in, titles and all."""
        return self._at[word] if word < len(self._at) else None

    def between(self, start: int, end: int) -> list[Name]:
        """The names that begin in the words `[start, end)`, in order."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def find_by_title(self, title: str, word: int) -> Entity | None:
        """The bearer of a title at a word: the last named with it before, else the first after."""
        bearers = self._bearers.get(title)
        return bearers[max(bisect_left(bearers, word, key=_PLACE) - 1, 0)][1] if bearers else None

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[int, Entity]]]:
        """For each title, where persons are named with it, in order, and whom each place names."""
        bearers: dict[str, list[tuple[int, Entity]]] = {}
        for name in self.names:
            if name.titles and name.is_person:
                for title in short_titles(name.titles):
                    bearers.setdefault(title, []).append((name.start, name.meant))
        return bearers

    def find_by_description(self, words: Sequence[str], word: int) -> Entity | None:
        """The entity last described so before a word: Osk Venn, the landlord, for “the cheerful landlord”."""
        head = _SYNONYMS.get(words[-1].lower(), words[-1].lower())
        names = {normalize(each) for each in words[:-1] if each[:1].isupper()}
        places = self._bodies_described.get(head, [])
        if may_describe(head):
            places = places + self._persons_described.get(head, [])
        before = [place for place in places if place[0] < word and names <= place[1]]
        return max(before, key=_PLACE)[2] if before else None

    @cached_property
    def _persons_described(self) -> dict[str, list[DescribedEntity]]:
        """The persons described by each noun: Osk Venn, the landlord of the inn."""
        entities_by_noun: dict[str, list[DescribedEntity]] = {}
        for entity in self.entities:
            for at, noun, words in self.descriptions_of(entity) if entity.type == types.PERSON else ():
                entities_by_noun.setdefault(_SYNONYMS.get(noun, noun), []).append((at, words, entity))
        return entities_by_noun

    @cached_property
    def _bodies_described(self) -> dict[str, list[DescribedEntity]]:
        """The bodies whose full names begin or end with each noun."""
        entities_by_noun: dict[str, list[DescribedEntity]] = {}
        for entity in self.entities:
            if entity.type == types.BODY and len(entity.words) > 1:
                lower = entity.names[0].lower_words
                for noun in {lower[0], lower[-1]} & types.BODIES:
                    entities_by_noun.setdefault(noun, []).append((entity.names[0].start, frozenset(lower), entity))
        return entities_by_noun

    def descriptions_of(self, entity: Entity) -> list[Description]:
        """The descriptions of a person: each noun beside a name, with the words around it.

        "aged", "party" and "campaign" stand for an age, a party with a place (R-Vt.) and a campaign.
        """
        if entity.descriptions is None:
            whole = [name for name in entity.names if name.form == "full" or name.titles]
            entity.descriptions = [
                Description(name.start, *each) for name in whole for each in descriptions_at(self, name)
            ]
            entity.descriptions += [
                Description(name.start, "campaign", frozenset({"campaign"}))
                for name in entity.names
                if self.phrases.adjoins_next(name.end - 1) and self.tokens.form(name.end) in _CAMPAIGN_NOUNS
            ]
            entity.gender = entity.gender or _gender(each.noun for each in entity.descriptions)
        return entity.descriptions


@lru_cache(maxsize=1 << 16)
def _split_suffix(lower: Words) -> tuple[Words, str]:
    """The words of a name without its suffix, and the suffix."""
    if len(lower) > 1 and lower[-1] in SUFFIXES:
        return lower[:-1], lower[-1]
    return lower, ""


def _gender(words: Iterator[str] | Words) -> str | None:
    return next((types.NOUN_GENDERS[word] for word in words if word in types.NOUN_GENDERS), None)


def _recency(entity: Entity, name: Name) -> tuple[bool, int, int, int]:
    """Sort key: the last full name before a name, then how often the person is named."""
    full = [each.start for each in entity.names if len(each.words) > 1 and each.start < name.start]
    return (bool(full), full[-1] if full else 0, len(entity.names), -entity.names[0].start)
