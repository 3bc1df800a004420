"""Converters from published data sets to the records that the validations read.

The data sets belong to their makers and are not part of framing; `sets.toml` gives the contents, licence and source of
each. A converter turns the downloaded file or folder into the records of one or more `NAME.jsonl`. Spans are half-open
ranges of characters in the record's own `text`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lab.published.articles import basil, ptc, semeval
from lab.published.attributions import polnear
from lab.published.tables import babe, clear, onestopenglish, readmepp

Record = dict[str, Any]
#: Converters from a download to pairs of a file name and a record of that file.
CONVERTERS: Mapping[str, Callable[[Path], Iterator[tuple[str, Record]]]] = {
    "babe": babe,
    "basil": basil,
    "clear": clear,
    "onestopenglish": onestopenglish,
    "polnear": polnear,
    "ptc": ptc,
    "readmepp": readmepp,
    "semeval": semeval,
}


@cache
def data_sets() -> Mapping[str, Mapping[str, str]]:
    """The description of each data set: `title`, `marked`, `licence`, `where`, `reference`, `download`."""
    text = Path(__file__).with_name("sets.toml").read_text(encoding="utf-8")
    known: dict[str, dict[str, str]] = tomllib.loads(text)
    return known


def convert(name: str, source: Path, out: Path) -> dict[str, int]:
    """Write the records of a data set to `out/FILE.jsonl`; returns the number of records per file.

    Nothing is written unless everything can be read. ValueError says what the download lacks.
    """
    gathered: dict[str, list[str]] = {}
    for file, record in CONVERTERS[name](source):
        gathered.setdefault(file, []).append(json.dumps(record, ensure_ascii=False))
    if not gathered:
        raise ValueError(f"{source}: nothing of {name} found; it is read from {data_sets()[name]['download']}")
    out.mkdir(parents=True, exist_ok=True)
    for file, lines in gathered.items():
        (out / f"{file}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {file: len(lines) for file, lines in gathered.items()}
