"""Peer packages: each alone, and all together."""

from __future__ import annotations

import textstat
from nltk.tokenize import NLTKWordTokenizer, PunktSentenceTokenizer
from textstat.backend.counts import _count_syllables
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from framing.lexicon import load_all

#: The fifteen formulas of textstat for English.
FORMULAS = (
    *("flesch_reading_ease", "flesch_kincaid_grade", "smog_index", "coleman_liau_index", "automated_readability_index"),
    *("linsear_write_formula", "dale_chall_readability_score", "dale_chall_readability_score_v2", "gunning_fog"),
    *("spache_readability", "mcalpine_eflaw", "rix", "lix", "difficult_words", "text_standard"),
)


def formulas(texts: list[str]) -> None:
    """textstat: every formula on every text."""
    # Without its dictionary, which it would download, textstat counts syllables by hyphenation, as it did earlier.
    _count_syllables.get_cmudict = lambda lang: None
    for text in texts:
        for name in FORMULAS:
            getattr(textstat, name)(text)


def sentiment(texts: list[str]) -> None:
    """VADER on every sentence of untrained Punkt."""
    score, cut = SentimentIntensityAnalyzer().polarity_scores, PunktSentenceTokenizer().tokenize
    for text in texts:
        for sentence in cut(text):
            score(sentence)


def pipeline(texts: list[str]) -> None:
    """NLTK: sentences and words, each word looked up in the word lists."""
    words, cut = NLTKWordTokenizer().tokenize, PunktSentenceTokenizer().tokenize
    listed = {entry.term for lexicon in load_all() for entry in lexicon.entries}
    for text in texts:
        for sentence in cut(text):
            [word for word in words(sentence) if word.lower() in listed]


PEERS = {"textstat, 15 formulas": formulas, "VADER by sentence": sentiment, "NLTK pipeline": pipeline}
