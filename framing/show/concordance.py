"""Words in their context: the lexicons at work, and a term tried before it enters one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence

import pandas as pd

from framing.analysis import Analysis
from framing.attribution.reading import Reading
from framing.lexicon import available, load, load_all
from framing.show.anchors import Sentences
from framing.show.markup import Display, Html, join, tag
from framing.show.names import account_names
from framing.show.rates import VOICES
from framing.show.table import Table, table

#: Words of context on either side; with the text left out, only this many.
CONTEXT, CONTEXT_WITHOUT_TEXT = 8, 2

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


class Tried(Display):
    """A term in the articles: which lexicons have it, and every place where it stands."""

    def __init__(self, term: str, listed: Sequence[str], places: Table) -> None:
        self.term, self.listed, self.places = term, listed, places

    def html(self) -> Html:
        """A line and a table."""
        known = f"is in {', '.join(self.listed)}" if self.listed else "is in no installed lexicon"
        return join(tag("p", "“", tag("strong", self.term), f"” {known}."), self.places.html())


def concordance(analysis: Analysis, *terms: str, keep_text: bool = True) -> Table:
    """Every place where one of the terms stands, with the words before and after it and whose words they are.

    A term may be a phrase; case does not matter. The places are found by NLTK's concordance index.
    """
    names = account_names(analysis["articles"])
    sentences = Sentences(analysis)
    rows, anchors = [], []
    for article in analysis.articles_read:
        reading = analysis.reading(article.id)
        for before, found, after, voice, start in _lines(
            reading, terms, CONTEXT if keep_text else CONTEXT_WITHOUT_TEXT
        ):
            rows.append((before, found, after, names[article.id], VOICES[voice]))
            anchors.append(sentences.anchor(article.id, start))
    frame = pd.DataFrame(rows, columns=["before", "term", "after", "account", "whose words"])
    places = "1 place" if len(rows) == 1 else f"{len(rows)} places"
    caption = f"{', '.join(terms)}: {places} in {frame['account'].nunique()} of {len(names)} accounts."
    return table(frame, caption, links={"term": anchors}, shades={"before": ["number"] * len(rows)}, most=60)


def try_term(analysis: Analysis, term: str, keep_text: bool = True) -> Tried:
    """A term as a lexicon would meet it: which installed lexicons have it already, and where it stands."""
    wanted = " ".join(term.lower().split())
    listed = [
        f"{name} ({entry.category})"
        for name in available()
        for entry in load(name).entries
        if entry.term == wanted or (entry.term.endswith("*") and wanted.startswith(entry.term[:-1]))
    ]
    return Tried(term, listed, concordance(analysis, term, keep_text=keep_text))


def coverage(analysis: Analysis) -> Table:
    """What each lexicon of loaded phrasing finds here: how many of its terms are met, in how many places and accounts.

    Others (cues of frames, neutral verbs of speech) stand here only with what counts as a loaded phrase among them.
    A lexicon whose terms are hardly met says little about these articles, whatever its rate.
    """
    phrases = analysis["phrases"]
    sentences = len(analysis["sentences"])
    rows = []
    for name in sorted({lexicon.name for lexicon in load_all()} | set(phrases["lexicon"])):
        mine = phrases[phrases["lexicon"] == name]
        listed = len(load(name).entries) if name in available() else None
        touched = len(mine[["article", "sentence"]].drop_duplicates())
        share = 100 * touched / sentences if sentences else float("nan")
        rows.append((name, listed, mine["term"].nunique(), len(mine), touched, share, mine["article"].nunique()))
    columns = ["lexicon", "terms listed", "terms met", "phrases", "sentences", "% of sentences", "accounts"]
    caption = f"What the lexicons find in these {len(analysis['articles'])} articles of {sentences:,} sentences."
    return table(pd.DataFrame(rows, columns=columns), caption, digits={"% of sentences": 1})


def most_met(analysis: Analysis, most: int = 30) -> Table:
    """The terms met most often, by whose words they stand in: where a lexicon's rate really comes from."""
    phrases = analysis["phrases"]
    counts = phrases.groupby(["term", "lexicon", "category"]).agg(
        phrases=("start", "size"), accounts=("article", "nunique")
    )
    for voice, label in VOICES.items():
        counts[label] = phrases[phrases["voice"] == voice].groupby(["term", "lexicon", "category"]).size()
    frame = counts.fillna(0).astype(int).reset_index().sort_values(["phrases", "term"], ascending=[False, True])
    return table(frame, "The terms met most often.", most=most)


def _lines(reading: Reading, terms: Sequence[str], width: int) -> Iterator[tuple[str, str, str, str, int]]:
    """The words before, the term, the words after, the voice and the offset of every place of the terms."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nltk.text import Text
    document = reading.document
    text = document.text
    starts, ends = document.word_start.tolist(), document.word_end.tolist()
    forms = [text[a:b].replace("’", "'").lower() for a, b in zip(starts, ends, strict=True)]
    index = Text(forms)
    found = sorted(
        (line.offset, len(words))
        for words in ([part.replace("’", "'").lower() for part in _PART.findall(term)] for term in terms)
        if words
        for line in index.concordance_list(words, lines=len(forms))
    )
    for first, length in found:
        last = first + length
        before = text[starts[max(0, first - width)] : starts[first]]
        after = text[ends[last - 1] : ends[min(len(ends), last + width) - 1]]
        told = (" ".join(part.split()) for part in (before, text[starts[first] : ends[last - 1]], after))
        yield (*told, str(reading.voice_at(starts[first])), starts[first])
