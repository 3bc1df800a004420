"""Accounts side by side: grids of statements, facts, names and frames, linked to the words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.analysis import Analysis
from framing.compare.wording import and_join
from framing.measures.frames import Frames, fitted_frames
from framing.models import provenance
from framing.show.data_table import MOST_COLUMNS, MOST_ROWS, UNDEFINED, VOICES, Accounts, Table, listing, table
from framing.show.marking import Mark, marked
from framing.show.markup import TEXTS, Display, anchor, key
from framing.show.notes import Opening, about_articles
from framing.show.phrases import meaning_of
from framing.text.spans import truncate_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Maximum words of a statement, and stretches of words in a cell of the table of names.
MOST_WORDS, MOST_STRETCHES = 30, 5
#: How a cell shows the presence of a passage.
PRESENCE = {"found": "found", "perhaps": "possible", "none": "nothing near"}
#: The kinds of frames that come with the suite, and the lexicon that explains each.
LEXICON_OF = {"policy": "policy-frames", "generic": "generic-frames"}


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
    """Items by accounts, their `heads` first; a cell has the `detail` of a found passage.

    Claims that one account makes itself and another attributes come first, then items of only some accounts.
    """
    rows = rows.assign(is_found=rows["presence"] == "found")
    items = rows.groupby(keys, sort=False).agg(
        count=("is_found", "sum"), of=("is_found", "size"), details=(detail, set)
    )
    items = items[items["count"] > 0]
    items["alike"] = [not {"own voice", "paraphrased"} <= details for details in items["details"]]
    order = items.assign(all=items["count"] == items["of"], few=-items["count"])
    shown = order.sort_values(["alike", "all", "few"], kind="stable").head(MOST_ROWS).reset_index()
    cells = shown[keys].rename_axis("row").reset_index().merge(rows, on=keys, how="left", sort=False)
    fullest = cells[cells["is_found"]].sort_values("text", key=lambda texts: -texts.str.len(), kind="stable")
    fullest = fullest.drop_duplicates("row").set_index("row").sort_index()
    frame = pd.DataFrame({head: fullest[column].fillna(UNDEFINED).map(_excerpt) for head, column in heads.items()})
    for column in _several(fullest):
        frame.insert(1, column, fullest[column])
    frame["found in"] = [f"{count} of {of}" for count, of in zip(shown["count"], shown["of"], strict=True)]
    names, accounts = list(dict.fromkeys(rows["account"])), Accounts(analysis)
    links: dict[str, list[str | None]] = {}
    shades: dict[str, list[str | None]] = {}
    for name in names if len(names) <= MOST_COLUMNS else ():
        passages = cells[cells["account"] == name].set_index("row").reindex(frame.index)
        presence, details = passages["presence"].fillna("none"), passages[detail]
        frame[name] = details.where((presence == "found") & details.notna(), presence.map(PRESENCE)).astype(str)
        links[name] = accounts.sentences(passages["article"], passages["start"])
        shades[name] = ("in-" + presence).tolist()
    if not links:
        having = cells[cells["is_found"]].groupby("row")["account"].agg(list)
        frame["accounts"] = having.map(lambda accounts: and_join(accounts, MOST_COLUMNS))
    caption = TEXTS[f"{keys[-1]}s"]
    if len(items) > len(frame):
        caption = f"{caption} The first {len(frame)} of {len(items):,}; the saved tables have all."
    return table(frame.astype(object), caption, links=links, shades=shades, keep_text=keep_text)


def _excerpt(text: object) -> str:
    return truncate_words(" ".join(str(text).split()), MOST_WORDS)


def naming_grid(aligned: pd.DataFrame, keep_text: bool = True) -> Table:
    """How each account names each person and thing. `aligned` is `Comparison.aligned()`."""
    names = aligned.columns.drop(["event", "kind", "entity", "accounts", "of"])
    frame = aligned[["entity", *_several(aligned)]].copy()
    frame["named in"] = [f"{a} of {b}" for a, b in zip(aligned["accounts"], aligned["of"], strict=True)]
    cells = aligned[names].map(_first_few)
    if len(names) <= MOST_COLUMNS:
        return table(pd.concat([frame, cells], axis=1), TEXTS["naming"], keep_text=keep_text)
    rows = cells.to_dict("records")
    frame["words"] = ["; ".join(f"{name}: {words}" for name, words in row.items() if words) for row in rows]
    return table(frame, TEXTS["naming"], keep_text=keep_text)


def _several(rows: pd.DataFrame) -> list[str]:
    """The column `event`, if the rows are of several events."""
    return ["event"] if rows["event"].nunique() > 1 else []


def _first_few(cell: str) -> str:
    """The first stretches of words in a cell, and the number of others."""
    stretches = cell.split("; ")
    more = len(stretches) - MOST_STRETCHES
    return cell if more < 1 else f"{'; '.join(stretches[:MOST_STRETCHES])}; and {more} more"


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
    return Opening("How are people and things named?", about_articles(comparison.analysis), answer)


def frames_grid(analysis: Analysis, kind: str = "policy") -> Table:
    """Frames by accounts: the answer and the sentences with a cue; frames without cues are left out."""
    names, sentences = Accounts(analysis).names, analysis["sentences"]
    # Without rows, pandas takes the column for numbers.
    named = sentences["frames"].astype(object).fillna("").astype(str)
    each = sentences.assign(frame=named.str.split(";")).explode("frame")
    cued = each.groupby(["article", "frame"]).size()
    rows = []
    for frame, of_frame in analysis["frames"].query("kind == @kind").groupby("frame", sort=True):
        present = of_frame.set_index("article")["present"].reindex(list(names))
        if not (of_frame["cues"].sum() or present.eq(True).any()):
            continue
        answers = present.map({True: "present", False: "not found"}).fillna("unclear")
        cells = {names[str(a)]: f"{answer} · {cued.get((a, frame), 0)}" for a, answer in answers.items()}
        row = {"frame": plain(str(frame)), "present in": f"{(answers == 'present').sum()} of {len(names)}"}
        rows.append(row | (cells if len(names) <= MOST_COLUMNS else {}))
    ordered = sorted(rows, key=lambda row: -int(row["present in"].split()[0]))
    frame_table = pd.DataFrame(ordered, columns=None if rows else ["frame", "present in"])
    return table(frame_table, TEXTS["frames"].format(kind=kind.capitalize()))


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
    for (kind, frame), of_frame in analysis["frames"].groupby(["kind", "frame"], sort=True):
        meaning = meaning_of(LEXICON_OF.get(str(kind), ""), str(frame))
        known = [scores.get(f"{frame}, {of}") if meaning else None for of in ("precision", "recall")]
        rows.append((plain(str(frame)), kind, meaning or UNDEFINED, int(of_frame["cues"].sum()), *known))
    measured = {"precision": float, "recall": float}
    shown = pd.DataFrame(rows, columns=["frame", "kind", "meaning", "cues", *measured]).astype(measured)
    return table(shown, TEXTS["frame_scores"], digits=dict.fromkeys(measured, 2))


def plain(frame: str) -> str:
    """A frame's name for readers.

    >>> plain("Policy_prescription_and_evaluation")
    'Policy prescription and evaluation'
    """
    # The one policy frame whose name needs a comma, which a category's name cannot hold.
    if frame == "Legality_Constitutionality_and_jurisprudence":
        return "Legality, constitutionality and jurisprudence"
    return frame.replace("_", " ").replace("-", " ")


def highlight_frames(
    analysis: Analysis, *articles: str, frames: str | Path | None = None, keep_text: bool = True
) -> Display:
    """The articles with those ids (by default all) with frame cues marked and quotations shaded.

    `frames` is the folder of the user's own frames in the analysis. Without `keep_text` only marked words remain; every
    other word is masked.
    """
    measure = Frames() if frames is None else fitted_frames(Path(frames))
    marks: dict[str, list[Mark]] = {}
    for article in articles or Accounts(analysis).shown:
        marks[article] = []
        for cue in measure.cues(analysis.reading(article)):
            place = (cue.start, cue.end, anchor("frame", article, cue.start, key(cue.frame)))
            css, title = f"phrase voice-{cue.voice}", f"{plain(cue.frame)} · {VOICES[cue.voice]}"
            mark = Mark(*place, css, title, f"A cue of the frame: {cue.why}.", cue.frame, str(cue.voice))
            marks[article].append(mark)
    return marked(analysis, marks, "cue", keep_text)


def frames_opening(analysis: Analysis) -> Opening:
    """The first screen: the policy frames estimated in most accounts, and those in some only."""
    frames, names = analysis["frames"], Accounts(analysis).names
    present = frames[(frames["kind"] == "policy") & frames["present"].eq(True)]
    counts = present["frame"].value_counts()
    most = sorted(plain(str(frame)) for frame, count in counts.items() if count > len(names) / 2)
    few = present[present["frame"].map(counts) == 1].sort_values("frame").head(3)
    shared = f"{and_join(most)} in most accounts" if most else "no policy frame in most accounts"
    alone = [f"{plain(frame)} in {names[a]} only" for frame, a in zip(few["frame"], few["article"], strict=True)]
    answer = f"Present: {'; '.join([shared, *alone])}."
    return Opening("Which frames do the accounts use?", about_articles(analysis), answer)
