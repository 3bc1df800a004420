"""The measure: how hard an article's body is to read; its headline, subheads, own prose and quotations apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.intervals import percentile_intervals, resampled_sums
from framing.measures.measure import Columns, SummaryColumn, by_column, summary_columns
from framing.measures.readability.causes import causes
from framing.measures.readability.ease import count_sentences, is_outside, reading_ease
from framing.measures.readability.formulas import FORMULAS, flesch_kincaid_grade
from framing.measures.readability.word_counts import COLUMN, COLUMNS, OF_GRADE_AND_EASE
from framing.text import Document

#: Fewer sentences than this say little of a text's difficulty, and SMOG was made for this many.
FEW_SENTENCES = 10
FEW_SENTENCES_SMOG = 30

#: What is shown apart: the text of a section, or the sentences of the body whose words are mostly of one voice.
PARTS = ("headline", "subhead", "own", "quoted")
#: A sentence's ease is kept to so many decimals.
_EASE_DECIMALS = 4
_HEADS = (Section.HEADLINE, Section.SUBHEAD)
_SUMMARY = summary_columns("readability")
_NAMES = tuple(column.name for column in _SUMMARY)
#: The columns that say how far grade and ease may move.
_ENDS = ("flesch_kincaid_grade_low", "flesch_kincaid_grade_high", "reading_ease_low", "reading_ease_high")
_NAN = float("nan")


@dataclass(frozen=True)
class Readability:
    """Readability of the body, with intervals over its sentences, and of the parts of an article apart."""

    name: str = "readability"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ("syllables", "ease")
    tables: tuple[str, ...] = ()

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        document = batch.document
        counted = count_sentences(document)
        counts, worded = counted.counts, counted.sentence
        section = document.sentence_section[worded]
        body = section == MEASURED.index(Section.BODY)
        quoted = body & _mostly_quoted(batch, worded)
        parts = np.stack([*(section == MEASURED.index(part) for part in _HEADS), body & ~quoted, quoted, body], axis=1)
        every, bounds = counts.astype(np.float64), np.searchsorted(worded, batch.first_sentence)
        sums = _sums_of_parts(parts, every, bounds)
        # A part without a sentence has no value: 0 divided by 0 is nan.
        with np.errstate(invalid="ignore"):
            of_parts = _of_parts(sums)
            of_body = _of_body(sums[:, -1])
            of_causes = causes(batch, counted, body, sums[:, -1])
            sentences = _of_sentences(len(document.sentence_start), worded, counts, reading_ease(every))
        body_counts, body_at = counts[body], np.append(0, body.cumsum())[bounds]
        of_draws = _intervals([body_counts[start:end, OF_GRADE_AND_EASE] for start, end in pairwise(body_at.tolist())])
        summaries = []
        for number, of_part in enumerate(of_parts):
            summary = dict.fromkeys(_NAMES, _NAN) | of_part
            if sums[number, -1, 0]:
                summary |= of_body[number] | of_draws[number] | of_causes[number]
            summaries.append(summary)
        return Columns(by_column(_SUMMARY, summaries), sentences)


def _sums_of_parts(
    parts: NDArray[np.bool_], every: NDArray[np.float64], bounds: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The counts of each part of each article added up, shape `(articles, parts, columns)`."""
    chosen = parts.astype(np.float64)
    return np.stack([chosen[start:end].T @ every[start:end] for start, end in pairwise(bounds.tolist())])


def _of_parts(sums: NDArray[np.float64]) -> list[dict[str, float]]:
    grades = flesch_kincaid_grade(sums).tolist()
    ease = reading_ease(sums).tolist()
    found: list[dict[str, float]] = []
    for grade, easy, sentences in zip(grades, ease, sums[..., 0].tolist(), strict=True):
        summary: dict[str, float] = {}
        for number, part in enumerate(PARTS):
            summary[f"flesch_kincaid_grade_{part}"] = grade[number]
            summary[f"reading_ease_{part}"] = easy[number]
            summary[f"sentences_{part}"] = sentences[number] or _NAN
        found.append(summary)
    return found


