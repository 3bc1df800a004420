"""A notebook in, a report out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

import framing
from framing.articles.event import load_sides
from framing.cli.compare import sides as list_sides
from framing.cli.report import report as command
from framing.report import samples
from framing.report.build import (
    MADE,
    TEMPLATES,
    CellFailed,
    NotAParameter,
    Report,
    build,
    declared,
    find,
    installed,
    put_tables,
    read,
    with_parameters,
)
from framing.report.pdf import NoBrowser, print_pdf


def test_parameters_come_after_the_cell_that_names_them(tiny: Path) -> None:
    notebook = with_parameters(read(tiny), {"inputs": ["a'b"]}, {"tables": "there"})
    assert [cell.id for cell in notebook.cells] == ["a", "b", "given-seen", "given-unseen", "c"]
    assert notebook.cells[2].source == """inputs = ["a'b"]"""
    nbformat.validate(notebook)


def test_a_parameter_that_the_notebook_does_not_have_is_named(tiny: Path) -> None:
    with pytest.raises(NotAParameter, match="no parameter colour: it has inputs, tables"):
        with_parameters(read(tiny), {"colour": "red"}, {})


def test_a_notebook_without_parameters_takes_none(tiny: Path) -> None:
    notebook = read(tiny)
    del notebook.cells[1]
    assert declared(notebook) == []
    with pytest.raises(NotAParameter, match="tagged 'parameters'"):
        with_parameters(notebook, {"inputs": []}, {})


def test_a_report_is_one_page_with_title_contents_and_output(tiny: Path, tmp_path: Path) -> None:
    cells = []
    made = build(tiny, tmp_path / "out", {"inputs": ["x"]}, cells.append)
    page = made.page.read_text(encoding="utf-8")
    assert "<title>What is in it?</title>" in page
    assert "The &lt;answer&gt; &amp; more</a>" in page
    assert "['x']" in page
    assert "of one run" not in page
    assert cells == [4] * 4
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
    assert "lost: no such file" in ran.output
    assert list(tmp_path.iterdir()) == []


def test_the_command_lists_the_reports_and_the_question_of_each() -> None:
    lines = CliRunner().invoke(command, ["--list"]).output.splitlines()
    assert [line.split()[0] for line in lines] == installed()
    assert all(line.endswith("?") for line in lines)


def test_a_folder_of_no_articles_is_named_before_anything_runs(tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["one-article", "--input", str(tmp_path)])
    assert ran.exit_code == 2
    assert "the folder holds no file that can be read" in " ".join(ran.output.split())


def test_metadata_that_is_not_understood_is_named_once_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text("sides = 3")
    (tmp_path / "wire.txt").write_text("The council met on Monday.")
    ran = CliRunner().invoke(command, ["one-article", "--input", str(tmp_path)])
    assert ran.exit_code == 2
    output = " ".join(ran.output.split())
    assert "no sides are named; write each as [[sides]]" in output
    assert output.count("event.toml") == 1
    assert list(tmp_path.glob("*.html")) == []


@pytest.mark.parametrize("place", ["missing/event.toml", "taken/event.toml"])
def test_sides_are_written_where_the_user_says_or_the_reason_is_given(place: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    ran = CliRunner().invoke(list_sides, [str(samples.event()), "--out", str(tmp_path / place)])
    assert ran.exit_code == (1 if place.startswith("taken") else 0), ran.output
    assert "cannot be written" in ran.output or load_sides(tmp_path / place)


def test_nothing_in_the_current_folder_is_run(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, path = tmp_path / "here", tmp_path / "path"
    here.mkdir()
    path.mkdir()
    for name in ("ipykernel_launcher", "ipykernel", "framing", "pandas", "sitecustomize", "json"):
        (here / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    (path / "of_my_own.py").write_text("answer = 42\n")
    notebook = read(tiny)
    notebook.cells[2].source = "import framing, of_my_own\nprint('answer', of_my_own.answer)"
    nbformat.write(notebook, tiny)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(path), os.environ.get("PYTHONPATH")])))
    page = build(tiny, tmp_path / "out").page.read_text(encoding="utf-8")
    assert "answer 42" in page
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("cells", ["broken", "mended"])
def test_an_error_in_the_first_cell_is_one_line_and_leads_to_no_others(cells: str, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met on Monday.")
    notebook = read(tiny)
    load = "from framing.report import samples\ngiven = samples.read({!r}, '.')"
    sources = [load.format(str(tmp_path / "lost.txt")), "show.nothing(given)", "show.nothing(given)"]
    if cells == "mended":
        sources += [load.format(str(tmp_path / "a.txt")), "show = print", "show.__name__"]
    notebook.cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    ran = NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    errors = [output for cell in ran.cells for output in cell.outputs if output.output_type == "error"]
    assert len(errors) == 1
    assert len(errors[0].traceback) == 1
    assert "lost.txt" in errors[0].traceback[0]
    texts = [output.text for cell in ran.cells for output in cell.outputs if output.output_type == "stream"]
    assert sum("Skipped" in text for text in texts) == 2
    if cells == "mended":
        assert ran.cells[-1].outputs[0].data["text/plain"] == "'print'"


@pytest.mark.parametrize("given", ["a.txt", ["a.txt"]])
def test_one_input_may_be_given_without_a_list(given: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("They met on Monday.")
    monkeypatch.chdir(tmp_path)
    assert [article.text for article in samples.read(given, tmp_path)] == ["They met on Monday."]  # type: ignore[arg-type]


def test_sides_are_listed_for_the_user_to_group(tmp_path: Path) -> None:
    out = tmp_path / "event.toml"
    ran = CliRunner().invoke(list_sides, [str(samples.event()), "--out", str(out)])
    assert ran.exit_code == 0
    sides = load_sides(out)
    assert len(sides) > 2
    assert all(side.name in side.members for side in sides)
    assert CliRunner().invoke(list_sides, [str(samples.event()), "--out", str(out)]).exit_code == 2


def test_starting_a_report_loads_no_grammar_and_no_statistics() -> None:
    code = (
        "import sys, framing.report.build; print([m for m in ('rfc3987_syntax', 'lark', 'scipy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


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
    template = next((place for place in places if place.is_dir()), None)
    assert template, "pip install puts the template where nbconvert looks: install the package again"
    for path in TEMPLATES.joinpath("framing").iterdir():
        assert (template / path.name).read_bytes() == path.read_bytes(), f"{path.name}: install the package again"
