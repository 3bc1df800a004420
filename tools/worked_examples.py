"""Renew the rows of the worked examples in the documentation.

A document has accounts in blocks that open with three backticks, `text` and the outlet. Each comment `rows of` names a
table, its columns and a condition on its rows. The rows follow, up to `end of rows`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

import framing
from framing.articles.event import load_sides
from framing.compare import compare

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    *(ROOT / "docs" / "measures" / f"{name}.md" for name in ("balance", "frames", "phrasing", "readability")),
    ROOT / "docs" / "comparison.md",
)
_ACCOUNT = re.compile(r"^```text ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROWS = re.compile(
    r"(?P<head><!-- rows of (?P<table>\w+): (?P<columns>[\w, ]+?)(?:; where (?P<where>.+?))? -->\n)"
    r".*?(?P<foot><!-- end of rows -->)",
    re.DOTALL,
)


def renewed(document: str) -> str:
    """The document with the current rows of its accounts."""
    sides = load_sides(ROOT / "seeds" / "harbour-strike" / "event.toml")
    articles = [
        framing.Article(outlet, text, outlet=outlet, event="example", sides=sides)
        for outlet, text in _ACCOUNT.findall(document)
    ]
    analysis = framing.analyze(articles)
    comparison = compare(analysis) if len(articles) > 1 else None

    def filled(match: re.Match[str]) -> str:
        name = match["table"]
        frame = getattr(comparison, name) if hasattr(comparison, name) else analysis[name]
        if match["where"]:
            frame = frame.query(match["where"])
        return match["head"] + printed(frame[match["columns"].split(", ")], upright=name == "articles") + match["foot"]

    return _ROWS.sub(filled, document)


def printed(frame: pd.DataFrame, *, upright: bool) -> str:
    """The rows as Markdown; with `upright`, a line per column of the only row."""
    if upright:
        lines = [["column", "value"], *([name, frame[name].iloc[0]] for name in frame)]
    else:
        lines = [list(frame.columns), *frame.to_numpy(object).tolist()]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("|" + "|".join(f" {_cell(value)} " for value in line) + "|\n" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return str(value)
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.2g}" if abs(value) < 1 else f"{value:.1f}"
    return str(value).replace("|", "\\|")


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
