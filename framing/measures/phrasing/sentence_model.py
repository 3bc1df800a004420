"""How likely readers are to call a sentence loaded, and why: a logistic regression over named features.

The features are the word model's scores; how much words and pairs of words are those of opinion and partisan outlets
rather than of wires; the meaning of the words (their word vectors along the direction that best separates loaded
sentences from others); and style: parts of speech, marks, pronouns, quoted words. `lab.training.loaded_sentences`
learns the weights.

The reasons of a score are what each word and each feature of style adds. Features of the most loaded words are divided
by how likely each is to be marked, and means over all words equally, so the reasons sum to the log-odds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from framing.attribution.reading import Reading
from framing.measures.phrasing.forms import NAME, NUMBER, TAGS, canonical
from framing.measures.phrasing.word_model import load_word_model
from framing.measures.phrasing.words import Array, Units, Words
from framing.models import load_arrays, news_frequency, unpack_words
from framing.text.characters import CodePointTable, code_points
from framing.text.document import Document
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: The number of checksums that number words and pairs of words.
PAIR_BUCKETS = 1 << 18
_MIX = 1_000_003

_GROUPS = {
    "adjectives": "JJ JJR JJS",
    "adverbs": "RB RBR RBS",
    "verbs": "VB VBD VBG VBN VBP VBZ MD",
    "nouns": "NN NNS",
    "prepositions": "IN TO",
    "determiners": "DT PDT",
    "conjunctions": "CC",
}
#: The index in `_GROUPS` of each tag by its code; for other tags, the index after the last.
_GROUP_OF_TAG = np.array([[tag in group.split() for group in (*_GROUPS.values(), tag)].index(True) for tag in TAGS])
_MARKS = "?!—:;(,"
#: The place in `_MARKS` of each character, from 1; 0 for other characters.
_PLACE_OF_MARK = CodePointTable(lambda character: _MARKS.find(character) + 1, np.uint8)
#: The names of the features, in the order of their columns.
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
LENGTH = FEATURES.index("length")
#: Added before a logarithm is taken.
_LEAST = 1e-4


@cache
def _counted() -> tuple[frozenset[str], ...]:
    """The kinds of words that are counted, one feature each."""
    lists = (word_set("first-person"), word_set("second-person"), {"<person>"}, word_set("report-words"))
    return (*map(frozenset, lists), frozenset({NAME}), frozenset({NUMBER}))


def _kind(form: str) -> int:
    low = canonical(form)
    return [*(low in kind for kind in _counted()), True].index(True)


def _measures(form: str) -> tuple[float, float]:
    """The frequency and length of a form; zeros for names and numbers."""
    low = canonical(form)
    if low in {NAME, NUMBER}:
        return 0.0, 0.0
    return np.log1p(news_frequency()[0].get(low, 0)) / 10, len(low) / 10


_KIND = WordFeature("kind counted", _kind, np.int64, stored=True)
_MEASURES = WordFeature("frequency and letters", _measures, np.float32, width=2, stored=True)
_CHECKSUM = WordFeature("checksum", lambda form: zlib.crc32(canonical(form).encode()) % PAIR_BUCKETS, np.int64)


def wording(words: Words) -> tuple[Array, Array]:
    """The numbers of each unit and of the pair it begins (-1 at a sentence's end), each shaped `(units,)`."""
    units = words.units
    single = words.document.vocabulary.values(_CHECKSUM, units.forms)
    after = units.beside(single, 1, -1)
    return single, np.where(after >= 0, (single * _MIX + after) % PAIR_BUCKETS, -1)


def _opinionated(words: Words, outlets: Array) -> Array:
    """How typical each unit and its pair are of opinion and partisan outlets, shape `(units,)`."""
    single, pairs = wording(words)
    return np.asarray(outlets[single] + np.where(pairs >= 0, outlets[pairs], 0))


def describe(words: Words, logits: Array, outlets: Array) -> Array:
    """The features of each sentence except the meaning of its words, shape `(sentences, features - 1)`.

    `logits` are the word model's; `outlets` holds the weight of each numbered word and pair.
    """
    units, vocabulary = words.units, words.document.vocabulary
    sizes = np.diff(units.first_unit)
    odds = logits[units.words].astype(np.float64)
    *kinds, names, numbers, _ = _shares(units, vocabulary.values(_KIND, units.forms), len(_counted()) + 1).T
    quoted = _shares(units, units.quoted(), 2)[:, 1]
    marks = _marks(words.document)
    marks[:, -1] /= np.maximum(sizes, 1)
    return np.column_stack(
        [
            _most(words, 1 / (1 + np.exp(-odds))),
            means(words, odds),
            means(words, _opinionated(words, outlets).astype(np.float64)) * np.sqrt(sizes),
            _shares(units, _GROUP_OF_TAG[units.tags], len(_GROUPS) + 1)[:, :-1],
            *kinds,
            *(means(words, values) for values in vocabulary.values(_MEASURES, units.forms).T.astype(np.float64)),
            names,
            numbers,
            quoted,
            quoted > 0,
            marks,
            np.log1p(sizes),
        ]
    )


def _shares(units: Units, kinds: Array, size: int) -> Array:
    """The share of each kind among each sentence's units, shape `(sentences, size)`."""
    sizes = np.diff(units.first_unit)
    counts = np.bincount(units.sentence * size + kinds, minlength=len(sizes) * size).reshape(-1, size)
    return np.asarray(counts / np.maximum(sizes, 1)[:, np.newaxis])


def _most(words: Words, likely: Array) -> Array:
    """The logarithms of each sentence's highest value, sum of the three highest, and mean."""
    units, rest = words.units, likely.copy()
    filled = np.flatnonzero(np.diff(units.first_unit))
    highest = np.zeros((3, len(units.first_unit) - 1))
    for most in highest:
        most[filled] = np.maximum.reduceat(rest, units.first_unit[filled])
        at = np.flatnonzero(rest == most[units.sentence])
        rest[at[np.unique(units.sentence[at], return_index=True)[1]]] = 0
    return np.log(np.column_stack([highest[0], highest.sum(axis=0), means(words, likely)]) + _LEAST)


def _marks(document: Document) -> Array:
    """Whether each sentence has each mark, and how many commas, shape `(sentences, marks)`."""
    kind_of = _PLACE_OF_MARK[code_points(document.folded)]
    places = np.flatnonzero(kind_of)
    kinds = kind_of[places] - np.intp(1)
    sentences = np.searchsorted(document.sentence_start, places, side="right") - 1
    inside = (sentences >= 0) & (places < document.sentence_end[sentences])
    size = len(_MARKS)
    counts = np.bincount((sentences * size + kinds)[inside], minlength=len(document.sentence_start) * size)
    by_sentence = counts.reshape(-1, size).astype(np.float64)
    np.minimum(by_sentence[:, :-1], 1, out=by_sentence[:, :-1])
    return by_sentence


def means(words: Words, values: Array) -> Array:
    """The mean of `values`, shape `(units, ...)`, over each sentence; 0 for a sentence without words."""
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

    `mean` holds the average of each feature; the meaning of a form is a projection of its word vector.
    """

    weights: Array
    mean: Array
    bias: float
    outlets: Array
    meanings: Mapping[str, float]
    _meaning: WordFeature = field(init=False, repr=False)

    def __post_init__(self) -> None:
        meaning = WordFeature("meaning", lambda form: self.meanings.get(canonical(form), 0.0), np.float32)
        object.__setattr__(self, "_meaning", meaning)

    def features(self, words: Words, logits: Array) -> Array:
        """The features of each sentence, shape `(sentences, features)`; `logits` are the word model's."""
        return np.column_stack([describe(words, logits, self.outlets), means(words, self.meaning(words))])

    def meaning(self, words: Words) -> Array:
        """Each unit's meaning along the direction that separates loaded sentences, shape `(units,)`."""
        return np.asarray(words.document.vocabulary.values(self._meaning, words.units.forms), dtype=np.float64)

    def probabilities(self, features: Array) -> Array:
        """The probability that readers call each sentence loaded, if half of all sentences are."""
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


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


#: Smaller contributions are pooled.
LEAST = 0.1
AVERAGE = "an average sentence"
OTHER_WORDS, OTHER_STYLE = "the other words", "the rest of its style"
#: Pooled reasons, and the constant that every sentence shares.
SUMMED = frozenset({AVERAGE, OTHER_WORDS, OTHER_STYLE})
NO_LOADED_WORD, NOTHING_QUOTED = "no word is very loaded", "nothing is quoted"

_AT = {feature: number for number, feature in enumerate(FEATURES)}
#: The features of the most loaded words, with how many words each uses; those of quotation; those of style.
_MOST_LOADED = {_AT["most loaded word"]: 1, _AT["three most loaded words"]: 3, _AT["loaded words on average"]: None}
_ODDS, _OUTLETS, _MEANING = (
    _AT[what] for what in ("log-odds of its words on average", "wording of opinion and partisan outlets", FEATURES[-1])
)
_QUOTED, _OF_QUOTES = _AT["quoted words"], [_AT["quoted words"], _AT["a quotation"]]
_OF_STYLE = sorted({*range(len(FEATURES))} - {*_MOST_LOADED, _ODDS, _OUTLETS, _MEANING, *_OF_QUOTES})


class Reason(NamedTuple):
    """A word or a feature of style, and its contribution to the log-odds."""

    what: str
    adds: float


def reasons_of(reading: Reading) -> list[list[Reason]]:
    """The reasons for each sentence's score by the installed models: the greatest first, an average sentence last.

    They sum to the sentence's log-odds. A sentence without a word has none.
    """
    words, model = Words(reading), load_sentence_model()
    if not len(words):
        return [[] for _ in reading.document.sentence_start]
    logits = load_word_model().logits(words)
    units = words.units
    features = model.features(words, logits)
    parts = model.weights * (features - model.mean)
    columns = (logits[units.words].astype(np.float64), _opinionated(words, model.outlets), model.meaning(words))
    average = Reason(AVERAGE, float(model.weights @ model.mean + model.bias))
    each_sentence: list[list[Reason]] = []
    for sentence, (first, last) in enumerate(pairwise(units.first_unit.tolist())):
        if first == last:
            each_sentence.append([])
            continue
        odds, outlets, meaning = (column[first:last] for column in columns)
        above = features[sentence] > model.mean
        shares = _of_means(model, odds, outlets, meaning) + _of_most_loaded(odds, np.where(above, parts[sentence], 0))
        listed = [*_words(words, first, last, shares), *_style(parts[sentence], features[sentence], above)]
        each_sentence.append([*sorted(listed, key=lambda reason: (-abs(reason.adds), reason.what)), average])
    return each_sentence


def _of_means(model: SentenceModel, odds: Array, outlets: Array, meaning: Array) -> Array:
    """The contribution of each unit to the features that are means over all units."""
    size = len(odds)
    weight, mean = model.weights, model.mean
    parts: Array = weight[_ODDS] * (odds - mean[_ODDS]) / size
    parts += weight[_OUTLETS] * (outlets / np.sqrt(size) - mean[_OUTLETS] / size)
    parts += weight[_MEANING] * (meaning - mean[_MEANING]) / size
    return parts


def _of_most_loaded(odds: Array, parts: Array) -> Array:
    """The contribution of each unit to the features of the most loaded words, in proportion to its likelihood."""
    likely = 1 / (1 + np.exp(-odds))
    order = np.argsort(-likely, kind="stable")
    shares = np.zeros(len(odds))
    for feature, most in _MOST_LOADED.items():
        chosen = order[:most]
        shares[chosen] += parts[feature] * likely[chosen] / likely[chosen].sum()
    return shares


def _words(words: Words, first: int, last: int, adds: Array) -> Iterator[Reason]:
    """The contribution of each word in the units `[first, last)`; names and numbers are pooled."""
    units, forms = words.units, words.document.vocabulary.forms
    of_word: dict[str, float] = {}
    others = 0.0
    for unit, part in zip(range(first, last), adds.tolist(), strict=True):
        if forms[units.forms[unit]] in (NAME, NUMBER):
            others += part
        else:
            low = words.low[units.words[unit]]
            of_word[low] = of_word.get(low, 0.0) + part
    yield from _pooled({f"“{low}”": part for low, part in of_word.items()}, OTHER_WORDS, others)


def _style(parts: Array, values: Array, above: Array) -> Iterator[Reason]:
    """The contributions of style: each feature, and whether the sentence has more or less than the average."""
    style = {f"{FEATURES[at]}: {'more' if above[at] else 'less'} than usual": float(parts[at]) for at in _OF_STYLE}
    quotes = float(parts[_OF_QUOTES].sum())
    style[NOTHING_QUOTED if not values[_QUOTED] else "words are quoted"] = quotes
    style[NO_LOADED_WORD] = float(sum(parts[at] for at in _MOST_LOADED if not above[at]))
    yield from _pooled(style, OTHER_STYLE)


def _pooled(parts: Mapping[str, float], rest: str, others: float = 0.0) -> Iterator[Reason]:
    """The reasons that are large enough to list, and the sum of the rest."""
    for what, adds in parts.items():
        if abs(adds) >= LEAST:
            yield Reason(what, adds)
        else:
            others += adds
    if others:
        yield Reason(rest, others)
