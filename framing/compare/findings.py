"""What may stand out, and where: the parts of each kind of sentence in `highlights.toml`.

Differences between accounts are tested by permuting sentences among them (Phipson and Smyth 2010); absence from one
account by the hypergeometric distribution. Differences between outlets come from `differences`, over articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import analyze
from framing.articles.article import Article
from framing.attribution.reading import JOINT
from framing.compare.accounts import own_words
from framing.compare.copies import copies, plain_words, runs
from framing.compare.differences import DIFFERS, SEED, both_ways
from framing.compare.persons import Persons, may_be_same, plain, surname_key
from framing.compare.quantities import singular
from framing.compare.wording import and_join, by_source, excerpt, often, strong, sure, times
from framing.text.document import LEAD
from framing.words import word_set

if TYPE_CHECKING:
    from framing.analysis import Analysis
    from framing.compare.comparison import Comparison

SHUFFLES = 1999
#: Minimum confidence that a passage is found, and that nothing is near.
SURE_FOUND, SURE_NONE = 0.9, 0.8
#: Kinds of facts that sentences report wherever they stand.
FIGURES = frozenset({"tally", "sum", "number"})
#: Minimum words of an article with a rate, and attributions of an account said to lack a side.
FEWEST_WORDS, FEWEST_ATTRIBUTIONS = 100, 4
#: Minimum sentences for a reading level.
FEWEST_SENTENCES = 10
#: Minimum words of the only attribution to a person; maximum sources in a sentence.
FEWEST_OF_A_SOURCE, MOST_SOURCES = 8, 5
#: Minimum words of a quotation that only one account has; words in a row that show it in another.
FEWEST_OF_A_QUOTATION, RUN = 12, 4
#: Minimum words in quotation marks; minimum share that is most of them, maximum share that is few.
FEWEST_QUOTED, MOSTLY, SELDOM = 40, 0.6, 0.25
#: Minimum mentions of a person by an account; maximum names in a sentence.
FEWEST_MENTIONS, MOST_NAMES = 3, 3
#: Minimum sentences, and share of an account's own, that two accounts share; minimum share of near copies.
FEWEST_ALIKE, LEAST_ALIKE, MOSTLY_ALIKE = 4, 0.2, 0.5
#: Minimum words of a passage that a sentence is about.
FEWEST_OF_A_PASSAGE = 6
#: Minimum share of content words that two passages on one claim share; minimum number of such words.
ALIKE, FEWEST_STEMS = 0.8, 3
#: Words that turn a claim into its opposite; `plain_words` splits "isn't" at its apostrophe.
_DENIALS = word_set("negations") | {"nobody", "none", "t"}
#: Values of `telling` for quotations.
QUOTED = ("quoted whole", "quoted in part")

Values = NDArray[np.float64]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """The parts of one sentence, with the places behind it and the values of a chart (label, number, text).

    `size` ranks findings of a kind. Of findings `about` the same person in an account, only one is shown.
    """

    parts: Mapping[str, Any]
    places: Sequence[Place] = ()
    values: Sequence[tuple[str, float, str]] = ()
    p: float = float("nan")
    size: float = 1.0
    about: frozenset[tuple[str, str]] = frozenset()


def places_of(rows: pd.DataFrame) -> list[Place]:
    """The article, start and end of each row."""
    columns = (rows["article"].tolist(), rows["start"].astype(int).tolist(), rows["end"].astype(int).tolist())
    return list(zip(*columns, strict=True))


class Accounts:
    """The accounts of a comparison, with the tables behind findings."""

    def __init__(self, comparison: Comparison) -> None:
        self.analysis, self.comparison = comparison.analysis, comparison
        known = comparison["accounts"].drop_duplicates("article")
        self.names = dict(zip(known["article"], known["account"], strict=True))
        self.ids = list(self.names)
        self.words = self.analysis["articles"].set_index("article")["words"].loc[self.ids].astype(int).to_dict()
        self.texts = {article.id: article.text for article in self.analysis.articles_read}
        titles = {article.id: article.title or "" for article in self.analysis.articles_read}
        self.persons = Persons(self.texts, titles)

    def called(self, ids: Sequence[str]) -> str:
        """The names of the accounts, for a sentence."""
        return and_join([self.names[a] for a in ids])

    def listed(self, items: Sequence[tuple[str, str, str]], most: int = 4) -> str:
        """Names or words, each with its account and a remark in brackets, for a sentence."""
        return and_join([f"{text} ({self.names[a]}{remark})" for text, a, remark in items], most)

    def others(self, ids: Sequence[str]) -> str:
        """The other accounts, for a sentence."""
        left = [a for a in self.ids if a not in set(ids)]
        return self.called(left) if len(left) < 3 else f"the other {len(left)}"

    def of(self, table: str) -> pd.DataFrame:
        """The rows of these accounts in a table of the analysis."""
        rows = self.analysis[table]
        return rows[rows["article"].isin(self.ids)]

    def with_role(self, name: str, article: str) -> str:
        """The name, with the role that `sources` gives it in the article."""
        rows = self.analysis["sources"]
        role = rows.loc[(rows["article"] == article) & (rows["source"] == name), "role"].dropna()
        return f"{name} ({role.iloc[0]})" if len(role) else name

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """All attributions except scare quotes."""
        quotes = self.of("quotes")
        return quotes[quotes["kind"] != "scare"]

    @cached_property
    def spoken_by(self) -> pd.DataFrame:
        """All attributions except scare quotes, a row for each source of a joint one."""
        return by_source(self.spoken, self.analysis["sources"])

    @cached_property
    def people(self) -> frozenset[str]:
        """The sources that are persons."""
        sources = self.analysis["sources"]
        return frozenset(sources.loc[sources["type"] == "person", "source"])

    @cached_property
    def by_name(self) -> pd.DataFrame:
        """Sure attributions with the person's name beside them, the full name where others share the surname."""
        rows = sure(self.spoken_by).dropna(subset=["source", "source_start"])
        return rows[np.array([self._is_beside_name(row) for row in rows.to_dict("records")], dtype=bool)]

    def _is_beside_name(self, row: Mapping[Any, Any]) -> bool:
        name = row["source"]
        if name not in self.people or not self.persons.printed(name):
            return False
        printed = self.texts[row["article"]][int(row["source_start"]) : int(row["source_end"])]
        if self.persons.share_surname(name):
            return plain(name).lower() in plain(printed).lower()
        return surname_key(name) in plain(printed).lower()

    @cached_property
    def mentions(self) -> dict[str, tuple[list[str], dict[str, list[Place]]]]:
        """For persons whom one or most accounts name: the articles that mention them, and the places of the surname.

        The full name must be printed; a title, a first name or another spelling is a mention too.
        """
        names = self.comparison["names"]
        named = {}
        for name in names.loc[names["kind"] == "person", "name"].unique():
            is_body = surname_key(name) in word_set("body-nouns")
            if is_body or not self.persons.printed(name) or self.persons.share_surname(name):
                continue
            places: dict[str, list[Place]] = {
                a: [(a, *place) for place in self.persons.places(name, a)] for a in self.texts
            }
            printed = sum(map(bool, places.values()))
            # no sentence reports any other number
            if printed == 1 or 3 * printed >= 2 * len(self.ids):
                having = [a for a in self.ids if places[a] or self.persons.mentions(name, a)]
                named[name] = having, places
        return named

    @cached_property
    def runs(self) -> dict[str, set[tuple[str, ...]]]:
        """All runs of `RUN` words of each article."""
        return {a: _runs(text) for a, text in self.texts.items()}

    @cached_property
    def settled(self) -> list[Settled]:
        """Statements and facts whose presence is clear in every account, or whose numbers differ."""
        return list(_settled(self))


