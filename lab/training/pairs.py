"""A model of which of two accounts people mark as more loaded.

Sentences come from BABE (biased or not), from SemEval-2020 task 11 (with loaded language or name-calling, or without)
and from BASIL (with a lexical span or without); BASIL's accounts of one event teach the choice, by held-out sentence
scores. Outlets and names have no weight. The model does not ship: it picks the right account two times in three
(`framing validate outlets`), and the rate of phrases alone does no better than chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.analysis import read_voices
from framing.articles.article import Article
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.measures.phrasing import Phrasing
from framing.models import news_frequency
from framing.text.batch import cut
from framing.text.document import Document
from framing.validation.score import read_records

#: Only words used this often in news get a weight.
LEAST_USES = 30
#: The inverse strengths of the penalties on word weights and on the weights of features.
WORD_C, PAIR_C = 1.0, 0.1
FOLDS, SEED = 9, 20250328
PTC_LABELS = frozenset({"Loaded_Language", "Name_Calling,Labeling"})

Forms = frozenset[str]
Values = NDArray[np.float64]

#: The features of an account, in the order of `features`.
FEATURES = ("phrases_own", "loaded", "quoted")
_QUOTED = VOICES.index(Voice.QUOTED)


class WordWeights(NamedTuple):
    """What each lower-case form adds to the log-odds that a sentence is marked as loaded; names add nothing."""

    of: dict[str, float]
    intercept: float


class PairWeights(NamedTuple):
    """The weight of a difference in each feature, features being divided by `scale`."""

    weights: Values
    scale: Values


def own_phrases(reading: Reading, phrasing: Phrasing) -> int:
    """How many loaded phrases stand in the outlet's own words."""
    rows = phrasing(Batch.of(reading)).rows("phrases")
    return sum(row["voice"] == Voice.OWN for row in rows)


def features(reading: Reading, phrases: int, scores: Values) -> Values:
    """An account's `FEATURES`, from its own loaded phrases and the score of each sentence; `nan` without a word.

    The logarithms of one plus its own phrases and of one plus the sum of the scores, which is how many loaded sentences
    are expected, and the share of its words between quotation marks.
    """
    if not len(scores) or not len(reading.document.word_start):
        return np.full(len(FEATURES), np.nan)
    return np.array([np.log1p(phrases), np.log1p(scores.sum()), (reading.word_voice == _QUOTED).mean()])


def sentence_scores(document: Document, words: WordWeights) -> Values:
    """The probability that people mark each sentence as loaded, shape `(sentences,)`."""
    first = document.sentence_first_word.tolist()
    known = document.vocabulary.forms
    forms = [known[number].lower() for number in document.word_id.tolist()]
    sums = np.array([_log_odds(forms[a:b], words) for a, b in pairwise(first)], dtype=float)
    scores: Values = 1 / (1 + np.exp(-sums))
    return scores


def probability(first: Values, second: Values, pairs: PairWeights) -> float:
    """The probability that the first of two accounts is the more loaded."""
    gap = float((first - second) / pairs.scale @ pairs.weights)
    return 0.5 if np.isnan(gap) else float(1 / (1 + np.exp(-gap)))


def _log_odds(forms: Sequence[str], words: WordWeights) -> float:
    weights = [words.of[form] for form in sorted(set(forms)) if form in words.of]
    return float(words.intercept + sum(weights) / np.sqrt(max(len(weights), 1)))


@dataclass(frozen=True)
class Marked:
    """Sentences, by their words, that people marked as loaded or not."""

    words: list[Forms]
    loaded: NDArray[np.bool_]


@dataclass(frozen=True)
class MarkedAccount:
    """An account of an event: its reading and the lexical bias spans that people marked in it."""

    event: str
    record: Mapping[str, Any]

    @cached_property
    def reading(self) -> Reading:
        """The account read for its voices."""
        return read_voices(Article(self.record["id"], self.record["text"], title=self.record["title"]))

    @cached_property
    def phrases(self) -> int:
        """Its own loaded phrases."""
        return own_phrases(self.reading, _phrasing())

    def features(self, words: WordWeights) -> Values:
        """Its features, by these word weights."""
        return features(self.reading, self.phrases, sentence_scores(self.reading.document, words))

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The lexical bias spans."""
        return [(span["start"], span["end"]) for span in self.record["spans"] if span["label"] == "lex"]

    @cached_property
    def marked(self) -> Marked:
        """Its sentences, those with a lexical span being loaded."""
        document = self.reading.document
        return Marked(list(_words(document)), _hit(document, self.spans))


@cache
def _phrasing() -> Phrasing:
    return Phrasing()


def accounts(gold: Path) -> list[MarkedAccount]:
    """BASIL's accounts, by event."""
    accounts_read = [MarkedAccount(record["event"], record) for record in read_records(gold, "basil_articles")]
    return sorted(accounts_read, key=lambda account: (account.event, account.record["id"]))


