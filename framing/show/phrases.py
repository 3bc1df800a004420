"""Loaded phrases and terms: their rates, lists, lexicons and contexts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from framing.analysis import Analysis, explain
from framing.attribution.reading import Reading
from framing.compare.accounts import own_words
from framing.compare.wording import counted, strong, times
from framing.intervals import interval_of_sums
from framing.lexicon import lexicon_names, load, load_all
from framing.measures.phrasing.hits import RULES
from framing.measures.phrasing.rules import RULE_CATEGORIES
from framing.measures.phrasing.sentence_model import SUMMED
from framing.show.charts import Chart, Row, bars
from framing.show.data_table import PHRASE_VOICES, VOICES, Accounts, Table, listing, table
from framing.show.markup import TEXTS, Display, anchor, join, tag
from framing.show.notes import Opening, about_articles
from framing.text.document import PARTS

#: Reasons shown for a sentence; `framing.explain` gives all.
MOST_REASONS = 5
#: Words of context on either side, with and without the text.
CONTEXT, CONTEXT_WITHOUT_TEXT = 8, 2

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


def phrase_rates(analysis: Analysis) -> Chart:
    """Each account's loaded phrases per 100 of its own words, with intervals over sentences."""
    accounts, phrases = Accounts(analysis), strong(analysis["phrases"])
    rows = []
    for article in accounts.shown:
        lengths = own_words(analysis.reading(article))
        hits = phrases.loc[phrases["article"] == article, "sentence"].value_counts()
        hits = hits.reindex(lengths.index, fill_value=0)
        words, count = int(lengths.sum()), int(hits.sum())
        rate = 100 * count / words if words else 0.0
        label = f"{rate:.1f} ({count})" if count else f"none in {times(words, 'word')}" if words else "no own words"
        counts = np.column_stack([lengths, hits]).astype(float).reshape(-1, 2)
        ends = interval_of_sums(lambda sums: 100 * sums[:, 1] / sums[:, 0], counts)
        rows.append(Row(accounts.names[article], rate, ends, label))
    return bars(rows, "loaded phrases per 100 own words (count)", TEXTS["rates"])


def overview(analysis: Analysis, keep_text: bool = True) -> Table:
    """Counts per article: words, loaded phrases by voice and place, attributions and sources."""
    articles, quotes, every = analysis["articles"], analysis["quotes"], analysis["phrases"]
    phrases, accounts = counted(every), Accounts(analysis)

    def count(rows: pd.DataFrame) -> list[int]:
        return rows["article"].value_counts().reindex(articles["article"], fill_value=0).tolist()

    places = position_counts(analysis, phrases[phrases["voice"] == "own"]).to_numpy().tolist()
    columns = {"account": list(accounts.names.values()), "words": articles["words"].tolist()}
    columns |= {f"loaded, {label}": count(phrases[phrases["voice"] == v]) for v, label in PHRASE_VOICES.items()}
    columns["own: headline · lead · later"] = [" · ".join(map(str, row)) for row in places]
    columns["weaker"] = count(every.drop(phrases.index))
    columns |= {"attributions": count(quotes[quotes["kind"] != "scare"]), "named sources": count(analysis["sources"])}
    links = {"account": [accounts.article(article) for article in articles["article"]]}
    return table(pd.DataFrame(columns), TEXTS["overview"], links=links, keep_text=keep_text)


def position_counts(analysis: Analysis, phrases: pd.DataFrame) -> pd.DataFrame:
    """Phrases in the headline, in the lead and later, a row for each article."""
    rows = {}
    for article in analysis.articles_read:
        parts = analysis.reading(article.id).document.sentence_parts()
        sentences = phrases.loc[phrases["article"] == article.id, "sentence"].astype(int)
        rows[article.id] = np.bincount(parts[sentences], minlength=len(PARTS)).tolist()
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(PARTS))


def loaded_phrases(analysis: Mapping[str, pd.DataFrame], keep_text: bool = True) -> Table:
    """Every loaded phrase with its category, voice and reason; own words first, clear cases before others."""
    phrases, shown = analysis["phrases"], set(Accounts(analysis).shown)
    weak = ~phrases.index.isin(strong(phrases).index)
    rows = phrases.iloc[np.lexsort((phrases["voice"].map(list(PHRASE_VOICES).index), weak))]
    places = zip(rows["article"], rows["start"], strict=True)
    links = {"phrase": [anchor("phrase", str(a), int(start)) if a in shown else None for a, start in places]}
    rows = rows.assign(phrase=rows["text"], where=rows["section"], voice=rows["voice"].map(PHRASE_VOICES))
    columns = ["phrase", "account", "category", "voice", "strength", "speaker", "where", "why"]
    return listing(analysis, rows, columns, TEXTS["phrases"], links=links, keep_text=keep_text)


def loaded_sentences(analysis: Analysis, most: int = 3, keep_text: bool = True) -> Table:
    """The sentences of each account with the highest scores, linked to the text, with their main reasons."""
    rows = []
    for article in analysis.articles_read:
        reasons = explain(analysis.reading(article.id))
        scores = reasons.drop_duplicates("sentence").sort_values("loaded", ascending=False, kind="stable").head(most)
        single = reasons[~reasons["reason"].isin(SUMMED)]
        for score in scores.to_dict("records"):
            main = single[single["sentence"] == score["sentence"]].head(MOST_REASONS)
            pairs = zip(main["reason"], main["adds"], strict=True)
            why = "; ".join(f"{reason} {added:+.1f}".replace("-", "−") for reason, added in pairs)
            text, start = article.text[score["start"] : score["end"]], score["start"]
            rows.append((text, VOICES[score["voice"]], score["loaded"], why, article.id, start))
    frame = pd.DataFrame(rows, columns=["sentence", "voice", "score", "why", "article", "start"])
    columns, caption = ["sentence", "account", "voice", "score", "why"], TEXTS["loaded_sentences"].format(most=most)
    return listing(analysis, frame, columns, caption, keep_text=keep_text)


