"""A lexicon: terms in categories, each category explained, with text that must and must not be hit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: In an entry's note: the term is hit only where it is written with a small letter, since with a capital it is a name.
LOWER_CASE_ONLY = "lower-case only"
#: In an entry's note: the term is hit only in this part of speech, or in any other than this.
_ROLE = re.compile(r"(only|never) as an? (adjective|noun|verb)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its category.

    A term is in lower case; it may be a phrase, and a trailing `*` makes it a stem. `weight` runs from 0 to 1: how
    loaded a use of the term is by what people marked, 1 where nothing is known.
    """

    term: str
    category: str
    weight: float = 1.0
    note: str = ""

    @property
    def lower_case_only(self) -> bool:
        """Whether a capital makes the term a name, which is not hit."""
        return LOWER_CASE_ONLY in self.note

    def allows(self, role: str) -> bool:
        """Whether the note lets the term be hit as this part of speech; an unknown one, the empty string, is let be.

        >>> Entry("stunt", "mockery", note="never as a verb").allows("verb")
        False
        """
        bound = _ROLE.search(self.note) if role else None
        return bound is None or (bound[2] == role) == (bound[1] == "only")


@dataclass(frozen=True, slots=True)
class Category:
    """What a category means, so that a student could apply it, and the plain sentence that tells why a hit counts."""

    name: str
    meaning: str
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the parts of it that a lexicon must hit; none for a text that it must leave alone."""

    text: str
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with all that is said of it. `loaded` is false for lists that serve another measure than phrasing."""

    name: str
    title: str
    version: str
    language: str
    licence: str
    source: str
    loaded: bool
    categories: Mapping[str, Category]
    entries: tuple[Entry, ...]
    examples: tuple[Example, ...]
