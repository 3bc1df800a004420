"""Who gets to speak: three answers side by side, since they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.measures.balance import ANSWERS, FEWEST_ATTRIBUTIONS, balance_by_side
from framing.show import colours
from framing.show.names import account_names, links_to, short
from framing.show.picture import Picture, canvas, name_rows, picture
from framing.show.sides import Sides

#: The three answers, and what each counts.
TITLES = dict(
    zip(ANSWERS, ("words in quotation marks", "words told without marks", "times a source is given"), strict=True)
)

#: The same answers as columns of `sources`.
SOURCE_COLUMNS = {
    "words_quoted": "words in quotation marks",
    "words_reported": "words told without marks",
    "quotes": "times it is given",
}

#: At most so many sources are drawn.
MOST_SOURCES = 15

#: The width of a box that shows a count and no share, and the narrowest bar that has room for its count.
HOLLOW, NARROWEST = 0.14, 0.08

_SIDES_CAPTION = (
    "Who speaks, three times over: the words each side has in quotation marks, the words told of it without marks, and "
    "how often it is given as the source. The sides follow in the order of the legend. The numbers are counts. Hollow "
    "boxes of one width: fewer than five attributions, too few for shares."
)
_SOURCES_CAPTION = (
    "Who speaks in this account, in the order of first speaking: words in quotation marks, words told without marks, "
    "and times it is given as the source. Of many sources, the fifteen given most often."
)


def by_side(quotes: pd.DataFrame) -> pd.DataFrame:
    """What each side is given in each article: `framing.measures.balance.balance_by_side` as a frame."""
    rows = balance_by_side([{str(name): value for name, value in row.items()} for row in quotes.to_dict("records")])
    return pd.DataFrame(rows, columns=None if rows else ["article", "side", *ANSWERS])


def speaking_shares(analysis: Mapping[str, pd.DataFrame]) -> Picture:
    """Who speaks how much in each account: the share of each side in words quoted, words reported, attributions."""
    articles, quotes = analysis["articles"], analysis["quotes"]
    names = account_names(articles)
    sides = Sides(quotes)
    totals = by_side(sides.grouped(quotes)).set_index(["article", "side"])[list(ANSWERS)].to_dict("index")
    counts = {article: [_counts(totals, article, side) for side in sides.shades] for article in names}
    with canvas(1.5 + 0.46 * max(len(names), 1), 3, sharey=True, sharex=True) as (figure, panels):
        for panel, (answer, title) in zip(panels, TITLES.items(), strict=True):
            panel.set_title(title)
            for row, article in enumerate(names):
                enough = sum(side["attributions"] for side in counts[article]) >= FEWEST_ATTRIBUTIONS
                _bar(
                    panel,
                    row,
                    {s: of[answer] for s, of in zip(sides.shades, counts[article], strict=True)},
                    sides,
                    enough,
                )
            panel.set_xlim(0, 1)
            panel.set_xticks([0, 0.5], ["0", "50 %"])
        name_rows(panels[0], [short(name) for name in names.values()])
        figure.legend(
            handles=sides.handles(hatched=True), loc="outside upper left", ncols=5, handlelength=1, handleheight=1
        )
        told = [f"{names[a]}: {_told(dict(zip(sides.shades, of, strict=True)))}" for a, of in counts.items()]
        alt = "Who speaks how much in each account. " + ". ".join(told) + "."
        return picture(figure, alt, f"{_SIDES_CAPTION} {sides.said}", links_to(articles))


def _counts(totals: Mapping[Any, Mapping[Any, Any]], article: str, side: str) -> dict[str, int]:
    known = totals.get((article, side), {})
    return {answer: int(known.get(answer, 0)) for answer in ANSWERS}


def _told(sides: Mapping[str, Mapping[str, int]]) -> str:
    parts = [
        f"{side} {of['words_quoted']} words quoted, {of['words_reported']} told without marks, "
        f"{of['attributions']} attributions"
        for side, of in sides.items()
        if any(of.values())
    ]
    return "; ".join(parts) or "nobody speaks"


def _bar(panel: Any, row: int, counts: Mapping[str, int], sides: Sides, enough: bool) -> None:
    """A bar of shares; where there are too few attributions, hollow boxes of one width that hold the counts."""
    whole = sum(counts.values())
    left = 0.0
    for side, count in counts.items():
        colour, hatch = sides.colour(side).light, sides.hatch(side)
        share = (count / whole if whole else 0.0) if enough else HOLLOW
        face, ink = (colour, colours.PAPER.light) if enough else ("none", colours.INK.light)
        edge = colours.PAPER.light if enough else colour
        width = share - (0 if enough else 0.015)
        panel.barh([row], [width], left=[left], height=0.6, color=face, edgecolor=edge, hatch=hatch)
        if share > NARROWEST:
            behind = {"facecolor": colour if enough else colours.PAPER.light, "edgecolor": "none", "pad": 1.0}
            panel.text(left + share / 2, row, str(count), va="center", ha="center", color=ink, size=10, bbox=behind)
        left += share


def speakers(analysis: Mapping[str, pd.DataFrame], article: str) -> Picture:
    """Every source of one account, with the same three answers as counts."""
    everyone = analysis["sources"]
    sources = everyone[everyone["article"] == article].sort_values("first_at", kind="stable")
    sides = Sides(analysis["quotes"])
    most_given = sources["quotes"].sort_values(ascending=False, kind="stable").index[:MOST_SOURCES]
    rows = sources[sources.index.isin(most_given)].to_dict("records")
    with canvas(1.0 + 0.4 * max(len(rows), 1), 3, sharey=True) as (figure, panels):
        for panel, (column, title) in zip(panels, SOURCE_COLUMNS.items(), strict=True):
            panel.set_title(title)
            panel.set_xticks([])
            panel.spines["bottom"].set_visible(False)
            most = max([1, *(int(source[column]) for source in rows)])
            panel.set_xlim(0, most * 1.25)
            for row, source in enumerate(rows):
                colour = sides.colour(sides.of(source["side"], source["source"]))
                panel.barh([row], [source[column]], height=0.6, color=colour.light)
                panel.annotate(
                    str(int(source[column])), (source[column], row), (5, 0), textcoords="offset points", va="center"
                )
        name_rows(panels[0], [_source_label(source) for source in rows])
        told = "; ".join(
            f"{source['source']}: {int(source['words_quoted'])} words quoted, {int(source['words_reported'])} told "
            f"without marks, {int(source['quotes'])} attributions"
            for source in rows
        )
        mine = analysis["articles"]
        links = links_to(mine[mine["article"] == article])
        return picture(figure, f"Who speaks in this account. {told or 'Nobody'}.", _SOURCES_CAPTION, links)


def _source_label(source: Mapping[Any, Any]) -> str:
    name = short(str(source["source"] or "nobody named"))
    side = source["side"]
    return f"{name} ({short(str(side), 18)})" if isinstance(side, str) and side else name
