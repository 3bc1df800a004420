"""Names in an article: runs of capitalised words are split into names, and adjacent parts of one name merged.

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

from framing.attribution import name_types as types
from framing.attribution.name_types import Words
from framing.attribution.phrases import PERSONS, Phrases
from framing.attribution.token_features import COMMA, END_MARK, QUOTE_MARK, TokenFeatures, counts_before
from framing.attribution.word_rows import POSSESSIVE_NAME
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
_BODIES_TAKING_OF, _BODIES_TAKING_AND = types.BODIES - word_set("bodies-without-of"), word_set("bodies-with-and")
_AFTER_AND = frozenset("services affairs development protection welfare prevention".split())
#: What a title may be of: the ambassador to Quillia, the Secretary of State.
_COMPLEMENTS = types.TITLE_WORDS | (types.PLACE_NAMES - types.CAPITALS)
#: The full names of abbreviated countries and unions.
FULL_NAMES = {
    "us": "United States", "usa": "United States", "uk": "United Kingdom", "un": "United Nations",
    "eu": "European Union", "uae": "United Arab Emirates",
}  # fmt: skip
#: Words that change a title: a vice president is not the president.
_RANK_MODIFIERS = frozenset({"vice", "deputy", "former", "assistant", "associate", "under"})
_MAX_NICKNAME_WORDS = 3
#: Words that may join two names, or a title and what it is of.
_LINKS = types.NAME_PREPOSITIONS | {"to", "and"}
#: Minimum words of a sentence all in capitals.
_MIN_SHOUTED_WORDS = 4
ARABIC_PREFIX = re.compile(r"(?:al|el|ul|ad|an|as|at|az|ash|bin)-[A-Z].*")


def strip_possessive(form: str) -> str:
    """A form without its possessive ending."""
    ending = form[-2:].lower()
    if ending in ("'s", "’s"):
        return form[:-2]
    return form[:-1] if ending in ("s'", "s’") else form


@lru_cache(maxsize=1 << 16)
def normalize(form: str) -> str:
    """A form in lower case without stops and possessive ending."""
    return strip_possessive(form).lower().replace(".", "")


@lru_cache(maxsize=1 << 16)
def display_name(words: Words) -> str:
    """A full name without middle initials, so that accounts with and without them agree.

    >>> display_name(("Ada", "M", "Quill")), display_name(("Osk", "Venn", "Jr"))
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
def short_titles(titles: Words) -> Words:
    """The shorter titles that can refer to a person: “minister” for a foreign minister, not “president” for a vice one.

    >>> short_titles(("foreign", "minister")), short_titles(("vice", "president"))
    (('foreign minister', 'minister'), ('vice president',))
    """
    kept = [at for at in range(len(titles)) if at == 0 or titles[at - 1] not in _RANK_MODIFIERS]
    return tuple(" ".join(titles[at:]) for at in kept)


def is_government(words: Sequence[str]) -> bool:
    """Whether a place's name may stand for a government: a country's or a capital's."""
    lower = normalize(words[-1])
    return lower in types.COUNTRIES or (len(words) == 1 and lower in types.CAPITALS)


@dataclass(slots=True)
class Name:
    """A name: words `[start, end)`, without its titles from `words_start`; `type` is that of its form, or empty."""

    start: int
    words_start: int
    end: int
    titles: Words
    words: Words
    lower_words: Words
    type: str
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
        """Whether it names a person."""
        return self.entity is not None and self.entity.type == types.PERSON


def names_in(batch: TokenFeatures, phrases: Sequence[Phrases]) -> list[list[Name]]:
    """The names of each document in order, times and titles alone among them."""
    document, starts_of_documents = batch.document, batch.document_starts
    flags = document.word_column(_FORM_FLAGS)
    small = counts_before((flags & _SMALL) > 0)[document.sentence_first_word]
    is_shouted = (np.diff(small) == 0) & (np.diff(document.sentence_first_word) >= _MIN_SHOUTED_WORDS)
    in_capitals = is_shouted[document.word_sentence]
    named, starts = _runs(batch, flags, in_capitals)
    forms = [document.vocabulary.forms[number] for number in document.word_id[named].tolist()]
    ends = np.append(counts_before(named)[starts], len(forms)).tolist()
    runs = [tuple(forms[first:last]) for first, last in pairwise(ends)]
    bounds = pairwise(np.searchsorted(starts, starts_of_documents).tolist())
    return [
        _Finder(tokens, of_document, in_capitals[at:].data).names((starts[first:end] - at).tolist(), runs[first:end])
        for tokens, of_document, at, (first, end) in zip(
            batch.by_document, phrases, starts_of_documents, bounds, strict=False
        )
    ]


