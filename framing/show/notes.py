"""A report's notes on itself: how to read it, its articles, values, scores, and how it was made."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import Article
from framing.compare.highlights import times
from framing.intervals import DRAWS, LEVEL, SEED
from framing.measures.measure import summary_columns
from framing.models import model_names, provenance
from framing.show.data_table import UNDEFINED, Sentences, Table, account_names, shorten, table
from framing.show.markup import TEXTS, Display, Html, join, tag
from framing.show.picture import MUTED, SIDES, Dot, Picture, canvas, dots, picture, write_beside
from framing.tables import csv_bytes
from framing.words import word_set

#: Packages whose version can change a value.
PACKAGES = ("framing", "numpy", "pandas", "scikit-learn", "trafilatura")
#: Minimum share of small words in English: none of 6,000 news articles had under .10; other languages have about 0.
LEAST_SHARE = 0.05
#: Minimum words for recognising the language.
FEWEST_WORDS = 20
#: Rows of a table of articles in a report.
MOST_ARTICLES = 50
#: Scores on the first screen, with their names there; those not recorded are left out.
MAIN_SCORES = {
    "direct: content and source": "direct quotations found with the right source",
    "indirect: content and source": "paraphrases",
    "precision of all reported": "attributions that annotators marked too",
    "word F1 of phrases": "loaded words (F1)",
    "micro-F1 of present": "frames (F1)",
    "reading_ease, r": "reading ease (correlation with teachers)",
}

_WORD = re.compile(r"[^\W\d_]+")
_ENDS = ("_low", "_high")


class Note(Display):
    """A passage of a report."""

    def __init__(self, content: Html) -> None:
        self.content = content

    def html(self) -> Html:
        """The passage as HTML."""
        return self.content


class Opening(Display):
    """The title, what was read, and the findings; the template takes the page's title from it."""

    def __init__(self, title: str, about: str, deck: str, findings: Sequence[Html], asks: bool = False) -> None:
        self.title, self.about, self.deck, self.findings, self.asks = title, about, deck, findings, asks

    def html(self) -> Html:
        """The header and a section of findings."""
        none = tag("p", "Nothing stands out: what differs here could be chance.", class_="finding")
        shown = tag("section", *(self.findings or [none]), class_="findings", aria_label="What stands out")
        return join(
            tag("p", self.about, class_="kicker"),
            tag("h1", self.title),
            tag("p", self.deck, class_="deck"),
            None if self.asks else shown,
        )

    def _repr_html_(self) -> Any:
        return super()._repr_html_(), {"title": self.title}


def question(title: str, about: str, answer: str) -> Opening:
    """The first screen of a report on one question: the question, the articles, and a one-sentence answer."""
    return Opening(title, about, answer, [], asks=True)


def about_articles(analysis: Analysis) -> str:
    """The number of accounts, their days, and their words."""
    articles = analysis["articles"]
    about = [times(len(articles), "account"), _days(analysis), times(int(articles["words"].sum()), "word")]
    return " · ".join(filter(None, about))


def _days(analysis: Analysis) -> str:
    days = sorted({article.date[:10] for article in analysis.articles_read if article.date})
    return " to ".join(dict.fromkeys([days[0], days[-1]])) if days else ""


def caution(keep_text: bool = True) -> Note:
    """Whose text the report holds, and what it counts."""
    holds = TEXTS["with_text" if keep_text else "without_text"]
    return Note(tag("div", tag("p", TEXTS["counts"]), tag("p", holds, class_="holds"), class_="caution"))


def how_to_read() -> Note:
    """How to read a report."""
    lines = (line.split("|") for line in TEXTS["how_to_read"].strip().split("\n"))
    return Note(tag("ul", *(tag("li", tag("strong", head), advice) for head, advice in lines), class_="reading"))


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def corpus(analysis: Analysis, keep_text: bool = True) -> Table:
    """The articles, a row each; empty columns are left out."""
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    rows = [
        (names[a.id], a.date, a.title, a.url, row["words"], row["sentences"], text_hash(a.text)[:12])
        for a, row in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True)
    ]
    columns = ["account", "date", "title", "url", "words", "sentences", "sha256"]
    frame = pd.DataFrame(rows, columns=columns).dropna(axis="columns", how="all")
    anchors = {"account": [places.article(article.id) for article in analysis.articles_read]}
    shades = {"date": ["unbroken"] * len(frame), "url": ["address"] * len(frame)}
    return table(frame, TEXTS["read"], links=anchors, shades=shades, keep_text=keep_text, most=MOST_ARTICLES)


