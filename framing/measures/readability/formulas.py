"""The readability formulas, each written once, on counts of any shape `(..., columns)`; and reading ease.

Reading ease is one estimate of how easily a text is read, as teachers and readers judged it. A short text says little
of its words: their evidence grows with their number. The length of sentences weighs otherwise in a single sentence than
in a whole text, and passes from the one weight to the other without a jump. Without words every value is `nan`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.words import COLUMN
from framing.models import load_json

Sums = NDArray[np.floating[Any]]

#: Mean properties of words are drawn to the average as if so many average words stood beside them.
PRIOR_WORDS = 50
#: Single words have their full weight in texts of so many words; below, in proportion.
FULL_WORDS = 200


def _per(counts: Sums, what: str, unit: str) -> Sums:
    # The empty index makes a scalar of a single value, with which numpy is quicker than with an array of one.
    ratio: Sums = counts[..., COLUMN[what]][()] / counts[..., COLUMN[unit]][()]
    return ratio


def words_per_sentence(counts: Sums) -> Sums:
    """Words for each sentence."""
    return _per(counts, "words", "sentences")


def syllables_per_word(counts: Sums) -> Sums:
    """Syllables for each word."""
    return _per(counts, "syllables", "words")


def flesch_reading_ease(counts: Sums) -> Sums:
    """206.835 - 1.015 words per sentence - 84.6 syllables per word."""
    return 206.835 - 1.015 * words_per_sentence(counts) - 84.6 * syllables_per_word(counts)


def flesch_kincaid_grade(counts: Sums) -> Sums:
    """0.39 words per sentence + 11.8 syllables per word - 15.59."""
    return 0.39 * words_per_sentence(counts) + 11.8 * syllables_per_word(counts) - 15.59


def smog(counts: Sums) -> Sums:
    """3.1291 + 1.0430 times the root of the words of three syllables or more in thirty sentences."""
    root: Sums = np.sqrt(30 * _per(counts, "polysyllables", "sentences"))
    grade: Sums = 3.1291 + 1.0430 * root
    return grade


def gunning_fog(counts: Sums) -> Sums:
    """0.4 times words per sentence plus complex words in a hundred."""
    return 0.4 * (words_per_sentence(counts) + 100 * _per(counts, "complex_words", "words"))


def automated_readability_index(counts: Sums) -> Sums:
    """4.71 letters and digits per word + 0.5 words per sentence - 21.43."""
    return 4.71 * _per(counts, "characters", "words") + 0.5 * words_per_sentence(counts) - 21.43


def coleman_liau(counts: Sums) -> Sums:
    """0.0588 letters in a hundred words - 0.296 sentences in a hundred words - 15.8."""
    return 5.88 * _per(counts, "letters", "words") - 29.6 * _per(counts, "sentences", "words") - 15.8


def dale_chall(counts: Sums) -> Sums:
    """0.1579 unfamiliar words in a hundred + 0.0496 words per sentence, and 3.6365 if more than 5 are unfamiliar."""
    unfamiliar = 100 * _per(counts, "dale_chall_unfamiliar", "words")
    adjustment: Sums = np.where(unfamiliar > 5, 3.6365, 0.0)
    return 0.1579 * unfamiliar + 0.0496 * words_per_sentence(counts) + adjustment


def spache(counts: Sums) -> Sums:
    """0.121 words per sentence + 0.082 unfamiliar words in a hundred + 0.659.

    Spache's samples of about a hundred words count an unfamiliar word once; here each use counts, so that the grade
    does not fall as a text grows.
    """
    return 0.121 * words_per_sentence(counts) + 8.2 * _per(counts, "spache_unfamiliar", "words") + 0.659


def lix(counts: Sums) -> Sums:
    """Words per sentence plus words of more than six letters in a hundred."""
    return words_per_sentence(counts) + 100 * _per(counts, "long_words", "words")


def rix(counts: Sums) -> Sums:
    """Words of more than six letters per sentence."""
    return _per(counts, "long_words", "sentences")


def linsear_write(counts: Sums) -> Sums:
    """Per sentence, a point for a word of one or two syllables and three for a longer one; halved, less 1 up to 20."""
    points = words_per_sentence(counts) + 2 * _per(counts, "polysyllables", "sentences")
    return points / 2 - (points <= 20)


def forcast(counts: Sums) -> Sums:
    """20 less a tenth of the words of one syllable in a hundred and fifty."""
    return 20 - 15 * _per(counts, "monosyllables", "words")


#: `framing/measures/summary.csv` has the unit, the direction and the source of each, by its name.
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
    """The properties of sentences that have a weight in reading ease, from their number, their words and log words."""
    length = words / sentences
    return np.stack([np.log(length), length / 10, log_words / sentences], axis=-1)


def shortness(words: Sums) -> Sums:
    """How little a text says by the number of its words: near 1 for a few words, 0 for very many."""
    return PRIOR_WORDS / (words + PRIOR_WORDS)


def reading_ease(counts: Sums) -> Sums:
    """The estimate for sums of counts, or of `OF_GRADE_AND_EASE` of them; higher is easier.

    In points on Flesch's scale: the excerpts that teachers judged (CLEAR) have the mean and the spread of their
    Flesch reading ease.
    """
    model = load_json("reading-ease")
    sentences, log_words, words, causes, learned = (
        counts[..., COLUMN[name]] for name in ("sentences", "log_words", "words", "ease", "ease_learned")
    )
    means, weights, weights_short = (np.array(model[f"sentence_{of}"]) for of in ("means", "weights", "weights_short"))
    by_size = weights + shortness(words)[..., None] * weights_short
    parts = (sentence_causes(words, sentences, log_words) - means) * by_size
    # One after another, so that a text's score hangs on no other text: a product of matrices adds up as it likes.
    of_sentences = parts[..., 0] + parts[..., 1] + parts[..., 2]
    score = of_sentences + causes / (words + PRIOR_WORDS) + learned / np.maximum(words, FULL_WORDS)
    mean, spread = model["scale"]
    points: Sums = mean + spread * score
    return points


def is_outside(counts: Sums) -> NDArray[np.bool_]:
    """Whether a text is unlike all but one in a hundred of those that reading ease was fitted on."""
    values = (words_per_sentence(counts), syllables_per_word(counts), 1 - _per(counts, "without_ease", "words"))
    ranges = [load_json("reading-ease")["ranges"][of] for of in ("words_per_sentence", "syllables_per_word", "known")]
    inside = [(low <= value) & (value <= high) for value, (low, high) in zip(values, ranges, strict=True)]
    return np.logical_not(np.array(inside).all(axis=0))
