"""The measure: loaded phrases with their voice, and how many of them the outlet itself uses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Voice
from framing.intervals import intervals_of_sums
from framing.lexicon import Lexicon, Matcher, load, load_all
from framing.measures.measure import Columns, SummaryColumn, by_column, summary_columns
from framing.measures.phrasing.confidence import PhraseModel, load_phrase_model
from framing.measures.phrasing.hits import (
    ALWAYS,
    PRAISE,
    STRENGTHS,
    Hit,
    joined,
    listed_hits,
    reaching,
    unnamed_only,
    without_overlap,
)
from framing.measures.phrasing.rules import Text, cue_hits, rule_hits
from framing.measures.phrasing.sentence_model import SentenceModel, load_sentence_model
from framing.measures.phrasing.voices import UNCLEAR, PhraseVoice, voices_of
from framing.measures.phrasing.word_model import WordModel, load_word_model
from framing.measures.phrasing.words import Words
from framing.text.spans import few_words
from framing.text.vocabulary import WordFeature

_SUMMARY = summary_columns("phrasing")
_OWN, _HEADLINE = VOICES.index(Voice.OWN), MEASURED.index(Section.HEADLINE)
#: The names of voices and sections by their codes, and of the summary columns that count phrases by voice.
_VOICES, _SECTIONS = (*map(str, VOICES), UNCLEAR), tuple(map(str, MEASURED))
_COUNTED = tuple(f"phrases_{voice}" for voice in _VOICES)


@dataclass(frozen=True)
class Phrasing:
    """Loaded phrasing by the installed lexicons and a user's own at the paths `extra`.

    `classifier` takes the place of the sentence score: a function from sentences to the probability that each is
    loaded, such as `framing.measures.phrasing.transformer.TransformerClassifier`.
    Other lexicons and models than the installed ones are for cross-validation.
    """

    extra: Sequence[str | Path] = ()
    lexicons: Sequence[Lexicon] = field(default_factory=load_all)
    word_model: WordModel = field(default_factory=load_word_model, repr=False)
    phrase_model: PhraseModel = field(default_factory=load_phrase_model, repr=False)
    sentence_model: SentenceModel = field(default_factory=load_sentence_model, repr=False)
    classifier: Callable[[Sequence[str]], Sequence[float]] | None = None
    name: str = "phrasing"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    tables: tuple[str, ...] = ("phrases",)
    sentence_columns: tuple[str, ...] = ("loaded",)
    _terms: Matcher = field(init=False, repr=False)
    _least_odds: WordFeature = field(init=False, repr=False)
    _values: Lexicon = field(init=False, repr=False)
    _own: frozenset[str] = field(init=False, repr=False)
    _report_verbs: Lexicon = field(init=False, repr=False)
    _praising: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = [load(Path(path)) for path in self.extra]
        object.__setattr__(self, "_own", frozenset(lexicon.name for lexicon in own))
        object.__setattr__(self, "_values", load("value-words"))
        object.__setattr__(self, "_terms", Matcher([*self.lexicons, *own, self._values]))
        object.__setattr__(self, "_least_odds", WordFeature("least odds", self._asks_for, np.float32))
        object.__setattr__(self, "_report_verbs", load("report-verbs"))
        entries = (entry for lexicon in self.lexicons for entry in lexicon.entries)
        praising = frozenset(each.term for each in entries if each.category in PRAISE and " " not in each.term)
        object.__setattr__(self, "_praising", praising)

    def __call__(self, batch: Batch) -> Columns:
        """Find the loaded phrases of each article of a batch, and how loaded each sentence is."""
        hits: list[Hit] = []
        voices: list[PhraseVoice] = []
        loaded = np.full(len(batch.document.sentence_start), math.nan)
        if len(batch.document.word_start):
            words = Words(batch)
            odds = self.word_model.logits(words)
            hits, loaded = self.hits(batch, words, odds), self._loaded(words, odds)
            voices = voices_of(batch, words, hits)
        # An article without a word has no value.
        worded = np.diff(batch.first_word) > 0
        loaded = np.where(np.repeat(worded, np.diff(batch.first_sentence)), loaded, math.nan)
        summaries = _summaries(batch, hits, [code for code, _ in voices], loaded) if worded.any() else []
        nothing = dict.fromkeys((column.name for column in _SUMMARY), math.nan)
        rows = [summaries[number] if has else nothing for number, has in enumerate(worded.tolist())]
        return Columns(
            by_column(_SUMMARY, rows),
            {"loaded": np.round(loaded, 4).tolist()},
            {"phrases": _columns(batch, hits, voices)},
        )

    def _loaded(self, words: Words, odds: NDArray[Any]) -> NDArray[Any]:
        """How loaded each sentence is."""
        if self.classifier is None:
            return self.sentence_model.probabilities(self.sentence_model.features(words, odds))
        document = words.document
        places = zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True)
        return np.asarray(self.classifier([document.text[start:end] for start, end in places]), dtype=float)

    def candidates(self, batch: Batch, words: Words, odds: NDArray[Any]) -> list[Hit]:
        """All phrases that a list or a rule finds, shown or not.

        A term of one word is looked for only where the odds let it be shown.
        """
        likely = np.flatnonzero(odds >= words.document.word_column(self._least_odds)).tolist()
        matches = self._terms.find(words.low, likely)
        values = [match for match in matches if match.lexicon is self._values]
        listed = listed_hits(words, (match for match in matches if match.lexicon is not self._values))
        return [
            *(
                hit._replace(rank=ALWAYS) if hit.lexicon in self._own else hit
                for hit in unnamed_only(batch, words, listed)
            ),
            *cue_hits(words, batch, self._report_verbs),
            *rule_hits(Text(words, batch, values, self._praising)),
        ]

    def hits(self, batch: Batch, words: Words, odds: NDArray[Any]) -> list[Hit]:
        """The phrases that are shown, by position, none overlapping another."""
        model = self.phrase_model
        hits = without_overlap(model.standing(self.candidates(batch, words, odds), words, odds))
        return joined(reaching(hits, words, odds), words)

    def _asks_for(self, form: str) -> float:
        """The least log-odds at which a term that is this word may be shown; infinite where there is none."""
        return min(
            (
                -math.inf
                if lexicon.name in self._own or lexicon is self._values
                else self.phrase_model.least_odds(entry.category, False)
                for lexicon, entry in self._terms.entries(form.lower())
            ),
            default=math.inf,
        )


def _columns(batch: Batch, hits: Sequence[Hit], voices: Sequence[PhraseVoice]) -> dict[str, Sequence[Any]]:
    """The columns of the table."""
    document, text = batch.document, batch.document.text
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    last = np.array([hit.last for hit in hits], dtype=np.intp) - 1
    sentence = document.word_sentence[first].astype(np.int64)
    article = batch.article_of(first)
    at, first_sentence = (np.array(each)[article] for each in (batch.text_at, batch.first_sentence))
    start, end = document.word_start[first] - at, document.word_end[last] - at
    texts = [text[a:b] for a, b in zip(document.word_start[first], document.word_end[last], strict=True)]
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
        "why": [hit.why.replace("{text}", few_words(each)) for hit, each in zip(hits, texts, strict=True)],
    }


def _summaries(batch: Batch, hits: Sequence[Hit], codes: Sequence[int], loaded: NDArray[Any]) -> list[dict[str, float]]:
    """The summary figures of each article; the words of none are too few to be counted."""
    document, size = batch.document, len(batch.readings)
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    sentence, number, voice = document.word_sentence[first], batch.article_of(first), np.array(codes, dtype=np.intp)
    counts = np.bincount(number * len(_VOICES) + voice, minlength=size * len(_VOICES)).reshape(size, -1).tolist()
    is_strong = np.array([hit.strength == STRENGTHS[-1] for hit in hits], dtype=bool) & (voice == _OWN)
    strong = np.bincount(number[is_strong], minlength=size).tolist()
    headline = np.bincount(number[document.sentence_section[sentence] == _HEADLINE], minlength=size).tolist()
    own = document.word_sentence[batch.word_voice == _OWN]
    table = np.zeros((len(document.sentence_start), 2), dtype=np.float32)
    table[:, 0] = np.bincount(sentence[voice == _OWN], minlength=len(table))
    table[:, 1] = np.bincount(own, minlength=len(table))
    intervals = intervals_of_sums(_rate, [table[batch.sentences_of(article)] for article in range(size)])
    ends = np.searchsorted(own, batch.first_sentence)
    likely = loaded[own]
    summaries = []
    for article, (low, high) in enumerate(intervals):
        words_own = int(ends[article + 1] - ends[article])
        of_voice, nan = counts[article], math.nan
        summaries.append(
            {
                **dict(zip(_COUNTED, of_voice, strict=True)),
                "phrases_headline": headline[article],
                "words_own": words_own,
                "phrases_own_per_100_words": 100 * of_voice[_OWN] / words_own if words_own else nan,
                "phrases_own_per_100_words_low": low,
                "phrases_own_per_100_words_high": high,
                "phrases_own_strong_per_100_words": 100 * strong[article] / words_own if words_own else nan,
                "loaded_own": round(float(likely[ends[article] : ends[article + 1]].mean()), 4) if words_own else nan,
            }
        )
    return summaries


def _rate(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    return 100 * sums[..., 0] / sums[..., 1]
