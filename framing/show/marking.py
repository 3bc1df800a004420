"""The article with loaded phrases marked and quotations shaded; hover, focus or tap shows why."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import MEASURED, Paragraph
from framing.attribution.reading import Reading
from framing.compare.highlights import times
from framing.show.data_table import PHRASE_VOICES, account_names, shown_articles
from framing.show.markup import Display, Html, anchor, key, printable, tag, text
from framing.text.spans import few_words

#: Hides a mark. The filters are pure style, so that they work where a page may not run scripts.
_OFF = "{background:none;box-shadow:none;text-decoration:none;color:inherit;pointer-events:none}"
#: Names of parts that are not analysed.
_UNMEASURED = {"furniture": "page text"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text with a note: a loaded phrase, or the cue of a quotation.

    Marks with a category are counted, and can be hidden by it.
    """

    start: int
    end: int
    anchor: str
    css: str
    title: str
    body: str
    category: str | None = None
    voice: str | None = None
    others: tuple[Mark, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the mark and of those it includes."""
        return tuple(sorted({note.category for note in (self, *self.others) if note.category}))


@dataclass(frozen=True, slots=True)
class Highlighted(Display):
    """Accounts side by side, with filters by category and voice.

    A mark of several categories, listed in `together`, is hidden when all of them are.
    """

    accounts: tuple[Html, ...]
    categories: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]
    together: tuple[tuple[str, ...], ...]

    def html(self) -> Html:
        """The filters, then the accounts."""
        group = f"accounts-{key(*self.accounts)}"
        chosen = [("category", each) for each in self.together] + [("voice", (voice,)) for voice, _ in self.voices]
        rules = [f".{group}{_without(kind, each)} mark[data-{kind}='{_keys(each)}']" for kind, each in chosen]
        style = tag("style", Html(",".join(rules) + _OFF)) if rules else None
        many = "accounts-many" if len(self.accounts) > 1 else "accounts-one"
        accounts = tag("div", *self.accounts, class_=f"accounts {many}")
        return tag("div", style, self._filters(), accounts, class_=f"highlighted {group}")

    def _filters(self) -> Html | None:
        if not self.categories:
            return None
        voices = [_box("voice", name, count, PHRASE_VOICES[name]) for name, count in self.voices]
        boxes = [
            _box("category", name, count, name.replace("-", " ").replace("_", " ")) for name, count in self.categories
        ]
        by_voice = tag("fieldset", tag("legend", "Show by voice"), *voices)
        by_category = tag("fieldset", tag("legend", "Categories"), *boxes)
        folded = tag("details", tag("summary", "Show by category"), by_category)
        return tag("div", by_voice, folded, tag("p", class_="shown", role="status"), class_="filters")


def _without(kind: str, names: Iterable[str]) -> str:
    """The selector of accounts with all of these hidden."""
    return "".join(f":has(input[data-{kind}='{key(name)}']:not(:checked))" for name in names)


def _keys(categories: Iterable[str]) -> str:
    return " ".join(map(key, categories))


def _box(kind: str, name: str, count: int, label: str) -> Html:
    control = f'<input type="checkbox" checked="checked" data-{kind}="{key(name)}">'
    swatch = tag("span", class_=f"swatch voice-{name}", aria_hidden="true") if kind == "voice" else None
    return tag("label", Html(control), swatch, f" {label} ", tag("span", str(count), class_="count"))


def highlight(analysis: Analysis, *articles: str, keep_text: bool = True) -> Highlighted:
    """The articles with those ids (by default all) with phrases marked and quotations shaded.

    Without `keep_text` only marked words remain, at most six of each; every other word is masked.
    """
    notes = {}
    for article in articles or shown_articles(analysis):
        phrases, quotes = (_rows(analysis[table], article) for table in ("phrases", "quotes"))
        notes[article] = [*_phrase_notes(phrases), *_cue_notes(quotes, phrases)]
    return marked(analysis, notes, "loaded phrase", keep_text)


def marked(analysis: Analysis, notes: Mapping[str, Sequence[Mark]], what: str, keep_text: bool) -> Highlighted:
    """Articles with their notes, by id; `what` names what a note marks, such as a phrase."""
    names, merged, accounts = account_names(analysis["articles"]), {}, []
    for article, each in notes.items():
        merged[article] = _disjoint(sorted(each, key=lambda note: (note.start, -note.end)))
        weak = sum(note.css.endswith(" weak") for note in each)
        count = sum(note.category is not None for note in each) - weak
        about = f"{times(count, what)}{f' and {weak:,} weaker' if weak else ''} marked"
        accounts.append(_account(analysis.reading(article), names[article], merged[article], about, keep_text))
    shown = [note for each in notes.values() for note in each if note.category]
    categories, voices = Counter(str(note.category) for note in shown), Counter(note.voice for note in shown)
    return Highlighted(
        tuple(accounts),
        tuple(sorted(categories.items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple((voice, voices[voice]) for voice in PHRASE_VOICES if voices[voice]),
        tuple(sorted({note.categories for each in merged.values() for note in each if note.categories})),
    )


def _account(reading: Reading, name: str, notes: Sequence[Mark], counts: str, keep_text: bool) -> Html:
    article = reading.document.article
    ident = anchor("article", article.id)
    head = tag("h3", name, id=f"{ident}-name")
    about = tag("p", " · ".join(filter(None, [article.date, counts])), class_="about")
    paragraphs = [_paragraph(reading, notes, paragraph, keep_text) for paragraph in reading.document.paragraphs]
    return tag("article", head, about, *paragraphs, id=ident, class_="account", aria_labelledby=f"{ident}-name")


def _rows(table: pd.DataFrame, article: str) -> list[dict[Any, Any]]:
    """The article's rows, with None for missing values."""
    mine = table[table["article"] == article].astype(object)
    return mine.where(mine.notna(), None).to_dict("records")


def _phrase_notes(phrases: Iterable[dict[Any, Any]]) -> Iterator[Mark]:
    for row in phrases:
        start, voice, category = int(row["start"]), str(row["voice"]), str(row["category"])
        voice_label = PHRASE_VOICES[voice] + (f" ({row['speaker']})" if row["speaker"] else "")
        css = f"phrase voice-{voice}{' weak' * (row.get('strength') == 'low')}"
        place = (start, int(row["end"]), anchor("phrase", str(row["article"]), start))
        yield Mark(*place, css, f"{category} · {voice_label}", str(row["why"]), category, voice)


def _cue_notes(quotes: Iterable[dict[Any, Any]], phrases: Sequence[dict[Any, Any]]) -> Iterator[Mark]:
    """A note on each cue, except on a loaded phrase, which has one already."""
    taken = {offset for row in phrases for offset in range(int(row["start"]), int(row["end"]))}
    for row in quotes:
        if row["cue_start"] is None or int(row["cue_start"]) in taken:
            continue
        cue_class = f", {row['cue_class']}" if row["cue_class"] else ""
        body = f"{row['kind']} quotation, {int(row['words'])} words; the cue is “{row['cue']}”{cue_class}."
        place = (int(row["cue_start"]), int(row["cue_end"]), anchor("quote", str(row["article"]), int(row["start"])))
        yield Mark(*place, "cue", f"{row['source'] or 'nobody named'} speaks", body)


def _disjoint(notes: Iterable[Mark]) -> list[Mark]:
    """The notes without overlap: one that begins inside an earlier one joins it."""
    disjoint: list[Mark] = []
    for note in notes:
        if disjoint and note.start < disjoint[-1].end:
            disjoint[-1] = replace(disjoint[-1], others=(*disjoint[-1].others, note))
        elif note.end > note.start:
            disjoint.append(note)
    return disjoint


def _paragraph(reading: Reading, notes: Sequence[Mark], paragraph: Paragraph, keep_text: bool) -> Html:
    """A paragraph, with its section as class and its sentences as anchors for tables."""
    article, sentences = reading.document.article, set(reading.document.sentence_start.tolist())
    parts: Iterable[Any] = (*reading.stretches, *notes)
    edges = {edge for part in parts for edge in (part.start, part.end)} | sentences
    inner = {at for at in edges if paragraph.start < at < paragraph.end}
    starts, pieces = [note.start for note in notes], []
    for first, last in pairwise(sorted({paragraph.start, paragraph.end, *inner})):
        if first in sentences:
            pieces.append(tag("span", id=anchor("sentence", article.id, first), class_="at"))
        before = bisect_right(starts, first) - 1
        note = notes[before] if before >= 0 and first < notes[before].end else None
        words = article.text[first:last]
        piece = _marked(note, words, first, keep_text) if note else _plain(words, keep_text)
        if stretch := reading.stretch_at(first):
            unsure = stretch.attribution is not None and not reading.attributions[stretch.attribution].sure
            piece = tag("span", piece, class_=f"said said-{stretch.voice}{' unsure' * unsure}")
        pieces.append(piece)
    section = str(paragraph.section)
    unmeasured = None if paragraph.section in MEASURED else f"{_UNMEASURED.get(section, section)}, not analysed"
    return tag("p", *pieces, class_=section, data_label=unmeasured)


def _marked(note: Mark, words: str, start: int, keep_text: bool) -> Html:
    """Words of a note; its first words carry the tooltip."""
    shown = words if keep_text else few_words(words)
    category, voice = _keys(note.categories) or None, key(note.voice) if note.voice else None
    marks = {"class_": note.css, "data_category": category, "data_voice": voice}
    if start > note.start:
        return tag("mark", shown, **marks)
    reasons = [part for each in (note, *note.others) for part in (tag("b", each.title), " ", each.body, " ")]
    described = f"{note.anchor}-why"
    why = tag("span", *reasons, class_="why", role="tooltip", id=described)
    anchors = [tag("span", id=other.anchor) for other in note.others]
    return tag("mark", *anchors, shown, why, id=note.anchor, tabindex="0", aria_describedby=described, **marks)


def _plain(words: str, keep_text: bool) -> Html:
    return text(words) if keep_text else tag("span", masked(words), class_="masked", aria_hidden="true")


def masked(words: str) -> str:
    """The words with every letter and digit replaced, so that only their length remains.

    >>> masked("The toll, he said")
    '··· ····, ·· ····'
    """
    return "".join("·" if character.isalnum() else character for character in printable(words))
