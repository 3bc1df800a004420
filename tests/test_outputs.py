"""No file that framing did not write is touched; one run at a time writes into a folder."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.outputs import OutputTaken, locked, write_files

TEXT = "The council of Port Ellery met on Monday. “We will not pay,” said the union.\n"
#: What a user may have in the folder that a result is written into; a name that ends in / is a folder.
STRANGERS = [
    *("articles.csv", "quotes.parquet", "run.json", "unfinished", "errors.csv/notes.txt", "articles/one.txt"),
    *("unfinished/thesis.txt", "sources/a.csv", "quotes/part-00000.parquet", "phrases/deep/inside.txt"),
]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def analyze(*arguments: object) -> int:
    return CliRunner().invoke(main, ["analyze", *map(str, arguments), "--quiet", "--workers", "1"]).exit_code


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "toll.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("options", [(), ("--overwrite",), ("--overwrite", "--format", "parquet")])
@pytest.mark.parametrize("name", STRANGERS)
def test_a_users_file_stays(story: Path, tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("mine", encoding="utf-8")
    assert analyze(story, "--out", out, *options) == 2
    assert contents(out) == {name: b"mine"}


@pytest.mark.parametrize("name", ["articles.csv", "quotes", "unfinished", "run.json"])
def test_nothing_is_written_through_a_link(story: Path, tmp_path: Path, name: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("mine", encoding="utf-8")
    (out / name).symlink_to(elsewhere if "." not in name else elsewhere / "kept.txt")
    for options in ((), ("--overwrite",), ("--overwrite", "--format", "parquet")):
        assert analyze(story, "--out", out, *options) != 0
    assert contents(elsewhere) == {"kept.txt": b"mine"}
    assert (out / name).is_symlink()


def test_a_table_changed_by_hand_is_not_replaced(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(story, "--out", out) == 0
    (out / "quotes.csv").write_text("coded by hand", encoding="utf-8")
    assert analyze(story, "--out", out, "--overwrite") == 2
    assert analyze(story, "--out", out, "--overwrite", "--no-text") == 2
    # nor removed by a run that makes no such table
    assert analyze(story, "--out", out, "--overwrite", "--measures", "readability") == 2
    assert (out / "quotes.csv").read_text(encoding="utf-8") == "coded by hand"


def test_files_beside_a_result_outlive_its_replacement(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(story, "--out", out) == 0
    for name in ("notes.txt", "frames-by-hand.csv"):
        (out / name).write_text("mine", encoding="utf-8")
    assert analyze(story, "--out", out, "--overwrite", "--format", "parquet") == 0
    assert not list(out.glob("articles.csv"))
    assert {name: data for name, data in contents(out).items() if data == b"mine"}.keys() == {
        *("notes.txt", "frames-by-hand.csv")
    }


def test_a_lost_table_is_made_again(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    analyze(story, "--out", out)
    whole = contents(out)
    (out / "phrases.csv").unlink()
    assert analyze(story, "--out", out) == 0
    assert contents(out) == whole


def test_a_second_run_into_a_folder_is_refused(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with locked(out):
        assert analyze(story, "--out", out) == 2
        assert contents(out).keys() == {".framing-lock"}
    assert analyze(story, "--out", out) == 0
    assert ".framing-lock" not in contents(out)


def test_a_result_inside_its_input_is_finished_and_resumed(story: Path, tmp_path: Path) -> None:
    out = story.parent / "out"
    for _ in range(2):
        assert analyze(story.parent, "--out", out) == 0
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["rows"]["articles"] == 1


@pytest.mark.parametrize("other", ["statements.csv", "matrix.csv", "errors.csv", "compare.json"])
def test_a_comparison_overwrites_nothing_of_the_users(tmp_path: Path, other: str) -> None:
    mine = tmp_path / "news.csv"
    rows = [f'{n},{outlet},e,"{TEXT.strip()}"' for n, outlet in enumerate("ABAB")]
    mine.write_text("\n".join(["id,outlet,event,text", *rows]), encoding="utf-8")
    (tmp_path / other).write_text("mine", encoding="utf-8")
    command = ["compare", str(mine), "--out", str(tmp_path)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2, result.output
    assert other in result.output
    assert contents(tmp_path).keys() == {"news.csv", other}
    (tmp_path / other).unlink()
    assert CliRunner().invoke(main, command).exit_code == 0
    again = contents(tmp_path)
    assert CliRunner().invoke(main, command).exit_code == 0
    assert contents(tmp_path) == again


def test_what_was_written_before_makes_way_and_nothing_else(tmp_path: Path) -> None:
    write_files(tmp_path, "compare.json", {"a.csv": b"1", "b.csv": b"1"})
    (tmp_path / "c.csv").write_text("mine", encoding="utf-8")
    write_files(tmp_path, "compare.json", {"a.csv": b"2"})
    assert {name: data for name, data in contents(tmp_path).items() if name.endswith("csv")} == {
        "a.csv": b"2",
        "c.csv": b"mine",
    }
    with pytest.raises(OutputTaken, match=r"c\.csv"):
        write_files(tmp_path, "compare.json", {"c.csv": b"2"})


def test_no_module_of_the_current_folder_runs(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for name in ("multiprocessing", "framing", "ipykernel_launcher", "concurrent", "pickle", "joblib"):
        (here / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")
    rows = [json.dumps({"id": str(n), "text": TEXT}) for n in range(251)]
    (tmp_path / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    # As an installed command is: a script in a folder of its own.
    script = tmp_path / "bin" / "framing"
    script.parent.mkdir()
    script.write_text("from framing.cli import main\nif __name__ == '__main__':\n    main()\n", encoding="utf-8")
    command = [sys.executable, str(script), "analyze", str(tmp_path / "news.jsonl"), "--out", str(tmp_path / "out")]
    environment = {"PYTHONPATH": str(Path(framing.__file__).parents[1]), "PATH": ""}
    subprocess.run([*command, "--workers", "2", "--quiet"], cwd=here, env=environment, check=True)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("names", [("event", "kind", "of"), ("fact", "entity", "account"), ("=A1+1", "@x", "a,b")])
def test_outlets_may_be_called_anything(names: tuple[str, ...], tmp_path: Path) -> None:
    source, out = tmp_path / "news.jsonl", tmp_path / "out"
    rows = [
        {"id": str(n), "outlet": name, "event": "e", "text": f"{TEXT} It took {n + 40} days."}
        for n, name in enumerate(names)
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = CliRunner().invoke(main, ["compare", str(source), "--out", str(out)])
    assert result.exit_code == 0, result.output
    for path in out.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            assert not [cell for row in csv.reader(lines) for cell in row if cell[:1] in ("=", "@")]


@pytest.mark.parametrize("name", [b"a\xfe", "a\ufffe".encode(), "a\u202eb".encode(), b"a\x01"])
def test_a_file_may_be_called_anything(name: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, ending in enumerate((b".txt", b"b.txt")):
        place = tmp_path / "in" / os.fsdecode(name + ending)
        place.write_text(f"{TEXT} It took {number + 40} days.", encoding="utf-8")
    for command in ("analyze", "compare"):
        result = CliRunner().invoke(main, [command, str(tmp_path / "in"), "--out", str(tmp_path / command)])
        assert result.exit_code == 0, result.output


def test_a_field_that_no_article_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id,outlet,desk,text\n1,A,x,"{TEXT}"\n2,B,y,"{TEXT}"\n', encoding="utf-8")
    command = ["compare", str(tmp_path / "a.csv"), "--out", str(tmp_path / "out"), "--by"]
    result = CliRunner().invoke(main, [*command, "nosuch"])
    assert result.exit_code == 2
    assert "desk" in result.output
    assert CliRunner().invoke(main, [*command, "desk"]).exit_code == 0
