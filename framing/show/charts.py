"""Charts as inline SVG: text stays text, colours follow the page, bytes are the same on every run."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from lxml import etree
from matplotlib.figure import Figure

from framing.show.markup import STYLE_SHEET, Display, Html, key, printable, tag

#: Maximum characters of a row's name, and of each of its lines where it has two; tables have names in full.
LONGEST, LONGEST_OF_TWO = 24, 30
#: The width of every chart in inches: readable on a phone without scrolling.
WIDTH = 5.4
#: The style sheet's colours on light paper, by CSS variable.
COLOURS: Mapping[str, str] = dict(
    re.findall(r"--([\w-]+): light-dark\((#\w{6}),", STYLE_SHEET.read_text(encoding="utf-8"))
)
INK, MUTED, RULE, PAPER = (COLOURS[name] for name in ("ink", "muted", "rule", "paper"))
#: The voices: distinct in lightness as well as hue, for the colour-blind and for grey print.
VOICE = {voice: COLOURS[voice] for voice in ("own", "quoted", "reported")}
#: The sides of an event, in the order the user gives them; no party's colours.
SIDES = tuple(COLOURS[f"side-{number}"] for number in range(1, 5))
NO_SIDE = COLOURS["side-0"]
#: The background of a number on a grid line.
BEHIND: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}

_LOOK: Any = mpl.rc_params_from_file(Path(__file__).with_name("charts.mplstyle"), use_default_template=False)
_STYLE: Any = {
    **_LOOK,
    **dict.fromkeys(("axes.edgecolor", "grid.color", "xtick.color", "ytick.color"), RULE),
    **dict.fromkeys(("axes.labelcolor", "xtick.labelcolor"), MUTED),
    **dict.fromkeys(("text.color", "ytick.labelcolor"), INK),
}
_SVG, _HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_FONT_FAMILY = re.compile(r"font-family: [^;]+;?\s*|(?<=px) 'DejaVu Sans'[^;]*")


@dataclass(frozen=True, slots=True)
class Chart(Display):
    """A chart with its caption and its alternative text."""

    svg: str
    alt: str
    caption: str

    def html(self) -> Html:
        """The chart as an HTML `figure`."""
        caption = tag("figcaption", tag("p", self.caption, class_="caption")) if self.caption else None
        return tag("figure", Html(self.svg), caption, class_="picture")


@contextmanager
def canvas(height: float, rows: int = 1, grid: str = "", **options: Any) -> Iterator[tuple[Figure, Any]]:
    """A figure in the house style, `height` inches high, with `rows` axes and lines along `grid`."""
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # The text stays text, so the reader's font draws what the measuring font lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots(rows, **options)
        for each in np.ravel(axes) if grid else ():
            each.grid(axis=grid)
            each.set_axisbelow(True)
        yield figure, axes


def short(name: str, longest: int = LONGEST) -> str:
    """The name, cut to the room in a chart."""
    shown = printable(name)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def name_rows(axes: Any, names: Sequence[str]) -> None:
    """Name the rows of a chart, from the top down."""
    lines = [name.split("\n") for name in names]
    shown = ["\n".join(short(line, LONGEST if len(each) == 1 else LONGEST_OF_TWO) for line in each) for each in lines]
    axes.set_yticks(range(len(names)), shown)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)


def without_scale(axes: Any) -> None:
    """Remove the scale of a chart whose bars carry numbers."""
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def write_beside(axes: Any, words: str, at: float, row: float, gap: float = 7, **style: Any) -> None:
    """Write words to the right of a point."""
    axes.annotate(words, (at, row), (gap, 0), textcoords="offset points", va="center", **style)


def chart(figure: Figure, alt: str, caption: str) -> Chart:
    """The figure as a `Chart`; call it inside `canvas`, whose settings the drawing needs."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Chart(_inline(stream.getvalue(), alt), alt, caption)


class Row(NamedTuple):
    """A row of a chart: a value with its interval and label, and other marks that `dots` draws."""

    name: str
    value: float
    ends: tuple[float, float] = (nan, nan)
    label: str = ""
    faint: bool = False
    others: Sequence[float] = ()
    hollow: float = nan
    floor: float = nan
    ceiling: float = nan


