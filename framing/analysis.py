"""The measures run over articles, and their findings as tidy tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.articles.article import MEASURED, Article
from framing.attribution.attribute import attribute
from framing.attribution.reading import Reading
from framing.measures import default_measures
from framing.measures.measure import Measure
from framing.text.cut import cut

ARTICLE_COLUMNS = ("article", "outlet", "date", "title", "event", "words", "sentences")
SENTENCE_COLUMNS = ("article", "sentence", "start", "end", "words", "section")
ERROR_COLUMNS = ("input", "record", "problem")


@dataclass
class Rows:
    """The rows of every table, gathered article by article; `columns` names each table's columns."""

    columns: dict[str, tuple[str, ...]]
    rows: dict[str, list[tuple[Any, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {table: [] for table in self.columns}

    def frames(self) -> dict[str, pd.DataFrame]:
        """Each table as a pandas frame."""
        return {table: pd.DataFrame(rows, columns=list(self.columns[table])) for table, rows in self.rows.items()}


def table_columns(measures: Sequence[Measure]) -> dict[str, tuple[str, ...]]:
    """The tables that these measures fill, and the columns of each."""
    columns = {
        "articles": ARTICLE_COLUMNS + tuple(f.name for m in measures for f in m.figures),
        "sentences": SENTENCE_COLUMNS + tuple(c for m in measures for c in m.sentence_columns),
    }
    for measure in measures:
        columns |= {table: ("article", *names) for table, names in measure.tables.items()}
    return columns | {"errors": ERROR_COLUMNS}


def read_voices(article: Article) -> Reading:
    """The article cut up and read for its voices: what every measure starts from."""
    return attribute(cut(article))


def add_article(rows: Rows, reading: Reading, measures: Sequence[Measure]) -> None:
    """Run the measures on one reading and add what they find to the tables."""
    document = reading.document
    article = document.article
    findings = [measure(reading) for measure in measures]
    summary = tuple(f.summary[figure.name] for m, f in zip(measures, findings, strict=True) for figure in m.figures)
    known = (article.id, article.outlet, article.date, article.title, article.event)
    rows.rows["articles"].append((*known, len(document.word_start), len(document.sentence_start), *summary))
    lengths = (document.sentence_first_word[1:] - document.sentence_first_word[:-1]).tolist()
    found = [f.sentences[c] for m, f in zip(measures, findings, strict=True) for c in m.sentence_columns]
    starts, ends = document.sentence_start.tolist(), document.sentence_end.tolist()
    sections = [str(MEASURED[code]) for code in document.sentence_section.tolist()]
    numbers = range(len(starts))
    ids = [article.id] * len(starts)
    rows.rows["sentences"].extend(zip(ids, numbers, starts, ends, lengths, sections, *found, strict=True))
    for finding in findings:
        for table, found_rows in finding.rows.items():
            rows.rows[table].extend((article.id, *row) for row in found_rows)


def analyze(articles: Iterable[Article], measures: Sequence[Measure] | None = None) -> dict[str, pd.DataFrame]:
    """The tidy tables of some articles, by table name."""
    chosen = default_measures() if measures is None else measures
    rows = Rows(table_columns(chosen))
    for article in articles:
        add_article(rows, read_voices(article), chosen)
    return rows.frames()
