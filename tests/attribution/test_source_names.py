"""One name for each source in an article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles import Article, Side
from framing.attribution import Kind, Reading, attribute
from framing.text import cut

Read = Callable[..., Reading]
NAMES = ("Ada Quill", "Osk Venn", "the Bank of Quillia", "Mira Holt")


def sources(reading: Reading) -> list[str | None]:
    return [item.source for item in reading.attributions if item.kind is not Kind.SCARE]


def test_title_full_name_surname_and_pronoun_are_one(reading_of: Read) -> None:
    text = (
        "“The toll is fair to all,” said Prime Minister Tom Brandt.\n\n"
        "“It will pay for a new quay,” Mr. Brandt said. “Nobody will be hurt,” he added.\n\n"
        "“The council has voted for it,” said the prime minister."
    )
    assert sources(reading_of(text)) == ["Tom Brandt"] * 4


def test_a_full_name_is_known_before_it_is_given(reading_of: Read) -> None:
    text = "“The toll is fair to all,” said Brandt.\n\n“It will pay for itself,” said Tom Brandt, the harbour master."
    assert sources(reading_of(text)) == ["Tom Brandt"] * 2


def test_two_people_with_one_surname_are_kept_apart(reading_of: Read) -> None:
    text = (
        "“The toll is a disgrace to us,” said Ada Quill.\n\n“I like the toll very much,” said Bert Quill, her brother."
    )
    assert sources(reading_of(text)) == ["Ada Quill", "Bert Quill"]


def test_an_office_is_not_its_holder(reading_of: Read) -> None:
    text = "Tom Brandt said the toll was fair.\n\n“The quay will be built in May,” his office said."
    assert sources(reading_of(text)) == ["Tom Brandt", "Tom Brandt's office"]


def test_a_spokeswoman_is_not_whom_she_speaks_for(reading_of: Read) -> None:
    text = "“The quay will be built in May,” said a spokeswoman for the harbour board."
    reading = reading_of(text)
    assert sources(reading) == ["spokeswoman for the harbour board"]
    assert (reading.sources[0].type, reading.sources[0].role) == ("unnamed", "spokesperson")


@pytest.mark.parametrize(
    ("phrase", "kind", "role"),
    [
        ("Mayor Tom Brandt", "person", "politician"),
        ("Ada Quill, a professor of law,", "person", "expert"),
        ("Ada Quill, the chief executive,", "person", "business"),
        ("Ada Quill (R-Vt.)", "person", "politician"),
        ("Ada Quill, president of the dockers' union,", "person", "activist"),
        ("Ada Quill, 52,", "person", "citizen"),
        ("Ada Quill", "person", None),
        ("a spokesman for the harbour board", "unnamed", "spokesperson"),
        ("the Ministry of Fishing", "body", "official"),
        ("residents", "group", "citizen"),
        ("the report", "document", None),
    ],
)
def test_type_and_role_are_what_the_text_says(phrase: str, kind: str, role: str | None, reading_of: Read) -> None:
    reading = reading_of(f"The town met. “The toll is a disgrace to this town,” said {phrase} on Monday.")
    assert [(source.type, source.role) for source in reading.sources] == [(kind, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill, a marine biologist, met the board.\n\n“The toll is a disgrace,” Quill said.",
        "“The toll is a disgrace,” Quill said.\n\nThe board sent for Ada Quill, a marine biologist.",
        "“The toll is a disgrace,” said Ada Quill. She left.\n\nMarine biologist Ada Quill came back at noon.",
    ],
)
def test_the_role_is_told_anywhere_in_the_article(text: str, reading_of: Read) -> None:
    assert [source.role for source in reading_of(text).sources] == ["expert"]


def test_sides_come_from_the_event_alone(reading_of: Read) -> None:
    text = (
        "“The toll is fair to all,” said Tom Brandt.\n\n“It is a disgrace to us,” said Ada Quill.\n\n"
        "“We do not care about it,” said Nell Arden."
    )
    reading = reading_of(text, Side("Council", ("Tom Brandt",)), Side("Hauliers", ("Ada Quill",)))
    assert [item.side for item in reading.attributions] == ["Council", "Hauliers", None]
    assert [item.side for item in reading_of(text).attributions] == [None] * 3


def test_who_is_against_a_side_does_not_speak_for_it(reading_of: Read) -> None:
    reading = reading_of(
        "“The toll is a disgrace to us,” said Brandt critics.", Side("Council", ("Tom Brandt", "Brandt"))
    )
    assert [item.side for item in reading.attributions] == [None]


@pytest.mark.parametrize(
    ("source", "member", "is_member"),
    [
        ("Ada Quill", "Quill", True),
        ("the Kansas City Council", "City Council", False),
        ("the Marl Commission", "Commission", False),
        ("the Union Pacific Railroad", "Union", False),
        ("a spokesman for the Union Pacific Railroad", "Union", False),
        ("a spokesman for the Union", "Union", True),
        ("a Union spokesman", "Union", True),
        ("Quill's Office", "Quill", True),
        ("the Quill campaign", "Quill", True),
        ("the Dockers' Union", "Dockers' Union", True),
        ("the Dockers’ Union", "Dockers' Union", True),
    ],
)
def test_a_longer_name_is_not_the_member_whose_name_it_holds(
    source: str, member: str, is_member: bool, reading_of: Read
) -> None:
    reading = reading_of(f"“The toll is a disgrace to us,” {source} said.", Side("Hauliers", (member,)))
    assert [item.side for item in reading.attributions] == ["Hauliers" if is_member else None]
    assert [item.side for item in reading.sources] == ["Hauliers" if is_member else None]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Ada Quill (R-Vt.)", "Ada Quill"),
        ("Ada Quill, D-N.H.,", "Ada Quill"),
        ("Mayor Ada Quill (D)", "Ada Quill"),
        ("Ada Quill of Vermont", "Ada Quill"),
        ("Ada de Quill", "Ada de Quill"),
        ("the Department of Commerce", "Department of Commerce"),
        ("the Center for Harbour Studies", "Center for Harbour Studies"),
        ("a senior administration official", "senior administration official"),
        ("two harbour officials", "two harbour officials"),
        ("the WHO", "WHO"),
        ("the General Assembly", "General Assembly"),
    ],
)
def test_a_source_has_its_whole_name_and_no_more(phrase: str, name: str, reading_of: Read) -> None:
    reading = reading_of(f"The vote was close. “The toll is a disgrace to this town,” {phrase} said.")
    assert sources(reading) == [name]


def test_a_name_that_is_a_word_too_stays_a_name(reading_of: Read) -> None:
    text = "“The toll is a disgrace,” said Tom Sessions.\n\nSessions said that it would never be paid."
    assert sources(reading_of(text)) == ["Tom Sessions"] * 2


def test_some_at_the_head_of_a_sentence_are_some_anywhere(reading_of: Read) -> None:
    text = "Officials said the toll was fair.\n\nThe toll will rise in May, officials said."
    assert set(sources(reading_of(text))) == {"officials"}


def test_who_is_spoken_to_is_no_source(reading_of: Read) -> None:
    assert sources(reading_of("“The toll is a disgrace to us all,” you said.")) == [None]


def test_a_day_that_runs_into_a_name_is_no_part_of_it(reading_of: Read) -> None:
    text = "They read of the flood.\n\nYesterday Israel remained sure that the truce would hold. Today Quill speaks."
    assert "Yesterday Israel" not in sources(reading_of(text))


def test_a_relative_who_is_named_later_does_not_take_over_the_surname(reading_of: Read) -> None:
    text = (
        "Quill stepped down in May. Neither Quill nor her husband, former President Osk Quill, is in office.\n\n"
        "“I wanted to get off this boat,” Quill said."
    )
    assert sources(reading_of(text)) == ["Quill"]


def test_what_is_said_is_no_part_of_who_says_it(reading_of: Read) -> None:
    text = "The council used the budget to help Ada Quill, the Daily Gull reported on Monday."
    assert sources(reading_of(text)) == ["Daily Gull"]


def test_a_medium_before_the_subject_does_not_speak(reading_of: Read) -> None:
    assert sources(reading_of("On Facebook, Ada Quill asserted that the quay was safe.")) == ["Ada Quill"]


@settings(max_examples=100, deadline=2000)
@given(st.lists(st.sampled_from([*NAMES, "and", "and", "said", "told", "that", "is old", ",", "."]), max_size=25))
def test_names_joined_in_any_order_come_to_an_end(pieces: list[str]) -> None:
    attribute(cut(Article("a", " ".join(pieces))))
