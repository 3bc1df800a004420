from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.review import CannotSample, draw, judge, read, rows_to_judge, write

ui = pytest.importorskip("ipywidgets", reason="ipywidgets is not installed")


def parts(folder: Path, coder: str) -> dict[str, Any]:
    box = judge(folder, coder)
    names = ("head", "said", "text", "values", "kinds", "note", "move")
    widgets = dict(zip(names, box.children, strict=True))
    widgets["back"], widgets["next"] = widgets.pop("move").children
    return widgets


def test_each_judgement_is_kept_at_once_and_resumed(folder: Path) -> None:
    shows = parts(folder, "ann")
    shows["values"].value = "y"
    shows["next"].click()
    shows["kinds"].value = shows["kinds"].options[1][1]
    shows["note"].value = "=not a formula"
    judged = read(folder / "judged-ann.csv")
    assert judged.problems == ()
    assert judged.judgements[["row", "value"]].to_numpy().tolist() == [[1, 1.0], [2, 0.0]]
    assert judged.judgements["class"].iloc[1] == shows["kinds"].options[1][1]
    again = parts(folder, "ann")
    assert "Row 3 of" in again["head"].value
    again["back"].click()
    assert (again["values"].value, again["note"].value) == ("n", "=not a formula")


def test_two_coders_stay_apart_and_no_other_file_is_written_over(folder: Path) -> None:
    parts(folder, "ann")["values"].value = "y"
    before = (folder / "judged-ann.csv").read_bytes()
    parts(folder, "ben")["values"].value = "n"
    assert (folder / "judged-ann.csv").read_bytes() == before
    (folder / "judged-cem.csv").write_bytes(before)
    with pytest.raises(CannotSample, match="not a sheet of cem"):
        parts(folder, "cem")


def test_an_article_s_words_are_no_markup(tmp_path: Path) -> None:
    given = [Article(id="one", text="The board said the <script>reckless</script> plan was mad.", outlet="<b>x")]
    tables = analyze(given)
    sample = draw(tables, given, ["phrases", "quotes"], rows=5, unmarked=5)
    write(sample, rows_to_judge(sample, given, tables["sentences"]), tmp_path / "review")
    shows = parts(tmp_path / "review", "ann")
    assert "&lt;script&gt;" in shows["text"].value
    assert "<script>" not in shows["text"].value
    assert "<b>x" not in shows["said"].value
