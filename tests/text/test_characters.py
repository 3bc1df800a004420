"""The folded view: one code point for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing.text.characters import as_text, code_points, fold


@given(st.text())
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_code_points_are_the_text(text: str) -> None:
    assert as_text(code_points(text)) == text


def test_variants_of_a_mark_become_one() -> None:
    assert fold("“A” „b“ «C»") == '"a" "b" "c"'
    assert fold("‘İ’ O’Brien ʼ") == "'İ' o'brien '".replace("İ", fold("İ"))
    assert fold("a\N{NO-BREAK SPACE}b\N{NON-BREAKING HYPHEN}c") == "a b-c"
