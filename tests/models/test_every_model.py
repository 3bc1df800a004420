"""What holds for every learned model because it is one."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec

import pytest

from framing.models import FOLDER, model_names, provenance

KNOWN = {".toml", ".py"}


@pytest.fixture(params=model_names())
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_data_is_what_its_toml_describes(name: str) -> None:
    about = provenance(name)
    data = (FOLDER / about["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == about["sha256"]


def test_where_it_comes_from_is_said(name: str) -> None:
    about = provenance(name)
    assert about["title"]
    assert about["version"]
    assert about["licence"]
    assert about["data"]
    assert all(about["data"])
    assert isinstance(about["seed"], int)


def test_its_script_is_here(name: str) -> None:
    assert find_spec(provenance(name)["script"]) is not None


def test_no_model_without_its_toml() -> None:
    data = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix not in KNOWN}
    assert data == {provenance(name)["file"] for name in model_names()}
