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
from scipy.stats import hypergeom

from framing.analysis import analyze
from framing.articles.article import Article
from framing.compare.accounts import LEAD
from framing.compare.copies import copies
from framing.compare.differences import DIFFERS, SEED
from framing.compare.keyness import outlet_names
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
_WORD = re.compile(r"(?<!['’])\b[^\W\d_][\w-]*\w\b(?!['’]\w)")
#: The beginning of a quotation of four words or more.
_A_QUOTATION = re.compile(r"[“\"][^”\"]*?\w\W+\w[^”\"]*?\W\w[^”\"]*?\W\w")
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
    certainty: str = "clear"
    #: Of sentences about the same person of one account only one is kept.
    about: frozenset[tuple[str, str]] = frozenset()


class Kind(NamedTuple):
    """How much a careful reader learns from a kind of sentence, what finds it, and how many are shown at most."""

    weight: float
    find: Callable[[Accounts], Iterator[Highlight]]
    most: int = 2


def highlights(comparison: Comparison) -> pd.DataFrame:
    """What stands out in a comparison: `COLUMNS`, the most telling first.

    One event gives sentences on its accounts, several events or several articles of an outlet on the outlets too.
    `places` and `values` are JSON; `p` is nan where a sentence states a count.
    """
    accounts = Accounts(comparison)
    kinds = KINDS if comparison["accounts"]["event"].nunique() == 1 else {"outlets": KINDS["outlets"]}
    found = [(kind, one) for kind, asked in kinds.items() for one in asked.find(accounts)]
    found.sort(key=lambda pair: -KINDS[pair[0]].weight * min(pair[1].size, 1) * (1 + (pair[1].certainty == "clear")))
    kept: list[tuple[str, Highlight]] = []
    for kind, one in found:
        known = any(one.about & other.about for _, other in kept)
        if not known and sum(other == kind for other, _ in kept) < KINDS[kind].most:
            kept.append((kind, one))
    return _table(kept[:MOST])


def article_highlights(analysis: Analysis, article: str) -> pd.DataFrame:
    """What stands out in one article: the same columns; counts with intervals, and no comparison."""
    return _table(list(_of_one(analysis, article)))


def _table(kept: Sequence[tuple[str, Highlight]]) -> pd.DataFrame:
    rows = [
        {"rank": rank, "kind": kind} | {name: getattr(one, name) for name in COLUMNS[2:]}
        | {"places": json.dumps(list(one.places)), "values": json.dumps(list(one.values))}
        for rank, (kind, one) in enumerate(kept, start=1)
    ]  # fmt: skip
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


def _graded(p: float) -> str | None:
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
        found = []
        for key, rows in self.by_name.groupby(["source", "article"], sort=False):
            name, article = map(str, key)
            if of_last[_last(name)] == {article}:
                others = (text for a, text in self.texts.items() if a != article and _names(name, text))
                if not any(_may_speak(name, text, cues) for text in others):
                    found.append((name, article, rows))
        return found

    @cached_property
    def mentions(self) -> dict[str, dict[str, list[Place]]]:
        """Where the surname of each person whose full name is printed stands, by person and article."""
        names = self.comparison["names"]
        persons = names.loc[names["kind"] == "person", "name"].unique()
        bodies = word_set("body-nouns")
        alone = [n for n in persons if self.prints(n) and not self.shares(n) and _last(n).lower() not in bodies]
        surnames = {name: re.compile(rf"\b{re.escape(_last(name))}\b") for name in alone}
        return {
            name: {a: [(a, *m.span()) for m in surname.finditer(text)] for a, text in self.texts.items()}
            for name, surname in surnames.items()
        }

    def leaves_out(self, article: str, name: str) -> bool:
        """Whether neither the text nor the title has the person's name."""
        titles = {one.id: one.title or "" for one in self.analysis.articles_read}
        return not _names(name, f"{titles[article]} {self.texts[article]}")

    def with_role(self, name: str, article: str) -> str:
        """The name, with the role that `sources` gives it in the article."""
        rows = self.analysis["sources"]
        role = rows.loc[(rows["article"] == article) & (rows["source"] == name), "role"].dropna()
        return f"{name} ({role.iloc[0]})" if len(role) else name

    @cached_property
    def settled(self) -> list[Passage]:
        """The passages that sentences are made from."""
        return list(_settled(self))

    @cached_property
    def outlet_words(self) -> frozenset[str]:
        """The words of the outlets' names, in lower case."""
        return frozenset(word for name in outlet_names(self.names.values()) for word in name)

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
    of = [
        (int(rows["words"].sum()), name, article, rows)
        for name, article, rows in accounts.alone
        if len(rows) > 1 or (rows["words_quoted"].iloc[0] >= FEWEST_OF_A_SOURCE)
    ]
    shown = sorted(of, key=lambda one: (-one[0], one[1]))[:MOST_SOURCES]
    if not shown:
        return
    by_account: dict[str, list[str]] = {}
    for _, name, article, _ in shown:
        by_account.setdefault(article, []).append(accounts.with_role(name, article))
    said = [f"{and_join(names, MOST_SOURCES)} in {accounts.names[article]}" for article, names in by_account.items()]
    yield Highlight(
        f"Among those who speak in one account only: {'; '.join(said)}.",
        f"Words: {', '.join(f'{name} {words}' for words, name, _, _ in shown)}.",
        table="quotes",
        places=[place for *_, rows in shown for place in _places(rows)],
        about=frozenset((name, article) for _, name, article, _ in shown),
    )


