"""A document as attributions are sought in it: rows, what stands between words, quotations, units.

A unit is a sentence, or several that one quotation joins. Words inside a quotation count only by its first and last
word: who speaks is named outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import ABBREVIATION, NAME, OWNER, Rows
from framing.text.batch import starts_of
from framing.text.characters import CodePointTable, code_points
from framing.text.document import Document
from framing.text.marks import Quotation

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


_FLAGS = CodePointTable(_flag, np.uint8)


@dataclass(frozen=True, eq=False)
class Tagged:
    """The words of one document or of several in a row, with what weights ask for.

    | attribute | shape | meaning |
    |---|---|---|
    | `row` | (words,) | its row of the weights |
    | `named` | (words,) | whether it is a name |
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
    named: NDArray[np.bool_]
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

    @cached_property
    def place_in_quotation(self) -> NDArray[np.int8]:
        """For each word four times 1 if it is a quotation's first, 2 its last, 4 both; plus its length in 3 classes."""
        place = np.zeros(len(self.row), dtype=np.int8)
        first, last = self.quotation_words[self.quotation_words[:, 1] > self.quotation_words[:, 0]].T
        length = last - first
        long = 1 + (length > 2) + (length > 5)
        place[last - 1] = 8 + long
        place[first] = np.where(length == 1, 16, 4) + long
        return place


@dataclass(frozen=True, eq=False)
class Outline(Tagged):
    """What is known of each word of a document, besides its form.

    | attribute | shape | meaning |
    |---|---|---|
    | `quotation` | (words,) | the index in `quotations` of the outermost quotation it stands in, -1 outside |

    Those in the plural that are made of these, such as `gaps`, are the same where single words are asked for; `ids` has
    the number of each word's form in the vocabulary.
    """

    document: Document
    quotation: Ints
    quotations: tuple[Quotation, ...]

    def form(self, word: int) -> str:
        """The form of a word."""
        return self._forms[self.ids[word]]

    def forms(self, first: int, last: int) -> list[str]:
        """The forms of the words `[first, last)`."""
        forms = self._forms
        return [forms[number] for number in self.ids[first:last]]

    @cached_property
    def _forms(self) -> list[str]:
        return self.document.vocabulary.forms

    # A memory view gives a single number three times as fast as an array; to list them all would take longer than
    # the few that are asked for.
    ids = cached_property["memoryview[int]"](lambda self: self.document.word_id.data)
    names = cached_property["memoryview[int]"](lambda self: self.named.data)
    gaps = cached_property["memoryview[int]"](lambda self: self.gap.data)
    of_quotation = cached_property["memoryview[int]"](lambda self: self.quotation.data)
    sentences = cached_property["memoryview[int]"](lambda self: self.sentence.data)
    first_words = cached_property["memoryview[int]"](lambda self: self.first_word.data)
    units = cached_property["memoryview[int]"](lambda self: self.unit.data)

    @cached_property
    def quotation_bounds(self) -> list[list[int]]:
        """`quotation_words` as a list."""
        bounds: list[list[int]] = self.quotation_words.tolist()
        return bounds

    @cached_property
    def quotation_starts(self) -> list[int]:
        """The first word of each quotation, as a list."""
        return [first for first, _ in self.quotation_bounds]


@dataclass(frozen=True, eq=False)
class Outlines:
    """Documents in a row: their words as `tagged`, and an outline of `each`, which begins at a word of `word_at`.

    `forms` has the forms by their number, `ids` the number of each word's form, and `quotation` the index of the
    outermost quotation of its document that each word stands in, -1 outside.
    """

    tagged: Tagged
    each: list[Outline]
    word_at: list[int]
    forms: list[str]
    ids: Ints
    quotation: Ints


def outline(document: Document, rows: Rows) -> Outline:
    """The outline of a document that has words."""
    return outlines((document,), document, rows, (0,)).each[0]


def outlines(documents: Sequence[Document], document: Document, rows: Rows, text_at: Sequence[int]) -> Outlines:
    """The outlines of documents that have words; `document` holds them all, the text of each at its `text_at`."""
    word_at = starts_of([len(one.word_start) for one in documents])
    text_end = np.array([at + len(one.folded) for one, at in zip(documents, text_at, strict=True)], dtype=np.int32)
    of_document = np.repeat(np.arange(len(documents), dtype=np.int32), np.diff(word_at))
    quotations = [tuple([each for each in one.quotations if each.level == 0]) for one in documents]
    spans = _spans(document, quotations, text_at)
    quotation: Ints = np.full(len(document.word_start), -1, dtype=np.int32)
    is_outer = np.ones(len(quotation), dtype=bool)
    numbers = chain.from_iterable(range(len(found)) for found in quotations)
    for number, (first, last) in zip(numbers, spans.tolist(), strict=True):
        quotation[first:last] = number
        is_outer[first + 1 : last - 1] = False
    gaps = _gaps(document, text_end.take(of_document))
    is_quoted = quotation >= 0
    unit = np.cumsum(~_joined(document, gaps, is_quoted, spans, word_at), dtype=np.int32)[document.word_sentence]
    row = _rows(document, rows, spans)
    tagged = Tagged(
        row=row,
        named=(row == NAME) | (row == ABBREVIATION) | (row == OWNER),
        gap=gaps,
        is_quoted=is_quoted,
        unit=unit,
        of_document=of_document,
        sentence=document.word_sentence,
        first_word=document.sentence_first_word,
        section=document.sentence_section,
        quoted=np.bincount(unit, weights=is_quoted),
        outer=np.flatnonzero(is_outer),
        quotation_words=spans,
    )
    each = _parted(tagged, documents, quotations, quotation, word_at)
    return Outlines(tagged, each, word_at, document.vocabulary.forms, document.word_id, quotation)


