"""What stands out: sentences made from the tables, each with its numbers, how sure it is, and the places behind it.

Differences between accounts are tested by permuting sentences among them (Phipson and Smyth 2010); absence from one
account by the hypergeometric distribution. Differences between outlets come from `differences`, over articles.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import analyze
from framing.articles.article import Article
from framing.compare.accounts import LEAD
from framing.compare.copies import copies
from framing.compare.differences import DIFFERS, SEED
from framing.compare.quantities import singular
from framing.text.spans import few_words
from framing.words import word_set

if TYPE_CHECKING:
    from framing.analysis import Analysis
    from framing.compare.comparison import Comparison

COLUMNS = ("rank", "kind", "sentence", "detail", "certainty", "p", "table", "places", "values", "unit")
#: The most sentences.
MOST = 7
SHUFFLES = 1999
#: A difference with a p of at most this is clear, or likely; weaker ones are not shown.
CLEAR, LIKELY = 0.005, 0.02
#: A passage counts as found, or as nothing near, with at least this confidence.
SURE_FOUND, SURE_NONE = 0.9, 0.8
#: The kinds of facts that sentences are made from.
FIGURES = frozenset({"tally", "sum", "number"})
#: Accounts with fewer words or attributions are left out of statements on what they lack.
FEWEST_WORDS, FEWEST_ATTRIBUTIONS = 100, 4
#: Fewer sentences have no reading level.
FEWEST_SENTENCES = 10
#: The fewest words of somebody's single attribution that one account alone has, and the most names in a sentence.
FEWEST_OF_A_SOURCE, MOST_SOURCES = 8, 5
#: The fewest words of a quotation that one account alone has.
FEWEST_OF_A_QUOTATION = 12
#: The fewest words between quotation marks that are shared out, and the shares that are most and few of them.
FEWEST_QUOTED, MOSTLY, SELDOM = 40, 0.6, 0.25
#: A name matters to an account that has it so often; the most names that a sentence gives.
FEWEST_MENTIONS, MOST_NAMES = 3, 3
#: The fewest sentences, and the least share of an account's own, that make two accounts near copies; most of them do.
FEWEST_ALIKE, LEAST_ALIKE, MOSTLY_ALIKE = 4, 0.2, 0.5
#: The fewest words of a passage that a sentence is about, and the most that it repeats.
FEWEST_OF_A_PASSAGE, EXCERPT_WORDS = 6, 20
#: Two passages are about one claim if they share so much of their content words; the fewest such words.
ALIKE, FEWEST_STEMS = 0.8, 3
#: Words behind a surname.
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
#: How a statement is quoted; the ends of an excerpt that its own marks replace.
QUOTED, _MARKS = ("quoted whole", "quoted in part"), "“”‘’\"'., "
_SINGLE = str.maketrans("“”", "‘’")

Values = NDArray[np.float64]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Highlight:
    """One sentence; `values` are a label, a number and its text per account, `places` ranges of articles."""

    sentence: str
    detail: str = ""
    p: float = float("nan")
    table: str = ""
    places: Sequence[Place] = ()
    values: Sequence[tuple[str, float, str]] = ()
    unit: str = ""
    size: float = 1.0
    #: Of sentences about the same person of one account only one is kept.
    about: frozenset[tuple[str, str]] = frozenset()


class Kind(NamedTuple):
    """How much a careful reader learns from a kind of sentence, what makes it, how sure it is, and the most shown."""

    weight: float
    make: Callable[[Accounts], Iterator[Highlight]]
    #: None where it follows from p.
    certainty: str | None = "clear"
    most: int = 2


def highlights(comparison: Comparison) -> pd.DataFrame:
    """What stands out in a comparison: `COLUMNS`, the most telling first.

    One event gives sentences on its accounts, several events or several articles of an outlet on the outlets too.
    `places` and `values` are JSON; `p` is nan where a sentence states a count.
    """
    accounts = Accounts(comparison)
    kinds = KINDS if comparison["accounts"]["event"].nunique() == 1 else {"outlets": KINDS["outlets"]}
    graded = [
        (name, certainty, highlight)
        for name, kind in kinds.items()
        for highlight in kind.make(accounts)
        if (certainty := kind.certainty or _grade(highlight.p))
    ]
    graded.sort(key=lambda row: -KINDS[row[0]].weight * min(row[2].size, 1) * (1 + (row[1] == "clear")))
    shown: list[tuple[str, str, Highlight]] = []
    for row in graded:
        repeats = any(row[2].about & other.about for *_, other in shown)
        if not repeats and sum(kind == row[0] for kind, *_ in shown) < KINDS[row[0]].most:
            shown.append(row)
    return _table(shown[:MOST])


def article_highlights(analysis: Analysis, article: str) -> pd.DataFrame:
    """What stands out in one article: the same columns; counts with intervals, and no comparison."""
    return _table([(kind, "clear", highlight) for kind, highlight in _of_one(analysis, article)])


def _table(highlights: Sequence[tuple[str, str, Highlight]]) -> pd.DataFrame:
    rows = [
        {name: getattr(highlight, name, None) for name in COLUMNS}
        | {"rank": rank, "kind": kind, "certainty": certainty}
        | {name: json.dumps(list(getattr(highlight, name))) for name in ("places", "values")}
        for rank, (kind, certainty, highlight) in enumerate(highlights, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


# what counts, and how it is worded


def sure(quotes: pd.DataFrame) -> pd.DataFrame:
    """The attributions that counts and shares rest on."""
    return quotes[quotes["sure"] == 1]


def counted(phrases: pd.DataFrame) -> pd.DataFrame:
    """The phrases that sentences, charts and counts call loaded: those of medium or high strength."""
    return phrases[phrases["strength"].isin(["medium", "high"])]


def strong(phrases: pd.DataFrame) -> pd.DataFrame:
    """The loaded phrases in the outlet's own voice."""
    return counted(phrases[phrases["voice"] == "own"])


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


