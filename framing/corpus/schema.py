"""The type of every column, the same in every part of a table."""

from __future__ import annotations

import pyarrow as pa

from framing.analysis import ARTICLE_COLUMNS

_WHOLE = frozenset(
    {"sentence", "sentences", "start", "end", "words", "record", "first_at", "quotes", "words_quoted", "words_reported"}
    | {"source_start", "source_end", "cue_start", "cue_end", "syllables", "direct", "mixed", "indirect", "headline"}
    | {"longest_run", "cues", "cues_own", "cues_quoted", "cues_reported"}
)
_TEXT = frozenset(
    {
        "article",
        "outlet",
        "date",
        "title",
        "event",
        "section",
        "text",
        "lexicon",
        "category",
        "term",
        "voice",
        "speaker",
    }
    | {"why", "parts", "kind", "source", "cue", "cue_class", "side", "role", "frame", "input", "problem"}
    | {"first_section", "first", "frames"}
)
_YES_OR_NO = frozenset({"present", "present_own", "present_quoted"})


def column_type(table: str, name: str) -> pa.DataType:
    """The type of a table's column. Figures of an article, and what is not listed here, are real numbers."""
    if table == "articles" and name not in ARTICLE_COLUMNS:
        return pa.float64()
    if name in _TEXT:
        return pa.string()
    if name in _WHOLE:
        return pa.int64()
    return pa.bool_() if name in _YES_OR_NO else pa.float64()
