"""What notebooks read: the inputs or the sample events in `seeds/`, values of many articles, and scores."""

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
from framing.tables import is_result, read_table
from framing.validation import FOLDER, VALIDATIONS, recorded, score_table, validation_module

#: Variables that name the folder of the founding article, and a file with many articles.
VARIABLE, NEWS = "FRAMING_SEEDS", "FRAMING_NEWS"
#: The sample account for a report on one article: it has phrases and sources.
ACCOUNT = Path("harbour-strike") / "marland-sentinel.txt"
#: The folder of the composed corpus among the sample events.
CORPUS = "island-year"
#: Columns of an article beside its measures.
_KNOWN = ("article", "outlet", "date", "event", "words", "sentences")

#: A path, or several.
Inputs = str | Path | Sequence[str | Path]


class NoSuchFigure(ValueError):
    """No measure has a value with that name."""


class NothingRead(ValueError):
    """No article in the inputs is readable."""


def read(
    inputs: Inputs, otherwise: Path, *, sides: str | Sequence[str] = "", prepend_title: bool = False
) -> articles.Articles:
    """The articles of the inputs; without inputs, those in `otherwise`.

    `sides` is the path of a TOML file, or sides as `parse_side` reads them; they replace those of the event.
    `prepend_title` is that of `framing.read`. NothingRead, with each input's problem, if there is no article.
    """
    named = load_sides(Path(sides)) if isinstance(sides, str) and sides else tuple(map(parse_side, sides)) or None
    paths = [inputs] if isinstance(inputs, (str, Path)) and inputs else list(inputs or [otherwise])  # type: ignore[arg-type]
    result = articles.read(*paths, sides=named, prepend_title=prepend_title)
    if not result:
        raise NothingRead("no article could be read: " + ("; ".join(map(str, result.errors)) or "the input is empty"))
    return result


def events() -> list[str]:
    """The names of the sample events."""
    return sorted(path.parent.name for path in packaged("seeds").glob("*/event.toml"))


def event(name: str = "") -> Path:
    """The folder of a sample event, by default the first; FileNotFoundError names the events there are."""
    known, seeds = events(), packaged("seeds")
    if not known or name not in ("", *known):
        raise FileNotFoundError(f"{seeds}: no sample event {name!r}; there are {', '.join(known) or 'none'}")
    return seeds / (name or known[0])


def one_account() -> Path:
    """The founding article if the reader has a copy (`seeds/README.md`), else `ACCOUNT`."""
    own = os.environ.get(VARIABLE)
    places = [packaged("seeds") / "founding", *([Path(own)] if own else [])]
    founding = (path for place in places for path in sorted(place.glob("[0-9]*.txt")))
    return next(founding, packaged("seeds") / ACCOUNT)


def corpus() -> Path:
    """The composed corpus: several articles of each outlet in each month."""
    composed = packaged("seeds") / CORPUS
    return composed if composed.is_dir() else packaged("seeds")


def news(most: int, inputs: Inputs = ()) -> articles.Articles:
    """The articles of the inputs, else at most `most` per outlet from the file FRAMING_NEWS, else the sample events."""
    named = os.environ.get(NEWS)
    if inputs or not named:
        return read(inputs, packaged("seeds"))
    every, counts, chosen = articles.read(named), Counter[str | None](), []
    for article in every:
        counts[article.outlet] += 1
        if counts[article.outlet] <= most:
            chosen.append(article)
    return articles.Articles(chosen, every.errors)


def judged(folder: str = "") -> Path:
    """The folder of a judged sample; by default that of the sample events, beside its notebook."""
    return Path(folder) if folder else packaged("notebooks") / "is-it-right-here"


def article_figures(inputs: Sequence[str | Path], figures: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row per article with its details and these values, and a row per unreadable input.

    Of a result of `framing analyze` only the needed columns are read; other inputs are analysed. NoSuchFigure, with the
    known values, for any other.
    """
    known = {*_KNOWN, *(column.name for measure in default_measures() for column in measure.summary_columns)}
    for figure in figures:
        if figure not in known:
            raise NoSuchFigure(f"{figure!r} is no value of an article; there are {', '.join(sorted(known))}")
    columns = list(dict.fromkeys((*_KNOWN, *figures)))
    results = [Path(path) for path in inputs if is_result(Path(path))]
    tables = [(read_table(path, "articles", columns), read_table(path, "errors")) for path in results]
    if others := [path for path in inputs if Path(path) not in results]:
        analysis = analyze(articles.read(*others), progress=True)
        tables.append((analysis["articles"][columns], analysis["errors"]))
    values, errors = (pd.concat(frames, ignore_index=True) for frames in zip(*tables, strict=True))
    return values, errors


def scores(gold: str = "", names: Sequence[str] = VALIDATIONS) -> pd.DataFrame:
    """The scores of the named validations, by default all; recorded unless `gold` names a folder of labelled data."""
    if gold:
        tables = [score_table(validation_module(name).validate(Path(gold))) for name in names]
    else:
        tables = [recorded(name) for name in names if (FOLDER / f"{name}.csv").is_file()]
    return pd.concat(tables or [score_table([])], ignore_index=True)


def detail(name: str, which: str, gold: str = "") -> pd.DataFrame:
    """A detail table of a validation; recorded unless `gold` names a folder of labelled data."""
    if not gold:
        return recorded(f"{name}-{which}")
    table: pd.DataFrame = validation_module(name).DETAILS[which](Path(gold))
    return table


def audit(gold: str = "") -> pd.DataFrame:
    """The effect of swapping names; recorded unless `gold` names a folder of labelled data."""
    table: pd.DataFrame = validation_module("audit").audit_names(Path(gold)) if gold else recorded("audit-names")
    return table
