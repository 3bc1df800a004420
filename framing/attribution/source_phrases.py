"""The phrase that names a source: the word that speaks for a cue, and the noun phrase around it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cache, lru_cache

import numpy as np

from framing.attribution import name_types as types
from framing.attribution.contents import RawAttribution
from framing.attribution.entities import Names
from framing.attribution.names import Name, is_government
from framing.attribution.phrases import is_person_noun
from framing.attribution.token_features import BRACKET_OR_SEMICOLON, COMMA, DASH, END_MARK, QUOTE_MARK
from framing.attribution.word_rows import GENDER_NEUTRAL
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: Maximum words of a clause with “who”.
_MAX_CLAUSE_WORDS = 12
#: Maximum words of a time phrase between source and cue: filed on Monday.
_MAX_ADJUNCT_WORDS = 4
DAYS = word_set("weekdays") | {"today", "yesterday", "tonight", "tomorrow"}

#: What a word may be in the syntax around a source, as flags.
_DAY, _PASSIVE_HEARER, _HAVE, _BE, _ACCUSATION, _FACES_CRITICISM = (1 << bit for bit in range(6))
_QUOTING, _CLAUSE, _TAKES_PREPOSITION, _FINITE, _FINITE_OR_MODAL = (1 << bit for bit in range(6, 11))


@cache
def _traits() -> dict[str, int]:
    """The flags of each form in lower case that has any."""
    tags = load_json("tags")
    listed = {
        _DAY: DAYS,
        # verbs whose passive subject does not speak (was told, is accused), and words before the verb of speech
        _PASSIVE_HEARER: word_set("heard"),
        _HAVE: {"to", "have", "of", "with", "for", "having"},
        _BE: word_set("forms-of-be") | {"get", "got", "gets"},
        _ACCUSATION: word_set("reproaches"),
        _FACES_CRITICISM: word_set("facing"),
        _QUOTING: {"quoted", "quotes", "quoting", "cited", "cites", "citing"},
        _CLAUSE: word_set("subordinators") | {"and", "but", "to"},
        # adjectives and participles between a noun and its preposition
        _TAKES_PREPOSITION: word_set("adjectives-after-nouns"),
        _FINITE: {form for form, tag in tags.items() if tag in ("VBD", "VBZ", "VBP")},
        _FINITE_OR_MODAL: {form for form, tag in tags.items() if tag in ("VBD", "VBZ", "MD")},
    }
    traits = defaultdict[str, int](int)
    for flag, forms in listed.items():
        for form in forms:
            traits[form] |= flag
    return dict(traits)


_TRAITS = WordFeature("beside a source", lambda form: _traits().get(form.lower(), 0), np.int16, stored=True)


class SourcePhrases:
    """The words that name the sources of a document, given the words that are cues."""

    def __init__(self, names: Names, cues: list[int]) -> None:
        self.tokens = tokens = names.tokens
        self.phrases = names.phrases
        self.names = names
        self._cues = cues
        self._traits = tokens.document.word_column(_TRAITS).data
        self._brackets = np.flatnonzero(tokens.gap & BRACKET_OR_SEMICOLON).tolist()

    # the word of the source

    def source_word(self, raw: RawAttribution) -> int:
        """The word of a source, past a day, brackets and nicknames: Acme Inc. (ACM) today announced; -1 if none."""
        word = self._subject_of(raw.cue, raw.source)
        if word < 0:
            return word
        tokens, traits = self.tokens, self._traits
        first = tokens.first_word_of[tokens.sentence_of[word]]
        if traits[word] & _DAY:
            before = range(word - 1, max(first, word - _MAX_ADJUNCT_WORDS) - 1, -1)
            word = next((at for at in before if not traits[at] & _DAY and self.phrases.is_noun(at)), word)
        at = bisect_right(self._brackets, word - 1) - 1
        if at < 0 or self._brackets[at] < max(first, word - _MAX_CLAUSE_WORDS):
            return word
        opening = self._brackets[at]
        document = tokens.document
        between = document.clean[document.word_ends[opening] : document.word_starts[opening + 1]]
        return opening if "(" in between or "[" in between else word

    def _subject_of(self, cue: int, source: int) -> int:
        """The source word, corrected for the syntax of the cue; -1 if a passive verb names no speaker."""
        tokens, traits, gaps, phrases = self.tokens, self._traits, self.tokens.gap_after, self.phrases
        if cue < 0 or source == cue or (source >= 0 and tokens.sentence_of[source] != tokens.sentence_of[cue]):
            return source
        first = tokens.first_word_of[tokens.sentence_of[cue]]
        if source < cue and self._is_not_speaker(cue, first):
            return -1
        quoted = self._quoted_as(cue, first)
        if quoted >= 0:
            return quoted
        before = cue - 1
        is_finite = traits[cue] & _FINITE
        if is_finite and first < cue < source and gaps[before] == COMMA and phrases.is_preposition(cue + 1):
            # Ada Quill, a docker, said outside the court
            return before
        if source < before and not gaps[before] and tokens.form(before).lower() == "who":
            # business groups, who claim it hurts, and their rivals, who warn of more
            return before
        return source

    def _is_not_speaker(self, cue: int, first: int) -> bool:
        """Whether the subject of a cue does not speak, but is spoken to, of or against.

        It was told, is alleged to have said, accused of saying, or faced criticism that it had lied.
        """
        traits, gaps = self._traits, self.tokens.gap_after
        lowest = max(cue - _MAX_ADJUNCT_WORDS, first)
        if traits[cue] & _ACCUSATION and any(traits[word] & _FACES_CRITICISM for word in range(lowest, cue)):
            return True
        for word in range(cue, lowest, -1):
            if gaps[word - 1]:
                return False
            if traits[word] & _PASSIVE_HEARER:
                before = word - 1
                while before > first and self.tokens.form(before).lower().endswith(("ly", "also")):
                    before -= 1
                if traits[before] & _BE:
                    return True
            if word < cue and not traits[word] & _HAVE:
                return False
        return False

    def _quoted_as(self, cue: int, first: int) -> int:
        """The person quoted in “the agency quoted the minister as saying”; -1 for other cues."""
        tokens, traits, form = self.tokens, self._traits, self.tokens.form
        if traits[cue] & _QUOTING:
            end = min(cue + _MAX_CLAUSE_WORDS, tokens.first_word_of[tokens.sentence_of[cue] + 1] - 1)
            quoting, link = cue, next((at for at in range(cue + 1, end) if form(at) == "as"), -1)
        elif cue > first and form(cue - 1) == "as":
            link = cue - 1
            near = range(link, max(link - _MAX_CLAUSE_WORDS, first), -1)
            quoting = next((at for at in near if traits[at] & _QUOTING), -1)
        else:
            return -1
        if quoting < 0 or link <= quoting + 1 or not form(link + 1).endswith("ing") or tokens.gap_after[link - 1]:
            return -1
        is_passive = quoting > first and traits[quoting - 1] & _BE
        return -1 if is_passive else link - 1

    # the phrase of the source

    def phrase(self, word: int, cue: int, nearest: bool = False, after: int = 0) -> tuple[int, int, int, int, int]:
        """The noun phrase that a word belongs to, with no word before `after`: `first, head, last, end, min_word`.

        The words `[first, end)` name the source; `[first, last)` is its main phrase, with the head `head`: “officials”
        in “officials at the ministry”. With `nearest`, the phrase does not go beyond a person. `min_word` is the first
        word that the phrase may have.
        """
        min_word = max(after, cue + 1 if cue < word else self.tokens.first_word_of[self.tokens.sentence_of[word]])
        first, head, last = self._noun_phrase(word, cue)
        end = last
        for _ in range(0 if nearest and self.is_person(head) else 4):
            governing = self._governing_word(first, end, min_word, cue)
            if governing < 0:
                break
            governing_phrase = self._noun_phrase(governing, cue)
            if governing_phrase[0] >= first:
                break
            first, head, last = governing_phrase
        if self.is_person(head) or self.has_time(last, end):
            end = last
        elif end == last and self.names.name_at(head) is None:
            last = end = self._with_complement(last, cue)
        if cue > head and not nearest and not self.tokens.gap_after[last - 1]:
            subject = self._clause_subject(first, head, min_word, cue)
            if subject is not None:
                first, head, last = subject
                end = max(end, last)
        return first, head, last, end, min_word

    def _noun_phrase(self, word: int, cue: int) -> tuple[int, int, int]:
        """The noun phrase around a word, extended to whole names."""
        noun_phrase, person_ends = self.phrases.noun_phrase, self.names.person_ends
        name = self.names.name_at(word)
        if name is None or name.start <= cue < name.end:
            first, head, last = noun_phrase(word, cue, person_ends)
        else:
            first = self.phrases.first(name.start, cue)
            _, head, last = noun_phrase(name.end - 1, cue, person_ends)
        name = self.names.name_at(head)
        if name is not None and name.end > last and not head < cue < name.end:
            _, head, last = noun_phrase(name.end - 1, cue, person_ends)
        return first, head, last

    def _governing_word(self, first: int, last: int, min_word: int, cue: int) -> int:
        """A word of the phrase that governs the phrase `[first, last)`; -1 if none does."""
        gaps, phrases = self.tokens.gap_after, self.phrases
        while first - 2 >= min_word and self.is_coordination(first - 1):
            other = self.names.name_at(first - 2)
            if other is not None and other.end == first - 1:
                first = max(other.start, min_word)
                continue
            if other is None and first - 2 > min_word and phrases.is_noun(first - 2):
                # Ada Quill, the leader and author, said
                first = max(phrases.first(first - 2), min_word)
            break
        governor = self._governor(first, min_word)
        before = first - 1
        if governor >= 0 or before < min_word:
            return governor
        if self.tokens.has_bracket(before):
            # Osk Venn (R-Vt.), the Bank of Quillia (BQ)
            name = self.names.name_at(before)
            return before if self.tokens.has_bracket(last - 1) and name is not None and name.words else -1
        for _ in range(4):
            # professor of history at the university
            end = phrases.complement_end(last, cue)
            if end == last:
                break
            last = end
        if not gaps[last - 1] & (COMMA | DASH | BRACKET_OR_SEMICOLON) and self.tokens.forms(last, last + 1) != ["who"]:
            return -1
        beside = self._person_before_apposition(before, min_word)
        if beside < 0:
            return self._person_before_clause(first, min_word)
        return -1 if self.is_person(last - 1) and gaps[before] & COMMA else beside

    def _governor(self, first: int, min_word: int) -> int:
        """The noun before a preposition that may be a source: the minister in charge of affairs; -1 if none."""
        for _ in range(2):
            governor = self.phrases.governor(first, min_word)
            if governor < 0 or self._governs(governor):
                return governor
            first = self.phrases.first(governor)
        return -1

    def _governs(self, word: int) -> bool:
        """Whether a noun may be a source with a phrase: officials at the ministry, 52 percent of voters."""
        name = self.names.name_at(word)
        if name is not None and name.entity is not None and name.entity.type != types.NO_NAME:
            return name.entity.type in (types.PERSON, types.BODY, types.GROUP)
        noun = self.tokens.form(word).lower()
        return self.phrases.is_quantity(word) or type_of_noun(noun, self.phrases.is_person(word)) != types.THING

    def _person_before_apposition(self, before: int, min_word: int) -> int:
        """The person whom an apposition describes, past an age and a home: Ada Quill, 52, of Quilltown; or -1."""
        tokens, gaps = self.tokens, self.tokens.gap_after
        while before >= min_word and gaps[before] & COMMA and not gaps[before] & QUOTE_MARK:
            if self.is_person(before):
                return before
            name = self.names.name_at(before)
            at = name.start if name is not None else before
            if tokens.form(before).isdigit():
                before -= 1
            elif at - 2 >= min_word and tokens.form(at - 1) in ("of", "from"):
                before = at - 2
                if not gaps[before]:
                    return before if self.is_person(before) else -1
            else:
                return -1
        return -1

    def _person_before_clause(self, first: int, min_word: int) -> int:
        """The person whom the clause before a word describes: Ada Quill, who lives in Quilltown, said; or -1."""
        tokens = self.tokens
        start = max(min_word, first - _MAX_CLAUSE_WORDS)
        at = next(
            (at for at in range(first - 1, start, -1) if tokens.gap_after[at] & (COMMA | END_MARK | QUOTE_MARK)), -1
        )
        if at < 0 or tokens.form(at + 1).lower() not in ("who", "of", "from"):
            return -1
        while tokens.form(at).isdigit() and at > min_word:
            at -= 1
        return at if self.is_person(at) else -1

    def _with_complement(self, link: int, cue: int) -> int:
        """The end of the complement at `link`: companies with workers, sources close to her."""
        taking = (
            link + 1 < len(self._traits)
            and self.phrases.adjoins_next(link - 1)
            and self._traits[link] & _TAKES_PREPOSITION
        )
        begin = link + 1 if taking else link
        end = self.phrases.complement_end(begin, cue)
        return link if end == begin or self.has_time(link, end) else end

    def _clause_subject(self, first: int, head: int, min_word: int, cue: int) -> tuple[int, int, int] | None:
        """The clause's first noun phrase, if the present one only follows a preposition: passengers near Quillia."""
        gaps, form, is_link = self.tokens.gap_after, self.tokens.form, self.phrases.is_preposition
        link = begin = first - 1
        if link <= min_word or not is_link(link) or self.has_time(first, head):
            return None
        while (
            begin > min_word and not gaps[begin - 1] and (form(begin - 1) == "to" or not self.begins_clause(begin - 1))
        ):
            begin -= 1
        noun = next((at for at in range(begin, link) if self.phrases.is_noun(at)), -1)
        if is_link(begin) or noun < 0 or any(self._traits[at] & _FINITE_OR_MODAL for at in range(noun + 1, link)):
            return None
        other = self._noun_phrase(noun, cue)
        return other if other[0] == begin and other[2] <= link and self._governs(other[1]) else None

    # asking

    def cue_after(self, word: int, cue: int) -> int:
        """The cue before which a source's phrase ends: the first after it, or its own."""
        following = bisect_right(self._cues, word)
        return min(self._cues[following], cue) if cue > word and following < len(self._cues) else cue

    def is_person(self, word: int) -> bool:
        """Whether a word stands in a person's name."""
        name = self.names.name_at(word)
        return name is not None and name.is_person

    def has_time(self, start: int, end: int) -> bool:
        """Whether a time begins in the words `[start, end)`."""
        return start < end and any(name.type == types.TIME for name in self.names.between(start, end))

    def is_coordination(self, word: int) -> bool:
        """Whether “and” joins what stands before and after the word."""
        joined = self.phrases.adjoins_next
        return joined(word - 1) and joined(word) and self.tokens.form(word) == "and"

    def begins_clause(self, word: int) -> bool:
        """Whether a clause begins after the word."""
        return bool(self._traits[word] & _CLAUSE)

    def joined_before(self, first: int, min_word: int) -> Name | None:
        """The name before “and” that begins a clause and ends before a word."""
        if first - 2 < min_word or not self.is_coordination(first - 1):
            return None
        name = self.names.name_at(first - 2)
        if name is None or name.end != first - 1 or name.start < min_word or not may_speak(name):
            return None
        before = name.start - 1
        return (
            name if before < min_word or not self.phrases.adjoins_next(before) or self.begins_clause(before) else None
        )

    def joined_after(self, first: int, last: int, cue: int) -> Name | None:
        """The name after “and” that follows a word and ends at the cue, or behind it."""
        name = self.names.name_at(last + 1) if self.is_coordination(last) and last + 1 != cue else None
        if name is None or name.start != last + 1 or not may_speak(name):
            return None
        return name if name.end == cue or cue < first else None


