"""The phrasing measure: loaded phrases with their voice, and how many are in the outlet's own voice."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Voice
from framing.intervals import intervals_of_sums
from framing.lexicon import Lexicon, Matcher, load, load_all
from framing.measures.measure import Columns, Measure
from framing.measures.phrasing.hits import (
    STRENGTHS,
    Hit,
    PhraseModel,
    extended,
    listed_hits,
    load_phrase_model,
    merged,
    unnamed_only,
    without_overlap,
)
from framing.measures.phrasing.rules import Text, cue_hits, rule_hits
from framing.measures.phrasing.sentence_model import SentenceModel, load_sentence_model
from framing.measures.phrasing.voices import UNCLEAR, PhraseVoice, voices_of
from framing.measures.phrasing.word_model import WordModel, load_word_model
from framing.measures.phrasing.words import Array, Words
from framing.text.spans import truncate_words
from framing.text.vocabulary import WordFeature

#: The names of voices and sections by their codes.
_VOICES, _SECTIONS = (*map(str, VOICES), UNCLEAR), tuple(map(str, MEASURED))


@dataclass(frozen=True)
class Phrasing(Measure):
    """Loaded phrasing by the installed lexicons and a user's own (the paths `extra`).

    `classifier` replaces the sentence score: a function from sentences to the probability that each is loaded, such as
    `framing.measures.phrasing.transformer.TransformerClassifier`. Cross-validation passes other lexicons and models.
    """

    name = "phrasing"
    tables = ("phrases",)
    sentence_columns = ("loaded",)
    extra: Sequence[str | Path] = ()
    lexicons: Sequence[Lexicon] = field(default_factory=load_all)
    word_model: WordModel = field(default_factory=load_word_model, repr=False)
    phrase_model: PhraseModel = field(default_factory=load_phrase_model, repr=False)
    sentence_model: SentenceModel = field(default_factory=load_sentence_model, repr=False)
    classifier: Callable[[Sequence[str]], Sequence[float]] | None = None

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the user's own lexicons."""
        return frozenset(load(Path(path)).name for path in self.extra)

    @cached_property
    def _terms(self) -> Matcher:
        """Finds the terms of all lexicons, and value words for a rule."""
        return Matcher([*self.lexicons, *(load(Path(path)) for path in self.extra), load("value-words")])

    @cached_property
    def _least_odds(self) -> WordFeature:
        """The least log-odds at which a term of this one word may be shown; `inf` if there is none."""

        def least(form: str) -> float:
            bounds = [
                -math.inf
                if lexicon.name in self._own or lexicon is load("value-words")
                else self.phrase_model.least_odds(entry.category, False)
                for lexicon, entry in self._terms.entries(form.lower())
            ]
            return min(bounds, default=math.inf)

        return WordFeature("least odds", least, np.float32)

    def __call__(self, batch: Batch) -> Columns:
        """Find the loaded phrases of each article, and score each sentence."""
        document, hits, voices = batch.document, [], []
        loaded = np.full(len(document.sentence_start), math.nan)
        if len(document.word_start):
            words = Words(batch)
            odds = self.word_model.logits(words)
            hits, loaded = self.hits(words, odds), self._loaded(words, odds)
            voices = voices_of(words, hits)
        # An article without a word has no value.
        worded = np.repeat(np.diff(batch.first_word) > 0, np.diff(batch.first_sentence))
        loaded = np.where(worded, loaded, math.nan)
        phrases = _columns(batch, hits, voices)
        summary = self.summary(batch, _summary(batch, phrases, loaded))
        return Columns(summary, {"loaded": np.round(loaded, 4).tolist()}, {"phrases": phrases})

    def _loaded(self, words: Words, odds: Array) -> Array:
        """The loaded score of each sentence."""
        if self.classifier is None:
            return self.sentence_model.probabilities(self.sentence_model.features(words, odds))
        document = words.document
        places = zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True)
        return np.asarray(self.classifier([document.text[start:end] for start, end in places]), dtype=float)

    def candidates(self, words: Words, odds: Array) -> list[Hit]:
        """All phrases by lexicons and rules, shown or not; single words only where their log-odds suffice."""
        likely = np.flatnonzero(odds >= words.document.word_column(self._least_odds)).tolist()
        matches = self._terms.find(words.low, likely)
        values = [match for match in matches if match.lexicon is load("value-words")]
        others = [match for match in matches if match.lexicon is not load("value-words")]
        listed = unnamed_only(words, listed_hits(words, others, self._own))
        return [*listed, *cue_hits(words), *rule_hits(Text(words, values))]

    def hits(self, words: Words, odds: Array) -> list[Hit]:
        """The phrases that are shown, by position, none overlapping another."""
        model = self.phrase_model
        hits = without_overlap(model.shown(self.candidates(words, odds), words, odds))
        return merged(extended(hits, words, odds), words)


