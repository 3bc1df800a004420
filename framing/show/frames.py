"""Frames as cues: how much of each account carries them, whose words they are, and where they stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from framing.analysis import Analysis
from framing.intervals import interval_of_sums
from framing.lexicon import load
from framing.models import provenance
from framing.show import colours
from framing.show.names import account_names, links_to, short
from framing.show.picture import Picture, canvas, name_rows, picture
from framing.show.rates import VOICES
from framing.show.table import NOT_TOLD, Table, table

#: The kinds of frames that come with the suite, and the lexicon that explains each.
LEXICON_OF = {"policy": "policy-frames", "generic": "generic-frames"}

#: So many accounts stand in one row of panels, beside the long names of frames.
MOST_COLUMNS = 3

_GRID_CAPTION = (
    "Share of the sentences of each account with a cue of the frame, with its 95 % bootstrap interval over sentences. "
    "{} A cue is a word that often goes with the frame; the frame itself is a reader's judgement."
)
_TOLD = (
    "Filled: the frame is estimated present; hollow: estimated absent; a cross: cannot be told. The estimate weighs "
    "every word of the account, so it may call a frame present without a cue, or absent with several."
)
_UNTOLD = "Whether the frame is present cannot be told."
#: The one policy frame whose name needs a comma, which a category's name cannot hold.
_WITH_COMMA = "Legality_Constitutionality_and_jurisprudence"
_VOICES_CAPTION = "Whose words carry each frame: its cues over all accounts. To quote a frame is not to adopt it."
_ALONG_CAPTION = "Where the frames stand: each tick is a sentence with a cue, along the account from its first word."


def frames_grid(analysis: Analysis, kind: str = "policy") -> Picture:
    """The frames of each account side by side: a panel an account, a row a frame."""
    frames = analysis["frames"]
    mine = frames[frames["kind"] == kind]
    names = account_names(analysis["articles"])
    labels = sorted(set(mine["frame"]))
    rows = {(row["article"], row["frame"]): row for row in mine.to_dict("records")}
    shares = {article: _shares(analysis["sentences"], article, labels) for article in names}
    columns = max(1, min(len(names), MOST_COLUMNS))
    deep = max(1, -(-len(names) // columns))
    told = []
    with canvas(
        deep * (0.7 + 0.3 * max(len(labels), 1)), columns, rows=deep, sharex=True, sharey=True, squeeze=False
    ) as (
        figure,
        grid,
    ):
        panels = list(grid.flat)
        for panel, article in zip(panels, names, strict=False):
            panel.set_title(short(names[article], 22))
            panel.grid(axis="x")
            panel.set_axisbelow(True)
            for place, frame in enumerate(labels):
                row = rows.get((article, frame))
                _dot(panel, place, shares[article][frame], row["present"] if row else None)
            seen = [frame for frame in labels if (row := rows.get((article, frame))) and row["present"] is True]
            told.append(f"{names[article]}: {', '.join(map(plain, seen)) or 'none'} estimated present")
        for panel in panels[len(names) :]:
            panel.set_visible(False)
        name_rows(panels[0], [plain(frame) for frame in labels])
        figure.supxlabel("% of sentences with a cue", size=10.5, color=colours.MUTED.light)
        alt = f"{kind.capitalize()} frames of each account. " + "; ".join(told) + "."
        caption = _GRID_CAPTION.format(_TOLD if mine["present"].notna().any() else _UNTOLD)
        return picture(figure, alt, caption, links_to(analysis["articles"]))


def frames_by_voice(analysis: Analysis) -> Picture:
    """Whose words carry which frame: cues by voice, over all accounts."""
    columns = {voice: f"cues_{voice}" for voice in VOICES}
    counts = analysis["frames"].groupby(["kind", "frame"])[list(columns.values())].sum()
    counts = counts[counts.sum(axis=1) > 0]
    with canvas(1.2 + 0.34 * max(len(counts), 1)) as (figure, axes):
        for row, (_, frame) in enumerate(counts.iterrows()):
            left = 0
            for voice, column in columns.items():
                axes.barh([row], [frame[column]], left=[left], height=0.62, color=colours.VOICE[voice].light)
                left += frame[column]
            words = " · ".join(str(int(frame[column])) for column in columns.values())
            axes.annotate(words, (left, row), (7, 0), textcoords="offset points", va="center")
        name_rows(axes, [plain(frame) for _, frame in counts.index])
        axes.set_xlabel("cues over all accounts; the numbers are own · quoted · reported")
        axes.margins(x=0.14)
        handles = [Line2D([], [], color=colours.VOICE[v].light, linewidth=6, label=VOICES[v]) for v in VOICES]
        figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=0.9)
        told = [
            f"{plain(frame)}: {', '.join(f'{int(row[c])} {v}' for v, c in columns.items())}"
            for (_, frame), row in zip(counts.index, counts.to_dict("records"), strict=True)
        ]
        alt = "Frame cues by whose words they stand in. " + ("; ".join(told) or "None found") + "."
        return picture(figure, alt, _VOICES_CAPTION, links_to(analysis["articles"]))


def frames_along(analysis: Analysis, article: str) -> Picture:
    """Where each frame's cues stand in one account."""
    sentences = analysis["sentences"]
    mine = sentences[sentences["article"] == article]
    before = mine["words"].cumsum() - mine["words"]
    named = mine["frames"].fillna("").str.split(";")
    places = {
        frame: before[[frame in each for each in named]] for frame in sorted({f for each in named for f in each if f})
    }
    with canvas(1.0 + 0.32 * max(len(places), 1)) as (figure, axes):
        for row, at in enumerate(places.values()):
            axes.plot([0, mine["words"].sum()], [row, row], color=colours.RULE.light, linewidth=1, zorder=0)
            axes.vlines(at, row - 0.3, row + 0.3, color=colours.SIDES[0].light, linewidth=2)
        name_rows(axes, [plain(frame) for frame in places])
        axes.set_xlabel("words into the account")
        told = [f"{plain(frame)} in {len(at)} sentences" for frame, at in places.items()]
        alt = "Where frame cues stand in this account. " + ("; ".join(told) or "None found") + "."
        known = analysis["articles"]
        return picture(figure, alt, _ALONG_CAPTION, links_to(known[known["article"] == article]))


