"""What accounts share and what only some have: statements, facts and names, as tables that lead to the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.analysis import Analysis
from framing.compare.highlights import and_join
from framing.show.accounts import MOST_COLUMNS, VOICES, Sentences, listing
from framing.show.data_table import MOST_ROWS, UNDEFINED, Table, table
from framing.show.first_screen import Opening, about_articles, question
from framing.text.spans import few_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Words of a statement, and stretches of words in a cell of the table of names.
MOST_WORDS, MOST_STRETCHES = 30, 5
#: Values of `telling` that, side by side, show a claim made here and attributed there.
OWN_VOICE, PARAPHRASED = "own voice", "paraphrased"
#: How a cell says whether a passage is there.
PRESENCE = {"found": "found", "perhaps": "possible", "none": "nothing near"}

_FACTS = (
    "Details found in at least one article, and where: headline, lead (first two paragraphs) or later. “Possible” "
    "passages need a reader. “Nothing near” means no similar passage was found; the account may say it differently."
)
_STATEMENTS = (
    "What sources say, in its fullest version, and how each account has it: quoted whole or in part, paraphrased, or "
    "in its own voice. “Possible” passages need a reader. “Nothing near” means no similar passage was found."
)
_NAMING = "Square brackets mark words in a quotation or paraphrase. What differs most stands first."


def statements_grid(analysis: Analysis, statements: pd.DataFrame, keep_text: bool = True) -> Table:
    """Statements by accounts: who quotes each, whole or in part, and who has nothing near it."""
    heads = [("statement", "fullest"), ("speaker", "speaker")]
    return _grid(analysis, statements, "statement", heads, "telling", _STATEMENTS, keep_text)


def facts_grid(analysis: Analysis, facts: pd.DataFrame, keep_text: bool = True) -> Table:
    """Facts by accounts: where each stands, and who has nothing near it."""
    return _grid(analysis, facts, "fact", [("fact", "fact"), ("kind", "kind")], "where", _FACTS, keep_text)


def _grid(
    analysis: Analysis,
    table_rows: pd.DataFrame,
    item: str,
    heads: Sequence[tuple[str, str]],
    detail: str,
    caption: str,
    keep_text: bool,
) -> Table:
    keys = ["event", item] if item == "statement" else ["event", "kind", item]
    cells, total = _most_telling(table_rows, keys, detail)
    cells["row"], is_found = cells.groupby(keys, sort=False).ngroup(), cells["presence"] == "found"
    fullest = cells[is_found].sort_values("text", key=lambda texts: -texts.str.len(), kind="stable")
    fullest = fullest.drop_duplicates("row").set_index("row").sort_index()
    plain = {head: fullest[c].fillna(UNDEFINED).map(lambda text: " ".join(str(text).split())) for head, c in heads}
    frame = pd.DataFrame({head: texts.map(lambda text: few_words(text, MOST_WORDS)) for head, texts in plain.items()})
    if fullest["event"].nunique() > 1:
        frame.insert(1, "event", fullest["event"])
    counts = cells.assign(found=is_found).groupby("row")["found"].agg(["sum", "size"])
    frame["found in"] = [f"{some} of {of}" for some, of in counts.to_numpy().tolist()]
    names, places = list(dict.fromkeys(table_rows["account"])), Sentences(analysis)
    links: dict[str, list[str | None]] = {}
    shades: dict[str, list[str | None]] = {}
    for name in names if len(names) <= MOST_COLUMNS else ():
        mine = cells[cells["account"] == name].set_index("row").reindex(frame.index)
        state = mine["presence"].fillna("none")
        frame[name] = mine[detail].where((state == "found") & mine[detail].notna(), state.map(PRESENCE)).astype(str)
        links[name] = [places.anchor(article, at) for article, at in zip(mine["article"], mine["start"], strict=True)]
        shades[name] = ("in-" + state).tolist()
    if not links:
        having = cells[is_found].groupby("row")["account"].agg(list)
        frame["accounts"] = having.map(lambda accounts: and_join(accounts, MOST_COLUMNS))
    if total > len(frame):
        caption = f"{caption} The first {len(frame)} of {total:,}; the saved tables have all."
    return table(frame.astype(object), caption, links=links, shades=shades, keep_text=keep_text)


def _most_telling(table_rows: pd.DataFrame, keys: list[str], detail: str) -> tuple[pd.DataFrame, int]:
    """The rows of the items that a report shows, and how many items there are.

    Items put in different ways come first, then those that only some accounts have.
    """
    states = table_rows.assign(_found=table_rows["presence"] == "found", _ways=table_rows[detail])
    items = states.groupby(keys, sort=False).agg(found=("_found", "sum"), size=("_found", "size"), ways=("_ways", set))
    items = items[items["found"] > 0]
    items["same"] = [not {OWN_VOICE, PARAPHRASED} <= set(ways) for ways in items["ways"]]
    order = items.assign(all=items["found"] == items["size"], few=-items["found"])
    order = order.sort_values(["same", "all", "few"], kind="stable")
    shown = order.head(MOST_ROWS)[[]].reset_index()
    return shown.merge(table_rows, on=keys, how="left", sort=False), len(items)


def naming_grid(aligned: pd.DataFrame, keep_text: bool = True) -> Table:
    """How each account names each person and thing. `aligned` is `Comparison.aligned()`."""
    names = [column for column in aligned.columns if column not in ("event", "kind", "entity", "accounts", "of")]
    several = ["event"] * (aligned["event"].nunique() > 1)
    frame = aligned[["entity", *several]].assign(
        **{"named in": [f"{a} of {b}" for a, b in zip(aligned["accounts"], aligned["of"], strict=True)]}
    )
    if len(names) <= MOST_COLUMNS:
        frame = pd.concat([frame, aligned[names].map(_first_few)], axis=1)
    else:
        frame["words"] = [
            "; ".join(f"{n}: {_first_few(row[n])}" for n in names if row[n]) for row in aligned.to_dict("records")
        ]
    caption = (
        f"Names for one thing, and descriptions of one person, where accounts differ in their own voice. {_NAMING}"
    )
    return table(frame, caption, keep_text=keep_text)


def _first_few(attached: str) -> str:
    """The first of the stretches of words in a cell, and how many more there are."""
    stretches = attached.split("; ")
    more = len(stretches) - MOST_STRETCHES
    return attached if more < 1 else f"{'; '.join(stretches[:MOST_STRETCHES])}; and {more} more"


def naming_table(analysis: Analysis, naming: pd.DataFrame, keep_text: bool = True) -> Table:
    """Every name for a thing and description of a person, its voice, and where it stands."""
    several = ["event"] * (naming["event"].nunique() > 1)
    columns = ["attached", "entity", *several, "relation", "account", "voice", "speaker", "times"]
    caption = "Each name for a thing, or description before or after a person's name, with whose words it is."
    return listing(analysis, naming.assign(voice=naming["voice"].map(VOICES)), columns, caption, keep_text=keep_text)


def naming_opening(comparison: Comparison) -> Opening:
    """The first screen: for how many persons and things accounts differ, and for which they differ most."""
    naming = comparison["naming"]
    entities = naming["entity"].drop_duplicates().tolist()
    answer = "No person or thing clearly has different names in these accounts."
    if entities:
        answer = f"Persons and things that accounts name differently: {len(entities):,}. Most: {entities[0]}."
    return question("How are people and things named?", about_articles(comparison.analysis), answer)