def _places(rows: pd.DataFrame) -> list[Place]:
    columns = (rows["article"].tolist(), rows["start"].astype(int).tolist(), rows["end"].astype(int).tolist())
    return list(zip(*columns, strict=True))


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _excerpt(passage: str) -> str:
    plain = " ".join(passage.split()).removeprefix("that ")
    # a quotation of a few words stands alone, without the preposition before it
    plain = re.sub(r"^[a-z]+ (?=[“\"])", "", plain)
    words = few_words(plain, EXCERPT_WORDS).strip(_MARKS)
    inner = re.sub(r'"([^"]*)(?:"|$)', r"“\1”", words)
    inner += "”" * (inner.count("“") > inner.count("”"))
    return f"“{inner.translate(_SINGLE)}”"


def _grade(p: float) -> str | None:
    return "clear" if p <= CLEAR else "likely" if p <= LIKELY else None


class Accounts:
    """The accounts of a comparison, with the tables that sentences are made from."""

    def __init__(self, comparison: Comparison) -> None:
        self.analysis, self.comparison = comparison.analysis, comparison
        known = comparison["accounts"].drop_duplicates("article")
        self.names = dict(zip(known["article"], known["account"], strict=True))
        self.ids = list(self.names)
        articles = self.analysis["articles"].set_index("article")
        self.words = {a: int(articles.loc[a, "words"]) for a in self.ids}
        self.texts = {article.id: article.text for article in self.analysis.articles_read}

    def called(self, ids: Sequence[str]) -> str:
        """The accounts by name, in a sentence."""
        return and_join([self.names[a] for a in ids])

    def listed(self, items: Sequence[tuple[str, str, str]], most: int = 4) -> str:
        """Names or words in a sentence, each with its article's account and a remark in brackets."""
        return and_join([f"{text} ({self.names[a]}{remark})" for text, a, remark in items], most)

    def others(self, ids: Sequence[str]) -> str:
        """All accounts but these, in a sentence."""
        left = [a for a in self.ids if a not in set(ids)]
        return self.called(left) if len(left) < 3 else f"the other {len(left)}"

    def of(self, table: str) -> pd.DataFrame:
        """The rows of a table of the analysis that the accounts have."""
        rows = self.analysis[table]
        return rows[rows["article"].isin(self.ids)]

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """All attributions but quotation marks at a distance."""
        quotes = self.of("quotes")
        return quotes[quotes["kind"] != "scare"]

    @cached_property
    def persons(self) -> frozenset[str]:
        """The sources that are persons."""
        sources = self.analysis["sources"]
        return frozenset(sources.loc[sources["type"] == "person", "source"])

    @cached_property
    def by_name(self) -> pd.DataFrame:
        """The sure attributions beside the name of a person: the full name where others share the surname."""
        rows = sure(self.spoken).dropna(subset=["source", "source_start"])
        named = [
            row["source"] in self.persons
            and self.prints(row["source"])
            and (row["source"] if self.shares(row["source"]) else _last(row["source"]))
            in self.texts[row["article"]][int(row["source_start"]) : int(row["source_end"])]
            for row in rows.to_dict("records")
        ]
        return rows[np.array(named, dtype=bool)]

    @cached_property
    def alone(self) -> list[tuple[str, str, pd.DataFrame]]:
        """The persons whom one account alone quotes, with the account and what it surely attributes to them."""
        cues = frozenset(" ".join(map(str, self.spoken["cue"].dropna())).lower().split()) | {"said", "says", "told"}
        of_last: dict[str, set[str]] = {}
        for article, source in self.spoken[["article", "source"]].dropna().itertuples(index=False):
            of_last.setdefault(_last(source), set()).add(article)
        persons = []
        for key, rows in self.by_name.groupby(["source", "article"], sort=False):
            name, article = map(str, key)
            if of_last[_last(name)] == {article}:
                others = (text for a, text in self.texts.items() if a != article and _names(name, text))
                if not any(_may_speak(name, text, cues) for text in others):
                    persons.append((name, article, rows))
        return persons

    @cached_property
    def mentions(self) -> dict[str, tuple[list[str], dict[str, list[Place]]]]:
        """For persons that one account names, or most do: the articles that name them, and the places of the surname.

        Only a name that is printed in full counts; a title, a first name or another spelling names the person too.
        """
        names = self.comparison["names"]
        persons = names.loc[names["kind"] == "person", "name"].unique()
        known = [n for n in persons if self.prints(n) and not self.shares(n)]
        titles = {article.id: article.title or "" for article in self.analysis.articles_read}
        mentions = {}
        for name in (name for name in known if _last(name).lower() not in word_set("body-nouns")):
            last = _last(name)
            surname = re.compile(rf"\b{re.escape(last)}\b")
            places: dict[str, list[Place]] = {
                a: [(a, *match.span()) for match in surname.finditer(text)] if last in text else []
                for a, text in self.texts.items()
            }
            printed = sum(map(bool, places.values()))
            # in between, no sentence is made
            if printed == 1 or 3 * printed >= 2 * len(self.ids):
                having = [a for a in self.ids if places[a] or _names(name, f"{titles[a]} {self.texts[a]}")]
                mentions[name] = having, places
        return mentions

    def with_role(self, name: str, article: str) -> str:
        """The name, with the role that `sources` gives it in the article."""
        rows = self.analysis["sources"]
        role = rows.loc[(rows["article"] == article) & (rows["source"] == name), "role"].dropna()
        return f"{name} ({role.iloc[0]})" if len(role) else name

    @cached_property
    def runs(self) -> dict[str, set[tuple[str, ...]]]:
        """Every four words in a row of each article."""
        return {a: _runs(text) for a, text in self.texts.items()}

    @cached_property
    def settled(self) -> list[Passage]:
        """The passages that sentences are made from."""
        return list(_settled(self))

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
        """Whether an account prints the full name so."""
        words = [word.strip(".,") for word in name.split() if word.strip(".,") not in _SUFFIXES]
        words = [word for word in words if len(word) > 1]
        if len(words) < 2 or not all(word[:1].isupper() for word in words) or words[0].lower() in word_set("calendar"):
            return False
        # a word that stands in lower case too is no name alone, as in a thing's name
        if {words[-1].lower(), f"{words[-1].lower()}s"} & self._in_lower_case:
            return False
        return self._before.get(words[-1], Counter())[words[-2]] > 0

    def shares(self, name: str) -> bool:
        """Whether another first name stands before the surname as well."""
        before = self._before.get(_last(name), Counter())
        known = word_set("titles") | self._in_lower_case
        return any(word not in name.split() and word.lower() not in known for word in before)


