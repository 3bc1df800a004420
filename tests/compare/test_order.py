from __future__ import annotations

import pytest

from framing.articles import Side
from framing.attribution.reading import Kind
from framing.compare.asked import IN_HEADLINE, LEADS, SIDE_SPEAKS, SOURCE_SPEAKS, order

SIDES = (Side("hauliers", ("Ada Quill",)), Side("harbour", ("Tom Brandt",)))
TEXT = "Toll is ‘a disgrace’\n\nThe council met on Monday.\n\n“We will not pay,” said Ada Quill."
SAID = [("a disgrace", "Ada Quill", Kind.MIXED), ("We will not pay,", "Ada Quill", Kind.DIRECT)]


@pytest.fixture
def table(tell):
    return order([tell("A", TEXT, SAID, sides=SIDES), tell("B", "The council met on Monday. It rained.", sides=SIDES)])


def test_whose_words_make_the_headline(table) -> None:
    row = table[table["aspect"] == IN_HEADLINE]
    assert row[["account", "name", "text"]].to_numpy().tolist() == [["A", "Ada Quill", "a disgrace"]]


def test_what_leads(table) -> None:
    leads = table[table["aspect"] == LEADS].set_index("account")["text"]
    assert leads.to_dict() == {"A": "The council met on Monday.", "B": "The council met on Monday."}


def test_where_each_side_first_speaks(table) -> None:
    sides = table[table["aspect"] == SIDE_SPEAKS].set_index(["account", "name"])
    assert sides.loc[("A", "hauliers"), "word"] == 2
    assert sides.loc[("A", "hauliers"), "share"] == pytest.approx(2 / 16)
    assert sides.loc[[("A", "harbour"), ("B", "hauliers"), ("B", "harbour")], "start"].isna().all()


def test_each_source_once(table) -> None:
    assert table[table["aspect"] == SOURCE_SPEAKS]["name"].tolist() == ["Ada Quill"]


def test_an_account_without_a_word_has_no_share(tell) -> None:
    assert order([tell("A", "***\n\n— — —", sides=SIDES), tell("B", "…", sides=SIDES)])["share"].isna().all()
