"""Quotation marks paired, and what looks like one but is none."""

from __future__ import annotations

import pytest

from framing.articles import Article
from framing.text import cut


def quoted(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in cut(Article("x", text)).quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “we stay” and left.", ["we stay"]),
        ('She said "we stay" and left.', ["we stay"]),
        ("She said ‘we stay’ and left.", ["we stay"]),
        ("She said 'we stay' and left.", ["we stay"]),
        ("Er sagte „wir bleiben“ und ging.", ["wir bleiben"]),
        ("Elle dit « on reste » et part.", [" on reste "]),
        ("“He said ‘stay’ twice,” she said.", ["He said ‘stay’ twice,", "stay"]),
        ("\"He said 'stay' twice,\" she said.", ["He said 'stay' twice,", "stay"]),
        ("It’s O’Brien’s, the workers’ and the ’90s’.", []),
        ("It's O'Brien's, the workers' and the '90s.", []),
        ('He is 6\'2" tall and has a 12" rule.', []),
        ("‘The workers’ rights matter,’ she said.", ["The workers’ rights matter,"]),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
    ],
)
def test_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_levels_are_counted_from_outside() -> None:
    quotations = cut(Article("x", "“He said ‘stay’ twice,” she said.")).quotations
    assert [q.level for q in quotations] == [0, 1]


def test_a_quotation_over_paragraphs_opens_each_and_closes_the_last() -> None:
    text = "“We will stay.\n\n“We will not go.\n\n“We are here,” she said. And then she left."
    quotations = cut(Article("x", text)).quotations
    assert [(q.continued, q.closed) for q in quotations] == [(False, False), (True, False), (True, True)]


@pytest.mark.parametrize("mark", ['"', "“", "”", "‘", "'", "«", "„"])
def test_a_mark_without_its_partner_swallows_no_paragraph(mark: str) -> None:
    text = f"The council met.\n\nIt said {mark}no to the toll and went home.\n\nThe boats came in. Nobody paid a thing."
    last = text.index("The boats")
    assert all(q.end <= last for q in cut(Article("x", text)).quotations)