# who speaks


def _only_source(accounts: Accounts) -> Iterator[Finding]:
    """Persons whom only one account quotes, those with most words first."""
    spoken = accounts.spoken_by
    cues = frozenset(" ".join(map(str, spoken["cue"].dropna())).lower().split()) | {"said", "says", "told"}
    of_surname: dict[str, set[str]] = defaultdict(set)
    for article, source in spoken[["article", "source"]].dropna().itertuples(index=False):
        of_surname[surname_key(source)].add(article)
    quoted = []
    for key, rows in accounts.by_name.groupby(["source", "article"], sort=False):
        name, article = map(str, key)
        enough = len(rows) > 1 or rows["words_quoted"].iloc[0] >= FEWEST_OF_A_SOURCE
        last = surname_key(name)
        speak = {a for other, having in of_surname.items() if may_be_same(last, other) for a in having}
        if enough and speak == {article}:
            others = (a for a in accounts.texts if a != article and accounts.persons.mentions(name, a))
            if not any(accounts.persons.may_speak(name, a, cues) for a in others):
                quoted.append((-int(rows["words"].sum()), name, article, rows))
    shown = sorted(quoted, key=lambda person: person[:2])[:MOST_SOURCES]
    by_account: dict[str, list[str]] = defaultdict(list)
    for _, name, article, _ in shown:
        by_account[article].append(accounts.with_role(name, article))
    people = [f"{and_join(names, MOST_SOURCES)} in {accounts.names[article]}" for article, names in by_account.items()]
    if people:
        yield Finding(
            {"people": "; ".join(people), "words": ", ".join(f"{name} {-words}" for words, name, *_ in shown)},
            [place for *_, rows in shown for place in places_of(rows)],
            about=frozenset((name, article) for _, name, article, _ in shown),
        )


