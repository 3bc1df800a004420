"""Links that a page put into the middle of a sentence are not told, and nothing else is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import analyze
from framing.articles import Article
from framing.articles.furniture import without_inserts

LINKS = "Ada M. QuillFerry bill slams into a wall Five things to know about the disgraceful quay | Toll fight MORE"
PLAIN = "Sen. Ada Quill (R-Vt.) said the toll was fair. She left the room, and nobody followed her to the quay."


@pytest.mark.parametrize(
    "links",
    [
        LINKS,
        LINKS.replace("Ada M. ", "Adeline (Ada) May "),
        LINKS.replace("Quill", "Quill "),
        LINKS.replace("Ferry", "'Ferry"),
    ],
)
def test_links_behind_a_name_are_blank(links: str) -> None:
    text = PLAIN.replace("Quill ", f"Quill {links} ")
    blanked = without_inserts(text)
    assert len(blanked) == len(text)
    assert blanked.split() == PLAIN.split()


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill wants MORE money for the quay, and Ada Quill says so.",
        "Ada Quill and Tom Quill want MORE.",
        "QUILL SAYS QUILL WILL TOLL NO MORE THAN ONE BARGE IN THE HARBOUR, MORE OR LESS.",
        "Ada Quill Ada Quill\nFerry bill stalls in the harbour council again MORE",
    ],
)
def test_what_is_told_stays(text: str) -> None:
    assert without_inserts(text) == text


@given(st.text(alphabet="Ada QuillFMORE(). \n'", max_size=300))
def test_every_character_keeps_its_place(text: str) -> None:
    blanked = without_inserts(text)
    assert len(blanked) == len(text)
    assert all(mine in (" ", given_) for mine, given_ in zip(blanked, text, strict=True))


def test_an_article_with_links_measures_as_it_would_without_them() -> None:
    with_links, without = (
        analyze([Article("a", text)]) for text in (PLAIN.replace("Quill ", f"Quill {LINKS} "), PLAIN)
    )
    for table in ("articles", "phrases", "quotes", "sources", "frames"):
        places = {"start", "end", "source_start", "source_end", "cue_start", "cue_end", "parts", "first_at", "text"}
        columns = [column for column in without[table] if column not in places]
        assert with_links[table][columns].equals(without[table][columns]), table
    shift = len(LINKS) + 1
    assert with_links["sentences"]["end"].tolist() == [end + shift for end in without["sentences"]["end"]]
