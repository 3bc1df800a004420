"""Weights for matching passages between accounts: a conditional logit over candidates, then two logits.

Run as `python -m lab.training.matching --gold DIR`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from framing.articles import Article
from framing.compare.accounts import Account, accounts_of
from framing.compare.matching import CONTEXT, GATE, MODEL, nearest
from framing.compare.passages import Passage, passages
from framing.compare.similarity import FEATURES, Numbers, Similarity, Values
from lab.training.store import Provenance, store_json
from lab.validation.scores import read_records

SEED = 20250328
#: Penalties on squared weights of standardised features.
MATCH_PENALTY, DECISION_STRENGTH = 0.01, 0.05
#: Minimum overlap of a passage with a labelled place, in characters or as a share of the passage.
LEAST_OVERLAP, LEAST_COVER = 20, 0.5
FOLDS = 6
DATA = (
    "418 items of 19 events (accounts of BASIL, Fan et al. 2019, and of Article-Bias-Prediction, Baly et al. 2020)"
    " that language models listed and placed with a codebook; readers' labels, not people's"
)

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Labelled:
    """An event with its accounts and the items that readers would compare."""

    name: str
    accounts: tuple[Account, ...]
    items: tuple[Mapping[str, Any], ...]

    @cached_property
    def similarity(self) -> Similarity:
        """The event's passages as vectors."""
        cut: list[Passage] = [p for number, account in enumerate(self.accounts) for p in passages(number, account)]
        return Similarity(self.accounts, cut)

    def places(self, item: Mapping[str, Any], account: int) -> list[Span]:
        """The places of an item in an account; empty if it is absent."""
        cell = item["cells"].get(self.accounts[account].article.id)
        return [(start, end) for start, end in cell["at"]] if cell else []

    @cached_property
    def presence(self) -> NDArray[np.bool_]:
        """Which passages have which items, shape `(passages, items)`."""
        table = np.zeros((len(self.similarity.passages), len(self.items)), dtype=bool)
        for number, passage in enumerate(self.similarity.passages):
            start, end = passage.span
            least = min(LEAST_OVERLAP, LEAST_COVER * (end - start))
            for index, item in enumerate(self.items):
                table[number, index] = overlap(passage.span, self.places(item, passage.number)) >= least
        return table

    @cached_property
    def absence(self) -> NDArray[np.bool_]:
        """Which accounts lack which items, shape `(accounts, items)`."""
        return np.array([[not self.places(item, n) for item in self.items] for n in range(len(self.accounts))])


def overlap(span: Span, places: Sequence[Span]) -> int:
    """How many characters of a span are in any of the places."""
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in places)


def events(gold: Path) -> list[Labelled]:
    """The labelled events, in the order of the file, with their accounts."""
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for item in read_records(gold, "comparison_items"):
        by_event.setdefault(item["event"], []).append(item)
    texts = {record["id"]: record for record in (*read_records(gold, "basil_articles"), *_listed(gold))}
    labelled = []
    for event, items in by_event.items():
        ids = sorted({article for item in items for article in item["cells"]})
        known = [texts[each] for each in ids if each in texts]
        if len(known) == len(ids):
            articles = [
                Article(r["id"], r["text"], title=r["title"], outlet=r["outlet"], date=str(r["date"])[:10], event=event)
                for r in known
            ]
            labelled.append(Labelled(event, accounts_of(articles), tuple(items)))
    return labelled


def _listed(gold: Path) -> Iterator[Mapping[str, Any]]:
    """The articles listed in `comparison_events.jsonl`, from the news file that `FRAMING_NEWS` names."""
    import os

    import pandas as pd

    listed = {record["id"]: record for record in read_records(gold, "comparison_events")}
    if news := os.environ.get("FRAMING_NEWS"):
        frame = pd.read_parquet(news, filters=[("id", "in", sorted(listed))])
        for record in frame.to_dict("records"):
            yield {**{str(key): value for key, value in record.items()}, **listed[record["id"]]}


def fit(labelled: Sequence[Labelled]) -> dict[str, Values]:
    """The weights: `gate` and `match` of the features; `found` and `none` of features and context, with a constant."""
    pairs = [_pairs(event) for event in labelled]
    gate_columns = [FEATURES.index(name) for name in GATE]
    model = {
        "gate": _conditional_logit([(features[:, gate_columns], *rest) for features, *rest in pairs]),
        "match": _conditional_logit(pairs),
    }
    decided = [_decisions(event, model) for event in labelled]
    evidence, says_same, absent = (np.concatenate(part) for part in zip(*decided, strict=True))
    return model | {"found": _logit(evidence, says_same), "none": _logit(evidence, absent)}


