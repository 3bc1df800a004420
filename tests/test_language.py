"""Turns of phrase that readers stumble over stay out of what users read (one word for one thing: see CONTRIBUTING)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import nbformat
import pytest

import framing
from framing.cli import COMMANDS, main

ROOT = Path(framing.__file__).parents[1]
#: Turns of phrase to avoid.
TURNS = re.compile(
    r"""
    \b(?: cannot\ (?:be\ )?(?:told|tell)\b | can(?:not)?\ be\ told | told\ apart | is\ told | are\ told
    | telling\ of | what\ the\ data\ lacks | by\ whose\ words | in\ whose\ words
    | words\ it\ reports | told\ without\ marks | retold
    | times\ (?:it|a\ source)\ is\ given | nothing\ was\ to\ do | stands\ whole | can\ be\ made\ out | is\ to\ be\ had
    | how\ the\ house\ is\ built | could\ not\ be\ told | one\ article\ an\ outlet | an\ outlet\ and\ event
    | no\ file\ is\ there | how\ news\ is\ told | to\ be\ had | goes\ on\ from\ there | articles\ tell\ of
    | is\ had | what\ is\ told | told\ (?:as|at|of) | tells?\ of | says?\ nothing\ of | so\ many | no\ more\ than
    | of\ which\ no(?:ne)? | whoever | anew | mended | upon | whereof | thereof | wherein | in\ one\ breath
    | in\ what\ company | hangs?\ on | rests?\ on\ the | speaks?\ for\ the\ frame | who\ has\ what | gets?\ to\ speak
    | holds?\ good | held\ to\ the\ labels | nothing\ was\ (?:learned|chosen) | by\ the\ company | c[ao]me\ along
    | (?:one|two)\ ways?\ only | rows?\ stands?\b | let\ \d+\ of )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def notebooks() -> list[tuple[str, str]]:
    """The text of every notebook."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
        found.append((path.name, "\n".join(cell.source for cell in cells)))
    return found


def documents() -> list[tuple[str, str]]:
    """The documentation in the checkout."""
    paths = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *ROOT.glob("*/README.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/measures/*.md"),
    ]
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(paths)]


def helps() -> list[tuple[str, str]]:
    """The help of every command."""
    context = click.Context(main)
    found = []
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        assert command
        parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        found += [(f"framing {name}", part.get_help(click.Context(part))) for part in parts]
    return found


def displays() -> list[tuple[str, str]]:
    """The texts of reports: every string in the displays and highlights, except docstrings."""
    texts = ROOT / "framing" / "show" / "texts.toml"
    found = [(texts.name, texts.read_text(encoding="utf-8"))]
    for path in [*sorted((ROOT / "framing" / "show").glob("*.py")), ROOT / "framing" / "compare" / "highlights.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = {
            id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, kinds) and ast.get_docstring(node)
        }  # type: ignore[attr-defined]
        strings = [
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
        ]
        found.append((path.name, "\n".join(strings)))
    return found


@pytest.mark.parametrize("kind", [notebooks, documents, helps, displays], ids=lambda kind: kind.__name__)
def test_users_read_none_of_these_turns(kind: object) -> None:
    found = [(name, match[0]) for name, text in kind() for match in TURNS.finditer(" ".join(text.split()))]  # type: ignore[operator]
    assert not found


def test_the_pattern_matches_the_turns_it_is_for() -> None:
    for said in (
        "318 cannot be told from chance",
        "What the data lacks",
        "One article an outlet cannot tell",
        "words it reports",
        "no figure can hang on one",
    ):
        assert TURNS.search(said)
