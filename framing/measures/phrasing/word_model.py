"""The word model: how likely readers are to mark a word as loaded, from its form and its neighbours.

A logistic regression. Nearly all weights depend on word forms alone: a form has one weight as the word itself, one for
each of four places beside it, and one for its sentence. Scoring a text means looking up its forms and adding.
`lab.training.loaded_words` learns the weights.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from framing.measures.phrasing.forms import EDGE, TAGS, canonical, tag_code, usual_tag
from framing.measures.phrasing.words import BESIDE, Array, Words
from framing.models import load_arrays, news_frequency, unpack_words
from framing.text.vocabulary import WordFeature

#: The columns of a form's weights: the word itself, the places of `BESIDE`, the sentence.
SELF, SENTENCE = 0, len(BESIDE) + 1
COLUMNS = SENTENCE + 1
#: The number of checksums that number the features of forms.
BUCKETS = 1 << 16
#: The sentence's sum is divided by its words to this power.
SENTENCE_POWER = 0.75
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "est")
_EDGE_TAG = TAGS.index("EDGE")
#: The checksum of the common beginning of all features of letters.
_LETTERS = zlib.crc32(b"letters ")


def form_features(form: str) -> list[tuple[int, float]]:
    """The numbers and values of a form's features; two may share a number.

    They are the word, its parts and letters, its usual part of speech, and its frequency.
    """
    features = [(f"word {form}", 1.0)]
    letters: list[tuple[int, float]] = []
    if not form.startswith("<"):
        features += [(f"tag {usual_tag(form)}", 0.7), (f"length {min(len(form), 14)}", 0.5)]
        features.append((f"frequency {news_frequency()[0].get(form, 0).bit_length()}", 0.7))
        if "-" in form:
            features += [("hyphen", 0.7), *((f"part {part}", 0.7) for part in form.split("-"))]
        shorter = [form.removesuffix(end) for end in _ENDINGS if form.endswith(end) and len(form) - len(end) >= 3]
        features += [(f"base {base}", 0.5) for base in (form, *shorter)]
        # A checksum continues that of the preceding text.
        framed = f"^{form}$"
        parts = [framed[at : at + n].encode() for n in (3, 4, 5, 6) for at in range(len(framed) - n + 1)]
        letters = [(zlib.crc32(part, _LETTERS) % BUCKETS, 0.35) for part in parts]
    return letters + [(zlib.crc32(feature.encode()) % BUCKETS, value) for feature, value in features]


@dataclass(frozen=True, eq=False)
class WordModel:
    """The weights of forms, of the features of unseen forms, of neighbouring tags, and of flags."""

    rows: Mapping[str, Array]
    unseen: Array
    unseen_beside: Array
    tags_before: Array
    tags_after: Array
    tags_around: Array
    flags: Array
    bias: float
    #: Whether the weights are those that come with the package.
    stored: bool = False
    _column: WordFeature = field(init=False, repr=False)
    _tags: Array = field(init=False, repr=False)
    _unseen: list[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        column = WordFeature("loaded", lambda form: self.row(canonical(form)), np.float32, COLUMNS, stored=self.stored)
        object.__setattr__(self, "_column", column)
        # every word has a tag before it, its own and one after it, so the three tables become one
        tags = self.tags_around + self.tags_before[:, :, None] + self.tags_after[None, :, :]
        object.__setattr__(self, "_tags", tags)
        # a list gives single numbers many times faster
        object.__setattr__(self, "_unseen", self.unseen.tolist())

    def row(self, form: str) -> Array:
        """The weights of a canonical form: as the word itself, at the places of `BESIDE`, and in the sentence."""
        known = self.rows.get(form)
        if known is not None:
            return known
        row = np.zeros(COLUMNS, dtype=np.float32)
        row[SELF] = sum([self._unseen[number] * value for number, value in form_features(form)])
        row[1:SENTENCE] = self.unseen_beside[:, tag_code(form)]
        return row

    def logits(self, words: Words) -> Array:
        """The log-odds that readers mark each word, shape `(words,)`."""
        units = words.units
        size, vocabulary = len(units.forms), words.document.vocabulary
        table = vocabulary.values(self._column, np.append(units.forms, vocabulary.id_of(EDGE)))
        odds = table[:size, SELF] + self.flags[units.flags] + np.float32(self.bias)
        for column, offset in enumerate(BESIDE, start=1):
            odds += table[units.near[offset], column]
        before, after = units.beside(units.tags, -1, _EDGE_TAG), units.beside(units.tags, 1, _EDGE_TAG)
        odds += self._tags[before, units.tags, after]
        sums = np.bincount(units.sentence, table[:size, SENTENCE])
        lengths = np.maximum(np.bincount(units.sentence), 1)
        odds += (sums / lengths**SENTENCE_POWER)[units.sentence]
        return np.asarray(odds[units.unit_of_word])


def from_arrays(arrays: Mapping[str, Array], stored: bool = False) -> WordModel:
    """The model from its arrays."""
    forms = unpack_words(arrays["forms"])
    weights = {key: arrays[key].astype(np.float32) for key in arrays if key != "forms"}
    rows, bias = dict(zip(forms, weights.pop("rows"), strict=True)), float(weights.pop("bias")[0])
    return WordModel(rows=rows, bias=bias, stored=stored, **weights)


@cache
def load_word_model() -> WordModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-words"), stored=True)
