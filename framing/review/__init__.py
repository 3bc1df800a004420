"""Check the tool on your own articles: rows drawn to be judged, scores, and rates corrected by them.

| name | what it does |
|---|---|
| `analysed` | tables and articles of some inputs |
| `draw` | draw rows of an analysis, each with a known chance |
| `write`, `read`, `judge` | sheets to judge, and judged sheets; judging in JupyterLab |
| `score` | precision, recall, agreement, classes of errors, a paragraph for a methods section |
| `summary`, `wrong_rows` | how many rows stand, and the others |
| `corrected` | raw and corrected rates of each outlet, and their differences |
"""

from framing.review.sampling import CannotSample, Sample, analysed, draw
from framing.review.scoring import Scores, corrected, same_rows, score, summary, wrong_rows
from framing.review.sheet import Judged, judge, read, shown, write

__all__ = [
    "CannotSample",
    "Judged",
    "Sample",
    "Scores",
    "analysed",
    "corrected",
    "draw",
    "judge",
    "read",
    "same_rows",
    "score",
    "shown",
    "summary",
    "write",
    "wrong_rows",
]
