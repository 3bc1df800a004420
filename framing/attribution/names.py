"""The names in an article: where they stand, what kind of thing each names, and which name one and the same.

Persons, bodies, groups, places, times and things are found once, for attribution, naming and facts alike.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution import name_types
from framing.attribution.descriptions import said_of
from framing.attribution.name_types import CLASSES, FLAGS, FORM_FLAGS, SPECIAL, scores
from framing.attribution.outline import BRACKET, COMMA, MARK, STOP, Outline, Outlines
from framing.attribution.phrases import A_PERSON, ARTICLE, PERSONS, Phrases
from framing.attribution.rows import BEYOND, OWNER
from framing.models import load_json, news_frequency
from framing.text.vocabulary import WordFeature
from framing.words import word_set

PERSON, BODY, GROUP, PLACE, TIME, DOCUMENT, THING, UNNAMED = (
    "person", "body", "group", "place", "time", "document", "thing", "unnamed",
)  # fmt: skip
#: The type of what has a capital for its place alone.
NO_NAME = "none"

TITLES = word_set("titles")
BODIES = word_set("body-nouns")
#: Titles with which a single name is a whole one: Pope Francis, Lord Finch.
_WITH_ONE_NAME = frozenset("king queen prince princess pope lord lady sir dame emperor empress emir sultan".split())
_TITLE_WORDS = word_set("title-words")
_COUNTRIES, _CAPITALS, _PLACES = word_set("countries"), word_set("capitals"), word_set("places")
_PLACE_NOUNS, _THING_NOUNS = word_set("place-nouns"), word_set("thing-nouns")
_PEOPLES, _CALENDAR, _DOCUMENTS = word_set("peoples"), word_set("calendar"), word_set("documents")
#: Days that begin a sentence before a name.
_RELATIVE_DAYS = frozenset({"today", "yesterday", "tonight", "tomorrow"})
#: Months and days that are words or given names, too.
_AMBIGUOUS_TIMES = frozenset("may march april june august mar jan sun sat wed mon dec".split())
_PARTICLES = word_set("particles")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior"})
_DOTTED = TITLES | SUFFIXES | frozenset({"st", "mt", "ft", "corp", "inc", "co", "ltd", "bros"})
_LINKS = frozenset({"of", "for", "on"})
_LONG = {
    "us": "United States", "usa": "United States", "uk": "United Kingdom", "un": "United Nations",
    "eu": "European Union", "uae": "United Arab Emirates",
}  # fmt: skip
#: The code of the body among sections.
BODY_SECTION = MEASURED.index(Section.BODY)
_HE, _SHE = "he", "she"
_GENDERS = {**dict.fromkeys(word_set("men"), _HE), **dict.fromkeys(word_set("women"), _SHE)}


def bare(form: str) -> str:
    """A form without its possessive ending."""
    if form.endswith(("'s", "’s")):
        return form[:-2]
    return form[:-1] if form.endswith(("s'", "s’")) else form


@lru_cache(maxsize=1 << 16)
def plain(form: str) -> str:
    """A form in lower case without stops and possessive ending."""
    return bare(form).lower().replace(".", "")


@dataclass(slots=True)
class Name:
    """A name where it stands: words `[first, last)`, titles from `begin` on; `kind` is what its form alone says."""

    begin: int
    first: int
    last: int
    titles: tuple[str, ...]
    words: tuple[str, ...]
    low: tuple[str, ...]
    kind: str
    entity: Entity | None = None
    choice: str = "as written"

    @property
    def form(self) -> str:
        """How it names: "title" alone, "full" or "short"."""
        if not self.words:
            return "title"
        whole = len(self.words) > 1 or self.entity is None or self.entity.name == self.words[0]
        return "full" if whole else "short"


@dataclass(slots=True, eq=False)
class Entity:
    """Whom or what names in one article mean: the fullest name, the type, and where the names stand."""

    name: str
    type: str
    words: tuple[str, ...] = ()
    gender: str | None = None
    names: list[Name] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    #: What is said of a person beside the name, once it was asked for.
    said: list[tuple[int, str, frozenset[str]]] | None = None
    #: Whether that names no office and only whose relative it is, once it was asked for.
    is_relative: bool | None = None


def runs_of_names(outlines: Outlines) -> list[tuple[list[int], list[int]]]:
    """Where the runs of capitalised words of each document begin and end."""
    tagged, forms, ids = outlines.tagged, outlines.forms, outlines.ids.data
    row, gap, sentence, named = tagged.row, tagged.gap, tagged.sentence, tagged.named.copy()
    between = ~named[1:-1] & named[:-2] & named[2:] & (sentence[2:] == sentence[:-2]) & (gap[:-2] == 0)
    for at in (np.flatnonzero(between & (gap[1:-1] == 0)) + 1).tolist():
        named[at] = forms[ids[at]] in _PARTICLES
    # Haider al-Abadi
    prefixed = outlines.each[0].document.vocabulary.column(_PREFIXED)[outlines.ids[1:]]
    named[1:] |= named[:-1] & prefixed & (sentence[1:] == sentence[:-1]) & (gap[:-1] == 0)
    _name_in_capitals(outlines, named)
    goes_on = named[:-1] & named[1:] & (row[:-1] != OWNER) & (sentence[1:] == sentence[:-1])
    for at in np.flatnonzero(goes_on & (gap[:-1] != 0)).tolist():
        form = forms[ids[at]]
        goes_on[at] = (gap[at] == STOP and (len(form) == 1 or form.lower() in _DOTTED or "." in form)) or (
            gap[at] == COMMA and forms[ids[at + 1]].lower() in SUFFIXES
        )
    first = named.copy()
    first[1:] &= ~goes_on
    last = named
    last[:-1] &= ~goes_on
    starts, ends = np.flatnonzero(first), np.flatnonzero(last) + 1
    bounds = pairwise(np.searchsorted(starts, outlines.word_at).tolist())
    return [
        ((starts[low:high] - at).tolist(), (ends[low:high] - at).tolist())
        for at, (low, high) in zip(outlines.word_at, bounds, strict=False)
    ]


def _name_in_capitals(outlines: Outlines, named: NDArray[np.bool_]) -> None:
    """Let a name in a sentence all in capitals go on over words that are words elsewhere: ANN LOW."""
    tagged = outlines.tagged
    small = outlines.each[0].document.vocabulary.column(_SMALL)[outlines.ids]
    counts, first = np.concatenate(([0], np.cumsum(small))), tagged.first_word
    capitals = (counts[first[1:]] == counts[first[:-1]]) & (np.diff(first) >= _FEWEST_IN_CAPITALS)
    tags = load_json("tags")
    for sentence in np.flatnonzero(capitals).tolist():
        for at in range(int(first[sentence]) + 1, int(first[sentence + 1])):
            if named[at - 1] and not named[at] and not tagged.gap[at - 1]:
                named[at] = tags.get(outlines.forms[outlines.ids[at]].lower(), "NN") in ("NN", "JJ", "NNP")


_SMALL = WordFeature("has a small letter", lambda form: form != form.upper(), np.bool_)
_WITH_PREFIX = re.compile(r"(?:al|el|ul|ad|an|as|at|az|ash|bin)-[A-Z].*")
_PREFIXED = WordFeature("name with a prefix", lambda form: bool(_WITH_PREFIX.fullmatch(form)), np.bool_)

_Piece = tuple[int, int, int, tuple[str, ...], tuple[str, ...], tuple[str, ...], str]


@lru_cache(maxsize=1 << 16)
def _pieces(forms: tuple[str, ...]) -> tuple[_Piece, ...]:
    """The names in a run of capitalised words: begin, first, last, titles, words and kind of each."""
    low = [plain(form) for form in forms]
    pieces: list[_Piece] = []
    begin = 0
    for at, word in enumerate((*low, "")):
        is_time = word in _CALENDAR and (len(low) == 1 or word not in _AMBIGUOUS_TIMES)
        if is_time or not word:
            if at > begin:
                pieces += _parted(forms, low, begin, at)
            if is_time:
                pieces.append((at, at, at + 1, (), (forms[at],), (word,), TIME))
            begin = at + 1
    return tuple(pieces)


def _parted(forms: Sequence[str], low: Sequence[str], begin: int, end: int) -> Iterator[_Piece]:
    """The names in a run without words of time."""
    last = end
    while last - begin > 1 and low[last - 1] in SUFFIXES:
        last -= 1
    titled = [at for at in range(begin, last) if _is_title(low[at], last - at)]
    first = max((at + 1 for at in titled if at + 1 < last), default=begin)
    is_title = low[last - 1] in TITLES and low[last - 1] not in _SURNAMES
    if is_title or (titled and all(word in TITLES or word in _TITLE_WORDS for word in low[begin:last])):
        yield begin, end, end, tuple(low[begin:end]), (), (), PERSON
        return
    if first > begin and _kind(low[first:last]) in (BODY, THING, PLACE) and low[last - 1] not in _COUNTRIES:
        # the Justice Department, King County, General Motors
        first = begin
    if (
        first > begin
        and last - first == 1
        and low[last - 1] in _PEOPLES | _COUNTRIES
        and low[first - 1] not in _GENDERS
    ):
        first = begin
    if (
        first == begin
        and last - begin > 2
        and low[begin] in _COUNTRIES | _CAPITALS
        and not _kind(low[begin + 1 : last])
    ):
        # the ambassador to Quillia Ada Venn: the place ends what goes before
        yield begin, begin, begin + 1, (), (bare(forms[begin]),), (low[begin],), PLACE
        begin = first = begin + 1
    body = max((at for at in range(begin, last - 2) if low[at] in _COMPLEMENTED), default=-1)
    if first == begin and body >= 0 and not any(_listed(word) or is_common(word) for word in low[body + 1 : last]):
        # the Quillian Research Institute Ada Venn
        yield from _parted(forms, low, begin, body + 1)
        begin = first = body + 1
    words = [bare(form) for form in forms[first:end]]
    kind = _kind(low[first:last])
    titles = tuple(low[begin:first])
    if titles and not kind:
        kind = PERSON
    if titles and titles[-1] in _WITH_ONE_NAME and last - first == 1:
        words.insert(0, bare(forms[first - 1]))
    yield begin, first, end, titles, tuple(words), tuple(map(plain, words)), kind


def _listed(word: str) -> bool:
    return any(
        word in words for words in (BODIES, _PLACE_NOUNS, _THING_NOUNS, _DOCUMENTS, _COUNTRIES, _PLACES, _PEOPLES)
    )


def _is_title(word: str, left: int) -> bool:
    """Whether a word is a title where so many words of a run are left: Registrar-General, or Diplomat before two."""
    if left > 2 and (word in PERSONS or word.removesuffix("s") in TITLES):
        return True
    return word in TITLES or ("-" in word and word.rpartition("-")[2] in TITLES)


def _kind(low: Sequence[str]) -> str:
    """What the words of a name without titles say it is; empty where they do not."""
    if not low:
        return ""
    last, many = low[-1], len(low) > 1
    if _may_be_surname(low):
        return ""
    if last in _PEOPLES or (last.endswith("s") and last[:-1] in _PEOPLES):
        return GROUP
    if last in BODIES and (many or last not in _NO_BODY_ALONE):
        return BODY
    if last in _COUNTRIES or last in _PLACES or last in _CAPITALS:
        return PLACE if not many or low[0] in _PLACE_WORDS else ""
    if many and last not in PERSONS:
        return _kind_of_many(low)
    return ""


#: Nouns for places, bodies and things that are surnames, too: in names of two words what stands round them decides.
_SURNAMES = word_set("surname-nouns")


def _may_be_surname(low: Sequence[str]) -> bool:
    """Whether a noun ends a name of two that may be a person's: Ada Hill, but not Capitol Hill or Supreme Court."""
    if len(low) != 2 or low[1] not in _SURNAMES:
        return False
    return not (_listed(low[0]) or is_common(low[0]) or low[0] in _TITLE_WORDS)


