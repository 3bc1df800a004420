"""Work that grows with a text's length and not with its square."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from framing.analysis import read_voices
from framing.articles.article import Article

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "me", "ni", "po", "ra", "su", "ti", "vo")


def _text(paragraphs: int) -> str:
    """Paragraphs in each of which somebody new has a title, speaks, and is meant by title, noun and pronoun."""
    lines = []
    for number in range(paragraphs):
        name = "".join(_SYLLABLES[number // 12**power % 12] for power in range(3)).capitalize() + "rik"
        lines.append(
            f"Foreign Minister {name} Quill, a landlord, opened the sluice. He said that the water was low. "
            f"The minister said the sluice would stay open. “It holds,” the landlord said. Then he added that it leaks."
        )
    return "\n\n".join(lines)


def _calls(text: str) -> int:
    """How many functions, Python's and C's, reading a text calls."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_voices(Article("a", text))
    finally:
        sys.setprofile(None)
    return calls


def test_who_speaks_is_worked_out_in_time_that_grows_with_length() -> None:
    short, long = _text(100), _text(400)
    read_voices(Article("a", long))
    assert _calls(long) < 5 * _calls(short)
