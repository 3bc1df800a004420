"""Words that tell outlets apart: keyness of each word, beside what shuffled articles give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.attribution.reading import VOICES, Voice
from framing.compare.accounts import Account
from framing.compare.keyness import LogOdds, Values, g2, log_odds, log_ratio, lrc
from framing.compare.shuffling import CANNOT_TELL, DIFFERS, TABLE_ALPHA, numbered, p_value, shuffled_labels
from framing.models import news_frequency

#: The prior's mass in words: how much text of neither side each count is smoothed with.
PRIOR_MASS = 500.0
#: A word is tested if all accounts together use it this often.
LEAST_USES = 3
#: At most so many words are tested, the most used first.
MOST_WORDS = 5000
SHUFFLES = 999

COLUMNS = (
    "word",
    "group",
    "count",
    "words",
    "articles",
    "count_rest",
    "words_rest",
    "articles_rest",
    "log_odds",
    "z",
    "z_shuffled",
    "p",
    "g2",
    "log_ratio",
    "lrc",
    "z_background",
    "log_ratio_background",
    "tested",
    "verdict",
)


class WordCounts(NamedTuple):
    """The uses of each tested word in each account, shape `(accounts, words)`, and all words of each account."""

    words: list[str]
    uses: csr_array
    totals: NDArray[np.float64]


def keyness(accounts: Sequence[Account], *, voice: Voice = Voice.OWN, shuffles: int = SHUFFLES) -> pd.DataFrame:
    """One row per word and group: how much more (above 0) or less (below 0) the group uses the word than the rest.

    `log_odds` and `z` are those of Monroe, Colaresi and Quinn (2008) with a prior of `PRIOR_MASS` words, one half
    spread as in all the accounts together and the other as in news at large; `g2`, `log_ratio` and `lrc` (corrected
    for the words `tested` in all groups) stand beside them, and `z_background`, `log_ratio_background` set the group
    against news at large. `z_shuffled` is what the largest |z| of the whole table stays under in all but
    `TABLE_ALPHA` of the shuffles of articles among groups within events, `p` the share of shuffles whose largest
    |z| is at least this one's; the verdict is "differs" where p is at most `TABLE_ALPHA`, else "cannot tell".
    Only words in the given voice are counted; names of the outlets compared are not.
    """
    counts = count_words(accounts, voice)
    groups, labels = numbered([account.group for account in accounts])
    if len(groups) < 2 or not counts.words:
        return pd.DataFrame(columns=list(COLUMNS))
    _, events = numbered([account.event for account in accounts])
    prior = prior_of(counts)

    def z_of(grouping: NDArray[np.int64]) -> Values:
        return _against_rest(*_grouped(counts, grouping, len(groups)), prior).z

    observed = np.abs(z_of(labels))
    largest = np.array([np.abs(z_of(shuffled)).max() for shuffled in shuffled_labels(labels, events, shuffles)])
    p = p_value(observed.ravel(), largest[:, None]).reshape(observed.shape)
    threshold = float(np.quantile(largest, 1 - TABLE_ALPHA, method="higher")) if shuffles else float("nan")
    return _table(counts, groups, labels, prior, p, threshold)


def count_words(accounts: Sequence[Account], voice: Voice) -> WordCounts:
    """How often each account uses each word in that voice."""
    names = outlet_names(account.article.outlet for account in accounts)
    code = VOICES.index(voice)
    number: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, account in enumerate(accounts):
        heard = account.reading.word_voice == code
        heard &= ~name_words(account.forms, names)
        spoken = [account.forms[index] for index in np.flatnonzero(heard).tolist()]
        told = [form for form in map(_bare, spoken) if form and not form[0].isdigit()]
        rows += [row] * len(told)
        columns += [number.setdefault(form, len(number)) for form in told]
    shape = (len(accounts), len(number))
    uses = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    totals, used = _sums(uses, axis=1), _sums(uses, axis=0)
    forms = list(number)
    tested = [index for index in range(len(forms)) if used[index] >= LEAST_USES]
    tested = sorted(tested, key=lambda index: (-used[index], forms[index]))[:MOST_WORDS]
    return WordCounts([forms[index] for index in tested], csr_array(uses[:, tested]), totals)


def prior_of(counts: WordCounts) -> Values:
    """The prior of each tested word and, last, of all other words together; shape `(words + 1,)`."""
    used = _sums(counts.uses, axis=0)
    here = np.append(used, counts.totals.sum() - used.sum()) / counts.totals.sum()
    known, total = news_frequency()
    news = np.array([known.get(word, 0) for word in counts.words], dtype=float)
    news = np.append(news, total - news.sum()) / total
    prior: Values = PRIOR_MASS * np.maximum((here + news) / 2, 1e-9)
    return prior


def outlet_names(outlets: Iterable[str | None]) -> list[tuple[str, ...]]:
    """The ways in which articles name these outlets, each as its words in lower case, the longest first.

    What stands in brackets or after a dash tells of the outlet and is not its name; initials of three or more words
    are a way to name it too.
    """
    found: set[tuple[str, ...]] = set()
    for outlet in outlets:
        bare = re.sub(r"\(.*?\)| [-–—] .*", "", outlet or "").lower()
        words = tuple(re.findall(r"[\w.'&-]+", bare))
        words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
        if words:
            found |= {words, ("".join(words),)}
        if len(words) >= 3:
            found.add(("".join(word[0] for word in words),))
    return sorted(found, key=lambda words: (-len(words), words))


def name_words(forms: Sequence[str], names: Iterable[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which of the words belong to one of the names, with or without 's."""
    bare = [_bare(form) for form in forms]
    inside = np.zeros(len(forms), dtype=bool)
    for name in names:
        for index in (i for i, form in enumerate(bare) if form == name[0]):
            if tuple(bare[index : index + len(name)]) == name:
                inside[index : index + len(name)] = True
    return inside


