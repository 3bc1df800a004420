"""The readability measure: how hard an article and its parts are to read, and the causes that a writer could change."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.intervals import percentile_intervals, resampled_sums
from framing.measures.measure import Columns, Measure
from framing.measures.readability.formulas import FORMULAS, flesch_kincaid_grade, is_outside, reading_ease
from framing.measures.readability.words import COLUMN, COLUMNS, OF_GRADE_AND_EASE, SentenceCounts, count_sentences
from framing.text import Document, WordFeature
from framing.words import word_set

#: Fewer sentences say little about a text's difficulty; SMOG was made for this many.
FEW_SENTENCES = 10
FEW_SENTENCES_SMOG = 30

#: The parts that are measured separately: sections, and the body's sentences that are mostly of one voice.
_PARTS = ("headline", "subhead", "own", "quoted")

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Readability(Measure):
    """Readability of the body, with intervals over its sentences, and of each part of an article."""

    name = "readability"
    sentence_columns = ("syllables", "ease")

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        counted = count_sentences(batch.document)
        counts, worded = counted
        section = batch.document.sentence_section[worded]
        heads = [section == MEASURED.index(part) for part in (Section.HEADLINE, Section.SUBHEAD)]
        body = section == MEASURED.index(Section.BODY)
        quoted = body & _mostly_quoted(batch, worded)
        chosen = np.stack([*heads, body & ~quoted, quoted, body], axis=1).astype(np.float64)
        values, bounds = counts.astype(np.float64), np.searchsorted(worded, batch.first_sentence).tolist()
        sums = np.stack([chosen[start:end].T @ values[start:end] for start, end in pairwise(bounds)])
        # A part without a sentence is undefined: 0 / 0 is nan.
        with np.errstate(invalid="ignore"):
            of_body = _of_body(sums[:, -1]) | _causes(batch, counted, body, sums[:, -1])
            of_parts = _of_parts(sums)
            ease = reading_ease(values)
        of_body |= _intervals(
            [counts[start:end][body[start:end], OF_GRADE_AND_EASE] for start, end in pairwise(bounds)]
        )
        with_body = sums[:, -1, 0] > 0
        summary = of_parts | {name: np.where(with_body, value, np.nan) for name, value in of_body.items()}
        return Columns(self.summary(batch, summary), _of_sentences(len(batch.document.sentence_start), counted, ease))


def _of_parts(sums: Values) -> dict[str, Values]:
    """Grade, ease and number of sentences of each part; `sums` is shaped `(articles, parts, columns)`."""
    sentences = sums[..., 0]
    values = {
        "flesch_kincaid_grade": flesch_kincaid_grade(sums),
        "reading_ease": reading_ease(sums),
        "sentences": np.where(sentences > 0, sentences, np.nan),
    }
    return {f"{name}_{part}": value[:, n] for name, value in values.items() for n, part in enumerate(_PARTS)}


def _of_sentences(sentences: int, counted: SentenceCounts, ease: NDArray[np.floating]) -> dict[str, list[Any]]:
    """The sentence columns; a sentence without a word has 0 syllables and undefined ease."""
    syllables, rounded = np.zeros(sentences, dtype=int), np.full(sentences, np.nan)
    syllables[counted.sentence] = counted.counts[:, COLUMN["syllables"]]
    rounded[counted.sentence] = np.round(ease, 4)
    return {"syllables": syllables.tolist(), "ease": rounded.tolist()}


def _of_body(sums: Values) -> dict[str, NDArray[Any]]:
    """The formulas for bodies with these sums of counts, and whether each is long enough for them."""
    return {formula.__name__: formula(sums) for formula in (*FORMULAS, reading_ease)} | {
        "reading_ease_outside": is_outside(sums),
        "body_sentences": sums[:, 0],
        "body_words": sums[:, COLUMN["words"]],
        "body_syllables": sums[:, COLUMN["syllables"]],
        "few_sentences": sums[:, 0] < FEW_SENTENCES,
        "few_sentences_smog": sums[:, 0] < FEW_SENTENCES_SMOG,
    }


def _intervals(tables: Sequence[NDArray[np.float32]]) -> dict[str, Values]:
    """The intervals of grade and ease for each body, from the counts of its sentences."""
    enough = [number for number, counts in enumerate(tables) if len(counts) > 1]
    intervals: dict[str, Values] = {}
    drawn = np.stack([resampled_sums(tables[number]) for number in enough]) if enough else None
    for formula in (flesch_kincaid_grade, reading_ease):
        ends = np.full((len(tables), 2), np.nan)
        if drawn is not None:
            ends[enough] = percentile_intervals(formula(drawn))
        intervals |= {f"{formula.__name__}_low": ends[:, 0], f"{formula.__name__}_high": ends[:, 1]}
    return intervals


def _mostly_quoted(batch: Batch, worded: NDArray[np.intp]) -> Mask:
    """Whether more than half the words of each sentence are in quotation marks."""
    if not len(worded):
        return np.zeros(0, dtype=bool)
    first = batch.document.sentence_first_word
    quoted = batch.word_is_quoted.astype(np.float32)
    return np.asarray(2 * np.add.reduceat(quoted, first[worded]) > first[worded + 1] - first[worded])


def _causes(batch: Batch, counted: SentenceCounts, chosen: Mask, sums: Values) -> dict[str, Values]:
    """The causes in the chosen sentences of each article; `sums` are the sums of their counts."""
    document = batch.document
    inside = np.zeros(len(document.sentence_start), dtype=bool)
    inside[counted.sentence[chosen]] = True
    words = inside[document.word_sentence]
    passive = np.unique(document.word_sentence[_passive_words(document) & words]).astype(np.int64)
    passives = np.bincount(batch.article_of_sentence(passive), minlength=len(sums))
    types = document.word_column(_LOWER_ID)[words]
    ends = np.append(0, words.cumsum())[batch.first_word].tolist()
    used = [uses(types[start:end]) for start, end in pairwise(ends)]

    def per(what: str, unit: str, times: int = 1) -> Values:
        return times * sums[:, COLUMN[what]] / sums[:, COLUMN[unit]]

    return {
        "words_per_sentence": per("words", "sentences"),
        "syllables_per_word": per("syllables", "words"),
        "rare_words": per("rare_words", "words", 100),
        "subordinators": per("subordinators", "sentences"),
        "passives": 100 * passives / sums[:, 0],
        "nominalisations": per("nominalisations", "words", 100),
        "mattr": np.array([mattr(each) for each in used]),
        "mtld": np.array([mtld(each) for each in used]),
        "unfamiliar_words": per("dale_chall_unfamiliar", "words", 100),
        "monosyllables": per("monosyllables", "words", 100),
    }


_BE, _PARTICIPLE, _BETWEEN = 1, 2, 4


def _role(form: str) -> int:
    word = form.lower()
    role = _BE if word in word_set("forms-of-be") else 0
    regular = word.endswith("ed") and len(word) > 4 and word not in word_set("not-participles")
    if regular or word in word_set("participles"):
        role |= _PARTICIPLE
    if word in word_set("passive-adverbs") or (word.endswith("ly") and len(word) > 4):
        role |= _BETWEEN
    return role


_ROLE = WordFeature("passive_role", _role, "uint8", stored=True)


def _passive_words(document: Document) -> Mask:
    """Whether each word is the participle of a passive.

    A participle counts within three words after a form of "be" in its sentence, with only adverbs between. A list
    excludes adjectives such as "pleased"; those it lacks are counted.
    """
    roles = document.word_column(_ROLE)
    passive = np.zeros(len(roles), dtype=bool)
    reached = np.flatnonzero(roles & _BE)
    sentence = document.word_sentence[reached]
    for _ in range(3):
        reached = reached + 1
        inside = reached < len(roles)
        reached, sentence = reached[inside], sentence[inside]
        role = np.where(document.word_sentence[reached] == sentence, roles[reached], 0)
        passive[reached[(role & _PARTICIPLE) != 0]] = True
        between = (role & _BETWEEN) != 0
        reached, sentence = reached[between], sentence[between]
    return passive


def _lower_id(form: str) -> int:
    # Two 32-bit checksums, so that no two words of a text get one number.
    data = form.lower().removesuffix("'s").encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 31 | (zlib.adler32(data) & 0x7FFFFFFF)


_LOWER_ID = WordFeature("lower_id", _lower_id, "int64")


class Uses(NamedTuple):
    """Where each word of a text was used before (-1 if never), and is used next (the text's end if never)."""

    before: NDArray[np.int32]
    after: NDArray[np.int32]


def uses(types: NDArray[np.int64]) -> Uses:
    """The previous and next use of each word's type."""
    order = np.argsort(types, kind="stable")
    repeated = types[order[1:]] == types[order[:-1]]
    earlier, later = order[:-1][repeated], order[1:][repeated]
    before, after = np.full(len(types), -1, dtype=np.int32), np.full(len(types), len(types), dtype=np.int32)
    before[later], after[earlier] = earlier, later
    return Uses(before, after)


def mattr(used: Uses, window: int = 50) -> float:
    """The mean share of different words in every window of `window` words; `nan` for a shorter text.

    Unit: share, 0 to 1; higher is more varied. Covington and McFall 2010, Journal of Quantitative Linguistics 17.

    >>> mattr(uses(np.array([1, 2, 1, 2])), window=2)
    1.0
    """
    size = len(used.before)
    if size < window:
        return float("nan")
    where = np.arange(size)
    # A word is new in each window that contains it and begins after its previous use.
    first = np.maximum(used.before + 1, where - window + 1)
    last = np.minimum(where, size - window)
    return float(np.maximum(last - first + 1, 0).sum() / ((size - window + 1) * window))


def mtld(used: Uses, full: float = 0.72) -> float:
    """Mean number of words until the share of different ones falls to `full`, forwards and backwards.

    Unit: words; higher is more varied; `nan` without words. McCarthy and Jarvis 2010, Behavior Research Methods 42.

    >>> mtld(uses(np.array([1, 2, 1, 2, 1, 2])), full=0.72)
    3.0
    """
    size = len(used.before)
    if not size:
        return float("nan")
    backwards = size - 1 - used.after[::-1]
    return (_factor_length(used.before, full) + _factor_length(backwards, full)) / 2


@lru_cache(maxsize=64)
def _longest(size: int, full: float) -> memoryview:
    """For each number of repeated words, the most words of which they bring the share of different ones to `full`."""
    words = np.arange(1, size + 1, dtype=np.int32)
    again = words - np.floor(full * words).astype(np.int32)
    return np.searchsorted(again, np.arange(again[-1] + 1, dtype=np.int32), side="right").astype(np.int32).data


def _factor_length(before: NDArray[np.int32], full: float) -> float:
    """The mean length of a factor in words; the share can only fall to `full` at a repeated word."""
    size, factors = len(before), 0.0
    longest = _longest(1 << size.bit_length(), full)
    start = again = 0
    repeats = (before >= 0).nonzero()[0]
    for where, previous in zip(repeats.data, before[repeats].data, strict=True):
        if previous >= start:
            again += 1
            if where < start + longest[again]:
                factors += 1
                start, again = where + 1, 0
    if start < size:
        words = size - start
        factors += (1 - (words - again) / words) / (1 - full)
    return size / factors if factors else float(size)


#: Sentences per point of the series.
WINDOW = 5


class Stretch(NamedTuple):
    """Consecutive sentences: their characters and their reading ease."""

    start: int
    end: int
    reading_ease: float


def _stretches(document: Document, first: NDArray[np.intp], last: NDArray[np.intp], ease: Any) -> tuple[Stretch, ...]:
    places = document.sentence_start[first].tolist(), document.sentence_end[last].tolist()
    return tuple(map(Stretch, *places, ease.tolist()))


def ease_along(document: Document, window: int = WINDOW) -> tuple[Stretch, ...]:
    """Reading ease of every `window` consecutive sentences; of all, if there are fewer."""
    counts, worded = count_sentences(document)
    if not len(worded):
        return ()
    sums = np.vstack([np.zeros(len(COLUMNS)), counts.cumsum(axis=0, dtype=np.float64)])
    width = min(window, len(worded))
    values = reading_ease(sums[width:] - sums[:-width])
    return _stretches(document, worded[: len(values)], worded[width - 1 :], values)


def hardest_sentences(document: Document, most: int = 5) -> tuple[Stretch, ...]:
    """The hardest sentences, the hardest first."""
    counts, worded = count_sentences(document)
    ease = reading_ease(counts)
    hardest = np.argsort(ease, kind="stable")[:most]
    return _stretches(document, worded[hardest], worded[hardest], ease[hardest])