def is_not_english(text: str) -> bool:
    """Whether the text has hardly any small English words; False if it is too short to say.

    >>> is_not_english("Le maire a dit mardi que la grève continue. " * 3)
    True
    """
    words = _WORD.findall(text.lower())
    small = sum(word in word_set("small-words") for word in words)
    return len(words) >= FEWEST_WORDS and small < LEAST_SHARE * len(words)


def problems(analysis: Analysis) -> Note:
    """The inputs that could not be read, and the articles not in English; empty if there are none."""
    errors, names = analysis["errors"], account_names(analysis["articles"])
    foreign = [names[article.id] for article in analysis.articles_read if is_not_english(article.text)]
    skipped = table(errors, f"Skipped {times(len(errors), 'record')} that could not be read.")
    named = tag("p", tag("strong", f"Not in English: {', '.join(foreign)}. "), TEXTS["not_english"])
    return Note(join(skipped.html() if len(errors) else None, named if foreign else None))


def first_of(articles: Sequence[Article]) -> Note:
    """Which of several articles a report on one is about; empty if there is only one."""
    if len(articles) < 2:
        return Note(join())
    sentence = f"The input holds {len(articles):,} articles; this report is about the first, {articles[0].id}."
    return Note(tag("p", sentence))


def models() -> pd.DataFrame:
    """The learned weights of this version, and the data they were learned from."""
    known = [provenance(name) for name in model_names()]
    columns = ["model", "version", "learned from", "sha256"]
    rows = [(about["title"], about["version"], "; ".join(about["data"]), about["sha256"][:12]) for about in known]
    return pd.DataFrame(rows, columns=columns)


def made_with(
    notebook: str,
    analysis: Analysis | None = None,
    inputs: str | Path | Sequence[str | Path] = (),
    *,
    sides: str | Sequence[str] = "",
    prepend_title: bool = False,
    keep_text: bool = True,
    date: str = "",
) -> Note:
    """How to rebuild this report: command, dates of the articles, versions, seed, learned weights."""
    paths = [inputs] if isinstance(inputs, (str, Path)) else inputs
    pairs = [("--input", str(path)) for path in paths]
    pairs += [("--sides", sides)] if isinstance(sides, str) else [("--side", side) for side in sides]
    options = [part for option, value in pairs if value for part in (option, value)]
    options += ["--prepend-title"] * prepend_title + ["--no-text"] * (not keep_text)
    options += ["--date", date] if date else []
    facts = [
        ("Command", tag("code", shlex.join(["framing", "report", notebook, *options]))),
        ("Report of", date or None),
        ("Articles of", _days(analysis) if analysis else None),
        ("Versions", ", ".join(f"{name} {version(name)}" for name in PACKAGES)),
        ("Intervals", f"{DRAWS:,} bootstrap resamples, seed {SEED}, {LEVEL:.0%} percentile intervals"),
    ]
    items = [join(tag("dt", name), tag("dd", value)) for name, value in facts if value]
    weights = table(models(), "Learned weights of this version.").html()
    return Note(tag("div", tag("dl", *items), weights, class_="made"))


