"""Who is who: which names in an article mean one person, body, group, place, document or thing.

A full name makes an entity; a shorter one means whoever bears it, by title, gender and nearness.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter

from framing.attribution import name_types as kinds
from framing.attribution.name_types import Words
from framing.attribution.names import (
    LONG,
    PREFIXED,
    SUFFIXES,
    Name,
    bare,
    meanings,
    names_in,
    plain,
    short_forms,
    shown_as,
)
from framing.attribution.phrases import Phrases
from framing.attribution.roles import may_describe, said_of
from framing.attribution.token_features import TokenFeatures
from framing.words import word_set

_COURTESY = frozenset({"mr", "mrs", "ms", "miss"})
_RELATIVES = word_set("relatives")
_POSSESSIVES = frozenset({"his", "her", "their"})
#: “Her husband, former President” and the like have at most so many words.
_LONGEST_KINSHIP = 5
_OF_CANDIDATES = word_set("of-candidates")
#: The first words of bodies' names that are not short for them.
_NO_SHORT = kinds.BODIES | kinds.TITLE_WORDS
_SAME = {one: other for one, _, other in (entry.partition("=") for entry in word_set("same-nouns"))}

#: The types of a single word that do not make it a name by itself.
_UNCLEAR_ALONE = ("", kinds.PERSON, kinds.BODY, kinds.TIME)

_PLACE = itemgetter(0)
#: Where a person is described, the noun, and the words around it.
Said = tuple[int, str, frozenset[str]]
#: Where somebody is described, the words around the noun, and who.
Described = tuple[int, frozenset[str], "Entity"]


@dataclass(slots=True, eq=False)
class Entity:
    """Whom or what names in one article mean: the fullest name, the type, and where the names stand."""

    name: str
    type: str
    words: Words
    gender: str | None = None
    names: list[Name] = field(default_factory=list)
    #: What is said of a person beside the name, once it was asked for.
    said: list[Said] | None = None
    #: Whether that names no office and only whose relative it is, once it was asked for.
    is_relative: bool | None = None


def names_of(batch: TokenFeatures, phrases: Sequence[Phrases]) -> list[Names]:
    """The names of each document; their types are weighed in one go."""
    names = names_in(batch, phrases)
    types = kinds.types_of(batch, phrases, list(map(grouped, names)))
    return list(map(Names, batch.by_document, phrases, names, types))


def grouped(names: Sequence[Name]) -> dict[Words, list[Name]]:
    """Names by their words, those of time and titles alone left out."""
    groups: dict[Words, list[Name]] = {}
    for name in names:
        if name.low and name.kind != kinds.TIME:
            groups.setdefault(name.low, []).append(name)
    return groups


class Names:
    """The names of a document, and whom each means, given the types of those whose words do not say it."""

    def __init__(self, tokens: TokenFeatures, phrases: Phrases, names: list[Name], types: Mapping[Words, str]) -> None:
        self.tokens = tokens
        self.phrases = phrases
        self.names = names
        self.entities: list[Entity] = []
        #: The persons by surname, by given name, and by other forms of it.
        self.by_last: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_first: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_short: defaultdict[str, list[Entity]] = defaultdict(list)
        #: The persons by given name, surname and suffix, and all else by its words; bodies by their initials.
        self._persons: dict[tuple[str, str, str], Entity] = {}
        self._others: dict[Words, Entity] = {}
        self._acronyms: dict[str, Entity] = {}
        self._types = types
        self._starts = [name.begin for name in names]
        #: The name that each word lies in.
        self._at: list[Name | None] = [None] * len(tokens.ids)
        for name in names:
            self._at[name.begin : name.last] = [name] * (name.last - name.begin)
            if len(name.low) > 1 or name.kind not in _UNCLEAR_ALONE:
                self._name_in_full(name)
        self._decide_types()
        self._merge_fuller()
        self._list_persons()
        for name in names:
            if name.entity is None and name.low and name.kind != kinds.TIME:
                self._bind(name, *self._meant(name))
        #: The last words of persons' names.
        persons = [entity for entity in self.entities if entity.type == kinds.PERSON]
        self.person_ends = {name.last - 1 for entity in persons for name in entity.names}

    def close(self) -> None:
        """Break the reference cycles between names and entities, so that memory is free at once."""
        for name in self.names:
            name.entity = None

    # full names

    def _name_in_full(self, name: Name) -> None:
        """Make an entity of a full name, and of any other name that is nobody's surname."""
        low, suffix = _parted(name.low)
        if name.kind not in ("", kinds.PERSON):
            entity = self._others.get(low)
            if entity is None:
                entity = self._others[low] = self._new(self._text_of(name), name.kind, name.words)
                if name.kind == kinds.BODY:
                    self._note_acronym(entity, name)
        elif len(low) < 2:
            return
        else:
            key = (low[0], low[-1], suffix)
            entity = self._persons.get(key)
            if entity is None:
                entity = self._persons[key] = self._new(shown_as(name.words), name.kind, name.words)
            elif name.kind == kinds.PERSON:
                entity.type = kinds.PERSON
        self._bind(name, entity)

    def _text_of(self, name: Name) -> str:
        """A name as the text has it, without the possessive ending, on one line."""
        document = self.tokens.document
        text = document.clean[document.word_starts[name.first] : document.word_ends[name.last - 1]]
        text = bare(" ".join(text.split()))
        return " ".join(name.words) if text.isupper() and len(name.words) > 1 else text

    def _new(self, name: str, kind: str, words: Words) -> Entity:
        entity = Entity(name, kind, words)
        self.entities.append(entity)
        return entity

    def _bind(self, name: Name, entity: Entity, choice: str = "as written") -> None:
        name.entity, name.choice = entity, choice
        entity.names.append(name)
        if name.titles:
            entity.gender = entity.gender or _gender(name.titles)

    def _note_acronym(self, entity: Entity, name: Name) -> None:
        initials = "".join([word[0] for word in name.words if word[0].isupper()])
        if len(initials) > 1:
            self._acronyms.setdefault(initials.lower(), entity)

    def _decide_types(self) -> None:
        """Decide what the names that do not say so are: persons, if nothing speaks against it."""
        joined_by_sign = "&" in self.tokens.document.clean
        for entity in self._persons.values():
            if entity.type == kinds.PERSON:
                continue
            first = entity.names[0]
            entity.type = self._types.get(first.low, kinds.PERSON)
            if joined_by_sign and "&" in self._text_of(first):
                entity.type = kinds.BODY
            if entity.type != kinds.PERSON:
                entity.name = self._text_of(first)
            if entity.type in (kinds.BODY, kinds.THING):
                self._note_acronym(entity, first)

    def _merge_fuller(self) -> None:
        """Take a name that a fuller one ends with for the same: Suu Kyi for Aung San Suu Kyi; Bob Harn for Robert."""
        same_surname: dict[str, list[Entity]] = {}
        for (_, last, _), entity in self._persons.items():
            if entity.type == kinds.PERSON:
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
        """Whoever has the same surname, another form of the given name and more names: Bob for Robert."""
        first, last = plain(entity.words[0]), plain(entity.words[-1])
        known = dict.fromkeys(self._persons.get((form, last, "")) for form in short_forms().get(first, ()))
        same = [each for each in known if each and each.type == kinds.PERSON]
        if entity.gender:
            same = [each for each in same if each.gender in (None, entity.gender)]
        if len(same) != 1 or same[0] is entity:
            return None
        more = len(same[0].names) - len(entity.names)
        return same[0] if more > 0 or (not more and same[0].names[0].begin < entity.names[0].begin) else None

    def _merge(self, entity: Entity, into: Entity) -> None:
        for name in entity.names:
            name.entity = into
        into.names = sorted([*into.names, *entity.names], key=lambda name: name.begin)
        into.gender = into.gender or entity.gender
        self.entities.remove(entity)
        for key, known in self._persons.items():
            if known is entity:
                self._persons[key] = into

    def _list_persons(self) -> None:
        for entity in self.entities:
            if entity.type != kinds.PERSON:
                continue
            low = _parted(tuple(map(plain, entity.words)))[0]
            self.by_last[low[-1]].append(entity)
            if PREFIXED.fullmatch(entity.words[-1]):
                self.by_last[low[-1].partition("-")[2]].append(entity)
            self._by_first[low[0]].append(entity)
            for form in short_forms().get(low[0], ()):
                self._by_short[form].append(entity)

    # short names

    def _meant(self, name: Name) -> tuple[Entity, str]:
        """Whom a name that is not full means, and how that was chosen."""
        low, suffix = _parted(name.low)
        word = low[-1]
        bearers = self.by_last.get(word, [])
        if bearers and self._is_another(bearers, name):
            other = self._new(name.words[-1], kinds.PERSON, name.words)
            self.by_last[word] = [*bearers, other]
            return other, "as written"
        if suffix:
            bearers = [each for each in bearers if plain(each.words[-1]) == suffix]
        elif not bearers:
            bearers = self._by_first.get(word) or self._by_short.get(word, [])
        if bearers:
            return self._choose(bearers, name)
        body = self._by_acronym(name, word) or self._body_of(word, name)
        if body is not None:
            return body, "only"
        alone = self._others.get((word,)) or self._alone(word, name)
        if name.titles and alone.type not in (kinds.PERSON, kinds.BODY):
            alone.type = kinds.PERSON
        return alone, "as written"

    def _is_another(self, bearers: Sequence[Entity], name: Name) -> bool:
        """Whether a name means another than its bearers: Mr. Quill, not his uncle Osk Quill, who is named later."""
        if name.titles[-1:] == ("president",) and all(map(self._is_relative, bearers)):
            # President Quill is not First Lady Ada Quill
            return True
        first = bearers[0].names[0].begin
        if len(bearers) > 1 or name.begin > first:
            return False
        if name.titles:
            return name.titles[-1] in _COURTESY and self._is_relative(bearers[0])
        before = {form.lower() for form in self.tokens.forms(max(first - _LONGEST_KINSHIP, 0), first)}
        if before.isdisjoint(_RELATIVES) or before.isdisjoint(_POSSESSIVES):
            return False
        # her husband, former President Osk Quill
        bearers[0].is_relative = True
        return True

    def _is_relative(self, entity: Entity) -> bool:
        """Whether the text says of a person only whose relative it is, and nothing of an office."""
        if entity.is_relative is None:
            nouns = {noun for _, noun, _ in self.said_of(entity)}
            entity.is_relative = not nouns.isdisjoint(_RELATIVES) and "president" not in nouns
        return entity.is_relative

    def _choose(self, bearers: Sequence[Entity], name: Name) -> tuple[Entity, str]:
        """Whom a surname means: the bearer of its title, the one just named in full, the one named most."""
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
        return max(fit, key=lambda each: (not self._is_relative(each), *_near(each, name))), "nearest"

    def _by_acronym(self, name: Name, word: str) -> Entity | None:
        """The body with a name's initials, or the one that it stands behind in brackets."""
        if word in self._acronyms and sum(map(str.isupper, name.words[-1])) > 1:
            return self._acronyms[word]
        has_bracket = self.tokens.has_bracket
        if name.begin and has_bracket(name.begin - 1) and has_bracket(name.last - 1):
            before = self.at(name.begin - 1)
            body = before.entity if before and len(before.words) > 1 else None
            if body and body.type in (kinds.BODY, kinds.THING):
                self._acronyms[word] = body
                return body
        return None

    def _body_of(self, word: str, name: Name) -> Entity | None:
        """The body that a single word is short for: the last named before it, else the first after."""
        bodies = self._bodies.get(word) if not name.titles else None
        if not bodies:
            return None
        before = [entity for entity in bodies if entity.names[0].begin <= name.begin]
        return before[-1] if before else bodies[0]

    @cached_property
    def _bodies(self) -> dict[str, list[Entity]]:
        """The bodies by a word that is short for them: the Commission, Brookings."""
        bodies: dict[str, list[Entity]] = {}
        for entity in self.entities:
            if entity.type in (kinds.BODY, kinds.DOCUMENT, kinds.THING) and len(entity.words) > 1:
                first, last = entity.names[0].low[0], entity.names[0].low[-1]
                if last in kinds.BODIES:
                    bodies.setdefault(last, []).append(entity)
                if entity.type == kinds.BODY and first != last and first not in _NO_SHORT:
                    bodies.setdefault(first, []).append(entity)
        return bodies

    def _alone(self, word: str, name: Name) -> Entity:
        """An entity for a name of one word that is short for nothing."""
        shown = LONG.get(word) if name.words[-1][:2].isupper() else None
        key = tuple(plain(shown).split()) if shown else (word,)
        entity = self._others.get(key)
        if entity is None:
            by_words = kinds.BODY if word in kinds.BODIES else self._types.get((word,), kinds.THING)
            entity = self._others[key] = self._new(shown or " ".join(name.words), name.kind or by_words, name.words)
        self._others[(word,)] = entity
        return entity

    # asking

    def at(self, word: int) -> Name | None:
        """The name that a word lies in, titles and all."""
        return self._at[word] if word < len(self._at) else None

    def between(self, low: int, high: int) -> list[Name]:
        """The names that begin in the words `[low, high)`, in order."""
        return self.names[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def with_title(self, title: str, word: int) -> Entity | None:
        """Who bears a title at a word: the last named with it before, else the first after."""
        bearers = self._bearers.get(title)
        return bearers[max(bisect_left(bearers, word, key=_PLACE) - 1, 0)][1] if bearers else None

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[int, Entity]]]:
        """For each title, where persons are named with it, in order, and whom each place names."""
        bearers: dict[str, list[tuple[int, Entity]]] = {}
        for name in self.names:
            if name.titles and name.is_person:
                for title in meanings(name.titles):
                    bearers.setdefault(title, []).append((name.begin, name.meant))
        return bearers

    def described(self, words: Sequence[str], word: int) -> Entity | None:
        """Who was last described so before a word: Osk Venn, the landlord, of “the cheerful landlord”."""
        head = _SAME.get(words[-1].lower(), words[-1].lower())
        names = {plain(each) for each in words[:-1] if each[:1].isupper()}
        places = self._bodies_described.get(head, [])
        if may_describe(head):
            places = places + self._persons_described.get(head, [])
        before = [place for place in places if place[0] < word and names <= place[1]]
        return max(before, key=_PLACE)[2] if before else None

    @cached_property
    def _persons_described(self) -> dict[str, list[Described]]:
        """By noun, the persons said to be that beside the name: Osk Venn, the landlord of the inn."""
        described: dict[str, list[Described]] = {}
        for entity in self.entities:
            for at, noun, words in self.said_of(entity) if entity.type == kinds.PERSON else ():
                described.setdefault(_SAME.get(noun, noun), []).append((at, words, entity))
        return described

    @cached_property
    def _bodies_described(self) -> dict[str, list[Described]]:
        """By noun, the bodies whose full names begin or end with it."""
        described: dict[str, list[Described]] = {}
        for entity in self.entities:
            if entity.type == kinds.BODY and len(entity.words) > 1:
                low = entity.names[0].low
                for noun in {low[0], low[-1]} & kinds.BODIES:
                    described.setdefault(noun, []).append((entity.names[0].begin, frozenset(low), entity))
        return described

    def said_of(self, entity: Entity) -> list[Said]:
        """What the text says of a person beside the name: each noun with the words around it, and where.

        "aged", "party" and "campaign" stand for an age, a party with a place (R-Vt.) and what candidates have.
        """
        if entity.said is None:
            whole = [name for name in entity.names if name.form == "full" or name.titles]
            entity.said = [(name.begin, *said) for name in whole for said in said_of(self, name)]
            entity.said += [
                (name.begin, "campaign", frozenset({"campaign"}))
                for name in entity.names
                if self.phrases.joined(name.last - 1) and self.tokens.form(name.last) in _OF_CANDIDATES
            ]
            entity.gender = entity.gender or _gender(noun for _, noun, _ in entity.said)
        return entity.said


@lru_cache(maxsize=1 << 16)
def _parted(low: Words) -> tuple[Words, str]:
    """The words of a name without its suffix, and the suffix."""
    if len(low) > 1 and low[-1] in SUFFIXES:
        return low[:-1], low[-1]
    return low, ""


def _gender(words: Iterator[str] | Words) -> str | None:
    return next((kinds.GENDERS[word] for word in words if word in kinds.GENDERS), None)


def _near(entity: Entity, name: Name) -> tuple[bool, int, int, int]:
    """Where somebody was last named in full before a name, and how often he or she is named."""
    full = [each.begin for each in entity.names if len(each.words) > 1 and each.begin < name.begin]
    return (bool(full), full[-1] if full else 0, len(entity.names), -entity.names[0].begin)
