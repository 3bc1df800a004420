"""What readability counts of each word: sounds, letters, whether readers know it, and what it adds to reading ease.

Reading ease is linear in its causes: lengths of sentences, properties of words, and single words. Names and numerals
have no weight of their own: whoever is spoken of, a text is as easy.
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
#: The counts of a sentence: itself, the logarithm of the number of its words, and what its words add.
COLUMNS = ("sentences", "log_words", *OF_WORDS)
COLUMN = {name: number for number, name in enumerate(COLUMNS)}
#: Grade and reading ease need no more than the first of them, so that drawing sentences anew is quick.
OF_GRADE_AND_EASE = slice(0, COLUMN["ease_learned"] + 1)

#: A word is common when it is among this many of the most used in news.
MOST_USED = 5000
#: A longer word has many letters, and a shorter one is no noun made of a verb or an adjective.
_LONG = 6
#: The name whose syllables and letters every name is given: two and six, as most have.
_ANY_NAME = "Martin"
#: The frequency per billion words, as a power of ten, that names and numerals are given: that of a common word.
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
    # Found, not imported: importing textstat takes longer than reading an article.
    package = find_spec("textstat")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the list of Dale and Chall comes with textstat: pip install textstat")
    words = Path(package.origin).parent / "resources" / "en" / "easy_words.txt"
    return frozenset(words.read_text(encoding="utf-8").lower().split())


def is_name(form: str) -> bool:
    """Whether a form is a name, as far as a form can tell: capitalised, and no common word without its capital."""
    if not form[:1].isupper():
        return False
    word = form.removesuffix("'s").removesuffix("'").lower()
    return word not in news_frequency()[0] and word not in dale_chall_words()


#: The lists that a word may be familiar by, and whether it is common: what `Word.lists` is made of.
DALE_CHALL, SPACHE, COMMON = 1, 2, 4


class Word(NamedTuple):
    """A word form and what its familiarity hangs on."""

    form: str
    low: str
    #: A name or a numeral: it says nothing of how hard a text is, whosever name it is, and is familiar by every list.
    exempt: bool
    #: How often it, or what it may be inflected from, is used in news.
    uses: int
    #: The lists that it is familiar by: `DALE_CHALL`, `SPACHE` and `COMMON`, added up.
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
    """The words of all lists: how often each is used in news, and the lists that it is familiar by."""
    known = {word: (uses, COMMON * (rank < MOST_USED)) for rank, (word, uses) in enumerate(news_frequency()[0].items())}
    # Spache: the revised list of words familiar in the first grades (1974)
    for words, of_list in ((dale_chall_words(), DALE_CHALL), (word_set("spache"), SPACHE)):
        for word in words:
            uses, lists = known.get(word, (0, 0))
            known[word] = (uses, lists | of_list)
    return known


def _known(low: str) -> tuple[int, int]:
    """How often a lower-case word or a base of it is used in news, and the lists it is familiar by.

    The rules are those of Dale and Chall 1948, A formula for predicting readability: instructions, Educational
    Research Bulletin 27: regular inflections of a listed word are familiar, and a hyphenated word if each part is.
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
    """A lower-case word and what it may be inflected from by regular endings.

    >>> bases("carried")
    ('carried', 'carri', 'carry', 'carrie')
    """
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    if "'" in word:
        found.append(_NOT.get(word) or (word[:-3] if word.endswith("n't") else word.partition("'")[0]))
    for ending in _ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: -len(ending)]
            found.append(stem)
            if ending == "ing":
                found.append(stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED and ending in _DOUBLING:
                found.append(stem[:-1])
            if stem[-1] == "i":
                found.append(stem[:-1] + "y")
    return tuple(found)


def _counts(word: Word) -> tuple[float, ...]:
    """The values of `COUNTED`; a name or a numeral counts only by its sounds and letters."""
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
    """Gunning 1952, of a word of three syllables or more that is no name: no compound of easy words, and no verb whose
    ending makes the third.
    """
    if "-" in form:
        return any(syllables(part) > 2 for part in form.split("-") if part)
    ending = _VERB_ENDING.search(form)
    if not (ending and form.islower() and sounds == 3):
        return True
    return syllables(form[: ending.start()]) > 2


def _traits(word: Word) -> tuple[bool, ...]:
    """What has a weight in reading ease beside counts and frequency: the classes and the endings of words."""
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
    """The properties of each word that have a weight in reading ease, in the order of the model.

    Shaped `(words, properties)`: `COUNTED`; the power of ten of its uses per billion words (van Heuven et al. 2014) and
    whether it is below each of some bounds; and the word's classes and endings. `known` are the counts of the words, if
    they are known.
    """
    counts = np.array([_counts(word) for word in words], dtype=np.float64) if known is None else known
    counts = np.where(np.array([word.named for word in words])[:, None], _counts_of_any_name(), counts)
    frequency = np.log10((np.array([word.uses for word in words]) + 1) / _NEWS_WORDS * 1e9)
    zipf = np.where([word.exempt for word in words], _NAME_ZIPF, frequency)
    return np.column_stack([counts, zipf, *(zipf < bound for bound in _ZIPF_BOUNDS), [_traits(word) for word in words]])


def of_forms(forms: Sequence[str]) -> Values:
    """What one word of each form adds to the columns `OF_WORDS`, shape `(forms, columns)`."""
    model, words = load_json("reading-ease"), [Word.of(form) for form in forms]
    counts = np.array([_counts(word) for word in words], dtype=np.float64)
    ease = np.zeros(len(words))
    # one after another: a product of matrices adds up in an order of its own
    for cause, weight, mean in zip(
        word_causes(words, counts).T, model["word_weights"], model["word_means"], strict=True
    ):
        ease += weight * (cause - mean)
    company, learned = (
        np.array([0.0 if word.exempt else model[of].get(word.low, 0.0) for word in words])
        for of in ("company", "words")
    )
    exempt = [word.exempt for word in words]
    return np.column_stack([np.ones(len(words)), counts[:, 0], ease + company, learned, counts[:, 1:], exempt])


_WORD_COUNTS = WordFeature("readability", of_forms, "float32", width=len(OF_WORDS), of_many=True)
#: Sentences whose words are counted in one go: a text as long as a book has a million words.
_BLOCK = 10_000


class SentenceCounts(NamedTuple):
    """The counts of each sentence that has words, shape `(sentences with words, columns)`, and which sentence it is."""

    counts: NDArray[np.float32]
    sentence: NDArray[np.intp]


def count_sentences(document: Document) -> SentenceCounts:
    """The counts of each sentence; what has no word (a row of stars) is no sentence to count."""
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
