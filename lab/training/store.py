"""Storage of learned weights: a data file and its provenance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.models import FOLDER

#: The source of models learned from unlabelled news.
NEWS_DATA = (
    "15,000 news articles in English from about 100 outlets, from the Article-Bias-Prediction data of "
    "Baly et al. 2020 (Apache-2.0), github.com/ramybaly/Article-Bias-Prediction"
)


@dataclass(frozen=True)
class Provenance:
    """The provenance of a model.

    `data` names each data set and where to get it; `scores` maps measures to cross-validated values.
    """

    title: str
    version: str
    script: str
    seed: int
    data: Sequence[str]
    licence: str = "CC BY 4.0"
    scores: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


def store_arrays(name: str, arrays: Mapping[str, NDArray[Any]], provenance: Provenance) -> Path:
    """Write `NAME.npz` and `NAME.toml` into `framing/models`; returns the path of the first."""
    path = FOLDER / f"{name}.npz"
    # sorted keys: the same weights must give the same bytes
    np.savez_compressed(path, allow_pickle=False, **{key: arrays[key] for key in sorted(arrays)})
    _store_provenance(path, provenance)
    return path


def store_json(name: str, content: Any, provenance: Provenance) -> Path:
    """Write `NAME.json` and `NAME.toml` into `framing/models`; returns the path of the first."""
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    _store_provenance(path, provenance)
    return path


def _store_provenance(path: Path, provenance: Provenance) -> None:
    quote = json.dumps  # a JSON string is a TOML basic string
    lines = [
        f"title = {quote(provenance.title, ensure_ascii=False)}",
        f"version = {quote(provenance.version)}",
        f"licence = {quote(provenance.licence)}",
        f"file = {quote(path.name)}",
        f"sha256 = {quote(hashlib.sha256(path.read_bytes()).hexdigest())}",
        f"script = {quote(provenance.script)}",
        f"seed = {provenance.seed}",
        f"note = {quote(provenance.note, ensure_ascii=False)}",
        "data = [",
        *(f"    {quote(source, ensure_ascii=False)}," for source in provenance.data),
        "]",
        "",
        "[scores]",
        *(f"{quote(measure)} = {round(value, 4)}" for measure, value in sorted(provenance.scores.items())),
    ]
    path.with_suffix(".toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
