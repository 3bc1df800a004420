"""Loaded phrases: how many each account uses of its own, which they are, and what was looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from framing.analysis import Analysis, explain
from framing.articles.article import Section
from framing.compare.highlights import counted, strong, times
from framing.intervals import interval_of_sums
from framing.lexicon import available, load
from framing.measures.phrasing.hits import RULES
from framing.measures.phrasing.reasons import SUMMED
from framing.measures.phrasing.rules import RULE_CATEGORIES
from framing.show.accounts import PHRASE_VOICES, VOICES, Sentences, account_names, shown_articles
from framing.show.data_table import Table, table
from framing.show.markup import phrase_anchor
from framing.show.picture import Picture, bars

#: Paragraphs of body text that count as the lead.
LEAD_PARAGRAPHS = 2
#: Reasons of a sentence that are shown; `framing.explain` gives all.
MOST_REASONS = 5

_RATES_CAPTION = "Loaded phrases in each outlet's own words, per 100 words; lines are 95% intervals over sentences."
_SENTENCES_CAPTION = (
    "The {most} sentences of each account that readers are likeliest to call loaded, and what adds most to the score, "
    "in log-odds: +0.7 doubles the odds. The score ranks sentences; one above .5 is no finding by itself."
)


def phrase_rates(analysis: Mapping[str, pd.DataFrame]) -> Picture:
    """Loaded phrases of its own per 100 words of each account, with intervals over sentences."""
    names, phrases, sentences = account_names(analysis["articles"]), strong(analysis["phrases"]), analysis["sentences"]
    values, ends = {}, {}
    for article in shown_articles(analysis):
        mine = sentences[sentences["article"] == article].set_index("sentence")["words"]
        found = phrases.loc[phrases["article"] == article, "sentence"].value_counts().reindex(mine.index, fill_value=0)
        words, count = int(mine.sum()), int(found.sum())
        said = f"{100 * count / words:.1f} ({count})" if count else f"none in {times(words, 'word')}"
        values[names[article]] = (100 * count / words if words else 0.0, said if words else "no words")
        counted = np.column_stack([mine, found]).astype(float).reshape(-1, 2)
        ends[names[article]] = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], counted)
    return bars(values, "loaded phrases per 100 words (count)", _RATES_CAPTION, intervals=ends)


def overview(analysis: Analysis, keep_text: bool = True) -> Table:
    """One row per article: its words, loaded phrases by voice and place, attributions and sources, in counts."""
    articles, quotes = analysis["articles"], analysis["quotes"]
    every, phrases = analysis["phrases"], counted(analysis["phrases"])
    frame = pd.DataFrame({"account": account_names(articles).values()})
    frame["words"] = articles["words"].to_numpy()
    for voice, label in PHRASE_VOICES.items():
        frame[f"loaded, {label}"] = _count(articles, phrases[phrases["voice"] == voice])
    own = position_counts(analysis, phrases[phrases["voice"] == "own"])
    frame["own: headline · lead · later"] = [" · ".join(map(str, row)) for row in own.to_numpy().tolist()]
    frame["weaker"] = _count(articles, every[~every.index.isin(phrases.index)])
    frame["attributions"] = _count(articles, quotes[quotes["kind"] != "scare"])
    frame["named sources"] = _count(articles, analysis["sources"])
    places = Sentences(analysis)
    anchors = {"account": [places.article(article) for article in articles["article"]]}
    caption = (
        "Counts. The lead is the first two paragraphs. Weaker: phrases of low strength, of any voice, not counted."
    )
    return table(frame, caption, links=anchors, keep_text=keep_text)


def _count(articles: pd.DataFrame, rows: pd.DataFrame) -> list[int]:
    counts = rows["article"].value_counts()
    return [int(counts.get(article, 0)) for article in articles["article"]]


def position_counts(analysis: Analysis, phrases: pd.DataFrame) -> pd.DataFrame:
    """Phrases in the headline, in the lead and later, a row for each article."""
    rows = {}
    for article in analysis.articles_read:
        body = [p.end for p in analysis.reading(article.id).document.paragraphs if p.section is Section.BODY]
        lead_ends = (body[:LEAD_PARAGRAPHS][-1:] or [0])[0]
        mine = phrases[phrases["article"] == article.id]
        headline = mine["section"] == "headline"
        lead = ~headline & (mine["start"] < lead_ends)
        rows[article.id] = (int(headline.sum()), int(lead.sum()), int((~headline & ~lead).sum()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["headline", "lead", "later"])


def loaded_phrases(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every loaded phrase with its category, voice and reason; own words first, clear cases before others."""
    voices = list(PHRASE_VOICES)
    phrases = analysis["phrases"].sort_values("voice", key=lambda voice: voice.map(voices.index), kind="stable")
    clear = phrases.index.isin(strong(phrases).index)
    phrases = phrases.iloc[np.argsort(~clear, kind="stable")]
    names = account_names(analysis["articles"])
    frame = pd.DataFrame({"phrase": phrases["text"], "account": phrases["article"].map(names)})
    if len(names) == 1:
        frame = frame.drop(columns="account")
    frame["category"], frame["voice"] = phrases["category"], phrases["voice"].map(PHRASE_VOICES)
    if "strength" in phrases:
        frame["strength"] = phrases["strength"]
    frame = frame.assign(speaker=phrases["speaker"], where=phrases["section"], why=phrases["why"])
    shown = set(shown_articles(analysis))
    anchors = [
        phrase_anchor(str(a), int(s)) if a in shown else None
        for a, s in zip(phrases["article"], phrases["start"], strict=True)
    ]
    caption = (
        "Every marked phrase; each leads to its place in the text. Those of low strength are not counted elsewhere."
    )
    return table(frame, caption, links={"phrase": anchors}, keep_text=keep_text)


