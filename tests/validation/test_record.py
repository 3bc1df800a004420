"""The scores that are recorded for readers without labelled data, and those that the README tells of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import framing
from framing.report import samples
from framing.validation import AUDITS, VALIDATIONS, Score, recorded, validation_module
from lab.validation.audit import CHANGES
from lab.validation.phrasing import LONGEST_CUE

README = (Path(framing.__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", VALIDATIONS)
def test_every_validation_is_recorded_in_the_form_of_a_score(name: str) -> None:
    table = recorded(name)
    assert list(table.columns) == list(Score._fields)
    assert not table.duplicated(["data", "measure", "how"]).any()
    bounded = table.dropna(subset=["low", "high"])
    assert (bounded["low"] <= bounded["value"]).all()
    assert (bounded["value"] <= bounded["high"]).all()
    assert (table["n"] > 0).all()


@pytest.mark.parametrize("name", VALIDATIONS)
def test_what_is_told_beside_the_scores_is_recorded(name: str) -> None:
    for detail in getattr(validation_module(name), "DETAILS", {}):
        assert len(samples.detail(name, detail))


def test_no_mistake_is_told_by_more_than_a_few_words() -> None:
    assert samples.detail("phrasing", "mistakes")["cue"].str.split().str.len().max() <= LONGEST_CUE


@pytest.mark.parametrize("name", AUDITS)
def test_every_audit_is_recorded_with_every_change(name: str) -> None:
    assert set(recorded(f"audit-{name}")["change"]) == set(CHANGES)


def test_a_name_that_is_not_recorded_is_an_error_that_lists_those_that_are() -> None:
    with pytest.raises(FileNotFoundError, match="phrasing"):
        recorded("nothing")


def test_without_labelled_data_a_report_shows_the_recorded_scores() -> None:
    assert len(samples.scores()) == sum(len(recorded(name)) for name in VALIDATIONS)


def test_the_readme_tells_recorded_scores() -> None:
    section = README.split("## How good it is")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section, flags=re.MULTILINE)
    measured = {f"{value:.2f}".lstrip("0") for value in samples.scores()["value"]}
    printed = [row[3].strip() for row in rows if row[0] not in {"what", "---"}]
    assert printed
    assert [value for value in printed if value not in measured] == []
