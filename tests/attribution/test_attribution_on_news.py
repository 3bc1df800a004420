"""Real news goes through, whatever its marks and furniture."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from framing.attribution import Reading


def test_a_sample_of_real_news(reading_of: Callable[..., Reading]) -> None:
    given = os.environ.get("FRAMING_NEWS")
    if not given or not Path(given).exists():
        pytest.skip("FRAMING_NEWS does not name a file of news")
    texts = pd.read_parquet(given)
    column = next(name for name in ("text", "content", "body") if name in texts)
    attributions = 0
    for text in texts[column].iloc[::150]:
        reading = reading_of(text)
        attributions += len(reading.attributions)
        assert all(a.end <= b.start for a, b in zip(reading.stretches, reading.stretches[1:], strict=False))
    assert attributions > len(texts) // 150
