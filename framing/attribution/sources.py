"""Resolve each source to one name, by whatever name, title, office, description or pronoun the text refers to it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from framing.attribution import name_types as types
from framing.attribution.contents import RawAttribution
from framing.attribution.entities import Entity, Names, names_of
from framing.attribution.model import load_model
from framing.attribution.names import Name, is_government, strip_possessive
from framing.attribution.phrases import phrases_of
from framing.attribution.pronouns import (
    FIRST_OR_SECOND_PERSON,
    HE_OR_SHE,
    IT,
    PRONOUNS,
    Pronouns,
    Speaker,
    by_word,
    pronoun_of,
)
from framing.attribution.reading import JOINT, Reading, Span
from framing.attribution.roles import POLITICIAN, role_of, role_of_words
from framing.attribution.source_phrases import DAYS, SourcePhrases, type_of_noun
from framing.attribution.token_features import COLON, COMMA, TokenFeatures, token_features
from framing.text.batch import Cut
from framing.words import word_set

_POSSESSIVES = frozenset({"his", "her", "their", "its"})
#: Possessions that stand for their owner: the minister's own words.
_OWN_WORDS = word_set("own-words")
_RELATIVE = frozenset({"who", "which", "whom", "whose", "that"})
#: Words that name nobody on their own.
_NEVER_SOURCES = word_set("no-speakers")
_WEEKDAYS, _ARTICLES, _MOMENTS = word_set("weekdays"), word_set("articles"), word_set("moments")
_MEMBERS, _PARTIES = word_set("members"), frozenset({"republican", "democrat"})
_RANKS = frozenset({"former", "senior", "junior", "freshman", "longtime"})
_IN_OFFICE = _MEMBERS | {"sen", "rep", "gov", "party"}
_MAX_PHRASE_WORDS = 12
#: How many sentences back “it” and “they” look for a speaker, and the types each may refer to.
_MAX_SENTENCES_BACK = 2
_IT_TYPES, _THEY_TYPES = (types.BODY, types.DOCUMENT), (types.GROUP, types.BODY)


class ResolvedSource(NamedTuple):
    """The source of an attribution: its name (None for the author), its type, and how the text refers to it.

    `type` is person, body, group, place, time, document, thing or unnamed. `form` is how the text refers to it: "full"
    or "short" name, "title", "description", "office" (a possession), "pronoun", "relative" or "author". `choice` says
    how the name was chosen: "as written", the "only" one that fits, the "nearest" of several, or "none".
    Where several speak, `name` joins their names and `joint` has a source for each. `certainty` is the probability
    that a pronoun means that name. `span` is the range of the words that name it.
    """

    name: str | None
    type: str = types.UNNAMED
    form: str = "description"
    choice: str = "as written"
    entity: Entity | None = None
    joint: tuple[ResolvedSource, ...] = ()
    certainty: float = 1.0
    span: Span = (0, 0)
    role: str | None = None

    @classmethod
    def of(cls, entity: Entity, form: str, choice: str = "as written") -> ResolvedSource:
        """The source for an entity, mentioned in this form."""
        return cls(entity.name, entity.type, form, choice, entity)

    @classmethod
    def of_name(cls, name: Name) -> ResolvedSource:
        """The source for the entity of a name."""
        return cls.of(name.meant, name.form, name.choice)

    @property
    def source_type(self) -> str:
        """The type as sources have it: person, body, group, document or unnamed."""
        return self.type if self.type in (types.PERSON, types.BODY, types.GROUP, types.DOCUMENT) else types.UNNAMED


_NO_NAME = ResolvedSource(None, choice="none")


def name_sources(
    batch: TokenFeatures, raw: Sequence[Sequence[RawAttribution]]
) -> Iterator[list[ResolvedSource | None]]:
    """The source of each attribution of each document, in the order given; None if it has none."""
    for names, rows in zip(names_of(batch, phrases_of(batch)), raw, strict=True):
        resolver = _SourceResolver(names, sorted([row.cue for row in rows]))
        in_order = sorted(range(len(rows)), key=[row.source for row in rows].__getitem__)
        mentions = {number: resolver.mention(rows[number]) for number in in_order}
        names.close()
        yield [mentions[number] for number in range(len(rows))]


class _SourceResolver:
    """Resolves the sources of one document, in text order."""

    def __init__(self, names: Names, cues: list[int]) -> None:
        self.tokens = names.tokens
        self.phrases = names.phrases
        self.names = names
        self.source_phrases = SourcePhrases(names, cues)
        self.pronouns = Pronouns(names)
        self.spoken: list[tuple[int, ResolvedSource]] = []
        #: The persons among them, by their place.
        self.persons: list[Speaker] = []
        self.roles: dict[str, str | None] = {}

    def mention(self, raw: RawAttribution) -> ResolvedSource | None:
        """The source of an attribution."""
        word = self.source_phrases.source_word(raw)
        if word < 0:
            return None
        lower = pronoun_of(self.tokens.form(word))
        if lower in _RELATIVE and word > 0:
            named, first, _ = self._named_at(word - 1, raw.cue, nearest=True)
            first = word if first <= raw.cue < word else first
            return self._with_span(named._replace(form="relative"), first, word + 1, word)
        if lower in FIRST_OR_SECOND_PERSON:
            return self._with_span(_NO_NAME._replace(form="author"), word, word + 1, word)
        if lower in PRONOUNS and (lower not in _POSSESSIVES or not self.phrases.continues_after(word)):
            return self._with_span(self._antecedent(word, lower), word, word + 1, word)
        # a content that ends before the source is not part of it: …to help Ada Quill, the Daily Gull reported
        after = raw.last_word + 1 if raw.last_word < word and self.tokens.gap_after[raw.last_word] else 0
        named, first, last = self._named_at(word, self.source_phrases.cue_after(word, raw.cue), after=after)
        return self._with_span(named, first, last, first)

    def _with_span(self, named: ResolvedSource, first: int, last: int, word: int) -> ResolvedSource:
        """A source with its span and role; a named one is noted as a speaker at the word."""
        document = self.tokens.document
        span = document.word_starts[first], document.word_ends[last - 1]
        if named.name is None:
            return named._replace(span=span)
        self.spoken.append((word, named))
        for each in named.joint or (named,):
            if each.name and (each.type in (types.PERSON, types.UNNAMED) or named.joint):
                insort(self.persons, Speaker(word, each.name, each.entity), key=by_word)
        joint = tuple([each._replace(span=span, role=self._role(each)) for each in named.joint])
        return named._replace(joint=joint, span=span, role=self._role(named))

    def _role(self, named: ResolvedSource) -> str | None:
        """The role of a source, cached by name."""
        name, entity = named.name or "", named.entity
        if name not in self.roles:
            if entity is not None and entity.type == types.PERSON:
                self.roles[name] = role_of(self.names.descriptions_of(entity))
            elif entity is not None and named.form != "description" and is_government(entity.words):
                self.roles[name] = POLITICIAN
            else:
                self.roles[name] = role_of_words(name)
        return self.roles[name]

    def _named_at(self, word: int, cue: int, nearest: bool = False, after: int = 0) -> tuple[ResolvedSource, int, int]:
        """The source named by the noun phrase around a word, and the words `[first, last)` that name it."""
        first, head, last, end, min_word = self.source_phrases.phrase(word, cue, nearest, after)
        named = self._name_of(first, head, max(last, min(end, first + _MAX_PHRASE_WORDS)))
        beside = self._name_beside(end - 1)
        if beside is not None and beside.entity is named.entity:
            end = beside.end
        if named.form not in ("full", "short"):
            return named, first, end
        every = [named]
        while (other := self.source_phrases.joined_before(first, min_word)) is not None:
            every.insert(0, self._of_name(other, other.start, other.end))
            first = other.start
        if (other := self.source_phrases.joined_after(first, end, cue)) is not None:
            every.append(self._of_name(other, other.start, other.end))
            end = other.end
        if len(every) > 1:
            several = tuple([each for each in every if each.name is not None])
            if len(several) > 1:
                named = several[0]._replace(name=JOINT.join(str(each.name) for each in several), joint=several)
        return named, first, end

    def _name_of(self, first: int, head: int, last: int) -> ResolvedSource:
        """The source named by the words `[first, last)`, whose head is `head`."""
        form = self.tokens.form(head)
        if last - first == 1 and form.lower() in _NEVER_SOURCES:
            return _NO_NAME
        name = self.names.name_at(head)
        if form[0].isupper() and name is None and (bearers := self.names.persons_by_surname.get(form.lower())):
            # a surname that is also a common word, in text where any word has a capital
            return ResolvedSource.of(bearers[0], "short", "only")
        if name is None:
            return self._description(first, head, last)
        if name.type == types.TIME and name.start > first:
            return self._description(first, name.start - 1, name.start)
        return self._of_name(name, first, last)

    # names

    def _of_name(self, name: Name, first: int, last: int) -> ResolvedSource:
        """The source named by the words `[first, last)`, whose head is a name."""
        entity = name.entity
        if name.type == types.TIME:
            return _NO_NAME
        if not name.words:
            return self._of_title(name)
        if entity is None or self._is_topic(name, entity):
            return _NO_NAME
        if entity.type == types.NO_NAME:
            return self._description(first, name.end - 1, last)
        if entity.type == types.PLACE:
            return self._of_place(name, entity)
        if entity.type == types.GROUP:
            return self._of_group(entity, first, last)
        owner = self._owner(name.start - 1)
        if owner and owner.type == types.PERSON and entity.type in (types.BODY, types.DOCUMENT):
            return ResolvedSource(f"{owner.name}'s {' '.join(name.words).lower()}", types.BODY, "office")
        return ResolvedSource.of_name(name)

    def _is_topic(self, name: Name, entity: Entity) -> bool:
        """Whether a name is the label before the colon of a headline: “Flood:” is no speaker, “Ada Quill:” may be."""
        tokens, sentences = self.tokens, self.tokens.sentence_of
        if not tokens.gap_after[name.end - 1] & COLON or tokens.first_word_of[sentences[name.start]] != name.start:
            return False
        named = entity.names if entity.type in (types.PERSON, types.BODY) else [name]
        return all(tokens.document.sentence_section[sentences[each.start]] != types.BODY_SECTION for each in named)

    def _of_title(self, name: Name) -> ResolvedSource:
        title = " ".join(name.titles)
        named = self.names.persons_by_surname.get(title) if len(name.titles) == 1 else None
        if named and not self.phrases.is_article(name.start - 1) and self.tokens.form(name.start)[0].isupper():
            # “Judge said” may mean Mark Judge
            return ResolvedSource.of(named[0], "short", "only")
        bearer = self.names.find_by_title(title, name.start) or self.names.find_by_description(
            name.titles[-1:], name.start
        )
        if bearer:
            return ResolvedSource(bearer.name, types.PERSON, "title", "nearest", bearer)
        beside = self._beside(name.end - 1)
        if beside:
            return beside._replace(form="title")
        return ResolvedSource(
            " ".join(map(strip_possessive, self.tokens.forms(name.start, name.end))), types.PERSON, "title"
        )

    def _of_place(self, name: Name, entity: Entity) -> ResolvedSource:
        if is_government(name.words):
            return ResolvedSource.of_name(name)._replace(type=types.BODY)
        if name.type or len(name.words) > 1:
            return _NO_NAME._replace(type=types.PLACE)
        # a speaking “place” in no list is probably a surname
        return ResolvedSource(entity.name, types.PERSON, "full", entity=entity)

    def _of_group(self, entity: Entity, first: int, last: int) -> ResolvedSource:
        words = self.tokens.forms(first, last)
        opening = words[0].lower()
        bearer = self._politician([word.lower() for word in words[1:]], first) if opening == "the" else None
        if bearer:
            return ResolvedSource.of(bearer, "description", "nearest")
        if len(words) == 1 and words[0].endswith(("an", "ish", "ese", "ic")):
            return _NO_NAME._replace(type=types.GROUP)
        words = words[1:] if opening in _ARTICLES and len(words) > 1 else words
        return ResolvedSource(" ".join([*words[:-1], strip_possessive(words[-1])]), types.GROUP, entity=entity)

    def _name_beside(self, word: int) -> Name | None:
        """The full name of a person between commas after a word: Ada Quill in “his lawyer, Ada Quill,”."""
        gaps = self.tokens.gap_after
        name = self.names.name_at(word + 1) if gaps[word] & COMMA else None
        if name is None or name.start != word + 1 or not name.is_person:
            return None
        return name if len(name.words) > 1 and gaps[name.end - 1] else None

    def _beside(self, word: int) -> ResolvedSource | None:
        name = self._name_beside(word)
        return ResolvedSource.of_name(name) if name else None

    def _owner(self, word: int) -> ResolvedSource | None:
        """The source named by a possessive."""
        name = self.names.name_at(word) if word >= 0 and self.phrases.is_possessive_name(word) else None
        return ResolvedSource.of_name(name) if name and name.entity else None

    # descriptions

    def _description(self, first: int, head: int, last: int) -> ResolvedSource:
        """The source described by the words `[first, last)`."""
        first = self._past_days(first, head)
        words = self._words(first, last)
        words[-1] = strip_possessive(words[-1])
        lower, noun, is_person = words[0].lower(), self.tokens.form(head).lower(), self.phrases.is_person(head)
        beside = self._beside(last - 1) if is_person else None
        if beside:
            return beside
        noun_type = type_of_noun(noun, is_person)
        if noun_type == types.THING and not self.phrases.is_noun(head):
            return _NO_NAME
        if lower in _POSSESSIVES and len(words) > 1:
            # a joint possession is one source
            owner = (self._antecedent(first, lower).name or "").replace(JOINT, " and ")
            own = ResolvedSource(owner, types.GROUP if lower == "their" else types.PERSON, "pronoun", "nearest")
            return _owned(own if owner else None, words[1:], noun_type)
        if lower in _ARTICLES and len(words) > 1 and not self.phrases.is_preposition(first + 1):
            first, words = first + 1, words[1:]
        bearer = self._bearer(words, first) if lower == "the" and last == head + 1 else None
        if bearer:
            return ResolvedSource.of(bearer, "description", "nearest")
        owner_at = next((at for at in range(first, head) if self.phrases.is_possessive_name(at)), -1)
        whose = self._owner(owner_at)
        if whose is not None:
            return _owned(whose, self.tokens.forms(owner_at + 1, last), noun_type)
        after = self._bearer_after(last) if is_person and lower not in _ARTICLES else None
        if after:
            return after
        if noun in _MOMENTS:
            return _NO_NAME._replace(type=types.TIME)
        if noun_type == types.THING and not self._may_speak(head):
            return _NO_NAME._replace(type=types.THING)
        return ResolvedSource(" ".join([*self._words(self._coordinated(first), first), *words]), noun_type)

    def _past_days(self, first: int, head: int) -> int:
        """The first word past days that stand before a noun; the Sunday Herald is a paper."""
        for name in self.names.between(first, head):
            lower = name.lower_words[0] if name.lower_words else ""
            if lower in DAYS and (lower not in _WEEKDAYS or self.tokens.form(name.start + 1)[:1].islower()):
                first = name.start + 1
        return min(first, head)

    def _words(self, first: int, last: int) -> list[str]:
        """The forms of words, in lower case unless they are names."""
        forms, named = self.tokens.forms(first, last), self.tokens.is_name_at[first:last]
        return [form if is_name else form.lower() for form, is_name in zip(forms, named, strict=True)]

    def _bearer(self, words: Sequence[str], first: int) -> Entity | None:
        """The person or body that a definite description means, by title or earlier description."""
        lower_words = [word.lower() for word in words]
        titled = self.names.find_by_title(" ".join(lower_words), first)
        return titled or self.names.find_by_description(words, first) or self._politician(lower_words, first)

    def _politician(self, lower_words: Sequence[str], word: int) -> Entity | None:
        """The politician meant by “the Quillia senator”: one described so, or the only one named shortly before."""
        if len(lower_words) < 2 or lower_words[-1] not in _MEMBERS or lower_words[0] == "top":
            return None
        party, wanted = lower_words[-1], _party_nouns(lower_words[:-1]) - _RANKS
        sentences = self.tokens.sentence_of
        before = [name for name in self.names.between(0, word) if self.tokens.quotation_of[name.start] < 0]
        last = {name.meant: sentences[name.start] for name in before if name.is_person}
        fit = []
        for entity in dict.fromkeys(name.meant for name in reversed(before) if name.is_person):
            descriptions = self.names.descriptions_of(entity)
            traits = {noun for _, noun, _ in descriptions} | _party_nouns(*(words for _, _, words in descriptions))
            parties = traits & _PARTIES
            if party in _PARTIES and parties and party not in parties:
                continue
            if wanted <= traits and not traits.isdisjoint(_IN_OFFICE):
                return entity
            if sentences[word] - last[entity] <= _MAX_SENTENCES_BACK and role_of(descriptions) == POLITICIAN:
                fit.append(entity)
        return fit[0] if len(fit) == 1 else None

    def _bearer_after(self, last: int) -> ResolvedSource | None:
        """The full name of a person in the phrase after “and”: former prosecutor and city mayor Ada Quill."""
        if not self.source_phrases.is_coordination(last):
            return None
        name = self.names.name_at(self.phrases.noun_phrase(last + 1, -1, self.names.person_ends)[1])
        if name is None or name.form != "full" or name.start == last + 1 or not name.is_person:
            return None
        return self._of_name(name, name.start, name.end)

    def _may_speak(self, head: int) -> bool:
        """Whether a noun for a thing may still be a source: a number of people, or a name."""
        name = self.names.name_at(head)
        if name is None:
            return self.phrases.is_quantity(head)
        lower = self.tokens.form(head).lower()
        return lower.partition("'")[0] not in _NEVER_SOURCES and (len(name.words) > 1 or not types.is_common(lower))

    def _coordinated(self, first: int) -> int:
        """The first word of a description, with one that “and” joins to it: Liberal and conservative economists."""
        if (
            first < 2
            or not self.source_phrases.is_coordination(first - 1)
            or not self.phrases.may_coordinate(first - 2)
        ):
            return first
        begin = self.phrases.first(first - 2)
        opens = not self.phrases.adjoins_next(begin - 1) or self.source_phrases.begins_clause(begin - 1)
        return begin if opens else first

    # pronouns

    def _antecedent(self, word: int, lower: str) -> ResolvedSource:
        """The source that a pronoun means; without a name if the text leaves it open."""
        if lower in HE_OR_SHE:
            antecedent = self.pronouns.antecedent(word, HE_OR_SHE[lower], self.persons)
            if antecedent is None:
                return _NO_NAME._replace(form="pronoun")
            candidate, only, certainty = antecedent
            source_type, choice = types.PERSON if candidate.entity else types.UNNAMED, "only" if only else "nearest"
            return ResolvedSource(candidate.name, source_type, "pronoun", choice, candidate.entity, certainty=certainty)
        here, fit = self.tokens.sentence_of[word], _IT_TYPES if lower in IT else _THEY_TYPES
        at, last = next(((at, named) for at, named in reversed(self.spoken) if at < word), (0, _NO_NAME))
        is_near = here - self.tokens.sentence_of[at] <= _MAX_SENTENCES_BACK
        if is_near and (last.type in fit or (last.joint and lower not in IT)):
            return last._replace(form="pronoun", choice="nearest")
        return _NO_NAME._replace(form="pronoun")


def _party_nouns(*words: Iterable[str]) -> set[str]:
    """Words, with “democrat” for “democratic”, which says the same."""
    return {"democrat" if word == "democratic" else word for word in chain(*words)}


def _owned(owner: ResolvedSource | None, words: Sequence[str], noun_type: str) -> ResolvedSource:
    """A possession as source: the owner if it is the owner's words, nobody if it is a thing."""
    if owner is not None and _OWN_WORDS.issuperset(words):
        return owner
    if noun_type == types.THING:
        return _NO_NAME._replace(type=types.THING)
    if owner is None:
        return ResolvedSource(" ".join(words), noun_type, "office")
    ending = "'" if owner.type == types.GROUP and str(owner.name).endswith("s") else "'s"
    return ResolvedSource(f"{owner.name}{ending} {' '.join(words)}", noun_type, "office")


