"""Choosing the more loaded of two accounts, and the false-alarm rate of reports on outlets.

People's marks decide on the choice. The false alarms come from reports that shuffle each event's articles among the
outlets, so that any difference they claim is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare.account_measures import comparable
from framing.compare.accounts import Account, accounts_of
from framing.compare.differences import differences
from framing.compare.keyness import keyness
from framing.compare.permutation import DIFFERS, numbered, shuffled_labels
from framing.validation.score import Score, read_records, score_of_counts, share
from lab.training.pairs import (
    Marked,
    MarkedAccount,
    accounts,
    fit_pairs,
    fit_words,
    folds,
    joined,
    other_sentences,
    pairs,
    probability,
    unseen_features,
)

#: The least probability at which a choice would be shown.
SHOWN = 0.65
DATA = "BASIL, pairs of accounts of one event"
HOW = (
    "cross-validation over events, sentence and pair weights both learned without the event; "
    "the lists' terms were chosen on marks that these are among"
)
#: Shuffled reports, the events of each, and the seed.
REPORTS, EVENTS, SEED = 80, 6, 20250328
CLAIMS = "shuffled reports that claim a difference between outlets; the aim is at most 0.05"


def validate(gold: Path) -> list[Score]:
    """Accuracy and calibration of the choice, and the differences that shuffled reports claim."""
    compared, others = accounts(gold), other_sentences(gold)
    chosen = pairs(compared)
    chance = unseen_probabilities(compared, others)
    first = np.array([more for _, _, more in chosen])
    right = np.where(chance == 0.5, 0.5, (chance > 0.5) == first).astype(float)
    sure = np.maximum(chance, 1 - chance) >= SHOWN
    events = np.unique([compared[i].event for i, _, _ in chosen], return_inverse=True)[1]
    every = np.ones(len(chosen), dtype=bool)
    return [
        _score("right choice of the account with more lexical bias", right, events, every, 0.5),
        _score(f"the same at a probability of {SHOWN} or more", right, events, sure, 0.5),
        _score("the same at a lower probability", right, events, ~sure, None),
        _score(f"share of the pairs at {SHOWN} or more", sure.astype(float), events, every, None),
        _score("Brier score of the probability, lower is better", (chance - first) ** 2, events, every, 0.25),
        null_score(gold),
    ]


def null_score(gold: Path, reports: int = REPORTS) -> Score:
    """The share of shuffled reports that claim a difference; each covers `EVENTS` events.

    Every report deals each event's articles to the outlets anew, and compares every measure and every word.
    """
    records = list(read_records(gold, "basil_articles"))
    articles = [Article(r["id"], r["text"], title=r["title"], outlet=r["outlet"], event=r["event"]) for r in records]
    accounts = accounts_of(articles)
    figures = comparable(analyze(articles)).loc[[account.article.id for account in accounts]]
    _, outlet = numbered([account.group for account in accounts])
    _, event = numbered([account.event for account in accounts])
    generator = np.random.default_rng(SEED)
    claims = []
    for labels in shuffled_labels(outlet, event, reports, SEED):
        drawn = generator.choice(event.max() + 1, EVENTS, replace=False)
        kept = np.flatnonzero(np.isin(event, drawn)).tolist()
        claims.append(_claims([replace(accounts[n], group=str(labels[n])) for n in kept], figures.iloc[kept]))
    # A bootstrap of claims that are all alike has no width; this is the exact interval of a share.
    low, high = binomtest(sum(claims), reports).proportion_ci()
    value, how = float(np.mean(claims)), f"{EVENTS} events of 3 outlets a report"
    return Score("BASIL, shuffled", CLAIMS, value, float(low), float(high), reports, "report", None, None, how)


def _claims(accounts: Sequence[Account], figures: pd.DataFrame) -> bool:
    """Whether a report on these accounts claims that any measure or word differs."""
    claimed = differences(figures, [account.group for account in accounts], [account.event for account in accounts])
    return any((table["verdict"] == DIFFERS).any() for table in (claimed, keyness(accounts)))


def unseen_probabilities(compared: Sequence[MarkedAccount], others: Sequence[Marked]) -> NDArray[np.float64]:
    """The probability that each pair's first account is the more loaded, by weights learned without the event."""
    chosen = pairs(compared)
    chance = np.full(len(chosen), np.nan)
    for fold in folds(compared):
        training = [each for each in compared if each.event not in fold]
        weights = fit_pairs(training, unseen_features(training, others))
        words = fit_words([*others, joined([each.marked for each in training])])
        for number, (i, j, _) in enumerate(chosen):
            if compared[i].event in fold:
                chance[number] = probability(compared[i].features(words), compared[j].features(words), weights)
    return chance


def _score(
    measure: str, values: NDArray[np.float64], events: NDArray[np.int64], kept: NDArray[np.bool_], floor: float | None
) -> Score:
    """The mean of the chosen values, with an interval over events."""
    sums = np.column_stack([np.bincount(events, weights=values * kept), np.bincount(events, weights=kept)])
    return replace(score_of_counts(DATA, measure, share, sums, "pair", HOW, floor), n=int(kept.sum()))
