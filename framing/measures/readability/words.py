"""What readability counts of each word: syllables, letters, familiarity, and its contribution to reading ease.

Reading ease is linear in its causes: sentence lengths, properties of words, and single words. Names and numerals have
no weight of their own, so that swapping names changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.models import load_json, news_frequency
from framing.text import Document, WordFeature
from framing.text.syllables import syllables
from framing.words import word_set

#: The counts of a word that have a weight in reading ease.
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
#: All columns of a word.
OF_WORDS = ("words", "syllables", "ease", "ease_learned", *COUNTED[1:], "without_ease")
#: The columns of a sentence: 1, the logarithm of its number of words, and the sums over its words.
COLUMNS = ("sentences", "log_words", *OF_WORDS)
COLUMN = {name: number for number, name in enumerate(COLUMNS)}
#: The first columns, all that grade and reading ease need: fewer columns make resampling fast.
OF_GRADE_AND_EASE = slice(0, COLUMN["ease_learned"] + 1)

#: A word is common if it is among this many most used in news.
MOST_USED = 5000
#: A longer word is long; no shorter one is a nominalisation.
_LONG = 6
#: The name whose counts stand for every name: two syllables and six letters, as most have.
_ANY_NAME = "Martin"
#: The Zipf frequency of names and numerals, that of a common word.
_NAME_ZIPF = 5.8
_NEWS_WORDS = 14.5e6
_ZIPF_BOUNDS = (5, 4.3, 3.5, 2.7)

_NOMINAL = re.compile(r".{3,}(?:tion|sion|ment|ness|ity|ance|ence|ancy|ency|ism)s?$")
_VERB_ENDING = re.compile(r"(?:e[sd]|ing)$")
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "went": "go", "gone": "go", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be",
}  # fmt: skip
_NOT = {"won't": "will", "can't": "can", "shan't": "shall"}
_ENDINGS = {"s": ("s", "es"), "d": ("ed", "d"), "g": ("ing",), "r": ("er", "r"), "t": ("est", "st"), "y": ("ly",)}
_DOUBLED = frozenset("bdgklmnprt")
_DOUBLING = frozenset(("ed", "ing", "er", "est"))

Values = NDArray[np.float64]


@cache
def dale_chall_words() -> frozenset[str]:
    """The 3,000 words that four in five fourth-graders know (Chall and Dale 1995), as textstat has them."""
    # Located, not imported: importing textstat takes longer than reading an article.
    package = find_spec("textstat")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the list of Dale and Chall comes with textstat: pip install textstat")
    words = Path(package.origin).parent / "resources" / "en" / "easy_words.txt"
    return frozenset(words.read_text(encoding="utf-8").lower().split())


def is_name(form: str) -> bool:
    """Whether a form alone looks like a name: capitalised, and no common word in lower case."""
    if not form[:1].isupper():
        return False
    word = form.removesuffix("'s").removesuffix("'").lower()
    return word not in news_frequency()[0] and word not in dale_chall_words()


#: The lists of familiar words, and whether a word is common: the bits of `Word.lists`.
DALE_CHALL, SPACHE, COMMON = 1, 2, 4


class Word(NamedTuple):
    """A word form and the facts that decide its familiarity."""

    form: str
    low: str
    #: Whether it is a name or a numeral: familiar by every list, so that names make no text harder.
    exempt: bool
    #: Its uses in news, or those of a base.
    uses: int
    #: The lists by which it is familiar, a sum of `DALE_CHALL`, `SPACHE` and `COMMON`.
    lists: int

    @classmethod
    def of(cls, form: str) -> Word:
        """The facts of a form."""
        low = form.lower()
        if (not form.isalpha() and any(map(str.isdigit, form))) or is_name(form):
            return cls(form, low, True, 0, DALE_CHALL | SPACHE | COMMON)
        return cls(form, low, False, *_known(low))

    @property
    def named(self) -> bool:
        """Whether it is a name."""
        return self.exempt and self.form[0].isupper()


@cache
def _listed() -> dict[str, tuple[int, int]]:
    """The words of all lists, each with its uses in news and the lists by which it is familiar."""
    known = {word: (uses, COMMON * (rank < MOST_USED)) for rank, (word, uses) in enumerate(news_frequency()[0].items())}
    # Spache: the revised list of words familiar in the first grades (1974)
    for words, of_list in ((dale_chall_words(), DALE_CHALL), (word_set("spache"), SPACHE)):
        for word in words:
            uses, lists = known.get(word, (0, 0))
            known[word] = (uses, lists | of_list)
    return known


def _known(low: str) -> tuple[int, int]:
    """The uses in news of a lower-case word or its most used base, and the lists by which it is familiar.

    Regular inflections of a listed word are familiar, and so is a hyphenated word if each part is. Dale and Chall 1948,
    A formula for predicting readability: instructions, Educational Research Bulletin 27.
    """
    every = [_listed().get(base, (0, 0)) for base in bases(low)]
    lists = 0
    for _, of_base in every:
        lists |= of_base
    if "-" in low:
        of_parts = DALE_CHALL | SPACHE
        for part in filter(None, low.split("-")):
            of_parts &= _known(part)[1]
        lists |= of_parts
    return max(uses for uses, _ in every), lists


def bases(word: str) -> tuple[str, ...]:
    """A lower-case word and its possible bases, without regular endings.

    >>> bases("carried")
    ('carried', 'carri', 'carry', 'carrie')
    """
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    if "'" in word:
        forms.append(_NOT.get(word) or (word[:-3] if word.endswith("n't") else word.partition("'")[0]))
    for ending in _ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: -len(ending)]
            forms.append(stem)
            if ending == "ing":
                forms.append(stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED and ending in _DOUBLING:
                forms.append(stem[:-1])
            if stem[-1] == "i":
                forms.append(stem[:-1] + "y")
    return tuple(forms)


def _counts(word: Word) -> tuple[float, ...]:
    """The values of `COUNTED`; of a name or a numeral, only syllables and letters count."""
    form, lists, plain = word.form, word.lists, not word.exempt
    sounds, size = syllables(form), sum(map(str.isalnum, form))
    return (
        sounds,
        size,
        sum(map(str.isalpha, form)),
        sounds > 2,
        sounds == 1,
        plain and sounds > 2 and _is_complex(form, sounds),
        size > _LONG,
        not lists & DALE_CHALL,
        not lists & SPACHE,
        not lists & COMMON,
        plain and size > _LONG and bool(_NOMINAL.match(word.low)) and word.low not in word_set("not-nominalisations"),
        plain and word.low in word_set("subordinators"),
    )


def _is_complex(form: str, sounds: int) -> bool:
    """Whether a word of three syllables or more is complex (Gunning 1952).

    Compounds of easy words are not, and neither are verbs whose ending makes the third syllable.
    """
    if "-" in form:
        return any(syllables(part) > 2 for part in form.split("-") if part)
    ending = _VERB_ENDING.search(form)
    if not (ending and form.islower() and sounds == 3):
        return True
    return syllables(form[: ending.start()]) > 2


def _traits(word: Word) -> tuple[bool, ...]:
    """The classes and endings that have a weight in reading ease beside counts and frequency."""
    low, named = word.low, word.named
    return (
        named,
        low in word_set("personal-pronouns"),
        low in {"i", "you", "me", "my", "your"},
        low == "the",
        low == "of",
        low in {"said", "says"},
        low in {"was", "were", "is", "are", "be", "been", "being", "am"},
        *(low.endswith(ending) and not named for ending in ("ed", "ing", "ly")),
        word.exempt and not named,
    )


@cache
def _counts_of_any_name() -> tuple[float, ...]:
    return _counts(Word.of(_ANY_NAME))


def word_causes(words: Sequence[Word], known: Values | None = None) -> Values:
    """The properties of each word that have a weight in reading ease, in the model's order, `(words, properties)`.

    They are `COUNTED`, the Zipf frequency (the logarithm of uses per billion words, van Heuven et al. 2014) and whether
    it is below each of some bounds, and the word's classes and endings. `known` are the words' counts, if known.
    """
    counts = np.array([_counts(word) for word in words], dtype=np.float64) if known is None else known
    counts = np.where(np.array([word.named for word in words])[:, None], _counts_of_any_name(), counts)
    frequency = np.log10((np.array([word.uses for word in words]) + 1) / _NEWS_WORDS * 1e9)
    zipf = np.where([word.exempt for word in words], _NAME_ZIPF, frequency)
    return np.column_stack([counts, zipf, *(zipf < bound for bound in _ZIPF_BOUNDS), [_traits(word) for word in words]])


def of_forms(forms: Sequence[str]) -> Values:
    """The columns `OF_WORDS` of each form, shape `(forms, columns)`."""
    model, words = load_json("reading-ease"), [Word.of(form) for form in forms]
    counts = np.array([_counts(word) for word in words], dtype=np.float64)
    ease = np.zeros(len(words))
    causes = word_causes(words, counts).T
    # one after another: a matrix product may add in another order
    for cause, weight, mean in zip(causes, model["word_weights"], model["word_means"], strict=True):
        ease += weight * (cause - mean)
    company, learned = (
        np.array([0.0 if word.exempt else model[of].get(word.low, 0.0) for word in words])
        for of in ("company", "words")
    )
    exempt = [word.exempt for word in words]
    return np.column_stack([np.ones(len(words)), counts[:, 0], ease + company, learned, counts[:, 1:], exempt])


_WORD_COUNTS = WordFeature("readability", of_forms, "float32", width=len(OF_WORDS), vectorized=True, stored=True)
#: Sentences counted at once, which limits memory: a book has a million words.
_BLOCK = 10_000


class SentenceCounts(NamedTuple):
    """The counts of each sentence with words, shape `(sentences with words, columns)`, and its number."""

    counts: NDArray[np.float32]
    sentence: NDArray[np.intp]


def count_sentences(document: Document) -> SentenceCounts:
    """The counts of each sentence with words; a row of stars is none."""
    first = document.sentence_first_word
    worded = np.flatnonzero(first[1:] > first[:-1])
    counts = np.ones((len(worded), len(COLUMNS)), dtype=np.float32)
    if len(worded):
        every: NDArray[Any] = document.vocabulary.column(_WORD_COUNTS)
        for at in range(0, len(worded), _BLOCK):
            block = worded[at : at + _BLOCK]
            words = every.take(document.word_id[first[block[0]] : first[block[-1] + 1]], axis=0)
            out = counts[at : at + _BLOCK, COLUMN["words"] :]
            np.add.reduceat(words, first[block] - first[block[0]], axis=0, out=out)
        counts[:, COLUMN["log_words"]] = np.log(counts[:, COLUMN["words"]])
    return SentenceCounts(counts, worded)
