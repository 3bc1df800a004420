"""The measure: how hard an article's body is to read; its headline, subheads, own prose and quotations apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.intervals import percentile_interval, resampled_sums
from framing.measures.measure import Figure, Findings
from framing.measures.readability.causes import CAUSES, causes
from framing.measures.readability.counts import COLUMN, COLUMNS, count_sentences, count_words
from framing.measures.readability.ease import EASE_COLUMNS, ease_counts, is_outside, reading_ease
from framing.measures.readability.formulas import EASIER, FORMULAS, HARDER, flesch_kincaid_grade
from framing.text import Document

#: Fewer sentences than this say little of a text's difficulty, and SMOG was made for this many.
FEW_SENTENCES = 10
FEW_SENTENCES_SMOG = 30

_KINCAID = "Kincaid, Fishburne, Rogers and Chissom 1975"
_EASE = "fitted on CLEAR (Crossley et al. 2022) and ReadMe++ (Naous et al. 2024); see models/reading-ease.toml"
_EASE_UNIT = "points on Flesch's scale, about 0 to 100"
_BOOTSTRAP = "percentile bootstrap over sentences, Efron and Tibshirani 1993"
#: What is shown apart: the text of a section, or the sentences of the body whose words are mostly of one voice.
PARTS = ("headline", "subhead", "own", "quoted")
_HEADS = (Section.HEADLINE, Section.SUBHEAD)
#: The counts that the grade needs, and then those that reading ease needs.
_DRAWN = [0, 1, 2, *range(len(COLUMNS), len(COLUMNS) + len(EASE_COLUMNS) - 1)]


def _figures() -> tuple[Figure, ...]:
    grade = next(formula for formula in FORMULAS if formula.name == "flesch_kincaid_grade")
    figures = [Figure(formula.name, formula.unit, formula.direction, formula.reference) for formula in FORMULAS]
    figures += [
        Figure("flesch_kincaid_grade_low", grade.unit, "lower end of the 95% interval", _BOOTSTRAP),
        Figure("flesch_kincaid_grade_high", grade.unit, "upper end of the 95% interval", _BOOTSTRAP),
        Figure("reading_ease", _EASE_UNIT, EASIER, _EASE),
        Figure("reading_ease_low", _EASE_UNIT, "lower end of the 95% interval", _BOOTSTRAP),
        Figure("reading_ease_high", _EASE_UNIT, "upper end of the 95% interval", _BOOTSTRAP),
        Figure("reading_ease_outside", "0 or 1", "1: unlike the texts that reading ease was fitted on", _EASE),
        *CAUSES,
        Figure("body_sentences", "sentences", "more is longer", "count"),
        Figure("body_words", "words", "more is longer", "count"),
        Figure("body_syllables", "syllables", "more is longer", "count"),
        Figure(
            "few_sentences",
            "0 or 1",
            f"1: under {FEW_SENTENCES} sentences, too few to tell",
            "ten sentences err by 1.5 grades",
        ),
        Figure("few_sentences_smog", "0 or 1", f"1: under the {FEW_SENTENCES_SMOG} of SMOG", "McLaughlin 1969"),
    ]
    for part in PARTS:
        figures.append(Figure(f"flesch_kincaid_grade_{part}", grade.unit, HARDER, _KINCAID))
        figures.append(Figure(f"reading_ease_{part}", _EASE_UNIT, EASIER, _EASE))
        figures.append(Figure(f"sentences_{part}", "sentences", "more is longer", "count"))
    return tuple(figures)


_FIGURES = _figures()
_NAN = float("nan")


@dataclass(frozen=True)
class Readability:
    """Readability of the body, with intervals over its sentences, and of the parts of an article apart."""

    name: str = "readability"
    figures: tuple[Figure, ...] = _FIGURES
    sentence_columns: tuple[str, ...] = ("syllables", "ease")

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """None of its own."""
        return {}

    def many(self, batch: Batch) -> list[Findings]:
        """Measure each article of a batch."""
        return [self(reading) for reading in batch.readings]

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""
        document = reading.document
        counted = count_sentences(document, count_words(document))
        told = counted.sentence
        counts = np.hstack([counted.counts, ease_counts(document, told)])
        section = document.sentence_section[told]
        body = section == MEASURED.index(Section.BODY)
        quoted = body & _mostly_quoted(reading, told)
        parts = np.array([*(section == MEASURED.index(part) for part in _HEADS), body & ~quoted, quoted, body])
        every = counts.astype(np.float64)
        sums = parts.astype(np.float64) @ every
        # A part without a sentence has no value: 0 divided by 0 is nan.
        with np.errstate(invalid="ignore"):
            ease = reading_ease(np.vstack([sums, every])[:, len(COLUMNS) :]).tolist()
            grades = flesch_kincaid_grade(sums).tolist()
        summary = dict.fromkeys((figure.name for figure in _FIGURES), _NAN)
        for number, part in enumerate(PARTS):
            summary[f"flesch_kincaid_grade_{part}"] = grades[number]
            summary[f"reading_ease_{part}"] = ease[number]
            summary[f"sentences_{part}"] = float(sums[number, 0]) or _NAN
        if body.any():
            summary |= _of_body(sums[-1], ease[len(PARTS)])
            summary |= _intervals(counts[body])
            summary |= causes(document, counted, body, sums[-1])
        return Findings(summary, sentences=_of_sentences(document, told, counts, ease[len(parts) :]))


def _of_sentences(
    document: Document, told: NDArray[np.intp], counts: NDArray[np.float32], ease: list[float]
) -> dict[str, list[Any]]:
    """The sentence columns; what has no word has no syllable, and no ease to tell."""
    syllables = np.zeros(len(document.sentence_start), dtype=int)
    syllables[told] = counts[:, COLUMN["syllables"]]
    every = np.full(len(document.sentence_start), _NAN)
    every[told] = ease
    return {"syllables": syllables.tolist(), "ease": every.tolist()}


def _of_body(sums: NDArray[np.float64], ease: float) -> dict[str, float]:
    found = {formula.name: float(formula(sums)) for formula in FORMULAS}
    sentences, words, syllables = sums[:3].tolist()
    known = 1 - float(sums[len(COLUMNS) + EASE_COLUMNS.index("unweighed")]) / words
    return found | {
        "reading_ease": ease,
        "reading_ease_outside": float(is_outside(words / sentences, syllables / words, known)),
        "body_sentences": sentences,
        "body_words": words,
        "body_syllables": syllables,
        "few_sentences": float(sentences < FEW_SENTENCES),
        "few_sentences_smog": float(sentences < FEW_SENTENCES_SMOG),
    }


def _intervals(counts: NDArray[np.float32]) -> dict[str, float]:
    if len(counts) < 2:
        return {}
    # The draws of what neither the grade nor the ease needs are not added up.
    drawn = resampled_sums(counts[:, _DRAWN])
    grade = percentile_interval(flesch_kincaid_grade(drawn))
    ease = percentile_interval(reading_ease(drawn[:, 3:]))
    return {
        "flesch_kincaid_grade_low": grade[0],
        "flesch_kincaid_grade_high": grade[1],
        "reading_ease_low": ease[0],
        "reading_ease_high": ease[1],
    }


def _mostly_quoted(reading: Reading, told: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether more than half the words of each sentence stand between quotation marks."""
    if not len(told):
        return np.zeros(0, dtype=bool)
    first = reading.document.sentence_first_word
    quoted = (reading.word_voice == VOICES.index(Voice.QUOTED)).astype(np.float32)
    mostly: NDArray[np.bool_] = 2 * np.add.reduceat(quoted, first[told]) > first[told + 1] - first[told]
    return mostly
