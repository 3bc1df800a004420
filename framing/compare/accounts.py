"""Accounts: the articles of a comparison, read for their voices, each with its group and its event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from framing.analysis import Analysis, read_voices
from framing.articles.article import MEASURED, Article, Section
from framing.attribution.reading import Reading
from framing.text.document import Document


@dataclass(frozen=True)
class Account:
    """One article in a comparison.

    `name` is what tables call it: its outlet, or outlet and article where the outlet has several on the event.
    `group` is what it counts for when outlets are compared; `event` is "" where none is known.
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
        """The article cut up."""
        return self.reading.document

    @cached_property
    def forms(self) -> list[str]:
        """Its words in lower case, in text order."""
        forms = self.document.vocabulary.forms
        return [forms[number].lower() for number in self.document.word_id.tolist()]

    def shown(self, start: int, end: int) -> str:
        """The words at `[start, end)` on one line."""
        return " ".join(self.article.text[start:end].split())


class NothingToCompare(ValueError):
    """Fewer than two accounts were given."""


def check_field(articles: Iterable[Article], by: str) -> None:
    """Raise NothingToCompare where no article has the field that is to group them."""
    known = {name for article in articles for name in article.extra}
    fields = [name for name in Article.__dataclass_fields__ if name not in ("text", "extra", "notes", "sides")]
    if by not in {*fields, *known, "article"}:
        there = ", ".join([*fields, *sorted(map(str, known))])
        raise NothingToCompare(f"no article has the field {by!r} to compare by; there are {there}")


def free_columns(wide: pd.DataFrame) -> pd.DataFrame:
    """A table with its index as columns, where an account may be called as one of them."""
    taken = set(wide.index.names)
    named = {name: f"{name} (account)" for name in wide.columns if name in taken}
    return wide.rename(columns=named).reset_index().rename_axis(columns=None)


def group_of(article: Article, by: str) -> str:
    """What the article counts for: its `by` (an attribute, or a column that came along), else its own id."""
    value = getattr(article, by) if by in Article.__dataclass_fields__ else article.extra.get(by)
    return str(value) if value not in (None, "") else article.id


def accounts_of(
    articles: Iterable[Article], by: str = "outlet", analysis: Analysis | None = None
) -> tuple[Account, ...]:
    """The accounts, by event and then in the order given, with their readings from `analysis` where it has them."""
    given = list(articles)
    read = (lambda article: analysis.reading(article.id)) if analysis else read_voices
    keys = [(article.event or "", group_of(article, by)) for article in given]
    times = Counter(keys)
    accounts = [
        Account(group if times[event, group] == 1 else f"{group}: {article.id}", group, event, read(article))
        for article, (event, group) in zip(given, keys, strict=True)
    ]
    return tuple(sorted(accounts, key=lambda account: account.event))


def by_event(accounts: Sequence[Account]) -> list[tuple[str, list[Account]]]:
    """Each event that two or more accounts tell, and these accounts."""
    events: dict[str, list[Account]] = {}
    for account in accounts:
        events.setdefault(account.event, []).append(account)
    return [(event, of_event) for event, of_event in events.items() if len(of_event) > 1]


def share_text(count: int, of: int) -> str:
    """The form in which omissions are told: "in 3 of 13 accounts"."""
    return f"in {count} of {of} accounts"


#: Where something stands; the lead is the first `LEAD_PARAGRAPHS` paragraphs of the body.
HEADLINE, LEAD, LATER = "headline", "lead", "later"
LEAD_PARAGRAPHS = 2


def where(account: Account, offset: int) -> str:
    """Whether an offset lies in the headline, the lead or later."""
    document = account.document
    sentence = max(document.sentence_at(offset), 0)
    section = MEASURED[document.sentence_section[sentence]]
    if section is Section.HEADLINE:
        return HEADLINE
    body = [number for number, part in enumerate(document.paragraphs) if part.section is Section.BODY]
    inside = int(document.sentence_paragraph[sentence]) in body[:LEAD_PARAGRAPHS]
    return LEAD if section is Section.BODY and inside else LATER
