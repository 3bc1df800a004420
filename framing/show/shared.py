"""Accounts side by side: grids of statements, facts, names and frames, linked to the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.analysis import Analysis
from framing.attribution.reading import Reading
from framing.compare.highlights import and_join
from framing.lexicon import load
from framing.measures.frames import Frames, fitted_frames
from framing.models import provenance
from framing.show.data_table import (
    MOST_COLUMNS,
    MOST_ROWS,
    UNDEFINED,
    VOICES,
    Sentences,
    Table,
    account_names,
    listing,
    shown_articles,
    table,
)
from framing.show.marking import Highlighted, Mark, marked
from framing.show.markup import TEXTS, anchor, key
from framing.show.notes import Opening, about_articles, question
from framing.text.spans import few_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Words of a statement, and stretches of words in a cell of the table of names.
MOST_WORDS, MOST_STRETCHES = 30, 5
#: Values of `telling` that together show a claim made by one account and attributed by another.
OWN_VOICE, PARAPHRASED = "own voice", "paraphrased"
#: How a cell shows the presence of a passage.
PRESENCE = {"found": "found", "perhaps": "possible", "none": "nothing near"}
#: The kinds of frames that come with the suite, and the lexicon that explains each.
LEXICON_OF = {"policy": "policy-frames", "generic": "generic-frames"}
#: The one policy frame whose name needs a comma, which a category's name cannot hold.
_WITH_COMMA = "Legality_Constitutionality_and_jurisprudence"


def statements_grid(analysis: Analysis, statements: pd.DataFrame, keep_text: bool = True) -> Table:
    """Statements by accounts: who quotes each, whole or in part, and who has nothing near it."""
    heads = {"statement": "fullest", "speaker": "speaker"}
    return _grid(analysis, statements, ["event", "statement"], heads, "telling", keep_text)


def facts_grid(analysis: Analysis, facts: pd.DataFrame, keep_text: bool = True) -> Table:
    """Facts by accounts: where each stands, and who has nothing near it."""
    return _grid(analysis, facts, ["event", "kind", "fact"], {"fact": "fact", "kind": "kind"}, "where", keep_text)


def _grid(
    analysis: Analysis, rows: pd.DataFrame, keys: list[str], heads: Mapping[str, str], detail: str, keep_text: bool
) -> Table:
    """Items by accounts, their `heads` first; a cell has the `detail` of a found passage."""
    cells, total = _most_telling(rows, keys, detail)
    cells["row"], is_found = cells.groupby(keys, sort=False).ngroup(), cells["presence"] == "found"
    fullest = cells[is_found].sort_values("text", key=lambda texts: -texts.str.len(), kind="stable")
    fullest = fullest.drop_duplicates("row").set_index("row").sort_index()
    plain = {
        head: fullest[c].fillna(UNDEFINED).map(lambda text: " ".join(str(text).split())) for head, c in heads.items()
    }
    frame = pd.DataFrame({head: texts.map(lambda text: few_words(text, MOST_WORDS)) for head, texts in plain.items()})
    if fullest["event"].nunique() > 1:
        frame.insert(1, "event", fullest["event"])
    counts = cells.assign(is_found=is_found).groupby("row")["is_found"].agg(["sum", "size"])
    frame["found in"] = [f"{some} of {of}" for some, of in counts.to_numpy().tolist()]
    names, places = list(dict.fromkeys(rows["account"])), Sentences(analysis)
    links: dict[str, list[str | None]] = {}
    shades: dict[str, list[str | None]] = {}
    for name in names if len(names) <= MOST_COLUMNS else ():
        mine = cells[cells["account"] == name].set_index("row").reindex(frame.index)
        state = mine["presence"].fillna("none")
        frame[name] = mine[detail].where((state == "found") & mine[detail].notna(), state.map(PRESENCE)).astype(str)
        links[name] = places.anchors(mine["article"], mine["start"])
        shades[name] = ("in-" + state).tolist()
    if not links:
        having = cells[is_found].groupby("row")["account"].agg(list)
        frame["accounts"] = having.map(lambda accounts: and_join(accounts, MOST_COLUMNS))
    caption = TEXTS[f"{keys[-1]}s"]
    if total > len(frame):
        caption = f"{caption} The first {len(frame)} of {total:,}; the saved tables have all."
    return table(frame.astype(object), caption, links=links, shades=shades, keep_text=keep_text)


def _most_telling(rows: pd.DataFrame, keys: list[str], detail: str) -> tuple[pd.DataFrame, int]:
    """The rows of the items that a report shows, and the number of items.

    Items put in different ways come first, then those of only some accounts.
    """
    states = rows.assign(is_found=rows["presence"] == "found", ways=rows[detail])
    items = states.groupby(keys, sort=False).agg(count=("is_found", "sum"), of=("is_found", "size"), ways=("ways", set))
    items = items[items["count"] > 0]
    items["alike"] = [not {OWN_VOICE, PARAPHRASED} <= set(ways) for ways in items["ways"]]
    order = items.assign(all=items["count"] == items["of"], few=-items["count"])
    order = order.sort_values(["alike", "all", "few"], kind="stable")
    shown = order.head(MOST_ROWS)[[]].reset_index()
    return shown.merge(rows, on=keys, how="left", sort=False), len(items)


def naming_grid(aligned: pd.DataFrame, keep_text: bool = True) -> Table:
    """How each account names each person and thing. `aligned` is `Comparison.aligned()`."""
    names = aligned.columns.drop(["event", "kind", "entity", "accounts", "of"])
    frame = aligned[["entity", *_several(aligned)]].copy()
    frame["named in"] = [f"{a} of {b}" for a, b in zip(aligned["accounts"], aligned["of"], strict=True)]
    cells = aligned[names].map(_first_few)
    if len(names) <= MOST_COLUMNS:
        frame = pd.concat([frame, cells], axis=1)
    else:
        frame["words"] = [
            "; ".join(f"{name}: {words}" for name, words in row.items() if words) for row in cells.to_dict("records")
        ]
    return table(frame, TEXTS["naming"], keep_text=keep_text)


def _several(rows: pd.DataFrame) -> list[str]:
    """The column `event`, if the rows are of several events."""
    return ["event"] if rows["event"].nunique() > 1 else []


def _first_few(attached: str) -> str:
    """The first stretches of words in a cell, and the number of others."""
    stretches = attached.split("; ")
    more = len(stretches) - MOST_STRETCHES
    return attached if more < 1 else f"{'; '.join(stretches[:MOST_STRETCHES])}; and {more} more"


def naming_table(analysis: Analysis, naming: pd.DataFrame, keep_text: bool = True) -> Table:
    """Every name for a thing and description of a person, with its voice and place."""
    columns = ["attached", "entity", *_several(naming), "relation", "account", "voice", "speaker", "times"]
    rows = naming.assign(voice=naming["voice"].map(VOICES))
    return listing(analysis, rows, columns, TEXTS["names"], keep_text=keep_text)


def naming_opening(comparison: Comparison) -> Opening:
    """The first screen: the number of persons and things named differently, and the foremost."""
    entities = comparison["naming"]["entity"].drop_duplicates().tolist()
    answer = "No person or thing clearly has different names in these accounts."
    if entities:
        answer = f"Persons and things that accounts name differently: {len(entities):,}. Most: {entities[0]}."
    return question("How are people and things named?", about_articles(comparison.analysis), answer)


def frames_grid(analysis: Analysis, kind: str = "policy") -> Table:
    """Frames by accounts: the answer and the sentences with a cue; frames without cues are left out."""
    names, sentences = account_names(analysis["articles"]), analysis["sentences"]
    each = sentences.assign(frame=sentences["frames"].fillna("").str.split(";")).explode("frame")
    cued = each.groupby(["article", "frame"]).size().to_dict()
    rows = []
    for frame, of_frame in analysis["frames"].query("kind == @kind").groupby("frame", sort=True):
        if not (of_frame["cues"].sum() or of_frame["present"].eq(True).any()):
            continue
        known = of_frame.set_index("article")["present"].reindex(list(names)).map(_answer)
        cells = {names[a]: f"{answer} · {int(cued.get((a, frame), 0))}" for a, answer in zip(names, known, strict=True)}
        row = {"frame": plain(str(frame)), "present in": f"{(known == 'present').sum()} of {len(names)}"}
        rows.append(row | (cells if len(names) <= MOST_COLUMNS else {}))
    ordered = sorted(rows, key=lambda row: -int(row["present in"].split()[0]))
    frame_table = pd.DataFrame(ordered, columns=None if rows else ["frame", "present in"])
    return table(frame_table, TEXTS["frames"].format(kind=kind.capitalize()))


def _answer(present: object) -> str:
    if present is None or pd.isna(present):  # type: ignore[call-overload]
        return "unclear"
    return "present" if present else "not found"


def frames_by_voice(analysis: Analysis) -> Table:
    """Whose words carry which frame: cues by voice, over all accounts."""
    columns = {f"cues_{voice}": label for voice, label in VOICES.items()}
    counts = analysis["frames"].groupby(["frame", "kind"])[list(columns)].sum().rename(columns=columns).astype(int)
    counts = counts[counts.sum(axis=1) > 0].sort_values(VOICES["own"], ascending=False, kind="stable").reset_index()
    return table(counts.assign(frame=counts["frame"].map(plain)), TEXTS["frame_voices"])


def frames_table(analysis: Analysis) -> Table:
    """Every frame with its meaning, its cues here, and the precision and recall of its estimate."""
    scores = provenance("frames")["scores"]
    rows = []
    for (kind, frame), mine in analysis["frames"].groupby(["kind", "frame"], sort=True):
        category = load(LEXICON_OF[kind]).categories.get(str(frame)) if kind in LEXICON_OF else None
        known = [scores.get(f"{frame}, {of}") if category else None for of in ("precision", "recall")]
        meaning = category.meaning if category else UNDEFINED
        rows.append((plain(str(frame)), kind, meaning, int(mine["cues"].sum()), *known))
    measured = {"precision": float, "recall": float}
    shown = pd.DataFrame(rows, columns=["frame", "kind", "meaning", "cues", *measured]).astype(measured)
    return table(shown, TEXTS["frame_scores"], digits=dict.fromkeys(measured, 2))


def plain(frame: str) -> str:
    """A frame's name for readers.

    >>> plain("Policy_prescription_and_evaluation")
    'Policy prescription and evaluation'
    """
    if frame == _WITH_COMMA:
        return "Legality, constitutionality and jurisprudence"
    return frame.replace("_", " ").replace("-", " ")


def highlight_frames(
    analysis: Analysis, *articles: str, frames: str | Path | None = None, keep_text: bool = True
) -> Highlighted:
    """The articles with those ids (by default all) with frame cues marked and quotations shaded.

    `frames` is the folder of the user's own frames in the analysis. Without `keep_text` only marked words remain; every
    other word is masked.
    """
    measure = Frames() if frames is None else fitted_frames(Path(frames))
    chosen = articles or shown_articles(analysis)
    marks = {article: list(_marks(measure, analysis.reading(article))) for article in chosen}
    return marked(analysis, marks, "cue", keep_text)


def _marks(measure: Frames, reading: Reading) -> Iterator[Mark]:
    for cue in measure.cues(reading):
        voice, place = str(cue.voice), anchor("frame", reading.document.article.id, cue.start, key(cue.frame))
        title, body = f"{plain(cue.frame)} · {VOICES[voice]}", f"A cue of the frame: {cue.why}."
        yield Mark(cue.start, cue.end, place, f"phrase voice-{voice}", title, body, cue.frame, voice)


def frames_opening(analysis: Analysis) -> Opening:
    """The first screen: the policy frames estimated in most accounts, and those in some only."""
    frames = analysis["frames"]
    present = frames[(frames["kind"] == "policy") & frames["present"].eq(True)]
    names, counts = account_names(analysis["articles"]), present["frame"].value_counts()
    most = sorted(plain(str(frame)) for frame, count in counts.items() if count > len(names) / 2)
    few = present[present["frame"].map(counts) == 1].sort_values("frame").head(3)
    shared = f"{and_join(most)} in most accounts" if most else "no policy frame in most accounts"
    alone = [f"{plain(frame)} in {names[a]} only" for frame, a in zip(few["frame"], few["article"], strict=True)]
    answer = f"Present: {'; '.join([shared, *alone])}."
    return question("Which frames do the accounts use?", about_articles(analysis), answer)
