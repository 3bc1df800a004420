"""Results as people look at them: the highlighted article, charts, tables, and the notes that every report needs.

Everything here displays itself in JupyterLab and in a report, escapes what comes from articles, and gives the same
bytes for the same input.
"""

from framing.show.along import position_counts, positions, speaking_strip
from framing.show.compared import (
    differences_table,
    facts_grid,
    keyness_table,
    leads,
    naming_grid,
    naming_table,
    statements_grid,
    verdicts,
)
from framing.show.concordance import concordance, coverage, most_met, try_term
from framing.show.counting import counted_twice, counting, counting_table
from framing.show.cues import cue_asymmetry, cue_classes, cue_codebook
from framing.show.difficulty import difficulty, hardest
from framing.show.events import over_events
from framing.show.figures import figures
from framing.show.found import loaded_phrases, quotations, sides_table
from framing.show.frame_cues import highlight_frames
from framing.show.frames import frames_along, frames_by_voice, frames_grid, frames_table
from framing.show.grades import grades
from framing.show.highlight import highlight
from framing.show.loaded import loaded_sentences
from framing.show.notes import (
    caution,
    codebook,
    corpus,
    event_card,
    first_of,
    how_to_read,
    made_with,
    problems,
    save_tables,
)
from framing.show.picture import Link, Picture
from framing.show.rates import phrase_rates
from framing.show.scores import accuracy, audit_table, mistakes_table, reliability, scores, scores_table
from framing.show.speakers import speakers, speaking_shares
from framing.show.summary import overview, summary_html
from framing.show.table import Table, table
from framing.show.time import by_period, left_out, over_time, time_table

__all__ = [
    "Link",
    "Picture",
    "Table",
    "accuracy",
    "audit_table",
    "by_period",
    "caution",
    "codebook",
    "concordance",
    "corpus",
    "counted_twice",
    "counting",
    "counting_table",
    "coverage",
    "cue_asymmetry",
    "cue_classes",
    "cue_codebook",
    "differences_table",
    "difficulty",
    "event_card",
    "facts_grid",
    "figures",
    "first_of",
    "frames_along",
    "frames_by_voice",
    "frames_grid",
    "frames_table",
    "grades",
    "hardest",
    "highlight",
    "highlight_frames",
    "how_to_read",
    "keyness_table",
    "leads",
    "left_out",
    "loaded_phrases",
    "loaded_sentences",
    "made_with",
    "mistakes_table",
    "most_met",
    "naming_grid",
    "naming_table",
    "over_events",
    "over_time",
    "overview",
    "phrase_rates",
    "position_counts",
    "positions",
    "problems",
    "quotations",
    "reliability",
    "save_tables",
    "scores",
    "scores_table",
    "sides_table",
    "speakers",
    "speaking_shares",
    "speaking_strip",
    "statements_grid",
    "summary_html",
    "table",
    "time_table",
    "try_term",
    "verdicts",
]
