"""What accounts share and what only some have: statements, facts and names, as tables that lead to the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.analysis import Analysis
from framing.show.accounts import MOST_COLUMNS, VOICES, Sentences, listing
from framing.show.data_table import MOST_ROWS, Table, table
from framing.show.first_screen import Opening, about_articles, question
from framing.text.spans import few_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Words of a statement, and stretches of words in a cell of the table of names.
MOST_WORDS, MOST_STRETCHES = 30, 5
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


def _with_events(frame: pd.DataFrame, events: Iterable[object]) -> pd.DataFrame:
    """The rows of a table with the event of each behind what they are, where there are several."""
    known = list(events)
    if len(set(known)) < 2:
        return frame
    frame = frame.copy()
    frame.insert(1, "event", known)
    return frame


def statements_grid(analysis: Analysis, statements: pd.DataFrame, keep_text: bool = True) -> Table:
    """Statements by accounts: who quotes each, whole or in part, and who has nothing near it."""
    heads = [("statement", "fullest"), ("speaker", "speaker")]
    return _grid(analysis, statements, "statement", heads, "telling", _STATEMENTS, keep_text)


def facts_grid(analysis: Analysis, facts: pd.DataFrame, keep_text: bool = True) -> Table:
    """Facts by accounts: where each stands, and who has nothing near it."""
    return _grid(analysis, facts, "fact", [("fact", "fact"), ("kind", "kind")], "where", _FACTS, keep_text)


def _grid(
    analysis: Analysis,
    given: pd.DataFrame,
    item: str,
    heads: Sequence[tuple[str, str]],
    detail: str,
    caption: str,
    keep_text: bool,
) -> Table:
    places = Sentences(analysis)
    names = list(dict.fromkeys(given["account"]))
    wide = len(names) <= MOST_COLUMNS
    rows, events = [], []
    links: dict[str, list[str | None]] = {name: [] for name in names} if wide else {}
    shades: dict[str, list[str | None]] = {name: [] for name in names} if wide else {}
    keys = ["event", item] if item == "statement" else ["event", "kind", item]
    groups, total = _most_telling(given, keys)
    for _, group in groups.groupby(keys, sort=False):
        by_account: Mapping[str, dict[str, object]] = {
            str(row["account"]): {str(k): v for k, v in row.items()} for row in group.to_dict("records")
        }
        found = [name for name, row in by_account.items() if row["presence"] == "found"]
        first = max((by_account[name] for name in found), key=lambda row: len(str(row["text"])))
        texts = [" ".join(str("–" if pd.isna(first[c]) else first[c]).split()) for _, c in heads]  # type: ignore[call-overload]
        row = [*(few_words(text, MOST_WORDS) for text in texts), f"{len(found)} of {len(group)}"]
        events.append(first["event"])
        for name in names if wide else ():
            mine = by_account.get(name)
            state = str(mine["presence"]) if mine else "none"
            how = mine.get(detail) if mine and state == "found" else None
            row.append(PRESENCE[state] if how is None or pd.isna(how) else str(how))  # type: ignore[call-overload]
            links[name].append(places.anchor(mine["article"], mine["start"]) if mine else None)
            shades[name].append(f"in-{state}")
        if not wide:
            more = len(found) - MOST_COLUMNS
            row.append(", ".join(found[:MOST_COLUMNS]) + (f" and {more} more" if more > 0 else ""))
        rows.append(row)
    if total > len(rows):
        caption = f"{caption} The first {len(rows)} of {total:,}; the saved tables have all."
    columns = [*(head for head, _ in heads), "found in", *(names if wide else ["accounts"])]
    frame = _with_events(pd.DataFrame(rows, columns=columns, dtype=object), events)
    return table(frame, caption, links=links, shades=shades, keep_text=keep_text)


def _most_telling(given: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, int]:
    """The rows of the items that a report shows, those that only some accounts have first, and how many there are."""
    found = given.assign(_found=given["presence"] == "found").groupby(keys, sort=False)["_found"].agg(["sum", "size"])
    found = found[found["sum"] > 0]
    order = found.assign(_all=found["sum"] == found["size"], _few=-found["sum"]).sort_values(
        ["_all", "_few"], kind="stable"
    )
    shown = order.head(MOST_ROWS)[[]].reset_index()
    return shown.merge(given, on=keys, how="left", sort=False), len(found)


def naming_grid(aligned: pd.DataFrame, keep_text: bool = True) -> Table:
    """How each account names each person and thing. `aligned` is `Comparison.aligned()`."""
    fixed = ("event", "kind", "entity", "accounts", "of")
    names = [column for column in aligned.columns if column not in fixed]
    frame = aligned[["entity"]].assign(
        **{"named in": [f"{a} of {b}" for a, b in zip(aligned["accounts"], aligned["of"], strict=True)]}
    )
    if len(names) <= MOST_COLUMNS:
        frame = pd.concat([frame, aligned[names].map(_first_few)], axis=1)
    else:
        frame["words"] = [
            "; ".join(f"{n}: {_first_few(row[n])}" for n in names if row[n]) for row in aligned.to_dict("records")
        ]
    frame = _with_events(frame, aligned["event"])
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
