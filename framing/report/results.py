"""Measures of many articles: read from a result on disk, or computed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.analysis import analyze
from framing.articles import read
from framing.measures import default_measures
from framing.tables import is_result, read_table

_KNOWN = ("article", "outlet", "date", "event", "words", "sentences")


class NoSuchFigure(ValueError):
    """No measure gives a figure of that name."""


def article_figures(inputs: Sequence[str | Path], figures: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row per article with its details and these measures, and a row per unreadable input.

    An input that is a result of `framing analyze` is read from disk, only the columns that are needed; everything else
    is read and analysed. NoSuchFigure, with those there are, for a figure that no measure gives.
    """
    known = {*_KNOWN, *(column.name for measure in default_measures() for column in measure.summary_columns)}
    for figure in figures:
        if figure not in known:
            raise NoSuchFigure(f"{figure!r} is no figure of an article; there are {', '.join(sorted(known))}")
    columns = [*_KNOWN, *(figure for figure in figures if figure not in _KNOWN)]
    tables = [
        (read_table(Path(path), "articles", columns), read_table(Path(path), "errors"))
        for path in inputs
        if is_result(Path(path))
    ]
    others = [path for path in inputs if not is_result(Path(path))]
    if others:
        analysis = analyze(read(*others), progress=True)
        tables.append((analysis["articles"][columns], analysis["errors"]))
    articles, errors = (pd.concat(frames, ignore_index=True) for frames in zip(*tables, strict=True))
    return articles, errors
