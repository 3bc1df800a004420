"""Texts in which people marked what is loaded, for learning from and for scoring.

They are the words that experts marked in BABE, the loaded language and name-calling of PTC, the lexical bias of BASIL.
Where a record of BABE holds the annotators' votes (`word_votes` of `n_annotators`), each word has its share of them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.attribution import Reading
from framing.measures.phrasing.forms import CANONICAL
from framing.measures.phrasing.words import Words
from framing.text import Document, cut
from lab.validation.scores import read_records

Array = NDArray[Any]

#: How much a word of each data set weighs.
WEIGHTS: Mapping[str, float] = {"babe": 2.0, "ptc": 0.5, "basil_sentences": 0.3}
FOLDS = 5
LOADED_KINDS = frozenset({"Loaded_Language", "Name_Calling,Labeling"})


@dataclass(frozen=True, eq=False)
class Marked:
    """A text of a data set, its words, and which of them people marked.

    `share` is what is learned of each word, from 0 to 1: a word that one annotator of five marked is not among the
    marked ones, and yet not as plain as one that nobody did.
    """

    data: str
    record: Mapping[str, Any]
    words: Words
    marked: Array
    share: Array


def mark(data: str, record: Mapping[str, Any]) -> Marked:
    """The record cut into words, with those marked that overlap a span."""
    document = cut(Article(record["id"], record["text"]))
    words = Words(Reading(document, (), (), ()))
    marked = _reached(document, ((start, end, 1.0) for start, end in spans(data, record))) > 0
    share = _reached(document, _votes(record)) if "word_votes" in record else marked.astype(float)
    return Marked(data, record, words, marked, share)


def _reached(document: Document, spans: Iterable[tuple[int, int, float]]) -> Array:
    """The greatest value of the spans that overlap each word; 0 where none does."""
    inside = np.zeros(len(document.text) + 1)
    for start, end, value in spans:
        inside[start:end] = np.maximum(inside[start:end], value)
    ends = np.column_stack([document.word_start, document.word_end]).ravel()
    return np.maximum.reduceat(inside, ends)[::2] if len(ends) else np.zeros(0)


def _votes(record: Mapping[str, Any]) -> Iterator[tuple[int, int, float]]:
    """What the annotators' common judgement marks, whole, and what single ones marked, with their share of all."""
    for start, end in spans("babe", record):
        yield start, end, 1.0
    for marked, votes in record["word_votes"].items():
        for match in re.finditer(rf"(?<!\w){re.escape(marked)}(?!\w)", record["text"], re.IGNORECASE):
            yield *match.span(), min(votes / record["n_annotators"], 1.0)


def spans(data: str, record: Mapping[str, Any]) -> list[tuple[int, int]]:
    """What people marked as loaded in a record."""
    kinds = {"babe": {"biased_word"}, "ptc": LOADED_KINDS, "basil_sentences": {"lex"}}[data]
    return [(span["start"], span["end"]) for span in record["spans"] if span["label"] in kinds]


def examples(gold: Path) -> list[Marked]:
    """Every text of the labelled data sets that the word weights are learned from, in their order."""
    records = ((data, record) for data in WEIGHTS for record in read_records(gold, data))
    return [mark(data, record) for data, record in records if data != "babe" or record["label"] in (0, 1)]


def fold(example: Marked) -> int:
    """The fold of a text: one for all of an article, whatever else is in the data."""
    return zlib.crc32(example.record.get("article", example.record["id"]).encode()) % FOLDS


def read_forms(words: Words) -> list[str]:
    """Each unit as the models read it: in lower case, a name as `NAME` and a number as `NUMBER`."""
    canonical: list[str] = words.document.vocabulary.values(CANONICAL, words.units.forms).tolist()
    return canonical
