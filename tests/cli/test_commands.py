"""What holds for every command because it is one."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from framing.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_what_the_command_says(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == COMMANDS[name]
    assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_help_imports_no_command_and_no_heavy_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from framing.cli import main; "
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0; print('\\n'.join(sys.modules))"
    )
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {"numpy", "pandas", "scipy", "nltk", "sklearn", "matplotlib", "pyarrow", "nbconvert", "lxml"}
    assert not loaded & (heavy | {f"framing.cli.{name}" for name in COMMANDS})


def test_a_command_that_is_not_there_is_named() -> None:
    result = CliRunner().invoke(main, ["analyse"])
    assert result.exit_code == 2
    assert "analyse" in result.output