def other_sentences(gold: Path) -> list[Marked]:
    """The marked sentences of the data sets that are not accounts of one event."""
    babe = [record for record in read_records(gold, "babe") if record["label"] in (0, 1)]
    words = [_all_words(cut(Article(record["id"], record["text"]))) for record in babe]
    sets = [Marked(words, np.array([record["label"] == 1 for record in babe]))]
    articles = [(record, cut(Article(record["id"], record["text"]))) for record in read_records(gold, "ptc")]
    ptc_words = [words for _, document in articles for words in _words(document)]
    spans = [[(s["start"], s["end"]) for s in r["spans"] if s["label"] in PTC_LABELS] for r, _ in articles]
    hits = [_hit(document, marked) for (_, document), marked in zip(articles, spans, strict=True)]
    return [*sets, Marked(ptc_words, np.concatenate(hits))]


def fit_words(sets: Sequence[Marked]) -> WordWeights:
    """Word weights by logistic regression; every set, and in it loaded and other sentences, weighs the same."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    known, _ = news_frequency()
    forms = sorted(form for form, uses in known.items() if uses >= LEAST_USES)
    number = {form: index for index, form in enumerate(forms)}
    sentences = [sorted(number[form] for form in words if form in number) for each in sets for words in each.words]
    ends = np.cumsum([0, *map(len, sentences)])
    values = np.concatenate([np.full(len(s), max(len(s), 1) ** -0.5) for s in sentences])
    columns = np.concatenate([np.array(s, dtype=np.int64) for s in sentences])
    rows = csr_matrix((values, columns, ends), shape=(len(sentences), len(forms)))
    loaded = np.concatenate([each.loaded for each in sets])
    model = LogisticRegression(C=WORD_C, max_iter=500)
    model.fit(rows, loaded, sample_weight=np.concatenate([_balanced(each.loaded) for each in sets]))
    weights = {form: float(w) for form, w in zip(forms, model.coef_[0], strict=True) if abs(w) >= 0.005}
    return WordWeights(weights, float(model.intercept_[0]))


def fit_pairs(accounts: Sequence[MarkedAccount], values: Sequence[Values]) -> PairWeights:
    """The weights of differences in features, the same whichever account comes first."""
    from sklearn.linear_model import LogisticRegression

    table = np.array(values)
    scale = table.std(axis=0)
    chosen = pairs(accounts)
    gaps = np.array([(table[i] - table[j]) / scale for i, j, _ in chosen])
    first = np.array([more for _, _, more in chosen])
    model = LogisticRegression(C=PAIR_C, fit_intercept=False)
    model.fit(np.concatenate([gaps, -gaps]), np.concatenate([first, ~first]))
    return PairWeights(np.asarray(model.coef_[0], dtype=float), scale)


def pairs(accounts: Sequence[MarkedAccount]) -> list[tuple[int, int, bool]]:
    """The pairs of accounts of one event of which one has more spans, and whether it is the first."""
    return [
        (i, j, len(accounts[i].spans) > len(accounts[j].spans))
        for i, j in combinations(range(len(accounts)), 2)
        if accounts[i].event == accounts[j].event and len(accounts[i].spans) != len(accounts[j].spans)
    ]


def folds(accounts: Sequence[MarkedAccount]) -> list[frozenset[str]]:
    """The events, dealt into `FOLDS` sets."""
    events = np.array(sorted({each.event for each in accounts}))
    dealt = np.random.default_rng(SEED).permutation(events)
    return [frozenset(dealt[start::FOLDS].tolist()) for start in range(FOLDS)]


def unseen_features(accounts: Sequence[MarkedAccount], others: Sequence[Marked]) -> list[Values]:
    """Each account's features, by word weights that saw nothing of its fold."""
    values: list[Values] = [np.array([])] * len(accounts)
    for fold in folds(accounts):
        left = [each.marked for each in accounts if each.event not in fold]
        words = fit_words([*others, joined(left)])
        for index, each in enumerate(accounts):
            if each.event in fold:
                values[index] = each.features(words)
    return values


def joined(sets: Sequence[Marked]) -> Marked:
    """The sentences of several sets as one."""
    return Marked([words for each in sets for words in each.words], np.concatenate([each.loaded for each in sets]))


def _balanced(loaded: NDArray[np.bool_]) -> NDArray[np.float64]:
    share = float(loaded.mean())
    # a set's sentences weigh as many as it has, half of that on either side
    return np.asarray(np.where(loaded, 0.5 / share, 0.5 / (1 - share)), dtype=float)


def _words(document: Document) -> Iterator[Forms]:
    first = document.sentence_first_word.tolist()
    forms = [document.vocabulary.forms[number].lower() for number in document.word_id.tolist()]
    for start, end in pairwise(first):
        yield frozenset(forms[start:end])


def _all_words(document: Document) -> Forms:
    return frozenset(document.vocabulary.forms[number].lower() for number in document.word_id.tolist())


def _hit(document: Document, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which sentences a span overlaps."""
    start, end = document.sentence_start, document.sentence_end
    hit = np.zeros(len(start), dtype=bool)
    for first, last in spans:
        hit |= (start < last) & (end > first)
    return hit
