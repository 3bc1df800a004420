"""How often the measures are right: scores beside their floor and what people reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.show import colours
from framing.show.names import short
from framing.show.picture import BEHIND, Picture, canvas, name_rows, picture
from framing.show.table import Table, table

_CAPTION = (
    "Each score with its 95 % bootstrap interval. The short stroke is the floor, what a simple method "
    "reaches on the same data; the diamond is what people reach, where that is known."
)

_RELIABILITY_CAPTION = (
    "Each point: sentences whose score lies in one tenth of its range, by their mean score and by the share of them "
    "that people call loaded, with its 95 % bootstrap interval. On the broken line the score would be a probability as "
    "it stands. It is made for data of which half is loaded; of ordinary news a few sentences in a hundred are."
)


def scores(frame: pd.DataFrame) -> Picture:
    """The scores of a validation (`framing.validation.score.score_table`) as a picture."""
    rows = frame.to_dict("records")
    with canvas(0.9 + 0.5 * max(len(rows), 1)) as (figure, axes):
        for place, row in enumerate(rows):
            _row(axes, place, row)
        labels = _labels(rows)
        name_rows(axes, ["\n".join(short(line, 52) for line in label) for label in labels])
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
    caption = f"Scores against {held_against}. Never trained on what is scored; “how” says how that was kept."
    return table(frame.astype({"floor": float, "ceiling": float}), caption, digits=digits)


def accuracy(frame: pd.DataFrame, *measures: str, said: str = "") -> Table:
    """Of these scores the ones that tell how often the findings of one part of a report are right.

    `said` tells readers what the measures are.
    """
    mine = frame[frame["measure"].isin(measures)]
    shown = mine[["data", "measure", "value", "floor", "ceiling", "how"]].astype({"floor": float, "ceiling": float})
    ends = zip(mine["low"], mine["high"], strict=True)
    shown.insert(3, "interval", [f"{low:.2f} to {high:.2f}" for low, high in ends])
    caption = (
        f"How often this is right, against {', '.join(dict.fromkeys(mine['data']))}, text that people marked: scores "
        f"from 0 to 1, as recorded for this version; the report validation has them all. {said}"
    ).rstrip()
    labels = {"value": "reached", "floor": "a simple method", "ceiling": "people"}
    return table(shown, caption, labels=labels, digits=dict.fromkeys(("value", "floor", "ceiling"), 2))


def audit_table(frame: pd.DataFrame) -> Table:
    """What a change that means nothing does to the measure (`lab.validation.audit.audit_names`)."""
    labels = {
        "texts_changed": "texts it changes",
        "phrases_differ": "of them with other phrases",
        "loaded_moves_on_average": "loaded moves on average",
        "loaded_moves_at_most": "loaded moves at most",
    }
    caption = (
        "Names changed for others of their kind, and texts typed otherwise. The phrases should not differ in any, and "
        "the sentence score should stay where it is."
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
        axes.set_ylabel("share that people call loaded")
        axes.grid(visible=True)
        axes.set_axisbelow(True)
        return picture(figure, "Sentence score against human labels. " + "; ".join(told) + ".", _RELIABILITY_CAPTION)


def mistakes_table(frame: pd.DataFrame) -> Table:
    """The worst misses and false alarms, as cues of a few words (`lab.validation.phrasing.mistakes`)."""
    caption = (
        "What people marked and the suite passed over, and what it marked alone: on each data set the words that cost "
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
