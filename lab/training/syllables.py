"""Syllables from the pronouncing dictionary, and a rule learned from it for other words.

The rule: a word has one syllable per group of vowels, plus a weight for every group with its neighbours. The weights
come from a ridge regression of the dictionary's counts on those groups.

Run as `python -m lab.training.syllables --dictionary cmudict.dict`; the dictionary is that of Carnegie Mellon
University (github.com/cmusphinx/cmudict).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from framing.models import pack_words
from framing.text.syllables import estimated_syllables, rule_features, vowel_groups
from lab.training.store import Provenance, store_arrays

LEAST_USES = 4
STRENGTH = 3.0
#: Minimum weight to keep, in hundredths.
LEAST_WEIGHT = 4
FOLDS = 5
SEED = 20250328

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NOTICE = (
    "Word list and counts derived from the CMU Pronouncing Dictionary, Copyright (C) 1993-2015 Carnegie Mellon "
    "University. All rights reserved. Redistribution and use in source and binary forms, with or without modification, "
    "are permitted provided that source code retains this notice; provided as is, without warranty."
)


def read_dictionary(path: Path) -> dict[str, int]:
    """The syllables of each word by its first pronunciation: the vowels, which have a stress mark."""
    dictionary = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *sounds = line.split("#")[0].split()
        if _WORD.fullmatch(word):
            dictionary[word] = sum(sound[-1].isdigit() for sound in sounds)
    return dict(sorted(dictionary.items()))


def fit_rule(words: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    """The weight of each feature, in hundredths of a syllable."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import Ridge

    rows = [rule_features(word) for word in words]
    uses = Counter(feature for features in rows for feature in features)
    number = {feature: n for n, feature in enumerate(sorted(f for f, times in uses.items() if times >= LEAST_USES))}
    columns = [[number[feature] for feature in features if feature in number] for features in rows]
    sizes = np.array([0, *(len(row) for row in columns)]).cumsum()
    cells = np.array([column for row in columns for column in row])
    matrix = csr_matrix((np.ones(len(cells)), cells, sizes), shape=(len(words), len(number)))
    missing = np.array(counts, dtype=float) - [vowel_groups(word) for word in words]
    ridge = Ridge(alpha=STRENGTH, solver="lsqr", fit_intercept=False, tol=1e-6).fit(matrix, missing)
    hundredths = np.round(100 * ridge.coef_).astype(int).clip(-300, 300)
    return {feature: int(hundredths[n]) for feature, n in number.items() if abs(hundredths[n]) >= LEAST_WEIGHT}


def out_of_fold(dictionary: Mapping[str, int]) -> NDArray[np.bool_]:
    """For each word of the dictionary, whether a held-out rule is right."""
    words = list(dictionary)
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(words))
    right = np.zeros(len(words), dtype=bool)
    for part in range(FOLDS):
        known = [word for word, f in zip(words, fold, strict=True) if f != part]
        weights = fit_rule(known, [dictionary[word] for word in known])
        for n in np.flatnonzero(fold == part):
            right[n] = estimated_syllables(words[n], weights) == dictionary[words[n]]
    return right


def fit(dictionary: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """The arrays of the model: `words` and their `syllables`, the rule's `features` and `weights` in hundredths."""
    weights = fit_rule(list(dictionary), list(dictionary.values()))
    return {
        "words": pack_words(dictionary),
        "syllables": np.array(list(dictionary.values()), dtype=np.uint8),
        "features": pack_words(weights),
        "weights": np.array(list(weights.values()), dtype=np.int16),
    }


@click.command()
@click.option("--dictionary", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def main(dictionary: Path) -> None:
    """Learn the rule from a CMU dictionary file, and store both."""
    known = read_dictionary(dictionary)
    store_arrays(
        "syllables",
        fit(known),
        Provenance(
            title="Syllables: a pronouncing dictionary, and a rule learned from it",
            version="1",
            script="lab.training.syllables",
            seed=SEED,
            licence="BSD-2-Clause",
            data=["CMU Pronouncing Dictionary, Carnegie Mellon University (BSD), github.com/cmusphinx/cmudict"],
            scores={"words right by a rule that never saw them": float(out_of_fold(known).mean())},
            note=_NOTICE,
        ),
    )


if __name__ == "__main__":
    main()
