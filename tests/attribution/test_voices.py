"""Whose words each character is."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles import Article
from framing.attribution import Reading, Voice, attribute
from framing.text import cut

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "said",
        "Ada Quill",
        "he",
        "that",
        ",",
        ".",
        ":",
        " ",
        "\n\n",
        "the toll",
        "According to",
        "!",
    ]
)


def voice_of(reading: Reading, words: str) -> Voice:
    return reading.voice_at(reading.document.text.index(words))


def test_own_quoted_and_reported(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(
        "The council met on Monday.\n\n“The toll is a disgrace,” said Ada Quill.\n\n"
        "Tom Brandt said that the quay was old.\n\nThe so-called “experts” stayed away."
    )
    assert voice_of(reading, "council") is Voice.OWN
    assert voice_of(reading, "disgrace") is Voice.QUOTED
    assert voice_of(reading, "quay") is Voice.REPORTED
    assert voice_of(reading, "experts") is Voice.QUOTED
    assert voice_of(reading, "stayed") is Voice.OWN
    assert reading.speaker_at(reading.document.text.index("disgrace")) == "Ada Quill"
    assert reading.speaker_at(reading.document.text.index("experts")) is None


def test_within_somebodys_words_marks_are_the_inner_speakers(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(
        "Mark Oster promised to fight for the farmers of the valley against what his office called “reckless tolls.”"
    )
    assert reading.speaker_at(reading.document.text.index("farmers")) == "Mark Oster"
    assert reading.speaker_at(reading.document.text.index("reckless")) == "Mark Oster's office"


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_text_gives_disjoint_sorted_stretches_and_parts(text: str) -> None:
    reading = attribute(cut(Article("any", text)))
    ends = [0]
    for stretch in reading.stretches:
        assert ends[-1] <= stretch.start < stretch.end <= len(text)
        ends.append(stretch.end)
    for item in reading.attributions:
        assert list(item.parts) == sorted(item.parts)
        assert all(a[1] <= b[0] for a, b in zip(item.parts, item.parts[1:], strict=False))
    assert list(reading.attributions) == sorted(
        reading.attributions, key=lambda item: (item.start, item.end, item.kind)
    )


@settings(max_examples=40)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_the_same_text_gives_the_same_reading(text: str) -> None:
    first, second = (attribute(cut(Article("any", text))) for _ in range(2))
    assert first.attributions == second.attributions
    assert first.stretches == second.stretches
