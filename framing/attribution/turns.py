"""Turns: speech marked by layout, in transcripts, interviews, posts, dialogue with dashes, and block quotations."""

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
from framing.attribution.token_features import COMMA, DASH, END_MARK, TokenFeatures
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
#: The line under an embedded post: a dash, its author, the account's handle, the day.
_POST_SIGNATURE = re.compile(r"[—–]\s?(?P<name>[^—–\n]{2,60}?) \(@\w{1,20}\)(?: [A-Z][a-z]{2,8} \d{1,2}, \d{4})?\s*$")
#: Minimum labelled paragraphs in a transcript.
_MIN_TURNS = 2
#: Maximum words between a verb of speech and the colon at the end of a paragraph.
_MAX_WORDS_TO_COLON = 8
_DASHES, _MARKS = frozenset("—–―-"), frozenset("\"“”„«»‘'")
_NEVER_NAME_TAGS = frozenset("VB VBP VBG IN DT WP WRB CC CD MD PRP PRP$ TO RB".split())
_NOUN_TAGS = frozenset({"NN", "NNS", "PRP", "?"})
#: The confidence of every turn; the labelled data has none to learn from.
CONFIDENCE = 0.9
#: An attribution by layout, and the words it covers, in which no other cue counts.
Turn = tuple[RawAttribution, range]


def turns_of(tokens: TokenFeatures, rows: WordRows) -> list[Turn]:
    """The speech of a document that its layout marks."""
    return [*_transcript(tokens), *_social_media_posts(tokens), *_dialogue(tokens, rows), *_block_quotes(tokens, rows)]


def _transcript(tokens: TokenFeatures) -> Iterator[Turn]:
    """Whole paragraphs after a label, if at least two have one, or two names recur."""
    labels = _labelled(tokens, _LABEL)
    counts = Counter(label["name"] for _, label in labels)
    labels = [each for each in labels if counts[each[1]["name"]] > 1 or not _is_heading(each[1]["name"])]
    if len(labels) < _MIN_TURNS:
        # Osk: Why not? Mira: It is late.
        labels = _labelled(tokens, _NAME_LABEL)
        counts = Counter(label["name"] for _, label in labels)
        again = {name for name, count in counts.items() if count >= _MIN_TURNS}
        if len(again) < _MIN_TURNS or all(is_common(name.split()[0].lower()) for name in again):
            return
        labels = [each for each in labels if each[1]["name"] in again]
    for paragraph, label in labels:
        words = tokens.document.words_between(label.end(), paragraph.end)
        label_words = tokens.document.words_between(*label.span("name"))
        if words.stop > words.start and label_words.stop > label_words.start:
            # the last word before a comma: Ada Quill, a harbour analyst
            before_comma = (at for at in range(label_words.start, label_words.stop) if tokens.gap_after[at] & COMMA)
            source = next(before_comma, label_words.stop - 1)
            yield (
                _turn(tokens, words, source, source, (label.end(), paragraph.end)),
                range(label_words.start, words.start),
            )


def _labelled(tokens: TokenFeatures, pattern: re.Pattern[str]) -> list[tuple[Paragraph, re.Match[str]]]:
    """The paragraphs that open with a label, and the label; a label alone does not count."""
    document = tokens.document
    return [
        (paragraph, label)
        for paragraph in document.paragraphs
        if (label := pattern.match(document.clean, paragraph.start, paragraph.end)) and label.end() < paragraph.end
    ]


def _is_heading(label: str) -> bool:
    """Whether a label is a heading, with a first word that no name begins with: WIN THE SOUTH."""
    first = label.partition(" ")[0].lower()
    return (
        len(label) > 1 and first != "the" and first not in TITLES and load_json("tags").get(first) in _NEVER_NAME_TAGS
    )


def _social_media_posts(tokens: TokenFeatures) -> Iterator[Turn]:
    """Embedded posts: paragraphs that end with the name and handle of their author."""
    document = tokens.document
    if "(@" not in document.clean:
        return
    for paragraph in document.paragraphs:
        line = _POST_SIGNATURE.search(document.clean, paragraph.start, paragraph.end)
        if line is None:
            continue
        words = document.words_between(paragraph.start, line.start())
        label_words = document.words_between(*line.span("name"))
        end = paragraph.start + len(document.clean[paragraph.start : line.start()].rstrip())
        if words.stop > words.start and label_words.stop > label_words.start:
            source = label_words.stop - 1
            yield _turn(tokens, words, source, source, (paragraph.start, end)), range(words.start, label_words.stop)


def _dialogue(tokens: TokenFeatures, rows: WordRows) -> Iterator[Turn]:
    """Paragraphs that open with a dash, if at least two do: the speech, and its source after a comma."""
    document, gaps = tokens.document, tokens.gap_after
    text = document.clean
    opened = [p for p in document.paragraphs if text[p.start] in _DASHES and text[p.start + 1 : p.start + 2] == " "]
    for paragraph in opened if len(opened) >= _MIN_TURNS else ():
        words = document.words_between(paragraph.start, paragraph.end)
        if words.stop == words.start:
            continue
        # a verb of speech after a comma or the end of a question
        speech = (at for at in range(words.start + 1, words.stop) if rows.introduces_quotation[tokens.weight_row[at]])
        cue = next((at for at in speech if gaps[at - 1] & (COMMA | END_MARK)), -1)
        first, covered = document.word_starts[words.start], range(words.start, words.stop)
        if cue < 0:
            yield _turn(tokens, words, -1, -1, (first, paragraph.end)), covered
            continue
        parts = [(first, document.word_ends[cue - 1])]
        again = next((at for at in range(cue, words.stop - 1) if gaps[at] & DASH), -1)
        if again >= 0:
            parts.append((document.word_starts[again + 1], paragraph.end))
        yield _turn(tokens, slice(words.start, cue), cue, min(cue + 1, words.stop - 1), *parts), covered


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
        begin = tokens.first_word_of[tokens.sentence_of[last]]
        near = (at for at in range(last, max(begin, last - _MAX_WORDS_TO_COLON) - 1, -1) if tokens.quotation_of[at] < 0)
        cue = next((at for at in near if tokens.form(at).lower() in introducing), -1)
        if cue > begin:
            before_cue = range(cue - 1, begin - 1, -1)
            nouns = (at for at in before_cue if tokens.is_name_at[at] or rows.tags[tokens.weight_row[at]] in _NOUN_TAGS)
            source = next(nouns, -1)
            yield _turn(tokens, content, cue, source, (paragraph.start, paragraph.end)), range(cue, cue + 1)


def _turn(tokens: TokenFeatures, words: slice, cue: int, source: int, *parts: Span) -> RawAttribution:
    first, end = (bisect_left(tokens.quotation_starts, word) for word in (words.start, words.stop))
    bounds = tokens.quotation_bounds
    inside = tuple(number for number in range(first, end) if bounds[number][1] > bounds[number][0])
    return RawAttribution(
        Content(parts, inside, Kind.DIRECT), cue, source, words.start, words.stop - 1, from_layout=True
    )
