"""Words: what is one, and exactly where it stands."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import Document, cut


def words(text: str) -> list[str]:
    document = cut(Article("x", text))
    return [text[a:b] for a, b in zip(document.word_start, document.word_end, strict=True)]


def forms(document: Document) -> list[str]:
    return [document.vocabulary.forms[number] for number in document.word_id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn’t, don't and won't.", ["She", "didn’t", "don't", "and", "won't"]),
        ("O’Brien’s workers’ rights", ["O’Brien’s", "workers", "rights"]),
        ("a well-known left-leaning ex-minister", ["a", "well-known", "left-leaning", "ex-minister"]),
        ("the U.S.-Canada border", ["the", "U.S.", "Canada", "border"]),
        ("a U.S.-led force", ["a", "U.S.-led", "force"]),
        ("the Russia-Ukraine war", ["the", "Russia", "Ukraine", "war"]),
        ("Mary Hartley-Moss spoke", ["Mary", "Hartley-Moss", "spoke"]),
        ("Quill met Brandt. The Quill-Brandt talks", ["Quill", "met", "Brandt", "The", "Quill", "Brandt", "talks"]),
        ("on May 2—a move", ["on", "May", "2", "a", "move"]),
        ("pages 10–12", ["pages", "10", "12"]),
        ("25% of $1.2 billion, 1,000 or 51st", ["25%", "of", "$1.2", "billion", "1,000", "or", "51st"]),
        ("at 10:30 a.m. on 9/11", ["at", "10:30", "a.m.", "on", "9/11"]),
        ("AT&T hired a Ph.D. from the U.K. today", ["AT&T", "hired", "a", "Ph.D.", "from", "the", "U.K.", "today"]),
        ("Mr. Ames of Tern Inc. left", ["Mr", "Ames", "of", "Tern", "Inc", "left"]),
        ("see https://example.org/a?b=c. Or", ["see", "https://example.org/a?b=c", "Or"]),
        ("write to ada@example.org, @ada #tolls", ["write", "to", "ada@example.org", "@ada", "#tolls"]),
        ("’tis the ’90s, ’em", ["’tis", "the", "’90s", "’em"]),
        ("it ended.Then more", ["it", "ended", "Then", "more"]),
        ("--- *** …", []),
    ],
)
def test_what_is_one_word(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_combining_marks_stay_inside_their_word() -> None:
    text = unicodedata.normalize("NFD", "café naïve Zoë")
    assert words(text) == text.split()
    assert forms(cut(Article("x", text))) == ["café", "naïve", "Zoë"]


def test_what_cannot_be_seen_parts_no_word_and_is_not_in_its_form() -> None:
    text = "har\N{SOFT HYPHEN}bour quay\N{ZERO WIDTH SPACE} toll"
    assert forms(cut(Article("x", text))) == ["harbour", "quay", "toll"]


def test_apostrophes_are_folded_in_forms_and_kept_in_the_text() -> None:
    document = cut(Article("x", "don’t don't"))
    assert forms(document) == ["don't", "don't"]
    assert document.word_id[0] == document.word_id[1]


ANY_TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" \n.!?'\"“”‘’-—@#$%,:/&aAbB12")), max_size=120)


@given(ANY_TEXT)
def test_any_text_gives_a_document_that_holds_together(text: str) -> None:
    document = cut(Article("x", text))
    assert len(document.folded) == len(text)
    starts, ends = document.word_start, document.word_end
    assert (starts < ends).all()
    assert (ends[:-1] <= starts[1:]).all()
    first, last = document.sentence_start, document.sentence_end
    assert (first < last).all()
    assert (last[:-1] <= first[1:]).all()
    held = document.sentence_first_word
    assert held[0] == 0
    assert held[-1] == len(starts)
    for number, (a, b) in enumerate(pairwise(held)):
        assert (document.word_sentence[a:b] == number).all()
        assert (starts[a:b] >= first[number]).all()
        assert (starts[a:b] < last[number]).all()
    for quotation in document.quotations:
        assert 0 <= quotation.start < quotation.inner_start <= quotation.inner_end <= quotation.end <= len(text)


@pytest.mark.parametrize("text", ["\ud800 \udfff word", "שלום עולם", "\u202eabc\u202c", "\0\x01 a", "😀 so 👩‍👩‍👧 it"])
def test_strange_text_is_cut_like_any_other(text: str) -> None:
    document = cut(Article("x", text))
    assert len(document.folded) == len(text)
