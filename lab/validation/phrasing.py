"""Scores of loaded phrases and sentences on texts that people marked.

Every text is judged by models that did not learn from its fold, and for BABE also by models that did not learn from its
outlet. All texts of an article are in one fold. The hand-written lists are the same throughout. The sentence model
learns from held-out word scores.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from framing.attribution import attribute
from framing.attribution.batch import Batch
from framing.intervals import interval_of_sums
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.forms import IS_CONTENT
from framing.measures.phrasing.sentence_model import from_arrays as sentence_model
from framing.measures.phrasing.sentence_model import load_sentence_model
from framing.measures.phrasing.word_model import from_arrays as word_model
from framing.measures.phrasing.word_model import load_word_model
from framing.validation import Score
from lab.training.loaded_sentences import fit_sentences
from lab.training.loaded_words import fit_words
from lab.training.marked_texts import Marked, examples, fold, spans
from lab.training.phrases import held_out, read
from lab.validation.scores import f1, interval_of, score_of_counts, share

Array = NDArray[Any]
_NAMES = {"babe": "BABE", "ptc": "PTC", "basil_sentences": "BASIL"}
SETS = tuple(_NAMES)
#: Maximum words of a cue to show.
LONGEST_CUE = 3
CROSS_VALIDATED = "cross-validation, five folds, articles whole"
BY_OUTLET = "cross-validation, outlets held out"


@dataclass(frozen=True, eq=False)
class Judged:
    """A text and the measure's results on it.

    `phrases` are `(start, end, likelihood)`, `inside` marks the characters of phrases, and `loaded` is the highest
    score of a sentence.
    """

    text: Marked
    phrases: Sequence[tuple[int, int, float]]
    inside: Array
    loaded: float

    @property
    def words_found(self) -> Array:
        """Which words lie in a marked phrase."""
        reach = np.concatenate([[0], np.cumsum(self.inside)])
        document = self.text.words.document
        return np.asarray(reach[document.word_end] > reach[document.word_start])


def judge(texts: Sequence[Marked], groups: Sequence[Any]) -> list[Judged]:
    """Each text, judged by models that learned from other groups."""
    models = {group: word_model(fit_words(_others(texts, groups, group))) for group in sorted(set(groups))}
    logits = [models[group].logits(text.words) for text, group in zip(texts, groups, strict=True)]
    outlets = load_sentence_model().outlets  # learned from other outlets' news, without labels
    judged: dict[int, Judged] = {}
    for group, model in models.items():
        kept = [at for at, other in enumerate(groups) if other != group]
        sentences = fit_sentences([texts[at] for at in kept], [logits[at] for at in kept], outlets)
        measure = Phrasing(word_model=model, sentence_model=sentence_model(sentences))
        for at, other in enumerate(groups):
            if other == group:
                judged[at] = _judge(measure, texts[at])
    return [judged[at] for at in range(len(texts))]


def _others(texts: Sequence[Marked], groups: Sequence[Any], group: Any) -> list[Marked]:
    return [text for text, other in zip(texts, groups, strict=True) if other != group]


def _judge(measure: Phrasing, text: Marked) -> Judged:
    inside = np.zeros(len(text.words.document.text), dtype=bool)
    columns = measure(Batch.of_reading(attribute(text.words.document)))
    phrases = [(row["start"], row["end"], row["weight"]) for row in columns.rows("phrases")]
    for start, end, _ in phrases:
        inside[start:end] = True
    loaded = [value for value in columns.sentences["loaded"] if value == value]
    return Judged(text, phrases, inside, max(loaded, default=0.0))


def validate(gold: Path) -> list[Score]:
    """Cross-validated scores of words, sentences and spans; for BABE also with outlets held out."""
    of = cross_validated(gold)
    apart = _outlets_held_out(gold)
    return [
        _words("BABE", of["babe"], 0.27, 0.39, CROSS_VALIDATED),
        _words("BABE", apart, 0.27, 0.39, BY_OUTLET),
        *_sentences("BABE", of["babe"], "label", 0.69, 0.77, 0.804, CROSS_VALIDATED),
        *_sentences("BABE", apart, "label", 0.69, 0.77, None, BY_OUTLET),
        _characters("PTC", of["ptc"]),
        *_basil(of["basil_sentences"]),
        *_readers(gold),
    ]


@cache
def cross_validated(gold: Path) -> dict[str, list[Judged]]:
    """The texts of each data set, judged by models that did not learn from their fold."""
    texts = examples(gold)
    judged = judge(texts, [fold(text) for text in texts])
    return {data: [item for item in judged if item.text.data == data] for data in SETS}


def _outlets_held_out(gold: Path) -> list[Judged]:
    texts = examples(gold)
    judged = judge(texts, [text.record.get("outlet") or "-" if text.data == "babe" else "-" for text in texts])
    return [item for item in judged if item.text.data == "babe"]


def reliability(gold: Path) -> pd.DataFrame:
    """Calibration: the share that people call loaded in each tenth of `loaded`.

    A probability is calibrated for one base rate. `loaded` assumes one half, about that of BABE; in BASIL, which is
    ordinary news, a few sentences in a hundred are loaded.
    """
    rows = []
    for data, label in (("babe", "label"), ("basil_sentences", "lexical")):
        judged = cross_validated(gold)[data]
        truth = np.array([int(item.text.record[label]) for item in judged])
        loaded = np.array([item.loaded for item in judged])
        tenths = np.minimum((loaded * 10).astype(int), 9)
        for tenth in np.unique(tenths).tolist():
            here = tenths == tenth
            called = truth[here]
            low, high = interval_of_sums(share, np.stack([called, called >= 0], axis=1))
            rows.append(
                (_NAMES[data], tenth / 10, int(here.sum()), float(loaded[here].mean()), float(called.mean()), low, high)
            )
    return pd.DataFrame(rows, columns=["data", "loaded_from", "n", "loaded", "called_loaded", "low", "high"])


def mistakes(gold: Path, most: int = 20) -> pd.DataFrame:
    """The most frequent misses and false alarms, as short cues.

    Misses are spans that people marked and no phrase overlaps, most frequent first. False alarms are phrases that
    overlap no mark, sorted by the sum of their likelihoods. Cues that contain a name are left out.
    """
    rows = []
    for data, judged in cross_validated(gold).items():
        missed: Counter[str] = Counter()
        alarms: Counter[str] = Counter()
        likely: dict[str, float] = {}
        for item in judged:
            marked = spans(data, item.text.record)
            missed.update(_cues(item, [span for span in marked if not item.inside[slice(*span)].any()]))
            for start, end, likelihood in item.phrases:
                if not any(first < end and start < last for first, last in marked):
                    for cue in _cues(item, [(start, end)]):
                        alarms[cue] += 1
                        likely[cue] = likely.get(cue, 0.0) + likelihood
        for kind, times, by in (("missed", missed, missed), ("false alarm", alarms, likely)):
            rows += [(_NAMES[data], kind, cue, times[cue]) for cue in _greatest(by)[:most]]
    return pd.DataFrame(rows, columns=["data", "mistake", "cue", "times"])


#: Tables recorded with the scores.
DETAILS: Mapping[str, Callable[[Path], pd.DataFrame]] = {"reliability": reliability, "mistakes": mistakes}


def _greatest(counts: Mapping[str, float]) -> list[str]:
    return sorted(counts, key=lambda cue: (-counts[cue], cue))


def _cues(item: Judged, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The texts of short spans with at least one content word and no name."""
    words = item.text.words
    for start, end in spans:
        inside = words.document.words_between(start, end)
        short = inside.stop - inside.start <= LONGEST_CUE
        if short and IS_CONTENT[words.tags[inside]].any() and not words.name[inside].any():
            yield " ".join(words.low[inside])


