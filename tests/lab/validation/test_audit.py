"""What means nothing changes nothing: names swapped, and the same text typed otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measures.phrasing import Phrasing
from lab.validation.audit import CHANGES, SWAPS, measured, swapper

MEASURE = Phrasing()
#: Pieces of text with names of each kind, quotations, and loaded and plain words; each may follow any other.
PIECES = (
    "Trump slammed the shameful plan, Fox reported.",
    "He said: “They’re a disgrace to every single American.”",
    "She told him that the Republican bill, which critics say was rushed, would ruin Canada.",
    "Obama met Clinton in China on Monday.",
    "The U.S. hasn’t answered; Russia didn’t either.",
    "“It’s a ‘so-called’ deal,” the woman wrote in the Times.",
    "A Democrat and two Republicans walked out — an all-out war of words.",
    "The naïve men of the café council met at 10:30 a.m. in Port Ellery.",
    "Perhaps her budget will pass.",
    "America’s historic vote rattled the GOP.",
)


@settings(max_examples=12)
@pytest.mark.parametrize("kind", sorted(CHANGES))
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_a_change_without_meaning_changes_no_phrase(kind: str, pieces: list[str]) -> None:
    text = "\n\n".join(" ".join(pieces[at : at + 2]) for at in range(0, len(pieces), 2))
    before, after = measured(MEASURE, text), measured(MEASURE, CHANGES[kind](text))
    assert before.terms == after.terms
    assert len(before.loaded) == len(after.loaded)
    for one, other in zip(before.loaded, after.loaded, strict=True):
        assert one == pytest.approx(other, abs=0.05)


@pytest.mark.parametrize("kind", sorted(SWAPS))
def test_a_swap_twice_is_none(kind: str) -> None:
    text = " ".join(PIECES)
    swap = swapper(SWAPS[kind])
    assert swap(text) != text
    assert swap(swap(text)) == text


def test_a_swap_leaves_the_stop_of_an_abbreviation_that_ends_a_sentence() -> None:
    swap = swapper(SWAPS["nations"])
    assert (
        swap("She left the U.S. He stayed in the U.S. house.") == "She left the Canada. He stayed in the Canada house."
    )
    assert swap("“We love the U.S.”") == "“We love the Canada.”"


def test_a_swap_leaves_parts_of_words_alone() -> None:
    assert swapper(SWAPS["genders"])("The shed, he said.") == "The shed, she said."
    assert swapper(SWAPS["outlets"])("Foxes and post-war times.") == "Foxes and post-war times."
