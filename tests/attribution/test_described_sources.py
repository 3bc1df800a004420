"""Sources that a description, an apposition or the sentence before gives."""

from __future__ import annotations

import pytest

from framing.analysis import read_voices
from framing.articles import Article
from framing.attribution.reading import Attribution


def read(text: str) -> tuple[Attribution, ...]:
    return read_voices(Article("a", text)).attributions


def contents(text: str) -> list[tuple[str | None, str]]:
    return [(a.source, " … ".join(text[start:end] for start, end in a.parts)) for a in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Hanne Grue, a retired landlord, waited all night. “The seal was whole,” the cheerful landlord said.",
        "A landlord from the valley, Hanne Grue, waited all night. “The seal was whole,” the landlord said.",
        "Landlord Hanne Grue waited all night. “The seal was whole,” the landlord said.",
        "The town heard from a lawyer, Hanne Grue, on Monday. “The seal was whole,” the veteran attorney said.",
        "The Minister of Transport, Hanne Grue, met the union. “The seal was whole,” the Minister said.",
        "His lawyer, Hanne Grue, said: “The seal was whole.”",
        "In Hanne Grue's own words, which she said twice, “The seal was whole.”",
        "Hanne Grue said that she had slept well. “The seal was whole when I left it.”",
    ],
)
def test_a_person_is_known_by_what_the_text_says_of_her(text: str) -> None:
    said = [attribution for attribution in read(text) if "seal was whole" in text[attribution.start : attribution.end]]
    assert [attribution.source for attribution in said] == ["Hanne Grue"]


def test_another_leader_is_not_the_one_who_was_described() -> None:
    text = "Hanne Grue, the Orchard leader, waited. “The seal was whole,” the Bridge leader said."
    assert read(text)[-1].source != "Hanne Grue"


def test_a_description_does_not_mean_somebody_who_comes_later() -> None:
    text = "“The seal was whole,” the landlord said. Hanne Grue, a landlord from the hills, disagreed."
    assert read(text)[0].source == "landlord"


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("Hanne Grue said that she had slept well.", "Hanne Grue"),
        ("Hanne Grue said that she had slept well. The porter left at six.", None),
        ("The report said that the seal was old.", None),
    ],
)
def test_a_paragraph_that_is_one_quotation_goes_to_the_person_who_spoke_last(before: str, source: str | None) -> None:
    text = f"{before}\n\n“The seal was whole when I left it in the hall.”"
    assert read(text)[-1].source == source


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "“The seal was whole when I left it in the hall.\n\n“It was broken in the morning,” Hanne Grue said."
    assert [item.source for item in read(text)] == ["Hanne Grue", "Hanne Grue"]


def test_a_content_ends_before_the_next_verb_of_the_same_subject() -> None:
    text = "The mayor conceded that the vote was lost but vowed that she would return."
    assert contents(text) == [("mayor", "that the vote was lost"), ("mayor", "that she would return")]


@pytest.mark.parametrize("dash", ["—", " – "])
def test_a_cue_between_dashes_reaches_to_the_second(dash: str) -> None:
    text = f"His plan{dash}at one point he joked about selling the bridge{dash}sparked outrage in the valley."
    assert all("outrage" not in content for _, content in contents(text))


@pytest.mark.parametrize("verb", ["roared", "bellowed", "crowed", "sneered", "quipped"])
def test_a_rare_verb_of_speech_is_a_cue(verb: str) -> None:
    text = f"“I have not sold this much beer in years,” Hanne Grue {verb}."
    assert contents(text) == [("Hanne Grue", "“I have not sold this much beer in years,”")]
