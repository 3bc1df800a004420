"""Documents joined: what each held is found in the whole, at its place."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import Document, cut
from framing.text.join import BETWEEN, join

TEXTS = st.lists(st.text(alphabet="Aabc .“”\n?'", max_size=60), min_size=1, max_size=5)


def words(document: Document) -> list[tuple[str, int]]:
    places = zip(document.word_start, document.word_end, document.word_sentence, strict=True)
    return [(document.text[start:end], int(sentence)) for start, end, sentence in places]


@given(TEXTS)
def test_the_whole_holds_what_the_parts_hold_in_their_order(texts: list[str]) -> None:
    parts = [cut(Article(str(number), text)) for number, text in enumerate(texts)]
    whole = join(parts)
    sentences = [0]
    for part in parts:
        sentences.append(sentences[-1] + len(part.sentence_start))
    moved = [(word, at + before) for part, before in zip(parts, sentences, strict=False) for word, at in words(part)]
    assert words(whole) == moved
    for name in ("paragraphs", "quotations"):
        cuts = [[document.text[each.start : each.end] for each in getattr(document, name)] for document in parts]
        assert [whole.text[each.start : each.end] for each in getattr(whole, name)] == [
            text for c in cuts for text in c
        ]
    for sentence, (first, last) in enumerate(
        zip(whole.sentence_first_word[:-1], whole.sentence_first_word[1:], strict=True)
    ):
        assert set(whole.word_sentence[first:last].tolist()) <= {sentence}
    assert len(whole.folded) == len(whole.text) == sum(map(len, texts)) + len(BETWEEN) * (len(texts) - 1)


def test_words_numbered_apart_are_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    one = cut(Article("one", "A toll."))
    monkeypatch.setattr(import_module("framing.text.vocabulary"), "MOST_FORMS", -1)
    with pytest.raises(ValueError, match="different vocabularies"):
        join([one, cut(Article("other", "A levy."))])
