"""Swapping names, parties, genders or quotation marks changes nothing that is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.attribution import Reading

TOLD = """Senator Adam Quill on Monday attacked the budget, and Republicans in the chamber cheered.

“We will not be bullied by anyone,” said Quill, who leads the Republican group. “He knows that,” he added.

Governor Paul Brandt said the budget would pay for new schools. He promised “a fair deal” for the Democrats.

Critics say the plan was rushed, according to a spokesman for the conservative party."""

#: What is written instead, of the same length so that offsets can be compared.
SWAPS = {
    "names": {"Adam Quill": "Omar Husse", "Quill": "Husse", "Paul Brandt": "Wang Xiaohu", "Brandt": "Xiaohu"},
    "parties": {"Republicans": "Progressive", "Republican": "Democratic", "Democrats": "Moderates"},
    "marks": {"“": '"', "”": '"'},
}


def shape(reading: Reading) -> list[tuple[object, ...]]:
    return [(item.parts, item.kind, item.source_span, item.cue_span, item.cue_class) for item in reading.attributions]


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_a_swap_changes_nothing(swap: str, reading_of: Callable[..., Reading]) -> None:
    text = TOLD
    for old, new in SWAPS[swap].items():
        assert len(old) == len(new)
        text = text.replace(old, new)
    assert text != TOLD
    assert shape(reading_of(text)) == shape(reading_of(TOLD))


def test_gender_changes_nothing(reading_of: Callable[..., Reading]) -> None:
    swaps = {"He ": "She ", " he ": " she ", "spokesman": "spokeswoman", "Adam": "Anna", "Paul": "Jane"}
    text = TOLD
    for old, new in swaps.items():
        text = text.replace(old, new)
    mine, others = reading_of(TOLD), reading_of(text)
    assert len(mine.attributions) == len(others.attributions)
    for one, other in zip(mine.attributions, others.attributions, strict=True):
        assert (one.kind, one.cue_class, len(one.parts)) == (other.kind, other.cue_class, len(other.parts))
        assert (one.source_span is None) == (other.source_span is None)
