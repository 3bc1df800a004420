"""What a comparison found, as tables that lead to the words: naming, facts, statements, order, differences, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from framing.analysis import Analysis
from framing.show.anchors import Sentences
from framing.show.markup import join, tag
from framing.show.notes import Note
from framing.show.rates import VOICES
from framing.show.table import NOT_TOLD, Table, table

#: How many rows of a long table a report shows; all are saved beside it.
MOST_ROWS = 40

#: What the column is headed that says "differs" or "cannot tell".
RESULT = "result"
#: A cell of the grid of names holds at most so many stretches of words.
MOST_STRETCHES = 5

#: Of comparisons that cannot be told from chance a report shows the few strongest.
STRONGEST = 5

#: What is said of a fact that an account does not have.
NOT_FOUND = "not found"


def held(accounts: object, of: object) -> str:
    """How omissions are told: "3 of 13"."""
    return f"{accounts} of {of}"


def _with_events(frame: pd.DataFrame, events: Iterable[object]) -> pd.DataFrame:
    """The rows of a table with the event of each behind what they are, where there are several."""
    known = list(events)
    if len(set(known)) < 2:
        return frame
    told = frame.copy()
    told.insert(1, "event", known)
    return told


def facts_grid(analysis: Analysis, facts: pd.DataFrame, keep_text: bool = True) -> Table:
    """Accounts by facts: where each fact stands in each account. `facts` is a comparison's frame of that name."""
    sentences = Sentences(analysis)
    names = list(dict.fromkeys(facts["account"]))
    rows, links, shades = [], {name: [] for name in names}, {name: [] for name in names}  # type: ignore[var-annotated]
    events = []
    for (event, kind, fact), group in facts.groupby(["event", "kind", "fact"], sort=False):
        events.append(event)
        places = {row.account: row for row in group.itertuples()}
        first = group.iloc[0]
        rows.append([fact, kind, held(first["accounts"], first["of"])])
        for name in names:
            row = places.get(name)
            where = str(row.where) if row is not None else "absent"
            rows[-1].append(NOT_FOUND if where == "absent" else where)
            links[name].append(sentences.anchor(row.article, row.start) if row is not None else None)
            shades[name].append(f"in-{where}")
    frame = _with_events(pd.DataFrame(rows, columns=["fact", "kind", "held by", *names]), events)
    caption = (
        "Facts that two accounts or more hold, and where each account has them: headline, lead (first two paragraphs) "
        "or later. “Not found” says that these words were not found, not that anything was hidden."
    )
    return table(frame, caption, links=links, shades=shades, keep_text=keep_text, most=MOST_ROWS)


def statements_grid(analysis: Analysis, statements: pd.DataFrame, keep_text: bool = True) -> Table:
    """Statements by accounts: who quotes it whole, cuts it, retells it, takes it over, or has it not."""
    sentences = Sentences(analysis)
    names = list(dict.fromkeys(statements["account"]))
    rows, links = [], {name: [] for name in names}  # type: ignore[var-annotated]
    events = []
    for (event, _), group in statements.groupby(["event", "statement"], sort=False):
        events.append(event)
        versions = {row.account: row for row in group.itertuples()}
        first = group.iloc[0]
        rows.append([first["fullest"], first["speaker"], held(first["accounts"], first["of"])])
        for name in names:
            row = versions.get(name)
            told = NOT_FOUND if row is None or row.told == "absent" else str(row.told)
            other = f" (given to {row.source})" if row is not None and row.source_differs else ""
            rows[-1].append(told + other)
            links[name].append(sentences.anchor(row.article, row.start) if row is not None else None)
    columns = ["statement, in its fullest version", "speaker", "held by", *names]
    frame = _with_events(pd.DataFrame(rows, columns=columns), events)
    caption = (
        "The same statement in several accounts, and how each tells it, held against the fullest version that any of "
        "them has, which may itself leave out words of what was said. Quoted whole: all of that version in quotation "
        "marks; quoted in part: some of it; reported: retold without marks; in own voice: told as the outlet's own "
        "words; given to: the account names another source. “Not found” says that these words were not found, not "
        "that anything was hidden."
    )
    return table(frame, caption, links=links, keep_text=keep_text, most=MOST_ROWS)


