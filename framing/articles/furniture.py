"""What of a page is not told: patterns for furniture, captions and credits, kept as data beside this file."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framing.articles.article import Section

_DATA = Path(__file__).with_name("furniture.toml")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of paragraph that is not told, with paragraphs that it must and must not hit.

    `match` is held against the beginning of a paragraph of at most `longest` characters, in lower case and with
    straight apostrophes; with `whole` against all of it, with `cased` as it stands. `last` limits it to so many
    paragraphs at the end of a text.
    """

    name: str
    section: Section
    match: str
    hits: Sequence[str]
    misses: Sequence[str]
    whole: bool = False
    cased: bool = False
    longest: int = 300
    last: int | None = None


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns, in the order in which they are tried."""
    rows: list[Mapping[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["pattern"]
    return tuple(Pattern(**{**row, "section": Section(row["section"])}) for row in rows)


def pattern_of(paragraph: str, from_end: int = 0) -> Pattern | None:
    """The pattern that a paragraph follows, None if it is told; `from_end` counts the paragraphs after it."""
    matchers = _matchers()
    tier = bisect_left(matchers.lengths, len(paragraph))
    if tier == len(matchers.lengths):
        return None
    folded, cased = matchers.tiers[tier]
    if found := folded.hit(paragraph.lower().replace("’", "'")):
        return found
    found = cased.hit(paragraph)
    return found if found and (found.last is None or from_end < found.last) else None


class _Matcher:
    """Several patterns as one regular expression, so that a paragraph is looked at once."""

    def __init__(self, chosen: Sequence[Pattern]) -> None:
        self._patterns = tuple(chosen)
        parts = (rf"((?:{p.match})\W*\Z)" if p.whole else f"({p.match})" for p in chosen)
        self._match = re.compile("|".join(parts) or r"(?!)", re.DOTALL).match

    def hit(self, paragraph: str) -> Pattern | None:
        found = self._match(paragraph)
        return self._patterns[found.lastindex - 1] if found and found.lastindex else None


@dataclass(frozen=True, slots=True)
class _Matchers:
    """For paragraphs of up to each of `lengths` the patterns that reach so far: in lower case, and cased."""

    lengths: Sequence[int]
    tiers: Sequence[tuple[_Matcher, _Matcher]]


@cache
def _matchers() -> _Matchers:
    lengths = sorted({pattern.longest for pattern in patterns()})
    tiers = []
    for length in lengths:
        reaching = [pattern for pattern in patterns() if pattern.longest >= length]
        tiers.append((_Matcher([p for p in reaching if not p.cased]), _Matcher([p for p in reaching if p.cased])))
    return _Matchers(lengths, tiers)
