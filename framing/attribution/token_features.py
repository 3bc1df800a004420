"""Token features: the row of weights of each word, the signs after it, its quotation and its unit.

A unit is a sentence, or several that one quotation joins. Of the words in a quotation, only the first and the last
are outer words: the source is named outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.word_rows import ALL_CAPS, NAME, POSSESSIVE_NAME, WordRows
from framing.text.batch import Cut, block_starts
from framing.text.characters import CodePointTable, code_points
from framing.text.document import Document
from framing.text.marks import Quotation

Ints = NDArray[np.signedinteger[Any]]

#: Signs between two words, as flags.
COMMA, COLON, BRACKET_OR_SEMICOLON, END_MARK, QUOTE_MARK, DASH = (1 << bit for bit in range(6))
_BRACKETS = frozenset("()[]")
#: The number of combinations of these flags.
GAP_CODES = 64
_SIGNS = {
    COMMA: ",",
    COLON: ":",
    BRACKET_OR_SEMICOLON: ";()[]",
    END_MARK: ".?!…",
    QUOTE_MARK: '"“”„‟«»″＂',
    DASH: "—–―-",
}
#: Minimum share of a title's longer words that have a capital.
_MIN_CAPITAL_SHARE = 0.7
_MIN_LONG_WORDS = 3
#: Maximum words of a sentence that only says who spoke the quotation before it.
_MAX_TAG_WORDS = 4


def _flag(character: str) -> int:
    return next((flag for flag, signs in _SIGNS.items() if character in signs), 0)


_FLAGS = CodePointTable(_flag, np.uint8)


@dataclass(frozen=True, eq=False)
class TokenFeatures:
    """The features of the words of one document, or of several documents in a row.

    | attribute | shape | meaning |
    |---|---|---|
    | `documents` | documents | the documents |
    | `document` | | the one document, or one that holds all |
    | `weight_row` | (words,) | the word's row of the weights |
    | `is_name` | (words,) | whether it is a name |
    | `gap` | (words,) | flags of the signs between it and the next word |
    | `quotation` | (words,) | its outermost quotation in its document, -1 outside |
    | `unit` | (words,) | its unit |
    | `unit_quoted` | (units,) | how many words of the unit are in quotations |
    | `outer` | (outer words,) | the words that are not strictly inside a quotation |
    | `quotations` | quotations | the outermost quotations |
    | `quotation_words` | (quotations, 2) | the words `[first, last)` of each quotation |

    Single values are read faster from the memory views: `quotation_of[word]`, `gap_after[word]`, `unit_of[word]`.
    """

    documents: Sequence[Document]
    document: Document
    weight_row: Ints
    is_name: NDArray[np.bool_]
    gap: NDArray[np.uint8]
    quotation: Ints
    unit: Ints
    unit_quoted: Ints
    outer: Ints
    quotations: tuple[Quotation, ...]
    quotation_words: Ints

    @cached_property
    def is_quoted(self) -> NDArray[np.bool_]:
        """Whether each word is in a quotation, shape `(words,)`."""
        return self.quotation >= 0

    @cached_property
    def document_starts(self) -> list[int]:
        """The first word of each document, and the number of words."""
        return block_starts([len(document.word_start) for document in self.documents])

    @cached_property
    def document_of(self) -> Ints:
        """The number of the document of each word, shape `(words,)`."""
        return np.repeat(np.arange(len(self.documents), dtype=np.int32), np.diff(self.document_starts))

    @property
    def by_document(self) -> list[TokenFeatures]:
        """The features of each document, whose words, units and quotations are numbered from its own first."""
        # not stored for one document: what holds itself stays in memory until the search for cycles
        return self._documents_apart if len(self.documents) > 1 else [self]

    @cached_property
    def _documents_apart(self) -> list[TokenFeatures]:
        starts = self.document_starts
        quotations = [_outermost(document) for document in self.documents]
        outer_at = np.searchsorted(self.outer, starts)
        unit_at = np.append(self.unit, len(self.unit_quoted))[starts]
        quotation_at = block_starts([len(each) for each in quotations])
        places = (map(slice, *zip(*pairwise(at), strict=True)) for at in (starts, outer_at, unit_at, quotation_at))
        return [
            TokenFeatures(
                documents=(document,),
                document=document,
                weight_row=self.weight_row[words],
                is_name=self.is_name[words],
                gap=self.gap[words],
                quotation=self.quotation[words],
                unit=self.unit[words] - units.start,
                unit_quoted=self.unit_quoted[units],
                outer=self.outer[outer] - words.start,
                quotations=marks,
                quotation_words=self.quotation_words[of_marks] - words.start,
            )
            for document, marks, words, outer, units, of_marks in zip(self.documents, quotations, *places, strict=True)
        ]

    def form(self, word: int) -> str:
        """The form of a word."""
        return self._forms[self.form_ids[word]]

    def has_bracket(self, word: int) -> bool:
        """Whether a bracket follows a word, before the next."""
        if not self.gap_after[word] & BRACKET_OR_SEMICOLON:
            return False
        start, end = self.document.word_ends[word], self.document.word_starts[word + 1 : word + 2]
        return not _BRACKETS.isdisjoint(self.document.clean[start : end[0] if end else None])

    def forms(self, first: int, last: int) -> list[str]:
        """The forms of the words `[first, last)`."""
        forms = self._forms
        return [forms[number] for number in self.form_ids[first:last]]

    @cached_property
    def _forms(self) -> list[str]:
        return self.document.vocabulary.forms

    form_ids = cached_property["memoryview[int]"](lambda self: self.document.word_id.data)
    is_name_at = cached_property["memoryview[int]"](lambda self: self.is_name.data)
    gap_after = cached_property["memoryview[int]"](lambda self: self.gap.data)
    quotation_of = cached_property["memoryview[int]"](lambda self: self.quotation.data)
    unit_of = cached_property["memoryview[int]"](lambda self: self.unit.data)
    sentence_of = cached_property["memoryview[int]"](lambda self: self.document.word_sentence.data)
    first_word_of = cached_property["memoryview[int]"](lambda self: self.document.sentence_first_word.data)

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
        """Per word: 4 × (1 if first, 2 if last, 4 if both) + a length class of 1–3; 0 inside and outside."""
        place = np.zeros(len(self.weight_row), dtype=np.int8)
        first, last = self.quotation_words[self.quotation_words[:, 1] > self.quotation_words[:, 0]].T
        length = last - first
        long = 1 + (length > 2) + (length > 5)
        place[last - 1] = 8 + long
        place[first] = np.where(length == 1, 16, 4) + long
        return place


def token_features(cut: Cut, rows: WordRows) -> TokenFeatures:
    """The features of all words of articles cut together, of which one has a word at least."""
    document, quotations = cut.document, _outermost(cut.document)
    offsets = [offset for each in quotations for offset in (each.inner_start, each.inner_end)]
    quotation_words = np.searchsorted(document.word_start, np.array(offsets, dtype=np.int32)).reshape(-1, 2)
    quotation: Ints = np.full(len(document.word_start), -1, dtype=np.int32)
    is_outer = np.ones(len(quotation), dtype=bool)
    numbers = chain.from_iterable(range(len(_outermost(each))) for each in cut.documents)
    for number, (first, last) in zip(numbers, quotation_words.tolist(), strict=True):
        quotation[first:last] = number
        is_outer[first + 1 : last - 1] = False
    gap, is_quoted = _gaps(cut), quotation >= 0
    unit = np.cumsum(~_joined(cut, gap, is_quoted, quotation_words), dtype=np.int32)[document.word_sentence]
    weight_row = _weight_rows(document, rows, quotation_words)
    return TokenFeatures(
        documents=cut.documents,
        document=document,
        weight_row=weight_row,
        is_name=(weight_row == NAME) | (weight_row == ALL_CAPS) | (weight_row == POSSESSIVE_NAME),
        gap=gap,
        quotation=quotation,
        unit=unit,
        unit_quoted=np.bincount(unit, weights=is_quoted),
        outer=np.flatnonzero(is_outer),
        quotations=quotations,
        quotation_words=quotation_words,
    )


def _outermost(document: Document) -> tuple[Quotation, ...]:
    return tuple([each for each in document.quotations if each.level == 0])


def _gaps(cut: Cut) -> NDArray[np.uint8]:
    """Flags of the signs after each word, up to the next word of its article."""
    document = cut.document
    flags = _FLAGS[code_points(document.clean)]
    at = np.flatnonzero(flags)
    word = np.searchsorted(document.word_start, at, side="right") - 1
    text_end = np.repeat(cut.text_start[1:], np.diff(cut.first_word))
    between = (word >= 0) & (at >= document.word_end[word]) & (at < text_end[word])
    gaps = np.zeros(len(document.word_start), dtype=np.uint8)
    np.bitwise_or.at(gaps, word[between], flags[at[between]])
    return gaps


def _joined(cut: Cut, gap: NDArray[np.uint8], is_quoted: NDArray[np.bool_], quotation_words: Ints) -> NDArray[np.bool_]:
    """Which sentences make one unit with the sentence before, shape `(sentences,)`."""
    document = cut.document
    joined = np.zeros(len(document.sentence_start), dtype=bool)
    not_empty = quotation_words[quotation_words[:, 1] > quotation_words[:, 0]]
    for first, last in document.word_sentence[not_empty - (0, 1)].tolist():
        joined[first + 1 : last + 1] = True
    opening = document.sentence_first_word[1:-1]
    length = document.sentence_first_word[2:] - opening
    closing = opening - 1
    opens_quoted, closes_quoted = is_quoted.take(opening, mode="clip"), is_quoted[closing]
    # The minister said: and a quotation; “…!” The minister said.
    is_announced = ((gap[closing] & COLON) > 0) & opens_quoted
    paragraph = document.sentence_paragraph
    in_paragraph = paragraph[1:] == paragraph[:-1]
    is_tag = closes_quoted & ~opens_quoted & (length <= _MAX_TAG_WORDS) & in_paragraph
    joined[1:] |= (is_announced | is_tag) & ~np.isin(opening, cut.first_word) & (length > 0)
    return joined


def _weight_rows(document: Document, rows: WordRows, quotation_words: Ints) -> Ints:
    known = document.word_column(rows.feature)
    first = document.sentence_first_word
    opens = np.zeros(len(known) + 1, dtype=np.int8)
    opens[first] = 1
    opens[quotation_words[:, 0]] = 1
    capital, long, small = (np.diff(counts_before(known[:, column])[first]) for column in (3, 4, 5))
    title = (long >= _MIN_LONG_WORDS) & (capital > _MIN_CAPITAL_SHARE * long)
    # in text all in capitals, too, a capital makes no name
    title |= (small == 0) & (np.diff(first) > _MIN_LONG_WORDS)
    which = np.where(title[document.word_sentence], 2, opens[:-1])
    return known.take(np.arange(0, known.size, known.shape[1]) + which)


def counts_before(numbers: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Ints:
    """The sum of all numbers before each, and last that of all."""
    counts = np.zeros(len(numbers) + 1, dtype=np.int32)
    np.cumsum(numbers, out=counts[1:])
    return counts
