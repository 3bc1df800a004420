"""How sure a row is: in bounds, alike alone and in company, and higher where somebody plainly speaks."""

from __future__ import annotations

import pytest

from framing.articles import Article
from framing.attribution import Kind, attribute
from framing.attribution.reading import SURE, Attribution
from framing.text import cut

_PLAIN = "The board met on Tuesday. “We will mend the quay before the winter,” said Ada Quill, the harbour-master."
_THIN = "The quay, a question of about two years, seems to some a thing that wants looking after."


def rows(text: str) -> tuple[Attribution, ...]:
    return attribute(cut(Article("a", text))).attributions


@pytest.mark.parametrize("text", [_PLAIN, _THIN, "“Quay” is a word.", f"{_PLAIN}\n\n{_THIN}"])
def test_a_confidence_is_a_probability(text: str) -> None:
    assert all(0 <= row.confidence <= 1 for row in rows(text))


def test_a_plain_quotation_with_its_speaker_is_sure() -> None:
    (row,) = rows(_PLAIN)
    assert row.sure


def test_a_term_set_apart_is_never_sure() -> None:
    (row,) = rows("The “safe quay” is old.")
    assert row.kind is Kind.SCARE
    assert row.confidence == 0
    assert not row.sure


def test_sure_is_what_reaches_the_threshold() -> None:
    assert Attribution(((0, 1),), Kind.DIRECT, "Ada Quill", confidence=SURE).sure
    assert not Attribution(((0, 1),), Kind.DIRECT, "Ada Quill", confidence=SURE - 0.001).sure
    assert not Attribution(((0, 1),), Kind.DIRECT, confidence=SURE).sure
