"""What was read is kept: a notebook cuts each of its articles once."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import framing
from framing.articles import Article
from framing.text import Cut, cut_together

NOTEBOOKS = sorted((Path(framing.__file__).parents[1] / "notebooks").glob("*.ipynb"))


def code_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_cuts_each_article_once(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times: Counter[tuple[str, str]] = Counter()

    def counted(articles: Sequence[Article]) -> Cut:
        times.update((article.id, article.text) for article in articles)
        return cut_together(articles)

    # wherever the name was imported, it leads here
    monkeypatch.setattr("framing.attribution.batch.cut_together", counted)
    monkeypatch.setattr(sys.modules["framing.text.batch"], "cut_together", counted)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRAMING_NEWS", "")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code_of(notebook), notebook.name, "exec"), namespace)  # the notebooks are our own
    assert {key for key, count in times.items() if count > 1} == set()
