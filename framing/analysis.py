"""Run the measures over articles; the results are tidy tables."""

from __future__ import annotations

import gc
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.articles.article import MEASURED, WARNING, Article
from framing.attribution.batch import Batch
from framing.attribution.reading import VOICES, Reading
from framing.measures import default_measures
from framing.measures.measure import Columns, Measure, columns_of
from framing.measures.phrasing.sentence_model import reasons_of
from framing.tables import TABLES, column_names, dataframe
from framing.text.batch import batched

if TYPE_CHECKING:
    import pandas as pd

EXPLAIN_COLUMNS = ("sentence", "start", "end", "voice", "loaded", "reason", "adds")
#: Decimals of an article's values; the last bits depend on the order in which a processor adds.
DECIMALS = 6
#: The columns of `sentences` that no measure fills.
_EVERY_SENTENCE = ("article", "sentence", "start", "end", "words", "section")
#: The names of the measured sections by their codes.
_SECTIONS = tuple(str(section) for section in MEASURED)


def table_columns(measures: Sequence[Measure]) -> dict[str, tuple[str, ...]]:
    """The tables that these measures fill, and the columns of each, in order."""
    filled = {"articles", "sentences", "errors", *chain.from_iterable(measure.tables for measure in measures)}
    asked = {*_EVERY_SENTENCE, *chain.from_iterable(measure.sentence_columns for measure in measures)}
    columns = {table: column_names(table) for table in TABLES if table in filled}
    columns["articles"] += tuple(column.name for measure in measures for column in measure.summary_columns)
    columns["sentences"] = tuple(name for name in columns["sentences"] if name in asked)
    return columns


class TableBuilder:
    """Builds every table, batch by batch; `cells` has each table's columns by name."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = tuple(measures)
        self.cells: dict[str, dict[str, list[Any]]] = {
            table: {name: [] for name in names} for table, names in table_columns(measures).items()
        }

    def count(self, table: str) -> int:
        """How many rows a table has so far."""
        return len(next(iter(self.cells[table].values())))

    def add_articles(self, articles: Iterable[Article], batches: list[Batch] | None = None) -> None:
        """Cut, read and measure the articles into rows; `errors` lists failures. `batches` collects the batches."""
        for group in batched(articles):
            self._add_group(group, batches)

    def _add_group(self, group: Sequence[Article], batches: list[Batch] | None) -> None:
        before = {table: self.count(table) for table in self.cells}
        try:
            batch = Batch.of_articles(group)
            self._add(batch)
        except MemoryError:
            raise
        except Exception as error:
            for table, cells in self.cells.items():
                for column in cells.values():
                    del column[before[table] :]
            if len(group) > 1:
                for article in group:
                    self._add_group([article], batches)
            else:
                why = f"{type(error).__name__}: {error}"
                what = f"the analysis failed ({why}); please report it, with this text if you may"
                self.add_error(group[0].input, group[0].record, what)
            return
        if batches is not None:
            batches.append(batch)

    def _add(self, batch: Batch) -> None:
        measured = [measure(batch) for measure in self.measures]
        articles = [document.article for document in batch.documents]
        for article in articles:
            for note in article.notes:
                self.add_error(article.input, article.record, f"{WARNING}{note}")
        ids = [article.id for article in articles]
        known = (ids, *([getattr(a, name) for a in articles] for name in ("outlet", "date", "title", "event")))
        sizes = (np.diff(batch.first_word).tolist(), np.diff(batch.first_sentence).tolist())
        self._extend("articles", (*known, *sizes, *_summaries(measured)))
        self._extend("sentences", _sentences(batch, ids, measured, tuple(self.cells["sentences"])))
        for columns in measured:
            for table, cells in columns.tables.items():
                of_article = [ids[number] for number in cells["article"]]
                self._extend(table, (of_article if name == "article" else cells[name] for name in self.cells[table]))

    def _extend(self, table: str, columns: Iterable[Sequence[Any]]) -> None:
        for cells, more in zip(self.cells[table].values(), columns, strict=True):
            cells.extend(more)

    def add_error(self, name: str | None, record: int | None, problem: str) -> None:
        """List an input that could not be read, or a warning about one that was."""
        self._extend("errors", ((name,), (record,), (problem,)))

    def frames(self) -> dict[str, pd.DataFrame]:
        """Each table as a DataFrame."""
        return {table: dataframe(cells) for table, cells in self.cells.items()}


def _summaries(measured: Sequence[Columns]) -> list[list[float]]:
    """The summary values, a column each."""
    columns = [values for each in measured for values in each.summary.values()]
    rounded: list[list[float]] = np.round(np.array(columns, dtype=float), DECIMALS).tolist()
    return rounded


def _sentences(
    batch: Batch, ids: Sequence[str], measured: Sequence[Columns], names: Sequence[str]
) -> Iterator[Sequence[Any]]:
    """The columns of `sentences`, in order."""
    document, sizes = batch.document, np.diff(batch.first_sentence)
    number = np.arange(len(document.sentence_start)) - np.repeat(batch.first_sentence[:-1], sizes)
    text_start = np.repeat(batch.text_start[: len(ids)], sizes)
    known: dict[str, Sequence[Any]] = {
        "article": list(chain.from_iterable(repeat(one, size) for one, size in zip(ids, sizes.tolist(), strict=True))),
        "sentence": number.tolist(),
        "start": (document.sentence_start - text_start).tolist(),
        "end": (document.sentence_end - text_start).tolist(),
        "words": np.diff(document.sentence_first_word).tolist(),
        "section": [_SECTIONS[code] for code in document.sentence_section.tolist()],
    }
    for columns in measured:
        known |= columns.sentences
    return (known[name] for name in names)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the garbage collector, which takes a tenth of the time; an analysis makes no reference cycles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Analysis(dict[str, "pd.DataFrame"]):
    """The tables of some articles by name, with the articles and readings behind them.

    `named_by` is the field of an article that its displays name it by.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], articles: Sequence[Article], batches: Sequence[Batch] = ()
    ) -> None:
        super().__init__(tables)
        self.articles_read = tuple(articles)
        self.named_by = "outlet"
        self._by_id = {article.id: article for article in articles}
        self._place = {
            document.article.id: (batch, number) for batch in batches for number, document in enumerate(batch.documents)
        }

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(table):,}" for name, table in self.items())
        return f"<Analysis of {len(self.articles_read):,} articles; rows of {rows}>"

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError, with the known ids, if it was not analysed."""
        try:
            return self._by_id[article_id]
        except KeyError:
            raise KeyError(f"no article {article_id!r} here; there are {', '.join(self._by_id)}") from None

    def reading(self, article_id: str) -> Reading:
        """The reading of the article with that id; KeyError if it was not analysed."""
        if article_id not in self._place:
            self._place[article_id] = Batch.of_articles([self.article(article_id)]), 0
        batch, number = self._place[article_id]
        return batch.readings[number]

    def _repr_html_(self) -> str:
        # The display is two floors up, and only a notebook needs it.
        from importlib import import_module

        html: str = import_module("framing.show").summary_html(self)
        return html


def read_voices(article: Article) -> Reading:
    """The article's reading: its segments, attributions and voices, from which every measure starts."""
    return Batch.of_articles([article]).readings[0]


