"""What is wrong with a list is said with its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.lexicon import BadLexicon, lexicon_folder, lexicon_names, load
from framing.lexicon.formats import check

HEAD = "term,category,weight,note\n"


@pytest.mark.parametrize("name", lexicon_names())
def test_the_installed_lists_have_no_problem(name: str) -> None:
    assert check(lexicon_folder() / f"{name}.csv") == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("b,x,1,\na,x,1,\n", "sort"),
        ("a,x,1,\na,x,1,\n", "already"),
        ("A,x,1,\n", "lower case"),
        ("=a,x,1,\n", "formula"),
        ("a,,1,\n", "category"),
        ("a\u200b,x,1,\n", "invisible"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: str, told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    problems = check(path)
    assert any(told in problem and "line" in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("content", "told"),
    [("word,weight\na,1\n", "no column"), (HEAD + "a,x,heavy,\n", "line 2"), (HEAD + "a,x,7,\n", "from 0 to 1")],
)
def test_what_cannot_be_read_is_an_error_with_a_remedy(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadLexicon, match=told):
        load(path)
    assert len(check(path)) == 1


def test_a_name_that_is_not_installed_lists_those_that_are() -> None:
    with pytest.raises(BadLexicon, match="hype"):
        load("no-such-list")
