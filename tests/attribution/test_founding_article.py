"""The article this project was founded on: every quotation in marks with its speaker."""

from __future__ import annotations

from collections.abc import Callable

from framing.articles import Side
from framing.attribution import VOICES, Kind, Reading, Voice
from framing.attribution.batch import Batch
from framing.measures.balance import Balance, balance_by_side

SIDES = (Side("US", ("Donald Trump", "White House")), Side("Canada", ("Mark Carney", "Canadian government")))


def test_every_quotation_has_its_speaker(founding_text: str, reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(founding_text, *SIDES)
    speakers = [
        reading.speaker_at(quotation.inner_start) for quotation in reading.document.quotations if quotation.level == 0
    ]
    # the first stands in the headline, where nobody is said to have said it
    expected = [None, "both sides", "Donald Trump", "Donald Trump", "Mark Carney", "Mark Carney's office"]
    assert speakers == expected
    assert reading.attributions[0].kind is Kind.SCARE


def test_the_words_of_each_side(founding_text: str, reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(founding_text, *SIDES)
    rows = Balance()(Batch.of_reading(reading)).rows("quotes")
    quoted = {row["side"]: row["words_quoted"] for row in balance_by_side(rows)}
    # the row whose content quotes an office in its turn is not sure, and no side is given its words
    assert (quoted["US"], quoted["Canada"]) == (31, 3)
    assert int((reading.word_voice == VOICES.index(Voice.QUOTED)).sum()) == 31 + 6 + 2 + 2
