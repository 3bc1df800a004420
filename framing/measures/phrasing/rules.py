"""Loaded phrasing that no list can hold: told by its place in the sentence, or by who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import Kind, Reading, Span
from framing.lexicon import Lexicon
from framing.measures.phrasing.codebook import RULES
from framing.measures.phrasing.hit import Hit
from framing.text.document import Document

#: Classes of report verbs that take a stand on what was said, or on who said it.
_LOADED_CLASSES = frozenset({"commissive", "conceding", "doubting", "emotive", "hostile"})
_HEADS = (MEASURED.index(Section.HEADLINE), MEASURED.index(Section.SUBHEAD))
#: A headline that asks what can be answered with yes or no puts a claim; one that asks who or when does not.
_YES_OR_NO = re.compile(
    r"(?:am|are|aren't|can|can't|could|did|didn't|do|does|doesn't|don't|had|has|hasn't|have|haven't|is|isn't|may|"
    r"might|must|should|shouldn't|was|wasn't|were|will|won't|would|wouldn't)\b",
    re.IGNORECASE,
)
_EITHER_OR = re.compile(r"[—–-]+\s*or\b|\bor an?\b[^?]*\?", re.IGNORECASE)


def rule_hits(batch: Batch, report_verbs: Lexicon) -> Iterator[Hit]:
    """The hits of every rule."""
    for reading, at in zip(batch.readings, batch.first_word, strict=False):
        for hit in chain(_cues(reading, report_verbs), _scare_quotes(reading)):
            yield hit._replace(first=hit.first + at, last=hit.last + at)
    yield from _heads(batch.document)


def _words(reading: Reading, span: Span) -> tuple[int, int]:
    found = reading.document.words_between(*span)
    return found.start, found.stop


def _cues(reading: Reading, report_verbs: Lexicon) -> Iterator[Hit]:
    """Report verbs that do more than say that somebody spoke, where somebody does."""
    for attribution in reading.attributions:
        category = attribution.cue_class
        if attribution.cue_span is None or category not in _LOADED_CLASSES:
            continue
        first, last = _words(reading, attribution.cue_span)
        if first < last:
            start, end = attribution.cue_span
            term = " ".join(reading.document.folded[start:end].split())
            yield Hit(first, last, report_verbs.name, category, term, 0.5, report_verbs.categories[category].why)


def _scare_quotes(reading: Reading) -> Iterator[Hit]:
    """Terms between quotation marks that nobody is said to have said."""
    for attribution in reading.attributions:
        if attribution.kind == Kind.SCARE:
            first, last = _words(reading, attribution.parts[0])
            if first < last:
                why = "“{text}” stands between quotation marks, and nobody is said to have said it."
                yield Hit(first, last, RULES, "scare-quote", "scare quotes", 0.5, why, rank=2)


def _heads(document: Document) -> Iterator[Hit]:
    """Headlines and subheads that ask, and such as offer two ways only."""
    sections = document.sentence_section
    for sentence in np.flatnonzero((sections == _HEADS[0]) | (sections == _HEADS[1])).tolist():
        text = document.clean[document.sentence_start[sentence] : document.sentence_end[sentence]]
        if not text.rstrip("\"”’' ").endswith("?"):
            continue
        first, last = document.sentence_first_word[sentence : sentence + 2].tolist()
        if first == last:
            continue
        if _EITHER_OR.search(text):
            why = "“{text}” offers the reader two ways only."
            yield Hit(first, last, RULES, "false-dilemma", "either-or headline", 0.5, why)
        elif _YES_OR_NO.match(text.lstrip("\"“'‘ ").replace("’", "'")):
            why = "“{text}” puts a claim into the reader's head as a question."
            yield Hit(first, last, RULES, "question-headline", "question headline", 0.5, why)
