"""The stored values of word features are those that the features compute, so that storing them moves no figure."""

from __future__ import annotations

import numpy as np

from framing.models import load_arrays, unpack_words
from framing.text.vocabulary import Vocabulary, WordFeature
from lab.training.common_forms import stored_features, values_of


def test_stored_values_are_those_that_the_features_compute() -> None:
    stored = load_arrays("common-forms")
    computed = values_of(unpack_words(stored["forms"]), stored_features())
    assert stored.keys() == computed.keys(), "run `python -m lab.training.common_forms`"
    for name, values in computed.items():
        np.testing.assert_array_equal(stored[name], values, f"{name}: run `python -m lab.training.common_forms`")


def test_a_large_vocabulary_computes_only_what_is_not_stored() -> None:
    common = unpack_words(load_arrays("common-forms")["forms"])[:3000]
    asked: list[str] = []
    feature = WordFeature("nature", lambda form: asked.append(form) or len(form), np.uint8, stored=True)
    vocabulary = Vocabulary()
    for form in [*common, "qxzzyx"]:
        vocabulary.id_of(form)
    values = vocabulary.column(feature)
    assert asked == ["qxzzyx"]
    assert values[-1] == len("qxzzyx")
    np.testing.assert_array_equal(values[:-1], load_arrays("common-forms")["nature"][:3000])
