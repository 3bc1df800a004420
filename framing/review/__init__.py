"""Check the tool on your own articles: rows drawn to be judged, scores, and rates corrected by them.

| name | what it does |
|---|---|
| `read_inputs` | tables and articles of some inputs |
| `draw` | draw rows of an analysis, each with a known chance |
| `rows_to_judge`, `write` | the drawn rows in their context, and the sheet and page to judge them on |
| `judge`, `read` | judge in JupyterLab; read judged sheets |
| `score` | precision, recall, agreement, classes of errors, a paragraph for a methods section |
| `summary`, `wrong_rows` | how many rows are right, and the others |
| `corrected`, `same_rows` | corrected rates of each outlet; the articles that they can be compared on |
"""

from framing.review.sampling import CannotSample, Sample, draw, read_inputs
from framing.review.scoring import Scores, corrected, same_rows, score, summary, wrong_rows
from framing.review.sheet import Judged, judge, read, rows_to_judge, write

__all__ = [
    "CannotSample",
    "Judged",
    "Sample",
    "Scores",
    "corrected",
    "draw",
    "judge",
    "read",
    "read_inputs",
    "rows_to_judge",
    "same_rows",
    "score",
    "summary",
    "write",
    "wrong_rows",
]
