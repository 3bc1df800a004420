"""One name for each source in an article, by whatever name, title, office, description or pronoun the text calls it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from framing.attribution import name_types as kinds
from framing.attribution.contents import RawAttribution
from framing.attribution.entities import Entity, Names, names_of
from framing.attribution.model import load_model
from framing.attribution.names import Name, bare, is_government
from framing.attribution.phrases import phrases_of
from framing.attribution.pronouns import AUTHOR, HE_OR_SHE, IT, PRONOUNS, WORD, Pronouns, Speaker, pronoun_of
from framing.attribution.reading import JOINT, Reading, Span
from framing.attribution.roles import POLITICIAN, role_of, role_of_words
from framing.attribution.speakers import DAYS, Speakers, type_of_noun
from framing.attribution.token_features import COLON, COMMA, TokenFeatures, token_features
from framing.text.batch import Cut
from framing.words import word_set

_OWNS = frozenset({"his", "her", "their", "its"})
#: Things that stand for their owner: in the minister's own words.
_OWN_WORDS = word_set("own-words")
_RELATIVE = frozenset({"who", "which", "whom", "whose", "that"})
#: Words that name nobody when they stand alone.
_NOBODY = word_set("no-speakers")
_WEEKDAYS, _ARTICLES, _MOMENTS = word_set("weekdays"), word_set("articles"), word_set("moments")
_MEMBERS, _PARTIES = word_set("members"), frozenset({"republican", "democrat"})
_NO_PLACE = frozenset({"former", "senior", "junior", "freshman", "longtime"})
_IN_OFFICE = _MEMBERS | {"sen", "rep", "gov", "party"}
_LONGEST_PHRASE = 12
#: “It” and “they” mean whoever spoke in this sentence or so many before; and the types they may mean.
_SENTENCES_BACK = 2
_IT_FITS, _THEY_FIT = (kinds.BODY, kinds.DOCUMENT), (kinds.GROUP, kinds.BODY)


class Mention(NamedTuple):
    """A source as an attribution names it: its name (None for the author), its type, and how the text has it.

    `type` is person, body, group, place, time, document, thing or unnamed. `form` is how the text names it: "full" or
    "short" name, "title", "description", "office" (what somebody owns), "pronoun", "relative" or "author". `choice`
    says how the name was chosen: "as written", the "only" one that fits, the "nearest" of several, or "none".
    Where several speak, `name` joins their names and `also` has a mention for each. `certainty` is how probable it is
    that a pronoun means that name. `span` is the range of the words that name it.
    """

    name: str | None
    type: str = kinds.UNNAMED
    form: str = "description"
    choice: str = "as written"
    entity: Entity | None = None
    also: tuple[Mention, ...] = ()
    certainty: float = 1.0
    span: Span = (0, 0)
    role: str | None = None

    @classmethod
    def of(cls, entity: Entity, form: str, choice: str = "as written") -> Mention:
        """An entity, named so."""
        return cls(entity.name, entity.type, form, choice, entity)

    @classmethod
    def of_name(cls, name: Name) -> Mention:
        """What a name means."""
        return cls.of(name.meant, name.form, name.choice)

    @property
    def source_type(self) -> str:
        """The type as sources have it: person, body, group, document or unnamed."""
        return self.type if self.type in (kinds.PERSON, kinds.BODY, kinds.GROUP, kinds.DOCUMENT) else kinds.UNNAMED


_NO_NAME = Mention(None, choice="none")


def name_sources(batch: TokenFeatures, raw: Sequence[Sequence[RawAttribution]]) -> Iterator[list[Mention | None]]:
    """For each document the source of each of its attributions, in the order given; None where it names nobody."""
    for names, rows in zip(names_of(batch, phrases_of(batch)), raw, strict=True):
        namer = _Namer(names, sorted([row.cue for row in rows]))
        in_order = sorted(range(len(rows)), key=[row.source for row in rows].__getitem__)
        mentions = {number: namer.mention(rows[number]) for number in in_order}
        names.close()
        yield [mentions[number] for number in range(len(rows))]


class _Namer:
    """Names the sources of one document, in their order."""

    def __init__(self, names: Names, cues: list[int]) -> None:
        self.tokens = names.tokens
        self.phrases = names.phrases
        self.names = names
        self.speakers = Speakers(names, cues)
        self.pronouns = Pronouns(names)
        self.spoken: list[tuple[int, Mention]] = []
        #: The persons among those who spoke, by their place.
        self.persons: list[Speaker] = []
        self.roles: dict[str, str | None] = {}

    def mention(self, raw: RawAttribution) -> Mention | None:
        """The source of an attribution."""
        word = self.speakers.word(raw)
        if word < 0:
            return None
        low = pronoun_of(self.tokens.form(word))
        if low in _RELATIVE and word > 0:
            named, first, _ = self._named_at(word - 1, raw.cue, nearest=True)
            first = word if first <= raw.cue < word else first
            return self._placed(named._replace(form="relative"), first, word + 1, word)
        if low in AUTHOR:
            return self._placed(_NO_NAME._replace(form="author"), word, word + 1, word)
        if low in PRONOUNS and (low not in _OWNS or not self.phrases.goes_on_after(word)):
            return self._placed(self._antecedent(word, low), word, word + 1, word)
        # a content before it is no part of the source: …to help Ada Quill, the Daily Gull reported
        after = raw.end + 1 if raw.end < word and self.tokens.gaps[raw.end] else 0
        named, first, last = self._named_at(word, self.speakers.cue_after(word, raw.cue), after=after)
        return self._placed(named, first, last, first)

    def _placed(self, named: Mention, first: int, last: int, word: int) -> Mention:
        """A mention with its span and role; a named source is noted as a speaker at the word."""
        document = self.tokens.document
        span = document.word_starts[first], document.word_ends[last - 1]
        if named.name is None:
            return named._replace(span=span)
        self.spoken.append((word, named))
        for each in named.also or (named,):
            if each.name and (each.type in (kinds.PERSON, kinds.UNNAMED) or named.also):
                insort(self.persons, Speaker(word, each.name, each.entity), key=WORD)
        also = tuple([Mention(*each[:7], span, self._role(each)) for each in named.also])
        return Mention(*named[:5], also, named.certainty, span, self._role(named))

    def _role(self, named: Mention) -> str | None:
        """The role of a name, worked out once."""
        name, entity = named.name or "", named.entity
        if name not in self.roles:
            if entity is not None and entity.type == kinds.PERSON:
                self.roles[name] = role_of(self.names.said_of(entity))
            elif entity is not None and named.form != "description" and is_government(entity.words):
                self.roles[name] = POLITICIAN
            else:
                self.roles[name] = role_of_words(name)
        return self.roles[name]

    def _named_at(self, word: int, cue: int, nearest: bool = False, after: int = 0) -> tuple[Mention, int, int]:
        """Whom the noun phrase around a word names, and the words `[first, last)` that do."""
        first, head, last, end, low = self.speakers.phrase(word, cue, nearest, after)
        named = self._name_of(first, head, max(last, min(end, first + _LONGEST_PHRASE)))
        beside = self._name_beside(end - 1)
        if beside is not None and beside.entity is named.entity:
            end = beside.last
        if named.form not in ("full", "short"):
            return named, first, end
        every = [named]
        while (other := self.speakers.joined_before(first, low)) is not None:
            every.insert(0, self._of_name(other, other.begin, other.last))
            first = other.begin
        if (other := self.speakers.joined_after(first, end, cue)) is not None:
            every.append(self._of_name(other, other.begin, other.last))
            end = other.last
        if len(every) > 1:
            several = tuple([each for each in every if each.name is not None])
            if len(several) > 1:
                named = several[0]._replace(name=JOINT.join(str(each.name) for each in several), also=several)
        return named, first, end

    def _name_of(self, first: int, head: int, last: int) -> Mention:
        """Whom the words `[first, last)` with a head name."""
        form = self.tokens.form(head)
        if last - first == 1 and form.lower() in _NOBODY:
            return _NO_NAME
        name = self.names.at(head)
        if form[0].isupper() and name is None and (bearers := self.names.by_last.get(form.lower())):
            # a name that is a word as well, where any word has a capital
            return Mention.of(bearers[0], "short", "only")
        if name is None:
            return self._description(first, head, last)
        if name.kind == kinds.TIME and name.begin > first:
            return self._description(first, name.begin - 1, name.begin)
        return self._of_name(name, first, last)

    # names

    def _of_name(self, name: Name, first: int, last: int) -> Mention:
        """Whom a name means that is the head of the words `[first, last)`."""
        entity = name.entity
        if name.kind == kinds.TIME:
            return _NO_NAME
        if not name.words:
            return self._of_title(name)
        if entity is None or self._is_topic(name, entity):
            return _NO_NAME
        if entity.type == kinds.NO_NAME:
            return self._description(first, name.last - 1, last)
        if entity.type == kinds.PLACE:
            return self._of_place(name, entity)
        if entity.type == kinds.GROUP:
            return self._of_group(entity, first, last)
        owner = self._owner(name.begin - 1)
        if owner and owner.type == kinds.PERSON and entity.type in (kinds.BODY, kinds.DOCUMENT):
            return Mention(f"{owner.name}'s {' '.join(name.words).lower()}", kinds.BODY, "office")
        return Mention.of_name(name)

    def _is_topic(self, name: Name, entity: Entity) -> bool:
        """Whether a name is the label before the colon of a headline: “Flood:” is no speaker, “Ada Quill:” may be."""
        tokens, sentences = self.tokens, self.tokens.sentences
        if not tokens.gaps[name.last - 1] & COLON or tokens.first_words[sentences[name.begin]] != name.begin:
            return False
        named = entity.names if entity.type in (kinds.PERSON, kinds.BODY) else [name]
        return all(tokens.document.sentence_section[sentences[each.begin]] != kinds.BODY_SECTION for each in named)

    def _of_title(self, name: Name) -> Mention:
        title = " ".join(name.titles)
        named = self.names.by_last.get(title) if len(name.titles) == 1 else None
        if named and not self.phrases.is_article(name.begin - 1) and self.tokens.form(name.begin)[0].isupper():
            # “Judge said”, of Mark Judge
            return Mention.of(named[0], "short", "only")
        bearer = self.names.with_title(title, name.begin) or self.names.described(name.titles[-1:], name.begin)
        if bearer:
            return Mention(bearer.name, kinds.PERSON, "title", "nearest", bearer)
        beside = self._beside(name.last - 1)
        if beside:
            return beside._replace(form="title")
        return Mention(" ".join(map(bare, self.tokens.forms(name.begin, name.last))), kinds.PERSON, "title")

    def _of_place(self, name: Name, entity: Entity) -> Mention:
        if is_government(name.words):
            return Mention.of_name(name)._replace(type=kinds.BODY)
        if name.kind or len(name.words) > 1:
            return _NO_NAME._replace(type=kinds.PLACE)
        # A place that speaks and is in no list is more likely a person with its name.
        return Mention(entity.name, kinds.PERSON, "full", entity=entity)

    def _of_group(self, entity: Entity, first: int, last: int) -> Mention:
        words = self.tokens.forms(first, last)
        opening = words[0].lower()
        bearer = self._politician([word.lower() for word in words[1:]], first) if opening == "the" else None
        if bearer:
            return Mention.of(bearer, "description", "nearest")
        if len(words) == 1 and words[0].endswith(("an", "ish", "ese", "ic")):
            return _NO_NAME._replace(type=kinds.GROUP)
        words = words[1:] if opening in _ARTICLES and len(words) > 1 else words
        return Mention(" ".join([*words[:-1], bare(words[-1])]), kinds.GROUP, entity=entity)

    def _name_beside(self, word: int) -> Name | None:
        """The full name of a person between commas after a word: of “his lawyer, Ada Quill,” Ada Quill."""
        gaps = self.tokens.gaps
        name = self.names.at(word + 1) if gaps[word] & COMMA else None
        if name is None or name.begin != word + 1 or not name.is_person:
            return None
        return name if len(name.words) > 1 and gaps[name.last - 1] else None

    def _beside(self, word: int) -> Mention | None:
        name = self._name_beside(word)
        return Mention.of_name(name) if name else None

    def _owner(self, word: int) -> Mention | None:
        """Whoever a name in the possessive means."""
        name = self.names.at(word) if word >= 0 and self.phrases.is_owner(word) else None
        return Mention.of_name(name) if name and name.entity else None

    # descriptions

    def _description(self, first: int, head: int, last: int) -> Mention:
        """Whom words `[first, last)` mean that are no name."""
        first = self._past_days(first, head)
        words = self._words(first, last)
        words[-1] = bare(words[-1])
        low, noun, is_person = words[0].lower(), self.tokens.form(head).lower(), self.phrases.is_person(head)
        beside = self._beside(last - 1) if is_person else None
        if beside:
            return beside
        kind = type_of_noun(noun, is_person)
        if kind == kinds.THING and not self.phrases.is_noun(head):
            return _NO_NAME
        if low in _OWNS and len(words) > 1:
            # what several own together is one source
            owner = (self._antecedent(first, low).name or "").replace(JOINT, " and ")
            own = Mention(owner, kinds.GROUP if low == "their" else kinds.PERSON, "pronoun", "nearest")
            return _owned(own if owner else None, words[1:], kind)
        if low in _ARTICLES and len(words) > 1 and not self.phrases.is_link(first + 1):
            first, words = first + 1, words[1:]
        bearer = self._bearer(words, first) if low == "the" and last == head + 1 else None
        if bearer:
            return Mention.of(bearer, "description", "nearest")
        owner_at = next((at for at in range(first, head) if self.phrases.is_owner(at)), -1)
        whose = self._owner(owner_at)
        if whose is not None:
            return _owned(whose, self.tokens.forms(owner_at + 1, last), kind)
        after = self._bearer_after(last) if is_person and low not in _ARTICLES else None
        if after:
            return after
        if noun in _MOMENTS:
            return _NO_NAME._replace(type=kinds.TIME)
        if kind == kinds.THING and not self._may_speak(head):
            return _NO_NAME._replace(type=kinds.THING)
        return Mention(" ".join([*self._words(self._coordinated(first), first), *words]), kind)

    def _past_days(self, first: int, head: int) -> int:
        """The first word past days that stand before a noun; the Sunday Herald is a paper."""
        for name in self.names.between(first, head):
            low = name.low[0] if name.low else ""
            if low in DAYS and (low not in _WEEKDAYS or self.tokens.form(name.begin + 1)[:1].islower()):
                first = name.begin + 1
        return min(first, head)

    def _words(self, first: int, last: int) -> list[str]:
        """The forms of words, those that have a capital for their place alone in lower case."""
        forms, named = self.tokens.forms(first, last), self.tokens.names[first:last]
        return [form if is_name else form.lower() for form, is_name in zip(forms, named, strict=True)]

    def _bearer(self, words: Sequence[str], first: int) -> Entity | None:
        """The person or body that a definite description means, by a title or by what it was said to be."""
        low = [word.lower() for word in words]
        titled = self.names.with_title(" ".join(low), first)
        return titled or self.names.described(words, first) or self._politician(low, first)

    def _politician(self, low: Sequence[str], word: int) -> Entity | None:
        """The politician whom “the Quillia senator” means: one said to be of there, or the only one just named."""
        if len(low) < 2 or low[-1] not in _MEMBERS or low[0] == "top":
            return None
        party, wanted = low[-1], _party_nouns(low[:-1]) - _NO_PLACE
        sentences = self.tokens.sentences
        before = [name for name in self.names.between(0, word) if self.tokens.of_quotation[name.begin] < 0]
        last = {name.meant: sentences[name.begin] for name in before if name.is_person}
        fit = []
        for entity in dict.fromkeys(name.meant for name in reversed(before) if name.is_person):
            said = self.names.said_of(entity)
            facts = {noun for _, noun, _ in said} | _party_nouns(*(words for _, _, words in said))
            parties = facts & _PARTIES
            if party in _PARTIES and parties and party not in parties:
                continue
            if wanted <= facts and not facts.isdisjoint(_IN_OFFICE):
                return entity
            if sentences[word] - last[entity] <= _SENTENCES_BACK and role_of(said) == POLITICIAN:
                fit.append(entity)
        return fit[0] if len(fit) == 1 else None

    def _bearer_after(self, last: int) -> Mention | None:
        """The full name of a person in the phrase behind “and”: of former prosecutor and city mayor Ada Quill."""
        if not self.speakers.is_and(last):
            return None
        name = self.names.at(self.phrases.around(last + 1, -1, self.names.person_ends)[1])
        if name is None or name.form != "full" or name.begin == last + 1 or not name.is_person:
            return None
        return self._of_name(name, name.begin, name.last)

    def _may_speak(self, head: int) -> bool:
        """Whether a noun that is no person's, body's or document's may speak: a number of people, or a name."""
        name = self.names.at(head)
        if name is None:
            return self.phrases.is_quantity(head)
        low = self.tokens.form(head).lower()
        return low.partition("'")[0] not in _NOBODY and (len(name.words) > 1 or not kinds.is_common(low))

    def _coordinated(self, first: int) -> int:
        """Where a description begins that “and” joins to one before: Liberal and conservative economists."""
        if first < 2 or not self.speakers.is_and(first - 1) or not self.phrases.may_coordinate(first - 2):
            return first
        begin = self.phrases.first(first - 2)
        opens = not self.phrases.joined(begin - 1) or self.speakers.begins_clause(begin - 1)
        return begin if opens else first

    # pronouns

    def _antecedent(self, word: int, low: str) -> Mention:
        """Whom a pronoun means; nobody where the text leaves it open."""
        if low in HE_OR_SHE:
            antecedent = self.pronouns.antecedent(word, HE_OR_SHE[low], self.persons)
            if antecedent is None:
                return _NO_NAME._replace(form="pronoun")
            candidate, only, certainty = antecedent
            kind, choice = kinds.PERSON if candidate.entity else kinds.UNNAMED, "only" if only else "nearest"
            return Mention(candidate.name, kind, "pronoun", choice, candidate.entity, certainty=certainty)
        here, fit = self.tokens.sentences[word], _IT_FITS if low in IT else _THEY_FIT
        at, last = next(((at, named) for at, named in reversed(self.spoken) if at < word), (0, _NO_NAME))
        is_near = here - self.tokens.sentences[at] <= _SENTENCES_BACK
        if is_near and (last.type in fit or (last.also and low not in IT)):
            return last._replace(form="pronoun", choice="nearest")
        return _NO_NAME._replace(form="pronoun")


