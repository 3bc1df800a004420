"""The probability that a reader accepts a row, learned from rows that readers judged.

In articles with every attribution marked, the marks judge each row. Elsewhere a judged row counts if the same row is
found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution import Attribution, Kind, attribute
from framing.attribution.batch import attribution, named_attributions
from framing.attribution.confidence import attribution_features
from framing.attribution.model import Model
from framing.attribution.sides import Sides
from framing.attribution.token_features import token_features
from framing.attribution.trees import Trees
from framing.attribution.word_rows import WordRows
from framing.text.batch import Cut
from framing.text.document import Document
from lab.training.attribution import FOLDS, SEED, fold_models, folds_of, marked_articles
from lab.training.judgements import SPOKEN, judge, same_name
from lab.training.network import Pretrained
from lab.validation.scores import read_records

Record = Mapping[str, Any]
#: Whether each row of an article is right; None if unknown.
Labels = Sequence[bool | None]
_KINDS = ("direct", "mixed", "indirect")


@dataclass(frozen=True, eq=False)
class Rated:
    """Rows of articles: features of each, whether it is right, and its article."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    article: NDArray[Any]

    @classmethod
    def joined(cls, parts: Sequence[Rated]) -> Rated:
        """Several sets as one."""
        return cls(*(np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(cls)))

    def some(self, rows: NDArray[np.bool_]) -> Rated:
        """The chosen rows."""
        return Rated(self.features[rows], self.right[rows], self.article[rows])


def rated(documents: Sequence[Document], model: Model, label: Callable[[int, Sequence[Attribution]], Labels]) -> Rated:
    """The rows found in documents, as `label` judges them by the number of the document."""
    parts = []
    for number, document in enumerate(documents):
        batch = token_features(Cut.of_document(document), model.rows)
        raw = named_attributions(batch, model)
        if not raw[0]:
            continue
        rows = [attribution(batch, each, 0, Sides(())) for each in raw[0]]
        labels = label(number, rows)
        kept = [at for at, right in enumerate(labels) if right is not None and rows[at].kind is not Kind.SCARE]
        right = np.array([bool(labels[at]) for at in kept], dtype=bool)
        features = attribution_features(batch, model.rows, raw)[kept]
        parts.append(Rated(features, right, np.array([document.article.id] * len(kept), dtype=object)))
    return Rated.joined(parts)


def labels_from_marks(records: Sequence[Record]) -> Callable[[int, Sequence[Attribution]], Labels]:
    """Labels from complete marks: who speaks, and the whole content; stances get no label."""

    def label(number: int, rows: Sequence[Attribution]) -> Labels:
        judged = judge(records[number], rows)
        return [None if stance else whole for whole, stance in zip(judged.whole, judged.stance, strict=True)]

    return label


def labels_from_judgements(
    documents: Sequence[Document], records: Iterable[Record]
) -> Callable[[int, Sequence[Attribution]], Labels]:
    """Labels from judged rows, if the same content is found again with a judged source."""
    of_article: dict[str, list[Record]] = {}
    for record in records:
        of_article.setdefault(record["article"], []).append(record)

    def label(number: int, rows: Sequence[Attribution]) -> Labels:
        known = {(record["start"], record["end"]): record for record in of_article[documents[number].article.id]}
        return [_as_judged(row, known.get((row.start, row.end))) for row in rows]

    return label


def _as_judged(row: Attribution, record: Record | None) -> bool | None:
    if record is None:
        return None
    judged = record["judged"]
    if (row.source or "") == record["source"]:
        return bool(judged["row"])
    if row.source is None or judged["class"] in ("not-an-attribution", "content-cut", "content-too-long"):
        return False
    right = judged["right_source"] or (record["source"] if judged["row"] else "")
    if not right:
        return None
    known: Record = {"name": right.split("(")[0].strip(), "also": [], "type": "person"}
    return same_name(row.source, known) and judged["content"] == "ok"


def fit_confidence(rated: Rated) -> Trees:
    """Trees that give the log-odds that a row is right."""
    learner = _learner().fit(rated.features, rated.right)
    ensemble = [of_class[0].nodes for of_class in learner._predictors]
    sizes = np.array([len(nodes) for nodes in ensemble])
    root = (np.cumsum(sizes) - sizes).astype(np.int32)
    nodes = np.concatenate(ensemble)
    first, itself = np.repeat(root, sizes), np.arange(len(nodes), dtype=np.int32)
    leaf = nodes["is_leaf"].astype(bool)
    value = np.where(leaf, nodes["value"], 0.0)
    value[: sizes[0]] += np.where(leaf[: sizes[0]], float(learner._baseline_prediction.ravel()[0]), 0.0)
    left, right = (np.where(leaf, itself, nodes[side] + first).astype(np.int32) for side in ("left", "right"))
    feature = np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32)
    return Trees(root, feature, nodes["num_threshold"], left, right, value, int(nodes["depth"].max()))


