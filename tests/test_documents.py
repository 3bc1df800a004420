"""The commands, links, examples and scores in the documents are right."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pandas as pd
import pytest

import framing
from framing.cli import main
from framing.report.build import find, installed, question

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


def tool(name: str) -> Any:
    """A module of the folder `tools`."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_current() -> None:
    picture = tool("readme_picture")
    assert picture.TARGET.read_text(encoding="utf-8") == picture.drawn(), "run make pictures"


@pytest.mark.parametrize(
    "name", ["comparison", *(f"measures/{path.stem}" for path in (ROOT / "docs/measures").iterdir())]
)
def test_a_worked_example_shows_the_rows_that_its_text_gives(name: str) -> None:
    document = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert "<!-- rows of " in document
    assert document == tool("worked_examples").renewed(document), "run make pictures, and read what the page says of it"


def test_the_rows_in_the_readme_are_rows_of_the_sample() -> None:
    header, _, *rows = README.split("tables for your own work:\n\n")[1].split("\n\n")[0].splitlines()
    columns, *printed = [[cell.strip() for cell in row.strip("|").split("|")] for row in (header, *rows)]
    phrases = framing.analyze(framing.read(ROOT / "seeds" / "harbour-strike"))["phrases"].fillna("")
    assert {tuple(row) for row in printed} <= {tuple(row) for row in phrases[columns].to_numpy().tolist()}


def test_an_example_that_has_aged_is_noticed() -> None:
    account = "```text Coast Press\nA vote\n\nIt was a reckless vote.\n```\n"
    document = account + "<!-- rows of phrases: text, voice -->\n{}<!-- end of rows -->"
    rows = "| text | voice |\n| --- | --- |\n| reckless | own |\n"
    aged = document.format(rows.replace("own", "quoted"))
    assert tool("worked_examples").renewed(aged) == document.format(rows)


def test_every_report_is_in_the_list_of_reports_with_its_question() -> None:
    text = (ROOT / "reports" / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", text, re.MULTILINE))
    assert listed == {name: question(find(name)) for name in installed()}


def test_the_scores_in_the_readme_are_the_recorded_ones() -> None:
    rows = README.split("<!-- scores -->")[1].split("<!-- end of scores -->")[0].strip().splitlines()[2:]
    recorded = pd.concat([pd.read_csv(path) for path in (ROOT / "framing/validation/scores").glob("[!a]*.csv")])
    printed = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    for what, data, floor, value, _ in printed:
        mine = recorded[recorded["data"].str.startswith(data) & (recorded["measure"] == MEASURES[what])]
        assert f"{mine['value'].iloc[0]:.2f}".lstrip("0") == value, what
        least = mine["floor"].iloc[0]
        assert ("–" if pd.isna(least) else f"{least:.2f}".lstrip("0")) == floor, what


#: What the README calls each recorded measure.
MEASURES = {
    "direct quotations found with the right source": "direct: content and source",
    "paraphrases found with the right source": "indirect: content and source",
    "attributions printed that annotators marked too (precision)": "precision of all reported",
    "rows of `quotes` that are right, by language models": "rows right",
    "the same, sure rows": "sure rows right",
    "phrases shown that language models accept": "share of shown phrases that readers accept",
    "passages *found* in another account that language models call the same": "found: passage right",
    "loaded words, word F1": "word F1 of phrases",
    "loaded sentences, AUC": "AUC of sentences.loaded",
    "lexical bias of sentences, AUC": "AUC of sentences.loaded, lexical bias",
    "14 policy frames, micro-F1": "micro-F1 of present",
    "reading ease, r with teachers": "reading_ease, r",
}
