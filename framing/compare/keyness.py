"""Keyness: words that set outlets apart, tested against permuted articles.

The measures take arrays (or numbers) of counts: `count` uses among the `words` words of one side, `other` uses among
the `other_words` words of the other. They treat words as independent, but words come in bursts within an article; so
`keyness` compares them with permuted articles (Monroe, Colaresi and Quinn 2008; Hardie 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from framing.attribution.reading import VOICES, Voice
from framing.compare.accounts import Account
from framing.compare.differences import CANNOT_TELL, DIFFERS, TABLE_ALPHA, numbered, p_value, shuffled_labels
from framing.models import news_frequency

Values = NDArray[np.float64]


class LogOdds(NamedTuple):
    """The log-odds ratio of each word, in nats, and its z-score; above 0 where the first side uses it more."""

    delta: Values
    z: Values


def log_odds(first: ArrayLike, second: ArrayLike, prior: ArrayLike) -> LogOdds:
    """The log-odds ratio with an informative Dirichlet prior, of counts of shape `(..., words)`.

    delta = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a)), and z = delta divided by
    sqrt(1 / (y1 + a) + 1 / (y2 + a)) (Monroe, Colaresi and Quinn 2008, equations 16, 19 and 22). `prior` gives a > 0
    for each word; its sum a0 is the prior's mass in words.
    """
    y1, y2, a = (np.asarray(values, dtype=float) for values in (first, second, prior))
    n1, n2 = y1.sum(axis=-1, keepdims=True), y2.sum(axis=-1, keepdims=True)
    mass = a.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log((y1 + a) / (n1 + mass - y1 - a)) - np.log((y2 + a) / (n2 + mass - y2 - a))
        z = delta / np.sqrt(1 / (y1 + a) + 1 / (y2 + a))
    return LogOdds(delta, z)


def g2(count: ArrayLike, other: ArrayLike, words: ArrayLike, other_words: ArrayLike) -> Values:
    """The log-likelihood ratio G2 over the four cells of the table, chi-squared with one degree of freedom.

    2 * sum(observed * ln(observed / expected)) (Dunning 1993); evidence of a difference, not its size.
    """
    a, b, n1, n2 = _counts(count, other, words, other_words)
    used, total = a + b, n1 + n2
    observed = (a, b, n1 - a, n2 - b)
    expected = (n1 * used / total, n2 * used / total, n1 * (total - used) / total, n2 * (total - used) / total)
    with np.errstate(divide="ignore", invalid="ignore"):
        cells = [np.where(o > 0, o * np.log(o / e), 0.0) for o, e in zip(observed, expected, strict=True)]
    return np.asarray(2 * np.sum(cells, axis=0))


def log_ratio(count: ArrayLike, other: ArrayLike, words: ArrayLike, other_words: ArrayLike) -> Values:
    """The binary logarithm of the ratio of the two rates: +1 is twice as often, -1 half as often (Hardie 2014).

    A word not used at all on one side counts as used half a time there.
    """
    a, b, n1, n2 = _counts(count, other, words, other_words)
    a, b = np.where(a > 0, a, 0.5), np.where(b > 0, b, 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2((a / n1) / (b / n2)))


def lrc(
    count: ArrayLike,
    other: ArrayLike,
    words: ArrayLike,
    other_words: ArrayLike,
    *,
    level: float = 0.95,
    tested: int = 1,
) -> Values:
    """The conservative log ratio: the end nearer 0 of the log ratio's interval, 0 where that takes in 0 (Evert 2022).

    The interval is Clopper and Pearson's for the share of the uses that fall on the first side, at `level` corrected
    by Bonferroni for the number of words `tested`.
    """
    from scipy.stats import beta  # here, since it takes half a second and few commands need it

    a, b, n1, n2 = _counts(count, other, words, other_words)
    tail = (1 - level) / 2 / tested
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, beta.ppf(tail, a, b + 1), 0.0)
        high = np.where(b > 0, beta.ppf(1 - tail, a + 1, b), 1.0)
        bounds = [np.log2(share / (1 - share)) + np.log2(n2 / n1) for share in (low, high)]
    return np.where(bounds[0] > 0, bounds[0], np.where(bounds[1] < 0, bounds[1], 0.0))


def _counts(*counts: ArrayLike) -> tuple[Values, ...]:
    return tuple(np.asarray(value, dtype=float) for value in counts)


#: The mass of the prior, in words.
PRIOR_MASS = 500.0
#: Minimum uses, over all accounts, of a word that is tested.
LEAST_USES = 3
#: Maximum words tested, the most used first.
MOST_WORDS = 5000
SHUFFLES = 999

COLUMNS = tuple(
    (
        "word group count words articles count_rest words_rest articles_rest log_odds z z_shuffled p g2 log_ratio lrc "
        "z_background log_ratio_background tested verdict"
    ).split()
)


class WordCounts(NamedTuple):
    """The uses of each tested word in each account, shape `(accounts, words)`, and all words of each account."""

    words: list[str]
    uses: csr_array
    totals: NDArray[np.float64]


def keyness(accounts: Sequence[Account], *, voice: Voice = Voice.OWN, shuffles: int = SHUFFLES) -> pd.DataFrame:
    """One row per word and group: how much more (above 0) or less (below 0) the group uses the word than the rest.

    `log_odds` and `z` are those of Monroe, Colaresi and Quinn (2008) with a prior of `PRIOR_MASS` words, one half
    spread as in all the accounts and the other as in ordinary news; `lrc` is corrected for the words `tested` in all
    groups; `z_background` and `log_ratio_background` compare the group with ordinary news. Articles are shuffled among
    groups within events: `z_shuffled` is the quantile of the largest |z| of the table at 1 - `TABLE_ALPHA`, and `p` the
    share of shuffles whose largest |z| is at least this one's. The verdict is "differs" where p is at most
    `TABLE_ALPHA`, else "cannot tell". Only words in the given voice count; names of the compared outlets do not.
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
    if len(groups) == len(accounts):
        # shuffling one article per group only renames the groups
        largest = np.full(shuffles, observed.max())
    else:
        largest = np.array([np.abs(z_of(shuffled)).max() for shuffled in shuffled_labels(labels, events, shuffles)])
    p = p_value(observed, largest)
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
        heard = (account.reading.word_voice == code) & ~name_words(account.forms, names)
        spoken = (_bare(account.forms[index]) for index in np.flatnonzero(heard).tolist())
        forms = [form for form in spoken if form and not form[0].isdigit()]
        rows += [row] * len(forms)
        columns += [number.setdefault(form, len(number)) for form in forms]
    shape = (len(accounts), len(number))
    uses = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    used, forms = _sums(uses, axis=0), list(number)
    tested = sorted(np.flatnonzero(used >= LEAST_USES).tolist(), key=lambda index: (-used[index], forms[index]))
    tested = tested[:MOST_WORDS]
    return WordCounts([forms[index] for index in tested], csr_array(uses[:, tested]), _sums(uses, axis=1))


