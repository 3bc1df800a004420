"""How likely readers are to call a sentence loaded: a logistic regression over features that have names.

The features are what the word model makes of the sentence's words, how much its words and pairs of words are those of
opinion and partisan outlets rather than of wires, and its style: parts of speech, marks, pronouns, quoted words.
`framing.training.phrasing` learns the weights.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.phrasing.names import CANONICAL, NAME, NUMBER, canonical
from framing.measures.phrasing.tags import TAGS
from framing.measures.phrasing.word_model import Seen, see
from framing.measures.phrasing.words import Words
from framing.models import load_arrays
from framing.models.frequency import news_frequency
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
_OF_TAG = np.array([[tag in tags for tags in _GROUPS.values()] for tag in TAGS], dtype=np.float32)
_OF_FORM = ("first person", "second person", "third person", "report words", "frequency of its words", "letters a word")
#: The names of the features, in the order of the columns of `describe`.
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
)
OUTLETS = FEATURES.index("wording of opinion and partisan outlets")


def _of_form(form: str) -> tuple[float, ...]:
    low = canonical(form)
    uses = news_frequency()[0].get(low, 0)
    return (low in _FIRST, low in _SECOND, low == "<person>", low in _REPORT, np.log1p(uses) / 10, len(low) / 10)


STYLE = WordFeature("style", _of_form, np.float32, len(_OF_FORM))
CHECKSUM = WordFeature("checksum", lambda form: zlib.crc32(CANONICAL.function(form).encode()), np.int64)
_CHECKSUM_OF = {-1: zlib.crc32(NAME.encode()), -2: zlib.crc32(NUMBER.encode())}


def wording(words: Words, seen: Seen) -> tuple[Array, Array]:
    """The numbers of each unit and of each pair of neighbours (-1 where a sentence ends), shape `(units,)` each."""
    sums = words.document.vocabulary.column(CHECKSUM)[np.maximum(seen.forms, 0)]
    for code, checksum in _CHECKSUM_OF.items():
        sums[seen.forms == code] = checksum
    after = seen.beside(sums, 1, -1)
    pairs = np.where(after >= 0, (sums * _MIX + after) % PAIR_BUCKETS, -1)
    return sums % PAIR_BUCKETS, pairs


def describe(words: Words, logits: Array, outlets: Array) -> Array:
    """The features of each sentence, shape `(sentences, features)`.

    `logits` are the word model's; `outlets` has the weight of each numbered word and pair.
    """
    document = words.document
    seen = see(words)
    sentences = len(document.sentence_start)
    group = seen.sentence
    sizes = np.bincount(group, minlength=sentences)
    per_word = 1 / np.maximum(sizes, 1)

    def total(values: Array) -> Array:
        return np.bincount(group, values, minlength=sentences)

    found = np.zeros((sentences, len(FEATURES)), dtype=np.float64)
    odds = logits[seen.words]
    likely = 1 / (1 + np.exp(-odds))
    found[:, :3] = _most(likely, group, sizes)
    found[:, 3] = total(odds) * per_word
    single, pairs = wording(words, seen)
    found[:, OUTLETS] = total(outlets[single] + np.where(pairs >= 0, outlets[pairs], 0)) * np.sqrt(per_word)
    name, number = seen.forms == -1, seen.forms == -2
    style = document.vocabulary.column(STYLE)[np.maximum(seen.forms, 0)] * ~(name | number)[:, None]
    column = OUTLETS + 1
    for values in (*_OF_TAG[seen.tags].T, *style.T, name, number, seen.flags // 4 % 2):
        found[:, column] = total(values) * per_word
        column += 1
    found[:, column] = found[:, column - 1] > 0
    text, starts, ends = document.folded, document.sentence_start.tolist(), document.sentence_end.tolist()
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cut = text[start:end]
        found[at, column + 1 : -1] = [mark in cut for mark in _MARKS[:-1]] + [cut.count(",") * per_word[at]]
    found[:, -1] = np.log1p(sizes)
    return found


def _most(likely: Array, group: Array, sizes: Array) -> Array:
    """Per sentence the logarithms of the highest value, of the sum of the three highest, and of the mean."""
    order = np.lexsort((-likely, group))
    rank = np.arange(len(group)) - (np.cumsum(sizes) - sizes)[group]
    ranked = likely[order]
    sentences = len(sizes)
    highest = np.bincount(group[rank == 0], ranked[rank == 0], minlength=sentences)
    three = np.bincount(group[rank < 3], ranked[rank < 3], minlength=sentences)
    mean = np.bincount(group, likely, minlength=sentences) / np.maximum(sizes, 1)
    return np.log(np.stack([highest, three, mean], axis=1) + 1e-4)


@dataclass(frozen=True, eq=False)
class SentenceModel:
    """Weights of the features as they stand, what an average sentence has of each (`mean`), the intercept, and the
    weights of outlets' wording.
    """

    weights: Array
    mean: Array
    bias: float
    outlets: Array

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

    def explain(self, features: Array) -> list[tuple[str, float]]:
        """What each feature of a sentence adds to its log-odds beyond an average sentence, the greatest first."""
        parts = (self.weights * (features - self.mean)).tolist()
        return sorted(zip(FEATURES, parts, strict=True), key=lambda part: (-abs(part[1]), part[0]))


def from_arrays(stored: Mapping[str, Array]) -> SentenceModel:
    """The model from its arrays."""
    outlets = stored["outlets"].astype(np.float32) * stored["scale"][0]
    weights, mean = (stored[key].astype(np.float64) for key in ("weights", "mean"))
    return SentenceModel(weights, mean, float(stored["bias"][0]), outlets)


@cache
def load_sentence_model() -> SentenceModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-sentences"))
