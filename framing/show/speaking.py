"""Who speaks: sides or sources, how much each is quoted, where, and with which verbs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from framing.analysis import Analysis
from framing.attribution.name_types import BODIES
from framing.attribution.reading import Kind, Voice
from framing.compare.wording import by_source, sure
from framing.measures.balance import NO_SIDE as NOBODY
from framing.show import charts
from framing.show.charts import BEHIND, NO_SIDE, PAPER, SIDES, Chart
from framing.show.data_table import MOST_COLUMNS, Accounts, Table, listing, table
from framing.show.markup import TEXTS
from framing.show.phrases import meaning_of

#: The word list that the classes of cues come from.
REPORT_VERBS = "report-verbs"
#: Hatchings of the sides, since the colours look alike in grey; a side after the fourth has its own pair of both.
HATCHES = ("", "///", "...", "xxx")
#: All but the sources quoted most often, if no sides are named.
OTHERS = "other sources"
#: The share of an account's row that the sides' lanes fill.
_LANES = 0.84

_LABELS = {"quotes": "attributions", "words_quoted": "words quoted", "words_reported": "words paraphrased"}


def full_names(sources: Iterable[str]) -> dict[str, str]:
    """The full name for each surname among the sources, where exactly one name ends in it.

    >>> full_names(["Quill", "Ada Quill", "House", "White House", "Brandt", "Tom Brandt", "Ida Brandt"])
    {'Quill': 'Ada Quill'}
    """
    words = {source: source.split() for source in sources}
    full = {name: parts[-1] for name, parts in words.items() if len(parts) > 1 and all(p[0].isupper() for p in parts)}
    names, count = {last: name for name, last in full.items()}, Counter(full.values())
    alone = (name for name, parts in words.items() if len(parts) == 1 and name.lower() not in BODIES)
    return {last: names[last] for last in alone if count[last] == 1}


class Sides:
    """The groups of speakers, each with its colour in `shades`.

    The groups are the sides in `quotes`, in the order of `given` and then of their names, and `NOBODY`; without sides,
    the four sources quoted most often over all accounts, and `OTHERS`.
    """

    def __init__(self, quotes: pd.DataFrame, given: Sequence[str] = ()) -> None:
        spoken = quotes[quotes["kind"] != "scare"]
        quoted_sides = {side for side in spoken["side"] if isinstance(side, str) and side}
        sides = [*(side for side in dict.fromkeys(given) if side in quoted_sides), *sorted(quoted_sides - set(given))]
        self.named, self.rest = bool(sides), NOBODY if sides else OTHERS
        self._full = full_names(spoken["source"].dropna().unique())
        if not sides:
            times = spoken["source"].dropna().replace(self._full).value_counts()
            sides = sorted(times.index, key=lambda source: (-times[source], source))[: len(SIDES)]
        self.shades = {side: SIDES[place % len(SIDES)] for place, side in enumerate(sides)}
        self._hatches = {
            side: HATCHES[(place + place // len(SIDES)) % len(HATCHES)] for place, side in enumerate(sides)
        }
        #: Whether two groups share a colour.
        self.crowded = len(sides) > len(SIDES)
        if not sides or self.rest in set(self.grouped(spoken)["side"]):
            self.shades[self.rest] = NO_SIDE

    @classmethod
    def of_analysis(cls, analysis: Mapping[str, pd.DataFrame], quotes: pd.DataFrame) -> Sides:
        """The groups of these quotations, sides in the order that the user gives."""
        articles = getattr(analysis, "articles_read", ())
        return cls(quotes, [side.name for article in articles for side in article.sides])

    def of(self, side: object, source: object) -> str:
        """The group of an attribution with this side and source."""
        name = side if self.named else self._full.get(str(source), source)
        return name if isinstance(name, str) and name in self.shades else self.rest

    def grouped(self, quotes: pd.DataFrame) -> pd.DataFrame:
        """The quotations, with the group in the column `side`."""
        return quotes.assign(side=list(map(self.of, quotes["side"], quotes["source"])))

    def colour(self, group: str) -> str:
        """The colour of a group."""
        return self.shades.get(group, NO_SIDE)

    def hatch(self, group: str) -> str:
        """The hatching of a group, for readers without colours."""
        return self._hatches.get(group, "")

    def explain(self, figure: Figure, hatched: bool = False) -> None:
        """Draw the legend, `hatched` as the bars of a chart or plain."""
        patches = []
        for group, colour in self.shades.items():
            hatch = self.hatch(group) if hatched else ""
            patches.append(Patch(facecolor=colour, edgecolor=PAPER, hatch=hatch, label=charts.short(group, 20)))
        figure.legend(handles=patches, loc="outside upper left", ncols=3, handlelength=1, handleheight=1)


def speaking_shares(analysis: Mapping[str, pd.DataFrame]) -> Chart | Table:
    """The words of each side in each account; without sides, a table of the sources quoted most often."""
    quotes = sure(analysis["quotes"])
    sides, accounts = Sides.of_analysis(analysis, quotes), Accounts(analysis)
    if not sides.named:
        return most_quoted(analysis)
    words = sides.grouped(quotes).groupby(["article", "side"])["words"].sum().unstack(fill_value=0)
    words = words.reindex(index=accounts.shown, columns=list(sides.shades), fill_value=0).astype(int)
    words = words.set_axis([accounts.names[article] for article in words.index])
    most, left = max(1, int(words.sum(axis=1).max())), words.cumsum(axis=1) - words
    with charts.canvas(0.9 + 0.27 * len(words)) as (figure, axes):
        for side, colour in sides.shades.items():
            bar = {"left": left[side], "height": 0.6, "color": colour, "edgecolor": PAPER, "hatch": sides.hatch(side)}
            drawn = axes.barh(range(len(words)), words[side], **bar)
            labels = [str(count) if count > most * 0.07 else "" for count in words[side]]
            for label in axes.bar_label(drawn, labels, label_type="center", color=PAPER, size=10):
                label.set_bbox({**BEHIND, "facecolor": colour} if label.get_text() else None)
        charts.name_rows(axes, list(words.index))
        charts.without_scale(axes)
        sides.explain(figure, hatched=True)
        descriptions = [
            f"{name}: {', '.join(f'{side} {n} words' for side, n in row.items() if n) or 'nobody'}"
            for name, row in words.iterrows()
        ]
        return charts.chart(figure, f"Words given to each side. {'; '.join(descriptions)}.", TEXTS["speaking"])


def most_quoted(analysis: Mapping[str, pd.DataFrame], most: int = 12) -> Table:
    """The sources quoted or paraphrased most over all accounts, with a count for each account."""
    quotes, names = by_source(analysis["quotes"], analysis["sources"]), Accounts(analysis).names
    quotes = quotes[(quotes["kind"] != "scare") & quotes["source"].notna()]
    full = full_names(quotes["source"].unique())
    quotes = quotes.assign(source=quotes["source"].replace(full), sure=quotes["sure"] == 1)
    grouped = quotes.groupby("source")
    frame = grouped.agg(attributions=("start", "size"), sure=("sure", "sum"), words=("words", "sum"))
    if len(names) <= MOST_COLUMNS:
        counts = pd.crosstab(quotes["source"], quotes["article"]).reindex(columns=list(names), fill_value=0)
        frame = frame.join(counts.rename(columns=names))
    else:
        frame["accounts"] = grouped["article"].nunique()
    order = frame.reset_index().sort_values(["attributions", "words", "source"], ascending=[False, False, True])
    return table(order.reset_index(drop=True), TEXTS["most_quoted"], most=most)


def speaking_strip(analysis: Analysis) -> Chart:
    """Who speaks when, along each account."""
    accounts, sides, descriptions = Accounts(analysis), Sides.of_analysis(analysis, analysis["quotes"]), []
    lanes = {side: place for place, side in enumerate(dict.fromkeys([*sides.shades, sides.rest]))}
    room, names = _LANES / len(lanes), [accounts.names[article] for article in accounts.shown]
    with charts.canvas(1.1 + 0.42 * max(len(names), 1)) as (figure, axes):
        for row, article in enumerate(accounts.shown):
            reading, order = analysis.reading(article), []
            words = reading.document.word_start
            axes.plot([0, len(words)], [row, row], color=charts.RULE, linewidth=1.5, zorder=0)
            for stretch in reading.stretches:
                attribution = None if stretch.attribution is None else reading.attributions[stretch.attribution]
                if attribution is None or attribution.kind is Kind.SCARE:
                    continue
                side = sides.of(attribution.side, attribution.source)
                start, end = np.searchsorted(words, [stretch.start, stretch.end])
                height = room * (0.9 if stretch.voice is Voice.QUOTED else 0.35)
                lane = row + (lanes[side] - (len(lanes) - 1) / 2) * room
                hatched = {"hatch": sides.hatch(side), "edgecolor": PAPER, "linewidth": 0} if sides.crowded else {}
                colour = sides.colour(side)
                axes.barh([lane], [end - start], left=[start], height=height, color=colour, **hatched)
                order.append(f"{side} at word {start}")
            descriptions.append(f"{names[row]}: {', '.join(order) or 'nobody speaks'}")
        charts.name_rows(axes, names)
        axes.set_xlabel("words into the account")
        axes.set_xlim(0, None)
        sides.explain(figure, hatched=sides.crowded)
        return charts.chart(figure, f"Who speaks along each account. {'; '.join(descriptions)}.", TEXTS["strip"])


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
    sides = Sides.of_analysis(analysis, quotes)
    counts = pd.crosstab(cued["cue_class"], sides.grouped(cued)["side"])
    counts = counts[[side for side in sides.shades if side in counts.columns]].sort_index()
    frame = counts.reset_index().rename(columns={"cue_class": "cues"})
    frame["meaning"] = [meaning_of(REPORT_VERBS, name) for name in counts.index]
    return table(frame, "Verbs and phrases that introduce each side's words, by class.")


def quotations(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every attribution: its source, cue, number of words, and whether it is sure."""
    rows = analysis["quotes"].assign(sure=np.where(analysis["quotes"]["sure"] == 1, "yes", "no"))
    columns = ["text", "account", "source", "side", "kind", "cue", "words", "sure"]
    return listing(analysis, rows, columns, TEXTS["quotations"], keep_text=keep_text)


def sides_table(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """Attributions, sources and words of each side in each account, zeros included."""
    names, quotes = Accounts(analysis).names, analysis["quotes"]
    sides = Sides.of_analysis(analysis, quotes)
    spoken = sides.grouped(quotes[quotes["kind"] != "scare"])
    counted = (
        spoken.assign(sure=spoken["sure"] == 1)
        .groupby(["article", "side"])
        .agg(
            attributions=("start", "size"),
            sure=("sure", "sum"),
            sources=("source", "nunique"),
            words_quoted=("words_quoted", "sum"),
            words_reported=("words_reported", "sum"),
            longest=("words", "max"),
        )
    )
    index = pd.MultiIndex.from_product([list(names), list(sides.shades)], names=["article", "side"])
    frame = counted.reindex(index, fill_value=0).fillna(0).astype(int).reset_index()
    frame["article"] = frame["article"].map(names)
    labels = _LABELS | {"article": "account", "longest": "longest, in words"}
    return table(frame, "Attributions, sources and words of each side in each account.", labels=labels)
