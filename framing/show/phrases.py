"""Loaded phrases: how many each account uses of its own, which they are, and what was looked for."""

from __future__ import annotations

from collections.abc import Mapping

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
from framing.show.accounts import PHRASE_VOICES, VOICES, Sentences, account_names, listing, shown_articles
from framing.show.data_table import Table, table
from framing.show.markup import anchor
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
        per_sentence = (
            phrases.loc[phrases["article"] == article, "sentence"].value_counts().reindex(mine.index, fill_value=0)
        )
        words, count = int(mine.sum()), int(per_sentence.sum())
        said = f"{100 * count / words:.1f} ({count})" if count else f"none in {times(words, 'word')}"
        values[names[article]] = (100 * count / words if words else 0.0, said if words else "no words")
        counted = np.column_stack([mine, per_sentence]).astype(float).reshape(-1, 2)
        ends[names[article]] = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], counted)
    return bars(values, "loaded phrases per 100 words (count)", _RATES_CAPTION, intervals=ends)


def overview(analysis: Analysis, keep_text: bool = True) -> Table:
    """One row per article: its words, loaded phrases by voice and place, attributions and sources, in counts."""
    articles, quotes, every = analysis["articles"], analysis["quotes"], analysis["phrases"]
    phrases = counted(every)
    own = phrases[phrases["voice"] == "own"]

    def count(rows: pd.DataFrame) -> list[int]:
        return rows["article"].value_counts().reindex(articles["article"], fill_value=0).tolist()

    columns = {"account": list(account_names(articles).values()), "words": articles["words"].tolist()}
    columns |= {f"loaded, {label}": count(phrases[phrases["voice"] == v]) for v, label in PHRASE_VOICES.items()}
    columns["own: headline · lead · later"] = [
        " · ".join(map(str, row)) for row in position_counts(analysis, own).to_numpy().tolist()
    ]
    columns["weaker"] = count(every[~every.index.isin(phrases.index)])
    columns |= {"attributions": count(quotes[quotes["kind"] != "scare"]), "named sources": count(analysis["sources"])}
    places = Sentences(analysis)
    anchors = {"account": [places.article(article) for article in articles["article"]]}
    caption = "Counts. The lead is the first two paragraphs. Weaker: phrases of low strength, of any voice."
    return table(pd.DataFrame(columns), caption, links=anchors, keep_text=keep_text)


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
    phrases, shown = analysis["phrases"], set(shown_articles(analysis))
    weak = ~phrases.index.isin(strong(phrases).index)
    voices = phrases["voice"].map(list(PHRASE_VOICES).index)
    phrases = phrases.iloc[np.lexsort((voices, weak))]
    anchors = [
        anchor("phrase", str(a), int(s)) if a in shown else None
        for a, s in zip(phrases["article"], phrases["start"], strict=True)
    ]
    rows = phrases.rename(columns={"text": "phrase", "section": "where"})
    rows = rows.assign(voice=rows["voice"].map(PHRASE_VOICES))
    columns = ["phrase", "account", "category", "voice", "strength", "speaker", "where", "why"]
    caption = "Every marked phrase; each leads to its place in the text. Those of low strength count nowhere else."
    return listing(analysis, rows, columns, caption, links={"phrase": anchors}, keep_text=keep_text)


def by_voice(phrases: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The phrases of each group counted: all, in how many accounts, and by voice."""
    counts = phrases.groupby(keys).agg(phrases=("start", "size"), accounts=("article", "nunique"))
    for voice, label in PHRASE_VOICES.items():
        counts[label] = phrases[phrases["voice"] == voice].groupby(keys).size()
    return counts.fillna(0).astype(int).reset_index()


def codebook(analysis: Analysis) -> Table:
    """The categories found here, what each means, and its phrases by voice."""
    frame = by_voice(analysis["phrases"], ["lexicon", "category"])
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
    rows = []
    for article in analysis.articles_read:
        reasons = explain(analysis.reading(article.id))
        scores = reasons.drop_duplicates("sentence").sort_values("loaded", ascending=False, kind="stable").head(most)
        for score in scores.to_dict("records"):
            mine = reasons[(reasons["sentence"] == score["sentence"]) & ~reasons["reason"].isin(SUMMED)]
            pairs = zip(mine["reason"].head(MOST_REASONS), mine["adds"].head(MOST_REASONS), strict=True)
            why = "; ".join(f"{reason} {added:+.1f}".replace("-", "−") for reason, added in pairs)
            text, start = article.text[score["start"] : score["end"]], score["start"]
            rows.append((text, VOICES[score["voice"]], score["loaded"], why, article.id, start))
    frame = pd.DataFrame(rows, columns=["sentence", "voice", "score", "why", "article", "start"])
    columns, caption = ["sentence", "account", "voice", "score", "why"], _SENTENCES_CAPTION.format(most=most)
    return listing(analysis, frame, columns, caption, keep_text=keep_text)
