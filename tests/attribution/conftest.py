from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.articles import Article, Side
from framing.attribution import Attribution, Reading, attribute
from framing.text import cut


@pytest.fixture(scope="session")
def reading_of() -> Callable[..., Reading]:
    def read(text: str, *sides: Side) -> Reading:
        return attribute(cut(Article("told", text, sides=sides)))

    return read


def parts_of(reading: Reading, attribution: Attribution) -> tuple[str, ...]:
    return tuple(reading.document.text[start:end] for start, end in attribution.parts)


def told(reading: Reading) -> list[tuple[tuple[str, ...], str, str | None]]:
    """Each attribution's parts, kind and source."""
    return [(parts_of(reading, item), str(item.kind), item.source) for item in reading.attributions]


@pytest.fixture(scope="session")
def founding_text() -> str:
    folder = os.environ.get("FRAMING_SEEDS")
    found = sorted(Path(folder).glob("*.txt")) if folder else []
    if not found:
        pytest.skip("FRAMING_SEEDS does not name the folder with the founding article")
    return found[0].read_text(encoding="utf-8")
