"""Balance: who gets to speak, how much, and how evenly; between sides, three answers side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.articles.article import MEASURED
from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Reading, Source, Voice
from framing.intervals import percentile_intervals, resampled_counts, wilson_interval
from framing.measures.measure import Columns, SummaryColumn, by_column, columns_of, summary_columns
from framing.tables import column_names

Values = NDArray[np.floating[Any]]


def pielou_evenness(counts: ArrayLike) -> Values:
    """Shannon entropy over its greatest possible value, `H / ln S` (Pielou 1966): 1 is even, 0 all with one.

    `S` is the number of owners with any; undefined for fewer than two.

    >>> round(float(pielou_evenness([31, 6])), 6)
    0.639457
    """
    shares = _shares(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.where(shares > 0, shares * np.log(shares), 0).sum(axis=-1)
        owners = (shares > 0).sum(axis=-1)
        return np.where(owners > 1, entropy / np.log(owners), np.nan)


def unbiased_simpson(counts: ArrayLike) -> Values:
    """The chance that two different units have different owners, `1 - sum n(n-1) / N(N-1)` (Simpson 1949).

    Unlike the plug-in form it does not depend on how many units there are; undefined for fewer than two.

    >>> float(unbiased_simpson([1, 1]))
    1.0
    """
    known = np.asarray(counts, dtype=float)
    total = known.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        same = (known * (known - 1)).sum(axis=-1) / (total * (total - 1))
    return np.where(total > 1, 1 - same, np.nan)


def herfindahl_hirschman(counts: ArrayLike) -> Values:
    """The sum of squared shares (Herfindahl 1950, Hirschman 1945): 1 is all with one, `1 / S` even among `S`.

    >>> round(float(herfindahl_hirschman([31, 6])), 6)
    0.728269
    """
    squares: Values = (_shares(counts) ** 2).sum(axis=-1)
    return squares


def _shares(counts: ArrayLike) -> Values:
    known = np.asarray(counts, dtype=float)
    total = known.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares: Values = known / total
    return shares


#: With fewer attributions an index says nothing: two sides at 80 to 20 look one-sided in a third of samples of five.
FEWEST_ATTRIBUTIONS = 5
#: Sources of these types have a name.
NAMED_TYPES = frozenset({"person", "body", "document"})
#: Enough for an interval that is read to two digits.
_DRAWS = 300

_INDICES: Mapping[str, Callable[[Any], Values]] = {
    "evenness": pielou_evenness,
    "simpson": unbiased_simpson,
    "hhi": herfindahl_hirschman,
}
_INDEX_COLUMNS = tuple(f"{name}{end}" for name in _INDICES for end in ("", "_low", "_high"))
_SUMMARY = summary_columns("balance")
_SECTIONS = tuple(map(str, MEASURED))


@dataclass(frozen=True)
class Balance:
    """Who speaks: attributions, words quoted and words reported, by source; no target is implied.

    Every word is counted once: where one attribution lies within another, for the inner.
    """

    name: str = "balance"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("quotes", "sources")

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        indices = _indices([_sure_sources(reading) for reading in batch.readings])
        summaries, quotes, sources = [], [], []
        for number, reading in enumerate(batch.readings):
            if not len(reading.document.word_start):
                summaries.append(dict.fromkeys((column.name for column in _SUMMARY), nan))
                continue
            said = _counted(reading)
            own: dict[str, list[_Counted]] = {}
            for each in said:
                for source in each.said.sources:
                    own.setdefault(source, []).append(each)
            summaries.append({**_counts(reading, said), **indices[number]})
            quotes += [(number, *_quote(reading.document.text, each)) for each in said]
            sources += [(number, *_source(source, own[source.name])) for source in reading.sources]
        tables = {
            name: columns_of(column_names(name), rows)
            for name, rows in zip(self.tables, (quotes, sources), strict=True)
        }
        return Columns(by_column(_SUMMARY, summaries), tables=tables)


class _Counted(NamedTuple):
    """An attribution, its words, those of them quoted and reported, and the section it begins in."""

    said: Attribution
    words: int
    quoted: int
    reported: int
    section: str


def _counted(reading: Reading) -> list[_Counted]:
    """What is counted of each attribution."""
    document = reading.document

    def size(start: int, end: int) -> int:
        return bisect_left(document.word_starts, end) - bisect_left(document.word_starts, start)

    by_voice = Counter[tuple[int | None, Voice]]()
    for start, end, voice, number in reading.stretches:
        by_voice[number, voice] += size(start, end)
    # What stands before the first sentence belongs to its section.
    sections = document.sentence_section[[max(document.sentence_at(said.start), 0) for said in reading.attributions]]
    return [
        _Counted(
            said,
            sum([size(start, end) for start, end in said.parts]),
            by_voice[number, Voice.QUOTED],
            by_voice[number, Voice.REPORTED],
            _SECTIONS[section],
        )
        for number, (said, section) in enumerate(zip(reading.attributions, sections.tolist(), strict=True))
    ]


def _quote(text: str, counted: _Counted) -> tuple[Any, ...]:
    """A row of `quotes`."""
    parts, kind, source, source_at, cue_at, cue_class, side, confidence = said = counted.said
    return (
        said.start,
        said.end,
        ";".join([f"{start}-{end}" for start, end in parts]),
        " … ".join([text[start:end] for start, end in parts]),
        str(kind),
        source,
        *(source_at or (None, None)),
        *((text[slice(*cue_at)], *cue_at) if cue_at else (None, None, None)),
        cue_class,
        side,
        *counted[1:],
        confidence,
        int(said.sure),
    )


def _source(source: Source, own: Sequence[_Counted]) -> tuple[Any, ...]:
    """The row of a source, from the attributions that are its `own`."""
    first = min(own, key=lambda each: each.said.start)
    kinds = [each.said.kind for each in own]
    return (
        source.name,
        source.side,
        source.type,
        source.role,
        len(own),
        sum([each.quoted for each in own]),
        sum([each.reported for each in own]),
        first.said.start,
        *(kinds.count(kind) for kind in (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)),
        max([each.words for each in own]),
        first.section,
        int("headline" in [each.section for each in own]),
        max([each.said.confidence for each in own]),
    )


def _sure_sources(reading: Reading) -> list[str]:
    """The sources of each sure attribution; of several who speak at once, each."""
    return [source for said in reading.attributions if said.sure for source in said.sources]


def _counts(reading: Reading, counted: Sequence[_Counted]) -> dict[str, float]:
    spoken = [each for each in counted if each.said.kind is not Kind.SCARE]
    named = {source.name for source in reading.sources if source.type in NAMED_TYPES}
    counts = {
        "attributions": len(spoken),
        "attributions_unnamed": sum([named.isdisjoint(each.said.sources) for each in spoken]),
        "attributions_sure": sum([each.said.sure for each in spoken]),
        "sources": len(reading.sources),
        "words_quoted": sum([each.quoted for each in spoken]),
        "words_reported": sum([each.reported for each in spoken]),
        "scare_quotes": len(counted) - len(spoken),
    }
    return {name: float(count) for name, count in counts.items()}


def _indices(articles: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The indices of each article by the sources of its attributions, and how far they may move."""
    found = [dict.fromkeys(_INDEX_COLUMNS, nan) for _ in articles]
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
        values = np.stack([index(np.moveaxis(table, 0, -1)) for index in _INDICES.values()], axis=1)
        ends = np.reshape(percentile_intervals(values[..., 1:].reshape(-1, _DRAWS)), (*values.shape[:2], 2))
        rows = np.concatenate([values[..., :1], ends], axis=-1).reshape(len(members), -1).tolist()
        for (number, _), row in zip(members, rows, strict=True):
            found[number] = dict(zip(_INDEX_COLUMNS, row, strict=True))
    return found


