"""The word vectors: which forms have one, and the vectors at unit length."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.models import load_arrays


@cache
def vector_forms() -> dict[str, int]:
    """The row of each lower-case form that has a vector; the most frequent form in news has row 0."""
    forms = load_arrays("word-vectors")["forms"].tobytes().decode().split("\n")
    return {form: row for row, form in enumerate(forms)}


@cache
def unit_vectors() -> NDArray[np.float32]:
    """The vectors, shape `(forms, dimensions)`, each of length one."""
    rows = load_arrays("word-vectors")["vectors"].astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    unit.setflags(write=False)
    return unit
