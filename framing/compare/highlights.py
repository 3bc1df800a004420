"""What stands out: sentences made from the tables, each with its numbers, how sure it is, and the places behind it.

Differences between accounts are tested by permuting sentences among them (Phipson and Smyth 2010); absence from one
account by the hypergeometric distribution. Differences between outlets come from `differences`, over articles.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.accounts import LEAD
from framing.compare.copies import copies
from framing.compare.differences import DIFFERS, SEED
from framing.text.spans import few_words
from framing.words import word_set

if TYPE_CHECKING:
    from framing.analysis import Analysis
    from framing.compare.comparison import Comparison

COLUMNS = ("rank", "kind", "sentence", "detail", "certainty", "p", "table", "places", "values", "unit")
#: The most sentences, the fewest where descriptive ones fill up, and the most of one kind.
MOST, FEWEST = 7, 3
MOST_OF_A_KIND = {"outlets": MOST, "only one account": 1, "only named": 1}
SHUFFLES = 1999
#: A difference with a p of at most this is clear, or likely; weaker ones are not shown.
CLEAR, LIKELY = 0.005, 0.02
#: A passage counts as found, or as nothing near, with at least this confidence.
SURE_FOUND, SURE_NONE = 0.9, 0.8
#: The kinds of facts that sentences are made from.
FIGURES = frozenset({"tally", "sum", "number"})
#: A number that is part of a name or a date.
_OF_A_NAME = re.compile(r"\b[A-Z][\w.]+ \d")
#: Accounts with fewer words or attributions are left out of statements on what they lack.
FEWEST_WORDS, FEWEST_ATTRIBUTIONS = 100, 4
#: The fewest times that an account names a person whom no other names.
FEWEST_MENTIONS = 3
#: The fewest sentences, and the least share of an account's own, that make two accounts near copies; most of them do.
FEWEST_ALIKE, LEAST_ALIKE, MOSTLY_ALIKE = 4, 0.2, 0.5
#: The fewest words of a passage that a sentence is about, and the most that it repeats.
FEWEST_OF_A_PASSAGE, EXCERPT_WORDS = 6, 14
#: Two passages are about one claim if they share so much of their content words; the fewest such words.
ALIKE, FEWEST_STEMS = 0.8, 3
#: Words behind a surname.
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
#: How a statement is quoted; the ends of an excerpt that its own marks replace.
QUOTED, _MARKS = ("quoted whole", "quoted in part"), "“”‘’\"'., "
_SINGLE = str.maketrans("“”", "‘’")
#: How much a careful reader learns from each kind; descriptive kinds only fill up.
WEIGHTS = {
    "outlets": 1.0,
    "same text": 0.99,
    "contradiction": 0.98,
    "loaded phrases": 0.95,
    "one side": 0.9,
    "missing": 0.8,
    "how sure": 0.9,
    "headline": 0.7,
    "only one account": 0.65,
    "unnamed sources": 0.62,
    "only source": 0.6,
    "quoted share": 0.5,
    "reading level": 0.3,
    "only named": 0.55,
    "shared": 0.2,
    "length": 0.1,
}
DESCRIPTIVE = frozenset({"shared", "length"})

Values = NDArray[np.float64]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Highlight:
    """One sentence; `values` are a label, a number and its text per account, `places` ranges of articles."""

    kind: str
    sentence: str
    detail: str = ""
    p: float = float("nan")
    table: str = ""
    places: Sequence[Place] = ()
    values: Sequence[tuple[str, float, str]] = ()
    unit: str = ""
    size: float = 1.0
    certainty: str = field(default="clear")
    #: Of sentences about the same things one alone is kept.
    about: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The weight of its kind times its size, halved where it is only likely."""
        return WEIGHTS[self.kind] * min(self.size, 1.0) * (1.0 if self.certainty == "clear" else 0.5)


def highlights(comparison: Comparison) -> pd.DataFrame:
    """What stands out in a comparison: `COLUMNS`, the most telling first.

    One event gives sentences on its accounts, several events or several articles of an outlet on the outlets too.
    `places` and `values` are JSON; `p` is nan where a sentence states a count.
    """
    found = list(_outlets(comparison))
    if comparison["accounts"]["event"].nunique() == 1:
        accounts = _Accounts(comparison)
        for finder in FINDERS:
            found += finder(accounts)
    return _table(found)


def article_highlights(analysis: Analysis, article: str) -> pd.DataFrame:
    """What stands out in one article: the same columns; counts with intervals, and no comparison."""
    return _table(list(_of_one(analysis, article)))


def sure(quotes: pd.DataFrame) -> pd.DataFrame:
    """The attributions that counts and shares rest on."""
    if "sure" in quotes:
        return quotes[quotes["sure"] == 1]
    return quotes[quotes["kind"].isin(["direct", "mixed"]) & quotes["source"].notna()]


def counted(phrases: pd.DataFrame) -> pd.DataFrame:
    """The phrases that sentences, charts and counts call loaded: those of medium or high strength."""
    return phrases[phrases["strength"].isin(["medium", "high"])] if "strength" in phrases else phrases


def strong(phrases: pd.DataFrame) -> pd.DataFrame:
    """The loaded phrases in the outlet's own voice."""
    return counted(phrases[phrases["voice"] == "own"])


def _places(rows: pd.DataFrame) -> list[Place]:
    columns = (rows["article"].tolist(), rows["start"].astype(int).tolist(), rows["end"].astype(int).tolist())
    return list(zip(*columns, strict=True))


