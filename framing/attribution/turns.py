"""Speech set out by its layout: turns of a transcript, of an interview, of a parliament's record, and dash dialogue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from framing.articles.article import MEASURED, Paragraph
from framing.attribution.contents import Content, RawAttribution
from framing.attribution.name_types import is_common
from framing.attribution.names import TITLES
from framing.attribution.reading import Kind, Span
from framing.attribution.rows import Rows
from framing.attribution.token_features import COMMA, DASH, STOP, TokenFeatures
from framing.models import load_json
from framing.words import word_set

#: The label of a turn: a name or office in capitals, or with a member's seat and party, or Q and A, or a number.
_LABEL = re.compile(
    r"(?P<name>(?:The )?[A-Z][A-Z.'’\-]{0,60}[A-Z](?:\.[A-Z][A-Z.'’\-]{0,60})?(?: [A-Z][A-Z.'’\-]*)*"
    r"(?:, [A-Z][A-Z .'’\-]+)*"
    r"|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,3}(?= \()|[QA]|(?:Speaker|SPEAKER|Voice|Witness) \d+)"
    r"(?: ?[(\[][^)\]\n]{1,60}[)\]])*\s?:\s+(?=\S)"
)
#: A name before a colon that opens a paragraph.
_NAME_LABEL = re.compile(r"(?P<name>[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]+){0,2}):\s+(?=\S)")
#: The line under an embedded post: a dash, who posted it, the account's handle, the day.
_POSTED = re.compile(r"[—–]\s?(?P<name>[^—–\n]{2,60}?) \(@\w{1,20}\)(?: [A-Z][a-z]{2,8} \d{1,2}, \d{4})?\s*$")
#: So many paragraphs with a label make a transcript.
_FEWEST_TURNS = 2
#: The verb of speech stands at most so many words before the colon at the end of a paragraph.
_FARTHEST_CUE = 8
_DASHES, _MARKS = frozenset("—–―-"), frozenset("\"“”„«»‘'")
_NO_NAME_TAGS = frozenset("VB VBP VBG IN DT WP WRB CC CD MD PRP PRP$ TO RB".split())
_NAMED_TAGS = frozenset({"NN", "NNS", "PRP", "?"})
#: A turn stands for sure: its layout shows who speaks. No turns are among the labelled rows.
CONFIDENCE = 0.9


class Layout(NamedTuple):
    """Rows that the layout shows, and the words `[first, last)` in which no other cue counts."""

    rows: list[RawAttribution]
    taken: list[tuple[int, int]]


#: A row, and the words in which no other cue counts.
_Shown = tuple[RawAttribution, tuple[int, int]]


def laid_out(tokens: TokenFeatures, rows: Rows) -> Layout:
    """The speech of a document that its layout shows."""
    found = [*_transcript(tokens), *_posts(tokens), *_dialogue(tokens, rows), *_block_quotes(tokens, rows)]
    return Layout([row for row, _ in found], [taken for _, taken in found])


def _transcript(tokens: TokenFeatures) -> Iterator[_Shown]:
    """Whole paragraphs behind a label, where two of them have one at least, or two names return."""
    labels = _labelled(tokens, _LABEL)
    counts = Counter(label["name"] for _, label in labels)
    labels = [each for each in labels if counts[each[1]["name"]] > 1 or not _is_heading(each[1]["name"])]
    if len(labels) < _FEWEST_TURNS:
        # Osk: Why not? Mira: It is late.
        labels = _labelled(tokens, _NAME_LABEL)
        counts = Counter(label["name"] for _, label in labels)
        again = {name for name, count in counts.items() if count >= _FEWEST_TURNS}
        if len(again) < _FEWEST_TURNS or all(is_common(name.split()[0].lower()) for name in again):
            return
        labels = [each for each in labels if each[1]["name"] in again]
    for paragraph, label in labels:
        words = tokens.document.words_between(label.end(), paragraph.end)
        named = tokens.document.words_between(*label.span("name"))
        if words.stop > words.start and named.stop > named.start:
            # the last word before a comma: John Kirby, CNN analyst
            before_comma = (at for at in range(named.start, named.stop) if tokens.gaps[at] & COMMA)
            source = next(before_comma, named.stop - 1)
            yield _row(tokens, words, source, source, (label.end(), paragraph.end)), (named.start, words.start)


def _labelled(tokens: TokenFeatures, pattern: re.Pattern[str]) -> list[tuple[Paragraph, re.Match[str]]]:
    """The paragraphs that a label opens, and the label of each; one that holds nothing else is none."""
    document = tokens.document
    return [
        (paragraph, label)
        for paragraph in document.paragraphs
        if (label := pattern.match(document.clean, paragraph.start, paragraph.end)) and label.end() < paragraph.end
    ]


def _is_heading(label: str) -> bool:
    """Whether a label tells what to do or begins as no name does: WIN THE SOUTH."""
    first = label.partition(" ")[0].lower()
    return len(label) > 1 and first != "the" and first not in TITLES and load_json("tags").get(first) in _NO_NAME_TAGS


def _posts(tokens: TokenFeatures) -> Iterator[_Shown]:
    """Embedded posts: a paragraph that ends in who posted it, with a handle in brackets."""
    document = tokens.document
    if "(@" not in document.clean:
        return
    for paragraph in document.paragraphs:
        line = _POSTED.search(document.clean, paragraph.start, paragraph.end)
        if line is None:
            continue
        words = document.words_between(paragraph.start, line.start())
        named = document.words_between(*line.span("name"))
        end = paragraph.start + len(document.clean[paragraph.start : line.start()].rstrip())
        if words.stop > words.start and named.stop > named.start:
            source = named.stop - 1
            yield _row(tokens, words, source, source, (paragraph.start, end)), (words.start, named.stop)


def _dialogue(tokens: TokenFeatures, rows: Rows) -> Iterator[_Shown]:
    """Paragraphs that open with a dash, where two of them do: what is said, and who says it behind a comma."""
    document, gaps = tokens.document, tokens.gaps
    text = document.clean
    opened = [p for p in document.paragraphs if text[p.start] in _DASHES and text[p.start + 1 : p.start + 2] == " "]
    for paragraph in opened if len(opened) >= _FEWEST_TURNS else ():
        words = document.words_between(paragraph.start, paragraph.end)
        if words.stop == words.start:
            continue
        # a verb of speech behind a comma or the end of a question
        speech = (at for at in range(words.start + 1, words.stop) if rows.direct_speech[tokens.row[at]])
        cue = next((at for at in speech if gaps[at - 1] & (COMMA | STOP)), -1)
        first, taken = document.word_starts[words.start], (words.start, words.stop)
        if cue < 0:
            yield _row(tokens, words, -1, -1, (first, paragraph.end)), taken
            continue
        parts = [(first, document.word_ends[cue - 1])]
        again = next((at for at in range(cue, words.stop - 1) if gaps[at] & DASH), -1)
        if again >= 0:
            parts.append((document.word_starts[again + 1], paragraph.end))
        yield _row(tokens, slice(words.start, cue), cue, min(cue + 1, words.stop - 1), *parts), taken


def _block_quotes(tokens: TokenFeatures, rows: Rows) -> Iterator[_Shown]:
    """A paragraph without marks that stands alone behind “the chair wrote:”."""
    document, text = tokens.document, tokens.document.clean
    introducing = word_set("introducing-verbs")
    body = [paragraph for paragraph in document.paragraphs if paragraph.section in MEASURED]
    for before, paragraph in pairwise(body):
        if not text[before.start : before.end].rstrip().endswith(":") or text[paragraph.start] in _MARKS:
            continue
        words = document.words_between(before.start, before.end)
        content = document.words_between(paragraph.start, paragraph.end)
        last = words.stop - 1
        if last < words.start or content.stop == content.start:
            continue
        begin = tokens.first_words[tokens.sentences[last]]
        near = (at for at in range(last, max(begin, last - _FARTHEST_CUE) - 1, -1) if tokens.of_quotation[at] < 0)
        cue = next((at for at in near if tokens.form(at).lower() in introducing), -1)
        if cue > begin:
            nouns = (at for at in range(cue - 1, begin - 1, -1) if rows.tags[tokens.row[at]] in _NAMED_TAGS)
            names = (at for at in range(cue - 1, begin - 1, -1) if tokens.names[at])
            source = max(next(nouns, -1), next(names, -1))
            yield _row(tokens, content, cue, source, (paragraph.start, paragraph.end)), (cue, cue + 1)


def _row(tokens: TokenFeatures, words: slice, cue: int, source: int, *parts: Span) -> RawAttribution:
    low, high = (bisect_left(tokens.quotation_starts, word) for word in (words.start, words.stop))
    bounds = tokens.quotation_bounds
    held = tuple(number for number in range(low, high) if bounds[number][1] > bounds[number][0])
    return RawAttribution(Content(parts, held, Kind.DIRECT), cue, source, words.start, words.stop - 1, is_shown=True)
