"""The words of a batch for rules, and its units for models: a unit is a word, a number or a run of names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Reading
from framing.measures.phrasing.forms import CASES, LOW, NAME, NATURE, NUMBER, TAG, TAGS, WITH_DIGIT, Mask, names
from framing.text.document import Document
from framing.words import word_set

Array = NDArray[Any]

#: The offsets of the neighbours that the models use.
BESIDE = (-2, -1, 1, 2)
#: The number of flags: cases, quoted or not, and places in the sentence up to the fourth.
FLAGS = 4 * 2 * 4
#: Words right before a verb; tags before a noun or its adjectives, and right after a verb with an object.
_VERB_FOLLOWS = frozenset("to will would can could may might must shall should who did does do don't not".split())
_NOUN_FOLLOWS = frozenset({"CD", "DT", "JJ", "JJR", "JJS", "POS", "PRP$"})
_OBJECT_BEGINS = frozenset({"DT", "PRP", "PRP$"})
_NOUNS = frozenset({"NN", "NNS", "NNP"})


@dataclass(frozen=True, eq=False)
class Units:
    """The units of a document, in order, all shaped `(units,)`.

    `words` is the first word of each; `forms` its form's number in the vocabulary, or that of `NAME` or `NUMBER`;
    `tags` its usual part of speech; `flags` its case, quotation and place; `sentence` its sentence. `unit_of_word` maps
    words to units; sentence `i` holds the units `[first_unit[i], first_unit[i + 1])`.
    """

    unit_of_word: Array
    words: Array
    forms: Array
    tags: Array
    flags: Array
    sentence: Array
    first_unit: Array

    @cached_property
    def near(self) -> dict[int, Array]:
        """For each offset of `BESIDE`, each unit's neighbour; the number of units beyond the sentence."""
        at, units = np.arange(len(self.sentence), dtype=np.int32), len(self.sentence)
        near = {}
        for offset in BESIDE:
            neighbour = np.clip(at + offset, 0, max(units - 1, 0))
            inside = (neighbour == at + offset) & (self.sentence[neighbour] == self.sentence)
            near[offset] = np.where(inside, neighbour, np.int32(units))
        return near

    def beside(self, values: Array, offset: int, edge: Any) -> Array:
        """The value of each unit's neighbour; `edge` beyond the sentence."""
        return np.append(values, values.dtype.type(edge))[self.near[offset]]

    def quoted(self) -> Array:
        """Which units stand between quotation marks."""
        return np.asarray(self.flags & 4, dtype=bool)


class Words:
    """The words of a batch: lower-case forms, usual parts of speech, and names."""

    def __init__(self, reading: Reading | Batch) -> None:
        self.batch = reading if isinstance(reading, Batch) else Batch.of_reading(reading)
        self.document: Document = self.batch.document
        self.name: Mask = names(self.document)
        self.low: list[str] = self.document.word_column(LOW).tolist()
        #: Each word's usual part of speech as an index into `TAGS`; that of names is NNP.
        self.tags: NDArray[np.int8] = self.document.word_column(TAG)
        self.tags[self.name] = TAGS.index("NNP")
        # single items of a memoryview are read many times faster than those of an array
        self._tags, self._starts, self._ends = self.tags.data, self.document.word_starts, self.document.word_ends
        self._sentence_starts: list[int] = self.document.sentence_first_word.tolist()

    def __len__(self) -> int:
        return len(self.low)

    @cached_property
    def units(self) -> Units:
        """The words as the models see them."""
        document, name = self.document, self.name
        starts = np.ones(len(name), dtype=bool)
        starts[1:] = ~(name[1:] & name[:-1] & (document.word_sentence[1:] == document.word_sentence[:-1]))
        units = np.flatnonzero(starts).astype(np.int32)
        unit_of_word = np.cumsum(starts, dtype=np.int32) - np.int32(1)
        first_unit = np.append(unit_of_word, len(units))[document.sentence_first_word]
        case = (document.word_column(NATURE) & CASES)[units]
        forms = document.word_id[units]
        forms[case == WITH_DIGIT] = document.vocabulary.id_of(NUMBER)
        forms[name[units]] = document.vocabulary.id_of(NAME)
        sentence = document.word_sentence[units]
        place = np.minimum(np.arange(len(units), dtype=np.int32) - first_unit[sentence], 3).astype(np.int8)
        inner = np.array([(each.inner_start, each.inner_end) for each in document.quotations], dtype=np.int32)
        changes = (np.bincount(at, minlength=len(name) + 1) for at in document.word_bounds(*inner.reshape(-1, 2).T))
        quoted = np.cumsum(np.subtract(*changes))[units] > 0
        flags = (case * 2 + quoted) * 4 + place
        return Units(unit_of_word, units, forms, self.tags[units], flags, sentence, first_unit)

    def tag(self, word: int) -> str:
        """The word's usual part of speech (Penn tag)."""
        return TAGS[self._tags[word]]

    def gap(self, word: int) -> str:
        """The punctuation between a word and the next, typographic variants folded."""
        return self.document.folded[self._ends[word] : self._starts[word + 1]].strip()

    def sentence(self, word: int) -> range:
        """The words of a word's sentence."""
        at = bisect_right(self._sentence_starts, word)
        return range(self._sentence_starts[at - 1], self._sentence_starts[at])

    def role(self, word: int) -> str:
        """The part of speech by a word's neighbours: adjective, noun or verb; empty if unclear."""
        sentence = self.sentence(word)
        mark = self.gap(word - 1) if word > sentence.start else ","
        has_after = word + 1 < sentence.stop and not self.gap(word)
        # “the airlines' fuel”: an apostrophe alone between two words is a possessive
        before, low_before = (
            (self.tag(word - 1), self.low[word - 1]) if not mark else ("POS" if mark == "'" else "", "")
        )
        after = self.tag(word + 1) if has_after else ""
        if low_before in _VERB_FOLLOWS or before == "PRP" or low_before.endswith("n't"):
            return "verb"
        is_object = after in _OBJECT_BEGINS
        if self.low[word].endswith("ing") and (is_object or after in {"RP", "TO"}):
            return "verb"
        if before in _NOUN_FOLLOWS:
            return "adjective" if after in _NOUNS else "noun"
        if is_object:
            return "verb"
        if before in {"IN", "CC"} and not self.low[word].endswith(("ing", "ed")):
            return "adjective" if after in _NOUNS else "noun" if before == "IN" else ""
        return "adjective" if low_before in word_set("be") or before == "RB" else ""

    def attributed(
        self, part: Callable[[Attribution], tuple[int, int] | None]
    ) -> Iterable[tuple[Attribution, int, int]]:
        """Each attribution that has a part, with that part's words `[first, last)`."""
        parts = [
            (attribution, span[0] + at, span[1] + at)
            for reading, at in zip(self.batch.readings, self.batch.text_start, strict=False)
            for attribution in reading.attributions
            if (span := part(attribution))
        ]
        attributions, starts, ends = zip(*parts, strict=True) if parts else ((), (), ())
        first, last = self.document.word_bounds(starts, ends)
        return zip(attributions, first.tolist(), last.tolist(), strict=True)