def may_speak(name: Name) -> bool:
    """Whether a name is that of a person, a body, or a place that can mean its government."""
    if name.entity is None or name.type == types.TIME or not name.words:
        return False
    entity_type = name.entity.type
    return entity_type in (types.PERSON, types.BODY) or (entity_type == types.PLACE and is_government(name.words))


@lru_cache(maxsize=1 << 14)
def type_of_noun(noun: str, person: bool) -> str:
    """The type of a source that is only described."""
    noun = GENDER_NEUTRAL.get(noun, noun)
    if person:
        return types.UNNAMED
    if noun in word_set("documents"):
        return types.DOCUMENT
    if noun in types.BODIES:
        return types.BODY
    body_nouns = word_set("body-nouns-alone")
    single = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
    is_body = single in body_nouns or single in types.BODIES
    is_plural = single != noun and (is_person_noun(single) or _is_agent(single) or is_body)
    if is_plural or noun in word_set("groups") or noun.endswith("men"):
        return types.GROUP
    if noun in body_nouns:
        return types.BODY
    return types.UNNAMED if _is_agent(noun) else types.THING


def _is_agent(noun: str) -> bool:
    """Whether a noun is formed for who does something: a watcher, a nationalist, an employee."""
    if len(noun) > 5 and noun.endswith(("ist", "ian", "ee", "crat")):
        return True
    tags, stems = load_json("tags"), (noun[:-2], noun[:-1], noun[:-3])
    return noun.endswith("er") and any(tags.get(stem, "").startswith("VB") for stem in stems)
