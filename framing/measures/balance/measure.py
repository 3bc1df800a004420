"""The measure: who is given words in an article, how many, and how evenly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from framing.articles.article import MEASURED
from framing.attribution.batch import Batch
from framing.attribution.reading import CODE_OF_VOICE, VOICES, Kind, Reading, Source, Voice
from framing.intervals import percentile_intervals, resampled_counts
from framing.measures.balance.indices import Values, herfindahl_hirschman, pielou_evenness, unbiased_simpson
from framing.measures.measure import Figure, Findings
from framing.text.join import first_places

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
_INDEX_FIGURES = tuple(f"{name}{end}" for name in _INDICES for end in ("", "_low", "_high"))
#: Where each column of `quotes` stands.
_AT = {name: number for number, name in enumerate(_QUOTES)}
_QUOTED, _REPORTED = CODE_OF_VOICE[Voice.QUOTED], CODE_OF_VOICE[Voice.REPORTED]
_SECTIONS = tuple(map(str, MEASURED))
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

    def __call__(self, reading: Reading) -> Findings:
        """Measure one article."""
        return self.many(Batch((reading,)))[0]

    def many(self, batch: Batch) -> list[Findings]:
        """Measure each article of a batch."""
        indices = _indices([_sourced(reading) for reading in batch.readings])
        return list(map(_findings, batch.readings, _told(batch), indices))


def _findings(reading: Reading, told: Sequence[_Told], indices: Mapping[str, float]) -> Findings:
    if not len(reading.document.word_start):
        return Findings(dict.fromkeys((figure.name for figure in _FIGURES), _NAN))
    quotes = _quotes(reading, told)
    own: dict[str | None, list[int]] = {}
    for number, said in enumerate(reading.attributions):
        own.setdefault(said.source, []).append(number)
    sources = [_source(source, own[source.name], quotes) for source in reading.sources]
    return Findings({**_counts(reading, told), **indices}, {"quotes": quotes, "sources": sources})


class _Told(NamedTuple):
    """What is counted of an attribution: its words, those of them in each voice, and the section it begins in."""

    words: int
    by_voice: Sequence[int]
    section: str


def _told(batch: Batch) -> list[list[_Told]]:
    """What is counted of each attribution of each article."""
    document = batch.document
    places = first_places([len(reading.attributions) for reading in batch.readings])
    said = [
        (number, start + at, end + at)
        for number, (attribution, at) in enumerate(
            (attribution, at)
            for reading, at in zip(batch.readings, batch.text_at, strict=False)
            for attribution in reading.attributions
        )
        for start, end in attribution.parts
    ]
    if not said:
        return [[] for _ in batch.readings]
    of_part, starts, ends = np.array(said).T
    first, last = document.words_of_spans(starts, ends)
    words = np.bincount(of_part, weights=last - first).astype(int)
    opens = starts[np.flatnonzero(np.diff(of_part, prepend=-1))]
    sentence = np.searchsorted(document.sentence_start, opens, side="right") - 1
    # What stands before the first sentence of its article is told in the section of that.
    earliest = np.repeat(batch.first_sentence[:-1], np.diff(places))
    sections = document.sentence_section[np.maximum(sentence, earliest)]
    told = [
        _Told(size, by_voice, _SECTIONS[section])
        for size, by_voice, section in zip(words.tolist(), _by_voice(batch, places), sections.tolist(), strict=True)
    ]
    return [told[at:end] for at, end in pairwise(places)]


def _by_voice(batch: Batch, places: Sequence[int]) -> list[list[int]]:
    """For each attribution how many words are in each voice by it, in the order of `VOICES`.

    Those of an article begin at its number of `places`.
    """
    first, last = batch.words_of_stretches
    # What nobody is said to have said is counted in a cell behind all others.
    nobody = places[-1] * len(VOICES)
    cells = [
        nobody
        if stretch.attribution is None
        else (at + stretch.attribution) * len(VOICES) + CODE_OF_VOICE[stretch.voice]
        for reading, at in zip(batch.readings, places, strict=False)
        for stretch in reading.stretches
    ]
    counts = np.bincount(cells, weights=last - first, minlength=nobody + 1)[:nobody].astype(int)
    listed: list[list[int]] = counts.reshape(-1, len(VOICES)).tolist()
    return listed


def _quotes(reading: Reading, told: Sequence[_Told]) -> list[tuple[Any, ...]]:
    """The rows of `quotes`."""
    text = reading.document.text
    rows = []
    for (parts, kind, source, source_at, cue_at, cue_class, side), (words, by_voice, section) in zip(
        reading.attributions, told, strict=True
    ):
        begin, end = parts[0][0], parts[-1][1]
        one = len(parts) == 1
        row = (
            begin,
            end,
            f"{begin}-{end}" if one else ";".join(f"{start}-{stop}" for start, stop in parts),
            text[begin:end] if one else " … ".join(text[start:stop] for start, stop in parts),
            str(kind),
            source,
            *(source_at or (None, None)),
            *((text[cue_at[0] : cue_at[1]], *cue_at) if cue_at else (None, None, None)),
            cue_class,
            side,
            words,
            by_voice[_QUOTED],
            by_voice[_REPORTED],
            section,
        )
        rows.append(row)
    return rows


def _source(source: Source, own: Sequence[int], quotes: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The row of a source, from the rows of the quotes that are its `own`."""
    columns = list(zip(*[quotes[number] for number in own], strict=True))
    begins, kinds, sections = columns[0], columns[_AT["kind"]], columns[_AT["section"]]
    first = begins.index(min(begins))
    return (
        source.name,
        source.side,
        source.role,
        len(own),
        sum(columns[_AT["words_quoted"]]),
        sum(columns[_AT["words_reported"]]),
        begins[first],
        kinds.count("direct"),
        kinds.count("mixed"),
        kinds.count("indirect"),
        max(columns[_AT["words"]]),
        sections[first],
        int("headline" in sections),
    )


