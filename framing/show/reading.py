"""How hard each account is to read, its hardest sentences, and what miscounted sentences do to a grade."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import Section
from framing.compare.highlights import times
from framing.measures.readability import FEW_SENTENCES, ease_along, hardest_sentences
from framing.measures.readability.formulas import flesch_kincaid_grade
from framing.measures.readability.measure import WINDOW
from framing.measures.readability.word_counts import COLUMN
from framing.show import picture as colours
from framing.show.accounts import Sentences, account_names, short, shown_articles
from framing.show.data_table import Table, table
from framing.show.first_screen import Opening, question
from framing.show.picture import BEHIND, Picture, canvas, name_rows, picture
from framing.text.document import Document

#: From so many titles in 1,000 words on, an outlet is taken to write them by its style.
BY_STYLE = 2.0
#: Outlets with fewer articles are left out.
FEWEST_ARTICLES = 5
#: Outlets that are drawn: half of them those with the most titles, half those with the fewest.
MOST_OUTLETS = 16

_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\. [A-Z]")
_GRADES = (
    "{label} of the body of each account, with 95% bootstrap intervals over sentences. Grey: fewer than 10 sentences."
)
_ALONG = f"Reading ease of every {WINDOW} sentences in a row: higher is easier."
_COUNTING = (
    "Median Flesch–Kincaid grade of each outlet's articles: hollow with textstat's counts, filled with ours. The "
    "number is titles (“Mr.”) in 1,000 words."
)


def grades(
    analysis: Mapping[str, pd.DataFrame],
    figure: str = "flesch_kincaid_grade",
    label: str = "Flesch–Kincaid grade (higher is harder)",
) -> Picture:
    """A readability measure of each account with its interval."""
    articles = analysis["articles"]
    articles = articles[articles["article"].isin(shown_articles(analysis))]
    names = account_names(analysis["articles"])
    with canvas(0.75 + 0.3 * max(len(articles), 1)) as (drawing, axes):
        said = []
        for row, account in enumerate(articles.to_dict("records")):
            ends = (account[f"{figure}_low"], account[f"{figure}_high"])
            few = _row(axes, row, account[figure], ends, account["body_sentences"])
            interval = f"{_known(account[figure])}, interval {_known(ends[0])} to {_known(ends[1])}"
            said.append(f"{names[account['article']]}: {interval}{few}")
        name_rows(axes, [names[article] for article in articles["article"]])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel(label)
        left, right = axes.get_xlim()
        axes.set_xlim(left, right + 0.3 * (right - left))
        return picture(drawing, f"{label}. " + "; ".join(said) + ".", _GRADES.format(label=label.split(" (")[0]))


def _row(axes: Any, row: int, value: float, ends: tuple[float, float], sentences: float) -> str:
    """Draw one account; what its description adds where its sentences are few."""
    few = not sentences >= FEW_SENTENCES
    colour = colours.NO_SIDE.light if few else colours.SIDES[0].light
    if not np.isnan(ends[0]):
        axes.plot(ends, [row, row], color=colour, linewidth=3, alpha=0.4 if few else 0.55)
    if not np.isnan(value):
        axes.plot([value], [row], marker="o", markersize=6, color=colour, markerfacecolor="none" if few else colour)
        place = (float(np.nanmax([value, ends[1]])), row)
        words = f"{value:.1f}" + (", too few sentences" if few else "")
        style = {"va": "center", "color": colours.MUTED.light, "bbox": BEHIND}
        axes.annotate(words, place, (7, 0), textcoords="offset points", **style)
    return ", too few sentences" if few else ""


def _known(value: float) -> str:
    return "undefined" if np.isnan(value) else f"{value:.1f}"


def difficulty(analysis: Analysis, article: str) -> Picture:
    """Reading ease along one account."""
    document = analysis.reading(article).document
    along = ease_along(document)
    at = np.searchsorted(document.word_start, [(stretch.start + stretch.end) / 2 for stretch in along])
    values = [stretch.reading_ease for stretch in along]
    with canvas(1.9) as (drawing, axes):
        axes.plot(at, values, color=colours.SIDES[0].light, marker="o" if len(at) == 1 else "", linewidth=2)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.set_xlabel("words into the account")
        axes.set_ylabel("reading ease")
        said = f"{values[0]:.0f} at first, {min(values):.0f} at the hardest" if values else "too short a text"
        return picture(drawing, f"Reading ease along the account: {said}.", _ALONG)


def hardest(analysis: Analysis, most: int = 3, keep_text: bool = True) -> Table:
    """The hardest sentences of each account, each leading to its place."""
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    rows = [
        (article.text[place.start : place.end], names[article.id], place.reading_ease, article.id, place.start)
        for article in analysis.articles_read
        for place in hardest_sentences(analysis.reading(article.id).document, most)
    ]
    frame = pd.DataFrame(rows, columns=["sentence", "account", "reading ease", "article", "start"])
    anchors = [places.anchor(article, start) for *_, article, start in rows]
    shown = frame[["sentence", "account", "reading ease"]]
    caption = f"The {most} hardest sentences of each account, by reading ease (higher is easier)."
    return table(shown, caption, links={"sentence": anchors}, digits={"reading ease": 1}, keep_text=keep_text)


def counted_twice(analysis: Analysis) -> pd.DataFrame:
    """Each article by both counts: `outlet, words, titles, sentences, sentences_textstat, grade, grade_textstat`.

    Both see the body alone, and textstat's grade gets our syllables, since it fetches a dictionary for its own. The two
    grades differ by how words and sentences are counted. `titles` are Mr., Mrs., Ms. and Dr. before a name.
    """
    import textstat

    rows = []
    for article, values in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True):
        body = _body(analysis.reading(article.id).document)
        if not body or np.isnan(values["flesch_kincaid_grade"]):
            continue
        sentences = textstat.sentence_count(body)
        sizes = (int(values["body_words"]), len(_TITLE.findall(body)), int(values["body_sentences"]), sentences)
        theirs = _grade(textstat.lexicon_count(body), sentences, values["body_syllables"])
        rows.append((article.outlet or article.id, *sizes, values["flesch_kincaid_grade"], theirs))
    columns = ["outlet", "words", "titles", "sentences", "sentences_textstat", "grade", "grade_textstat"]
    return pd.DataFrame(rows, columns=columns)


def _grade(words: int, sentences: int, syllables: float) -> float:
    """The Flesch–Kincaid grade by these counts."""
    counts = np.zeros(len(COLUMN))
    counts[[COLUMN["words"], COLUMN["sentences"], COLUMN["syllables"]]] = words, sentences, syllables
    return float(flesch_kincaid_grade(counts))


def by_outlet(counted: pd.DataFrame) -> pd.DataFrame:
    """The medians per outlet with enough articles, those that write the most titles first."""
    grouped = counted.groupby("outlet")
    medians = grouped.agg(
        articles=("grade", "size"), grade=("grade", "median"), grade_textstat=("grade_textstat", "median")
    )
    medians.insert(1, "titles_per_1000", 1000 * grouped["titles"].sum() / grouped["words"].sum())
    medians["sentences_ratio"] = grouped["sentences_textstat"].sum() / grouped["sentences"].sum()
    enough = medians["articles"] >= min(FEWEST_ARTICLES, int(medians["articles"].max()) if len(medians) else 0)
    order = ["titles_per_1000", "articles"]
    return medians[enough].sort_values(order, ascending=False, kind="stable").reset_index()


def counting(counted: pd.DataFrame) -> Picture:
    """The two grades of each outlet, titles most first."""
    rows = by_outlet(counted)
    half = MOST_OUTLETS // 2
    drawn = rows if len(rows) <= MOST_OUTLETS else pd.concat([rows.head(half), rows.tail(half)])
    said = []
    with canvas(0.8 + 0.28 * max(len(drawn), 1)) as (drawing, axes):
        for row, outlet in enumerate(drawn.to_dict("records")):
            _pair(axes, row, outlet)
            said.append(
                f"{outlet['outlet']}: {outlet['grade_textstat']:.1f} by textstat, {outlet['grade']:.1f} by ours"
            )
        name_rows(axes, [short(outlet) for outlet in drawn["outlet"]])
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel("Flesch–Kincaid grade (higher is harder)")
        axes.margins(x=0.15)
        return picture(drawing, "Flesch–Kincaid grade by two ways of counting. " + "; ".join(said) + ".", _COUNTING)


def counting_opening(counted: pd.DataFrame) -> Opening:
    """The first screen: what the two counts say, in a sentence."""
    rows = by_outlet(counted)
    style = rows[rows["titles_per_1000"] >= BY_STYLE]
    answer = f"None of the {times(len(rows), 'outlet')} here writes “Mr.” often enough to show the effect."
    if len(style):
        gap = float((style["grade"] - style["grade_textstat"]).median())
        way = "lower" if gap >= 0 else "higher"
        answer = f"By textstat's counts, outlets that write “Mr.” come out {abs(gap):.1f} grades {way} than by ours."
    title = "Does a newspaper get easier to read by writing “Mr.”?"
    return question(title, times(len(counted), "article"), answer)


def counting_table(counted: pd.DataFrame) -> Table:
    """Outlets that write titles by their style, and the others, by both counts."""
    rows = by_outlet(counted)
    style = np.where(rows["titles_per_1000"] >= BY_STYLE, "writes “Mr.”", "does not")
    frame = (
        rows.assign(style=style)
        .groupby("style", sort=False)
        .agg(
            outlets=("outlet", "size"),
            articles=("articles", "sum"),
            grade=("grade", "median"),
            grade_textstat=("grade_textstat", "median"),
            sentences_ratio=("sentences_ratio", "median"),
        )
        .reset_index()
    )
    labels = {"grade_textstat": "grade by textstat", "sentences_ratio": "textstat's sentences for each of ours"}
    caption = f"Outlets with at least {BY_STYLE:g} titles in 1,000 words, and the others: median grade by both counts."
    return table(frame, caption, labels=labels)


def _body(document: Document) -> str:
    """The paragraphs of an article's body, a line each."""
    parts = [part for part in document.paragraphs if part.section is Section.BODY]
    return "\n".join(document.text[part.start : part.end] for part in parts)


def _pair(axes: Any, row: int, outlet: Mapping[Any, Any]) -> None:
    colour = colours.SIDES[0].light
    ends: Sequence[float] = [outlet["grade_textstat"], outlet["grade"]]
    axes.plot(ends, [row, row], color=colour, linewidth=2, alpha=0.5)
    axes.plot(ends[:1], [row], marker="o", markersize=6, color=colour, markerfacecolor=colours.PAPER.light)
    axes.plot(ends[1:], [row], marker="o", markersize=6, color=colour)
    words = f"{outlet['titles_per_1000']:.1f}"
    axes.annotate(words, (max(ends), row), (8, 0), textcoords="offset points", va="center", color=colours.MUTED.light)