def _most_quoted(accounts: Accounts) -> Iterator[Highlight]:
    """A person who says most of the words between quotation marks in one account, and few of them in another."""
    every = accounts.spoken.groupby("article")["words_quoted"].sum()
    every = every[every >= FEWEST_QUOTED]
    last, found = accounts.spoken["source"].map(_last, na_action="ignore"), []
    said = accounts.by_name.groupby(["article", "source"], as_index=False)["words_quoted"].sum()
    for top, name, words in said.itertuples(index=False):
        if len(every) > 1 and top in every and words > MOSTLY * every[top]:
            # what has no source may be anybody's, and a pronoun another's
            may_be = accounts.spoken[last.fillna(_last(name)) == _last(name)]
            most = may_be.groupby("article")["words_quoted"].sum().reindex(every.index, fill_value=0)
            low = str((most / every).idxmin())
            if most[low] < SELDOM * every[low]:
                found.append((most[low] / every[low] - words / every[top], name, top, low, int(words), int(most[low])))
    for _, name, top, low, of_top, of_low in sorted(found)[:1]:
        yield Highlight(
            f"Most words in quotation marks in {accounts.names[top]} are from {name}, "
            f"{'few' if of_low else 'none'} of those in {accounts.names[low]}.",
            f"Words: {of_top:,} of {every[top]:,}, and {of_low:,} of {every[low]:,}.",
            table="quotes",
            places=_places(accounts.by_name[accounts.by_name["source"] == name]),
            certainty="likely",
        )


def _one_side(accounts: Accounts) -> Iterator[Highlight]:
    """An account that has no word of a side which the others quote."""
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
        if (certainty := _graded(p)) is None:
            continue
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
            certainty=certainty,
        )


# words and names


def _not_mentioned(accounts: Accounts) -> Iterator[Highlight]:
    """A person whom most accounts name often, and one has no word of."""
    for name, at in accounts.mentions.items():
        lacking = [a for a in accounts.ids if accounts.leaves_out(a, name)]
        having = [at[a] for a in accounts.ids if a not in lacking]
        if lacking and 3 * len(lacking) <= len(accounts.ids) and min(map(len, having)) >= FEWEST_MENTIONS:
            yield Highlight(
                f"{accounts.called(lacking)} {'does' if len(lacking) == 1 else 'do'} not mention {name}; "
                f"{accounts.others(lacking)} do.",
                places=[place for places in having for place in places],
                size=min(1.0, sum(map(len, having)) / (3 * FEWEST_MENTIONS * len(having))),
                certainty="likely",
            )


