"""The words that every report needs: the caution, how to read it, what was read, and what made it."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import Article
from framing.intervals import DRAWS, LEVEL, SEED
from framing.lexicon import available, load
from framing.measures.phrasing.codebook import RULE_CATEGORIES, RULES
from framing.models import model_names, provenance
from framing.show.language import is_not_english
from framing.show.markup import Display, Html, article_anchor, join, tag
from framing.show.names import account_names
from framing.show.rates import VOICES
from framing.show.table import Table, shorten, table
from framing.tables import csv_bytes

#: The packages whose version can move a figure.
PACKAGES = ("framing", "numpy", "pandas", "scikit-learn", "trafilatura")


class Note(Display):
    """A passage of a report."""

    def __init__(self, content: Html) -> None:
        self.content = content

    def html(self) -> Html:
        """The passage as HTML."""
        return self.content


def caution(keep_text: bool = True) -> Note:
    """The one caution at the top of a report, and whether the report holds the articles' text."""
    holds = (
        "This file holds the text of the articles it was made from, which belongs to their publishers: mind that "
        "before you pass it on (--no-text leaves only cues of a few words)."
        if keep_text
        else "The articles' text was left out of this file: only cues of a few words remain."
    )
    return Note(
        tag(
            "div",
            tag(
                "p",
                tag("strong", "This report counts language cues. "),
                "A cue does not make an account unfair, and an account without cues is not neutral. No figure here "
                "says what a writer meant, or whether a statement is true.",
            ),
            tag("p", holds, class_="holds"),
            class_="caution",
        )
    )


_READING = (
    ("Counts come first.", "A rate of 2 per 100 words from three phrases is three phrases."),
    (
        "Lines are 95 % intervals.",
        "They show how far a figure moves when the sentences it rests on (articles, where it is a mean over articles) "
        "are drawn anew. Where the lines of two "
        "accounts overlap widely, the figure does not tell them apart. Lines that lie apart tell two accounts apart, "
        "not their outlets: that takes several articles of each.",
    ),
    (
        "Whose words matter.",
        "Own: the outlet speaks for itself. Quoted: between quotation marks. Reported: somebody's words retold. To "
        "quote a loaded word is not to use it.",
    ),
    ("A dash (–)", "means that the figure cannot be told from this text."),
    (
        "Every figure leads to its words.",
        "Follow a name or a phrase to the marked article; point at a mark, or reach it with the Tab key, to read why.",
    ),
)


def how_to_read() -> Note:
    """The box that says how to read a report."""
    lines = [tag("li", tag("strong", head), " ", said) for head, said in _READING]
    return Note(tag("details", tag("summary", "How to read this"), tag("ul", *lines), class_="reading", open=True))


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def corpus_frame(analysis: Analysis) -> pd.DataFrame:
    """What was read: a row per article with its outlet, date, address, size and the hash of its text."""
    names = account_names(analysis["articles"])
    rows = [
        (
            names[article.id],
            article.date,
            article.title,
            article.url,
            row["words"],
            row["sentences"],
            text_hash(article.text),
        )
        for article, row in zip(analysis.articles_read, analysis["articles"].to_dict("records"), strict=True)
    ]
    columns = ["account", "date", "title", "url", "words", "sentences", "sha256"]
    return pd.DataFrame(rows, columns=columns)


def corpus(analysis: Analysis, keep_text: bool = True) -> Table:
    """The corpus table; each account leads to its text further down. Columns that no article fills are left out."""
    frame = corpus_frame(analysis)
    frame = frame.assign(sha256=frame["sha256"].str[:12]).dropna(axis="columns", how="all")
    anchors = {"account": [article_anchor(article.id) for article in analysis.articles_read]}
    caption = "What was read. The last column begins the SHA-256 of each text, so that anyone can check theirs."
    shades = {"date": ["unbroken"] * len(frame), "url": ["address"] * len(frame)}
    return table(frame, caption, links=anchors, shades=shades, keep_text=keep_text)


_SIDES_NAMED = "Who speaks for each side, as the event has it:"
_NO_SIDES = "No sides are named, so sources are counted one by one (name them in event.toml)."


