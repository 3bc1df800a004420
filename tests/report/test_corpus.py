"""The composed corpus: assembled as its tool says, and the reports on it find what was put in."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest

from framing import show
from framing.articles import read
from framing.compare import Comparison, compare
from framing.report import samples

TOOL = Path(__file__).parents[2] / "tools" / "compose_corpus.py"


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return tomllib.loads((samples.corpus() / "corpus.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(read(samples.corpus()))


def test_the_corpus_is_what_its_tool_writes() -> None:
    spec = importlib.util.spec_from_file_location("compose_corpus", TOOL)
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (samples.corpus() / "articles.jsonl").read_text(encoding="utf-8") == tool.written()


def test_differences_between_outlets_are_those_put_in(comparison: Comparison, known: dict[str, Any]) -> None:
    highlights = comparison.highlights
    highlights = highlights[highlights["kind"] == "outlets"]
    first = dict(zip(highlights["unit"], highlights["sentence"], strict=True))
    assert first["loaded phrases per 100 of its own words"].startswith(known["loaded_most"])
    assert first["Flesch–Kincaid grade"].startswith(known["longest_sentences"])
    assert first["% of words in quotation marks"].startswith(known["quotes_most"])


def test_the_change_over_time_is_the_one_put_in(comparison: Comparison, known: dict[str, Any]) -> None:
    figure = "phrases_own_per_100_words"
    periods = show.by_period(comparison.analysis["articles"], figure)
    loud = periods[periods["outlet"] == known["loaded_most"]]
    later = loud["period"] >= known["louder_from"]
    assert loud.loc[later, "low"].min() > loud.loc[~later, "high"].max()
    answer = show.time_opening(periods, "Loaded phrases").deck
    assert answer.startswith(f"{known['loaded_most']} goes from")
    assert "3 outlets show no clear change" in answer
