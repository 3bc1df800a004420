"""An artefact and its cure: outlets that write "Mr." look easier to read where sentences are miscounted."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import Section
from framing.measures.readability.formulas import flesch_kincaid_grade
from framing.measures.readability.word_counts import COLUMN
from framing.show import colours
from framing.show.names import short
from framing.show.picture import Picture, canvas, name_rows, picture
from framing.show.table import Table, table
from framing.text import Document

#: From so many titles in 1,000 words on, an outlet is taken to write them by its style.
BY_STYLE = 2.0
#: Outlets with fewer articles are left out.
FEWEST_ARTICLES = 5
#: At most so many outlets are drawn, those with the most titles and those with the fewest.
MOST_OUTLETS = 16

_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\. [A-Z]")
_CAPTION = (
    "Median Flesch–Kincaid grade of each outlet's articles: hollow with textstat's counts, filled with ours. The same "
    "formula, so the distance is one of counting. The number is titles (“Mr.”) in 1,000 words; most titles on top."
)


def counted_twice(analysis: Analysis) -> pd.DataFrame:
    """Each article by both counts: `outlet, words, titles, sentences, sentences_textstat, grade, grade_textstat`.

    Both see the body alone, and textstat's grade is given our syllables, since it fetches a dictionary for its own:
    the two grades differ by how words and sentences are counted. `titles` are Mr., Mrs., Ms. and Dr. before a name.
    """
    import textstat

    rows = []
    for article, figures in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True):
        body = body_text(analysis.reading(article.id).document)
        if not body or np.isnan(figures["flesch_kincaid_grade"]):
            continue
        sentences = textstat.sentence_count(body)
        rows.append(
            (
                article.outlet or article.id,
                int(figures["body_words"]),
                len(_TITLE.findall(body)),
                int(figures["body_sentences"]),
                sentences,
                figures["flesch_kincaid_grade"],
                _grade(textstat.lexicon_count(body), sentences, figures["body_syllables"]),
            )
        )
    columns = ["outlet", "words", "titles", "sentences", "sentences_textstat", "grade", "grade_textstat"]
    return pd.DataFrame(rows, columns=columns)


def by_outlet(counted: pd.DataFrame) -> pd.DataFrame:
    """The medians per outlet with enough articles, those that write the most titles first."""
    grouped = counted.groupby("outlet")
    told = grouped.agg(
        articles=("grade", "size"), grade=("grade", "median"), grade_textstat=("grade_textstat", "median")
    )
    told.insert(1, "titles_per_1000", 1000 * grouped["titles"].sum() / grouped["words"].sum())
    told["sentences_ratio"] = grouped["sentences_textstat"].sum() / grouped["sentences"].sum()
    enough = told["articles"] >= min(FEWEST_ARTICLES, int(told["articles"].max()) if len(told) else 0)
    return told[enough].sort_values(["titles_per_1000", "articles"], ascending=False, kind="stable").reset_index()


def counting(counted: pd.DataFrame) -> Picture:
    """The two grades of each outlet, titles most first."""
    told = by_outlet(counted)
    drawn = (
        told if len(told) <= MOST_OUTLETS else pd.concat([told.head(MOST_OUTLETS // 2), told.tail(MOST_OUTLETS // 2)])
    )
    said = []
    with canvas(0.9 + 0.36 * max(len(drawn), 1)) as (figure, axes):
        for row, outlet in enumerate(drawn.to_dict("records")):
            _pair(axes, row, outlet)
            said.append(
                f"{outlet['outlet']}: {outlet['grade_textstat']:.1f} by textstat, {outlet['grade']:.1f} by ours"
            )
        name_rows(axes, [short(outlet) for outlet in drawn["outlet"]])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel("Flesch–Kincaid grade (U.S. school years; higher is harder)")
        axes.margins(x=0.1)
        alt = "Flesch–Kincaid grade by two ways of counting. " + "; ".join(said) + "."
        return picture(figure, alt, _CAPTION)


def counting_table(counted: pd.DataFrame) -> Table:
    """Outlets that write titles by their style, and the others, by both counts."""
    told = by_outlet(counted)
    style = np.where(told["titles_per_1000"] >= BY_STYLE, "writes “Mr.”", "does not")
    grouped = told.assign(style=style).groupby("style", sort=False)
    frame = grouped.agg(
        outlets=("outlet", "size"),
        articles=("articles", "sum"),
        grade=("grade", "median"),
        grade_textstat=("grade_textstat", "median"),
        sentences_ratio=("sentences_ratio", "median"),
    ).reset_index()
    labels = {"grade_textstat": "grade by textstat", "sentences_ratio": "textstat's sentences for each of ours"}
    caption = f"Outlets with at least {BY_STYLE:g} titles in 1,000 words, and the others: median grade by both counts."
    return table(frame, caption, labels=labels)


def body_text(document: Document) -> str:
    """The paragraphs of an article's body, a line each."""
    parts = [part for part in document.paragraphs if part.section is Section.BODY]
    return "\n".join(document.text[part.start : part.end] for part in parts)


def _pair(axes: Any, row: int, outlet: dict[Any, Any]) -> None:
    colour = colours.SIDES[0].light
    ends = [outlet["grade_textstat"], outlet["grade"]]
    axes.plot(ends, [row, row], color=colour, linewidth=2, alpha=0.5)
    axes.plot(ends[:1], [row], marker="o", markersize=7, color=colour, markerfacecolor=colours.PAPER.light)
    axes.plot(ends[1:], [row], marker="o", markersize=7, color=colour)
    words = f"{outlet['titles_per_1000']:.1f}"
    axes.annotate(words, (max(ends), row), (9, 0), textcoords="offset points", va="center", color=colours.MUTED.light)


def _grade(words: int, sentences: int, syllables: float) -> float:
    """The Flesch–Kincaid grade by these counts."""
    counts = np.zeros(len(COLUMN))
    counts[[COLUMN["words"], COLUMN["sentences"], COLUMN["syllables"]]] = words, sentences, syllables
    return float(flesch_kincaid_grade(counts))
