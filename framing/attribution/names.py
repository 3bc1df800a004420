"""Names in an article: runs of capitalised words, split into names, and names that are parts of one name joined.

Titles and times split a run; “of”, “for”, “on” and “and” join the parts of a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from framing.attribution import name_types as kinds
from framing.attribution.name_types import Words
from framing.attribution.phrases import PERSONS, Phrases
from framing.attribution.token_features import COMMA, MARK, STOP, TokenFeatures, counts_before
from framing.attribution.word_rows import OWNER
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

if TYPE_CHECKING:
    from framing.attribution.entities import Entity

TITLES, _CALENDAR, _PARTICLES = word_set("titles"), word_set("calendar"), word_set("particles")
#: Titles with which a single name is a full one: Pope Francis, Lord Finch.
_WITH_ONE_NAME = word_set("titles-of-one-name")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior"})
_DOTTED = TITLES | SUFFIXES | frozenset({"st", "mt", "ft", "corp", "inc", "co", "ltd", "bros"})
#: Days that begin a sentence before a name.
_RELATIVE_DAYS = frozenset({"today", "yesterday", "tonight", "tomorrow"})
#: Months and days that are words or given names, too.
_AMBIGUOUS_TIMES = frozenset("may march april june august mar jan sun sat wed mon dec".split())
#: Bodies whose names may continue with “of”, and those that may contain “and”.
_COMPLEMENTED, _AND_TOO = kinds.BODIES - word_set("bodies-without-of"), word_set("bodies-with-and")
_AND_SERVICES = frozenset("services affairs development protection welfare prevention".split())
#: What a title may be of: the ambassador to Quillia, the Secretary of State.
_COMPLEMENTS = kinds.TITLE_WORDS | (kinds.GEOGRAPHY - kinds.CAPITALS)
#: The full names of abbreviated countries and unions.
LONG = {
    "us": "United States", "usa": "United States", "uk": "United Kingdom", "un": "United Nations",
    "eu": "European Union", "uae": "United Arab Emirates",
}  # fmt: skip
#: Words that make a title another one: a vice president is not the president.
_NO_BEARERS = frozenset({"vice", "deputy", "former", "assistant", "associate", "under"})
_LONGEST_NICKNAME = 3
#: Words that may join two names, or a title and what it is of.
_LINKS = kinds.LINKS | {"to", "and"}
#: The fewest words of a sentence in capitals.
_FEWEST_IN_CAPITALS = 4
PREFIXED = re.compile(r"(?:al|el|ul|ad|an|as|at|az|ash|bin)-[A-Z].*")


def bare(form: str) -> str:
    """A form without its possessive ending."""
    ending = form[-2:].lower()
    if ending in ("'s", "’s"):
        return form[:-2]
    return form[:-1] if ending in ("s'", "s’") else form


@lru_cache(maxsize=1 << 16)
def plain(form: str) -> str:
    """A form in lower case without stops and possessive ending."""
    return bare(form).lower().replace(".", "")


@lru_cache(maxsize=1 << 16)
def shown_as(words: Words) -> str:
    """A full name without what abbreviates a middle name, so that accounts that give it and others name one person.

    >>> shown_as(("Ada", "M", "Quill")), shown_as(("Osk", "Venn", "Jr"))
    ('Ada Quill', 'Osk Venn Jr.')
    """
    end = len(words) - (words[-1].lower() in SUFFIXES)
    suffix = [f"{word}." if word in ("Jr", "Sr") else word for word in words[end:]]
    if end < 3:
        return " ".join((*words[:end], *suffix))
    first, *middle, last = words[:end]
    kept = middle if len(first.rstrip(".")) == 1 else [part for part in middle if len(part.rstrip(".")) > 1]
    return " ".join((first, *kept, last, *suffix))


@cache
def short_forms() -> Mapping[str, set[str]]:
    """The given names that each may be another form of: Robert of Bob, and Bob and Rob of Robert.

    >>> sorted(short_forms()["bobby"])
    ['bob', 'rob', 'robbie', 'robert']
    """
    by_whole, others = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for entry in word_set("short-names"):
        short, _, whole = entry.partition("=")
        by_whole[whole] |= {whole, short}
    for forms in by_whole.values():
        for form in forms:
            others[form] |= forms - {form}
    return dict(others)


@lru_cache(maxsize=1 << 12)
def meanings(titles: Words) -> Words:
    """The titles that refer to a bearer of these: “minister” to a foreign minister, but no “president” to a vice one.

    >>> meanings(("foreign", "minister")), meanings(("vice", "president"))
    (('foreign minister', 'minister'), ('vice president',))
    """
    kept = [at for at in range(len(titles)) if at == 0 or titles[at - 1] not in _NO_BEARERS]
    return tuple(" ".join(titles[at:]) for at in kept)


def is_government(words: Sequence[str]) -> bool:
    """Whether a place's name may stand for a government: a country's or a capital's."""
    low = plain(words[-1])
    return low in kinds.COUNTRIES or (len(words) == 1 and low in kinds.CAPITALS)


