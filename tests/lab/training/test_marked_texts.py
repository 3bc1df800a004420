"""What is learned of each word that people marked."""

from __future__ import annotations

from typing import Any

import pytest

from lab.training.marked_texts import mark


def record(*marked: str, **more: Any) -> dict[str, Any]:
    text = "The shameless board sold the whole harbour for a song behind closed doors."
    spans = [
        {"start": text.index(part), "end": text.index(part) + len(part), "label": "Loaded_Language"} for part in marked
    ]
    return {"id": "one", "text": text, "spans": spans} | more


def test_the_words_that_a_mark_touches_are_marked() -> None:
    example = mark("ptc", record("shameless board", "a song"))
    marked = [word for word, is_marked in zip(example.words.low, example.marked, strict=True) if is_marked]
    assert marked == ["shameless", "board", "a", "song"]
    assert example.share.tolist() == example.marked.tolist()


def test_a_word_that_some_annotators_marked_has_their_share() -> None:
    votes = {"word_votes": {"shameless": 2}, "n_annotators": 5, "label": 1}
    example = mark("babe", record(**votes))
    assert example.share.tolist() == pytest.approx([0, 0.4] + [0] * 11)
