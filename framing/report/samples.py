"""Default inputs of notebooks: the sample events in `seeds/`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import framing
from framing import articles
from framing.articles.event import load_sides, parse_side
from framing.report import notebooks
from framing.report.session import watch

#: Names the folder with a reader's own copy of the founding article.
VARIABLE = "FRAMING_SEEDS"
#: The account that a report on one article shows: one with phrases and sources to show.
ACCOUNT = Path("harbour-strike") / "marland-sentinel.txt"
#: The folder of the composed corpus among the sample events.
CORPUS = "island-year"
#: Names a file with many articles.
NEWS = "FRAMING_NEWS"


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


def folder() -> Path:
    """The folder of sample events: in the installed package, or next to it in a checkout."""
    package = Path(framing.__file__).parent
    packed = package / "_data" / "seeds"
    return packed if packed.is_dir() else package.parent / "seeds"


def events() -> list[str]:
    """The names of the sample events."""
    return sorted(path.parent.name for path in folder().glob("*/event.toml"))


def event(name: str = "") -> Path:
    """The folder of a sample event, the first if no name is given.

    FileNotFoundError with the events there are if there is none of that name.
    """
    known = events()
    if not known or (name and name not in known):
        raise FileNotFoundError(f"{folder()}: no sample event {name!r}; there are {', '.join(known) or 'none'}")
    return folder() / (name or known[0])


def one_account() -> Path:
    """One article: the founding article where the reader keeps a copy, else the sample account `ACCOUNT`."""
    return founding() or folder() / ACCOUNT


def corpus() -> Path:
    """The composed corpus: several articles of each outlet in each month."""
    composed = folder() / CORPUS
    return composed if composed.is_dir() else folder()


def news(most: int, inputs: str | Path | Sequence[str | Path] = ()) -> articles.Articles:
    """The articles of the inputs; else at most so many of each outlet from the file that FRAMING_NEWS names.

    Without either, the sample events.
    """
    named = os.environ.get(NEWS)
    if inputs or not named:
        return read(inputs, folder())
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
    places = [folder() / "founding", *([Path(own)] if own else [])]
    return next((path for place in places for path in sorted(place.glob("[0-9]*.txt"))), None)


watch()


def judged(folder: str = "") -> Path:
    """The folder of a judged sample; the one of the sample events, kept beside its notebook, if none is given."""
    return Path(folder) if folder else notebooks.folder() / "is-it-right-here"
