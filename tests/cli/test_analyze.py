"""`framing analyze`: what is read, what is written, and what the exit code says."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from framing.analysis import table_columns
from framing.articles import Article
from framing.cli import main
from framing.corpus import engines
from framing.measures import default_measures
from framing.text import Cut, cut_together

TEXT = """Harbour council weighs a historic toll

The council of Port Ellery met on Monday to weigh a toll on lorries, a move that has rattled hauliers.

“We will not be bullied,” said Ada Quill, who leads the hauliers' union. “The toll is a disgrace.”

The harbour master, Tom Brandt, said the toll would pay for a new quay. He added that work could begin in May.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "toll.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyze", *map(str, arguments)])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_table_is_there(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(story, "--out", out, "--quiet")
    assert result.exit_code == 0, result.output
    columns = table_columns(default_measures())
    assert {path.name for path in out.iterdir()} == {"run.json", *(f"{table}.csv" for table in columns)}
    for table, names in columns.items():
        header = (out / f"{table}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        assert header == ",".join(names)
    assert [row["article"] for row in rows(out / "articles.csv")] == ["toll"]
    assert rows(out / "sentences.csv")[0]["section"] == "headline"


def test_nothing_is_written_outside_out(story: Path, tmp_path: Path) -> None:
    record = tmp_path / "in" / "more.jsonl"
    record.write_text(json.dumps({"id": "../../escaped", "text": TEXT}) + "\n", encoding="utf-8")
    before = contents(tmp_path)
    out = tmp_path / "out"
    assert run(story, record, "--out", out, "--quiet").exit_code == 0
    assert [row["article"] for row in rows(out / "articles.csv")] == ["toll", "../../escaped"]
    assert {name: data for name, data in contents(tmp_path).items() if not name.startswith("out/")} == before


def test_unreadable_records_are_listed_and_the_others_analysed(story: Path, tmp_path: Path) -> None:
    (story.parent / "empty.txt").touch()
    out = tmp_path / "out"
    result = run(story.parent, tmp_path / "nowhere.txt", "--out", out, "--quiet")
    assert result.exit_code == 1
    assert [row["article"] for row in rows(out / "articles.csv")] == ["toll"]
    listed = rows(out / "errors.csv")
    assert len(listed) == 2
    for row in listed:
        assert row["input"] in result.output
        assert row["problem"] in result.output


def test_nothing_readable(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(tmp_path / "nowhere.txt", "--out", out, "--quiet")
    assert result.exit_code == 2
    assert rows(out / "articles.csv") == []
    assert len(rows(out / "errors.csv")) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["x.txt"], ["x.txt", "--out", "o", "--format", "xml"], ["x.txt", "--out", "o", "--engine", "dask"]],
    ids=["nothing", "no out", "format", "no scheduler"],
)
def test_usage(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.output
    assert not (tmp_path / "o").exists()


def test_two_runs_write_the_same_bytes(story: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        one, two = tmp_path / f"{form}1", tmp_path / f"{form}2"
        assert run(story, "--out", one, "--format", form, "--quiet").exit_code == 0
        assert run(story, "--out", two, "--format", form, "--quiet", "--workers", 2).exit_code == 0
        assert contents(one) == contents(two)


def test_a_finished_result_is_left_alone(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(story, "--out", out, "--quiet")
    before = contents(out)
    result = run(story, "--out", out, "--quiet")
    assert result.exit_code == 0, result.output
    assert "already complete" in result.output
    assert contents(out) == before


@pytest.mark.parametrize("option", ["--prepend-title", "--no-text", "--format=parquet"])
def test_a_rerun_with_other_settings_refuses_to_mix(story: Path, tmp_path: Path, option: str) -> None:
    out = tmp_path / "out"
    run(story, "--out", out, "--quiet")
    before = contents(out)
    result = run(story, "--out", out, "--quiet", option)
    assert result.exit_code == 2
    assert "settings" in result.output
    assert contents(out) == before
    assert run(story, "--out", out, "--quiet", option, "--overwrite").exit_code == 0
    assert contents(out) != before


def test_a_rerun_on_changed_inputs_refuses_to_mix(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(story, "--out", out, "--quiet")
    story.write_text(TEXT + "\nOne more line.\n", encoding="utf-8")
    result = run(story, "--out", out, "--quiet")
    assert result.exit_code == 2
    assert "inputs" in result.output


def test_tables_of_unknown_origin_are_not_overwritten(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "articles.csv").write_text("mine", encoding="utf-8")
    assert run(story, "--out", out, "--quiet").exit_code == 2
    assert (out / "articles.csv").read_text(encoding="utf-8") == "mine"
    assert run(story, "--out", out, "--quiet", "--overwrite").exit_code == 2
    assert (out / "articles.csv").read_text(encoding="utf-8") == "mine"


def test_sides_of_a_file_stand_in_for_those_of_the_event(story: Path, tmp_path: Path) -> None:
    sides = tmp_path / "sides.toml"
    sides.write_text('[[sides]]\nname = "council"\nmembers = ["Tom Brandt"]\n', encoding="utf-8")
    out = tmp_path / "out"
    assert run(story, "--out", out, "--quiet", "--sides", sides).exit_code == 0
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["sides"] == [{"name": "council", "members": ["Tom Brandt"]}]
    sides.write_text("sides = 3\n", encoding="utf-8")
    result = run(story, "--out", out, "--quiet", "--sides", sides)
    assert result.exit_code == 2
    assert "[[sides]]" in result.output


def test_no_text_leaves_out_the_words_of_the_article(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(story, "--out", out, "--quiet", "--no-text").exit_code == 0
    for table in ("phrases", "quotes"):
        path = out / f"{table}.csv"
        if path.exists():
            assert {row["text"] for row in rows(path)} <= {""}


def test_the_progress_bar_counts_articles(story: Path, tmp_path: Path) -> None:
    result = run(story, "--out", tmp_path / "out")
    assert "1/1" in result.output
    assert "articles/s" in result.output or "s/ articles" in result.output


def test_every_option_is_explained() -> None:
    text = run("--help").output
    for option in (
        "--out",
        "--format",
        "--sides",
        "--lexicon",
        "--prepend-title",
        "--workers",
        "--no-text",
        "--engine",
    ):
        assert option in text


def test_tables_do_not_go_among_the_articles(story: Path) -> None:
    result = run(story.parent, "--out", story.parent, "--quiet")
    assert result.exit_code == 2
    assert "give another --out" in result.output
    assert [path.name for path in story.parent.iterdir()] == ["toll.txt"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_output_folder_under_the_input_is_not_read(story: Path, form: str) -> None:
    (story.parent / "quay.txt").write_text(TEXT, encoding="utf-8")
    out = story.parent / "result"
    for _ in range(2):
        result = run(story.parent, "--out", out, "--quiet", "--format", form)
        assert result.exit_code == 0, result.output
        assert "2 articles" in result.output
    assert "already complete" in result.output


def test_a_folder_that_cannot_be_written(story: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(story, "--out", tmp_path / "file" / "out", "--quiet")
    assert result.exit_code == 3
    assert "cannot be written" in result.output
    assert "Nothing had been analysed" in result.output


def test_a_name_that_is_no_text(story: Path, tmp_path: Path) -> None:
    try:
        (story.parent / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("names of files are text here")
    for _ in range(2):
        result = run(story.parent, "--out", tmp_path / "out", "--quiet")
        assert result.exit_code == 0, result.output
    assert [row["article"] for row in rows(tmp_path / "out" / "articles.csv")] == ["caf\ufffd", "toll"]


def test_interrupted_from_the_keyboard(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engines, "analyze_chunk", interrupt)
        result = run(story, "--out", tmp_path / "out", "--quiet", "--workers", 1)
    assert result.exit_code == 3
    assert "run the same command to resume" in result.output
    assert run(story, "--out", tmp_path / "out", "--quiet").exit_code == 0


def test_a_text_that_breaks_the_analysis_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": f"{TEXT}{n}"}) + "\n" for n in range(3)), encoding="utf-8")

    def breaking(articles: Sequence[Article]) -> Cut:
        if any(article.id == "1" for article in articles):
            raise IndexError("out of reach")
        return cut_together(articles)

    monkeypatch.setattr("framing.attribution.batch.cut_together", breaking)
    result = run(path, "--out", tmp_path / "out", "--quiet", "--workers", 1)
    assert result.exit_code == 1
    assert [row["article"] for row in rows(tmp_path / "out" / "articles.csv")] == ["0", "2"]
    (listed,) = rows(tmp_path / "out" / "errors.csv")
    assert (listed["record"], "IndexError: out of reach" in listed["problem"]) == ("2", True)


def test_only_the_tables_of_the_chosen_measures_are_there(story: Path, tmp_path: Path) -> None:
    out, every = tmp_path / "out", tmp_path / "every"
    assert run(story, "--out", out, "--quiet", "--measures", "readability").exit_code == 0
    assert {path.name for path in out.iterdir()} == {"run.json", "articles.csv", "sentences.csv", "errors.csv"}
    assert run(story, "--out", every, "--quiet").exit_code == 0
    chosen, all_of_them = rows(out / "articles.csv")[0], rows(every / "articles.csv")[0]
    assert chosen.items() <= all_of_them.items()
    assert len(chosen) < len(all_of_them)
    result = run(story, "--out", tmp_path / "none", "--quiet", "--measures", "ease")
    assert result.exit_code == 2
    assert "readability" in result.output


def test_columns_that_are_not_used_are_named_once(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("ID,Body,colour,Web Title,desk\na,The toll rose.,red,A toll,city\nb,It fell.,red,A fall,city\n")
    out = tmp_path / "out"
    warnings = run(path, "--out", out, "--column", "event=desk").stderr
    assert warnings.count("colour") == 1
    assert not {"Body", "Web Title", "desk"} & set(warnings.replace(",", " ").replace(".", " ").split())
    assert "colour" not in run(path, "--out", tmp_path / "quiet", "--quiet").stderr
