"""Figures of many articles: out of a result on disk, a few columns of it, or measured anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.analysis import analyze
from framing.articles import read
from framing.corpus.load import load_table

_KNOWN = ("article", "outlet", "date", "event", "words", "sentences")


def is_result(path: str | Path) -> bool:
    """Whether the path is a folder that `framing analyze` wrote."""
    folder = Path(path)
    return any((folder / name).exists() for name in ("articles.csv", "articles.parquet", "articles"))


def article_figures(inputs: Sequence[str | Path], figures: Sequence[str]) -> pd.DataFrame:
    """A row per article with what is known of it and these figures.

    An input that is a result of `framing analyze` is read from disk, only the columns that are needed; everything else
    is read and analysed.
    """
    columns = [*_KNOWN, *(figure for figure in figures if figure not in _KNOWN)]
    frames = [load_table(Path(path), "articles", columns) for path in inputs if is_result(path)]
    others = [path for path in inputs if not is_result(path)]
    if others:
        frames.append(analyze(read(*others), progress=True)["articles"][columns])
    return pd.concat(frames, ignore_index=True)
