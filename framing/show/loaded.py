"""The sentences that readers are likeliest to call loaded, each with what its words and style add to that."""

from __future__ import annotations

import pandas as pd

from framing.analysis import Analysis, explain
from framing.measures.phrasing.reasons import SUMMED
from framing.show.anchors import Sentences
from framing.show.names import account_names
from framing.show.rates import VOICES
from framing.show.table import Table, table

#: So many reasons of a sentence are shown; `framing.explain` gives all.
MOST_REASONS = 5

_CAPTION = (
    "The {most} sentences of each account that readers are likeliest to call loaded, and what adds most to that or "
    "takes most from it, in log-odds: +0.7 doubles the odds, −0.7 halves them. The score is made for data of which "
    "half is loaded; by itself, one above .5 is no finding."
)


def loaded_sentences(analysis: Analysis, most: int = 5, keep_text: bool = True) -> Table:
    """The sentences of each account with the highest score, each leading to its place, and their greatest reasons."""
    names, sentences = account_names(analysis["articles"]), Sentences(analysis)
    rows, anchors = [], []
    for article in analysis.articles_read:
        reasons = explain(analysis.reading(article.id))
        scores = reasons.drop_duplicates("sentence").sort_values("loaded", ascending=False, kind="stable").head(most)
        for score in scores.to_dict("records"):
            why = _told(reasons[reasons["sentence"] == score["sentence"]])
            text = article.text[score["start"] : score["end"]]
            rows.append((names[article.id], text, VOICES[score["voice"]], score["loaded"], why))
            anchors.append(sentences.anchor(article.id, score["start"]))
    frame = pd.DataFrame(rows, columns=["account", "sentence", "whose words", "loaded", "why"])
    return table(frame, _CAPTION.format(most=most), links={"sentence": anchors}, keep_text=keep_text)


def _told(reasons: pd.DataFrame) -> str:
    named = reasons[~reasons["reason"].isin(SUMMED)].head(MOST_REASONS)
    pairs = zip(named["reason"], named["adds"], strict=True)
    return "; ".join(f"{reason} {_signed(adds)}" for reason, adds in pairs)


def _signed(adds: float) -> str:
    return f"{adds:+.1f}".replace("-", "−")
