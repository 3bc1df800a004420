"""How likely a word is to be marked as loaded by a reader, from its form and its neighbours.

A logistic regression whose weights, all but a few small tables, hang on word forms alone: a form has one weight as the
word in question, one for each of four places beside it, and one for standing anywhere in the sentence. So a text is
scored by looking up its forms and adding. `framing.training.phrasing` learns the weights.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.phrasing.names import CANONICAL, CASE, EDGE, NAME, NUMBER, WITH_DIGIT
from framing.measures.phrasing.tags import TAGS, tag_code, usual_tag
from framing.measures.phrasing.words import Words
from framing.models import load_arrays
from framing.models.frequency import news_frequency
from framing.text.vocabulary import WordFeature

Array = NDArray[Any]

#: The places beside a word that are looked at; the columns of a form's weights: itself, those places, its sentence.
BESIDE = (-2, -1, 1, 2)
SELF, SENTENCE = 0, len(BESIDE) + 1
COLUMNS = SENTENCE + 1
#: Features of a form are numbered by a checksum.
BUCKETS = 1 << 16
#: The sentence's sum is divided by its words to this power.
SENTENCE_POWER = 0.75
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "est")
_EDGE_TAG = TAGS.index("EDGE")


def bucket(feature: str) -> int:
    """The number of a feature."""
    return zlib.crc32(feature.encode()) % BUCKETS


def form_features(form: str) -> dict[int, float]:
    """What a form tells by itself: the word, its parts and letters, its usual part of speech, how common it is."""
    told = [(f"word {form}", 1.0)]
    if not form.startswith("<"):
        framed = f"^{form}$"
        told += [(f"letters {framed[at : at + n]}", 0.35) for n in (3, 4, 5, 6) for at in range(len(framed) - n + 1)]
        told += [(f"tag {usual_tag(form)}", 0.7), (f"length {min(len(form), 14)}", 0.5)]
        told.append((f"frequency {news_frequency()[0].get(form, 0).bit_length()}", 0.7))
        if "-" in form:
            told += [("hyphen", 0.7), *((f"part {part}", 0.7) for part in form.split("-"))]
        told += [(f"base {base}", 0.5) for base in _bases(form)]
    features: dict[int, float] = {}
    for feature, value in told:
        number = bucket(feature)
        features[number] = features.get(number, 0.0) + value
    return features


def _bases(form: str) -> list[str]:
    return [form, *(form.removesuffix(end) for end in _ENDINGS if form.endswith(end) and len(form) - len(end) >= 3)]


@dataclass(frozen=True, eq=False)
class Seen:
    """Words as the model sees them, runs of names made one: for each word the row of its unit, and the units."""

    unit_of_word: Array
    words: Array
    forms: Array
    tags: Array
    flags: Array
    sentence: Array

    def beside(self, values: Array, offset: int, edge: Any) -> Array:
        """Each unit's neighbour's value; `edge` where the sentence ends before."""
        moved = np.full_like(values, edge)
        here, there = (
            (slice(None, -offset), slice(offset, None)) if offset > 0 else (slice(-offset, None), slice(None, offset))
        )
        same = self.sentence[here] == self.sentence[there]
        moved[here][same] = values[there][same]
        return moved


#: A word's kinds of case, whether it is quoted, and its place in the sentence, up to the fourth.
FLAGS = 4 * 2 * 4


def see(words: Words) -> Seen:
    """The words as units of the model."""
    document = words.document
    sentence, name = document.word_sentence, words.name
    repeats = np.zeros(len(name), dtype=bool)
    repeats[1:] = name[1:] & name[:-1] & (sentence[1:] == sentence[:-1])
    units = np.flatnonzero(~repeats)
    case = document.word_column(CASE)[units]
    quoted = np.zeros(len(name), dtype=bool)
    for quotation in document.quotations:
        quoted[document.words_between(quotation.inner_start, quotation.inner_end)] = True
    forms = document.word_id[units].astype(np.int64)
    forms[case == WITH_DIGIT] = -2
    forms[name[units]] = -1
    unit_sentence = sentence[units]
    starts = np.searchsorted(unit_sentence, unit_sentence)
    place = np.minimum(np.arange(len(units)) - starts, 3)
    return Seen(
        unit_of_word=np.cumsum(~repeats) - 1,
        words=units,
        forms=forms,
        tags=words.tags[units].astype(np.int64),
        flags=(case * 2 + quoted[units]) * 4 + place,
        sentence=unit_sentence,
    )


@dataclass(frozen=True, eq=False)
class WordModel:
    """The weights: of forms, of the features of forms not among them, of tags side by side, of flags."""

    rows: Mapping[str, Array]
    unseen: Array
    unseen_beside: Array
    tags_before: Array
    tags_after: Array
    tags_around: Array
    flags: Array
    bias: float
    _column: WordFeature = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_column", WordFeature("loaded", self._form, np.float32, COLUMNS))

    def _form(self, form: str) -> Array:
        canonical: str = CANONICAL.function(form)
        return self.row(canonical)

    def row(self, canonical: str) -> Array:
        """The weights of a form: as the word itself, at the places of `BESIDE`, and anywhere in the sentence."""
        known = self.rows.get(canonical)
        if known is not None:
            return known
        row = np.zeros(COLUMNS, dtype=np.float32)
        row[SELF] = sum(self.unseen[number] * value for number, value in form_features(canonical).items())
        row[1:SENTENCE] = self.unseen_beside[:, tag_code(canonical)]
        return row

    def logits(self, words: Words) -> Array:
        """The log-odds of each word to be marked, shape `(words,)`."""
        seen = see(words)
        table = words.document.vocabulary.column(self._column)[np.maximum(seen.forms, 0)]
        table[seen.forms == -1] = self.row(NAME)
        table[seen.forms == -2] = self.row(NUMBER)
        edge = self.row(EDGE)
        odds = table[:, SELF] + self.bias + self.flags[seen.flags]
        for column, offset in enumerate(BESIDE, start=1):
            odds += seen.beside(table[:, column], offset, edge[column])
        before, after = seen.beside(seen.tags, -1, _EDGE_TAG), seen.beside(seen.tags, 1, _EDGE_TAG)
        odds += self.tags_before[before, seen.tags] + self.tags_after[seen.tags, after]
        odds += self.tags_around[before, seen.tags, after]
        sums = np.bincount(seen.sentence, table[:, SENTENCE])
        lengths = np.maximum(np.bincount(seen.sentence), 1)
        odds += (sums / lengths**SENTENCE_POWER)[seen.sentence]
        logits: Array = odds[seen.unit_of_word]
        return logits


def from_arrays(stored: Mapping[str, Array]) -> WordModel:
    """The model from its arrays."""
    forms = stored["forms"].tobytes().decode().split("\n")
    weights = {key: stored[key].astype(np.float32) for key in stored if key != "forms"}
    return WordModel(
        rows=dict(zip(forms, weights["rows"], strict=True)),
        unseen=weights["unseen"],
        unseen_beside=weights["unseen_beside"],
        tags_before=weights["tags_before"],
        tags_after=weights["tags_after"],
        tags_around=weights["tags_around"],
        flags=weights["flags"],
        bias=float(weights["bias"][0]),
    )


@cache
def load_word_model() -> WordModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-words"))
