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
from framing.compare.wording import times
from framing.intervals import DRAWS, LEVEL, SEED
from framing.measures.measure import summary_columns
from framing.models import model_names, provenance
from framing.show.charts import MUTED, SIDES, Chart, Row, canvas, chart, dots, write_beside
from framing.show.data_table import UNDEFINED, Accounts, Table, shorten, table
from framing.show.markup import TEXTS, Display, Html, join, tag
from framing.tables import csv_bytes
from framing.words import word_set

#: Packages whose version can change a value.
PACKAGES = ("framing", "numpy", "pandas", "scikit-learn", "trafilatura")
#: Minimum share of small words in English: none of 6,000 news articles had under .10; other languages have about 0.
LEAST_SHARE = 0.05
#: Minimum words for recognising the language.
FEWEST_WORDS = 20
#: Maximum articles in a report's table of what was read.
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


class Opening(Display):
    """The first screen: a title, what was read, and findings; or a question and its answer in a sentence.

    The template takes the page's title from it.
    """

    def __init__(self, title: str, about: str, deck: str, findings: Sequence[Html] | None = None) -> None:
        self.title, self.deck = title, deck
        none = tag("p", "Nothing stands out: what differs here could be chance.", class_="finding")
        shown = tag("section", *(findings or [none]), class_="findings", aria_label="What stands out")
        heads = tag("p", about, class_="kicker"), tag("h1", title), tag("p", deck, class_="deck")
        super().__init__(join(*heads, None if findings is None else shown))

    def _repr_html_(self) -> Any:
        return super()._repr_html_(), {"title": self.title}


def about_articles(analysis: Analysis) -> str:
    """The number of accounts, their days, and their words."""
    articles = analysis["articles"]
    about = [times(len(articles), "account"), _days(analysis), times(int(articles["words"].sum()), "word")]
    return " · ".join(filter(None, about))


def _days(analysis: Analysis) -> str:
    days = sorted({article.date[:10] for article in analysis.articles_read if article.date})
    return " to ".join(dict.fromkeys([days[0], days[-1]])) if days else ""


def caution(keep_text: bool = True) -> Display:
    """Whose text the report holds, and what it counts."""
    holds = tag("p", TEXTS["with_text" if keep_text else "without_text"], class_="holds")
    return Display(tag("div", tag("p", TEXTS["counts"]), holds, class_="caution"))


def how_to_read() -> Display:
    """How to read a report."""
    lines = (line.split("|") for line in TEXTS["how_to_read"].strip().split("\n"))
    return Display(tag("ul", *(tag("li", tag("strong", head), advice) for head, advice in lines), class_="reading"))


def corpus(analysis: Analysis, keep_text: bool = True) -> Table:
    """The articles, a row each; empty columns are left out."""
    accounts, rows = Accounts(analysis), []
    for article, row in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True):
        digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        known = (accounts.names[article.id], article.date, article.title, article.url)
        rows.append((*known, row["words"], row["sentences"], digest[:12]))
    columns = ["account", "date", "title", "url", "words", "sentences", "sha256"]
    frame = pd.DataFrame(rows, columns=columns).dropna(axis="columns", how="all")
    links = {"account": [accounts.article(article.id) for article in analysis.articles_read]}
    shades = {"date": ["unbroken"] * len(frame), "url": ["address"] * len(frame)}
    return table(frame, TEXTS["read"], links=links, shades=shades, keep_text=keep_text, most=MOST_ARTICLES)


def is_not_english(text: str) -> bool:
    """Whether the text has hardly any small English words; False if it is too short to say.

    >>> is_not_english("Le maire a dit mardi que la grève continue. " * 3)
    True
    """
    words = _WORD.findall(text.lower())
    small = sum(word in word_set("small-words") for word in words)
    return len(words) >= FEWEST_WORDS and small < LEAST_SHARE * len(words)


