"""Learned weights as versioned data: `NAME.npz` or `NAME.json`, with provenance in `NAME.toml`.

The toml names the purpose, the script and its seed, the data sets and where to get them, the scores, and the sha256
of the data file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent


def model_names() -> list[str]:
    """The names of all models, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_arrays(name: str) -> dict[str, NDArray[Any]]:
    """The arrays of `NAME.npz`, read-only and kept for reuse."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def pack_words(words: Iterable[str]) -> NDArray[np.uint8]:
    """Words as an array that needs no pickles: UTF-8, joined by line breaks."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack_words(stored: NDArray[Any]) -> list[str]:
    """The words that `pack_words` stored."""
    return stored.tobytes().decode().split("\n")


@cache
def load_json(name: str) -> Any:
    """The content of `NAME.json`, cached: do not change it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def provenance(name: str) -> dict[str, Any]:
    """The content of `NAME.toml`: purpose, script, seed, data, scores, sha256."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def news_frequency() -> tuple[dict[str, int], int]:
    """The uses of each lower-case form in a large sample of news, and the sample's number of words."""
    stored = load_arrays("frequency")
    words = unpack_words(stored["words"])
    return dict(zip(words, stored["uses"].tolist(), strict=True)), int(stored["total"][0])


@cache
def vector_forms() -> dict[str, int]:
    """The row of each lower-case form that has a vector; the most frequent form in news has row 0."""
    forms = unpack_words(load_arrays("word-vectors")["forms"])
    return {form: row for row, form in enumerate(forms)}


@cache
def unit_vectors() -> NDArray[np.float32]:
    """The vectors, shape `(forms, dimensions)`, each of length one."""
    return _unit(load_arrays("word-vectors")["vectors"])


@cache
def topic_forms() -> dict[str, int]:
    """The row of each lower-case form, names among them."""
    forms = unpack_words(load_arrays("topic-vectors")["forms"])
    return {form: row for row, form in enumerate(forms)}


@cache
def topic_vectors() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The vectors by the words nearby and by the articles, each of shape `(forms, dimensions)`, rows of length one."""
    nearby, articles = (_unit(load_arrays("topic-vectors")[part]) for part in ("nearby", "articles"))
    return nearby, articles


def _unit(vectors: NDArray[np.int8]) -> NDArray[np.float32]:
    rows = vectors.astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    unit.setflags(write=False)
    return unit
