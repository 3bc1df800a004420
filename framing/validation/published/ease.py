"""How hard people found a text: CLEAR's excerpts, ReadMe++'s sentences, OneStopEnglish's three levels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.validation.published.frame import read_table

_LEVELS = {"Ele": 1, "Int": 2, "Adv": 3}


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
    """`onestopenglish`: a record per text and level; reads `Ele-Txt/TOPIC-ele.txt` and its two sisters."""
    for name, level in _LEVELS.items():
        for path in sorted(source.rglob(f"{name}-Txt/*.txt")):
            topic = path.stem.removesuffix(f"-{name.lower()}")
            text = path.read_text(encoding="utf-8-sig").strip().removeprefix("Intermediate").strip()
            about = {"id": f"ose-{topic}-{name.lower()}", "topic": topic, "text": text}
            yield "onestopenglish", {**about, "label": name.lower(), "level": level}
