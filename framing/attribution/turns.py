"""Turns: speech that the layout shows in transcripts, interviews, posts, dialogue with dashes, and block quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from framing.articles.article import MEASURED, Paragraph
from framing.attribution.contents import Content, RawAttribution
from framing.attribution.name_types import is_common
from framing.attribution.names import TITLES
from framing.attribution.reading import Kind, Span
from framing.attribution.token_features import COMMA, DASH, STOP, TokenFeatures
from framing.attribution.word_rows import WordRows
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
#: Minimum number of paragraphs with a label in a transcript.
_FEWEST_TURNS = 2
#: Maximum words between a verb of speech and the colon at the end of a paragraph.
_FARTHEST_CUE = 8
_DASHES, _MARKS = frozenset("—–―-"), frozenset("\"“”„«»‘'")
_NO_NAME_TAGS = frozenset("VB VBP VBG IN DT WP WRB CC CD MD PRP PRP$ TO RB".split())
_NAMED_TAGS = frozenset({"NN", "NNS", "PRP", "?"})
#: The confidence of a turn, whose layout shows who speaks; no turns are among the labelled rows.
CONFIDENCE = 0.9
#: A row that the layout shows, and the words in which no other cue counts.
Turn = tuple[RawAttribution, range]


def turns_of(tokens: TokenFeatures, rows: WordRows) -> list[Turn]:
    """The speech of a document that its layout shows."""
    return [*_transcript(tokens), *_posts(tokens), *_dialogue(tokens, rows), *_block_quotes(tokens, rows)]


def _transcript(tokens: TokenFeatures) -> Iterator[Turn]:
    """Whole paragraphs after a label, where at least two have one, or two names return."""
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
            yield _row(tokens, words, source, source, (label.end(), paragraph.end)), range(named.start, words.start)


def _labelled(tokens: TokenFeatures, pattern: re.Pattern[str]) -> list[tuple[Paragraph, re.Match[str]]]:
    """The paragraphs that a label opens, with the label; a paragraph of a label alone does not count."""
    document = tokens.document
    return [
        (paragraph, label)
        for paragraph in document.paragraphs
        if (label := pattern.match(document.clean, paragraph.start, paragraph.end)) and label.end() < paragraph.end
    ]


def _is_heading(label: str) -> bool:
    """Whether a label gives an order or begins as no name does: WIN THE SOUTH."""
    first = label.partition(" ")[0].lower()
    return len(label) > 1 and first != "the" and first not in TITLES and load_json("tags").get(first) in _NO_NAME_TAGS


def _posts(tokens: TokenFeatures) -> Iterator[Turn]:
    """Embedded posts: paragraphs that end in the name and handle of who posted them."""
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
            yield _row(tokens, words, source, source, (paragraph.start, end)), range(words.start, named.stop)


def _dialogue(tokens: TokenFeatures, rows: WordRows) -> Iterator[Turn]:
    """Paragraphs that open with a dash, where at least two do: the speech, and its source after a comma."""
    document, gaps = tokens.document, tokens.gaps
    text = document.clean
    opened = [p for p in document.paragraphs if text[p.start] in _DASHES and text[p.start + 1 : p.start + 2] == " "]
    for paragraph in opened if len(opened) >= _FEWEST_TURNS else ():
        words = document.words_between(paragraph.start, paragraph.end)
        if words.stop == words.start:
            continue
        # a verb of speech after a comma or the end of a question
        speech = (at for at in range(words.start + 1, words.stop) if rows.direct_speech[tokens.row[at]])
        cue = next((at for at in speech if gaps[at - 1] & (COMMA | STOP)), -1)
        first, taken = document.word_starts[words.start], range(words.start, words.stop)
        if cue < 0:
            yield _row(tokens, words, -1, -1, (first, paragraph.end)), taken
            continue
        parts = [(first, document.word_ends[cue - 1])]
        again = next((at for at in range(cue, words.stop - 1) if gaps[at] & DASH), -1)
        if again >= 0:
            parts.append((document.word_starts[again + 1], paragraph.end))
        yield _row(tokens, slice(words.start, cue), cue, min(cue + 1, words.stop - 1), *parts), taken


def _block_quotes(tokens: TokenFeatures, rows: WordRows) -> Iterator[Turn]:
    """A paragraph without marks that follows “the chair wrote:”."""
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
            before_cue = range(cue - 1, begin - 1, -1)
            named = (at for at in before_cue if tokens.names[at] or rows.tags[tokens.row[at]] in _NAMED_TAGS)
            source = next(named, -1)
            yield _row(tokens, content, cue, source, (paragraph.start, paragraph.end)), range(cue, cue + 1)


def _row(tokens: TokenFeatures, words: slice, cue: int, source: int, *parts: Span) -> RawAttribution:
    low, high = (bisect_left(tokens.quotation_starts, word) for word in (words.start, words.stop))
    bounds = tokens.quotation_bounds
    inside = tuple(number for number in range(low, high) if bounds[number][1] > bounds[number][0])
    return RawAttribution(Content(parts, inside, Kind.DIRECT), cue, source, words.start, words.stop - 1, is_shown=True)
