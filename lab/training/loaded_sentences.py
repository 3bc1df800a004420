"""The probability that readers call a sentence loaded, learned from the sentences of BABE and BASIL.

The model learns from held-out word scores. If a record has the annotators' votes (`n_biased` of `n_annotators`), the
model learns their share, which holds more information than one joint judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.measures.phrasing.sentence_model import LENGTH, describe, from_arrays, means
from framing.measures.phrasing.words import Words
from framing.models import pack_words, unit_vectors, vector_forms
from lab.training.marked_texts import FOLDS, Marked, fold, read_forms

Array = NDArray[Any]
SEED = 20250328
#: The weight of a sentence of each data set: expert judgements, and lexical bias in ordinary news.
SENTENCE_WEIGHTS: Mapping[str, float] = {"babe": 1.0, "basil_sentences": 0.5}
#: The inverse of the ridge penalty on the weights of features scaled to a standard deviation of one.
INVERSE_PENALTY = 0.1
#: The standard deviation of the entries of mean word vectors (1 for other features); a greater one means a weaker
#: penalty.
MEANING_SCALE = 0.2
_LABEL = {"babe": "label", "basil_sentences": "lexical"}


def fit_sentences(texts: Sequence[Marked], logits: Sequence[Array], outlets: Array) -> dict[str, Array]:
    """The arrays of the sentence model, from held-out log-odds of words."""
    scale = np.float32(np.abs(outlets).max() / 127)
    coarse = np.round(outlets / scale).astype(np.int8)
    data = sorted(SENTENCE_WEIGHTS)
    features, meanings, shares, called, folds, origin = [], [], [], [], [], []
    for text, odds in zip(texts, logits, strict=True):
        if text.data in SENTENCE_WEIGHTS and len(text.words):
            features.append(describe(text.words, odds, coarse * scale))
            meanings.append(mean_vectors(text.words))
            many = len(features[-1])
            shares += [_share_loaded(text)] * many
            called += [int(text.record[_LABEL[text.data]])] * many
            folds += [fold(text)] * many
            origin += [data.index(text.data)] * many
    table, meaning = np.vstack(features), np.vstack(meanings)
    mean, deviation = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    scaled = MEANING_SCALE / meaning.std()
    # Each data set has its own share of loaded sentences, and so its own intercept.
    whence = 2.0 * np.eye(len(data))[origin]
    weight = np.array([SENTENCE_WEIGHTS[data[number]] for number in origin])
    columns = np.hstack([(table - mean) / deviation, meaning * scaled, whence])
    share = np.array(shares)
    model = _regression(columns, share, weight)
    odds = _held_out_odds(columns, share, weight, np.array(folds))
    babe = np.array(origin) == data.index("babe")
    slope, intercept = _calibration(odds[babe], np.array(called)[babe])
    learned, direction, intercepts = np.split(model.coef_[0] * slope, [LENGTH + 1, LENGTH + 1 + meaning.shape[1]])
    weights = learned / deviation
    direction *= scaled
    bias = model.intercept_[0] * slope + intercept + 2.0 * intercepts[data.index("babe")] - weights @ mean
    return {
        "weights": np.append(weights, 1.0),
        "mean": np.append(mean, meaning.mean(axis=0) @ direction),
        "bias": np.array([bias]),
        "outlets": coarse,
        "scale": np.array([scale]),
        "forms": pack_words(vector_forms()),
        "meanings": (unit_vectors() @ direction).astype(np.float16),
    }


def _regression(columns: Array, share: Array, weight: Array) -> Any:
    """Logistic regression on the share of annotators who call a sentence loaded."""
    from sklearn.linear_model import LogisticRegression

    parts = np.concatenate([share, 1 - share]) * np.tile(weight, 2)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000, random_state=SEED)
    return model.fit(np.vstack([columns, columns]), np.repeat([1, 0], len(share)), sample_weight=parts)


def _held_out_odds(columns: Array, share: Array, weight: Array, folds: Array) -> Array:
    """Each sentence's log-odds from a regression on other folds."""
    odds = np.zeros(len(share))
    for part in np.unique(folds):
        others = folds != part
        odds[~others] = _regression(columns[others], share[others], weight[others]).decision_function(columns[~others])
    return odds


def _calibration(odds: Array, called: Array) -> tuple[float, float]:
    """The slope and intercept that calibrate held-out log-odds to the joint judgement (Platt 1999).

    Shares of votes are less extreme than the majority's judgement.
    """
    from sklearn.linear_model import LogisticRegression

    line = LogisticRegression(C=np.inf).fit(odds[:, None], called)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def _share_loaded(text: Marked) -> float:
    """The share of annotators who call the sentence loaded, or the one judgement."""
    if "n_biased" in text.record:
        return float(text.record["n_biased"] / text.record["n_annotators"])
    return float(text.record[_LABEL[text.data]])


def mean_vectors(words: Words) -> Array:
    """The mean word vector of each sentence, shape `(sentences, dimensions)`; names and numbers have none."""
    known, unit = vector_forms(), unit_vectors()
    rows = np.array([known.get(form, -1) for form in read_forms(words)])
    vectors = unit[rows].astype(np.float64)
    vectors[rows < 0] = 0
    return means(words, vectors)


def sentence_scores(texts: Sequence[Marked], logits: Sequence[Array], outlets: Array) -> dict[str, float]:
    """How well held-out models separate loaded sentences from others, for each data set."""
    from sklearn.metrics import f1_score, roc_auc_score

    truth: dict[str, list[int]] = {data: [] for data in SENTENCE_WEIGHTS}
    loaded: dict[str, list[float]] = {data: [] for data in SENTENCE_WEIGHTS}
    chosen = [
        (text, odds)
        for text, odds in zip(texts, logits, strict=True)
        if text.data in SENTENCE_WEIGHTS and len(text.words)
    ]
    for held_out in range(FOLDS):
        kept = [pair for pair in chosen if fold(pair[0]) != held_out]
        kept_texts, kept_odds = [text for text, _ in kept], [odds for _, odds in kept]
        model = from_arrays(fit_sentences(kept_texts, kept_odds, outlets))
        for text, odds in chosen:
            if fold(text) == held_out:
                truth[text.data].append(int(text.record[_LABEL[text.data]]))
                loaded[text.data].append(float(model.probabilities(model.features(text.words, odds)).max()))
    scores = {
        f"{data}: AUC of sentences, cross-validated": float(roc_auc_score(truth[data], loaded[data])) for data in truth
    }
    called = np.array(loaded["babe"]) > 0.5
    scores["babe: macro-F1 of sentences at .5, cross-validated"] = float(
        f1_score(truth["babe"], called, average="macro")
    )
    return scores