def _of_sentences(
    sentences: int, worded: NDArray[np.intp], counts: NDArray[np.float32], ease: NDArray[np.floating]
) -> dict[str, list[Any]]:
    """The sentence columns; a sentence without a word has no syllable, and no ease."""
    syllables = np.zeros(sentences, dtype=int)
    syllables[worded] = counts[:, COLUMN["syllables"]]
    every = np.full(sentences, _NAN)
    every[worded] = np.round(ease, _EASE_DECIMALS)
    return {"syllables": syllables.tolist(), "ease": every.tolist()}


def _of_body(sums: NDArray[np.float64]) -> list[dict[str, float]]:
    """The formulas for the bodies whose counts are the rows of `sums`, and whether a text is long enough for them."""
    values = np.stack([formula(sums) for formula in FORMULAS] + [reading_ease(sums)], axis=1)
    names = (*(formula.__name__ for formula in FORMULAS), "reading_ease")
    counted = sums[:, [COLUMN[name] for name in ("sentences", "words", "syllables", "without_ease")]].tolist()
    found = []
    for row, (sentences, words, syllables, unknown) in zip(values.tolist(), counted, strict=True):
        summary = dict(zip(names, row, strict=True))
        if sentences:
            outside = is_outside(words / sentences, syllables / words, 1 - unknown / words)
            summary |= {
                "reading_ease_outside": float(outside),
                "body_sentences": sentences,
                "body_words": words,
                "body_syllables": syllables,
                "few_sentences": float(sentences < FEW_SENTENCES),
                "few_sentences_smog": float(sentences < FEW_SENTENCES_SMOG),
            }
        found.append(summary)
    return found


def _intervals(tables: Sequence[NDArray[np.float32]]) -> list[dict[str, float]]:
    """The intervals of grade and ease for each body by the counts that they need of its sentences."""
    found: list[dict[str, float]] = [{} for _ in tables]
    enough = [number for number, counts in enumerate(tables) if len(counts) > 1]
    if enough:
        drawn = np.stack([resampled_sums(tables[number]) for number in enough])
        grades = percentile_intervals(flesch_kincaid_grade(drawn))
        eases = percentile_intervals(reading_ease(drawn))
        for number, grade, ease in zip(enough, grades, eases, strict=True):
            found[number] = dict(zip(_ENDS, (*grade, *ease), strict=True))
    return found


def _mostly_quoted(batch: Batch, worded: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether more than half the words of each sentence stand between quotation marks."""
    if not len(worded):
        return np.zeros(0, dtype=bool)
    first = batch.document.sentence_first_word
    quoted = batch.word_is_quoted.astype(np.float32)
    mostly: NDArray[np.bool_] = 2 * np.add.reduceat(quoted, first[worded]) > first[worded + 1] - first[worded]
    return mostly


#: The sentences that are taken together at each point of the series.
WINDOW = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences in a row: the characters they take up and their reading ease."""

    start: int
    end: int
    reading_ease: float


def ease_along(document: Document, window: int = WINDOW) -> tuple[Stretch, ...]:
    """Reading ease of every `window` sentences in a row; of all there are, where there are fewer."""
    counted = count_sentences(document)
    worded = counted.sentence
    if not len(worded):
        return ()
    sums = np.vstack([np.zeros(len(COLUMNS)), counted.counts.cumsum(axis=0, dtype=np.float64)])
    width = min(window, len(worded))
    values = reading_ease(sums[width:] - sums[:-width])
    starts = document.sentence_start[worded[: len(values)]].tolist()
    ends = document.sentence_end[worded[width - 1 :]].tolist()
    return tuple(Stretch(*stretch) for stretch in zip(starts, ends, values.tolist(), strict=True))


def hardest_sentences(document: Document, most: int = 5) -> tuple[Stretch, ...]:
    """The hardest sentences, the hardest first."""
    counted = count_sentences(document)
    ease = reading_ease(counted.counts)
    hardest = np.argsort(ease, kind="stable")[:most]
    places = (document.sentence_start, document.sentence_end)
    starts, ends = (place[counted.sentence[hardest]].tolist() for place in places)
    return tuple(Stretch(*stretch) for stretch in zip(starts, ends, ease[hardest].tolist(), strict=True))
