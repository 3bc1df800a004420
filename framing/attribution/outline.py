"""A document as attributions are sought in it: rows, what stands between words, quotations, units.

A unit is a sentence, or several that one quotation joins. Words inside a quotation count only by its first and last
word: who speaks is told outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import ABBREVIATION, NAME, OWNER, Rows
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


@dataclass(frozen=True, eq=False)
class Tagged:
    """The words of one document or of several in a row, with what weights ask for.

    | attribute | shape | meaning |
    |---|---|---|
    | `row` | (words,) | its row of the weights |
    | `gap` | (words,) | flags of what stands between it and the next word |
    | `is_quoted` | (words,) | whether it stands in a quotation |
    | `unit` | (words,) | its unit |
    | `of_document` | (words,) | the number of its document |
    | `sentence` | (words,) | its sentence |
    | `first_word` | (sentences + 1,) | sentence `i` holds words `[first_word[i], first_word[i + 1])` |
    | `section` | (sentences,) | the section of each, as `Document.sentence_section` has it |
    | `quoted` | (units,) | how many words of the unit stand in quotations |
    | `outer` | (outer words,) | the words that are not strictly inside a quotation |
    | `quotation_words` | (quotations, 2) | the words `[first, last)` of each quotation |
    """

    row: Ints
    gap: NDArray[np.uint8]
    is_quoted: NDArray[np.bool_]
    unit: Ints
    of_document: Ints
    sentence: Ints
    first_word: Ints
    section: Ints
    quoted: Ints
    outer: Ints
    quotation_words: Ints


@dataclass(frozen=True, eq=False)
class Outline(Tagged):
    """What is known of each word of a document, besides its form.

    | attribute | shape | meaning |
    |---|---|---|
    | `quotation` | (words,) | the index in `quotations` of the outermost quotation it stands in, -1 outside |
    | `ids` | (words,) | its form's number in the vocabulary, as a list |

    Those in the plural, such as `gaps`, are the same as lists, which are quicker where single words are asked for.
    """

    document: Document
    quotation: Ints
    quotations: tuple[Quotation, ...]
    ids: list[int]

    def form(self, word: int) -> str:
        """The form of a word."""
        return self.document.vocabulary.forms[self.ids[word]]

    def forms(self, first: int, last: int) -> list[str]:
        """The forms of the words `[first, last)`."""
        return list(map(self.document.vocabulary.forms.__getitem__, self.ids[first:last]))

    @cached_property
    def named(self) -> NDArray[np.bool_]:
        """Which words are names, shape `(words,)`."""
        row = self.row
        named: NDArray[np.bool_] = (row == NAME) | (row == ABBREVIATION) | (row == OWNER)
        return named

    @cached_property
    def names(self) -> list[bool]:
        """`named` as a list."""
        names: list[bool] = self.named.tolist()
        return names

    @cached_property
    def gaps(self) -> list[int]:
        """`gap` as a list."""
        return _listed(self.gap)

    @cached_property
    def of_quotation(self) -> list[int]:
        """`quotation` as a list."""
        return _listed(self.quotation)

    @cached_property
    def sentences(self) -> list[int]:
        """The sentence of each word, as a list."""
        return _listed(self.sentence)

    @cached_property
    def first_words(self) -> list[int]:
        """The first word of each sentence, as a list, and the number of words."""
        return _listed(self.first_word)

    @cached_property
    def quotation_bounds(self) -> list[list[int]]:
        """`quotation_words` as a list."""
        bounds: list[list[int]] = self.quotation_words.tolist()
        return bounds

    @cached_property
    def quotation_starts(self) -> list[int]:
        """The first word of each quotation, as a list."""
        return [first for first, _ in self.quotation_bounds]


def _listed(numbers: NDArray[np.integer[Any]]) -> list[int]:
    listed: list[int] = numbers.tolist()
    return listed


def outline(document: Document, rows: Rows) -> Outline:
    """The outline of a document that has words."""
    words = len(document.word_start)
    quotations = tuple(quotation for quotation in document.quotations if quotation.level == 0)
    offsets = [offset for quotation in quotations for offset in (quotation.inner_start, quotation.inner_end)]
    spans = np.searchsorted(document.word_start, np.array(offsets, dtype=np.int32)).reshape(-1, 2)
    quotation: Ints = np.full(words, -1, dtype=np.int32)
    is_outer = np.ones(words, dtype=bool)
    for number, (first, last) in enumerate(spans.tolist()):
        quotation[first:last] = number
        is_outer[first + 1 : last - 1] = False
    gaps = _gaps(document)
    is_quoted = quotation >= 0
    unit = np.cumsum(~_joined(document, gaps, is_quoted, spans), dtype=np.intp)[document.word_sentence]
    return Outline(
        row=_rows(document, rows, spans),
        gap=gaps,
        is_quoted=is_quoted,
        unit=unit,
        of_document=np.zeros(words, dtype=np.int32),
        sentence=document.word_sentence,
        first_word=document.sentence_first_word,
        section=document.sentence_section,
        quoted=np.bincount(unit, weights=is_quoted),
        outer=np.flatnonzero(is_outer),
        quotation_words=spans,
        document=document,
        quotation=quotation,
        quotations=quotations,
        ids=document.word_id.tolist(),
    )


def together(outlines: Sequence[Outline]) -> tuple[Tagged, list[int]]:
    """The words of several documents in a row, and the number of the first word of each."""
    words = [len(seen.row) for seen in outlines]
    word_at = [0, *accumulate(words)]
    if len(outlines) == 1:
        return outlines[0], word_at
    unit_at = accumulate((len(seen.quoted) for seen in outlines), initial=0)
    sentence_at = accumulate((len(seen.section) for seen in outlines), initial=0)
    units, sentences = np.array([*unit_at]), np.array([*sentence_at], dtype=np.int32)
    of_document = np.repeat(np.arange(len(outlines)), words)
    tagged = Tagged(
        row=np.concatenate([seen.row for seen in outlines]),
        gap=np.concatenate([seen.gap for seen in outlines]),
        is_quoted=np.concatenate([seen.is_quoted for seen in outlines]),
        unit=np.concatenate([seen.unit for seen in outlines]) + units[of_document],
        of_document=of_document,
        sentence=np.concatenate([seen.sentence for seen in outlines]) + sentences[of_document],
        first_word=np.append(
            np.concatenate([seen.first_word[:-1] + at for seen, at in zip(outlines, word_at, strict=False)]),
            word_at[-1],
        ),
        section=np.concatenate([seen.section for seen in outlines]),
        quoted=np.concatenate([seen.quoted for seen in outlines]),
        outer=np.concatenate([seen.outer + at for seen, at in zip(outlines, word_at, strict=False)]),
        quotation_words=np.concatenate(
            [seen.quotation_words + at for seen, at in zip(outlines, word_at, strict=False)]
        ),
    )
    return tagged, word_at


def _joined(
    document: Document, gaps: NDArray[np.uint8], is_quoted: NDArray[np.bool_], spans: Ints
) -> NDArray[np.bool_]:
    """Which sentences make one unit with the sentence before, shape `(sentences,)`."""
    joined = np.zeros(len(document.sentence_start), dtype=bool)
    held = spans[spans[:, 1] > spans[:, 0]]
    for first, last in document.word_sentence[held - (0, 1)].tolist():
        if last > first:
            joined[first + 1 : last + 1] = True
    opening = document.sentence_first_word[1:-1]
    length = document.sentence_first_word[2:] - opening
    closing = opening - 1
    opens_quoted, closes_quoted = is_quoted.take(opening, mode="clip"), is_quoted[closing]
    # The minister said: and a quotation; “…!” The minister said.
    announced = ((gaps[closing] & COLON) > 0) & opens_quoted
    paragraph = document.sentence_paragraph
    tagged = closes_quoted & ~opens_quoted & (length <= _LONGEST_TAG) & (paragraph[1:] == paragraph[:-1])
    joined[1:] |= (announced | tagged) & (opening > 0) & (length > 0)
    return joined


def _gaps(document: Document) -> NDArray[np.uint8]:
    flags = _FLAGS[code_points(document.told)]
    at = np.flatnonzero(flags)
    word = np.searchsorted(document.word_start, at, side="right") - 1
    between = (word >= 0) & (at >= document.word_end[word])
    gaps = np.zeros(len(document.word_start), dtype=np.uint8)
    np.bitwise_or.at(gaps, word[between], flags[at[between]].astype(np.uint8))
    return gaps


def _rows(document: Document, rows: Rows, quotation_words: Ints) -> Ints:
    known = document.word_column(rows.feature)
    first = document.sentence_first_word
    opens = np.zeros(len(known) + 1, dtype=np.int8)
    opens[first] = 1
    opens[quotation_words[:, 0]] = 1
    capital, long = (np.diff(counts_before(known[:, column])[first]) for column in (3, 4))
    title = (long >= _FEWEST_LONG_WORDS) & (capital > _TITLE_SHARE * long)
    which = np.where(title[document.word_sentence], 2, opens[:-1])
    return known.take(np.arange(0, known.size, known.shape[1]) + which)


def counts_before(numbers: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Ints:
    """The sum of all numbers before each, and last that of all."""
    counts = np.zeros(len(numbers) + 1, dtype=np.int32)
    np.cumsum(numbers, out=counts[1:])
    return counts
