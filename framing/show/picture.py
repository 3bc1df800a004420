"""A chart as inline SVG: text as text, colours that follow the page, the same bytes on every run."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure

from framing.show import colours
from framing.show.markup import Display, Html, key, printable, tag

#: The width of every chart, in inches at 72 units each: what a report's column holds.
WIDTH = 9.6

_STYLE: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "svg.hashsalt": "framing",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "text.color": colours.INK.light,
    "axes.edgecolor": colours.RULE.light,
    "axes.labelcolor": colours.MUTED.light,
    "axes.labelsize": 10.5,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "grid.color": colours.RULE.light,
    "grid.linewidth": 0.8,
    "xtick.color": colours.RULE.light,
    "xtick.labelcolor": colours.MUTED.light,
    "ytick.color": colours.RULE.light,
    "ytick.labelcolor": colours.INK.light,
    "xtick.labelsize": 10,
    "ytick.labelsize": 11,
    "ytick.major.size": 0,
    "lines.solid_capstyle": "butt",
    "legend.frameon": False,
}

#: What is put behind a number that stands on a grid line.
BEHIND: dict[str, Any] = {"facecolor": colours.PAPER.light, "edgecolor": "none", "pad": 1.0}

_SVG = "{http://www.w3.org/2000/svg}"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FONT_FAMILY = re.compile(r"font-family: [^;]+;?\s*|(?<=px) 'DejaVu Sans'[^;]*")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a figure leads: the words it was counted from."""

    label: str
    anchor: str

    def html(self) -> Html:
        """The link as HTML."""
        return tag("a", self.label, href=f"#{self.anchor}")


@dataclass(frozen=True, slots=True)
class Picture(Display):
    """A chart with its caption, its alternative text, and links to the words behind it."""

    svg: str
    alt: str
    caption: str
    links: tuple[Link, ...] = ()

    def html(self) -> Html:
        """The chart as an HTML `figure`."""
        leads = tag("p", "The words behind it: ", *_between(self.links), class_="leads") if self.links else None
        return tag(
            "figure",
            tag("div", Html(self.svg), class_="scroll", tabindex="0", role="group", aria_label="Chart"),
            tag("figcaption", tag("p", self.caption, class_="caption"), leads),
            class_="picture",
        )


def _between(links: Sequence[Link]) -> Iterator[object]:
    for number, link in enumerate(links):
        if number:
            yield " · "
        yield link.html()


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
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)


def picture(figure: Figure, alt: str, caption: str, links: Sequence[Link] = ()) -> Picture:
    """The figure drawn as a `Picture`. To be called inside `canvas`, whose settings the drawing needs."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Picture(_inline(stream.getvalue(), alt), alt, caption, tuple(links))


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
    for colour in colours.EVERY:
        style = style.replace(colour.light, colour.css)
    return style