def frames_table(analysis: Analysis) -> Table:
    """Every frame with what it means, in how many accounts it is estimated present, and how often that is right."""
    scores = provenance("frames")["scores"]
    rows = []
    for (kind, frame), mine in analysis["frames"].groupby(["kind", "frame"], sort=True):
        category = load(LEXICON_OF[kind]).categories.get(str(frame)) if kind in LEXICON_OF else None
        told = mine["present"].dropna()
        present = f"{int(told.astype(bool).sum())} of {len(told)}" if len(told) else "cannot tell"
        measured = scores if category else {}
        known = (measured.get(f"{frame}, {of}", float("nan")) for of in ("precision", "recall"))
        meaning = category.meaning if category else NOT_TOLD
        rows.append((plain(str(frame)), kind, meaning, int(mine["cues"].sum()), present, *known))
    columns = ["frame", "kind", "what it is", "cues", "accounts with it", "precision", "recall"]
    caption = (
        "The frames, their cues here, and in how many accounts each is estimated present, with the precision and "
        "recall of that estimate by cross-validation. For frames without labelled data it is not told."
    )
    return table(pd.DataFrame(rows, columns=columns), caption, digits={"precision": 2, "recall": 2})


def plain(frame: str) -> str:
    """A frame's name for readers.

    >>> plain("Policy_prescription_and_evaluation")
    'Policy prescription and evaluation'
    """
    if frame == _WITH_COMMA:
        return "Legality, constitutionality and jurisprudence"
    return frame.replace("_", " ").replace("-", " ")


def _shares(sentences: pd.DataFrame, article: str, frames: list[str]) -> dict[str, tuple[float, float, float]]:
    """The share of sentences with a cue of each frame, in percent, and its interval."""
    named = [set(str(each).split(";")) for each in sentences.loc[sentences["article"] == article, "frames"].fillna("")]
    shares = {}
    for frame in frames:
        counts = np.array([[1.0, float(frame in each)] for each in named]).reshape(-1, 2)
        low, high = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], counts)
        shares[frame] = (100 * float(counts[:, 1].mean()) if len(counts) else float("nan"), low, high)
    return shares


def _dot(panel: Any, row: int, share: tuple[float, float, float], present: object) -> None:
    value, low, high = share
    known = isinstance(present, (bool, np.bool_))
    colour = colours.SIDES[0].light if known else colours.NO_SIDE.light
    if not np.isnan(low) and high > low:
        panel.plot([low, high], [row, row], color=colour, linewidth=2.5, alpha=0.45)
    face = colour if known and present else colours.PAPER.light
    mark = "o" if known else "x"
    panel.plot([value], [row], marker=mark, markersize=6, color=colour, markerfacecolor=face, clip_on=False)