def _most_quoted(accounts: Accounts) -> Iterator[Finding]:
    """A person with most of the words in quotation marks in one account, and few of them in another."""
    total = accounts.spoken.groupby("article")["words_quoted"].sum()
    total = total[total >= FEWEST_QUOTED]
    every, by_name, gaps = accounts.spoken_by, accounts.by_name, []
    alone = by_name[~by_name.index.isin(every.index[every.index.duplicated()])]
    by_person = alone.groupby(["article", "source"], as_index=False)["words_quoted"].sum()
    for top, name, words in by_person.itertuples(index=False):
        if len(total) > 1 and top in total and words > MOSTLY * total[top]:
            # attributions without a source may be anybody's
            last = surname_key(name)
            perhaps = [not isinstance(who, str) or may_be_same(last, surname_key(who)) for who in every["source"]]
            most = every[perhaps].groupby("article")["words_quoted"].sum().reindex(total.index, fill_value=0)
            low = min(total.index, key=lambda a: (most[a] / total[a], -total[a]))
            if most[low] < SELDOM * total[low]:
                gaps.append((most[low] / total[low] - words / total[top], name, top, low, int(words), int(most[low])))
    for _, name, top, low, words, few in sorted(gaps)[:1]:
        yield Finding(
            {"most": accounts.names[top], "name": name, "few": "few" if few else "none", "least": accounts.names[low]}
            | {"words": words, "of": total[top], "words_least": few, "of_least": total[low]},
            places_of(accounts.by_name[accounts.by_name["source"] == name]),
        )


def _one_side(accounts: Accounts) -> Iterator[Finding]:
    """An account that quotes nobody from a side that the others quote."""
    from scipy.stats import hypergeom  # here, since it takes half a second and few commands need it

    counted = sure(accounts.spoken_by)
    sided = counted[counted["side"].notna() & (counted["side"] != "")]
    counts = pd.crosstab(sided["article"], sided["side"]).reindex(accounts.ids, fill_value=0)
    heard = set(accounts.spoken_by[["article", "side"]].itertuples(index=False, name=None))
    total, tests = int(counts.to_numpy().sum()), max(1, counts.size)
    for side in counts.columns:
        absent = [a for a in accounts.ids if (a, side) not in heard and counts.loc[a].sum() >= FEWEST_ATTRIBUTIONS]
        present = [a for a in accounts.ids if counts.loc[a, side]]
        if not absent or len(absent) > len(accounts.ids) / 3 or len(present) < len(accounts.ids) - len(absent):
            continue
        drawn, lacking = counts.loc[absent].sum(axis=1), total - int(counts[side].sum())
        number = counts.loc[present, side].astype(int)
        others = counts.loc[absent].drop(columns=side).sum()
        yield Finding(
            {
                "absent": accounts.called(absent),
                "quote": f"quote{'s' * (len(absent) == 1)}",
                "side": side,
                "others": accounts.others(absent),
                "do": f"quote{'s' * (len(present) == 1)}",
                "times": often(min(number)) if min(number) == max(number) else f"{min(number)} to {max(number)} times",
                "each": " each" if len(present) > 1 else "",
                "instead": ", ".join(f"{name} {often(int(n))}" for name, n in others.items() if n),
            },
            places_of(sided[sided["side"] == side]),
            [(accounts.names[a], float(counts.loc[a, side]), str(counts.loc[a, side])) for a in accounts.ids],
            min(1.0, tests * float(max(hypergeom.sf(n - 1, total, lacking, n) for n in drawn))),
        )


