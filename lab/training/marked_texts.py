"""Texts in which people marked loaded words, for training and for scores.

These are the words that experts marked in BABE, loaded language and name-calling in PTC, and lexical bias in BASIL. If
a record of BABE has the annotators' votes (`word_votes` of `n_annotators`), each word has its share of them.
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

#: The weight of a word of each data set.
WEIGHTS: Mapping[str, float] = {"babe": 2.0, "ptc": 0.5, "basil_sentences": 0.3}
FOLDS = 5
LOADED_KINDS = frozenset({"Loaded_Language", "Name_Calling,Labeling"})


@dataclass(frozen=True, eq=False)
class Marked:
    """A text of a data set, its words, and which of them people marked.

    `share`, from 0 to 1, is the target for each word. A word that one annotator of five marked is not `marked`, but
    has a greater share than a word that nobody marked.
    """

    data: str
    record: Mapping[str, Any]
    words: Words
    marked: Array
    share: Array


def mark(data: str, record: Mapping[str, Any]) -> Marked:
    """The record cut into words; words that overlap a span are marked."""
    document = cut(Article(record["id"], record["text"]))
    words = Words(Reading(document, (), (), ()))
    marked = _reached(document, ((start, end, 1.0) for start, end in spans(data, record))) > 0
    share = _reached(document, _votes(record)) if "word_votes" in record else marked.astype(float)
    return Marked(data, record, words, marked, share)


def _reached(document: Document, spans: Iterable[tuple[int, int, float]]) -> Array:
    """The greatest value of the spans that overlap each word; 0 without a span."""
    inside = np.zeros(len(document.text) + 1)
    for start, end, value in spans:
        inside[start:end] = np.maximum(inside[start:end], value)
    ends = np.column_stack([document.word_start, document.word_end]).ravel()
    return np.maximum.reduceat(inside, ends)[::2] if len(ends) else np.zeros(0)


def _votes(record: Mapping[str, Any]) -> Iterator[tuple[int, int, float]]:
    """The spans of the joint judgement, with share 1, and those of single annotators, with their share of the votes."""
    for start, end in spans("babe", record):
        yield start, end, 1.0
    for marked, votes in record["word_votes"].items():
        for match in re.finditer(rf"(?<!\w){re.escape(marked)}(?!\w)", record["text"], re.IGNORECASE):
            yield *match.span(), min(votes / record["n_annotators"], 1.0)


def spans(data: str, record: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The spans that people marked as loaded in a record."""
    kinds = {"babe": {"biased_word"}, "ptc": LOADED_KINDS, "basil_sentences": {"lex"}}[data]
    return [(span["start"], span["end"]) for span in record["spans"] if span["label"] in kinds]


def examples(gold: Path) -> list[Marked]:
    """The texts of the data sets for word weights, in order."""
    records = ((data, record) for data in WEIGHTS for record in read_records(gold, data))
    return [mark(data, record) for data, record in records if data != "babe" or record["label"] in (0, 1)]


def fold(example: Marked) -> int:
    """The fold of a text: the same for all of an article, in any data."""
    return zlib.crc32(example.record.get("article", example.record["id"]).encode()) % FOLDS


def read_forms(words: Words) -> list[str]:
    """Each word as the models read it: in lower case, a name as `NAME`, a number as `NUMBER`."""
    canonical: list[str] = words.document.vocabulary.values(CANONICAL, words.units.forms).tolist()
    return canonical
