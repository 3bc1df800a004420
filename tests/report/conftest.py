"""A browser, where there is one, and reports built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.report.build import Report, build, find


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report that compares the accounts of a sample event."""
    return build(find("outlets-compared"), tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def compared_without_text(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The same report without the articles' text."""
    out = tmp_path_factory.mktemp("reports")
    return build(find("outlets-compared"), out, {"keep_text": False})


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A notebook of three cells."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    cells = [
        new_markdown_cell("# What is in it?\n\nA question.\n\n## The <answer> & more", id="a"),
        new_code_cell('inputs = []\ntables = ""', id="b", metadata={"tags": ["parameters"]}),
        new_code_cell("import sys\nprint(inputs)\nprint('of one', 'run', file=sys.stderr)", id="c"),
    ]
    path = tmp_path / "tiny.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path
