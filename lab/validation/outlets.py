"""The false-alarm rate of reports on outlets.

Each report shuffles the articles of every event among the outlets, so any difference that it claims is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare.accounts import Account, accounts_of
from framing.compare.differences import DIFFERS, comparable, differences, numbered, shuffled_labels
from framing.compare.keyness import keyness
from framing.validation import Score
from lab.validation.scores import read_records

#: Shuffled reports, the events of each, and the seed.
REPORTS, EVENTS, SEED = 80, 6, 20250328
CLAIMS = "shuffled reports that claim a difference between outlets; the aim is at most 0.05"


def validate(gold: Path) -> list[Score]:
    """How often shuffled reports claim a difference."""
    return [null_score(gold)]


def null_score(gold: Path, reports: int = REPORTS) -> Score:
    """The share of shuffled reports that claim a difference; each covers `EVENTS` events.

    Every report shuffles the articles anew, and compares every measure and word.
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
    # A bootstrap of identical claims has no width; this is the exact interval of a share.
    low, high = binomtest(sum(claims), reports).proportion_ci()
    value, how = float(np.mean(claims)), f"{EVENTS} events of 3 outlets a report"
    return Score("BASIL, shuffled", CLAIMS, value, float(low), float(high), reports, "report", None, None, how)


def _claims(accounts: Sequence[Account], figures: pd.DataFrame) -> bool:
    """Whether a report on these accounts claims that any measure or word differs."""
    claimed = differences(figures, [account.group for account in accounts], [account.event for account in accounts])
    return any((table["verdict"] == DIFFERS).any() for table in (claimed, keyness(accounts)))
