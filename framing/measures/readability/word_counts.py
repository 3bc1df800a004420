"""What the formulas count of words: sounds, letters, and whether readers know them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.familiar import COMMON, DALE_CHALL, SPACHE, Word
from framing.text.syllables import syllables
from framing.words import word_set

#: What is counted of a word, and has a weight in reading ease.
COUNTED = (
    "syllables",
    "characters",
    "letters",
    "polysyllables",
    "monosyllables",
    "complex_words",
    "long_words",
    "dale_chall_unfamiliar",
    "spache_unfamiliar",
    "rare_words",
    "nominalisations",
    "subordinators",
)
#: What one word adds.
OF_WORDS = ("words", "syllables", "ease", "ease_learned", *COUNTED[1:], "without_ease")
#: A sentence is one, and has the logarithm of the number of its words.
OF_SENTENCES = ("sentences", "log_words")
COLUMNS = OF_SENTENCES + OF_WORDS
COLUMN = {name: number for number, name in enumerate(COLUMNS)}
#: Grade and reading ease need no more than the first of them, so that drawing sentences anew is quick.
OF_GRADE_AND_EASE = slice(0, COLUMN["ease_learned"] + 1)


#: By the name of a column its value for each of some words, shape `(words,)`.
WordColumns = Mapping[str, NDArray[np.float64]]

_NOMINAL = re.compile(r".{3,}(?:tion|sion|ment|ness|ity|ance|ence|ancy|ency|ism)s?$")
_SUBORDINATORS = word_set("subordinators")
_VERB_ENDING = re.compile(r"(?:e[sd]|ing)$")
_NOT_NOMINAL = word_set("not-nominalisations")
#: A longer word has many letters, and a shorter one is no noun made of a verb or an adjective.
_LONG = 6


def count_words(words: Sequence[Word]) -> WordColumns:
    """What each word is counted as; a name or a numeral only by its sounds and letters."""
    forms = [word.form for word in words]
    sounds = np.array([syllables(form) for form in forms])
    characters = np.array([len(form) if form.isalpha() else sum(map(str.isalnum, form)) for form in forms])
    lists = np.array([word.lists for word in words])
    sized = list(zip(words, sounds.tolist(), characters.tolist(), strict=True))
    counts = {
        "words": np.ones(len(words)),
        "syllables": sounds,
        "characters": characters,
        "letters": np.array([len(form) if form.isalpha() else sum(map(str.isalpha, form)) for form in forms]),
        "polysyllables": sounds > 2,
        "monosyllables": sounds == 1,
        "complex_words": np.array(
            [not word.exempt and many > 2 and _is_complex(word, many) for word, many, _ in sized]
        ),
        "long_words": characters > _LONG,
        "dale_chall_unfamiliar": (lists & DALE_CHALL) == 0,
        "spache_unfamiliar": (lists & SPACHE) == 0,
        "rare_words": (lists & COMMON) == 0,
        "nominalisations": np.array(
            [not word.exempt and size > _LONG and _is_nominalisation(word) for word, _, size in sized]
        ),
        "subordinators": np.array([not word.exempt and word.low in _SUBORDINATORS for word in words]),
    }
    return {name: values.astype(np.float64) for name, values in counts.items()}


def _is_complex(word: Word, sounds: int) -> bool:
    """Gunning 1952, of a word of three syllables or more that is no name: no compound of easy words, and no verb whose
    ending makes the third.
    """
    if "-" in word.form:
        return any(syllables(part) > 2 for part in word.form.split("-") if part)
    ending = _VERB_ENDING.search(word.form)
    if not (ending and word.form.islower() and sounds == 3):
        return True
    return syllables(word.form[: ending.start()]) > 2


def _is_nominalisation(word: Word) -> bool:
    return bool(_NOMINAL.match(word.low)) and word.low not in _NOT_NOMINAL
