"""The measures run over articles, and their findings as tidy tables."""

from __future__ import annotations

import gc
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.articles.article import MEASURED, Article
from framing.attribution.attribute import attribute, batches
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading
from framing.measures import default_measures
from framing.measures.measure import Findings, Measure
from framing.measures.phrasing.reasons import reasons_of
from framing.text.cut import cut, cut_all

ARTICLE_COLUMNS = ("article", "outlet", "date", "title", "event", "words", "sentences")
SENTENCE_COLUMNS = ("article", "sentence", "start", "end", "words", "section")
REASON_COLUMNS = ("sentence", "start", "end", "voice", "loaded", "reason", "adds")
ERROR_COLUMNS = ("input", "record", "problem")
#: An article's figures are kept to so many decimals: the last bits hang on the order in which a processor adds.
DECIMALS = 6
#: The names of the measured sections by their codes.
_SECTIONS = tuple(str(section) for section in MEASURED)
_SURROGATE = re.compile("[\ud800-\udfff]")


def table_columns(measures: Sequence[Measure]) -> dict[str, tuple[str, ...]]:
    """The tables that these measures fill, and the columns of each, in order."""
    columns = {
        "articles": ARTICLE_COLUMNS + tuple(figure.name for m in measures for figure in m.figures),
        "sentences": SENTENCE_COLUMNS + tuple(column for m in measures for column in m.sentence_columns),
    }
    for measure in measures:
        columns |= {table: ("article", *names) for table, names in measure.tables.items()}
    return columns | {"errors": ERROR_COLUMNS}


