"""Keys: one for each word, however many stand round it, and numbers found by them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import cut
from framing.text.characters import code_points
from framing.text.vocabulary import LONGEST_WORD, KeyTable, word_keys


def keys(text: str) -> list[int]:
    """The keys of what stands between single spaces."""
    ends = np.array([at for at, sign in enumerate(text + " ") if sign == " "])
    starts = np.concatenate(([0], ends[:-1] + 1))
    found: list[int] = word_keys(code_points(text), starts, ends).tolist()
    return found


@given(st.lists(st.text("abcé\U0001f600", min_size=1, max_size=6), min_size=1, max_size=40))
def test_words_have_one_key_if_they_are_one_word(words: list[str]) -> None:
    found = keys(" ".join(words))
    assert [[a == b for b in found] for a in found] == [[a == b for b in words] for a in words]


def test_a_key_is_the_same_in_any_text() -> None:
    many = ["toll", *(f"w{number}" for number in range(70_000)), "toll", "quay"]
    found = keys(" ".join(many))
    assert found[0] == found[-2] == keys("toll")[0]
    assert found[-1] == keys("the quay")[1]
    assert len(set(found)) == len(set(many))


def test_of_a_very_long_word_the_beginning_counts() -> None:
    start = "a" * LONGEST_WORD
    assert keys(start + "b") == keys(start + "c") != keys("b" + start)


def test_a_table_finds_what_it_was_given_and_nothing_else() -> None:
    # keys that want the same place, the last of all among them, and more than the table begins with room for
    crowded = [2**64 - 1 - number for number in range(50)]
    spread = np.random.default_rng(1).integers(1, 2**63, 300_000).tolist()
    table = KeyTable()
    assert table.find(np.array(crowded, dtype=np.uint64)).tolist() == [-1] * 50
    every = np.array(crowded + spread, dtype=np.uint64)
    for some in np.array_split(np.arange(len(every)), 7):
        table.add(every[some], some)
    assert table.find(every).tolist() == list(range(len(every)))
    assert table.find(np.array([2**64 - 60, 12345], dtype=np.uint64)).tolist() == [-1, -1]


def test_forms_are_those_of_the_words_wherever_they_stand() -> None:
    text = "The harbour’s toll, the harbour's quay: cafe\N{COMBINING ACUTE ACCENT} and café. " + "x" * 300
    document = cut(Article("a", text))
    forms = [document.vocabulary.forms[number] for number in document.word_id]
    assert forms == ["The", "harbour's", "toll", "the", "harbour's", "quay", "café", "and", "café", "x" * LONGEST_WORD]
