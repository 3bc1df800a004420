"""Confidence and strength of loaded phrases, learned from judgements of careful readers.

The readers were language models with a codebook, one per text. A phrase counts as accepted if the reader called it
loaded or borderline. Strength is learned from the readers' three steps and, at a quarter of the weight, from the
intensities that people marked in MPQA.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.lexicon import load_all
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.forms import canonical
from framing.measures.phrasing.hits import HIGHEST, LOWEST, Hit, PhraseModel, from_arrays, highest
from framing.measures.phrasing.rules import RULE_CATEGORIES
from framing.measures.phrasing.word_model import WordModel
from framing.measures.phrasing.words import Words
from framing.models import pack_words, unit_vectors, vector_forms
from lab.validation.scores import read_records

Array = NDArray[Any]
FOLDS = 5
#: Minimum confidence of a phrase that is shown.
LEAST = 0.85
#: Inverse ridge penalties: of the confidence, and of the strength with its word vectors scaled.
INVERSE_PENALTY, STRENGTH_PENALTY, VECTOR_SCALE = 1.0, 10.0, 2.0
#: Minimum judged words of a category, and the minimum log-odds of words in a category with fewer.
FEWEST, LOWEST_UNREAD = 5, -1.7
#: Words are shown from the log-odds of the judged word of this rank, lowest first.
FEW = 3
#: Minimum log-odds of set phrases and of rules. Idioms, and cues that readers of single sentences overlook, are shown
#: at any odds.
ANYWHERE = frozenset(
    "certainty conceding drama emphasis false-dilemma hearsay hedged-praise hype intensified-number label"
    " positive-judgement question-headline so-called taken-for-granted unnamed-voices urgency virtue".split()
)
LOWEST_SEVERAL = -2.5
#: Categories that readers of single sentences do not mark: their single words are shown at any odds, too.
CUES = frozenset({"conceding", "hearsay"})
#: Minimum weight of a rule with too few judgements: a rule says more than the odds of its words.
UNREAD_RULE = 1.0
#: Not shown: plain hedges, and report verbs that are often the plain word.
HIDDEN = frozenset({"commissive", "emotive", "hedge", "hostile"})
_STEPS: Mapping[str, float] = {"low": 0.0, "medium": 1.0, "high": 2.0, "extreme": 2.0}
#: The weight of an intensity in MPQA relative to a reader's strength.
MPQA_WEIGHT = 0.25
#: Maximum length of an expression in MPQA; longer ones are whole clauses.
LONGEST = 4
#: A model that shows every candidate.
EVERYTHING = PhraseModel(
    dict.fromkeys(("intercept", "odds", "several", "lowest", "strength", "strength_odds", "medium", "high"), 0.0)
    | {"least": 1e-9, "lowest": -math.inf},
    {}, {}, {}, {}, {},
)  # fmt: skip


class Candidate(NamedTuple):
    """A candidate phrase with a reader's judgement: accepted or not, and its strength."""

    article: str
    category: str
    several: bool
    odds: float
    words: tuple[str, ...]
    accepted: float = math.nan
    strength: float = math.nan
    weight: float = 1.0


def texts(gold: Path, news: Path) -> dict[str, str]:
    """The texts named in the readers' records."""
    wanted = {record["article"] for record in read_records(gold, "phrase_judgements")}
    table = pd.read_parquet(news, columns=["id", "text"])
    by_id = dict(zip(table["id"], table["text"], strict=True))
    by_id |= {record["id"]: record["text"] for record in read_records(gold, "mpqa")}
    return {article: by_id[article] for article in sorted(wanted)}


def read(gold: Path, news: Path, words: WordModel) -> list[Candidate]:
    """The candidates in the readers' articles, by a held-out word model, with their judgements."""
    records: dict[str, list[Mapping[str, Any]]] = {}
    for record in read_records(gold, "phrase_judgements"):
        records.setdefault(record["article"], []).append(record)
    intensities = {record["id"]: record["expressions"] for record in read_records(gold, "mpqa")}
    measure = Phrasing(word_model=words, phrase_model=EVERYTHING)
    candidates: list[Candidate] = []
    for article, text in texts(gold, news).items():
        candidates += _candidates(measure, Article(article, text), records[article], intensities.get(article, ()))
    return candidates


