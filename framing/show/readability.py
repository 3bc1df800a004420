"""How hard each account is to read, its hardest sentences, and how miscounted sentences move a grade."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import Section
from framing.compare.wording import times
from framing.measures.readability import FEW_SENTENCES, ease_along, hardest_sentences
from framing.measures.readability.formulas import flesch_kincaid_grade
from framing.measures.readability.measure import WINDOW
from framing.measures.readability.words import COLUMN
from framing.show.charts import SIDES, Chart, Row, canvas, chart, dots
from framing.show.data_table import Accounts, Table, listing, table
from framing.show.markup import TEXTS
from framing.show.notes import Opening

#: Minimum titles in 1,000 words of an outlet whose style uses them.
BY_STYLE = 2.0
#: Outlets with fewer articles are left out.
FEWEST_ARTICLES = 5
#: Maximum outlets in the chart: half with the most titles, half with the fewest.
MOST_OUTLETS = 16

_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\. [A-Z]")


def grades(
    analysis: Mapping[str, pd.DataFrame],
    measure: str = "flesch_kincaid_grade",
    label: str = "Flesch–Kincaid grade (higher is harder)",
) -> Chart:
    """A readability measure of each account with its interval."""
    accounts, rows, descriptions = Accounts(analysis), [], []
    articles = analysis["articles"].set_index("article").loc[accounts.shown]
    for article, account in articles.iterrows():
        value, *ends = (float(account[f"{measure}{end}"]) for end in ("", "_low", "_high"))
        # An empty text has nan sentences.
        enough = account["body_sentences"] >= FEW_SENTENCES
        name, few = accounts.names[str(article)], "" if enough else ", too few sentences"
        rows.append(Row(name, value, (ends[0], ends[1]), f"{value:.1f}{few}", faint=bool(few)))
        known, low, high = ("undefined" if np.isnan(number) else f"{number:.1f}" for number in (value, *ends))
        descriptions.append(f"{name}: {known}, interval {low} to {high}{few}")
    return dots(rows, label, f"{label}. {'; '.join(descriptions)}.", TEXTS["grades"].format(label=label.split(" (")[0]))


def difficulty(analysis: Analysis, article: str) -> Chart:
    """Reading ease along one account."""
    document = analysis.reading(article).document
    along = ease_along(document)
    at = np.searchsorted(document.word_start, [(stretch.start + stretch.end) / 2 for stretch in along])
    values = [stretch.reading_ease for stretch in along]
    with canvas(1.9, grid="y") as (drawing, axes):
        axes.plot(at, values, color=SIDES[0], marker="o" if len(at) == 1 else "", linewidth=2)
        axes.set(xlabel="words into the account", ylabel="reading ease")
        description = f"{values[0]:.0f} at first, {min(values):.0f} at the hardest" if values else "too short a text"
        caption = f"Reading ease of every {WINDOW} sentences in a row: higher is easier."
        return chart(drawing, f"Reading ease along the account: {description}.", caption)


def hardest(analysis: Analysis, most: int = 3, keep_text: bool = True) -> Table:
    """The hardest sentences of each account, linked to the text."""
    rows = [
        (article.text[place.start : place.end], place.reading_ease, article.id, place.start)
        for article in analysis.articles_read
        for place in hardest_sentences(analysis.reading(article.id).document, most)
    ]
    frame = pd.DataFrame(rows, columns=["sentence", "reading ease", "article", "start"])
    caption, columns = TEXTS["hardest"].format(most=most), ["sentence", "account", "reading ease"]
    return listing(analysis, frame, columns, caption, digits={"reading ease": 1}, keep_text=keep_text)


def counted_twice(analysis: Analysis) -> pd.DataFrame:
    """Each article by both counts: `outlet, words, titles, sentences, sentences_textstat, grade, grade_textstat`.

    Both read only the body, and textstat's grade uses our syllables, since textstat fetches a dictionary for its own.
    The grades differ in how words and sentences are counted. `titles` are Mr., Mrs., Ms. and Dr. before a name.
    """
    import textstat

    rows = []
    for article, values in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True):
        document = analysis.reading(article.id).document
        parts = [part for part in document.paragraphs if part.section is Section.BODY]
        body = "\n".join(article.text[part.start : part.end] for part in parts)
        if not body or np.isnan(values["flesch_kincaid_grade"]):
            continue
        sentences, counts = textstat.sentence_count(body), np.zeros(len(COLUMN))
        counts[COLUMN["words"]], counts[COLUMN["sentences"]] = textstat.lexicon_count(body), sentences
        counts[COLUMN["syllables"]] = values["body_syllables"]
        sizes = (int(values["body_words"]), len(_TITLE.findall(body)), int(values["body_sentences"]), sentences)
        grades = values["flesch_kincaid_grade"], float(flesch_kincaid_grade(counts))
        rows.append((article.outlet or article.id, *sizes, *grades))
    columns = ["outlet", "words", "titles", "sentences", "sentences_textstat", "grade", "grade_textstat"]
    return pd.DataFrame(rows, columns=columns)


def by_outlet(counted: pd.DataFrame) -> pd.DataFrame:
    """The medians per outlet with enough articles, outlets with the most titles first."""
    outlets = counted.groupby("outlet")
    medians, sums = outlets[["grade", "grade_textstat"]].median(), outlets.sum()
    medians.insert(0, "articles", outlets.size())
    medians.insert(1, "titles_per_1000", 1000 * sums["titles"] / sums["words"])
    medians["sentences_ratio"] = sums["sentences_textstat"] / sums["sentences"]
    enough = medians["articles"] >= min(FEWEST_ARTICLES, medians["articles"].max())
    order = ["titles_per_1000", "articles"]
    ranked: pd.DataFrame = medians[enough].sort_values(order, ascending=False, kind="stable").reset_index()
    return ranked


def counting(counted: pd.DataFrame) -> Chart:
    """The two grades of each outlet, those with the most titles first."""
    rows, points = by_outlet(counted), []
    if len(rows) > MOST_OUTLETS:
        rows = pd.concat([rows.head(MOST_OUTLETS // 2), rows.tail(MOST_OUTLETS // 2)])
    for row in rows.to_dict("records"):
        ours, theirs = row["grade"], row["grade_textstat"]
        points.append(Row(str(row["outlet"]), ours, (theirs, ours), f"{row['titles_per_1000']:.1f}", hollow=theirs))
    descriptions = "; ".join(f"{one.name}: {one.hollow:.1f} by textstat, {one.value:.1f} by ours" for one in points)
    alt = f"Flesch–Kincaid grade by two ways of counting. {descriptions}."
    return dots(points, "Flesch–Kincaid grade (higher is harder)", alt, TEXTS["counting"])


def counting_opening(counted: pd.DataFrame) -> Opening:
    """The first screen: the effect of the two counts, in a sentence."""
    rows = by_outlet(counted)
    style = rows[rows["titles_per_1000"] >= BY_STYLE]
    answer = f"None of the {times(len(rows), 'outlet')} here writes “Mr.” often enough to show the effect."
    if len(style):
        gap = float((style["grade"] - style["grade_textstat"]).median())
        way = "lower" if gap >= 0 else "higher"
        answer = f"By textstat's counts, outlets that write “Mr.” come out {abs(gap):.1f} grades {way} than by ours."
    title = "Does a newspaper get easier to read by writing “Mr.”?"
    return Opening(title, times(len(counted), "article"), answer)


def counting_table(counted: pd.DataFrame) -> Table:
    """Outlets whose style uses titles, and the others, by both counts."""
    rows = by_outlet(counted)
    style = np.where(rows["titles_per_1000"] >= BY_STYLE, "writes “Mr.”", "does not")
    medians = dict.fromkeys(("grade", "grade_textstat", "sentences_ratio"), "median")
    counts = {"outlet": "size", "articles": "sum", **medians}
    frame = rows.assign(style=style).groupby("style", sort=False).agg(counts)
    labels = {"grade_textstat": "grade by textstat", "sentences_ratio": "textstat's sentences for each of ours"}
    frame = frame.reset_index().rename(columns={"outlet": "outlets"})
    return table(frame, TEXTS["counting_table"].format(most=BY_STYLE), labels=labels)
