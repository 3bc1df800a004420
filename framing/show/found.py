"""What was found in the articles, row by row: each leads to its place in the marked text."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import pandas as pd

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


def sides_table(analysis: Mapping[str, pd.DataFrame]) -> Table:
    """What each side is given in each account, in counts, with the shares among the sides where they can be told."""
    names = account_names(analysis["articles"])
    sides = Sides(analysis["quotes"])
    told = by_side(sides.grouped(analysis["quotes"])).sort_values(
        "article", key=lambda ids: ids.map(list(names).index), kind="stable"
    )
    columns = ["side", "attributions", "speakers", "words_quoted", "words_reported", "longest_run"]
    shares = ["share_attributions", "share_words_quoted", "share_words_reported"]
    frame = told.reindex(columns=columns + shares)
    frame.insert(0, "account", told["article"].map(names))
    ends = told.reindex(columns=["share_attributions_low", "share_attributions_high"]).to_numpy(dtype=float)
    place = frame.columns.get_loc("share_attributions")
    told_ends = [NOT_TOLD if isnan(low) else f"{low:.2f} to {high:.2f}" for low, high in ends.tolist()]
    frame.insert(int(str(place)) + 1, "interval", told_ends)
    caption = (
        "What each side is given. Shares are among all that speak and have a side, and are not told under five "
        "attributions. The interval of the share of attributions is Wilson's, at 95 %: it takes attributions for "
        "independent, which those of one speaker are not, so it is rather too narrow. The longest run is the longest "
        "single quotation or report, in words. " + sides.said
    )
    return table(frame, caption)
