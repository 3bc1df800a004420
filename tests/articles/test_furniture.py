"""Every pattern of page furniture hits what it says it hits, and leaves alone what is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Section
from framing.articles.furniture import NUMBER, Pattern, patterns, patterns_hit

EVERY = pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.name)


def hit(paragraph: str) -> Pattern | None:
    return next(iter(patterns_hit([paragraph])))


@EVERY
def test_it_hits_what_it_must(pattern: Pattern) -> None:
    assert pattern.hits
    for paragraph in pattern.hits:
        pattern_hit = hit(paragraph)
        assert pattern_hit is not None, paragraph
        assert pattern_hit.section is not Section.BODY
        # Another pattern may be quicker to the same end; this one must still know its own.
        assert pattern.fits(paragraph if pattern.cased else paragraph.lower().replace("’", "'")), paragraph


@EVERY
def test_no_pattern_hits_what_it_must_leave(pattern: Pattern) -> None:
    assert pattern.misses
    for paragraph in pattern.misses:
        found = hit(paragraph)
        assert found is None, f"{paragraph!r} is hit by {found.name}"


@EVERY
def test_it_is_tried_where_its_hits_begin(pattern: Pattern) -> None:
    for paragraph in pattern.hits:
        word = re.search(r"[^\W\d_]+|\d", paragraph)
        first = NUMBER if word and word.group().isdecimal() else word.group().lower() if word else ""
        needed = any(need in paragraph.lower() for need in pattern.needs)
        assert needed or first in pattern.first or not (pattern.first or pattern.needs), paragraph


@EVERY
def test_it_is_no_whole_regex_that_can_run_away(pattern: Pattern) -> None:
    # The work is bounded by the paragraph's length, which is a screen at most, or by what the pattern itself takes in.
    assert pattern.longest <= 900 or not re.search(r"[*+]|,\}", pattern.match)
    assert re.compile(pattern.match).groups == 0
    assert pattern.first or pattern.needs or pattern.edge or pattern.longest <= 160, "tried on every paragraph"


def test_names_are_unique() -> None:
    names = [pattern.name for pattern in patterns()]
    assert len(set(names)) == len(names)


def test_a_biography_is_furniture_at_the_edge_only() -> None:
    told = ["The crews waited at the quay until the tide turned, and then they went home."] * 9
    bio = "Ada Quill is a columnist for the Harbour Times."
    for place, expected in ((0, True), (4, False), (9, True)):
        text = [*told[:place], bio, *told[place:]]
        found = list(patterns_hit(text))
        assert (found[place] is not None) is expected
        assert not any(found[:place] + found[place + 1 :])


def test_a_long_paragraph_is_told_however_it_begins() -> None:
    assert hit("Sign up for our newsletter. " + "The crews waited at the quay until the tide turned. " * 40) is None


@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=5))
def test_there_is_an_answer_for_every_paragraph(texts: list[str]) -> None:
    assert len(list(patterns_hit(texts))) == len(texts)
