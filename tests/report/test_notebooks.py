"""What holds for every notebook because it is one."""

from __future__ import annotations

import ast
from typing import Any

import nbformat
import pytest

from framing.report import build

NAMES = build.installed()


@pytest.fixture(params=NAMES)
def notebook(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(build.find(request.param), as_version=4)


def code(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_that_the_readme_promises_are_there() -> None:
    promised = {"one-article", "outlets-compared", "outlets-over-events", "outlets-over-time", "naming", "validation"}
    assert promised | {"lexicons-at-work"} <= set(NAMES)


def test_the_first_cell_asks_a_question_and_says_what_this_cannot_show(notebook: Any) -> None:
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    title = first.source.splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    assert "What this can't show" in first.source


def test_the_parameters_follow_a_cell_on_using_your_own_articles(notebook: Any) -> None:
    place = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ()))
    names = build.declared(notebook)
    assert {"tables", "date"} <= set(names)
    if "inputs" in names:
        assert notebook.cells[place - 1].source.startswith("**Use your own articles.**")
    for statement in ast.parse(notebook.cells[place].source).body:
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)


def test_the_last_cell_saves_the_tables(notebook: Any) -> None:
    assert notebook.cells[-1].cell_type == "code"
    assert "save_tables(" in notebook.cells[-1].source


def test_a_notebook_says_what_would_change_its_answer(notebook: Any) -> None:
    assert any("What would change" in cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_there_is_no_logic_in_a_notebook(notebook: Any) -> None:
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try, ast.comprehension)
    for source in code(notebook):
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)], source


def test_a_notebook_imports_from_framing_alone(notebook: Any) -> None:
    for source in code(notebook):
        for node in ast.walk(ast.parse(source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name.split(".")[0] == "framing" for name in names), source


def test_a_notebook_is_kept_without_outputs_and_with_fixed_ids(notebook: Any) -> None:
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_no_notebook_calls_anybody_biased(notebook: Any) -> None:
    assert not [cell.source for cell in notebook.cells if "biased" in cell.source.lower()]