def _sourced(reading: Reading) -> list[str]:
    """The source of each attribution that has one."""
    return [said.source for said in reading.attributions if said.source is not None and said.kind is not Kind.SCARE]


def _counts(reading: Reading, told: Sequence[_Told]) -> dict[str, float]:
    said = [number for number, item in enumerate(reading.attributions) if item.kind is not Kind.SCARE]
    named = {source.name for source in reading.sources if source.role not in UNNAMED_ROLES}
    sources = [reading.attributions[number].source for number in said]
    counts = {
        "attributions": len(said),
        "attributions_unnamed": sum([source not in named for source in sources]),
        "attributions_sourced": len(sources) - sources.count(None),
        "sources": len(reading.sources),
        "words_quoted": sum([told[number].by_voice[_QUOTED] for number in said]),
        "words_reported": sum([told[number].by_voice[_REPORTED] for number in said]),
        "scare_quotes": len(reading.attributions) - len(said),
    }
    return {name: float(count) for name, count in counts.items()}


def _indices(articles: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The indices of each article by the sources of its attributions, and how far they may move."""
    found = [dict.fromkeys(_INDEX_FIGURES, _NAN) for _ in articles]
    # Articles with about as many sources are worked out in one go; a source without an attribution changes nothing.
    alike: dict[int, list[tuple[int, Values]]] = {}
    for number, sources in enumerate(articles):
        if len(sources) >= FEWEST_ATTRIBUTIONS:
            drawn = _drawn(sources)
            alike.setdefault(1 << (len(drawn) - 1).bit_length(), []).append((number, drawn))
    for most, members in alike.items():
        # Sources come first and draws last, so that sums over the sources run along the draws.
        table = np.zeros((most, len(members), 1 + _DRAWS))
        for place, (_, drawn) in enumerate(members):
            table[: len(drawn), place] = drawn
        counts = np.moveaxis(table, 0, -1)
        values = np.stack([index(counts) for index, _, _ in _INDICES.values()], axis=1)
        intervals = iter(percentile_intervals(values[..., 1:].reshape(-1, _DRAWS)))
        for (number, _), of_it in zip(members, values[..., 0].tolist(), strict=True):
            figures = [figure for value in of_it for figure in (value, *next(intervals))]
            found[number] = dict(zip(_INDEX_FIGURES, figures, strict=True))
    return found


def _drawn(sources: Sequence[str]) -> Values:
    """How many attributions each source has, and how many in each draw, shape `(sources, 1 + draws)`."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    owners = np.array([numbers[source] for source in sources])
    return np.column_stack([np.bincount(owners), resampled_counts(owners, _DRAWS)])
