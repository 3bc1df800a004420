"""Judging in JupyterLab: the rows of a sample one by one, each judgement kept in the coder's own sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.review.sampling import CannotSample, Sample, codebook
from framing.review.sheet import Judged, read, rows_in
from framing.show.markup import tag
from framing.tables import csv_bytes

if TYPE_CHECKING:
    import ipywidgets

_WORDS = {"y": ("Right", 1.0), "b": ("Borderline", 0.5), "n": ("Wrong", 0.0)}
_MARKS = {"row": "mark", "source": "u", "cue": "em", "": "span"}


def judge(folder: str | Path, coder: str) -> ipywidgets.Widget:
    """Show the rows of a folder's sample, and keep this coder's judgements in judged-CODER.csv there.

    Judgements that the file holds are resumed. CannotSample if the file is not this coder's own sheet.
    """
    import ipywidgets as ui

    sample = Sample.load(Path(folder))
    rows = rows_in(Path(folder))
    sheet = Path(folder) / f"judged-{coder}.csv"
    kept = _kept(sheet, coder)
    at = next((number for number, row in enumerate(rows) if row.row not in kept), 0)
    head, text, said = ui.HTML(), ui.HTML(), ui.HTML()
    values = ui.ToggleButtons(options=[(word, key) for key, (word, _) in _WORDS.items()], value=None)
    kinds, note = ui.Dropdown(description="If wrong"), ui.Text(description="Note")
    drawn = False
    back, following = ui.Button(description="Back"), ui.Button(description="Next")

    def draw() -> None:
        nonlocal drawn
        row = rows[at]
        asked = codebook()[row.table][row.part]
        value, kind, words = kept.get(row.row, (None, "", ""))
        pieces = (tag(_MARKS[what], part) for part, _, what in row.pieces)
        head.value = tag("b", f"Row {row.row} of {len(rows)}, {len(kept)} judged. {asked['question']}")
        said.value = tag("div", f"{row.outlet} · {row.title} · {row.says}")
        text.value = tag("div", *pieces, style="white-space: pre-wrap; max-width: 46rem; line-height: 1.5")
        drawn = False
        kinds.options = [("", ""), *((name, name) for name in asked["classes"])]
        values.value, kinds.value, note.value = value, kind if kind in asked["classes"] else "", words
        drawn = True

    def keep(_: object) -> None:
        if not drawn:
            return
        if kinds.value and values.value is None:
            values.value = "n"
        if values.value is not None:
            kept[rows[at].row] = (values.value, kinds.value if values.value == "n" else "", note.value)
            _write(sheet, sample, kept, coder)

    def move(by: int) -> None:
        nonlocal at
        at = min(len(rows) - 1, max(0, at + by))
        draw()

    back.on_click(lambda _: move(-1))
    following.on_click(lambda _: move(1))
    for widget in (values, kinds, note):
        widget.observe(keep, "value")
    draw()
    return ui.VBox([head, said, text, values, kinds, note, ui.HBox([back, following])])


def _kept(sheet: Path, coder: str) -> dict[int, tuple[str, str, str]]:
    """What this coder judged before, by row."""
    if not sheet.exists():
        return {}
    before: Judged = read(sheet)
    strangers = [problem for problem in before.problems if problem.line] or set(before.judgements["coder"]) - {coder}
    if strangers:
        raise CannotSample(f"{sheet} is not a sheet of {coder} for this sample; move it away, or take another name")
    keys = {value: key for key, (_, value) in _WORDS.items()}
    judgements = before.judgements[["row", "value", "class", "note"]].itertuples(index=False, name=None)
    return {row: (keys[value], kind, note) for row, value, kind, note in judgements}


def _write(sheet: Path, sample: Sample, kept: dict[int, tuple[str, str, str]], coder: str) -> None:
    lines = [(sample.run, row, *kept.get(row, ("", "", "")), coder) for row in sample.rows["row"]]
    columns = ["run", "row", "judgement", "class", "note", "coder"]
    fresh = sheet.with_suffix(".part")
    fresh.write_bytes(csv_bytes(pd.DataFrame(lines, columns=columns)))
    fresh.replace(sheet)
