"""The plain causes of difficulty, each by itself: what a writer could change."""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.measures.readability.ease import SentenceCounts
from framing.measures.readability.word_counts import COLUMN
from framing.text import Document, WordFeature
from framing.words import word_set

_BE, _PARTICIPLE, _BETWEEN = 1, 2, 4

_FORMS_OF_BE = word_set("forms-of-be")
_PARTICIPLES = word_set("participles")
_NO_PARTICIPLES = word_set("not-participles")
_ADVERBS = word_set("passive-adverbs")


def _role(form: str) -> int:
    word = form.lower()
    role = _BE if word in _FORMS_OF_BE else 0
    if word in _PARTICIPLES or (word.endswith("ed") and len(word) > 4 and word not in _NO_PARTICIPLES):
        role |= _PARTICIPLE
    if word in _ADVERBS or (word.endswith("ly") and len(word) > 4):
        role |= _BETWEEN
    return role


ROLE = WordFeature("passive_role", _role, "uint8")


def passive_words(document: Document) -> NDArray[np.bool_]:
    """Whether each word is the participle of a passive, as far as its neighbours can tell.

    A participle within three words after a form of "be" in its sentence, with nothing but adverbs between. By hand,
    "is pleased" and its like are left out; what remains of them is counted.
    """
    roles = document.word_column(ROLE)
    found = np.zeros(len(roles), dtype=bool)
    reached = np.flatnonzero(roles & _BE)
    sentence = document.word_sentence[reached]
    for _ in range(3):
        reached = reached + 1
        inside = reached < len(roles)
        reached, sentence = reached[inside], sentence[inside]
        role = np.where(document.word_sentence[reached] == sentence, roles[reached], 0)
        found[reached[(role & _PARTICIPLE) != 0]] = True
        between = (role & _BETWEEN) != 0
        reached, sentence = reached[between], sentence[between]
    return found


#: The window of MATTR, in words, as news studies use it.
WINDOW = 50
#: The share of different words at which MTLD counts a factor as full.
FULL = 0.72

Ids = NDArray[np.int64]


def _lower_id(form: str) -> int:
    # Two 32-bit sums, so that no two words of a text are taken for one.
    data = form.lower().removesuffix("'s").encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 31 | (zlib.adler32(data) & 0x7FFFFFFF)


LOWER_ID = WordFeature("lower_id", _lower_id, "int64")


def word_types(document: Document, words: slice | NDArray[np.bool_]) -> Ids:
    """A number for each of these words, the same for the same word in capitals or small letters."""
    ids: Ids = document.word_column(LOWER_ID)[words]
    return ids


class Uses(NamedTuple):
    """Where each word of a text was used before, -1 the first time, and where it is used next, its end the last."""

    before: NDArray[np.intp]
    after: NDArray[np.intp]


def uses(types: Ids) -> Uses:
    """Where the same type stands before and after each word."""
    order = np.argsort(types, kind="stable")
    same = types[order[1:]] == types[order[:-1]]
    earlier, later = order[:-1][same], order[1:][same]
    before = np.full(len(types), -1, dtype=np.intp)
    after = np.full(len(types), len(types), dtype=np.intp)
    before[later] = earlier
    after[earlier] = later
    return Uses(before, after)


def mattr(found: Uses, window: int = WINDOW) -> float:
    """The mean share of different words in every window of `window` words; `nan` in a shorter text.

    Unit: share, 0 to 1; higher is more varied. Covington and McFall 2010, Journal of Quantitative Linguistics 17.

    >>> mattr(uses(np.array([1, 2, 1, 2])), window=2)
    1.0
    """
    size = len(found.before)
    if size < window:
        return float("nan")
    where = np.arange(size)
    # A word is new to each window that begins after it was last used and holds it.
    first = np.maximum(found.before + 1, where - window + 1)
    last = np.minimum(where, size - window)
    return float(np.maximum(last - first + 1, 0).sum() / ((size - window + 1) * window))


def mtld(found: Uses, full: float = FULL) -> float:
    """How many words a text goes on before the share of different ones falls to `full`, forwards and back.

    Unit: words; higher is more varied; `nan` without words. McCarthy and Jarvis 2010, Behavior Research Methods 42.

    >>> mtld(uses(np.array([1, 2, 1, 2, 1, 2])), full=0.72)
    3.0
    """
    size = len(found.before)
    if not size:
        return float("nan")
    backwards = size - 1 - found.after[::-1]
    return (_factor_length(found.before, full) + _factor_length(backwards, full)) / 2


@lru_cache(maxsize=64)
def _longest(size: int, full: float) -> list[int]:
    """The most words among which so many used before, counted by place, bring the share of different ones to `full`."""
    words = np.arange(1, size + 1)
    again = words - np.floor(full * words).astype(int)
    longest: list[int] = np.searchsorted(again, np.arange(again[-1] + 1), side="right").tolist()
    return longest


def _factor_length(before: NDArray[np.intp], full: float) -> float:
    """The words of a factor on average. The share can only fall to `full` at a word used before, so all others are
    passed over.
    """
    size, factors = len(before), 0.0
    longest = _longest(1 << size.bit_length(), full)
    start = again = 0
    repeats = (before >= 0).nonzero()[0]
    for where, used in zip(repeats.data, before[repeats].data, strict=True):
        if used >= start:
            again += 1
            if where < start + longest[again]:
                factors += 1
                start, again = where + 1, 0
    if start < size:
        words = size - start
        factors += (1 - (words - again) / words) / (1 - full)
    return size / factors if factors else float(size)


def causes(
    batch: Batch, counted: SentenceCounts, chosen: NDArray[np.bool_], sums: NDArray[np.float64]
) -> list[dict[str, float]]:
    """The causes in the chosen ones of the counted sentences, for each article; nan where it has none of them.

    The counts of each article's chosen sentences add up to its row of `sums`.
    """
    document = batch.document
    inside = np.zeros(len(document.sentence_start), dtype=bool)
    inside[counted.sentence[chosen]] = True
    chosen_words = inside[document.word_sentence]
    passive = np.zeros(len(inside), dtype=bool)
    passive[document.word_sentence[passive_words(document) & chosen_words]] = True
    columns = {name: sums[:, number] for name, number in COLUMN.items()}
    sentences, words = columns["sentences"], columns["words"]
    of_articles = [batch.sentences_of(number) for number in range(len(batch.cut.documents))]
    types = word_types(document, chosen_words)
    ends = np.append(0, chosen_words.cumsum())[batch.first_word].tolist()
    used = [uses(types[start:end]) for start, end in pairwise(ends)]
    found = {
        "words_per_sentence": words / sentences,
        "syllables_per_word": columns["syllables"] / words,
        "rare_words": 100 * columns["rare_words"] / words,
        "subordinators": columns["subordinators"] / sentences,
        "passives": 100 * np.array([np.count_nonzero(passive[each]) for each in of_articles]) / sentences,
        "nominalisations": 100 * columns["nominalisations"] / words,
        "mattr": np.array([mattr(each) for each in used]),
        "mtld": np.array([mtld(each) for each in used]),
        "unfamiliar_words": 100 * columns["dale_chall_unfamiliar"] / words,
        "monosyllables": 100 * columns["monosyllables"] / words,
    }
    return [
        dict(zip(found, values, strict=True))
        for values in zip(*(values.tolist() for values in found.values()), strict=True)
    ]
