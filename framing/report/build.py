"""A notebook executed and written as one HTML file, the same bytes on every run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import framing
from framing.report.notebooks import with_parameters
from framing.report.quick import CellExecutionError, HTMLExporter, NotebookClient, nbformat, strip_ansi
from framing.report.session import EXPLAINED

#: The folder of the report template.
TEMPLATES = Path(framing.__file__).parent / "templates"

#: The list of the tables that a build saved, kept beside them.
MADE = "made.txt"


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report: its page and its folder of tables."""

    page: Path
    tables: Path


class CellFailed(Exception):
    """A cell of the notebook raised an error."""


def execute(notebook: Any, cwd: Path, on_cell: Callable[[], object] | None = None) -> Any:
    """The notebook run in a fresh kernel in the folder `cwd`; `on_cell` is called after every code cell.

    CellFailed, with what the cell said, if one raises an error.
    """
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        record_timing=False,
        # The kernel must not import modules from the current folder.
        extra_arguments=["--log-level=ERROR", "--IPKernelApp.ignore_cwd=True"],
        resources={"metadata": {"path": str(cwd)}},
        on_cell_executed=(lambda **_: on_cell()) if on_cell else None,
    )
    try:
        client.execute(env={**os.environ, "PYTHONSAFEPATH": "1"})
    except CellExecutionError as error:
        # An error that says what to do needs no traceback; any other is shown with the code that raised it.
        said = error.evalue if error.ename in EXPLAINED else strip_ansi(error.traceback)  # type: ignore[no-untyped-call]
        raise CellFailed(str(said)) from error
    return notebook


def page(notebook: Any, name: str) -> str:
    """The executed notebook as an HTML page."""
    exporter = HTMLExporter(template_name="framing", extra_template_basedirs=[str(TEMPLATES)])  # type: ignore[no-untyped-call]
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name, "path": ""}})
    return str(html)


def build(
    path: Path,
    out: Path,
    values: Mapping[str, object] | None = None,
    on_cell: Callable[[], object] | None = None,
    cwd: Path | None = None,
) -> Report:
    """Execute the notebook at `path` with these parameters and write `out/NAME.html`, its tables in `out/NAME-tables`.

    Relative inputs are looked up in `cwd`, the current folder if it is not given. The page is written only when every
    cell has run; then too the tables of the former build that this one does not make are removed, and nothing else.
    """
    report = Report(out / f"{path.stem}.html", out / f"{path.stem}-tables")
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        fresh = Path(made) / report.tables.name
        notebook = with_parameters(read(path), values or {}, {"tables": str(fresh)})
        html = page(execute(notebook, cwd or Path.cwd(), on_cell), path.stem)
        put_tables(fresh, report.tables)
    unfinished = report.page.with_suffix(".part")
    unfinished.write_text(html, encoding="utf-8", newline="\n")
    unfinished.replace(report.page)
    return report


def put_tables(fresh: Path, folder: Path) -> None:
    """Move the files in `fresh` into the folder, and delete outdated files of earlier builds.

    The folder's file `MADE` lists what was put there; files that it does not list stay as they are.
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
        # a list that was written by hand must not lead out of the folder
        if name and name not in names and Path(name).name == name:
            (folder / name).unlink(missing_ok=True)
    made.write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")


def read(path: Path) -> Any:
    """The notebook in a file."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def code_cells(path: Path, values: Mapping[str, object] | None = None) -> int:
    """The number of cells that `build` runs, for a progress bar."""
    notebook = with_parameters(read(path), values or {}, {"tables": ""})
    return sum(cell.cell_type == "code" for cell in notebook.cells)
