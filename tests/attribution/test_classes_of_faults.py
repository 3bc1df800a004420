"""Classes of faults that readers found in rows, each with three texts of its shape."""

from __future__ import annotations

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.attribution import Attribution, Kind, attribute
from framing.text import cut


def rows(text: str) -> list[Attribution]:
    return [row for row in attribute(cut(Article("a", text))).attributions if row.kind is not Kind.SCARE]


def rows_of(text: str) -> list[tuple[str, str]]:
    """The kind and content of each row."""
    return [(str(row.kind), " ".join(text[start:end] for start, end in row.parts)) for row in rows(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("The warden, Una Sill, said: “The weir is down.” Boats turned back.", ["“The weir is down.”"]),
        ("Sill told pilots: “Keep out.” The harbour emptied fast.", ["“Keep out.”"]),
        (
            "The warden asked: “Who pays?” Brand replied: “We do.” Sill said: “Good.”",
            ["“Who pays?”", "“We do.”", "“Good.”"],
        ),
    ],
)
def test_a_quotation_behind_a_colon_ends_at_its_mark(text: str, quotations: list[str]) -> None:
    assert rows_of(text) == [("direct", quotation) for quotation in quotations]


@pytest.mark.parametrize(
    ("text", "quotation", "source"),
    [
        ("‘Maybe,’ said Una Sill.", "‘Maybe,’", "Una Sill"),
        ("“Nonsense,” replied Tor Brand.", "“Nonsense,”", "Tor Brand"),
        ("'Order!' cried Una Sill.", "'Order!'", "Una Sill"),
    ],
)
def test_one_word_between_marks_before_a_verb_of_speech_is_a_quotation(text: str, quotation: str, source: str) -> None:
    assert [(row.source, text[row.start : row.end], row.kind) for row in rows(text)] == [
        (source, quotation, Kind.DIRECT)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry line declined to comment on the fare.",
        "The warden refused to say who had paid for the weir.",
        "The firm did not respond to requests for comment.",
        "Brand did not say the weir was safe.",
        "Could she claim it was a trick?",
        "Nobody said the weir was safe.",
    ],
)
def test_speech_that_is_withheld_denied_or_asked_for_gives_no_row(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize("text", ["Una Sill agreed.", "Warden Una Sill promised.", "Tor Brand argued."])
def test_half_a_name_is_no_content(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize("text", ["A pilot answered the door.", "Sill called the guard.", "Brand wrote a song."])
def test_an_ordinary_object_is_no_content(text: str) -> None:
    assert rows(text) == []


_BODY = "\n\nThe council met on Monday in the old hall by the weir, as it does every week of the year."


@pytest.mark.parametrize("label", ["Floods", "Exclusive", "Weirgate"])
def test_a_topic_before_a_colon_is_no_source(label: str) -> None:
    assert all(row.source != label for row in rows(f"{label}: Schools to close early{_BODY}"))


@pytest.mark.parametrize(
    "text",
    [
        "WARDEN SILL: The weir is down. We knew.\n\nREPORTER: Who knew?\n\nWARDEN SILL: We all did. Next.",
        "Q: What went wrong here?\n\nA: The gate stuck. It was old.\n\nQ: And now?",
        "Una Sill (Weir East) (Ind): The gate is old. Who pays?\n\nThe CHAIR: We pay. It is law.",
    ],
)
def test_a_turn_of_a_transcript_is_whole_and_direct(text: str) -> None:
    turns = [paragraph.split(": ", 1)[1] for paragraph in text.split("\n\n")]
    assert rows_of(text) == [("direct", turn) for turn in turns]


def test_one_paragraph_with_a_label_is_no_transcript() -> None:
    text = f"NOTE: The ferry runs on Sunday.{_BODY}"
    assert ("direct", "The ferry runs on Sunday.") not in rows_of(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("— We wait, said Una Sill.\n\n— For what? asked Tor Brand.", ["We wait", "For what"]),
        ("– Gone, said Tor Brand. – All gone.\n\n– Where? asked Una Sill.", ["Gone All gone.", "Where"]),
        ("- The gate stuck, said Una Sill.\n\n- Again, said Tor Brand.", ["The gate stuck", "Again"]),
    ],
)
def test_dash_dialogue_is_direct_speech(text: str, said: list[str]) -> None:
    assert rows_of(text) == [("direct", each) for each in said]


@pytest.mark.parametrize("cue", ["wrote", "said", "added"])
def test_a_paragraph_behind_a_cue_with_a_colon_is_a_block_quote(cue: str) -> None:
    text = f"In a note to pilots, the warden, Una Sill, {cue}:\n\nThe gate is old. We regret the delay.{_BODY}"
    row = next(row for row in rows(text) if "regret" in text[row.start : row.end])
    assert row.kind is Kind.DIRECT
    assert text[row.start : row.end] == "The gate is old. We regret the delay."
    assert row.source == "Una Sill"


@pytest.mark.parametrize(
    "text",
    [
        "Tor “Gate” Brand, 52, said the plan was good.",
        "Una “The Bolt” Sill said the plan was good.",
        "A man who goes by “Stretch” said the plan was good.",
    ],
)
def test_a_nickname_is_no_term_set_apart(text: str) -> None:
    assert all(row.kind is not Kind.SCARE for row in attribute(cut(Article("a", text))).attributions)


@pytest.mark.parametrize(
    "text", ['THE COUNCIL SHUT THE WEIR. "IT IS A SHAME," SAID UNA SILL.', "“WE WAIT,” SAID TOR BRAND."]
)
def test_capitals_throughout_change_no_quotation(text: str) -> None:
    assert [kind for kind, content in rows_of(text) if content.startswith(("“", '"'))] == ["direct"]


@pytest.mark.parametrize("verb", ["opposes", "wants", "supports"])
def test_a_stance_is_of_its_own_class_and_never_sure(verb: str) -> None:
    text = f"The warden {verb} a new gate at the weir, which the council built. She says that it will hold."
    stances = [row for row in rows(text) if row.cue_span and text[slice(*row.cue_span)] == verb]
    assert all(row.cue_class == "stance" and not row.sure for row in stances)


@pytest.mark.parametrize("opening", ["Asked why", "Asked about the fare", "Pressed on costs"])
def test_a_question_that_opens_a_sentence_ends_at_its_comma(opening: str) -> None:
    text = f"{opening}, Una Sill replied: “We wait.”"
    assert ("direct", "“We wait.”") in rows_of(text)
    assert all("replied" not in content for _, content in rows_of(text))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("— Ada Quill (@quill) June 18, 2031", "Ada Quill"),
        ("— Una Sill (@sill_una)", "Una Sill"),
        ("– Tor Brand (@tor) May 2, 2030", "Tor Brand"),
    ],
)
def test_an_embedded_post_is_its_posters_words(line: str, source: str) -> None:
    text = f"The town answered.\n\nThe shameful toll is a disgrace. We will fight it! {line}\n\nThe toll stays."
    (row,) = [row for row in analyze([Article("post", text)])["quotes"].to_dict("records") if row["kind"] == "direct"]
    assert (row["text"], row["source"]) == ("The shameful toll is a disgrace. We will fight it!", source)
    assert set(analyze([Article("post", text)])["phrases"]["voice"]) == {"reported"}