def _words(data: str, judged: Sequence[Judged], floor: float, ceiling: float, how: str) -> Score:
    rows = np.array([_overlap(item.words_found, item.text.marked) for item in judged], dtype=float)
    return score_of_counts(data, "word F1 of phrases", f1, rows, "sentence", how, floor, ceiling)


def _characters(data: str, judged: Sequence[Judged]) -> Score:
    rows = []
    for item in judged:
        marked = np.zeros(len(item.inside), dtype=bool)
        for start, end in spans(item.text.data, item.text.record):
            marked[start:end] = True
        rows.append(_overlap(item.inside, marked))
    measure = "character F1 of phrases, loaded language and name-calling"
    return score_of_counts(data, measure, f1, np.array(rows), "article", CROSS_VALIDATED, 0.19)


def _overlap(ours: Array, marked: Array) -> tuple[int, int, int]:
    return int((ours & marked).sum()), int(ours.sum()), int(marked.sum())


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
    quoted = np.array([_only_quoted(item) for item in judged])
    auc = "AUC of sentences.loaded, lexical bias"
    return [
        _score("BASIL", auc, roc_auc_score, truth, loaded, 0.66, None, CROSS_VALIDATED),
        _score(
            "BASIL", f"{auc}, outside quotations", roc_auc_score, truth[~quoted], loaded[~quoted], None, None,
            CROSS_VALIDATED,
        ),
        _score("BASIL", "share of sentences above .5", _share_above, truth, loaded, None, None, CROSS_VALIDATED),
    ]  # fmt: skip


def _readers(gold: Path) -> list[Score]:
    """Cross-validated shares of phrases that careful readers accept; empty without their articles.

    The readers are language models, not people. The word model did not learn from their articles.
    """
    news = os.environ.get("FRAMING_NEWS")
    if not news or not (gold / "phrase_judgements.jsonl").is_file():
        return []
    test = held_out(read(gold, Path(news), load_word_model()))
    article = np.unique(test.article, return_inverse=True)[1]
    rows = {
        "share of shown phrases that readers accept": (test.accepted * test.shown, test.shown),
        "share of accepted phrases that are shown": (test.accepted * test.shown, test.accepted),
    }
    how = "cross-validation over articles; readers are language models"
    return [
        score_of_counts(
            "Readers", measure, share, np.stack([np.bincount(article, each) for each in counts], axis=1), "article", how
        )
        for measure, counts in rows.items()
    ]


def _only_quoted(item: Judged) -> bool:
    """Whether all marks of a sentence are inside quotations."""
    marks = [span["quote"] == "yes" for span in item.text.record["spans"] if span["label"] == "lex"]
    return bool(marks) and all(marks)


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