# names


def _not_mentioned(accounts: Accounts) -> Iterator[Finding]:
    """A person whom most accounts name often, and few not at all."""
    for name, (having, at) in accounts.mentions.items():
        lacking = [a for a in accounts.ids if a not in having]
        counts = [len(at[a]) for a in having]
        if lacking and 3 * len(lacking) <= len(accounts.ids) and min(counts) >= FEWEST_MENTIONS:
            yield Finding(
                {"lacking": accounts.called(lacking), "do": "does" if len(lacking) == 1 else "do", "name": name}
                | {"others": accounts.others(lacking)},
                [place for a in having for place in at[a]],
                size=min(1.0, sum(counts) / (3 * FEWEST_MENTIONS * len(having))),
            )


def _only_mentioned(accounts: Accounts) -> Iterator[Finding]:
    """Persons whom only one account names, and names often."""
    alone = [(name, having[0], at[having[0]]) for name, (having, at) in accounts.mentions.items() if len(having) == 1]
    frequent = [(-len(places), name, a, places) for name, a, places in alone if len(places) >= FEWEST_MENTIONS]
    if shown := sorted(frequent)[:MOST_NAMES]:
        yield Finding(
            {"people": and_join([f"{accounts.with_role(name, a)} in {accounts.names[a]}" for _, name, a, _ in shown])},
            [place for *_, places in shown for place in places],
            about=frozenset((name, a) for _, name, a, _ in shown),
        )


def _named_differently(accounts: Accounts) -> Iterator[Finding]:
    """A thing for which two accounts share no name, in their own voice."""
    naming = accounts.comparison["naming"]
    own = naming[(naming["voice"] == "own") & (naming["kind"] == "thing")]
    for entity, rows in own.groupby("entity", sort=False):
        names = str(entity).lower().split(" / ")
        used: dict[str, set[str]] = defaultdict(set)
        for article, words in zip(rows["article"], rows["attached"], strict=True):
            used[article].add(_name_of(words.lower(), names))
        rows = rows[rows["article"].isin([a for a in used if any(not used[a] & used[b] for b in used)])]
        if len(rows):
            columns = zip(rows["attached"], rows["article"], rows["times"], strict=True)
            items = [(f"“{words}”", a, f", {often(int(count))}") for words, a, count in columns]
            yield Finding({"names": accounts.listed(items, MOST_SOURCES)}, places_of(rows))


def _name_of(words: str, names: Sequence[str]) -> str:
    """Which of a thing's names the words are: the same name, or one with the same noun beside a proper name."""
    equal = [name for name in names if singular(name) == singular(words)]
    return (equal or [name for name in names if name.split()[-1] in words.split()] or [words])[0]


# rates


def _loaded(accounts: Accounts) -> Iterator[Finding]:
    phrases = strong(accounts.of("phrases"))
    amounts = phrases.groupby(["article", "sentence"]).size()

    def describe(count: int, words: int) -> str:
        return f"uses {times(count, 'loaded phrase') if count else 'none'} in {words:,} words of its own"

    own = {article: own_words(accounts.analysis.reading(article)) for article in accounts.ids}
    words = pd.concat(own, names=["article", "sentence"])
    yield from _rate(accounts, words, amounts, describe, places_of(phrases))


