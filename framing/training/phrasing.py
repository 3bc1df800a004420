"""What makes a word and a sentence loaded, learned from what people marked.

Words: the words that experts marked in BABE, the loaded language and name-calling of PTC, the lexical bias of BASIL.
Sentences: BABE's experts again, with what the word weights make of a sentence, and with a model that tells opinion and
partisan outlets from wires and others that keep to reports, learned from real news without those outlets that BABE
took its sentences from. Where a record holds the annotators' votes (`word_votes`, `n_biased`, `n_annotators`), their
shares are what is learned, for five people's doubts tell more than one common judgement.

Run as `python -m framing.training.phrasing --gold DIR --news FILE`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.articles import Article
from framing.attribution import Reading
from framing.lexicon import Lexicon, load_all
from framing.lexicon.load import folder
from framing.measures.phrasing.names import CANONICAL, EDGE, NAME, NUMBER
from framing.measures.phrasing.seen import BESIDE, FLAGS, Seen
from framing.measures.phrasing.sentence_model import LENGTH, describe, means
from framing.measures.phrasing.sentence_model import from_arrays as sentence_model
from framing.measures.phrasing.tags import TAGS, tag_code
from framing.measures.phrasing.word_model import (
    BUCKETS,
    COLUMNS,
    SELF,
    SENTENCE,
    SENTENCE_POWER,
    form_features,
    from_arrays,
)
from framing.measures.phrasing.words import Words
from framing.models.frequency import news_frequency
from framing.models.vectors import unit_vectors, vector_forms
from framing.text import Document, cut
from framing.training.gathered import Block, fit
from framing.training.learned import NAME as LEARNED
from framing.training.learned import learned_terms, write_lexicon
from framing.training.records import read_records
from framing.training.store import Provenance, store_arrays
from framing.training.wording import fit as fit_outlets
from framing.training.wording import gather

Array = NDArray[Any]
SEED = 20250328
#: How much a word of each data set weighs.
WEIGHTS: Mapping[str, float] = {"babe": 2.0, "ptc": 0.5, "basil_sentences": 0.3}
LOADED_KINDS = frozenset({"Loaded_Language", "Name_Calling,Labeling"})
_EDGE_TAG = TAGS.index("EDGE")


@dataclass(frozen=True, eq=False)
class Marked:
    """A text of a data set, its words, and which of them people marked.

    `share` is what is learned of each word, from 0 to 1: a word that one annotator of five marked is not among the
    marked ones, and yet not as plain as one that nobody did.
    """

    data: str
    record: Mapping[str, Any]
    words: Words
    marked: Array
    share: Array


def mark(data: str, record: Mapping[str, Any]) -> Marked:
    """The record cut into words, with those marked that overlap a span."""
    document = cut(Article(record["id"], record["text"]))
    words = Words(Reading(document, (), (), ()))
    marked = _reached(document, ((start, end, 1.0) for start, end in spans(data, record))) > 0
    share = _reached(document, _votes(record)) if "word_votes" in record else marked.astype(float)
    return Marked(data, record, words, marked, share)


def _reached(document: Document, spans: Iterable[tuple[int, int, float]]) -> Array:
    """The greatest value of the spans that overlap each word; 0 where none does."""
    inside = np.zeros(len(document.text) + 1)
    for start, end, value in spans:
        inside[start:end] = np.maximum(inside[start:end], value)
    ends = np.column_stack([document.word_start, document.word_end]).ravel()
    return np.maximum.reduceat(inside, ends)[::2] if len(ends) else np.zeros(0)


def _votes(record: Mapping[str, Any]) -> Iterator[tuple[int, int, float]]:
    """What the annotators' common judgement marks, whole, and what single ones marked, with their share of all."""
    for start, end in spans("babe", record):
        yield start, end, 1.0
    for marked, votes in record["word_votes"].items():
        for found in re.finditer(rf"(?<!\w){re.escape(marked)}(?!\w)", record["text"], re.IGNORECASE):
            yield *found.span(), min(votes / record["n_annotators"], 1.0)


def spans(data: str, record: Mapping[str, Any]) -> list[tuple[int, int]]:
    """What people marked as loaded in a record."""
    kinds = {"babe": {"biased_word"}, "ptc": LOADED_KINDS, "basil_sentences": {"lex"}}[data]
    return [(span["start"], span["end"]) for span in record["spans"] if span["label"] in kinds]