@pytest.mark.parametrize("verb", ["are describing", "described", "hailed"])
def test_what_somebody_describes_as_is_theirs(verb: str) -> None:
    text = f"Una Sill and Tor Brand held what both sides {verb} as a “very frank” meeting, a sign of a thaw."
    (row,) = [item for item in rows(text) if item.kind is not Kind.SCARE]
    assert row.source == "both sides"


@pytest.mark.parametrize("turn", ["while", "whereas", "but", "although"])
def test_what_somebody_else_says_after_a_comma_is_no_part_of_a_content(turn: str) -> None:
    text = f"Ada Quill argued that the quay was old, {turn} Osk Venn said it would last."
    rows = attribute(cut(Article("a", text))).attributions
    contents = [(row.source, text[row.start : row.end]) for row in rows]
    assert contents == [("Ada Quill", "that the quay was old"), ("Osk Venn", "it would last")]


def test_a_heading_between_marks_goes_on_with_no_speech() -> None:
    text = "“The quay is old, and it will be closed,” Ada Quill said.\n\n‘Having to choose’\n\nThe board met on Monday."
    first, *_ = attribute(cut(Article("a", text))).attributions
    assert text[first.start : first.end] == "“The quay is old, and it will be closed,”"


@pytest.mark.parametrize("day", ["Monday Morning", "MONDAY MORNING", "monday morning"])
def test_a_day_after_the_cue_is_no_content_in_any_case(day: str) -> None:
    assert rows_of(f"Una Sill said {day} she would go.") == [("indirect", "she would go")]


def test_a_day_that_is_the_subject_is_content_in_any_case() -> None:
    assert rows_of("Una Sill said Monday WAS free.") == [("indirect", "Monday WAS free")]


def test_a_colon_inside_the_next_word_is_no_cue() -> None:
    text = "Una Sill lectured 5:30 was far too late."
    assert [text[slice(*row.cue_span)] for row in rows(text) if row.cue_span] == ["lectured"]
