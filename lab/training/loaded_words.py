"""The probability that readers mark a word as loaded, learned from texts that they marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.lexicon import load_all
from framing.measures.phrasing.forms import EDGE, NAME, NUMBER, TAGS, tag_code
from framing.measures.phrasing.word_model import (
    BUCKETS,
    COLUMNS,
    SELF,
    SENTENCE,
    SENTENCE_POWER,
    form_features,
    from_arrays,
)
from framing.measures.phrasing.words import BESIDE, FLAGS, Units
from framing.models import news_frequency, pack_words, unit_vectors, vector_forms
from lab.training.marked_texts import WEIGHTS, Marked, read_forms
from lab.training.regression import Block, fit

Array = NDArray[Any]
_EDGE_TAG = TAGS.index("EDGE")


class _Rows:
    """The numbered forms of texts, and the features of each."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = sorted(set(forms) | {NAME, NUMBER, EDGE})
        self.number = {form: row for row, form in enumerate(self.forms)}


@cache
def _categories() -> Mapping[str, tuple[int, ...]]:
    """The categories of each single word in the installed lexicons, numbered after the hashed features."""
    named = sorted({(lexicon.name, entry.category) for lexicon in load_all() for entry in lexicon.entries})
    number = {name: BUCKETS + at for at, name in enumerate(named)}
    columns: dict[str, set[int]] = {}
    for lexicon in load_all():
        for entry in lexicon.entries:
            if " " not in entry.term:
                columns.setdefault(entry.term, set()).add(number[lexicon.name, entry.category])
    return {term: tuple(sorted(numbers)) for term, numbers in columns.items()}


def _most_categories() -> int:
    return 1 + max(number for numbers in _categories().values() for number in numbers) - BUCKETS


def _vectors(forms: Sequence[str], scale: float) -> Any:
    from scipy.sparse import csr_matrix

    known, unit = vector_forms(), unit_vectors()
    rows = np.zeros((len(forms), unit.shape[1]), dtype=np.float64)
    for row, form in enumerate(forms):
        if form in known:
            rows[row] = unit[known[form]] * scale
    return csr_matrix(rows)


def _sparse(rows: Sequence[Mapping[int, float]], width: int) -> Any:
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0] + [len(row) for row in rows])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64)
    values = np.fromiter((value for row in rows for value in row.values()), dtype=np.float64)
    return csr_matrix((values, columns, starts), shape=(len(rows), width))


def _joined(parts: Sequence[Any]) -> Any:
    from scipy.sparse import hstack

    return hstack(parts).tocsr()


def _own_features(forms: Sequence[str]) -> Any:
    categories = _categories()
    rows = [_sums(form_features(form)) | dict.fromkeys(categories.get(form, ()), 0.7) for form in forms]
    return _joined([_sparse(rows, BUCKETS + _most_categories()), _vectors(forms, 2.0)])


def _sums(features: Iterable[tuple[int, float]]) -> dict[int, float]:
    """The values of features, summed by number."""
    summed: dict[int, float] = {}
    for number, value in features:
        summed[number] = summed.get(number, 0.0) + value
    return summed


def _neighbour_features(forms: Sequence[str], scale: float, word: Mapping[str, int]) -> Any:
    """A neighbour's features: the word (if in the training texts), its tag, its vector."""
    size = len(word)
    rows = [
        ({word[form]: 0.5 * scale} if form in word else {}) | {size + tag_code(form): 0.5 * scale} for form in forms
    ]
    return _joined([_sparse(rows, size + len(TAGS)), _vectors(forms, 0.7 * scale)])


def _sentence_features(forms: Sequence[str], word: Mapping[str, int]) -> Any:
    rows = [{word[form]: 1.0} if form in word else {} for form in forms]
    return _joined([_sparse(rows, len(word)), _vectors(forms, 2.0)])


def _far(offset: int) -> float:
    return 1.0 if abs(offset) == 1 else 0.6


