"""Articles of two invented outlets, analysed once, and a sample of their rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.review import Sample, draw, rows_to_judge, write

_LINES = (
    "The harbour board slammed the reckless plan on Monday.",
    "“We cannot pay for it,” the harbour master said.",
    "Boats left the quay at noon.",
    "The ferry company said that the crossing would stay open.",
    "A storm of outrage followed, officials said.",
    "The quay is made of stone.",
)


def text(number: int) -> str:
    """An article's text, its lines in an order of its own."""
    return "\n\n".join(_LINES[(number + step) % len(_LINES)] for step in range(len(_LINES)))


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    return [
        Article(id=f"{outlet}/{number}", text=text(number), outlet=outlet, title=f"Quay {number}", event="quay")
        for outlet in ("Gull", "Tern")
        for number in range(12)
    ]


@pytest.fixture(scope="session")
def analysis(articles: list[Article]) -> Analysis:
    return analyze(articles)


@pytest.fixture(scope="session")
def sample(analysis: Analysis, articles: list[Article]) -> Sample:
    return draw(analysis, articles, ["phrases", "quotes"], rows=12, unmarked=8)


@pytest.fixture
def folder(sample: Sample, analysis: Analysis, articles: list[Article], tmp_path: Path) -> Path:
    """A folder with the sample, its blank sheet and its page."""
    write(sample, rows_to_judge(sample, articles, analysis["sentences"]), tmp_path / "review")
    return tmp_path / "review"


Cells = Mapping[str, str]


@pytest.fixture
def fill(folder: Path) -> Callable[..., list[dict[str, str]]]:
    """Fill the blank sheet in, and write it under another name."""

    def filled(
        name: str, judge: Callable[[Cells], Mapping[str, str]], change: Callable[[list[dict[str, str]]], object] = len
    ) -> list[dict[str, str]]:
        with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
            rows = [{**row, **judge(row)} for row in csv.DictReader(file)]
        change(rows)
        lines: Sequence[Mapping[str, str]] = rows
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(lines)
        return rows

    return filled
