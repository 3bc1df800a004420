"""The type of a name: by its last words, else by a linear model that has no weight for any name.

Its weights depend on a name's form, the words next to it and lists of common nouns, never on which person, party or
nation it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.phrases import ARTICLE, PERSON_NOUN, PERSONS, Phrases
from framing.attribution.token_features import END_MARK, QUOTE_MARK, TokenFeatures
from framing.attribution.word_rows import BEYOND, GENDER_NEUTRAL, NUMBER, POSSESSIVE_NAME
from framing.models import load_arrays, load_json, news_frequency, unpack_words
from framing.text.vocabulary import WordFeature
from framing.words import word_set

if TYPE_CHECKING:
    from framing.attribution.names import Name

PERSON, BODY, GROUP, PLACE, TIME, DOCUMENT, THING, UNNAMED = (
    "person", "body", "group", "place", "time", "document", "thing", "unnamed",
)  # fmt: skip
#: The type of words with a capital only because they open a sentence: not a name.
NO_NAME = "none"

NAME = "name-types"
#: The classes of the model.
CLASSES = (PERSON, BODY, GROUP, PLACE, TIME, THING, NO_NAME)

BODIES, TITLE_WORDS = word_set("body-nouns"), word_set("title-words")
COUNTRIES, CAPITALS, _PLACES = word_set("countries"), word_set("capitals"), word_set("places")
PEOPLES, _DOCUMENTS = word_set("peoples"), word_set("documents")
_PLACE_NOUNS, _THING_NOUNS = word_set("place-nouns"), word_set("thing-nouns")
#: Countries, capitals and other places.
PLACE_NAMES = COUNTRIES | CAPITALS | _PLACES
_LISTED = BODIES | _PLACE_NOUNS | _THING_NOUNS | _DOCUMENTS | COUNTRIES | _PLACES | PEOPLES
#: Nouns for places, bodies and things that are also surnames; in names of two words, context decides.
SURNAMES = word_set("surname-nouns")
_NOT_BODY_ALONE = frozenset({"union", "world", "house", "mission", "star", "party"})
#: Words that begin the name of a place: South Quillia.
_PLACE_WORDS = word_set("place-words")
#: The type of a longer name by its last word.
_TYPES_BY_NOUN = ((_PLACE_NOUNS, PLACE), (_THING_NOUNS, THING), (_DOCUMENTS, DOCUMENT))
_MAX_NAME_WORDS = 5
NAME_PREPOSITIONS = frozenset({"of", "for", "on"})
_CONTRACTIONS = word_set("contracted")
_MEN, _WOMEN = word_set("men"), word_set("women")
#: The pronoun of whoever has a title or is described by a noun.
NOUN_GENDERS = {**dict.fromkeys(_MEN, "he"), **dict.fromkeys(_WOMEN, "she")}
#: The code of the body among sections.
BODY_SECTION = MEASURED.index(Section.BODY)

Words = tuple[str, ...]


def is_common(word: str) -> bool:
    """Whether news often writes the word with a small letter."""
    return news_frequency()[0].get(word, 0) >= 20 or word.partition("'")[0] in _CONTRACTIONS


def is_common_or_listed(word: str) -> bool:
    """Whether a word is common or listed, and so hardly begins a person's name."""
    return word in _LISTED or is_common(word)


def _is_people(word: str) -> bool:
    return word in PEOPLES or (word.endswith("s") and word[:-1] in PEOPLES)


def _may_be_surname(lower: Sequence[str]) -> bool:
    """Whether a name of two words may be a person's though it ends in a noun: Ada Hill, but not Capitol Hill."""
    return len(lower) == 2 and lower[1] in SURNAMES and not (is_common_or_listed(lower[0]) or lower[0] in TITLE_WORDS)


def type_by_words(lower: Sequence[str]) -> str:
    """The type that the words of a name without titles show; empty where they show none."""
    if not lower or _may_be_surname(lower):
        return ""
    last, many = lower[-1], len(lower) > 1
    if _is_people(last):
        return GROUP
    if last in BODIES and (many or last not in _NOT_BODY_ALONE):
        return BODY
    if last in PLACE_NAMES:
        return PLACE if not many or lower[0] in _PLACE_WORDS else ""
    if not many or last in PERSONS:
        return ""
    name_type = next((name_type for nouns, name_type in _TYPES_BY_NOUN if last in nouns), "")
    if not name_type and (not BODIES.isdisjoint(lower) or "&" in lower):
        return BODY
    return name_type or (THING if last[:1].isdigit() or len(lower) > _MAX_NAME_WORDS else "")