def problems(analysis: Analysis) -> Display:
    """The inputs that could not be read, and the articles not in English; empty if there are none."""
    errors, names = analysis["errors"], Accounts(analysis).names
    foreign = [names[article.id] for article in analysis.articles_read if is_not_english(article.text)]
    skipped = table(errors, f"Skipped {times(len(errors), 'record')} that could not be read.")
    named = tag("p", tag("strong", f"Not in English: {', '.join(foreign)}. "), TEXTS["not_english"])
    return Display(join(skipped.html() if len(errors) else None, named if foreign else None))


def first_of(articles: Sequence[Article]) -> Display:
    """Which of several articles a report on one is about; empty if there is only one."""
    if len(articles) < 2:
        return Display(join())
    sentence = f"The input holds {len(articles):,} articles; this report is about the first, {articles[0].id}."
    return Display(tag("p", sentence))


def made_with(
    notebook: str,
    analysis: Analysis | None = None,
    inputs: str | Path | Sequence[str | Path] = (),
    *,
    sides: str | Sequence[str] = "",
    prepend_title: bool = False,
    keep_text: bool = True,
    date: str = "",
) -> Display:
    """How to rebuild this report: command, dates of the articles, versions, seed, learned weights."""
    paths = [inputs] if isinstance(inputs, (str, Path)) else inputs
    options = [("--input", str(path)) for path in paths]
    options += [("--sides", sides)] if isinstance(sides, str) else [("--side", side) for side in sides]
    flags = ["--prepend-title"] * prepend_title + ["--no-text"] * (not keep_text)
    words = [word for option in options if option[1] for word in option] + flags + (["--date", date] if date else [])
    facts = [
        ("Command", tag("code", shlex.join(["framing", "report", notebook, *words]))),
        ("Report of", date or None),
        ("Articles of", _days(analysis) if analysis else None),
        ("Versions", ", ".join(f"{name} {version(name)}" for name in PACKAGES)),
        ("Intervals", f"{DRAWS:,} bootstrap resamples, seed {SEED}, {LEVEL:.0%} percentile intervals"),
    ]
    items = [join(tag("dt", name), tag("dd", value)) for name, value in facts if value]
    known = [provenance(name) for name in model_names()]
    rows = [(about["title"], about["version"], "; ".join(about["data"]), about["sha256"][:12]) for about in known]
    weights = pd.DataFrame(rows, columns=["model", "version", "learned from", "sha256"])
    shown = table(weights, "Learned weights of this version.").html()
    return Display(tag("div", tag("dl", *items), shown, class_="made"))


def save_tables(tables: Mapping[str, pd.DataFrame], folder: str | Path, keep_text: bool = True) -> Display:
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
    return Display(join(tag("p", "Tables saved beside this report:"), tag("ul", *written, class_="saved")))


def values(analysis: Mapping[str, pd.DataFrame], measure: str, most: int = 8) -> Display:
    """The values of a measure with 95% intervals, a column per account, and their meanings; folded."""
    columns = [column for column in summary_columns(measure) if not column.name.endswith(_ENDS)]
    names = Accounts(analysis).names
    named = [column.name.replace("_", " ") for column in columns]
    shown = {"value": named}
    for row in analysis["articles"].head(most).to_dict("records"):
        shown[names[str(row["article"])]] = [_with_interval(row, column.name) for column in columns]
    some = f" The first {most} of {len(names)} accounts; the saved tables have all." if len(names) > most else ""
    caption = f"Every value of {measure}, with its 95% interval where it has one.{some}"
    known = [(name, *column[1:]) for name, column in zip(named, columns, strict=True)]
    meanings = pd.DataFrame(known, columns=["value", "unit", "a higher value means", "reference"], dtype=object)
    tables = table(pd.DataFrame(shown), caption), table(meanings, f"What each value of {measure} means.")
    summary = tag("summary", f"All {len(columns)} values of {measure}")
    return Display(tag("details", summary, *(each.html() for each in tables), class_="folded"))


def _with_interval(account: Mapping[Any, Any], name: str) -> str:
    value, low, high = (account.get(f"{name}{end}") for end in ("", *_ENDS))
    if not isinstance(value, (int, float)) or pd.isna(value):
        return UNDEFINED
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return shown if low is None or pd.isna(low) else f"{shown} ({low:,.2f} to {high:,.2f})"


