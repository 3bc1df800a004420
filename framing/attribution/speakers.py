"""Where a source is named: from its cue to the word that speaks, and to the noun phrase around that word."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cache, lru_cache

import numpy as np

from framing.attribution import name_types as kinds
from framing.attribution.contents import RawAttribution
from framing.attribution.entities import Names
from framing.attribution.names import Name, is_government
from framing.attribution.phrases import is_person_noun
from framing.attribution.token_features import BRACKET_OR_SEMICOLON, COMMA, DASH, MARK, STOP
from framing.attribution.word_rows import ALIKE
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: Maximum words of a clause with “who”.
_LONGEST_CLAUSE = 12
#: Maximum words between a source and the cue that say when it spoke: filed on Monday.
_LONGEST_ADJUNCT = 4
DAYS = word_set("weekdays") | {"today", "yesterday", "tonight", "tomorrow"}

#: The parts a word may play beside a source, as flags.
_DAY, _HEARD, _HAVE, _BE, _REPROACH, _FACING, _QUOTING, _CLAUSE, _TAKING, _FINITE, _PREDICATE = (
    1 << bit for bit in range(11)
)


@cache
def _traits() -> dict[str, int]:
    """The flags of each form in lower case that has any."""
    tags = load_json("tags")
    listed = {
        _DAY: DAYS,
        # verbs whose passive subject hears or is spoken of, and words between them and a verb of speech
        _HEARD: word_set("heard"),
        _HAVE: {"to", "have", "of", "with", "for", "having"},
        _BE: word_set("forms-of-be") | {"get", "got", "gets"},
        _REPROACH: word_set("reproaches"),
        _FACING: word_set("facing"),
        _QUOTING: {"quoted", "quotes", "quoting", "cited", "cites", "citing"},
        _CLAUSE: word_set("subordinators") | {"and", "but", "to"},
        # adjectives and participles that link a noun to a preposition
        _TAKING: word_set("adjectives-after-nouns"),
        _FINITE: {form for form, tag in tags.items() if tag in ("VBD", "VBZ", "VBP")},
        _PREDICATE: {form for form, tag in tags.items() if tag in ("VBD", "VBZ", "MD")},
    }
    traits = defaultdict[str, int](int)
    for flag, forms in listed.items():
        for form in forms:
            traits[form] |= flag
    return dict(traits)


_TRAITS = WordFeature("beside a source", lambda form: _traits().get(form.lower(), 0), np.int16, stored=True)


class Speakers:
    """The words that name the sources of a document, given the words that are cues."""

    def __init__(self, names: Names, cues: list[int]) -> None:
        self.tokens = tokens = names.tokens
        self.phrases = names.phrases
        self.names = names
        self._cues = cues
        self._traits = tokens.document.word_column(_TRAITS).data
        self._brackets = np.flatnonzero(tokens.gap & BRACKET_OR_SEMICOLON).tolist()

    # the word that speaks

    def word(self, raw: RawAttribution) -> int:
        """The word of a source, past a day, brackets and nicknames: Acme Inc. (ACM) today announced; -1 if none."""
        word = self._subject(raw.cue, raw.source)
        if word < 0:
            return word
        tokens, traits = self.tokens, self._traits
        first = tokens.first_words[tokens.sentences[word]]
        if traits[word] & _DAY:
            before = range(word - 1, max(first, word - _LONGEST_ADJUNCT) - 1, -1)
            word = next((at for at in before if not traits[at] & _DAY and self.phrases.is_noun(at)), word)
        at = bisect_right(self._brackets, word - 1) - 1
        if at < 0 or self._brackets[at] < max(first, word - _LONGEST_CLAUSE):
            return word
        opening = self._brackets[at]
        document = tokens.document
        between = document.clean[document.word_ends[opening] : document.word_starts[opening + 1]]
        return opening if "(" in between or "[" in between else word

    def _subject(self, cue: int, source: int) -> int:
        """The word of a source by the verb of its cue; -1 where a passive verb leaves nobody who speaks."""
        tokens, traits, gaps, phrases = self.tokens, self._traits, self.tokens.gaps, self.phrases
        if cue < 0 or source == cue or (source >= 0 and tokens.sentences[source] != tokens.sentences[cue]):
            return source
        first = tokens.first_words[tokens.sentences[cue]]
        if source < cue and self._is_addressed(cue, first):
            return -1
        quoted = self._quoted_as(cue, first)
        if quoted >= 0:
            return quoted
        before = cue - 1
        is_finite = traits[cue] & _FINITE
        if is_finite and first < cue < source and gaps[before] == COMMA and phrases.is_link(cue + 1):
            # Ada Quill, a docker, said outside the court
            return before
        if source < before and not gaps[before] and tokens.form(before).lower() == "who":
            # business groups, who claim it hurts, and their rivals, who warn of more
            return before
        return source

    def _is_addressed(self, cue: int, first: int) -> bool:
        """Whether the subject of a cue is spoken to, of or against.

        It was told, is alleged to have said, accused of saying, or faced criticism that it had lied.
        """
        traits, gaps = self._traits, self.tokens.gaps
        lowest = max(cue - _LONGEST_ADJUNCT, first)
        if traits[cue] & _REPROACH and any(traits[word] & _FACING for word in range(lowest, cue)):
            return True
        for word in range(cue, lowest, -1):
            if gaps[word - 1]:
                return False
            if traits[word] & _HEARD:
                before = word - 1
                while before > first and self.tokens.form(before).lower().endswith(("ly", "also")):
                    before -= 1
                if traits[before] & _BE:
                    return True
            if word < cue and not traits[word] & _HAVE:
                return False
        return False

    def _quoted_as(self, cue: int, first: int) -> int:
        """Who is quoted in “the agency quoted the minister as saying”; -1 where the cue is no such verb."""
        tokens, traits, form = self.tokens, self._traits, self.tokens.form
        if traits[cue] & _QUOTING:
            end = min(cue + _LONGEST_CLAUSE, tokens.first_words[tokens.sentences[cue] + 1] - 1)
            quoting, link = cue, next((at for at in range(cue + 1, end) if form(at) == "as"), -1)
        elif cue > first and form(cue - 1) == "as":
            link = cue - 1
            near = range(link, max(link - _LONGEST_CLAUSE, first), -1)
            quoting = next((at for at in near if traits[at] & _QUOTING), -1)
        else:
            return -1
        if quoting < 0 or link <= quoting + 1 or not form(link + 1).endswith("ing") or tokens.gaps[link - 1]:
            return -1
        is_passive = quoting > first and traits[quoting - 1] & _BE
        return -1 if is_passive else link - 1

    # the phrase of the source

    def phrase(self, word: int, cue: int, nearest: bool = False, after: int = 0) -> tuple[int, int, int, int, int]:
        """The noun phrase that a word belongs to, with no word before `after`: `first, head, last, end, low`.

        The words `[first, end)` name the source. The phrase with the word `head`, `[first, last)`, is the one to which
        that of the word belongs: of “officials at the ministry” the officials. `nearest` keeps a person. `low` is the
        first word that the phrase might have.
        """
        low = max(after, cue + 1 if cue < word else self.tokens.first_words[self.tokens.sentences[word]])
        first, head, last = self._around(word, cue)
        end = last
        for _ in range(0 if nearest and self.is_person(head) else 4):
            above = self._above(first, end, low, cue)
            if above < 0:
                break
            upper = self._around(above, cue)
            if upper[0] >= first:
                break
            first, head, last = upper
        if self.is_person(head) or self.has_time(last, end):
            end = last
        elif end == last and self.names.at(head) is None:
            last = end = self._with_complement(last, cue)
        if cue > head and not nearest and not self.tokens.gaps[last - 1]:
            subject = self._clause_subject(first, head, low, cue)
            if subject is not None:
                first, head, last = subject
                end = max(end, last)
        return first, head, last, end, low

    def _around(self, word: int, cue: int) -> tuple[int, int, int]:
        """The noun phrase around a word, with the whole of a name that it touches."""
        around, ends = self.phrases.around, self.names.person_ends
        name = self.names.at(word)
        if name is None or name.begin <= cue < name.last:
            first, head, last = around(word, cue, ends)
        else:
            first = self.phrases.first(name.begin, cue)
            _, head, last = around(name.last - 1, cue, ends)
        name = self.names.at(head)
        if name is not None and name.last > last and not head < cue < name.last:
            _, head, last = around(name.last - 1, cue, ends)
        return first, head, last

    def _above(self, first: int, last: int, low: int, cue: int) -> int:
        """The word of the phrase that the phrase of words `[first, last)` belongs to; -1 if it stands by itself."""
        gaps, phrases = self.tokens.gaps, self.phrases
        while first - 2 >= low and self.is_and(first - 1):
            other = self.names.at(first - 2)
            if other is not None and other.last == first - 1:
                first = max(other.begin, low)
                continue
            if other is None and first - 2 > low and phrases.is_noun(first - 2):
                # Ada Quill, the leader and author, said
                first = max(phrases.first(first - 2), low)
            break
        governor = self._governor(first, low)
        before = first - 1
        if governor >= 0 or before < low:
            return governor
        if self.tokens.has_bracket(before):
            # Osk Venn (R-Vt.), the Bank of Quillia (BQ)
            name = self.names.at(before)
            return before if self.tokens.has_bracket(last - 1) and name is not None and name.words else -1
        for _ in range(4):
            # professor of history at the university
            end = phrases.with_complement(last, cue)
            if end == last:
                break
            last = end
        if not gaps[last - 1] & (COMMA | DASH | BRACKET_OR_SEMICOLON) and self.tokens.forms(last, last + 1) != ["who"]:
            return -1
        beside = self._beside_whom(before, low)
        if beside < 0:
            return self._of_whom(first, low)
        return -1 if self.is_person(last - 1) and gaps[before] & COMMA else beside

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
        if name is not None and name.entity is not None and name.entity.type != kinds.NO_NAME:
            return name.entity.type in (kinds.PERSON, kinds.BODY, kinds.GROUP)
        noun = self.tokens.form(word).lower()
        return self.phrases.is_quantity(word) or type_of_noun(noun, self.phrases.is_person(word)) != kinds.THING

    def _beside_whom(self, before: int, low: int) -> int:
        """The person beside whom an apposition stands, past an age and a home: Ada Quill, 52, of Quilltown; or -1."""
        tokens, gaps = self.tokens, self.tokens.gaps
        while before >= low and gaps[before] & COMMA and not gaps[before] & MARK:
            if self.is_person(before):
                return before
            name = self.names.at(before)
            at = name.begin if name is not None else before
            if tokens.form(before).isdigit():
                before -= 1
            elif at - 2 >= low and tokens.form(at - 1) in ("of", "from"):
                before = at - 2
                if not gaps[before]:
                    return before if self.is_person(before) else -1
            else:
                return -1
        return -1

    def _of_whom(self, first: int, low: int) -> int:
        """The person whom the clause before a word describes: Ada Quill, who lives in Quilltown, said; or -1."""
        tokens = self.tokens
        start = max(low, first - _LONGEST_CLAUSE)
        at = next((at for at in range(first - 1, start, -1) if tokens.gaps[at] & (COMMA | STOP | MARK)), -1)
        if at < 0 or tokens.form(at + 1).lower() not in ("who", "of", "from"):
            return -1
        while tokens.form(at).isdigit() and at > low:
            at -= 1
        return at if self.is_person(at) else -1

    def _with_complement(self, link: int, cue: int) -> int:
        """The word after the phrase that complements the one before: companies with workers, sources close to her."""
        taking = link + 1 < len(self._traits) and self.phrases.joined(link - 1) and self._traits[link] & _TAKING
        begin = link + 1 if taking else link
        end = self.phrases.with_complement(begin, cue)
        return link if end == begin or self.has_time(link, end) else end

    def _clause_subject(self, first: int, head: int, low: int, cue: int) -> tuple[int, int, int] | None:
        """The phrase that opens the clause, where the present one follows a preposition: passengers near Quillia."""
        gaps, form, is_link = self.tokens.gaps, self.tokens.form, self.phrases.is_link
        link = begin = first - 1
        if link <= low or not is_link(link) or self.has_time(first, head):
            return None
        while begin > low and not gaps[begin - 1] and (form(begin - 1) == "to" or not self.begins_clause(begin - 1)):
            begin -= 1
        noun = next((at for at in range(begin, link) if self.phrases.is_noun(at)), -1)
        if is_link(begin) or noun < 0 or any(self._traits[at] & _PREDICATE for at in range(noun + 1, link)):
            return None
        other = self._around(noun, cue)
        return other if other[0] == begin and other[2] <= link and self._governs(other[1]) else None

    # asking

    def cue_after(self, word: int, cue: int) -> int:
        """The cue before which the phrase of a source ends: the first after it, or its own where that comes before."""
        following = bisect_right(self._cues, word)
        return min(self._cues[following], cue) if cue > word and following < len(self._cues) else cue

    def is_person(self, word: int) -> bool:
        """Whether a word stands in a person's name."""
        name = self.names.at(word)
        return name is not None and name.is_person

    def has_time(self, low: int, high: int) -> bool:
        """Whether a time begins in the words `[low, high)`."""
        return low < high and any(name.kind == kinds.TIME for name in self.names.between(low, high))

    def is_and(self, word: int) -> bool:
        """Whether “and” joins what stands before and after the word."""
        joined = self.phrases.joined
        return joined(word - 1) and joined(word) and self.tokens.form(word) == "and"

    def begins_clause(self, word: int) -> bool:
        """Whether a clause begins after the word."""
        return bool(self._traits[word] & _CLAUSE)

    def joined_before(self, first: int, low: int) -> Name | None:
        """The name before “and” that begins a clause and ends before a word."""
        if first - 2 < low or not self.is_and(first - 1):
            return None
        name = self.names.at(first - 2)
        if name is None or name.last != first - 1 or name.begin < low or not may_speak(name):
            return None
        before = name.begin - 1
        return name if before < low or not self.phrases.joined(before) or self.begins_clause(before) else None

    def joined_after(self, first: int, last: int, cue: int) -> Name | None:
        """The name after “and” that follows a word and ends at the cue, or behind it."""
        name = self.names.at(last + 1) if self.is_and(last) and last + 1 != cue else None
        if name is None or name.begin != last + 1 or not may_speak(name):
            return None
        return name if name.last == cue or cue < first else None


