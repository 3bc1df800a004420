"""Loaded phrases and terms: their rates, lists, lexicons and contexts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from framing.analysis import Analysis, explain
from framing.articles.article import Section
from framing.attribution.reading import Reading
from framing.compare.highlights import counted, strong, times
from framing.intervals import interval_of_sums
from framing.lexicon import available, load, load_all
from framing.measures.phrasing.hits import RULES
from framing.measures.phrasing.rules import RULE_CATEGORIES
from framing.measures.phrasing.sentence_model import SUMMED
from framing.show.data_table import (
    PHRASE_VOICES,
    VOICES,
    Sentences,
    Table,
    account_names,
    listing,
    shown_articles,
    table,
)
from framing.show.markup import TEXTS, anchor, join, tag
from framing.show.notes import Note, Opening, about_articles, question
from framing.show.picture import Picture, bars

#: Paragraphs of the body that count as the lead.
LEAD_PARAGRAPHS = 2
#: Reasons shown for a sentence; `framing.explain` gives all.
MOST_REASONS = 5
#: Words of context on either side, with and without the text.
CONTEXT, CONTEXT_WITHOUT_TEXT = 8, 2

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


def phrase_rates(analysis: Mapping[str, pd.DataFrame]) -> Picture:
    """Each account's own loaded phrases per 100 words, with intervals over sentences."""
    names, phrases, sentences = account_names(analysis["articles"]), strong(analysis["phrases"]), analysis["sentences"]
    values, ends = {}, {}
    for article in shown_articles(analysis):
        mine = sentences[sentences["article"] == article].set_index("sentence")["words"]
        hits = phrases.loc[phrases["article"] == article, "sentence"].value_counts().reindex(mine.index, fill_value=0)
        words, count = int(mine.sum()), int(hits.sum())
        label = f"{100 * count / words:.1f} ({count})" if count else f"none in {times(words, 'word')}"
        values[names[article]] = (100 * count / words if words else 0.0, label if words else "no words")
        counts = np.column_stack([mine, hits]).astype(float).reshape(-1, 2)
        ends[names[article]] = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], counts)
    return bars(values, "loaded phrases per 100 words (count)", TEXTS["rates"], intervals=ends)


def overview(analysis: Analysis, keep_text: bool = True) -> Table:
    """Counts per article: words, loaded phrases by voice and place, attributions and sources."""
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
    anchors = {"account": [Sentences(analysis).article(article) for article in articles["article"]]}
    return table(pd.DataFrame(columns), TEXTS["overview"], links=anchors, keep_text=keep_text)


