"""Reading ease: one estimate of how easily a text is read, as teachers judged it, linear in its causes.

The causes are the length of sentences, properties of words (sounds, letters, familiarity, frequency, class, the company
they keep), and what was learned of single words; each text's score is a weighted sum of them, so that it can be taken
apart. Names and numerals have no weight of their own. A short text says little of its words: their evidence grows with
their number. The length of sentences weighs otherwise in a single sentence than in a whole text, and passes from the
one weight to the other without a jump.
"""

from __future__ import annotations

import math
from functools import cache
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.counts import COLUMNS, word_counts
from framing.measures.readability.familiar import Word, uses_in_news
from framing.models import load_json
from framing.text import Document, WordFeature
from framing.text.listed import listed

Sums = NDArray[np.floating[Any]]

#: The frequency per billion words, as a power of ten, that names and numerals are given: that of a common word.
_NAME_ZIPF = 5.8
#: The name whose syllables and letters every name is given: two and six, as most have.
_ANY_NAME = "Martin"
_NEWS_WORDS = 14.5e6
#: Mean properties of words are drawn to the average as if so many average words stood beside them.
PRIOR_WORDS = 50
#: Single words have their full weight in texts of so many words; below, in proportion.
FULL_WORDS = 200

_PRONOUNS = listed("i you he she it we they me him her us them my your his our their its mine yours")
_YOU_AND_ME = listed("i you me my your")
_BE = listed("was were is are be been being am")

#: The properties of a word that have a weight, in the order of `word_causes`.
WORD_CAUSES = (
    *COLUMNS[2:],
    "zipf",
    "zipf_below_5",
    "zipf_below_4.3",
    "zipf_below_3.5",
    "zipf_below_2.7",
    "name",
    "pronoun",
    "you_and_me",
    "the",
    "of",
    "said",
    "be",
    "ends_ed",
    "ends_ing",
    "ends_ly",
    "numeral",
)
#: The properties of a text's sentences that have a weight, in the order of `sentence_causes`.
SENTENCE_CAUSES = ("log_words_per_sentence", "words_per_sentence", "mean_log_words")


def zipf(word: Word) -> float:
    """How often a word or its base is used in news, as the power of ten per billion words (van Heuven et al. 2014)."""
    if word.exempt:
        return _NAME_ZIPF
    return math.log10((max(map(uses_in_news, word.bases)) + 1) / _NEWS_WORDS * 1e9)


def word_causes(word: Word) -> tuple[float, ...]:
    """The properties of a word, in the order of `WORD_CAUSES`."""
    name = word.form[0].isupper() and word.exempt
    # whoever is spoken of, a text is as easy: every name counts as one and the same
    low, form = ("", _ANY_NAME) if name else (word.low, word.form)
    frequency = zipf(word)
    return (
        *word_counts(form)[1:],
        frequency,
        frequency < 5,
        frequency < 4.3,
        frequency < 3.5,
        frequency < 2.7,
        name,
        low in _PRONOUNS,
        low in _YOU_AND_ME,
        low == "the",
        low == "of",
        low in ("said", "says"),
        low in _BE,
        low.endswith("ed"),
        low.endswith("ing"),
        low.endswith("ly"),
        word.exempt and not name,
    )


def sentence_causes(words: Sums, sentences: Sums, log_words: Sums) -> Sums:
    """The properties of sentences from their number, their words and the sum of the logarithms of their words."""
    length = words / sentences
    return np.stack([np.log(length), length / 10, log_words / sentences], axis=-1)


def shortness(words: Sums) -> Sums:
    """How little a text says by the number of its words: near 1 for a few words, 0 for very many."""
    return PRIOR_WORDS / (words + PRIOR_WORDS)


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = load_json("reading-ease")
    return model


@cache
def _average() -> float:
    model = _model()
    return float(sum(map(mul, model["word_weights"], model["word_means"])))


@cache
def _sentence_model() -> tuple[NDArray[np.float64], ...]:
    return tuple(np.array(_model()[f"sentence_{of}"]) for of in ("means", "weights", "weights_short"))


def word_weights(form: str) -> tuple[float, float, bool]:
    """What a word adds by its properties and company, what was learned of it, and whether it has no weight."""
    model = _model()
    word = Word.of(form)
    causes = sum(map(mul, model["word_weights"], word_causes(word))) - _average()
    if word.exempt:
        return causes, 0.0, True
    return causes + model["company"].get(word.low, 0.0), model["words"].get(word.low, 0.0), False


WORD_WEIGHTS = WordFeature("reading_ease", word_weights, "float32", width=3)

#: The columns of `ease_counts`.
EASE_COLUMNS = ("sentences", "words", "log_words", "causes", "learned", "unweighed")


def ease_counts(document: Document, told: NDArray[np.intp]) -> NDArray[np.float32]:
    """What each of the sentences `told` (those with words) adds to reading ease, shape `(sentences, columns)`."""
    counts = np.ones((len(told), len(EASE_COLUMNS)), dtype=np.float32)
    if not len(told):
        return counts
    first = document.sentence_first_word
    counts[:, 1] = first[told + 1] - first[told]
    counts[:, 2] = np.log(counts[:, 1])
    np.add.reduceat(document.word_column(WORD_WEIGHTS), first[told], axis=0, out=counts[:, 3:])
    return counts


def reading_ease(counts: Sums) -> Sums:
    """The estimate for sums of `ease_counts`, shape `(..., columns)` to `(...)`; higher is easier.

    In points on Flesch's scale: the excerpts that teachers judged (CLEAR) have the mean and the spread of their
    Flesch reading ease.
    """
    sentences, words, log_words, causes, learned = (counts[..., column] for column in range(5))
    means, weights, weights_short = _sentence_model()
    by_size = weights + shortness(words)[..., None] * weights_short
    told = (sentence_causes(words, sentences, log_words) - means) * by_size
    # One after another, so that a text's score hangs on no other text: a product of matrices adds up as it likes.
    of_sentences = told[..., 0] + told[..., 1] + told[..., 2]
    score = of_sentences + causes / (words + PRIOR_WORDS) + learned / np.maximum(words, FULL_WORDS)
    mean, spread = _model()["scale"]
    points: Sums = mean + spread * score
    return points


def is_outside(words_per_sentence: float, syllables_per_word: float, known: float) -> bool:
    """Whether a text is unlike all but one in a hundred of those that reading ease was fitted on."""
    ranges = _model()["ranges"]
    told = {"words_per_sentence": words_per_sentence, "syllables_per_word": syllables_per_word, "known": known}
    return any(not ranges[name][0] <= value <= ranges[name][1] for name, value in told.items())