@dataclass
class Rows:
    """The rows of every table, gathered article by article; `columns` names each table's columns."""

    columns: Mapping[str, tuple[str, ...]]
    of: dict[str, list[tuple[Any, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        self.of = {table: [] for table in self.columns}

    def add(self, batch: Batch, measures: Sequence[Measure]) -> None:
        """Run the measures on a batch of readings and add what they find, in order."""
        findings = [measure.many(batch) for measure in measures]
        articles = [reading.document.article for reading in batch.readings]
        self.of["sentences"] += zip(*_sentences(batch), *_by_sentence(findings, measures), strict=True)
        summaries = _summaries(findings, measures, len(articles))
        for number, (article, *found) in enumerate(zip(articles, *findings, strict=True)):
            known = (article.id, article.outlet, article.date, article.title, article.event)
            words, sentences = batch.words_of(number), batch.sentences_of(number)
            sizes = (words.stop - words.start, sentences.stop - sentences.start)
            self.of["articles"].append((*known, *sizes, *summaries[number]))
            for each in found:
                for table, rows in each.rows.items():
                    self.of[table] += [(article.id, *row) for row in rows]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Each table as a pandas frame."""
        return {table: _frame(rows, list(self.columns[table])) for table, rows in self.of.items()}


def _sentences(batch: Batch) -> list[Sequence[Any]]:
    """The columns of `sentences` that no measure adds, in order."""
    document, sizes = batch.document, np.diff(batch.first_sentence)
    ids = [reading.document.article.id for reading in batch.readings]
    number = np.arange(len(document.sentence_start)) - np.repeat(batch.first_sentence[:-1], sizes)
    text_at = np.repeat(batch.text_at[:-1], sizes)
    return [
        list(chain.from_iterable(repeat(one, size) for one, size in zip(ids, sizes.tolist(), strict=True))),
        number.tolist(),
        (document.sentence_start - text_at).tolist(),
        (document.sentence_end - text_at).tolist(),
        np.diff(document.sentence_first_word).tolist(),
        [_SECTIONS[code] for code in document.sentence_section.tolist()],
    ]


def _summaries(findings: Sequence[Sequence[Findings]], measures: Sequence[Measure], articles: int) -> list[list[float]]:
    """The summary figures of each article, in the order of their columns."""
    columns = [
        [each.summary[figure.name] for each in found]
        for found, measure in zip(findings, measures, strict=True)
        for figure in measure.figures
    ]
    rows: list[list[float]] = np.round(np.array(columns, dtype=float).reshape(-1, articles), DECIMALS).T.tolist()
    return rows


def _by_sentence(findings: Sequence[Sequence[Findings]], measures: Sequence[Measure]) -> Iterator[Iterator[Any]]:
    """The columns of `sentences` that the measures add, in order."""
    for measure, found in zip(measures, findings, strict=True):
        for column in measure.sentence_columns:
            yield chain.from_iterable([each.sentences[column] for each in found])


def storable(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no table can hold; as long as it was."""
    return _SURROGATE.sub("\ufffd", text)


def _frame(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    try:
        return pd.DataFrame(rows, columns=columns)
    except UnicodeEncodeError:
        kept = [tuple(storable(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
        return pd.DataFrame(kept, columns=columns)


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for reference cycles at rest: an analysis makes millions of objects and no cycle, and looking
    through them again and again takes a tenth of its time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Analysis(Mapping[str, pd.DataFrame]):
    """The tables of some articles by name, and the articles themselves, so that a figure leads back to its words."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], articles: Sequence[Article]) -> None:
        self._tables = dict(tables)
        self.articles_read = tuple(articles)
        self._by_id = {article.id: article for article in articles}

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(table):,}" for name, table in self._tables.items())
        return f"<Analysis of {len(self.articles_read):,} articles; rows of {rows}>"

    def article(self, article_id: str) -> Article:
        """The article of that id; KeyError with the ids there are if it was not analysed."""
        try:
            return self._by_id[article_id]
        except KeyError:
            raise KeyError(f"no article {article_id!r} here; there are {', '.join(self._by_id)}") from None

    def _repr_html_(self) -> str:
        # What an analysis looks like is told two floors up; only a notebook asks for it.
        from importlib import import_module

        html: str = import_module("framing.show").summary_html(self)
        return html


def read_voices(article: Article) -> Reading:
    """The article cut up and read for its voices: what every measure starts from."""
    return attribute(cut(article))


def analyze(
    articles: Iterable[Article],
    *,
    measures: Sequence[Measure] | None = None,
    lexicons: Sequence[str | Path] = (),
    frames: str | Path | None = None,
    progress: bool = False,
) -> Analysis:
    """The tidy tables of some articles.

    `measures` are the default ones, with the user's own word lists at the paths `lexicons` joined in and the frames
    that `framing frames fit` wrote into the folder `frames` in place of the policy frames, unless others are given.
    `progress` shows a bar. What could not be read (`articles.errors`, where `articles` comes from `framing.read`) is
    listed in the table `errors`.
    """
    chosen = default_measures(lexicons, frames) if measures is None else measures
    rows = Rows(table_columns(chosen))
    given = list(articles)
    documents = cut_all(progress_bar(given, "articles") if progress else given)
    with uncollected():
        for batch in batches(documents):
            rows.add(batch, chosen)
    for error in getattr(articles, "errors", ()):
        rows.of["errors"].append((error.input, error.record, error.problem))
    return Analysis(rows.frames(), given)


def explain(article: Article) -> pd.DataFrame:
    """Why each sentence of an article has its score `loaded`: a row per reason, of each sentence the greatest first.

    `adds` is what a word, or what the style has more or less of than usual, adds to the log-odds of `loaded`; with the
    last row, what an average sentence has, the rows of a sentence sum to these log-odds. `voice` is that of most of the
    sentence's words. A sentence without a word has no row.
    """
    reading = read_voices(article)
    document, rows = reading.document, []
    first = document.sentence_first_word.tolist()
    for number, found in enumerate(reasons_of(reading)):
        if found:
            odds = sum(reason.adds for reason in found)
            voices = np.bincount(reading.word_voice[first[number] : first[number + 1]])
            place = (int(document.sentence_start[number]), int(document.sentence_end[number]))
            score = (str(VOICES[int(voices.argmax())]), round(1 / (1 + math.exp(-odds)), 4))
            rows += [(number, *place, *score, *reason) for reason in found]
    return pd.DataFrame(rows, columns=list(REASON_COLUMNS))


def progress_bar(items: Iterable[Article], unit: str, total: int | None = None) -> Iterable[Article]:
    """The items, with a bar that shows rate and time left in a terminal or a notebook."""
    from tqdm.auto import tqdm

    bar: Iterable[Article] = tqdm(items, unit=f" {unit}", total=total, dynamic_ncols=True)
    return bar
