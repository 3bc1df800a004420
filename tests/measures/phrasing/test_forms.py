from __future__ import annotations

import pytest

from framing.articles import Article
from framing.measures.phrasing.forms import TAG, canonical, names
from framing.text import cut


def named(text: str) -> list[str]:
    document = cut(Article("names", text))
    is_name = names(document)
    return [text[a:b] for a, b, name in zip(document.word_start, document.word_end, is_name, strict=True) if name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The toll angered Ada Quill of Port Ellery.", ["Ada", "Quill", "Port", "Ellery"]),
        ("Radical plans were made.", []),
        ("They met the Radical Party.", ["Radical", "Party"]),
        ("He said: “Shame on them.”", []),
        ("It was a HORRIFIC night for NATO.", ["NATO"]),
        ("They called it Orwellian.", []),
        ("Iranian officials met.", ["Iranian"]),
        ("Council Weighs Historic Road Plan, Ada Brandt Says", ["Ada", "Brandt"]),
    ],
    ids=[
        "persons",
        "opening word",
        "party",
        "opening of a quotation",
        "capitals throughout",
        "epithet",
        "people of a nation",
        "headline",
    ],
)
def test_names_are_told_from_words(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("he", "she"),
        ("him", "Her"),
        ("Democrats", "Republicans"),
        ("left-wing", "right-wing"),
        ("far-left", "far-right"),
    ],
)
def test_words_of_a_pair_are_one(left: str, right: str) -> None:
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(
    ("left", "right"), [("his", "her"), ("He", "she"), ("women", "men"), ("liberal", "conservative")]
)
def test_words_of_a_pair_have_one_part_of_speech(left: str, right: str) -> None:
    assert TAG.function(left) == TAG.function(right)


def test_other_words_stay_themselves() -> None:
    assert canonical("Slammed") == "slammed"
    assert canonical("they") != canonical("he")
