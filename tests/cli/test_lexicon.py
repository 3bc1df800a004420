from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from framing.cli import main
from framing.lexicon import lexicon_folder, lexicon_names, load

LIST = "term,category,weight,note\nsham,fake,1,\nso-called,fake,0.5,\n"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["lexicon", *map(str, arguments)])


def test_list_names_every_lexicon_with_its_size() -> None:
    lines = run("list").output.splitlines()
    assert [line.split()[0] for line in lines] == lexicon_names()
    assert all(f"{len(load(line.split()[0]).entries):,}" in line for line in lines)


@pytest.mark.parametrize("name", lexicon_names())
def test_show_explains_every_category(name: str) -> None:
    result = run("show", name)
    assert result.exit_code == 0
    for category in load(name).categories.values():
        assert category.meaning in result.output


def test_show_takes_a_path(given: Path) -> None:
    result = run("show", given)
    assert "sham (1.00), so-called (0.50)" in result.output


def test_a_name_that_is_no_lexicon_is_an_error_that_names_those_there_are() -> None:
    result = run("show", "hyperbole")
    assert result.exit_code == 1
    assert "hype" in result.output
    assert "Traceback" not in result.output


def test_check_of_a_list_that_may_be_published_says_so() -> None:
    result = run("check", lexicon_folder() / "hype.csv")
    assert (result.exit_code, result.output.count("nothing wrong")) == (0, 1)


def test_check_names_file_problem_and_remedy(given: Path) -> None:
    given.write_text(LIST + "sham,fake,1,\n", encoding="utf-8")
    result = run("check", given)
    assert result.exit_code == 1
    assert f"{given}: line 4: 'sham' is on line 2 already; keep one of them" in result.output


@pytest.mark.parametrize("ending", [".dic", ".yml", ".txt"])
def test_convert_gives_a_list_that_comes_back_with_its_terms(given: Path, ending: str) -> None:
    other, back = given.with_suffix(ending), given.with_name("back.csv")
    assert "2 terms" in run("convert", given, other).output
    assert run("convert", other, back).exit_code == 0
    assert [entry.term for entry in load(back).entries] == ["sham", "so-called"]


def test_convert_of_a_file_that_is_missing_says_so(tmp_path: Path) -> None:
    result = run("convert", tmp_path / "none.dic", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "none.dic" in result.output


def test_package_describes_every_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.lexicon.formats.lexicon_folder", lambda: tmp_path)
    assert run("package").exit_code == 0
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == lexicon_names()


def test_a_users_own_list_joins_every_table(given: Path, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("The vote was a sham.\n\nIt was a sham vote, and all in Port Ellery knew it.\n", encoding="utf-8")
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["analyze", str(text), "--out", str(out), "--lexicon", str(given)])
    assert result.exit_code == 0, result.output
    assert ",mine,fake,sham," in (out / "phrases.csv").read_text(encoding="utf-8")
