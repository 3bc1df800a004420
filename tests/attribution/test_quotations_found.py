"""Quotations and reports of every kind, in sentences written for this."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.attribution import Kind, Reading

BEFORE = "The council of Port Ellery met on Monday to weigh a toll on lorries.\n\n"

#: Text, what is between marks of the one attribution with marks, the words that name its source.
QUOTED = {
    "inverted": ("“The toll is a disgrace to this town,” said Ada Quill.", "Ada Quill"),
    "after the name": ("“The toll is a disgrace to this town,” Ada Quill said.", "Ada Quill"),
    "before": ("Ada Quill said, “The toll is a disgrace to this town.”", "Ada Quill"),
    "after a colon": ("Ada Quill said: “The toll is a disgrace to this town.”", "Ada Quill"),
    "straight marks": ('"The toll is a disgrace to this town," said Ada Quill.', "Ada Quill"),
    "single marks": ("‘The toll is a disgrace to this town,’ said Ada Quill.", "Ada Quill"),
    "a pronoun": ("“The toll is a disgrace to this town,” she said.", "she"),
    "a post": ("“The toll is a disgrace to this town,” Ada Quill wrote on Facebook.", "Ada Quill"),
    "a statement": ("“The toll is a disgrace to this town,” Ada Quill said in a statement.", "Ada Quill"),
    "according to": ("“The toll is a disgrace to this town,” according to Ada Quill.", "Ada Quill"),
    "a question": ("“Who will pay for this disgrace?” Ada Quill asked.", "Ada Quill"),
    "an apostrophe inside": ("“We won’t pay the council’s toll, and that’s final,” said Ada Quill.", "Ada Quill"),
    "nested": ("“They told us ‘no one will pay’ and we believed it,” said Ada Quill.", "Ada Quill"),
}


@pytest.mark.parametrize("case", QUOTED, ids=str)
def test_a_direct_quotation_and_who_says_it(case: str, reading_of: Callable[..., Reading]) -> None:
    sentence, source = QUOTED[case]
    reading = reading_of(BEFORE + sentence)
    text = reading.document.text
    found = [item for item in reading.attributions if item.kind is Kind.DIRECT]
    assert len(found) == 1
    quotation = max(reading.document.quotations, key=lambda quotation: quotation.end - quotation.start)
    assert found[0].parts == ((quotation.start, quotation.end),)
    assert found[0].source_span is not None
    assert text[slice(*found[0].source_span)] == source


REPORTED = {
    "that": ("Tom Brandt said that the toll would pay for a new quay.", "that the toll would pay for a new quay"),
    "bare": ("Tom Brandt said the toll would pay for a new quay.", "the toll would pay for a new quay"),
    "according to": (
        "The toll would pay for a new quay, according to Tom Brandt.",
        "The toll would pay for a new quay",
    ),
    "according to, first": (
        "According to Tom Brandt, the toll would pay for a new quay.",
        "the toll would pay for a new quay",
    ),
    "on a day": ("Tom Brandt said Monday the toll would pay for a quay.", "the toll would pay for a quay"),
    "on the night of a day": ("Tom Brandt said Monday night the toll would pay for it.", "the toll would pay for it"),
    "of a day": ("Tom Brandt said Monday was a bad day for the quay.", "Monday was a bad day for the quay"),
    "at the end": ("The toll would pay for a new quay, Tom Brandt said.", "The toll would pay for a new quay"),
}


@pytest.mark.parametrize("case", REPORTED, ids=str)
def test_reported_speech(case: str, reading_of: Callable[..., Reading]) -> None:
    sentence, content = REPORTED[case]
    reading = reading_of(BEFORE + sentence)
    found = [item for item in reading.attributions if item.source == "Tom Brandt"]
    assert [item.kind for item in found] == [Kind.INDIRECT]
    assert reading.document.text[found[0].start : found[0].end] == content


def test_a_quotation_split_by_its_cue_is_one(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(BEFORE + "“The toll,” said Ada Quill, “is a disgrace to this town.”")
    (found,) = [item for item in reading.attributions if item.kind is Kind.DIRECT]
    assert [reading.document.text[a:b] for a, b in found.parts] == ["“The toll,”", "“is a disgrace to this town.”"]


def test_a_long_clause_may_part_a_quotation(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(BEFORE + "“The quay,” Tom Brandt said in an interview with the Gazette, “is old and must go.”")
    (found,) = [item for item in reading.attributions if item.kind is Kind.DIRECT]
    assert len(found.parts) == 2


def test_a_headline_names_its_speaker_before_a_colon(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Quill: Toll is ‘a disgrace’ to town\n\n“We will fight it,” said Ada Quill on Monday.")
    first = reading.attributions[0]
    assert (first.kind, first.source) == (Kind.MIXED, "Ada Quill")
    assert first.cue_span is not None
    assert reading.document.text[slice(*first.cue_span)] == ":"


def test_speech_goes_on_in_the_next_sentence(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(BEFORE + "“We will not pay,” said Ada Quill. “The toll is a disgrace to this town.”")
    (found,) = [item for item in reading.attributions if item.kind is Kind.DIRECT]
    assert len(found.parts) == 2
    assert found.source == "Ada Quill"


def test_speech_goes_on_over_paragraphs(reading_of: Callable[..., Reading]) -> None:
    text = (
        BEFORE
        + "“We will not pay,” said Ada Quill. “The toll is a disgrace.\n\n“It will ruin the hauliers of this town.”"
    )
    reading = reading_of(text)
    (found,) = [item for item in reading.attributions if item.kind is Kind.DIRECT]
    assert len(found.parts) == 3
    assert found.end == len(text)


def test_marks_within_a_report_make_it_mixed(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(BEFORE + "Ada Quill said that the toll was “a disgrace to this town” and would ruin hauliers.")
    found = [item for item in reading.attributions if item.source == "Ada Quill"]
    assert [item.kind for item in found] == [Kind.MIXED]


def test_a_term_set_apart_with_no_speaker_is_a_scare_quote(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(BEFORE + "The so-called “toll” takes effect in May.")
    assert [(item.kind, item.source) for item in reading.attributions] == [(Kind.SCARE, None)]


def test_the_cue_and_its_class(reading_of: Callable[..., Reading]) -> None:
    classes = {"said": "neutral", "claimed": "doubting", "admitted": "conceding", "insisted": "assertive"}
    for verb, expected in classes.items():
        reading = reading_of(f"{BEFORE}“The toll is a disgrace to this town,” Ada Quill {verb}.")
        (found,) = [item for item in reading.attributions if item.kind is Kind.DIRECT]
        assert found.cue_span is not None
        assert reading.document.text[slice(*found.cue_span)] == verb
        assert found.cue_class == expected


def test_plain_telling_has_no_attributions(reading_of: Callable[..., Reading]) -> None:
    text = "The harbour froze over on Friday night. Two ships lay at the quay, and the ice was ten inches thick."
    assert reading_of(text).attributions == ()


@pytest.mark.parametrize("text", ["", " \n ", "“", "””“", "“”", ":", "said", "“said", "said:\n\n“"])
def test_hardly_any_text_is_no_trouble(text: str, reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(text)
    assert all(0 <= start < end <= len(text) for item in reading.attributions for start, end in item.parts)
