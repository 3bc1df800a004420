"""How probable it is that a reader lets a row stand, learned from rows that readers judged.

Articles in which every attribution is marked judge whatever rows are found in them; single judgements of rows count
where the same row is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from framing.attribution import Attribution, Kind, attribute
from framing.attribution.batch import attribution, rows_of
from framing.attribution.confidence import ROW_FIELDS, row_codes
from framing.attribution.cues import cue_classes
from framing.attribution.model import Floats, Model, load_model
from framing.attribution.outline import outlines
from framing.attribution.rows import Rows
from framing.attribution.sides import Sides
from framing.text.document import Document
from framing.validation.score import read_records
from lab.training.attribution import (
    OTHER_CUES,
    OTHER_POINTERS,
    as_people_mark,
    documents,
    examples,
    fit_examples,
    taught_by_people,
)
from lab.training.judged import SPOKEN, judge, same_name

Record = Mapping[str, Any]
#: For each row of an article whether it is right; None where nothing can be said of it.
Labels = Sequence[bool | None]
STRENGTH = 0.03
FOLDS = 5
SEED = 0
_KINDS = ("direct", "mixed", "indirect")


@dataclass(frozen=True, eq=False)
class Rated:
    """Rows of articles: their codes, whether each is right, its article, kind and weight."""

    codes: NDArray[np.intp]
    right: NDArray[np.bool_]
    article: NDArray[Any]
    kind: NDArray[Any]
    weight: NDArray[np.float64]
    rows: list[Attribution]

    @classmethod
    def joined(cls, parts: Sequence[Rated]) -> Rated:
        """Several sets in one."""
        return cls(
            np.concatenate([part.codes for part in parts], axis=1),
            np.concatenate([part.right for part in parts]),
            np.concatenate([part.article for part in parts]),
            np.concatenate([part.kind for part in parts]),
            np.concatenate([part.weight for part in parts]),
            [row for part in parts for row in part.rows],
        )


def rated(
    documents: Sequence[Document], model: Model, label: Callable[[int, Sequence[Attribution]], Labels], weight: float
) -> Rated:
    """The rows found in some documents of which `label` says, by the number of the document, whether they are right."""
    parts = []
    for number, document in enumerate(documents):
        features_read = outlines((document,), document, model.rows, (0,))
        attributions, named = rows_of(features_read, model)
        if not attributions[0]:
            continue
        rows = [
            attribution(features_read.each[0], row, by, 0, Sides(()))
            for row, by in zip(attributions[0], named[0], strict=True)
        ]
        labels = label(number, rows)
        kept = [at for at, right in enumerate(labels) if right is not None and rows[at].kind is not Kind.SCARE]
        parts.append(
            Rated(
                row_codes(features_read, attributions, named, model)[:, kept],
                np.array([bool(labels[at]) for at in kept], dtype=bool),
                np.array([document.article.id] * len(kept), dtype=object),
                np.array([str(rows[at].kind) for at in kept], dtype=object),
                np.full(len(kept), weight),
                [rows[at] for at in kept],
            )
        )
    return Rated.joined(parts)


def by_marks(records: Sequence[Record]) -> Callable[[int, Sequence[Attribution]], Labels]:
    """Labels by every attribution that readers marked, with who speaks; rows on a stance say nothing."""

    def label(number: int, rows: Sequence[Attribution]) -> Labels:
        judged = judge(records[number], rows)
        return [None if stance else right for right, stance in zip(judged.right, judged.stance, strict=True)]

    return label


def by_judgements(
    documents: Sequence[Document], records: Iterable[Record]
) -> Callable[[int, Sequence[Attribution]], Labels]:
    """Labels by judgements of single rows, where the same content is found again with a source that was judged."""
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


def design(rows: Rows, rated: Rated) -> tuple[sp.csr_matrix, list[sp.csr_matrix]]:
    """The design matrix of rated rows, and the features of each field's codes."""
    shared_by_rows = _basis(rows)
    bases = [
        shared_by_rows if size is None else sp.identity(size, dtype=np.float32, format="csr")
        for size in ROW_FIELDS.values()
    ]
    blocks = [basis[column] for basis, column in zip(bases, rated.codes, strict=True)]
    return sp.csr_matrix(sp.hstack(blocks, format="csr", dtype=np.float32)), bases


def _basis(rows: Rows) -> sp.csr_matrix:
    """What rows share: tag, ending, the class of a report verb, and the form itself."""
    classes = cue_classes()
    names: dict[tuple[str, str], int] = {}
    pairs = []
    for row in range(rows.count):
        form, tag, end = rows.describe(row)
        known = [("tag", tag), ("ending", end), ("class", classes.get(form, "-"))]
        if form:
            known.append(("form", form))
        pairs += [(row, names.setdefault(name, len(names))) for name in known]
    index = np.array(pairs).T
    return sp.csr_matrix((np.ones(index.shape[1], dtype=np.float32), index), shape=(rows.count, len(names)))


