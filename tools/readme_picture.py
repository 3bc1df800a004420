"""Draw `docs/two-accounts.svg`: the openings of two composed accounts of one event, marked as in a report."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

import framing
from framing.articles.article import MEASURED, Section
from framing.report import samples
from framing.show.charts import INK, MUTED, PAPER, RULE, VOICE

TARGET = Path(__file__).parents[1] / "docs" / "two-accounts.svg"
EVENT, ACCOUNTS = "harbour-strike", ("coast-press", "marland-sentinel")
#: Body paragraphs per account, and sizes of the picture in points.
PARAGRAPHS, WIDTH, HEIGHT, COLUMN, LEFT = 3, 900, 375, 400, 30
#: Shades of quoted and paraphrased words.
SHADES = {"quoted": "#dfe8f1", "reported": "#f3ead8"}
BODY, HEAD, SMALL = (
    FontProperties(family="DejaVu Serif", size=12),
    FontProperties(family="DejaVu Serif", size=15, weight="bold"),
    FontProperties(family="DejaVu Sans", size=10),
)


class Page:
    """A page measured in points, written word by word from the top."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=PAPER)
        self.renderer = FigureCanvasAgg(self.figure).get_renderer()
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        self.axes.axis("off")

    def width(self, words: str, font: FontProperties) -> float:
        """The width of the words in points."""
        return float(self.renderer.get_text_width_height_descent(words, font, False)[0])

    def write(self, words: str, x: float, y: float, font: FontProperties, colour: str = INK) -> None:
        """Write words with their baseline at y."""
        self.axes.text(x, y, words, fontproperties=font, color=colour, va="baseline", parse_math=False)

    def box(self, x: float, y: float, width: float, height: float, colour: str, behind: int = 0) -> None:
        """Draw a filled rectangle."""
        self.axes.add_patch(Rectangle((x, y), width, height, color=colour, linewidth=0, zorder=behind))


def paragraph(page: Page, words: list[tuple[str, str, bool]], x: float, y: float, font: FontProperties) -> float:
    """Write words, marked by voice and as loaded phrases; returns the y of the next paragraph."""
    line, at = 1.55 * font.get_size_in_points(), x
    for number, (word, voice, loaded) in enumerate(words):
        width = page.width(word, font)
        if at + width > x + COLUMN:
            at, y = x, y + line
        joined = number + 1 < len(words) and words[number + 1][1] == voice
        if voice in SHADES:
            page.box(at, y - 0.8 * line + 4, width + (4 if joined else 0), 0.85 * line, SHADES[voice])
        if loaded:
            page.box(at, y + 3, width, 2.4, VOICE[voice], behind=2)
        page.write(word, at, y, font)
        at += width + 4
    return y + line + 7


def words_of(analysis: framing.Analysis, article: str, start: int, end: int) -> list[tuple[str, str, bool]]:
    """The words of a range with their voice, and whether a loaded phrase covers them."""
    reading = analysis.reading(article)
    phrases = analysis["phrases"]
    spans = phrases.loc[phrases["article"] == article, ["start", "end"]].to_numpy().tolist()
    text, at, found = reading.document.text, start, []
    for word in text[start:end].split():
        at = text.index(word, at)
        middle = at + len(word) // 2
        stretch = reading.stretch_at(middle)
        said = (
            stretch is not None and stretch.attribution is not None and reading.attributions[stretch.attribution].sure
        )
        voice = str(reading.voice_at(middle)) if said else "own"
        found.append((word, voice, any(a <= middle < b for a, b in spans)))
        at += len(word)
    return found


def drawn() -> str:
    """The picture as SVG; letters are paths, so that it looks the same everywhere."""
    style: dict[str, Any] = {"svg.fonttype": "path", "svg.hashsalt": "framing"}
    with mpl.rc_context(style):
        articles = framing.read(samples.event(EVENT))
        analysis = framing.analyze(articles)
        page = Page()
        page.box(WIDTH / 2, 24, 1, HEIGHT - 80, RULE)
        for column, article in enumerate(ACCOUNTS):
            document, x = analysis.reading(article).document, LEFT + column * (WIDTH / 2 - 5)
            page.write(str(document.article.outlet), x, 34, SMALL, MUTED)
            y, left = 58.0, PARAGRAPHS
            for part in document.paragraphs:
                if part.section not in MEASURED or part.section is Section.SUBHEAD or not left:
                    continue
                headline = part.section is Section.HEADLINE
                left -= not headline
                words = words_of(analysis, article, part.start, part.end)
                y = paragraph(page, words, x, y, HEAD if headline else BODY)
        at = float(LEFT)
        for label, colour, line in (
            ("loaded phrase in the outlet's own words", VOICE["own"], True),
            ("quoted", SHADES["quoted"], False),
            ("paraphrased", SHADES["reported"], False),
        ):
            page.box(at, HEIGHT - 21 if line else HEIGHT - 27, 22, 2.4 if line else 13, colour)
            page.write(label, at + 28, HEIGHT - 17, SMALL, MUTED)
            at += 60 + page.width(label, SMALL)
        stream = io.StringIO()
        page.figure.savefig(
            stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return stream.getvalue()


if __name__ == "__main__":
    TARGET.write_text(drawn(), encoding="utf-8", newline="\n")