def bars(rows: Sequence[Row], unit: str, caption: str = "", colour: str = VOICE["own"]) -> Chart:
    """A bar per row with its label; zero is a short stroke, an interval a thin line."""
    with canvas(0.5 + 0.27 * max(len(rows), 1)) as (figure, axes):
        reaches = [float(np.nanmax([0.0, row.value, row.ends[1]])) for row in rows]
        for at, (row, reach) in enumerate(zip(rows, reaches, strict=True)):
            axes.barh([at], [row.value], height=0.5, color=colour)
            if not row.value > 0:
                axes.vlines([0], at - 0.25, at + 0.25, color=colour, linewidth=2)
            if row.ends[1] > row.ends[0]:
                axes.plot(row.ends, [at, at], color=INK, linewidth=1.2)
            write_beside(axes, row.label, reach, at, 5, color=MUTED)
        name_rows(axes, [row.name for row in rows])
        axes.set_xlim(0, max(reaches, default=0) * 1.9 or 1)
        without_scale(axes)
        axes.set_title(unit, loc="left", weight="normal", color=MUTED)
        descriptions = "; ".join(f"{row.name}: {row.value:g} ({row.label})" for row in rows)
        return chart(figure, f"{unit}. {descriptions}.", caption)


def dots(
    rows: Sequence[Row], unit: str, alt: str, caption: str, limits: tuple[float | None, float | None] = (None, None)
) -> Chart:
    """A dot per row with its interval; single values are small, a floor a stroke, a ceiling a diamond."""
    tall = 0.46 if any("\n" in row.name for row in rows) else 0.3
    with canvas(0.8 + tall * max(len(rows), 1), grid="x") as (figure, axes):
        for at, row in enumerate(rows):
            colour = NO_SIDE if row.faint else SIDES[0]
            axes.plot(row.others, [at] * len(row.others), "o", markersize=3.5, color=NO_SIDE, alpha=0.6)
            axes.plot(row.ends, [at, at], color=colour, linewidth=3, alpha=0.55)
            face = "none" if row.faint else colour
            axes.plot([row.value], [at], "o", markersize=6, color=colour, markerfacecolor=face)
            axes.plot([row.hollow], [at], "o", markersize=6, color=colour, markerfacecolor=PAPER)
            axes.plot([row.floor] * 2, [at - 0.3, at + 0.3], color=MUTED, linewidth=2)
            axes.plot([row.ceiling], [at], "D", markersize=6, color=SIDES[1])
            if row.label and row.value == row.value:
                write_beside(axes, row.label, np.nanmax([row.value, *row.ends]), at, color=MUTED, bbox=BEHIND)
        name_rows(axes, [row.name for row in rows])
        axes.set_xlabel(unit)
        left, right = axes.get_xlim()
        room = 0.3 * (right - left) if any(row.label for row in rows) else 0.0
        axes.set_xlim(left if limits[0] is None else limits[0], right + room if limits[1] is None else limits[1])
        return chart(figure, alt, caption)


def _inline(svg: str, alt: str) -> str:
    """The SVG for use inside a page: named, with unique ids, and the page's size and colours."""
    root: Any = etree.fromstring(svg.encode(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    # A style element inside an inline picture would apply to the whole page.
    etree.strip_elements(root, f"{_SVG}metadata", f"{_SVG}style", with_tail=False)
    prefix, referenced = f"s{key(svg, alt)}-", set(re.findall(r'(?:url\(|href=")#([^")]+)', svg))
    for element in root.iter():
        if element.get("id") not in referenced:
            element.attrib.pop("id", None)
        for name, value in element.items():
            element.set(name, _for_page(name, value, prefix))
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    root.set("aria-label", printable(alt))
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _for_page(name: str, value: str, prefix: str) -> str:
    """An attribute's value with the chart's prefix on every id, and the page's colours."""
    if name == "id":
        return prefix + value
    if name == _HREF:
        return value.replace("#", f"#{prefix}", 1)
    value = value.replace("url(#", f"url(#{prefix}")
    if name == "style":
        value = _FONT_FAMILY.sub("", value)
        for variable, light in COLOURS.items():
            value = value.replace(light, f"var(--{variable}, {light})")
    return value
