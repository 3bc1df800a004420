"""How similar passages are: shared words weighted by rarity, word vectors, speakers, numbers and places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from framing.compare.accounts import Account
from framing.compare.passages import Passage
from framing.compare.quantities import quantities
from framing.models import news_frequency, unit_vectors, vector_forms
from framing.words import word_set

Values = NDArray[np.float64]
Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

#: Features of two passages, in the order of the model's weights.
FEATURES = tuple(
    (
        "sentences, surroundings, vectors, sentence vectors, shared words, shared in sentences, quoted runs, "
        "aligned most, aligned least, same speaker, shared numbers, distance, length, both quoted, one attributed"
    ).split(", ")
)
#: Minimum information in nats of a content word: a form rarer than e^-5.5 of news.
_COMMON = 5.5
#: Cosine up to which two words are not aligned; how far a cosine of 1 between two forms aligns them.
_UNLIKE, _ALIKE = 0.3, 0.8
_SMALL = frozenset({"the", "of", "for", "and", "an", "in"})
#: Rows of dense products computed at once.
BLOCK = 512


class Similarity:
    """The passages of one event as vectors; every method takes arrays of passages' numbers."""

    def __init__(self, accounts: Sequence[Account], passages: Sequence[Passage]) -> None:
        self.accounts = accounts
        self.passages = passages
        #: The account of each passage.
        self.account = np.array([passage.number for passage in passages], dtype=np.intp)
        forms = sorted({(f.removesuffix("'s"), s) for a in accounts for f, s in zip(a.forms, a.stems, strict=True)})
        news, rarity = self._information(forms)
        self._index = {each: index for index, each in enumerate(sorted(rarity))}
        # at least one column, for passages without content words
        self._rarity = np.array([rarity[each] for each in self._index] or [0.0])
        self._importance = np.array([max(news[each] - 4, 0.3) for each in self._index] or [0.3])
        self._own, sentences, surroundings = self._counts()
        self.sentence_rows, self.surrounding_rows = self._cosine_rows(sentences), self._cosine_rows(surroundings)
        self._word_rows, self._sentence_word_rows = self._binary(self._own), self._binary(sentences)
        #: The summed weight of the words of each passage.
        self.weight = _row_dots(self._word_rows, self._word_rows)
        #: The number of content stems of each passage.
        self.sizes = np.diff(self._own.indptr).astype(float)
        self._stem_vectors = self._vectors_of_stems(forms)
        self.vectors, self._sentence_vectors = self._dense(self._own), self._dense(sentences)
        self._quoted_runs = _membership([frozenset(_quoted_runs(passage)) for passage in passages])
        #: The numbers and dates in each passage, in the form that equal ones share.
        self.quantities = self._quantities()
        self._numbers = _membership(self.quantities)
        attributions = [passage.attribution for passage in passages]
        self._speakers = _membership([speaker_words(each.source if each else None) for each in attributions])
        self._attributed = np.array([each is not None for each in attributions], dtype=bool)
        #: Whether each passage is somebody's words, more than half of them between quotation marks.
        self.quoted = self._attributed & np.array([passage.quoted_share > 0.5 for passage in passages], dtype=bool)
        self._places = np.array([passage.words[0] / max(len(passage.account.forms), 1) for passage in passages])

    def _information(self, forms: Sequence[tuple[str, str]]) -> tuple[dict[str, float], dict[str, float]]:
        """The information of each content stem in ordinary news and in the event, in nats.

        In news it is that of its most common form; in the event, ln(sentences / sentences with it).
        """
        uses, total = news_frequency()
        news: dict[str, float] = {}
        for form, each in forms:
            news[each] = min(news.get(each, 99.0), log(total / (uses.get(form, 0) + 20)))
        times: Counter[str] = Counter()
        sentences = 0
        for account in self.accounts:
            pairs = set(zip(account.document.word_sentence.tolist(), account.stems, strict=True))
            times.update(each for _, each in pairs)
            sentences += len(account.document.sentence_start)
        news = {each: value for each, value in news.items() if value > _COMMON and each[0].isalnum()}
        return news, {each: log((1 + sentences) / (0.5 + times[each])) for each in news}

    # vectors of passages

    def _counts(self) -> tuple[csr_array, csr_array, csr_array]:
        """How often each stem occurs in each passage, in its sentence, and in that and the sentences beside it."""
        index = self._index.get
        stems = [np.array([index(each, -1) for each in account.stems], dtype=int) for account in self.accounts]
        first = [account.document.sentence_first_word for account in self.accounts]

        def sentences(passage: Passage, around: int) -> NDArray[np.int_]:
            starts = first[passage.number]
            last = min(passage.sentence + around + 1, len(starts) - 1)
            return stems[passage.number][starts[max(passage.sentence - around, 0)] : starts[last]]

        def counts(rows: Sequence[NDArray[np.int_]]) -> csr_array:
            row = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
            column = np.concatenate([*rows, np.zeros(0, dtype=int)])
            known = column >= 0
            at = row[known], column[known]
            return csr_array((np.ones(len(at[0])), at), shape=(len(rows), len(self._rarity)))

        own = counts([stems[passage.number][list(passage.words)] for passage in self.passages])
        alone, around = (counts([sentences(passage, around) for passage in self.passages]) for around in (0, 1))
        return own, alone, around

    def _cosine_rows(self, counts: csr_array) -> csr_array:
        rows = counts.copy()
        rows.data = 1 + np.log(rows.data)
        rows = csr_array(rows.multiply(self._rarity))
        return csr_array(rows.multiply(1 / np.maximum(np.sqrt(_row_dots(rows, rows)), 1e-9)[:, None]))

    def _binary(self, counts: csr_array) -> csr_array:
        rows = counts.copy()
        rows.data = np.ones_like(rows.data)
        return csr_array(rows.multiply(np.sqrt(self._rarity * self._importance)))

    def _vectors_of_stems(self, forms: Sequence[tuple[str, str]]) -> Vectors:
        """The mean vector of each stem's forms, of length one; zero where none of them has any."""
        rows = np.zeros((len(self._rarity), unit_vectors().shape[1]), dtype=np.float32)
        for form, each in forms:
            if each in self._index and form in vector_forms():
                rows[self._index[each]] += unit_vectors()[vector_forms()[form]]
        return _unit(rows)

    def _dense(self, counts: csr_array) -> Vectors:
        importance = self._importance.astype(np.float32)
        rows = _unit(np.asarray(counts @ (self._stem_vectors * importance[:, None]), dtype=np.float32))
        # without what all passages of the event have in common
        return _unit(rows - rows.mean(axis=0)) if len(rows) else rows

    @cached_property
    def _nearest_words(self) -> Vectors:
        """The similarity of each stem to the most similar word of each passage, 0 to 1, shape `(passages, stems)`."""
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
        """The weight of each word as a share of the weight of its passage."""
        rows = self._own.copy()
        rows.data = np.ones_like(rows.data)
        weighted = csr_array(rows.multiply(self._rarity * self._importance))
        return csr_array(weighted.multiply(1 / np.maximum(_row_sums(weighted), 1e-9)[:, None]))

    def _quantities(self) -> list[frozenset[str]]:
        by_word: list[dict[int, set[str]]] = []
        for account in self.accounts:
            facts: dict[int, set[str]] = defaultdict(set)
            for quantity in quantities(account.document.clean, account.article.date):
                facts[account.document.words_between(quantity.start, quantity.end).start].add(quantity.fact)
            by_word.append(facts)
        return [
            frozenset().union(*(by_word[p.number].get(word, ()) for word in range(p.words[0], p.words[-1] + 1)))
            for p in self.passages
        ]

    # pairs

    def features(self, first: Numbers, second: Numbers) -> Values:
        """The features of pairs of passages, shape `(pairs, len(FEATURES))`; the order in a pair does not matter."""

        def dots(rows: csr_array) -> Values:
            return _row_dots(rows[first], rows[second])

        runs = np.maximum(np.minimum(*(np.diff(self._quoted_runs.indptr)[each] for each in (first, second))), 3)
        one, other = self._aligned(first, second), self._aligned(second, first)
        columns = (
            dots(self.sentence_rows),
            dots(self.surrounding_rows),
            np.einsum("pd,pd->p", self.vectors[first], self.vectors[second]),
            np.einsum("pd,pd->p", self._sentence_vectors[first], self._sentence_vectors[second]),
            np.log1p(dots(self._word_rows)),
            np.log1p(dots(self._sentence_word_rows)),
            dots(self._quoted_runs) / runs,
            np.maximum(one, other),
            np.minimum(one, other),
            dots(self._speakers) > 0,
            np.minimum(dots(self._numbers), 2),
            np.abs(self._places[first] - self._places[second]),
            np.log1p(np.minimum(self.sizes[first], self.sizes[second])),
            self.quoted[first] & self.quoted[second],
            self._attributed[first] != self._attributed[second],
        )
        return np.column_stack(columns).astype(float)

    def _aligned(self, first: Numbers, second: Numbers) -> Values:
        """The share of the weight of each first passage that has a similar word in the second."""
        words = csr_array(self._weighted_words[first])
        partner = np.repeat(second, np.diff(words.indptr))
        words.data = words.data * self._nearest_words[partner, words.indices]
        return _row_sums(words)


