"""Articles made for corpus runs, and chunks small enough that a few of them make a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.corpus import chunks

STORY = """Council {n} weighs a historic toll on lorries

The council of Port Ellery met on day {n} to weigh a toll, a move that has rattled hauliers along the coast.

“We will not be bullied,” said Ada Quill, who leads the hauliers' union. “The toll is a disgrace, {n} times over.”

Advertisement

The harbour master, Tom Brandt, said the toll would pay for a new quay. He added that work could begin in May.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Forty articles in JSON lines, among them a broken line, an empty text and an id met twice."""
    lines = [json.dumps({"id": f"a{n}", "text": STORY.format(n=n), "outlet": f"Outlet {n % 3}"}) for n in range(40)]
    lines.insert(7, '{"id": "broken", "tex')
    lines.insert(19, '{"id": "empty", "text": ""}')
    lines.insert(30, lines[3])
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of six articles."""
    monkeypatch.setattr(chunks, "_SIZES", ((0, 6),))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
