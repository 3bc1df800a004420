from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import main

LINES = ("The board slammed the reckless plan.", "Boats left at noon.", "“We cannot pay,” the harbour master said.")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pile") / "pile.jsonl"
    records = [
        {"id": f"{outlet}{n}", "outlet": outlet, "event": "quay", "text": "\n\n".join(LINES[n % 3 :] + LINES[: n % 3])}
        for outlet in "AB"
        for n in range(12)
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def judged(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of the articles, every row judged right."""
    out = tmp_path_factory.mktemp("judged") / "review"
    result = run("review", "sample", given, "--table", "phrases", "--rows", 24, "--unmarked", 24, "--out", out)
    assert result.exit_code == 0, result.output
    assert "phrases: 24 found" in result.output
    with (out / "sheet.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "judgement": "y"} for row in csv.DictReader(file)]
    with (out / "judged.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return out


def test_a_judged_sample_is_scored(judged: Path, tmp_path: Path) -> None:
    result = run("review", "score", *judged.glob("*.csv"), "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert "24 are right" in " ".join(result.output.split())
    scores = pd.read_csv(tmp_path / "review-precision.csv")
    assert scores["precision"].eq(1).all()


def test_a_result_on_disk_gives_the_same_sample_as_its_articles(given: Path, judged: Path, tmp_path: Path) -> None:
    assert run("analyze", given, "--out", tmp_path / "tables", "--workers", 1, "--quiet").exit_code == 0
    wanted = ("--table", "phrases", "--rows", 24, "--unmarked", 24, "--out", tmp_path / "review")
    assert run("review", "sample", tmp_path / "tables", *wanted).exit_code == 0
    for name in ("sheet.csv", "judge.html", "sample.json"):
        assert (tmp_path / "review" / name).read_bytes() == (judged / name).read_bytes()


@pytest.mark.parametrize("command", ["analyze", "compare"])
def test_rates_stand_raw_and_corrected_side_by_side(command: str, given: Path, judged: Path, tmp_path: Path) -> None:
    options = ("--workers", 1, "--quiet") if command == "analyze" else ()
    result = run(command, given, "--out", tmp_path, "--review", judged, *options)
    assert result.exit_code == 0, result.output
    assert "corrected" in result.output
    table = pd.read_csv(tmp_path / "corrected.csv").query("of == 'all' and group in ['A', 'B']")
    assert table["corrected"].round(6).tolist() == table["raw"].round(6).tolist()
    assert (table["low"] <= table["corrected"]).all()
    assert (table["high"] > table["corrected"]).all()
    assert run(command, given, "--out", tmp_path, "--review", judged, *options).exit_code == 0


def test_a_sample_of_other_articles_is_refused(judged: Path, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(LINES[0], encoding="utf-8")
    result = run("compare", tmp_path, "--out", tmp_path / "out", "--review", judged)
    assert result.exit_code == 2
    assert "other articles" in result.output


def test_a_sample_of_other_rows_is_refused(given: Path, judged: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(given.read_text(encoding="utf-8").replace("reckless", "new"), encoding="utf-8")
    result = run("compare", other, "--out", tmp_path / "out", "--review", judged)
    assert result.exit_code == 2
    assert "draw a new sample" in " ".join(result.output.split())


def test_what_cannot_be_used_is_told_and_the_rest_scored(judged: Path, tmp_path: Path) -> None:
    copy = tmp_path / "review"
    copy.mkdir()
    (copy / "sample.json").write_bytes((judged / "sample.json").read_bytes())
    text = (judged / "judged.csv").read_text(encoding="utf-8")
    first = text.index(",y,")
    (copy / "judged.csv").write_text(f"{text[:first]},perhaps,{text[first + 3 :]}", encoding="utf-8")
    result = run("review", "score", copy)
    assert result.exit_code == 1
    assert "judged.csv, line 2: judgement 'perhaps'" in result.output
    assert "23 are right" in result.output or "24 are right" in result.output


def test_nothing_judged_is_said(judged: Path) -> None:
    result = run("review", "score", judged / "sheet.csv")
    assert result.exit_code == 2
    assert "nothing is judged yet" in result.output


def test_a_second_sample_does_not_replace_the_first(given: Path, judged: Path) -> None:
    before = {path.name: path.read_bytes() for path in judged.iterdir()}
    result = run("review", "sample", given, "--table", "phrases", "--rows", 12, "--out", judged)
    assert result.exit_code == 2
    assert "another sample" in " ".join(result.output.split())
    assert {path.name: path.read_bytes() for path in judged.iterdir()} == before


def test_a_round_with_a_tool_judges_the_sample(given: Path, judged: Path, tmp_path: Path) -> None:
    folder = tmp_path / "review"
    folder.mkdir()
    (folder / "sample.json").write_bytes((judged / "sample.json").read_bytes())
    out = tmp_path / "tool"
    result = run("review", "export", given, "--to", "doccano", "--sample", folder, "--out", out)
    assert result.exit_code == 0, result.output
    wanted = ("review", "import", out / "spans.jsonl", "--from", "doccano", "--sample", folder)
    result = run(*wanted, "--out", tmp_path / "gold")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "gold" / "polnear.jsonl").is_file()
    assert run("review", "score", folder).exit_code == 0
    again = run(*wanted, "--out", tmp_path / "gold")
    assert again.exit_code == 2
    assert "not written over" in " ".join(again.output.split())
    broken = run("review", "import", given, "--from", "label-studio", "--out", tmp_path / "gold")
    assert broken.exit_code == 2
    assert "pile.jsonl: no export of label-studio" in " ".join(broken.output.split())