def _kind_of_many(low: Sequence[str]) -> str:
    """What the words of a name of several say it is, by the last, which is no place's and no body's."""
    last = low[-1]
    if last in _PLACE_NOUNS:
        return PLACE
    if last in _THING_NOUNS:
        return THING
    if last in _DOCUMENTS:
        return DOCUMENT
    if not BODIES.isdisjoint(low) or "&" in low:
        return BODY
    return THING if last[:1].isdigit() or len(low) > 5 else ""


_NO_BODY_ALONE = frozenset({"union", "world", "house", "mission", "star", "party"})
_PLACE_WORDS = word_set("place-words")


_COMPLEMENTED = BODIES - word_set("bodies-without-of")
_AND_TOO = word_set("bodies-with-and")
_AND_SERVICES = frozenset("services affairs development protection welfare prevention".split())
_COURTESY = frozenset({"mr", "mrs", "ms", "miss"})
_RELATIVES = word_set("relatives")
_POSSESSIVES = frozenset({"his", "her", "their"})
#: “Her husband, former President” and the like have at most so many words.
_LONGEST_KINSHIP = 5
_OF_CANDIDATES = word_set("of-candidates")
#: What a title may be of: the ambassador to Quillia, the Secretary of State.
_COMPLEMENTS = _TITLE_WORDS | _COUNTRIES | _PLACES
#: The first words of bodies' names that are not short for them.
_NO_SHORT = BODIES | _TITLE_WORDS
#: What a name that is short for a body's is not.
_NO_BODY = _COUNTRIES | _PLACES | _CAPITALS | _PEOPLES
_LONGEST_NICKNAME = 3
#: The fewest words of a sentence in capitals.
_FEWEST_IN_CAPITALS = 4


