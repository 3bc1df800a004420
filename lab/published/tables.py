"""Data sets published as tables or texts: BABE, CLEAR, ReadMe++ and OneStopEnglish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

_LABELS = {"Biased": 1, "Non-biased": 0, 1: 1, 0: 0}
_LEVELS = {"Ele": 1, "Int": 2, "Adv": 3}


def read_table(path: Path, needed: Sequence[str]) -> pd.DataFrame:
    """The table of a CSV (commas, semicolons or tabs), Excel or Parquet file; empty cells are None.

    ValueError names the columns of `needed` that the file lacks.
    """
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
    elif path.suffix in {".xlsx", ".xls"}:
        table = pd.read_excel(path)
    else:
        with path.open(encoding="utf-8-sig") as lines:
            head = lines.readline()
        table = pd.read_csv(path, sep=max(",;\t", key=head.count), encoding="utf-8-sig")
    table.columns = [str(column).strip() for column in table.columns]
    missing = [column for column in needed if column not in table]
    if missing:
        raise ValueError(f"{path}: no column {', '.join(map(repr, missing))}; there are {', '.join(table.columns)}")
    return table.astype(object).where(table.notna(), None)


def babe(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`babe`: a record per sentence; `label` is 1, 0 or None (no agreement), `spans` are the marked words.

    Reads `final_labels_SG2.csv` and the later release, with the columns `label` and `biased_words`.
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
    """The words in a cell that holds a Python list."""
    return [str(word) for word in ast.literal_eval(cell)] if cell else []


def _spans(text: str, marked: list[str]) -> Iterator[dict[str, Any]]:
    for word in marked:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            yield {"start": match.start(), "end": match.end(), "label": "biased_word", "text": match.group()}


def clear(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`clear`: a record per excerpt, `bt_easiness` from teachers' pairwise judgements (higher is easier)."""
    table = read_table(source, ["ID", "Excerpt"])
    easiness = next((name for name in ("BT Easiness", "BT_easiness") if name in table), None)
    if easiness is None:
        raise ValueError(f"{source}: no column 'BT Easiness'")
    for row in table.to_dict("records"):
        if row["Excerpt"] is not None and row[easiness] is not None:
            about = {"id": f"clear-{int(row['ID'])}", "text": row["Excerpt"]}
            yield "clear", {**about, "bt_easiness": float(row[easiness]), "category": row.get("Category")}


def readmepp(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`readmepp_en`: a record per sentence, `rating` from 1 (easy) to 6 (hard)."""
    table = read_table(source, ["Sentence", "Rating", "Domain"])
    for number, row in enumerate(table.to_dict("records")):
        about = {"id": f"readmepp-{number}", "text": row["Sentence"], "rating": int(row["Rating"])}
        yield "readmepp_en", {**about, "domain": row["Domain"]}


def onestopenglish(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`onestopenglish`: a record per text and level; reads `Ele-Txt/TOPIC-ele.txt` and the other two levels."""
    for name, level in _LEVELS.items():
        for path in sorted(source.rglob(f"{name}-Txt/*.txt")):
            topic = path.stem.removesuffix(f"-{name.lower()}")
            text = path.read_text(encoding="utf-8-sig").strip().removeprefix("Intermediate").strip()
            about = {"id": f"ose-{topic}-{name.lower()}", "topic": topic, "text": text}
            yield "onestopenglish", {**about, "label": name.lower(), "level": level}
