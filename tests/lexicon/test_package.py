"""The data package says what the lexicons' own descriptions say, and others can read it."""

from __future__ import annotations

import json
import re
import warnings

import pytest

from framing.lexicon import lexicon_folder, lexicon_names, load
from framing.lexicon.formats import describe

PACKAGE = lexicon_folder() / "datapackage.json"


def test_it_is_made_from_the_descriptions() -> None:
    assert json.loads(PACKAGE.read_text(encoding="utf-8")) == describe(), "run `framing lexicon package`"
    assert [resource["name"] for resource in describe()["resources"]] == lexicon_names()


def test_frictionless_finds_it_valid() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(PACKAGE)).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]


@pytest.mark.parametrize("name", lexicon_names())
def test_the_readme_counts_the_terms_of_every_list(name: str) -> None:
    readme = (lexicon_folder() / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"^\| `{name}` \| ([\d,]+) \|", readme, re.MULTILINE)
    assert match, f"{name} is not in the table of lexicons/README.md"
    # learned lists change in a few terms with every training
    assert int(match[1].replace(",", "")) == pytest.approx(len(load(name).entries), rel=0.1)
