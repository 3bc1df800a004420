"""Figures of many articles, for reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.report.samples import NoSuchFigure, article_figures


def test_figures_come_with_what_could_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "pile.csv"
    path.write_text('id,text,outlet\n1,"The council met on Monday.",Post\n2,"",Post\n', encoding="utf-8")
    articles, errors = article_figures([path], ["words_own"])
    assert articles[["article", "outlet", "words_own"]].to_numpy().tolist() == [["1", "Post", 5]]
    assert errors["record"].tolist() == [2]


def test_an_unknown_figure_is_met_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFigure, match="flesch_kincaid_grade"):
        article_figures([tmp_path], ["fleisch_grade"])
