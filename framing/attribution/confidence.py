"""The probability that a careful reader accepts an attribution, by boosted trees.

Learned from judged attributions and calibrated on held-out articles (Platt 1999). Names and single words are not
features, so swapping one name for another changes nothing.
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
from framing.attribution.sources import ResolvedSource
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
#: The value of a feature that does not apply.
_NOT_APPLICABLE = -99


def confidences(
    batch: TokenFeatures, rows: WordRows, raw: Sequence[Sequence[RawAttribution]], trees: Trees | None
) -> list[list[float]]:
    """The confidence of each attribution of each document; without trees each is 1."""
    places = np.cumsum([0, *map(len, raw)]).tolist()
    if trees is None or not places[-1]:
        return [[1.0] * len(attributions) for attributions in raw]
    odds = trees.log_odds(attribution_features(batch, rows, raw))
    flat = np.round(1 / (1 + np.exp(-odds)), 3).tolist()
    return [flat[at:end] for at, end in pairwise(places)]


def attribution_features(
    batch: TokenFeatures, rows: WordRows, raw: Sequence[Sequence[RawAttribution]]
) -> NDArray[np.float64]:
    """The features of all attributions, a row each."""
    flat = list(chain.from_iterable(raw))
    at = np.repeat(batch.document_starts[:-1], list(map(len, raw)))
    start, end, cue, source = np.array(
        [(each.first_word, each.last_word, each.cue, each.source) for each in flat], dtype=np.intp
    ).T
    has_cue, has_source = cue >= 0, source >= 0
    start, end = start + at, end + at
    cue, source = np.where(has_cue, cue + at, start), np.where(has_source, source + at, start)
    sentence, first = batch.document.word_sentence, batch.document.sentence_first_word
    finite = counts_before(rows.is_finite[batch.weight_row])
    columns = (
        *np.array([(each.cue_score, each.content_score, each.source_score, each.score) for each in flat]).T,
        [_KINDS.index(each.content.kind) if each.cue >= 0 else len(_KINDS) for each in flat],
        end - start + 1,
        sentence[end] - sentence[start],
        [len(each.content.quotations) for each in flat],
        np.where(has_cue & has_source, cue - source, _NOT_APPLICABLE),
        np.where(has_cue, cue - start, _NOT_APPLICABLE),
        np.where(has_cue, cue - end, _NOT_APPLICABLE),
        *np.array([_resolved_codes(each.resolved) for each in flat], dtype=float).T,
        np.where(start > at, batch.gap[start - 1], 0),
        batch.gap[end],
        np.where(has_cue, batch.gap[cue], _NOT_APPLICABLE),
        start == first[sentence[start]],
        end + 1 == first[sentence[end] + 1],
        has_cue & (sentence[cue] == sentence[start]),
        finite[end + 1] - finite[start],
        batch.document.sentence_section[sentence[start]],
        np.where(has_cue, rows.cue_type[batch.weight_row[cue]], _NOT_APPLICABLE),
        np.where(has_cue, _classes(rows)[batch.weight_row[cue]], _NOT_APPLICABLE),
        [each.from_layout for each in flat],
        batch.weight_row[start] == rows.row_of("that"),
        has_source & batch.is_name[source],
        *_discourse_features(batch, raw),
    )
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)


def _discourse_features(batch: TokenFeatures, raw: Sequence[Sequence[RawAttribution]]) -> NDArray[np.float64]:
    """The certainty of each source's name, and how often and how recently it spoke; a row per feature."""
    features: list[tuple[float, ...]] = []
    for tokens, attributions in zip(batch.by_document, raw, strict=True):
        uses = Counter(each.resolved.name for each in attributions if each.resolved and each.resolved.name)
        same_surname = Counter(name.split()[-1] for name in uses)
        paragraph, sentence = tokens.document.sentence_paragraph, tokens.sentence_of
        spoke: dict[str, int] = {}
        before: str | None = None
        for each in attributions:
            here, resolved = sentence[each.first_word], each.resolved
            opens = here == 0 or paragraph[here] != paragraph[here - 1]
            name = resolved.name if resolved else None
            if resolved and name:
                since = each.first_word - spoke[name] if name in spoke else _NOT_APPLICABLE
                last = same_surname[name.split()[-1]]
                features.append((resolved.certainty, name == before, since, uses[name], len(uses), last, opens))
                spoke[name] = each.last_word
            else:
                features.append((_NOT_APPLICABLE, 0, _NOT_APPLICABLE, 0, len(uses), 0, opens))
            before = name
    return np.array(features, dtype=float).T


@cache
def _classes(rows: WordRows) -> NDArray[np.int_]:
    """The class number of the report verb in each row of weights, -1 for none."""
    classes = cue_classes()
    numbers = {name: number for number, name in enumerate(sorted(set(classes.values())))}
    return np.array([numbers.get(classes.get(form, ""), -1) for form in rows.forms])


def _resolved_codes(resolved: ResolvedSource | None) -> tuple[int, int, int, int]:
    """The number of words in a source's name, and codes for its form, its type and how it was chosen."""
    if resolved is None:
        return 0, _NOT_APPLICABLE, _NOT_APPLICABLE, _NOT_APPLICABLE
    form, choice = _FORMS.get(resolved.form, _NOT_APPLICABLE), _CHOICES.get(resolved.choice, _NOT_APPLICABLE)
    return len((resolved.name or "").split()), form, _TYPES.get(resolved.type, _NOT_APPLICABLE), choice
