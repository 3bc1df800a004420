"""How difficulty runs along each account, and which sentences are the hardest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.measures.readability import ease_along, hardest_sentences
from framing.measures.readability.measure import WINDOW
from framing.show import colours
from framing.show.anchors import Sentences
from framing.show.names import account_names, links_to, short
from framing.show.picture import Picture, canvas, picture
from framing.show.table import Table, table

_CAPTION = (
    f"Reading ease of every {WINDOW} sentences in a row, along each account: higher is easier. A single dip may "
    "be one long sentence."
)


def difficulty(analysis: Analysis) -> Picture:
    """Reading ease along each account, a panel each on one scale."""
    names = account_names(analysis["articles"])
    columns = max(1, min(3, len(names)))
    rows = max(1, -(-len(names) // columns))
    told = []
    with canvas(0.6 + 1.7 * rows, columns, rows=rows, sharex=True, sharey=True, squeeze=False) as (figure, grid):
        panels = list(grid.flat)
        for panel, article in zip(panels, analysis.articles_read, strict=False):
            document = analysis.reading(article.id).document
            along = ease_along(document)
            middle = [(stretch.start + stretch.end) / 2 for stretch in along]
            values = [stretch.reading_ease for stretch in along]
            at = np.searchsorted(document.word_start, middle)
            panel.plot(at, values, color=colours.SIDES[0].light, marker="o" if len(at) == 1 else "", linewidth=2)
            panel.set_title(short(names[article.id]))
            panel.grid(axis="y")
            panel.set_axisbelow(True)
            said = f"{values[0]:.0f} at first, {min(values):.0f} at the hardest" if values else "cannot be told"
            told.append(f"{names[article.id]}: {said}")
        for panel in panels[len(names) :]:
            panel.set_visible(False)
        figure.supxlabel("words into the account", size=10.5, color=colours.MUTED.light)
        figure.supylabel("reading ease", size=10.5, color=colours.MUTED.light)
        alt = "Reading ease along each account. " + "; ".join(told) + "."
        return picture(figure, alt, _CAPTION, links_to(analysis["articles"]))


def hardest(analysis: Analysis, most: int = 5, keep_text: bool = True) -> Table:
    """The hardest sentences of each account, each leading to its place."""
    names, sentences = account_names(analysis["articles"]), Sentences(analysis)
    found = [
        (names[article.id], article.text[place.start : place.end], place.reading_ease, article.id, place.start)
        for article in analysis.articles_read
        for place in hardest_sentences(analysis.reading(article.id).document, most)
    ]
    frame = pd.DataFrame(found, columns=["account", "sentence", "reading ease", "article", "start"])
    anchors = [sentences.anchor(article, start) for *_, article, start in found]
    shown = frame[["account", "sentence", "reading ease"]]
    caption = f"The {most} hardest sentences of each account, by reading ease (higher is easier)."
    return table(shown, caption, links={"sentence": anchors}, digits={"reading ease": 1}, keep_text=keep_text)
