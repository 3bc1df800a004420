"""What the formulas count, of each word once and of each sentence by adding up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.measures.readability.familiar import Word, dale_chall_words, is_common, is_familiar, spache_words
from framing.text import Document, WordFeature
from framing.text.listed import listed
from framing.text.syllables import syllables

#: The columns of counts. The first is the sentence itself; then one word's share in each count.
COLUMNS = (
    "sentences",
    "words",
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
COLUMN = {name: number for number, name in enumerate(COLUMNS)}

Counts = NDArray[np.float32]

_NOMINAL = re.compile(r".{3,}(?:tion|sion|ment|ness|ity|ance|ence|ancy|ency|ism)s?$")
_SUBORDINATORS = listed(
    """
    after although as because before if lest once since than that though till unless until when whenever where whereas
    wherever whether which while who whom whose why how what whatever whoever
    """
)
_VERB_ENDING = re.compile(r"(?:e[sd]|ing)$")
_NOT_NOMINAL = listed("moment comment element cement segment city pity nation station mention business witness")


@lru_cache(maxsize=1 << 13)
def word_counts(form: str) -> tuple[float, ...]:
    """What one word adds to each column after the first."""
    sounds = syllables(form)
    word = Word.of(form)
    plain = form.isalpha()
    characters = len(form) if plain else sum(map(str.isalnum, form))
    letters = characters if plain else sum(map(str.isalpha, form))
    if word.exempt:
        return (1, sounds, characters, letters, sounds > 2, sounds == 1, 0, characters > 6, 0, 0, 0, 0, 0)
    return (
        1,
        sounds,
        characters,
        letters,
        sounds > 2,
        sounds == 1,
        sounds > 2 and _is_complex(word, sounds),
        characters > 6,
        not is_familiar(word, dale_chall_words()),
        not is_familiar(word, spache_words()),
        not is_common(word),
        characters > 6 and _is_nominalisation(word),
        word.low in _SUBORDINATORS,
    )


def _is_complex(word: Word, sounds: int) -> bool:
    """Gunning 1952: three syllables, no name, no compound of easy words, no verb whose ending makes the third."""
    if "-" in word.form:
        return any(syllables(part) > 2 for part in word.form.split("-") if part)
    ending = _VERB_ENDING.search(word.form)
    return not (ending and sounds == 3 and word.form.islower() and syllables(word.form[: ending.start()]) < 3)


def _is_nominalisation(word: Word) -> bool:
    return word.low not in _NOT_NOMINAL and bool(_NOMINAL.match(word.low))


WORD_COUNTS = WordFeature("readability_counts", word_counts, "float32", width=len(COLUMNS) - 1)


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """The counts of each sentence that has words, shape `(sentences with words, columns)`, and which sentence it is."""

    counts: Counts
    sentence: NDArray[np.intp]


def count_words(document: Document) -> Counts:
    """The counts of each word, shape `(words, columns - 1)`."""
    return document.word_column(WORD_COUNTS)


def count_sentences(document: Document, words: Counts) -> SentenceCounts:
    """The counts of each sentence; what has no word (a row of stars) is no sentence to count."""
    first = document.sentence_first_word
    told = np.flatnonzero(first[1:] > first[:-1])
    counts = np.ones((len(told), len(COLUMNS)), dtype=np.float32)
    if len(told):
        np.add.reduceat(words, first[told], axis=0, out=counts[:, 1:])
    return SentenceCounts(counts, told)
