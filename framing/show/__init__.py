"""Results as people look at them: the highlighted article, charts, tables, and the notes that every report needs.

Everything here displays itself in JupyterLab and in a report, escapes what comes from articles, and gives the same
bytes for the same input.
"""

from framing.show.along import position_counts, positions, speaking_strip
from framing.show.cues import cue_asymmetry, cue_classes
from framing.show.grades import grades
from framing.show.highlight import highlight
from framing.show.notes import caution, codebook, corpus, how_to_read, made_with, problems, save_tables
from framing.show.picture import Link, Picture
from framing.show.rates import phrase_rates
from framing.show.speakers import speakers, speaking_shares
from framing.show.summary import overview, summary_html
from framing.show.table import Table, table

__all__ = [
    "Link",
    "Picture",
    "Table",
    "caution",
    "codebook",
    "corpus",
    "cue_asymmetry",
    "cue_classes",
    "grades",
    "highlight",
    "how_to_read",
    "made_with",
    "overview",
    "phrase_rates",
    "position_counts",
    "positions",
    "problems",
    "save_tables",
    "speakers",
    "speaking_shares",
    "speaking_strip",
    "summary_html",
    "table",
]
