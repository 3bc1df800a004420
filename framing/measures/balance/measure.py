"""The measure: who is given words in an article, how many, and how evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Attribution, Kind, Reading, Source, Voice
from framing.intervals import interval_of_sums
from framing.measures.balance.indices import Values, herfindahl_hirschman, pielou_evenness, unbiased_simpson
from framing.measures.measure import Figure, Findings

#: With fewer attributions an index says nothing: two sides at 80 to 20 look one-sided in a third of samples of five.
FEWEST_ATTRIBUTIONS = 5
#: Sources in these roles are told of without a name.
UNNAMED_ROLES = frozenset({"anonymous", "crowd"})
#: Enough for an interval that is read to two digits.
_DRAWS = 300

_COUNT = "count"
_BOOTSTRAP = "percentile bootstrap over attributions, Efron and Tibshirani 1993"
_INDICES: Mapping[str, tuple[Callable[[Any], Values], str, str]] = {
    "evenness": (pielou_evenness, "1 is even among the sources, 0 is all with one", "Pielou 1966"),
    "simpson": (unbiased_simpson, "higher is more diverse", "Simpson 1949, unbiased form"),
    "hhi": (herfindahl_hirschman, "higher is more concentrated", "Hirschman 1945, Herfindahl 1950"),
}

_QUOTES = (
    "start",
    "end",
    "parts",
    "text",
    "kind",
    "source",
    "source_start",
    "source_end",
    "cue",
    "cue_start",
    "cue_end",
    "cue_class",
    "side",
    "words",
    "words_quoted",
    "words_reported",
    "section",
)
_SOURCES = (
    "source",
    "side",
    "role",
    "quotes",
    "words_quoted",
    "words_reported",
    "first_at",
    "direct",
    "mixed",
    "indirect",
    "longest_run",
    "first_section",
    "headline",
)


def _figures() -> tuple[Figure, ...]:
    figures = [
        Figure("attributions", "attributions", "more is more often somebody else's words", _COUNT),
        Figure("attributions_unnamed", "attributions", "more is more without a named source", _COUNT),
        Figure("attributions_sourced", "attributions", "how many evenness, simpson and hhi rest on", _COUNT),
        Figure("sources", "sources", "more is more voices", _COUNT),
        Figure("words_quoted", "words", "more is more between quotation marks", _COUNT),
        Figure("words_reported", "words", "more is more retold without marks", _COUNT),
        Figure("scare_quotes", "quotations", "more is more terms set apart with no speaker", _COUNT),
    ]
    for name, (_, direction, reference) in _INDICES.items():
        figures.append(Figure(name, "0 to 1", direction, reference))
        figures.append(Figure(f"{name}_low", "0 to 1", "lower end of the 95% interval", _BOOTSTRAP))
        figures.append(Figure(f"{name}_high", "0 to 1", "upper end of the 95% interval", _BOOTSTRAP))
    return tuple(figures)


_FIGURES = _figures()
_NAN = float("nan")


@dataclass(frozen=True)
class Balance:
    """Who speaks: attributions, words quoted and words reported, by source; no target is implied.

    Every word is counted once: where one attribution lies within another, for the inner.
    """

    name: str = "balance"
    figures: tuple[Figure, ...] = _FIGURES
    sentence_columns: tuple[str, ...] = ()

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """`quotes`, a row for each attribution, and `sources`, a row for each source with a name."""
        return {"quotes": _QUOTES, "sources": _SOURCES}

    def many(self, batch: Batch) -> list[Findings]:
        """Measure each article of a batch."""
        return [self(reading) for reading in batch.readings]

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""
        if not len(reading.document.word_start):
            return Findings(dict.fromkeys((figure.name for figure in _FIGURES), _NAN))
        words = _words_of(reading)
        sections = _sections(reading)
        own: dict[str | None, list[int]] = {}
        for number, said in enumerate(reading.attributions):
            own.setdefault(said.source, []).append(number)
        rows = {
            "quotes": [_quote(reading, *item) for item in zip(reading.attributions, words, sections, strict=True)],
            "sources": [_source(reading, source, own[source.name], words, sections) for source in reading.sources],
        }
        return Findings(_summary(reading, words), rows)


def _words_of(reading: Reading) -> list[list[int]]:
    """For each attribution how many words are in each voice by it, in the order of `VOICES`."""
    document = reading.document
    counts = np.zeros((len(reading.attributions), len(VOICES)), dtype=int)
    known = [stretch for stretch in reading.stretches if stretch.attribution is not None]
    if known:
        bounds = np.array([(stretch.start, stretch.end) for stretch in known])
        first, last = np.searchsorted(document.word_start, bounds).T
        owner = np.array([stretch.attribution for stretch in known], dtype=np.intp)
        voice = np.array([VOICES.index(stretch.voice) for stretch in known], dtype=np.intp)
        np.add.at(counts, (owner, voice), last - first)
    found: list[list[int]] = counts.tolist()
    return found


def _sections(reading: Reading) -> list[Section]:
    document = reading.document
    starts = [attribution.start for attribution in reading.attributions]
    sentence = np.searchsorted(document.sentence_start, starts, side="right") - 1
    return [MEASURED[code] for code in document.sentence_section[np.maximum(sentence, 0)].tolist()]


def _quote(reading: Reading, said: Attribution, words: Sequence[int], section: Section) -> tuple[Any, ...]:
    document = reading.document
    text = document.text
    source, cue = said.source_span, said.cue_span
    counted = sum(_word_count(reading, start, end) for start, end in said.parts)
    return (
        said.start,
        said.end,
        ";".join(f"{start}-{end}" for start, end in said.parts),
        " … ".join(text[start:end] for start, end in said.parts),
        str(said.kind),
        said.source,
        source[0] if source else None,
        source[1] if source else None,
        text[cue[0] : cue[1]] if cue else None,
        cue[0] if cue else None,
        cue[1] if cue else None,
        said.cue_class,
        said.side,
        counted,
        words[VOICES.index(Voice.QUOTED)],
        words[VOICES.index(Voice.REPORTED)],
        str(section),
    )


def _word_count(reading: Reading, start: int, end: int) -> int:
    words = reading.document.words_between(start, end)
    return int(words.stop) - int(words.start)


def _source(
    reading: Reading,
    source: Source,
    own: Sequence[int],
    words: Sequence[Sequence[int]],
    sections: Sequence[Section],
) -> tuple[Any, ...]:
    kinds = Counter(reading.attributions[number].kind for number in own)
    first = min(own, key=lambda number: reading.attributions[number].start)
    return (
        source.name,
        source.side,
        source.role,
        len(own),
        _summed(words, own, Voice.QUOTED),
        _summed(words, own, Voice.REPORTED),
        reading.attributions[first].start,
        kinds[Kind.DIRECT],
        kinds[Kind.MIXED],
        kinds[Kind.INDIRECT],
        max(sum(_word_count(reading, *part) for part in reading.attributions[number].parts) for number in own),
        str(sections[first]),
        int(any(sections[number] is Section.HEADLINE for number in own)),
    )


def _summed(words: Sequence[Sequence[int]], chosen: Iterable[int], voice: Voice) -> int:
    column = VOICES.index(voice)
    return sum(words[number][column] for number in chosen)


def _summary(reading: Reading, words: Sequence[Sequence[int]]) -> dict[str, float]:
    said = [number for number, item in enumerate(reading.attributions) if item.kind is not Kind.SCARE]
    named = {source.name for source in reading.sources if source.role not in UNNAMED_ROLES}
    sources = [reading.attributions[number].source for number in said]
    sourced = [source for source in sources if source is not None]
    counts = {
        "attributions": len(said),
        "attributions_unnamed": sum(source not in named for source in sources),
        "attributions_sourced": len(sourced),
        "sources": len(reading.sources),
        "words_quoted": _summed(words, said, Voice.QUOTED),
        "words_reported": _summed(words, said, Voice.REPORTED),
        "scare_quotes": len(reading.attributions) - len(said),
    }
    return {name: float(count) for name, count in counts.items()} | _indices(sourced)


def _indices(sources: Sequence[str]) -> dict[str, float]:
    owned = _one_hot(sources)
    enough = len(owned) >= FEWEST_ATTRIBUTIONS
    found: dict[str, float] = {}
    for name, (index, _, _) in _INDICES.items():
        low, high = interval_of_sums(index, owned, draws=_DRAWS) if enough else (_NAN, _NAN)
        found |= {name: float(index(owned.sum(axis=0))) if enough else _NAN}
        found |= {f"{name}_low": low, f"{name}_high": high}
    return found


def _one_hot(sources: Sequence[str]) -> NDArray[np.float32]:
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    owned = np.zeros((len(sources), len(numbers)), dtype=np.float32)
    owned[np.arange(len(sources)), [numbers[source] for source in sources]] = 1
    return owned
