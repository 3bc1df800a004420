"""Readings in batches: each once, in order, and together only where one vocabulary numbers their words."""

from __future__ import annotations

from importlib import import_module

import pytest

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution import batch
from framing.attribution.attribute import batches
from framing.attribution.batch import Batch
from framing.text import cut

TEXTS = ("The toll rose.", "", "“It is a disgrace,” said Ada Quill. She left.", "Lorries wait.")


def test_every_reading_is_in_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [cut(Article(str(number), text)) for number, text in enumerate(TEXTS * 50)]
    monkeypatch.setattr(batch, "WORDS", 100)
    found = list(batches(documents))
    assert [reading.document for each in found for reading in each.readings] == documents
    assert len(found) > 1


def test_a_fresh_vocabulary_begins_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cut(Article("before", TEXTS[0]))
    monkeypatch.setattr(import_module("framing.text.vocabulary"), "MOST_FORMS", -1)
    after = cut(Article("after", TEXTS[0]))
    assert [[reading.document for reading in each.readings] for each in batches([before, after])] == [[before], [after]]


def test_words_lead_back_to_their_article() -> None:
    readings = tuple(read_voices(Article(str(number), text)) for number, text in enumerate(TEXTS))
    together = Batch(readings)
    for number, reading in enumerate(readings):
        words, sentences = together.words_of(number), together.sentences_of(number)
        assert together.word_voice[words].tolist() == reading.word_voice.tolist()
        starts = together.document.word_start[words] - together.text_at[number]
        assert starts.tolist() == reading.document.word_start.tolist()
        assert sentences.stop - sentences.start == len(reading.document.sentence_start)
        assert set(together.article_of(range(words.start, words.stop)).tolist()) <= {number}
