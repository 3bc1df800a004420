"""Is the account chosen as the more loaded of two the one in which people marked more lexical bias?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.intervals import interval_of_sums
from framing.training.loadedness import features, probability, sentence_scores
from framing.training.pairs import (
    Marked,
    Told,
    accounts,
    fit_pairs,
    fit_words,
    folds,
    joined,
    other_sentences,
    pairs,
    unseen_features,
)
from framing.validation.score import MissingGold, Score

#: Where a choice would be told, were it calibrated.
TOLD = 0.65
DATA = "BASIL, pairs of accounts of one event"
HOW = "cross-validation over events, words and pair weights both learned without the event"


def validate(gold: Path) -> list[Score]:
    """Accuracy of the choice, told and not told, and how well its probabilities fit."""
    try:
        told = accounts(gold)
        others = other_sentences(gold)
    except FileNotFoundError as error:
        message = "no such file; --gold or FRAMING_GOLD must name the folder that holds it"
        raise MissingGold(f"{error.filename}: {message}") from error
    chosen = pairs(told)
    chance = unseen_probabilities(told, others)
    first = np.array([more for _, _, more in chosen])
    right = np.where(chance == 0.5, 0.5, (chance > 0.5) == first).astype(float)
    sure = np.maximum(chance, 1 - chance) >= TOLD
    events = np.unique([told[i].event for i, _, _ in chosen], return_inverse=True)[1]
    every = np.ones(len(chosen), dtype=bool)
    return [
        _score("right choice of the account with more lexical bias", right, events, every, 0.5),
        _score(f"the same where it is told (probability of {TOLD} or more)", right, events, sure, 0.5),
        _score("the same where it says “cannot tell”", right, events, ~sure, None),
        _score("share of the pairs that is told", sure.astype(float), events, every, None),
        _score("Brier score of the probability, lower is better", (chance - first) ** 2, events, every, 0.25),
    ]


def unseen_probabilities(told: Sequence[Told], others: Sequence[Marked]) -> NDArray[np.float64]:
    """For each pair, how probable its first account is the more loaded, by weights that saw nothing of the event."""
    chosen = pairs(told)
    chance = np.full(len(chosen), np.nan)
    for held in folds(told):
        seen = [each for each in told if each.event not in held]
        weights = fit_pairs(seen, unseen_features(seen, others))
        words = fit_words([*others, joined([each.marked for each in seen])])
        for number, (i, j, _) in enumerate(chosen):
            if told[i].event in held:
                one, other = (
                    features(a.reading, sentence_scores(a.reading.document, words)) for a in (told[i], told[j])
                )
                chance[number] = probability(one, other, weights)
    return chance


def _score(
    measure: str, values: NDArray[np.float64], events: NDArray[np.int64], kept: NDArray[np.bool_], floor: float | None
) -> Score:
    """The mean of the values kept, with an interval over events."""
    sums = np.column_stack([np.bincount(events, weights=values * kept), np.bincount(events, weights=kept)]).astype(
        float
    )
    low, high = interval_of_sums(lambda drawn: drawn[:, 0] / drawn[:, 1], sums)
    value = float(values[kept].mean()) if kept.any() else float("nan")
    return Score(DATA, measure, value, low, high, int(kept.sum()), "pair", floor, None, HOW)
