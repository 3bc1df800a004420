"""The matching rule of the validation, on cases made up for it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from framing.attribution import Attribution, Kind, attribute
from framing.attribution.word_rows import WordRows
from lab.validation.scores import read_records
from lab.validation.sources import article_counts, matched

TEXT = "The toll is fair, said Brandt."


def letters(text: str) -> np.ndarray:
    return np.concatenate(([0], np.cumsum([sign.isalnum() for sign in text])))


def test_half_of_the_union_is_enough() -> None:
    whole, half, less = [(0, 16)], [(0, 8)], [(0, 5)]
    assert matched([half], [whole], letters(TEXT)) == {0: 0}
    assert matched([less], [whole], letters(TEXT)) == {}


def test_stops_and_spaces_do_not_count() -> None:
    assert matched([[(0, 18)]], [[(0, 16)]], letters(TEXT)) == {0: 0}


def test_each_content_is_found_once() -> None:
    assert matched([[(0, 16)], [(0, 14)]], [[(0, 16)]], letters(TEXT)) == {0: 0}


def test_counts_of_an_article() -> None:
    mark = {"content": [[0, 16]], "source": [[23, 29]], "cue": [[18, 22]], "kind": "indirect"}
    record = {"text": TEXT, "attributions": [mark]}
    right = Attribution(((0, 16),), Kind.INDIRECT, "Brandt", (23, 29), (18, 22))
    wrong_source = Attribution(((0, 16),), Kind.INDIRECT, "toll", (4, 8), (18, 22))
    scare = Attribution(((4, 8),), Kind.SCARE)
    assert article_counts(record, [right, scare]).tolist() == [0] * 6 + [1, 1, 1, 1, 1]
    assert article_counts(record, [wrong_source]).tolist() == [0] * 6 + [1, 1, 0, 1, 1]
    assert article_counts(record, []).tolist() == [0] * 6 + [1, 0, 0, 0, 0]


def test_learned_on_some_articles_it_finds_most_direct_quotations_of_others() -> None:
    gold = os.environ.get("FRAMING_GOLD")
    if not gold or not (Path(gold) / "polnear.jsonl").is_file():
        pytest.skip("FRAMING_GOLD does not name the folder with polnear.jsonl")
    pytest.importorskip("torch", reason="PyTorch is not installed")
    from lab.training.attribution import documents, examples, fit
    from lab.training.network import Pretrained

    parsed = Pretrained.load()
    records = list(read_records(Path(gold), "polnear"))[:130]
    found = documents(records)
    model = fit(examples(records[:100], found[:100], WordRows(parsed.vocabulary)), parsed)
    counts = sum(
        article_counts(record, attribute(document, model).attributions)
        for record, document in zip(records[100:], found[100:], strict=True)
    )
    marked, content, with_source = counts[:3]
    assert content / marked > 0.85
    assert with_source / marked > 0.8
