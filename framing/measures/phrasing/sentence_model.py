"""How likely readers are to call a sentence loaded: a logistic regression over features that have names.

The features are what the word model makes of the sentence's words, how much its words and pairs of words are those of
opinion and partisan outlets rather than of wires, what its words mean (by their word vectors, along the one direction
that parts loaded sentences from others best), and its style: parts of speech, marks, pronouns, quoted words.
`lab.training.loaded_sentences` learns the weights.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.phrasing.forms import CANONICAL, NAME, NUMBER, TAGS, canonical
from framing.measures.phrasing.words import Units, Words
from framing.models import load_arrays, news_frequency, unpack_words
from framing.text.document import Document
from framing.text.vocabulary import WordFeature
from framing.words import word_set

Array = NDArray[Any]

#: Words and pairs of words are numbered by a checksum.
PAIR_BUCKETS = 1 << 18
_MIX = 1_000_003

_FIRST, _SECOND = word_set("first-person"), word_set("second-person")
_REPORT = word_set("report-words")
_GROUPS: Mapping[str, frozenset[str]] = {
    "adjectives": frozenset({"JJ", "JJR", "JJS"}),
    "adverbs": frozenset({"RB", "RBR", "RBS"}),
    "verbs": frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}),
    "nouns": frozenset({"NN", "NNS"}),
    "prepositions": frozenset({"IN", "TO"}),
    "determiners": frozenset({"DT", "PDT"}),
    "conjunctions": frozenset({"CC"}),
}
_MARKS = ("?", "!", "—", ":", ";", "(", ",")
#: The place in `_MARKS` of each character by its code; -1 for what is none. Greater codes are none either.
_KIND_OF_CODE = np.full(max(map(ord, _MARKS)) + 2, -1, dtype=np.int64)
_KIND_OF_CODE[[ord(mark) for mark in _MARKS]] = range(len(_MARKS))
#: The place in `_GROUPS` of each tag by its code; behind them all for what is in none.
_GROUP_OF_TAG = np.array(
    [next((at for at, tags in enumerate(_GROUPS.values()) if tag in tags), len(_GROUPS)) for tag in TAGS]
)
#: The names of the features, in the order of the columns of `describe`; the last is the model's own.
FEATURES: tuple[str, ...] = (
    "most loaded word",
    "three most loaded words",
    "loaded words on average",
    "log-odds of its words on average",
    "wording of opinion and partisan outlets",
    *_GROUPS,
    "first person",
    "second person",
    "third person",
    "report words",
    "frequency of its words",
    "letters a word",
    "names",
    "numbers",
    "quoted words",
    "a quotation",
    *(f"sign {mark}" for mark in _MARKS),
    "length",
    "meaning of its words",
)
OUTLETS, QUOTED, LENGTH = map(FEATURES.index, ("wording of opinion and partisan outlets", "quoted words", "length"))
#: Added before a logarithm is taken.
_LEAST = 1e-4


def _kind(form: str) -> int:
    """Which of the words that are counted a form is: of `_KINDS` kinds, the last for all others."""
    low = canonical(form)
    counted = (low in _FIRST, low in _SECOND, low == "<person>", low in _REPORT, low == NAME, low == NUMBER, True)
    return counted.index(True)


def _measures(form: str) -> tuple[float, float]:
    """How common a form is, and its letters; of names and numbers neither."""
    low = canonical(form)
    if low in {NAME, NUMBER}:
        return 0.0, 0.0
    return np.log1p(news_frequency()[0].get(low, 0)) / 10, len(low) / 10


_KINDS = 7
KIND = WordFeature("kind counted", _kind, np.int64)
MEASURES = WordFeature("frequency and letters", _measures, np.float32, width=2)
CHECKSUM = WordFeature("checksum", lambda form: zlib.crc32(CANONICAL.function(form).encode()) % PAIR_BUCKETS, np.int64)


def wording(words: Words) -> tuple[Array, Array]:
    """The numbers of each unit and of each pair of neighbours (-1 where a sentence ends), shape `(units,)` each."""
    units = words.units
    single = words.document.vocabulary.values(CHECKSUM, units.forms)
    after = units.beside(single, 1, -1)
    return single, np.where(after >= 0, (single * _MIX + after) % PAIR_BUCKETS, -1)


def opinionated(words: Words, outlets: Array) -> Array:
    """How much each unit, with the pair it begins, is the wording of opinion and partisan outlets, shape `(units,)`."""
    single, pairs = wording(words)
    weights: Array = outlets[single] + np.where(pairs >= 0, outlets[pairs], 0)
    return weights


def describe(words: Words, logits: Array, outlets: Array) -> Array:
    """The features of each sentence but for the meaning of its words, shape `(sentences, features - 1)`.

    `logits` are the word model's; `outlets` has the weight of each numbered word and pair.
    """
    units, vocabulary = words.units, words.document.vocabulary
    sizes = np.diff(units.first_unit)
    odds = logits[units.words].astype(np.float64)
    likely = 1 / (1 + np.exp(-odds))
    groups = _shares(units, _GROUP_OF_TAG[units.tags], len(_GROUPS) + 1)
    *kinds, names, numbers, _ = _shares(units, vocabulary.values(KIND, units.forms), _KINDS).T
    quoted = _shares(units, units.quoted(), 2)[:, 1]
    marks = _marks(words.document)
    marks[:, -1] /= np.maximum(sizes, 1)
    return np.column_stack(
        [
            _most(words, likely),
            means(words, odds),
            means(words, opinionated(words, outlets).astype(np.float64)) * np.sqrt(sizes),
            groups[:, :-1],
            *kinds,
            *(means(words, values) for values in vocabulary.values(MEASURES, units.forms).T.astype(np.float64)),
            names,
            numbers,
            quoted,
            quoted > 0,
            marks,
            np.log1p(sizes),
        ]
    )


def _shares(units: Units, kinds: Array, size: int) -> Array:
    """The share of each sentence's units that are of each kind, shape `(sentences, size)`."""
    sizes = np.diff(units.first_unit)
    counts = np.bincount(units.sentence * size + kinds, minlength=len(sizes) * size).reshape(-1, size)
    shares: Array = counts / np.maximum(sizes, 1)[:, np.newaxis]
    return shares