def prior_of(counts: WordCounts) -> Values:
    """The prior of each tested word and, last, of all other words together; shape `(words + 1,)`."""
    used = _sums(counts.uses, axis=0)
    here = np.append(used, counts.totals.sum() - used.sum()) / counts.totals.sum()
    news = _in_news(counts.words)
    return np.asarray(PRIOR_MASS * np.maximum((here + news / news.sum()) / 2, 1e-9))


def _in_news(words: Sequence[str]) -> Values:
    """How often ordinary news uses each word and, last, all other words together."""
    known, total = news_frequency()
    uses = np.array([known.get(word, 0) for word in words], dtype=float)
    return np.append(uses, total - uses.sum())


def outlet_names(outlets: Iterable[str | None]) -> list[tuple[str, ...]]:
    """The ways in which articles name these outlets, each as its words in lower case, the longest first.

    Words in brackets or after a dash are no part of the name; the initials of three or more words are a name too.
    """
    names: set[tuple[str, ...]] = set()
    for outlet in outlets:
        bare = re.sub(r"\(.*?\)| [-–—] .*", "", outlet or "").lower()
        words = tuple(re.findall(r"[\w.'&-]+", bare))
        words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
        if words:
            names |= {words, ("".join(words),)}
        if len(words) >= 3:
            names.add(("".join(word[0] for word in words),))
    return sorted(names, key=lambda words: (-len(words), words))


def name_words(forms: Sequence[str], names: Sequence[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which of the words belong to one of the names, with or without 's."""
    bare = [_bare(form) for form in forms]
    inside = np.zeros(len(forms), dtype=bool)
    first = {name[0] for name in names}
    for index in (index for index, form in enumerate(bare) if form in first):
        for name in names:
            if tuple(bare[index : index + len(name)]) == name:
                inside[index : index + len(name)] = True
    return inside


def _bare(form: str) -> str:
    return form.removesuffix("'s").removesuffix("'")


def _sums(uses: csr_array, axis: int) -> Values:
    return np.asarray(uses.sum(axis=axis), dtype=float).ravel()


def _grouped(counts: WordCounts, labels: NDArray[np.int64], groups: int) -> tuple[Values, Values]:
    """The uses of each tested word, and all words, of each group."""
    accounts = len(labels)
    member = csr_array((np.ones(accounts), (labels, np.arange(accounts))), shape=(groups, accounts))
    return np.asarray((member @ counts.uses).toarray()), np.asarray(member @ counts.totals)


def _against_rest(uses: Values, totals: Values, prior: Values) -> LogOdds:
    """The log-odds of each tested word in each group against all other groups."""
    counts = np.column_stack([uses, totals - uses.sum(axis=1)])
    odds = log_odds(counts, counts.sum(axis=0) - counts, prior)
    return LogOdds(odds.delta[:, :-1], odds.z[:, :-1])


def _table(
    counts: WordCounts, groups: Sequence[str], labels: NDArray[np.int64], prior: Values, p: Values, threshold: float
) -> pd.DataFrame:
    uses, totals = _grouped(counts, labels, len(groups))
    articles, _ = _grouped(counts._replace(uses=csr_array((counts.uses > 0).astype(float))), labels, len(groups))
    rest, all_words = uses.sum(axis=0) - uses, np.broadcast_to(totals[:, None], uses.shape)
    sides = (uses, rest, all_words, totals.sum() - all_words)
    odds, in_news = _against_rest(uses, totals, prior), _in_news(counts.words)
    by_group = np.column_stack([uses, totals - uses.sum(axis=1)])
    columns = (
        np.tile(np.array(counts.words, dtype=object), len(groups)),
        np.repeat(np.array(groups, dtype=object), len(counts.words)),
        *(part.astype(int) for part in (uses, all_words, articles, rest, sides[3], articles.sum(axis=0) - articles)),
        odds.delta,
        odds.z,
        np.full(uses.shape, threshold),
        p,
        g2(*sides),
        log_ratio(*sides),
        lrc(*sides, tested=uses.size),
        log_odds(by_group, in_news, prior).z[:, :-1],
        log_ratio(uses, in_news[:-1], all_words, in_news.sum()),
        np.full(uses.shape, uses.size),
        np.where(p <= TABLE_ALPHA, DIFFERS, CANNOT_TELL).astype(object),
    )
    table = pd.DataFrame({name: np.ravel(values) for name, values in zip(COLUMNS, columns, strict=True)})
    return table.sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)
