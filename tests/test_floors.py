"""The house has floors: a module imports only from its own floor's package or from floors under it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import framing

ROOT = Path(framing.__file__).parent

#: From the ground up. Rooms on one floor do not import each other.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"files", "intervals", "models", "words"}),
    frozenset({"outputs", "tables"}),
    frozenset({"articles", "lexicon"}),
    frozenset({"text"}),
    frozenset({"attribution"}),
    frozenset({"measures"}),
    frozenset({"analysis"}),
    frozenset({"corpus", "compare"}),
    frozenset({"show", "validation"}),
    frozenset({"review"}),
    frozenset({"report"}),
    frozenset({"cli"}),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
ABOVE_ALL = {"__init__", "__main__"}
MODULES = sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    """The name under `framing` that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """The full names of the modules that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    here = room(path)
    if here in ABOVE_ALL:
        return
    assert here in FLOOR_OF, f"framing/{here} has no floor: give it one here and in CONTRIBUTING.md"
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        parts = name.split(".")
        if parts[0] != "framing" or len(parts) == 1 or parts[1] == here:
            continue
        assert FLOOR_OF[parts[1]] < FLOOR_OF[here], f"{path.name} on floor {here} imports {name}"


def test_measures_do_not_import_each_other() -> None:
    measures = ROOT / "measures"
    names = {entry.stem for entry in measures.iterdir() if entry.stem not in {"__init__", "measure", "__pycache__"}}
    for path in sorted(measures.rglob("*.py")):
        own = path.relative_to(measures).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
            parts = name.split(".")
            if parts[:2] == ["framing", "measures"] and len(parts) > 2:
                assert parts[2] == own or parts[2] not in names, f"{path} imports {name}"


def test_pandas_enters_at_analysis() -> None:
    for path in MODULES:
        # tables.py, the one reader and writer of table files, imports pandas where a frame is asked for
        if room(path) == "tables" or FLOOR_OF.get(room(path), len(FLOORS)) >= FLOOR_OF["analysis"]:
            continue
        roots = {name.split(".")[0] for name in imports(ast.parse(path.read_text(encoding="utf-8")))}
        assert "pandas" not in roots, f"{path} imports pandas below the floor where it enters"


def test_notebook_machinery_stays_in_report() -> None:
    for path in MODULES:
        if room(path) in {"report", "cli"}:
            continue
        roots = {name.split(".")[0] for name in imports(ast.parse(path.read_text(encoding="utf-8")))}
        assert not roots & {"nbconvert", "nbclient", "nbformat"}, f"{path} imports notebook machinery"
