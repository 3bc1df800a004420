"""Which passages say the same: a logistic model of their similarity, learned by `lab.training.matching`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from framing.compare.similarity import BLOCK, Numbers, Similarity, Values, Vectors
from framing.models import load_json

MODEL = "passage-matching"
#: Features that choose candidates.
GATE = ("sentences", "surroundings", "vectors")
#: Further features of the nearest passage in an account, in the order of the model's weights.
CONTEXT = ("score", "margin", "margin back", "mean of nearest", "window", "quoted", "length here", "accounts")
#: Maximum candidates per passage and account, and pairs per event.
CANDIDATES, MOST_PAIRS = 5, 120_000
#: Minimum probabilities that a passage is found, and that nothing is near; else it is shown as "perhaps".
SURELY_FOUND, SURELY_NONE = 0.8, 0.65
#: Minimum probability of two passages that are each other's nearest, to show one as "perhaps" with the other.
ONE_STATEMENT = 0.3
#: Minimum mean probability over the pairs of passages of two groups that join.
TOGETHER = 0.4
#: The probability that nothing is near in an account without candidates.
UNWEIGHED = 0.9
#: Above this number of accounts, a passage that only one of them has is listed for that one only.
MANY_ACCOUNTS = 20

Model = Mapping[str, Values]


class Nearest(NamedTuple):
    """The passage most likely to say the same, for each passage and other account.

    `second` is the nearest of `first` in another account; `evidence` has the columns `FEATURES` and `CONTEXT`. `same`
    is the probability that `second` says the same, `absent` that nothing in the account does.
    """

    first: Numbers
    second: Numbers
    evidence: Values
    same: Values
    absent: Values


def nearest(similarity: Similarity, model: Model | None = None) -> Nearest:
    """The passage most likely to say the same, for each passage and other account."""
    weights = {name: np.array(values) for name, values in (model or load_json(MODEL)["weights"]).items()}
    first, second, near = _candidates(similarity, weights["gate"])
    features = similarity.features(first, second)
    score = features @ weights["match"]
    forward = _margins(first, similarity.account[second], score)
    back = _margins(second, similarity.account[first], score)
    best = np.flatnonzero(forward >= 0)
    pairs = np.column_stack([first[best], similarity.account[second[best]]])
    best = best[np.unique(pairs, axis=0, return_index=True)[1]]
    first, second = first[best], second[best]
    context = [score[best], forward[best], back[best], near[best], similarity.quoted[first]]
    context += [np.log1p(similarity.sizes[first]), np.full(len(best), log(max(len(similarity.accounts), 1)))]
    evidence = np.column_stack([features[best], *context])
    same, absent = (_probability(evidence @ weights[name][:-1] + weights[name][-1]) for name in ("found", "none"))
    return Nearest(first, second, evidence, same, absent)


def _candidates(similarity: Similarity, gate: Values) -> tuple[Numbers, Numbers, Values]:
    """Pairs of a passage and its most similar ones in each other account.

    `gate` weights the features of `GATE`; the last array has the columns "mean of nearest" and "window" of `CONTEXT`.
    """
    accounts, first, count = np.unique(similarity.account, return_index=True, return_counts=True)
    spans = dict(zip(accounts.tolist(), zip(first.tolist(), (first + count).tolist(), strict=True), strict=True))
    cells = len(similarity.passages) * max(len(spans) - 1, 1)
    most = int(np.clip(MOST_PAIRS // max(cells, 1), 1, CANDIDATES))
    firsts, seconds, context, rough_scores = [], [], [], []
    for start, rough, window in _blocks(similarity, gate):
        here = similarity.account[start : start + len(rough)]
        for number, (low, high) in spans.items():
            rows = np.flatnonzero(here != number)
            some = rough[rows, low:high]
            kept = min(CANDIDATES, high - low)
            nearby = np.argpartition(-some, kept - 1, axis=1)[:, :kept]
            values = np.take_along_axis(some, nearby, axis=1)
            order = np.argsort(-values, axis=1, kind="stable")[:, :most]
            chosen = np.take_along_axis(nearby, order, axis=1)
            firsts.append(np.repeat(rows + start, chosen.shape[1]))
            seconds.append(chosen.ravel() + low)
            about = np.column_stack([values.mean(axis=1), window[rows, low:high].max(axis=1)])
            context.append(np.repeat(about, chosen.shape[1], axis=0))
            rough_scores.append(np.take_along_axis(values, order, axis=1).ravel())
    # with very many accounts, only the most similar pairs are weighed
    likely = np.sort(np.argsort(-np.concatenate(rough_scores), kind="stable")[:MOST_PAIRS])
    return np.concatenate(firsts)[likely], np.concatenate(seconds)[likely], np.concatenate(context)[likely]


def _blocks(similarity: Similarity, gate: Values) -> Iterator[tuple[int, Vectors, Vectors]]:
    """The similarity of passages to all, and of sentences to all surroundings, with the number of the first row."""
    sentence_rows, surrounding_rows = similarity.sentence_rows, similarity.surrounding_rows
    sentences, surroundings = csr_array(sentence_rows.T), csr_array(surrounding_rows.T)
    for start in range(0, len(similarity.passages), BLOCK):
        rows = slice(start, start + BLOCK)
        rough = gate[0] * (sentence_rows[rows] @ sentences).toarray()
        rough += gate[1] * (surrounding_rows[rows] @ surroundings).toarray()
        rough += gate[2] * (similarity.vectors[rows] @ similarity.vectors.T)
        window = (sentence_rows[rows] @ surroundings).toarray()
        yield start, rough.astype(np.float32), window.astype(np.float32)


def _probability(odds: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _margins(first: Numbers, account: Numbers, score: Values) -> Values:
    """How far each score lies above or below the best other score of the same passage and account."""
    order = np.lexsort((-score, account, first))
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = (first[order][1:] != first[order][:-1]) | (account[order][1:] != account[order][:-1])
    starts = np.flatnonzero(opens)
    of = np.cumsum(opens) - 1
    ranked = score[order]
    top = ranked[starts]
    size = np.diff(np.append(starts, len(order)))
    second = np.where(size > 1, ranked[np.minimum(starts + 1, len(order) - 1)], top - 1)
    margins = np.empty(len(score))
    margins[order] = np.where(opens, ranked - second[of], ranked - top[of] - 1e-9)
    return margins


# groups


@dataclass(eq=False, slots=True)
class Group:
    """Passages that say the same, at most one per account: by account, the passage's number and the probability.

    `sure` passages say it, `possible` ones may; `none` is the probability that an account has nothing near.
    """

    sure: dict[int, tuple[int, float]]
    possible: dict[int, tuple[int, float]] = field(default_factory=dict)
    none: dict[int, float] = field(default_factory=dict)

    @property
    def accounts(self) -> set[int]:
        """The accounts with a sure or possible passage."""
        return self.sure.keys() | self.possible.keys()

    @property
    def passages(self) -> list[int]:
        """The sure passages."""
        return [passage for passage, _ in self.sure.values()]


def groups_of(similarity: Similarity, near: Nearest) -> list[Group]:
    """Passages grouped into statements and facts, each with what is nearest in every other account."""
    pairs = zip(near.first.tolist(), near.second.tolist(), strict=True)
    chances = dict(zip(pairs, near.same.tolist(), strict=True))
    groups = {number: Group({account: (number, 1.0)}) for number, account in enumerate(similarity.account.tolist())}
    for chance, mutual, i, j in _links(chances):
        one, other = groups[i], groups[j]
        if one is not other and chance >= SURELY_FOUND:
            _join(groups, one, other, chances, chance)
        elif one is not other and mutual and chance >= ONE_STATEMENT:
            _attach(groups, one, other, i, j, chance)
    distinct = list(dict.fromkeys(groups.values()))
    columns = (near.first, similarity.account[near.second], near.second, near.same, near.absent)
    nearby = {(i, a): each for i, a, *each in zip(*(column.tolist() for column in columns), strict=True)}
    for group in distinct:
        if len(group.sure) > 1 or len(similarity.accounts) <= MANY_ACCOUNTS:
            for account in sorted(set(range(len(similarity.accounts))) - group.accounts):
                _look_in(group, account, [nearby[i, account] for i in group.passages if (i, account) in nearby])
    return distinct


def _links(chances: Mapping[tuple[int, int], float]) -> list[tuple[float, bool, int, int]]:
    """The probability of each pair, highest first, and whether each is the other's nearest."""
    links: list[tuple[float, bool, int, int]] = []
    for (i, j), chance in chances.items():
        back = chances.get((j, i))
        if back is None:
            links.append((chance, False, i, j))
        elif i < j:
            links.append(((chance + back) / 2, True, i, j))
    return sorted(links, key=lambda link: (-link[0], link[2:]))