def _only_mentioned(accounts: Accounts) -> Iterator[Highlight]:
    """The persons whom one account alone names, and names often."""
    of = []
    for name, at in accounts.mentions.items():
        having = [a for a in accounts.ids if not accounts.leaves_out(a, name)]
        if len(having) == 1 and len(at[having[0]]) >= FEWEST_MENTIONS:
            of.append((-len(at[having[0]]), name, having[0]))
    shown = sorted(of)[:MOST_NAMES]
    if shown:
        yield Highlight(
            f"Among those mentioned in one account only: "
            f"{and_join([f'{accounts.with_role(name, a)} in {accounts.names[a]}' for _, name, a in shown])}.",
            places=[place for _, name, a in shown for place in accounts.mentions[name][a]],
            about=frozenset((name, a) for _, name, a in shown),
            certainty="likely",
        )


def _named_differently(accounts: Accounts) -> Iterator[Highlight]:
    """A thing for which two accounts have no name in common, in their own voice."""
    naming = accounts.comparison["naming"]
    own = naming[(naming["voice"] == "own") & (naming["kind"] == "thing")]
    for entity, rows in own.groupby("entity", sort=False):
        names = str(entity).lower().split(" / ")
        one = [_name_of(words.lower(), names) for words in rows["attached"]]
        used = {a: set(mine) for a, mine in pd.Series(one, index=rows["article"]).groupby(level=0, sort=False)}
        apart = [a for a in used if any(not used[a] & used[b] for b in used)]
        if len(apart) > 1:
            said = [
                f"“{row['attached']}” ({row['account']}, {often(int(row['times']))})"
                for row in rows[rows["article"].isin(apart)].to_dict("records")
            ]
            yield Highlight(
                f"Different names for one thing: {and_join(said, MOST_SOURCES)}.",
                table="naming",
                places=_places(rows[rows["article"].isin(apart)]),
                certainty="likely",
            )


def _name_of(words: str, names: Sequence[str]) -> str:
    """Which of a thing's names the words are: as they stand, or by the noun beside a proper name."""
    plain = words.removesuffix("s")
    same = [name for name in names if name.removesuffix("s") == plain]
    return (same or [name for name in names if name.split()[-1] in words.split()] or [words])[0]


def _rate(
    accounts: Accounts,
    added: pd.Series,
    said: Callable[[int, int], str],
    table: str,
    unit: str,
    places: Sequence[Place] = (),
) -> Iterator[Highlight]:
    """Accounts that differ in how much of something they have per word, by more than permuted sentences do.

    `added` is how much, by article and sentence.
    """
    sentences = accounts.of("sentences")
    sentences = sentences[sentences["words"] > 0]
    key = pd.MultiIndex.from_frame(sentences[["article", "sentence"]])
    counts = np.column_stack([sentences["words"], added.reindex(key, fill_value=0)]).astype(float)
    if sentences["article"].nunique() < len(accounts.ids) or not counts[:, 1].sum():
        return
    p, certainty = _spread(accounts.ids, sentences["article"], counts, lambda sums: sums[:, 1] / sums[:, 0])
    if certainty is None:
        return
    of = added.groupby("article").sum().reindex(accounts.ids, fill_value=0).astype(int)
    rates = {a: 100 * of[a] / accounts.words[a] for a in accounts.ids}
    ranked = sorted(accounts.ids, key=lambda a: -rates[a])
    sides = [f"{accounts.names[a]} {said(int(of[a]), accounts.words[a])}" for a in (ranked[0], ranked[-1])]
    yield Highlight(
        f"{sides[0]}; {sides[1]}.",
        p=p,
        table=table,
        places=places,
        values=[(accounts.names[a], round(rates[a], 2), f"{of[a]:,} in {accounts.words[a]:,} words") for a in ranked],
        unit=unit,
        size=(rates[ranked[0]] - rates[ranked[-1]]) / (1 + sum(rates.values()) / len(rates)),
        certainty=certainty,
    )


def _loaded(accounts: Accounts) -> Iterator[Highlight]:
    phrases = strong(accounts.of("phrases"))
    yield from _rate(
        accounts,
        phrases.groupby(["article", "sentence"]).size(),
        lambda count, words: (
            f"uses {times(count, 'loaded phrase') + ' of its own' if count else 'none'} in {words:,} words"
        ),
        "phrases",
        "loaded phrases of its own per 100 words",
        _places(phrases),
    )


