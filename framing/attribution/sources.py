"""One name for each source in an article: full names, surnames, titles, offices and pronouns made one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from framing.attribution.contents import Found
from framing.attribution.entities import Entity, Names, is_government, names_of
from framing.attribution.model import load_model
from framing.attribution.name_types import (
    BODIES,
    BODY,
    BODY_SECTION,
    DOCUMENT,
    GROUP,
    NO_NAME,
    PERSON,
    PLACE,
    THING,
    TIME,
    UNNAMED,
    is_common,
)
from framing.attribution.names import Name, bare
from framing.attribution.outline import BRACKET, COLON, COMMA, DASH, MARK, STOP, Outline, Outlines, outlines
from framing.attribution.phrases import Phrases, is_person_noun, phrases_of
from framing.attribution.pronouns import Pronouns, Speaker
from framing.attribution.reading import JOINT, Reading, Span
from framing.attribution.roles import POLITICIAN, role_of, role_of_words
from framing.models import load_json
from framing.words import word_set

_HE_OR_SHE = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
_THEY = frozenset({"they", "them", "themselves", "their"})
_IT = frozenset({"it", "itself", "its"})
#: Whoever writes, and whoever reads.
_AUTHOR = word_set("first-person") | word_set("second-person")
_PRONOUNS = _HE_OR_SHE.keys() | _THEY | _IT | _AUTHOR
#: Words that name nobody when they stand alone.
_NOBODY = word_set("no-speakers")
_OWNS = frozenset({"his", "her", "their", "its"})
#: What is his own is his: in the minister's own words.
_OWN_WORDS = word_set("own-words")
#: Words after which a clause begins.
_CONJUNCTIONS = word_set("subordinators") | {"and", "but", "to"}
#: A clause with “who” has at most so many words.
_LONGEST_CLAUSE = 12
#: So many words stand between a source and the cue at most that say when it spoke: filed on Monday.
_LONGEST_ADJUNCT = 4
_WEEKDAYS = word_set("weekdays")
_DAYS = _WEEKDAYS | {"today", "yesterday", "tonight", "tomorrow"}
_RELATIVE = frozenset({"who", "which", "whom", "whose", "that"})
_ARTICLES = word_set("articles")
#: Bodies whose names do not end in these.
_BODY_NOUNS = word_set("body-nouns-alone")
_MOMENTS, _DOCUMENTS, _GROUPS = word_set("moments"), word_set("documents"), word_set("groups")
#: Verbs whose subject in the passive hears or is spoken of, and what stands between them and a verb of speech.
_HEARD = word_set("heard")
_REPROACHES, _FACING = word_set("reproaches"), word_set("facing")
#: Adjectives and participles that go on with a noun by a preposition.
_TAKING = word_set("adjectives-after-nouns")
_FOR_POLITICIANS = word_set("members")
_TO_HAVE = frozenset({"to", "have", "of", "with", "for", "having"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "i", "we"})
_QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})
_BE = word_set("forms-of-be") | {"get", "got", "gets"}
_BEFORE_CUE = word_set("before-cue") | word_set("passive-adverbs") | {"repeatedly", "rightly"}
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_PREDICATE = frozenset({"VBD", "VBZ", "MD"})
#: “It” and “they” mean who spoke in this sentence or so many before.
_SENTENCES_BACK = 2
#: The types of what “it” and “they” may mean.
_IT_FITS, _THEY_FIT = (BODY, DOCUMENT), (GROUP, BODY)


class Mention(NamedTuple):
    """A source where an attribution names it: the words' range, its name (None for the author), its role.

    `form` is how the text names it: "full" or "short" name, "title", "description", "office" (what somebody owns),
    "pronoun", "relative" or "author". `type` is person, body, group, place, time, document, thing or unnamed.
    `choice` says how the name was chosen: "as written", the "only" one that fits, the "nearest" of several, or "none".
    Where several speak, `name` joins their names and `also` has a mention for each. `certainty` is how probable it is
    that a pronoun means that name.
    """

    span: Span
    name: str | None
    role: str | None
    form: str = "description"
    type: str = UNNAMED
    choice: str = "as written"
    also: tuple[Mention, ...] = ()
    certainty: float = 1.0

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
    also: tuple[_Named, ...] = ()
    certainty: float = 1.0

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
    #: Those of them that are persons.
    speakers: list[Speaker] = field(default_factory=list)
    #: For each of these the farthest word at which it or one before it spoke: they are in order but for a few.
    reached: list[int] = field(default_factory=list)
    roles: dict[str, str | None] = field(default_factory=dict)

    def mention(self, found: Found) -> Mention | None:
        word = self._speaking(found)
        if word < 0:
            return None
        low = _pronoun(self.outline.form(word))
        chars = self._chars(word, word + 1)
        if low in _RELATIVE and word > 0:
            named, (first, _) = self._named_at(word - 1, found.cue, nearest=True)
            if first <= found.cue < word:
                first = word
            return self._mention(self._chars(first, word + 1), named._replace(form="relative"), word)
        if low in _AUTHOR:
            return Mention(chars, None, None, "author", UNNAMED, "none")
        if low in _PRONOUNS and (low not in _OWNS or not self.phrases.goes_on_after(word)):
            return self._mention(chars, self._antecedent(word, low), word)
        # what is said before it is no part of who says it: …to help Ada Quill, the Daily Gull reported
        after = found.end + 1 if found.end < word and self.outline.gaps[found.end] else 0
        named, (first, last) = self._named_at(word, self._cue_after(word, found.cue), after=after)
        return self._mention(self._chars(first, last), named, first)

    def _speaking(self, found: Found) -> int:
        """The word of a source, past a day and out of brackets and nicknames: Acme Inc. (ACM) today announced."""
        word = self._subject(found.cue, found.source)
        if word < 0:
            return word
        outline = self.outline
        first = outline.first_words[outline.sentences[word]]
        if outline.form(word).lower() in _DAYS:
            before = (at for at in range(word - 1, max(first, word - _LONGEST_ADJUNCT) - 1, -1))
            nouns = (at for at in before if outline.form(at).lower() not in _DAYS and self.phrases.is_noun(at))
            word = next(nouns, word)
        quoted = outline.of_quotation[word]
        if quoted >= 0 and quoted != outline.of_quotation[found.cue]:
            # a man who goes by “Stretch” said
            low = max(first, word - _LONGEST_CLAUSE)
            at = next((at for at in range(word, low, -1) if outline.form(at).lower() == "who"), -1)
            return at - 1 if at > 0 else word
        return self._before_brackets(word, first)

    def _subject(self, cue: int, source: int) -> int:
        """The word of a source as the verb of its cue has it; -1 where a passive leaves nobody who speaks."""
        outline = self.outline
        if cue < 0 or source == cue or (source >= 0 and outline.sentences[source] != outline.sentences[cue]):
            return source
        first = outline.first_words[outline.sentences[cue]]
        low = outline.form(cue).lower()
        if source < cue and (self._is_heard(cue, first) or self._is_faced(cue, low, first)):
            return -1
        quoting = self._quoted_as(cue, low, first)
        if quoting >= 0:
            return quoting
        before = cue - 1
        is_finite = load_json("tags").get(low) in _FINITE
        if is_finite and first < cue < source and outline.gaps[before] == COMMA and self.phrases.is_link(cue + 1):
            # Ada Quill, a docker, said outside the court
            return before
        while before > first and outline.form(before).lower() in _BEFORE_CUE and not outline.gaps[before]:
            before -= 1
        if before < first or outline.gaps[before] or outline.of_quotation[before] != outline.of_quotation[cue]:
            return source
        if outline.form(before).lower() == "who" and source < before:
            # business groups, who claim it hurts, and their rivals, who warn of more
            return before
        if is_finite and source < cue and self._opens_clause(source, before):
            # near Washington and Lee, a spokeswoman said
            return before
        if is_finite and source > cue and self._is_person(before):
            # Ada Quill said from the Senate floor
            return source if self.phrases.after_link(before) else before
        if source < before and self._is_person(before) and self.phrases.is_link(source - 1) and outline.gaps[source]:
            # on Quillr, Ada Quill said
            return before
        return source

    def _opens_clause(self, source: int, word: int) -> bool:
        """Whether the phrase up to a word stands behind a comma after the source, and may be a subject by itself."""
        name = self.names.at(word)
        first = self.phrases.first(name.begin if name is not None else word)
        if first <= source or not self.outline.gaps[first - 1] & COMMA:
            return False
        if name is not None and name.entity is not None:
            return name.entity.type in (PERSON, BODY, GROUP)
        return self.phrases.is_person(word) or self.outline.form(word) in _SUBJECTS

    def _is_heard(self, cue: int, first: int) -> bool:
        """Whether the subject of a cue is spoken to or of: was told, is alleged to have said, accused of saying."""
        outline, gaps = self.outline, self.outline.gaps
        for word in range(cue, max(cue - _LONGEST_ADJUNCT, first), -1):
            low = outline.form(word).lower()
            if gaps[word - 1] or (word < cue and gaps[word]):
                return False
            if low in _HEARD:
                before = word - 1
                while before > first and outline.form(before).lower().endswith(("ly", "also")):
                    before -= 1
                if outline.form(before).lower() in _BE:
                    return True
            if word < cue and low not in _TO_HAVE:
                return False
        return False

    def _is_faced(self, cue: int, low: str, first: int) -> bool:
        """Whether the subject of a cue is what others speak against: the minister faced criticism that he had lied."""
        if low not in _REPROACHES:
            return False
        return any(form.lower() in _FACING for form in self.outline.forms(max(cue - _LONGEST_ADJUNCT, first), cue))

    def _quoted_as(self, cue: int, low: str, first: int) -> int:
        """Who is quoted in “the agency quoted the minister as saying”; -1 where the cue is no such verb."""
        form = self.outline.form
        if low in _QUOTING:
            end = min(cue + _LONGEST_CLAUSE, self.outline.first_words[self.outline.sentences[cue] + 1] - 1)
            quoting, link = cue, next((at for at in range(cue + 1, end) if form(at) == "as"), -1)
        else:
            link = cue - 1
            if form(link) != "as":
                return -1
            farthest = max(link - _LONGEST_CLAUSE, first)
            quoting = next((at for at in range(link, farthest, -1) if form(at).lower() in _QUOTING), -1)
        if quoting < 0 or link <= quoting + 1:
            return -1
        is_passive = quoting > first and form(quoting - 1).lower() in _BE
        return link - 1 if form(link + 1).endswith("ing") and not (is_passive or self.outline.gaps[link - 1]) else -1

    def _before_brackets(self, word: int, first: int) -> int:
        """The word before the brackets that a word stands in, or the word itself."""
        document, gaps = self.outline.document, self.outline.gaps
        for before in range(word - 1, max(first, word - _LONGEST_CLAUSE) - 1, -1):
            if gaps[before] & BRACKET:
                between = document.clean[document.word_ends[before] : document.word_starts[before + 1]]
                return before if "(" in between or "[" in between else word
        return word

    def _cue_after(self, word: int, cue: int) -> int:
        """The cue before which the phrase of a source ends: the first after it, or its own where that comes before."""
        following = bisect_right(self.cues, word)
        return min(self.cues[following], cue) if cue > word and following < len(self.cues) else cue

    def _mention(self, span: Span, named: _Named, word: int) -> Mention:
        if named.name is None:
            return Mention(span, None, None, named.form, named.type, named.choice)
        self.spoken.append((word, named))
        if named.is_person or named.also:
            self.speakers += [Speaker(word, each.name, each.entity) for each in named.also or (named,) if each.name]
            farthest = max(word, self.reached[-1]) if self.reached else word
            self.reached += [farthest] * (len(self.speakers) - len(self.reached))
        role = self._role(named)
        also = tuple(
            Mention(span, each.name, self._role(each), each.form, each.type, each.choice) for each in named.also
        )
        return Mention(span, named.name, role, named.form, named.type, named.choice, also, named.certainty)

    def _role(self, named: _Named) -> str | None:
        """The role of a name, worked out once."""
        name = named.name or ""
        if name not in self.roles:
            self.roles[name] = self._new_role(named)
        return self.roles[name]

    def _new_role(self, named: _Named) -> str | None:
        if named.entity is not None and named.entity.type == PERSON:
            return role_of([(noun, words) for _, noun, words in self.names.said_of(named.entity)])
        if named.entity is not None and named.form != "description" and is_government(named.entity.words):
            return POLITICIAN
        return role_of_words(named.name or "")

    def _chars(self, first: int, last: int) -> Span:
        document = self.outline.document
        return document.word_starts[first], document.word_ends[last - 1]

    # phrases

    def _named_at(self, word: int, cue: int, nearest: bool = False, after: int = 0) -> tuple[_Named, tuple[int, int]]:
        """Whom the noun phrase round a word names, and the words of the phrase, none before the word `after`.

        The phrase may belong to another: of “officials at the ministry” to the officials. `nearest` keeps a person.
        """
        low = max(after, cue + 1 if cue < word else self.outline.first_words[self.outline.sentences[word]])
        first, head, last = self._around(word, cue)
        end = last
        for _ in range(0 if nearest and self._is_person(head) else 4):
            above = self._above(first, end, low, cue)
            if above < 0:
                break
            upper = self._around(above, cue)
            if upper[0] >= first:
                break
            first, head, last = upper
        if self._is_person(head) or any(name.kind == TIME for name in self.names.between(last, end)):
            end = last
        elif end == last and self.names.at(head) is None:
            last = end = self._with_complement(last, cue)
        if cue > head and not nearest and not self.outline.gaps[last - 1]:
            first, head, last, end = self._clause_subject(first, head, last, end, low, cue)
        named = self._name_of(first, head, max(last, min(end, first + 12)))
        beside = self._name_beside(end - 1)
        if beside is not None and beside.entity is named.entity:
            end = beside.last
        if named.form == "full" or named.form == "short":
            named, first, end = self._joint(named, first, end, low, cue)
        return named, (first, end)

    def _clause_subject(
        self, first: int, head: int, last: int, end: int, low: int, cue: int
    ) -> tuple[int, int, int, int]:
        """The phrase that opens the clause, where the one found hangs on a preposition: passengers near Quillia."""
        link = first - 1
        if (
            link <= low
            or not self.phrases.is_link(link)
            or any(name.kind == TIME for name in self.names.between(first, head))
        ):
            return first, head, last, end
        gaps, form = self.outline.gaps, self.outline.form
        begin = link
        while begin > low and not gaps[begin - 1] and (form(begin - 1) == "to" or not self._begins_clause(begin - 1)):
            begin -= 1
        if self.phrases.is_link(begin):
            return first, head, last, end
        noun = next((at for at in range(begin, link) if self.phrases.is_noun(at)), -1)
        tags = load_json("tags")
        if noun < 0 or any(tags.get(form.lower()) in _PREDICATE for form in self.outline.forms(noun + 1, link)):
            return first, head, last, end
        other = self._around(noun, cue)
        if other[0] != begin or other[2] > link or not self._governs(other[1]):
            return first, head, last, end
        return *other, max(end, last)

    def _reach(self, end: int, cue: int) -> int:
        """The word after all that hangs on a phrase by prepositions: professor of history at the university."""
        for _ in range(4):
            after = self.phrases.with_complement(end, cue)
            if after == end:
                break
            end = after
        return end

    def _with_complement(self, link: int, cue: int) -> int:
        """The word after the phrase that goes on with the one before: companies with workers, sources close to her."""
        phrases = self.phrases
        if link + 1 < len(self.outline.ids) and phrases.joined(link - 1) and self.outline.form(link) in _TAKING:
            end = phrases.with_complement(link + 1, cue)
            end = end if end > link + 1 else link
        else:
            end = phrases.with_complement(link, cue)
        return link if any(name.kind == TIME for name in self.names.between(link, end)) else end

    def _joint(self, named: _Named, first: int, last: int, low: int, cue: int) -> tuple[_Named, int, int]:
        """The name with those it is joined to by “and”, all of which speak, and the words of them all."""
        every = [named]
        while (other := self._joined_before(first, low)) is not None:
            every.insert(0, self._of_name(other, other.begin, other.last))
            first = other.begin
        after = self.names.at(last + 1) if self._is_and(last) and last + 1 != cue else None
        if after is not None and after.begin == last + 1 and (after.last == cue or cue < first) and self._speaks(after):
            every.append(self._of_name(after, after.begin, after.last))
            last = after.last
        others = tuple(each for each in every if each.name is not None)
        if len(others) < 2:
            return named, first, last
        return others[0]._replace(name=JOINT.join(str(each.name) for each in others), also=others), first, last

    def _joined_before(self, first: int, low: int) -> Name | None:
        """The name before “and” that begins a clause and ends before a word."""
        if first - 2 < low or not self._is_and(first - 1):
            return None
        name = self.names.at(first - 2)
        if name is None or name.last != first - 1 or name.begin < low or not self._speaks(name):
            return None
        before = name.begin - 1
        return name if before < low or not self.phrases.joined(before) or self._begins_clause(before) else None

    def _is_and(self, word: int) -> bool:
        joined = self.phrases.joined
        return joined(word - 1) and joined(word) and self.outline.form(word) == "and"

    def _begins_clause(self, word: int) -> bool:
        return self.outline.form(word).lower() in _CONJUNCTIONS

    def _speaks(self, name: Name) -> bool:
        entity = name.entity
        if entity is None or name.kind == TIME or not name.words:
            return False
        return entity.type in (PERSON, BODY) or (entity.type == PLACE and is_government(name.words))

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
            _, head, last = self.phrases.around(name.last - 1, cue, self.names.person_ends)
        return first, head, last

    def _is_person(self, word: int) -> bool:
        name = self.names.at(word)
        return name is not None and name.entity is not None and name.entity.type == PERSON

    def _above(self, first: int, last: int, low: int, cue: int) -> int:
        """The word of the phrase that the phrase of words `[first, last)` belongs to; -1 if it stands by itself."""
        other = None
        while first - 2 >= low:
            other = self.names.at(first - 2)
            if other is None or not self._is_and(first - 1) or other.last != first - 1:
                break
            first = max(other.begin, low)
        if first - 2 > low and other is None and self._is_and(first - 1) and self.phrases.is_noun(first - 2):
            # Ada Quill, the leader and author, said
            first = max(self.phrases.first(first - 2), low)
        governor = self._governor(first, low)
        if governor >= 0:
            return governor
        before = first - 1
        if before < low:
            return -1
        gaps = self.outline.gaps
        if gaps[before] & BRACKET:
            # Osk Venn (R-Vt.), the Bank of Quillia (BQ)
            name = self.names.at(before)
            return before if gaps[last - 1] & BRACKET and name is not None and name.words else -1
        last = self._reach(last, cue)
        closed = bool(gaps[last - 1] & (COMMA | DASH | BRACKET)) or self.outline.forms(last, last + 1) == ["who"]
        if not closed:
            return -1
        beside = self._beside_whom(before, low)
        if beside < 0 or (self._is_person(last - 1) and self.outline.gaps[before] & COMMA):
            return -1 if beside >= 0 else self._of_whom(first, low)
        return beside

    def _governor(self, first: int, low: int) -> int:
        """The noun by a preposition that may be a source: the minister in charge of affairs; -1 if none."""
        for _ in range(2):
            governor = self.phrases.governor(first, low)
            if governor < 0 or self._governs(governor):
                return governor
            first = self.phrases.first(governor)
        return -1

    def _governs(self, word: int) -> bool:
        """Whether a noun may be a source with a phrase: officials at the ministry, 52 percent of voters."""
        name = self.names.at(word)
        if name is not None and name.entity is not None and name.entity.type != NO_NAME:
            return name.entity.type in (PERSON, BODY, GROUP)
        noun = self.outline.form(word).lower()
        return self.phrases.is_quantity(word) or _kind_of_noun(noun, self.phrases.is_person(word)) != THING

    def _beside_whom(self, before: int, low: int) -> int:
        """The person beside whom an apposition stands, past an age and a home: Ada Quill, 52, of Quilltown; or -1."""
        outline, gaps = self.outline, self.outline.gaps
        while before >= low and gaps[before] & COMMA and not gaps[before] & MARK:
            if self._is_person(before):
                return before
            name = self.names.at(before)
            at = name.begin if name is not None else before
            if outline.form(before).isdigit():
                before -= 1
            elif at - 2 >= low and outline.form(at - 1) in ("of", "from"):
                before = at - 2
                if not gaps[before]:
                    return before if self._is_person(before) else -1
            else:
                return -1
        return -1

    def _of_whom(self, first: int, low: int) -> int:
        """The person of whom a clause tells that a phrase ends: Ada Quill, who lives in Quilltown, said; or -1."""
        outline = self.outline
        start = max(low, first - _LONGEST_CLAUSE)
        at = next((at for at in range(first - 1, start, -1) if outline.gaps[at] & (COMMA | STOP | MARK)), -1)
        if at < 0 or outline.form(at + 1).lower() not in ("who", "of", "from"):
            return -1
        while outline.form(at).isdigit() and at > low:
            at -= 1
        return at if self._is_person(at) else -1

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
        if entity is None or self._is_topic(name, entity):
            return _NO_NAME
        if entity.type == NO_NAME:
            return self._description(first, name.last - 1, last)
        if entity.type in (PERSON, BODY, DOCUMENT):
            owner = self.names.at(name.begin - 1) if name.begin and self.phrases.is_owner(name.begin - 1) else None
            if owner and owner.entity and owner.entity.type == PERSON and entity.type != PERSON:
                return _Named(f"{owner.entity.name}'s {' '.join(name.words).lower()}", BODY, "office")
            return _Named(entity.name, entity.type, name.form, name.choice, entity)
        if entity.type == PLACE:
            if is_government(name.words):
                return _Named(entity.name, BODY, name.form, name.choice, entity)
            # What no list calls a place and speaks is rather somebody with its name.
            return (
                _NO_NAME._replace(type=PLACE)
                if name.kind or len(name.words) > 1
                else _Named(entity.name, PERSON, "full", entity=entity)
            )
        if entity.type == GROUP:
            words = self.outline.forms(first, last)
            bearer = (
                self._politician([word.lower() for word in words[1:]], first) if words[0].lower() == "the" else None
            )
            if bearer:
                return _Named(bearer.name, PERSON, "description", "nearest", bearer)
            if len(words) == 1 and words[0].endswith(("an", "ish", "ese", "ic")):
                return _NO_NAME._replace(type=GROUP)
            words = words[1:] if words[0].lower() in _ARTICLES and len(words) > 1 else words
            return _Named(" ".join([*words[:-1], bare(words[-1])]), GROUP, "description", "as written", entity)
        return _Named(entity.name, THING, name.form, name.choice, entity)

    def _is_topic(self, name: Name, entity: Entity) -> bool:
        """Whether a name is the label before the colon of a headline: “Flood:” is no speaker, “Ada Quill:” may be."""
        outline = self.outline
        if not outline.gaps[name.last - 1] & COLON or outline.first_words[outline.sentences[name.begin]] != name.begin:
            return False
        if outline.section[outline.sentences[name.begin]] == BODY_SECTION:
            return False
        elsewhere = any(outline.section[outline.sentences[other.begin]] == BODY_SECTION for other in entity.names)
        return not (elsewhere and entity.type in (PERSON, BODY))

    def _of_title(self, name: Name) -> _Named:
        title = " ".join(name.titles)
        if len(name.titles) == 1 and not self.phrases.is_article(name.begin - 1):
            named = self.names.by_last.get(title)
            if named and self.outline.forms(name.begin, name.last)[0][0].isupper():
                # Mark Judge, of whom “Judge said” tells
                return _Named(named[0].name, PERSON, "short", "only", named[0])
        bearer = self.names.with_title(title, name.begin) or self.names.described(name.titles[-1:], name.begin)
        if bearer:
            return _Named(bearer.name, PERSON, "title", "nearest", bearer)
        beside = self._beside(name.last - 1)
        if beside:
            return beside._replace(form="title")
        return _Named(" ".join(map(bare, self.outline.forms(name.begin, name.last))), PERSON, "title")

    def _name_beside(self, word: int) -> Name | None:
        """The full name of a person between commas after a word: of “his lawyer, Ada Quill,” Ada Quill."""
        gaps = self.outline.gaps
        name = self.names.at(word + 1) if gaps[word] & COMMA and word + 1 < len(self.outline.ids) else None
        if name is None or name.begin != word + 1 or name.entity is None or name.entity.type != PERSON:
            return None
        return name if len(name.words) > 1 and gaps[name.last - 1] else None

    def _beside(self, word: int) -> _Named | None:
        name = self._name_beside(word)
        if name is None or name.entity is None:
            return None
        return _Named(name.entity.name, PERSON, name.form, name.choice, name.entity)

    def _past_day(self, name: Name) -> int:
        """The word after a day that stands before a noun; the Sunday Herald is a paper."""
        low = name.low[0] if name.low else ""
        is_day = low in _DAYS and (low not in _WEEKDAYS or self.outline.form(name.begin + 1)[:1].islower())
        return name.begin + 1 if is_day else 0

    def _description(self, first: int, head: int, last: int) -> _Named:
        first = min(max(first, *(self._past_day(name) for name in self.names.between(first, head)), 0), head)
        words = self._words(first, last)
        words[-1] = bare(words[-1])
        low = words[0].lower()
        noun = self.outline.form(head).lower()
        person = self.phrases.is_person(head)
        beside = self._beside(last - 1) if person else None
        if beside:
            return beside
        kind = _kind_of_noun(noun, person)
        if kind == THING and not self.phrases.is_noun(head):
            return _NO_NAME
        if low in _OWNS and len(words) > 1:
            # What several own together is one source: their bill is not each of theirs.
            owner = (self._antecedent(first, low).name or "").replace(JOINT, " and ")
            whose = _Named(owner, GROUP if low == "their" else PERSON, "pronoun", "nearest") if owner else None
            return _owned(whose, words[1:], kind)
        definite = low == "the"
        if low in _ARTICLES and len(words) > 1 and not self.phrases.is_link(first + 1):
            first, words = first + 1, words[1:]
        bearer = self._described(words, first, head, last) if definite else None
        if bearer:
            return _Named(bearer.name, bearer.type, "description", "nearest", bearer)
        owner_at = next((at for at in range(first, head) if self.phrases.is_owner(at)), None)
        if owner_at is not None:
            name = self.names.at(owner_at)
            if name is not None and name.entity is not None:
                whose = _Named(name.entity.name, name.entity.type, name.form, name.choice, name.entity)
                return _owned(whose, self.outline.forms(owner_at + 1, last), kind)
        after = self._bearer_after(last) if person and low not in _ARTICLES else None
        if after:
            return after
        if noun in _MOMENTS:
            return _NO_NAME._replace(type=TIME)
        if (kind == THING and not self._may_speak(head)) or (
            noun in ("source", "sources") and last > head + 1 and self.outline.form(head + 1) == "of"
        ):
            return _NO_NAME._replace(type=THING)
        other = self._coordinated(first)
        return _Named(" ".join([*self._words(other, first), *words]), kind, "description")

    def _bearer_after(self, last: int) -> _Named | None:
        """The full name of a person in the phrase behind “and”: of former prosecutor and city mayor Ada Quill."""
        if not self._is_and(last):
            return None
        name = self.names.at(self._around(last + 1, -1)[1])
        if name is None or name.form != "full" or name.begin == last + 1 or not self._is_person(name.last - 1):
            return None
        return self._of_name(name, name.begin, name.last)

    def _may_speak(self, head: int) -> bool:
        """Whether a noun that is no person's, body's or document's may speak: a number of people, or a name."""
        name = self.names.at(head)
        if name is None:
            return self.phrases.is_quantity(head)
        if self.outline.form(head).lower().partition("'")[0] in _NOBODY:
            return False
        return len(name.words) > 1 or not is_common(self.outline.form(head).lower())

    def _coordinated(self, first: int) -> int:
        """Where a description begins that “and” joins to one before: Liberal and conservative economists."""
        if first < 2 or not self._is_and(first - 1) or not self.phrases.may_coordinate(first - 2):
            return first
        begin = self.phrases.first(first - 2)
        opens = not self.phrases.joined(begin - 1) or self._begins_clause(begin - 1)
        return begin if opens else first

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
        return titled or self.names.described(words, first) or self._politician(low, first)

    def _politician(self, low: Sequence[str], word: int) -> Entity | None:
        """The politician whom “the Quillia senator” means: one said to be of there, or the only one just named."""
        if len(low) < 2 or low[-1] not in _FOR_POLITICIANS or low[0] == "top":
            return None
        party = {"democratic": "democrat"}.get(low[-1], low[-1])
        wanted = {each for each in low[:-1] if each not in ("former", "senior", "junior", "freshman", "longtime")}
        here = self.outline.sentences[word]
        last: dict[int, tuple[int, Entity, set[str]]] = {}
        for name in self.names.between(0, word):
            entity = name.entity
            if entity is not None and entity.type == PERSON and self.outline.of_quotation[name.begin] < 0:
                last.pop(id(entity), None)
                last[id(entity)] = (self.outline.sentences[name.begin], entity, set())
        fit = []
        for sentence, entity, facts in reversed(last.values()):
            for _, noun, words in self.names.said_of(entity):
                facts |= {noun, *words}
            parties = facts & {"republican", "democrat"}
            if party in ("republican", "democrat") and parties and party not in parties:
                continue
            if wanted <= facts and not facts.isdisjoint(_FOR_POLITICIANS | {"sen", "rep", "gov", "party"}):
                return entity
            if (
                here - sentence <= _SENTENCES_BACK
                and role_of([(noun, words) for _, noun, words in self.names.said_of(entity)]) == POLITICIAN
            ):
                fit.append(entity)
        return fit[0] if len(fit) == 1 else None

    # pronouns

    def _antecedent(self, word: int, low: str) -> _Named:
        """Whom a pronoun means; nobody where the text leaves it open."""
        if low in _HE_OR_SHE:
            near = self.speakers[bisect_left(self.reached, self.pronouns.farthest(word)) :]
            found = self.pronouns.antecedent(word, _HE_OR_SHE[low], near)
            if found is None:
                return _NO_NAME._replace(form="pronoun")
            candidate, only, certainty = found
            kind, choice = PERSON if candidate.entity else UNNAMED, "only" if only else "nearest"
            return _Named(candidate.name, kind, "pronoun", choice, candidate.entity, certainty=certainty)
        return self._of_many(word, low)

    def _of_many(self, word: int, low: str) -> _Named:
        """Who spoke last in the sentences just before, if “they” or “it” may mean that."""
        here = self.outline.sentences[word]
        fit = _IT_FITS if low in _IT else _THEY_FIT
        for at, named in reversed(self.spoken):
            if at < word:
                is_joint = bool(named.also) and low not in _IT
                if here - self.outline.sentences[at] > _SENTENCES_BACK or not (named.type in fit or is_joint):
                    break
                return named._replace(form="pronoun", choice="nearest")
        return _NO_NAME._replace(form="pronoun")


