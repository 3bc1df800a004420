"""A notebook with its parameters, executed and written as one HTML file, the same bytes on every run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import framing
from framing.outputs import write_atomically
from framing.report import EXPLAINED, packaged

_GRAMMAR = "rfc3987_syntax"
_known = sys.modules.get(_GRAMMAR)
# jsonschema skips URI checks without this module; notebooks do not need them, and the grammar takes a second to load.
sys.modules[_GRAMMAR] = _known  # type: ignore[assignment]
try:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert.exporters.html import HTMLExporter
    from nbconvert.filters.ansi import strip_ansi
finally:
    if _known is None:
        del sys.modules[_GRAMMAR]

#: The folder of the report template.
TEMPLATES = Path(framing.__file__).parent / "templates"
#: The list of the tables that a build saved, beside them.
MADE = "made.txt"
#: The tag of the cell that names a notebook's parameters and their defaults.
PARAMETERS = "parameters"


class Report(NamedTuple):
    """A finished report: its page and its folder of tables."""

    page: Path
    tables: Path


class NoSuchNotebook(Exception):
    """The requested notebook does not exist."""


class NotAParameter(ValueError):
    """The notebook has no such parameter."""


class CellFailed(Exception):
    """A cell of the notebook raised an error."""


def installed() -> list[str]:
    """The names of the notebooks that come with framing."""
    return sorted(path.stem for path in packaged("notebooks").glob("*.ipynb"))


def find(name: str) -> Path:
    """The notebook with that name, or at that path."""
    own = Path(name)
    if own.suffix == ".ipynb" and own.is_file():
        return own
    path = packaged("notebooks") / f"{name.removesuffix('.ipynb')}.ipynb"
    if not path.is_file():
        raise NoSuchNotebook(
            f"{name}: no such notebook; choose from {', '.join(installed())}, or give the path of your own"
        )
    return path


def read(path: Path) -> Any:
    """The notebook in a file."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def question(path: Path) -> str:
    """The question that a notebook answers: its first heading."""
    first = next((cell.source for cell in read(path).cells if cell.cell_type == "markdown"), "")
    return str(first.partition("\n")[0]).lstrip("# ").strip()


def declared(notebook: Any) -> list[str]:
    """The names that the notebook's parameters cell sets; empty without such a cell."""
    lines = [line for cell in notebook.cells if _has_parameters(cell) for line in cell.source.splitlines()]
    return [name for line in lines if (name := line.partition("=")[0].strip()).isidentifier()]


def _has_parameters(cell: Any) -> bool:
    return PARAMETERS in cell.metadata.get("tags", ())


def with_parameters(notebook: Any, values: Mapping[str, object], hidden: Mapping[str, object]) -> Any:
    """The notebook with the values set after its parameters cell; the page leaves out the `hidden` ones.

    NotAParameter if the notebook lacks one of these names.
    """
    names = declared(notebook)
    unknown = sorted({*values, *hidden} - set(names))
    if unknown:
        has = f"it has {', '.join(names)}" if names else f"no cell of it is tagged {PARAMETERS!r}"
        raise NotAParameter(f"the notebook has no parameter {', '.join(unknown)}: {has}")
    added = [
        nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
            "\n".join(f"{name} = {value!r}" for name, value in sorted(group.items())),
            id=f"given-{kind}",
            metadata={"transient": {"remove_source": kind == "unseen"}},
        )
        for kind, group in (("seen", values), ("unseen", hidden))
        if group
    ]
    after = 1 + next(n for n, cell in enumerate(notebook.cells) if _has_parameters(cell))
    cells = [*notebook.cells[:after], *added, *notebook.cells[after:]]
    return nbformat.from_dict({**notebook, "cells": cells})  # type: ignore[no-untyped-call]


def build(
    path: Path,
    out: Path,
    values: Mapping[str, object] | None = None,
    watch: Callable[[int], object] = lambda cells: None,
) -> Report:
    """Execute the notebook at `path` with these parameters and write `out/NAME.html`, its tables in `out/NAME-tables`.

    `watch` is called after each cell with the number of cells to run. Relative inputs start at the current folder. The
    page is written only after every cell has run, and the last build's tables that this one lacks are removed.
    """
    report = Report(out / f"{path.stem}.html", out / f"{path.stem}-tables")
    out.mkdir(parents=True, exist_ok=True)
    exporter = HTMLExporter(template_name="framing", extra_template_basedirs=[str(TEMPLATES)])  # type: ignore[no-untyped-call]
    with TemporaryDirectory() as made:
        fresh = Path(made) / report.tables.name
        notebook = with_parameters(read(path), values or {}, {"tables": str(fresh)})
        _execute(notebook, watch)
        html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": path.stem, "path": ""}})
        put_tables(fresh, report.tables)
    write_atomically(report.page, html.encode())
    return report


def _execute(notebook: Any, watch: Callable[[int], object]) -> None:
    """Run the notebook in a fresh kernel; CellFailed, with the error, if a cell raises one."""
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        record_timing=False,
        # The kernel must not import modules from the current folder.
        extra_arguments=["--log-level=ERROR", "--IPKernelApp.ignore_cwd=True"],
        resources={"metadata": {"path": str(Path.cwd())}},
        on_cell_executed=lambda **_: watch(cells),
    )
    try:
        client.execute(env={**os.environ, "PYTHONSAFEPATH": "1"})
    except CellExecutionError as error:
        # An error that says what to do needs no traceback.
        problem = error.evalue if error.ename in EXPLAINED else strip_ansi(error.traceback)  # type: ignore[no-untyped-call]
        raise CellFailed(str(problem)) from error


def put_tables(fresh: Path, folder: Path) -> None:
    """Move the files in `fresh` into the folder, and delete outdated files of earlier builds.

    The folder's file `MADE` lists its tables; files that it does not list stay.
    """
    if not fresh.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / MADE
    former = made.read_text(encoding="utf-8").splitlines() if made.exists() else []
    names = sorted(file.name for file in fresh.iterdir())
    for name in names:
        shutil.move(fresh / name, folder / name)
    for name in former:
        # An edited list must not lead out of the folder.
        if name and name not in names and Path(name).name == name:
            (folder / name).unlink(missing_ok=True)
    made.write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")