def _quoted_share(accounts: Accounts) -> Iterator[Highlight]:
    if not len(accounts.spoken):
        return
    sentences = accounts.of("sentences")[["article", "sentence", "start"]].sort_values("start")
    placed = pd.merge_asof(accounts.spoken.sort_values("start"), sentences, on="start", by="article")
    quoted = placed.dropna(subset=["sentence"]).groupby(["article", "sentence"])["words_quoted"].sum()
    yield from _rate(
        accounts,
        quoted,
        lambda count, words: f"puts {count:,} of its {words:,} words in quotation marks",
        "quotes",
        "% of words in quotation marks",
    )


def _spread(
    ids: Sequence[str], article: pd.Series, counts: Values, rate: Callable[[Values], Values]
) -> tuple[float, str | None]:
    """How often permuting rows among articles spreads the articles' rates at least as widely, and its grade.

    `counts` has a row per sentence, its words first; `rate` turns sums, shape `(articles, columns)`, into one number
    each. The spread is the squared distance from the rate over all, weighted by words.
    """
    labels = article.map({a: n for n, a in enumerate(ids)}).to_numpy(dtype=np.int64)
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(len(ids)))
    generator = np.random.default_rng((SEED, len(labels)))
    overall = rate(counts.sum(axis=0, keepdims=True))

    def spread(rows: Values) -> float:
        sums = np.add.reduceat(rows, starts, axis=0)
        return float(sums[:, 0] @ np.square(np.nan_to_num(rate(sums) - overall)))

    observed = spread(counts[order])
    hits = sum(spread(counts[generator.permutation(len(counts))]) >= observed - 1e-9 for _ in range(SHUFFLES))
    p = (1 + hits) / (1 + SHUFFLES)
    return p, _graded(p)


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
    words = {a: and_join([f"“{text}”" for text in mine.loc[mine["article"] == a, "text"]]) for a in having}
    yield Highlight(
        f"Loaded words in a headline, in the outlet's own voice: "
        f"{and_join([f'{words[a]} ({accounts.names[a]})' for a in having])}.",
        table="phrases",
        places=_places(strong(inside)),
        certainty="likely",
    )


# passages


class Passage(NamedTuple):
    """A statement or figure of which every account is settled, or two give different numbers."""

    table: str
    held: pd.DataFrame
    none: pd.DataFrame
    differ: pd.DataFrame
    speaker: str
    words: str

    def highlight(self, sentence: str, size: float = 1.0, about: frozenset[tuple[str, str]] = frozenset()) -> Highlight:
        """A sentence on the passage, at the places that have it."""
        return Highlight(
            sentence, table=self.table, places=_places(self.held), size=size, certainty="likely", about=about
        )

    @property
    def what(self) -> str:
        """The words, with whose they are."""
        return f"{_possessive(self.speaker)} words {_excerpt(self.words)}" if self.speaker else _excerpt(self.words)


def _settled(accounts: Accounts) -> Iterator[Passage]:
    facts = accounts.comparison["facts"]
    leading = set(facts.loc[facts["where"] == LEAD, "fact"])
    # an act later on may be background, or what a page says of itself
    facts = facts[facts["kind"].isin(FIGURES) | facts["kind"].eq("act") & facts["fact"].isin(leading)]
    keys = {"statements": ["event", "statement"], "facts": ["event", "kind", "fact"]}
    for table, frame in (("statements", accounts.comparison["statements"]), ("facts", facts)):
        held = (frame["presence"] == "found") & (frame["confidence"] >= SURE_FOUND)
        none = (frame["presence"] == "none") & (frame["confidence"] >= SURE_NONE)
        differ = held & frame["differs"].eq(True) if "differs" in frame else held & False
        marked = frame[keys[table]].assign(held=held, none=none, differ=differ)
        sums = marked.groupby(keys[table], sort=False)[["held", "none", "differ"]].transform("sum")
        # of most passages neither holds
        telling = (sums["held"] > 0) & ((sums["held"] + sums["none"] == len(accounts.ids)) | (sums["differ"] > 0))
        for _, rows in frame[telling].groupby(keys[table], sort=False):
            parts = [rows[which.loc[rows.index]] for which in (held, none, differ)]
            words = max(map(str, parts[0]["text"]), key=len)
            # the rest of a sentence, or a few words, say too little alone
            if len(words.split()) >= FEWEST_OF_A_PASSAGE and (table == "statements" or not words[:1].islower()):
                speaker = _speaker(accounts, parts[0]) if table == "statements" else ""
                if table == "facts" or (speaker and parts[0]["telling"].isin(QUOTED).any()):
                    yield Passage(table, parts[0], parts[1], parts[2], speaker, words)