def save_tables(tables: Mapping[str, pd.DataFrame], folder: str | Path, keep_text: bool = True) -> Note:
    """Save the tables as CSV files in the folder; the note lists them.

    A cell that a spreadsheet would run as a formula gets a leading apostrophe. Without `keep_text` every text is cut to
    a few words.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        (target / f"{name}.csv").write_bytes(csv_bytes(frame if keep_text else shorten(frame)))
        written.append(tag("li", tag("code", f"{target.name}/{name}.csv"), f" {times(len(frame), 'row')}"))
    return Note(join(tag("p", "Tables saved beside this report:"), tag("ul", *written, class_="saved")))


def values(analysis: Mapping[str, pd.DataFrame], measure: str, most: int = 8) -> Note:
    """The values of a measure with 95% intervals, a column per account, and their meanings; folded."""
    shown = [column for column in summary_columns(measure) if not column.name.endswith(_ENDS)]
    names, articles = account_names(analysis["articles"]), analysis["articles"].head(most)
    named = pd.Series([column.name.replace("_", " ") for column in shown], name="value")
    cells = {
        names[str(row["article"])]: [_with_interval(row, column.name) for column in shown]
        for row in articles.to_dict("records")
    }
    meanings = pd.DataFrame(
        [column[1:] for column in shown], columns=["unit", "a higher value means", "reference"], dtype=object
    )
    some = f" The first {most} of {len(names)} accounts; the saved tables have all." if len(names) > most else ""
    caption = f"Every value of {measure}, with its 95% interval where it has one.{some}"
    tables = [
        table(pd.concat([named, frame], axis=1), title).html()
        for frame, title in ((pd.DataFrame(cells), caption), (meanings, f"What the values of {measure} are."))
    ]
    return Note(tag("details", tag("summary", f"All {len(shown)} values of {measure}"), *tables, class_="folded"))


def _with_interval(account: Mapping[Any, Any], name: str) -> str:
    value, low, high = (account.get(f"{name}{end}") for end in ("", *_ENDS))
    if not isinstance(value, (int, float)) or pd.isna(value):
        return UNDEFINED
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return shown if low is None or pd.isna(low) else f"{shown} ({low:,.2f} to {high:,.2f})"


def scores(frame: pd.DataFrame) -> Picture:
    """The scores of a validation (`framing.validation.score_table`) as a picture."""
    records = frame.astype({"floor": float, "ceiling": float}).to_dict("records")
    often = Counter((row["data"], row["measure"]) for row in records)
    rows, descriptions = [], []
    for row in records:
        # The design is named only where nothing else distinguishes two rows.
        data = row["data"] if often[row["data"], row["measure"]] == 1 else f"{row['data']}, {row['how']}"
        known = {"floor": row["floor"], "ceiling": row["ceiling"]}
        name, ends = f"{row['measure']}\n{data}", (row["low"], row["high"])
        rows.append(Dot(name, row["value"], ends, f"{row['value']:.2f}", **known))
        beside = ", ".join(f"{name} {value:.3f}" for name, value in known.items() if value == value)
        descriptions.append(f"{row['measure']}, {data}: {row['value']:.3f}, {beside or 'no floor or ceiling known'}")
    alt = f"Scores against human labels. {'; '.join(descriptions)}."
    return dots(rows, "score", alt, TEXTS["scores"], limits=(0, 1.12))


def scores_table(frame: pd.DataFrame) -> Table:
    """The scores as a table, with n, floor, ceiling and design."""
    caption = TEXTS["scores_table"].format(data=", ".join(dict.fromkeys(frame["data"])))
    digits = dict.fromkeys(("value", "low", "high", "floor", "ceiling"), 3)
    return table(frame.astype({"floor": float, "ceiling": float}), caption, digits=digits)


def accuracy(frame: pd.DataFrame, *measures: str, said: str = "") -> Table:
    """The scores of these measures, for a part of a report; `said` explains them."""
    mine = frame[frame["measure"].isin(measures)].astype({"floor": float, "ceiling": float})
    shown = mine[["data", "measure", "value", "floor", "ceiling", "how"]]
    ends = zip(mine["low"], mine["high"], strict=True)
    shown.insert(3, "interval", [f"{low:.2f} to {high:.2f}" for low, high in ends])
    caption = TEXTS["accuracy"].format(data=", ".join(dict.fromkeys(mine["data"])), said=said).rstrip()
    labels = {"value": "score", "floor": "a simple method", "ceiling": "annotators among themselves"}
    digits = dict.fromkeys(("value", "floor", "ceiling"), 2)
    return table(shown.dropna(axis="columns", how="all"), caption, labels=labels, digits=digits)


def reliability(frame: pd.DataFrame) -> Picture:
    """How often sentences of each probability are called loaded (`lab.validation.phrasing.reliability`)."""
    with canvas(4.2, grid="both") as (figure, axes):
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        descriptions = []
        for (data, mine), side in zip(frame.groupby("data", sort=True), SIDES, strict=False):
            at, share = mine["loaded"].tolist(), mine["called_loaded"].tolist()
            axes.vlines(at, mine["low"], mine["high"], color=side, linewidth=2.5, alpha=0.5)
            axes.plot(at, share, marker="o", markersize=6, color=side, linewidth=1)
            write_beside(axes, str(data), at[-1], share[-1], 10)
            pairs = [f"{x:.2f} called {y:.2f}" for x, y in zip(at, share, strict=True)]
            descriptions.append(f"{data}: {', '.join(pairs)}")
        axes.set(xlim=(0, 1.15), ylim=(-0.02, 1.02), xlabel="the sentence score, loaded", ylabel="share called loaded")
        return picture(figure, f"Sentence score against human labels. {'; '.join(descriptions)}.", TEXTS["reliability"])


def scores_opening(*frames: pd.DataFrame) -> Opening:
    """The first screen: the main score of each measure."""
    every = pd.concat(frames, ignore_index=True).drop_duplicates("measure")
    known = dict(zip(every["measure"], every["value"], strict=True))
    parts = [f"{name} {known[measure]:.2f}" for measure, name in MAIN_SCORES.items() if measure in known]
    answer = f"From 0 to 1: {'; '.join(parts)}." if parts else "No scores are recorded."
    return question("How often are the measures right?", "Against labelled English news, most of it American", answer)
