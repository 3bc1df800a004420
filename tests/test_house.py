"""The house stays small enough to hold in mind: counts that a change has to lower, or explain in its message."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import framing

PACKAGE = Path(framing.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_MODULES, MOST_LINES = 137, 25_562
#: Modules of ours that `framing analyze` imports.
MOST_IMPORTED = 110


def test_no_more_modules_and_lines_than_agreed() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    assert len(MODULES) <= MOST_MODULES
    assert lines <= MOST_LINES


def test_analyze_imports_few_modules_and_nothing_that_only_others_need() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from framing.cli import main\n"
        "CliRunner().invoke(main, ['analyze', 'nothing-here.txt', '--out', sys.argv[1], '--quiet'])\n"
        "import framing.measures; framing.measures.default_measures()\n"
        "print('\\n'.join(sys.modules))"
    )
    command = [sys.executable, "-c", code, "/nonexistent"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in loaded if name.split(".")[0] == "framing"}
    assert len(ours) <= MOST_IMPORTED
    assert not {name.split(".")[1] for name in ours if "." in name} & {
        "compare",
        "show",
        "report",
        "review",
        "validation",
    }
    assert not {name.split(".")[0] for name in loaded} & {
        "lab",
        "sklearn",
        "matplotlib",
        "nltk",
        "nbconvert",
        "IPython",
    }


def test_what_stands_out_in_one_article_loads_no_tests_of_differences() -> None:
    code = "import sys, framing.compare.highlights; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=lambda p: p.parent.name)
def test_no_name_of_a_package_hides_a_module_of_it(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for alias in n.names
    }
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    modules = {
        entry.stem for entry in path.parent.iterdir() if entry.suffix == ".py" or (entry / "__init__.py").exists()
    }
    assert not (imported | defined) & modules