def _owned(owner: _Named | None, words: Sequence[str], kind: str) -> _Named:
    """What somebody owns: the owner where it is his own words, nobody where it is a thing."""
    if owner is not None and _OWN_WORDS.issuperset(words):
        return owner
    if kind == THING:
        return _NO_NAME._replace(type=THING)
    if owner is None:
        return _Named(" ".join(words), kind, "office")
    ending = "'" if owner.type == GROUP and str(owner.name).endswith("s") else "'s"
    return _Named(f"{owner.name}{ending} {' '.join(words)}", kind, "office")


@lru_cache(maxsize=1 << 14)
def _kind_of_noun(noun: str, person: bool) -> str:
    """The type of a source that is only described."""
    single = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
    if person:
        return UNNAMED
    if noun in _DOCUMENTS:
        return DOCUMENT
    bodies = single in _BODY_NOUNS or single in BODIES
    singles = single != noun and (is_person_noun(single) or _is_agent(single) or bodies)
    if noun in BODIES:
        return BODY
    if singles or noun in _GROUPS or noun.endswith("men"):
        return GROUP
    if noun in _BODY_NOUNS:
        return BODY
    return UNNAMED if _is_agent(noun) else THING


def _is_agent(noun: str) -> bool:
    """Whether a noun is formed for who does something: a watcher, a nationalist, an employee."""
    if len(noun) > 5 and noun.endswith(("ist", "ian", "ee", "crat")):
        return True
    tags = load_json("tags")
    return noun.endswith("er") and any(
        tags.get(verb, "").startswith("VB") for verb in (noun[:-2], noun[:-1], noun[:-3])
    )


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
    for outline, of_document, names, rows in zip(
        outlines.each, phrases, names_of(outlines, phrases), found, strict=True
    ):
        namer = _Namer(outline, of_document, names, sorted(item.cue for item in rows), Pronouns(names))
        mentions: list[Mention | None] = [None] * len(rows)
        for number in sorted(range(len(rows)), key=lambda number: (rows[number].source, number)):
            mentions[number] = namer.mention(rows[number])
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
