"""A figure over many events: each outlet's articles, and their mean with its interval."""

from __future__ import annotations

import numpy as np

from framing.analysis import Analysis
from framing.intervals import interval_of_sums
from framing.show import colours
from framing.show.names import short
from framing.show.picture import Picture, canvas, name_rows, picture

_CAPTION = (
    "{label}. Each small dot is an article, the large one the outlet's mean, the line its 95 % bootstrap interval over "
    "articles. Outlets may have told different events, so this picture alone does not compare them: the table does."
)


def over_events(analysis: Analysis, figure: str, label: str, by: str = "outlet") -> Picture:
    """A figure of every article, by group, with each group's mean and interval."""
    groups = [getattr(article, by, None) or article.extra.get(by) or article.id for article in analysis.articles_read]
    values = analysis["articles"].assign(group=groups).dropna(subset=[figure]).groupby("group")[figure]
    told = []
    with canvas(0.9 + 0.38 * max(values.ngroups, 1)) as (drawing, axes):
        for row, (group, of_group) in enumerate(values):
            numbers = of_group.to_numpy(dtype=float)
            counts = np.column_stack([numbers, np.ones(len(numbers))])
            ends = interval_of_sums(lambda sums: sums[:, 0] / sums[:, 1], counts)
            axes.plot(numbers, np.full(len(numbers), row), "o", markersize=4, color=colours.NO_SIDE.light, alpha=0.6)
            if not np.isnan(ends[0]):
                axes.plot(ends, [row, row], color=colours.SIDES[0].light, linewidth=3, alpha=0.55)
            axes.plot([numbers.mean()], [row], marker="o", markersize=8, color=colours.SIDES[0].light)
            told.append(f"{group}: mean {numbers.mean():.2f} of {len(numbers)} articles")
        name_rows(axes, [f"{short(str(group))} ({len(of)})" for group, of in values])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel(label)
        alt = f"{label}, by {by}. " + "; ".join(told) + "."
        return picture(drawing, alt, _CAPTION.format(label=label))