@dataclass(slots=True)
class Name:
    """A name in its place: words `[first, last)`, titles from `begin` on; `kind` is the type that its form shows."""

    begin: int
    first: int
    last: int
    titles: Words
    words: Words
    low: Words
    kind: str
    entity: Entity | None = None
    choice: str = "as written"

    @property
    def form(self) -> str:
        """The form of the name: "title" alone, "full" or "short"."""
        if not self.words:
            return "title"
        whole = len(self.words) > 1 or self.entity is None or self.entity.name == self.words[0]
        return "full" if whole else "short"

    @property
    def meant(self) -> Entity:
        """Whom or what it means, once that is decided."""
        assert self.entity is not None
        return self.entity

    @property
    def is_person(self) -> bool:
        """Whether it means a person."""
        return self.entity is not None and self.entity.type == kinds.PERSON


def names_in(batch: TokenFeatures, phrases: Sequence[Phrases]) -> list[list[Name]]:
    """The names of each document in order, times and titles alone among them."""
    document, starts_of_documents = batch.document, batch.document_starts
    parts = document.word_column(_PARTS)
    small = counts_before((parts & _SMALL) > 0)[document.sentence_first_word]
    is_shouted = (np.diff(small) == 0) & (np.diff(document.sentence_first_word) >= _FEWEST_IN_CAPITALS)
    in_capitals = is_shouted[document.word_sentence]
    named, starts = _runs(batch, parts, in_capitals)
    forms = [document.vocabulary.forms[number] for number in document.word_id[named].tolist()]
    ends = np.append(counts_before(named)[starts], len(forms)).tolist()
    runs = [tuple(forms[first:last]) for first, last in pairwise(ends)]
    bounds = pairwise(np.searchsorted(starts, starts_of_documents).tolist())
    return [
        _Finder(tokens, of_document, in_capitals[at:].data).names((starts[low:high] - at).tolist(), runs[low:high])
        for tokens, of_document, at, (low, high) in zip(
            batch.by_document, phrases, starts_of_documents, bounds, strict=False
        )
    ]


# runs of capitalised words

_SMALL, _PREFIXED, _PARTICLE, _DOT, _SUFFIX, _NOMINAL = (1 << bit for bit in range(6))


def _part(form: str) -> int:
    """What a form may be in a name, as flags."""
    low = form.lower()
    flags = {
        _SMALL: form != form.upper(),
        _PREFIXED: PREFIXED.fullmatch(form),
        _PARTICLE: form in _PARTICLES,
        _DOT: len(form) == 1 or low in _DOTTED or "." in form,
        _SUFFIX: low in SUFFIXES,
        _NOMINAL: load_json("tags").get(low, "NN") in ("NN", "JJ", "NNP"),
    }
    return sum(flag for flag, holds in flags.items() if holds)


_PARTS = WordFeature("parts of a name", _part, np.int8, stored=True)


