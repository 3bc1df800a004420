"""How often the measures are right: scores beside their floor and what people reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.show import picture as colours
from framing.show.accounts import short
from framing.show.data_table import Table, table
from framing.show.first_screen import Opening, question
from framing.show.picture import BEHIND, Picture, canvas, name_rows, picture

_CAPTION = (
    "Scores with 95% bootstrap intervals. Strokes: what a simple method reaches on the same data. Diamonds: what "
    "annotators reach against each other, where that is known."
)

_RELIABILITY_CAPTION = (
    "Sentences in tenths of the score's range: mean score, and the share that annotators call loaded, with 95% "
    "bootstrap intervals. On the broken line the score would be a probability. It is trained on data of "
    "which half is loaded; in ordinary news a few sentences in a hundred are."
)


def scores(frame: pd.DataFrame) -> Picture:
    """The scores of a validation (`framing.validation.score.score_table`) as a picture."""
    rows = frame.to_dict("records")
    with canvas(0.8 + 0.46 * max(len(rows), 1)) as (figure, axes):
        for place, row in enumerate(rows):
            _row(axes, place, row)
        labels = _labels(rows)
        name_rows(axes, [""] * len(labels))
        axes.set_yticks(range(len(labels)), ["\n".join(short(line, 30) for line in label) for label in labels])
        axes.set_xlim(0, 1.12)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        told = [
            f"{', '.join(label)}: {row['value']:.3f}, {_beside(row)}" for label, row in zip(labels, rows, strict=True)
        ]
        return picture(figure, "Scores against human labels. " + "; ".join(told) + ".", _CAPTION)


def _labels(rows: Sequence[Mapping[Any, Any]]) -> list[tuple[str, str]]:
    """What each row measures, and on which data; how it was had, where that alone tells two rows apart."""
    often = Counter((row["data"], row["measure"]) for row in rows)
    return [
        (row["measure"], row["data"] if often[row["data"], row["measure"]] == 1 else f"{row['data']}, {row['how']}")
        for row in rows
    ]


def scores_table(frame: pd.DataFrame) -> Table:
    """The scores as a table, with n, floor, ceiling and how each was had."""
    digits = dict.fromkeys(("value", "low", "high", "floor", "ceiling"), 3)
    held_against = ", ".join(dict.fromkeys(frame["data"]))
    caption = f"Scores against {held_against}. No score is on text that the model learned from; “how” says why."
    return table(frame.astype({"floor": float, "ceiling": float}), caption, digits=digits)


def accuracy(frame: pd.DataFrame, *measures: str, said: str = "") -> Table:
    """Those of the scores that say how often one part of a report is right; `said` explains the measures."""
    mine = frame[frame["measure"].isin(measures)]
    shown = mine[["data", "measure", "value", "floor", "ceiling", "how"]].astype({"floor": float, "ceiling": float})
    ends = zip(mine["low"], mine["high"], strict=True)
    shown.insert(3, "interval", [f"{low:.2f} to {high:.2f}" for low, high in ends])
    against = ", ".join(dict.fromkeys(mine["data"]))
    caption = f"How often this is right, against labels of {against}: scores from 0 to 1. {said}"
    labels = {"value": "score", "floor": "a simple method", "ceiling": "annotators among themselves"}
    digits = dict.fromkeys(("value", "floor", "ceiling"), 2)
    return table(shown.dropna(axis="columns", how="all"), caption.rstrip(), labels=labels, digits=digits)


def audit_table(frame: pd.DataFrame) -> Table:
    """What a change that means nothing does to the measure (`lab.validation.audit.audit_names`)."""
    labels = {
        "texts_changed": "texts changed",
        "phrases_differ": "with other phrases",
        "loaded_moves_on_average": "mean change of the score",
        "loaded_moves_at_most": "largest change of the score",
    }
    caption = (
        "Names swapped for others of their kind, and texts typed in other ways. No phrase should change, and the score "
        "of sentences should stay where it is."
    )
    digits = {"loaded_moves_on_average": 4, "loaded_moves_at_most": 4}
    return table(frame, caption, labels=labels, digits=digits)


def reliability(frame: pd.DataFrame) -> Picture:
    """How often sentences of each probability are called loaded (`lab.validation.phrasing.reliability`)."""
    with canvas(4.2) as (figure, axes):
        axes.plot([0, 1], [0, 1], color=colours.MUTED.light, linewidth=1, linestyle=(0, (4, 3)))
        told = []
        for (data, mine), side in zip(frame.groupby("data", sort=True), colours.SIDES, strict=False):
            axes.vlines(mine["loaded"], mine["low"], mine["high"], color=side.light, linewidth=2.5, alpha=0.5)
            axes.plot(mine["loaded"], mine["called_loaded"], marker="o", markersize=6, color=side.light, linewidth=1)
            last = mine.iloc[-1]
            axes.annotate(
                str(data), (last["loaded"], last["called_loaded"]), (10, 0), textcoords="offset points", va="center"
            )
            pairs = [
                f"{at:.2f} called {share:.2f}" for at, share in zip(mine["loaded"], mine["called_loaded"], strict=True)
            ]
            told.append(f"{data}: {', '.join(pairs)}")
        axes.set_xlim(0, 1.15)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("the sentence score, loaded")
        axes.set_ylabel("share called loaded")
        axes.grid(visible=True)
        axes.set_axisbelow(True)
        return picture(figure, "Sentence score against human labels. " + "; ".join(told) + ".", _RELIABILITY_CAPTION)


def mistakes_table(frame: pd.DataFrame) -> Table:
    """The worst misses and false alarms, as cues of a few words (`lab.validation.phrasing.mistakes`)."""
    caption = (
        "Words that annotators marked and the suite missed, and words that only the suite marked: those that cost "
        "most, and how often. No sentence of the data is shown."
    )
    return table(frame, caption)


def _row(axes: Any, place: int, row: Any) -> None:
    colour = colours.SIDES[0].light
    if not np.isnan(row["low"]):
        axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=3, alpha=0.55)
    axes.plot([row["value"]], [place], marker="o", markersize=7, color=colour)
    if row["floor"] is not None and not np.isnan(row["floor"]):
        axes.plot([row["floor"]] * 2, [place - 0.3, place + 0.3], color=colours.MUTED.light, linewidth=2)
    if row["ceiling"] is not None and not np.isnan(row["ceiling"]):
        axes.plot([row["ceiling"]], [place], marker="D", markersize=6, color=colours.SIDES[1].light)
    end = np.nanmax([row["value"], row["high"]])
    axes.annotate(f"{row['value']:.2f}", (end, place), (7, 0), textcoords="offset points", va="center", bbox=BEHIND)


def _beside(row: Any) -> str:
    known = [(name, row[name]) for name in ("floor", "ceiling") if row[name] is not None and not np.isnan(row[name])]
    return ", ".join(f"{name} {value:.3f}" for name, value in known) or "no floor or ceiling known"


#: Scores that the first screen names, and what each is called there; those not recorded are left out.
_MAIN = {
    "direct: content and source": "direct quotations found with the right source",
    "indirect: content and source": "paraphrases",
    "precision of all reported": "attributions that annotators marked too",
    "word F1 of phrases": "loaded words (F1)",
    "micro-F1 of present": "frames (F1)",
    "reading_ease, r": "reading ease (correlation with teachers)",
}


def scores_opening(*frames: pd.DataFrame) -> Opening:
    """The first screen: the main score of each measure."""
    every = pd.concat(frames, ignore_index=True).drop_duplicates("measure")
    known = dict(zip(every["measure"], every["value"], strict=True))
    said = [f"{name} {known[measure]:.2f}" for measure, name in _MAIN.items() if measure in known]
    answer = f"From 0 to 1: {'; '.join(said)}." if said else "No scores are recorded."
    return question("How often are the measures right?", "Against labelled English news, most of it American", answer)
