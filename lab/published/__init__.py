"""Labelled data sets as their authors publish them, read into the records that the validations expect.

The data sets belong to their makers and are not part of framing; `sets.toml` says what each holds, under which
licence, and where to get it. A converter is a function from the file or folder that was downloaded to the
records of one or more `NAME.jsonl`: spans are half-open ranges of characters into the record's own `text`.
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
#: What each converter makes of one download: pairs of a file's name and a record of that file.
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
    """Write the records of the data set `name`, downloaded to `source`, to `out/FILE.jsonl`; how many each file holds.

    Nothing is written unless all of it could be read. ValueError says what the download lacks.
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
