"""The confidence of a row: how probable it is that a careful reader lets it stand, by boosted trees.

Learned from rows that readers judged, and calibrated on articles that nothing was learned from (Platt 1999). Names
and single words play no part, so swapping one name for another changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.contents import RawAttribution
from framing.attribution.cues import cue_classes
from framing.attribution.reading import Kind
from framing.attribution.sources import Mention
from framing.attribution.token_features import TokenFeatures, counts_before
from framing.attribution.trees import Trees
from framing.attribution.word_rows import WordRows

_KINDS = (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)
_FORMS, _TYPES, _CHOICES = (
    {value: code for code, value in enumerate(values)}
    for values in (
        ("full", "short", "title", "description", "office", "pronoun", "relative", "author"),
        ("person", "body", "group", "place", "time", "document", "thing", "unnamed"),
        ("as written", "only", "nearest", "none"),
    )
)
#: The value of a feature where there is nothing to measure.
_NONE = -99


def confidences(
    batch: TokenFeatures, rows: WordRows, raw: Sequence[Sequence[RawAttribution]], trees: Trees | None
) -> list[list[float]]:
    """The confidence of each attribution of each document; without trees each is 1."""
    places = np.cumsum([0, *map(len, raw)]).tolist()
    if trees is None or not places[-1]:
        return [[1.0] * len(of_document) for of_document in raw]
    odds = trees.log_odds(row_features(batch, rows, raw))
    every = np.round(1 / (1 + np.exp(-odds)), 3).tolist()
    return [every[at:end] for at, end in pairwise(places)]


def row_features(batch: TokenFeatures, rows: WordRows, raw: Sequence[Sequence[RawAttribution]]) -> NDArray[np.float64]:
    """What is known of the attributions of some documents, a row each and a column per feature."""
    every = list(chain.from_iterable(raw))
    at = np.repeat(batch.document_starts[:-1], list(map(len, raw)))
    start, end, cue, source = np.array([(row.start, row.end, row.cue, row.source) for row in every], dtype=np.intp).T
    has_cue, has_source = cue >= 0, source >= 0
    start, end = start + at, end + at
    cue, source = np.where(has_cue, cue + at, start), np.where(has_source, source + at, start)
    sentence, first = batch.document.word_sentence, batch.document.sentence_first_word
    finite = counts_before(rows.is_finite[batch.row])
    columns = (
        *np.array([(row.cue_score, row.content_score, row.source_score, row.score) for row in every]).T,
        [_KINDS.index(row.content.kind) if row.cue >= 0 else len(_KINDS) for row in every],
        end - start + 1,
        sentence[end] - sentence[start],
        [len(row.content.quotations) for row in every],
        np.where(has_cue & has_source, cue - source, _NONE),
        np.where(has_cue, cue - start, _NONE),
        np.where(has_cue, cue - end, _NONE),
        *np.array([_mention(row.mention) for row in every], dtype=float).T,
        np.where(start > at, batch.gap[start - 1], 0),
        batch.gap[end],
        np.where(has_cue, batch.gap[cue], _NONE),
        start == first[sentence[start]],
        end + 1 == first[sentence[end] + 1],
        has_cue & (sentence[cue] == sentence[start]),
        finite[end + 1] - finite[start],
        batch.document.sentence_section[sentence[start]],
        np.where(has_cue, rows.cue_kind[batch.row[cue]], _NONE),
        np.where(has_cue, _classes(rows)[batch.row[cue]], _NONE),
        [row.is_shown for row in every],
        batch.row[start] == rows.row_of("that"),
        has_source & batch.named[source],
        *_company(batch, raw),
    )
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)


def _company(batch: TokenFeatures, raw: Sequence[Sequence[RawAttribution]]) -> NDArray[np.float64]:
    """How sure each source's name is, and how the source stands among those of its article; a row per feature."""
    facts: list[tuple[float, ...]] = []
    for tokens, of_document in zip(batch.by_document, raw, strict=True):
        uses = Counter(row.mention.name for row in of_document if row.mention and row.mention.name)
        namesakes = Counter(name.split()[-1] for name in uses)
        paragraph, sentence = tokens.document.sentence_paragraph, tokens.sentences
        spoke: dict[str, int] = {}
        before: str | None = None
        for row in of_document:
            here, mention = sentence[row.start], row.mention
            opens = here == 0 or paragraph[here] != paragraph[here - 1]
            name = mention.name if mention else None
            if mention and name:
                since = row.start - spoke[name] if name in spoke else _NONE
                last = namesakes[name.split()[-1]]
                facts.append((mention.certainty, name == before, since, uses[name], len(uses), last, opens))
                spoke[name] = row.end
            else:
                facts.append((_NONE, 0, _NONE, 0, len(uses), 0, opens))
            before = name
    return np.array(facts, dtype=float).T


@cache
def _classes(rows: WordRows) -> NDArray[np.int_]:
    """The number of the class of report verb that each row's form has, -1 for none."""
    classes = cue_classes()
    numbers = {name: number for number, name in enumerate(sorted(set(classes.values())))}
    return np.array([numbers.get(classes.get(form, ""), -1) for form in rows.forms])


def _mention(mention: Mention | None) -> tuple[int, int, int, int]:
    """How many words a source's name has, and the codes of its form, its type and of how it was chosen."""
    if mention is None:
        return 0, _NONE, _NONE, _NONE
    form, choice = _FORMS.get(mention.form, _NONE), _CHOICES.get(mention.choice, _NONE)
    return len((mention.name or "").split()), form, _TYPES.get(mention.type, _NONE), choice
