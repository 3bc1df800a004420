"""Paragraphs and their sections: what of a text is told, and what is page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from framing.articles.article import Article, Paragraph, Section
from framing.articles.furniture import patterns_hit

#: A paragraph of more characters than this is told in full sentences: no headline, subhead or label.
_LABEL = 160
_SUBHEAD_WORDS = 14
#: A line in capitals of more words than this is a link to another story, a shorter one may be a subhead.
_LINK_WORDS = 4
#: Within so many paragraphs at its head a text has its headline, byline and first picture.
_HEAD = 8

_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_BREAK_CHARACTERS = ("\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W_]+)*|\d[\d,.]*")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS_TOLD = re.compile(r"(?:[.;:,…]|[.!?…][\"”’')\]]+|[.;:,]\W+)\Z")
_ENDS_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}\Z")
_ENDS_ASKED = re.compile(r"[!?][\"”’')\]]*\Z")
_RESIDUE = re.compile(r"\W*(?:\w{1,3}\W*){0,4}(?:\s[,;|/]+)+\s*\Z")
_LIST_MARK = re.compile(r"[•*·▪–—-]\s|\d{1,3}[.)]\s")
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:(?:,| and|,? with) {_NAME}){{0,3}}(?:, [A-Z][\w.'’ -]{{1,30}})?")
_AGENCIES = r"(?:AP|AFP|EPA|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|GETTY(?: IMAGES)?|\w+ Images|Post|Times)"
_ENDS_CREDITED = re.compile(
    rf"(?:\((?:AP )?(?:Photo|PHOTO|Image)(?:/| by |: )[^()]{{2,70}}\)|[(|][^()|]{{2,60}}/ ?{_AGENCIES}\)?"
    rf"|\({_AGENCIES} ?[/:][^()]{{2,60}}\)|(?:Photo|Image|Credit)(?: by|:| credit:?) [^()]{{2,60}}"
    rf"|\w/ ?{_AGENCIES})\s*\Z"
)
#: A text without any of these holds no credit at the end of a caption.
_CREDIT_MARKS = (
    "Getty",
    "GETTY",
    "Photo",
    "PHOTO",
    "Image",
    "Credit",
    "/AP",
    "/ AP",
    "AFP",
    "Reuters",
    "REUTERS",
    "AP)",
)
#: The words that a title leaves uncapitalised.
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "nor", "of", "off", "on"}
    | {"onto", "or", "over", "per", "so", "the", "to", "up", "upon", "via", "vs", "with"}
)


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The article's paragraphs in text order, each with its section.

    Paragraphs are lines, or blocks between blank lines where the lines of a text are wrapped. A text of one
    paragraph is told (body), whatever it looks like: it may be a sentence handed in to be measured.
    """
    spans = _spans(article.text)
    if len(spans) < 2:
        return tuple(Paragraph(start, end, Section.BODY) for start, end in spans)
    texts = [article.text[start:end] for start, end in spans]
    sections = _sections(texts, spans, article)
    return tuple(Paragraph(*span, section) for span, section in zip(spans, sections, strict=True))


def _spans(text: str) -> list[tuple[int, int]]:
    """The range of each paragraph, without the white space around it."""
    if any(mark in text for mark in _BREAK_CHARACTERS):
        text = text.replace("\r\n", " \n").translate(_BREAKS)
    spans = []
    at = 0
    lines = text.split("\n")
    for line in lines:
        filled = line.strip()
        if filled:
            start = at + line.index(filled[0])
            spans.append((start, start + len(filled)))
        at += len(line) + 1
    return _unwrapped(text, spans) if len(spans) > 1 and _is_wrapped(text, spans) else spans


