"""Frames as cues: which accounts show them, whose words they are, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framing.analysis import Analysis
from framing.attribution.reading import Reading
from framing.compare.highlights import and_join
from framing.lexicon import load
from framing.measures.frames import Frames, fitted_frames
from framing.models import provenance
from framing.show.accounts import MOST_COLUMNS, VOICES, account_names, shown_articles
from framing.show.data_table import UNDEFINED, Table, table
from framing.show.first_screen import Opening, about_articles, question
from framing.show.marking import Highlighted, Mark, marked
from framing.show.markup import anchor, key

#: The kinds of frames that come with the suite, and the lexicon that explains each.
LEXICON_OF = {"policy": "policy-frames", "generic": "generic-frames"}
#: The one policy frame whose name needs a comma, which a category's name cannot hold.
_WITH_COMMA = "Legality_Constitutionality_and_jurisprudence"

_GRID = (
    "{kind} frames: the answer, and the sentences with a cue, a word that often goes with the frame. A frame is "
    "“present” only with cues to show, and “not found” only with few; where words and cues disagree, “unclear”."
)


def frames_grid(analysis: Analysis, kind: str = "policy") -> Table:
    """Frames by accounts: the answer and the sentences with a cue; frames without any are left out."""
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
    return table(frame_table, _GRID.format(kind=kind.capitalize()))


def _answer(present: object) -> str:
    if present is None or pd.isna(present):  # type: ignore[call-overload]
        return "unclear"
    return "present" if present else "not found"


def frames_by_voice(analysis: Analysis) -> Table:
    """Whose words carry which frame: cues by voice, over all accounts."""
    columns = {f"cues_{voice}": label for voice, label in VOICES.items()}
    counts = analysis["frames"].groupby(["frame", "kind"])[list(columns)].sum().rename(columns=columns).astype(int)
    counts = counts[counts.sum(axis=1) > 0].sort_values(VOICES["own"], ascending=False, kind="stable").reset_index()
    caption = "Cues of each frame over all accounts, by voice. To quote a frame is not to adopt it."
    return table(counts.assign(frame=counts["frame"].map(plain)), caption)


def frames_table(analysis: Analysis) -> Table:
    """Every frame with its meaning, its cues here, and the precision and recall of its estimate."""
    scores = provenance("frames")["scores"]
    rows = []
    for (kind, frame), mine in analysis["frames"].groupby(["kind", "frame"], sort=True):
        category = load(LEXICON_OF[kind]).categories.get(str(frame)) if kind in LEXICON_OF else None
        measured = scores if category else {}
        known = (measured.get(f"{frame}, {of}", float("nan")) for of in ("precision", "recall"))
        meaning = category.meaning if category else UNDEFINED
        rows.append((plain(str(frame)), kind, meaning, int(mine["cues"].sum()), *known))
    columns = ["frame", "kind", "meaning", "cues", "precision", "recall"]
    caption = "Frames, what each means, and how often the estimate is right, by cross-validation where labels exist."
    return table(pd.DataFrame(rows, columns=columns), caption, digits={"precision": 2, "recall": 2})


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
    """The articles of those ids (all, if none is named) with their frame cues marked and quotations shaded.

    `frames` is the folder of the frames of one's own that the analysis was made with. Without `keep_text` only the
    marked words remain; every other word is masked.
    """
    measure = Frames() if frames is None else fitted_frames(Path(frames))
    chosen = articles or tuple(shown_articles(analysis))
    marks = {article: list(_marks(measure, analysis.reading(article))) for article in chosen}
    return marked(analysis, marks, "cue", keep_text)


def _marks(measure: Frames, reading: Reading) -> Iterator[Mark]:
    for cue in measure.cues(reading):
        voice = str(cue.voice)
        yield Mark(
            start=cue.start,
            end=cue.end,
            anchor=anchor("frame", reading.document.article.id, cue.start, key(cue.frame)),
            css=f"phrase voice-{voice}",
            title=f"{plain(cue.frame)} · {VOICES[voice]}",
            body=f"A cue of the frame: {cue.why}.",
            category=cue.frame,
            voice=voice,
        )


def frames_opening(analysis: Analysis) -> Opening:
    """The first screen: the policy frames estimated in most accounts, and those in some only."""
    frames = analysis["frames"]
    present = frames[(frames["kind"] == "policy") & frames["present"].eq(True)]
    names, counts = account_names(analysis["articles"]), present["frame"].value_counts()
    most = sorted(plain(str(frame)) for frame, count in counts.items() if count > len(names) / 2)
    few = present[present["frame"].map(counts) == 1].sort_values("frame").head(3)
    shared = f"{and_join(most)} in most accounts" if most else "no policy frame in most accounts"
    pairs = zip(few["frame"], few["article"], strict=True)
    alone = "; ".join(f"{plain(frame)} in {names[article]} only" for frame, article in pairs)
    answer = f"Present: {shared}{'; ' if alone else ''}{alone}."
    return question("Which frames do the accounts use?", about_articles(analysis), answer)
