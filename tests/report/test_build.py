"""A notebook in, a report out."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

import framing
from framing.cli.report import report as command
from framing.report.build import MADE, TEMPLATES, CellFailed, Report, build, code_cells, put_tables, read
from framing.report.notebooks import NotAParameter, declared, find, installed, with_parameters
from framing.report.pdf import NoBrowser, print_pdf


def test_parameters_come_after_the_cell_that_names_them(tiny: Path) -> None:
    given = with_parameters(read(tiny), {"inputs": ["a'b"]}, {"tables": "there"})
    assert [cell.id for cell in given.cells] == ["a", "b", "given-seen", "given-unseen", "c"]
    assert given.cells[2].source == """inputs = ["a'b"]"""
    nbformat.validate(given)


def test_a_parameter_that_the_notebook_does_not_have_is_named(tiny: Path) -> None:
    with pytest.raises(NotAParameter, match="no parameter colour: it has inputs, tables"):
        with_parameters(read(tiny), {"colour": "red"})


def test_a_notebook_without_parameters_takes_none(tiny: Path) -> None:
    notebook = read(tiny)
    del notebook.cells[1]
    assert declared(notebook) == []
    with pytest.raises(NotAParameter, match="tagged 'parameters'"):
        with_parameters(notebook, {"inputs": []})


def test_a_report_is_one_page_with_title_contents_and_output(tiny: Path, tmp_path: Path) -> None:
    cells = []
    made = build(tiny, tmp_path / "out", {"inputs": ["x"]}, on_cell=lambda: cells.append(1))
    page = made.page.read_text(encoding="utf-8")
    assert "<title>What is in it?</title>" in page
    assert "The &lt;answer&gt; &amp; more</a>" in page
    assert "['x']" in page
    assert "of one run" not in page
    assert len(cells) == code_cells(tiny, {"inputs": ["x"]}) == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["tiny.html"]


def test_a_cell_that_fails_is_shown_and_leaves_the_last_report_alone(tiny: Path, tmp_path: Path) -> None:
    page = tmp_path / "tiny.html"
    page.write_text("before")
    notebook = read(tiny)
    notebook.cells[2].source = "1 / 0"
    nbformat.write(notebook, tiny)
    with pytest.raises(CellFailed, match="ZeroDivisionError"):
        build(tiny, tmp_path)
    assert page.read_text() == "before"


def test_an_error_that_says_what_to_do_is_told_without_a_traceback(tiny: Path, tmp_path: Path) -> None:
    notebook = read(tiny)
    (tmp_path / "alone.txt").write_text("The council met on Monday.")
    notebook.cells[
        2
    ].source = (
        f"import framing\nfrom framing.compare import compare\ncompare(framing.read({str(tmp_path / 'alone.txt')!r}))"
    )
    nbformat.write(notebook, tiny)
    with pytest.raises(CellFailed) as failed:
        build(tiny, tmp_path)
    assert str(failed.value).startswith("1 article to compare (")
    assert "alone.txt); a comparison needs two accounts or more: give another" in str(failed.value)


def test_an_unknown_notebook_is_met_with_those_there_are() -> None:
    ran = CliRunner().invoke(command, ["no-such-thing"])
    assert ran.exit_code == 2
    assert "outlets-compared" in ran.output


@pytest.mark.parametrize("option", ["--input", "--sides"])
def test_an_input_that_is_not_there_is_named_before_anything_runs(option: str, tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["outlets-compared", option, str(tmp_path / "lost"), "--out", str(tmp_path)])
    assert ran.exit_code == 2
    assert "lost: no file is there" in ran.output
    assert list(tmp_path.iterdir()) == []


def test_the_command_lists_the_notebooks() -> None:
    assert CliRunner().invoke(command, ["--list"]).output.split() == installed()


def test_without_a_browser_a_pdf_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FRAMING_BROWSER", "")
    monkeypatch.setattr("framing.report.pdf.NAMES", ())
    monkeypatch.setattr("framing.report.pdf.PLACES", ())
    with pytest.raises(NoBrowser, match=r"open .*x\.html and print it"):
        print_pdf(tmp_path / "x.html")


def test_a_report_is_the_same_bytes_twice(compared: Report, tmp_path: Path) -> None:
    again = build(find("outlets-compared"), tmp_path)
    assert again.page.read_bytes() == compared.page.read_bytes()
    names = sorted(path.name for path in compared.tables.iterdir())
    assert names == sorted(path.name for path in again.tables.iterdir())
    for name in names:
        assert (again.tables / name).read_bytes() == (compared.tables / name).read_bytes(), name


def test_only_tables_of_a_former_build_are_removed(tmp_path: Path) -> None:
    def saved(*names: str) -> Path:
        fresh = tmp_path / "fresh"
        fresh.mkdir()
        for name in names:
            (fresh / name).write_text(name)
        put_tables(fresh, tmp_path / "tables")
        fresh.rmdir()
        return tmp_path / "tables"

    folder = saved("old.csv", "kept.csv")
    (folder / "notes.csv").write_text("my own")
    (tmp_path / "outside.csv").write_text("my own")
    with (folder / MADE).open("a") as listed:
        listed.write("../outside.csv\n")
    saved("kept.csv", "new.csv")
    assert sorted(path.name for path in folder.iterdir()) == ["kept.csv", MADE, "new.csv", "notes.csv"]
    assert (tmp_path / "outside.csv").exists()


def test_a_report_names_no_place_of_the_machine(compared: Report) -> None:
    page = compared.page.read_text(encoding="utf-8")
    assert str(Path.home()) not in page
    assert str(Path(framing.__file__).parents[1]) not in page


def test_plain_nbconvert_finds_the_template() -> None:
    from jupyter_core.paths import jupyter_path

    places = [Path(place) / "nbconvert" / "templates" / "framing" for place in jupyter_path()]
    found = next((place for place in places if place.is_dir()), None)
    assert found, "pip install puts the template where nbconvert looks: install the package again"
    for path in TEMPLATES.joinpath("framing").iterdir():
        assert (found / path.name).read_bytes() == path.read_bytes(), f"{path.name}: install the package again"