def _learner() -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_depth=4,
        max_leaf_nodes=10,
        learning_rate=0.04,
        max_iter=150,
        min_samples_leaf=15,
        l2_regularization=3,
        max_features=0.5,
        early_stopping=False,
        random_state=SEED,
    )


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows of held-out articles with their confidence, and counts of marks found and named.

    `articles` lists all articles. `article`, `kind`, `right` and `confidence` have a value per row. For each kind,
    `marks` has a row per article: the number of marks, and of those found and named.
    """

    articles: list[str]
    article: NDArray[Any]
    kind: NDArray[Any]
    right: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    marks: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Folded:
    """The marked articles, with a model for each fold; the last model learned from all."""

    people: list[Record]
    people_read: list[Document]
    readers: list[Record]
    readers_read: list[Document]
    models: list[Model]

    @property
    def of_people(self) -> list[Model]:
        """For each article that people marked, the model that did not learn from it."""
        return [self.models[fold] for fold in folds_of(len(self.people)).tolist()]


@cache
def folded(gold: Path) -> Folded:
    """The marked articles of a folder, with a model per fold, each graded by rows of the other folds."""
    parsed = Pretrained.load()
    people, people_chosen, readers, readers_chosen = marked_articles(gold, WordRows(parsed.vocabulary))
    read = [[example.tokens.document for example in chosen] for chosen in (people_chosen, readers_chosen)]
    blind = fold_models(people_chosen, readers_chosen, parsed)
    rows = _held_rows(readers, read[1], blind)
    models = [
        replace(model, confidence=_graded(Rated.joined([part for at, part in enumerate(rows) if at != fold])))
        for fold, model in enumerate(blind)
    ]
    return Folded(people, read[0], readers, read[1], models)


def held_out(gold: Path) -> HeldOut:
    """The articles that readers marked, each read and graded by weights learned from other articles."""
    known = folded(gold)
    fold = folds_of(len(known.readers)).tolist()
    marks = {kind: np.zeros((len(fold), 2)) for kind in _KINDS}
    rows: list[tuple[str, str, bool, float]] = []
    for at, (record, document) in enumerate(zip(known.readers, known.readers_read, strict=True)):
        printed = [a for a in attribute(document, known.models[fold[at]]).attributions if a.kind is not Kind.SCARE]
        judged = judge(record, printed)
        for mark, named in zip(record["attributions"], judged.named, strict=True):
            if mark["cls"] in SPOKEN:
                marks[mark["kind"]][at] += 1, named
        rows += [
            (record["id"], str(row.kind), right, row.confidence)
            for row, right, stance in zip(printed, judged.right, judged.stance, strict=True)
            if not stance
        ]
    article, kind, right, confidence = (np.array(column) for column in zip(*rows, strict=True))
    return HeldOut([record["id"] for record in known.readers], article, kind, right, confidence, marks)


def _graded(rated: Rated) -> Trees:
    """Trees with log-odds calibrated on held-out articles."""
    from sklearn.linear_model import LogisticRegression

    articles = {article: number for number, article in enumerate(sorted(set(rated.article.tolist())))}
    fold = folds_of(len(articles))[[articles[article] for article in rated.article.tolist()]]
    odds = np.zeros(len(rated.right))
    for number in range(FOLDS):
        odds[fold == number] = fit_confidence(rated.some(fold != number)).log_odds(rated.features[fold == number])
    calibration = LogisticRegression(C=1e6).fit(odds[:, None], rated.right)
    slope, intercept = float(calibration.coef_[0, 0]), float(calibration.intercept_[0])
    trees = fit_confidence(rated)
    leaf = trees.left == np.arange(len(trees.left))
    first = np.arange(len(leaf)) < (trees.root[1] if len(trees.root) > 1 else len(leaf))
    return replace(trees, value=slope * trees.value + np.where(leaf & first, intercept, 0.0))


def _held_rows(records: Sequence[Record], read: Sequence[Document], models: Sequence[Model]) -> list[Rated]:
    fold = folds_of(len(records))
    return [
        rated([read[at] for at in test], models[number], labels_from_marks([records[at] for at in test]))
        for number in range(FOLDS)
        for test in [np.flatnonzero(fold == number).tolist()]
    ]


def learn(gold: Path, news: Sequence[Document]) -> Model:
    """The shipped model; `news` are the articles whose rows were judged one by one."""
    known = folded(gold)
    whole = known.models[-1]
    judged = rated(news, whole, labels_from_judgements(news, list(read_records(gold, "attribution_judgements"))))
    rows = _held_rows(known.readers, known.readers_read, known.models)
    return replace(whole, confidence=_graded(Rated.joined([*rows, judged])))
