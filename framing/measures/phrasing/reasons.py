"""The reasons for a sentence's score: the contribution of each word and of its style.

The score is a sum over features. Those that words bring about are shared out among the words: what the most loaded
words add by how likely each is to be marked, and what is a mean over all words to each its part. So words and style
together give the score to the last digit, and nothing in it is without a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import Reading
from framing.measures.phrasing.forms import NAME, NUMBER
from framing.measures.phrasing.sentence_model import (
    FEATURES,
    OUTLETS,
    QUOTED,
    SentenceModel,
    load_sentence_model,
    opinionated,
)
from framing.measures.phrasing.word_model import load_word_model
from framing.measures.phrasing.words import Words

Array = NDArray[Any]

#: Smaller contributions are pooled.
LEAST = 0.1
AVERAGE = "an average sentence"
OTHER_WORDS, OTHER_STYLE = "the other words", "the rest of its style"
#: Pooled reasons, and the constant that every sentence shares.
SUMMED = frozenset({AVERAGE, OTHER_WORDS, OTHER_STYLE})
NO_LOADED_WORD, NOTHING_QUOTED = "no word is very loaded", "nothing is quoted"

#: The features that the most loaded words bring about, and those that are means over all.
_MOST_LOADED = _HIGHEST, _THREE, _ALL = tuple(
    map(FEATURES.index, ("most loaded word", "three most loaded words", "loaded words on average"))
)
_ODDS, _MEANING = map(FEATURES.index, ("log-odds of its words on average", "meaning of its words"))
_OF_QUOTES = [QUOTED, FEATURES.index("a quotation")]
_OF_WORDS = {*_MOST_LOADED, _ODDS, OUTLETS, _MEANING}
_OF_STYLE = [feature for feature in range(len(FEATURES)) if feature not in {*_OF_WORDS, *_OF_QUOTES}]


class Reason(NamedTuple):
    """A word or a feature of style, and its contribution to the log-odds."""

    what: str
    adds: float


def reasons_of(reading: Reading) -> list[list[Reason]]:
    """The reasons of each sentence of an article, by the installed models."""
    words = Words(reading)
    if not len(words):
        return [[] for _ in reading.document.sentence_start]
    return reasons(words, load_word_model().logits(words), load_sentence_model())


def reasons(words: Words, logits: Array, model: SentenceModel) -> list[list[Reason]]:
    """The reasons of each sentence, the greatest first, then what an average sentence has: together its log-odds.

    `logits` are the word model's. A sentence without a word has no reasons.
    """
    units = words.units
    features = model.features(words, logits)
    parts = model.weights * (features - model.mean)
    columns = (logits[units.words].astype(np.float64), opinionated(words, model.outlets), model.meaning(words))
    average = Reason(AVERAGE, float(model.weights @ model.mean + model.bias))
    each_sentence: list[list[Reason]] = []
    for sentence, (first, last) in enumerate(
        zip(units.first_unit[:-1].tolist(), units.first_unit[1:].tolist(), strict=True)
    ):
        if first == last:
            each_sentence.append([])
            continue
        odds, wording, meaning = (column[first:last] for column in columns)
        above = features[sentence] > model.mean
        shares = _of_means(model, odds, wording, meaning) + _of_most_loaded(odds, np.where(above, parts[sentence], 0))
        listed = [*_words(words, first, last, shares), *_style(parts[sentence], features[sentence], above)]
        each_sentence.append([*sorted(listed, key=lambda reason: (-abs(reason.adds), reason.what)), average])
    return each_sentence


def _of_means(model: SentenceModel, odds: Array, wording: Array, meaning: Array) -> Array:
    """What each unit adds by the features that are means over all units."""
    size = len(odds)
    weight, mean = model.weights, model.mean
    parts: Array = weight[_ODDS] * (odds - mean[_ODDS]) / size
    parts += weight[OUTLETS] * (wording / np.sqrt(size) - mean[OUTLETS] / size)
    parts += weight[_MEANING] * (meaning - mean[_MEANING]) / size
    return parts


def _of_most_loaded(odds: Array, parts: Array) -> Array:
    """What each unit adds by the features that the most loaded ones bring about, shared by how likely each is."""
    likely = 1 / (1 + np.exp(-odds))
    order = np.argsort(-likely, kind="stable")
    shares = np.zeros(len(odds))
    for feature, most in ((_HIGHEST, 1), (_THREE, 3), (_ALL, len(odds))):
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
    """What the style adds: each feature with whether the sentence has more or less of it than an average one."""
    style = {f"{FEATURES[at]}: {'more' if above[at] else 'less'} than usual": float(parts[at]) for at in _OF_STYLE}
    quotes = float(parts[_OF_QUOTES].sum())
    style[NOTHING_QUOTED if not values[QUOTED] else "words are quoted"] = quotes
    style[NO_LOADED_WORD] = float(sum(parts[at] for at in _MOST_LOADED if not above[at]))
    yield from _pooled(style, OTHER_STYLE)


def _pooled(parts: Mapping[str, float], rest: str, others: float = 0.0) -> Iterator[Reason]:
    """The reasons that add enough to be listed, and the sum of the rest."""
    for what, adds in parts.items():
        if abs(adds) >= LEAST:
            yield Reason(what, adds)
        else:
            others += adds
    if others:
        yield Reason(rest, others)
