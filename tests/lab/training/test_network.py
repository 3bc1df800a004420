"""What ships reads as what was taught: the network in whole numbers, the trees in arrays."""

from __future__ import annotations

import numpy as np
import pytest

from framing.articles import Article
from framing.attribution.features import windows_of
from framing.attribution.model import load_model
from framing.attribution.token_features import token_features
from framing.text import cut_together

_TEXT = (
    "The board said the quay would close. “It is old,” the mayor replied, and asked whether the ferry could land. " * 4
)


def test_whole_numbers_read_as_the_taught_network() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    from lab.training.network import Lessons, Pretrained

    read = token_features(cut_together((Article("a", _TEXT),)), load_model().rows)
    tagger = Pretrained.load().tagger().eval()
    windows = windows_of(read, read.outer)
    count = len(read.outer)
    lessons = Lessons.of(windows, np.zeros(count, dtype=bool), [None] * count, [frozenset()] * count)
    with torch.no_grad():
        odds, scores = tagger(torch.tensor(lessons.codes, dtype=torch.long), torch.tensor(lessons.known))
    whole, grid = tagger.quantised().forward(windows)
    assert np.abs(whole - odds.numpy()).max() < 0.5
    for pointer in range(3):
        of_words = scores[..., pointer].numpy()
        assert np.abs(grid[pointer] - of_words)[lessons.known].max() < 0.6
        assert (grid[pointer].argmax(1) == of_words.argmax(1)).mean() > 0.9


def test_the_same_lessons_give_the_same_weights() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    from lab.training.network import Lessons, Pretrained, trained

    read = token_features(cut_together((Article("a", _TEXT),)), load_model().rows)
    words = read.outer[::5]
    windows, is_cue = windows_of(read, words), np.arange(len(words)) % 3 == 0
    contents = [(word + 1, word + 1) if cue else None for word, cue in zip(words.tolist(), is_cue, strict=True)]
    lessons = Lessons.of(windows, is_cue, contents, [frozenset({word - 1}) for word in words.tolist()])
    once, again = (trained(lessons, Pretrained.load().tagger(), 1).quantised() for _ in range(2))
    assert np.array_equal(once.final_layer, again.final_layer)
    assert all(np.array_equal(a, b) for a, b in zip(once.embeddings, again.embeddings, strict=True))


def test_trees_give_the_odds_of_the_learner() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    from lab.training.confidence import Rated, _learner, fit_confidence

    rng = np.random.default_rng(0)
    features = rng.normal(size=(400, 5))
    right = features[:, 0] + features[:, 1] * features[:, 2] > 0
    rated = Rated(features, right, np.array(["a"] * 400, dtype=object))
    expected = _learner().fit(features, right).decision_function(features)
    assert fit_confidence(rated).log_odds(features) == pytest.approx(expected)