def _quoted_runs(passage: Passage) -> Iterator[Hashable]:
    """The runs of three words between quotation marks in a passage."""
    stems, words = passage.account.stems, passage.words
    for at in range(len(words) - 2):
        if all(passage.quoted[at : at + 3]) and words[at + 2] - words[at] == 2:
            yield tuple(stems[word] for word in words[at : at + 3])


def speaker_words(source: str | None) -> frozenset[str]:
    """The words of a source's name that say who it is, in lower case, without titles and small words."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", source or "").lower())
    return frozenset(word for word in words if len(word) > 1 and word not in word_set("titles") | _SMALL)


def _membership(sets: Sequence[frozenset[Hashable]] | Sequence[frozenset[str]]) -> csr_array:
    """A row per set and a column per member, 1 where the set has it."""
    column: dict[Hashable, int] = {}
    columns = [column.setdefault(each, len(column)) for members in sets for each in members]
    rows = np.repeat(np.arange(len(sets)), [len(members) for members in sets])
    return csr_array((np.ones(len(rows)), (rows, np.array(columns, dtype=int))), shape=(len(sets), max(len(column), 1)))


def _row_sums(rows: csr_array) -> Values:
    return np.asarray(rows.sum(axis=1), dtype=float).ravel()


def _row_dots(first: csr_array, second: csr_array) -> Values:
    return _row_sums(csr_array(first.multiply(second)))


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def _word_likeness(vectors: Vectors) -> csr_array:
    """The similarity of any two stems by their vectors, 0 up to a cosine of `_UNLIKE`."""
    blocks = []
    for start in range(0, len(vectors), BLOCK):
        near = np.clip((vectors[start : start + BLOCK] @ vectors.T - _UNLIKE) / (1 - _UNLIKE), 0, 1) * _ALIKE
        blocks.append(csr_array(near.astype(float)))
    return csr_array(vstack(blocks))