def fit_words(examples: Sequence[Marked], *, iterations: int = 80) -> dict[str, Array]:
    """The arrays of the word model, learned from these texts."""
    from scipy.sparse import identity

    units = [example.words.units for example in examples]
    canonical = [read_forms(example.words) for example in examples]
    rows = _Rows(form for forms in canonical for form in forms)
    number = rows.number
    own = np.array([number[form] for forms in canonical for form in forms], dtype=np.int64)
    edge = number[EDGE]
    offset = np.cumsum([0] + [int(one.sentence[-1]) + 1 if len(one.sentence) else 0 for one in units])
    sentence = np.concatenate([one.sentence + start for one, start in zip(units, offset, strict=False)])
    places = _together(own, np.concatenate([one.tags for one in units]), sentence)
    truth = np.concatenate([example.share[one.words] for example, one in zip(examples, units, strict=True)])
    weight = np.concatenate(
        [np.full(len(one.words), WEIGHTS[example.data]) for example, one in zip(examples, units, strict=True)]
    )
    data = np.concatenate(
        [np.full(len(one.words), sorted(WEIGHTS).index(e.data)) for e, one in zip(examples, units, strict=True)]
    )
    tags = places.tags
    before, after = places.beside(tags, -1, _EDGE_TAG), places.beside(tags, 1, _EDGE_TAG)
    size = len(TAGS)
    blocks = [Block(_own_features(rows.forms), own, penalty=6.0)]
    blocks += [
        Block(_neighbour_features(rows.forms, _far(step), number), places.beside(own, step, edge), penalty=15.0)
        for step in BESIDE
    ]
    blocks += [
        Block(
            _sentence_features(rows.forms, number),
            own,
            np.unique(sentence, return_inverse=True)[1],
            SENTENCE_POWER,
            20.0,
        ),
        Block(identity(size * size).tocsr() * 0.5, before * size + tags, penalty=6.0),
        Block(identity(size * size).tocsr() * 0.5, tags * size + after, penalty=6.0),
        Block(identity(size**3).tocsr() * 0.5, (before * size + tags) * size + after, penalty=6.0),
        Block(identity(FLAGS).tocsr() * 0.7, np.concatenate([one.flags for one in units]), penalty=6.0),
        # People mark more in one data set than in another; that is not a property of the words.
        Block(identity(len(WEIGHTS)).tocsr() * 3.0, data, penalty=6.0),
    ]
    weights, bias = fit(blocks, truth, weight, iterations=iterations)
    babe = data == sorted(WEIGHTS).index("babe")
    odds = bias + np.sum([block.scores(part) for block, part in zip(blocks, weights, strict=True)], axis=0)
    marked = np.concatenate([example.marked[one.words] for example, one in zip(examples, units, strict=True)])
    bias += 3.0 * float(weights[-1][sorted(WEIGHTS).index("babe")]) + _shift(odds[babe], int(marked[babe].sum()))
    return _arrays(rows, weights, bias)


def _shift(odds: Array, expected: int) -> float:
    """The shift of log-odds after which their probabilities sum to `expected`; 0 if that is none or all."""
    from scipy.optimize import brentq
    from scipy.special import expit

    if not 0 < expected < len(odds):
        return 0.0
    return float(brentq(lambda shift: expit(odds + shift).sum() - expected, -10, 10))


def _together(own: Array, tags: Array, sentence: Array) -> Units:
    nothing = np.zeros(0)
    return Units(nothing, nothing, own, tags.astype(np.int64), nothing, sentence, nothing)


def _arrays(rows: _Rows, weights: Sequence[Array], bias: float) -> dict[str, Array]:
    forms = sorted(set(rows.forms) | set(news_frequency()[0]) | {term for term in _categories() if "*" not in term})
    number = rows.number
    table = np.zeros((len(forms), COLUMNS))
    table[:, SELF] = _own_features(forms) @ weights[0]
    for column, step in enumerate(BESIDE, start=1):
        table[:, column] = _neighbour_features(forms, _far(step), number) @ weights[column]
    table[:, SENTENCE] = _sentence_features(forms, number) @ weights[SENTENCE]
    size, words = len(TAGS), len(number)
    before, after, around, flags = weights[SENTENCE + 1 : SENTENCE + 5]
    unseen_beside = [weights[column][words : words + size] * 0.5 * _far(step) for column, step in enumerate(BESIDE, 1)]
    arrays = {
        "rows": table,
        "unseen": weights[0][:BUCKETS],
        "unseen_beside": np.stack(unseen_beside),
        "tags_before": before.reshape(size, size) * 0.5,
        "tags_after": after.reshape(size, size) * 0.5,
        "tags_around": around.reshape(size, size, size) * 0.5,
        "flags": flags * 0.7,
    }
    small = {key: array.astype(np.float16) for key, array in arrays.items()}
    text = pack_words(forms)
    return small | {"forms": text, "bias": np.array([bias], dtype=np.float32)}


def held_out_logits(texts: Sequence[Marked], groups: Sequence[int]) -> list[Array]:
    """The word model's log-odds for each text, from a model of the other groups."""
    logits: dict[int, Array] = {}
    for group in sorted(set(groups)):
        model = from_arrays(fit_words([text for text, other in zip(texts, groups, strict=True) if other != group]))
        for at, (text, other) in enumerate(zip(texts, groups, strict=True)):
            if other == group:
                logits[at] = model.logits(text.words)
    return [logits[at] for at in range(len(texts))]


def word_scores(texts: Sequence[Marked], logits: Sequence[Array]) -> dict[str, float]:
    """How well held-out log-odds separate marked words from others, for each data set."""
    from sklearn.metrics import roc_auc_score

    scores = {}
    for data in WEIGHTS:
        chosen = [(text.marked, odds) for text, odds in zip(texts, logits, strict=True) if text.data == data]
        marked, odds = (np.concatenate(arrays) for arrays in zip(*chosen, strict=True))
        scores[f"{data}: AUC of words, cross-validated"] = float(roc_auc_score(marked, odds))
    return scores
