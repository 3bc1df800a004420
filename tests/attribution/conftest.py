from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.articles import Article, Side
from framing.attribution import Reading, attribute
from framing.text import cut


@pytest.fixture(scope="session")
def reading_of() -> Callable[..., Reading]:
    def read(text: str, *sides: Side) -> Reading:
        return attribute(cut(Article("a", text, sides=sides)))

    return read


@pytest.fixture(scope="session")
def founding_text() -> str:
    folder = os.environ.get("FRAMING_SEEDS")
    found = sorted(Path(folder).glob("*.txt")) if folder else []
    if not found:
        pytest.skip("FRAMING_SEEDS does not name the folder with the founding article")
    return found[0].read_text(encoding="utf-8")
