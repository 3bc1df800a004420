"""A document as attributions are sought in it: rows, what stands between words, quotations, units.

A unit is a sentence, or several that one quotation joins. Words inside a quotation count only by its first and last
word: who speaks is told outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import Rows
from framing.text.characters import CodePointTable, code_points
from framing.text.document import Document
from framing.text.quotation import Quotation

Ints = NDArray[np.signedinteger[Any]]

#: What may stand between two words, as flags.
COMMA, COLON, BRACKET, STOP, MARK, DASH = (1 << bit for bit in range(6))
#: So many combinations of them there are.
GAPS = 64
_SIGNS = {COMMA: ",", COLON: ":", BRACKET: ";()[]", STOP: ".?!…", MARK: '"“”„‟«»″＂', DASH: "—–―-"}
#: A sentence is a title if more of its longer words than this have a capital.
_TITLE_SHARE = 0.7
_FEWEST_LONG_WORDS = 3
#: A sentence of at most so many words after a quotation may say who spoke.
_LONGEST_TAG = 4


def _flag(character: str) -> int:
    return next((flag for flag, signs in _SIGNS.items() if character in signs), 0)


_FLAGS = CodePointTable(_flag)


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is known of each word of a document, besides its form.

    | attribute | shape | meaning |
    |---|---|---|
    | `row` | (words,) | its row of the weights |
    | `gap` | (words,) | flags of what stands between it and the next word |
    | `quotation` | (words,) | the index in `quotations` of the outermost quotation it stands in, -1 outside |
    | `unit` | (words,) | its unit |
    | `outer` | (outer words,) | the words that are not strictly inside a quotation |
    | `quotation_words` | (quotations, 2) | the words `[first, last)` of each quotation |
    | `quotation_starts` | (quotations,) | the first word of each quotation, as a list |
    | `ids` | (words,) | its form's number in the vocabulary, as a list |
    """

    document: Document
    row: Ints
    gap: NDArray[np.uint8]
    quotation: Ints
    unit: Ints
    outer: Ints
    quotations: tuple[Quotation, ...]
    quotation_words: Ints
    quotation_starts: list[int]
    ids: list[int]

    def form(self, word: int) -> str:
        """The form of a word."""
        return self.document.vocabulary.forms[self.ids[word]]


def outline(document: Document, rows: Rows) -> Outline:
    """The outline of a document that has words."""
    words = len(document.word_start)
    quotations = tuple(quotation for quotation in document.quotations if quotation.level == 0)
    spans = np.searchsorted(
        document.word_start, np.array([(q.inner_start, q.inner_end) for q in quotations]).reshape(-1, 2)
    )
    quotation: Ints = np.full(words, -1, dtype=np.int32)
    is_outer = np.ones(words, dtype=bool)
    for number, (first, last) in enumerate(spans.tolist()):
        quotation[first:last] = number
        is_outer[first + 1 : last - 1] = False
    gaps = _gaps(document)
    return Outline(
        document,
        _rows(document, rows, spans),
        gaps,
        quotation,
        np.cumsum(~_joined(document, gaps, quotation, spans), dtype=np.intp)[document.word_sentence],
        np.flatnonzero(is_outer),
        quotations,
        spans,
        spans[:, 0].tolist(),
        document.word_id.tolist(),
    )


def _joined(document: Document, gaps: NDArray[np.uint8], quotation: Ints, spans: Ints) -> NDArray[np.bool_]:
    """Which sentences make one unit with the sentence before, shape `(sentences,)`."""
    sentence = document.word_sentence
    joined = np.zeros(len(document.sentence_start), dtype=bool)
    for first, last in spans.tolist():
        if last > first:
            joined[sentence[first] + 1 : sentence[last - 1] + 1] = True
    begin = document.sentence_first_word
    opening, closing = begin[1:-1], begin[1:-1] - 1
    inside = (opening > 0) & (opening < len(quotation)) & (begin[2:] > opening)
    opening, closing = np.where(inside, opening, 0), np.where(inside, closing, 0)
    # The minister said: and a quotation; “…!” The minister said.
    announced = ((gaps[closing] & COLON) > 0) & (quotation[opening] >= 0)
    tagged = (quotation[closing] >= 0) & (quotation[opening] < 0) & (begin[2:] - begin[1:-1] <= _LONGEST_TAG)
    paragraph = document.sentence_paragraph
    joined[1:] |= inside & (announced | (tagged & (paragraph[1:] == paragraph[:-1])))
    return joined


def _gaps(document: Document) -> NDArray[np.uint8]:
    flags = _FLAGS[code_points(document.text)]
    at = np.flatnonzero(flags)
    word = np.searchsorted(document.word_start, at, side="right") - 1
    between = (word >= 0) & (at >= document.word_end[word])
    gaps = np.zeros(len(document.word_start), dtype=np.uint8)
    np.bitwise_or.at(gaps, word[between], flags[at[between]].astype(np.uint8))
    return gaps


def _rows(document: Document, rows: Rows, quotation_words: Ints) -> Ints:
    known = document.word_column(rows.feature)
    first = document.sentence_first_word
    opens = np.zeros(len(known) + 1, dtype=bool)
    opens[first] = True
    opens[quotation_words[:, 0]] = True
    counts = np.zeros((len(known) + 1, 2), dtype=np.int32)
    np.cumsum(known[:, 3:], axis=0, out=counts[1:])
    capital, long = (counts[first[1:]] - counts[first[:-1]]).T
    title = (long >= _FEWEST_LONG_WORDS) & (capital > _TITLE_SHARE * long)
    which = np.where(title[document.word_sentence], 2, opens[:-1].astype(np.int8))
    return known[np.arange(len(known)), which]