# persons by name


def _last(name: str) -> str:
    words = [word.removesuffix("'s").removesuffix("’s").strip(".,") for word in name.split()]
    return next((word for word in reversed(words) if word not in _SUFFIXES), words[-1])


def _names(name: str, text: str) -> bool:
    """Whether the text has the surname, a part of it or another spelling, or the first name alone."""
    last, first = _last(name), name.split()[0]
    if not any(part in text for part in (last[:4], first, *last.split("-"))):
        return False
    either = "|".join(map(re.escape, [last, *last.split("-")]))
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


# who speaks


def _only_source(accounts: Accounts) -> Iterator[Highlight]:
    """The persons whom one account alone quotes, those with most words first."""
    quoted = [
        (int(rows["words"].sum()), name, article, rows)
        for name, article, rows in accounts.alone
        if len(rows) > 1 or rows["words_quoted"].iloc[0] >= FEWEST_OF_A_SOURCE
    ]
    shown = sorted(quoted, key=lambda person: (-person[0], person[1]))[:MOST_SOURCES]
    by_account: dict[str, list[str]] = {}
    for _, name, article, _ in shown:
        by_account.setdefault(article, []).append(accounts.with_role(name, article))
    people = [f"{and_join(names, MOST_SOURCES)} in {accounts.names[article]}" for article, names in by_account.items()]
    if people:
        yield Highlight(
            f"Among those who speak in one account only: {'; '.join(people)}.",
            f"Words: {', '.join(f'{name} {words}' for words, name, _, _ in shown)}.",
            table="quotes",
            places=[place for *_, rows in shown for place in _places(rows)],
            about=frozenset((name, article) for _, name, article, _ in shown),
        )


