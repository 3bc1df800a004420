"""The sample events with their known answers, for the tests that hold the suite to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import framing.articles
from framing.articles import Article, read

FOLDERS = sorted(path.parent for path in (Path(framing.articles.__file__).parents[2] / "seeds").glob("*/event.toml"))


@dataclass(frozen=True)
class Answer:
    """A phrase or quotation that an account was written to contain: what is known of it, and where it stands."""

    known: Mapping[str, Any]
    start: int
    end: int


@dataclass(frozen=True)
class Composed:
    """One composed account: what event.toml says of it, and the article as it is read."""

    known: Mapping[str, Any]
    article: Article

    def answers(self, kind: str) -> Sequence[Answer]:
        """The known `phrases` or `quotations`; ValueError for one that is not where it is said to be."""
        return [self._placed(known) for known in self.known.get(kind, [])]

    def _placed(self, known: Mapping[str, Any]) -> Answer:
        text, wanted = self.article.text, known["text"]
        starts = [at for at in range(len(text)) if text.startswith(wanted, at)]
        nth = known.get("nth")
        if not starts or (nth is None and len(starts) > 1) or (nth or 1) > len(starts):
            raise ValueError(f"{self.article.id}: {wanted!r} stands there {len(starts)} times; nth is {nth}")
        start = starts[(nth or 1) - 1]
        return Answer(known, start, start + len(wanted))


@dataclass(frozen=True)
class ComposedEvent:
    """One sample event: what its event.toml says, and its accounts."""

    name: str
    folder: Path
    known: Mapping[str, Any]
    accounts: Sequence[Composed]


def _event(folder: Path) -> ComposedEvent:
    known = tomllib.loads((folder / "event.toml").read_text(encoding="utf-8"))
    articles = read(folder)
    assert not articles.errors
    by_file = {Path(article.input or "").name: article for article in articles}
    accounts = [Composed(account, by_file[account["file"]]) for account in known["accounts"]]
    return ComposedEvent(folder.name, folder, known, accounts)


@pytest.fixture(scope="session")
def events() -> Sequence[ComposedEvent]:
    return [_event(folder) for folder in FOLDERS]


@pytest.fixture(params=[folder.name for folder in FOLDERS])
def event(request: pytest.FixtureRequest, events: Sequence[ComposedEvent]) -> ComposedEvent:
    return next(event for event in events if event.name == request.param)


@pytest.fixture(scope="session")
def accounts(events: Sequence[ComposedEvent]) -> Sequence[Composed]:
    return [account for event in events for account in event.accounts]
