"""One name for each source in an article: full names, surnames, titles, offices and pronouns made one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from framing.attribution import names as kinds
from framing.attribution.find import Found
from framing.attribution.model import load_model
from framing.attribution.names import (
    BODY,
    DOCUMENT,
    GROUP,
    NO_NAME,
    PERSON,
    PLACE,
    THING,
    TIME,
    UNNAMED,
    Entity,
    Name,
    Names,
    bare,
    names_of,
)
from framing.attribution.outline import BRACKET, COMMA, DASH, MARK, Outline, Outlines, outlines
from framing.attribution.phrases import PERSONS, Phrases, phrases_of
from framing.attribution.pronouns import Pronouns, Speaker
from framing.attribution.reading import Reading, Span
from framing.attribution.roles import POLITICIAN, role_of, role_of_words
from framing.text.listed import listed
from framing.words import word_set

_HE_OR_SHE = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
_THEY = listed("they them themselves their")
_IT = listed("it itself its")
#: Whoever writes, and whoever reads.
_AUTHOR = listed("i we me us my our you your yours")
_PRONOUNS = _HE_OR_SHE.keys() | _THEY | _IT | _AUTHOR
#: Words that name nobody when they stand alone.
_NOBODY = listed(
    """
    the a an this that these his her its their my our your no and but or nor so yet to of in on at for from by with as
    if when while where there here not then than also just how what why which whether because since until after before
    don't doesn't didn't can't won't isn't aren't wasn't weren't let's that's there's here's what's who's
    today yesterday tomorrow
    """
)
_OWNS = listed("his her their its")
#: What is his own is his: in the minister's own words.
_OWN_WORDS = listed("own words word phrase telling account view")
_RELATIVE = listed("who which whom whose that")
_ARTICLES = listed("the a an this that these those some many several")
_MOMENTS, _DOCUMENTS, _GROUPS = word_set("moments"), word_set("documents"), word_set("groups")
#: “It” and “they” mean who spoke in this sentence or so many before.
_SENTENCES_BACK = 2
#: The types of what “it” and “they” may mean.
_IT_FITS, _THEY_FIT = (BODY, DOCUMENT), (GROUP, BODY)


class Mention(NamedTuple):
    """A source where an attribution names it: the words' range, its name (None for the author), its role.

    `form` is how the text names it: "full" or "short" name, "title", "description", "office" (what somebody owns),
    "pronoun", "relative" or "author". `type` is person, body, group, place, time, document, thing or unnamed.
    `choice` says how the name was chosen: "as written", the "only" one that fits, the "nearest" of several, or "none".
    """

    span: Span
    name: str | None
    role: str | None
    form: str = "description"
    type: str = UNNAMED
    choice: str = "as written"

    @property
    def source_type(self) -> str:
        """The type as sources have it: person, body, group, document or unnamed."""
        return self.type if self.type in (PERSON, BODY, GROUP, DOCUMENT) else UNNAMED


class _Named(NamedTuple):
    """A name that a phrase is given, and how."""

    name: str | None
    type: str
    form: str
    choice: str = "as written"
    entity: Entity | None = None

    @property
    def is_person(self) -> bool:
        """Whether one person is meant, named or not."""
        return self.type == PERSON or (self.type == UNNAMED and self.form != "author")


_NO_NAME = _Named(None, UNNAMED, "description", "none")


@dataclass(slots=True)
class _Namer:
    outline: Outline
    phrases: Phrases
    names: Names
    cues: list[int]
    pronouns: Pronouns
    spoken: list[tuple[int, _Named]] = field(default_factory=list)

    def mention(self, found: Found) -> Mention | None:
        word = found.source
        if word < 0:
            return None
        low = _pronoun(self.outline.form(word))
        chars = self._chars(word, word + 1)
        if low in _RELATIVE and word > 0:
            named, _ = self._named_at(word - 1, found.cue)
            return self._mention(chars, named._replace(form="relative"), word)
        if low in _AUTHOR:
            return Mention(chars, None, None, "author", UNNAMED, "none")
        if low in _PRONOUNS and (low not in _OWNS or not self.phrases.goes_on_after(word)):
            return self._mention(chars, self._antecedent(word, low), word)
        named, (first, last) = self._named_at(word, self._cue_after(word, found.cue))
        return self._mention(self._chars(first, last), named, first)

    def _cue_after(self, word: int, cue: int) -> int:
        """The cue before which the phrase of a source ends: the first after it, or its own where that comes before."""
        following = bisect_right(self.cues, word)
        return min(self.cues[following], cue) if cue > word and following < len(self.cues) else cue

    def _mention(self, span: Span, named: _Named, word: int) -> Mention:
        if named.name is None:
            return Mention(span, None, None, named.form, named.type, named.choice)
        self.spoken.append((word, named))
        role = self._role(named)
        return Mention(span, named.name, role, named.form, named.type, named.choice)

    def _role(self, named: _Named) -> str | None:
        if named.entity is not None and named.entity.type == PERSON:
            return role_of([(noun, words) for _, noun, words in self.names.said_of(named.entity)])
        if named.entity is not None and named.form != "description" and kinds.is_government(named.entity.words):
            return POLITICIAN
        return role_of_words(named.name or "")

    def _chars(self, first: int, last: int) -> Span:
        document = self.outline.document
        return document.word_starts[first], document.word_ends[last - 1]

    # phrases

    def _named_at(self, word: int, cue: int) -> tuple[_Named, tuple[int, int]]:
        """Whom the noun phrase round a word names, and the words of the phrase."""
        low = cue + 1 if cue < word else self.outline.first_words[self.outline.sentences[word]]
        first, head, last = self._around(word, cue)
        end = last
        for _ in range(4):
            above = self._above(first, end, low, cue)
            if above < 0:
                break
            upper = self._around(above, cue)
            if upper[0] >= first:
                break
            first, head, last = upper
        if self._is_person(head):
            end = last
        elif end == last and self.names.at(head) is None:
            last = end = self.phrases.with_complement(last, cue)
        return self._name_of(first, head, max(last, min(end, first + 12))), (first, end)

    def _around(self, word: int, cue: int) -> tuple[int, int, int]:
        name = self.names.at(word)
        if name is not None and name.begin <= cue < name.last:
            name = None
        if name is None:
            first, head, last = self.phrases.around(word, cue, self.names.person_ends)
        else:
            first, _, _ = self.phrases.around(name.begin, cue)
            _, head, last = self.phrases.around(name.last - 1, cue, self.names.person_ends)
        name = self.names.at(head)
        if name is not None and name.last > last and not head < cue < name.last:
            last = name.last
            head = last - 1
        return first, head, last

    def _is_person(self, word: int) -> bool:
        name = self.names.at(word)
        return name is not None and name.entity is not None and name.entity.type == PERSON

    def _above(self, first: int, last: int, low: int, cue: int) -> int:
        """The word of the phrase that the phrase of words `[first, last)` belongs to; -1 if it stands by itself."""
        outline, gaps = self.outline, self.outline.gaps
        governor = self.phrases.governor(first, low)
        if governor >= 0:
            return governor
        if first - 1 < low:
            return -1
        # Ada Quill, a senator from Quillia, said; Osk Venn (R-Vt.)
        before = first - 1
        closing = gaps[last - 1] if last else 0
        if gaps[before] & BRACKET and closing & BRACKET:
            return before if self._is_person(before) else -1
        if self._is_person(last - 1):
            return -1
        while (
            before >= low
            and gaps[before] & COMMA
            and not gaps[before] & MARK
            and (closing & (COMMA | DASH | BRACKET) or last == cue)
        ):
            if self._is_person(before):
                return before
            form = outline.form(before)
            if form.isdigit() and before > low:
                before -= 1
                continue
            if before - 2 >= low and outline.form(before - 1) in ("of", "from") and outline.gaps[before - 2] & COMMA:
                before -= 2
                continue
            name = self.names.at(before)
            if name is None or name.begin - 2 < low or outline.form(name.begin - 1) not in ("of", "from"):
                return -1
            before = name.begin - 2
            if not gaps[before]:
                return before if self._is_person(before) else -1
        return -1

    def _name_of(self, first: int, head: int, last: int) -> _Named:
        form = self.outline.form(head)
        if last - first == 1 and form.lower() in _NOBODY:
            return _NO_NAME
        name = self.names.at(head)
        if form[0].isupper() and name is None and (bearers := self.names.by_last.get(form.lower())):
            # a name that is a word as well, where any word has a capital
            return _Named(bearers[0].name, PERSON, "short", "only", bearers[0])
        if name is None or name.last <= head or (name.kind == TIME and name.begin > first):
            if name is not None and name.kind == TIME:
                head = name.begin - 1
                last = name.begin
            return self._description(first, head, last)
        return self._of_name(name, first, last)

    def _of_name(self, name: Name, first: int, last: int) -> _Named:
        if name.kind == TIME:
            return _NO_NAME
        if not name.words:
            return self._of_title(name)
        entity = name.entity
        if entity is None:
            return _NO_NAME
        if entity.type == NO_NAME:
            return self._description(first, name.last - 1, last)
        if entity.type in (PERSON, BODY, DOCUMENT):
            owner = self.names.at(name.begin - 1) if name.begin and self.phrases.is_owner(name.begin - 1) else None
            if owner and owner.entity and owner.entity.type == PERSON and entity.type != PERSON:
                return _Named(f"{owner.entity.name}'s {' '.join(name.words).lower()}", BODY, "office")
            return _Named(entity.name, entity.type, name.form, name.choice, entity)
        if entity.type == PLACE:
            if kinds.is_government(name.words):
                return _Named(entity.name, BODY, name.form, name.choice, entity)
            return _NO_NAME._replace(type=PLACE)
        if entity.type == GROUP:
            words = self.outline.forms(first, last)
            words = words[1:] if words[0].lower() in _ARTICLES and len(words) > 1 else words
            return _Named(" ".join([*words[:-1], bare(words[-1])]), GROUP, "description", "as written", entity)
        return _Named(entity.name, THING, name.form, name.choice, entity)

    def _of_title(self, name: Name) -> _Named:
        title = " ".join(name.titles)
        bearer = self.names.with_title(title, name.begin) or self.names.described(name.titles[-1:], name.begin)
        if bearer:
            return _Named(bearer.name, PERSON, "title", "nearest", bearer)
        beside = self._beside(name.last - 1)
        if beside:
            return beside._replace(form="title")
        return _Named(" ".join(map(bare, self.outline.forms(name.begin, name.last))), PERSON, "title")

    def _beside(self, word: int) -> _Named | None:
        """The person whose name stands between commas after a word: of “his lawyer, Ada Quill,” Ada Quill."""
        gaps = self.outline.gaps
        name = self.names.at(word + 1) if gaps[word] & COMMA and word + 1 < len(self.outline.ids) else None
        if name is None or name.begin != word + 1 or name.entity is None or name.entity.type != PERSON:
            return None
        if len(name.words) < 2 or not gaps[name.last - 1]:
            return None
        return _Named(name.entity.name, PERSON, name.form, name.choice, name.entity)

    def _description(self, first: int, head: int, last: int) -> _Named:
        words = self._words(first, last)
        words[-1] = bare(words[-1])
        low = words[0].lower()
        noun = self.outline.form(head).lower()
        person = self.phrases.is_person(head)
        beside = self._beside(last - 1) if person else None
        if beside:
            return beside
        kind = _kind_of_noun(noun, person)
        if low in _OWNS and len(words) > 1:
            owner = self._antecedent(first, low).name
            if owner and _OWN_WORDS.issuperset(words[1:]):
                return _Named(owner, PERSON, "pronoun", "nearest")
            return _Named(f"{owner}'s {' '.join(words[1:])}" if owner else " ".join(words[1:]), kind, "office")
        definite = low == "the"
        if low in _ARTICLES and len(words) > 1:
            first, words = first + 1, words[1:]
        bearer = self._described(words, first, head, last) if definite else None
        if bearer:
            return _Named(bearer.name, bearer.type, "description", "nearest", bearer)
        owner_at = next((at for at in range(first, head) if self.phrases.is_owner(at)), None)
        if owner_at is not None:
            name = self.names.at(owner_at)
            if name is not None and name.entity is not None:
                full = name.entity.name
                owned = self.outline.forms(owner_at + 1, last)
                if _OWN_WORDS.issuperset(owned):
                    return _Named(full, name.entity.type, name.form, name.choice, name.entity)
                return _Named(f"{full}'s {' '.join(owned)}", kind, "office")
        if noun in _MOMENTS:
            return _NO_NAME._replace(type=TIME)
        return _Named(" ".join(words), kind, "description")

    def _words(self, first: int, last: int) -> list[str]:
        """The forms of words, those that have a capital for their place alone in lower case."""
        forms, named = self.outline.forms(first, last), self.outline.names[first:last]
        return [form if is_name else form.lower() for form, is_name in zip(forms, named, strict=True)]

    def _described(self, words: Sequence[str], first: int, head: int, last: int) -> Entity | None:
        """The person or body that a definite description means, by a title or by what it was said to be."""
        if last > head + 1:
            return None
        low = [word.lower() for word in words]
        titled = self.names.with_title(" ".join(low), first)
        return titled or self.names.described(words, first)

    # pronouns

    def _antecedent(self, word: int, low: str) -> _Named:
        """Whom a pronoun means; nobody where the text leaves it open."""
        if low in _HE_OR_SHE:
            speakers = [Speaker(at, named.name or "", named.entity) for at, named in self.spoken if named.is_person]
            found = self.pronouns.antecedent(word, _HE_OR_SHE[low], speakers)
            if found is None:
                return _NO_NAME._replace(form="pronoun")
            candidate, only = found
            kind = PERSON if candidate.entity else UNNAMED
            return _Named(candidate.name, kind, "pronoun", "only" if only else "nearest", candidate.entity)
        return self._of_many(word, low)

    def _of_many(self, word: int, low: str) -> _Named:
        """Who spoke last in the sentences just before, if “they” or “it” may mean that."""
        here = self.outline.sentences[word]
        fit = _IT_FITS if low in _IT else _THEY_FIT
        for at, named in reversed(self.spoken):
            if at < word:
                if here - self.outline.sentences[at] > _SENTENCES_BACK or named.type not in fit:
                    break
                return named._replace(form="pronoun", choice="nearest")
        return _NO_NAME._replace(form="pronoun")


def _kind_of_noun(noun: str, person: bool) -> str:
    """The type of a source that is only described."""
    single = noun.removesuffix("s")
    if person:
        return UNNAMED
    if noun in _DOCUMENTS:
        return DOCUMENT
    if noun in _GROUPS or (noun.endswith("s") and single in PERSONS) or noun.endswith("men"):
        return GROUP
    if noun in kinds.BODIES:
        return BODY
    return THING


def _pronoun(form: str) -> str:
    """A form in lower case, if a pronoun without the verb that is run into it; initials such as US are none.

    >>> _pronoun("She's"), _pronoun("Minister's"), _pronoun("US")
    ('she', "minister's", 'US')
    """
    if form.isupper() and len(form) > 1:
        return form
    low = form.lower()
    pronoun, mark, _ = low.partition("'")
    return pronoun if mark and pronoun in _PRONOUNS else low


def name_sources(outlines: Outlines, found: Sequence[Sequence[Found]]) -> Iterator[list[Mention | None]]:
    """For each document the source of each of its attributions, in the order given; None where it names nobody."""
    phrases = phrases_of(outlines)
    for outline, of_document, names, told in zip(
        outlines.each, phrases, names_of(outlines, phrases), found, strict=True
    ):
        namer = _Namer(outline, of_document, names, sorted(item.cue for item in told), Pronouns(names))
        mentions: list[Mention | None] = [None] * len(told)
        for number in sorted(range(len(told)), key=lambda number: (told[number].source, number)):
            mentions[number] = namer.mention(told[number])
        names.close()
        yield mentions


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
    seen = outlines((document,), document, load_model().rows, (0,))
    names = names_of(seen, phrases_of(seen))[0]
    starts, ends = document.word_starts, document.word_ends
    places: dict[str, list[Place]] = {}
    known: dict[str, Entity] = {}
    taken: set[int] = set()
    for entity in names.entities:
        if entity.type in (NO_NAME, TIME):
            continue
        known.setdefault(entity.name, entity)
        found = [Place(starts[name.first], ends[name.last - 1], name.form) for name in entity.names if name.words]
        places.setdefault(entity.name, []).extend(found)
        taken.update(place.start for place in found)
    for said in reading.attributions:
        if said.source in known and said.source_span and not _holds(taken, said.source_span):
            form = "pronoun" if _is_pronoun(document.clean[slice(*said.source_span)]) else "description"
            places[said.source].append(Place(*said.source_span, form))
    return tuple(
        NamedEntity(name, known[name].type, known[name].gender, tuple(sorted(set(found))))
        for name, found in sorted(places.items(), key=lambda item: min(item[1], default=Place(0, 0, "")))
        if found
    )


def _holds(taken: set[int], span: Span) -> bool:
    return any(start in taken for start in range(*span))


def _is_pronoun(words: str) -> bool:
    return _pronoun(words) in _PRONOUNS
