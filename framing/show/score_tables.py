"""How often the measures are right: scores beside their floor and what people reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing.show import picture as colours
from framing.show.data_table import Table, table
from framing.show.first_screen import Opening, question
from framing.show.picture import Dot, Picture, canvas, dots, picture

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
    frame = frame.astype({"floor": float, "ceiling": float})
    rows, said = [], []
    for row, label in zip(frame.to_dict("records"), _labels(frame.to_dict("records")), strict=True):
        known = {"floor": row["floor"], "ceiling": row["ceiling"]}
        ends = (row["low"], row["high"])
        rows.append(Dot("\n".join(label), row["value"], ends, f"{row['value']:.2f}", **known))
        beside = ", ".join(f"{name} {value:.3f}" for name, value in known.items() if value == value)
        said.append(f"{', '.join(label)}: {row['value']:.3f}, {beside or 'no floor or ceiling known'}")
    return dots(rows, "score", f"Scores against human labels. {'; '.join(said)}.", _CAPTION, limits=(0, 1.12))


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


def reliability(frame: pd.DataFrame) -> Picture:
    """How often sentences of each probability are called loaded (`lab.validation.phrasing.reliability`)."""
    with canvas(4.2) as (figure, axes):
        axes.plot([0, 1], [0, 1], color=colours.MUTED.light, linewidth=1, linestyle=(0, (4, 3)))
        said = []
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
            said.append(f"{data}: {', '.join(pairs)}")
        axes.set_xlim(0, 1.15)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("the sentence score, loaded")
        axes.set_ylabel("share called loaded")
        axes.grid(visible=True)
        axes.set_axisbelow(True)
        return picture(figure, "Sentence score against human labels. " + "; ".join(said) + ".", _RELIABILITY_CAPTION)


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