def _spans(document: Document, quotations: Sequence[Sequence[Quotation]], text_at: Sequence[int]) -> Ints:
    """The words `[first, last)` of each quotation, shape `(quotations, 2)`."""
    offsets = [
        offset + at
        for found, at in zip(quotations, text_at, strict=False)
        for quotation in found
        for offset in (quotation.inner_start, quotation.inner_end)
    ]
    spans: Ints = np.searchsorted(document.word_start, np.array(offsets, dtype=np.int32)).reshape(-1, 2)
    return spans


def _parted(
    tagged: Tagged,
    documents: Sequence[Document],
    quotations: Sequence[tuple[Quotation, ...]],
    quotation: Ints,
    word_at: Sequence[int],
) -> list[Outline]:
    """The outline of each document, whose words and quotations are numbered from its own first."""
    outer_at = np.searchsorted(tagged.outer, word_at).tolist()
    unit_at = [*tagged.unit[word_at[:-1]].tolist(), len(tagged.quoted)]
    quotation_at = starts_of([len(found) for found in quotations])
    return [
        Outline(
            row=tagged.row[at:end],
            named=tagged.named[at:end],
            gap=tagged.gap[at:end],
            is_quoted=tagged.is_quoted[at:end],
            unit=tagged.unit[at:end] - unit_at[number],
            of_document=np.zeros(end - at, dtype=np.int32),
            sentence=document.word_sentence,
            first_word=document.sentence_first_word,
            section=document.sentence_section,
            quoted=tagged.quoted[unit_at[number] : unit_at[number + 1]],
            outer=tagged.outer[outer_at[number] : outer_at[number + 1]] - at,
            quotation_words=tagged.quotation_words[quotation_at[number] : quotation_at[number + 1]] - at,
            document=document,
            quotation=quotation[at:end],
            quotations=quotations[number],
        )
        for number, (document, (at, end)) in enumerate(zip(documents, pairwise(word_at), strict=True))
    ]


def _joined(
    document: Document,
    gaps: NDArray[np.uint8],
    is_quoted: NDArray[np.bool_],
    spans: Ints,
    word_at: Sequence[int],
) -> NDArray[np.bool_]:
    """Which sentences make one unit with the sentence before, shape `(sentences,)`."""
    joined = np.zeros(len(document.sentence_start), dtype=bool)
    held = spans[spans[:, 1] > spans[:, 0]]
    for first, last in document.word_sentence[held - (0, 1)].tolist():
        if last > first:
            joined[first + 1 : last + 1] = True
    opening = document.sentence_first_word[1:-1]
    opens_document = np.isin(opening, word_at)
    length = document.sentence_first_word[2:] - opening
    closing = opening - 1
    opens_quoted, closes_quoted = is_quoted.take(opening, mode="clip"), is_quoted[closing]
    # The minister said: and a quotation; “…!” The minister said.
    announced = ((gaps[closing] & COLON) > 0) & opens_quoted
    paragraph = document.sentence_paragraph
    tagged = closes_quoted & ~opens_quoted & (length <= _LONGEST_TAG) & (paragraph[1:] == paragraph[:-1])
    joined[1:] |= (announced | tagged) & ~opens_document & (length > 0)
    return joined


def _gaps(document: Document, text_end: Ints) -> NDArray[np.uint8]:
    """What stands after each word, up to the next of its text, which is over before `text_end`."""
    flags = _FLAGS[code_points(document.clean)]
    at = np.flatnonzero(flags)
    word = np.searchsorted(document.word_start, at, side="right") - 1
    between = (word >= 0) & (at >= document.word_end[word]) & (at < text_end[word])
    gaps = np.zeros(len(document.word_start), dtype=np.uint8)
    np.bitwise_or.at(gaps, word[between], flags[at[between]])
    return gaps


def _rows(document: Document, rows: Rows, quotation_words: Ints) -> Ints:
    known = document.word_column(rows.feature)
    first = document.sentence_first_word
    opens = np.zeros(len(known) + 1, dtype=np.int8)
    opens[first] = 1
    opens[quotation_words[:, 0]] = 1
    capital, long, small = (np.diff(counts_before(known[:, column])[first]) for column in (3, 4, 5))
    title = (long >= _FEWEST_LONG_WORDS) & (capital > _TITLE_SHARE * long)
    # in text all in capitals, too, a capital makes no name
    title |= (small == 0) & (np.diff(first) > _FEWEST_LONG_WORDS)
    which = np.where(title[document.word_sentence], 2, opens[:-1])
    return known.take(np.arange(0, known.size, known.shape[1]) + which)


def counts_before(numbers: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Ints:
    """The sum of all numbers before each, and last that of all."""
    counts = np.zeros(len(numbers) + 1, dtype=np.int32)
    np.cumsum(numbers, out=counts[1:])
    return counts