def _party_nouns(*words: Iterable[str]) -> set[str]:
    """Words, with “democrat” for “democratic”, which says the same."""
    return {"democrat" if word == "democratic" else word for word in chain(*words)}


def _owned(owner: Mention | None, words: Sequence[str], kind: str) -> Mention:
    """What somebody owns: the owner where it is his own words, nobody where it is a thing."""
    if owner is not None and _OWN_WORDS.issuperset(words):
        return owner
    if kind == kinds.THING:
        return _NO_NAME._replace(type=kinds.THING)
    if owner is None:
        return Mention(" ".join(words), kind, "office")
    ending = "'" if owner.type == kinds.GROUP and str(owner.name).endswith("s") else "'s"
    return Mention(f"{owner.name}{ending} {' '.join(words)}", kind, "office")


class Place(NamedTuple):
    """Where an entity is named: its words' range, and the form: full, short, title, pronoun, description or office."""

    start: int
    end: int
    form: str


class NamedEntity(NamedTuple):
    """Whom or what an article names: one name, a type as in `Mention`, the gender if the text shows it, and where."""

    name: str
    type: str
    gender: str | None
    mentions: tuple[Place, ...]


def entities(reading: Reading) -> tuple[NamedEntity, ...]:
    """All that an article names, by first mention: persons, bodies, groups, places, documents and things.

    The names of sources are those that `reading.attributions` has; pronouns and descriptions count where they speak.
    """
    document = reading.document
    if not len(document.word_start):
        return ()
    tokens = token_features(Cut.of_document(document), load_model().rows)
    known: dict[str, Entity] = {}
    places: dict[str, set[Place]] = {}
    for entity in names_of(tokens, phrases_of(tokens))[0].entities:
        if entity.type not in (kinds.NO_NAME, kinds.TIME):
            known.setdefault(entity.name, entity)
            places.setdefault(entity.name, set()).update(
                Place(document.word_starts[name.first], document.word_ends[name.last - 1], name.form)
                for name in entity.names
                if name.words
            )
    taken = {place.start for of_name in places.values() for place in of_name}
    for said in reading.attributions:
        if said.source in known and said.source_span and taken.isdisjoint(range(*said.source_span)):
            words = document.clean[slice(*said.source_span)]
            form = "pronoun" if pronoun_of(words) in PRONOUNS else "description"
            places[said.source].add(Place(*said.source_span, form))
    return tuple(
        NamedEntity(name, known[name].type, known[name].gender, tuple(sorted(found)))
        for name, found in sorted(places.items(), key=lambda item: min(item[1], default=Place(0, 0, "")))
        if found
    )
