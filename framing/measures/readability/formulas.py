"""The readability formulas and reading ease, on counts of any shape `(..., columns)`.

Reading ease estimates how easy teachers and readers find a text. Words count less in a short text, because few words
are little evidence. Sentence length has one weight in a single sentence and another in a long text, with a smooth
transition between. Without words every value is `nan`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.words import COLUMN
from framing.models import load_json

Sums = NDArray[np.floating[Any]]

#: Mean properties of words are shrunk to the average as if the text had this many average words more.
PRIOR_WORDS = 50
#: Learned weights of single words count in full from this many words on; below, in proportion.
FULL_WORDS = 200


def _per(counts: Sums, what: str, unit: str) -> Sums:
    # The empty index turns a single value into a scalar, which is faster than an array of one.
    ratio: Sums = counts[..., COLUMN[what]][()] / counts[..., COLUMN[unit]][()]
    return ratio


def words_per_sentence(counts: Sums) -> Sums:
    """Words per sentence."""
    return _per(counts, "words", "sentences")


def syllables_per_word(counts: Sums) -> Sums:
    """Syllables per word."""
    return _per(counts, "syllables", "words")


def flesch_reading_ease(counts: Sums) -> Sums:
    """206.835 - 1.015 words per sentence - 84.6 syllables per word."""
    return 206.835 - 1.015 * words_per_sentence(counts) - 84.6 * syllables_per_word(counts)


def flesch_kincaid_grade(counts: Sums) -> Sums:
    """0.39 words per sentence + 11.8 syllables per word - 15.59."""
    return 0.39 * words_per_sentence(counts) + 11.8 * syllables_per_word(counts) - 15.59


def smog(counts: Sums) -> Sums:
    """3.1291 + 1.0430 times the square root of words of three syllables or more in thirty sentences."""
    root: Sums = np.sqrt(30 * _per(counts, "polysyllables", "sentences"))
    grade: Sums = 3.1291 + 1.0430 * root
    return grade


def gunning_fog(counts: Sums) -> Sums:
    """0.4 times the sum of words per sentence and complex words per hundred words."""
    return 0.4 * (words_per_sentence(counts) + 100 * _per(counts, "complex_words", "words"))


def automated_readability_index(counts: Sums) -> Sums:
    """4.71 letters and digits per word + 0.5 words per sentence - 21.43."""
    return 4.71 * _per(counts, "characters", "words") + 0.5 * words_per_sentence(counts) - 21.43


def coleman_liau(counts: Sums) -> Sums:
    """0.0588 letters per hundred words - 0.296 sentences per hundred words - 15.8."""
    return 5.88 * _per(counts, "letters", "words") - 29.6 * _per(counts, "sentences", "words") - 15.8


def dale_chall(counts: Sums) -> Sums:
    """0.1579 unfamiliar words per hundred + 0.0496 words per sentence, plus 3.6365 if more than 5 are unfamiliar."""
    unfamiliar = 100 * _per(counts, "dale_chall_unfamiliar", "words")
    adjustment: Sums = np.where(unfamiliar > 5, 3.6365, 0.0)
    return 0.1579 * unfamiliar + 0.0496 * words_per_sentence(counts) + adjustment


def spache(counts: Sums) -> Sums:
    """0.121 words per sentence + 0.082 unfamiliar words per hundred + 0.659.

    Spache counts an unfamiliar word once in a sample of about a hundred words. Here each use counts, so that the grade
    does not fall as a text grows.
    """
    return 0.121 * words_per_sentence(counts) + 8.2 * _per(counts, "spache_unfamiliar", "words") + 0.659


def lix(counts: Sums) -> Sums:
    """Words per sentence plus words of more than six letters per hundred."""
    return words_per_sentence(counts) + 100 * _per(counts, "long_words", "words")


def rix(counts: Sums) -> Sums:
    """Words of more than six letters per sentence."""
    return _per(counts, "long_words", "sentences")


def linsear_write(counts: Sums) -> Sums:
    """Points per sentence (1 for a word of one or two syllables, else 3), halved; 1 less up to 20 points."""
    points = words_per_sentence(counts) + 2 * _per(counts, "polysyllables", "sentences")
    return points / 2 - (points <= 20)


def forcast(counts: Sums) -> Sums:
    """20 minus a tenth of the words of one syllable per hundred and fifty."""
    return 20 - 15 * _per(counts, "monosyllables", "words")


#: `framing/measures/summary.csv` gives the unit, direction and source of each.
FORMULAS = (
    flesch_reading_ease,
    flesch_kincaid_grade,
    smog,
    gunning_fog,
    automated_readability_index,
    coleman_liau,
    dale_chall,
    spache,
    lix,
    rix,
    linsear_write,
    forcast,
)


def sentence_causes(words: Sums, sentences: Sums, log_words: Sums) -> Sums:
    """The properties of sentences that have a weight in reading ease, from the sums of their counts."""
    length = words / sentences
    return np.stack([np.log(length), length / 10, log_words / sentences], axis=-1)


def shortness(words: Sums) -> Sums:
    """The weight of a text's shortness: near 1 for few words, near 0 for many."""
    return PRIOR_WORDS / (words + PRIOR_WORDS)


def reading_ease(counts: Sums) -> Sums:
    """Reading ease for sums of counts, or of the columns `OF_GRADE_AND_EASE`; higher is easier.

    Unit: points on Flesch's scale, on which the excerpts that teachers judged (CLEAR) keep the mean and spread of their
    Flesch reading ease.
    """
    model = load_json("reading-ease")
    sentences, log_words, words, causes, learned = (
        counts[..., COLUMN[name]] for name in ("sentences", "log_words", "words", "ease", "ease_learned")
    )
    means, weights, weights_short = (np.array(model[f"sentence_{of}"]) for of in ("means", "weights", "weights_short"))
    by_size = weights + shortness(words)[..., None] * weights_short
    parts = (sentence_causes(words, sentences, log_words) - means) * by_size
    # One after another: a matrix product may add in another order, and a text's score must not depend on other texts.
    of_sentences = parts[..., 0] + parts[..., 1] + parts[..., 2]
    score = of_sentences + causes / (words + PRIOR_WORDS) + learned / np.maximum(words, FULL_WORDS)
    mean, spread = model["scale"]
    points: Sums = mean + spread * score
    return points


def is_outside(counts: Sums) -> NDArray[np.bool_]:
    """Whether a text is outside the range of 99 in 100 texts that reading ease was fitted on."""
    values = (words_per_sentence(counts), syllables_per_word(counts), 1 - _per(counts, "without_ease", "words"))
    ranges = [load_json("reading-ease")["ranges"][of] for of in ("words_per_sentence", "syllables_per_word", "known")]
    inside = [(low <= value) & (value <= high) for value, (low, high) in zip(values, ranges, strict=True)]
    return np.logical_not(np.array(inside).all(axis=0))
