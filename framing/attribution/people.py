"""The names in an article: which runs of capitalised words name one person, and what titles he or she bears."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from framing.attribution.outline import COMMA, STOP, Outline, Outlines
from framing.attribution.phrases import PERSONS
from framing.attribution.rows import OWNER
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

#: Written before a name, and no part of it.
TITLES = listed(
    """
    mr mrs ms miss dr prof professor president vice prime minister premier chancellor senator sen representative
    rep congressman congresswoman governor gov mayor secretary attorney general judge justice chief speaker
    leader king queen prince princess pope archbishop bishop cardinal reverend rev father sister sir dame lord
    lady ambassador commissioner chairman chairwoman chair director captain capt lieutenant lt colonel col gen
    major maj sergeant sgt officer sheriff detective coach former acting deputy first state house senate foreign
    finance defense defence interior treasury republican democrat democratic conservative liberal labour
    independent green u.s us american canadian british french german russian chinese israeli mexican ukrainian
    european editor reporter analyst economist spokesman spokeswoman spokesperson candidate nominee councilman
    councilwoman councillor alderman
    """
)
#: What a body is called whose name has no person in it.
BODIES = listed(
    """
    house department university college committee party council news times post court office ministry
    association union institute agency bureau bank company corp corporation inc group center centre foundation
    fund organization organisation league federation congress parliament senate press journal network commission
    board service administration campaign states kingdom nations republic city county street hospital school
    church international network coalition society team club police force army navy guard republicans democrats
    daily magazine radio tribune herald assembly caucus tribunal
    """
)
#: Small words inside a last name.
_PARTICLES = listed("de del della di da dos du la le van von der den bin ibn al el")
_AFTER_NAME = listed("jr sr ii iii iv")
_DOTTED = TITLES | _AFTER_NAME
#: Nouns by which a text comes back to a person whom it has introduced by name.
DESCRIBING = PERSONS | listed(
    """
    minister president governor mayor senator premier chancellor secretary director professor judge sheriff officer
    chair chairman chairwoman spokesman spokeswoman spokesperson congressman congresswoman councilman councilwoman
    boffin star singer actor actress author artist player coach survivor victim suspect defendant plaintiff retiree
    pensioner grandmother grandfather mother daughter sister woman girl wife
    """
)
_SYNONYMS = {"attorney": "lawyer", "counsel": "lawyer", "solicitor": "lawyer", "barrister": "lawyer"}
_OPENING = listed("the a an his her its their our this that")
_LINKS = listed("of for at in with from on to who")
_LONGEST_DESCRIPTION = 7
#: What a word may be round a name, as flags.
_DESCRIBES, _OPENS, _LINKS_ON = 1, 2, 4


def _part(form: str) -> int:
    low = form.lower()
    return (low in DESCRIBING) * _DESCRIBES | (low in _OPENING) * _OPENS | (low in _LINKS) * _LINKS_ON


_PART_PLAYED = WordFeature("part played round a name", _part, np.int8)
_ENDS = COMMA | STOP
_HE, _SHE = "he", "she"
_GENDERS = {"mr": _HE, "mrs": _SHE, "ms": _SHE, "miss": _SHE, "sir": _HE, "lord": _HE, "dame": _SHE, "lady": _SHE}


def bare(form: str) -> str:
    """A form without its possessive ending."""
    return form[:-2] if form.endswith("'s") else form


class Run(NamedTuple):
    """Capitalised words `[first, last)` in a row: the titles they begin with, and the name."""

    first: int
    last: int
    titles: tuple[str, ...]
    name: tuple[str, ...]
    #: Whether it reads as the name of a person, given in full or after a title.
    is_person: bool


class Bearers(list[tuple[int, str]]):
    """Who bears a name or title, from which word on."""

    __slots__ = ()

    def add(self, word: int, name: str) -> None:
        """The name is given at a word, after those added before."""
        if not self or self[-1][1] != name:
            self.append((word, name))

    def at(self, word: int) -> str:
        """The last one named before a word, else the first after it."""
        return self[max(bisect_right(self, word, key=_word_of) - 1, 0)][1]


_word_of = itemgetter(0)


@dataclass(slots=True)
class People:
    """The persons that an article names, by last name; each with the word at which a full name stands.

    `starts` and `ends` bound the runs of capitalised words; `part_played` says by a form's number what it may be round
    a name.
    """

    outline: Outline
    starts: list[int]
    ends: list[int]
    part_played: memoryview[int]
    full_names: dict[tuple[str, str], str] = field(default_factory=dict)
    by_last_name: dict[str, Bearers] = field(default_factory=lambda: defaultdict(Bearers))
    by_first_name: dict[str, Bearers] = field(default_factory=lambda: defaultdict(Bearers))
    by_title: dict[str, Bearers] = field(default_factory=lambda: defaultdict(Bearers))
    by_description: dict[str, Bearers] = field(default_factory=lambda: defaultdict(Bearers))
    by_initials: dict[str, str] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)

    def run_at(self, word: int) -> Run | None:
        """The run that a word lies in."""
        number = bisect_right(self.starts, word) - 1
        return self.run(number) if number >= 0 and word < self.ends[number] else None

    def run(self, number: int) -> Run:
        """The run of that number."""
        run = self.runs.get(number)
        if run is None:
            first, last = self.starts[number], self.ends[number]
            run = self.runs[number] = Run(first, last, *_read(tuple(self.outline.forms(first, last))))
        return run

    def persons_between(self, low: int, high: int) -> Iterator[str]:
        """The full names of the persons named in the words `[low, high)`, in order."""
        runs = map(self.run, range(bisect_left(self.starts, low), bisect_left(self.starts, high)))
        return (self.full_name(run.name, run.first) for run in runs if self.is_known(run))

    def is_known(self, run: Run) -> bool:
        """Whether a run names a person, in full or by a last name that is known."""
        if len(run.name) == 1 and run.name[0] in self.by_first_name:
            return True
        return bool(run.name) and (run.is_person or run.name[-1] in self.by_last_name)

    def full_name(self, name: tuple[str, ...], word: int) -> str:
        """The full name of whoever goes by `name` at a word: the last one given before, else the first after."""
        if len(name) == 1 and name[0] in self.by_initials:
            return self.by_initials[name[0]]
        if len(name) > 1:
            return self.full_names.get((name[0], name[-1]), " ".join(name))
        known = self.by_last_name.get(name[0]) or self.by_first_name.get(name[0])
        return known.at(word) if known else name[0]

    def with_title(self, title: str, word: int) -> str | None:
        """Who bears a title at a word: the last named with it before, else the first after."""
        known = self.by_title.get(title)
        return known.at(word) if known else None

    def described(self, noun: str, word: int) -> str | None:
        """Who was last described by a noun before a word: Osk Venn, the landlord, of “the cheerful landlord”."""
        known = self.by_description.get(_SYNONYMS.get(noun, noun))
        return known.at(word) if known and known[0][0] < word else None

    def beside(self, word: int) -> str | None:
        """The person whose name stands between commas after a word: of “his lawyer, Ada Quill,” Ada Quill."""
        run = self.run_at(word + 1) if self.outline.gaps[word] & COMMA else None
        if run is None or run.first != word + 1 or not run.is_person or not self.outline.gaps[run.last - 1] & _ENDS:
            return None
        return self.full_name(run.name, run.first)


def people_of(outline: Outline, starts: list[int], ends: list[int]) -> People:
    """The persons of a document, whose runs of capitalised words begin at `starts` and end before `ends`."""
    people = People(outline, starts, ends, outline.document.vocabulary.column(_PART_PLAYED).data)
    # a full name has two words at least, and so has a name with a title
    runs = [people.run(number) for number in range(len(starts)) if ends[number] - starts[number] > 1]
    for run in runs:
        name = run.name
        if run.is_person:
            full = people.full_names.setdefault((name[0], name[-1]), _without_initials(name))
            people.by_last_name[name[-1]].add(run.first, full)
            people.by_first_name[name[0]].add(run.first, full)
        elif len(name) > 2:
            initials = "".join([part[0] for part in name if part[0].isupper()])
            people.by_initials.setdefault(initials, " ".join(name))
    for run in runs:
        if people.is_known(run):
            _add_titles(people, run)
            _add_description(people, run)
    return people


def _without_initials(name: tuple[str, ...]) -> str:
    """A full name without what abbreviates a middle name, so that accounts that give it and others name one person.

    >>> _without_initials(("Ada", "M", "Quill"))
    'Ada Quill'
    """
    if len(name) == 2:
        return " ".join(name)
    first, *middle, last = name
    kept = middle if len(first) == 1 else [part for part in middle if len(part) > 1]
    return " ".join((first, *kept, last))


def _add_description(people: People, run: Run) -> None:
    """Remember the noun that says what a person is: of Osk Venn, the landlord of the inn, that he is the landlord."""
    outline = people.outline
    nouns = [_noun_before(outline, people.part_played, run.first)]
    if outline.gaps[run.last - 1] & COMMA and run.last < len(outline.ids):
        nouns.append(_noun_after(outline, people.part_played, run.last))
    for noun in nouns:
        if noun:
            full = people.full_name(run.name, run.first)
            people.by_description[_SYNONYMS.get(noun, noun)].add(run.first, full)


def _noun_before(outline: Outline, part_played: memoryview[int], name: int) -> str | None:
    """The noun for a person that a phrase right before a name ends in, or has before its “of”."""
    gaps, ids = outline.gaps, outline.ids
    begin = outline.first_words[outline.sentences[name]]
    for word in range(name - 1, max(name - _LONGEST_DESCRIPTION, begin - 1), -1):
        if word < name - 1 and gaps[word]:
            return None
        part = part_played[ids[word]]
        if part & _DESCRIBES and (word == name - 1 or part_played[ids[word + 1]] & _LINKS_ON):
            return outline.form(word).lower()
        if part & _OPENS and (word == 0 or not part_played[ids[word - 1]] & _LINKS_ON):
            return None
    return None


def _noun_after(outline: Outline, part_played: memoryview[int], first: int) -> str | None:
    """The noun for a person in an apposition that begins at a word with an article."""
    ids = outline.ids
    if not part_played[ids[first]] & _OPENS:
        return None
    found = None
    for word in range(first, min(first + _LONGEST_DESCRIPTION, len(ids))):
        part = part_played[ids[word]]
        if part & _DESCRIBES:
            found = word
        if outline.gaps[word] or part & _LINKS_ON:
            break
    return None if found is None else outline.form(found).lower()


def _add_titles(people: People, run: Run) -> None:
    if not run.titles:
        return
    full = people.full_name(run.name, run.first)
    for length in range(1, len(run.titles) + 1):
        people.by_title[" ".join(run.titles[-length:])].add(run.first, full)
    gender = next((_GENDERS[title] for title in run.titles if title in _GENDERS), None)
    if gender:
        people.gender.setdefault(full, gender)


def runs_of_names(outlines: Outlines) -> list[tuple[list[int], list[int]]]:
    """Where the runs of capitalised words of each document begin and end."""
    tagged, forms, ids = outlines.tagged, outlines.forms, outlines.ids.data
    row, gap, sentence, named = tagged.row, tagged.gap, tagged.sentence, tagged.named.copy()
    between = ~named[1:-1] & named[:-2] & named[2:] & (sentence[2:] == sentence[:-2]) & (gap[:-2] == 0)
    for at in (np.flatnonzero(between & (gap[1:-1] == 0)) + 1).tolist():
        named[at] = forms[ids[at]] in _PARTICLES
    goes_on = named[:-1] & named[1:] & (row[:-1] != OWNER) & (sentence[1:] == sentence[:-1])
    for at in np.flatnonzero(goes_on & (gap[:-1] != 0)).tolist():
        form = forms[ids[at]]
        goes_on[at] = gap[at] == STOP and (len(form) == 1 or form.lower() in _DOTTED)
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


@lru_cache(maxsize=1 << 16)
def _read(forms: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The titles that a run of capitalised words begins with, the name, and whether it is a person's."""
    words = list(map(bare, forms))
    if len(words) == 1:
        title = words[0].lower() in TITLES
        return (words[0].lower(),) if title else (), () if title else (words[0],), False
    while len(words) > 1 and words[-1].lower() in _AFTER_NAME:
        words.pop()
    # all that stands before the last title belongs to it: Transport Minister Lena Orsk
    low = [word.lower() for word in words]
    titles = 0 if TITLES.isdisjoint(low) else max(at + 1 for at, word in enumerate(low) if word in TITLES)
    while titles < len(low) - 2 and low[titles] in DESCRIBING:
        titles += 1
    if titles < len(words) and not BODIES.isdisjoint(low[titles:]):
        titles = 0
    # Prime Minister: titles and nothing else name whoever bears them
    is_person = len(words) - titles in (2, 3, 4) and words[-1][:1].isupper() and BODIES.isdisjoint(low[titles:])
    return tuple(low[:titles]), tuple(words[titles:]), is_person
