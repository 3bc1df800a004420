"""A chart as inline SVG: text as text, colours that follow the page, the same bytes on every run."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from typing import Any, NamedTuple

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure

from framing.show.accounts import LONGEST, short
from framing.show.markup import Display, Html, key, printable, tag

#: The most characters of a row's name that takes two lines, each.
LONGEST_OF_TWO = 30
#: The width of every chart in inches: narrow enough to be read on a phone without scrolling.
WIDTH = 5.4


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the style sheet: the name of its CSS variable, and its value on light paper."""

    variable: str
    light: str

    @property
    def css(self) -> str:
        """The colour for a style attribute, with the light value where the style sheet is missing."""
        return f"var(--{self.variable}, {self.light})"


INK = Colour("ink", "#1f1e1b")
MUTED = Colour("muted", "#5f5c55")
RULE = Colour("rule", "#d8d3c8")
PANEL = Colour("panel", "#f4f0e7")
PAPER = Colour("paper", "#fdfbf7")
#: Whose words: distinct in lightness as well as in hue, for the colour-blind and for grey print.
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

_STYLE: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "svg.hashsalt": "framing",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "text.color": INK.light,
    "axes.edgecolor": RULE.light,
    "axes.labelcolor": MUTED.light,
    "axes.labelsize": 11,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "grid.color": RULE.light,
    "grid.linewidth": 0.8,
    "xtick.color": RULE.light,
    "xtick.labelcolor": MUTED.light,
    "ytick.color": RULE.light,
    "ytick.labelcolor": INK.light,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 11,
    "ytick.major.size": 0,
    "lines.solid_capstyle": "butt",
    "legend.frameon": False,
}
#: Put behind a number that stands on a grid line.
BEHIND: dict[str, Any] = {"facecolor": PAPER.light, "edgecolor": "none", "pad": 1.0}

_SVG = "{http://www.w3.org/2000/svg}"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FONT_FAMILY = re.compile(r"font-family: [^;]+;?\s*|(?<=px) 'DejaVu Sans'[^;]*")


@dataclass(frozen=True, slots=True)
class Picture(Display):
    """A chart with its caption and its alternative text."""

    svg: str
    alt: str
    caption: str

    def html(self) -> Html:
        """The chart as an HTML `figure`."""
        caption = tag("figcaption", tag("p", self.caption, class_="caption")) if self.caption else None
        return tag("figure", Html(self.svg), caption, class_="picture")


@contextmanager
def canvas(height: float, columns: int = 1, rows: int = 1, **options: Any) -> Iterator[tuple[Figure, Any]]:
    """A figure in the house style, `height` inches high, with one axes or a grid of them."""
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # The text stays text, so a script that the measuring font lacks is drawn in the reader's own.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure, figure.subplots(rows, columns, **options)


def name_rows(axes: Any, names: Sequence[str]) -> None:
    """Name the rows of a chart, from the top down."""
    lines = [name.split("\n") for name in names]
    shown = ["\n".join(short(line, LONGEST if len(each) == 1 else LONGEST_OF_TWO) for line in each) for each in lines]
    axes.set_yticks(range(len(names)), shown)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)


