"""Displays: what stands out, the marked article, charts, tables, and notes on method.

Every display works in JupyterLab and in reports, escapes articles' text, and gives the same bytes for the same input.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: The displays by the module that makes them.
_DISPLAYS = {
    "charts": "Chart",
    "data_table": "Table table",
    "first_screen": "article_opening headlines opening sides_note summary_html",
    "marking": "highlight",
    "notes": "Opening accuracy caution corpus first_of how_to_read made_with problems reliability save_tables scores "
    "scores_opening scores_table values",
    "outlets": "differences_table keyness_table left_out over_events over_time time_opening time_table verdicts",
    "phrases": "codebook concordance coverage lexicons_opening loaded_phrases loaded_sentences most_found overview "
    "phrase_rates position_counts try_term",
    "readability": "counted_twice counting counting_opening counting_table difficulty grades hardest",
    "side_by_side": "facts_grid frames_by_voice frames_grid frames_opening frames_table highlight_frames naming_grid "
    "naming_opening naming_table statements_grid",
    "speaking": "cue_classes most_quoted quotations sides_table speakers speaking_shares speaking_strip",
}
_HOMES = {name: f"framing.show.{module}" for module, names in _DISPLAYS.items() for name in names.split()}
#: A notebook plots what this computes.
_HOMES["by_period"] = "framing.compare.differences"
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    # Imported on first use: HTML alone should not wait for matplotlib.
    if name not in _HOMES:
        raise AttributeError(f"module 'framing.show' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