def _most_quoted(accounts: Accounts) -> Iterator[Highlight]:
    """A person with most of the words in quotation marks in one account, and few of them in another."""
    total = accounts.spoken.groupby("article")["words_quoted"].sum()
    total = total[total >= FEWEST_QUOTED]
    last, gaps = accounts.spoken["source"].map(_last, na_action="ignore"), []
    by_person = accounts.by_name.groupby(["article", "source"], as_index=False)["words_quoted"].sum()
    for top, name, words in by_person.itertuples(index=False):
        if len(total) > 1 and top in total and words > MOSTLY * total[top]:
            # what has no source may be anybody's, and a pronoun another's
            perhaps = accounts.spoken[last.fillna(_last(name)) == _last(name)]
            most = perhaps.groupby("article")["words_quoted"].sum().reindex(total.index, fill_value=0)
            low = str((most / total).idxmin())
            if most[low] < SELDOM * total[low]:
                gaps.append((most[low] / total[low] - words / total[top], name, top, low, int(words), int(most[low])))
    for _, name, top, low, of_top, of_low in sorted(gaps)[:1]:
        yield Highlight(
            f"Most words in quotation marks in {accounts.names[top]} are from {name}, "
            f"{'few' if of_low else 'none'} of those in {accounts.names[low]}.",
            f"Words: {of_top:,} of {total[top]:,}, and {of_low:,} of {total[low]:,}.",
            table="quotes",
            places=_places(accounts.by_name[accounts.by_name["source"] == name]),
        )


def _one_side(accounts: Accounts) -> Iterator[Highlight]:
    """An account that has no word of a side which the others quote."""
    from scipy.stats import hypergeom  # here, since it takes half a second and few commands need it

    certain = sure(accounts.spoken)
    sided = certain[certain["side"].notna() & (certain["side"] != "")]
    counts = pd.crosstab(sided["article"], sided["side"]).reindex(accounts.ids, fill_value=0)
    heard = set(accounts.spoken[["article", "side"]].itertuples(index=False, name=None))
    total, tests = int(counts.to_numpy().sum()), max(1, counts.size)
    for side in counts.columns:
        absent = [a for a in accounts.ids if (a, side) not in heard and counts.loc[a].sum() >= FEWEST_ATTRIBUTIONS]
        present = [a for a in accounts.ids if counts.loc[a, side]]
        if not absent or len(absent) > len(accounts.ids) / 3 or len(present) < len(accounts.ids) - len(absent):
            continue
        drawn, lacking = counts.loc[absent].sum(axis=1), total - int(counts[side].sum())
        p = min(1.0, tests * float(max(hypergeom.sf(n - 1, total, lacking, n) for n in drawn)))
        number = counts.loc[present, side].astype(int)
        spread = f"{min(number)} to {max(number)} times" if min(number) < max(number) else often(int(number.iloc[0]))
        others = counts.loc[absent].drop(columns=side).sum()
        yield Highlight(
            f"{accounts.called(absent)} quote{'s' * (len(absent) == 1)} nobody from {side}; "
            f"{accounts.others(absent)} do{'es' * (len(present) == 1)}, {spread}.",
            "Quoted instead: " + ", ".join(f"{name} {often(int(n))}" for name, n in others.items() if n) + ".",
            p,
            "quotes",
            _places(sided[sided["side"] == side]),
            [(accounts.names[a], float(counts.loc[a, side]), str(counts.loc[a, side])) for a in accounts.ids],
            f"attributions to {side}",
        )


# words and names


def _not_mentioned(accounts: Accounts) -> Iterator[Highlight]:
    """A person whom most accounts name often, and one has no word of."""
    for name, (having, at) in accounts.mentions.items():
        lacking = [a for a in accounts.ids if a not in having]
        counts = [len(at[a]) for a in having]
        if lacking and 3 * len(lacking) <= len(accounts.ids) and min(counts) >= FEWEST_MENTIONS:
            yield Highlight(
                f"{accounts.called(lacking)} {'does' if len(lacking) == 1 else 'do'} not mention {name}; "
                f"{accounts.others(lacking)} do.",
                places=[place for a in having for place in at[a]],
                size=min(1.0, sum(counts) / (3 * FEWEST_MENTIONS * len(having))),
            )


def _only_mentioned(accounts: Accounts) -> Iterator[Highlight]:
    """The persons whom one account alone names, and names often."""
    alone = [(name, having[0], at[having[0]]) for name, (having, at) in accounts.mentions.items() if len(having) == 1]
    frequent = [(-len(places), name, a, places) for name, a, places in alone if len(places) >= FEWEST_MENTIONS]
    shown = sorted(frequent)[:MOST_NAMES]
    if shown:
        people = and_join([f"{accounts.with_role(name, a)} in {accounts.names[a]}" for _, name, a, _ in shown])
        yield Highlight(
            f"Among those mentioned in one account only: {people}.",
            places=[place for *_, places in shown for place in places],
            about=frozenset((name, a) for _, name, a, _ in shown),
        )


