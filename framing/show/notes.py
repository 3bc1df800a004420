"""What every report says of itself: how to read it, what was read, every value, and what made it."""

from __future__ import annotations

import hashlib
import re
import shlex
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
from framing.show.accounts import Sentences, account_names
from framing.show.data_table import UNDEFINED, Table, shorten, table
from framing.show.markup import Display, Html, join, tag
from framing.tables import csv_bytes
from framing.words import word_set

#: The packages whose version can move a value.
PACKAGES = ("framing", "numpy", "pandas", "scikit-learn", "trafilatura")
#: Of 6,000 news articles in English none had a share of these words under .10; texts in other languages have about 0.
LEAST_SHARE = 0.05
#: A text of fewer words says too little of its language.
FEWEST_WORDS = 20
#: Rows of a table of articles in a report.
MOST_ARTICLES = 50

_WORD = re.compile(r"[^\W\d_]+")
_ENDS = ("_low", "_high")


class Note(Display):
    """A passage of a report."""

    def __init__(self, content: Html) -> None:
        self.content = content

    def html(self) -> Html:
        """The passage as HTML."""
        return self.content


def caution(keep_text: bool = True) -> Note:
    """Whose text the report holds, and what its counts are."""
    holds = (
        "This file holds the text of the articles, which belongs to their publishers: mind that before you pass it on, "
        "or build it with --no-text."
        if keep_text
        else "The articles' text is left out of this file: only phrases of a few words remain."
    )
    counts = "Reports count language cues. A cue makes no account unfair, and an account without cues is not neutral."
    return Note(tag("div", tag("p", counts), tag("p", holds, class_="holds"), class_="caution"))


_READING = (
    ("Counts come first.", "2 per 100 words from three phrases is three phrases."),
    (
        "Lines are 95% intervals.",
        "They show how far a value moves when its sentences (or articles) are drawn again. Where they overlap widely, "
        "the accounts may not differ. Intervals over sentences say nothing about the outlets.",
    ),
    (
        "“Clear” and “likely”",
        "say how sure a finding is: shuffled sentences would show it once in 200, or once in 50, times.",
    ),
    ("“Loaded phrases”", "are those of medium or high strength; weaker ones are listed and dashed, but not counted."),
    (
        "Voice matters.",
        "Own: the outlet speaks for itself. Quoted: between quotation marks. Paraphrased: a source's words without "
        "marks. To quote a loaded word is not to use it.",
    ),
    ("A dash (–)", "means there is too little text."),
    (
        "Every count leads to its words.",
        "Follow a name or phrase to the marked article. Point at a mark, tap it or reach it with the Tab key to read "
        "why it is there. Click a sentence to get a link to it.",
    ),
)


def how_to_read() -> Note:
    """How to read a report."""
    lines = [tag("li", tag("strong", head), " ", said) for head, said in _READING]
    return Note(tag("ul", *lines, class_="reading"))


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def corpus(analysis: Analysis, keep_text: bool = True) -> Table:
    """What was read: a row per article; columns that no article fills are left out."""
    names, places = account_names(analysis["articles"]), Sentences(analysis)
    rows = [
        (names[a.id], a.date, a.title, a.url, row["words"], row["sentences"], text_hash(a.text)[:12])
        for a, row in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True)
    ]
    columns = ["account", "date", "title", "url", "words", "sentences", "sha256"]
    frame = pd.DataFrame(rows, columns=columns).dropna(axis="columns", how="all")
    anchors = {"account": [places.article(article.id) for article in analysis.articles_read]}
    caption = "What was read. The last column begins the SHA-256 of each text."
    shades = {"date": ["unbroken"] * len(frame), "url": ["address"] * len(frame)}
    return table(frame, caption, links=anchors, shades=shades, keep_text=keep_text, most=MOST_ARTICLES)


def is_not_english(text: str) -> bool:
    """Whether the text has hardly any of the small words of English; False for one too short to say.

    >>> is_not_english("Le maire a dit mardi que la grève continue. " * 3)
    True
    """
    words = _WORD.findall(text.lower())
    return len(words) >= FEWEST_WORDS and sum(word in word_set("small-words") for word in words) < LEAST_SHARE * len(
        words
    )