def _most(words: Words, likely: Array) -> Array:
    """Per sentence the logarithms of its highest value, of the sum of its three highest, and of its mean."""
    first = words.units.first_unit
    sizes = np.diff(first)
    filled = np.flatnonzero(sizes)
    left, highest = likely.copy(), np.zeros((3, len(sizes)))
    for top in highest:
        top[filled] = np.maximum.reduceat(left, first[filled])
        # Equal highest values count once; likely values are above 0.
        at = np.flatnonzero(left == np.repeat(top, sizes))
        left[at[np.diff(words.units.sentence[at], prepend=-1) > 0]] = 0
    one, two, three = highest
    return np.log(np.stack([one, one + two + three, means(words, likely)], axis=1) + _LEAST)


def _marks(document: Document) -> Array:
    """Whether each sentence has each sign, and how many commas, shape `(sentences, signs)`."""
    codes = np.frombuffer(document.folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind_of = _KIND_OF_CODE[np.minimum(codes, len(_KIND_OF_CODE) - 1)]
    places = np.flatnonzero(kind_of >= 0)
    kinds = kind_of[places]
    sentences = np.searchsorted(document.sentence_start, places, side="right") - 1
    inside = (sentences >= 0) & (places < document.sentence_end[sentences])
    size = len(_MARKS)
    counts = np.bincount((sentences * size + kinds)[inside], minlength=len(document.sentence_start) * size)
    by_sentence = counts.reshape(-1, size).astype(np.float64)
    np.minimum(by_sentence[:, :-1], 1, out=by_sentence[:, :-1])
    return by_sentence


def means(words: Words, values: Array) -> Array:
    """The mean over each sentence's units of `values`, shape `(units, ...)`; 0 for a sentence without words."""
    units = words.units
    sizes = np.diff(units.first_unit)
    filled = np.flatnonzero(sizes)
    result = np.zeros((len(sizes), *values.shape[1:]))
    sums = np.add.reduceat(values, units.first_unit[filled], axis=0)
    result[filled] = sums / sizes[filled].reshape(-1, *[1] * (values.ndim - 1))
    return result


@dataclass(frozen=True, eq=False)
class SentenceModel:
    """The weights of a sentence's features, of outlets' wording and of word meanings.

    `mean` has the average of each feature; the meaning of a lower-case form is a projection of its word vector.
    """

    weights: Array
    mean: Array
    bias: float
    outlets: Array
    meanings: Mapping[str, float]
    _meaning: WordFeature = field(init=False, repr=False)

    def __post_init__(self) -> None:
        def of_form(form: str) -> float:
            return self.meanings.get(CANONICAL.function(form), 0.0)

        object.__setattr__(self, "_meaning", WordFeature("meaning", of_form, np.float32))

    def features(self, words: Words, logits: Array) -> Array:
        """The features of each sentence, shape `(sentences, features)`; `logits` are the word model's."""
        return np.column_stack([describe(words, logits, self.outlets), means(words, self.meaning(words))])

    def meaning(self, words: Words) -> Array:
        """What each unit means along the direction that parts loaded sentences from others, shape `(units,)`."""
        meaning: Array = words.document.vocabulary.values(self._meaning, words.units.forms).astype(np.float64)
        return meaning

    def log_odds(self, features: Array) -> Array:
        """The log-odds that readers call each sentence loaded, where half of all sentences are."""
        odds: Array = features @ self.weights + self.bias
        return odds

    def probabilities(self, features: Array, base_rate: float = 0.5) -> Array:
        """How probable it is that readers call each sentence loaded, where a share `base_rate` of all sentences is.

        By Bayes' rule the odds for another share are those for one half, times `base_rate / (1 - base_rate)`.
        """
        odds = self.log_odds(features) + math.log(base_rate / (1 - base_rate))
        likely: Array = 1 / (1 + np.exp(-odds))
        return likely


def from_arrays(stored: Mapping[str, Array]) -> SentenceModel:
    """The model from its arrays."""
    outlets = stored["outlets"].astype(np.float32) * stored["scale"][0]
    weights, mean = (stored[key].astype(np.float64) for key in ("weights", "mean"))
    forms = unpack_words(stored["forms"])
    meanings = dict(zip(forms, stored["meanings"].astype(np.float64).tolist(), strict=True))
    return SentenceModel(weights, mean, float(stored["bias"][0]), outlets, meanings)


@cache
def load_sentence_model() -> SentenceModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-sentences"))