def _named_differently(accounts: Accounts) -> Iterator[Highlight]:
    """A thing for which two accounts have no name in common, in their own voice."""
    naming = accounts.comparison["naming"]
    own = naming[(naming["voice"] == "own") & (naming["kind"] == "thing")]
    for entity, rows in own.groupby("entity", sort=False):
        names = str(entity).lower().split(" / ")
        used: dict[str, set[str]] = {}
        for article, words in zip(rows["article"], rows["attached"], strict=True):
            used.setdefault(article, set()).add(_name_of(words.lower(), names))
        apart = [a for a in used if any(not used[a] & used[b] for b in used)]
        if apart:
            rows = rows[rows["article"].isin(apart)]
            columns = zip(rows["attached"], rows["article"], rows["times"], strict=True)
            named = accounts.listed(
                [(f"“{words}”", a, f", {often(int(count))}") for words, a, count in columns], MOST_SOURCES
            )
            yield Highlight(f"Different names for one thing: {named}.", table="naming", places=_places(rows))


def _name_of(words: str, names: Sequence[str]) -> str:
    """Which of a thing's names the words are: as they stand, or by the noun beside a proper name."""
    equal = [name for name in names if singular(name) == singular(words)]
    return (equal or [name for name in names if name.split()[-1] in words.split()] or [words])[0]


def _rate(
    accounts: Accounts,
    amounts: pd.Series,
    describe: Callable[[int, int], str],
    table: str,
    unit: str,
    places: Sequence[Place] = (),
) -> Iterator[Highlight]:
    """Accounts that differ in an amount per word by more than permuted sentences do.

    `amounts` is by article and sentence.
    """
    sentences = accounts.of("sentences")
    sentences = sentences[sentences["words"] > 0]
    key = pd.MultiIndex.from_frame(sentences[["article", "sentence"]])
    counts = np.column_stack([sentences["words"], amounts.reindex(key, fill_value=0)]).astype(float)
    if sentences["article"].nunique() < len(accounts.ids) or not counts[:, 1].sum():
        return
    totals = amounts.groupby("article").sum().reindex(accounts.ids, fill_value=0).astype(int)
    rates = {a: 100 * totals[a] / accounts.words[a] for a in accounts.ids}
    ranked = sorted(accounts.ids, key=lambda a: -rates[a])
    most, least = (
        f"{accounts.names[a]} {describe(int(totals[a]), accounts.words[a])}" for a in (ranked[0], ranked[-1])
    )
    yield Highlight(
        f"{most}; {least}.",
        p=_chance(sentences["article"].map({a: n for n, a in enumerate(accounts.ids)}).to_numpy(), counts),
        table=table,
        places=places,
        values=[
            (accounts.names[a], round(rates[a], 2), f"{totals[a]:,} in {accounts.words[a]:,} words") for a in ranked
        ],
        unit=unit,
        size=(rates[ranked[0]] - rates[ranked[-1]]) / (1 + sum(rates.values()) / len(rates)),
    )


def _chance(labels: NDArray[np.int64], counts: Values) -> float:
    """How often permuting sentences among accounts spreads the accounts' rates at least as widely.

    `counts` has the words and the amount of each sentence. The spread is the squared distance from the rate over all,
    weighted by words.
    """
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(labels.max() + 1))
    generator = np.random.default_rng((SEED, len(labels)))
    words, amount = counts.sum(axis=0)

    def spread(rows: Values) -> float:
        sums = np.add.reduceat(rows, starts, axis=0)
        return float(sums[:, 0] @ np.square(sums[:, 1] / sums[:, 0] - amount / words))

    least = spread(counts[order]) - 1e-9
    hits = sum(spread(counts[generator.permutation(len(counts))]) >= least for _ in range(SHUFFLES))
    return (1 + hits) / (1 + SHUFFLES)


def _loaded(accounts: Accounts) -> Iterator[Highlight]:
    phrases = strong(accounts.of("phrases"))
    amounts = phrases.groupby(["article", "sentence"]).size()

    def describe(count: int, words: int) -> str:
        return f"uses {times(count, 'loaded phrase') + ' of its own' if count else 'none'} in {words:,} words"

    unit = "loaded phrases of its own per 100 words"
    yield from _rate(accounts, amounts, describe, "phrases", unit, _places(phrases))


def _quoted_share(accounts: Accounts) -> Iterator[Highlight]:
    if not len(accounts.spoken):
        return
    sentences = accounts.of("sentences")[["article", "sentence", "start"]].sort_values("start")
    placed = pd.merge_asof(accounts.spoken.sort_values("start"), sentences, on="start", by="article")
    quoted = placed.dropna(subset=["sentence"]).groupby(["article", "sentence"])["words_quoted"].sum()

    def describe(count: int, words: int) -> str:
        return f"puts {count:,} of its {words:,} words in quotation marks"

    yield from _rate(accounts, quoted, describe, "quotes", "% of words in quotation marks")


