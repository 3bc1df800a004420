"""PolNeAR: source, cue and content of every attribution, in brat's standoff format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.review.exchange import with_kinds

Ranges = list[list[int]]


def polnear(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`polnear`: a record per article and annotator; `attributions` have ranges of source, cue and content.

    Reads `text/NAME.txt` with `attributions/NAME_ANNOTATOR.ann` of the compartments `train` and `dev`.
    """
    for compartment in ("train", "dev"):
        for path in sorted(source.rglob(f"{compartment}/attributions/*.ann")):
            name, _, annotator = path.stem.rpartition("_")
            article = path.parent.parent / "text" / f"{name}.txt"
            if not article.is_file():
                raise ValueError(f"{path}: no text at {article}")
            text = article.read_text(encoding="utf-8")
            about = {"id": f"polnear-{name}-{annotator}", "article": name, "annotator": annotator}
            outlet, date = name.split("_")[:2]
            attributions = with_kinds(text, _attributions(path.read_text(encoding="utf-8").splitlines()))
            yield "polnear", {**about, "outlet": outlet, "date": date, "text": text, "attributions": attributions}


def _attributions(lines: list[str]) -> list[dict[str, Any]]:
    """Each event of a standoff file with the ranges of its parts, joined by kind."""
    spans = {cells[0]: _ranges(cells[1]) for cells in (line.split("\t") for line in lines) if cells[0][:1] == "T"}
    attributions = []
    for line in lines:
        cells = line.split("\t")
        if cells[0][:1] == "E":
            parts: dict[str, Ranges] = {"source": [], "cue": [], "content": []}
            for role, _, span in (part.partition(":") for part in cells[1].split()):
                kind = role.rstrip("0123456789").lower()
                if kind in parts:
                    parts[kind] += spans[span]
            attributions.append({"id": cells[0], **{kind: sorted(ranges) for kind, ranges in parts.items()}})
    return attributions


def _ranges(annotation: str) -> Ranges:
    """The ranges in `Content 1775 1995;1998 2184`."""
    return [[int(offset) for offset in part.split()] for part in annotation.split(" ", 1)[1].split(";")]