def event_card(analysis: Analysis) -> Note:
    """The events of the articles by their titles, by their ids where they have none, and the sides as the user named
    them.
    """
    told, without = [], []
    for event in sorted({article.event or "" for article in analysis.articles_read}):
        articles = [article for article in analysis.articles_read if (article.event or "") == event]
        title = next((article.event_title for article in articles if article.event_title), event)
        sides = list(dict.fromkeys(side for article in articles for side in article.sides))
        named = [join(tag("dt", side.name), tag("dd", ", ".join(side.members) or "nobody")) for side in sides]
        head = [tag("strong", title or "Event not named"), f", {len(articles)} account{'s' * (len(articles) != 1)}. "]
        if named:
            told.append(tag("div", tag("p", *head, _SIDES_NAMED), tag("dl", *named), class_="event"))
        else:
            without += head
    if without:
        told.append(tag("div", tag("p", *without, _NO_SIDES), class_="event"))
    return Note(join(*told))


def problems(analysis: Analysis) -> Note:
    """What could not be read, and what was read but is not in English; or a line that says that all is well."""
    errors = analysis["errors"]
    names = account_names(analysis["articles"])
    foreign = [names[article.id] for article in analysis.articles_read if is_not_english(article.text)]
    said = []
    if len(errors):
        count = "1 input or record" if len(errors) == 1 else f"{len(errors):,} inputs or records"
        missing = "is missing" if len(errors) == 1 else "are missing"
        said.append(table(errors, f"{count} could not be read and {missing} from every figure.").html())
    else:
        said.append(tag("p", "Every input could be read.", class_="aside"))
    if foreign:
        head = tag("strong", f"Not in English, by their small words: {', '.join(foreign)}. ")
        said.append(tag("p", head, "Every measure was made for English alone: make the report without them."))
    return Note(join(*said))


def first_of(given: Sequence[Article]) -> Note:
    """Which of several articles a report of one is about; nothing where there is one alone."""
    if len(given) < 2:
        return Note(join())
    said = f"{len(given):,} articles were given. This report is about the first, {given[0].id}."
    return Note(tag("p", said))


def models() -> pd.DataFrame:
    """The learned weights that ship with this version: what they are, and what they were learned from."""
    known = [provenance(name) for name in model_names()]
    columns = ["model", "version", "learned from", "sha256"]
    rows = [(about["title"], about["version"], "; ".join(about["data"]), about["sha256"][:12]) for about in known]
    return pd.DataFrame(rows, columns=columns)


def made_with(
    notebook: str,
    analysis: Analysis | None = None,
    inputs: Sequence[str] = (),
    *,
    sides: str = "",
    prepend_title: bool = False,
    keep_text: bool = True,
    date: str = "",
) -> Note:
    """How to make this report again: the command, the articles' dates, the versions, the seed, the learned weights."""
    words = ["framing", "report", notebook, *(part for path in inputs for part in ("--input", str(path)))]
    words += [*(["--sides", str(sides)] if sides else []), *(["--prepend-title"] if prepend_title else [])]
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
    listed = [join(tag("dt", name), tag("dd", value)) for name, value in facts if value]
    weights = table(models(), "Learned weights that ship with this version.").html()
    return Note(tag("div", tag("dl", *listed), weights, class_="made"))


def save_tables(tables: Mapping[str, pd.DataFrame], folder: str | Path, keep_text: bool = True) -> Note:
    """The tables written as CSV files into the folder, and a line that says so.

    A cell that a spreadsheet would take for a formula is written with a leading apostrophe. Without `keep_text` every
    text is cut to a few words.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        saved = frame if keep_text else shorten(frame)
        (target / f"{name}.csv").write_bytes(csv_bytes(saved))
        written.append(tag("li", tag("code", f"{target.name}/{name}.csv"), f" {len(frame):,} rows"))
    return Note(join(tag("p", "Saved beside this report:"), tag("ul", *written)))


def codebook(analysis: Analysis) -> Table:
    """The categories found here, what each means, and how many phrases of each stand in whose words."""
    phrases = analysis["phrases"]
    grouped = phrases.groupby(["lexicon", "category"], sort=True)
    frame = grouped.agg(phrases=("start", "size"), accounts=("article", "nunique"))
    for voice in VOICES:
        counted = phrases[phrases["voice"] == voice].groupby(["lexicon", "category"]).size()
        frame[voice] = counted.reindex(frame.index, fill_value=0)
    frame = frame.reset_index()
    meanings = [
        _meaning(lexicon, category) for lexicon, category in zip(frame["lexicon"], frame["category"], strict=True)
    ]
    frame.insert(2, "what it is", meanings)
    return table(frame, "What was counted: the categories found here, and by whose words they stand in.")


def _meaning(lexicon: str, category: str) -> str | None:
    """What an installed lexicon, or a rule, says its category is; None for a user's list."""
    if lexicon == RULES:
        return RULE_CATEGORIES.get(category)
    known = load(lexicon).categories.get(category) if lexicon in available() else None
    return known.meaning if known else None
