"""The type of every column, the same in every part of a table."""

from __future__ import annotations

import pyarrow as pa

_WHOLE = frozenset(
    {"sentence", "sentences", "start", "end", "words", "record", "first_at", "quotes", "words_quoted", "words_reported"}
    | {"source_start", "source_end", "cue_start", "cue_end"}
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
)
_YES_OR_NO = frozenset({"present"})


def column_type(name: str) -> pa.DataType:
    """The type of the column of that name; every column that is not of the contract's is a figure."""
    if name in _TEXT:
        return pa.string()
    if name in _WHOLE:
        return pa.int64()
    return pa.bool_() if name in _YES_OR_NO else pa.float64()
