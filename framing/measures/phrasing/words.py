"""The words of a reading, or of several, as the rules of loaded phrasing see them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Reading
from framing.measures.phrasing.names import LOW, NATURE, Mask, names
from framing.measures.phrasing.seen import Seen, see
from framing.measures.phrasing.tags import TAG, TAGS
from framing.text.document import Document


class Words:
    """The words of readings: in lower case, with their usual part of speech, and which of them are names."""

    def __init__(self, reading: Reading | Batch) -> None:
        self.document: Document = reading.document
        self.name: Mask = names(self.document)
        self.low: list[str] = self.document.word_column(LOW).tolist()
        self._starts = self.document.word_start.data

    def __len__(self) -> int:
        return len(self.low)

    @cached_property
    def tags(self) -> NDArray[np.int8]:
        """Each word's usual part of speech, as an index into `TAGS`; names have the tag of names."""
        tags: NDArray[np.int8] = self.document.word_column(TAG)
        return np.where(self.name, np.int8(TAGS.index("NNP")), tags)

    @cached_property
    def seen(self) -> Seen:
        """The words as the models see them."""
        return see(self.document, self.name, self.document.word_column(NATURE), self.tags)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        starts: list[int] = self.document.sentence_first_word.tolist()
        return starts

    def tag(self, word: int) -> str:
        """The word's usual part of speech (Penn tag)."""
        return TAGS[int(self.tags[word])]

    def gap(self, word: int) -> str:
        """What stands between a word and the next, white space left out, typographic variants folded."""
        document = self.document
        return document.folded[document.word_ends[word] : self._starts[word + 1]].strip()

    def sentence(self, word: int) -> range:
        """The words of the sentence that a word stands in."""
        at = bisect_right(self._sentence_starts, word)
        return range(self._sentence_starts[at - 1], self._sentence_starts[at])

    def text(self, first: int, last: int) -> str:
        """The text from word `first` up to the end of word `last - 1`, as given."""
        document = self.document
        return document.text[document.word_start[first] : document.word_end[last - 1]]
