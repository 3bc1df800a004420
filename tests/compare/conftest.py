"""Accounts with voices marked by hand, so that a comparison is tested without the finder of quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from framing.articles import Article, Side
from framing.attribution.reading import Attribution, Kind, Reading, Stretch, Voice
from framing.compare.accounts import Account
from framing.text.batch import cut

#: Words of somebody: the words as they stand in the text, the source, the kind.
Said = tuple[str, str | None, Kind]
Tell = Callable[..., Account]


def _account(
    name: str, text: str, said: Sequence[Said] = (), *, event: str = "toll", sides: Sequence[Side] = ()
) -> Account:
    document = cut(Article(name, text, outlet=name, event=event, sides=tuple(sides)))
    side_of = {member: side.name for side in sides for member in side.members}
    placed = sorted((text.index(words), words, source, kind) for words, source, kind in said)
    attributions = tuple(
        Attribution(((start, start + len(words)),), kind, source=source, side=side_of.get(source or ""))
        for start, words, source, kind in placed
    )
    voices = {Kind.INDIRECT: Voice.REPORTED}
    stretches = tuple(
        Stretch(a.start, a.end, voices.get(a.kind, Voice.QUOTED), index) for index, a in enumerate(attributions)
    )
    return Account(name, name, event, Reading(document, attributions, (), stretches))


@pytest.fixture
def tell() -> Tell:
    """A function from an outlet's name, a text and what is said in it, to the account."""
    return _account