class _Rows:
    """The forms of some texts, numbered, and the features of each."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = sorted(set(forms) | {NAME, NUMBER, EDGE})
        self.number = {form: row for row, form in enumerate(self.forms)}


def written_lexicons() -> tuple[Lexicon, ...]:
    """The lexicons of loaded phrasing that were written by hand."""
    return tuple(lexicon for lexicon in load_all() if lexicon.name != LEARNED)


@cache
def _categories() -> Mapping[str, tuple[int, ...]]:
    """The categories of the installed lexicons that each single word is in, numbered after the hashed features."""
    named = sorted({(lexicon.name, entry.category) for lexicon in written_lexicons() for entry in lexicon.entries})
    number = {name: BUCKETS + at for at, name in enumerate(named)}
    found: dict[str, set[int]] = {}
    for lexicon in written_lexicons():
        for entry in lexicon.entries:
            if " " not in entry.term:
                found.setdefault(entry.term, set()).add(number[lexicon.name, entry.category])
    return {term: tuple(sorted(numbers)) for term, numbers in found.items()}


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
    rows = [form_features(form) | dict.fromkeys(categories.get(form, ()), 0.7) for form in forms]
    return _joined([_sparse(rows, BUCKETS + _most_categories()), _vectors(forms, 2.0)])


def _beside_features(forms: Sequence[str], scale: float, word: Mapping[str, int]) -> Any:
    """A neighbour's features: the word if it was seen in training, its tag, its vector."""
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

    seen = [example.words.seen for example in examples]
    canonical = [_canonical(example.words, one) for example, one in zip(examples, seen, strict=True)]
    rows = _Rows(form for forms in canonical for form in forms)
    number = rows.number
    own = np.array([number[form] for forms in canonical for form in forms], dtype=np.int64)
    edge = number[EDGE]
    offset = np.cumsum([0] + [int(one.sentence[-1]) + 1 if len(one.sentence) else 0 for one in seen])
    sentence = np.concatenate([one.sentence + start for one, start in zip(seen, offset, strict=False)])
    places = _together(own, np.concatenate([one.tags for one in seen]), sentence)
    truth = np.concatenate([example.share[one.words] for example, one in zip(examples, seen, strict=True)])
    weight = np.concatenate(
        [np.full(len(one.words), WEIGHTS[example.data]) for example, one in zip(examples, seen, strict=True)]
    )
    data = np.concatenate(
        [np.full(len(one.words), sorted(WEIGHTS).index(e.data)) for e, one in zip(examples, seen, strict=True)]
    )
    tags = places.tags
    before, after = places.beside(tags, -1, _EDGE_TAG), places.beside(tags, 1, _EDGE_TAG)
    size = len(TAGS)
    blocks = [Block(_own_features(rows.forms), own, penalty=6.0)]
    blocks += [
        Block(_beside_features(rows.forms, _far(step), number), places.beside(own, step, edge), penalty=15.0)
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
        Block(identity(FLAGS).tocsr() * 0.7, np.concatenate([one.flags for one in seen]), penalty=6.0),
        # People mark more in one data set than in another; that is no property of the words.
        Block(identity(len(WEIGHTS)).tocsr() * 3.0, data, penalty=6.0),
    ]
    weights, bias = fit(blocks, truth, weight, iterations=iterations)
    babe = data == sorted(WEIGHTS).index("babe")
    odds = bias + np.sum([block.scores(part) for block, part in zip(blocks, weights, strict=True)], axis=0)
    marked = np.concatenate([example.marked[one.words] for example, one in zip(examples, seen, strict=True)])
    bias += 3.0 * float(weights[-1][sorted(WEIGHTS).index("babe")]) + _shift(odds[babe], int(marked[babe].sum()))
    return _arrays(rows, weights, bias)


def _shift(odds: Array, expected: int) -> float:
    """What to add to log-odds so that their probabilities sum to `expected`; nothing where none is expected."""
    from scipy.optimize import brentq
    from scipy.special import expit

    if not 0 < expected < len(odds):
        return 0.0
    return float(brentq(lambda shift: expit(odds + shift).sum() - expected, -10, 10))


