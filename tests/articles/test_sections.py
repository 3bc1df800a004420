"""Paragraphs cover what is written, in order, and each is told for what it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article, Section
from framing.articles.sections import paragraphs

TOLD = [
    "The council of Port Ellery met on Monday to weigh a toll on lorries, a move that has rattled its hauliers.",
    "“We will not be bullied,” said Ada Quill, who leads the hauliers' union, after four hours of talk.",
    "The harbour master, Tom Brandt, said that the toll would pay for a new quay and that work on it could begin.",
    "Critics say that the plan was rushed, and two of the nine members have asked for another reading.",
]


def sections(text: str, title: str | None = None) -> list[tuple[str, str]]:
    article = Article("a", text, title=title)
    return [(str(p.section), text[p.start : p.end]) for p in paragraphs(article)]


def labels(*blocks: str, title: str | None = None) -> list[str]:
    return [section for section, _ in sections("\n\n".join(blocks), title)]


def test_a_text_as_people_hand_it_over() -> None:
    text = "\n\n".join(
        [
            "of , ,",
            "Harbour Council Weighs a Historic “Lorry Toll” as Hauliers Loom",
            "Council Leader Quill\nTom Brandt / Example Images",
            *TOLD[:2],
            "Tolls, Tariffs, and the Old Quay",
            TOLD[2],
            "A Fresh Start—or the Same Old Quarrel?",
            TOLD[3],
        ]
    )
    assert [section for section, _ in sections(text)] == [
        *("furniture", "headline", "caption", "credit", "body", "body"),
        *("subhead", "body", "subhead", "body"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Council weighs a toll",
        "By Ada Quill",
        "Read more",
        TOLD[0],
        "word",
    ],
)
def test_a_single_paragraph_is_told(text: str) -> None:
    assert sections(text) == [("body", text)]


def test_a_headline_needs_something_told_under_it() -> None:
    assert labels("Council weighs a toll on lorries", TOLD[0]) == ["headline", "body"]
    assert labels(TOLD[0], TOLD[1]) == ["body", "body"]
    assert labels("“Never,” she said.", TOLD[0]) == ["body", "body"]


def test_a_known_title_is_found() -> None:
    title = "Council weighs a toll"
    assert labels("Advertisement", title, TOLD[0], title=title)[1] == "headline"
    assert labels(title.upper(), TOLD[0], title=title)[0] == "headline"
    assert labels("Council weighs toll for lorries", TOLD[0], title="Council weighs a toll on lorries")[0] == "headline"
    assert labels("The tide was out", TOLD[0], title=title)[0] == "body"


def test_a_headline_may_end_in_initials() -> None:
    assert labels("Council sends its hauliers to the U.S.", *TOLD)[0] == "headline"


def test_bylines_datelines_and_times() -> None:
    assert (
        labels("Council weighs a toll on lorries", "Ada Quill", "May 3, 2031 9:40 a.m.", *TOLD)[1:3]
        == ["furniture"] * 2
    )
    assert labels("Ada Quill, Harbour Times", *TOLD)[0] == "furniture"
    assert labels("Council weighs a toll on lorries", "Saturday, May 3, 2031", *TOLD)[1] == "subhead"
    dateline = "PORT ELLERY (Example News) - " + TOLD[0]
    assert sections("\n\n".join([dateline, TOLD[1]]))[0] == ("body", dateline)


def test_captions_by_what_they_end_in_and_where_they_stand() -> None:
    credited = "Lorries wait at the quay in Port Ellery on Monday. (Tom Brandt/Example Images)"
    assert labels(TOLD[0], credited, TOLD[1]) == ["body", "caption", "body"]
    assert labels("Council weighs a toll on lorries", "Lorries wait at the quay", "Photo: Tom Brandt", *TOLD)[:3] == [
        *("headline", "caption", "credit")
    ]
    # A paragraph of the story before a credit in the middle of it stays told.
    assert labels(TOLD[0], TOLD[1], "Photo: Tom Brandt", TOLD[2]) == ["body", "body", "credit", "body"]


def test_lists_are_told_and_subheads_are_not_lists() -> None:
    listed = labels(TOLD[0], "What the council wants:", "A toll on lorries", "A new quay", "A bridge", TOLD[1])
    assert listed[1:4] == ["body", "body", "body"]
    assert labels(TOLD[0], "A new quay", TOLD[1]) == ["body", "subhead", "body"]


def test_questions_head_what_follows_only_where_there_are_several() -> None:
    assert labels(TOLD[0], "Why not?", TOLD[1]) == ["body", "body", "body"]
    assert labels(TOLD[0], "Who pays the toll?", TOLD[1], "What does the union say?", TOLD[2]) == [
        *("body", "subhead", "body", "subhead", "body")
    ]


def test_links_are_left_out() -> None:
    link = "HAULIERS OF PORT ELLERY CALL THE TOLL A DISGRACE"
    assert labels(TOLD[0], link, TOLD[1]) == ["body", "furniture", "body"]
    assert labels(TOLD[0], "A NEW QUAY", TOLD[1]) == ["body", "subhead", "body"]
    assert labels(TOLD[0], TOLD[1], "Ten Quays That Changed the Coast")[-1] == "furniture"


def test_speakers_of_a_transcript_are_labels() -> None:
    talk = [line for told in TOLD for line in ("ada quill", told)]
    assert labels(*talk) == ["furniture", "body"] * 4


def test_double_spaces_change_no_section() -> None:
    text = "\n\n".join(
        [
            "Council weighs a toll",
            "By Ada Quill, staff writer",
            *TOLD[:2],
            "Sign up for our newsletter today",
            *TOLD[2:],
        ]
    )
    wide = sections(text.replace(" ", "  "))
    assert [(section, told.replace("  ", " ")) for section, told in wide] == sections(text)


def test_lines_are_paragraphs_unless_they_are_wrapped() -> None:
    assert len(sections("\n".join(TOLD))) == 4
    wrapped = (
        "The council of Port Ellery met on Monday to weigh a toll on\n"
        "lorries, a move that has rattled hauliers all along the coast\n"
        "from the old customs house down to the new and empty quay.\n\n"
        "The harbour master said that the toll would pay for a quay and\n"
        "that work on it could begin in May, if the council agreed to it\n"
        "before the summer."
    )
    assert [text.count("\n") for _, text in sections(wrapped)] == [2, 2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert [text for _, text in sections((end * 2).join(TOLD))] == TOLD


def test_markdown_headings() -> None:
    headings = sections("# Council weighs a toll\n\n" + TOLD[0] + "\n\n## The quay\n\n" + TOLD[1])
    assert [section for section, _ in headings] == ["headline", "body", "subhead", "body"]
    assert [text for _, text in headings][::2] == ["Council weighs a toll", "The quay"]


@pytest.mark.parametrize("times", [2, 3, 6, 7])
@pytest.mark.parametrize("text", [TOLD, TOLD[:1], ["The toll is a disgrace"], [*TOLD, TOLD[0]]])
def test_a_text_said_several_times_is_told_throughout(text: list[str], times: int) -> None:
    assert labels(*text * times) == labels(*text) * times


@pytest.mark.parametrize("times", [2, 3, 6])
def test_a_headline_and_subheads_said_several_times_are_no_labels(times: int) -> None:
    text = ["Council weighs a toll", *TOLD[:2], "Hauliers object", *TOLD[2:]]
    assert "furniture" not in labels(*text * times)


@pytest.mark.parametrize("times", [1, 2, 6])
def test_a_caption_that_a_page_gives_twice_is_no_part_of_the_text(times: int) -> None:
    caption = "Lorries wait at the quay of Port Ellery before dawn."
    text = [*TOLD[:2], caption, caption, *TOLD[2:]]
    assert labels(*text * times) == ["body", "body", "caption", "caption", "body", "body"] * times


@given(st.text(alphabet=st.sampled_from("aB .,?!\n\r\u2028\t“”\"'#(/)©:1"), max_size=300))
def test_paragraphs_cover_all_that_is_written(text: str) -> None:
    found = paragraphs(Article("a", text))
    assert [p.start for p in found] == sorted(p.start for p in found)
    covered = "".join(text[p.start : p.end] for p in found)
    # The mark of a Markdown heading is no part of it.
    assert "".join(covered.replace("#", "").split()) == "".join(text.replace("#", "").split())
    for before, after in pairwise(found):
        assert before.end <= after.start
    for p in found:
        assert text[p.start : p.end].strip() == text[p.start : p.end] != ""
        assert p.section in Section


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("The old quay of Port Ellery at low water. | Ann Drumm/Example Photos", "caption"),
        ("Politics | Harbour", "furniture"),
        ("Sign up for the morning briefing", "furniture"),
    ],
)
def test_a_line_of_the_page_amid_the_text_is_not_told(line: str, section: str) -> None:
    assert labels(TOLD[0], line, *TOLD[1:])[1] == section
