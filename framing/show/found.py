"""What was found in the articles, row by row: each leads to its place in the marked text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan

import pandas as pd

from framing.intervals import wilson_interval
from framing.measures.balance import ANSWERS, FEWEST_ATTRIBUTIONS
from framing.show.anchors import Sentences
from framing.show.markup import phrase_anchor
from framing.show.names import account_names
from framing.show.rates import VOICES
from framing.show.sides import Sides
from framing.show.speakers import by_side
from framing.show.table import NOT_TOLD, Table, table

#: How many rows of a long table a report shows; all are saved beside it.
MOST_ROWS = 200


def loaded_phrases(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every loaded phrase with its category, whose words it stands in, and why it was marked; own voice first."""
    voices = list(VOICES)
    phrases = analysis["phrases"].sort_values("voice", key=lambda voice: voice.map(voices.index), kind="stable")
    names = account_names(analysis["articles"])
    frame = pd.DataFrame(
        {
            "phrase": phrases["text"],
            "account": phrases["article"].map(names),
            "category": phrases["category"],
            "whose words": phrases["voice"].map(VOICES),
            "speaker": phrases["speaker"],
            "where": phrases["section"],
            "why": phrases["why"],
        }
    )
    anchors = [phrase_anchor(str(a), int(s)) for a, s in zip(phrases["article"], phrases["start"], strict=True)]
    caption = "Every phrase that was marked. Follow it to its place in the text."
    return table(frame, caption, links={"phrase": anchors}, keep_text=keep_text, most=MOST_ROWS)


def quotations(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every attribution: who is given as its source, by what cue, and how many words it has."""
    quotes = analysis["quotes"]
    names = account_names(analysis["articles"])
    columns = ["source", "side", "kind", "cue", "cue_class", "words", "text"]
    frame = quotes[columns].rename(columns={"cue_class": "cue class"})
    frame.insert(0, "account", quotes["article"].map(names))
    sentences = Sentences(analysis)
    anchors = [sentences.anchor(a, s) for a, s in zip(quotes["article"], quotes["start"], strict=True)]
    caption = "Every quotation and report that was found, with its source and the cue that introduces it."
    return table(frame, caption, links={"text": anchors}, keep_text=keep_text, most=MOST_ROWS)


_SIDES_LABELS = {f"share_{answer}": f"share of {answer.replace('_', ' ')}" for answer in ANSWERS}


def sides_table(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """What each side is given in each account, in counts, with the shares among the sides where they can be told."""
    names = account_names(analysis["articles"])
    sides = Sides(analysis["quotes"])
    told = _with_silent_sides(by_side(sides.grouped(analysis["quotes"])), list(names), sides).sort_values(
        "article", key=lambda ids: ids.map(list(names).index), kind="stable"
    )
    columns = ["side", "attributions", "speakers", "words_quoted", "words_reported", "longest_run"]
    shares = ["share_attributions", "share_words_quoted", "share_words_reported"]
    frame = told.reindex(columns=columns + shares)
    frame.insert(0, "account", told["article"].map(names))
    ends = told.reindex(columns=["share_attributions_low", "share_attributions_high"]).to_numpy(dtype=float)
    place = frame.columns.get_loc("share_attributions")
    told_ends = [NOT_TOLD if isnan(low) else f"{low:.2f} to {high:.2f}" for low, high in ends.tolist()]
    frame.insert(int(str(place)) + 1, "its interval", told_ends)
    caption = (
        "What each side is given. Shares are among all that speak and have a side, and are not told under five "
        "attributions. The interval of the share of attributions is Wilson's, at 95 %: it takes attributions for "
        "independent, which those of one speaker are not, so it is rather too narrow. The longest run is the longest "
        "single quotation or report, in words. " + sides.said
    )
    return table(frame, caption, labels=_SIDES_LABELS, digits=dict.fromkeys(shares, 2))


def _with_silent_sides(told: pd.DataFrame, articles: Sequence[str], sides: Sides) -> pd.DataFrame:
    """The rows of `by_side`, and one of zeros for each side that the user named and an article gives no word."""
    if not sides.named:
        return told
    heard = set(zip(told["article"], told["side"], strict=True))
    silent = [(a, s) for a in articles for s in sides.shades if s != sides.rest and (a, s) not in heard]
    rows = [
        _silent(article, side, told[(told["article"] == article) & (told["side"] != sides.rest)])
        for article, side in silent
    ]
    return pd.concat([told, pd.DataFrame(rows)], ignore_index=True) if rows else told


def _silent(article: str, side: str, others: pd.DataFrame) -> dict[str, object]:
    """What a side is given that an article lets nobody speak for, beside what the other sides are given."""
    given = int(others["attributions"].sum())
    low, high = wilson_interval(0, given) if given >= FEWEST_ATTRIBUTIONS else (nan, nan)
    counts = dict.fromkeys(["attributions", "speakers", "words_quoted", "words_reported", "longest_run"], 0)
    shares = {f"share_{answer}": 0.0 if others[f"share_{answer}"].notna().any() else nan for answer in ANSWERS}
    ends = {"share_attributions_low": low, "share_attributions_high": high}
    return {"article": article, "side": side, **counts, **shares, **ends}