def _canonical(words: Words, seen: Seen) -> list[str]:
    forms = words.document.word_column(CANONICAL)[seen.words]
    forms[seen.forms == -1] = NAME
    forms[seen.forms == -2] = NUMBER
    canonical: list[str] = forms.tolist()
    return canonical


def _together(own: Array, tags: Array, sentence: Array) -> Seen:
    nothing = np.zeros(0)
    return Seen(nothing, nothing, own, tags.astype(np.int64), nothing, sentence, nothing)


def _arrays(rows: _Rows, weights: Sequence[Array], bias: float) -> dict[str, Array]:
    forms = sorted(set(rows.forms) | set(news_frequency()[0]) | {term for term in _categories() if "*" not in term})
    number = rows.number
    table = np.zeros((len(forms), COLUMNS))
    table[:, SELF] = _own_features(forms) @ weights[0]
    for column, step in enumerate(BESIDE, start=1):
        table[:, column] = _beside_features(forms, _far(step), number) @ weights[column]
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
    text = np.frombuffer("\n".join(forms).encode(), dtype=np.uint8)
    return small | {"forms": text, "bias": np.array([bias], dtype=np.float32)}


#: How much a sentence of each data set weighs: experts' judgement of a sentence, and lexical bias in ordinary news.
SENTENCE_WEIGHTS: Mapping[str, float] = {"babe": 1.0, "basil_sentences": 0.5}
FOLDS = 5
#: The inverse of the ridge penalty on the weights of features scaled to a standard deviation of one.
INVERSE_PENALTY = 0.1
#: The standard deviation of the mean word vectors' entries, where other features have one: the greater, the less they
#: are held back.
MEANING_SCALE = 0.2
_LABEL = {"babe": "label", "basil_sentences": "lexical"}


def examples(gold: Path) -> list[Marked]:
    """Every text of the labelled data sets that the word weights are learned from, in their order."""
    records = ((data, record) for data in WEIGHTS for record in read_records(gold, data))
    return [mark(data, record) for data, record in records if data != "babe" or record["label"] in (0, 1)]


def fold(example: Marked) -> int:
    """The fold of a text: one for all of an article, whatever else is in the data."""
    return zlib.crc32(example.record.get("article", example.record["id"]).encode()) % FOLDS


def held_out_logits(texts: Sequence[Marked], groups: Sequence[int]) -> list[Array]:
    """The word model's log-odds of each text, by a model that saw no text of the same group."""
    found: dict[int, Array] = {}
    for group in sorted(set(groups)):
        model = from_arrays(fit_words([text for text, other in zip(texts, groups, strict=True) if other != group]))
        for at, (text, other) in enumerate(zip(texts, groups, strict=True)):
            if other == group:
                found[at] = model.logits(text.words)
    return [found[at] for at in range(len(texts))]


def fit_sentences(texts: Sequence[Marked], logits: Sequence[Array], outlets: Array) -> dict[str, Array]:
    """The arrays of the sentence model, from log-odds of words by models that did not see the text."""
    from sklearn.linear_model import LogisticRegression

    scale = np.float32(np.abs(outlets).max() / 127)
    coarse = np.round(outlets / scale).astype(np.int8)
    data = sorted(SENTENCE_WEIGHTS)
    features, meanings, truth, origin = [], [], [], []
    for text, odds in zip(texts, logits, strict=True):
        if text.data in SENTENCE_WEIGHTS and len(text.words):
            features.append(describe(text.words, odds, coarse * scale))
            meanings.append(mean_vectors(text.words))
            truth += [_share_loaded(text)] * len(features[-1])
            origin += [data.index(text.data)] * len(features[-1])
    table, meaning = np.vstack(features), np.vstack(meanings)
    mean, deviation = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    scaled = MEANING_SCALE / meaning.std()
    # each data set has its own share of loaded sentences, and so its own intercept
    whence = 2.0 * np.eye(len(data))[origin]
    weight = np.array([SENTENCE_WEIGHTS[data[number]] for number in origin])
    columns = np.hstack([(table - mean) / deviation, meaning * scaled, whence])
    # a sentence that two of five annotators call loaded is two fifths of a loaded one and three fifths of a plain one
    share = np.array(truth)
    parts = np.concatenate([share, 1 - share]) * np.tile(weight, 2)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000, random_state=SEED)
    model.fit(np.vstack([columns, columns]), np.repeat([1, 0], len(share)), sample_weight=parts)
    learned, direction, intercepts = np.split(model.coef_[0], [LENGTH + 1, LENGTH + 1 + meaning.shape[1]])
    weights = learned / deviation
    direction *= scaled
    bias = model.intercept_[0] + 2.0 * intercepts[data.index("babe")] - weights @ mean
    return {
        "weights": np.append(weights, 1.0),
        "mean": np.append(mean, meaning.mean(axis=0) @ direction),
        "bias": np.array([bias]),
        "outlets": coarse,
        "scale": np.array([scale]),
        "forms": np.frombuffer("\n".join(vector_forms()).encode(), dtype=np.uint8),
        "meanings": (unit_vectors() @ direction).astype(np.float16),
    }