# the model

#: Rows below hold no single word: beyond the sentence, a name, a number, an abbreviation, a possessive name.
_SPECIAL = 5
_TAGS = tuple(sorted(set(load_json("tags").values())))
_FIRST_WORD = _SPECIAL + len(_TAGS) + 1


class Features(NamedTuple):
    """The features of groups of names; a group is all names with the same words.

    `rows` has the rows of the two words before and the two after each name, shape `(names, 4)`; `gaps` the signs before
    and after it, shape `(names, 2)`; `group_of_name` is the group of each name, in order. `flags` describes the form
    and context of each group, a row each; `before_own` marks groups in the possessive before “own”.
    """

    rows: NDArray[np.intp]
    gaps: NDArray[np.intp]
    group_of_name: NDArray[np.intp]
    flags: NDArray[np.float32]
    before_own: NDArray[np.bool_]


#: The names of an article by their words.
Groups = Mapping[Words, Sequence["Name"]]


def types_of(batch: TokenFeatures, phrases: Sequence[Phrases], every: Sequence[Groups]) -> list[dict[Words, str]]:
    """For each document the types of the groups whose words do not show one."""
    type_of = attrgetter("type")
    untyped = [{words: names for words, names in groups.items() if not any(map(type_of, names))} for groups in every]
    if not any(untyped):
        return [{} for _ in every]
    group_features = features(batch, phrases, every, untyped)
    scores = _scores(group_features)
    scores[group_features.before_own, CLASSES.index(PERSON)] = np.inf
    scores[~group_features.flags[:, [_ONE_WORD, _FIRST_IS_COMMON]].any(axis=1), CLASSES.index(NO_NAME)] = -np.inf
    best = iter(scores.argmax(axis=1).tolist())
    return [{words: CLASSES[next(best)] for words in of_document} for of_document in untyped]


def _scores(group_features: Features) -> NDArray[np.float32]:
    """The score of each class for each group, shape `(groups, CLASSES)`."""
    by_row, by_gap, by_flag = _weights()
    context = by_row[np.arange(4), group_features.rows].sum(axis=1) + by_gap[np.arange(2), group_features.gaps].sum(
        axis=1
    )
    count = np.bincount(group_features.group_of_name)
    total = np.add.reduceat(context, np.cumsum(count) - count)
    return total * name_weight(count)[:, None] + group_features.flags @ by_flag


@cache
def _weights() -> list[NDArray[np.float32]]:
    return [load_arrays(NAME)[part].astype(np.float32) for part in ("rows", "gaps", "flags")]


def name_weight(count: NDArray[np.intp]) -> NDArray[np.float64]:
    """The weight of each name in a group of `count`: 1/√count, so that evidence grows more slowly than the count."""
    return 1 / np.sqrt(np.maximum(count, 1))


def row_feature(words: Sequence[str], stored: bool = False) -> WordFeature:
    """The row of each form beside a name: that of its word, of other words that of the tag."""
    rows = {word: _FIRST_WORD + number for number, word in enumerate(words)}
    return WordFeature("row beside a name", partial(_row, rows=rows), np.int32, stored=stored)


def _row(form: str, rows: Mapping[str, int]) -> int:
    lower = form.lower()
    if not lower[:1].isalpha():
        return NUMBER
    lower = GENDER_NEUTRAL.get(lower, lower)
    tag = load_json("tags").get(lower)
    return rows.get(lower, _SPECIAL + (_TAGS.index(tag) if tag else len(_TAGS)))


@cache
def _stored_rows() -> WordFeature:
    return row_feature(unpack_words(load_arrays(NAME)["words"]), stored=True)