def scores(frame: pd.DataFrame) -> Chart:
    """The scores of a validation (`framing.validation.score_table`) as a chart."""
    often = Counter(zip(frame["data"], frame["measure"], strict=True))
    rows, descriptions = [], []
    for row in frame.to_dict("records"):
        # The design is named only where nothing else distinguishes two rows.
        data = row["data"] if often[row["data"], row["measure"]] == 1 else f"{row['data']}, {row['how']}"
        known = {name: row[name] for name in ("floor", "ceiling")}
        ends, label = (row["low"], row["high"]), f"{row['value']:.2f}"
        rows.append(Row(f"{row['measure']}\n{data}", row["value"], ends, label, **known))
        beside = ", ".join(f"{name} {value:.3f}" for name, value in known.items() if value == value)
        descriptions.append(f"{row['measure']}, {data}: {row['value']:.3f}, {beside or 'no floor or ceiling known'}")
    alt = f"Scores against human labels. {'; '.join(descriptions)}."
    return dots(rows, "score", alt, TEXTS["scores"], limits=(0, 1.12))


def scores_table(frame: pd.DataFrame) -> Table:
    """The scores as a table, with n, floor, ceiling and design."""
    caption = TEXTS["scores_table"].format(data=", ".join(dict.fromkeys(frame["data"])))
    digits = dict.fromkeys(("value", "low", "high", "floor", "ceiling"), 3)
    return table(frame, caption, digits=digits)


def accuracy(frame: pd.DataFrame, *measures: str, said: str = "") -> Table:
    """The scores of these measures, for a part of a report; `said` explains them."""
    chosen = frame[frame["measure"].isin(measures)]
    shown = chosen[["data", "measure", "value", "floor", "ceiling", "how"]]
    ends = zip(chosen["low"], chosen["high"], strict=True)
    shown.insert(3, "interval", [f"{low:.2f} to {high:.2f}" for low, high in ends])
    caption = TEXTS["accuracy"].format(data=", ".join(dict.fromkeys(chosen["data"])), said=said).rstrip()
    labels = {"value": "score", "floor": "a simple method", "ceiling": "annotators among themselves"}
    digits = dict.fromkeys(("value", "floor", "ceiling"), 2)
    return table(shown.dropna(axis="columns", how="all"), caption, labels=labels, digits=digits)


def reliability(frame: pd.DataFrame) -> Chart:
    """How often sentences of each probability are called loaded (`lab.validation.phrasing.reliability`)."""
    with canvas(4.2, grid="both") as (figure, axes):
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        descriptions = []
        for (data, of_data), side in zip(frame.groupby("data", sort=True), SIDES, strict=False):
            at, share = of_data["loaded"].tolist(), of_data["called_loaded"].tolist()
            axes.vlines(at, of_data["low"], of_data["high"], color=side, linewidth=2.5, alpha=0.5)
            axes.plot(at, share, marker="o", markersize=6, color=side, linewidth=1)
            write_beside(axes, str(data), at[-1], share[-1], 10)
            pairs = [f"{x:.2f} called {y:.2f}" for x, y in zip(at, share, strict=True)]
            descriptions.append(f"{data}: {', '.join(pairs)}")
        axes.set(xlim=(0, 1.15), ylim=(-0.02, 1.02), xlabel="the sentence score, loaded", ylabel="share called loaded")
        return chart(figure, f"Sentence score against human labels. {'; '.join(descriptions)}.", TEXTS["reliability"])


def scores_opening(*frames: pd.DataFrame) -> Opening:
    """The first screen: the main score of each measure."""
    every = pd.concat(frames, ignore_index=True).drop_duplicates("measure")
    known = dict(zip(every["measure"], every["value"], strict=True))
    parts = [f"{name} {known[measure]:.2f}" for measure, name in MAIN_SCORES.items() if measure in known]
    answer = f"From 0 to 1: {'; '.join(parts)}." if parts else "No scores are recorded."
    return Opening("How often are the measures right?", "Against labelled English news, most of it American", answer)