def picture(figure: Figure, alt: str, caption: str) -> Picture:
    """The figure drawn as a `Picture`. Call it inside `canvas`, whose settings the drawing needs."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Picture(_inline(stream.getvalue(), alt), alt, caption)


def bars(
    values: Mapping[str, tuple[float, str]],
    unit: str,
    caption: str = "",
    colour: Colour = VOICE["own"],
    intervals: Mapping[str, tuple[float, float]] | None = None,
) -> Picture:
    """A bar per account with its number in words; zero is a short stroke, an interval a thin line."""
    ends = intervals or {}
    with canvas(0.5 + 0.27 * max(len(values), 1)) as (figure, axes):
        most = max(
            [0.0, *(value for value, _ in values.values()), *(end[1] for end in ends.values() if end[1] == end[1])]
        )
        for row, (name, (value, words)) in enumerate(values.items()):
            low, high = ends.get(name, (float("nan"), float("nan")))
            axes.barh([row], [value], height=0.5, color=colour.light)
            if not value > 0:
                axes.vlines([0], row - 0.25, row + 0.25, color=colour.light, linewidth=2)
            if low == low and high > low:
                axes.plot([low, high], [row, row], color=INK.light, linewidth=1.2)
            at = max(value if value == value else 0.0, high if high == high else 0.0)
            axes.annotate(words, (at, row), (5, 0), textcoords="offset points", va="center", color=MUTED.light)
        name_rows(axes, list(values))
        axes.set_xlim(0, most * 1.9 or 1)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_title(unit, loc="left", weight="normal", color=MUTED.light)
        said = "; ".join(f"{name}: {value:g} ({words})" for name, (value, words) in values.items())
        return picture(figure, f"{unit}. {said}.", caption)


class Dot(NamedTuple):
    """A row of `dots`: a value with its interval, and what is drawn beside it where it is known."""

    name: str
    value: float
    ends: tuple[float, float] = (nan, nan)
    label: str = ""
    faint: bool = False
    others: Sequence[float] = ()
    hollow: float = nan
    floor: float = nan
    ceiling: float = nan


def dots(
    rows: Sequence[Dot], unit: str, alt: str, caption: str, limits: tuple[float | None, float | None] = (None, None)
) -> Picture:
    """A dot per row with its interval, its single values small, a stroke for a floor, a diamond for a ceiling."""
    tall = 0.46 if any("\n" in row.name for row in rows) else 0.3
    with canvas(0.8 + tall * max(len(rows), 1)) as (figure, axes):
        for at, row in enumerate(rows):
            colour = (NO_SIDE if row.faint else SIDES[0]).light
            axes.plot(row.others, [at] * len(row.others), "o", markersize=3.5, color=NO_SIDE.light, alpha=0.6)
            axes.plot(row.ends, [at, at], color=colour, linewidth=3, alpha=0.55)
            axes.plot(
                [row.value], [at], "o", markersize=6, color=colour, markerfacecolor="none" if row.faint else colour
            )
            axes.plot([row.hollow], [at], "o", markersize=6, color=colour, markerfacecolor=PAPER.light)
            axes.plot([row.floor] * 2, [at - 0.3, at + 0.3], color=MUTED.light, linewidth=2)
            axes.plot([row.ceiling], [at], "D", markersize=6, color=SIDES[1].light)
            if row.label and row.value == row.value:
                end = max(place for place in (row.value, *row.ends) if place == place)
                style = {"va": "center", "color": MUTED.light, "bbox": BEHIND}
                axes.annotate(row.label, (end, at), (7, 0), textcoords="offset points", **style)
        name_rows(axes, [row.name for row in rows])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel(unit)
        left, right = axes.get_xlim()
        room = 0.3 * (right - left) if any(row.label for row in rows) else 0.0
        axes.set_xlim(left if limits[0] is None else limits[0], right + room if limits[1] is None else limits[1])
        return picture(figure, alt, caption)


def _inline(svg: str, alt: str) -> str:
    """The SVG for use inside a page: named, sized by the page, its ids its own, its colours the page's."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    # A style element inside an inline picture would rule the whole page.
    for dead in [*root.iter(f"{_SVG}metadata"), *root.iter(f"{_SVG}style")]:
        dead.getparent().remove(dead)
    prefix = "s" + key(svg, alt)
    referenced = set(_REFERENCE.findall(svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    for element in root.iter():
        _own_id(element, referenced, prefix)
        style = element.get("style")
        if style:
            element.set("style", _REFERENCE.sub(rf"url(#{prefix}-\1)", _page_style(style)))
    for size in ("width", "height", "version"):
        if size in root.attrib:
            del root.attrib[size]
    root.set("role", "img")
    root.set("aria-label", printable(alt))
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _own_id(element: Any, referenced: set[str], prefix: str) -> None:
    name = element.get("id")
    if name in referenced:
        element.set("id", f"{prefix}-{name}")
    elif name is not None:
        del element.attrib["id"]
    href = "{http://www.w3.org/1999/xlink}href"
    target = element.get(href)
    if target and target.startswith("#"):
        element.set(href, f"#{prefix}-{target[1:]}")
    clip = element.get("clip-path")
    if clip:
        element.set("clip-path", _REFERENCE.sub(rf"url(#{prefix}-\1)", clip))


def _page_style(style: str) -> str:
    style = _FONT_FAMILY.sub("", style)
    for colour in EVERY:
        style = style.replace(colour.light, colour.css)
    return style
