"""What stands where: words into each account, from headline to last line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

from framing.analysis import Analysis
from framing.articles.article import Section
from framing.attribution.reading import Attribution, Kind, Reading, Stretch, Voice
from framing.show import colours
from framing.show.names import account_names, links_to, short
from framing.show.picture import Picture, canvas, name_rows, picture
from framing.show.rates import VOICES
from framing.show.sides import Sides
from framing.text.document import Document

#: Paragraphs of body text that count as the lead, in comparisons too.
LEAD_PARAGRAPHS = 2

#: The share of an account's lane that the bars of all groups take up.
_LANES = 0.84

_STRIP_CAPTION = (
    "Each account from its first word to its last; above, on and under its line the groups in the order of the legend. "
    "A full bar: words in quotation marks; a low bar: words told of a source without marks; the line alone: the "
    "outlet's own words."
)
_POSITIONS_CAPTION = (
    "Where loaded phrases stand: each tick is one phrase, coloured by whose words it stands in; the shaded part is "
    "headline and lead (the first two paragraphs). The counts on the right: headline, lead, later."
)


class Ruler:
    """Turns offsets into words from the start of an account."""

    def __init__(self, document: Document) -> None:
        self._starts = document.word_start
        self.length = len(self._starts)
        body = [paragraph.end for paragraph in document.paragraphs if paragraph.section is Section.BODY]
        self.lead_ends = int(self.at(body[:LEAD_PARAGRAPHS][-1:] or [0])[0])

    def at(self, offsets: ArrayLike) -> NDArray[np.intp]:
        """How many words stand before each offset."""
        return np.searchsorted(self._starts, np.asarray(offsets, dtype=np.int64))


def rulers(analysis: Analysis) -> dict[str, Ruler]:
    """A ruler for each article."""
    return {article.id: Ruler(analysis.reading(article.id).document) for article in analysis.articles_read}


def speaking_strip(analysis: Analysis) -> Picture:
    """Who speaks when, along each account."""
    names = account_names(analysis["articles"])
    sides = Sides(analysis["quotes"])
    lanes = {side: place for place, side in enumerate(dict.fromkeys([*sides.shades, sides.rest]))}
    room = _LANES / len(lanes)
    with _lanes(names, 0.55) as (figure, axes):
        told = []
        for row, article in enumerate(analysis.articles_read):
            reading = analysis.reading(article.id)
            ruler = Ruler(reading.document)
            axes.plot([0, ruler.length], [row, row], color=colours.RULE.light, linewidth=1.5, zorder=0)
            order = []
            for stretch, said in _spoken(reading):
                side = sides.of(said.side, said.source)
                start, end = ruler.at([stretch.start, stretch.end])
                height = room * (0.9 if stretch.voice is Voice.QUOTED else 0.4)
                lane = row + (lanes[side] - (len(lanes) - 1) / 2) * room
                axes.barh([lane], [end - start], left=[start], height=height, color=sides.colour(side).light)
                order.append(f"{side} at word {start}")
            told.append(f"{names[article.id]}: {', '.join(order) or 'nobody speaks'}")
        axes.set_xlim(0, None)
        figure.legend(handles=sides.handles(), loc="outside upper left", ncols=5, handlelength=1, handleheight=1)
        alt = "Who speaks along each account. " + "; ".join(told) + "."
        return picture(figure, alt, f"{_STRIP_CAPTION} {sides.said}", links_to(analysis["articles"]))


def _spoken(reading: Reading) -> Iterator[tuple[Stretch, Attribution]]:
    """The stretches of somebody's words, each with its attribution; scare quotes are nobody's."""
    for stretch in reading.stretches:
        if stretch.attribution is not None and reading.attributions[stretch.attribution].kind is not Kind.SCARE:
            yield stretch, reading.attributions[stretch.attribution]


def positions(analysis: Analysis) -> Picture:
    """Where the loaded phrases stand in each account: headline, lead, later."""
    names = account_names(analysis["articles"])
    counts = position_counts(analysis)
    phrases = analysis["phrases"]
    measured = rulers(analysis)
    with _lanes(names) as (figure, axes):
        told = []
        for row, (article, ruler) in enumerate(measured.items()):
            axes.barh([row], [ruler.lead_ends], height=0.8, color=colours.PANEL.light, zorder=0)
            axes.plot([0, ruler.length], [row, row], color=colours.RULE.light, linewidth=1.5, zorder=1)
            mine = phrases[phrases["article"] == article]
            for voice in VOICES:
                at = ruler.at(mine.loc[mine["voice"] == voice, "start"])
                axes.vlines(at, row - 0.32, row + 0.32, color=colours.VOICE[voice].light, linewidth=2)
            said = counts.loc[article]
            told.append(f"{names[article]}: headline {said.headline}, lead {said.lead}, later {said.later}")
            words = f"{said.headline} · {said.lead} · {said.later}"
            axes.annotate(words, (ruler.length, row), (8, 0), textcoords="offset points", va="center")
        axes.annotate(
            "headline · lead · later", (1, 1), xycoords="axes fraction", ha="right", color=colours.MUTED.light
        )
        handles = [
            Line2D([], [], color=colours.VOICE[voice].light, linewidth=3, label=VOICES[voice]) for voice in VOICES
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=0.8)
        alt = "Where loaded phrases stand. " + "; ".join(told) + "."
        return picture(figure, alt, _POSITIONS_CAPTION, links_to(analysis["articles"]))


def position_counts(analysis: Analysis) -> pd.DataFrame:
    """Phrases in the headline, in the lead and later, a row for each article."""
    phrases, rows = analysis["phrases"], {}
    for article, ruler in rulers(analysis).items():
        mine = phrases[phrases["article"] == article]
        headline = mine["section"] == "headline"
        lead = ~headline & (ruler.at(mine["start"]) < ruler.lead_ends)
        rows[article] = (int(headline.sum()), int(lead.sum()), int((~headline & ~lead).sum()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["headline", "lead", "later"])


@contextmanager
def _lanes(names: Mapping[str, str], height: float = 0.42) -> Iterator[tuple[Any, Any]]:
    """A canvas with a lane for each account, so many inches high, and words along the bottom."""
    with canvas(1.3 + height * max(len(names), 1)) as (figure, axes):
        name_rows(axes, [short(name) for name in names.values()])
        axes.set_xlabel("words into the account")
        yield figure, axes