def codebook(analysis: Analysis) -> Table:
    """The categories found here, what each means, and its phrases by voice."""
    frame = _by_voice(analysis["phrases"], ["lexicon", "category"])
    pairs = zip(frame["lexicon"], frame["category"], strict=True)
    frame.insert(2, "meaning", [meaning_of(lexicon, category) for lexicon, category in pairs])
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


def meaning_of(lexicon: str, category: str) -> str | None:
    """The meaning of a category of an installed lexicon or a rule; None for a user's list."""
    if lexicon == RULES:
        return RULE_CATEGORIES.get(category)
    known = load(lexicon).categories.get(category) if lexicon in lexicon_names() else None
    return known.meaning if known else None


def coverage(analysis: Analysis) -> Table:
    """What each lexicon of loaded phrasing finds here: terms, places, sentences and accounts."""
    phrases, sentences, rows = analysis["phrases"], len(analysis["sentences"]), []
    for name in sorted({lexicon.name for lexicon in load_all()} | set(phrases["lexicon"])):
        hits = phrases[phrases["lexicon"] == name]
        listed = len(load(name).entries) if name in lexicon_names() else None
        touched = len(hits[["article", "sentence"]].drop_duplicates())
        share = 100 * touched / sentences if sentences else float("nan")
        rows.append((name, listed, hits["term"].nunique(), len(hits), touched, share, hits["article"].nunique()))
    columns = ["lexicon", "terms listed", "terms found", "phrases", "sentences", "% of sentences", "accounts"]
    searched = f"{times(len(analysis['articles']), 'article')} of {times(sentences, 'sentence')}"
    caption = f"What the lexicons find in {searched}."
    return table(pd.DataFrame(rows, columns=columns), caption, digits={"% of sentences": 1})


def concordance(analysis: Analysis, *terms: str, keep_text: bool = True) -> Table:
    """Every occurrence of the terms, with the words before and after and their voice.

    A term may be a phrase; case does not matter. NLTK's concordance index finds the places.
    """
    accounts, width = Accounts(analysis), CONTEXT if keep_text else CONTEXT_WITHOUT_TEXT
    rows = [(*line, a.id) for a in analysis.articles_read for line in _lines(analysis.reading(a.id), terms, width)]
    frame = pd.DataFrame(rows, columns=["before", "term", "after", "voice", "start", "article"])
    links = {"term": accounts.sentences(frame["article"], frame["start"])}
    searched = times(len(accounts.names), "account")
    caption = f"{', '.join(terms)}: {times(len(rows), 'place')} in {frame['article'].nunique()} of {searched}."
    frame.insert(3, "account", frame["article"].map(accounts.names))
    shown = frame.drop(columns=["article", "start"]).assign(voice=frame["voice"].map(VOICES))
    return table(shown, caption, links=links, shades={"before": ["before"] * len(rows)}, most=60)


def _lines(reading: Reading, terms: Sequence[str], width: int) -> Iterator[tuple[str, str, str, str, int]]:
    """The words before, the term, the words after, voice and offset of every occurrence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nltk.text import Text
    text = reading.document.text
    starts, ends = reading.document.word_start.tolist(), reading.document.word_end.tolist()
    index = Text([_folded(text[a:b]) for a, b in zip(starts, ends, strict=True)])
    spans = [
        (line.offset, line.offset + len(words))
        for words in filter(None, (_PART.findall(_folded(term)) for term in terms))
        for line in index.concordance_list(words, lines=len(starts))
    ]
    for first, last in sorted(spans):
        before = text[starts[max(0, first - width)] : starts[first]]
        after = text[ends[last - 1] : ends[min(len(ends), last + width) - 1]]
        parts = (" ".join(part.split()) for part in (before, text[starts[first] : ends[last - 1]], after))
        yield (*parts, str(reading.voice_at(starts[first])), starts[first])


def _folded(words: str) -> str:
    return words.replace("’", "'").lower()


def try_term(analysis: Analysis, term: str, keep_text: bool = True) -> Display:
    """A term as a lexicon would match it: the lexicons that have it, and where it occurs."""
    wanted = " ".join(term.lower().split())
    having = [
        f"{name} ({entry.category})"
        for name in lexicon_names()
        for entry in load(name).entries
        if entry.term == wanted or (entry.term.endswith("*") and wanted.startswith(entry.term[:-1]))
    ]
    known = f"is in {', '.join(having)}" if having else "is in no installed lexicon"
    line = tag("p", "“", tag("strong", term), f"” {known}.")
    return Display(join(line, concordance(analysis, term, keep_text=keep_text).html()))


def lexicons_opening(analysis: Analysis) -> Opening:
    """The first screen: the number of phrases, and the most frequent terms."""
    phrases, top = analysis["phrases"], most_found(analysis).frame.head(3)
    answer = "No term occurs."
    if len(top):
        terms = ", ".join(f"“{term}” ({count})" for term, count in zip(top["term"], top["phrases"], strict=True))
        total = f"{times(len(phrases), 'phrase')} of {times(phrases['term'].nunique(), 'term')}"
        answer = f"{total}. Found most often: {terms}."
    return Opening("What do the lexicons find, and in which contexts?", about_articles(analysis), answer)
