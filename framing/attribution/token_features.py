"""What is known of each word besides its form: its row of weights, the signs after it, its quotation, its unit.

A unit is a sentence, or several that one quotation joins. Words inside a quotation count only by its first and last
word: the source is named outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.rows import ABBREVIATION, NAME, OWNER, Rows
from framing.text.batch import Cut, starts_of
from framing.text.characters import CodePointTable, code_points
from framing.text.document import Document
from framing.text.marks import Quotation

Ints = NDArray[np.signedinteger[Any]]

#: What may stand between two words, as flags.
COMMA, COLON, BRACKET, STOP, MARK, DASH = (1 << bit for bit in range(6))
#: The number of combinations of these flags.
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
class TokenFeatures:
    """The features of the words of one document, or of several documents in a row.

    | attribute | shape | meaning |
    |---|---|---|
    | `document` | | the document, or one that holds all |
    | `row` | (words,) | the word's row of the weights |
    | `named` | (words,) | whether it is a name |
    | `gap` | (words,) | flags of what stands between it and the next word |
    | `is_quoted` | (words,) | whether it stands in a quotation |
    | `quotation` | (words,) | the outermost quotation of its document that it stands in, -1 outside |
    | `unit` | (words,) | its unit |
    | `of_document` | (words,) | the number of its document |
    | `unit_quoted` | (units,) | how many words of the unit stand in quotations |
    | `outer` | (outer words,) | the words that are not strictly inside a quotation |
    | `quotations` | quotations | the outermost quotations |
    | `quotation_words` | (quotations, 2) | the words `[first, last)` of each quotation |
    | `document_starts` | documents + 1 | the first word of each document, and the number of words |
    | `parts` | documents | the features of each document that has words; none for one document alone |

    Single values of an array are read faster from its memory view, which has the same name in the plural.
    """

    document: Document
    row: Ints
    named: NDArray[np.bool_]
    gap: NDArray[np.uint8]
    is_quoted: NDArray[np.bool_]
    quotation: Ints
    unit: Ints
    of_document: Ints
    unit_quoted: Ints
    outer: Ints
    quotations: tuple[Quotation, ...]
    quotation_words: Ints
    document_starts: list[int]
    parts: list[TokenFeatures]

    @property
    def by_document(self) -> list[TokenFeatures]:
        """The features of each document that has words."""
        # not stored for one document: what holds itself stays in memory until the search for cycles
        return self.parts or [self]

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

    ids = cached_property["memoryview[int]"](lambda self: self.document.word_id.data)
    names = cached_property["memoryview[int]"](lambda self: self.named.data)
    gaps = cached_property["memoryview[int]"](lambda self: self.gap.data)
    of_quotation = cached_property["memoryview[int]"](lambda self: self.quotation.data)
    units = cached_property["memoryview[int]"](lambda self: self.unit.data)
    sentences = cached_property["memoryview[int]"](lambda self: self.document.word_sentence.data)
    first_words = cached_property["memoryview[int]"](lambda self: self.document.sentence_first_word.data)

    @cached_property
    def quotation_bounds(self) -> list[list[int]]:
        """`quotation_words` as a list."""
        bounds: list[list[int]] = self.quotation_words.tolist()
        return bounds

    @cached_property
    def quotation_starts(self) -> list[int]:
        """The first word of each quotation, as a list."""
        return [first for first, _ in self.quotation_bounds]

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


def token_features(cut: Cut, rows: Rows) -> TokenFeatures:
    """The features of all words of articles cut together, of which one has a word at least."""
    document, starts = cut.whole, cut.first_word
    of_document = np.repeat(np.arange(len(cut.documents), dtype=np.int32), np.diff(starts))
    quotations = _outermost(document)
    by_document = [_outermost(one) for one in cut.documents]
    offsets = [offset for each in quotations for offset in (each.inner_start, each.inner_end)]
    quotation_words = np.searchsorted(document.word_start, np.array(offsets, dtype=np.int32)).reshape(-1, 2)
    quotation: Ints = np.full(len(document.word_start), -1, dtype=np.int32)
    is_outer = np.ones(len(quotation), dtype=bool)
    numbers = chain.from_iterable(range(len(each)) for each in by_document)
    for number, (first, last) in zip(numbers, quotation_words.tolist(), strict=True):
        quotation[first:last] = number
        is_outer[first + 1 : last - 1] = False
    gap = _gaps(document, np.array(cut.text_at[1:], dtype=np.int32).take(of_document))
    is_quoted = quotation >= 0
    joined = _joined(document, gap, is_quoted, quotation_words, starts)
    unit = np.cumsum(~joined, dtype=np.int32)[document.word_sentence]
    row = _rows(document, rows, quotation_words)
    batch = TokenFeatures(
        document=document,
        row=row,
        named=(row == NAME) | (row == ABBREVIATION) | (row == OWNER),
        gap=gap,
        is_quoted=is_quoted,
        quotation=quotation,
        unit=unit,
        of_document=of_document,
        unit_quoted=np.bincount(unit, weights=is_quoted),
        outer=np.flatnonzero(is_outer),
        quotations=quotations,
        quotation_words=quotation_words,
        document_starts=starts,
        parts=[],
    )
    if len(by_document) > 1:
        batch.parts.extend(_parts(batch, cut.documents, by_document))
    return batch


def _outermost(document: Document) -> tuple[Quotation, ...]:
    return tuple([each for each in document.quotations if each.level == 0])


def _parts(
    batch: TokenFeatures, documents: Sequence[Document], quotations: Sequence[tuple[Quotation, ...]]
) -> Iterator[TokenFeatures]:
    """The features of each document, whose words, units and quotations are numbered from its own first."""
    starts = batch.document_starts
    outer_at = np.searchsorted(batch.outer, starts).tolist()
    unit_at = np.append(batch.unit, len(batch.unit_quoted))[starts].tolist()
    quotation_at = starts_of([len(each) for each in quotations])
    for number, (document, (at, end)) in enumerate(zip(documents, pairwise(starts), strict=True)):
        yield TokenFeatures(
            document=document,
            row=batch.row[at:end],
            named=batch.named[at:end],
            gap=batch.gap[at:end],
            is_quoted=batch.is_quoted[at:end],
            quotation=batch.quotation[at:end],
            unit=batch.unit[at:end] - unit_at[number],
            of_document=batch.of_document[at:end],
            unit_quoted=batch.unit_quoted[unit_at[number] : unit_at[number + 1]],
            outer=batch.outer[outer_at[number] : outer_at[number + 1]] - at,
            quotations=quotations[number],
            quotation_words=batch.quotation_words[quotation_at[number] : quotation_at[number + 1]] - at,
            document_starts=[0, end - at],
            parts=[],
        )


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
