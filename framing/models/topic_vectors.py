"""The word vectors that know names: the forms that have them, and the vectors at unit length."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.models import load_arrays


@cache
def topic_forms() -> dict[str, int]:
    """The row of each lower-case form, names among them."""
    forms = load_arrays("topic-vectors")["forms"].tobytes().decode().split("\n")
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