def naming_grid(aligned: pd.DataFrame, keep_text: bool = True, most: int = MOST_ROWS) -> Table:
    """Names by accounts: the words that each account attaches to a name. `aligned` is `Comparison.aligned()`."""
    told = aligned.assign(**{"named by": [held(a, b) for a, b in zip(aligned["accounts"], aligned["of"], strict=True)]})
    names = [
        column for column in aligned.columns if column not in ("event", "kind", "entity", "relation", "accounts", "of")
    ]
    told[names] = told[names].map(_first_few)
    several = (aligned[names] != "").sum(axis=1) > 1
    frame = told.loc[several if several.any() else slice(None), ["entity", "kind", "relation", "named by", *names]]
    frame = _with_events(frame, told.loc[frame.index, "event"])
    caption = f"How the same person, body, group or act is named: the words attached to it, in all voices. {_RELATIONS}"
    if alone := len(told) - len(frame):
        caption += (
            f" Rows in which one account alone attaches words are left out ({alone:,}); the saved tables have them."
        )
    return table(frame, caption, keep_text=keep_text, most=most)


def _first_few(attached: str) -> str:
    """The first of the stretches of words in a cell, and how many more there are."""
    stretches = attached.split("; ")
    more = len(stretches) - MOST_STRETCHES
    return attached if more < 1 else f"{'; '.join(stretches[:MOST_STRETCHES])}; and {more} more"


#: What the column of relations says.
_RELATIONS = (
    "The relation says how they stand to it: title; before (words in front of it); apposition or clause (after it); "
    "possession (what is said to be theirs); act (what they are said to do, or what is done to them); name (before a "
    "group or act: whose or which it is)."
)


def naming_table(analysis: Analysis, naming: pd.DataFrame, keep_text: bool = True) -> Table:
    """Every stretch of words attached to a name, whose words they are, and where they stand."""
    sentences = Sentences(analysis)
    columns = ["entity", "relation", "attached", "account", "voice", "speaker", "times"]
    frame = _with_events(naming[columns], naming["event"])
    anchors = [sentences.anchor(a, s) for a, s in zip(naming["article"], naming["start"], strict=True)]
    caption = f"The words attached to each name, by whose words they are. {_RELATIONS}"
    return table(
        frame.assign(voice=frame["voice"].map(VOICES)),
        caption,
        links={"attached": anchors},
        labels={"voice": "whose words"},
        keep_text=keep_text,
        most=2 * MOST_ROWS,
    )


def leads(analysis: Analysis, order: pd.DataFrame, keep_text: bool = True) -> Table:
    """What each account begins with, whose words make its headline, and where each side first speaks."""
    sentences = Sentences(analysis)
    kept = order[order["aspect"] != "source first speaks"]
    frame = kept[["account", "aspect", "name", "text", "word"]].reset_index(drop=True)
    anchors = [sentences.anchor(row.article, row.start) for row in kept.itertuples()]
    caption = (
        "Order and prominence. Leads with: the first sentence of the body, and whose words it holds, if anybody's. In "
        "the headline: whose words stand there. Side first speaks: its first words; a side without any (–) is given "
        "none. The last column counts the words of the account that stand before, the headline's among them."
    )
    labels = {"name": "whose words", "word": "words before"}
    return table(frame, caption, links={"text": anchors}, labels=labels, keep_text=keep_text)


_ONE_EACH = (
    "Every outlet has one article here, and one article cannot tell the outlet from the article: no interval can be "
    "given, and no figure can differ."
)


