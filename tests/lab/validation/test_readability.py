"""The levels that people wrote come out in order; what is fitted beats the formulas. Needs the labelled data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLD = os.environ.get("FRAMING_GOLD")


@pytest.mark.skipif(not GOLD, reason="FRAMING_GOLD does not name the folder of labelled data")
def test_three_levels_of_a_text_are_told_apart() -> None:
    from lab.validation.readability import level_scores

    (score,) = level_scores(Path(str(GOLD)))
    assert score.value >= max(score.floor or 0, 0.99)
