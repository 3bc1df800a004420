"""Fit the policy frames on labelled articles, and weigh the lexicon's terms by the fitted model.

Run as `python -m lab.training.frames --gold DIR --news FILE`. Most labelled articles are opinion on few topics, so the
topics that an aggregator gave to news articles, and headlines on gun violence, count a little for related frames.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.lexicon import COLUMNS, lexicon_folder, load
from framing.measures.frames.cues import CueFinder, different
from framing.measures.frames.fitting import (
    FOLDS,
    SEED,
    Labels,
    Numbers,
    Texts,
    better_than_all,
    design_of,
    folds_of,
    micro_f1,
    out_of_fold,
    texts_of,
    weights_of,
)
from framing.measures.frames.model import FrameModel, Rule, answers, as_arrays, joined, words_with
from framing.text import Document, cut
from lab.training.store import Provenance, store_arrays
from lab.validation.scores import read_records

#: The weight of an article with a topic, or of a headline, relative to a labelled article.
DISTANT = 0.1
#: Maximum articles on a frame's topics, and on all other topics.
WITH_TOPIC, WITHOUT_TOPIC = 200, 500
#: Topics of news articles that are close to each frame.
TOPICS = {
    "Economic": "economy_and_jobs taxes trade federal_budget banking_and_finance fiscal_cliff economic_policy labor",
    "Health_and_safety": "coronavirus healthcare public_health",
    "External_regulation_and_reputation": "foreign_policy middle_east north_korea russia world europe china",
    "Security_and_defense": "terrorism us_military defense national_security cybersecurity",
    "Fairness_and_equality": "race_and_racism lgbt_rights free_speech civil_rights inequality",
    "Morality": "religion_and_faith abortion",
    "Crime_and_punishment": "violence_in_america criminal_justice fbi",
}
#: Frames with too few labels: only dense cues make them present.
CUES_ALONE = ("Policy_prescription_and_evaluation", "Public_opinion")
#: Bounds chosen for both the F1 on the labelled articles and the answers on 74 other articles that were read.
RULE = Rule(present=0.38, sparse=0.05, sure=0.54, plain=0.2, absent=0.25, dense=0.07, bare=0.35, shown=0.03)
#: Bounds for a frame whose words occur in articles of any kind.
STRICT = RULE._replace(sparse=0.1, sure=0.6)
RULE_BY_CUES = Rule(present=2, sparse=2, sure=2, plain=0.25, absent=1, dense=0.05, bare=1)

ARTICLES = (
    "SemEval-2023 task 3, English training articles (Piskorski, Stefanovitch, Da San Martino and Nakov 2023), "
    "propaganda.math.unipd.it/semeval2023task3"
)
NEWS = (
    "Article-Bias-Prediction, topics of news articles (Baly et al. 2020), github.com/ramybaly/Article-Bias-Prediction"
)
HEADLINES = "GVFC, headlines on gun violence with an economic frame (Liu et al. 2019), github.com/ganggit/GVFC-raw-data"


@dataclass(frozen=True)
class Evidence:
    """A fold's evidence on each text: log-odds by words, cues, different cues, share of sentences with a cue."""

    odds: Numbers
    cues: NDArray[np.int64]
    terms: NDArray[np.int64]
    shares: Numbers


def read_articles(gold: Path) -> Texts:
    """The labelled articles of SemEval-2023 task 3; those without a label are left out."""
    records = [record for record in read_records(gold, "semeval23_t3_en") if record["frames"]]
    frames = [[frame for frame in record["frames"] if frame != "None"] for record in records]
    return texts_of([record["text"] for record in records], frames)