def problems(analysis: Analysis) -> Note:
    """What could not be read, and what is not in English; nothing where all is well."""
    errors = analysis["errors"]
    names = account_names(analysis["articles"])
    foreign = [names[article.id] for article in analysis.articles_read if is_not_english(article.text)]
    said = []
    if len(errors):
        said.append(table(errors, f"Skipped {times(len(errors), 'record')} that could not be read.").html())
    if foreign:
        head = tag("strong", f"Not in English: {', '.join(foreign)}. ")
        said.append(tag("p", head, "Every measure is made for English: build the report without them."))
    return Note(join(*said))


def first_of(articles: Sequence[Article]) -> Note:
    """Which of several articles a report of one is about; nothing where there is one."""
    if len(articles) < 2:
        return Note(join())
    return Note(
        tag("p", f"The input holds {len(articles):,} articles; this report is about the first, {articles[0].id}.")
    )


def models() -> pd.DataFrame:
    """The learned weights of this version: what they are, and what they were learned from."""
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
    """How to build this report again: command, dates of the articles, versions, seed, learned weights."""
    paths = [inputs] if isinstance(inputs, (str, Path)) else inputs
    words = ["framing", "report", notebook, *(part for path in paths for part in ("--input", str(path)))]
    words += ["--sides", sides] if isinstance(sides, str) and sides else []
    words += [part for side in ([] if isinstance(sides, str) else sides) for part in ("--side", side)]
    words += [*(["--prepend-title"] if prepend_title else [])]
    words += [*([] if keep_text else ["--no-text"]), *(["--date", date] if date else [])]
    read = analysis.articles_read if analysis else ()
    days = sorted({article.date for article in read if article.date})
    facts = [
        ("Command", tag("code", shlex.join(words))),
        ("Report of", date or None),
        ("Articles of", " to ".join(dict.fromkeys([days[0], days[-1]])) if days else None),
        ("Versions", ", ".join(f"{name} {version(name)}" for name in PACKAGES)),
        ("Intervals", f"{DRAWS:,} bootstrap resamples, seed {SEED}, {LEVEL:.0%} percentile intervals"),
    ]
    items = [join(tag("dt", name), tag("dd", value)) for name, value in facts if value]
    return Note(
        tag("div", tag("dl", *items), table(models(), "Learned weights of this version.").html(), class_="made")
    )


def save_tables(tables: Mapping[str, pd.DataFrame], folder: str | Path, keep_text: bool = True) -> Note:
    """The tables written as CSV files into the folder, and a line that says so.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe. Without `keep_text` every text is cut
    to a few words.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        saved = frame if keep_text else shorten(frame)
        (target / f"{name}.csv").write_bytes(csv_bytes(saved))
        written.append(tag("li", tag("code", f"{target.name}/{name}.csv"), f" {times(len(frame), 'row')}"))
    return Note(join(tag("p", "Tables saved beside this report:"), tag("ul", *written, class_="saved")))


def values(analysis: Mapping[str, pd.DataFrame], measure: str, most: int = 8) -> Note:
    """The values of a measure with 95% intervals: a row each, a column per account, and what each value is; folded."""
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
        table(pd.concat([named, pd.DataFrame(cells)], axis=1), caption).html(),
        table(pd.concat([named, meanings], axis=1), f"What the values of {measure} are.").html(),
    ]
    return Note(tag("details", tag("summary", f"All {len(shown)} values of {measure}"), *tables, class_="folded"))


def _with_interval(account: Mapping[Any, object], name: str) -> str:
    value, low, high = (account.get(f"{name}{end}") for end in ("", *_ENDS))
    if not isinstance(value, (int, float)) or pd.isna(value):
        return UNDEFINED
    said = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    if isinstance(low, float) and isinstance(high, float) and not pd.isna(low):
        said += f" ({low:,.2f} to {high:,.2f})"
    return said
