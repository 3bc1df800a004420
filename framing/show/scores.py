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
    caption = "Scores against human labels. Never trained on what is scored; “how” says how that was kept."
    return table(frame.astype({"floor": float, "ceiling": float}), caption, digits=digits)


def audit_table(frame: pd.DataFrame) -> Table:
    """What a change that means nothing does to the measure (`framing.validation.audit.audit_names`)."""
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
