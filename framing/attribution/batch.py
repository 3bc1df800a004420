"""Several readings measured together, on arrays over the words of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import CODE_OF_VOICE, Reading, voice_of_words
from framing.text.batch import Cut
from framing.text.document import Document


@dataclass(frozen=True, eq=False)
class Batch:
    """Articles cut together, and the reading of each; arrays run over the words or sentences of all articles.

    Article `i` has the words `[first_word[i], first_word[i + 1])` and the sentences
    `[first_sentence[i], first_sentence[i + 1])` of `document`; its text begins there at `text_at[i]`.
    """

    cut: Cut
    readings: tuple[Reading, ...]

    @classmethod
    def of(cls, reading: Reading) -> Batch:
        """A reading by itself."""
        return cls(Cut.of(reading.document), (reading,))

    @property
    def document(self) -> Document:
        """All articles as one document."""
        return self.cut.whole

    @property
    def first_word(self) -> list[int]:
        """The first word of each article, and the number of words."""
        return self.cut.first_word

    @property
    def first_sentence(self) -> list[int]:
        """The first sentence of each article, and the number of sentences."""
        return self.cut.first_sentence

    @property
    def text_at(self) -> list[int]:
        """Where the text of each article begins in that of `document`."""
        return self.cut.text_at

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
