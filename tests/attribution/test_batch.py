"""Readings in a batch lead back to their articles."""

from __future__ import annotations

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution import Batch

TEXTS = ("The toll rose.", "", "“It is a disgrace,” said Ada Quill. She left.", "Lorries wait.")


def test_words_lead_back_to_their_article() -> None:
    articles = [Article(str(number), text) for number, text in enumerate(TEXTS)]
    readings = [read_voices(article) for article in articles]
    together = Batch.of_articles(articles)
    for number, reading in enumerate(readings):
        words, sentences = (
            slice(*each[number : number + 2]) for each in (together.first_word, together.first_sentence)
        )
        assert together.word_voice[words].tolist() == reading.word_voice.tolist()
        starts = together.document.word_start[words] - together.text_start[number]
        assert starts.tolist() == reading.document.word_start.tolist()
        assert sentences.stop - sentences.start == len(reading.document.sentence_start)
        assert set(together.article_of(range(words.start, words.stop)).tolist()) <= {number}
