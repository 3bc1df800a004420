"""A classifier in place of the sentence score; the model is a tiny one that the test makes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.transformer import NoClassifier, TransformerClassifier, _column

TEXT = "The council met on Monday. The shameless cronies lied.\n\nThe vote is in June."


def test_a_classifier_takes_the_place_of_the_score_and_nothing_else() -> None:
    passed: list[str] = []

    def classifier(sentences: Any) -> list[float]:
        passed.extend(sentences)
        return [0.25, 0.75, 0.5]

    batch = Batch.of_reading(read_voices(Article("text", TEXT)))
    columns, usual = Phrasing(classifier=classifier)(batch), Phrasing()(batch)
    assert passed == ["The council met on Monday.", "The shameless cronies lied.", "The vote is in June."]
    assert columns.sentences["loaded"] == [0.25, 0.75, 0.5]
    assert columns.tables == usual.tables


def test_a_folder_without_a_model_is_told() -> None:
    with pytest.raises(NoClassifier, match="save_pretrained"):
        TransformerClassifier("nowhere")


def test_without_the_extra_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(NoClassifier, match=r"framing\[transformers\]"):
        TransformerClassifier(tmp_path)


def test_the_label_is_found_by_its_name() -> None:
    config = SimpleNamespace(id2label={0: "LOADED", 1: "PLAIN"}, num_labels=2)
    assert (_column(config, "LOADED"), _column(config, None)) == (0, 1)
    with pytest.raises(NoClassifier, match="LOADED, PLAIN"):
        _column(config, "biased")


def test_a_tiny_model_is_loaded_and_gives_a_probability_for_each_sentence(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers", reason="the extra framing[transformers] is not installed")
    torch = pytest.importorskip("torch", reason="the extra framing[transformers] is not installed")
    torch.manual_seed(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "council", "met", "shameless", "cronies", "."]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        num_labels=2, initializer_range=1.0, id2label={0: "PLAIN", 1: "LOADED"}, label2id={"PLAIN": 0, "LOADED": 1},
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    sentences = ["The council met."] * 40 + ["The shameless cronies met."]
    loaded = TransformerClassifier(tmp_path, "LOADED")(sentences)
    plain = TransformerClassifier(tmp_path, "PLAIN")(sentences)
    assert len(loaded) == len(sentences)
    assert all(a + b == pytest.approx(1, abs=1e-5) for a, b in zip(loaded, plain, strict=True))
    assert loaded[0] == pytest.approx(loaded[39], abs=1e-5)
    assert loaded[0] != pytest.approx(loaded[40], abs=1e-5)
