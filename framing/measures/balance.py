"""Balance: who speaks, how much and how evenly; shares of the sides, counted in three ways."""

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
from framing.measures.measure import Columns, SummaryColumn, columns_of, summary_columns
from framing.tables import column_names

Values = NDArray[np.floating[Any]]


def pielou_evenness(counts: ArrayLike) -> Values:
    """Shannon entropy over its maximum, `H / ln S` (Pielou 1966): 1 is even, 0 all with one owner.

    `S` is the number of owners with a unit; undefined for fewer than two.

    >>> round(float(pielou_evenness([31, 6])), 6)
    0.639457
    """
    shares = _shares(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.where(shares > 0, shares * np.log(shares), 0).sum(axis=-1)
        owners = (shares > 0).sum(axis=-1)
        return np.where(owners > 1, entropy / np.log(owners), np.nan)


def unbiased_simpson(counts: ArrayLike) -> Values:
    """The probability that two units have different owners, `1 - sum n(n-1) / N(N-1)` (Simpson 1949).

    Unlike the plug-in form, it does not depend on the number of units; undefined for fewer than two.

    >>> float(unbiased_simpson([1, 1]))
    1.0
    """
    owned = np.asarray(counts, dtype=float)
    total = owned.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        one_owner = (owned * (owned - 1)).sum(axis=-1) / (total * (total - 1))
    return np.where(total > 1, 1 - one_owner, np.nan)


def herfindahl_hirschman(counts: ArrayLike) -> Values:
    """The sum of squared shares (Herfindahl 1950, Hirschman 1945): 1 is all with one owner, `1 / S` even among `S`.

    >>> round(float(herfindahl_hirschman([31, 6])), 6)
    0.728269
    """
    return np.asarray((_shares(counts) ** 2).sum(axis=-1))


def _shares(counts: ArrayLike) -> Values:
    owned = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(owned / owned.sum(axis=-1, keepdims=True))


#: With fewer attributions an index is undefined: two sides at 80 to 20 look one-sided in a third of samples of five.
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
    """Who speaks: attributions, words quoted and words paraphrased, by source; no target is implied.

    Every word is counted once: of nested attributions, for the inner.
    """

    name: str = "balance"
    summary_columns: tuple[SummaryColumn, ...] = _SUMMARY
    sentence_columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("quotes", "sources")

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        indices = _indices([_sure_sources(reading) for reading in batch.readings])
        summaries, quotes, sources = [], [], []
        names = [column.name for column in _SUMMARY]
        for number, reading in enumerate(batch.readings):
            if not len(reading.document.word_start):
                summaries.append(dict.fromkeys(names, nan))
                continue
            counted = _counted(reading)
            own: dict[str, list[_Counted]] = {}
            for each in counted:
                for source in each.attribution.sources:
                    own.setdefault(source, []).append(each)
            summaries.append({**_counts(reading, counted), **indices[number]})
            quotes += [(number, *_quote(reading.document.text, each)) for each in counted]
            sources += [(number, *_source(source, own[source.name])) for source in reading.sources]
        tables = {
            name: columns_of(column_names(name), rows)
            for name, rows in zip(self.tables, (quotes, sources), strict=True)
        }
        return Columns({name: [row[name] for row in summaries] for name in names}, tables=tables)


class _Counted(NamedTuple):
    """An attribution, its words, how many are quoted and paraphrased, and the section it begins in."""

    attribution: Attribution
    words: int
    quoted: int
    reported: int
    section: str


def _counted(reading: Reading) -> list[_Counted]:
    """The counts of each attribution."""
    document = reading.document

    def size(start: int, end: int) -> int:
        return bisect_left(document.word_starts, end) - bisect_left(document.word_starts, start)

    by_voice = Counter[tuple[int | None, Voice]]()
    for start, end, voice, number in reading.stretches:
        by_voice[number, voice] += size(start, end)
    # Text before the first sentence belongs to its section.
    sentences = [max(document.sentence_at(attribution.start), 0) for attribution in reading.attributions]
    return [
        _Counted(
            attribution,
            sum([size(start, end) for start, end in attribution.parts]),
            by_voice[number, Voice.QUOTED],
            by_voice[number, Voice.REPORTED],
            _SECTIONS[document.sentence_section[sentence]],
        )
        for number, (attribution, sentence) in enumerate(zip(reading.attributions, sentences, strict=True))
    ]


def _quote(text: str, counted: _Counted) -> tuple[Any, ...]:
    """A row of `quotes`."""
    parts, kind, source, source_at, cue_at, cue_class, side, confidence = attribution = counted.attribution
    return (
        attribution.start,
        attribution.end,
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
        int(attribution.sure),
    )


def _source(source: Source, own: Sequence[_Counted]) -> tuple[Any, ...]:
    """A row of `sources`, from the source's `own` attributions."""
    first = min(own, key=lambda each: each.attribution.start)
    kinds = [each.attribution.kind for each in own]
    return (
        source.name,
        source.side,
        source.type,
        source.role,
        len(own),
        sum([each.quoted for each in own]),
        sum([each.reported for each in own]),
        first.attribution.start,
        *(kinds.count(kind) for kind in (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)),
        max([each.words for each in own]),
        first.section,
        int("headline" in [each.section for each in own]),
        max([each.attribution.confidence for each in own]),
    )


def _sure_sources(reading: Reading) -> list[str]:
    """The sources of each sure attribution, all of several who speak at once."""
    return [source for attribution in reading.attributions if attribution.sure for source in attribution.sources]


def _counts(reading: Reading, counted: Sequence[_Counted]) -> dict[str, float]:
    spoken = [each for each in counted if each.attribution.kind is not Kind.SCARE]
    named = {source.name for source in reading.sources if source.type in NAMED_TYPES}
    counts = {
        "attributions": len(spoken),
        "attributions_unnamed": sum([named.isdisjoint(each.attribution.sources) for each in spoken]),
        "attributions_sure": sum([each.attribution.sure for each in spoken]),
        "sources": len(reading.sources),
        "words_quoted": sum([each.quoted for each in spoken]),
        "words_reported": sum([each.reported for each in spoken]),
        "scare_quotes": len(counted) - len(spoken),
    }
    return {name: float(count) for name, count in counts.items()}


def _indices(articles: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The indices of each article by the sources of its attributions, with intervals."""
    indices = [dict.fromkeys(_INDEX_COLUMNS, nan) for _ in articles]
    # Articles with about as many sources are computed together; a source without an attribution changes nothing.
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
            indices[number] = dict(zip(_INDEX_COLUMNS, row, strict=True))
    return indices


def _drawn(sources: Sequence[str]) -> Values:
    """The attributions of each source, in the article and in each draw, shape `(sources, 1 + draws)`."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    owners = np.array([numbers[source] for source in sources])
    return np.column_stack([np.bincount(owners), resampled_counts(owners, _DRAWS)])


Row = Mapping[str, Any]

#: The side of a source to which the event assigns none.
NO_SIDE = "no side given"
#: The counts whose shares are compared.
ANSWERS = ("words_quoted", "words_reported", "attributions")


def balance_by_side(quotes: Iterable[Row]) -> list[dict[str, Any]]:
    """How much each side speaks in each article, from the sure rows of the table `quotes`.

    A row for each article and side, in the order of first speaking: `article`, `side`, `attributions`, `speakers`,
    `words_quoted`, `words_reported`, the share of each of the three counts among the event's sides (`share_…`, `nan`
    under five attributions), `share_attributions_low` and `_high` (the 95 % Wilson interval of that share, as if
    attributions were drawn one by one), `longest_run` in words, `first_at`, `headline` (1 if it speaks there), and
    `cues`, a mapping of cue class to count. With pandas: `pd.DataFrame(balance_by_side(table.to_dict("records")))`.
    """
    groups: dict[tuple[Any, str], list[Row]] = {}
    sure = [row for row in quotes if row["sure"]]
    for row in sorted(sure, key=lambda row: (str(row["article"]), row["start"], row["end"])):
        side = row["side"] if isinstance(row["side"], str) and row["side"] else NO_SIDE
        groups.setdefault((row["article"], side), []).append(row)
    sides = [_of_side(article, side, rows) for (article, side), rows in groups.items()]
    for row in sides:
        sided = [other for other in sides if other["article"] == row["article"] and other["side"] != NO_SIDE]
        whole = {answer: sum(other[answer] for other in sided) for answer in ANSWERS}
        known = row["side"] != NO_SIDE and whole["attributions"] >= FEWEST_ATTRIBUTIONS
        row |= {f"share_{answer}": row[answer] / of if known and of else nan for answer, of in whole.items()}
        ends = wilson_interval(row["attributions"], whole["attributions"]) if known else (nan, nan)
        row["share_attributions_low"], row["share_attributions_high"] = ends
    return sides


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
