"""The colours, in one place: charts are drawn in the light ones, and a report swaps in the dark ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the style sheet's: the name of its CSS variable, and its value on light paper."""

    variable: str
    light: str

    @property
    def css(self) -> str:
        """The colour for a style attribute, the light value standing in where the style sheet is missing."""
        return f"var(--{self.variable}, {self.light})"


INK = Colour("ink", "#1f1e1b")
MUTED = Colour("muted", "#5f5c55")
RULE = Colour("rule", "#d8d3c8")
PANEL = Colour("panel", "#f4f0e7")
PAPER = Colour("paper", "#fdfbf7")

#: Whose words. Told apart by lightness as well as by hue, so that they hold for the colour-blind and in grey.
VOICE = {
    "own": Colour("own", "#8f2d1b"),
    "quoted": Colour("quoted", "#3b7bbd"),
    "reported": Colour("reported", "#b98a2a"),
}

#: The sides of an event, in the order the user gives them; no party's colours.
SIDES = (
    Colour("side-1", "#4a3b8c"),
    Colour("side-2", "#9c5f12"),
    Colour("side-3", "#1f756c"),
    Colour("side-4", "#9c4a74"),
)
NO_SIDE = Colour("side-0", "#716d66")

EVERY = (INK, MUTED, RULE, PANEL, PAPER, *VOICE.values(), *SIDES, NO_SIDE)