def _quoted_share(accounts: Accounts) -> Iterator[Finding]:
    if not len(accounts.spoken):
        return
    sentences = accounts.of("sentences")[["article", "sentence", "start"]].sort_values("start")
    placed = pd.merge_asof(accounts.spoken.sort_values("start"), sentences, on="start", by="article")
    quoted = placed.dropna(subset=["sentence"]).groupby(["article", "sentence"])["words_quoted"].sum()

    def describe(count: int, words: int) -> str:
        return f"puts {count:,} of its {words:,} words in quotation marks"

    words = accounts.of("sentences").set_index(["article", "sentence"])["words"]
    yield from _rate(accounts, words, quoted, describe)


def _rate(
    accounts: Accounts,
    words: pd.Series,
    amounts: pd.Series,
    describe: Callable[[int, int], str],
    places: Sequence[Place] = (),
) -> Iterator[Finding]:
    """Accounts that differ more than by chance in an amount per word; both are by article and sentence."""
    words = words[words > 0]
    counts = np.column_stack([words, amounts.reindex(words.index, fill_value=0)]).astype(float)
    articles = words.index.get_level_values("article")
    if articles.nunique() < len(accounts.ids) or not counts[:, 1].sum():
        return
    of_words = words.groupby("article").sum().astype(int).to_dict()
    totals = amounts.groupby("article").sum().reindex(accounts.ids, fill_value=0).astype(int)
    rates = {a: 100 * totals[a] / of_words[a] for a in accounts.ids}
    # of equal rates, the one over most words says most
    ranked = sorted(accounts.ids, key=lambda a: (-rates[a], of_words[a], accounts.names[a]))
    most, least = (f"{accounts.names[a]} {describe(totals[a], of_words[a])}" for a in (ranked[0], ranked[-1]))
    yield Finding(
        {"most": most, "least": least},
        places,
        [(accounts.names[a], round(rates[a], 2), f"{totals[a]:,} in {of_words[a]:,} words") for a in ranked],
        _chance(articles.map({a: n for n, a in enumerate(accounts.ids)}).to_numpy(), counts),
        (rates[ranked[0]] - rates[ranked[-1]]) / (1 + sum(rates.values()) / len(rates)),
    )


