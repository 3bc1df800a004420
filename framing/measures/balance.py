"""Balance: who gets to speak, how much, and how evenly; between sides, three answers side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.articles.article import MEASURED
from framing.attribution.batch import Batch
from framing.attribution.reading import CODE_OF_VOICE, VOICES, Kind, Reading, Source, Voice
from framing.intervals import Interval, percentile_intervals, resampled_counts, wilson_interval
from framing.measures.measure import Columns, SummaryColumn, by_column, columns_of, summary_columns
from framing.tables import column_names
from framing.text.batch import starts_of

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
    shares = _shares(counts)
    return np.where(np.isnan(shares).any(axis=-1), np.nan, (shares**2).sum(axis=-1))


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

_QUOTES, _SOURCES = column_names("quotes"), column_names("sources")
_SUMMARY = summary_columns("balance")
_INDEX_COLUMNS = tuple(f"{name}{end}" for name in _INDICES for end in ("", "_low", "_high"))
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
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("quotes", "sources")

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        indices = _indices([_sure_sources(reading) for reading in batch.readings])
        summaries, quotes, sources = [], [], []
        for number, (reading, counted) in enumerate(zip(batch.readings, _counted(batch), strict=True)):
            if not len(reading.document.word_start):
                summaries.append(dict.fromkeys((column.name for column in _SUMMARY), _NAN))
                continue
            rows = _quotes(number, reading, counted)
            own: dict[str, list[int]] = {}
            for at, attribution in enumerate(reading.attributions):
                for source in attribution.sources:
                    own.setdefault(source, []).append(at)
            summaries.append({**_counts(reading, counted), **indices[number]})
            quotes += rows
            sources += [_source(number, source, own[source.name], rows) for source in reading.sources]
        tables = {"quotes": columns_of(_QUOTES, quotes), "sources": columns_of(_SOURCES, sources)}
        return Columns(by_column(_SUMMARY, summaries), tables=tables)


class _Counted(NamedTuple):
    """What is counted of an attribution: its words, those of them in each voice, and the section it begins in."""

    words: int
    by_voice: Sequence[int]
    section: str


def _counted(batch: Batch) -> list[list[_Counted]]:
    """What is counted of each attribution of each article."""
    document = batch.document
    places = starts_of([len(reading.attributions) for reading in batch.readings])
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
    # What stands before the first sentence of its article belongs to the section of that sentence.
    earliest = np.repeat(batch.first_sentence[:-1], np.diff(places))
    sections = document.sentence_section[np.maximum(sentence, earliest)]
    counted = [
        _Counted(size, by_voice, _SECTIONS[section])
        for size, by_voice, section in zip(words.tolist(), _by_voice(batch, places), sections.tolist(), strict=True)
    ]
    return [counted[at:end] for at, end in pairwise(places)]


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


def _quotes(number: int, reading: Reading, counted: Sequence[_Counted]) -> list[tuple[Any, ...]]:
    """The rows of `quotes`."""
    text = reading.document.text
    rows = []
    for attribution, (words, by_voice, section) in zip(reading.attributions, counted, strict=True):
        parts, kind, source, source_at, cue_at, cue_class, side, confidence = attribution
        begin, end = parts[0][0], parts[-1][1]
        one = len(parts) == 1
        row = (
            number,
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
            confidence,
            int(attribution.sure),
        )
        rows.append(row)
    return rows


def _source(number: int, source: Source, own: Sequence[int], quotes: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The row of a source, from the rows of the quotes that are its `own`."""
    columns = list(zip(*[quotes[at] for at in own], strict=True))
    begins, kinds, sections = columns[_AT["start"]], columns[_AT["kind"]], columns[_AT["section"]]
    first = begins.index(min(begins))
    return (
        number,
        source.name,
        source.side,
        source.type,
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
        max(columns[_AT["confidence"]]),
    )


def _sure_sources(reading: Reading) -> list[str]:
    """The sources of each sure attribution; of several who speak at once, each."""
    return [source for said in reading.attributions if said.sure for source in said.sources]


def _counts(reading: Reading, counted: Sequence[_Counted]) -> dict[str, float]:
    said = [number for number, item in enumerate(reading.attributions) if item.kind is not Kind.SCARE]
    named = {source.name for source in reading.sources if source.type in NAMED_TYPES}
    sources = [reading.attributions[number].sources for number in said]
    counts = {
        "attributions": len(said),
        "attributions_unnamed": sum([named.isdisjoint(each) for each in sources]),
        "attributions_sure": sum([said.sure for said in reading.attributions]),
        "sources": len(reading.sources),
        "words_quoted": sum([counted[number].by_voice[_QUOTED] for number in said]),
        "words_reported": sum([counted[number].by_voice[_REPORTED] for number in said]),
        "scare_quotes": len(reading.attributions) - len(said),
    }
    return {name: float(count) for name, count in counts.items()}


def _indices(articles: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The indices of each article by the sources of its attributions, and how far they may move."""
    found = [dict.fromkeys(_INDEX_COLUMNS, _NAN) for _ in articles]
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
        values = np.stack([index(counts) for index in _INDICES.values()], axis=1)
        intervals = iter(percentile_intervals(values[..., 1:].reshape(-1, _DRAWS)))
        for (number, _), of_it in zip(members, values[..., 0].tolist(), strict=True):
            values_of_it = [end for value in of_it for end in (value, *next(intervals))]
            found[number] = dict(zip(_INDEX_COLUMNS, values_of_it, strict=True))
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
        row |= {f"share_{answer}": _share(row, sided, answer) for answer in ANSWERS}
        row["share_attributions_low"], row["share_attributions_high"] = _interval(row, sided)
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


def _share(row: Mapping[str, Any], sided: list[dict[str, Any]], answer: str) -> float:
    whole = sum(other[answer] for other in sided)
    enough = sum(other["attributions"] for other in sided) >= FEWEST_ATTRIBUTIONS
    return row[answer] / whole if enough and whole and row["side"] != NO_SIDE else float("nan")


def _interval(row: Mapping[str, Any], sided: list[dict[str, Any]]) -> Interval:
    if isnan(row["share_attributions"]):
        return (float("nan"), float("nan"))
    return wilson_interval(row["attributions"], sum(other["attributions"] for other in sided))
