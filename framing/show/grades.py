"""How hard each account is to read, against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.measures.readability import FEW_SENTENCES
from framing.show import colours
from framing.show.names import account_names, links_to, short
from framing.show.picture import BEHIND, Picture, canvas, name_rows, picture

_CAPTION = (
    "{label} of the body of each account, with its 95 % bootstrap interval over sentences. Greyed out: fewer than 10 "
    "sentences, too few to say. Where lines overlap widely, the accounts cannot be told apart by this figure."
)


def grades(
    analysis: Mapping[str, pd.DataFrame],
    figure: str = "flesch_kincaid_grade",
    label: str = "Flesch–Kincaid grade (U.S. school years; higher is harder)",
    bounds: Sequence[str] | None = None,
) -> Picture:
    """A readability figure of each account with its interval.

    `bounds` names the two columns of the interval; by default the figure's name with `_low` and `_high`.
    """
    articles = analysis["articles"]
    names = account_names(articles)
    low, high = bounds or (f"{figure}_low", f"{figure}_high")
    with canvas(0.8 + 0.42 * max(len(names), 1)) as (drawing, axes):
        told = []
        for row, account in enumerate(articles.to_dict("records")):
            ends = (account[low], account[high])
            said = _row(axes, row, account[figure], ends, account["body_sentences"])
            interval = f"{_known(account[figure])}, interval {_known(ends[0])} to {_known(ends[1])}"
            told.append(f"{names[account['article']]}: {interval}, {said}")
        name_rows(axes, [short(name) for name in names.values()])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel(label)
        left, right = axes.get_xlim()
        axes.set_xlim(left, right + 0.32 * (right - left))
        alt = f"{label}. " + "; ".join(told) + "."
        return picture(drawing, alt, _CAPTION.format(label=label.split(" (")[0]), links_to(articles))


def _row(axes: Any, row: int, value: float, ends: tuple[float, float], sentences: float) -> str:
    """Draw one account, and say on how many sentences it rests."""
    few = not sentences >= FEW_SENTENCES
    said = f"{0 if np.isnan(sentences) else int(sentences)} sentences" + (": too few to say" if few else "")
    colour = colours.NO_SIDE.light if few else colours.SIDES[0].light
    if not np.isnan(ends[0]):
        axes.plot(ends, [row, row], color=colour, linewidth=3, alpha=0.4 if few else 0.55)
    if not np.isnan(value):
        face = "none" if few else colour
        axes.plot([value], [row], marker="o", markersize=7, color=colour, markerfacecolor=face)
        place = (float(np.nanmax([value, ends[1]])), row)
        style = {"va": "center", "color": colours.MUTED.light, "bbox": BEHIND}
        axes.annotate(f"{value:.1f}  in {said}", place, (8, 0), textcoords="offset points", **style)
    return said


def _known(value: float) -> str:
    return "cannot be told" if np.isnan(value) else f"{value:.1f}"
