"""The article with loaded phrases marked and quotations shaded; hover, focus or tap shows why."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from framing.analysis import Analysis
from framing.articles.article import MEASURED, Paragraph
from framing.attribution.reading import Reading
from framing.compare.wording import times
from framing.show.data_table import PHRASE_VOICES, Accounts
from framing.show.markup import Display, Html, anchor, key, printable, tag, text
from framing.text.spans import truncate_words

#: Hides a mark. The filters are pure style, so that they work where a page may not run scripts.
_OFF = "{background:none;box-shadow:none;text-decoration:none;color:inherit;pointer-events:none}"


class Mark(NamedTuple):
    """A range of the text with a note: a loaded phrase, or the cue of a quotation.

    Marks with a category are counted, and can be hidden by category and voice.
    """

    start: int
    end: int
    anchor: str
    css: str
    title: str
    body: str
    category: str | None = None
    voice: str | None = None


#: A mark, and those that begin inside it.
Group = list[Mark]


def highlight(analysis: Analysis, *articles: str, keep_text: bool = True) -> Display:
    """The articles with those ids (by default all) with phrases marked and quotations shaded.

    Without `keep_text` only marked words remain, at most six of each; every other word is masked.
    """
    marks = {}
    for article in articles or Accounts(analysis).shown:
        phrases, quotes = (_rows(analysis[table], article) for table in ("phrases", "quotes"))
        marks[article] = [*_phrase_marks(phrases), *_cue_marks(quotes, phrases)]
    return marked(analysis, marks, "loaded phrase", keep_text)


def _rows(table: pd.DataFrame, article: str) -> list[dict[Any, Any]]:
    """The article's rows, with None for missing values."""
    rows = table[table["article"] == article].astype(object)
    return rows.where(rows.notna(), None).to_dict("records")


def _phrase_marks(phrases: Iterable[dict[Any, Any]]) -> Iterator[Mark]:
    for row in phrases:
        start, voice, category = int(row["start"]), str(row["voice"]), str(row["category"])
        voice_label = PHRASE_VOICES[voice] + (f" ({row['speaker']})" if row["speaker"] else "")
        css = f"phrase voice-{voice}{' weak' * (row.get('strength') == 'low')}"
        place = (start, int(row["end"]), anchor("phrase", str(row["article"]), start))
        yield Mark(*place, css, f"{category} · {voice_label}", str(row["why"]), category, voice)


def _cue_marks(quotes: Iterable[dict[Any, Any]], phrases: Sequence[dict[Any, Any]]) -> Iterator[Mark]:
    """A mark on each cue, except on a loaded phrase, which has one already."""
    taken = {offset for row in phrases for offset in range(int(row["start"]), int(row["end"]))}
    for row in quotes:
        if row["cue_start"] is None or int(row["cue_start"]) in taken:
            continue
        cue_class = f", {row['cue_class']}" if row["cue_class"] else ""
        body = f"{row['kind']} quotation, {int(row['words'])} words; the cue is “{row['cue']}”{cue_class}."
        place = (int(row["cue_start"]), int(row["cue_end"]), anchor("quote", str(row["article"]), int(row["start"])))
        yield Mark(*place, "cue", f"{row['source'] or 'nobody named'} speaks", body)


def marked(analysis: Analysis, marks: Mapping[str, Sequence[Mark]], what: str, keep_text: bool) -> Display:
    """Articles with their marks, by id, side by side, with filters; `what` names what is marked, such as a phrase."""
    names, accounts, filtered = Accounts(analysis).names, [], []
    together: set[tuple[str, ...]] = set()
    for article, each in marks.items():
        groups, counted = _groups(each), [mark for mark in each if mark.category]
        weak = sum(mark.css.endswith(" weak") for mark in counted)
        about = f"{times(len(counted) - weak, what)}{f' and {weak:,} weaker' if weak else ''} marked"
        accounts.append(_account(analysis.reading(article), names[article], groups, about, keep_text))
        filtered += counted
        together.update(filter(None, map(_categories, groups)))
    voices = Counter(mark.voice for mark in filtered)
    # A mark of several categories is hidden when all of them are.
    chosen = [("category", each) for each in sorted(together)]
    chosen += [("voice", (voice,)) for voice in PHRASE_VOICES if voices[voice]]
    group = f"accounts-{key(*accounts)}"
    rules = [f".{group}{_without(kind, each)} mark[data-{kind}='{_keys(each)}']" for kind, each in chosen]
    return Display(
        tag(
            "div",
            tag("style", Html(",".join(rules) + _OFF)) if rules else None,
            _filters(filtered, voices) if filtered else None,
            tag("div", *accounts, class_=f"accounts accounts-{'many' if len(accounts) > 1 else 'one'}"),
            class_=f"highlighted {group}",
        )
    )


def _groups(marks: Iterable[Mark]) -> list[Group]:
    """The marks without overlap, in order: one that begins inside an earlier one joins its group."""
    groups: list[Group] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if groups and mark.start < groups[-1][0].end:
            groups[-1].append(mark)
        elif mark.end > mark.start:
            groups.append([mark])
    return groups


