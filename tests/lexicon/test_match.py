"""Terms are found as whole words, in one pass, and a term without letters is found nowhere."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from framing.lexicon import Category, Entry, Lexicon, Matcher

WORDS = st.lists(st.sampled_from(["war", "on", "wars", "coal", "a", "warm", "so", "called"]), max_size=12)
TERMS = [
    "war on coal",
    "war on",
    "war",
    "war*",
    "on",
    "so called",
    "warm",
    "*ar*",
    "w*m",
    "?ar",
    "w?r* o?",
    "*ed",
    "c*l*",
]


def lexicon(*terms: str) -> Lexicon:
    entries = tuple(Entry(term, "x") for term in terms)
    return Lexicon("list", "", "", "en", "", "", True, {"x": Category("x", "", "{text}")}, entries, ())


@given(words=WORDS)
def test_it_finds_what_a_search_for_each_term_finds(words: list[str]) -> None:
    expected = set()
    for term in TERMS:
        parts = [re.compile(re.escape(part).replace(r"\*", r"\w*").replace(r"\?", r"\w")) for part in term.split()]
        for first in range(len(words) - len(parts) + 1):
            if all(part.fullmatch(word) for part, word in zip(parts, words[first:], strict=False)):
                expected.add((first, first + len(parts), term))
    matches = Matcher([lexicon(*TERMS)]).find(words)
    assert {(match.first, match.last, match.entry.term) for match in matches} == expected
    assert [match[:2] for match in matches] == sorted(match[:2] for match in matches)


def test_a_term_without_letters_is_found_nowhere() -> None:
    assert Matcher([lexicon("(*", '":")', ";)")]).find(["no", "signs", "here"]) == []


def test_punctuation_inside_a_term_stands_between_words() -> None:
    matches = Matcher([lexicon("rain, rain", "us vs. them")]).find(["rain", "rain", "us", "vs.", "them"])
    assert [(match.first, match.last) for match in matches] == [(0, 2), (2, 5)]