@cache
def _short_forms() -> Mapping[str, frozenset[str]]:
    """The given names that each may be another form of: Robert of Bob, and Bob and Rob of Robert.

    >>> sorted(_short_forms()["bobby"])
    ['bob', 'rob', 'robbie', 'robert']
    """
    shorts: dict[str, set[str]] = {}
    for entry in word_set("short-names"):
        short, _, whole = entry.partition("=")
        shorts.setdefault(whole, {whole}).add(short)
    found: dict[str, set[str]] = {}
    for forms in shorts.values():
        for form in forms:
            found.setdefault(form, set()).update(forms - {form})
    return {name: frozenset(others) for name, others in found.items()}


class Names:
    """The names of a document, and whom each means."""

    def __init__(self, outline: Outline, phrases: Phrases, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.outline = outline
        self.phrases = phrases
        self.entities: list[Entity] = []
        self.persons: dict[tuple[str, str, str], Entity] = {}
        self.by_last: dict[str, list[Entity]] = {}
        self.by_first: dict[str, list[Entity]] = {}
        self.by_short: dict[str, list[Entity]] = {}
        self.others: dict[tuple[str, ...], Entity] = {}
        self.acronyms: dict[str, Entity] = {}
        self.names = list(self._linked(self._raw(starts, ends)))
        self._starts = [name.begin for name in self.names]
        #: The names by their words, those of time and titles alone left out.
        self.groups: dict[tuple[str, ...], list[Name]] = {}
        for name in self.names:
            if name.words and name.kind != TIME:
                self.groups.setdefault(name.low, []).append(name)
        self.has_brackets = "(" in outline.document.clean or "[" in outline.document.clean
        self._kinds: Mapping[tuple[str, ...], str] = {}
        self.person_ends: set[int] = set()

    def resolve(self, kinds: Mapping[tuple[str, ...], str]) -> None:
        """Decide whom each name means, given the kinds of those whose words do not say it."""
        self._kinds = kinds
        self._name_in_full()
        self._decide_types()
        self._merge_fuller()
        self._resolve()
        self.person_ends = {name.last - 1 for name in self.names if name.entity and name.entity.type == PERSON}

    # finding

    def _raw(self, starts: Sequence[int], ends: Sequence[int]) -> Iterator[Name]:
        forms = self.outline.forms(0, len(self.outline.ids))
        for start, end in zip(starts, ends, strict=True):
            while start < end and forms[start].lower() in _RELATIVE_DAYS:
                start += 1
            run = forms[start:end]
            if not run:
                continue
            if len(run[0]) > 1 and run[0].isupper() and self._is_in_capitals(start):
                run = [self._recased(form) for form in run]
            for begin, first, last, titles, words, low, kind in _pieces(tuple(run)):
                yield Name(start + begin, start + first, start + last, titles, words, low, kind)

    def _is_in_capitals(self, word: int) -> bool:
        document, sentence = self.outline.document, self.outline.sentences[word]
        first, last = self.outline.first_words[sentence : sentence + 2]
        return (
            last - first >= _FEWEST_IN_CAPITALS
            and document.clean[document.word_starts[first] : document.word_ends[last - 1]].isupper()
        )

    def _recased(self, form: str) -> str:
        """A form from a sentence in capitals as names are written: as elsewhere in the article, else with a capital."""
        return self._mixed.get(form.lower()) or (form if form.lower().replace(".", "") in _LONG else form.title())

    @cached_property
    def _mixed(self) -> dict[str, str]:
        """The forms with small letters and the abbreviations among them, by their small letters."""
        forms = self.outline.forms(0, len(self.outline.ids))
        return {
            form.lower(): form
            for at, form in enumerate(forms)
            if form[:1].isupper() and not (form.isupper() and self._is_in_capitals(at))
        }

    def _linked(self, raw: Iterator[Name]) -> Iterator[Name]:
        """The names, those joined that one name holds: the Department of Trade, the Ambassador to Quillia Ada Venn."""
        held: Name | None = None
        for name in raw:
            if name.begin in self._nicknamed:
                continue
            if held is not None and not self._join(held, name):
                if held.begin >= 0:
                    yield held
                held = None
            held = held or name
        if held is not None:
            yield held

    @cached_property
    def _nicknamed(self) -> set[int]:
        """The words of nicknames, which stand in marks inside a name."""
        outline = self.outline
        found: set[int] = set()
        for first, last in outline.quotation_bounds:
            inside = first > 0 and first < last < len(outline.ids) and last - first <= _LONGEST_NICKNAME
            marked = inside and outline.gaps[first - 1] == outline.gaps[last - 1] == MARK
            if marked and outline.names[first - 1] and outline.names[last]:
                found.update(range(first, last))
        return found

    def _join(self, held: Name, name: Name) -> bool:
        """Whether `name` goes on with the name before it, which then holds it."""
        outline, joined = self.outline, self.phrases.joined
        between = name.begin - held.last
        if held.last in self._nicknamed and held.words and name.words and not name.titles:
            # William “Bill” Hayes
            held.words += name.words
            held.low += name.low
            held.last = name.last
            return True
        if between == 0:
            if held.words or not joined(held.last - 1) or not name.words:
                return False
            # a title with what it is of, and whose it is
            held.first, held.last, held.words, held.low = name.first, name.last, name.words, name.low
            held.titles += name.titles
            held.kind = name.kind or PERSON
            return True
        if between > 2 or not all(joined(word) for word in range(held.last - 1, name.begin)):
            return False
        if between == 2 and outline.form(held.last + 1) != "the":
            return False
        link = outline.form(held.last)
        if not held.words:
            return link in ("of", "to", "for") and self._complete(held, name, link)
        if not name.words and held.kind == BODY and link == "of":
            # the Department of Justice, where the last word is a title elsewhere
            name = replace(name, first=name.begin, words=tuple(outline.forms(name.begin, name.last)), low=name.titles)
            name.titles, name.kind = (), ""
        if name.titles and name.words and link == "and" and len(held.words) == 1 and is_common(held.low[0]):
            # Health and Human Services Secretary Ada Quill
            held.titles = (*held.low, link, *name.titles)
            held.first, held.last, held.words, held.low, held.kind = name.first, name.last, name.words, name.low, PERSON
            return True
        if name.kind == TIME or name.titles or not name.words or not self._is_joined_by(held, link, name):
            return False
        between_words = outline.forms(held.last, name.begin)
        held.words += (*between_words, *name.words)
        held.low += (*between_words, *name.low)
        held.last = name.last
        if held.kind != BODY:
            held.kind = name.kind
        return True

    def _is_joined_by(self, held: Name, link: str, name: Name) -> bool:
        """Whether “of”, “for”, “on” or “and” joins two names to one."""
        if held.kind != BODY:
            # Health and Human Services, Defense of the Marsh Act
            whole = (link == "and" and name.kind == BODY and len(name.words) > 1) or (
                link == "of" and name.kind == DOCUMENT
            )
            return whole and held.kind != PERSON and not held.titles and len(held.words) < 3 and is_common(held.low[-1])
        base = held.low[-1]
        linked = len(held.words) > 2 and not _LINKS.isdisjoint(held.words)
        if link == "of":
            return base in _COMPLEMENTED or linked
        if link == "and":
            if not linked or _AND_TOO.isdisjoint(held.low):
                return False
            return (name.kind in ("", THING) and not name.words[-1].isupper()) or name.low[-1] in _AND_SERVICES
        return link in ("for", "on") and base in _COMPLEMENTED and name.kind != PERSON

    def _complete(self, held: Name, name: Name, link: str) -> bool:
        """Add to a title what it is of; where a name goes on behind that, it is the bearer's."""
        if name.titles or name.kind == TIME or not name.words:
            return False
        low = name.low
        length = 0
        while length < len(low) - 1 and low[length] in _COMPLEMENTS:
            length += 1
        if _kind(low):
            length = len(low)
        between = self.outline.forms(held.last, name.begin)
        held.titles += (*between, *low[: length or None])
        if 0 < length < len(low):
            held.words, held.low, held.first = name.words[length:], low[length:], name.first + length
        else:
            held.first = name.last
        held.last = name.last
        return True

    # who is who

    def _name_in_full(self) -> None:
        """Make an entity of every full name, and of every other name that is nobody's surname."""
        for name in self.names:
            if name.kind == TIME or not name.words or (name.kind == BODY and len(name.low) == 1):
                continue
            low = name.low
            suffix = low[-1] if low[-1] in SUFFIXES and len(low) > 1 else ""
            if suffix:
                low = low[:-1]
            if name.kind in ("", PERSON):
                if len(low) < 2:
                    continue
                key = (low[0], low[-1], suffix)
                entity = self.persons.get(key)
                if entity is None:
                    entity = self.persons[key] = self._new(_shown(name.words), name.kind, name.words)
                elif name.kind == PERSON:
                    entity.type = PERSON
            else:
                entity = self.others.get(low)
                if entity is None:
                    entity = self.others[low] = self._new(self._text_of(name), name.kind, name.words)
                    if name.kind == BODY:
                        self._note_acronym(name, entity)
            self._bind(name, entity)

    def _text_of(self, name: Name) -> str:
        """A name as the text has it, without the possessive ending, on one line."""
        document = self.outline.document
        text = bare(
            " ".join(document.clean[document.word_starts[name.first] : document.word_ends[name.last - 1]].split())
        )
        return " ".join(name.words) if text.isupper() and len(name.words) > 1 else text

    def _new(self, name: str, kind: str, words: tuple[str, ...]) -> Entity:
        entity = Entity(name, kind, words)
        self.entities.append(entity)
        return entity

    def _bind(self, name: Name, entity: Entity, choice: str = "as written") -> None:
        name.entity, name.choice = entity, choice
        entity.names.append(name)
        if name.titles:
            entity.titles.add(" ".join(name.titles))
            entity.gender = entity.gender or next((_GENDERS[title] for title in name.titles if title in _GENDERS), None)

    def _note_acronym(self, name: Name, entity: Entity) -> None:
        initials = "".join([word[0] for word in name.words if word[0].isupper()])
        if len(initials) > 1:
            self.acronyms.setdefault(initials.lower(), entity)
        if len(initials) > 2 and initials[0] == "U" and initials[1] == "S":
            self.acronyms.setdefault(initials[2:].lower(), entity)

    def _decide_types(self) -> None:
        """Decide what the names that do not say so are: persons, if nothing speaks against it."""
        joined_by_sign = "&" in self.outline.document.clean
        for entity in self.persons.values():
            if entity.type == PERSON:
                continue
            kind = self._kinds.get(entity.names[0].low, PERSON)
            if kind != PERSON or joined_by_sign:
                text = self._text_of(entity.names[0])
                kind = BODY if "&" in text else kind
                entity.name = entity.name if kind == PERSON else text
            entity.type = kind
            if entity.type in (BODY, THING):
                self._note_acronym(entity.names[0], entity)
        for key, entity in self.persons.items():
            if entity.type == PERSON:
                self.by_last.setdefault(key[1], []).append(entity)
                if _WITH_PREFIX.fullmatch(entity.words[-1]):
                    self.by_last.setdefault(key[1].partition("-")[2], []).append(entity)
                self.by_first.setdefault(key[0], []).append(entity)
        for key, entity in self.persons.items():
            if entity.type == PERSON:
                for form in _short_forms().get(key[0], ()):
                    if form not in self.by_first or entity not in self.by_first[form]:
                        self.by_short.setdefault(form, []).append(entity)

    def undecided(self) -> list[tuple[tuple[str, ...], list[Name]]]:
        """The names whose words do not say what they name."""
        return [(low, names) for low, names in self.groups.items() if not any(name.kind for name in names)]

    def owns_words(self, name: Name) -> bool:
        """Whether the name is in the possessive before “own”: in Osk Venn's own words."""
        return self.phrases.is_owner(name.last - 1) and self.outline.forms(name.last, name.last + 1) == ["own"]

    def _merge_fuller(self) -> None:
        """Take a name that a fuller one ends with for the same: Suu Kyi for Aung San Suu Kyi."""
        for entities in list(self.by_last.values()):
            fuller: dict[tuple[str, ...], list[Entity]] = {}
            for entity in entities:
                for first in range(1, len(entity.words) - 1):
                    fuller.setdefault(entity.words[first:], []).append(entity)
            for entity in [*entities] if len(entities) > 1 else ():
                if entity not in self.entities:
                    # merged already, by another form of the surname
                    continue
                same = next((each for each in fuller.get(entity.words, ()) if each in entities), None)
                same = same or self._other_form(entity)
                if same is not None:
                    self._merge(entity, same)
                    entities.remove(entity)

    def _other_form(self, entity: Entity) -> Entity | None:
        """Whoever has the same surname, another form of the given name and more names: Bob for Robert."""
        first, last = plain(entity.words[0]), plain(entity.words[-1])
        known = {
            id(each): each for form in _short_forms().get(first, ()) if (each := self.persons.get((form, last, "")))
        }
        same = [
            each
            for each in known.values()
            if each.type == PERSON and each.gender in (None, entity.gender or each.gender)
        ]
        if len(same) != 1 or same[0] is entity:
            return None
        more = len(same[0].names) - len(entity.names)
        return same[0] if more > 0 or (not more and same[0].names[0].begin < entity.names[0].begin) else None

    def _merge(self, entity: Entity, into: Entity) -> None:
        for name in entity.names:
            name.entity = into
        into.names = sorted([*into.names, *entity.names], key=_begin)
        into.titles |= entity.titles
        into.gender = into.gender or entity.gender
        self.entities.remove(entity)
        for key, known in self.persons.items():
            if known is entity:
                self.persons[key] = into
        firsts = self.by_first.get(plain(entity.words[0]), [])
        if entity in firsts:
            firsts.remove(entity)

    def _resolve(self) -> None:
        """Give every short name to whom it is short for, in text order."""
        for number, name in enumerate(self.names):
            if name.entity is not None or name.kind == TIME:
                continue
            if not name.words:
                continue
            suffix = name.low[-1] if len(name.low) > 1 and name.low[-1] in SUFFIXES else ""
            self._resolve_one(number, name, name.low[-2] if suffix else name.low[-1], suffix)

    def _resolve_one(self, number: int, name: Name, word: str, suffix: str) -> None:
        bearers = self.by_last.get(word, [])
        if bearers and name.titles[-1:] == ("president",) and all(self._is_relative(each) for each in bearers):
            # President Quill is not First Lady Ada Quill
            president = self._new(name.words[-1], PERSON, name.words)
            bearers = self.by_last[word] = [*bearers, president]
            self._bind(name, president)
            return
        if len(bearers) == 1 and self._is_another(bearers[0], name):
            other = self._new(name.words[-1], PERSON, name.words)
            self.by_last[word] = [*bearers, other]
            self._bind(name, other)
            return
        if suffix:
            bearers = [each for each in bearers if plain(each.words[-1]) == suffix]
        if not bearers and not suffix:
            bearers = self.by_first.get(word) or self.by_short.get(word, [])
        if bearers:
            entity, choice = self._choose(bearers, name)
            self._bind(name, entity, choice)
            return
        acronym = self.acronyms.get(word) if sum(map(str.isupper, name.words[-1])) > 1 else None
        if acronym is None and self._in_brackets(name) and number:
            before = self.names[number - 1]
            if (
                before.last == name.begin
                and before.entity
                and before.entity.type in (BODY, THING)
                and len(before.words) > 1
            ):
                acronym = self.acronyms[word] = before.entity
        body = acronym or self._body_of(word, name)
        if body is not None:
            self._bind(name, body, "only")
            return
        alone = self.others.get((word,)) or self._alone(word, name)
        if name.titles and alone.type not in (PERSON, BODY):
            alone.type = PERSON
        self._bind(name, alone)

    def _is_another(self, bearer: Entity, name: Name) -> bool:
        """Whether a name means another than its only bearer: Mr. Quill, not his uncle Osk Quill, who is named later."""
        if name.begin > bearer.names[0].begin:
            return False
        if name.titles:
            return name.titles[-1] in _COURTESY and self._is_relative(bearer)
        first = bearer.names[0].begin
        before = {form.lower() for form in self.outline.forms(max(first - _LONGEST_KINSHIP, 0), first)}
        if before.isdisjoint(_RELATIVES) or before.isdisjoint(_POSSESSIVES):
            return False
        # her husband, former President Osk Quill
        bearer.is_relative = True
        return True

    def _alone(self, word: str, name: Name) -> Entity:
        """A new entity for a name of one word that is short for nothing."""
        shown = _LONG.get(word) if name.words[-1][:2].isupper() else None
        key = tuple(plain(shown).split()) if shown else (word,)
        entity = self.others.get(key)
        if entity is None:
            kind = name.kind or self._kind_alone(word, name)
            entity = self.others[key] = self._new(shown or " ".join(name.words), kind, name.words)
        self.others[(word,)] = entity
        return entity

    def _is_relative(self, entity: Entity) -> bool:
        """Whether the text says of a person only whose relative it is, and nothing of an office."""
        if entity.is_relative is None:
            nouns = {noun for _, noun, _ in self.said_of(entity)}
            entity.is_relative = not nouns.isdisjoint(_RELATIVES) and "president" not in nouns
        return entity.is_relative

    def _in_brackets(self, name: Name) -> bool:
        gaps = self.outline.gaps
        return bool(name.begin and gaps[name.begin - 1] & BRACKET and gaps[name.last - 1] & BRACKET)

    @cached_property
    def _bodies(self) -> dict[str, list[Entity]]:
        """The bodies by a word that is short for them: the Commission, Brookings."""
        found: dict[str, list[Entity]] = {}
        for entity in self.entities:
            if entity.type in (BODY, DOCUMENT, THING) and len(entity.words) > 1:
                first, last = entity.names[0].low[0], entity.names[0].low[-1]
                if last in BODIES:
                    found.setdefault(last, []).append(entity)
                if first not in _NO_SHORT and first != last and entity.type == BODY:
                    found.setdefault(first, []).append(entity)
        return found

    def _body_of(self, word: str, name: Name) -> Entity | None:
        """The body that a single word is short for: the last named before it, else the first after."""
        if name.titles or word in _NO_BODY:
            return None
        bodies = self._bodies.get(word, ())
        before = [entity for entity in bodies if entity.names[0].begin <= name.begin]
        return before[-1] if before else next(iter(bodies), None)

    def _kind_alone(self, word: str, name: Name) -> str:
        if name.titles:
            return PERSON
        if word in _COUNTRIES or word in _PLACES or word in _CAPITALS:
            return PLACE
        if word in BODIES:
            return BODY
        return self._kinds.get((word,), THING)

    def _choose(self, bearers: Sequence[Entity], name: Name) -> tuple[Entity, str]:
        """Whom a surname means: the bearer of its title, the one just named in full, the one named most."""
        if len(bearers) == 1:
            return bearers[0], "only"
        gender = next((_GENDERS[title] for title in name.titles if title in _GENDERS), None)
        fit = [each for each in bearers if not gender or each.gender in (None, gender)] or list(bearers)
        if gender and any(each.gender == gender for each in fit):
            fit = [each for each in fit if each.gender == gender]
        title = " ".join(name.titles)
        if title and any(title in each.titles for each in fit):
            fit = [each for each in fit if title in each.titles]
        if len(fit) == 1:
            return fit[0], "only"
        most = max(fit, key=lambda each: (not self._is_relative(each), *_near(each, name)))
        return most, "nearest"

    def close(self) -> None:
        """Let go of what refers to each other, so that it need not be looked for."""
        for name in self.names:
            name.entity = None

    # asking

    def with_title(self, title: str, word: int) -> Entity | None:
        """Who bears a title at a word: the last named with it before, else the first after."""
        begins, bearers = self._bearers.get(title, ((), ()))
        return bearers[max(bisect_left(begins, word) - 1, 0)] if bearers else None

    @cached_property
    def _bearers(self) -> dict[str, tuple[tuple[int, ...], tuple[Entity, ...]]]:
        """For each title, where persons are named with it, in order, and whom each place names."""
        found: dict[str, list[tuple[int, Entity]]] = {}
        for entity in self.entities:
            if entity.type == PERSON:
                for name in entity.names:
                    for title in _meanings(name.titles) if name.titles else ():
                        found.setdefault(title, []).append((name.begin, entity))
        columns = {title: zip(*sorted(places, key=_place), strict=True) for title, places in found.items()}
        return {title: (begins, bearers) for title, (begins, bearers) in columns.items()}

    def described(self, words: Sequence[str], word: int) -> Entity | None:
        """Who was last described so before a word: Osk Venn, the landlord, of “the cheerful landlord”."""
        head = _SAME.get(words[-1].lower(), words[-1].lower())
        names = {plain(each) for each in words[:-1] if each[:1].isupper()}
        described = self._described.get(head, [])
        # The last one stands first.
        before = bisect_right(described, -word, key=lambda place: -place[0])
        return next((entity for _, said, entity in islice(described, before, None) if names <= said), None)

    @cached_property
    def _described(self) -> dict[str, list[tuple[int, frozenset[str], Entity]]]:
        """By noun, who is said to be that beside the name, the last first: Osk Venn, the landlord of the inn."""
        found: dict[str, list[tuple[int, frozenset[str], Entity]]] = {}
        for entity in self.entities:
            if entity.type == PERSON:
                for at, noun, words in self.said_of(entity):
                    found.setdefault(_SAME.get(noun, noun), []).append((at, words, entity))
            elif entity.type == BODY and len(entity.words) > 1:
                low = entity.names[0].low
                for noun in {low[0], low[-1]} & BODIES:
                    found.setdefault(noun, []).append((entity.names[0].begin, frozenset(low), entity))
        for places in found.values():
            places.sort(key=lambda place: -place[0])
        return found

    def said_of(self, entity: Entity) -> list[tuple[int, str, frozenset[str]]]:
        """What the text says of a person beside the name: each noun with the words round it, and where.

        "aged", "party" and "campaign" stand for an age, a party with a place (R-Vt.) and what candidates have.
        """
        if entity.said is None:
            entity.said = [
                (name.begin, noun, words)
                for name in entity.names
                if name.form == "full" or name.titles
                for noun, words in said_of(self, name)
            ]
            entity.said += [
                (name.begin, "campaign", frozenset({"campaign"}))
                for name in entity.names
                if self.phrases.joined(name.last - 1) and self.outline.form(name.last) in _OF_CANDIDATES
            ]
            if entity.gender is None:
                entity.gender = next((_GENDERS[noun] for _, noun, _ in entity.said if noun in _GENDERS), None)
        return entity.said

    def at(self, word: int) -> Name | None:
        """The name that a word lies in, titles and all."""
        number = bisect_right(self._starts, word) - 1
        return self.names[number] if number >= 0 and word < self.names[number].last else None

    def between(self, low: int, high: int) -> Iterator[Name]:
        """The names that begin in the words `[low, high)`, in order."""
        number = bisect_right(self._starts, low - 1)
        while number < len(self.names) and self._starts[number] < high:
            yield self.names[number]
            number += 1


def _near(entity: Entity, name: Name) -> tuple[bool, int, int, int]:
    """Where somebody was last named in full before a name, and how often he or she is named."""
    full = [each.begin for each in entity.names if len(each.words) > 1 and each.begin < name.begin]
    return (bool(full), full[-1] if full else 0, len(entity.names), -entity.names[0].begin)


def _begin(name: Name) -> int:
    return name.begin


def _place(found: tuple[int, Entity]) -> int:
    return found[0]


def _shown(words: tuple[str, ...]) -> str:
    """A full name without what abbreviates a middle name, so that accounts that give it and others name one person.

    >>> _shown(("Ada", "M", "Quill")), _shown(("Osk", "Venn", "Jr"))
    ('Ada Quill', 'Osk Venn Jr.')
    """
    end = len(words) - (words[-1].lower() in SUFFIXES)
    suffix = [f"{word}." if word in ("Jr", "Sr") else word for word in words[end:]]
    if end < 3:
        return " ".join((*words[:end], *suffix))
    first, *middle, last = words[:end]
    kept = middle if len(first.rstrip(".")) == 1 else [part for part in middle if len(part.rstrip(".")) > 1]
    return " ".join((first, *kept, last, *suffix))


class Features(NamedTuple):
    """What speaks for the kinds of names, as `name_types.scores` takes it."""

    rows: NDArray[np.intp]
    gaps: NDArray[np.intp]
    of: NDArray[np.intp]
    flags: NDArray[np.float32]


_Groups = Sequence[tuple[tuple[str, ...], list[Name]]]


def names_of(outlines: Outlines, phrases: Sequence[Phrases]) -> list[Names]:
    """The names of each document; their kinds are weighed in one go."""
    # Thousands of small objects that all stay: a search for garbage among them finds none and costs a fifth more.
    searches = gc.isenabled()
    gc.disable()
    try:
        return _names_of(outlines, phrases)
    finally:
        if searches:
            gc.enable()


def _names_of(outlines: Outlines, phrases: Sequence[Phrases]) -> list[Names]:
    found = [
        Names(outline, of_document, *runs)
        for outline, of_document, runs in zip(outlines.each, phrases, runs_of_names(outlines), strict=True)
    ]
    groups = [names.undecided() for names in found]
    kinds: list[dict[tuple[str, ...], str]] = [{} for _ in found]
    if any(groups):
        speaking = features(outlines, found, groups, name_types.row_feature())
        weighed = scores(*speaking)
        owned = speaking.flags[:, FLAGS.index("possessive")].tolist()
        every = [(number, low, group) for number, undecided in enumerate(groups) for low, group in undecided]
        for row, (number, low, group) in enumerate(every):
            if len(low) > 1 and not is_common(low[0]):
                weighed[row, CLASSES.index(NO_NAME)] = -np.inf
            if owned[row] and any(found[number].owns_words(name) for name in group):
                weighed[row, CLASSES.index(PERSON)] = np.inf
        for (number, low, _), best in zip(every, weighed.argmax(axis=1).tolist(), strict=True):
            kinds[number][low] = CLASSES[best]
    for names, of_names in zip(found, kinds, strict=True):
        names.resolve(of_names)
    return found


def features(outlines: Outlines, found: Sequence[Names], groups: Sequence[_Groups], row: WordFeature) -> Features:
    """What speaks for the kind of each group of names of each document, as `name_types.scores` takes it."""
    tagged = outlines.tagged
    sizes = [len(names) for of_document in groups for _, names in of_document]
    of = np.repeat(np.arange(len(sizes)), sizes)
    places = [
        (name.begin + at, name.last + at)
        for at, of_document in zip(outlines.word_at, groups, strict=False)
        for _, names in of_document
        for name in names
    ]
    begin, last = np.array(places, dtype=np.intp).T
    around = np.stack((begin - 2, begin - 1, last, last + 1), axis=1)
    here = tagged.sentence[begin]
    same = (around >= 0) & (tagged.sentence.take(around, mode="clip") == here[:, None])
    known = outlines.each[0].document.vocabulary.column(row)[outlines.ids.take(around, mode="clip")]
    special = tagged.row.take(around, mode="clip")
    rows = np.where(same, np.where(special < SPECIAL, special, known), BEYOND)
    gap = tagged.gap
    gaps = np.stack((np.where(same[:, 1], gap.take(begin - 1, mode="clip"), STOP), gap[last - 1]), axis=1)
    before = np.concatenate([each.phrases.parts for each in found]).take(begin - 1, mode="clip") * same[:, 1]
    opens = ~same[:, 1] | ((gaps[:, 0] & MARK) > 0)
    headline = tagged.section[here] != BODY_SECTION
    at = np.cumsum([0, *sizes[:-1]])
    every = np.logical_and.reduceat(np.stack((opens, tagged.is_quoted[begin], headline), axis=1), at)
    some = np.logical_or.reduceat(
        np.stack(((before & ARTICLE) > 0, tagged.row[last - 1] == OWNER, (before & A_PERSON) > 0), axis=1), at
    )
    form = np.array(
        [_form_flags(low, names[0].words[-1].isupper()) for of_document in groups for low, names in of_document],
        dtype=np.float32,
    )
    titles = np.array([_title_flags(names) for of_document in groups for _, names in of_document], dtype=np.float32)
    elsewhere = np.array(
        [
            flags
            for names, of_document in zip(found, groups, strict=True)
            for flags in _elsewhere(names.groups, of_document)
        ],
        dtype=np.float32,
    )
    count = np.array(sizes)
    known = form[:, FORM_FLAGS.index("first word known")] > 0
    flags = np.column_stack(
        (
            form, every[:, 0], every[:, 0] & known, every[:, 1:], some, titles, elsewhere, count == 2, count > 2,
        )
    ).astype(np.float32)  # fmt: skip
    return Features(rows, gaps, of, flags)


def _title_flags(names: Sequence[Name]) -> tuple[bool, bool]:
    """Whether a title that shows a gender, and whether any title, stands before one of some names."""
    titles = [title for name in names if name.titles for title in name.titles]
    return not _GENDERS.keys().isdisjoint(titles), bool(titles)


def _elsewhere(every: Iterable[tuple[str, ...]], groups: _Groups) -> Iterator[tuple[bool, bool, bool, bool]]:
    """Whether a name's last or first word stands alone, and whether it is the last or first of longer names."""
    lasts, firsts, alone = set(), set(), set()
    for low in every:
        if len(low) > 1:
            lasts.add(low[-1])
            firsts.add(low[0])
        else:
            alone.add(low[0])
    for low, _ in groups:
        first, last = low[0], low[-1]
        one = len(low) == 1
        yield not one and last in alone, not one and first in alone, one and first in lasts, one and first in firsts


@lru_cache(maxsize=1 << 16)
def _form_flags(words: tuple[str, ...], capitals: bool) -> tuple[bool, ...]:
    """The flags that a name's own words have, in the order of `FORM_FLAGS`."""
    first, last = words[0], words[-1]
    many = len(words) > 1
    known = [is_common(word) for word in words]
    capitals = capitals and len(last) > 1
    last = "" if _may_be_surname(words) else last
    return (
        True, len(words) == 1, len(words) == 2, len(words) == 3, len(words) > 3, capitals,
        any(map(str.isdigit, "".join(words))), last in BODIES, bool(last) and not BODIES.isdisjoint(words),
        last in _PLACE_NOUNS, last in _THING_NOUNS, last in _DOCUMENTS, last in _COUNTRIES, last in _CAPITALS,
        last in _PLACES, last in _PEOPLES, last.endswith("s") and last[:-1] in _PEOPLES,
        many and (first in _COUNTRIES or first in _PLACES or first in _CAPITALS), many and first in _PEOPLES,
        many and last in PERSONS, many and all(known), not _LINKS.isdisjoint(words), last.endswith("s"), known[0],
        any(len(word) == 1 for word in words[1:-1]),
    )  # fmt: skip


def is_common(word: str) -> bool:
    """Whether news often writes the word with a small letter."""
    return news_frequency()[0].get(word, 0) >= 20 or word.partition("'")[0] in _CONTRACTED


_CONTRACTED = word_set("contracted")


def is_government(words: Sequence[str]) -> bool:
    """Whether a place's name may stand for a government: a country's or a capital's."""
    low = plain(words[-1])
    return low in _COUNTRIES or (len(words) == 1 and low in _CAPITALS)


_NO_BEARERS = ("vice", "deputy", "former", "assistant", "associate", "under")
_SAME = {one: other for one, _, other in (entry.partition("=") for entry in word_set("same-nouns"))}


@lru_cache(maxsize=1 << 12)
def _meanings(titles: tuple[str, ...]) -> tuple[str, ...]:
    """By which titles who has these is meant: a foreign minister by “minister”, no vice president by “president”.

    >>> _meanings(("foreign", "minister")), _meanings(("vice", "president"))
    (('foreign minister', 'minister'), ('vice president',))
    """
    kept = [at for at in range(len(titles)) if at == 0 or titles[at - 1] not in _NO_BEARERS]
    return tuple(" ".join(titles[at:]) for at in kept)
