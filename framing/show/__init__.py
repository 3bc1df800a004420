"""Results as people look at them: what stands out, the marked article, charts, tables, and notes on method.

Everything here displays itself in JupyterLab and in a report, escapes what comes from articles, and gives the same
bytes for the same input.
"""

from framing.show.data_table import Table, table
from framing.show.first_screen import article_opening, headlines, opening, sides_note, summary_html
from framing.show.marking import highlight
from framing.show.notes import (
    accuracy,
    caution,
    corpus,
    first_of,
    how_to_read,
    made_with,
    problems,
    question,
    reliability,
    save_tables,
    scores,
    scores_opening,
    scores_table,
    values,
)
from framing.show.outlets import (
    by_period,
    differences_table,
    keyness_table,
    left_out,
    over_events,
    over_time,
    time_opening,
    time_table,
    verdicts,
)
from framing.show.phrases import (
    codebook,
    concordance,
    coverage,
    lexicons_opening,
    loaded_phrases,
    loaded_sentences,
    most_found,
    overview,
    phrase_rates,
    position_counts,
    try_term,
)
from framing.show.picture import Picture
from framing.show.reading import counted_twice, counting, counting_opening, counting_table, difficulty, grades, hardest
from framing.show.shared import (
    facts_grid,
    frames_by_voice,
    frames_grid,
    frames_opening,
    frames_table,
    highlight_frames,
    naming_grid,
    naming_opening,
    naming_table,
    statements_grid,
)
from framing.show.speaking import (
    cue_classes,
    most_quoted,
    quotations,
    sides_table,
    speakers,
    speaking_shares,
    speaking_strip,
)

__all__ = [
    "Picture", "Table", "accuracy", "article_opening", "by_period", "caution", "codebook", "concordance", "corpus",
    "counted_twice", "counting", "counting_opening", "counting_table", "coverage", "cue_classes",
    "differences_table", "difficulty", "facts_grid", "first_of", "frames_by_voice", "frames_grid", "frames_opening",
    "frames_table", "grades", "hardest", "headlines", "highlight", "highlight_frames", "how_to_read",
    "keyness_table", "left_out", "lexicons_opening", "loaded_phrases", "loaded_sentences", "made_with",
    "most_found", "most_quoted", "naming_grid", "naming_opening", "naming_table", "opening", "over_events",
    "over_time", "overview", "phrase_rates", "position_counts", "problems", "question", "quotations", "reliability",
    "save_tables", "scores", "scores_opening", "scores_table", "sides_note", "sides_table", "speakers",
    "speaking_shares", "speaking_strip", "statements_grid", "summary_html", "table", "time_opening", "time_table",
    "try_term", "values", "verdicts",
]  # fmt: skip