def _chance(labels: NDArray[np.int64], counts: Values) -> float:
    """The share of permutations of sentences among accounts that spread the rates at least as widely.

    `counts` has the words and the amount of each sentence. The spread is the squared distance from the overall rate,
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


# headlines


def _headline_words(accounts: Accounts) -> Iterator[Finding]:
    """Loaded words in headlines, where at most half have any; titles outside the text are analysed by themselves."""
    table = accounts.comparison["headlines"]
    own = table[table["voice"] == "own"]
    beside = own[own["start"].isna()]
    titles = [Article(row["article"], row["text"]) for row in beside.to_dict("records")]
    inside = accounts.of("phrases")
    inside = inside[(inside["section"] == "headline") & inside["article"].isin(own["article"])]
    mine = strong(pd.concat([inside, analyze(titles)["phrases"]]) if titles else inside)
    having = list(mine["article"].unique())
    if having and 2 * len(having) <= len(table):
        quoted = [(and_join([f"“{text}”" for text in mine.loc[mine["article"] == a, "text"]]), a, "") for a in having]
        yield Finding({"words": accounts.listed(quoted)}, places_of(strong(inside)))


# passages


class Settled(NamedTuple):
    """A statement or fact that is surely present or absent in every account, or whose numbers differ.

    `words` is the longest version; `speaker` is "" for a fact.
    """

    table: str
    having: pd.DataFrame
    none: pd.DataFrame
    differ: pd.DataFrame
    speaker: str
    words: str


def _settled(accounts: Accounts) -> Iterator[Settled]:
    facts = accounts.comparison["facts"]
    leading = set(facts.loc[facts["where"] == LEAD, "fact"])
    # an act outside the lead may be background, or about the page itself
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
        # most passages meet neither condition, and grouping is slow
        telling = (sums["having"] > 0) & ((sums["having"] + sums["none"] == len(accounts.ids)) | (sums["differ"] > 0))
        for _, passage in marked[telling].groupby(key, sort=False):
            has, lacks, differs = (passage[passage[name]] for name in ("having", "none", "differ"))
            words = max(map(str, has["text"]), key=len)
            # the rest of a sentence, or a few words, say little by themselves
            if len(words.split()) < FEWEST_OF_A_PASSAGE or (table == "facts" and words[:1].islower()):
                continue
            speaker = _speaker(accounts, has) if table == "statements" else ""
            if table == "facts" or (speaker and has["telling"].isin(QUOTED).any()):
                yield Settled(table, has, lacks, differs, speaker, words)


def _speaker(accounts: Accounts, having: pd.DataFrame) -> str:
    """The speaker of a statement, if sure attributions in every account that has it name the same person, else "".

    At least one account must print the name with the words: “the president” could be somebody else.
    """
    rows, names, by_name = sure(accounts.spoken), [], False
    for article, start, end in places_of(having):
        inside = rows[(rows["article"] == article) & (rows["start"] < end) & (rows["end"] > start)]
        if not len(inside) or pd.isna(inside["source"].iloc[0]):
            return ""
        names.append(str(inside["source"].iloc[0]))
        by_name |= inside.index[0] in accounts.by_name.index
    name, speakers = max(names, key=len, default=""), {frozenset(map(surname_key, each.split(JOINT))) for each in names}
    return name if by_name and name in accounts.people and len(speakers) == 1 else ""


def _contradiction(accounts: Accounts) -> Iterator[Finding]:
    """Two numbers for one thing."""
    for passage in accounts.settled:
        rest = passage.having.drop(passage.differ.index)
        if len(passage.differ) and len(rest):
            some, others = (
                f"{accounts.called(list(rows['article']))}: {excerpt(str(rows['text'].iloc[0]))}"
                for rows in (passage.differ, rest)
            )
            parts = {"table": passage.table, "some": some, "rest": others}
            yield Finding(parts, places_of(passage.having))


def _missing(accounts: Accounts) -> Iterator[Finding]:
    """A passage that most accounts have, and a third or fewer have nothing near."""
    total = len(accounts.ids)
    for passage in accounts.settled:
        lacking, number = list(passage.none["article"]), len(passage.having)
        few = number > 1 and number + len(lacking) == total and 0 < len(lacking) <= total / 3
        begins = not passage.words[:1].islower()
        if few and begins and not any(_runs(passage.words) & accounts.runs[a] for a in lacking):
            parts = {
                "table": passage.table,
                "lacking": accounts.called(lacking),
                "words": excerpt(passage.words, passage.speaker),
                "others": accounts.others(lacking),
                "have": "have them" if passage.speaker else "report it",
            }
            yield Finding(parts, places_of(passage.having), size=0.6 + 0.5 * number / total)


def _only_quotation(accounts: Accounts) -> Iterator[Finding]:
    """The longest quotation of each account of which no other account has a run of words."""
    holders = Counter(run for article in accounts.runs.values() for run in article)
    direct = accounts.spoken[accounts.spoken["kind"] == "direct"]
    for article, rows in direct.groupby("article", sort=False):
        a, alone = str(article), []
        for row in rows.to_dict("records"):
            for start, end in (map(int, part.split("-")) for part in row["parts"].split(";")):
                text = accounts.texts[a][start:end]
                shared = any(holders[run] > (run in accounts.runs[a]) for run in _runs(text))
                if len(text.split()) >= FEWEST_OF_A_QUOTATION and not shared:
                    alone.append((text, (a, start, end), row))
        for text, place, row in sorted(alone, key=lambda each: -len(each[0].split()))[:1]:
            named = row["sure"] == 1 and row["source"] in accounts.people and accounts.persons.printed(row["source"])
            parts = {"account": accounts.names[a], "words": excerpt(text, row["source"] if named else "")}
            yield Finding(parts, [place], size=min(1.0, 0.5 + 10 * len(text.split()) / max(accounts.words[a], 1)))


def _runs(text: str) -> set[tuple[str, ...]]:
    return runs(plain_words(text), RUN)


def _how_sure(accounts: Accounts) -> Iterator[Finding]:
    """A claim that one account introduces with a neutral cue and another with a cue of doubt."""
    rows = accounts.comparison["certainty"]
    rows = rows[rows["cue"].map(lambda cue: isinstance(cue, str) and not cue.startswith("suggest")).astype(bool)]
    for _, claim in rows.groupby("claim", sort=False):
        plain = claim[claim["certainty"].isin(["said", "shown"])].to_dict("records")
        for doubted in claim[claim["certainty"] == "doubted"].to_dict("records"):
            hedges = [hedge for hedge in str(doubted["hedges"] or "").split("; ") if hedge]
            alike = [
                row for row in plain
                if (hedges or row["cue"] != doubted["cue"]) and _alike(row["text"], doubted["text"])
            ]  # fmt: skip
            if alike:
                doubting, stating = (accounts.names[row["article"]] for row in (doubted, alike[0]))
                words = and_join([f"“{word}”" for word in dict.fromkeys([doubted["cue"], *hedges])])
                parts = {"doubting": doubting, "cue": words, "plain": stating, "plain_cue": alike[0]["cue"]}
                parts["words"] = excerpt(str(doubted["text"]))
                yield Finding(parts, places_of(pd.DataFrame([doubted, alike[0]])))


def _alike(*texts: str) -> bool:
    """Whether two passages share nearly all content words, by their first letters, and deny as often."""
    denials = (Counter(word for word in plain_words(text) if word in _DENIALS) for text in texts)
    if next(denials) != next(denials):
        return False
    first, second = (
        {word[:5].lower() for word in re.findall(r"\w+", text) if len(word) > 3 or not word.islower()} for text in texts
    )
    return len(second) >= FEWEST_STEMS and len(first & second) >= ALIKE * min(len(first), len(second))


def _same_text(accounts: Accounts) -> Iterator[Finding]:
    """Pairs of accounts that print the same sentences: agency copy, reprints."""
    for pair in copies(accounts.analysis):
        alike, share = len(pair.places), len(pair.places) / max(pair.of, 1)
        if alike < FEWEST_ALIKE or share < LEAST_ALIKE or not {pair.article, pair.other} <= accounts.names.keys():
            continue
        what = "print nearly the same text" if share >= MOSTLY_ALIKE else "share text"
        yield Finding(
            {"account": accounts.names[pair.article], "other": accounts.names[pair.other], "share": what}
            | {"alike": alike, "sentences": pair.of},
            [(pair.article, *place) for place in pair.places],
            size=0.5 + share,
        )


# outlets, and one article


def outlets(accounts: Accounts, measures: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Measures that differ between outlets over articles, each with the outlet that differs most."""
    groups = list(accounts.comparison["accounts"]["group"].unique())
    table = both_ways(accounts.comparison["differences"], groups)
    several = (table["articles"] > 1) & (table["articles_rest"] > 1)
    differ = table[(table["verdict"] == DIFFERS) & several & table["measure"].isin(measures.keys())]
    events = accounts.comparison["accounts"]["event"].nunique()
    # of two outlets, which differ from each other by as much, the one with the higher value comes first
    differ = differ.assign(size=differ["effect_size"].abs().round(9))
    differ = differ.sort_values(["size", "value"], ascending=False, kind="stable")
    for row in differ.drop_duplicates("measure").to_dict("records"):
        measure = measures[row["measure"]]
        number, factor = measure["number"].format, measure["factor"]
        of_all = table[table["measure"] == row["measure"]]
        values = zip(of_all["group"].tolist(), (factor * of_all["value"]).tolist(), strict=True)
        over = f"{times(int(row['articles']), 'article')} against {row['articles_rest']}"
        gap, low, high = (f"{factor * row[f'difference{end}']:.1f}".replace("-", "−") for end in ("", "_low", "_high"))
        others = [group for group in groups if group != row["group"]]
        yield Finding(
            {
                "outlet": row["group"],
                "value": measure["value"].format(factor * row["value"]),
                "others": others[0] if len(others) == 1 else "the other outlets",
                "rest": number(factor * row["value_rest"]),
                "articles": over + (f", on {events} events" if events > 1 else ""),
                "difference": gap,
                "low": low,
                "high": high,
                "unit": measure["unit"],
            },
            values=[(str(name), value, number(value)) for name, value in values],
            p=float(row["p"]),
            size=0.5 + list(measures)[::-1].index(row["measure"]) / 10,
        )


