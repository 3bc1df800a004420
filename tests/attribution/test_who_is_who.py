"""Names, types, genders and joint sources: classes of cases, three texts each, in invented words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.attribution import Kind, Reading
from framing.attribution.sources import entities

Read = Callable[..., Reading]


def sources(reading: Reading) -> list[str | None]:
    return [item.source for item in reading.attributions if item.kind is not Kind.SCARE]


LONG_DAY = "The rain fell on the old harbour all day. " * 6
#: What stands round a source; the source that is right; what is said, the same in all.
SOURCES = {
    "brackets after a name are no part of it": [
        ("Mira Holt (47) said: “{}”", "Mira Holt"),
        ("Osk Venn (Ind) said: “{}”", "Osk Venn"),
        ("Dr Lena Quill (Marl College) said: “{}”", "Lena Quill"),
    ],
    "an age and a home are no part of a name": [
        ("Mira Holt, 29, an engineer from Oslo, said outside the Marl Court: “{}.”", "Mira Holt"),
        ("“{},” said Mira Holt, 47.", "Mira Holt"),
        ("Mira Holt, 47, of Quilltown, said: “{}.”", "Mira Holt"),
        ("Mira Holt, who lives in Chicago, said: “{}.”", "Mira Holt"),
    ],
    "a nickname does not split a name": [
        ("William “Wob” Harn said: “{}.”", "William Harn"),
        ("“{},” said Mira “The Spade” Holt.", "Mira Holt"),
        ("Osk “Big O” Venn said: “{}.”", "Osk Venn"),
    ],
    "an office with a place is a whole name, and its holder's where the text says so": [
        ("The Duke of Marl said: “{}.”", "Duke of Marl"),
        ("The Bishop of Marl, Osk Venn, said: “{}.”", "Osk Venn"),
        ("The Ambassador to France Mira Holt said: “{}.”", "Mira Holt"),
    ],
    "junior and senior are two": [
        ("Osk Venn Jr. met Osk Venn Sr. at noon. “{},” Venn Jr. said.", "Osk Venn Jr."),
        ("Osk Venn Jr. met Osk Venn Sr. at noon. “{},” Venn Sr. said.", "Osk Venn Sr."),
        ("“{},” said Osk Ray Venn III.", "Osk Ray Venn III"),
    ],
    "a pronoun for oneself means the person": [
        ("Osk Venn met Mrs. Ada Quill at noon. Quill was late. “{},” said herself.", "Ada Quill"),
        ("Ada Quill met Mr. Osk Venn at noon. Venn was late. “{},” said himself.", "Osk Venn"),
        ("Mira Holt left at noon. “{},” said herself.", "Mira Holt"),
    ],
    "a president is not the relative who is named in full": [
        ("First Lady Ada Quill came at noon. “{},” President Quill said.", "Quill"),
        ("First Gentleman Osk Quill came at noon. “{},” President Quill said.", "Quill"),
        ("Her widower, Osk Quill, came at noon. “{},” President Quill said.", "Quill"),
    ],
    "a body's short name is the body": [
        ("The Marl Commission met at noon. “{},” the Commission said.", "Marl Commission"),
        ("The Ministry of Tides (MoT) met at noon. “{},” the MoT said.", "Ministry of Tides"),
        ("They had asked the Marl Sea Rescue League in vain. “{},” MSRL said.", "Marl Sea Rescue League"),
    ],
    "a source is the phrase, not the name inside it": [
        ("“{},” said an official at the Marl Bureau.", "official at the Marl Bureau"),
        ("“{},” said a spokesman for Mayor Osk Venn.", "spokesman for Mayor Osk Venn"),
        ("“{},” said a critic of the Marl Bureau.", "critic of the Marl Bureau"),
    ],
    "a day beside the cue is no source": [
        ("The Marl Bureau said Monday: “{}.”", "Marl Bureau"),
        ("Mira Holt yesterday said: “{}.”", "Mira Holt"),
        ("The Marl Bureau on Friday said: “{}.”", "Marl Bureau"),
    ],
    "two who speak at once are two sources": [
        ("Mira Holt and Osk Venn agreed: “{}.”", "Mira Holt; Osk Venn"),
        ("“{},” said Mira Holt and Osk Venn.", "Mira Holt; Osk Venn"),
        ("At noon, Mira Holt and Osk Venn said: “{}.”", "Mira Holt; Osk Venn"),
    ],
    "a body's name holds its “and”": [
        ("On the day the Food and Marsh Administration said: “{}.”", "Food and Marsh Administration"),
        (
            "On the day the Department of Health and Human Services said: “{}.”",
            "Department of Health and Human Services",
        ),
        ("On the day Health and Human Services Secretary Mira Holt said: “{}.”", "Mira Holt"),
    ],
    "a place and a party mean the member named so": [
        ("Sen. Mira Holt (R-Ohio) met Osk Venn at noon. “{},” the Ohio Republican said.", "Mira Holt"),
        ("Sen. Mira Holt (D-Fla.) met Osk Venn at noon. “{},” the Florida senator said.", "Mira Holt"),
        ("Rep. Osk Venn, D-Vt., met Mira Holt at noon. “{},” the Vermont Democrat said.", "Osk Venn"),
    ],
    "a party means the member named so, however long ago": [
        (f"Sen. Mira Holt (R-Vt.) met Osk Venn. {LONG_DAY}“{{}},” the Republican senator said.", "Mira Holt"),
        (f"Sen. Mira Holt (D-Vt.) met Osk Venn. {LONG_DAY}“{{}},” the Democratic senator said.", "Mira Holt"),
        (f"Democratic Sen. Mira Holt met Osk Venn. {LONG_DAY}“{{}},” the Democratic senator said.", "Mira Holt"),
    ],
    "what somebody owns is not the owner": [
        ("“{},” Osk Venn's legal team said.", "Osk Venn's legal team"),
        ("“{},” Mira Holt's campaign said.", "Mira Holt's campaign"),
        ("“{},” the mayor's office said.", "mayor's office"),
    ],
    "an apposition with “and” is the person beside it": [
        ("Mira Holt, the farmer and author, said: “{}.”", "Mira Holt"),
        ("Osk Venn, a lawyer and historian, said: “{}.”", "Osk Venn"),
        ("Lena Quill, the founder and editor, said: “{}.”", "Lena Quill"),
    ],
    "a title with “and” is whoever bears it": [
        ("According to former prosecutor and city mayor Mira Holt, “{}.”", "Mira Holt"),
        ("Mira Holt, professor of history at the University of Oslo, said: “{}.”", "Mira Holt"),
        ("Osk Venn, Mira Holt's fired campaign manager, said: “{}.”", "Osk Venn"),
    ],
    "who stands right before the cue speaks, and not a name before": [
        ("After her talks with Osk Venn, the Marl Bureau said: “{}.”", "Marl Bureau"),
        ("In his letter to Osk Venn, a spokeswoman said: “{}.”", "spokeswoman"),
        ("At the request of Osk Venn, Mira Holt said: “{}.”", "Mira Holt"),
    ],
    "who is quoted by somebody is the source": [
        ("The agency quoted Osk Venn as saying: “{}.”", "Osk Venn"),
        ("“{},” the agency quoted Osk Venn as telling the crew.", "Osk Venn"),
        ("Osk Venn was quoted as saying: “{}.”", "Osk Venn"),
    ],
    "a short form of a given name is the same person": [
        ("Robert Harn met the crew. “{},” Bob Harn said.", "Robert Harn"),
        ("Joanne Quill left at noon. “{},” Jo Quill said.", "Joanne Quill"),
        ("Michael Venn left at noon. “{},” Mike said.", "Michael Venn"),
    ],
    "who hangs on a preposition does not speak": [
        ("A driver from Quillia near Oslo said: “{}.”", "driver from Quillia near Oslo"),
        ("Passengers trying to reach the quay in Oslo said: “{}.”", "passengers trying to reach the quay in Oslo"),
        ("On Monday, Tuesday party leaders in Oslo said: “{}.”", "party leaders in Oslo"),
    ],
    "a pronoun goes by gender, or names nobody": [
        ("Mr. Osk Venn met Mrs. Mira Holt at noon. “{},” she said.", "Mira Holt"),
        ("Mr. Osk Venn met Mrs. Mira Holt at noon. “{},” he said.", "Osk Venn"),
        ("Mrs. Mira Holt left at noon. “{},” he said.", None),
    ],
}
#: In these nobody who is named speaks.
NOBODY_SPEAKS = [
    "Osk Venn was asked whether the old quay would be sold.",
    "Mira Holt has been accused of saying that the old quay would be sold.",
    "Osk Venn is alleged to have said that the old quay would be sold.",
    "The members were told that the old quay would be sold.",
    "Mira Holt faced criticism that the old quay would be sold.",
]
SAID = "The old quay will never be sold to them"


@pytest.mark.parametrize("text", NOBODY_SPEAKS)
def test_nobody_speaks_who_is_only_spoken_of(text: str, reading_of: Read) -> None:
    assert not any(sources(reading_of(f"The town woke early that morning.\n\n{text}")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('THE COUNCIL MET AT NOON. "THE QUAY IS OLD," SAID MIRA LOW.', "Mira Low"),
        ('THE MAYOR, OSK VENN, SAID: "THE QUAY IS OLD."', "Osk Venn"),
        ("ACCORDING TO LENA QUILL, THE QUAY IS OLD.", "Lena Quill"),
    ],
)
def test_a_name_in_text_all_in_capitals_is_written_as_names_are(text: str, name: str, reading_of: Read) -> None:
    assert sources(reading_of(text)) == [name]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_in_a_headline_in_capitals_is_no_part_of_a_name(mark: str, reading_of: Read) -> None:
    reading = reading_of(f"COUNCIL BACKS MIRA HOLT{mark}S PLAN\n\nThe town woke early. “{SAID},” Mira Holt said.")
    assert [entity.name for entity in entities(reading) if entity.type == "person"] == ["Mira Holt"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Like Mira Holt, I think the quay is old.", None),
        ("Mira Holt, R. Venn and O. Quill met at noon.", None),
        ("The council met Mira Holt (I) at noon.", "politician"),
        ("The council met Mira Holt, I-Vt., at noon.", "politician"),
        ("Present were Mira Holt; professor Osk Venn; and Ada Quill.", None),
        ("Present were Mira Holt (professor); and Ada Quill.", "expert"),
    ],
)
def test_only_what_stands_in_brackets_or_after_a_comma_describes_a_person(
    text: str, role: str | None, reading_of: Read
) -> None:
    reading = reading_of(f"{text} “{SAID},” Mira Holt said.")
    assert {source.name: source.role for source in reading.sources}["Mira Holt"] == role


def test_headings_in_capitals_are_no_turns(reading_of: Read) -> None:
    headings = "TAKE BACK THE QUAY: It will be hard.", "WIN THE SOUTH: It will be harder."
    reading = reading_of("\n\n".join(("The plan has two parts.", *headings)))
    assert not any(item.sure for item in reading.attributions)


def test_turns_behind_names_that_return_are_a_dialogue(reading_of: Read) -> None:
    said = "I think it is late.", "Why is it late?", "Nobody knows. I doubt that it matters.", "Well, there we are."
    names = "Brem", "Gaila", "Brem", "Gaila"
    turns = [f"{name}: {words}" for name, words in zip(names, said, strict=True)]
    reading = reading_of("\n\n".join(("Two writers met on Friday.", *turns)))
    text = reading.document.text
    assert [(item.source, text[item.start : item.end]) for item in reading.attributions if item.confidence > 0.8] == [
        *zip(names, said, strict=True)
    ]
    assert all(item.source == "Brem" for item in reading.attributions if text[item.start : item.end] not in said)


@pytest.mark.parametrize(
    ("text", "name"), [case for cases in SOURCES.values() for case in cases], ids=lambda value: str(value)[:40]
)
def test_the_source_is_who_speaks(text: str, name: str | None, reading_of: Read) -> None:
    reading = reading_of(f"The town woke early that morning.\n\n{text.format(SAID)}")
    said = [item.source for item in reading.attributions if SAID in reading.document.text[item.start : item.end]]
    assert said == [name]


def test_each_of_several_who_speak_is_a_source(reading_of: Read) -> None:
    reading = reading_of(f"Mira Holt and Osk Venn agreed: “{SAID}.” “It is ours,” Holt said.")
    assert reading.attributions[0].sources == ("Mira Holt", "Osk Venn")
    assert {source.name for source in reading.sources} == {"Mira Holt", "Osk Venn"}


@pytest.mark.parametrize("label", ["Flood", "Exclusive", "Marl Harbour"])
def test_a_label_before_the_colon_of_a_headline_does_not_speak(label: str, reading_of: Read) -> None:
    reading = reading_of(
        f"{label}: Quay to be sold after all\n\nThe quay will be sold in May, the town has heard at last."
    )
    assert set(sources(reading)) <= {None}


KINDS = [
    ("Mira Holt", "person", "They met Mira Holt at noon. Holt, who was late, smiled and then said little."),
    ("Marl Bureau", "body", "The report came from the Marl Bureau, which has forty clerks."),
    ("Chicago", "place", "They went from Chicago to the sea and came back in the evening."),
]


@pytest.mark.parametrize(("name", "kind", "text"), KINDS)
def test_a_name_has_a_type(name: str, kind: str, text: str, reading_of: Read) -> None:
    assert {entity.name: entity.type for entity in entities(reading_of(text))}[name] == kind


def test_entities_are_where_the_text_names_them(reading_of: Read) -> None:
    text = f"Mrs. Mira Holt met the Marl Bureau. Holt left. “{SAID},” she said."
    reading = reading_of(text)
    found = {entity.name: entity for entity in entities(reading)}
    holt = found["Mira Holt"]
    assert [(text[at.start : at.end], at.form) for at in holt.mentions] == [
        ("Mira Holt", "full"),
        ("Holt", "short"),
        ("she", "pronoun"),
    ]
    assert (holt.gender, found["Marl Bureau"].type) == ("she", "body")


@pytest.mark.parametrize("end", ["is", "of", ", 47", "(", "and", "of the", ", who"])
def test_a_text_may_end_in_the_middle_of_a_description(end: str, reading_of: Read) -> None:
    reading = reading_of(f"“{SAID},” said Mira Holt.\n\nThen came Mira Holt {end}")
    assert sources(reading)[:1] == ["Mira Holt"]


def test_empty_text_has_no_entities(reading_of: Read) -> None:
    assert entities(reading_of("")) == ()


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (("Mira Holt", "Holt", "she", "Mrs."), ("Osei Dunn", "Dunn", "he", "Mr.")),
        (("Mira Holt", "Holt", "she", "Mrs."), ("Wang Liao", "Liao", "she", "Mrs.")),
        (("Mira Holt", "Holt", "he", "Mr."), ("Omar Saad", "Saad", "he", "Mr.")),
    ],
)
def test_another_name_or_gender_changes_no_source(
    mine: tuple[str, ...], other: tuple[str, ...], reading_of: Read
) -> None:
    text = "{3} {0}, a marine biologist, came at noon. “The quay is old and {2} knows it,” {1} said. {2} said so."

    def shape(words: tuple[str, ...]) -> list[object]:
        reading = reading_of(text.format(*words))
        named = {words[0]: "her", None: None}
        return [
            *[(item.kind, named.get(item.source, "?")) for item in reading.attributions],
            *[(source.type, source.role) for source in reading.sources],
        ]

    assert shape(mine) == shape(other)


@pytest.mark.parametrize("owned", ["bill", "spokesman’s letter", "three allies"])
def test_what_several_own_together_is_one_source(owned: str, reading_of: Read) -> None:
    text = f"Mira Holt and Osk Venn said that the toll would rise. Their {owned} said that the quay is old."
    reading = reading_of(text)
    names = {source.name for source in reading.sources}
    assert {name for item in reading.attributions for name in item.sources} <= names


def test_a_pronoun_shows_the_gender_of_whoever_its_paragraph_names(reading_of: Callable[..., Reading]) -> None:
    text = (
        "Osk Venn has a plan. The plan is a fog. Overtime keeps many going. He refused to say who pays.\n\n"
        "Osk Venn wrote to Ada Quill. “I have missed four birthdays for this port,” she said."
    )
    assert sources(reading_of(text))[-1] == "Ada Quill"
