from __future__ import annotations

import numpy as np

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.words import Words

MEASURE = Phrasing()
PLAIN = "The council met on Monday and will vote on the harbour budget on 3 June."
LOADED = "The shameless cronies on the council rammed through their disgraceful budget."


def loaded(text: str) -> list[float]:
    return list(MEASURE(Batch.of_reading(read_voices(Article("text", text)))).sentences["loaded"])


def test_a_loaded_sentence_scores_above_a_plain_one() -> None:
    (plain,), (marked,) = loaded(PLAIN), loaded(LOADED)
    assert 0 <= plain < 0.5 < marked <= 1


def test_there_is_one_score_a_sentence_and_it_does_not_hang_on_its_neighbours() -> None:
    together = loaded(f"{PLAIN}\n\n{LOADED}\n\n{PLAIN} {LOADED}")
    assert together == [*loaded(PLAIN), *loaded(LOADED), *loaded(PLAIN), *loaded(LOADED)]


def test_features_are_finite_for_odd_sentences() -> None:
    words = Words(read_voices(Article("text", "Headline of the day\n\n25% 300 9/11.\n\nA.\n\n“…”\n\nIt is so.")))
    features = MEASURE.sentence_model.features(words, MEASURE.word_model.logits(words))
    assert np.isfinite(features).all()