def _columns(batch: Batch, hits: Sequence[Hit], voices: Sequence[PhraseVoice]) -> dict[str, Sequence[Any]]:
    """The columns of the table `phrases`."""
    document, text = batch.document, batch.document.text
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    last = np.array([hit.last for hit in hits], dtype=np.intp) - 1
    sentence = document.word_sentence[first].astype(np.int64)
    article = batch.article_of(first)
    at, first_sentence = (np.array(each)[article] for each in (batch.text_start, batch.first_sentence))
    start, end = document.word_start[first] - at, document.word_end[last] - at
    texts = [text[begin:stop] for begin, stop in zip(document.word_start[first], document.word_end[last], strict=True)]
    return {
        "article": article.tolist(),
        "start": start.tolist(),
        "end": end.tolist(),
        "text": texts,
        "lexicon": [hit.lexicon for hit in hits],
        "category": [hit.category for hit in hits],
        "term": [hit.term for hit in hits],
        "weight": [hit.weight for hit in hits],
        "strength": [hit.strength or None for hit in hits],
        "confidence": [hit.confidence for hit in hits],
        "voice": [_VOICES[code] for code, _ in voices],
        "speaker": [speaker for _, speaker in voices],
        "section": [_SECTIONS[code] for code in document.sentence_section[sentence].tolist()],
        "sentence": (sentence - first_sentence).tolist(),
        "why": [hit.why.replace("{text}", truncate_words(each)) for hit, each in zip(hits, texts, strict=True)],
    }


def _summary(batch: Batch, phrases: Mapping[str, Sequence[Any]], loaded: Array) -> dict[str, Array]:
    """The summary values of each article, from the columns of `phrases`."""
    document, size = batch.document, len(batch.documents)
    article, in_article = (np.array(phrases[name], dtype=np.intp) for name in ("article", "sentence"))
    voice, section, strength = (np.array(phrases[name], dtype=str) for name in ("voice", "section", "strength"))
    is_own, own = voice == Voice.OWN, document.word_sentence[batch.word_voice == VOICES.index(Voice.OWN)]
    sentence = np.array(batch.first_sentence)[article] + in_article
    counts = [np.bincount(each, minlength=len(document.sentence_start)) for each in (sentence[is_own], own)]
    tables = np.split(np.stack(counts, axis=1).astype(np.float32), batch.first_sentence[1:-1])
    intervals = intervals_of_sums(lambda sums: np.asarray(100 * sums[..., 0] / sums[..., 1]), tables)
    low, high = np.reshape(intervals, (-1, 2)).T
    ends = np.searchsorted(own, batch.first_sentence)
    words_own = np.diff(ends)
    per_word = 100 / np.where(words_own, words_own, math.nan)
    likely = [loaded[own[a:b]].mean() if a < b else math.nan for a, b in pairwise(ends.tolist())]

    def count(chosen: Array) -> Array:
        return np.bincount(article[chosen], minlength=size)

    return {
        **{f"phrases_{name}": count(voice == name) for name in _VOICES},
        "phrases_headline": count(section == Section.HEADLINE),
        "words_own": words_own,
        "phrases_own_per_100_words": per_word * count(is_own),
        "phrases_own_per_100_words_low": low,
        "phrases_own_per_100_words_high": high,
        "phrases_own_strong_per_100_words": per_word * count(is_own & (strength == STRENGTHS[-1])),
        "loaded_own": np.round(likely, 4),
    }