def with_distant(texts: Texts, gold: Path, news: Path | None) -> Texts:
    """The articles, followed by the news articles and headlines that count a little for some frames."""
    if news is None:
        return texts
    import pandas as pd

    table = pd.read_parquet(news, columns=["id", "topic", "text"])
    table = table[[len(text.split()) >= 150 for text in table["text"]]]
    order = [hashlib.sha256(str(name).encode()).digest() for name in table["id"]]
    table = table.iloc[sorted(range(len(order)), key=order.__getitem__)]
    documents, labels, weight = list(texts.documents), [texts.labels], [np.ones(texts.labels.shape)]

    def add(texts_added: Sequence[str], frame: str, labels_added: NDArray[np.bool_]) -> None:
        documents.extend(cut(Article(str(number), text)) for number, text in enumerate(texts_added))
        mine = np.arange(len(texts.frames)) == texts.frames.index(frame)
        labels.append(labels_added[:, None] & mine)
        weight.append(np.where(mine, DISTANT, np.zeros((len(texts_added), 1))))

    for frame, topics in TOPICS.items():
        inside = table["topic"].isin(topics.split())
        chosen = pd.concat([table[inside].head(WITH_TOPIC), table[~inside].head(WITHOUT_TOPIC)])
        add(chosen["text"].tolist(), frame, chosen["topic"].isin(topics.split()).to_numpy())
    headlines = [record for record in read_records(gold, "gvfc_headlines") if record["label"]]
    economic = np.array(["economic_consequences" in (record["frames"] or [record["label"]]) for record in headlines])
    add([record["text"] for record in headlines], "Economic", economic)
    groups = [*texts.groups, *(f"more {n}" for n in range(len(documents) - len(texts.documents)))]
    return replace(
        texts, documents=documents, labels=np.vstack(labels), weight=np.vstack(weight).astype(float), groups=groups
    )


def cues_in(
    documents: Sequence[Document], frames: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
    """Cues of each frame in each document, different cues, and the share of sentences with a cue."""
    finder, size = CueFinder((load("policy-frames"),), frames), (len(documents), len(frames))
    cues, different_cues, shares = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), np.zeros(size)
    for number, document in enumerate(documents):
        terms = finder.terms(document)
        cues[number] = np.bincount(terms.frame, minlength=len(frames))
        here = np.zeros(len(terms.frame), dtype=np.int64)
        different_cues[number] = different(document, terms.first, here, terms.frame, (1, len(frames)))[0]
        cells = np.unique(document.word_sentence[terms.first].astype(np.int64) * len(frames) + terms.frame)
        shares[number] = np.bincount(cells % len(frames), minlength=len(frames)) / len(document.sentence_start)
    return cues, different_cues, shares


def evidence_of(known: Evidence, labels: Labels, chosen: NDArray[np.intp]) -> Numbers:
    """Weights that combine words and cues, by logistic regression on the chosen texts; see `FrameModel.evidence`."""
    from sklearn.linear_model import LogisticRegression

    evidence = np.zeros((labels.shape[1], 4))
    for frame, labelled in enumerate(labels[chosen].T):
        traits = (known.odds, np.sqrt(known.shares), np.log1p(known.cues))
        fitted = LogisticRegression(C=1.0).fit(np.column_stack([trait[chosen, frame] for trait in traits]), labelled)
        evidence[frame] = [fitted.intercept_[0], *fitted.coef_[0]]
    return evidence


def rules_of(frames: Sequence[str]) -> tuple[Rule, ...]:
    """The rule of each frame."""
    special = dict.fromkeys(CUES_ALONE, RULE_BY_CUES) | {"Legality_Constitutionality_and_jurisprudence": STRICT}
    return tuple(special.get(frame, RULE) for frame in frames)


def answers_out_of_fold(known: Evidence, texts: Texts, folds: NDArray[np.intp]) -> NDArray[Any]:
    """The answers of held-out models: True, False or None, shape `(texts, frames)`."""
    result = np.full(texts.labels.shape, None, dtype=object)
    rules = rules_of(texts.frames)
    for fold in np.unique(folds):
        out = folds == fold
        evidence = evidence_of(known, texts.labels, np.flatnonzero(~out))
        scores = joined(evidence, known.odds[out], known.cues[out], known.shares[out])
        result[out] = answers(rules, scores, known.cues[out], known.shares[out], known.terms[out])
    return result


