"""Who speaks for whom, in charts: the sides that the user named, or the sources given most often."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.patches import Patch

from framing.attribution.names import BODIES
from framing.measures.balance import NO_SIDE
from framing.show import colours
from framing.show.colours import SIDES, Colour
from framing.show.names import short

#: The hatching of the groups, in the same order as their colours, which look alike in grey.
HATCHES = ("", "///", "...", "xxx")

#: What all but the sources given most often are called where no sides are named.
OTHERS = "anybody else"

SIDES_SAID = "The sides come from the event's description; equal shares are not a target."
SOURCES_SAID = (
    "No sides were named, so the sources given most often stand for themselves, each under the name it goes by (a "
    "surname alone under the full name, where one alone ends in it); name sides in event.toml or with --sides. Equal "
    "shares are not a target."
)


def full_names(sources: Iterable[str]) -> dict[str, str]:
    """For each surname among the sources of several accounts the full name, where one alone ends in it.

    >>> full_names(["Quill", "Ada Quill", "House", "White House", "Brandt", "Tom Brandt", "Ida Brandt"])
    {'Quill': 'Ada Quill'}
    """
    by_last: dict[str, set[str]] = {}
    alone = []
    for source in sources:
        words = source.split()
        if len(words) == 1:
            alone.append(source)
        elif all(word[0].isupper() for word in words):
            by_last.setdefault(words[-1], set()).add(source)
    named = [name for name in alone if len(by_last.get(name, ())) == 1 and name.lower() not in BODIES]
    return {name: next(iter(by_last[name])) for name in named}


class Sides:
    """The groups that speakers are put in, each with its colour.

    They are the sides in `quotes`, sorted, and `NO_SIDE`; where no quotation has a side, the four sources given most
    often over all accounts, and `OTHERS`. `said` tells readers which.
    """

    def __init__(self, quotes: pd.DataFrame) -> None:
        spoken = quotes[quotes["kind"] != "scare"]
        sides = sorted({side for side in spoken["side"] if isinstance(side, str) and side})
        self.named = bool(sides)
        self._full = full_names(spoken["source"].dropna().unique())
        if not sides:
            times = spoken["source"].dropna().replace(self._full).value_counts()
            sides = sorted(times.index, key=lambda source: (-times[source], source))[: len(SIDES)]
        self.rest = NO_SIDE if self.named else OTHERS
        self.said = SIDES_SAID if self.named else SOURCES_SAID
        self._sides = tuple(sides)
        some_left = len(spoken) > sum(
            self.of(*row) in sides for row in zip(spoken["side"], spoken["source"], strict=True)
        )
        shades = {side: SIDES[min(place, len(SIDES) - 1)] for place, side in enumerate(sides)}
        self.shades: dict[str, Colour] = {**shades, self.rest: colours.NO_SIDE} if some_left or not sides else shades

    def of(self, side: object, source: object) -> str:
        """The group of an attribution with that side and source."""
        name = side if self.named else self._full.get(str(source), source)
        return name if isinstance(name, str) and name in self._sides else self.rest

    def grouped(self, quotes: pd.DataFrame) -> pd.DataFrame:
        """The quotations, their column `side` holding the group."""
        groups = [self.of(side, source) for side, source in zip(quotes["side"], quotes["source"], strict=True)]
        return quotes.assign(side=groups)

    def colour(self, group: str) -> Colour:
        """The colour of a group."""
        return self.shades.get(group, colours.NO_SIDE)

    def hatch(self, group: str) -> str:
        """The hatching of a group, so that it is known without colours too."""
        return HATCHES[min(self._sides.index(group), len(HATCHES) - 1)] if group in self._sides else ""

    def handles(self, hatched: bool = False) -> list[Patch]:
        """The groups for a legend, `hatched` as the bars of a chart or plain."""
        return [
            Patch(
                facecolor=colour.light,
                edgecolor=colours.PAPER.light,
                hatch=self.hatch(group) if hatched else "",
                label=short(group),
            )
            for group, colour in self.shades.items()
        ]