def _categories(group: Group) -> tuple[str, ...]:
    return tuple(sorted({mark.category for mark in group if mark.category}))


def _keys(names: Iterable[str]) -> str:
    return " ".join(map(key, names))


def _without(kind: str, names: Iterable[str]) -> str:
    """The selector of accounts with all of these hidden."""
    return "".join(f":has(input[data-{kind}='{key(name)}']:not(:checked))" for name in names)


def _filters(marks: Sequence[Mark], voices: Mapping[str | None, int]) -> Html:
    """Checkboxes that hide marks by voice, and folded ones by category."""
    categories = Counter(str(mark.category) for mark in marks)
    ordered = sorted(categories.items(), key=lambda pair: (-pair[1], pair[0]))
    by_voice = [_box("voice", voice, voices[voice], label) for voice, label in PHRASE_VOICES.items() if voices[voice]]
    by_category = [_box("category", name, n, name.replace("-", " ").replace("_", " ")) for name, n in ordered]
    summary, legend = tag("summary", "Show by category"), tag("legend", "Categories")
    folded = tag("details", summary, tag("fieldset", legend, *by_category))
    shown = tag("p", class_="shown", role="status")
    return tag("div", tag("fieldset", tag("legend", "Show by voice"), *by_voice), folded, shown, class_="filters")


def _box(kind: str, name: str, count: int, label: str) -> Html:
    control = f'<input type="checkbox" checked="checked" data-{kind}="{key(name)}">'
    swatch = tag("span", class_=f"swatch voice-{name}", aria_hidden="true") if kind == "voice" else None
    return tag("label", Html(control), swatch, f" {label} ", tag("span", str(count), class_="count"))


def _account(reading: Reading, name: str, groups: Sequence[Group], counts: str, keep_text: bool) -> Html:
    article = reading.document.article
    ident = anchor("article", article.id)
    head = tag("h3", name, id=f"{ident}-name")
    about = tag("p", " · ".join(filter(None, [article.date, counts])), class_="about")
    paragraphs = [_paragraph(reading, groups, paragraph, keep_text) for paragraph in reading.document.paragraphs]
    return tag("article", head, about, *paragraphs, id=ident, class_="account", aria_labelledby=f"{ident}-name")


def _paragraph(reading: Reading, groups: Sequence[Group], paragraph: Paragraph, keep_text: bool) -> Html:
    """A paragraph, with its section as class and its sentences as anchors for tables."""
    article, sentences = reading.document.article, set(reading.document.sentence_start.tolist())
    parts: Iterable[Any] = (*reading.stretches, *(group[0] for group in groups))
    edges = {edge for part in parts for edge in (part.start, part.end)} | sentences
    inner = {at for at in edges if paragraph.start < at < paragraph.end}
    starts, pieces = [group[0].start for group in groups], []
    for first, last in pairwise(sorted({paragraph.start, paragraph.end, *inner})):
        if first in sentences:
            pieces.append(tag("span", id=anchor("sentence", article.id, first), class_="at"))
        before = bisect_right(starts, first) - 1
        words = article.text[first:last]
        if before >= 0 and first < groups[before][0].end:
            piece = _marked(groups[before], words, first, keep_text)
        else:
            piece = text(words) if keep_text else tag("span", masked(words), class_="masked", aria_hidden="true")
        if stretch := reading.stretch_at(first):
            unsure = stretch.attribution is not None and not reading.attributions[stretch.attribution].sure
            piece = tag("span", piece, class_=f"said said-{stretch.voice}{' unsure' * unsure}")
        pieces.append(piece)
    section = str(paragraph.section)
    part = "page text" if section == "furniture" else section
    label = None if paragraph.section in MEASURED else f"{part}, not analysed"
    return tag("p", *pieces, class_=section, data_label=label)


def _marked(group: Group, words: str, start: int, keep_text: bool) -> Html:
    """Words of a group; its first words carry the tooltip with the notes of all its marks."""
    mark, shown = group[0], words if keep_text else truncate_words(words)
    voice = key(mark.voice) if mark.voice else None
    marks = {"class_": mark.css, "data_category": _keys(_categories(group)) or None, "data_voice": voice}
    if start > mark.start:
        return tag("mark", shown, **marks)
    notes = [part for each in group for part in (tag("b", each.title), " ", each.body, " ")]
    described = f"{mark.anchor}-why"
    why = tag("span", *notes, class_="why", role="tooltip", id=described)
    anchors = [tag("span", id=other.anchor) for other in group[1:]]
    return tag("mark", *anchors, shown, why, id=mark.anchor, tabindex="0", aria_describedby=described, **marks)


def masked(words: str) -> str:
    """The words with every letter and digit replaced, so that only their length remains.

    >>> masked("The toll, he said")
    '··· ····, ·· ····'
    """
    return "".join("·" if character.isalnum() else character for character in printable(words))