# runs of capitalised words

_SMALL, _PREFIXED, _PARTICLE, _DOT, _SUFFIX, _NOUN_LIKE = (1 << bit for bit in range(6))


def _flags_of_form(form: str) -> int:
    """What a form may be in a name, as flags."""
    lower = form.lower()
    flags = {
        _SMALL: form != form.upper(),
        _PREFIXED: ARABIC_PREFIX.fullmatch(form),
        _PARTICLE: form in _PARTICLES,
        _DOT: len(form) == 1 or lower in _DOTTED or "." in form,
        _SUFFIX: lower in SUFFIXES,
        _NOUN_LIKE: load_json("tags").get(lower, "NN") in ("NN", "JJ", "NNP"),
    }
    return sum(flag for flag, holds in flags.items() if holds)


_FORM_FLAGS = WordFeature("parts of a name", _flags_of_form, np.int8, stored=True)


def _runs(
    batch: TokenFeatures, flags: NDArray[np.int8], in_capitals: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which words stand in a run of capitalised words, and where each run begins."""
    gap = batch.gap
    joined = batch.document.word_sentence[1:] == batch.document.word_sentence[:-1]
    close = joined & (gap[:-1] == 0)
    named = batch.is_name.copy()
    # Charles de Gaulle, Haider al-Abadi
    named[1:-1] |= named[:-2] & named[2:] & close[:-1] & close[1:] & ((flags[1:-1] & _PARTICLE) > 0)
    named[1:] |= named[:-1] & close & ((flags[1:] & _PREFIXED) > 0)
    # in a sentence all in capitals a name continues with words that are no names elsewhere: ANN LOW
    goes_over = close & in_capitals[1:] & ~named[1:] & ((flags[1:] & _NOUN_LIKE) > 0)
    for at in (np.flatnonzero(goes_over) + 1).tolist():
        named[at] = named[at - 1]
    dotted = (gap[:-1] == END_MARK) & ((flags[:-1] & _DOT) > 0)
    before_suffix = (gap[:-1] == COMMA) & ((flags[1:] & _SUFFIX) > 0)
    goes_on = (
        named[:-1]
        & named[1:]
        & (batch.weight_row[:-1] != POSSESSIVE_NAME)
        & joined
        & ((gap[:-1] == 0) | dotted | before_suffix)
    )
    first = named.copy()
    first[1:] &= ~goes_on
    return named, np.flatnonzero(first)


# the names of a run

#: Start, start of its words, end (counted within the run), titles, words, words in lower case and type of a name.
_Piece = tuple[int, int, int, Words, Words, Words, str]


@lru_cache(maxsize=1 << 16)
def _pieces(forms: Words) -> tuple[_Piece, ...]:
    """The names in a run of capitalised words, split at times."""
    lower = tuple(map(normalize, forms))
    pieces: list[_Piece] = []
    begin = 0
    for at, word in enumerate((*lower, "")):
        is_time = word in _CALENDAR and (len(lower) == 1 or word not in _AMBIGUOUS_TIMES)
        if is_time or not word:
            pieces += _split_run(forms, lower, begin, at)
            begin = at + 1
        if is_time:
            pieces.append((at, at, at + 1, (), (forms[at],), (word,), types.TIME))
    return tuple(pieces)


def _split_run(forms: Words, lower: Words, begin: int, end: int) -> Iterator[_Piece]:
    """The names in a run without times: titles alone, a place before a name, a body before one, titles and a name."""
    if begin == end:
        return
    last = end
    while last - begin > 1 and lower[last - 1] in SUFFIXES:
        last -= 1
    final = lower[last - 1]
    titled = [at for at in range(begin, last) if _is_title(lower[at], last - at)]
    only_titles = titled and all(word in TITLES or word in types.TITLE_WORDS for word in lower[begin:last])
    if only_titles or (final in TITLES and final not in types.SURNAMES):
        yield begin, end, end, lower[begin:end], (), (), types.PERSON
        return
    first = max((at + 1 for at in titled if at + 1 < last), default=begin)
    name_type = types.type_by_words(lower[first:last]) if first > begin and final not in types.COUNTRIES else ""
    if name_type in (types.BODY, types.THING, types.PLACE):
        # the Justice Department, King County, General Motors
        first = begin
    is_place = lower[begin] in types.COUNTRIES or lower[begin] in types.CAPITALS
    if first == begin and last - begin > 2 and is_place and not types.type_by_words(lower[begin + 1 : last]):
        # the ambassador to Quillia Ada Venn: the place ends what goes before
        yield begin, begin, begin + 1, (), (strip_possessive(forms[begin]),), (lower[begin],), types.PLACE
        begin = first = begin + 1
    body = max((at for at in range(begin, last - 2) if lower[at] in _BODIES_TAKING_OF), default=-1)
    if first == begin and body >= 0 and not any(map(types.is_common_or_listed, lower[body + 1 : last])):
        # the Quillian Research Institute Ada Venn
        yield from _split_run(forms, lower, begin, body + 1)
        begin = first = body + 1
    words = [strip_possessive(form) for form in forms[first:end]]
    titles = lower[begin:first]
    if titles and titles[-1] in _WITH_ONE_NAME and last - first == 1:
        words.insert(0, strip_possessive(forms[first - 1]))
    name_type = types.type_by_words(lower[first:last]) or (types.PERSON if titles else "")
    yield begin, first, end, titles, tuple(words), tuple(map(normalize, words)), name_type


def _is_title(word: str, left: int) -> bool:
    """Whether a word is a title, with `left` words left in its run: Registrar-General, or Diplomat before two more."""
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
        """The names in the runs that begin at these words, merging those that form one name."""
        names: list[Name] = []
        for name in self._names_of(starts, runs):
            is_near = names and name.start - names[-1].end <= _MAX_NICKNAME_WORDS
            joined = self._merged(names[-1], name) if is_near else None
            if joined is None:
                names.append(name)
            else:
                names[-1] = joined
        return names

    def _names_of(self, starts: Sequence[int], runs: Sequence[Words]) -> Iterator[Name]:
        """The names that each run is split into, without nicknames."""
        in_capitals, nicknames = self.in_capitals, self._nicknames
        for start, run in zip(starts, runs, strict=True):
            while run and run[0].lower() in _RELATIVE_DAYS:
                start, run = start + 1, run[1:]
            if run and in_capitals[start] and run[0].isupper() and len(run[0]) > 1:
                run = tuple(map(self._recased, run))
            for begin, first, last, titles, words, lower, name_type in _pieces(run):
                if start + begin not in nicknames:
                    yield Name(start + begin, start + first, start + last, titles, words, lower, name_type)

    def _recased(self, form: str) -> str:
        """A form from a sentence in capitals, as it is written elsewhere in the article, else in title case."""
        titled = form.title()
        if titled.endswith(("'S", "’S")):
            titled = f"{titled[:-1]}s"
        return self._mixed.get(form.lower()) or (form if normalize(form) in FULL_NAMES else titled)

    @cached_property
    def _mixed(self) -> dict[str, str]:
        """The forms with small letters and the abbreviations among them, by their small letters."""
        forms = zip(self.tokens.forms(0, len(self.tokens.form_ids)), self.in_capitals, strict=False)
        return {
            form.lower(): form for form, shouted in forms if form[:1].isupper() and not (shouted and form.isupper())
        }

    @cached_property
    def _nicknames(self) -> set[int]:
        """The words of nicknames, which stand in marks inside a name."""
        gaps, names = self.tokens.gap_after, self.tokens.is_name_at
        return {
            word
            for first, last in self.tokens.quotation_bounds
            if 0 < first < last < min(len(names), first + _MAX_NICKNAME_WORDS + 1)
            if gaps[first - 1] == gaps[last - 1] == QUOTE_MARK and names[first - 1] and names[last]
            for word in range(first, last)
        }

    def _merged(self, before: Name, name: Name) -> Name | None:
        """The merged name if the second continues the first, else None."""
        last = before.end
        if last in self._nicknames:
            # William “Bill” Hayes
            is_one = before.words and name.words and not name.titles
            return _extended(before, name, name.words, name.lower_words) if is_one else None
        if name.start == last:
            # a title with what it is of, and its bearer
            is_borne = not before.words and name.words and self.phrases.adjoins_next(last - 1)
            return _with_titles(name, before, before.titles + name.titles) if is_borne else None
        link = self.tokens.form(last)
        if link not in _LINKS:
            return None
        between = self.tokens.forms(last, name.start)
        if between[1:] not in ([], ["the"]):
            return None
        if not all(map(self.phrases.adjoins_next, range(last - 1, name.start))):
            return None
        if not before.words:
            return _title_with_complement(before, name, between) if link in ("of", "to", "for") else None
        if (
            name.titles
            and name.words
            and link == "and"
            and len(before.words) == 1
            and types.is_common(before.lower_words[0])
        ):
            # Health and Human Services Secretary Ada Quill
            return _with_titles(name, before, (*before.lower_words, link, *name.titles))
        words, lower, name_type = name.words, name.lower_words, name.type
        if not words and before.type == types.BODY and link == "of":
            # the Department of Justice, where the last word is a title elsewhere
            words, lower, name_type = tuple(self.tokens.forms(name.start, name.end)), name.titles, ""
        elif name.titles or not words:
            return None
        if name_type == types.TIME or not _is_joined_by(before, link, words, lower, name_type):
            return None
        before.type = before.type if before.type == types.BODY else name_type
        return _extended(before, name, (*between, *words), (*between, *lower))


def _extended(before: Name, name: Name, words: Words, lower: Words) -> Name:
    """The name before, extended to the end of the next by these words."""
    before.words += words
    before.lower_words += lower
    before.end = name.end
    return before


def _with_titles(name: Name, before: Name, titles: Words) -> Name:
    """A name with the titles before it."""
    name.start, name.titles, name.type = before.start, titles, name.type or types.PERSON
    return name


def _title_with_complement(title: Name, name: Name, between: Sequence[str]) -> Name | None:
    """A title with its complement (ambassador to Quillia); a name after that is the bearer's."""
    lower = name.lower_words
    if name.titles or name.type == types.TIME or not lower:
        return None
    whole = len(lower) if types.type_by_words(lower) else len(list(takewhile(_COMPLEMENTS.__contains__, lower[:-1])))
    title.titles += (*between, *lower[: whole or None])
    title.words_start = title.end = name.end
    if 0 < whole < len(lower):
        title.words, title.lower_words, title.words_start = name.words[whole:], lower[whole:], name.words_start + whole
    return title


def _is_joined_by(before: Name, link: str, words: Words, lower: Words, name_type: str) -> bool:
    """Whether “of”, “for”, “on” or “and” joins words of this type to the name before."""
    base = before.lower_words[-1]
    if before.type != types.BODY:
        # Health and Human Services, Defense of the Marsh Act
        whole = (link == "and" and name_type == types.BODY and len(words) > 1) or (
            link == "of" and name_type == types.DOCUMENT
        )
        is_part = before.type != types.PERSON and not before.titles and len(before.words) < 3
        return whole and is_part and types.is_common(base)
    linked = len(before.words) > 2 and not types.NAME_PREPOSITIONS.isdisjoint(before.words)
    if link == "of":
        return base in _BODIES_TAKING_OF or linked
    if link == "and":
        is_part = (name_type in ("", types.THING) and not words[-1].isupper()) or lower[-1] in _AFTER_AND
        return linked and not _BODIES_TAKING_AND.isdisjoint(before.lower_words) and is_part
    return link in ("for", "on") and base in _BODIES_TAKING_OF and name_type != types.PERSON