def codebook(analysis: Analysis) -> Table:
    """The categories found here, what each means, and its phrases by voice."""
    phrases = analysis["phrases"]
    grouped = phrases.groupby(["lexicon", "category"], sort=True)
    frame = grouped.agg(phrases=("start", "size"), accounts=("article", "nunique"))
    for voice, label in PHRASE_VOICES.items():
        counted = phrases[phrases["voice"] == voice].groupby(["lexicon", "category"]).size()
        frame[label] = counted.reindex(frame.index, fill_value=0)
    frame = frame.reset_index()
    pairs = zip(frame["lexicon"], frame["category"], strict=True)
    frame.insert(2, "meaning", [_meaning(lexicon, category) for lexicon, category in pairs])
    return table(frame, "Categories of loaded phrases found here, and what each means.")


def _meaning(lexicon: str, category: str) -> str | None:
    """What an installed lexicon, or a rule, says its category is; None for a user's list."""
    if lexicon == RULES:
        return RULE_CATEGORIES.get(category)
    known = load(lexicon).categories.get(category) if lexicon in available() else None
    return known.meaning if known else None


def loaded_sentences(analysis: Analysis, most: int = 3, keep_text: bool = True) -> Table:
    """The sentences of each account with the highest score, each leading to its place, and their greatest reasons."""
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    rows, anchors = [], []
    for article in analysis.articles_read:
        reasons = explain(analysis.reading(article.id))
        scores = reasons.drop_duplicates("sentence").sort_values("loaded", ascending=False, kind="stable").head(most)
        for score in scores.to_dict("records"):
            mine = reasons[(reasons["sentence"] == score["sentence"]) & ~reasons["reason"].isin(SUMMED)]
            why = _reasons(mine["reason"].head(MOST_REASONS).tolist(), mine["adds"].head(MOST_REASONS).tolist())
            text = article.text[score["start"] : score["end"]]
            rows.append((text, names[article.id], VOICES[score["voice"]], score["loaded"], why))
            anchors.append(places.anchor(article.id, score["start"]))
    frame = pd.DataFrame(rows, columns=["sentence", "account", "voice", "score", "why"])
    caption = _SENTENCES_CAPTION.format(most=most)
    return table(frame, caption, links={"sentence": anchors}, keep_text=keep_text)


def _reasons(reasons: Sequence[str], adds: Sequence[float]) -> str:
    pairs = zip(reasons, adds, strict=True)
    return "; ".join(f"{reason} {added:+.1f}".replace("-", "−") for reason, added in pairs)
