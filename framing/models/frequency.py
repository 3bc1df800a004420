"""How often words are used in news at large, names left out."""

from __future__ import annotations

from functools import cache

from framing.models import load_arrays


@cache
def news_frequency() -> tuple[dict[str, int], int]:
    """The uses of each lower-case form in a large sample of news, and the number of all words in it."""
    stored = load_arrays("frequency")
    words = stored["words"].tobytes().decode().split("\n")
    return dict(zip(words, stored["uses"].tolist(), strict=True)), int(stored["total"][0])