def _speaker(accounts: Accounts, held: pd.DataFrame) -> str:
    """The speaker of a statement, if sure attributions in every account that has it name the same one, else "".

    At least one account must print the name with the words: “the president” may be another's.
    """
    certain, named, by_name = sure(accounts.spoken), [], False
    for row in held.to_dict("records"):
        mine = certain[
            (certain["article"] == row["article"]) & (certain["start"] < row["end"]) & (certain["end"] > row["start"])
        ]
        if not len(mine) or pd.isna(mine["source"].iloc[0]):
            return ""
        named.append(str(mine["source"].iloc[0]))
        by_name |= mine.index[0] in accounts.by_name.index
    name = max(named, key=len, default="")
    return name if by_name and name in accounts.persons and len({_last(one) for one in named}) == 1 else ""


def _contradiction(accounts: Accounts) -> Iterator[Highlight]:
    for one in accounts.settled:
        rest = one.held.drop(one.differ.index)
        if len(one.differ) and len(rest):
            sides = [
                f"{accounts.called(list(rows['article']))}: {_excerpt(str(rows['text'].iloc[0]))}"
                for rows in (one.differ, rest)
            ]
            yield one.highlight(f"Accounts give different numbers. {'; '.join(sides)}.")


def _missing(accounts: Accounts) -> Iterator[Highlight]:
    every = len(accounts.ids)
    for one in accounts.settled:
        lacking = list(one.none["article"])
        few = len(one.held) > 1 and len(one.held) + len(lacking) == every and 0 < len(lacking) <= every / 3
        if (
            few
            and not one.words[:1].islower()
            and not any(_runs(one.words) & _runs(accounts.texts[a]) for a in lacking)
        ):
            said = f"Not found in {accounts.called(lacking)}: {one.what}; {accounts.others(lacking)} have them."
            yield one.highlight(said, 0.6 + 0.5 * len(one.held) / every)


def _only_quotation(accounts: Accounts) -> Iterator[Highlight]:
    """The longest quotation of each account of which no other has four words in a row."""
    runs = {a: _runs(text) for a, text in accounts.texts.items()}
    direct = accounts.spoken[accounts.spoken["kind"] == "direct"]
    for a, rows in direct.groupby("article", sort=False):
        others = set().union(*(runs[other] for other in accounts.ids if other != a))
        text = accounts.texts[str(a)]
        parts = [
            (text[start:end], start, end, row)
            for row in rows.to_dict("records")
            for start, end in (map(int, part.split("-")) for part in row["parts"].split(";"))
        ]
        alone = [
            part for part in parts if len(part[0].split()) >= FEWEST_OF_A_QUOTATION and not _runs(part[0]) & others
        ]
        if not alone:
            continue
        words, start, end, one = max(alone, key=lambda part: len(part[0].split()))
        sure_of = one["sure"] == 1 and one["source"] in accounts.persons and accounts.prints(one["source"])
        speaker = f"{_possessive(one['source'])} words " if sure_of else ""
        yield Highlight(
            f"Only in {accounts.names[str(a)]}: {speaker}{_excerpt(words)}.",
            table="quotes",
            places=[(str(a), start, end)],
            size=min(1.0, 0.5 + 10 * len(words.split()) / max(accounts.words[str(a)], 1)),
            certainty="likely",
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
            alike = [one for one in plain if one["cue"] != doubted["cue"] and _alike(one["text"], doubted["text"])]
            if alike:
                pair = (doubted, alike[0])
                sides = [f"{accounts.names[one['article']]} introduces with “{one['cue']}”" for one in pair]
                yield Highlight(
                    f"{sides[0]} what {sides[1]}: {_excerpt(str(doubted['text']))}.",
                    table="certainty",
                    places=_places(pd.DataFrame(pair)),
                    certainty="likely",
                )


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
        said, others, factor, unit = _MEASURES[row["measure"]]
        mine, rest = said.format(factor * row["value"]), others.format(factor * row["value_rest"])
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
            values=[(str(name), value, others.format(value)) for name, value in values],
            unit=unit,
            size=0.5 + list(_MEASURES)[::-1].index(row["measure"]) / 10,
        )