def position_counts(analysis: Analysis, phrases: pd.DataFrame) -> pd.DataFrame:
    """Phrases in the headline, in the lead and later, a row for each article."""
    rows = {}
    for article in analysis.articles_read:
        body = [p.end for p in analysis.reading(article.id).document.paragraphs if p.section is Section.BODY]
        mine = phrases[phrases["article"] == article.id]
        headline = mine["section"] == "headline"
        lead = ~headline & (mine["start"] < max(body[:LEAD_PARAGRAPHS], default=0))
        rows[article.id] = (int(headline.sum()), int(lead.sum()), int((~headline & ~lead).sum()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["headline", "lead", "later"])


def loaded_phrases(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every loaded phrase with its category, voice and reason; own words first, clear cases before others."""
    phrases, shown = analysis["phrases"], set(shown_articles(analysis))
    weak = ~phrases.index.isin(strong(phrases).index)
    voices = phrases["voice"].map(list(PHRASE_VOICES).index)
    phrases = phrases.iloc[np.lexsort((voices, weak))]
    places = zip(phrases["article"], phrases["start"], strict=True)
    anchors = [anchor("phrase", str(a), int(start)) if a in shown else None for a, start in places]
    rows = phrases.rename(columns={"text": "phrase", "section": "where"})
    rows = rows.assign(voice=rows["voice"].map(PHRASE_VOICES))
    columns = ["phrase", "account", "category", "voice", "strength", "speaker", "where", "why"]
    return listing(analysis, rows, columns, TEXTS["phrases"], links={"phrase": anchors}, keep_text=keep_text)


def loaded_sentences(analysis: Analysis, most: int = 3, keep_text: bool = True) -> Table:
    """The sentences of each account with the highest scores, linked to the text, with their main reasons."""
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
    caption = TEXTS["loaded_sentences"].format(most=most)
    return listing(analysis, frame, ["sentence", "account", "voice", "score", "why"], caption, keep_text=keep_text)


def codebook(analysis: Analysis) -> Table:
    """The categories found here, what each means, and its phrases by voice."""
    frame = _by_voice(analysis["phrases"], ["lexicon", "category"])
    pairs = zip(frame["lexicon"], frame["category"], strict=True)
    frame.insert(2, "meaning", [_meaning(lexicon, category) for lexicon, category in pairs])
    return table(frame, "Categories of loaded phrases found here, and what each means.")


def most_found(analysis: Analysis, most: int = 30) -> Table:
    """The most frequent terms, by voice: where a lexicon's rate comes from."""
    frame = _by_voice(analysis["phrases"], ["term", "lexicon", "category"])
    frame = frame.sort_values(["phrases", "term"], ascending=[False, True])
    return table(frame, "The terms found most often.", most=most)


def _by_voice(phrases: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The counts of phrases in each group: all, accounts, and by voice."""
    counts = phrases.groupby(keys).agg(phrases=("start", "size"), accounts=("article", "nunique"))
    for voice, label in PHRASE_VOICES.items():
        counts[label] = phrases[phrases["voice"] == voice].groupby(keys).size()
    return counts.fillna(0).astype(int).reset_index()


def _meaning(lexicon: str, category: str) -> str | None:
    """The meaning of a category of an installed lexicon or a rule; None for a user's list."""
    if lexicon == RULES:
        return RULE_CATEGORIES.get(category)
    known = load(lexicon).categories.get(category) if lexicon in available() else None
    return known.meaning if known else None


def coverage(analysis: Analysis) -> Table:
    """What each lexicon of loaded phrasing finds here: terms, places, sentences and accounts."""
    phrases, sentences = analysis["phrases"], len(analysis["sentences"])
    rows = []
    for name in sorted({lexicon.name for lexicon in load_all()} | set(phrases["lexicon"])):
        mine = phrases[phrases["lexicon"] == name]
        listed = len(load(name).entries) if name in available() else None
        touched = len(mine[["article", "sentence"]].drop_duplicates())
        share = 100 * touched / sentences if sentences else float("nan")
        rows.append((name, listed, mine["term"].nunique(), len(mine), touched, share, mine["article"].nunique()))
    columns = ["lexicon", "terms listed", "terms found", "phrases", "sentences", "% of sentences", "accounts"]
    searched = f"{times(len(analysis['articles']), 'article')} of {times(sentences, 'sentence')}"
    frame = pd.DataFrame(rows, columns=columns)
    return table(frame, f"What the lexicons find in {searched}.", digits={"% of sentences": 1})


def concordance(analysis: Analysis, *terms: str, keep_text: bool = True) -> Table:
    """Every occurrence of the terms, with the words before and after and their voice.

    A term may be a phrase; case does not matter. NLTK's concordance index finds the places.
    """
    width = CONTEXT if keep_text else CONTEXT_WITHOUT_TEXT
    rows = [(*line, a.id) for a in analysis.articles_read for line in _lines(analysis.reading(a.id), terms, width)]
    frame = pd.DataFrame(rows, columns=["before", "term", "after", "voice", "start", "article"])
    anchors = Sentences(analysis).anchors(frame["article"], frame["start"])
    accounts = times(analysis["articles"]["article"].nunique(), "account")
    caption = f"{', '.join(terms)}: {times(len(rows), 'place')} in {frame['article'].nunique()} of {accounts}."
    frame.insert(3, "account", frame["article"].map(account_names(analysis["articles"])))
    shown = frame.drop(columns=["article", "start"]).assign(voice=frame["voice"].map(VOICES))
    return table(shown, caption, links={"term": anchors}, shades={"before": ["before"] * len(rows)}, most=60)


def _lines(reading: Reading, terms: Sequence[str], width: int) -> Iterator[tuple[str, str, str, str, int]]:
    """The words before, the term, the words after, voice and offset of every occurrence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nltk.text import Text
    document = reading.document
    text = document.text
    starts, ends = document.word_start.tolist(), document.word_end.tolist()
    forms = [text[a:b].replace("’", "'").lower() for a, b in zip(starts, ends, strict=True)]
    wanted = filter(None, (_PART.findall(term.replace("’", "'").lower()) for term in terms))
    index = Text(forms)
    spans = sorted(
        (line.offset, len(words)) for words in wanted for line in index.concordance_list(words, lines=len(forms))
    )
    for first, length in spans:
        last = first + length
        before = text[starts[max(0, first - width)] : starts[first]]
        after = text[ends[last - 1] : ends[min(len(ends), last + width) - 1]]
        parts = (" ".join(part.split()) for part in (before, text[starts[first] : ends[last - 1]], after))
        yield (*parts, str(reading.voice_at(starts[first])), starts[first])


def try_term(analysis: Analysis, term: str, keep_text: bool = True) -> Note:
    """A term as a lexicon would match it: the lexicons that have it, and where it occurs."""
    wanted = " ".join(term.lower().split())
    having = [
        f"{name} ({entry.category})"
        for name in available()
        for entry in load(name).entries
        if entry.term == wanted or (entry.term.endswith("*") and wanted.startswith(entry.term[:-1]))
    ]
    known = f"is in {', '.join(having)}" if having else "is in no installed lexicon"
    line = tag("p", "“", tag("strong", term), f"” {known}.")
    return Note(join(line, concordance(analysis, term, keep_text=keep_text).html()))


def lexicons_opening(analysis: Analysis) -> Opening:
    """The first screen: the number of phrases, and the most frequent terms."""
    top = most_found(analysis).frame
    terms = ", ".join(f"“{row['term']}” ({row['phrases']})" for row in top.head(3).to_dict("records"))
    answer = "No term occurs."
    if terms:
        phrases = analysis["phrases"]
        total = f"{times(len(phrases), 'phrase')} of {times(phrases['term'].nunique(), 'term')}"
        answer = f"{total}. Found most often: {terms}."
    return question("What do the lexicons find, and in what company?", about_articles(analysis), answer)
