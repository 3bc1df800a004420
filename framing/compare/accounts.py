"""The accounts of a comparison: analysed articles, each with its group and its event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from framing.analysis import Analysis, read_voices
from framing.articles.article import Article
from framing.attribution.reading import CODE_OF_VOICE, Reading, Voice
from framing.compare.events import stem
from framing.tables import column_names, dataframe
from framing.text.document import PARTS, Document


@dataclass(frozen=True, eq=False)
class Account:
    """One article in a comparison.

    `name` is its outlet, or outlet and article where the outlet has several on the event. Outlets are compared by
    `group`; `event` is "" where none is known.
    """

    name: str
    group: str
    event: str
    reading: Reading

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.reading.document.article

    @property
    def document(self) -> Document:
        """The article in paragraphs, sentences and words."""
        return self.reading.document

    @cached_property
    def forms(self) -> list[str]:
        """The words in lower case, in text order."""
        forms = self.document.vocabulary.forms
        return [forms[number].lower() for number in self.document.word_id.tolist()]

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word, without a possessive ending."""
        return [stem(form.removesuffix("'s")) for form in self.forms]

    @property
    def keys(self) -> dict[str, Any]:
        """The cells that say which account a row is about."""
        return {"event": self.event, "account": self.name, "article": self.article.id}

    def shown(self, start: int, end: int) -> str:
        """The words at `[start, end)` on one line."""
        return " ".join(self.article.text[start:end].split())

    def where(self, offset: int) -> str:
        """Which part an offset lies in: the headline, the lead or later."""
        return PARTS[self._parts[max(self.document.sentence_at(offset), 0)]]

    @cached_property
    def _parts(self) -> list[int]:
        return [int(part) for part in self.document.sentence_parts()]


class NothingToCompare(ValueError):
    """Fewer than two accounts were given."""


def check_field(articles: Iterable[Article], by: str) -> None:
    """Raise NothingToCompare where no article has the field `by`."""
    known = {name for article in articles for name in article.extra}
    fields = [name for name in Article.__dataclass_fields__ if name not in ("text", "extra", "notes", "sides")]
    if by not in {*fields, *known, "article"}:
        there = ", ".join([*fields, *sorted(map(str, known))])
        raise NothingToCompare(f"no article has the field {by!r} to compare by; there are {there}")


def table_of(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A table of `tables.csv` from its rows; `start` and `end` may be missing."""
    columns = column_names(name)
    # without rows, pandas would take each column for numbers
    cells = {column: [row[column] for row in rows] for column in columns}
    table = dataframe(cells) if rows else pd.DataFrame(columns=columns)
    return table.astype({column: "Int64" for column in ("start", "end") if column in table})


def free_columns(wide: pd.DataFrame) -> pd.DataFrame:
    """A table with its index as columns; an account named like one of these is marked."""
    marked = {name: f"{name} (account)" for name in wide.index.names}
    return wide.rename(columns=marked).reset_index().rename_axis(columns=None)


def account_names(keys: Sequence[tuple[str, str]], ids: Sequence[str]) -> list[str]:
    """Each account's name by its event and group: the group, or group and id where several have the same key.

    >>> account_names([("toll", "Post"), ("toll", "Bell"), ("toll", "Post")], ["a", "b", "c"])
    ['Post: a', 'Bell', 'Post: c']
    """
    times = Counter(keys)
    return [key[1] if times[key] == 1 else f"{key[1]}: {id}" for key, id in zip(keys, ids, strict=True)]


def accounts_of(
    articles: Iterable[Article], by: str = "outlet", analysis: Analysis | None = None
) -> tuple[Account, ...]:
    """The accounts, by event and then in the order given, with their readings from `analysis` if there is one."""
    given = list(articles)
    read = (lambda article: analysis.reading(article.id)) if analysis else read_voices
    keys = [(article.event or "", article.value_of(by) or article.id) for article in given]
    names = account_names(keys, [article.id for article in given])
    accounts = [
        Account(name, group, event, read(article))
        for article, name, (event, group) in zip(given, names, keys, strict=True)
    ]
    return tuple(sorted(accounts, key=lambda account: account.event))


def own_words(reading: Reading) -> pd.Series:
    """The number of words of each sentence in the outlet's own voice."""
    own = reading.document.word_sentence[reading.word_voice == CODE_OF_VOICE[Voice.OWN]]
    return pd.Series(np.bincount(own, minlength=len(reading.document.sentence_start)))


def by_event(accounts: Iterable[Account]) -> list[list[Account]]:
    """The accounts of each event that two or more cover."""
    events: dict[str, list[Account]] = {}
    for account in accounts:
        events.setdefault(account.event, []).append(account)
    return [members for members in events.values() if len(members) > 1]
