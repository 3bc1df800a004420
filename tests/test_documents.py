"""What the documents tell people to run exists, and every command is told of."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

import framing
from framing.cli import main

ROOT = Path(framing.__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
COMMANDS = sorted(
    {
        line.split("framing ", 1)[1]
        for block in BLOCKS
        for line in block.splitlines()
        if "/framing " in line.split("#")[0]
    }
)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_documented_command_is_one(line: str) -> None:
    command: click.Command = main
    for word in shlex.split(line, comments=True):
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), word) or pytest.fail(f"no command {word}")
        elif word.startswith("-"):
            options = {option for parameter in command.params for option in parameter.opts}
            assert word in options, word


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert example
    monkeypatch.chdir(ROOT)
    exec(compile(example[1], "README.md", "exec"), {})


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_a_linked_file_is_there(target: str) -> None:
    assert (ROOT / target).exists()


def test_nothing_names_a_registry_or_this_machine() -> None:
    forbidden = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|(?<![\w.])/(?:work|tmp|root|home)/")
    skipped = {".venv", ".git", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache", "__pycache__", "reports"}
    for path in sorted(ROOT.rglob("*")):
        if skipped & set(path.relative_to(ROOT).parts) or path.name == Path(__file__).name:
            continue
        if path.suffix in {".py", ".md", ".toml", ".txt", ".ipynb", ".csv", ".cff", ".json"} and path.is_file():
            found = forbidden.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.relative_to(ROOT)} names {found and found[0]}"