def _is_wrapped(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether lines break where a margin was, not where a paragraph ends.

    Lines that run on are of about one length, and most end amid a sentence.
    """
    on = [(end - start, text[end - 1]) for (start, end), (after, _) in pairwise(spans) if after == end + 1]
    if len(on) < 2 or 2 * len(on) < len(spans) - 1:
        return False
    lengths = sorted(length for length, _ in on)
    amid = sum(last not in '.!?"”:’' for _, last in on)
    return lengths[-1] <= 120 and lengths[len(on) // 2] >= 45 and lengths[len(on) // 5] >= 30 and amid >= 0.6 * len(on)


def _unwrapped(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    blocks = [spans[0]]
    for start, end in spans[1:]:
        before, last = blocks[-1]
        if text.count("\n", last, start) < 2:
            blocks[-1] = (before, end)
        else:
            blocks.append((start, end))
    return blocks


def _sections(texts: Sequence[str], spans: Sequence[tuple[int, int]], article: Article) -> list[Section]:
    sections = [
        pattern.section if pattern else _by_form(number, texts[number])
        for number, pattern in enumerate(patterns_hit(texts, article.text))
    ]
    _mark_repeated(texts, sections)
    headline = _headline(texts, sections, article.title)
    if headline is not None:
        sections[headline] = Section.HEADLINE
    _mark_captions(texts, spans, sections, article.text)
    told = [n for n, text in enumerate(texts) if sections[n] is Section.BODY and _is_told(text)]
    for number, text in enumerate(texts):
        if sections[number] is Section.BODY and len(text) <= _LABEL:
            sections[number] = _label(number, text, headline, told)
    return sections


def _by_form(number: int, text: str) -> Section:
    """The section that a paragraph's own form tells; body if none."""
    if text[0] == "#" and (heading := _MARKDOWN_HEADING.match(text)):
        return Section.HEADLINE if len(heading.group(1)) == 1 and number < _HEAD else Section.SUBHEAD
    if len(text) < 40 and (not _LETTER.search(text) or (number < 2 and _RESIDUE.match(text))):
        return Section.FURNITURE
    return Section.BODY


def _mark_repeated(texts: Sequence[str], sections: list[Section]) -> None:
    """A short line that comes three times and ends in no stop labels what follows: a speaker in a transcript."""
    short = [text for text in texts if len(text) <= 60]
    often = {text for text, times in Counter(short).items() if times > 2 and not _ends_in_stop(text)}
    for number, text in enumerate(texts):
        if text in often:
            sections[number] = Section.FURNITURE


def _headline(texts: Sequence[str], sections: Sequence[Section], title: str | None) -> int | None:
    """Which paragraph is the headline: the one that says the title; where none is known, the first line that can."""
    if Section.HEADLINE in sections:
        return sections.index(Section.HEADLINE)
    head = range(min(_HEAD, len(texts)))
    if title:
        titled = _titled(texts, sections, title, head)
        if titled is not None:
            return titled
    for number in head:
        text = texts[number]
        if sections[number] is Section.BODY:
            if _is_told(text):
                return None
            if _can_head(text, title) and any(
                _is_told(t) and len(t) > len(text) for t in texts[number + 1 : number + 7]
            ):
                return number
    return None


def _titled(texts: Sequence[str], sections: Sequence[Section], title: str, head: Sequence[int]) -> int | None:
    """The paragraph that says the title, or most of its words."""
    squeezed = " ".join(title.split()).casefold()
    wanted = set(_folded_words(title))
    for number in head:
        text = texts[number]
        if len(text) > 2 * len(title) + 20:
            continue
        if " ".join(text.split()).casefold() == squeezed:
            return number
        if sections[number] is Section.BODY and not _is_told(text):
            words = set(_folded_words(text))
            if 2 * len(words & wanted) >= len(words | wanted):
                return number
    return None


def _mark_captions(texts: Sequence[str], spans: Sequence[tuple[int, int]], sections: list[Section], text: str) -> None:
    """A picture's caption stands right over its credit, or ends in it."""
    first_told = next(
        (n for n, t in enumerate(texts) if sections[n] is Section.BODY and len(t) > 2 * _LABEL), len(texts)
    )
    for number in [n for n, section in enumerate(sections) if section is Section.CREDIT and n]:
        above = number - 1
        joined = text.count("\n", spans[above][1], spans[number][0]) == 1
        if sections[above] is Section.BODY and (joined or number <= first_told) and len(texts[above]) <= 2 * _LABEL:
            sections[above] = Section.CAPTION
    if any(mark in text for mark in _CREDIT_MARKS):
        for number, paragraph in enumerate(texts):
            if (
                sections[number] is Section.BODY
                and len(paragraph) <= 3 * _LABEL
                and _ENDS_CREDITED.search(paragraph[-90:])
            ):
                sections[number] = Section.CAPTION


def _label(number: int, text: str, headline: int | None, told: Sequence[int]) -> Section:
    """What a short paragraph is: told like the others, a subhead, or a line left over from the page."""
    if _ends_in_stop(text) or _LIST_MARK.match(text):
        return Section.BODY
    words = _WORD.findall(text)
    if not words:
        return Section.BODY
    title_like = _is_title_like(words)
    if _ENDS_ASKED.search(text) and not title_like:
        return Section.BODY
    if not told or number > told[-1]:
        return Section.FURNITURE if told and title_like else Section.BODY
    if number < told[0] and _is_name_like(text, words):
        return Section.FURNITURE
    if len(words) > _LINK_WORDS and text.isupper():
        return Section.FURNITURE
    if len(words) > _SUBHEAD_WORDS or text[0].islower() or (number < told[0] and headline is None):
        return Section.BODY
    return Section.SUBHEAD


def _is_told(text: str) -> bool:
    """Whether a paragraph is told in sentences: it ends in a stop, or is too long for a label."""
    return len(text) > _LABEL or (len(text) > 30 and _ends_in_stop(text))


def _ends_in_stop(text: str) -> bool:
    return _ENDS_TOLD.search(text[-8:]) is not None and not _ENDS_ABBREVIATED.search(text[-8:])


def _can_head(text: str, title: str | None) -> bool:
    """Whether a line at the head of a text can be its headline; where a title is known, only if it looks like one."""
    words = _WORD.findall(text)
    if len(words) < 3 or text[0].islower() or _ends_in_stop(text) or _is_name_like(text, words):
        return False
    return title is None or (len(words) > 4 and _is_title_like(words))


def _is_title_like(words: Sequence[str]) -> bool:
    """Whether most words that carry meaning are capitalised, as in a title."""
    telling = [word for word in words if word.casefold() not in _SMALL]
    return bool(telling) and sum(not word[0].islower() for word in telling) >= 0.7 * len(telling)


def _is_name_like(text: str, words: Sequence[str]) -> bool:
    """Whether a line holds nothing but a few names: a byline without "By"."""
    return 1 < len(words) < 9 and len(text) < 60 and bool(_NAMES.fullmatch(text))


def _folded_words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
