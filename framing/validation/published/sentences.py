"""BABE: sentences that experts called biased or not, and the words they marked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.validation.published.frame import read_table

_LABELS = {"Biased": 1, "Non-biased": 0, 1: 1, 0: 0}


def babe(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`babe`: a record per sentence, `label` 1, 0 or None (no agreement), `spans` of the marked words.

    Reads `final_labels_SG2.csv` and the later release, which calls its columns `label` and `biased_words`.
    """
    table = read_table(source, ["text", "biased_words", "outlet", "topic"])
    label_column = "label_bias" if "label_bias" in table else "label"
    if label_column not in table:
        raise ValueError(f"{source}: no column 'label_bias' or 'label'")
    for number, row in enumerate(table.to_dict("records"), start=1):
        record = {
            "id": f"babe-{number}",
            "text": row["text"],
            "label": _LABELS.get(row[label_column]),
            "spans": list(_spans(row["text"], _listed(row["biased_words"]))),
            "outlet": row["outlet"],
            "topic": row["topic"],
        }
        yield "babe", record


def _listed(cell: str | None) -> list[str]:
    """The words of a cell that holds a list as Python writes it."""
    return [str(word) for word in ast.literal_eval(cell)] if cell else []


def _spans(text: str, marked: list[str]) -> Iterator[dict[str, Any]]:
    for word in marked:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            yield {"start": match.start(), "end": match.end(), "label": "biased_word", "text": match.group()}