def _join(
    groups: dict[int, Group], one: Group, other: Group, chances: Mapping[tuple[int, int], float], chance: float
) -> None:
    """Merge two groups, unless an account has a passage in both or most of their passages do not match."""
    if one.accounts & other.accounts:
        return
    pairs = [(i, j) for i in one.passages for j in other.passages]
    if sum(max(chances.get((i, j), 0), chances.get((j, i), 0)) for i, j in pairs) < TOGETHER * len(pairs):
        return
    for passage in [*other.passages, *(passage for passage, _ in other.possible.values())]:
        groups[passage] = one
    for group in (one, other):
        if len(group.sure) == 1:
            group.sure = {account: (passage, chance) for account, (passage, _) in group.sure.items()}
    one.sure |= other.sure
    one.possible |= other.possible


def _attach(groups: dict[int, Group], one: Group, other: Group, i: int, j: int, chance: float) -> None:
    """Add a passage without a group to the group of its nearest, as a possible one."""
    if len(one.sure) < len(other.sure):
        one, other, i, j = other, one, j, i
    if len(other.accounts) == 1 and other.passages and not other.accounts & one.accounts and i in one.passages:
        one.possible |= dict.fromkeys(other.sure, (j, chance))
        groups[j] = one


def _look_in(group: Group, account: int, candidates: Sequence[Sequence[Any]]) -> None:
    """Add an account's most likely candidate (number, `same`, `absent`) as a possible one, or that nothing is near."""
    none = sum(none for *_, none in candidates) / len(candidates) if candidates else UNWEIGHED
    if none >= SURELY_NONE:
        group.none[account] = none
    else:
        passage, chance, _ = max(candidates, key=lambda each: each[1])
        group.possible[account] = (passage, chance)