def analyze(
    articles: str | Iterable[Article],
    *,
    measures: Sequence[Measure] | None = None,
    lexicons: Sequence[str | Path] = (),
    frames: str | Path | None = None,
    progress: bool = False,
) -> Analysis:
    """The tidy tables of some articles, or of one text.

    By default all measures run; the word lists at the paths `lexicons` are added, and the folder `frames`, from
    `framing frames fit`, replaces the policy frames. `progress` shows a bar. The table `errors` lists what could not be
    read (`articles.errors`, from `framing.read`) and articles whose analysis fails. Raises ValueError for a path in
    place of a text, and for two articles with one id.
    """
    if isinstance(articles, str) and _is_path(articles):
        raise ValueError(f"{articles} is a file or folder, not a text; use framing.analyze(framing.read({articles!r}))")
    rows = TableBuilder(default_measures(lexicons, frames) if measures is None else measures)
    inputs: Iterable[Article] = [Article("text", articles)] if isinstance(articles, str) else list(articles)
    if again := [article_id for article_id, times in Counter(article.id for article in inputs).items() if times > 1]:
        raise ValueError(f"several articles have the id {again[0]!r}; give each its own")
    for error in getattr(articles, "errors", ()):
        rows.add_error(error.input, error.record, error.problem)
    batches: list[Batch] = []
    if progress:
        from tqdm.auto import tqdm

        inputs = tqdm(inputs, unit=" articles", dynamic_ncols=True)
    with gc_paused():
        rows.add_articles(inputs, batches)
    analysed = [document.article for batch in batches for document in batch.documents]
    return Analysis(rows.frames(), analysed, batches)


def _is_path(text: str) -> bool:
    """Whether a text is the name of a file, or of a folder with a slash in it."""
    try:
        return Path(text).is_file() or ("/" in text and Path(text).is_dir())
    except (OSError, ValueError):  # too long for a path, or with a character that no path has
        return False


def explain(article: Article | Reading) -> pd.DataFrame:
    """Why each sentence of an article has its score `loaded`: a row per reason, a sentence's greatest first.

    `adds` is what a word, or a feature of style, adds to the log-odds of `loaded`. The rows of a sentence sum to its
    log-odds; the last row is the baseline of an average sentence. `voice` is that of most of the sentence's words. A
    sentence without a word has no row.
    """
    reading = article if isinstance(article, Reading) else read_voices(article)
    document, rows = reading.document, []
    first = document.sentence_first_word.tolist()
    for number, reasons in enumerate(reasons_of(reading)):
        if reasons:
            odds = sum(reason.adds for reason in reasons)
            voices = np.bincount(reading.word_voice[first[number] : first[number + 1]])
            place = (int(document.sentence_start[number]), int(document.sentence_end[number]))
            score = (str(VOICES[int(voices.argmax())]), round(1 / (1 + math.exp(-odds)), 4))
            rows += [(number, *place, *score, *reason) for reason in reasons]
    return dataframe(columns_of(EXPLAIN_COLUMNS, rows))