class EntityMention(NamedTuple):
    """A mention of an entity: its span and form (full, short, title, pronoun, description or office)."""

    start: int
    end: int
    form: str


class NamedEntity(NamedTuple):
    """An entity that an article names: one name, its type, its gender if the text shows it, and its mentions."""

    name: str
    type: str
    gender: str | None
    mentions: tuple[EntityMention, ...]


def entities(reading: Reading) -> tuple[NamedEntity, ...]:
    """The entities that an article names, by first mention: persons, bodies, groups, places, documents, things.

    The names of sources are those that `reading.attributions` has; pronouns and descriptions count where they speak.
    """
    document = reading.document
    if not len(document.word_start):
        return ()
    tokens = token_features(Cut.of_document(document), load_model().rows)
    known: dict[str, Entity] = {}
    places: dict[str, set[EntityMention]] = {}
    for entity in names_of(tokens, phrases_of(tokens))[0].entities:
        if entity.type not in (types.NO_NAME, types.TIME):
            known.setdefault(entity.name, entity)
            places.setdefault(entity.name, set()).update(
                EntityMention(document.word_starts[name.words_start], document.word_ends[name.end - 1], name.form)
                for name in entity.names
                if name.words
            )
    taken = {place.start for of_name in places.values() for place in of_name}
    for attribution in reading.attributions:
        if (
            attribution.source in known
            and attribution.source_span
            and taken.isdisjoint(range(*attribution.source_span))
        ):
            words = document.clean[slice(*attribution.source_span)]
            form = "pronoun" if pronoun_of(words) in PRONOUNS else "description"
            places[attribution.source].add(EntityMention(*attribution.source_span, form))
    return tuple(
        NamedEntity(name, known[name].type, known[name].gender, tuple(sorted(mentions)))
        for name, mentions in sorted(places.items(), key=lambda item: min(item[1], default=EntityMention(0, 0, "")))
        if mentions
    )
