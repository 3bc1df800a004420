"""Who speaks: sides or sources, how much each is quoted, where, and with which verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from framing.analysis import Analysis
from framing.attribution.name_types import BODIES
from framing.attribution.reading import Attribution, Kind, Reading, Stretch, Voice
from framing.compare.highlights import sure
from framing.lexicon import load
from framing.measures.balance import NO_SIDE as NOBODY
from framing.show.data_table import MOST_COLUMNS, Table, account_names, listing, short, shown_articles, table
from framing.show.markup import TEXTS
from framing.show.picture import NO_SIDE, PAPER, RULE, SIDES, Picture, canvas, name_rows, picture, without_scale

#: The word list that the classes of cues come from.
REPORT_VERBS = "report-verbs"
#: Hatching of the sides, in the order of their colours, which look alike in grey.
HATCHES = ("", "///", "...", "xxx")
#: All but the sources quoted most often, if no sides are named.
OTHERS = "other sources"
#: The share of an account's lane that the sides fill.
_LANES = 0.84

_LABELS = {"quotes": "attributions", "words_quoted": "words quoted", "words_reported": "words paraphrased"}


def full_names(sources: Iterable[str]) -> dict[str, str]:
    """The full name for each surname among the sources, where exactly one name ends in it.

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
    """The groups of speakers, each with its colour.

    The groups are the sorted sides in `quotes` and `NOBODY`; without sides, the four sources quoted most often over all
    accounts, and `OTHERS`.
    """

    def __init__(self, quotes: pd.DataFrame) -> None:
        spoken = quotes[quotes["kind"] != "scare"]
        sides = sorted({side for side in spoken["side"] if isinstance(side, str) and side})
        self.named = bool(sides)
        self._full = full_names(spoken["source"].dropna().unique())
        if not sides:
            times = spoken["source"].dropna().replace(self._full).value_counts()
            sides = sorted(times.index, key=lambda source: (-times[source], source))[: len(SIDES)]
        self.rest = NOBODY if self.named else OTHERS
        self._sides = tuple(sides)
        left = any(self.of(*row) not in sides for row in zip(spoken["side"], spoken["source"], strict=True))
        shades = {side: SIDES[min(place, len(SIDES) - 1)] for place, side in enumerate(sides)}
        self.shades: dict[str, str] = {**shades, self.rest: NO_SIDE} if left or not sides else shades

    def of(self, side: object, source: object) -> str:
        """The group of an attribution with this side and source."""
        name = side if self.named else self._full.get(str(source), source)
        return name if isinstance(name, str) and name in self._sides else self.rest

    def grouped(self, quotes: pd.DataFrame) -> pd.DataFrame:
        """The quotations, with the group in the column `side`."""
        groups = [self.of(side, source) for side, source in zip(quotes["side"], quotes["source"], strict=True)]
        return quotes.assign(side=groups)

    def colour(self, group: str) -> str:
        """The colour of a group."""
        return self.shades.get(group, NO_SIDE)

    def hatch(self, group: str) -> str:
        """The hatching of a group, for readers without colours."""
        return HATCHES[min(self._sides.index(group), len(HATCHES) - 1)] if group in self._sides else ""

    def explain(self, figure: Figure, hatched: bool = False) -> None:
        """Draw the legend, `hatched` as the bars of a chart or plain."""
        patches = [
            Patch(facecolor=colour, edgecolor=PAPER, hatch=self.hatch(group) if hatched else "", label=short(group, 20))
            for group, colour in self.shades.items()
        ]
        figure.legend(handles=patches, loc="outside upper left", ncols=3, handlelength=1, handleheight=1)


def speaking_shares(analysis: Mapping[str, pd.DataFrame]) -> Picture | Table:
    """The words of each side in each account; without sides, a table of the sources quoted most often."""
    quotes = sure(analysis["quotes"])
    sides = Sides(quotes)
    if not sides.named:
        return most_quoted(analysis)
    names, shown = account_names(analysis["articles"]), shown_articles(analysis)
    words = sides.grouped(quotes).groupby(["article", "side"])["words"].sum().unstack(fill_value=0)
    words = words.reindex(index=shown, columns=list(sides.shades), fill_value=0).astype(int)
    most, left = max(1, int(words.sum(axis=1).max())), words.cumsum(axis=1) - words
    with canvas(0.9 + 0.27 * len(shown)) as (figure, axes):
        for side in words.columns:
            colour = sides.colour(side)
            bar = {"left": left[side], "height": 0.6, "color": colour, "edgecolor": PAPER, "hatch": sides.hatch(side)}
            drawn = axes.barh(range(len(shown)), words[side], **bar)
            labels = [str(count) if count > most * 0.07 else "" for count in words[side]]
            behind = {"facecolor": colour, "edgecolor": "none", "pad": 1.0}
            for label in axes.bar_label(drawn, labels, label_type="center", color=PAPER, size=10):
                label.set_bbox(behind if label.get_text() else None)
        name_rows(axes, [names[article] for article in shown])
        without_scale(axes)
        sides.explain(figure, hatched=True)
        descriptions = [
            f"{names[article]}: {', '.join(f'{side} {n} words' for side, n in row.items() if n) or 'nobody'}"
            for article, (_, row) in zip(shown, words.iterrows(), strict=True)
        ]
        return picture(figure, f"Words given to each side. {'; '.join(descriptions)}.", TEXTS["speaking"])