def fit_confidence(rows: Rows, rated: Rated, strength: float = STRENGTH) -> tuple[float, Floats]:
    """Intercept and weights by code."""
    from sklearn.linear_model import LogisticRegression

    matrix, bases = design(rows, rated)
    learner = LogisticRegression(C=strength, max_iter=400, solver="liblinear", random_state=SEED)
    learner.fit(matrix, rated.right, sample_weight=rated.weight)
    parts = np.split(learner.coef_[0], np.cumsum([basis.shape[1] for basis in bases])[:-1])
    tables = [np.asarray(basis @ part) for part, basis in zip(parts, bases, strict=True)]
    return float(learner.intercept_[0]), np.concatenate(tables).astype(np.float16).astype(np.float32)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows of articles that nothing was learned from, with their confidence; and marks found and named.

    `articles` are all articles, `article`, `kind`, `right` and `confidence` tell of each row, and `marks` has for each
    kind a row for each article: the marks there are, and those that were found and named.
    """

    articles: list[str]
    article: NDArray[Any]
    kind: NDArray[Any]
    right: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    marks: Mapping[str, NDArray[np.float64]]


def held_out(gold: Path) -> HeldOut:
    """The articles that readers marked, each read by weights learned from others, and weighed by others as well."""
    records = list(read_records(gold, "attributions_diverse"))
    cut_up = documents(records)
    shipped = load_model()
    models = fold_models(gold, records, cut_up, shipped.rows, shipped.syntax)
    fold = folds_of(len(records))
    rows = Rated.joined(_held_rows(records, cut_up, models))
    scores = cross_validated(shipped.rows, rows)
    slope, intercept = calibrated(scores, rows.right)
    marks: dict[str, NDArray[np.float64]] = {
        kind: np.zeros((len(records), 2)) for kind in ("direct", "mixed", "indirect")
    }
    for at, record in enumerate(records):
        judged = judge(record, attribute(cut_up[at], models[fold[at]]).attributions)
        for mark, named in zip(record["attributions"], judged.named, strict=True):
            if mark["cls"] in SPOKEN:
                marks[mark["kind"]][at] += 1, named
    confidence = 1 / (1 + np.exp(-slope * scores - intercept))
    return HeldOut([record["id"] for record in records], rows.article, rows.kind, rows.right, confidence, marks)


def folds_of(count: int) -> NDArray[np.int_]:
    """The fold of each article."""
    return np.random.default_rng(SEED).integers(0, FOLDS, count)


def fold_models(
    gold: Path, records: Sequence[Record], cut_up: Sequence[Document], rows: Rows, syntax: Model | None
) -> list[Model]:
    """A model for each fold, learned from the other folds, and last the model of all articles."""
    start = taught_by_people(gold, rows, syntax)
    chosen = examples(as_people_mark(records), cut_up, rows)
    fold = folds_of(len(records))
    return [
        fit_examples([e for e, f in zip(chosen, fold, strict=True) if f != number], start, OTHER_CUES, OTHER_POINTERS)
        for number in range(FOLDS + 1)
    ]


def cross_validated(rows: Rows, rated: Rated) -> NDArray[np.float64]:
    """The log odds of each row by weights learned from other articles."""
    from sklearn.linear_model import LogisticRegression

    articles = {article: number for number, article in enumerate(sorted(set(rated.article.tolist())))}
    fold = np.random.default_rng(SEED + 1).integers(0, FOLDS, len(articles))[
        [articles[a] for a in rated.article.tolist()]
    ]
    matrix, _ = design(rows, rated)
    scores = np.zeros(len(rated.right))
    for number in range(FOLDS):
        rest = fold != number
        learner = LogisticRegression(C=STRENGTH, max_iter=200, solver="liblinear", random_state=SEED)
        learner.fit(matrix[rest], rated.right[rest])
        scores[~rest] = learner.decision_function(matrix[~rest])
    return scores


def calibrated(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that make scores log odds (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    learner = LogisticRegression(C=1e6).fit(scores[:, None], right)
    return float(learner.coef_[0, 0]), float(learner.intercept_[0])


def _held_rows(records: Sequence[Record], cut_up: Sequence[Document], models: Sequence[Model]) -> list[Rated]:
    fold = folds_of(len(records))
    return [
        rated([cut_up[at] for at in test], models[number], by_marks([records[at] for at in test]), 1.0)
        for number in range(FOLDS)
        for test in [np.flatnonzero(fold == number).tolist()]
    ]


def learn(gold: Path, news: Sequence[Document], rows: Rows, syntax: Model) -> Model:
    """The model with its confidence; `news` are the articles whose rows were judged one by one."""
    records = list(read_records(gold, "attributions_diverse"))
    cut_up = documents(records)
    models = fold_models(gold, records, cut_up, rows, syntax)
    judgements = list(read_records(gold, "attribution_judgements"))
    judged = rated(news, models[-1], by_judgements(news, judgements), 1.0)
    every = Rated.joined([*_held_rows(records, cut_up, models), judged])
    scores = cross_validated(rows, every)
    slope, intercept = calibrated(scores, every.right)
    bias, weights = fit_confidence(rows, every)
    return replace(models[-1], confidence=weights, calibration=(slope, slope * bias + intercept))
