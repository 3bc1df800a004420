"""What holds for every lexicon because it is one."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from framing.lexicon import Lexicon, Matcher, lexicon_names, load

#: Names of nations, parties and persons in the news: a measure that hit them would not be fair to swap.
NAMES = re.compile(
    r"\b(?:america|american|americans|canada|canadian|china|chinese|russia|russian|israel|israeli|palestinian|iran|"
    r"iranian|mexico|mexican|ukraine|republican|republicans|democrat|democrats|democratic party|gop|labour|tory|"
    r"trump|biden|obama|clinton|harris|bush|fox|cnn|breitbart)\b"
)

#: “Her” is the other of “him” and of “his”.
OTHER_GENDER = {
    "he": ("she",), "she": ("he",), "him": ("her",), "his": ("her",), "her": ("him", "his"),
    "man": ("woman",), "woman": ("man",), "men": ("women",), "women": ("men",),
}  # fmt: skip


@pytest.fixture(scope="module", params=lexicon_names())
def lexicon(request: pytest.FixtureRequest) -> Lexicon:
    return load(request.param)


def test_it_is_described(lexicon: Lexicon) -> None:
    for value in (lexicon.title, lexicon.version, lexicon.language, lexicon.licence, lexicon.source):
        assert value


def test_every_category_is_explained_and_used(lexicon: Lexicon) -> None:
    used = {entry.category for entry in lexicon.entries}
    assert used == set(lexicon.categories)
    for category in lexicon.categories.values():
        assert len(category.meaning.split()) >= 3
        assert "{text}" in category.why
        assert category.why.endswith(".")


def test_terms_are_sorted_and_stand_once(lexicon: Lexicon) -> None:
    terms = [entry.term for entry in lexicon.entries]
    assert terms == sorted(set(terms))


def test_no_term_is_a_name(lexicon: Lexicon) -> None:
    assert [entry.term for entry in lexicon.entries if NAMES.search(entry.term)] == []


def test_what_is_listed_of_one_gender_is_listed_of_the_other(lexicon: Lexicon) -> None:
    terms = {entry.term for name in lexicon_names() for entry in load(name).entries}
    for entry in lexicon.entries:
        choices = [OTHER_GENDER.get(word, (word,)) for word in entry.term.split()]
        mirrors = {" ".join(words) for words in itertools.product(*choices)}
        assert not lexicon.lists_loaded_terms or mirrors & terms, entry.term


def test_examples_are_hit_or_left_alone(lexicon: Lexicon) -> None:
    matcher = Matcher([lexicon])
    assert any(example.hits for example in lexicon.examples)
    assert any(not example.hits for example in lexicon.examples)
    for example in lexicon.examples:
        words = re.findall(r"[\w'-]+", example.text.lower())
        hit = {" ".join(words[match.first : match.last]) for match in matcher.find(words)}
        assert {text.lower() for text in example.hits} <= hit, example.text
        assert bool(hit) == bool(example.hits), example.text


def test_no_term_is_in_two_lexicons_of_loaded_phrasing() -> None:
    first_list: dict[str, str] = {}
    for name in lexicon_names():
        lexicon = load(name)
        if not lexicon.lists_loaded_terms:
            continue
        for entry in lexicon.entries:
            assert first_list.setdefault(entry.term, name) == name, entry.term


def test_a_list_of_your_own_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("term,category\nshoddy,blame\n", encoding="utf-8")
    assert [entry.term for entry in load(path).entries] == ["shoddy"]
    path.write_text("term,category\nsloppy,blame\n", encoding="utf-8")
    assert [entry.term for entry in load(path).entries] == ["sloppy"]