def _drawn(sources: Sequence[str]) -> Values:
    """How many attributions each source has, and how many in each draw, shape `(sources, 1 + draws)`."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    owners = np.array([numbers[source] for source in sources])
    return np.column_stack([np.bincount(owners), resampled_counts(owners, _DRAWS)])


Row = Mapping[str, Any]

#: The side of a source that the event puts on none.
NO_SIDE = "no side given"
#: The counts whose shares stand side by side.
ANSWERS = ("words_quoted", "words_reported", "attributions")


def balance_by_side(quotes: Iterable[Row]) -> list[dict[str, Any]]:
    """What each side is given in each article, from the sure rows of the table `quotes`.

    A row for each article and side, in the order of first speaking: `article`, `side`, `attributions`, `speakers`,
    `words_quoted`, `words_reported`, the share of each of the three among the event's sides (`share_…`, nan under five
    attributions: counts are all that can be said), `share_attributions_low` and `_high` (the 95 % Wilson interval of
    that share, as if attributions were drawn one by one), `longest_run` in words, `first_at`,
    `headline` (1 if it speaks there), and `cues`, a mapping of cue class to count. From a pandas frame:
    `pd.DataFrame(balance_by_side(frame.to_dict("records")))`.
    """
    groups: dict[tuple[Any, str], list[Row]] = {}
    said = [row for row in quotes if row["sure"]]
    for row in sorted(said, key=lambda row: (str(row["article"]), row["start"], row["end"])):
        side = row["side"] if isinstance(row["side"], str) and row["side"] else NO_SIDE
        groups.setdefault((row["article"], side), []).append(row)
    found = [_of_side(article, side, rows) for (article, side), rows in groups.items()]
    for row in found:
        sided = [other for other in found if other["article"] == row["article"] and other["side"] != NO_SIDE]
        whole = {answer: sum(other[answer] for other in sided) for answer in ANSWERS}
        known = row["side"] != NO_SIDE and whole["attributions"] >= FEWEST_ATTRIBUTIONS
        row |= {f"share_{answer}": row[answer] / of if known and of else nan for answer, of in whole.items()}
        ends = wilson_interval(row["attributions"], whole["attributions"]) if known else (nan, nan)
        row["share_attributions_low"], row["share_attributions_high"] = ends
    return found


def _of_side(article: Any, side: str, rows: list[Row]) -> dict[str, Any]:
    return {
        "article": article,
        "side": side,
        "attributions": len(rows),
        "speakers": len({row["source"] for row in rows if isinstance(row["source"], str)}),
        "words_quoted": sum(int(row["words_quoted"]) for row in rows),
        "words_reported": sum(int(row["words_reported"]) for row in rows),
        "longest_run": max(int(row["words"]) for row in rows),
        "first_at": min(int(row["start"]) for row in rows),
        "headline": int(any(row["section"] == "headline" for row in rows)),
        "cues": dict(sorted(Counter(row["cue_class"] for row in rows if isinstance(row["cue_class"], str)).items())),
    }
