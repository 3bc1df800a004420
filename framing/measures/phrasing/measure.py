"""The measure: loaded phrases with their voice, and how many of them the outlet itself uses."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading, Voice
from framing.intervals import intervals_of_sums
from framing.lexicon import Lexicon, Matcher, load, load_all
from framing.measures.measure import Figure, Findings
from framing.measures.phrasing.decide import alike_hits, bound, standing
from framing.measures.phrasing.dilemmas import dilemma_hits
from framing.measures.phrasing.hit import Hit, without_overlap
from framing.measures.phrasing.labels import label_hits
from framing.measures.phrasing.listed import listed_hits
from framing.measures.phrasing.passives import passive_hits
from framing.measures.phrasing.praise import hedged_praise, praising_words
from framing.measures.phrasing.rules import rule_hits
from framing.measures.phrasing.sentence_model import SentenceModel, load_sentence_model
from framing.measures.phrasing.series import series_hits
from framing.measures.phrasing.spans import joined, reaching
from framing.measures.phrasing.word_model import WordModel, load_word_model
from framing.measures.phrasing.words import Words
from framing.text.excerpt import few_words
from framing.text.vocabulary import WordFeature

_COLUMNS = (
    "start", "end", "text", "lexicon", "category", "term", "weight", "voice", "speaker", "section", "sentence", "why",
)  # fmt: skip
_COUNT = "count of cues; lexicons/README.md says what each list holds"
_FIGURES = (
    *(
        Figure(f"phrases_{voice}", "phrases", f"more is more loaded phrases in {voice} words", _COUNT)
        for voice in VOICES
    ),
    Figure("phrases_headline", "phrases", "more is more loaded phrases in the headline", _COUNT),
    Figure("words_own", "words", "more is more in the outlet's own voice", _COUNT),
    Figure("phrases_own_per_100_words", "phrases per 100 own words", "more is denser", _COUNT),
    Figure("phrases_own_per_100_words_low", "phrases per 100 own words", "lower end of the 95 % interval",
           "percentile bootstrap over sentences, Efron and Tibshirani 1993"),
    Figure("phrases_own_per_100_words_high", "phrases per 100 own words", "upper end of the 95 % interval",
           "percentile bootstrap over sentences, Efron and Tibshirani 1993"),
    Figure("loaded_own", "probability, weighted by words", "higher is more loaded sentences in the outlet's own voice",
           "mean of sentences.loaded, each weighted by its words in the outlet's own voice"),
)  # fmt: skip
_OWN, _HEADLINE = VOICES.index(Voice.OWN), MEASURED.index(Section.HEADLINE)
#: The names of voices and sections by their codes, and of the figures that count phrases by voice.
_VOICES, _SECTIONS = (tuple(map(str, names)) for names in (VOICES, MEASURED))
_COUNTED = tuple(f"phrases_{voice}" for voice in VOICES)


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
    sentence_model: SentenceModel = field(default_factory=load_sentence_model, repr=False)
    classifier: Callable[[Sequence[str]], Sequence[float]] | None = None
    name: str = "phrasing"
    figures: tuple[Figure, ...] = _FIGURES
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"phrases": _COLUMNS})
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
        object.__setattr__(self, "_praising", praising_words(self.lexicons))

    def __call__(self, reading: Reading) -> Findings:
        """Find the loaded phrases of one article, and how loaded each of its sentences is."""
        return self.many(Batch((reading,)))[0]

    def many(self, batch: Batch) -> list[Findings]:
        """Find the loaded phrases of each article of a batch, and how loaded each of its sentences is."""
        told = [bool(len(reading.document.word_start)) for reading in batch.readings]
        if not any(told):
            return [_nothing(reading) for reading in batch.readings]
        words = Words(batch)
        odds = self.word_model.logits(words)
        hits = self.hits(batch, words, odds)
        loaded = self._loaded(words, odds)
        rows = _rows(batch, hits)
        summaries = _summaries(batch, hits, loaded)
        each = np.round(loaded, 4).tolist()
        return [
            Findings(summaries[number], {"phrases": rows[number]}, {"loaded": each[batch.sentences_of(number)]})
            if told[number]
            else _nothing(reading)
            for number, reading in enumerate(batch.readings)
        ]

    def _loaded(self, words: Words, odds: NDArray[Any]) -> NDArray[Any]:
        """How loaded each sentence is."""
        if self.classifier is None:
            return self.sentence_model.probabilities(self.sentence_model.features(words, odds))
        document = words.document
        places = zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True)
        return np.asarray(self.classifier([document.text[start:end] for start, end in places]), dtype=float)

    def hits(self, batch: Batch, words: Words, odds: NDArray[Any]) -> list[Hit]:
        """The phrases that are marked, by position, none overlapping another; `words` are those of the batch joined,
        `odds` the word model's.
        """
        likely = np.flatnonzero(odds >= words.document.word_column(self._least_odds)).tolist()
        matches = self._terms.find(words.low, likely)
        found = [
            *listed_hits(words, (match for match in matches if match.lexicon is not self._values)),
            *series_hits(words, [match for match in matches if match.lexicon is self._values]),
            *rule_hits(batch, self._report_verbs),
            *label_hits(words),
            *hedged_praise(words, self._praising),
            *passive_hits(words),
            *dilemma_hits(words),
        ]
        hits = without_overlap([*standing(found, odds, self._own), *alike_hits(words, odds)])
        return joined(reaching(hits, words, odds), words, self._own)

    def _asks_for(self, form: str) -> float:
        """The least log-odds at which a term that is this word may stand; infinite where there is none."""
        entries = self._terms.entries(form.lower())
        if not entries:
            return math.inf
        bounds = (-math.inf if lexicon.name in self._own else bound(entry.category) for lexicon, entry in entries)
        return min(bounds)


def _nothing(reading: Reading) -> Findings:
    summary = dict.fromkeys((figure.name for figure in _FIGURES), math.nan)
    return Findings(summary, {"phrases": []}, {"loaded": [math.nan] * len(reading.document.sentence_start)})


def _rows(batch: Batch, hits: Sequence[Hit]) -> list[list[tuple[Any, ...]]]:
    """The rows of the table, for each article."""
    document, told = batch.document, batch.document.text
    found: list[list[tuple[Any, ...]]] = [[] for _ in batch.readings]
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    last = np.array([hit.last for hit in hits], dtype=np.intp) - 1
    sentences = document.word_sentence[first]
    for hit, number, start, end, sentence, section, voice in zip(
        hits,
        batch.article_of(first).tolist(),
        document.word_start[first].tolist(),
        document.word_end[last].tolist(),
        sentences.tolist(),
        document.sentence_section[sentences].tolist(),
        batch.word_voice[first].tolist(),
        strict=True,
    ):
        reading, at = batch.readings[number], batch.text_at[number]
        text = told[start:end]
        row = (
            start - at,
            end - at,
            text,
            hit.lexicon,
            hit.category,
            hit.term,
            hit.weight,
            _VOICES[voice],
            reading.speaker_at(start - at) if voice else None,
            _SECTIONS[section],
            sentence - batch.first_sentence[number],
            hit.why.replace("{text}", few_words(text)),
        )
        found[number].append(row)
    return found


def _summaries(batch: Batch, hits: Sequence[Hit], loaded: NDArray[Any]) -> list[dict[str, float]]:
    """The summary figures of each article; the words of none are too few to be counted."""
    document, size = batch.document, len(batch.readings)
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    sentence, number, voice = document.word_sentence[first], batch.article_of(first), batch.word_voice[first]
    counts = np.bincount(number * len(VOICES) + voice, minlength=size * len(VOICES)).reshape(size, -1).tolist()
    headline = np.bincount(number[document.sentence_section[sentence] == _HEADLINE], minlength=size).tolist()
    own = document.word_sentence[batch.word_voice == _OWN]
    table = np.zeros((len(document.sentence_start), 2), dtype=np.float32)
    table[:, 0] = np.bincount(sentence[voice == _OWN], minlength=len(table))
    table[:, 1] = np.bincount(own, minlength=len(table))
    intervals = intervals_of_sums(_rate, [table[batch.sentences_of(article)] for article in range(size)])
    ends = np.searchsorted(own, batch.first_sentence)
    likely = loaded[own]
    found = []
    for article, (low, high) in enumerate(intervals):
        words_own = int(ends[article + 1] - ends[article])
        of_voice, nan = counts[article], math.nan
        found.append(
            {
                **dict(zip(_COUNTED, of_voice, strict=True)),
                "phrases_headline": headline[article],
                "words_own": words_own,
                "phrases_own_per_100_words": 100 * of_voice[_OWN] / words_own if words_own else nan,
                "phrases_own_per_100_words_low": low,
                "phrases_own_per_100_words_high": high,
                "loaded_own": round(float(likely[ends[article] : ends[article + 1]].mean()), 4) if words_own else nan,
            }
        )
    return found


def _rate(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    return 100 * sums[..., 0] / sums[..., 1]