def _share_loaded(text: Marked) -> float:
    """The share of annotators who call the sentence loaded; where there is one judgement, that."""
    if "n_biased" in text.record:
        return float(text.record["n_biased"] / text.record["n_annotators"])
    return float(text.record[_LABEL[text.data]])


def mean_vectors(words: Words) -> Array:
    """The mean word vector of each sentence, shape `(sentences, dimensions)`; names and numbers have none."""
    known, unit = vector_forms(), unit_vectors()
    rows = np.array([known.get(form, -1) for form in _canonical(words, words.seen)])
    vectors = unit[rows].astype(np.float64)
    vectors[rows < 0] = 0
    return means(words, vectors)


def word_scores(texts: Sequence[Marked], logits: Sequence[Array]) -> dict[str, float]:
    """How well held-out log-odds tell marked words from others, for each data set."""
    from sklearn.metrics import roc_auc_score

    scores = {}
    for data in WEIGHTS:
        chosen = [(text.marked, odds) for text, odds in zip(texts, logits, strict=True) if text.data == data]
        marked, odds = (np.concatenate(arrays) for arrays in zip(*chosen, strict=True))
        scores[f"{data}: AUC of words, cross-validated"] = float(roc_auc_score(marked, odds))
    return scores


def sentence_scores(texts: Sequence[Marked], logits: Sequence[Array], outlets: Array) -> dict[str, float]:
    """How well a model that saw no text of the fold tells loaded sentences from others, for each data set."""
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
        model = sentence_model(fit_sentences(kept_texts, kept_odds, outlets))
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


def news(path: Path) -> Iterator[tuple[str, str, str]]:
    """Outlet, address and text of each article in a Parquet file."""
    table = pd.read_parquet(path, columns=["outlet", "url", "text"]).fillna("")
    yield from zip(table["outlet"], table["url"], table["text"], strict=True)


_SETS = {
    "babe": "BABE, Spinde et al. 2021 (development part), github.com/Media-Bias-Group/Neural-Media-Bias-Detection-"
    "Using-Distant-Supervision-With-BABE",
    "ptc": "PTC, SemEval-2020 task 11, propaganda.qcri.org",
    "basil": "BASIL, Fan et al. 2019 (development part), github.com/launchnlp/BASIL",
    "news": "15,000 news articles in English from about 100 outlets, from the Article-Bias-Prediction data of Baly et "
    "al. 2020 (Apache-2.0), github.com/ramybaly/Article-Bias-Prediction",
}


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--news", "news_path", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path, news_path: Path) -> None:
    """Learn both models and the lexicon `learned`, and write them."""
    script = "framing.training.phrasing"
    outlets = fit_outlets(gather(news(news_path)))
    texts = examples(gold)
    logits = held_out_logits(texts, [fold(text) for text in texts])
    labelled = [_SETS["babe"], _SETS["ptc"], _SETS["basil"]]
    words = fit_words(texts)
    about = Provenance(
        "Words that readers mark as loaded", "2", script, SEED, labelled, scores=word_scores(texts, logits),
        note="Names carry no weight.",
    )  # fmt: skip
    store_arrays("loaded-words", words, about)
    write_lexicon(learned_terms(from_arrays(words), written_lexicons()), folder())
    about = Provenance(
        "Sentences that readers call loaded", "2", script, SEED, [*labelled, _SETS["news"]],
        scores=sentence_scores(texts, logits, outlets),
        note="Names carry no weight. Outlets of the labelled data are left out of the news.",
    )  # fmt: skip
    store_arrays("loaded-sentences", fit_sentences(texts, logits, outlets), about)


if __name__ == "__main__":
    main()
