"""How often each account uses a loaded phrase, by whose words it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.intervals import Interval, interval_of_sums
from framing.show import colours
from framing.show.names import account_names, links_to, short
from framing.show.picture import BEHIND, Picture, canvas, name_rows, picture

#: Whose words, as charts and tables put it.
VOICES = {"own": "the outlet's own words", "quoted": "words it quotes", "reported": "words it reports"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Phrases of one voice in one account: how many, per 100 words of the account, with its interval."""

    count: int
    words: int
    per_100: float
    interval: Interval


def phrase_rate(sentences: pd.DataFrame, phrases: pd.DataFrame) -> Rate:
    """The rate of the phrases among the sentences of one account; the interval is over its sentences."""
    counts = pd.DataFrame({"words": sentences.set_index("sentence")["words"]})
    counts["phrases"] = phrases["sentence"].value_counts().reindex(counts.index, fill_value=0)
    words, found = int(counts["words"].sum()), len(phrases)
    table = counts[["words", "phrases"]].to_numpy(dtype=float)
    interval = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], table)
    return Rate(found, words, 100 * found / words if words else float("nan"), interval)


def phrase_rates(analysis: Mapping[str, pd.DataFrame]) -> Picture:
    """Loaded phrases per 100 words of each account: its own, those it quotes, those it reports."""
    articles = analysis["articles"]
    names = account_names(articles)
    rates = {
        voice: [_rate(analysis, article, voice) for article in names]
        for voice in VOICES  # one panel each, on one scale
    }
    ends = [
        end for rate in rates["own"] + rates["quoted"] + rates["reported"] for end in (rate.per_100, rate.interval[1])
    ]
    widest = np.nanmax([1.0, *ends])
    with canvas(1.0 + 0.42 * max(len(names), 1), 3, sharey=True, sharex=True) as (figure, panels):
        for panel, (voice, of_voice) in zip(panels, rates.items(), strict=True):
            _panel(panel, voice, of_voice)
            panel.set_xlim(-0.03 * widest, widest * 1.22)
        name_rows(panels[0], [short(name) for name in names.values()])
        panels[1].set_xlabel("phrases found per 100 words of the account; the line is the 95 % interval")
        return picture(figure, _alt(names, rates), _CAPTION, links_to(articles))


_CAPTION = (
    "Loaded phrases found, by whose words they stand in. The number is the count; the dot is the rate per 100 words of "
    "the account, the line its 95 % bootstrap interval over sentences (none for a count "
    "of 0: resampling cannot show what was not seen). Where lines overlap widely, the accounts cannot "
    "be told apart by this figure."
)


def _rate(analysis: Mapping[str, pd.DataFrame], article: str, voice: str) -> Rate:
    sentences, phrases = analysis["sentences"], analysis["phrases"]
    mine = phrases[(phrases["article"] == article) & (phrases["voice"] == voice)]
    return phrase_rate(sentences[sentences["article"] == article], mine)


def _panel(panel: Any, voice: str, rates: list[Rate]) -> None:
    colour = colours.VOICE[voice].light
    panel.set_title(VOICES[voice], color=colours.INK.light)
    panel.grid(axis="x")
    panel.set_axisbelow(True)
    for row, rate in enumerate(rates):
        low, high = rate.interval
        if not np.isnan(low):
            panel.plot([low, high], [row, row], color=colour, linewidth=3, alpha=0.55)
        if not np.isnan(rate.per_100):
            panel.plot([rate.per_100], [row], marker="o", markersize=7, color=colour, clip_on=False)
            end = rate.per_100 if np.isnan(high) else max(high, rate.per_100)
            panel.annotate(str(rate.count), (end, row), (7, 0), textcoords="offset points", va="center", bbox=BEHIND)


def _alt(names: Mapping[str, str], rates: Mapping[str, list[Rate]]) -> str:
    told = [
        f"{name}: "
        + ", ".join(f"{rates[voice][row].count} in {VOICES[voice]}" for voice in VOICES)
        + f", of {rates['own'][row].words} words"
        for row, name in enumerate(names.values())
    ]
    return "Loaded phrases by account and voice. " + "; ".join(told) + "."