def held_out_evidence(texts: Texts, gold: Path, news: Path | None) -> tuple[Evidence, NDArray[np.intp], FrameModel]:
    """Held-out evidence on the labelled articles, the fold of each, and the model learned from all."""
    folds, size = folds_of(texts.groups), len(texts.documents)
    whole = with_distant(texts, gold, news)
    design = design_of(whole.documents, words_with())
    odds, _ = out_of_fold(whole, design, np.append(folds, np.full(len(whole.documents) - size, -1)))
    known = Evidence(odds[:size], *cues_in(texts.documents, texts.frames))
    weights, bias = weights_of(design, whole, np.arange(len(whole.documents)))
    evidence = evidence_of(known, texts.labels, np.arange(size))
    model = FrameModel(texts.frames, design.words, weights, bias, evidence, rules_of(texts.frames))
    return known, folds, model


def answered(answers: NDArray[Any], answer: bool) -> Labels:
    """Where the answer is this one."""
    return np.array([[each is answer for each in row] for row in answers.tolist()], dtype=bool)


def scores_of(answers: NDArray[Any], labels: Labels, frames: Sequence[str]) -> dict[str, float]:
    """Precision and recall of `present` by frame, and micro-F1; unclear counts as not present."""
    called, absent = answered(answers, True), answered(answers, False)
    right, missed = (called & labels).sum(axis=0), (absent & labels).sum(axis=0)
    scores = {"micro-F1 by cross-validation": micro_f1(called, labels)}
    for number, frame in enumerate(frames):
        scores[f"{frame}, precision"] = right[number] / max(called[:, number].sum(), 1)
        scores[f"{frame}, recall"] = right[number] / labels[:, number].sum()
        scores[f"{frame}, not found and not given"] = 1 - missed[number] / max(absent[:, number].sum(), 1)
        scores[f"{frame}, unclear"] = float(1 - (called | absent)[:, number].mean())
    return scores


def weigh_cues(name: str, model: FrameModel) -> None:
    """Write into an installed lexicon how much each term's words weigh for its frame, from 0 to 1."""
    lexicon = load(name)
    raw = [_weight(entry.term, entry.category, model) for entry in lexicon.entries]
    most = {
        frame: max(value for value, entry in zip(raw, lexicon.entries, strict=True) if entry.category == frame)
        for frame in lexicon.categories
    }
    with (lexicon_folder() / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for value, entry in zip(raw, lexicon.entries, strict=True):
            writer.writerow((entry.term, entry.category, round(value / (most[entry.category] or 1), 3), entry.note))


def _weight(term: str, frame: str, model: FrameModel) -> float:
    rows = [model.words.row[form] for form in term.split() if form in model.words.row]
    shares = model.words.rarities[rows]
    if not len(rows):
        return 0.0
    length = np.sqrt(shares @ shares)
    return max(0.0, float(shares @ model.weights[rows, model.frames.index(frame)] / length))


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--news", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path, news: Path) -> None:
    """Fit the policy frames on the labelled articles in a folder, and weigh the lexicon's terms."""
    texts = read_articles(gold)
    known, folds, model = held_out_evidence(texts, gold, news)
    answers = answers_out_of_fold(known, texts, folds)
    better = better_than_all(answered(answers, True), texts.labels)
    click.echo(f"no better than present everywhere: {[f for f, b in zip(texts.frames, better, strict=True) if not b]}")
    store_arrays(
        "frames",
        as_arrays(model),
        Provenance(
            title="The fourteen policy frames: a weight for each word form and frame, and for cues",
            version="2",
            script="lab.training.frames",
            seed=SEED,
            data=[ARTICLES, NEWS, HEADLINES],
            scores=scores_of(answers, texts.labels, texts.frames),
            note=f"Names, and words for gender, party and side, have no weight. Cross-validation in {FOLDS} parts.",
        ),
    )
    weigh_cues("policy-frames", model)


if __name__ == "__main__":
    main()
