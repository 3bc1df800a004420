"""Swapping names, parties, genders or quotation marks changes nothing that is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.attribution import Reading
from framing.attribution.model import load_model
from framing.attribution.roles import role_of_words
from framing.words import word_set

TOLD = """Senator Adam Quill on Monday attacked the budget, and Republicans in the chamber cheered.

“We will not be bullied by anyone,” said Quill, who leads the Republican group. “He knows that,” he added.

Governor Paul Brandt said the budget would pay for new schools. He promised “a fair deal” for the Democrats.

Critics say the plan was rushed, according to a spokesman for the conservative party."""

#: What is written instead, of the same length so that offsets can be compared.
SWAPS = {
    "names": {"Adam Quill": "Omar Husse", "Quill": "Husse", "Paul Brandt": "Wang Xiaohu", "Brandt": "Xiaohu"},
    "parties": {"Republicans": "Progressive", "Republican": "Democratic", "Democrats": "Moderates"},
    "marks": {"“": '"', "”": '"'},
}


def shape(reading: Reading) -> list[tuple[object, ...]]:
    return [(item.parts, item.kind, item.source_span, item.cue_span, item.cue_class) for item in reading.attributions]


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_a_swap_changes_nothing(swap: str, reading_of: Callable[..., Reading]) -> None:
    text = TOLD
    for old, new in SWAPS[swap].items():
        assert len(old) == len(new)
        text = text.replace(old, new)
    assert text != TOLD
    assert shape(reading_of(text)) == shape(reading_of(TOLD))


def test_gender_changes_nothing(reading_of: Callable[..., Reading]) -> None:
    swaps = {"He ": "She ", " he ": " she ", "spokesman": "spokeswoman", "Adam": "Anna", "Paul": "Jane"}
    text = TOLD
    for old, new in swaps.items():
        text = text.replace(old, new)
    mine, others = reading_of(TOLD), reading_of(text)
    assert len(mine.attributions) == len(others.attributions)
    for one, other in zip(mine.attributions, others.attributions, strict=True):
        assert (one.kind, one.cue_class, len(one.parts)) == (other.kind, other.cue_class, len(other.parts))
        assert (one.source_span is None) == (other.source_span is None)


PAIRS = sorted(word_set("gender-pairs"))


@pytest.mark.parametrize("pair", PAIRS)
def test_words_that_differ_only_in_gender_share_their_weights(pair: str) -> None:
    row = load_model().rows.feature.values
    one, other = pair.split("/")
    for ending in ("", "'s"):
        for written in (str.lower, str.capitalize, str.upper):
            assert row([written(one + ending)]) == row([written(other + ending)])


def test_every_word_for_a_man_or_a_woman_is_in_a_pair_that_chains_to_no_other() -> None:
    firsts, seconds = (set(words) for words in zip(*(pair.split("/") for pair in PAIRS), strict=True))
    assert (word_set("men") | word_set("women")) - {"miss"} <= firsts | seconds
    assert firsts.isdisjoint(seconds)


def test_every_plural_of_a_word_for_a_man_or_a_woman_is_in_a_pair() -> None:
    words = (word_set("men") | word_set("women")) - {"mr", "mrs", "ms", "miss"}
    assert {plural(word) for word in words} <= {word for pair in PAIRS for word in pair.split("/")}


def plural(word: str) -> str:
    if word.endswith("man"):
        return f"{word[:-2]}en"
    if word.endswith("wife"):
        return f"{word[:-2]}ves"
    return f"{word[:-1]}ies" if word.endswith("dy") else f"{word}{'es' if word.endswith('ss') else 's'}"


@pytest.mark.parametrize(
    ("man", "woman"),
    [("spokesmen", "spokeswomen"), ("husbands", "wives"), ("actors", "actresses"), ("kings", "queens")],
)
def test_gender_changes_no_confidence(man: str, woman: str, reading_of: Callable[..., Reading]) -> None:
    grades = [
        [item.confidence for item in reading_of(f"The {word} said it would cost more.").attributions]
        for word in (man, woman)
    ]
    assert grades[0] == grades[1] != []


@pytest.mark.parametrize("pair", PAIRS)
def test_words_that_differ_only_in_gender_show_one_role(pair: str) -> None:
    one, other = pair.split("/")
    assert role_of_words(one) == role_of_words(other)