def most_quoted(analysis: Mapping[str, pd.DataFrame], most: int = 12) -> Table:
    """The sources quoted or paraphrased most over all accounts, with a count for each account."""
    quotes, names = analysis["quotes"], account_names(analysis["articles"])
    quotes = quotes[(quotes["kind"] != "scare") & quotes["source"].notna()]
    full = full_names(quotes["source"].unique())
    quotes = quotes.assign(source=quotes["source"].replace(full), certain=quotes.index.isin(sure(quotes).index))
    grouped = quotes.groupby("source")
    frame = grouped.agg(attributions=("start", "size"), certain=("certain", "sum"), words=("words", "sum"))
    if len(names) <= MOST_COLUMNS:
        counts = pd.crosstab(quotes["source"], quotes["article"]).reindex(columns=list(names), fill_value=0)
        frame = frame.join(counts.rename(columns=names))
    else:
        frame["accounts"] = grouped["article"].nunique()
    order = frame.reset_index().sort_values(["attributions", "words", "source"], ascending=[False, False, True])
    return table(order.reset_index(drop=True), TEXTS["most_quoted"], most=most)


def speaking_strip(analysis: Analysis) -> Picture:
    """Who speaks when, along each account."""
    names, shown, sides = account_names(analysis["articles"]), shown_articles(analysis), Sides(analysis["quotes"])
    lanes = {side: place for place, side in enumerate(dict.fromkeys([*sides.shades, sides.rest]))}
    room, descriptions = _LANES / len(lanes), []
    with canvas(1.1 + 0.42 * max(len(shown), 1)) as (figure, axes):
        for row, article in enumerate(shown):
            reading, order = analysis.reading(article), []
            words = reading.document.word_start
            axes.plot([0, len(words)], [row, row], color=RULE, linewidth=1.5, zorder=0)
            for stretch, attribution in _spoken(reading):
                side = sides.of(attribution.side, attribution.source)
                start, end = np.searchsorted(words, [stretch.start, stretch.end])
                height = room * (0.9 if stretch.voice is Voice.QUOTED else 0.35)
                lane = row + (lanes[side] - (len(lanes) - 1) / 2) * room
                axes.barh([lane], [end - start], left=[start], height=height, color=sides.colour(side))
                order.append(f"{side} at word {start}")
            descriptions.append(f"{names[article]}: {', '.join(order) or 'nobody speaks'}")
        name_rows(axes, [names[article] for article in shown])
        axes.set_xlabel("words into the account")
        axes.set_xlim(0, None)
        sides.explain(figure)
        return picture(figure, f"Who speaks along each account. {'; '.join(descriptions)}.", TEXTS["strip"])


def _spoken(reading: Reading) -> Iterator[tuple[Stretch, Attribution]]:
    """The stretches of attributed words, each with its attribution; scare quotes are left out."""
    for stretch in reading.stretches:
        if stretch.attribution is not None and reading.attributions[stretch.attribution].kind is not Kind.SCARE:
            yield stretch, reading.attributions[stretch.attribution]


def speakers(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """Every source of each account: side, role, attributions, words, and first place."""
    order = {article: place for place, article in enumerate(analysis["articles"]["article"])}
    rows = analysis["sources"].assign(start=analysis["sources"]["first_at"])
    rows = rows.iloc[np.lexsort((rows["start"], rows["article"].map(order)))]
    columns = ["source", "account", "side", "type", "role", "quotes", "words_quoted", "words_reported"]
    return listing(analysis, rows, columns, "Every source, in order of first speaking.", labels=_LABELS)


def cue_classes(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """How each side's words are introduced: cues by class, with the meaning of each class."""
    quotes = analysis["quotes"]
    cued = quotes[quotes["cue_class"].fillna("") != ""]
    sides = Sides(quotes)
    counts = pd.crosstab(cued["cue_class"], sides.grouped(cued)["side"])
    counts = counts[[side for side in sides.shades if side in counts.columns]].sort_index()
    known = load(REPORT_VERBS).categories
    frame = counts.reset_index().rename(columns={"cue_class": "cues"})
    frame["meaning"] = [known[name].meaning if name in known else None for name in counts.index]
    return table(frame, "Verbs and phrases that introduce each side's words, by class.")


def quotations(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every attribution: its source, certainty, cue and number of words."""
    quotes = analysis["quotes"]
    rows = quotes.assign(certain=np.where(quotes.index.isin(sure(quotes).index), "yes", "no"))
    columns = ["text", "account", "source", "side", "kind", "cue", "words", "certain"]
    return listing(analysis, rows, columns, TEXTS["quotations"], keep_text=keep_text)


def sides_table(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """Attributions, sources and words of each side in each account, zeros included."""
    names, quotes = account_names(analysis["articles"]), analysis["quotes"]
    sides = Sides(quotes)
    spoken = sides.grouped(quotes[quotes["kind"] != "scare"])
    counted = spoken.assign(certain=spoken.index.isin(sure(quotes).index)).groupby(["article", "side"]).agg(
        attributions=("start", "size"), certain=("certain", "sum"), sources=("source", "nunique"),
        words_quoted=("words_quoted", "sum"), words_reported=("words_reported", "sum"), longest=("words", "max"),
    )  # fmt: skip
    index = pd.MultiIndex.from_product([list(names), list(sides.shades)], names=["article", "side"])
    frame = counted.reindex(index, fill_value=0).fillna(0).astype(int).reset_index()
    frame["article"] = frame["article"].map(names)
    labels = _LABELS | {"article": "account", "longest": "longest, in words"}
    return table(frame, "What each side gets in each account.", labels=labels)
