"""Loaded words and sentences held against what people marked.

Every text is judged by models that were learned without it: without its fold, an article being in one fold as a whole,
and for BABE also without its outlet. The lists written by hand are the same throughout. The sentence model's thirty
weights are learned from word scores that were themselves held out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from framing.attribution import attribute
from framing.intervals import interval_of, interval_of_sums
from framing.lexicon import Lexicon
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.sentence_model import from_arrays as sentence_model
from framing.measures.phrasing.sentence_model import load_sentence_model
from framing.measures.phrasing.word_model import WordModel
from framing.measures.phrasing.word_model import from_arrays as word_model
from framing.training.learned import learned_lexicon, learned_terms
from framing.training.phrasing import Marked, examples, fit_sentences, fit_words, fold, spans, written_lexicons
from framing.validation.score import Score

Array = NDArray[Any]
SETS = ("babe", "ptc", "basil_sentences")
DRAWS = 1000
CROSS_VALIDATED = "cross-validation, five folds, articles whole"
BY_OUTLET = "cross-validation, outlets held out"


@dataclass(frozen=True, eq=False)
class Judged:
    """A text with what was found in it: which characters are in a marked phrase, and how loaded it is (the most loaded
    of its sentences).
    """

    text: Marked
    inside: Array
    loaded: float

    @property
    def words_found(self) -> Array:
        """Which words lie in a marked phrase."""
        reach = np.concatenate([[0], np.cumsum(self.inside)])
        document = self.text.words.document
        return np.asarray(reach[document.word_end] > reach[document.word_start])


def judge(texts: Sequence[Marked], groups: Sequence[Any]) -> list[Judged]:
    """Each text judged by models learned from the texts of other groups."""
    models = {group: word_model(fit_words(_others(texts, groups, group))) for group in sorted(set(groups))}
    logits = [models[group].logits(text.words) for text, group in zip(texts, groups, strict=True)]
    outlets = load_sentence_model().outlets  # learned from other outlets' news, without labels
    found: dict[int, Judged] = {}
    for group, model in models.items():
        kept = [at for at, other in enumerate(groups) if other != group]
        sentences = fit_sentences([texts[at] for at in kept], [logits[at] for at in kept], outlets)
        measure = Phrasing(lexicons=with_learned(model), word_model=model, sentence_model=sentence_model(sentences))
        for at, other in enumerate(groups):
            if other == group:
                found[at] = _judge(measure, texts[at])
    return [found[at] for at in range(len(texts))]


def with_learned(model: WordModel) -> tuple[Lexicon, ...]:
    """The lexicons written by hand, and the one that the model gives."""
    written = written_lexicons()
    return (*written, learned_lexicon(learned_terms(model, written)))


def _others(texts: Sequence[Marked], groups: Sequence[Any], group: Any) -> list[Marked]:
    return [text for text, other in zip(texts, groups, strict=True) if other != group]


def _judge(measure: Phrasing, text: Marked) -> Judged:
    inside = np.zeros(len(text.words.document.text), dtype=bool)
    found = measure(attribute(text.words.document))
    for row in found.rows["phrases"]:
        inside[row[0] : row[1]] = True
    loaded = [value for value in found.sentences["loaded"] if value == value]
    return Judged(text, inside, max(loaded, default=0.0))


def validate(gold: Path) -> list[Score]:
    """Words, sentences and spans by cross-validation; BABE with outlets held out as well."""
    texts = examples(gold)
    judged = judge(texts, [fold(text) for text in texts])
    of = {data: [item for item in judged if item.text.data == data] for data in SETS}
    outlets = judge(texts, [text.record.get("outlet") or "-" if text.data == "babe" else "-" for text in texts])
    apart = [item for item in outlets if item.text.data == "babe"]
    return [
        _words("BABE", of["babe"], 0.27, 0.39, CROSS_VALIDATED),
        _words("BABE", apart, 0.27, 0.39, BY_OUTLET),
        *_sentences("BABE", of["babe"], "label", 0.69, 0.77, 0.804, CROSS_VALIDATED),
        *_sentences("BABE", apart, "label", 0.69, 0.77, None, BY_OUTLET),
        _characters("PTC", of["ptc"]),
        *_basil(of["basil_sentences"]),
    ]


def _f1(sums: Array) -> Array:
    """F1 of summed hits, found and marked."""
    return np.asarray(2 * sums[..., 0] / (sums[..., 1] + sums[..., 2]))


def _words(data: str, judged: Sequence[Judged], floor: float, ceiling: float, how: str) -> Score:
    rows = np.array([_overlap(item.words_found, item.text.marked) for item in judged], dtype=float)
    low, high = interval_of_sums(_f1, rows)
    value = float(_f1(rows.sum(axis=0)))
    return Score(data, "word F1 of phrases", value, low, high, len(rows), "sentence", floor, ceiling, how)


def _characters(data: str, judged: Sequence[Judged]) -> Score:
    rows = []
    for item in judged:
        marked = np.zeros(len(item.inside), dtype=bool)
        for start, end in spans(item.text.data, item.text.record):
            marked[start:end] = True
        rows.append(_overlap(item.inside, marked))
    table = np.array(rows, dtype=float)
    low, high = interval_of_sums(_f1, table)
    measure = "character F1 of phrases, loaded language and name-calling"
    value = float(_f1(table.sum(axis=0)))
    return Score(data, measure, value, low, high, len(table), "article", 0.19, None, CROSS_VALIDATED)


def _overlap(found: Array, marked: Array) -> tuple[int, int, int]:
    return int((found & marked).sum()), int(found.sum()), int(marked.sum())


def _sentences(
    data: str, judged: Sequence[Judged], label: str, macro: float, auc: float, ceiling: float | None, how: str
) -> list[Score]:
    truth = np.array([int(item.text.record[label]) for item in judged])
    loaded = np.array([item.loaded for item in judged])
    return [
        _score(data, "macro-F1 of sentences.loaded at .5", _macro_f1, truth, loaded, macro, ceiling, how),
        _score(data, "AUC of sentences.loaded", roc_auc_score, truth, loaded, auc, None, how),
    ]


def _basil(judged: Sequence[Judged]) -> list[Score]:
    truth = np.array([int(item.text.record["lexical"]) for item in judged])
    loaded = np.array([item.loaded for item in judged])
    return [
        _score(
            "BASIL", "AUC of sentences.loaded, lexical bias", roc_auc_score, truth, loaded, 0.66, None, CROSS_VALIDATED
        ),
        _score("BASIL", "share of sentences above .5", _share_above, truth, loaded, None, None, CROSS_VALIDATED),
    ]


def _macro_f1(truth: Array, loaded: Array) -> float:
    return float(f1_score(truth, loaded > 0.5, average="macro"))


def _share_above(truth: Array, loaded: Array) -> float:
    return float((loaded > 0.5).mean())


def _score(
    data: str,
    measure: str,
    statistic: Callable[[Array, Array], float],
    truth: Array,
    loaded: Array,
    floor: float | None,
    ceiling: float | None,
    how: str,
) -> Score:
    low, high = interval_of(lambda drawn: float(statistic(truth[drawn], loaded[drawn])), len(truth))
    value = float(statistic(truth, loaded))
    return Score(data, measure, value, low, high, len(truth), "sentence", floor, ceiling, how)
