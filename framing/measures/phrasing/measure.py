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
from framing.measures.measure import Columns, Figure, summary_columns
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
from framing.text.spans import few_words
from framing.text.vocabulary import WordFeature

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
        object.__setattr__(self, "_praising", praising_words(self.lexicons))

    def __call__(self, batch: Batch) -> Columns:
        """Find the loaded phrases of each article of a batch, and how loaded each sentence is."""
        if not len(batch.document.word_start):
            hits, loaded = [], np.full(len(batch.document.sentence_start), math.nan)
        else:
            words = Words(batch)
            odds = self.word_model.logits(words)
            hits = self.hits(batch, words, odds)
            loaded = self._loaded(words, odds)
        # An article without a word has no figure.
        worded = np.diff(batch.first_word) > 0
        loaded = np.where(np.repeat(worded, np.diff(batch.first_sentence)), loaded, math.nan)
        summaries = _summaries(batch, hits, loaded) if worded.any() else []
        nothing = dict.fromkeys((figure.name for figure in _FIGURES), math.nan)
        rows = [summaries[number] if has else nothing for number, has in enumerate(worded.tolist())]
        return Columns(
            summary_columns(_FIGURES, rows), {"loaded": np.round(loaded, 4).tolist()}, {"phrases": _rows(batch, hits)}
        )

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


def _rows(batch: Batch, hits: Sequence[Hit]) -> dict[str, Sequence[Any]]:
    """The columns of the table."""
    document, text = batch.document, batch.document.text
    first = np.array([hit.first for hit in hits], dtype=np.intp)
    last = np.array([hit.last for hit in hits], dtype=np.intp) - 1
    sentence = document.word_sentence[first].astype(np.int64)
    article, voice = batch.article_of(first), batch.word_voice[first].tolist()
    at, first_sentence = (np.array(each)[article] for each in (batch.text_at, batch.first_sentence))
    start, end = document.word_start[first] - at, document.word_end[last] - at
    texts = [text[a:b] for a, b in zip(document.word_start[first], document.word_end[last], strict=True)]
    speakers = [
        batch.readings[number].speaker_at(begin) if code else None
        for number, begin, code in zip(article.tolist(), start.tolist(), voice, strict=True)
    ]
    return {
        "article": article.tolist(),
        "start": start.tolist(),
        "end": end.tolist(),
        "text": texts,
        "lexicon": [hit.lexicon for hit in hits],
        "category": [hit.category for hit in hits],
        "term": [hit.term for hit in hits],
        "weight": [hit.weight for hit in hits],
        "voice": [_VOICES[code] for code in voice],
        "speaker": speakers,
        "section": [_SECTIONS[code] for code in document.sentence_section[sentence].tolist()],
        "sentence": (sentence - first_sentence).tolist(),
        "why": [hit.why.replace("{text}", few_words(each)) for hit, each in zip(hits, texts, strict=True)],
    }


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
