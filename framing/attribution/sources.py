"""One name for each source in an article: full names, surnames, titles, offices and pronouns made one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.find import Found
from framing.attribution.outline import Outline, Outlines
from framing.attribution.people import BODIES, People, Run, bare, people_of, runs_of_names
from framing.attribution.phrases import Phrases, phrases_of
from framing.attribution.reading import Span
from framing.attribution.roles import role_of
from framing.text.listed import listed

_HE_OR_SHE = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
_THEY = listed("they them themselves their it itself its")
#: Whoever writes, and whoever reads.
_AUTHOR = listed("i we me us my our you your yours")
_PRONOUNS = _HE_OR_SHE.keys() | _THEY | _AUTHOR
#: Party and state behind the name of a member: Ada Quill (R-Vt.).
_PARTY = re.compile(r"[DRI](?:-[A-Z][\w.]*)?")
_PARTIES = frozenset("DRI")
_OPENS = (" (", ", ")
#: Words that name nobody when they stand alone.
_NOBODY = listed(
    """
    the a an this that these his her its their my our your no and but or nor so yet to of in on at for from by with as
    if when while where there here not then than also just how what why which whether because since until after before
    don't doesn't didn't can't won't isn't aren't wasn't weren't let's that's there's here's what's who's
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow
    """
)
_OWNS = listed("his her their its")
#: What is his own is his: in the minister's own words.
_OWN_WORDS = listed("own words word phrase telling account view")
_RELATIVE = listed("who which whom whose that")
_LINKS = listed("of for on")
_ARTICLES = listed("the a an this that these those some many several")
#: A pronoun is resolved within so many sentences.
_SENTENCES_BACK = 3


class Mention(NamedTuple):
    """A source where an attribution names it: the words' range, its name (None for the author), its role."""

    span: Span
    name: str | None
    role: str | None