def about_one(analysis: Analysis, article: str) -> Iterator[tuple[str, Finding]]:
    """Findings about one article by itself, each with its kind."""
    articles, phrases, quotes = (
        analysis[name][analysis[name]["article"] == article] for name in ("articles", "phrases", "quotes")
    )
    known: dict[Any, Any] = articles.iloc[0].to_dict()
    words, own, phrases = int(known["words"]), int(known["words_own"]), strong(phrases)
    if words >= FEWEST_WORDS:
        in_headline = int((phrases["section"] == "headline").sum())
        rate = 100 * len(phrases) / own if own else 0
        parts = {
            "phrases": times(len(phrases), "loaded phrase"),
            "words": times(own, "word"),
            "headline": f", {in_headline} of them in the headline" if in_headline else "",
            "rate": f"That is {rate:.1f} per 100 words of its own." if len(phrases) else "",
        }
        yield "loaded phrases", Finding(parts, places_of(phrases))
    spoken = quotes[quotes["kind"] != "scare"]
    if len(counted := sure(spoken).dropna(subset=["source"])):
        yield from _sources_of_one(spoken, counted)
        quoted = int(spoken["words_quoted"].sum())
        yield "quoted share", Finding({"share": 100 * quoted / words, "quoted": quoted, "words": words})
    if known["body_sentences"] >= FEWEST_SENTENCES:
        ends = {"grade": "", "low": "_low", "high": "_high"}
        yield "reading level", Finding({part: known[f"flesch_kincaid_grade{end}"] for part, end in ends.items()})