def may_speak(name: Name) -> bool:
    """Whether a name is that of a person, a body, or a place that stands for its government."""
    if name.entity is None or name.kind == kinds.TIME or not name.words:
        return False
    kind = name.entity.type
    return kind in (kinds.PERSON, kinds.BODY) or (kind == kinds.PLACE and is_government(name.words))


@lru_cache(maxsize=1 << 14)
def type_of_noun(noun: str, person: bool) -> str:
    """The type of a source that is only described."""
    noun = ALIKE.get(noun, noun)
    single = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
    body_nouns = word_set("body-nouns-alone")
    is_body = single in body_nouns or single in kinds.BODIES
    if person:
        return kinds.UNNAMED
    if noun in word_set("documents"):
        return kinds.DOCUMENT
    if noun in kinds.BODIES:
        return kinds.BODY
    is_plural = single != noun and (is_person_noun(single) or _is_agent(single) or is_body)
    if is_plural or noun in word_set("groups") or noun.endswith("men"):
        return kinds.GROUP
    if noun in body_nouns:
        return kinds.BODY
    return kinds.UNNAMED if _is_agent(noun) else kinds.THING


def _is_agent(noun: str) -> bool:
    """Whether a noun is formed for who does something: a watcher, a nationalist, an employee."""
    if len(noun) > 5 and noun.endswith(("ist", "ian", "ee", "crat")):
        return True
    tags, stems = load_json("tags"), (noun[:-2], noun[:-1], noun[:-3])
    return noun.endswith("er") and any(tags.get(stem, "").startswith("VB") for stem in stems)
