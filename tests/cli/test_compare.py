from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import main
from framing.compare import TABLES

TEXT = "The council of Port Ellery met on 3 June to weigh a toll of 25% on lorries at the harbour quay, Ada Quill said."
OTHER = "Boats took families from roofs at Nether Wold when the river burst its banks in the storm of Thursday night."


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "pile.jsonl"
    records = [
        {"id": f"{number}", "outlet": outlet, "text": text, "title": text[:40]}
        for number, (outlet, text) in enumerate([("A", TEXT), ("B", TEXT), ("A", OTHER), ("B", OTHER)])
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["compare", *map(str, arguments)])


def test_the_tables_are_written_and_a_summary_printed(given: Path, tmp_path: Path) -> None:
    result = run(given, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "accounts of 1 event" in result.output
    assert {f"{name}.csv" for name in TABLES} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_events_are_found(given: Path, tmp_path: Path) -> None:
    result = run(given, "--find-events", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert "accounts of 2 events" in result.output
    facts = pd.read_csv(tmp_path / "facts.csv")
    assert facts.groupby("fact")["event"].nunique().eq(1).all()


def test_the_summary_begins_with_the_title_of_the_event(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text(
        'title = "The toll"\n[[accounts]]\nfile = "a.txt"\n[[accounts]]\nfile = "b.txt"', encoding="utf-8"
    )
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert run(tmp_path, "--out", tmp_path / "out").output.startswith("The toll\n2 accounts of 1 event")
    output = run(tmp_path, "--find-events", "--out", tmp_path / "out").output
    assert "The toll\n" not in output
    assert "1 event with two articles or more, 0 articles alone" in output


def test_what_cannot_be_read_is_told(given: Path, tmp_path: Path) -> None:
    with given.open("a", encoding="utf-8") as file:
        file.write("\n{broken")
    result = run(given, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "record 5" in result.output
    assert len(pd.read_csv(tmp_path / "out" / "errors.csv")) == 1


def test_nothing_to_compare_is_said(given: Path, tmp_path: Path) -> None:
    result = run(given, "--event", "none such", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "two accounts or more" in result.output
    assert not (tmp_path / "out").exists()