def _runs(
    batch: TokenFeatures, parts: NDArray[np.int8], in_capitals: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which words stand in a run of capitalised words, and where each run begins."""
    gap = batch.gap
    joined = batch.document.word_sentence[1:] == batch.document.word_sentence[:-1]
    close = joined & (gap[:-1] == 0)
    named = batch.named.copy()
    # Charles de Gaulle, Haider al-Abadi
    named[1:-1] |= named[:-2] & named[2:] & close[:-1] & close[1:] & ((parts[1:-1] & _PARTICLE) > 0)
    named[1:] |= named[:-1] & close & ((parts[1:] & _PREFIXED) > 0)
    # in a sentence all in capitals a name continues with words that are no names elsewhere: ANN LOW
    goes_over = close & in_capitals[1:] & ~named[1:] & ((parts[1:] & _NOMINAL) > 0)
    for at in (np.flatnonzero(goes_over) + 1).tolist():
        named[at] = named[at - 1]
    dotted = (gap[:-1] == STOP) & ((parts[:-1] & _DOT) > 0)
    before_suffix = (gap[:-1] == COMMA) & ((parts[1:] & _SUFFIX) > 0)
    goes_on = named[:-1] & named[1:] & (batch.row[:-1] != OWNER) & joined & ((gap[:-1] == 0) | dotted | before_suffix)
    first = named.copy()
    first[1:] &= ~goes_on
    return named, np.flatnonzero(first)


# the names of a run

#: Begin, first, last, titles, words, words in lower case and kind of a name, counted from the beginning of its run.
_Piece = tuple[int, int, int, Words, Words, Words, str]


@lru_cache(maxsize=1 << 16)
def _pieces(forms: Words) -> tuple[_Piece, ...]:
    """The names in a run of capitalised words, parted at times."""
    low = tuple(map(plain, forms))
    pieces: list[_Piece] = []
    begin = 0
    for at, word in enumerate((*low, "")):
        is_time = word in _CALENDAR and (len(low) == 1 or word not in _AMBIGUOUS_TIMES)
        if is_time or not word:
            pieces += _parted(forms, low, begin, at)
            begin = at + 1
        if is_time:
            pieces.append((at, at, at + 1, (), (forms[at],), (word,), kinds.TIME))
    return tuple(pieces)


def _parted(forms: Words, low: Words, begin: int, end: int) -> Iterator[_Piece]:
    """The names in a run without times: titles alone, a place before a name, a body before one, titles and a name."""
    if begin == end:
        return
    last = end
    while last - begin > 1 and low[last - 1] in SUFFIXES:
        last -= 1
    final = low[last - 1]
    titled = [at for at in range(begin, last) if _is_title(low[at], last - at)]
    only_titles = titled and all(word in TITLES or word in kinds.TITLE_WORDS for word in low[begin:last])
    if only_titles or (final in TITLES and final not in kinds.SURNAMES):
        yield begin, end, end, low[begin:end], (), (), kinds.PERSON
        return
    first = max((at + 1 for at in titled if at + 1 < last), default=begin)
    kind = kinds.kind_of(low[first:last]) if first > begin and final not in kinds.COUNTRIES else ""
    if kind in (kinds.BODY, kinds.THING, kinds.PLACE):
        # the Justice Department, King County, General Motors
        first = begin
    is_place = low[begin] in kinds.COUNTRIES or low[begin] in kinds.CAPITALS
    if first == begin and last - begin > 2 and is_place and not kinds.kind_of(low[begin + 1 : last]):
        # the ambassador to Quillia Ada Venn: the place ends what goes before
        yield begin, begin, begin + 1, (), (bare(forms[begin]),), (low[begin],), kinds.PLACE
        begin = first = begin + 1
    body = max((at for at in range(begin, last - 2) if low[at] in _COMPLEMENTED), default=-1)
    if first == begin and body >= 0 and not any(map(kinds.is_plain, low[body + 1 : last])):
        # the Quillian Research Institute Ada Venn
        yield from _parted(forms, low, begin, body + 1)
        begin = first = body + 1
    words = [bare(form) for form in forms[first:end]]
    titles = low[begin:first]
    if titles and titles[-1] in _WITH_ONE_NAME and last - first == 1:
        words.insert(0, bare(forms[first - 1]))
    kind = kinds.kind_of(low[first:last]) or (kinds.PERSON if titles else "")
    yield begin, first, end, titles, tuple(words), tuple(map(plain, words)), kind


def _is_title(word: str, left: int) -> bool:
    """Whether a word is a title where so many words of a run are left: Registrar-General, or Diplomat before two."""
    if left > 2 and (word in PERSONS or word.removesuffix("s") in TITLES):
        return True
    return word in TITLES or word.rpartition("-")[2] in TITLES


@dataclass(frozen=True, eq=False)
class _Finder:
    """The names of one document."""

    tokens: TokenFeatures
    phrases: Phrases
    in_capitals: memoryview[int]

    def names(self, starts: Sequence[int], runs: Sequence[Words]) -> list[Name]:
        """The names in the runs that begin at these words, those joined that one name holds."""
        names: list[Name] = []
        for name in self._parts(starts, runs):
            is_near = names and name.begin - names[-1].last <= _LONGEST_NICKNAME
            joined = self._joined(names[-1], name) if is_near else None
            if joined is None:
                names.append(name)
            else:
                names[-1] = joined
        return names

    def _parts(self, starts: Sequence[int], runs: Sequence[Words]) -> Iterator[Name]:
        """The names that each run is parted into, without nicknames."""
        in_capitals, nicknames = self.in_capitals, self._nicknames
        for start, run in zip(starts, runs, strict=True):
            while run and run[0].lower() in _RELATIVE_DAYS:
                start, run = start + 1, run[1:]
            if run and in_capitals[start] and run[0].isupper() and len(run[0]) > 1:
                run = tuple(map(self._recased, run))
            for begin, first, last, titles, words, low, kind in _pieces(run):
                if start + begin not in nicknames:
                    yield Name(start + begin, start + first, start + last, titles, words, low, kind)

    def _recased(self, form: str) -> str:
        """A form from a sentence in capitals as names are written: as elsewhere in the article, else with a capital."""
        titled = form.title()
        if titled.endswith(("'S", "’S")):
            titled = f"{titled[:-1]}s"
        return self._mixed.get(form.lower()) or (form if plain(form) in LONG else titled)

    @cached_property
    def _mixed(self) -> dict[str, str]:
        """The forms with small letters and the abbreviations among them, by their small letters."""
        forms = zip(self.tokens.forms(0, len(self.tokens.ids)), self.in_capitals, strict=False)
        return {
            form.lower(): form for form, shouted in forms if form[:1].isupper() and not (shouted and form.isupper())
        }

    @cached_property
    def _nicknames(self) -> set[int]:
        """The words of nicknames, which stand in marks inside a name."""
        gaps, names = self.tokens.gaps, self.tokens.names
        return {
            word
            for first, last in self.tokens.quotation_bounds
            if 0 < first < last < min(len(names), first + _LONGEST_NICKNAME + 1)
            if gaps[first - 1] == gaps[last - 1] == MARK and names[first - 1] and names[last]
            for word in range(first, last)
        }

    def _joined(self, before: Name, name: Name) -> Name | None:
        """The name that holds two of which the second continues the first; None where they are two names."""
        last = before.last
        if last in self._nicknames:
            # William “Bill” Hayes
            is_one = before.words and name.words and not name.titles
            return _lengthened(before, name, name.words, name.low) if is_one else None
        if name.begin == last:
            # a title with what it is of, and its bearer
            is_borne = not before.words and name.words and self.phrases.joined(last - 1)
            return _with_titles(name, before, before.titles + name.titles) if is_borne else None
        link = self.tokens.form(last)
        if link not in _LINKS:
            return None
        between = self.tokens.forms(last, name.begin)
        if between[1:] not in ([], ["the"]):
            return None
        if not all(map(self.phrases.joined, range(last - 1, name.begin))):
            return None
        if not before.words:
            return _completed(before, name, between) if link in ("of", "to", "for") else None
        if name.titles and name.words and link == "and" and len(before.words) == 1 and kinds.is_common(before.low[0]):
            # Health and Human Services Secretary Ada Quill
            return _with_titles(name, before, (*before.low, link, *name.titles))
        words, low, kind = name.words, name.low, name.kind
        if not words and before.kind == kinds.BODY and link == "of":
            # the Department of Justice, where the last word is a title elsewhere
            words, low, kind = tuple(self.tokens.forms(name.begin, name.last)), name.titles, ""
        elif name.titles or not words:
            return None
        if kind == kinds.TIME or not _is_joined_by(before, link, words, low, kind):
            return None
        before.kind = before.kind if before.kind == kinds.BODY else kind
        return _lengthened(before, name, (*between, *words), (*between, *low))


def _lengthened(before: Name, name: Name, words: Words, low: Words) -> Name:
    """The name before, extended to the end of the next by these words."""
    before.words += words
    before.low += low
    before.last = name.last
    return before


def _with_titles(name: Name, before: Name, titles: Words) -> Name:
    """A name with the titles before it."""
    name.begin, name.titles, name.kind = before.begin, titles, name.kind or kinds.PERSON
    return name


def _completed(title: Name, name: Name, between: Sequence[str]) -> Name | None:
    """A title with what it is of; where a name follows that, it is the bearer's."""
    low = name.low
    if name.titles or name.kind == kinds.TIME or not low:
        return None
    whole = len(low) if kinds.kind_of(low) else len(list(takewhile(_COMPLEMENTS.__contains__, low[:-1])))
    title.titles += (*between, *low[: whole or None])
    title.first = title.last = name.last
    if 0 < whole < len(low):
        title.words, title.low, title.first = name.words[whole:], low[whole:], name.first + whole
    return title


def _is_joined_by(before: Name, link: str, words: Words, low: Words, kind: str) -> bool:
    """Whether “of”, “for”, “on” or “and” joins the words of a name of a kind to the name before."""
    base = before.low[-1]
    if before.kind != kinds.BODY:
        # Health and Human Services, Defense of the Marsh Act
        whole = (link == "and" and kind == kinds.BODY and len(words) > 1) or (link == "of" and kind == kinds.DOCUMENT)
        is_part = before.kind != kinds.PERSON and not before.titles and len(before.words) < 3
        return whole and is_part and kinds.is_common(base)
    linked = len(before.words) > 2 and not kinds.LINKS.isdisjoint(before.words)
    if link == "of":
        return base in _COMPLEMENTED or linked
    if link == "and":
        is_part = (kind in ("", kinds.THING) and not words[-1].isupper()) or low[-1] in _AND_SERVICES
        return linked and not _AND_TOO.isdisjoint(before.low) and is_part
    return link in ("for", "on") and base in _COMPLEMENTED and kind != kinds.PERSON
