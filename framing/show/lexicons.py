"""Words in their context: the lexicons at work, and a term tried before it enters one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence

import pandas as pd

from framing.analysis import Analysis
from framing.attribution.reading import Reading
from framing.compare.highlights import times
from framing.lexicon import available, load, load_all
from framing.show.accounts import VOICES, Sentences, account_names
from framing.show.data_table import Table, table
from framing.show.first_screen import Opening, about_articles, question
from framing.show.markup import join, tag
from framing.show.notes import Note
from framing.show.phrases import by_voice

#: Words of context on either side; with the text left out, only this many.
CONTEXT, CONTEXT_WITHOUT_TEXT = 8, 2

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


def concordance(analysis: Analysis, *terms: str, keep_text: bool = True) -> Table:
    """Every place where one of the terms stands, with the words before and after it and their voice.

    A term may be a phrase; case does not matter. NLTK's concordance index finds the places.
    """
    width = CONTEXT if keep_text else CONTEXT_WITHOUT_TEXT
    rows = [(*line, a.id) for a in analysis.articles_read for line in _lines(analysis.reading(a.id), terms, width)]
    frame = pd.DataFrame(rows, columns=["before", "term", "after", "voice", "start", "article"])
    accounts = times(analysis["articles"]["article"].nunique(), "account")
    counted = f"{times(len(rows), 'place')} in {frame['article'].nunique()} of {accounts}"
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    anchors = [places.anchor(*place) for place in zip(frame["article"], frame["start"], strict=True)]
    frame.insert(3, "account", frame["article"].map(names))
    shown = frame.drop(columns=["article", "start"]).assign(voice=frame["voice"].map(VOICES))
    shades = {"before": ["before"] * len(rows)}
    return table(shown, f"{', '.join(terms)}: {counted}.", links={"term": anchors}, shades=shades, most=60)


def try_term(analysis: Analysis, term: str, keep_text: bool = True) -> Note:
    """A term as a lexicon would match it: which installed lexicons have it, and where it stands."""
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


def coverage(analysis: Analysis) -> Table:
    """What each lexicon of loaded phrasing finds here: its terms that occur, in how many places and accounts."""
    phrases = analysis["phrases"]
    sentences = len(analysis["sentences"])
    rows = []
    for name in sorted({lexicon.name for lexicon in load_all()} | set(phrases["lexicon"])):
        mine = phrases[phrases["lexicon"] == name]
        terms_listed = len(load(name).entries) if name in available() else None
        touched = len(mine[["article", "sentence"]].drop_duplicates())
        share = 100 * touched / sentences if sentences else float("nan")
        rows.append((name, terms_listed, mine["term"].nunique(), len(mine), touched, share, mine["article"].nunique()))
    columns = ["lexicon", "terms listed", "terms found", "phrases", "sentences", "% of sentences", "accounts"]
    caption = (
        f"What the lexicons find in {times(len(analysis['articles']), 'article')} of {times(sentences, 'sentence')}."
    )
    return table(pd.DataFrame(rows, columns=columns), caption, digits={"% of sentences": 1})


def most_found(analysis: Analysis, most: int = 30) -> Table:
    """The terms found most often, by voice: where a lexicon's rate comes from."""
    frame = by_voice(analysis["phrases"], ["term", "lexicon", "category"])
    frame = frame.sort_values(["phrases", "term"], ascending=[False, True])
    return table(frame, "The terms found most often.", most=most)


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
    spans = sorted(
        (line.offset, len(words))
        for words in ([part.replace("’", "'").lower() for part in _PART.findall(term)] for term in terms)
        if words
        for line in index.concordance_list(words, lines=len(forms))
    )
    for first, length in spans:
        last = first + length
        before = text[starts[max(0, first - width)] : starts[first]]
        after = text[ends[last - 1] : ends[min(len(ends), last + width) - 1]]
        parts = (" ".join(part.split()) for part in (before, text[starts[first] : ends[last - 1]], after))
        yield (*parts, str(reading.voice_at(starts[first])), starts[first])


def lexicons_opening(analysis: Analysis) -> Opening:
    """The first screen: how many phrases the lexicons find, and the terms that give most of them."""
    phrases = analysis["phrases"]
    top = phrases["term"].value_counts()
    ordered = sorted(top.items(), key=lambda pair: (-pair[1], str(pair[0])))[:3]
    said = ", ".join(f"“{term}” ({count})" for term, count in ordered)
    answer = (
        f"{times(len(phrases), 'phrase')} of {times(len(top), 'term')}. Found most often: {said}."
        if said
        else "No term occurs."
    )
    return question("What do the lexicons find, and in what company?", about_articles(analysis), answer)
