"""What notebooks read: the inputs given, or the sample events in `seeds/`; and measures of many articles."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing import articles
from framing.analysis import analyze
from framing.articles.event import load_sides, parse_side
from framing.measures import default_measures
from framing.report import packaged
from framing.report.session import watch
from framing.tables import is_result, read_table

#: Names the folder with a reader's own copy of the founding article.
VARIABLE = "FRAMING_SEEDS"
#: The account that a report on one article shows: one with phrases and sources to show.
ACCOUNT = Path("harbour-strike") / "marland-sentinel.txt"
#: The folder of the composed corpus among the sample events.
CORPUS = "island-year"
#: Names a file with many articles.
NEWS = "FRAMING_NEWS"
#: What is known of an article beside its measures.
_KNOWN = ("article", "outlet", "date", "event", "words", "sentences")


class NoSuchFigure(ValueError):
    """No measure gives a figure of that name."""


class NothingRead(ValueError):
    """The inputs have no readable article."""


def read(
    inputs: str | Path | Sequence[str | Path],
    otherwise: Path,
    *,
    sides: str | Sequence[str] = "",
    prepend_title: bool = False,
) -> articles.Articles:
    """The articles of the inputs (a path, or several); where there are none, those in `otherwise`.

    `sides` is the path of a TOML file, or sides as `parse_side` reads them; they replace those of the event.
    `prepend_title` is that of `read`. NothingRead, with what was wrong with each input, if no article is in them.
    """
    named = load_sides(Path(sides)) if isinstance(sides, str) and sides else tuple(map(parse_side, sides)) or None
    result = articles.read(*(paths(inputs) or [otherwise]), sides=named, prepend_title=prepend_title)
    if not result:
        raise NothingRead("no article could be read: " + ("; ".join(map(str, result.errors)) or "the input is empty"))
    return result


def paths(inputs: str | Path | Sequence[str | Path]) -> list[str | Path]:
    """The inputs as a list, one path alone included."""
    return [inputs] if isinstance(inputs, (str, Path)) and inputs else list(inputs or ())  # type: ignore[arg-type]


def events() -> list[str]:
    """The names of the sample events."""
    return sorted(path.parent.name for path in packaged("seeds").glob("*/event.toml"))


def event(name: str = "") -> Path:
    """The folder of a sample event, the first if no name is given.

    FileNotFoundError with the events there are if there is none of that name.
    """
    known = events()
    if not known or (name and name not in known):
        raise FileNotFoundError(
            f"{packaged('seeds')}: no sample event {name!r}; there are {', '.join(known) or 'none'}"
        )
    return packaged("seeds") / (name or known[0])


def one_account() -> Path:
    """One article: the founding article where the reader keeps a copy, else the sample account `ACCOUNT`."""
    return founding() or packaged("seeds") / ACCOUNT


def corpus() -> Path:
    """The composed corpus: several articles of each outlet in each month."""
    composed = packaged("seeds") / CORPUS
    return composed if composed.is_dir() else packaged("seeds")


def news(most: int, inputs: str | Path | Sequence[str | Path] = ()) -> articles.Articles:
    """The articles of the inputs; else at most so many of each outlet from the file that FRAMING_NEWS names.

    Without either, the sample events.
    """
    named = os.environ.get(NEWS)
    if inputs or not named:
        return read(inputs, packaged("seeds"))
    articles_read = articles.read(named)
    taken: Counter[str | None] = Counter()
    kept = []
    for article in articles_read:
        taken[article.outlet] += 1
        if taken[article.outlet] <= most:
            kept.append(article)
    return articles.Articles(kept, articles_read.errors)


def founding() -> Path | None:
    """The reader's own copy of the founding article, where there is one: see `seeds/README.md`."""
    own = os.environ.get(VARIABLE)
    places = [packaged("seeds") / "founding", *([Path(own)] if own else [])]
    return next((path for place in places for path in sorted(place.glob("[0-9]*.txt"))), None)


def judged(folder: str = "") -> Path:
    """The folder of a judged sample; the one of the sample events, kept beside its notebook, if none is given."""
    return Path(folder) if folder else packaged("notebooks") / "is-it-right-here"


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
        analysis = analyze(articles.read(*others), progress=True)
        tables.append((analysis["articles"][columns], analysis["errors"]))
    figured, errors = (pd.concat(frames, ignore_index=True) for frames in zip(*tables, strict=True))
    return figured, errors


watch()