# headlines


def _headline_words(accounts: Accounts) -> Iterator[Highlight]:
    """Loaded words of some headlines, where most have none; a title kept beside the text is read by itself."""
    table = accounts.comparison["headlines"]
    own = table[table["voice"] == "own"]
    beside = own[own["start"].isna()]
    titles = [Article(row["article"], row["text"]) for row in beside.to_dict("records")]
    inside = accounts.of("phrases")
    inside = inside[(inside["section"] == "headline") & inside["article"].isin(own["article"])]
    mine = strong(pd.concat([inside, analyze(titles)["phrases"]]) if titles else inside)
    having = list(mine["article"].unique())
    if not having or 2 * len(having) > len(table):
        return
    quoted = [(and_join([f"“{text}”" for text in mine.loc[mine["article"] == a, "text"]]), a, "") for a in having]
    sentence = f"Loaded words in a headline, in the outlet's own voice: {accounts.listed(quoted)}."
    yield Highlight(sentence, table="phrases", places=_places(strong(inside)))


# passages


class Passage(NamedTuple):
    """A statement or figure of which every account is settled, or two give different numbers."""

    table: str
    having: pd.DataFrame
    none: pd.DataFrame
    differ: pd.DataFrame
    speaker: str
    words: str

    def highlight(self, sentence: str, size: float = 1.0, about: frozenset[tuple[str, str]] = frozenset()) -> Highlight:
        """A sentence on the passage, at the places that have it."""
        return Highlight(sentence, table=self.table, places=_places(self.having), size=size, about=about)

    @property
    def what(self) -> str:
        """The words, with whose they are."""
        return f"{_possessive(self.speaker)} words {_excerpt(self.words)}" if self.speaker else _excerpt(self.words)


def _settled(accounts: Accounts) -> Iterator[Passage]:
    facts = accounts.comparison["facts"]
    leading = set(facts.loc[facts["where"] == LEAD, "fact"])
    # an act later on may be background, or what a page says of itself
    facts = facts[facts["kind"].isin(FIGURES) | facts["kind"].eq("act") & facts["fact"].isin(leading)]
    for table, rows, key in (
        ("statements", accounts.comparison["statements"], ["event", "statement"]),
        ("facts", facts, ["event", "kind", "fact"]),
    ):
        having = (rows["presence"] == "found") & (rows["confidence"] >= SURE_FOUND)
        none = (rows["presence"] == "none") & (rows["confidence"] >= SURE_NONE)
        differ = having & rows["differs"].eq(True) if "differs" in rows else having & False
        marked = rows.assign(having=having, none=none, differ=differ)
        sums = marked.groupby(key, sort=False)[["having", "none", "differ"]].transform("sum")
        # of most passages neither holds
        telling = (sums["having"] > 0) & ((sums["having"] + sums["none"] == len(accounts.ids)) | (sums["differ"] > 0))
        for _, passage in marked[telling].groupby(key, sort=False):
            parts = [passage[passage[name]] for name in ("having", "none", "differ")]
            words = max(map(str, parts[0]["text"]), key=len)
            # the rest of a sentence, or a few words, say too little alone
            if len(words.split()) < FEWEST_OF_A_PASSAGE or (table == "facts" and words[:1].islower()):
                continue
            speaker = _speaker(accounts, parts[0]) if table == "statements" else ""
            if table == "facts" or (speaker and parts[0]["telling"].isin(QUOTED).any()):
                yield Passage(table, parts[0], parts[1], parts[2], speaker, words)


def _speaker(accounts: Accounts, having: pd.DataFrame) -> str:
    """The speaker of a statement, if sure attributions in every account that has it name the same one, else "".

    At least one account must print the name with the words: “the president” may be another's.
    """
    rows, names, by_name = sure(accounts.spoken), [], False
    for article, start, end in _places(having):
        inside = rows[(rows["article"] == article) & (rows["start"] < end) & (rows["end"] > start)]
        if not len(inside) or pd.isna(inside["source"].iloc[0]):
            return ""
        names.append(str(inside["source"].iloc[0]))
        by_name |= inside.index[0] in accounts.by_name.index
    name = max(names, key=len, default="")
    return name if by_name and name in accounts.persons and len(set(map(_last, names))) == 1 else ""


def _contradiction(accounts: Accounts) -> Iterator[Highlight]:
    for passage in accounts.settled:
        rest = passage.having.drop(passage.differ.index)
        if len(passage.differ) and len(rest):
            sides = [
                f"{accounts.called(list(rows['article']))}: {_excerpt(str(rows['text'].iloc[0]))}"
                for rows in (passage.differ, rest)
            ]
            yield passage.highlight(f"Accounts give different numbers. {'; '.join(sides)}.")


