"""The reusable word lists: read, check, match; foreign formats in and out."""

from framing.lexicon.loader import (
    BadLexicon,
    Category,
    Entry,
    Example,
    Lexicon,
    Match,
    Matcher,
    available,
    load,
    load_all,
)

__all__ = [
    "BadLexicon",
    "Category",
    "Entry",
    "Example",
    "Lexicon",
    "Match",
    "Matcher",
    "available",
    "load",
    "load_all",
]
