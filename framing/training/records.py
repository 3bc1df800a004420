"""The labelled data sets, as JSON Lines in a folder that the user names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_records(gold: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of the data set `NAME.jsonl` in the folder `gold`."""
    with (gold / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