def _missing(accounts: Accounts) -> Iterator[Highlight]:
    total = len(accounts.ids)
    for passage in accounts.settled:
        lacking, number = list(passage.none["article"]), len(passage.having)
        few = number > 1 and number + len(lacking) == total and 0 < len(lacking) <= total / 3
        begins = not passage.words[:1].islower()
        if few and begins and not any(_runs(passage.words) & accounts.runs[a] for a in lacking):
            have = "have them" if passage.speaker else "report it"
            sentence = f"Not found in {accounts.called(lacking)}: {passage.what}; {accounts.others(lacking)} {have}."
            yield passage.highlight(sentence, 0.6 + 0.5 * number / total)


def _only_quotation(accounts: Accounts) -> Iterator[Highlight]:
    """The longest quotation of each account of which no other has four words in a row."""
    holders = Counter(run for runs in accounts.runs.values() for run in runs)
    direct = accounts.spoken[accounts.spoken["kind"] == "direct"]
    for article, rows in direct.groupby("article", sort=False):
        a, longest, words = str(article), None, FEWEST_OF_A_QUOTATION - 1
        for row in rows.to_dict("records"):
            for start, end in (map(int, part.split("-")) for part in row["parts"].split(";")):
                text = accounts.texts[a][start:end]
                alone = all(holders[run] == (run in accounts.runs[a]) for run in _runs(text))
                if len(text.split()) > words and alone:
                    longest, words = (text, start, end, row), len(text.split())
        if longest:
            text, start, end, row = longest
            named = row["sure"] == 1 and row["source"] in accounts.persons and accounts.prints(row["source"])
            speaker = f"{_possessive(row['source'])} words " if named else ""
            yield Highlight(
                f"Only in {accounts.names[a]}: {speaker}{_excerpt(text)}.",
                table="quotes",
                places=[(a, start, end)],
                size=min(1.0, 0.5 + 10 * words / max(accounts.words[a], 1)),
            )


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every four words in a row, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def _how_sure(accounts: Accounts) -> Iterator[Highlight]:
    """A claim that one account introduces plainly and another with a cue of doubt."""
    rows = accounts.comparison["certainty"]
    rows = rows[rows["cue"].map(lambda cue: isinstance(cue, str) and not cue.startswith("suggest")).astype(bool)]
    for _, claim in rows.groupby("claim", sort=False):
        plain = claim[claim["certainty"].isin(["said", "shown"])].to_dict("records")
        for doubted in claim[claim["certainty"] == "doubted"].to_dict("records"):
            alike = [row for row in plain if row["cue"] != doubted["cue"] and _alike(row["text"], doubted["text"])]
            if alike:
                pair = (doubted, alike[0])
                first, second = (f"{accounts.names[row['article']]} introduces with “{row['cue']}”" for row in pair)
                sentence = f"{first} what {second}: {_excerpt(str(doubted['text']))}."
                yield Highlight(sentence, table="certainty", places=_places(pd.DataFrame(pair)))


def _alike(*texts: str) -> bool:
    """Whether two passages share nearly all of the words that carry content, by their beginnings."""
    first, second = (
        {word[:5].lower() for word in re.findall(r"\w+", text) if len(word) > 3 or not word.islower()} for text in texts
    )
    return len(second) >= FEWEST_STEMS and len(first & second) >= ALIKE * min(len(first), len(second))


def _same_text(accounts: Accounts) -> Iterator[Highlight]:
    """Pairs of accounts that print the same sentences, as agency copy and reprints do."""
    for pair in copies(accounts.analysis):
        alike, share = len(pair.places), len(pair.places) / max(pair.of, 1)
        if alike < FEWEST_ALIKE or share < LEAST_ALIKE or not {pair.article, pair.other} <= accounts.names.keys():
            continue
        mine, other = accounts.names[pair.article], accounts.names[pair.other]
        what = "print nearly the same text" if share >= MOSTLY_ALIKE else "share text"
        yield Highlight(
            f"{mine} and {other} {what}: {alike} of the {pair.of} sentences that {mine} prints outside quotation marks "
            f"also stand in {other}, or nearly so.",
            table="sentences",
            places=[(pair.article, *place) for place in pair.places],
            size=0.5 + share,
        )


# outlets, and one article


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


