"""Scores of policy frames on people's codes, and the effect of swapping names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.analysis import analyze
from framing.articles import Article
from framing.measures.frames import Frames, fitting
from framing.measures.frames.fitting import Labels, Texts
from framing.measures.frames.model import Words, words_with
from framing.validation import Score
from lab.training.frames import answered, answers_out_of_fold, held_out_evidence, read_articles
from lab.validation.scores import interval_of, read_records, score_of_counts, share

_HELD_OUT = f"{fitting.FOLDS}-fold cross-validation over "
#: Micro-F1 of TF-IDF with logistic regression on the same articles.
_TFIDF = 0.61
#: Swapped words: parties, persons, nations, genders.
SWAPS = {
    "Republican": "Democrat",
    "Republicans": "Democrats",
    "Trump": "Clinton",
    "Obama": "Romney",
    "Russia": "Canada",
    "Russian": "Canadian",
    "Iran": "Norway",
    "China": "Brazil",
    "Israel": "Egypt",
    "conservative": "liberal",
    "conservatives": "liberals",
    "he": "she",
    "his": "her",
}


def validate(gold: Path) -> list[Score]:
    """Scores of held-out models on articles, headlines and sentences, and the swap test."""
    articles = read_articles(gold)
    reporting = [r["genre"] == "reporting" for r in read_records(gold, "semeval23_t3_en") if r["frames"]]
    return [
        *article_scores(articles, np.array(reporting), gold),
        *headline_scores(gold),
        sentence_score(gold),
        swap_score(articles),
    ]


def called(texts: Texts, words: Words) -> Labels:
    """The frames that held-out models call present, if there is a cue to show."""
    folds = fitting.folds_of(texts.groups)
    odds, shown = fitting.out_of_fold(texts, fitting.design_of(texts.documents, words, short=True), folds)
    return fitting.called_out_of_fold(odds, shown, texts, folds)


def article_scores(texts: Texts, reporting: NDArray[np.bool_], gold: Path) -> list[Score]:
    """Micro-F1 of the fourteen policy frames, F1 of each frame, and the precision of the answers.

    Unclear counts as not present. Most articles are opinion, so news reports are also scored separately.
    """
    news = os.environ.get("FRAMING_NEWS")
    known, folds, _ = held_out_evidence(texts, gold, Path(news) if news else None)
    answer, labels = answers_out_of_fold(known, texts, folds), texts.labels
    present, absent = answered(answer, True), answered(answer, False)
    return [
        _f1("micro-F1 of present", present, labels, _TFIDF),
        _f1("the same in reporting", present[reporting], labels[reporting], _on(labels[reporting])),
        _share("precision of present", labels, present),
        _share("precision of not found", ~labels, absent),
        _share("unclear", ~(present | absent), np.ones_like(labels)),
        *(_f1(frame, present[:, [n]], labels[:, [n]], _on(labels[:, [n]])) for n, frame in enumerate(texts.frames)),
    ]


def _on(labels: Labels) -> float:
    """Micro-F1 of calling every frame present everywhere."""
    return fitting.micro_f1(np.ones_like(labels), labels)


def _f1(measure: str, called: Labels, labels: Labels, floor: float) -> Score:
    return _of_counts(measure, 2 * (called & labels), called.astype(int) + labels, floor)


def _share(measure: str, right: Labels, among: Labels) -> Score:
    return _of_counts(measure, (right & among).astype(int), among.astype(int), None)


def _of_counts(measure: str, above: NDArray[np.int_], below: NDArray[np.int_], floor: float | None) -> Score:
    counts = np.column_stack([above.sum(axis=1), below.sum(axis=1)])
    how = _HELD_OUT + "articles"
    return score_of_counts("SemEval-2023 task 3", measure, _share_or_zero, counts, "article", how, floor)


def _share_or_zero(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1))


def headline_scores(gold: Path) -> list[Score]:
    """Accuracy on headlines about gun violence: by the first frame, and by either of two.

    Names count, because the data covers one topic.
    """
    records = [record for record in read_records(gold, "gvfc_headlines") if record["label"]]
    headlines = [record["text"] for record in records]
    texts = fitting.texts_of(headlines, [[record["label"]] for record in records], headlines, one=True)
    called_frames = called(texts, words_with(fitting.named_forms(texts.documents)))
    either = np.array(
        [[name in (record.get("frames") or ()) for name in texts.frames] for record in records], dtype=bool
    )
    return [
        _accuracy("accuracy, 9 frames", called_frames & texts.labels, 0.65, 0.84),
        _accuracy("the same, either of two coded frames", called_frames & (texts.labels | either)),
    ]


def _accuracy(measure: str, right: Labels, floor: float | None = None, ceiling: float | None = None) -> Score:
    hits = np.asarray(right.any(axis=1))
    counts, how = np.column_stack([hits, np.ones(len(hits))]), _HELD_OUT + "headlines, with names"
    return score_of_counts("GVFC", measure, share, counts, "headline", how, floor, ceiling)


def sentence_score(gold: Path) -> Score:
    """Macro-F1 of the eight frames of climate news in sentences."""
    records = [record for record in read_records(gold, "ccf_en") if record["frames"]]
    texts = fitting.texts_of(
        [r["text"] for r in records], [r["frames"] for r in records], [str(r["doc"]) for r in records]
    )
    called_frames = called(texts, words_with())
    value = float(fitting.f1_of(called_frames, texts.labels).mean())
    low, high = interval_of(
        lambda drawn: float(fitting.f1_of(called_frames[drawn], texts.labels[drawn]).mean()), len(records)
    )
    how = _HELD_OUT + "documents"
    return Score("CCF", "macro-F1, 8 frames", value, low, high, len(records), "sentence", 0.50, 0.87, how)


def swapped(text: str) -> str:
    """The text with parties, persons, nations and genders swapped."""
    both = SWAPS | {new: old for old, new in SWAPS.items()}
    return re.sub(r"\b[A-Za-z]+\b", lambda word: both.get(word[0], word[0]), text)


def swap_score(texts: Texts) -> Score:
    """The share of articles in which swapping names changes the answer on any frame."""
    both = [
        analyze([Article(str(number), change(document.text)) for number, document in enumerate(texts.documents)],
                measures=[Frames()])["frames"]["present"].to_numpy(dtype=object).reshape(len(texts.documents), -1)
        for change in (str, swapped)
    ]  # fmt: skip
    changed = np.not_equal(both[0], both[1]).any(axis=1)
    counts = np.column_stack([changed, np.ones(len(changed))])
    return score_of_counts(
        "SemEval-2023 task 3", "changed by a swap", share, counts, "article", "as shipped", ceiling=0.0
    )