def _pairs(event: Labelled) -> tuple[Values, Numbers, NDArray[np.bool_]]:
    """Pairs of a labelled passage and a passage of another account, by list, and which of them match."""
    similarity, has = event.similarity, event.presence
    features, lists, same = [], [], []
    shared = has.astype(int) @ has.T.astype(int) > 0
    number = 0
    for passage in np.flatnonzero(has.any(axis=1)).tolist():
        for account in range(len(event.accounts)):
            others = np.flatnonzero(similarity.account == account)
            if account == similarity.account[passage] or not shared[passage, others].any():
                continue
            features.append(similarity.features(np.full(len(others), passage), others))
            lists.append(np.full(len(others), number))
            same.append(shared[passage, others])
            number += 1
    if not features:
        return np.zeros((0, len(FEATURES))), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=bool)
    return np.concatenate(features), np.concatenate(lists), np.concatenate(same)


def _conditional_logit(pairs: Sequence[Sequence[Any]]) -> Values:
    """Weights that give matching pairs most of the probability in each list."""
    features = np.concatenate([each[0] for each in pairs])
    same = np.concatenate([each[2] for each in pairs])
    offsets = np.cumsum([0, *(each[1].max() + 1 if len(each[1]) else 0 for each in pairs[:-1])])
    lists = np.concatenate([each[1] + offset for each, offset in zip(pairs, offsets, strict=True)])
    starts = np.flatnonzero(np.r_[True, lists[1:] != lists[:-1]])
    spread = features.std(axis=0) + 1e-9
    scaled = (features - features.mean(axis=0)) / spread

    def loss(weights: Values) -> tuple[float, Values]:
        score = scaled @ weights
        odds = np.exp(score - np.maximum.reduceat(score, starts)[lists])
        total, right = np.add.reduceat(odds, starts), np.add.reduceat(odds * same, starts)
        slope = scaled.T @ (odds / total[lists] - odds * same / right[lists])
        value = (np.log(total) - np.log(right)).sum() / len(starts) + MATCH_PENALTY * weights @ weights
        return float(value), slope / len(starts) + 2 * MATCH_PENALTY * weights

    fitted = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x / spread, dtype=float)


def _decisions(event: Labelled, model: Mapping[str, Values]) -> tuple[Values, NDArray[np.bool_], NDArray[np.bool_]]:
    """Features of each labelled passage's nearest in each other account; whether it matches; whether none does."""
    similarity, has = event.similarity, event.presence
    undecided = np.zeros(len(FEATURES) + len(CONTEXT) + 1)
    near = nearest(similarity, {**model, "found": undecided, "none": undecided})
    labelled = has[near.first].any(axis=1)
    first, second = near.first[labelled], near.second[labelled]
    same = np.asarray((has[first] & has[second]).any(axis=1))
    absent = np.asarray((~has[first] | event.absence[similarity.account[second]]).all(axis=1))
    return near.evidence[labelled], same, absent


def _logit(evidence: Values, answer: NDArray[np.bool_]) -> Values:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(evidence)
    fitted = LogisticRegression(C=DECISION_STRENGTH, max_iter=1000).fit(scaler.transform(evidence), answer)
    slopes = fitted.coef_[0] / scaler.scale_
    return np.append(slopes, fitted.intercept_[0] - slopes @ scaler.mean_)


def folds(labelled: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """Training and held-out events, `FOLDS` times."""
    for fold in range(FOLDS):
        yield [e for n, e in enumerate(labelled) if n % FOLDS != fold], list(labelled[fold::FOLDS])


@click.command()
@click.option("--gold", required=True, envvar="FRAMING_GOLD", type=click.Path(path_type=Path, exists=True))
def main(gold: Path) -> None:
    """Learn the weights from the labelled items in GOLD and store them."""
    model = fit(events(gold))
    content = {
        "features": [*FEATURES, *CONTEXT],
        "weights": {name: [round(float(value), 6) for value in values] for name, values in model.items()},
    }
    note = "Decisions are calibrated on labelled passages by cross-validation over events: framing validate comparison."
    provenance = Provenance("Passages that say the same", "1", "lab.training.matching", SEED, [DATA], note=note)
    click.echo(store_json(MODEL, content, provenance))


if __name__ == "__main__":
    main()