def _sources_of_one(spoken: pd.DataFrame, counted: pd.DataFrame) -> Iterator[tuple[str, Finding]]:
    words = counted.groupby("source", sort=False)["words"].sum().sort_values(ascending=False, kind="stable")
    top, total, unsure = str(words.index[0]), int(words.sum()), len(spoken) - len(counted)
    left_out = f"{times(unsure, 'attribution')} without a sure source left out." if unsure else ""
    parts: dict[str, Any] = {"source": top, "left_out": left_out}
    places = places_of(counted[counted["source"] == top])
    if len(words) == 1:
        parts |= {"attributions": times(len(counted), "attribution"), "words": times(total, "word")}
        yield "only source", Finding(parts, places)
    elif total and 2 * len(counted) >= len(spoken):
        parts |= {"share": 100 * int(words.iloc[0]) / total, "words": words.iloc[0], "of": total}
        parts["others"] = f"{times(len(words) - 1, 'other source')} share{'s' * (len(words) == 2)}"
        yield (
            "one side",
            Finding(parts, places, [(str(a), float(n), times(n, "word")) for a, n in words.head(6).items()]),
        )


#: The function behind each kind of sentence on the accounts of one event.
FINDERS: Mapping[str, Callable[[Accounts], Iterator[Finding]]] = {
    "same text": _same_text,
    "contradiction": _contradiction,
    "loaded phrases": _loaded,
    "one side": _one_side,
    "how sure": _how_sure,
    "only source": _only_source,
    "most quoted": _most_quoted,
    "naming": _named_differently,
    "not mentioned": _not_mentioned,
    "only mentioned": _only_mentioned,
    "missing": _missing,
    "headline": _headline_words,
    "only quotation": _only_quotation,
    "quoted share": _quoted_share,
}