def features(
    batch: TokenFeatures,
    phrases: Sequence[Phrases],
    every: Sequence[Groups],
    untyped: Sequence[Groups],
    row: WordFeature | None = None,
) -> Features:
    """The features of each untyped group, given every name of each document."""
    document, gap = batch.document, batch.gap
    groups = [group for of_document in untyped for group in of_document.items()]
    names = [name for _, of_group in groups for name in of_group]
    count = np.array([len(of_group) for _, of_group in groups])
    first = np.cumsum(count) - count
    at = np.repeat(batch.document_starts[:-1], [sum(map(len, of_document.values())) for of_document in untyped])
    begin, last = np.array([name.start for name in names]) + at, np.array([name.end for name in names]) + at
    around = np.stack((begin - 2, begin - 1, last, last + 1), axis=1)
    here = document.word_sentence[begin]
    inside = (around >= 0) & (around < len(document.word_sentence))
    same = inside & (document.word_sentence.take(around, mode="clip") == here[:, None])
    column = document.vocabulary.column(row or _stored_rows())
    special = batch.weight_row.take(around, mode="clip")
    rows = np.where(special < _SPECIAL, special, column[document.word_id.take(around, mode="clip")])
    gaps = np.stack((np.where(same[:, 1], gap.take(begin - 1, mode="clip"), END_MARK), gap[last - 1]), axis=1)

    before = np.concatenate([each.flags for each in phrases]).take(begin - 1, mode="clip") * same[:, 1]
    is_owner = batch.weight_row[last - 1] == POSSESSIVE_NAME
    before_own = is_owner & same[:, 2]
    before_own[before_own] = [batch.form(word) == "own" for word in last[before_own].tolist()]
    in_all = (
        ~same[:, 1] | ((gaps[:, 0] & QUOTE_MARK) > 0),  # opens a sentence
        batch.is_quoted[begin],
        document.sentence_section[here] != BODY_SECTION,
    )
    in_any = (
        (before & ARTICLE) > 0,
        is_owner,
        (before & PERSON_NOUN) > 0,
        np.array([bool(name.titles) and not NOUN_GENDERS.keys().isdisjoint(name.titles) for name in names]),
        np.array([bool(name.titles) for name in names]),
        before_own,
    )
    opens, *of_all = np.logical_and.reduceat(np.stack(in_all), first, axis=1)
    *of_any, before_own = np.logical_or.reduceat(np.stack(in_any), first, axis=1)
    forms = _as_flags([_form_flags(words, of_group[0].words[-1].isupper()) for words, of_group in groups])
    other_names = _as_flags(
        [flags for known, some in zip(every, untyped, strict=True) for flags in _other_name_flags(known, some)]
    )
    flags = np.column_stack(
        (forms, opens, opens & forms[:, _FIRST_IS_COMMON], *of_all, *of_any, other_names, count == 2, count > 2)
    ).astype(np.float32)
    return Features(np.where(same, rows, BEYOND), gaps, np.repeat(np.arange(len(count)), count), flags, before_own)


def _as_flags(rows: Sequence[bytes]) -> NDArray[np.bool_]:
    return np.frombuffer(b"".join(rows), dtype=bool).reshape(len(rows), -1)


def _other_name_flags(every: Iterable[Words], untyped: Iterable[Words]) -> Iterator[bytes]:
    """Whether a name's last or first word stands alone, and whether it is the last or first of longer names."""
    lasts = {words[-1] for words in every if len(words) > 1}
    firsts = {words[0] for words in every if len(words) > 1}
    alone = {words[0] for words in every if len(words) == 1}
    for words in untyped:
        first, last, one = words[0], words[-1], len(words) == 1
        yield bytes((0, 0, first in lasts, first in firsts) if one else (last in alone, first in alone, 0, 0))


#: The columns of two flags of `_form_flags`.
_ONE_WORD, _FIRST_IS_COMMON = 1, 23


@lru_cache(maxsize=1 << 16)
def _form_flags(words: Words, capitals: bool) -> bytes:
    """Flags of a name's form; the first, a constant, is always set."""
    first, last, many = words[0], words[-1], len(words) > 1
    known = [is_common(word) for word in words]
    noun = "" if _may_be_surname(words) else last
    flags = (
        *(True, not many, len(words) == 2, len(words) == 3, len(words) > 3),
        capitals and len(last) > 1,
        any(map(str.isdigit, "".join(words))),
        *(noun in BODIES, bool(noun) and not BODIES.isdisjoint(words)),
        *(noun in nouns for nouns in (_PLACE_NOUNS, _THING_NOUNS, _DOCUMENTS, COUNTRIES, CAPITALS, _PLACES, PEOPLES)),
        noun.endswith("s") and noun[:-1] in PEOPLES,
        *(many and first in PLACE_NAMES, many and first in PEOPLES, many and noun in PERSONS),
        *(many and all(known), not NAME_PREPOSITIONS.isdisjoint(words), noun.endswith("s"), known[0]),
        any(len(word) == 1 for word in words[1:-1]),
    )
    return bytes(flags)
