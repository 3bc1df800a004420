"""How likely readers are to call a sentence loaded: a logistic regression over features that have names.

The features are what the word model makes of the sentence's words, how much its words and pairs of words are those of
opinion and partisan outlets rather than of wires, what its words mean (by their word vectors, along the one direction
that tells loaded sentences best), and its style: parts of speech, marks, pronouns, quoted words.
`framing.training.loaded_sentences` learns the weights.
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

from framing.measures.phrasing.names import CANONICAL, NAME, NUMBER, canonical
from framing.measures.phrasing.seen import NAME_FORM, NUMBER_FORM
from framing.measures.phrasing.tags import TAGS
from framing.measures.phrasing.words import Words
from framing.models import load_arrays
from framing.models.frequency import news_frequency
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

Array = NDArray[Any]

#: Words and pairs of words are numbered by a checksum.
PAIR_BUCKETS = 1 << 18
_MIX = 1_000_003

_FIRST = listed("i me my mine we us our ours i'm i've we're we've")
_SECOND = listed("you your yours you're")
_REPORT = listed("said says told according reported announced stated added wrote")
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
_OF_TAG = np.array([[tag in tags for tags in _GROUPS.values()] for tag in TAGS], dtype=np.float32)
_OF_FORM = ("first person", "second person", "third person", "report words", "frequency of its words", "letters a word")
#: The names of the features, in the order of the columns of `describe`; the last is the model's own.
FEATURES: tuple[str, ...] = (
    "most loaded word",
    "three most loaded words",
    "loaded words on average",
    "log-odds of its words on average",
    "wording of opinion and partisan outlets",
    *_GROUPS,
    *_OF_FORM,
    "names",
    "numbers",
    "quoted words",
    "a quotation",
    *(f"sign {mark}" for mark in _MARKS),
    "length",
    "meaning of its words",
)
OUTLETS, QUOTED, LENGTH = map(FEATURES.index, ("wording of opinion and partisan outlets", "quoted words", "length"))
#: The features that are means over the words of a sentence, and those that its most loaded words give.
_MEANS, _HIGHEST = slice(3, QUOTED + 1), slice(0, 3)
#: Added before a logarithm is taken.
_LEAST = 1e-4


def _of_form(form: str) -> tuple[float, ...]:
    low = canonical(form)
    uses = news_frequency()[0].get(low, 0)
    return (low in _FIRST, low in _SECOND, low == "<person>", low in _REPORT, np.log1p(uses) / 10, len(low) / 10)


STYLE = WordFeature("style", _of_form, np.float32, len(_OF_FORM))
CHECKSUM = WordFeature("checksum", lambda form: zlib.crc32(CANONICAL.function(form).encode()), np.int64)
_CHECKSUM_OF = {NAME_FORM: zlib.crc32(NAME.encode()), NUMBER_FORM: zlib.crc32(NUMBER.encode())}


def wording(words: Words) -> tuple[Array, Array]:
    """The numbers of each unit and of each pair of neighbours (-1 where a sentence ends), shape `(units,)` each."""
    seen = words.seen
    sums = words.document.vocabulary.column(CHECKSUM)[np.maximum(seen.forms, 0)]
    for code, checksum in _CHECKSUM_OF.items():
        sums[seen.forms == code] = checksum
    after = seen.beside(sums, 1, -1)
    pairs = np.where(after >= 0, (sums * _MIX + after) % PAIR_BUCKETS, -1)
    return sums % PAIR_BUCKETS, pairs


def opinionated(words: Words, outlets: Array) -> Array:
    """How much each unit, with the pair it begins, is the wording of opinion and partisan outlets, shape `(units,)`."""
    single, pairs = wording(words)
    weights: Array = outlets[single] + np.where(pairs >= 0, outlets[pairs], 0)
    return weights


def describe(words: Words, logits: Array, outlets: Array) -> Array:
    """The features of each sentence but for the meaning of its words, shape `(sentences, features - 1)`.

    `logits` are the word model's; `outlets` has the weight of each numbered word and pair.
    """
    document, seen = words.document, words.seen
    sentences = len(document.sentence_start)
    found = np.zeros((sentences, LENGTH + 1))
    sizes = np.diff(seen.first_unit)
    filled = np.flatnonzero(sizes)
    odds = logits[seen.words].astype(np.float64)
    likely = 1 / (1 + np.exp(-odds))
    name, number = seen.forms == NAME_FORM, seen.forms == NUMBER_FORM
    style = document.vocabulary.column(STYLE)[np.maximum(seen.forms, 0)]
    style[name | number] = 0
    columns = np.column_stack(
        [odds, opinionated(words, outlets), _OF_TAG[seen.tags], style, name, number, seen.quoted(), likely]
    )
    average = means(words, columns)
    found[:, _MEANS] = average[:, :-1]
    found[:, OUTLETS] *= np.sqrt(sizes)
    found[:, QUOTED + 1] = found[:, QUOTED] > 0
    found[:, _HIGHEST] = math.log(_LEAST)
    found[filled, _HIGHEST] = _most(likely, seen.first_unit[filled], sizes[filled], average[filled, -1])
    found[:, QUOTED + 2 : LENGTH] = _marks(document)
    found[:, LENGTH - 1] /= np.maximum(sizes, 1)
    found[:, LENGTH] = np.log1p(sizes)
    return found


def _most(likely: Array, starts: Array, sizes: Array, mean: Array) -> Array:
    """Per sentence the logarithms of the highest value and of the sum of the three highest."""
    # sentence by sentence, the likeliest first: what is likely lies between 0 and 1
    ranked = likely[np.argsort(2.0 * np.repeat(np.arange(len(sizes)), sizes) - likely)]
    highest = ranked[starts]
    second, third = (np.where(sizes > more, ranked[starts + np.minimum(more, sizes - 1)], 0) for more in (1, 2))
    return np.log(np.stack([highest, highest + second + third, mean], axis=1) + _LEAST)


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
    found = counts.reshape(-1, size).astype(np.float64)
    np.minimum(found[:, :-1], 1, out=found[:, :-1])
    return found


def means(words: Words, values: Array) -> Array:
    """The mean over each sentence's units of `values`, shape `(units, ...)`; 0 for a sentence without words."""
    seen = words.seen
    sizes = np.diff(seen.first_unit)
    filled = np.flatnonzero(sizes)
    found = np.zeros((len(sizes), *values.shape[1:]))
    sums = np.add.reduceat(values, seen.first_unit[filled], axis=0)
    found[filled] = sums / sizes[filled].reshape(-1, *[1] * (values.ndim - 1))
    return found


@dataclass(frozen=True, eq=False)
class SentenceModel:
    """Weights of the features as they stand, what an average sentence has of each (`mean`), the intercept, the weights
    of outlets' wording, and what each lower-case form adds by its meaning, as its word vector has it.
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
        """What each unit means along the direction that tells loaded sentences, shape `(units,)`."""
        forms = words.seen.forms
        meaning: Array = words.document.vocabulary.column(self._meaning)[np.maximum(forms, 0)].astype(np.float64)
        meaning[forms < 0] = 0
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
    forms = stored["forms"].tobytes().decode().split("\n")
    meanings = dict(zip(forms, stored["meanings"].astype(np.float64).tolist(), strict=True))
    return SentenceModel(weights, mean, float(stored["bias"][0]), outlets, meanings)


@cache
def load_sentence_model() -> SentenceModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-sentences"))