def and_join(names: Sequence[str], most: int = 4) -> str:
    """The names in a sentence.

    >>> and_join(["Post", "Bell", "Wire"])
    'Post, Bell and Wire'
    """
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def times(count: int, noun: str) -> str:
    """The count and the noun, in the plural unless there is one.

    >>> times(1, "phrase"), times(1200, "word")
    ('1 phrase', '1,200 words')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def often(count: int) -> str:
    """How many times, in words.

    >>> often(1), often(2), often(7)
    ('once', 'twice', '7 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _table(found: Sequence[Highlight]) -> pd.DataFrame:
    ordered = sorted(found, key=lambda one: -one.score)
    kept: list[Highlight] = []
    for one in ordered:
        of_kind = sum(other.kind == one.kind for other in kept)
        if one.about and any(one.about == other.about for other in kept):
            continue
        if of_kind < MOST_OF_A_KIND.get(one.kind, 2) and (one.kind not in DESCRIPTIVE or len(kept) < FEWEST):
            kept.append(one)
    rows = [
        {name: getattr(one, name, rank) for name in COLUMNS}
        | {"places": json.dumps(list(one.places)), "values": json.dumps(list(one.values))}
        for rank, one in enumerate(kept[:MOST], start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


class _Accounts:
    """The accounts of one event, with the tables that sentences are made from."""

    def __init__(self, comparison: Comparison) -> None:
        self.analysis = comparison.analysis
        self.comparison = comparison
        known = comparison["accounts"].drop_duplicates("article")
        self.names = dict(zip(known["article"], known["account"], strict=True))
        self.ids = list(self.names)
        articles = self.analysis["articles"].set_index("article")
        self.words = {a: int(articles.loc[a, "words"]) for a in self.ids}
        self.texts = {article.id: article.text for article in self.analysis.articles_read}

    def called(self, ids: Sequence[str]) -> str:
        """The accounts by name, in a sentence."""
        return and_join([self.names[a] for a in ids])

    @cached_property
    def _before(self) -> dict[str, Counter[str]]:
        """For each word with a capital, the words with a capital right before it, initials left out."""
        before: dict[str, Counter[str]] = {}
        for text in self.texts.values():
            for first, last in re.findall(r"\b([A-Z][\w’'-]+)(?= (?:[A-Z]\. )?([A-Z][\w’'-]+))", text):
                before.setdefault(re.sub("['’]s$", "", last), Counter())[first] += 1
        return before

    @cached_property
    def _in_lower_case(self) -> set[str]:
        """The words that stand without a capital."""
        return {word for text in self.texts.values() for word in re.findall(r"\b[a-z]+\b", text)}

    def prints(self, name: str) -> bool:
        """Whether an account prints the full name so, and no other first name as often before its last word."""
        words = [word.strip(".,") for word in name.split() if word.strip(".,") not in _SUFFIXES]
        words = [word for word in words if len(word) > 1]
        if len(words) < 2 or not all(word[:1].isupper() for word in words) or words[0].lower() in word_set("calendar"):
            return False
        # a word that stands in lower case too is no name alone, as in a thing's name
        if {words[-1].lower(), f"{words[-1].lower()}s"} & self._in_lower_case:
            return False
        before = self._before.get(words[-1], Counter())
        rivals = [n for word, n in before.items() if word != words[-2] and word.lower() not in word_set("titles")]
        return before[words[-2]] >= max([1, *rivals])

    def others(self, ids: Sequence[str]) -> str:
        """All accounts but these, in a sentence."""
        left = [a for a in self.ids if a not in set(ids)]
        return self.called(left) if len(left) < 3 else f"the other {len(left)}"


def _graded(p: float) -> str | None:
    return "clear" if p <= CLEAR else "likely" if p <= LIKELY else None


def _at_least(marked: int, total: int, drawn: int, hits: int) -> float:
    """The chance that of `drawn` out of `total` at least `hits` are among the `marked` (hypergeometric tail)."""
    ways = sum(comb(marked, n) * comb(total - marked, drawn - n) for n in range(hits, min(drawn, marked) + 1))
    return ways / comb(total, drawn)


def _permuted_spread(labels: NDArray[np.int64], counts: Values, rate: Callable[[Values], Values]) -> float:
    """How often permuting sentences among accounts spreads the accounts' rates at least as widely.

    `counts` has a row per sentence, its words first; `rate` turns sums, shape `(accounts, columns)`, into one number
    each. The spread is the squared distance from the rate over all, weighted by words.
    """
    groups = int(labels.max(initial=-1)) + 1
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(groups))
    generator = np.random.default_rng((SEED, len(labels)))
    overall = rate(counts.sum(axis=0, keepdims=True))

    def spread(rows: Values) -> float:
        sums = np.add.reduceat(rows, starts, axis=0)
        return float(sums[:, 0] @ np.square(np.nan_to_num(rate(sums) - overall)))

    observed = spread(counts[order])
    hits = sum(spread(counts[generator.permutation(len(counts))]) >= observed - 1e-9 for _ in range(SHUFFLES))
    return (1 + hits) / (1 + SHUFFLES)


def _by_sentence(accounts: _Accounts, added: pd.Series) -> tuple[NDArray[np.int64], Values]:
    """The account of each sentence, and its words beside what is added to it (by article and sentence)."""
    sentences = accounts.analysis["sentences"]
    sentences = sentences[sentences["article"].isin(accounts.ids) & (sentences["words"] > 0)]
    key = pd.MultiIndex.from_frame(sentences[["article", "sentence"]])
    labels = sentences["article"].map({a: n for n, a in enumerate(accounts.ids)}).to_numpy(dtype=np.int64)
    return labels, np.column_stack([sentences["words"], added.reindex(key, fill_value=0)]).astype(float)


def _per_100(sums: Values) -> Values:
    return 100 * sums[:, 1] / sums[:, 0]


def _loaded(accounts: _Accounts) -> Iterator[Highlight]:
    phrases = strong(accounts.analysis["phrases"])
    labels, counts = _by_sentence(accounts, phrases.groupby(["article", "sentence"]).size())
    if len(set(labels.tolist())) < len(accounts.ids) or not counts[:, 1].sum():
        return
    p = _permuted_spread(labels, counts, _per_100)
    if (certainty := _graded(p)) is None:
        return
    number = phrases["article"].value_counts()
    of = {a: int(number.get(a, 0)) for a in accounts.ids}
    rates = {a: 100 * of[a] / accounts.words[a] for a in accounts.ids}
    ranked = sorted(accounts.ids, key=lambda a: -rates[a])
    top, low = ranked[0], ranked[-1]
    none = [a for a in accounts.ids if not of[a] and accounts.words[a] >= FEWEST_WORDS]
    most = f"{times(of[top], 'loaded phrase')} of its own in {accounts.words[top]:,} words"
    head = f"{accounts.names[top]} uses {most}"
    rest = (
        f"{accounts.called(none)} use{'s' * (len(none) == 1)} none"
        if none
        else f"{accounts.names[low]} uses {of[low]} in {accounts.words[low]:,}"
    )
    between = [f"{accounts.names[a]} {of[a]}" for a in ranked[1:] if a not in none and a != (low if not none else None)]
    yield Highlight(
        "loaded phrases",
        f"{head}; {rest}.",
        f"In between: {', '.join(between)}." if between else "",
        p,
        "phrases",
        _places(phrases[phrases["article"].isin(accounts.ids)]),
        [(accounts.names[a], round(rates[a], 2), f"{of[a]} in {accounts.words[a]:,} words") for a in ranked],
        "loaded phrases of its own per 100 words",
        size=(rates[top] - rates[low]) / 1.5,
        certainty=certainty,
    )


def _same_text(accounts: _Accounts) -> Iterator[Highlight]:
    """Pairs of accounts that print the same sentences, as agency copy and reprints do."""
    for pair in copies(accounts.analysis):
        alike, share = len(pair.places), len(pair.places) / max(pair.of, 1)
        if alike < FEWEST_ALIKE or share < LEAST_ALIKE or not {pair.article, pair.other} <= accounts.names.keys():
            continue
        mine, other = accounts.names[pair.article], accounts.names[pair.other]
        count = f"{alike} of the {pair.of} sentences that {mine} prints outside quotation marks"
        yield Highlight(
            "same text",
            f"{mine} and {other} print nearly the same text: {count} also stand in {other}, or nearly so."
            if share >= MOSTLY_ALIKE
            else f"{mine} and {other} share text: {count} also stand in {other}, or nearly so.",
            table="sentences",
            places=[(pair.article, *place) for place in pair.places],
            size=0.5 + share,
        )


def _spoken(accounts: _Accounts) -> pd.DataFrame:
    quotes = accounts.analysis["quotes"]
    return quotes[quotes["article"].isin(accounts.ids) & (quotes["kind"] != "scare")]


def _one_side(accounts: _Accounts) -> Iterator[Highlight]:
    """An account that has no word of a side which the others quote."""
    every = _spoken(accounts)
    certain = sure(every)
    sided = certain[certain["side"].notna() & (certain["side"] != "")]
    counts = pd.crosstab(sided["article"], sided["side"]).reindex(accounts.ids, fill_value=0)
    heard = {(r.article, r.side) for r in every.itertuples()}
    total, tests = int(counts.to_numpy().sum()), max(1, counts.size)
    for side in counts.columns:
        absent = [a for a in accounts.ids if (a, side) not in heard and counts.loc[a].sum() >= FEWEST_ATTRIBUTIONS]
        present = [a for a in accounts.ids if counts.loc[a, side]]
        if not absent or len(absent) > len(accounts.ids) / 3 or len(present) < len(accounts.ids) - len(absent):
            continue
        drawn, lacking = counts.loc[absent].sum(axis=1).tolist(), total - int(counts[side].sum())
        p = min(1.0, tests * max(_at_least(lacking, total, n, n) for n in drawn))
        if (certainty := _graded(p)) is None:
            continue
        number = [int(counts.loc[a, side]) for a in present]
        spread = f"{min(number)} to {max(number)} times" if min(number) < max(number) else often(number[0])
        others = counts.loc[absent].drop(columns=side).sum()
        yield Highlight(
            "one side",
            f"{accounts.called(absent)} quote{'s' * (len(absent) == 1)} nobody from {side}; "
            f"{accounts.others(absent)} do{'es' * (len(present) == 1)}, {spread}.",
            "Quoted instead: " + ", ".join(f"{name} {often(int(n))}" for name, n in others.items() if n) + ".",
            p,
            "quotes",
            _places(sided[sided["side"] == side]),
            [(accounts.names[a], float(counts.loc[a, side]), str(counts.loc[a, side])) for a in accounts.ids],
            f"attributions to {side}",
            certainty=certainty,
        )


def _headline(accounts: _Accounts) -> Iterator[Highlight]:
    phrases = strong(accounts.analysis["phrases"])
    mine = phrases[(phrases["section"] == "headline") & phrases["article"].isin(accounts.ids)]
    sentences = accounts.analysis["sentences"]
    headed = set(sentences.loc[sentences["section"] == "headline", "article"]) & set(accounts.ids)
    having = [a for a in accounts.ids if a in set(mine["article"])]
    if not having or len(headed) < 2 or len(having) > len(headed) / 2:
        return
    words = {a: and_join([f"“{t}”" for t in mine.loc[mine["article"] == a, "text"]]) for a in having}
    named = "; ".join(f"{accounts.names[a]} ({words[a]})" for a in having[:3])
    one, rest = len(having) == 1, len(headed) - len(having)
    yield Highlight(
        "headline",
        f"{'One headline uses' if one else f'{len(having)} headlines use'} loaded words of {'its' if one else 'their'} "
        f"own: {named}. The other {'headline uses' if rest == 1 else f'{rest} headlines use'} none.",
        table="phrases",
        places=_places(mine),
        certainty="likely",
        size=1.4,
    )


def _headline_verbs(accounts: _Accounts) -> Iterator[Highlight]:
    """What a headline has somebody do that its own article does not say."""
    table = accounts.comparison["headlines"].dropna(subset=["verb"])
    telling = [
        row
        for row in table.to_dict("records")
        if row["verb"].lower().split()[-1] in row["not_in_body"].split()
        and accounts.words.get(row["article"], 0) >= FEWEST_WORDS
    ]
    if not telling:
        return
    said = [f"{accounts.names[row['article']]} (“{row['actor']} {row['verb']}”)" for row in telling]
    one = len(said) == 1
    yield Highlight(
        "headline",
        f"{'One headline has a verb' if one else f'{len(said)} headlines have verbs'} that the article below it does "
        f"not use: {and_join(said)}.",
        table="headlines",
        places=[(r["article"], int(r["start"]), int(r["end"])) for r in telling if pd.notna(r["start"])],
        certainty="likely",
        size=1.2,
    )


def _unnamed(accounts: _Accounts) -> Iterator[Highlight]:
    """An account that leaves far more of its attributions without a name than the others do."""
    sources = accounts.analysis["sources"]
    if "type" not in sources:
        return
    of = sources[sources["article"].isin(accounts.ids)]
    every = of.groupby("article")["quotes"].sum().reindex(accounts.ids, fill_value=0).astype(int)
    hidden = of[of["type"] == "unnamed"].groupby("article")["quotes"].sum().reindex(accounts.ids, fill_value=0)
    hidden = hidden.astype(int)
    total, unnamed = int(every.sum()), int(hidden.sum())
    candidates = [
        (_at_least(unnamed, total, int(every[a]), int(hidden[a])) * len(accounts.ids), a)
        for a in accounts.ids
        if every[a] >= FEWEST_ATTRIBUTIONS and hidden[a] >= 3
    ]
    if not candidates or (certainty := _graded(min(candidates)[0])) is None:
        return
    p, account = min(candidates)
    yield Highlight(
        "unnamed sources",
        f"{accounts.names[account]} leaves {hidden[account]} of its {times(int(every[account]), 'attribution')} "
        f"without a name; {accounts.others([account])} {unnamed - hidden[account]} of {total - every[account]}.",
        p=p,
        table="sources",
        values=[(accounts.names[a], float(hidden[a]), f"{hidden[a]} of {every[a]}") for a in accounts.ids],
        unit="attributions to sources without a name",
        certainty=certainty,
    )


def _only_source(accounts: _Accounts) -> Iterator[Highlight]:
    """A named source that one account quotes and whose name no other account has as a source."""
    every, certain = _spoken(accounts), sure(_spoken(accounts))
    sources = accounts.analysis["sources"]
    persons = set(sources.loc[sources["type"] == "person", "source"])
    cues = frozenset(" ".join(map(str, every["cue"].dropna())).lower().split()) | {"said", "says", "told"}
    lasts: dict[str, set[str]] = {}
    for row in every.dropna(subset=["source"]).itertuples():
        lasts.setdefault(_last(str(row.source)), set()).add(str(row.article))
    for (article, source), rows in certain.groupby(["article", "source"], sort=False):
        name = str(source)
        last = _last(name)
        if name not in persons or lasts.get(last, set()) != {article} or not accounts.prints(name):
            continue
        # whose words follow a pronoun is less certain than whose name stands with them
        by_name = [last in accounts.texts[str(article)][slice(*place)] for place in _source_places(rows)]
        rows = rows[by_name]
        if len(rows) < 2:
            continue
        many = f"{'at least ' * (not all(by_name))}{often(len(rows))}"
        words = int(rows["words_quoted"].sum() + rows["words_reported"].sum())
        naming = [a for a in accounts.ids if a != article and _names(name, accounts.texts[a])]
        if any(_may_speak(name, accounts.texts[a], cues) for a in naming):
            continue
        printing = [a for a in naming if re.search(rf"\b{re.escape(last)}\b", accounts.texts[a])]
        rest = "" if naming else "; no other account has the name"
        rest = f"; {accounts.called(printing)} only name{'s' * (len(printing) == 1)} {last}" if printing else rest
        yield Highlight(
            "only source",
            f"Only {accounts.names[str(article)]} quotes {name}: {many}, {times(words, 'word')}{rest}.",
            table="quotes",
            places=_places(rows),
            size=min(1.0, words / 60),
            about=(name, str(article)),
        )


def _source_places(rows: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Where the source of each attribution is named; an empty range where it is not."""
    for start, end in zip(rows["source_start"].fillna(0), rows["source_end"].fillna(0), strict=True):
        yield int(start), int(end)


def _only_named(accounts: _Accounts) -> Iterator[Highlight]:
    """Persons that one account names several times and no other account names at all."""
    known = accounts.comparison["names"]
    often_named = known[(known["kind"] == "person") & (known["accounts"] == 1) & (known["mentions"] >= FEWEST_MENTIONS)]
    persons = [str(name) for name in often_named["name"].unique() if accounts.prints(str(name))]
    alone: dict[str, list[tuple[str, list[Place]]]] = {}
    for name in persons:
        having = [a for a in accounts.ids if _names(name, accounts.texts[a])]
        places = [(a, *place) for a in having for place in _mentions(name, accounts.texts[a])]
        if len(having) == 1 and len(places) >= FEWEST_MENTIONS:
            alone.setdefault(having[0], []).append((name, places))
    for account, names in alone.items():
        most = sorted(names, key=lambda pair: -len(pair[1]))[:3]
        about = (most[0][0], account) if len(most) == 1 else ()
        many = f"{'each ' * (len(most) > 1)}at least {often(min(len(places) for _, places in most))}"
        yield Highlight(
            "only named",
            f"Only {accounts.names[account]} names {and_join([name for name, _ in most])}, {many}.",
            places=[place for _, places in most for place in places],
            size=sum(len(places) for _, places in most) / 10,
            about=about,
        )


def _mentions(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the surname stands for the person: not behind another's first name or a hyphen, nor before “& Co.”"""
    own = {name.split()[0], *name.split()[:-1], ""}
    for found in re.finditer(rf"(?:([\w.’'-]+) )?(?<!-)\b({re.escape(_last(name))})\b(?!,? [A-Z]\w+ &)", text):
        before = found[1] or ""
        plain = before[:1].islower() or before.strip(".").lower() in word_set("titles") or len(before.strip(".")) == 1
        if plain or before in own:
            yield found.span(2)


def _last(name: str) -> str:
    words = [word.removesuffix("'s").removesuffix("’s").strip(".,") for word in name.split()]
    return next((word for word in reversed(words) if word not in _SUFFIXES), words[-1])


def _names(name: str, text: str) -> bool:
    """Whether the text has the surname, a part of it or another spelling, or the first name alone."""
    last, first = _last(name), name.split()[0]
    parts = [last, *last.split("-")]
    if not any(part in text for part in (*parts, first, last[:4])):
        return False
    either = "|".join(map(re.escape, parts))
    if re.search(rf"\b(?:{either})\b|\b{re.escape(first)}\b(?! [A-Z])", text):
        return True
    alike = re.findall(rf"\b{re.escape(last[:4])}\w+", text) if len(last) > 4 else []
    return any(abs(len(word) - len(last)) <= 2 for word in alike)


def _may_speak(name: str, text: str, cues: frozenset[str]) -> bool:
    """Whether a word that introduces speech stands near the name: an attribution to it may have been missed."""
    parts = {_last(name), name.split()[0]}
    words = re.findall(r"[\w’'-]+", text)
    at = [place for place, word in enumerate(words) if word.removesuffix("'s").removesuffix("’s") in parts]
    return any(word.lower() in cues for place in at for word in words[max(0, place - 6) : place + 7])


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _passages(accounts: _Accounts) -> Iterator[Highlight]:
    """Statements and figures that accounts contradict, that one lacks, or that one alone has."""
    facts = accounts.comparison["facts"]
    leading = set(facts.loc[facts["where"] == LEAD, "fact"])
    for table, keys in (("statements", ["event", "statement"]), ("facts", ["event", "kind", "fact"])):
        frame = accounts.comparison[table]
        if table == "facts":
            # an act later on may be background, or what a page says of itself
            frame = frame[frame["kind"].isin(FIGURES) | frame["kind"].eq("act") & frame["fact"].isin(leading)]
        held = (frame["presence"] == "found") & (frame["confidence"] >= SURE_FOUND)
        none = (frame["presence"] == "none") & (frame["confidence"] >= SURE_NONE)
        differs = frame["differs"].eq(True) if "differs" in frame else pd.Series(False, index=frame.index)
        marked = frame.assign(_held=held, _none=none, _differs=differs)
        sums = marked.groupby(keys, sort=False)[["_held", "_none", "_differs"]].transform("sum")
        # all accounts are settled, or two give different numbers: of most passages neither holds
        telling = (sums["_held"] > 0) & ((sums["_held"] + sums["_none"] == len(accounts.ids)) | (sums["_differs"] > 0))
        for _, rows in frame[telling].groupby(keys, sort=False):
            yield from _passage(accounts, table, rows)


def _passage(accounts: _Accounts, table: str, rows: pd.DataFrame) -> Iterator[Highlight]:
    held = rows[(rows["presence"] == "found") & (rows["confidence"] >= SURE_FOUND)]
    none = rows[(rows["presence"] == "none") & (rows["confidence"] >= SURE_NONE)]
    named = _speakers(accounts, held) if table == "statements" else []
    if not len(held) or (table == "statements" and not (named and held["telling"].isin(QUOTED).any())):
        return
    fullest = max(map(str, held["text"]), key=len)
    # the rest of a sentence, or a few words, say too little alone
    if len(fullest.split()) < FEWEST_OF_A_PASSAGE or (table == "facts" and fullest[:1].islower()):
        return
    what = f"{_possessive(named[0])} words {_excerpt(fullest)}" if named else _excerpt(fullest)
    lacking, having, places = list(none["article"]), list(held["article"]), _places(held)
    differ = held[held["differs"].eq(True)] if "differs" in held else held.iloc[:0]
    kind, said, size = "", "", 1.0
    if 0 < len(differ) < len(held):
        apart = list(differ["article"])
        kind, other = "contradiction", _excerpt(str(held.drop(differ.index)["text"].iloc[0]))
        mine = _excerpt(str(differ["text"].iloc[0]))
        said = f"Accounts give different numbers. {accounts.called(apart)}: {mine}; {accounts.others(apart)}: {other}"
    elif len(held) > 1 and len(held) + len(none) == len(rows) and 0 < len(none) <= len(rows) / 3:
        kind, has = "missing", "has" if len(lacking) == 1 else "have"
        said = f"{accounts.called(lacking)} {has} nothing near {what}; {accounts.others(lacking)} have"
        size = 0.6 + 0.5 * len(held) / len(rows)
    elif len(held) == 1 and len(none) == len(rows) - 1 and _may_stand_alone(accounts, table, held, named, lacking):
        kind, said = "only one account", f"Only {accounts.called(having)} has {what}"
        size = min(1.0, 0.5 + 10 * len(fullest.split()) / max(accounts.words[having[0]], 1))
    if kind:
        about = (named[0] if named else "", *having) if kind == "only one account" else ()
        yield Highlight(kind, f"{said}.", table=table, places=places, certainty="likely", size=size, about=about)


def _may_stand_alone(
    accounts: _Accounts, table: str, held: pd.DataFrame, named: Sequence[str], others: Sequence[str]
) -> bool:
    """Whether a passage of one account says much; a speaker whom no other has is shown as a source of one account."""
    if table == "facts":
        return not _OF_A_NAME.search(str(held["text"].iloc[0]))
    return any(_last(named[0]) in accounts.texts[a] for a in others)


def _how_sure(accounts: _Accounts) -> Iterator[Highlight]:
    """A claim that one account introduces plainly and another with a cue of doubt."""
    rows = accounts.comparison["certainty"]
    rows = rows[rows["cue"].map(lambda cue: isinstance(cue, str) and not cue.startswith("suggest")).astype(bool)]
    for _, claim in rows.groupby("claim", sort=False):
        plain = claim[claim["certainty"].isin(["said", "shown"])].to_dict("records")
        for doubted in claim[claim["certainty"] == "doubted"].to_dict("records"):
            mine = _stems(str(doubted["text"]))
            alike = [one for one in plain if _overlap(_stems(str(one["text"])), mine) >= ALIKE]
            if not alike or len(mine) < FEWEST_STEMS:
                continue
            sides = [f"{accounts.names[one['article']]} introduces with “{one['cue']}”" for one in (doubted, alike[0])]
            yield Highlight(
                "how sure",
                f"{sides[0]} what {sides[1]}: {_excerpt(str(doubted['text']))}.",
                table="certainty",
                places=_places(pd.DataFrame([doubted, alike[0]])),
                certainty="likely",
            )


def _stems(text: str) -> set[str]:
    """The beginnings of the words that carry content."""
    return {
        word[:5].lower() for word in re.findall(r"\w+", text) if len(word) > 3 or word[0].isupper() or word.isdigit()
    }


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / max(1, min(len(first), len(second)))


def _shared(accounts: _Accounts) -> Iterator[Highlight]:
    """The statement that most accounts have."""
    frame = accounts.comparison["statements"]
    held = frame[(frame["presence"] == "found") & (frame["confidence"] >= SURE_FOUND)]
    counts = held.groupby("statement", sort=False).size()
    for number, count in counts[counts > 1].sort_values(ascending=False, kind="stable").items():
        rows = held[held["statement"] == number]
        if named := _speakers(accounts, rows):
            # The shortest passage: a longer one has words that not every account has.
            words = "words" if set(rows["telling"]) <= {"quoted whole"} else "words, some in part or paraphrased,"
            what = f"{_possessive(named[0])} {words} {_excerpt(min(map(str, rows['text']), key=len))}"
            every = len(accounts.ids)
            many = f"At least {count} of {every}" if count < every else "Both" if every == 2 else f"All {every}"
            said = f"{many} accounts have {what}."
            yield Highlight("shared", said, table="statements", places=_places(rows), certainty="likely")
            return


def _excerpt(passage: str) -> str:
    plain = " ".join(passage.split()).removeprefix("that ")
    # a quotation of a few words stands alone, without the preposition before it
    plain = re.sub(r"^[a-z]+ (?=[“\"])", "", plain)
    words = few_words(plain, EXCERPT_WORDS).strip(_MARKS)
    inner = re.sub(r'"([^"]*)(?:"|$)', r"“\1”", words)
    inner += "”" * (inner.count("“") > inner.count("”"))
    return f"“{inner.translate(_SINGLE)}”"


def _speakers(accounts: _Accounts, held: pd.DataFrame) -> list[str]:
    """The speaker of a statement, if sure attributions in every account that has it name the same one.

    At least one account must print the name with the words: “the president” may be another's.
    """
    certain, named, by_name = sure(_spoken(accounts)), [], False
    for row in held.to_dict("records"):
        inside = (certain["start"] < row["end"]) & (certain["end"] > row["start"])
        mine = certain[(certain["article"] == row["article"]) & inside].head(1)
        if not len(mine) or pd.isna(mine["source"].iloc[0]):
            return []
        named.append(str(mine["source"].iloc[0]))
        place = next(_source_places(mine))
        by_name |= _last(named[-1]) in accounts.texts[str(row["article"])][slice(*place)]
    sources = accounts.analysis["sources"]
    persons = set(sources.loc[sources["type"] == "person", "source"])
    name = max(named, key=len, default="")
    known = by_name and name in persons and name[:1].isupper() and (" " not in name or accounts.prints(name))
    return [name] if known and len({_last(one) for one in named}) == 1 else []


def _quoted_share(accounts: _Accounts) -> Iterator[Highlight]:
    quotes, sentences = _spoken(accounts), accounts.analysis["sentences"]
    rows = [
        (a, int(mine["sentence"].to_numpy()[max(0, int(np.searchsorted(mine["start"], start, side="right")) - 1)]), n)
        for a, mine in sentences[sentences["article"].isin(accounts.ids)].groupby("article")
        for start, n in quotes.loc[quotes["article"] == a, ["start", "words_quoted"]].itertuples(index=False)
    ]
    quoted = (
        pd.DataFrame(rows, columns=["article", "sentence", "words"]).groupby(["article", "sentence"])["words"].sum()
    )
    labels, counts = _by_sentence(accounts, quoted)
    if len(set(labels.tolist())) < len(accounts.ids) or not len(rows):
        return
    p = _permuted_spread(labels, counts, _per_100)
    if (certainty := _graded(p)) is None:
        return
    of = quoted.groupby("article").sum().reindex(accounts.ids, fill_value=0).astype(int)
    shares = {a: 100 * of[a] / accounts.words[a] for a in accounts.ids}
    ranked = sorted(accounts.ids, key=lambda a: -shares[a])
    top, low = ranked[0], ranked[-1]
    yield Highlight(
        "quoted share",
        f"{shares[top]:.0f}% of {accounts.names[top]} is in quotation marks ({of[top]:,} of {accounts.words[top]:,} "
        f"words), {shares[low]:.0f}% of {accounts.names[low]} ({of[low]:,} of {accounts.words[low]:,}).",
        p=p,
        table="quotes",
        values=[(accounts.names[a], round(shares[a], 1), f"{shares[a]:.0f}%") for a in ranked],
        unit="% of words in quotation marks",
        size=(shares[top] - shares[low]) / 20,
        certainty=certainty,
    )


def _reading(accounts: _Accounts) -> Iterator[Highlight]:
    sentences, articles = accounts.analysis["sentences"], accounts.analysis["articles"].set_index("article")
    body = sentences[(sentences["section"] == "body") & (sentences["words"] > 0)]
    enough = [a for a in accounts.ids if articles.loc[a, "body_sentences"] >= 10]
    if len(enough) < 2:
        return
    body = body[body["article"].isin(enough)]
    labels = body["article"].map({a: n for n, a in enumerate(enough)}).to_numpy(dtype=np.int64)
    counts = np.column_stack([body["words"], body["syllables"], np.ones(len(body))]).astype(float)
    p = _permuted_spread(labels, counts, lambda sums: 0.39 * sums[:, 0] / sums[:, 2] + 11.8 * sums[:, 1] / sums[:, 0])
    if (certainty := _graded(p)) is None:
        return
    names = ["flesch_kincaid_grade", "flesch_kincaid_grade_low", "flesch_kincaid_grade_high"]
    figure = dict(zip(articles.index, articles[names].to_numpy(dtype=float).tolist(), strict=True))
    ranked = sorted(enough, key=lambda a: -figure[a][0])
    said = {a: "grade {:.0f} ({:.0f} to {:.0f})".format(*figure[a]) for a in enough}
    yield Highlight(
        "reading level",
        f"{accounts.names[ranked[0]]} is the hardest to read, at Flesch–Kincaid {said[ranked[0]]}; "
        f"{accounts.names[ranked[-1]]} the easiest, at {said[ranked[-1]]}.",
        p=p,
        table="articles",
        values=[(accounts.names[a], round(figure[a][0], 1), f"{figure[a][0]:.1f}") for a in ranked],
        unit="Flesch–Kincaid grade",
        size=(figure[ranked[0]][0] - figure[ranked[-1]][0]) / 4,
        certainty=certainty,
    )


def _length(accounts: _Accounts) -> Iterator[Highlight]:
    ranked = sorted(accounts.ids, key=lambda a: -accounts.words[a])
    top, low = ranked[0], ranked[-1]
    if accounts.words[low] and accounts.words[top] >= 1.5 * accounts.words[low]:
        yield Highlight(
            "length",
            f"{accounts.names[top]} is the longest account, with {times(accounts.words[top], 'word')}; "
            f"{accounts.names[low]} the shortest, with {accounts.words[low]:,}.",
            table="articles",
            values=[(accounts.names[a], float(accounts.words[a]), f"{accounts.words[a]:,}") for a in ranked],
            unit="words",
        )


#: Measures of outlets that sentences are made from: how one and the others are described, the factor of the value, and
#: what a chart calls it.
_MEASURES = {
    "phrases_own_per_100_words": (
        "uses {:.1f} loaded phrases, weak ones too, per 100 of its own words", "{:.1f}", 1,
        "loaded phrases per 100 of its own words",
    ),
    "quoted_share": ("puts {:.0f}% of its words in quotation marks", "{:.0f}%", 100, "% of words in quotation marks"),
    "flesch_kincaid_grade": ("reads at a Flesch–Kincaid grade of {:.1f}", "{:.1f}", 1, "Flesch–Kincaid grade"),
    "unnamed_share": ("leaves {:.0f}% of its attributions without a name", "{:.0f}%", 100, "% without a name"),
    "words_per_sentence": ("writes {:.0f} words a sentence", "{:.0f}", 1, "words per sentence"),
}  # fmt: skip


def _outlets(comparison: Comparison) -> Iterator[Highlight]:
    """Measures that differ between outlets over articles, for each the outlet that stands furthest apart."""
    table = comparison["differences"]
    differ = table[(table["verdict"] == DIFFERS) & (table["articles"] > 1) & table["measure"].isin(_MEASURES)]
    events = comparison["accounts"]["event"].nunique()
    differ = differ.assign(size=differ["effect_size"].abs()).sort_values("size", ascending=False, kind="stable")
    for row in differ.drop_duplicates("measure").to_dict("records"):
        said, others, factor, unit = _MEASURES[row["measure"]]
        mine, rest = said.format(factor * row["value"]), others.format(factor * row["value_rest"])
        over = f"{times(int(row['articles']), 'article')} against {row['articles_rest']}"
        over += f", on {events} events" if events > 1 else ""
        of_all = table[table["measure"] == row["measure"]]
        values = zip(of_all["group"].tolist(), (factor * of_all["value"]).tolist(), strict=True)
        yield Highlight(
            "outlets",
            f"{row['group']} {mine}; the others {rest} ({over}).",
            f"Within events the difference is {factor * row['difference']:.1f} "
            f"({factor * row['difference_low']:.1f} to {factor * row['difference_high']:.1f}).".replace("-", "−"),
            float(row["p"]),
            "differences",
            values=[(str(name), value, others.format(value)) for name, value in values],
            unit=unit,
            size=0.5 + list(_MEASURES)[::-1].index(row["measure"]) / 10,
        )


def _of_one(analysis: Analysis, article: str) -> Iterator[Highlight]:
    row = analysis["articles"]["article"] == article
    known = {str(name): value for name, value in analysis["articles"][row].to_dict("records")[0].items()}
    words = int(known["words"])
    phrases = strong(analysis["phrases"])
    phrases = phrases[phrases["article"] == article]
    rate = 100 * len(phrases) / known["words_own"] if known["words_own"] else 0.0
    headed = int((phrases["section"] == "headline").sum())
    if words >= FEWEST_WORDS:
        yield Highlight(
            "loaded phrases",
            f"The article uses {times(len(phrases), 'loaded phrase')} of its own in {times(words, 'word')}"
            + (f", {headed} of them in the headline." if headed else "."),
            f"That is {rate:.1f} per 100 of its own words." if len(phrases) else "",
            table="phrases",
            places=_places(phrases),
            size=0.5 + len(phrases) / 20,
        )
    yield from _voices_of_one(analysis, article, words)
    grade = known["flesch_kincaid_grade"]
    ends = (known["flesch_kincaid_grade_low"], known["flesch_kincaid_grade_high"])
    if known["body_sentences"] >= 10:
        yield Highlight(
            "reading level",
            f"It reads at a Flesch–Kincaid grade of {grade:.0f} ({ends[0]:.0f} to {ends[1]:.0f}).",
            table="articles",
        )


def _voices_of_one(analysis: Analysis, article: str, words: int) -> Iterator[Highlight]:
    quotes = analysis["quotes"]
    every = quotes[(quotes["article"] == article) & (quotes["kind"] != "scare")]
    certain = sure(every).dropna(subset=["source"])
    if not len(certain):
        return
    given = certain.groupby("source", sort=False).agg(rows=("start", "size"), words=("words", "sum"))
    given = given.sort_values(["words"], ascending=False, kind="stable")
    top, total = str(given.index[0]), int(given["words"].sum())
    unsure = len(every) - len(certain)
    left = f"{times(unsure, 'attribution')} without a sure source left out." if unsure else ""
    places = _places(certain[certain["source"] == top])
    shown = given["words"].head(6)
    values = [(str(s), float(n), times(int(n), "word")) for s, n in zip(shown.index, shown, strict=True)]
    if len(given) == 1:
        said = f"{top} is the only source: {times(len(certain), 'attribution')}, {times(total, 'word')}."
        yield Highlight("only source", said, left, table="quotes", places=places)
    elif total and 2 * len(certain) >= len(every):
        share = 100 * int(given["words"].iloc[0]) / total
        others = f"{times(len(given) - 1, 'other source')} share{'s' * (len(given) == 2)} the rest"
        mine = f"{given['words'].iloc[0]:,} of {total:,}"
        said = f"{top} gets {share:.0f}% of the words given to sources ({mine}); {others}."
        yield Highlight(
            "one side", said, left, table="quotes", places=places, values=values, unit="words", size=0.5 + share / 100
        )
    quoted = int(every["words_quoted"].sum())
    yield Highlight(
        "quoted share",
        f"{100 * quoted / words:.0f}% of the article is in quotation marks ({quoted:,} of {words:,} words).",
        table="quotes",
        size=2 * quoted / words,
    )


#: What is looked for among the accounts of one event.
FINDERS = (
    _same_text, _loaded, _one_side, _headline, _headline_verbs, _how_sure, _unnamed, _only_source, _passages,
    _quoted_share, _reading, _only_named, _shared, _length,
)  # fmt: skip
