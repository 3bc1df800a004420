"""How probable it is that a careful reader lets a row stand: a logistic regression over what is known of the row.

Learned from rows that readers judged, and calibrated on articles it was not learned from (Platt 1999). Names have no
weight of their own, and words that differ only in gender share theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.contents import Found
from framing.attribution.features import Codes
from framing.attribution.model import Floats, Model, Table
from framing.attribution.outline import GAPS, Ints, Outlines, Tagged, counts_before
from framing.attribution.reading import Kind
from framing.attribution.rows import BEYOND
from framing.attribution.sources import Mention


def _numbered(words: str) -> dict[str, int]:
    return {word.replace("-", " "): number for number, word in enumerate(words.split())}


#: A row by its kind; the last two are quotations that no cue introduces, with a source and without.
_KINDS = (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)
KINDS = len(_KINDS) + 2
#: Scores in steps of a half, from the lowest to the highest that is told apart.
_LOWEST, _STEPS = -8.0, 24
_LENGTHS = np.array([0, 1, 2, 3, 5, 8, 13, 20, 30, 45])
_DISTANCES = np.array([1, 2, 3, 4, 6, 9, 14])
_CLAUSE_STEPS, _CERTAINTIES = 12, 10
_FORMS = _numbered("full short title description office pronoun relative author")
_TYPES = _numbered("person body group place time document thing unnamed")
_CHOICES = _numbered("as-written only nearest none")
_MENTIONS = 1 + len(_FORMS) * 3 * (len(_TYPES) + 1)
#: The fields of a row, and how many codes each has; None for a field that holds a row of the weights.
ROW_FIELDS: Mapping[str, int | None] = {
    "cue score": KINDS * _STEPS,
    "span score": KINDS * _STEPS,
    "source score": KINDS * _STEPS,
    "whole score": KINDS * _STEPS,
    **{f"cue {slot}": None for slot in range(-3, 4)},
    "before source": None,
    "source": None,
    "after source": None,
    "before content": None,
    "first": None,
    "second": None,
    "last": None,
    "after content": None,
    "gap before": GAPS,
    "gap after": GAPS,
    "gap after cue": GAPS,
    "ends": KINDS * 8,
    "length": KINDS * len(_LENGTHS),
    "finite verbs": KINDS * 4,
    "order": KINDS * 8,
    "distance": KINDS * (len(_DISTANCES) + 1),
    "mention": _MENTIONS,
    "clause score": KINDS * (_CLAUSE_STEPS + 1),
    "clause": KINDS * 5,
    "clause certainty": _CERTAINTIES + 1,
    "subject": KINDS * 3,
    "subject certainty": _CERTAINTIES + 1,
    "choice": KINDS * (len(_CHOICES) + 1),
    "section": KINDS * 3,
    "sentences": KINDS * 4,
}


def confidences(
    outlines: Outlines, found: Sequence[Sequence[Found]], named: Sequence[Sequence[Mention | None]], model: Model
) -> list[list[float]]:
    """The confidence of each row of each document."""
    places = np.cumsum([0, *map(len, found)]).tolist()
    if not places[-1]:
        return [[] for _ in found]
    table = Table.of(model.confidence, ROW_FIELDS, model.rows)
    codes = row_codes(outlines, found, named, model)
    # Weights have so few bits that their sum is exact, in whatever order it is taken.
    scores = table.weights.take(codes + table.first).sum(axis=0, dtype=np.float64)
    slope, intercept = model.calibration
    every = np.round(1 / (1 + np.exp(-slope * scores - intercept)), 3).tolist()
    return [every[at:end] for at, end in pairwise(places)]


def row_codes(
    outlines: Outlines, found: Sequence[Sequence[Found]], named: Sequence[Sequence[Mention | None]], model: Model
) -> Codes:
    """The codes of the rows of some documents, shape `(len(ROW_FIELDS), rows)`."""
    tagged = outlines.tagged
    rows = [row for of_document in found for row in of_document]
    mentions = [mention for of_document in named for mention in of_document]
    at = np.repeat(outlines.word_at[:-1], list(map(len, found)))
    start, end, cue, source = np.array([(row.start, row.end, row.cue, row.source) for row in rows], dtype=np.intp).T
    scores = np.array([(row.cue_score, row.span_score, row.source_score, row.score) for row in rows])
    kind = np.array(
        [
            _KINDS.index(row.content.kind) if row.cue >= 0 else len(_KINDS) + (mention is None)
            for row, mention in zip(rows, mentions, strict=True)
        ]
    )
    has_cue, has_source = cue >= 0, source >= 0
    start, end, cue, source = start + at, end + at, cue + at, source + at
    around = _Around(tagged, np.array(outlines.word_at)[:-1].take(tagged.of_document[start]), start)
    codes: dict[str, Ints] = {}
    steps = np.clip((scores - _LOWEST) * 2, 0, _STEPS - 1).astype(np.intp)
    for name, column in zip(("cue", "span", "source", "whole"), steps.T, strict=True):
        codes[f"{name} score"] = kind * _STEPS + column
    for slot in range(-3, 4):
        codes[f"cue {slot}"] = around.row(cue, slot, has_cue)
    codes["before source"] = around.row(source, -1, has_source)
    codes["source"] = around.row(source, 0, has_source)
    codes["after source"] = around.row(source, 1, has_source)
    codes["before content"] = around.row(start, -1)
    codes["first"] = around.row(start, 0)
    codes["second"] = around.row(start, 1)
    codes["last"] = around.row(end, 0)
    codes["after content"] = around.row(end, 1)
    codes["gap before"] = around.gap(start - 1)
    codes["gap after"] = around.gap(end)
    codes["gap after cue"] = np.where(has_cue, around.gap(cue), 0)
    sentence, first = tagged.sentence, tagged.first_word
    opens = start == first[sentence[start]]
    closes = end + 1 == first[sentence[end] + 1]
    is_in_sentence = has_cue & (sentence[np.where(has_cue, cue, start)] == sentence[start])
    codes["ends"] = kind * 8 + opens + 2 * closes + 4 * is_in_sentence
    length = np.searchsorted(_LENGTHS, end - start + 1) - 1
    codes["length"] = kind * len(_LENGTHS) + length
    finite = counts_before(model.rows.traits.finite[tagged.row])
    codes["finite verbs"] = kind * 4 + np.minimum(finite[end + 1] - finite[start], 3)
    order = (cue > start) + 2 * (source > start) + 4 * (source > cue)
    codes["order"] = kind * 8 + np.where(has_cue & has_source, order, 0)
    apart = np.searchsorted(_DISTANCES, np.abs(cue - source))
    codes["distance"] = kind * (len(_DISTANCES) + 1) + np.where(has_cue & has_source, apart, 0)
    codes["mention"], choice = np.array(list(map(_mention, mentions)), dtype=np.intp).T
    codes["choice"] = kind * (len(_CHOICES) + 1) + choice
    codes["section"] = kind * 3 + tagged.section[sentence[start]]
    codes["sentences"] = kind * 4 + np.minimum(sentence[end] - sentence[start], 3)
    codes.update(_syntax(tagged, model, kind, np.stack((start, end, cue, source)), np.stack((has_cue, has_source))))
    return np.stack([codes[name] for name in ROW_FIELDS])


def _syntax(tagged: Tagged, model: Model, kind: Ints, words: Ints, has: NDArray[np.bool_]) -> dict[str, Ints]:
    """How the parser's lesson sees a row: whether its cue governs the content, and the source is the subject.

    `words` are start, end, cue and source of each row, `has` tells which rows have a cue and a source.
    """
    start, end, cue, source = words
    none = np.zeros(len(cue), dtype=np.intp)
    codes = dict.fromkeys(("clause score", "clause", "clause certainty", "subject", "subject certainty"), none)
    known = np.flatnonzero(has[0] & np.isin(cue, tagged.outer))
    if model.syntax is None or not len(known):
        return codes
    cues, of = np.unique(cue[known], return_inverse=True)
    scores, pointed = model.syntax.cue_scores(tagged, cues), model.syntax.point(tagged, cues)
    agrees = 1 + 2 * (pointed.start[of] == start[known]) + (pointed.end[of] == end[known])
    is_subject = 1 + (pointed.source[of] == source[known]) * has[1][known]
    steps = 1 + np.clip(scores[of] + 6, 0, _CLAUSE_STEPS - 1).astype(np.intp)
    clause = 1 + np.clip(pointed.span_score[of] + 8, 0, _CERTAINTIES - 1).astype(np.intp)
    subject = 1 + np.clip(2 * pointed.source_score[of] + 8, 0, _CERTAINTIES - 1).astype(np.intp)
    values = (
        kind[known] * (_CLAUSE_STEPS + 1) + steps,
        kind[known] * 5 + agrees,
        clause,
        kind[known] * 3 + is_subject,
        subject,
    )
    for name, value in zip(codes, values, strict=True):
        codes[name] = none.copy()
        codes[name][known] = value
    return codes


class _Around:
    """Words of the same document and unit as others, by where they stand from these."""

    def __init__(self, tagged: Tagged, low: Ints, anchor: Ints) -> None:
        self._tagged = tagged
        self._document = tagged.of_document[anchor]

    def row(self, word: Ints, slot: int, has: NDArray[np.bool_] | None = None) -> Ints:
        """The row of the word so far from each, `BEYOND` outside its document or unit."""
        tagged = self._tagged
        count = len(tagged.row)
        at = word + slot
        inside = (at >= 0) & (at < count)
        near = np.clip(at, 0, count - 1)
        inside &= tagged.of_document[near] == self._document
        inside &= tagged.sentence[near] == tagged.sentence[np.clip(word, 0, count - 1)]
        if has is not None:
            inside &= has
        return np.where(inside, tagged.row[near], BEYOND)

    def gap(self, word: Ints) -> Ints:
        """What stands after each word; nothing before a document."""
        tagged = self._tagged
        near = np.maximum(word, 0)
        return np.where((word >= 0) & (tagged.of_document[near] == self._document), tagged.gap[near], 0).astype(np.intp)


def _mention(mention: Mention | None) -> tuple[int, int]:
    """The codes of how a source is named and what it is, and of how its name was chosen."""
    if mention is None:
        return 0, 0
    shape = 0 if mention.name is None else 1 + (" " in mention.name)
    form = _FORMS.get(mention.form, 0) * 3 + shape
    return 1 + form * (len(_TYPES) + 1) + _TYPES.get(mention.type, len(_TYPES)), 1 + _CHOICES.get(mention.choice, 0)


def no_weights(rows: int) -> Floats:
    """Weights that tell nothing, of a model that was not taught to weigh rows yet."""
    return np.zeros(sum(rows if size is None else size for size in ROW_FIELDS.values()), dtype=np.float32)
