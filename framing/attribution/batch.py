"""Some readings in a row, measured together: most of what a measure does is done on the arrays of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import CODE_OF_VOICE, Reading, voice_of_words
from framing.text.document import Document
from framing.text.join import BETWEEN, first_places, join

#: A batch is closed with so many words: enough that what a call to numpy costs by itself is little beside its work,
#: few enough that the arrays stay near the processor.
WORDS = 16_000


@dataclass(frozen=True, eq=False)
class Batch:
    """Readings whose words one vocabulary numbers, and `document`, their documents joined.

    Article `i` holds the words `[first_word[i], first_word[i + 1])` of it and the sentences
    `[first_sentence[i], first_sentence[i + 1])`; its text begins at `text_at[i]`.
    """

    readings: tuple[Reading, ...]
    joined: Document | None = field(default=None, repr=False)

    @cached_property
    def document(self) -> Document:
        """The documents joined; they need not be if they already were, for their readings."""
        return self.joined or join([reading.document for reading in self.readings])

    @cached_property
    def first_word(self) -> list[int]:
        """The first word of each article, and the number of words."""
        return first_places([len(reading.document.word_start) for reading in self.readings])

    @cached_property
    def first_sentence(self) -> list[int]:
        """The first sentence of each article, and the number of sentences."""
        return first_places([len(reading.document.sentence_start) for reading in self.readings])

    @cached_property
    def text_at(self) -> list[int]:
        """Where the text of each article begins in that of `document`."""
        return first_places([len(reading.document.folded) for reading in self.readings], len(BETWEEN))

    @cached_property
    def word_voice(self) -> NDArray[np.int8]:
        """The voice of each word as an index into `VOICES`, shape `(words,)`."""
        codes = [CODE_OF_VOICE[stretch.voice] for reading in self.readings for stretch in reading.stretches]
        return voice_of_words(*self.words_of_stretches, codes, self.first_word[-1])

    @cached_property
    def words_of_stretches(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The words that begin in each stretch of each reading: the first, and the one after the last, of each."""
        stretches = [
            (stretch.start + at, stretch.end + at)
            for reading, at in zip(self.readings, self.text_at, strict=False)
            for stretch in reading.stretches
        ]
        starts, ends = np.array(stretches, dtype=np.int32).reshape(-1, 2).T
        return self.document.words_of_spans(starts, ends)

    def words_of(self, number: int) -> slice:
        """The words of an article."""
        return slice(self.first_word[number], self.first_word[number + 1])

    def sentences_of(self, number: int) -> slice:
        """The sentences of an article."""
        return slice(self.first_sentence[number], self.first_sentence[number + 1])

    @cached_property
    def article_of_word(self) -> NDArray[np.intp]:
        """The number of the article of each word, shape `(words,)`."""
        return np.repeat(np.arange(len(self.readings)), np.diff(self.first_word))

    def article_of_sentence(self, sentences: NDArray[np.int64]) -> NDArray[np.intp]:
        """The number of the article that each of these sentences stands in."""
        return np.searchsorted(self.first_sentence, sentences, side="right") - 1

    def article_of(self, words: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
        """The number of the article that each of these words stands in."""
        return np.searchsorted(self.first_word, words, side="right") - 1


def together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in groups of about `WORDS` words that one vocabulary numbers, in order."""
    gathered: list[Document] = []
    words = 0
    for document in documents:
        if gathered and document.vocabulary is not gathered[0].vocabulary:
            yield gathered
            gathered, words = [], 0
        gathered.append(document)
        words += len(document.word_start)
        if words >= WORDS or len(gathered) >= WORDS // 100:
            yield gathered
            gathered, words = [], 0
    if gathered:
        yield gathered
