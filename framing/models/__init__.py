"""Learned weights as versioned data, each `NAME.npz` or `NAME.json` beside a `NAME.toml` that says where it comes from.

The toml names what the weights are for, the script and seed that made them, the data sets they were learned from and
where those are to be had, the scores, and the sha256 of the data file.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent


def model_names() -> list[str]:
    """The models there are, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_arrays(name: str) -> dict[str, NDArray[Any]]:
    """The arrays of `NAME.npz`, read-only and kept for reuse."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


@cache
def load_json(name: str) -> Any:
    """What `NAME.json` holds, kept for reuse: do not change it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def provenance(name: str) -> dict[str, Any]:
    """What `NAME.toml` says of the model: purpose, script, seed, data, scores, sha256."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
