"""How each side's words are introduced: "said", "claimed", "pointed out"."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.lexicon import load
from framing.show import colours
from framing.show.names import links_to, short
from framing.show.picture import Picture, canvas, picture
from framing.show.sides import Sides
from framing.show.table import Table, table

#: The word list that the classes of cues come from.
REPORT_VERBS = "report-verbs"

_CAPTION = (
    "The verbs and phrases that introduce each side's words, by class, over all accounts shown. The numbers are "
    "counts, and the dots' areas go with them. A difference between columns does not say why."
)


def cue_classes(quotes: pd.DataFrame) -> pd.DataFrame:
    """How many attributions have a cue of each class (rows), for each side (columns)."""
    cued = quotes[quotes["cue_class"].notna() & (quotes["cue_class"] != "")]
    sides = Sides(quotes)
    table = pd.crosstab(cued["cue_class"], sides.grouped(cued)["side"])
    ordered = [side for side in sides.shades if side in table.columns]
    return table.loc[:, ordered].sort_index()


def cue_asymmetry(analysis: Mapping[str, pd.DataFrame]) -> Picture:
    """Cue classes by side, as a grid of counts."""
    classes = cue_classes(analysis["quotes"])
    sides = Sides(analysis["quotes"])
    with canvas(1.1 + 0.5 * max(len(classes), 1)) as (figure, axes):
        most = max(1, int(classes.to_numpy().max(initial=0)))
        for column, side in enumerate(classes.columns):
            counts = classes[side].to_numpy()
            rows = np.arange(len(counts))
            axes.scatter(
                np.full(len(counts), column), rows, s=620 * counts / most, color=sides.colour(side).light, alpha=0.9
            )
            for row, count in enumerate(counts):
                axes.annotate(str(count), (column, row), (22, 0), textcoords="offset points", va="center")
        axes.set_xticks(range(len(classes.columns)), [short(side) for side in classes.columns])
        axes.set_yticks(range(len(classes)), list(classes.index))
        axes.set_xlim(-0.4, max(len(classes.columns), 4) - 0.5)
        axes.set_ylim(len(classes) - 0.4, -0.6)
        axes.xaxis.tick_top()
        axes.tick_params(axis="x", length=0, labelcolor=colours.INK.light)
        axes.spines["bottom"].set_visible(False)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        return picture(figure, _alt(classes), f"{_CAPTION} {sides.said}", links_to(analysis["articles"]))


def cue_codebook(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """The classes of cues found here, and what each means."""
    classes = cue_classes(analysis["quotes"])
    known = load(REPORT_VERBS).categories
    counts = {str(name): int(row.sum()) for name, row in classes.iterrows()}
    rows = [(name, known[name].meaning if name in known else None, count) for name, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["class of cue", "what it says of how the words were spoken", "cues"])
    return table(frame, "What the classes of cues are, and how many of each were found over all accounts shown.")


def _alt(table: pd.DataFrame) -> str:
    told = [f"{side}: {_told(table[side])}" for side in table.columns]
    return "Cue classes by side. " + ("; ".join(told) or "No attribution has a cue") + "."


def _told(counts: Mapping[str, int] | pd.Series) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
