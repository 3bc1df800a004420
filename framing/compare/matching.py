"""Which passages say the same: a logistic model over shared words, vectors, speakers, numbers and places.

Similarities of sparse and dense vectors for all passages of an event; learned by `lab.training.matching`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.accounts import Account
from framing.compare.events import stem
from framing.compare.passages import Passage
from framing.compare.quantities import quantities
from framing.models import load_json, news_frequency, unit_vectors, vector_forms
from framing.words import word_set

Values = NDArray[np.float64]
Numbers = NDArray[np.intp]

MODEL = "passage-matching"
#: What is known of two passages, in the order of the model's weights.
FEATURES = (
    "sentences",
    "surroundings",
    "vectors",
    "sentence vectors",
    "shared words",
    "shared in sentences",
    "quoted runs",
    "aligned, most",
    "aligned, least",
    "same speaker",
    "shared numbers",
    "distance",
    "length",
    "both quoted",
    "one attributed",
)
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
#: The three similarities that choose candidates.
_GATE = ("sentences", "surroundings", "vectors")
#: A form more common than e^-5.5 of news says nothing of what a passage is about.
_COMMON = 5.5
#: Two words with a cosine of this or less are not aligned; a cosine of 1 between two forms aligns them so much.
_UNLIKE, _ALIKE = 0.3, 0.8
_SMALL = frozenset({"the", "of", "for", "and", "an", "in"})
#: Rows of dense products worked out at once.
_BLOCK = 512


class Nearest(NamedTuple):
    """For passages and accounts, the passage there most likely to say the same.

    `first` are passages, `second` the nearest in another account, `evidence` what is known of the two: `FEATURES` and
    `CONTEXT`. `found` and `none` are the probabilities that `second` says the same and that nothing there does.
    """

    first: Numbers
    second: Numbers
    score: Values
    evidence: Values
    found: Values
    none: Values

    @property
    def chances(self) -> dict[tuple[int, int], float]:
        """The probability of each pair."""
        pairs = zip(self.first.tolist(), self.second.tolist(), strict=True)
        return dict(zip(pairs, self.found.tolist(), strict=True))


class Similarity:
    """The passages of one event as vectors; every method takes arrays of passages' numbers."""

    def __init__(self, accounts: Sequence[Account], passages: Sequence[Passage]) -> None:
        self.accounts = accounts
        self.passages = passages
        self.account = np.array([passage.account for passage in passages], dtype=np.intp)
        self._forms = [[form.removesuffix("'s") for form in account.forms] for account in accounts]
        self._stems = [[stem(form) for form in forms] for forms in self._forms]
        news, rarity = self._information()
        self._index = {each: index for index, each in enumerate(sorted(rarity))}
        # one column at least, for passages whose words say nothing
        self._rarity = np.array([rarity[each] for each in self._index] or [0.0])
        self._importance = np.array([max(news[each] - 4, 0.3) for each in self._index] or [0.3])
        self._own = self._counts(lambda passage: passage.words)
        sentences = self._counts(lambda passage: self._sentences(passage, 0))
        self._sentence_rows = self._cosine_rows(sentences)
        self._surrounding_rows = self._cosine_rows(self._counts(lambda passage: self._sentences(passage, 1)))
        self._word_rows, self._sentence_word_rows = self._binary(self._own), self._binary(sentences)
        #: How much each passage says: the summed weight of its words.
        self.weight = _row_dots(self._word_rows, self._word_rows)
        # how many stems that say something each passage holds
        self._sizes = np.diff(self._own.indptr).astype(float)
        self._stem_vectors = self._vectors_of_stems()
        self._vectors, self._sentence_vectors = self._dense(self._own), self._dense(sentences)
        self._quoted_runs = _numbered_rows(map(self._runs, passages))
        self.quantities = self._held_quantities()
        self._numbers = _numbered_rows(self.quantities)
        sources = [passage.attribution.source if passage.attribution else None for passage in passages]
        self._speakers = _numbered_rows(map(speaker_words, sources))
        self._attributed = np.array([passage.attribution is not None for passage in passages], dtype=bool)
        self._quoted = self._attributed & np.array([passage.quoted_share > 0.5 for passage in passages], dtype=bool)
        lengths = [max(len(account.forms), 1) for account in accounts]
        self._places = np.array([passage.words[0] / lengths[passage.account] for passage in passages])

    def _information(self) -> tuple[dict[str, float], dict[str, float]]:
        """For each stem that says something, its information in news at large and over the event, in nats.

        In news it is that of its most common form; over the event ln(sentences / sentences with it).
        """
        uses, total = news_frequency()
        news: dict[str, float] = {}
        times: Counter[str] = Counter()
        sentences = 0
        for account, forms, stems in zip(self.accounts, self._forms, self._stems, strict=True):
            for form, each in zip(forms, stems, strict=True):
                news[each] = min(news.get(each, 99.0), log(total / (uses.get(form, 0) + 20)))
            pairs = set(zip(account.document.word_sentence.tolist(), stems, strict=True))
            times.update(each for _, each in pairs)
            sentences += len(account.document.sentence_start)
        news = {each: value for each, value in news.items() if value > _COMMON and each[0].isalnum()}
        return news, {each: log((1 + sentences) / (0.5 + times[each])) for each in news}

    # vectors of passages

    def _counts(self, words: Callable[[Passage], Iterable[int]]) -> csr_array:
        """How often each stem stands among the words that belong to each passage."""

        def stems(passage: Passage) -> Iterator[int]:
            of = self._stems[passage.account]
            return (self._index[of[word]] for word in words(passage) if of[word] in self._index)

        return _sparse(map(stems, self.passages), len(self._index))

    def _sentences(self, passage: Passage, around: int) -> range:
        first = self.accounts[passage.account].document.sentence_first_word
        last = min(passage.sentence + around + 1, len(first) - 1)
        return range(int(first[max(passage.sentence - around, 0)]), int(first[last]))

    def _cosine_rows(self, counts: csr_array) -> csr_array:
        rows = counts.copy()
        rows.data = 1 + np.log(rows.data)
        return _unit_rows(csr_array(rows.multiply(self._rarity)))

    def _binary(self, counts: csr_array) -> csr_array:
        rows = counts.copy()
        rows.data = np.ones_like(rows.data)
        return csr_array(rows.multiply(np.sqrt(self._rarity * self._importance)))

    def _vectors_of_stems(self) -> NDArray[np.float32]:
        """The mean vector of each stem's forms, of length one; zero where none of them has any."""
        rows = np.zeros((len(self._rarity), unit_vectors().shape[1]), dtype=np.float32)
        known = {pair for pairs in zip(self._forms, self._stems, strict=True) for pair in zip(*pairs, strict=True)}
        for form, each in sorted(known):
            if each in self._index and form in vector_forms():
                rows[self._index[each]] += unit_vectors()[vector_forms()[form]]
        return _unit(rows)

    def _dense(self, counts: csr_array) -> NDArray[np.float32]:
        importance = self._importance.astype(np.float32)
        rows = _unit(np.asarray(counts @ (self._stem_vectors * importance[:, None]), dtype=np.float32))
        # what all passages of the event have in common says nothing of any
        return _unit(rows - rows.mean(axis=0)) if len(rows) else rows

    @cached_property
    def _nearest_words(self) -> NDArray[np.float32]:
        """How near the nearest word of each passage is to each stem of the event, 0 to 1; shape `(passages, stems)`."""
        near = _word_likeness(self._stem_vectors)
        rows = [slice(*pair) for pair in pairwise(near.indptr.tolist())]
        best = np.zeros((len(self.passages), len(self._rarity)), dtype=np.float32)
        for passage, pair in zip(best, pairwise(self._own.indptr.tolist()), strict=True):
            words = self._own.indices[slice(*pair)]
            for row in (rows[word] for word in words.tolist()):
                stems = near.indices[row]
                passage[stems] = np.maximum(passage[stems], near.data[row])
            passage[words] = 1
        return best

    @cached_property
    def _weighted_words(self) -> csr_array:
        """The weight of each word of a passage as a share of all its words' weight."""
        rows = self._own.copy()
        rows.data = np.ones_like(rows.data)
        weighted = csr_array(rows.multiply(self._rarity * self._importance))
        return csr_array(weighted.multiply(1 / np.maximum(_row_sums(weighted), 1e-9)[:, None]))

    def _runs(self, passage: Passage) -> Iterator[Hashable]:
        """The runs of three words between quotation marks in a passage."""
        of, words = self._stems[passage.account], passage.words
        for at in range(len(words) - 2):
            if all(passage.quoted[at : at + 3]) and words[at + 2] - words[at] == 2:
                yield tuple(of[word] for word in words[at : at + 3])

    def _held_quantities(self) -> list[frozenset[str]]:
        """The numbers and dates in each passage, each in the one form that equal ones share."""
        by_word: list[dict[int, set[str]]] = []
        for account in self.accounts:
            of: dict[int, set[str]] = defaultdict(set)
            for quantity in quantities(account.document.clean, account.article.date):
                of[account.document.words_between(quantity.start, quantity.end).start].add(quantity.fact)
            by_word.append(of)
        return [
            frozenset().union(*(by_word[p.account].get(word, ()) for word in range(p.words[0], p.words[-1] + 1)))
            for p in self.passages
        ]

    # pairs

    def features(self, first: Numbers, second: Numbers) -> Values:
        """What is known of pairs of passages, shape `(pairs, len(FEATURES))`; the order in a pair does not matter."""

        def dots(rows: csr_array) -> Values:
            return _row_dots(rows[first], rows[second])

        runs = np.maximum(np.minimum(*(np.diff(self._quoted_runs.indptr)[each] for each in (first, second))), 3)
        one, other = self._aligned(first, second), self._aligned(second, first)
        return np.column_stack(
            [
                dots(self._sentence_rows),
                dots(self._surrounding_rows),
                np.einsum("pd,pd->p", self._vectors[first], self._vectors[second]),
                np.einsum("pd,pd->p", self._sentence_vectors[first], self._sentence_vectors[second]),
                np.log1p(dots(self._word_rows)),
                np.log1p(dots(self._sentence_word_rows)),
                dots(self._quoted_runs) / runs,
                np.maximum(one, other),
                np.minimum(one, other),
                dots(self._speakers) > 0,
                np.minimum(dots(self._numbers), 2),
                np.abs(self._places[first] - self._places[second]),
                np.log1p(np.minimum(self._sizes[first], self._sizes[second])),
                self._quoted[first] & self._quoted[second],
                self._attributed[first] != self._attributed[second],
            ]
        ).astype(float)

    def _aligned(self, first: Numbers, second: Numbers) -> Values:
        """The share of the weight of each first passage's words that has a like word in the second."""
        words = csr_array(self._weighted_words[first])
        partner = np.repeat(second, np.diff(words.indptr))
        words.data = words.data * self._nearest_words[partner, words.indices]
        return _row_sums(words)

    def _blocks(self, gate: Values) -> Iterator[tuple[int, NDArray[np.float32], NDArray[np.float32]]]:
        """How near passages are to all, and their sentences to all surroundings, with the number of the first row."""
        sentences, surroundings = (csr_array(r.T) for r in (self._sentence_rows, self._surrounding_rows))
        for start in range(0, len(self.passages), _BLOCK):
            rows = slice(start, start + _BLOCK)
            rough = gate[0] * (self._sentence_rows[rows] @ sentences).toarray()
            rough += gate[1] * (self._surrounding_rows[rows] @ surroundings).toarray()
            rough += gate[2] * (self._vectors[rows] @ self._vectors.T)
            window = (self._sentence_rows[rows] @ surroundings).toarray()
            yield start, rough.astype(np.float32), window.astype(np.float32)

    def candidates(self, gate: Values) -> tuple[Numbers, Numbers, Values]:
        """Pairs of a passage and one of another account, the likeliest of each account; and per pair what is near.

        `gate` weighs the rough similarities; the last array has the columns "mean of nearest" and "window".
        """
        spans = self._account_spans()
        cells = len(self.passages) * max(len(spans) - 1, 1)
        most = int(np.clip(MOST_PAIRS // max(cells, 1), 1, CANDIDATES))
        firsts, seconds, context, rough_scores = [], [], [], []
        for start, rough, window in self._blocks(gate):
            here = self.account[start : start + len(rough)]
            for number, (low, high) in spans.items():
                rows = np.flatnonzero(here != number)
                some = rough[rows, low:high]
                kept = min(CANDIDATES, high - low)
                nearest = np.argpartition(-some, kept - 1, axis=1)[:, :kept]
                values = np.take_along_axis(some, nearest, axis=1)
                order = np.argsort(-values, axis=1, kind="stable")[:, :most]
                chosen = np.take_along_axis(nearest, order, axis=1)
                firsts.append(np.repeat(rows + start, chosen.shape[1]))
                seconds.append(chosen.ravel() + low)
                about = np.column_stack([values.mean(axis=1), window[rows, low:high].max(axis=1)])
                context.append(np.repeat(about, chosen.shape[1], axis=0))
                rough_scores.append(np.take_along_axis(values, order, axis=1).ravel())
        if not firsts:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros((0, 2))
        # in an event of very many accounts only the likeliest pairs are weighed
        likely = np.sort(np.argsort(-np.concatenate(rough_scores), kind="stable")[:MOST_PAIRS])
        return np.concatenate(firsts)[likely], np.concatenate(seconds)[likely], np.concatenate(context)[likely]

    def _account_spans(self) -> dict[int, tuple[int, int]]:
        """The passages of each account, which stand together."""
        numbers, first, count = np.unique(self.account, return_index=True, return_counts=True)
        return {int(n): (int(f), int(f + c)) for n, f, c in zip(numbers, first, count, strict=True)}

    def nearest(self, model: Mapping[str, Values] | None = None) -> Nearest:
        """For each passage and other account the passage there that is likeliest to say the same."""
        weights = {name: np.array(values) for name, values in (model or load_json(MODEL)["weights"]).items()}
        first, second, near = self.candidates(weights["gate"])
        features = self.features(first, second)
        score = features @ weights["match"]
        best, context = self.decisions(first, second, score, near)
        first, second = first[best], second[best]
        evidence = np.column_stack([features[best], context])
        found, none = (_probability(evidence @ weights[name][:-1] + weights[name][-1]) for name in ("found", "none"))
        return Nearest(first, second, score[best], evidence, found, none)

    def decisions(self, first: Numbers, second: Numbers, score: Values, near: Values) -> tuple[Numbers, Values]:
        """Which candidates are the nearest of their account, and the columns of `CONTEXT` for each of them."""
        forward = _margins(first, self.account[second], score)
        back = _margins(second, self.account[first], score)
        best = np.flatnonzero(forward >= 0)
        _, unique = np.unique(np.column_stack([first[best], self.account[second[best]]]), axis=0, return_index=True)
        best = best[unique]
        columns = [score[best], forward[best], back[best], near[best, 0], near[best, 1]]
        columns += [self._quoted[first[best]].astype(float), np.log1p(self._sizes[first[best]])]
        return best, np.column_stack([*columns, np.full(len(best), log(max(len(self.accounts), 1)))])


def speaker_words(source: str | None) -> frozenset[str]:
    """The words of a source's name that tell who it is, in lower case, without titles and small words."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", source or "").lower())
    return frozenset(word for word in words if len(word) > 1 and word not in word_set("titles") | _SMALL)


def _probability(odds: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _margins(first: Numbers, group: Numbers, score: Values) -> Values:
    """How far each score lies above the best other of the same passage and account, or below it."""
    order = np.lexsort((-score, group, first))
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = (first[order][1:] != first[order][:-1]) | (group[order][1:] != group[order][:-1])
    starts = np.flatnonzero(opens)
    of = np.cumsum(opens) - 1
    top = score[order][starts]
    size = np.diff(np.append(starts, len(order)))
    second = np.where(size > 1, score[order][np.minimum(starts + 1, len(order) - 1)], top - 1)
    margins = np.empty(len(score))
    ranked = score[order]
    margins[order] = np.where(opens, ranked - second[of], ranked - top[of] - 1e-9)
    return margins


def _sparse(rows: Iterable[Iterable[int]], width: int) -> csr_array:
    counts = [Counter(row) for row in rows]
    indptr = np.concatenate(([0], np.cumsum([len(each) for each in counts]))).astype(np.int64)
    indices = np.fromiter((column for each in counts for column in sorted(each)), dtype=np.int64)
    data = np.fromiter((each[column] for each in counts for column in sorted(each)), dtype=float)
    return csr_array((data, indices, indptr), shape=(len(counts), max(width, 1)))


def _numbered_rows(rows: Iterable[Iterable[Hashable]]) -> csr_array:
    """A row per set of things and a column per thing, 1 where it is in the set."""
    number: dict[Hashable, int] = {}
    sets = [{number.setdefault(each, len(number)) for each in sorted(set(row))} for row in rows]  # type: ignore[type-var]
    return _sparse(sets, len(number))


def _row_sums(rows: csr_array) -> Values:
    return np.asarray(rows.sum(axis=1), dtype=float).ravel()


def _row_dots(first: csr_array, second: csr_array) -> Values:
    return _row_sums(csr_array(first.multiply(second)))


def _unit_rows(rows: csr_array) -> csr_array:
    return csr_array(rows.multiply(1 / np.maximum(np.sqrt(_row_dots(rows, rows)), 1e-9)[:, None]))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def _word_likeness(vectors: NDArray[np.float32]) -> csr_array:
    """How near any two stems are by their vectors, 0 where `_UNLIKE` or less."""
    from scipy.sparse import vstack

    blocks: list[Any] = []
    for start in range(0, len(vectors), _BLOCK):
        near = np.clip((vectors[start : start + _BLOCK] @ vectors.T - _UNLIKE) / (1 - _UNLIKE), 0, 1) * _ALIKE
        blocks.append(csr_array(near.astype(float)))
    return csr_array(vstack(blocks)) if blocks else csr_array((0, 0))


@dataclass(eq=False, slots=True)
class Group:
    """Passages that say the same, at most one an account: by account its number and how sure it is.

    `found` are those that surely say it; `possible` those that may.
    """

    found: dict[int, int]
    sure: dict[int, float]
    possible: dict[int, tuple[int, float]] = field(default_factory=dict)
    none: dict[int, float] = field(default_factory=dict)


def groups_of(similarity: Similarity, near: Nearest) -> list[Group]:
    """The passages grouped into statements and facts, and for each other account what is nearest there."""
    chances = near.chances
    groups: dict[int, Group] = {n: Group({int(a): n}, {int(a): 1.0}) for n, a in enumerate(similarity.account)}
    for chance, mutual, i, j in _links(chances):
        one, other = groups[i], groups[j]
        if chance < (ONE_STATEMENT if mutual else SURELY_FOUND) or one is other:
            continue
        if chance >= SURELY_FOUND:
            _join(groups, one, other, chances, chance)
        elif mutual:
            _attach(groups, one, other, i, j, chance)
    distinct = list({id(group): group for group in groups.values()}.values())
    columns = (near.first, similarity.account[near.second], near.second, near.found, near.none)
    nearest = {(i, a): each for i, a, *each in zip(*(column.tolist() for column in columns), strict=True)}
    for group in distinct:
        if len(group.found) == 1 and len(similarity.accounts) > MANY_ACCOUNTS:
            continue
        _look_elsewhere(group, nearest, range(len(similarity.accounts)))
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
    if (one.found.keys() | one.possible.keys()) & (other.found.keys() | other.possible.keys()):
        return
    pairs = [(i, j) for i in one.found.values() for j in other.found.values()]
    if sum(max(chances.get((i, j), 0), chances.get((j, i), 0)) for i, j in pairs) < TOGETHER * len(pairs):
        return
    for group in (one, other):
        for account in group.found:
            group.sure[account] = chance if len(group.found) == 1 else group.sure[account]
    one.found |= other.found
    one.sure |= other.sure
    one.possible |= other.possible
    for passage in [*other.found.values(), *(passage for passage, _ in other.possible.values())]:
        groups[passage] = one


def _attach(groups: dict[int, Group], one: Group, other: Group, i: int, j: int, chance: float) -> None:
    """Add a passage that stands alone to the group of its nearest, as one that may say the same."""
    if len(one.found) < len(other.found):
        one, other, i, j = other, one, j, i
    (account,) = other.found if len(other.found) == 1 and not other.possible else (None,)
    if account is None or account in one.found or account in one.possible or i not in one.found.values():
        return
    one.possible[account] = (j, chance)
    groups[j] = one


def _look_elsewhere(group: Group, nearest: Mapping[tuple[int, int], Sequence[Any]], accounts: range) -> None:
    """Find what is nearest in the accounts that have no passage in the group, or that nothing is."""
    for account in accounts:
        if account in group.found or account in group.possible:
            continue
        candidates = [nearest[i, account] for i in group.found.values() if (i, account) in nearest]
        if not candidates:
            group.none[account] = UNWEIGHED
            continue
        none = sum(chance for _, _, chance in candidates) / len(candidates)
        passage, chance, _ = max(candidates, key=lambda each: each[1])
        if none >= SURELY_NONE:
            group.none[account] = none
        else:
            group.possible[account] = (passage, chance)
