"""Page furniture: paragraphs that no measure reads, by the patterns of `furniture.toml`, and links inside sentences.

Some sites repeat a person's name and add headlines of other articles, up to the word MORE. On the page that is a box;
in the text of a saved page it stands inside the sentence.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from framing.articles.article import Section

_DATA = Path(__file__).with_name("furniture.toml")
#: In `first`, any number.
NUMBER = "0"
#: A byte that no UTF-8 text holds.
_BETWEEN = b"\xff"
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+|\d)")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A kind of paragraph that is not analysed, with examples that it must and must not hit.

    The head of `furniture.toml` says what each entry means.
    """

    name: str
    section: Section
    match: str
    hits: Sequence[str]
    misses: Sequence[str]
    first: Sequence[str] = ()
    needs: Sequence[str] = ()
    whole: bool = False
    cased: bool = False
    longest: int = 300
    edge: int | None = None
    fits: Callable[[str], object] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        source = rf"(?:{self.match})\W*\Z" if self.whole else self.match
        object.__setattr__(self, "fits", re.compile(source, re.DOTALL).match)


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns, in the order they are tried."""
    rows: list[Mapping[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["pattern"]
    return tuple(Pattern(**{**row, "section": Section(row["section"])}) for row in rows)


def patterns_hit(paragraphs: Sequence[str]) -> Iterator[Pattern | None]:
    """The pattern that each paragraph matches; None for one that is analysed."""
    index = _index()
    needed = _needed(paragraphs, index)
    last = len(paragraphs) - 1
    for number, paragraph in enumerate(paragraphs):
        first = _FIRST_WORD.match(paragraph)
        word = first[1].lower() if first else ""
        by_first = index.by_first.get(NUMBER if word.isdecimal() else word, ())
        by_need = [patterns()[need] for need in sorted(needed[number])] if number in needed else ()
        yield _hit(paragraph, chain(by_first, by_need, index.everywhere), number and last - number)


def _needed(paragraphs: Sequence[str], index: _Index) -> Mapping[int, set[int]]:
    """The numbers of the patterns whose needed words a paragraph holds, by paragraph."""
    encoded = [_encoded(paragraph) for paragraph in paragraphs]
    matches = index.needs.find_matches_as_indexes(_BETWEEN.join(encoded).lower(), overlapping=True)
    needed: dict[int, set[int]] = {}
    if matches:
        ends = list(accumulate(len(paragraph) + len(_BETWEEN) for paragraph in encoded))
        for need, start, _ in matches:
            needed.setdefault(bisect_right(ends, start), set()).add(index.needing[need])
    return needed


def _encoded(text: str) -> bytes:
    """The text's bytes: `needs` only asks for A to Z in lower case, which is quick on bytes."""
    return text.encode("utf-8", "surrogatepass")


def _hit(paragraph: str, tried: Iterable[Pattern], from_edge: int) -> Pattern | None:
    length = len(paragraph)
    folded = ""
    for pattern in tried:
        if length > pattern.longest or (pattern.edge is not None and from_edge >= pattern.edge):
            continue
        folded = folded or paragraph.lower().replace("’", "'")
        if pattern.fits(paragraph if pattern.cased else folded):
            return pattern
    return None


class _Index(NamedTuple):
    """Which patterns to try: by first word; by needed words, with their patterns' numbers; everywhere."""

    by_first: Mapping[str, Sequence[Pattern]]
    needs: BytesAhoCorasick
    needing: Sequence[int]
    everywhere: Sequence[Pattern]


@cache
def _index() -> _Index:
    by_first: dict[str, list[Pattern]] = {}
    for pattern in patterns():
        for word in pattern.first:
            by_first.setdefault(word, []).append(pattern)
    needs = [(need, number) for number, pattern in enumerate(patterns()) for need in pattern.needs]
    automaton = BytesAhoCorasick([_encoded(need).lower() for need, _ in needs])
    everywhere = [pattern for pattern in patterns() if not (pattern.first or pattern.needs)]
    return _Index(by_first, automaton, [number for _, number in needs], everywhere)


#: A last name, then the full name run into the first headline; or a name, the full name and the first headline.
_NAME = r"[A-Z][\w'’-]{0,30}[a-z][\w'’-]{0,30}"
_NAMED_AGAIN = (
    rf"(?P<last>{_NAME})"
    r"(?P<links>,? ?(?=[A-Z(])(?:[A-Z(][\w.'’()-]{0,30},? |de |la |van |von ){0,7}(?P=last))(?=[A-Z0-9'‘\"“])",
    rf"(?P<first>{_NAME}) (?P<last>{_NAME})"
    r"(?P<links> (?P=first) (?:[A-Z][\w.'’-]{0,30} ){0,3}(?P=last) )(?=[A-Z0-9'‘\"“])",
)
_LINKS = [re.compile(rf"\b{again}") for again in _NAMED_AGAIN]
_END = re.compile(r"\bMORE\b")
#: Maximum characters of links with the name before them; minimum characters of a headline.
_MAX_LINK_CHARACTERS, _MIN_HEADLINE_CHARACTERS = 900, 15


def without_inserts(text: str) -> str:
    """The text with a space for each character of such links, so that offsets stay the same.

    >>> without_inserts("Sen. Ada Quill Ada M. QuillFerry bill stalls Five facts about the quay MORE said no.").split()
    ['Sen.', 'Ada', 'Quill', 'said', 'no.']
    """
    pieces, at = [], 0
    for start, end in _links(text):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def _links(text: str) -> Iterator[tuple[int, int]]:
    after = 0
    for more in _END.finditer(text) if " MORE" in text else ():
        begin = max(after, more.start() - _MAX_LINK_CHARACTERS, text.rfind("\n", after, more.start()) + 1)
        searched = (links.search(text, begin, more.start() - _MIN_HEADLINE_CHARACTERS) for links in _LINKS)
        match = next(filter(None, searched), None)
        if match:
            yield match.start("links"), more.end()
        after = more.end()