def _candidates(
    measure: Phrasing, article: Article, records: Sequence[Mapping[str, Any]], expressions: Sequence[Mapping[str, Any]]
) -> Iterator[Candidate]:
    batch = Batch.of_reading(read_voices(article))
    words = Words(batch)
    odds = measure.word_model.logits(words)
    hits = measure.candidates(words, odds)
    places = [_place(words, hit) for hit in hits]
    judged: dict[int, Mapping[str, Any]] = {}
    for record in records:
        alike = [hit.category == record["category"] for hit in hits]
        at = _nearest(places, alike, record["start"], record["end"])
        if at is not None:
            judged[at] = record["judged"]
    for at, hit in enumerate(hits):
        low = tuple(words.low[hit.first : hit.last])
        one = Candidate(article.id, hit.category, hit.is_set_phrase, highest(odds, hit), low)
        said = judged.get(at)
        if said is not None:
            accepted = said["loaded"] != "no"
            step = _STEPS.get(said.get("strength") or "", math.nan) if accepted else math.nan
            yield one._replace(accepted=float(accepted), strength=step)
            continue
        yield one
        for mark in expressions:
            near = mark["start"] < places[at][1] and places[at][0] < mark["end"] <= mark["start"] + 12 * LONGEST
            if near and mark["intensity"] in _STEPS:
                yield one._replace(strength=_STEPS[mark["intensity"]], weight=MPQA_WEIGHT)


def _place(words: Words, hit: Hit) -> tuple[int, int]:
    return int(words.document.word_start[hit.first]), int(words.document.word_end[hit.last - 1])


def _nearest(places: Sequence[tuple[int, int]], alike: Sequence[bool], start: int, end: int) -> int | None:
    """The candidate with the greatest overlap with a range, relative to their union; ties prefer `alike` ones."""
    shares = [(min(end, b) - max(start, a)) / (max(end, b) - min(start, a)) for a, b in places]
    best = max(range(len(places)), key=lambda at: (shares[at], alike[at]), default=None)
    return best if best is not None and shares[best] > 0 else None


def fit(candidates: Sequence[Candidate]) -> dict[str, Array]:
    """The arrays of the phrase model."""
    from sklearn.linear_model import LogisticRegression, Ridge

    categories = sorted({one.category for one in candidates} | set(RULE_CATEGORIES))
    judged = [one for one in candidates if not math.isnan(one.accepted)]
    table = _columns(judged, categories)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000).fit(table, [one.accepted for one in judged])
    odds, several, *learned = model.coef_[0].tolist()
    intercept = float(model.intercept_[0])
    lowest = [_lowest(name, judged) for name in categories]
    of_category = [_weight(name, part, judged) for name, part in zip(categories, learned, strict=True)]
    strong = [one for one in candidates if not math.isnan(one.strength)]
    meaning = _vectors([one.words for one in strong])
    scale = VECTOR_SCALE / np.sqrt((meaning**2).sum(axis=1).mean())
    steps, weight = np.array([one.strength for one in strong]), np.array([one.weight for one in strong])
    odds_of = np.clip([[one.odds] for one in strong], LOWEST, HIGHEST)
    columns = np.hstack([odds_of, _columns(strong, categories)[:, 2:], meaning * scale])
    ridge = Ridge(alpha=STRENGTH_PENALTY).fit(columns, steps, sample_weight=weight)
    strength_odds, rest = float(ridge.coef_[0]), ridge.coef_[1:]
    of_strength, direction = rest[: len(categories)], rest[len(categories) :] * scale
    read = weight == 1.0
    share = [float((steps[read] < step).mean()) for step in (1, 2)]
    medium, high = np.quantile(ridge.predict(columns)[read], share).tolist()

    forms = sorted({canonical(word) for one in load_all() for entry in one.entries for word in entry.term.split()})
    known = vector_forms()
    forms = [form for form in forms if form in known]
    return {
        "scalars": np.array(
            [intercept, odds, several, LEAST, LOWEST_UNREAD, float(ridge.intercept_), strength_odds, medium, high],
            dtype=np.float32,
        ),
        "categories": pack_words(categories),
        "category_weights": np.array(of_category, dtype=np.float32),
        "category_lowest": np.array(lowest, dtype=np.float32),
        "category_lowest_several": np.array(
            [-math.inf if name in ANYWHERE else LOWEST_SEVERAL for name in categories], dtype=np.float32
        ),
        "category_strengths": of_strength.astype(np.float32),
        "forms": pack_words(forms),
        "form_strengths": (_vectors([(form,) for form in forms]) @ direction).astype(np.float16),
    }


