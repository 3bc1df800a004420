"""Which passages say the same: a logistic model over how alike they are, learned by `lab.training.matching`."""

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
#: The similarities that choose candidates.
GATE = ("sentences", "surroundings", "vectors")
#: What is known besides of the nearest passage in an account, in the order of the model's weights.
CONTEXT = ("score", "margin", "margin back", "mean of nearest", "window", "quoted", "length here", "accounts")
#: At most so many candidates in each account are weighed in full, and so many pairs in an event.
CANDIDATES, MOST_PAIRS = 5, 120_000
#: A passage is found, or nothing is near, from these probabilities on; between them it is shown as "perhaps".
SURELY_FOUND, SURELY_NONE = 0.8, 0.65
#: Passages that are each other's nearest make one statement, one of them as "perhaps", from this probability on.
ONE_STATEMENT = 0.3
#: Groups of more accounts join where their passages, pair by pair, match this well on average.
TOGETHER = 0.4
#: How sure it is that nothing is near where no passage was near enough to be weighed.
UNWEIGHED = 0.9
#: In an event of more accounts than this, what one of them alone has is listed for that one only.
MANY_ACCOUNTS = 20

Model = Mapping[str, Values]


class Nearest(NamedTuple):
    """For passages and accounts, the passage there most likely to say the same.

    `first` are passages, `second` the nearest in another account, `evidence` what is known of the two: `FEATURES` and
    `CONTEXT`. `found` and `none` are the probabilities that `second` says the same and that nothing there does.
    """

    first: Numbers
    second: Numbers
    evidence: Values
    found: Values
    none: Values


def nearest(similarity: Similarity, model: Model | None = None) -> Nearest:
    """For each passage and other account the passage there that is likeliest to say the same."""
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
    found, none = (_probability(evidence @ weights[name][:-1] + weights[name][-1]) for name in ("found", "none"))
    return Nearest(first, second, evidence, found, none)


def _candidates(similarity: Similarity, gate: Values) -> tuple[Numbers, Numbers, Values]:
    """Pairs of a passage and one of another account, the likeliest of each account; and per pair what is near.

    `gate` weighs the rough similarities; the last array has the columns "mean of nearest" and "window".
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
    # in an event of very many accounts only the likeliest pairs are weighed
    likely = np.sort(np.argsort(-np.concatenate(rough_scores), kind="stable")[:MOST_PAIRS])
    return np.concatenate(firsts)[likely], np.concatenate(seconds)[likely], np.concatenate(context)[likely]


def _blocks(similarity: Similarity, gate: Values) -> Iterator[tuple[int, Vectors, Vectors]]:
    """How near passages are to all, and their sentences to all surroundings, with the number of the first row."""
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
    """How far each score lies above the best other of the same passage and account, or below it."""
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
    """Passages that say the same, at most one per account: by account its number and the probability.

    `found` are those that surely say it, `possible` those that may; `none` is how sure it is that an account has
    nothing near.
    """

    found: dict[int, tuple[int, float]]
    possible: dict[int, tuple[int, float]] = field(default_factory=dict)
    none: dict[int, float] = field(default_factory=dict)

    @property
    def accounts(self) -> set[int]:
        """The accounts that have it or may."""
        return self.found.keys() | self.possible.keys()

    @property
    def passages(self) -> list[int]:
        """The passages found."""
        return [passage for passage, _ in self.found.values()]


def groups_of(similarity: Similarity, near: Nearest) -> list[Group]:
    """The passages grouped into statements and facts, and for each other account what is nearest there."""
    pairs = zip(near.first.tolist(), near.second.tolist(), strict=True)
    chances = dict(zip(pairs, near.found.tolist(), strict=True))
    groups = {number: Group({account: (number, 1.0)}) for number, account in enumerate(similarity.account.tolist())}
    for chance, mutual, i, j in _links(chances):
        one, other = groups[i], groups[j]
        if one is not other and chance >= SURELY_FOUND:
            _join(groups, one, other, chances, chance)
        elif one is not other and mutual and chance >= ONE_STATEMENT:
            _attach(groups, one, other, i, j, chance)
    distinct = list(dict.fromkeys(groups.values()))
    columns = (near.first, similarity.account[near.second], near.second, near.found, near.none)
    nearby = {(i, a): each for i, a, *each in zip(*(column.tolist() for column in columns), strict=True)}
    for group in distinct:
        if len(group.found) > 1 or len(similarity.accounts) <= MANY_ACCOUNTS:
            for account in sorted(set(range(len(similarity.accounts))) - group.accounts):
                _look_in(group, account, [nearby[i, account] for i in group.passages if (i, account) in nearby])
    return distinct


def _links(chances: Mapping[tuple[int, int], float]) -> list[tuple[float, bool, int, int]]:
    """Pairs by how likely they say the same, likeliest first, and whether each is the other's nearest."""
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
    """Make two groups one, unless an account has a passage in both or most of their passages do not match."""
    if one.accounts & other.accounts:
        return
    pairs = [(i, j) for i in one.passages for j in other.passages]
    if sum(max(chances.get((i, j), 0), chances.get((j, i), 0)) for i, j in pairs) < TOGETHER * len(pairs):
        return
    for passage in [*other.passages, *(passage for passage, _ in other.possible.values())]:
        groups[passage] = one
    for group in (one, other):
        if len(group.found) == 1:
            group.found = {account: (passage, chance) for account, (passage, _) in group.found.items()}
    one.found |= other.found
    one.possible |= other.possible


def _attach(groups: dict[int, Group], one: Group, other: Group, i: int, j: int, chance: float) -> None:
    """Add a passage that stands alone to the group of its nearest, as one that may say the same."""
    if len(one.found) < len(other.found):
        one, other, i, j = other, one, j, i
    if len(other.accounts) == 1 and other.passages and not other.accounts & one.accounts and i in one.passages:
        one.possible |= dict.fromkeys(other.found, (j, chance))
        groups[j] = one


def _look_in(group: Group, account: int, candidates: Sequence[Sequence[Any]]) -> None:
    """Add an account's likeliest candidate (its number, `found`, `none`) to a group, or that it has nothing near."""
    none = sum(none for *_, none in candidates) / len(candidates) if candidates else UNWEIGHED
    if none >= SURELY_NONE:
        group.none[account] = none
    else:
        passage, chance, _ = max(candidates, key=lambda each: each[1])
        group.possible[account] = (passage, chance)