def _bare(form: str) -> str:
    return form.removesuffix("'s").removesuffix("s'") if form.endswith(("'s", "s'")) else form


def _sums(uses: csr_array, axis: int) -> Values:
    return np.asarray(uses.sum(axis=axis), dtype=float).ravel()


def _grouped(counts: WordCounts, labels: NDArray[np.int64], groups: int) -> tuple[Values, Values]:
    """The uses of each tested word, and all words, of each group."""
    accounts = len(labels)
    member = csr_array((np.ones(accounts), (labels, np.arange(accounts))), shape=(groups, accounts))
    return np.asarray((member @ counts.uses).toarray()), np.asarray(member @ counts.totals)


def _against_rest(uses: Values, totals: Values, prior: Values) -> LogOdds:
    """The log-odds of each tested word in each group against all other groups."""
    told = np.column_stack([uses, totals - uses.sum(axis=1)])
    found = log_odds(told, told.sum(axis=0) - told, prior)
    return LogOdds(found.delta[:, :-1], found.z[:, :-1])


def _table(
    counts: WordCounts, groups: Sequence[str], labels: NDArray[np.int64], prior: Values, p: Values, threshold: float
) -> pd.DataFrame:
    uses, totals = _grouped(counts, labels, len(groups))
    present = csr_array((counts.uses > 0).astype(float))
    articles, _ = _grouped(counts._replace(uses=present), labels, len(groups))
    rest, rest_total = uses.sum(axis=0) - uses, (totals.sum() - totals)[:, None]
    odds = _against_rest(uses, totals, prior)
    known, background_total = news_frequency()
    news = np.array([known.get(word, 0) for word in counts.words], dtype=float)
    told = np.column_stack([uses, totals - uses.sum(axis=1)])
    at_large = np.append(news, background_total - news.sum())
    tested = uses.size
    sides = (uses, rest, totals[:, None], rest_total)
    columns = {
        "word": np.tile(np.array(counts.words, dtype=object), len(groups)),
        "group": np.repeat(np.array(groups, dtype=object), len(counts.words)),
        "count": uses.astype(int),
        "words": np.broadcast_to(totals[:, None], uses.shape).astype(int),
        "articles": articles.astype(int),
        "count_rest": rest.astype(int),
        "words_rest": np.broadcast_to(rest_total, uses.shape).astype(int),
        "articles_rest": (articles.sum(axis=0) - articles).astype(int),
        "log_odds": odds.delta,
        "z": odds.z,
        "z_shuffled": np.full(uses.shape, threshold),
        "p": p,
        "g2": g2(*sides),
        "log_ratio": log_ratio(*sides),
        "lrc": lrc(*sides, tested=tested),
        "z_background": log_odds(told, at_large, prior).z[:, :-1],
        "log_ratio_background": log_ratio(uses, news, totals[:, None], background_total),
        "tested": np.full(uses.shape, tested),
        "verdict": np.where(p <= TABLE_ALPHA, DIFFERS, CANNOT_TELL).astype(object),
    }
    table = pd.DataFrame({name: np.ravel(columns[name]) for name in COLUMNS})
    return table.sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)
