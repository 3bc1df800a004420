"""The data package says what the lexicons' own descriptions say, and others can read it."""

from __future__ import annotations

import json
import warnings

from framing.lexicon.load import available, folder
from framing.lexicon.package import describe

PACKAGE = folder() / "datapackage.json"


def test_it_is_made_from_the_descriptions() -> None:
    assert json.loads(PACKAGE.read_text(encoding="utf-8")) == describe(), "run `framing lexicon package`"
    assert [resource["name"] for resource in describe()["resources"]] == available()


def test_frictionless_finds_it_valid() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(PACKAGE)).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]
