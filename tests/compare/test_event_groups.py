from __future__ import annotations

import pytest

from framing.articles import Article
from framing.compare.events import group_events

TOLL = (
    "Harbour toll on lorries rattles hauliers in Port Ellery",
    "The council of Port Ellery will charge lorries a toll to pay for a new quay, and hauliers threaten a blockade.",
    "Port Ellery hauliers plan blockade over lorry toll at harbour",
    "Hauliers in Port Ellery say they will blockade the harbour if the council brings in its toll on lorries.",
)
FLOOD = (
    "River bursts its banks at Nether Wold after storm",
    "Families in Nether Wold were rescued from roofs when the river burst its banks in Thursday's storm.",
    "Storm floods Nether Wold; families rescued from roofs",
    "The river at Nether Wold burst its banks in the storm, and boats rescued families from their roofs.",
)


def article(number: int, title: str, text: str, date: str | None = None) -> Article:
    return Article(f"a{number}", text, title=title, date=date)


PILE = [article(number, *words) for number, words in enumerate([TOLL[:2], FLOOD[:2], TOLL[2:], FLOOD[2:]])]


def test_accounts_of_one_event_are_joined() -> None:
    assert group_events(PILE) == ["a0", "a1", "a0", "a1"]


def test_the_order_of_the_pile_does_not_matter() -> None:
    groups = group_events(PILE[::-1])
    assert groups[0] == groups[2] != groups[1] == groups[3]


@pytest.mark.parametrize(
    ("later", "joined"), [("2025-06-04", True), ("2025-06-06T10:00:00", True), ("2025-07-01", False)]
)
def test_time_parts_what_words_join(later: str, joined: bool) -> None:
    first, second = article(0, *TOLL[:2], "2025-06-03"), article(1, *TOLL[2:], later)
    rest = [article(2, *FLOOD[:2], "2025-06-03"), article(3, *FLOOD[2:], later)]
    groups = group_events([first, second, *rest])
    assert (groups[0] == groups[1]) is joined


def test_a_pile_of_strangers_stays_apart() -> None:
    assert group_events([PILE[0], PILE[1]]) == ["a0", "a1"]


@pytest.mark.parametrize("pile", [[], [PILE[0]], [Article("x", ""), Article("y", "")]])
def test_nothing_to_join(pile: list[Article]) -> None:
    assert group_events(pile) == [each.id for each in pile]
