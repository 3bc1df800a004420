"""The notebooks of the package, and their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.report import packaged
from framing.report.quick import nbformat

#: The tag of the cell that names a notebook's parameters and their defaults.
PARAMETERS = "parameters"


class NoSuchNotebook(Exception):
    """The requested notebook does not exist."""


class NotAParameter(ValueError):
    """The notebook has no such parameter."""


def installed() -> list[str]:
    """The names of the notebooks that come with framing."""
    return sorted(path.stem for path in packaged("notebooks").glob("*.ipynb"))


def find(name: str) -> Path:
    """The notebook of that name, or at that path."""
    own = Path(name)
    if own.suffix == ".ipynb" and own.is_file():
        return own
    path = packaged("notebooks") / f"{name.removesuffix('.ipynb')}.ipynb"
    if not path.is_file():
        raise NoSuchNotebook(
            f"{name}: no such notebook; choose from {', '.join(installed())}, or give the path of your own"
        )
    return path


def question(path: Path) -> str:
    """The question that a notebook answers: its first heading."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    lines = cells[0].splitlines() if cells else []
    return lines[0].lstrip("# ").strip() if lines else ""


def declared(notebook: Any) -> list[str]:
    """The names that the notebook's parameters cell sets; empty if it has no such cell."""
    cells = [cell for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", ())]
    lines = cells[0].source.splitlines() if cells else []
    return [name for line in lines if (name := line.partition("=")[0].strip()).isidentifier()]


def with_parameters(notebook: Any, values: Mapping[str, object], unseen: Mapping[str, object] | None = None) -> Any:
    """The notebook with the values set after its parameters cell; the page does not show the `unseen` ones.

    NotAParameter if the notebook has none of one of these names.
    """
    names = declared(notebook)
    unknown = sorted({*values, *(unseen or {})} - set(names))
    if unknown:
        has = f"it has {', '.join(names)}" if names else f"no cell of it is tagged {PARAMETERS!r}"
        raise NotAParameter(f"the notebook has no parameter {', '.join(unknown)}: {has}")
    parameter_cells = [
        nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
            "\n".join(f"{name} = {value!r}" for name, value in sorted(group.items())),
            id=f"given-{kind}",
            metadata={"transient": {"remove_source": kind == "unseen"}},
        )
        for kind, group in (("seen", values), ("unseen", unseen or {}))
        if group
    ]
    place = next(n for n, cell in enumerate(notebook.cells) if PARAMETERS in cell.metadata.get("tags", ()))
    cells = [*notebook.cells[: place + 1], *parameter_cells, *notebook.cells[place + 1 :]]
    return nbformat.from_dict({**notebook, "cells": cells})  # type: ignore[no-untyped-call]
