"""Balance: who speaks, how much and how evenly; shares of the sides, counted in three ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.articles.article import MEASURED
from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Voice
from framing.intervals import percentile_intervals, resampled_counts, wilson_interval
from framing.measures.measure import Columns, Measure, columns_of
from framing.tables import column_names
from framing.text.batch import block_starts

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


@dataclass(frozen=True)
class Balance(Measure):
    """Who speaks: attributions, words quoted and words paraphrased, by source; no target is implied.

    Every word is counted once: of nested attributions, for the inner.
    """

    name = "balance"
    tables = ("quotes", "sources")

    def __call__(self, batch: Batch) -> Columns:
        """Measure each article of a batch."""
        attributions = [
            (number, each) for number, reading in enumerate(batch.readings) for each in reading.attributions
        ]
        quotes = _quotes(batch, attributions)
        sure = [[each for each in reading.attributions if each.sure] for reading in batch.readings]
        values = _counts(batch, attributions, quotes)
        values |= _indices([[name for each in of_article for name in each.sources] for of_article in sure])
        tables = {"quotes": quotes, "sources": _sources(batch, attributions, quotes)}
        return Columns(self.summary(batch, values), tables=tables)


Cells = Mapping[str, Sequence[Any]]
#: Attributions, each with the number of its article in the batch.
Numbered = Sequence[tuple[int, Attribution]]


def _quotes(batch: Batch, attributions: Numbered) -> Cells:
    """The columns of `quotes`."""
    document = batch.document
    article = np.array([number for number, _ in attributions], dtype=np.intp)
    text_start = np.array(batch.text_start)[article]
    parts = [(*part, row) for row, (_, each) in enumerate(attributions) for part in each.parts]
    start, end, owner = np.array(parts, dtype=np.intp).reshape(-1, 3).T
    first, last = document.word_bounds(start + text_start[owner], end + text_start[owner])
    words = np.bincount(owner, last - first, len(article)).astype(int)
    starts = text_start + [each.start for _, each in attributions]
    sentence = np.searchsorted(document.sentence_start, starts, "right") - 1
    # Text before the first sentence belongs to its section.
    section = document.sentence_section[np.maximum(sentence, np.array(batch.first_sentence)[article])]
    by_voice = _words_by_voice(batch)
    rows = []
    for row, (number, each) in enumerate(attributions):
        text, cue = batch.readings[number].document.text, each.cue_span
        cells = (
            number,
            each.start,
            each.end,
            ";".join([f"{start}-{end}" for start, end in each.parts]),
            " … ".join([text[start:end] for start, end in each.parts]),
            str(each.kind),
            each.source,
            *(each.source_span or (None, None)),
            *((text[slice(*cue)], *cue) if cue else (None, None, None)),
            each.cue_class,
            each.side,
            int(words[row]),
            by_voice[row, Voice.QUOTED],
            by_voice[row, Voice.REPORTED],
            str(MEASURED[section[row]]),
            each.confidence,
            int(each.sure),
        )
        rows.append(cells)
    return columns_of(column_names("quotes"), rows)


def _words_by_voice(batch: Batch) -> Mapping[tuple[int, Voice], int]:
    """The number of words of each attribution of a batch in each voice."""
    before = block_starts([len(reading.attributions) for reading in batch.readings])
    stretches = [
        (stretch.start + at, stretch.end + at, stretch.attribution + first_row, stretch.voice)
        for reading, at, first_row in zip(batch.readings, batch.text_start, before, strict=False)
        for stretch in reading.stretches
        if stretch.attribution is not None
    ]
    starts, ends, rows, voices = zip(*stretches, strict=True) if stretches else ((),) * 4
    first, last = batch.document.word_bounds(starts, ends)
    by_voice = Counter[tuple[int, Voice]]()
    for row, voice, words in zip(rows, voices, (last - first).tolist(), strict=True):
        by_voice[row, voice] += words
    return by_voice


def _sources(batch: Batch, attributions: Numbered, quotes: Cells) -> Cells:
    """The columns of `sources`, from the attributions of each."""
    sources = [(number, source) for number, reading in enumerate(batch.readings) for source in reading.sources]
    row_of = {(number, source.name): row for row, (number, source) in enumerate(sources)}
    pairs = [(row_of[number, name], at) for at, (number, each) in enumerate(attributions) for name in each.sources]
    owner, own = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2).T
    first = np.searchsorted(owner, range(len(sources)))
    kind, section = np.array(quotes["kind"]), np.array(quotes["section"])

    def of_own(reduce: np.ufunc, values: Sequence[Any] | NDArray[Any]) -> list[Any]:
        reduced: list[Any] = reduce.reduceat(np.asarray(values)[own], first).tolist()
        return reduced

    columns = (
        [number for number, _ in sources],
        *([getattr(source, name) for _, source in sources] for name in ("name", "side", "type", "role")),
        np.bincount(owner).tolist(),
        of_own(np.add, quotes["words_quoted"]),
        of_own(np.add, quotes["words_reported"]),
        [quotes["start"][at] for at in own[first].tolist()],
        *(of_own(np.add, (kind == each).astype(int)) for each in (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)),
        of_own(np.maximum, quotes["words"]),
        section[own[first]].tolist(),
        of_own(np.maximum, (section == "headline").astype(int)),
        of_own(np.maximum, quotes["confidence"]),
    )
    return dict(zip(column_names("sources"), columns, strict=True))


def _counts(batch: Batch, attributions: Numbered, quotes: Cells) -> dict[str, NDArray[Any]]:
    """The counts of each article."""
    readings, article = batch.readings, np.array(quotes["article"], dtype=np.intp)
    named = [{source.name for source in reading.sources if source.type in NAMED_TYPES} for reading in readings]
    spoken = np.array([each.kind is not Kind.SCARE for _, each in attributions], dtype=np.intp)
    counted: dict[str, NDArray[np.intp]] = {
        "attributions": spoken,
        "attributions_unnamed": spoken * [named[number].isdisjoint(each.sources) for number, each in attributions],
        "attributions_sure": spoken * quotes["sure"],
        "words_quoted": spoken * quotes["words_quoted"],
        "words_reported": spoken * quotes["words_reported"],
        "scare_quotes": 1 - spoken,
    }
    counts = {name: np.bincount(article, values, len(readings)) for name, values in counted.items()}
    return counts | {"sources": np.array([len(reading.sources) for reading in readings])}


def _indices(articles: Sequence[Sequence[str]]) -> dict[str, Values]:
    """The indices of each article by the sources of its attributions, with intervals."""
    indices = np.full((len(_INDEX_COLUMNS), len(articles)), nan)
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
        rows = np.concatenate([values[..., :1], ends], axis=-1).reshape(len(members), -1)
        indices[:, [number for number, _ in members]] = rows.T
    return dict(zip(_INDEX_COLUMNS, indices, strict=True))


def _drawn(sources: Sequence[str]) -> Values:
    """The attributions of each source, in the article and in each draw, shape `(sources, 1 + draws)`."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    owners = np.array([numbers[source] for source in sources])
    return np.column_stack([np.bincount(owners), resampled_counts(owners, _DRAWS)])


Row = Mapping[str, Any]

#: The side of a source to which the event assigns none.
NO_SIDE = "no side given"
#: The counts whose shares are compared.
COUNTS = ("words_quoted", "words_reported", "attributions")


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
        whole = {count: sum(other[count] for other in sided) for count in COUNTS}
        known = row["side"] != NO_SIDE and whole["attributions"] >= FEWEST_ATTRIBUTIONS
        row |= {f"share_{count}": row[count] / of if known and of else nan for count, of in whole.items()}
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
