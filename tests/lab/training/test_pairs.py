from __future__ import annotations

import numpy as np
import pytest

from framing.articles import Article
from framing.attribution.reading import Attribution, Kind, Reading, Stretch, Voice
from framing.measures.phrasing import Phrasing
from framing.text.batch import cut
from lab.training.pairs import PairWeights, WordWeights, features, own_phrases, probability, sentence_scores

TEXT = "“It is a disgrace,” said Ada Quill. All was calm."
SAID = "It is a disgrace,"
WORDS = WordWeights({"disgrace": 3.0, "calm": -1.0}, intercept=-1.0)
PAIRS = PairWeights(np.array([1.0, 2.0, -1.0]), np.array([0.1, 0.1, 0.5]))


def read(text: str, said: str = "") -> Reading:
    """A reading in which `said` is between quotation marks."""
    start = text.index(said)
    attribution = Attribution(((start, start + len(said)),), Kind.DIRECT, source="Ada Quill")
    stretch = Stretch(start, start + len(said), Voice.QUOTED, 0)
    document = cut(Article("a", text))
    return Reading(document, (attribution,), (), (stretch,)) if said else Reading(document, (), (), ())


def test_a_sentence_is_scored_by_its_words() -> None:
    document = read("It is a disgrace. It is calm. Calm, and a disgrace. Nothing.").document
    odds = np.array([2, -2, -1 + 2 / np.sqrt(2), -1])
    assert sentence_scores(document, WORDS) == pytest.approx(1 / (1 + np.exp(-odds)))


def test_only_the_outlets_own_phrases_are_counted() -> None:
    phrasing = Phrasing()
    text = "It is a disgrace,” said Ada Quill. It is a disgrace."
    assert own_phrases(read(text), phrasing) == 2
    assert own_phrases(read(text, "It is a disgrace,"), phrasing) == 1


def test_phrases_sentences_and_quotation_tell() -> None:
    reading = read(TEXT, SAID)
    phrases, loaded, quoted = features(reading, 3, sentence_scores(reading.document, WORDS))
    assert phrases == pytest.approx(np.log(4))
    assert loaded == pytest.approx(np.log1p(sentence_scores(reading.document, WORDS).sum()))
    assert quoted == pytest.approx(4 / 10)


def test_swapping_accounts_swaps_the_choice() -> None:
    one, other = np.array([0.4, 0.3, 0.5]), np.array([0.5, 0.1, 0.2])
    assert probability(one, other, PAIRS) == pytest.approx(1 - probability(other, one, PAIRS))
    assert probability(one, one, PAIRS) == 0.5


def test_an_empty_account_cannot_be_told() -> None:
    reading = read("")
    found = features(reading, 0, sentence_scores(reading.document, WORDS))
    assert np.isnan(found).all()
    assert probability(found, np.ones(3), PAIRS) == 0.5