def _of_one(analysis: Analysis, article: str) -> Iterator[tuple[str, Highlight]]:
    row = analysis["articles"]["article"] == article
    known = {str(name): value for name, value in analysis["articles"][row].iloc[0].items()}
    words = int(known["words"])
    phrases = strong(analysis["phrases"])
    phrases = phrases[phrases["article"] == article]
    headed = int((phrases["section"] == "headline").sum())
    if words >= FEWEST_WORDS:
        yield (
            "loaded phrases",
            Highlight(
                f"The article uses {times(len(phrases), 'loaded phrase')} of its own in {times(words, 'word')}"
                + (f", {headed} of them in the headline." if headed else "."),
                f"That is {100 * len(phrases) / known['words_own']:.1f} per 100 of its own words."
                if len(phrases)
                else "",
                table="phrases",
                places=_places(phrases),
                size=0.5 + len(phrases) / 20,
            ),
        )
    quotes = analysis["quotes"]
    every = quotes[(quotes["article"] == article) & (quotes["kind"] != "scare")]
    if len(certain := sure(every).dropna(subset=["source"])):
        yield from _sources_of_one(every, certain)
        quoted = int(every["words_quoted"].sum())
        yield (
            "quoted share",
            Highlight(
                f"{100 * quoted / words:.0f}% of the article is in quotation marks ({quoted:,} of {words:,} words).",
                table="quotes",
                size=2 * quoted / words,
            ),
        )
    if known["body_sentences"] >= FEWEST_SENTENCES:
        grade = "{:.0f} ({:.0f} to {:.0f})".format(
            *(known[f"flesch_kincaid_grade{end}"] for end in ("", "_low", "_high"))
        )
        yield "reading level", Highlight(f"It reads at a Flesch–Kincaid grade of {grade}.", table="articles")


def _sources_of_one(every: pd.DataFrame, certain: pd.DataFrame) -> Iterator[tuple[str, Highlight]]:
    given = certain.groupby("source", sort=False)["words"].sum().sort_values(ascending=False, kind="stable")
    top, total, unsure = str(given.index[0]), int(given.sum()), len(every) - len(certain)
    left = f"{times(unsure, 'attribution')} without a sure source left out." if unsure else ""
    places = _places(certain[certain["source"] == top])
    if len(given) == 1:
        said = f"{top} is the only source: {times(len(certain), 'attribution')}, {times(total, 'word')}."
        yield "only source", Highlight(said, left, table="quotes", places=places)
    elif total and 2 * len(certain) >= len(every):
        share = 100 * int(given.iloc[0]) / total
        others = f"{times(len(given) - 1, 'other source')} share{'s' * (len(given) == 2)} the rest"
        yield (
            "one side",
            Highlight(
                f"{top} gets {share:.0f}% of the words given to sources ({given.iloc[0]:,} of {total:,}); {others}.",
                left,
                table="quotes",
                places=places,
                values=[(str(name), float(n), times(int(n), "word")) for name, n in given.head(6).items()],
                unit="words",
                size=0.5 + share / 100,
            ),
        )


#: What is looked for, in the order of importance; of the descriptive ones only as many as fill up.
KINDS = {
    "outlets": Kind(1.0, _outlets, most=MOST),
    "same text": Kind(0.99, _same_text),
    "contradiction": Kind(0.98, _contradiction),
    "loaded phrases": Kind(0.95, _loaded),
    "one side": Kind(0.9, _one_side),
    "how sure": Kind(0.9, _how_sure),
    "only source": Kind(0.86, _only_source),
    "most quoted": Kind(0.87, _most_quoted),
    "naming": Kind(0.84, _named_differently),
    "not mentioned": Kind(0.88, _not_mentioned),
    "only mentioned": Kind(0.8, _only_mentioned, most=1),
    "missing": Kind(0.8, _missing),
    "headline": Kind(0.83, _headline_words),
    "only quotation": Kind(0.65, _only_quotation, most=3),
    "quoted share": Kind(0.5, _quoted_share),
}