def differences_table(differences: pd.DataFrame, most: int = MOST_ROWS) -> Table:
    """Every figure of each outlet against the rest, with interval, effect size and whether it differs."""
    columns = ["measure", "group", "articles", "value", "value_rest", "difference", "effect_size", "q", "verdict"]
    caption = (
        "Each figure of each outlet against the others, with bootstrap intervals over articles. The difference is one "
        "within events (each article less the mean of its event), so it need not be that of the two means. What "
        "differs is told by shuffling the articles of each event among the outlets. q is the share of false alarms to "
        "be expected among all with so small a q (Benjamini and Hochberg, over the whole table); Hedges' g is the "
        "difference in standard deviations."
    )
    labels = {"effect_size": "Hedges' g", "group": "outlet", "value_rest": "others", "verdict": RESULT}
    ordered = differences.sort_values(["q", "p"], kind="stable", na_position="last")
    alone = _ONE_EACH if len(ordered) and ordered["articles"].max() == 1 else ""
    ordered, left_out = strongest(ordered, most)
    frame = ordered[columns].assign(measure=ordered["measure"].str.replace("_", " "))
    ends = zip(ordered["difference_low"], ordered["difference_high"], strict=True)
    frame.insert(6, "interval", [NOT_TOLD if pd.isna(low) else f"{low:,.2f} to {high:,.2f}" for low, high in ends])
    return table(frame, " ".join(filter(None, [caption, alone, left_out])), labels=labels, digits={"q": 3})


def strongest(ordered: pd.DataFrame, most: int) -> tuple[pd.DataFrame, str]:
    """Of comparisons in the order of their strength those that differ, at most `most`, and the first few others.

    One whose p over the whole table is 1 says nothing, and which of them came first would be by chance: none is shown.
    With the rows goes the sentence that says how many are left out.
    """
    told = ordered["verdict"] == "differs"
    over_the_table = ordered["q"] if "q" in ordered else ordered["p"]
    nearest = ordered[~told & (over_the_table < 1)].head(STRONGEST)
    shown = pd.concat([ordered[told].head(most), nearest])
    more, unsure = int(told.sum()) - min(int(told.sum()), most), int((~told).sum()) - len(nearest)
    parts = [f"{more:,} more that differ"] if more else []
    parts += [f"{unsure:,} {'more ' if len(shown) else ''}that cannot be told from chance"] if unsure else []
    said = f"Not shown: {' and '.join(parts)}; all are in the table saved beside the report." if parts else ""
    return shown, said


def keyness_table(keyness: pd.DataFrame) -> Table:
    """The words that set outlets apart most, beside what shuffled articles give."""
    columns = ["word", "group", "count", "count_rest", "log_odds", "z", "z_shuffled", "log_ratio", "p", "verdict"]
    caption = (
        "Words in the outlets' own voice by how far they set one outlet apart (log-odds with an informative Dirichlet "
        "prior, Monroe, Colaresi and Quinn 2008): above 0 the outlet uses the word more than the others, below 0 less. "
        "z is the log-odds over its standard error; one under “z shuffled” is what shuffled articles give too. Each "
        "point of the log ratio doubles the rate. p is the share of shuffles in which some word gets so large a z."
    )
    ordered = keyness.reindex(keyness["z"].abs().sort_values(ascending=False, kind="stable").index)
    labels = {"group": "outlet", "count_rest": "count, others", "z_shuffled": "z shuffled", "verdict": RESULT}
    shown, left_out = strongest(ordered, 20)
    return table(shown[columns], f"{caption} {left_out}".rstrip(), labels=labels, digits={"p": 3})


def verdicts(tables: Mapping[str, pd.DataFrame]) -> Note:
    """How many comparisons were made, and how many of them can be told from chance: in words, before any table."""
    said = []
    for name, what, column in (("differences", "figures", "measure"), ("keyness", "words", "word")):
        frame = tables[name]
        differ = frame[frame["verdict"] == "differs"]
        told = [
            tag("strong", f"{len(frame):,}"),
            f" comparisons of {what}: ",
            tag("strong", f"{len(differ):,}"),
            " differ, ",
        ]
        told += [tag("strong", f"{len(frame) - len(differ):,}"), " cannot be told from chance."]
        listed = [
            tag("li", f"{row[column]}: {row['group']} differs from the others (p {row['p']:.3f})")
            for _, row in differ.head(MOST_ROWS).iterrows()
        ]
        said.append(join(tag("p", *told), tag("ul", *listed) if listed else None))
    chance = (
        "With the articles of each event shuffled among the outlets, at most one report in twenty would claim any "
        "difference. One article an outlet can never tell the outlet from the article."
    )
    return Note(tag("div", *said, tag("p", chance, class_="aside"), class_="verdicts"))
