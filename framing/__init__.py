"""Measure how news covers events: loaded phrasing, who gets to speak, readability, and what differs between outlets.

| name | what it does |
|---|---|
| `read` | files, folders and globs to articles |
| `analyze` | articles to tidy tables |
| `explain` | why each sentence of an article has its score `loaded`, word by word |
| `highlight` | an article with its phrases marked, for a notebook |
| `load_lexicon` | one of the word lists, or your own |
| `Article`, `Side`, `Analysis` | what these take and give |

Outlets side by side: `framing.compare.compare`. Charts: `framing.show`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.analysis import Analysis, analyze, explain
    from framing.articles import Article, Side, read
    from framing.lexicon import load as load_lexicon
    from framing.show import highlight

__all__ = ["Analysis", "Article", "Side", "analyze", "explain", "highlight", "load_lexicon", "read"]

_MODULES = {
    "Analysis": "framing.analysis",
    "Article": "framing.articles",
    "Side": "framing.articles",
    "analyze": "framing.analysis",
    "explain": "framing.analysis",
    "highlight": "framing.show",
    "load_lexicon": "framing.lexicon",
    "read": "framing.articles",
}


def __getattr__(name: str) -> Any:
    # Imported on first use: a command that only reads a word list should not wait for matplotlib.
    if name not in _MODULES:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), "load" if name == "load_lexicon" else name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
