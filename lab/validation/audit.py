"""Fairness audit: swapping names and changing typography must not change a measure.

The audit swaps names in real text (persons, parties, outlets, nations, genders) and changes its typography (quotation
marks, Unicode composition, line ends, spaces). Phrases must not change. The `loaded` of a sentence may change only by
the length of a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.measures.phrasing import Phrasing
from framing.text import cut
from lab.training.lexicons import mirror
from lab.validation.scores import read_records

#: Words that are swapped for each other, by kind of name.
SWAPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "persons": (("Trump", "Biden"), ("Obama", "Bush"), ("Clinton", "Sanders"), ("Pelosi", "McConnell")),
    "parties": (("Republican", "Democrat"), ("Republicans", "Democrats"), ("GOP", "DNC")),
    "outlets": (("Fox", "CNN"), ("Breitbart", "Reuters"), ("MSNBC", "NBC"), ("Times", "Post")),
    "nations": (("U.S.", "Canada"), ("America", "Mexico"), ("China", "Russia"), ("American", "Canadian")),
    "genders": (("he", "she"), ("He", "She"), ("him", "her"), ("man", "woman"), ("men", "women")),
}

#: Characters that may follow the full stop of a sentence.
_CLOSING = " \"'”’)]"


def swapper(pairs: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    """A function that swaps the words of each pair and keeps full stops that end sentences."""
    other = dict(pairs) | {right: left for left, right in pairs}
    longest_first = sorted(other, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def swapped(match: re.Match[str], ends: frozenset[int]) -> str:
        stop = "." if match.group().endswith(".") and match.end() in ends else ""
        return other[match.group()] + stop

    def swap(text: str) -> str:
        ends = _ends(text)
        return pattern.sub(lambda match: swapped(match, ends), text)

    return swap


def _ends(text: str) -> frozenset[int]:
    """The ends of a text's sentences, without closing quotation marks or brackets."""
    document = cut(Article("audit", text))
    sentences = zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True)
    return frozenset(start + len(text[start:end].rstrip(_CLOSING)) for start, end in sentences)


_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def _other_forms() -> dict[str, Callable[[str], str]]:
    return {
        "straight quotation marks": lambda text: text.translate(_STRAIGHT),
        "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
        "line ends": lambda text: text.replace("\n", "\r\n"),
        "double spaces": lambda text: text.replace(" ", "  "),
    }


CHANGES: Mapping[str, Callable[[str], str]] = _other_forms() | {kind: swapper(pairs) for kind, pairs in SWAPS.items()}


@dataclass(frozen=True, slots=True)
class Measured:
    """The values that must not change: terms in order, and the score of each sentence."""

    terms: tuple[str, ...]
    loaded: tuple[float, ...]


def measured(measure: Phrasing, text: str) -> Measured:
    """A text's phrases and sentence scores."""
    columns = measure(Batch.of_reading(read_voices(Article("audit", text))))
    # a term that contains a swapped word (“biological women”) is swapped too
    terms = tuple(mirror((row["lexicon"], row["term"], row["category"])) for row in columns.rows("phrases"))
    return Measured(terms, tuple(columns.sentences["loaded"]))


def audit_names(gold: Path) -> pd.DataFrame:
    """A row per change: changed texts, texts with other phrases, and how far `loaded` moves."""
    measure = Phrasing()
    texts = list(_texts(gold))
    before = [measured(measure, text) for text in texts]
    rows = []
    for kind, change in CHANGES.items():
        pairs = [
            (old, measured(measure, changed))
            for text, old in zip(texts, before, strict=True)
            if (changed := change(text)) != text
        ]
        moves = [_move(old, new) for old, new in pairs]
        differing = sum(old.terms != new.terms for old, new in pairs)
        mean, most = (float(np.mean(moves)), float(np.max(moves))) if moves else (float("nan"), float("nan"))
        rows.append((kind, len(pairs), differing, mean, most))
    columns = ["change", "texts_changed", "phrases_differ", "loaded_moves_on_average", "loaded_moves_at_most"]
    return pd.DataFrame(rows, columns=columns)


def _move(old: Measured, new: Measured) -> float:
    """The mean absolute difference of `loaded` over sentences; 1 if the sentences differ."""
    if len(old.loaded) != len(new.loaded):
        return 1.0
    return float(np.mean(np.abs(np.subtract(old.loaded, new.loaded)))) if old.loaded else 0.0


def _texts(gold: Path) -> Iterator[str]:
    yield from (record["text"] for record in read_records(gold, "basil_articles"))
    yield from (record["text"] for record in read_records(gold, "babe"))