def _outlets(accounts: Accounts) -> Iterator[Highlight]:
    """Measures that differ between outlets over articles, for each the outlet that stands furthest apart."""
    comparison = accounts.comparison
    table = comparison["differences"]
    differ = table[(table["verdict"] == DIFFERS) & (table["articles"] > 1) & table["measure"].isin(_MEASURES)]
    events = comparison["accounts"]["event"].nunique()
    differ = differ.assign(size=differ["effect_size"].abs()).sort_values("size", ascending=False, kind="stable")
    for row in differ.drop_duplicates("measure").to_dict("records"):
        phrase, number, factor, unit = _MEASURES[row["measure"]]
        mine, rest = phrase.format(factor * row["value"]), number.format(factor * row["value_rest"])
        over = f"{times(int(row['articles']), 'article')} against {row['articles_rest']}"
        over += f", on {events} events" if events > 1 else ""
        of_all = table[table["measure"] == row["measure"]]
        values = zip(of_all["group"].tolist(), (factor * of_all["value"]).tolist(), strict=True)
        yield Highlight(
            f"{row['group']} {mine}; the others {rest} ({over}).",
            f"Within events the difference is {factor * row['difference']:.1f} "
            f"({factor * row['difference_low']:.1f} to {factor * row['difference_high']:.1f}).".replace("-", "−"),
            float(row["p"]),
            "differences",
            values=[(str(name), value, number.format(value)) for name, value in values],
            unit=unit,
            size=0.5 + list(_MEASURES)[::-1].index(row["measure"]) / 10,
        )


def _of_one(analysis: Analysis, article: str) -> Iterator[tuple[str, Highlight]]:
    tables = {name: analysis[name][analysis[name]["article"] == article] for name in ("articles", "phrases", "quotes")}
    known = {str(name): value for name, value in tables["articles"].iloc[0].items()}
    words, phrases = int(known["words"]), strong(tables["phrases"])
    in_headline = int((phrases["section"] == "headline").sum())
    if words >= FEWEST_WORDS:
        sentence = f"The article uses {times(len(phrases), 'loaded phrase')} of its own in {times(words, 'word')}"
        sentence += f", {in_headline} of them in the headline." if in_headline else "."
        rate = (
            f"That is {100 * len(phrases) / known['words_own']:.1f} per 100 of its own words." if len(phrases) else ""
        )
        yield "loaded phrases", Highlight(sentence, rate, table="phrases", places=_places(phrases))
    spoken = tables["quotes"][tables["quotes"]["kind"] != "scare"]
    if len(certain := sure(spoken).dropna(subset=["source"])):
        yield from _sources_of_one(spoken, certain)
        quoted = int(spoken["words_quoted"].sum())
        share = f"{100 * quoted / words:.0f}% of the article is in quotation marks ({quoted:,} of {words:,} words)."
        yield "quoted share", Highlight(share, table="quotes")
    if known["body_sentences"] >= FEWEST_SENTENCES:
        grade, low, high = (f"{known[f'flesch_kincaid_grade{end}']:.0f}" for end in ("", "_low", "_high"))
        sentence = f"It reads at a Flesch–Kincaid grade of {grade} ({low} to {high})."
        yield "reading level", Highlight(sentence, table="articles")


def _sources_of_one(spoken: pd.DataFrame, certain: pd.DataFrame) -> Iterator[tuple[str, Highlight]]:
    words = certain.groupby("source", sort=False)["words"].sum().sort_values(ascending=False, kind="stable")
    top, total, unsure = str(words.index[0]), int(words.sum()), len(spoken) - len(certain)
    omitted = f"{times(unsure, 'attribution')} without a sure source left out." if unsure else ""
    places = _places(certain[certain["source"] == top])
    if len(words) == 1:
        sentence = f"{top} is the only source: {times(len(certain), 'attribution')}, {times(total, 'word')}."
        yield "only source", Highlight(sentence, omitted, table="quotes", places=places)
    elif total and 2 * len(certain) >= len(spoken):
        share = (
            f"{100 * int(words.iloc[0]) / total:.0f}% of the words given to sources ({words.iloc[0]:,} of {total:,})"
        )
        others = f"{times(len(words) - 1, 'other source')} share{'s' * (len(words) == 2)} the rest"
        values = [(str(name), float(n), times(int(n), "word")) for name, n in words.head(6).items()]
        sentence = f"{top} gets {share}; {others}."
        yield "one side", Highlight(sentence, omitted, table="quotes", places=places, values=values, unit="words")


#: The kinds of sentences, in the order in which ties are shown; descriptive ones only fill up.
KINDS = {
    "outlets": Kind(1.0, _outlets, most=MOST),
    "same text": Kind(0.99, _same_text),
    "contradiction": Kind(0.98, _contradiction, "likely"),
    "loaded phrases": Kind(0.95, _loaded, None),
    "one side": Kind(0.9, _one_side, None),
    "how sure": Kind(0.9, _how_sure, "likely"),
    "only source": Kind(0.86, _only_source),
    "most quoted": Kind(0.87, _most_quoted, "likely"),
    "naming": Kind(0.84, _named_differently, "likely"),
    "not mentioned": Kind(0.88, _not_mentioned, "likely"),
    "only mentioned": Kind(0.8, _only_mentioned, "likely", most=1),
    "missing": Kind(0.8, _missing, "likely"),
    "headline": Kind(0.83, _headline_words, "likely"),
    "only quotation": Kind(0.65, _only_quotation, "likely", most=3),
    "quoted share": Kind(0.5, _quoted_share, None),
}