@dataclass(slots=True)
class _Namer:
    outline: Outline
    phrases: Phrases
    people: People
    cues: list[int]
    spoken: list[tuple[int, str, bool]] = field(default_factory=list)

    def mention(self, found: Found) -> Mention | None:
        word = found.source
        if word < 0:
            return None
        word = self._member(word)
        low = _pronoun(self.outline.form(word))
        if low in _RELATIVE and word > 0:
            first, head, last = self.phrases.around(self._member(word - 1), found.cue)
            return self._named(self._chars(word, word + 1), *self._name_of(first, head, last), first)
        if low in _AUTHOR:
            return Mention(self._chars(word, word + 1), None, None)
        alone = low not in _OWNS or not self.phrases.goes_on_after(word)
        if alone and low in _HE_OR_SHE:
            return self._named(self._chars(word, word + 1), self._person(word, _HE_OR_SHE[low]), True, word)
        if alone and low in _THEY:
            return self._named(self._chars(word, word + 1), self._last_speaker(word, person=False), False, word)
        first, head, last = self.phrases.around(word, self._cue_after(word, found.cue))
        return self._named(self._chars(first, last), *self._name_of(first, head, last), first)

    def _member(self, word: int) -> int:
        """The word, or where it tells of a member the party, state or district, the member's name: Quill (R-Vt.)."""
        if word and _is_party(self.outline.form(word)):
            start = self.outline.document.word_starts[word]
            if self.outline.document.told[start - 2 : start] in _OPENS:
                return self._member(word - 1)
        run = self.people.run_at(word)
        if run and not run.is_person and run.first > 1 and self.outline.form(run.first - 1) == "of":
            before = self.people.run_at(run.first - 2)
            party = before is not None and _is_party(self.outline.form(before.first))
            if before and (party or (before.is_person and self.phrases.joined(before.last - 1))):
                return self._member(before.last - 1)
        return word

    def _cue_after(self, word: int, cue: int) -> int:
        """The cue before which the phrase of a source ends: the first after it, or its own where that comes before."""
        following = bisect_right(self.cues, word)
        return min(self.cues[following], cue) if cue > word and following < len(self.cues) else cue

    def _named(self, span: Span, name: str | None, person: bool, word: int) -> Mention:
        if name is None:
            return Mention(span, None, None)
        self.spoken.append((word, name, person))
        return Mention(span, name, role_of(self.outline.document.told, span, name))

    def _chars(self, first: int, last: int) -> Span:
        document = self.outline.document
        return document.word_starts[first], document.word_ends[last - 1]

    def _name_of(self, first: int, head: int, last: int) -> tuple[str | None, bool]:
        if last - first == 1 and self.outline.form(first).lower() in _NOBODY:
            return None, False
        form = self.outline.form(head)
        if form[0].isupper() and form in self.people.by_last_name and not self.outline.names[head]:
            # a name that is a word as well, where any word has a capital
            return self.people.full_name((form,), head), True
        run = self.people.run_at(head)
        if run is not None and run.first > first and form.lower() in _NOBODY:
            # a survey released Monday
            return self._name_of_phrase(first, run.first - 1, run.first)
        if run is not None:
            # the Prime Minister's Office: an institution is not its leader
            owner = self.people.run_at(run.first - 1) if self.phrases.joined(run.first - 1) else None
            if owner is not None and self.phrases.is_owner(owner.last - 1):
                office = " ".join(self.outline.forms(run.first, run.last)).lower()
                return f"{self._name_of_run(owner)[0]}'s {office}", False
            return self._name_of_body(run) or self._name_of_run(run)
        return self._name_of_phrase(first, head, last)

    def _name_of_body(self, run: Run) -> tuple[str, bool] | None:
        """The name of a body that goes on behind “of”: the Department of Justice, whichever half is asked for."""
        first, last = run.first, run.last
        before = self.people.run_at(first - 2) if first > 1 else None
        if before and self._goes_on(before.last - 1):
            first = before.first
        while self._goes_on(last - 1) and (after := self.people.run_at(last + 1)) is not None:
            last = after.last
        if (first, last) == (run.first, run.last):
            return None
        return " ".join(self.outline.forms(first, last)), False

    def _goes_on(self, word: int) -> bool:
        """Whether the name of a body ends at a word and a word that links it to the rest of the name follows."""
        if self.outline.form(word).lower() not in BODIES or not self.phrases.joined(word):
            return False
        return self.outline.form(word + 1) in _LINKS and self.phrases.joined(word + 1)

    def _name_of_run(self, run: Run) -> tuple[str, bool]:
        if run.name:
            full = self.people.full_name(run.name, run.first)
            return full, self.people.is_known(run)
        title = " ".join(run.titles)
        bearer = self.people.with_title(title, run.first) or self.people.described(title, run.first)
        if bearer:
            return bearer, True
        return " ".join(map(bare, self.outline.forms(run.first, run.last))), False

    def _name_of_phrase(self, first: int, head: int, last: int) -> tuple[str | None, bool]:
        words = self._words(first, last)
        words[-1] = bare(words[-1])
        low = words[0].lower()
        beside = self.people.beside(last - 1) if self.phrases.is_person(head) else None
        if beside:
            return beside, True
        if low in _OWNS and len(words) > 1:
            owner = self._person(first, "he" if low == "his" else "she") if low in ("his", "her") else None
            owner = owner or self._last_speaker(first, person=False)
            if owner and _OWN_WORDS.issuperset(words[1:]):
                return owner, True
            return (f"{owner}'s {' '.join(words[1:])}" if owner else " ".join(words[1:])), False
        definite = low == "the"
        if low in _ARTICLES and len(words) > 1:
            first, words = first + 1, words[1:]
        bearer = self._described(words, first, head) if definite else None
        if bearer:
            return bearer, True
        owner_at = next((at for at in range(first, head) if self.phrases.is_owner(at)), None)
        if owner_at is not None:
            run = self.people.run_at(owner_at)
            if run is not None and run.name:
                full = self.people.full_name(run.name, run.first)
                owned = self.outline.forms(owner_at + 1, last)
                return (full, True) if _OWN_WORDS.issuperset(owned) else (f"{full}'s {' '.join(owned)}", False)
        return " ".join(words), self.phrases.is_person(head)

    def _words(self, first: int, last: int) -> list[str]:
        """The forms of words, those that have a capital for their place alone in lower case."""
        forms, named = self.outline.forms(first, last), self.outline.names[first:last]
        return [form if is_name else form.lower() for form, is_name in zip(forms, named, strict=True)]

    def _described(self, words: Sequence[str], first: int, head: int) -> str | None:
        """The person whom a definite description without a name means, by a title or by the noun it was given."""
        titled = self.people.with_title(" ".join(words).lower(), first)
        if titled or any(word[0].isupper() for word in words[:-1]):
            return titled
        return self.people.described(self.outline.form(head).lower(), first)

    def _person(self, word: int, gender: str) -> str | None:
        """The person a pronoun stands for: the first named in its sentence or one just before, or the last to speak."""
        here = self.outline.sentences[word]
        first_word = self.outline.first_words
        for sentence in range(here, max(here - _SENTENCES_BACK, -1), -1):
            low, high = first_word[sentence], min(first_word[sentence + 1], word)
            spoke = self._speakers(low, high, person=True)
            candidates = chain(spoke, self.people.persons_between(low, high))
            named = next((name for name in candidates if self._fits(name, gender)), None)
            if named:
                self.people.gender.setdefault(named, gender)
                return named
        return self._last_speaker(word, person=True, gender=gender)

    def _fits(self, name: str, gender: str | None) -> bool:
        return gender is None or self.people.gender.get(name, gender) == gender

    def _last_speaker(self, word: int, *, person: bool, gender: str | None = None) -> str | None:
        return next((name for name in self._speakers(0, word, person=person) if self._fits(name, gender)), None)

    def _speakers(self, low: int, high: int, *, person: bool) -> Iterator[str]:
        """Who spoke in the words `[low, high)`, the last first."""
        for at, name, known in reversed(self.spoken):
            if at < low:
                return
            if at < high and (known or not person):
                yield name


def _is_party(form: str) -> bool:
    # A single sign is looked up several times as fast as a pattern is tried.
    return form[:1] in _PARTIES and _PARTY.fullmatch(form) is not None


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


def name_sources(
    outlines: Outlines, parts: NDArray[np.int16], found: Sequence[Sequence[Found]]
) -> Iterator[list[Mention | None]]:
    """For each document the source of each of its attributions, in the order given; None where it names nobody.

    `parts` are those of `phrase_parts`.
    """
    for outline, phrases, runs, told in zip(
        outlines.each, phrases_of(outlines, parts), runs_of_names(outlines), found, strict=True
    ):
        namer = _Namer(outline, phrases, people_of(outline, *runs), sorted(item.cue for item in told))
        mentions: list[Mention | None] = [None] * len(told)
        for number in sorted(range(len(told)), key=lambda number: (told[number].source, number)):
            mentions[number] = namer.mention(told[number])
        yield mentions
