"""The measure: loaded phrases with their voice, and how many of them the outlet itself uses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import VOICES, Reading, Voice
from framing.intervals import interval_of_sums
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
from framing.measures.phrasing.spans import reaching
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
        if not len(reading.document.word_start):
            return Findings(_nothing(), {"phrases": []}, {"loaded": [math.nan] * len(reading.document.sentence_start)})
        words = Words(reading)
        odds = self.word_model.logits(words)
        hits = self.hits(words, odds)
        loaded = self._loaded(words, odds)
        return Findings(
            summary=_summary(reading, hits, loaded),
            rows={"phrases": [_row(reading, hit) for hit in hits]},
            sentences={"loaded": np.round(loaded, 4).tolist()},
        )

    def _loaded(self, words: Words, odds: NDArray[Any]) -> NDArray[Any]:
        """How loaded each sentence is."""
        if self.classifier is None:
            return self.sentence_model.probabilities(self.sentence_model.features(words, odds))
        document = words.document
        places = zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True)
        return np.asarray(self.classifier([document.text[start:end] for start, end in places]), dtype=float)

    def hits(self, words: Words, odds: NDArray[Any]) -> list[Hit]:
        """The phrases that are marked, by position, none overlapping another; `odds` are the word model's."""
        likely = np.flatnonzero(odds >= words.document.word_column(self._least_odds)).tolist()
        matches = self._terms.find(words.low, likely)
        found = [
            *listed_hits(words, (match for match in matches if match.lexicon is not self._values)),
            *series_hits(words, [match for match in matches if match.lexicon is self._values]),
            *rule_hits(words.reading, self._report_verbs),
            *label_hits(words),
            *hedged_praise(words, self._praising),
            *passive_hits(words),
            *dilemma_hits(words),
        ]
        hits = without_overlap([*standing(found, odds, self._own), *alike_hits(words, odds)])
        return reaching(hits, words, odds)

    def _asks_for(self, form: str) -> float:
        """The least log-odds at which a term that is this word may stand; infinite where there is none."""
        entries = self._terms.entries(form.lower())
        bounds = (-math.inf if lexicon.name in self._own else bound(entry.category) for lexicon, entry in entries)
        return min(bounds, default=math.inf)


def _nothing() -> dict[str, float]:
    return dict.fromkeys((figure.name for figure in _FIGURES), math.nan)


def _row(reading: Reading, hit: Hit) -> tuple[Any, ...]:
    document = reading.document
    start, end = int(document.word_start[hit.first]), int(document.word_end[hit.last - 1])
    text = document.text[start:end]
    sentence = int(document.word_sentence[hit.first])
    return (
        start,
        end,
        text,
        hit.lexicon,
        hit.category,
        hit.term,
        hit.weight,
        str(reading.voice_at(start)),
        reading.speaker_at(start),
        str(MEASURED[document.sentence_section[sentence]]),
        sentence,
        hit.why.replace("{text}", few_words(text)),
    )


def _summary(reading: Reading, hits: Sequence[Hit], loaded: NDArray[Any]) -> dict[str, float]:
    document = reading.document
    voices = reading.word_voice
    counts = Counter(VOICES[voices[hit.first]] for hit in hits)
    headline = MEASURED.index(Section.HEADLINE)
    in_headline = sum(bool(document.sentence_section[document.word_sentence[hit.first]] == headline) for hit in hits)
    own = voices == VOICES.index(Voice.OWN)
    low, high = _interval(reading, hits, own)
    words_own = int(own.sum())
    rate = 100 * counts[Voice.OWN] / words_own if words_own else float("nan")
    return {
        **{f"phrases_{voice}": counts[voice] for voice in VOICES},
        "phrases_headline": in_headline,
        "words_own": words_own,
        "phrases_own_per_100_words": rate,
        "phrases_own_per_100_words_low": low,
        "phrases_own_per_100_words_high": high,
        "loaded_own": _loaded_own(reading, own, loaded),
    }


def _loaded_own(reading: Reading, own: NDArray[np.bool_], loaded: NDArray[Any]) -> float:
    sentence = reading.document.word_sentence[own]
    return round(float(loaded[sentence].mean()), 4) if len(sentence) else math.nan


def _interval(reading: Reading, hits: Sequence[Hit], own: NDArray[np.bool_]) -> tuple[float, float]:
    document = reading.document
    sentences = len(document.sentence_start)
    table = np.zeros((sentences, 2), dtype=np.float32)
    table[:, 1] = np.bincount(document.word_sentence[own], minlength=sentences)
    for hit in hits:
        if own[hit.first]:
            table[document.word_sentence[hit.first], 0] += 1
    return interval_of_sums(lambda sums: 100 * sums[:, 0] / sums[:, 1], table)
