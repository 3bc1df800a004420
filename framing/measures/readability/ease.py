"""Reading ease: one estimate of how easily a text is read, as teachers judged it, linear in its causes.

The causes are the length of sentences, properties of words (sounds, letters, familiarity, frequency, class, the company
they keep), and what was learned of single words; each text's score is a weighted sum of them, so that it can be taken
apart. Names and numerals have no weight of their own. A short text says little of its words: their evidence grows with
their number. The length of sentences weighs otherwise in a single sentence than in a whole text, and passes from the
one weight to the other without a jump.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.familiar import Word
from framing.measures.readability.word_counts import (
    COLUMN,
    COLUMNS,
    COUNTED,
    OF_SENTENCES,
    OF_WORDS,
    WordColumns,
    count_words,
)
from framing.models import load_json
from framing.text import Document, WordFeature
from framing.words import word_set

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

_PRONOUNS = word_set("personal-pronouns")
_YOU_AND_ME = frozenset(("i", "you", "me", "my", "your"))
_BE = frozenset(("was", "were", "is", "are", "be", "been", "being", "am"))

#: The properties of a word that have a weight, in the order of the model.
WORD_CAUSES = (
    *COUNTED,
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
#: The columns of counts that the estimate is made of.
_NEEDED = ("sentences", "log_words", "words", "ease", "ease_learned")
#: The properties of a text's sentences that have a weight, in the order of `sentence_causes`.
SENTENCE_CAUSES = ("log_words_per_sentence", "words_per_sentence", "mean_log_words")


def word_causes(words: Sequence[Word], counts: WordColumns) -> WordColumns:
    """The properties of each of some words, whose counts are given, by the names of `WORD_CAUSES`."""
    low = [word.low for word in words]
    exempt = np.array([word.exempt for word in words])
    name = np.array([word.exempt and word.form[0].isupper() for word in words])
    # the power of ten of a word's uses per billion words (van Heuven et al. 2014)
    frequency = np.log10((np.array([word.uses for word in words]) + 1) / _NEWS_WORDS * 1e9)
    zipf = np.where(exempt, _NAME_ZIPF, frequency)

    def listed_in(known: Collection[str]) -> NDArray[np.bool_]:
        return np.array([word in known for word in low])

    def ending_in(ending: str) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.array([word.endswith(ending) for word in low]) & ~name
        return found

    return {
        # whoever is spoken of, a text is as easy: every name counts as one and the same
        **{cause: np.where(name, _of_any_name()[cause], counts[cause]) for cause in COUNTED},
        "zipf": zipf,
        "zipf_below_5": zipf < 5,
        "zipf_below_4.3": zipf < 4.3,
        "zipf_below_3.5": zipf < 3.5,
        "zipf_below_2.7": zipf < 2.7,
        "name": name,
        "pronoun": listed_in(_PRONOUNS),
        "you_and_me": listed_in(_YOU_AND_ME),
        "the": listed_in(("the",)),
        "of": listed_in(("of",)),
        "said": listed_in(("said", "says")),
        "be": listed_in(_BE),
        "ends_ed": ending_in("ed"),
        "ends_ing": ending_in("ing"),
        "ends_ly": ending_in("ly"),
        "numeral": exempt & ~name,
    }


@cache
def _of_any_name() -> Mapping[str, float]:
    return {name: float(values[0]) for name, values in count_words([Word.of(_ANY_NAME)]).items()}


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
def _sentence_model() -> tuple[NDArray[np.float64], ...]:
    return tuple(np.array(_model()[f"sentence_{of}"]) for of in ("means", "weights", "weights_short"))


def word_weights(words: Sequence[Word], counts: WordColumns) -> WordColumns:
    """What each word adds by its properties and company, what was learned of it, and whether it has no weight."""
    model = _model()
    causes = word_causes(words, counts)
    ease = np.zeros(len(words))
    for cause, weight, mean in zip(WORD_CAUSES, model["word_weights"], model["word_means"], strict=True):
        ease += weight * (causes[cause] - mean)
    company, learned = model["company"], model["words"]
    weighed = [(word.low, not word.exempt) for word in words]
    return {
        "ease": ease + np.array([company.get(low, 0.0) if has_weight else 0.0 for low, has_weight in weighed]),
        "ease_learned": np.array([learned.get(low, 0.0) if has_weight else 0.0 for low, has_weight in weighed]),
        "without_ease": np.array([not has_weight for _, has_weight in weighed]),
    }


def reading_ease(counts: Sums) -> Sums:
    """The estimate for sums of counts, or of `OF_GRADE_AND_EASE` of them, shape `(..., columns)` to `(...)`; higher is
    easier.

    In points on Flesch's scale: the excerpts that teachers judged (CLEAR) have the mean and the spread of their
    Flesch reading ease.
    """
    sentences, log_words, words, causes, learned = (counts[..., COLUMN[name]] for name in _NEEDED)
    means, weights, weights_short = _sentence_model()
    by_size = weights + shortness(words)[..., None] * weights_short
    parts = (sentence_causes(words, sentences, log_words) - means) * by_size
    # One after another, so that a text's score hangs on no other text: a product of matrices adds up as it likes.
    of_sentences = parts[..., 0] + parts[..., 1] + parts[..., 2]
    score = of_sentences + causes / (words + PRIOR_WORDS) + learned / np.maximum(words, FULL_WORDS)
    mean, spread = _model()["scale"]
    points: Sums = mean + spread * score
    return points


def is_outside(words_per_sentence: float, syllables_per_word: float, known: float) -> bool:
    """Whether a text is unlike all but one in a hundred of those that reading ease was fitted on."""
    ranges = _model()["ranges"]
    values = {"words_per_sentence": words_per_sentence, "syllables_per_word": syllables_per_word, "known": known}
    return any(not ranges[name][0] <= value <= ranges[name][1] for name, value in values.items())


Counts = NDArray[np.float32]


def of_forms(forms: Sequence[str]) -> NDArray[Any]:
    """What one word of each form adds to the columns `OF_WORDS`, shape `(forms, columns)`."""
    words = [Word.of(form) for form in forms]
    counts = count_words(words)
    columns = {**counts, **word_weights(words, counts)}
    return np.column_stack([columns[name] for name in OF_WORDS])


WORD_COUNTS = WordFeature("readability", of_forms, "float32", width=len(OF_WORDS), of_many=True)


#: Sentences whose words are counted in one go.
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """The counts of each sentence that has words, shape `(sentences with words, columns)`, and which sentence it is."""

    counts: Counts
    sentence: NDArray[np.intp]


def count_sentences(document: Document) -> SentenceCounts:
    """The counts of each sentence; what has no word (a row of stars) is no sentence to count."""
    first = document.sentence_first_word
    worded = np.flatnonzero(first[1:] > first[:-1])
    counts = np.ones((len(worded), len(COLUMNS)), dtype=np.float32)
    if len(worded):
        of_forms = document.vocabulary.column(WORD_COUNTS)
        # Block by block: a text as long as a book has a million words.
        for at in range(0, len(worded), _BLOCK):
            block = worded[at : at + _BLOCK]
            words = of_forms.take(document.word_id[first[block[0]] : first[block[-1] + 1]], axis=0)
            out = counts[at : at + _BLOCK, len(OF_SENTENCES) :]
            np.add.reduceat(words, first[block] - first[block[0]], axis=0, out=out)
        counts[:, COLUMN["log_words"]] = np.log(counts[:, COLUMN["words"]])
    return SentenceCounts(counts, worded)
