from __future__ import annotations

import pytest

from framing.compare.names import mentions


def entities(*accounts) -> list[str]:
    return [mention.entity for mention in mentions(accounts)]


@pytest.mark.parametrize(
    "text",
    [
        "They met Ada Quill. Later Quill left, and Ms. Quill did not return.",
        "They met the former mayor Ada Quill. Then it was Quill’s turn, and Mayor Ada Quill spoke.",
        "They met Ada B. Quill. Then Ada Quill III spoke at noon.",
    ],
)
def test_one_person_under_one_name(tell, text: str) -> None:
    assert set(entities(tell("A", text))) == {"Ada Quill"}


def test_two_of_one_surname_stay_apart(tell) -> None:
    text = "They met Ada Quill first. Quill smiled. They then met Tom Quill. Quill frowned, and Ada Quill left."
    assert entities(tell("A", text)) == ["Ada Quill", "Ada Quill", "Tom Quill", "Tom Quill", "Ada Quill"]


def test_a_body_is_not_a_person_of_that_name(tell) -> None:
    assert "White House" in entities(
        tell("A", "They left the White House for a house by the sea, and the House voted.")
    )


def test_a_surname_in_one_account_is_the_full_name_in_another(tell) -> None:
    accounts = (tell("A", "They met Ada Quill."), tell("B", "They met Quill."))
    assert entities(*accounts) == ["Ada Quill", "Ada Quill"]


def test_capitals_of_headlines_and_sentence_beginnings_are_no_names(tell) -> None:
    text = (
        "Council Weighs Historic Toll For Harbour Lorries\n\nLawmakers were told. Strikingly, nobody asked Ada Quill."
    )
    assert entities(tell("A", text)) == ["Ada Quill"]


def test_days_and_titles_alone_are_no_names(tell) -> None:
    accounts = [tell("A", "It was late. The board met at Thursday's dinner. It heard Sen. and Mrs. of the town.")]
    assert {mention.entity for mention in mentions(accounts)} == set()


def test_an_article_is_no_part_of_a_name(tell) -> None:
    accounts = [
        tell("A", "It was late. They wrote a long letter about the toll to The Quillian Board."),
        tell("B", "It was late. They wrote a long letter about the toll to the Quillian Board."),
    ]
    assert {mention.entity for mention in mentions(accounts)} == {"Quillian Board"}


def test_a_known_name_is_found_in_a_headline(tell) -> None:
    assert entities(tell("A", "Ada Quill Weighs Historic Toll\n\nThey met Ada Quill.")) == ["Ada Quill", "Ada Quill"]


def test_the_name_of_many_is_not_short_for_some_of_them(tell) -> None:
    text = "They saw some Senate Unionists with the Unionist mayor, and later they met other Unionists there."
    entities = {mention.entity for mention in mentions([tell("A", text)])}
    assert {"Senate Unionists", "Unionists"} <= entities


def test_what_a_title_is_for_is_no_name(tell) -> None:
    (mention,) = mentions([tell("A", "Later that morning they met the Representative for Quays Ada Quill over there.")])
    assert mention.entity == "Ada Quill"


def test_a_surname_with_a_title_is_who_bears_that_title(tell) -> None:
    text = "Early that day they met Mayor Tom Quill, and later they met Ada Quill. "
    text += "It was for Mayor Quill to speak, and Quill left."
    assert entities(tell("A", text)) == ["Tom Quill", "Ada Quill", "Tom Quill", "Tom Quill"]


@pytest.mark.parametrize("name", ["Justice Department", "Major Harbour League"])
def test_a_title_in_the_name_of_a_body_is_none(tell, name: str) -> None:
    (mention,) = mentions([tell("A", f"It was late when they reached the {name} by road.")])
    assert (mention.entity, mention.title) == (name, 0)


def test_a_name_has_no_small_words_at_its_edges(tell) -> None:
    text = (
        "They met the Office of Quays. As Ada Quill left, friends of Ada Quill waited. Of Ada Quill they knew little."
    )
    assert set(entities(tell("A", text))) == {"Office of Quays", "Ada Quill"}


def test_party_and_place_in_short_are_no_name(tell) -> None:
    assert entities(tell("A", "Early that day they met Ada Quill (U-Marl.) and also Tom Brandt (FU-Marl) there.")) == [
        "Ada Quill",
        "Tom Brandt",
    ]


def test_parent_and_child_of_one_name_stay_apart(tell) -> None:
    text = "It was then that Ada Quill met Ada Quill Jr. at noon. Then Quill left, and Quill Jr. spoke."
    assert entities(tell("A", text)) == ["Ada Quill", "Ada Quill Jr", "Ada Quill", "Ada Quill Jr"]


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("They met Ada Quill Jr. at noon. Then it was for Quill to speak.", "Ada Quill Jr"),
        ("They met Ada Quill Jr. with President Quill at noon. Then they met Quill Jr. again.", "Quill"),
    ],
)
def test_a_surname_is_short_for_a_junior_whom_nobody_calls_so(tell, text: str, surname: str) -> None:
    assert entities(tell("A", text))[1] == surname


@pytest.mark.parametrize(
    ("longer", "word"),
    [
        ("Marl Senate", "Senate"),
        ("White House", "House"),
        ("House Unionists", "Unionists"),
        ("HMQ Quillia", "Quillia"),
        ("US Quillia", "Quillia"),
        ("Brandt-led Assembly", "Assembly"),
        ("Native American", "American"),
    ],
)
def test_a_word_is_not_short_for_a_name_that_says_which(tell, longer: str, word: str) -> None:
    assert set(entities(tell("A", f"It was late when they met {longer} and later met {word} again."))) == {longer, word}


def test_two_bodies_are_one_only_where_one_holds_the_words_of_the_other(tell) -> None:
    text = "There they met first with the House Harbour Committee and later with some of the House Toll Committee. "
    text += "They then went again from there to the Harbour Committee, which is to say to the House Harbour Committee."
    names = ["House Harbour Committee", "House Toll Committee", "House Harbour Committee", "House Harbour Committee"]
    assert entities(tell("A", text)) == names


def test_a_committee_of_one_chamber_is_not_that_of_another(tell) -> None:
    text = "They met some of the Harbour Committee there, and the Harbour Committee was late. "
    text += "They then went on to meet with the House Harbour Committee and later with the Senate Harbour Committee."
    assert entities(tell("A", text))[2:] == ["House Harbour Committee", "Senate Harbour Committee"]


def test_a_surname_that_may_be_a_title_is_a_name(tell) -> None:
    (mention,) = mentions([tell("A", "Later that morning they met Rep. Ada King over there.")])
    assert (mention.entity, mention.title) == ("Ada King", 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was seen on QBSNC by some.", {"QBSNC"}),
        ("QUILLTOWN – It was seen by some who later left Quilltown.", {"Quilltown"}),
    ],
)
def test_a_name_in_capitals_is_written_as_elsewhere(tell, text: str, names: set[str]) -> None:
    assert set(entities(tell("A", text))) == names
