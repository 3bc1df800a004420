"""The package as others install it: what the repository keeps in folders of its own comes along in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import framing

ROOT = Path(framing.__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel would install."""
    made = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    told = subprocess.run(
        [sys.executable, "-c", build, str(made)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    with zipfile.ZipFile(made / told.strip().splitlines()[-1]) as wheel:
        wheel.extractall(made / "site")
    return made / "site"


def run(installed: Path, folder: Path, *arguments: str) -> str:
    """What `python -m framing` prints, run from the wheel's files in a folder far from the repository."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "framing", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", "import framing; print(framing.__file__)"]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(told.strip()).is_relative_to(installed)


def test_every_lexicon_comes_along(installed: Path, tmp_path: Path) -> None:
    told = run(installed, tmp_path, "lexicon", "list")
    for path in (ROOT / "lexicons").glob("*.csv"):
        assert path.stem in told


def test_an_article_is_analysed(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A storm of outrage\n\nThe mayor slammed the plan, calling it “a disaster”.\n")
    run(installed, tmp_path, "analyze", "one.txt", "--out", "tables")
    assert "a disaster" in (tmp_path / "tables" / "quotes.csv").read_text(encoding="utf-8")


def test_a_report_is_built_from_its_notebook_and_the_sample_events(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "report", "naming", "--out", "reports")
    assert (tmp_path / "reports" / "naming.html").stat().st_size > 50_000