def _columns(candidates: Sequence[Candidate], categories: Sequence[str]) -> Array:
    """Columns: the log-odds of single words, whether the phrase has several words, and the category."""
    several = np.array([one.several for one in candidates], dtype=float)
    odds = np.clip([one.odds for one in candidates], LOWEST, HIGHEST) * (1 - several)
    number = {category: at for at, category in enumerate(categories)}
    of_category = np.eye(len(categories))[[number[one.category] for one in candidates]]
    return np.column_stack([odds, several, of_category])


def _vectors(phrases: Iterable[Sequence[str]]) -> Array:
    known, unit = vector_forms(), unit_vectors()
    rows = []
    for words in phrases:
        places = [known[form] for form in map(canonical, words) if form in known]
        rows.append(unit[places].astype(float).mean(axis=0) if places else np.zeros(unit.shape[1]))
    return np.array(rows)


def _weight(category: str, learned: float, judged: Sequence[Candidate]) -> float:
    """The weight of a category: learned, except for hidden categories and rules with too few judgements."""
    if category in HIDDEN:
        return -math.inf
    seldom = sum(one.category == category for one in judged) < FEWEST
    return max(learned, UNREAD_RULE) if seldom and category in RULE_CATEGORIES else learned


def _lowest(category: str, judged: Sequence[Candidate]) -> float:
    """The lowest log-odds at which words of a category are shown."""
    odds = sorted(one.odds for one in judged if one.category == category and not one.several)
    if category in CUES:
        return LOWEST
    if len(odds) >= FEWEST:
        return odds[0 if category in RULE_CATEGORIES else FEW - 1]
    if category in RULE_CATEGORIES:
        return LOWEST if category in ANYWHERE else LOWEST_SEVERAL
    return LOWEST_UNREAD


def fold(article: str) -> int:
    """The fold of an article."""
    return zlib.crc32(article.encode()) % FOLDS


class HeldOut(NamedTuple):
    """Whether held-out models show each judged phrase, and its judgement."""

    shown: Array
    accepted: Array
    strength: Array
    step: Array
    article: Array


def held_out(candidates: Sequence[Candidate]) -> HeldOut:
    """The judged phrases, each with the model of the other folds."""
    rows = []
    for number in range(FOLDS):
        model = from_arrays(fit([one for one in candidates if fold(one.article) != number]))
        for one in candidates:
            if fold(one.article) == number and not math.isnan(one.accepted):
                shown = one.odds >= model.least_odds(one.category, one.several)
                strength = model.strength(one.category, one.words, one.odds)
                rows.append((shown, one.accepted, ("low", "medium", "high").index(strength), one.strength, one.article))
    return HeldOut(*(np.array(column) for column in zip(*rows, strict=True)))


def scores(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Cross-validated shares of shown phrases accepted and of accepted phrases shown, and the fit of strength."""
    from scipy.stats import spearmanr

    test = held_out(candidates)
    stepped = ~np.isnan(test.step)
    return {
        "readers: share of shown phrases accepted, cross-validated": float(test.accepted[test.shown].mean()),
        "readers: share of accepted phrases shown, cross-validated": float(test.shown[test.accepted == 1].mean()),
        "readers: strength, rank correlation, cross-validated": float(
            spearmanr(test.strength[stepped], test.step[stepped])[0]
        ),
    }
