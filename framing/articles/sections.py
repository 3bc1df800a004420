"""Paragraphs and their sections: the text that is analysed, and page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from framing.articles.article import Article, Paragraph, Section
from framing.articles.furniture import patterns_hit
from framing.words import word_set

#: A paragraph of more characters than this is written in full sentences: no headline, subhead or label.
_LABEL = 160
_SUBHEAD_WORDS = 14
#: Maximum characters of a speaker's label, and of a caption.
_SHORT, _LONG = 60, 480
#: In a text with fewer different paragraphs, a repeated one is no mistake.
_MANY = 5
#: A line in capitals with more words than this is a link to another article; a shorter one may be a subhead.
_LINK_WORDS = 4
#: Headline, byline and first picture stand within so many paragraphs at the head.
_HEAD = 8

_TWO_SPACES = re.compile(r"[ \t\u00a0]{2,}")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W_]+)*|\d[\d,.]*")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS_PROSE = re.compile(r"(?:[.;:,…—–-]|[.!?…][\"”’')\]]+|[.;:,]\W+)\Z")
_ENDS_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}\Z")
_ENDS_ASKED = re.compile(r"[!?][\"”’')\]]*\Z")
_QUESTION = re.compile(r"[A-Z][^.!?\"“”]*\?")
_RESIDUE = re.compile(r"\W*(?:\w{1,3}\W*){0,4}(?:\s[,;|/]+)+\s*\Z")
_LIST_MARK = re.compile(r"[•*·▪–—-]\s")
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:(?:,| and|,? with) {_NAME}){{0,3}}(?:, [A-Z][\w.'’ -]{{1,30}})?")
_AGENCIES = r"(?:AP|AFP|EPA|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|GETTY(?: IMAGES)?|\w+ Images|Post|Times)"
_ENDS_CREDITED = re.compile(
    rf"(?:\((?:\w+ )?(?:[Pp]hoto|PHOTO|Image)(?:/| by |: )[^()]{{2,70}}\)|[(|][^()|]{{2,60}}/ ?{_AGENCIES}\)?"
    rf"|\({_AGENCIES} ?[/:][^()]{{2,60}}\)|(?:Photo|Image|Credit)(?: by|:| credit:?) [^()]{{2,60}}"
    rf"|\w/ ?{_AGENCIES}|\w (?:Associated Press|Getty Images)|(?:REUTERS|AP Photo|AFP)/[^/()]{{3,40}})\s*\Z"
)
_CREDIT_BEHIND_BAR = re.compile(r"[.!?…][\"”’')\]]* \| [^\W\d_]")
#: How a caption with a credit ends, unless it says "Photo".
_CREDIT_ENDS = (")", *sorted(word_set("agencies-credited")))
#: The words that a title leaves uncapitalised.
_SMALL = word_set("small-in-titles")


class _Line(NamedTuple):
    """A paragraph: its text, its start, and the first and last line it stands on."""

    text: str
    start: int
    line: int
    last_line: int


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The article's paragraphs in text order, each with its section.

    Paragraphs are lines, or blocks between blank lines where the text is wrapped. A single paragraph is body unless it
    is the title: it may be a sentence given to be measured.
    """
    lines = _lines(article.text)
    if len(lines) > 2 and _is_wrapped(lines):
        lines = _unwrapped(article.text, lines)
    if len(lines) > 1:
        sections = _sections(lines, article)
    else:
        title = _squeezed(article.title or "")
        sections = [Section.HEADLINE if _squeezed(line.text) == title else Section.BODY for line in lines]
    return tuple(
        Paragraph(line.start + _mark_length(line.text, section), line.start + len(line.text), section)
        for line, section in zip(lines, sections, strict=True)
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _mark_length(text: str, section: Section) -> int:
    """The length of a heading's Markdown mark, which is not part of the heading."""
    if text[0] != "#" or section not in (Section.HEADLINE, Section.SUBHEAD):
        return 0
    mark = _MARKDOWN_HEADING.match(text)
    return mark.end() if mark else 0


def _lines(text: str) -> list[_Line]:
    """The lines that hold more than white space, without the white space around them."""
    lines = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        filled = line.strip()
        if filled:
            lines.append(_Line(filled, at + line.index(filled[0]), number, number))
        at += len(line)
    return lines


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether lines break at a margin: of about one length, and most end inside a sentence."""
    on = [line.text for line, following in pairwise(lines) if following.line == line.line + 1]
    if len(on) < 2 or 2 * len(on) < len(lines) - 1:
        return False
    lengths = sorted(map(len, on))
    amid = sum(text[-1] not in '.!?"”:’' for text in on)
    return lengths[-1] <= 120 and lengths[len(on) // 2] >= 45 and lengths[len(on) // 5] >= 30 and amid >= 0.6 * len(on)


def _unwrapped(text: str, lines: Sequence[_Line]) -> list[_Line]:
    """The blocks of lines between blank ones."""
    blocks = [lines[0]]
    for line in lines[1:]:
        block = blocks[-1]
        if line.line == block.last_line + 1:
            whole = text[block.start : line.start + len(line.text)]
            blocks[-1] = _Line(whole, block.start, block.line, line.line)
        else:
            blocks.append(line)
    return blocks


def _sections(lines: Sequence[_Line], article: Article) -> list[Section]:
    # A plain search is ten times as quick as a pattern.
    is_wide = any(space in article.text for space in ("  ", "\t", "\u00a0"))
    if is_wide:
        lines = [line._replace(text=_TWO_SPACES.sub(" ", line.text)) for line in lines]
    texts = [line.text for line in lines]
    sections = [
        pattern.section if pattern else _by_form(number, texts[number])
        for number, pattern in enumerate(patterns_hit(texts))
    ]
    _mark_repeated(texts, sections)
    _mark_credited(texts, sections)
    headline = _headline(texts, sections, article.title)
    if headline is not None:
        sections[headline] = Section.HEADLINE
    for number, section in enumerate(sections):
        if section is Section.CREDIT and number and _is_caption_over(number, lines, sections):
            sections[number - 1] = Section.CAPTION
    _mark_questions(texts, sections)
    _mark_labels(texts, sections, headline)
    return sections


def _by_form(number: int, text: str) -> Section:
    """The section that a paragraph's form shows; body if none."""
    if text[0] == "#" and (heading := _MARKDOWN_HEADING.match(text)):
        return Section.HEADLINE if len(heading.group(1)) == 1 and number < _HEAD else Section.SUBHEAD
    if len(text) < 40 and (not _LETTER.search(text) or (number < 2 and _RESIDUE.match(text))):
        return Section.FURNITURE
    return Section.BODY


def _mark_repeated(texts: Sequence[str], sections: list[Section]) -> None:
    """Mark repeated lines: the labels of a transcript's speakers, and captions that a page gives twice.

    A label is short, repeats three times as often as other paragraphs and ends without a stop; a caption always
    directly follows itself. A text that repeats as a whole is analysed throughout.
    """
    times = Counter(texts)
    fewest = min(times.values())
    labels = {text for text in times if times[text] > 2 * fewest and len(text) <= _SHORT and not _ends_in_stop(text)}
    pairs = Counter(text for text, following in pairwise(texts) if text == following)
    twice = {text for text in pairs if times[text] == 2 * pairs[text]} if len(times) >= _MANY else set()
    if labels or twice:
        for number, text in enumerate(texts):
            if text in labels:
                sections[number] = Section.FURNITURE
            elif text in twice and sections[number] is Section.BODY:
                sections[number] = Section.CAPTION


def _headline(texts: Sequence[str], sections: Sequence[Section], title: str | None) -> int | None:
    """The number of the headline: the paragraph that says the title, else the first line that can be one."""
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
            if _is_prose(text):
                return None
            if _can_head(text, title) and any(
                _is_prose(t) and len(t) > len(text) for t in texts[number + 1 : number + 7]
            ):
                return number
    return None


def _titled(texts: Sequence[str], sections: Sequence[Section], title: str, head: Sequence[int]) -> int | None:
    """The paragraph that says the title, or most of its words."""
    squeezed = _squeezed(title)
    wanted = set(_folded_words(title))
    for number in head:
        text = texts[number]
        if len(text) > 2 * len(title) + 20:
            continue
        if _squeezed(text) == squeezed:
            return number
        if sections[number] is Section.BODY and not _is_prose(text):
            words = set(_folded_words(text))
            if 2 * len(words & wanted) >= len(words | wanted):
                return number
    return None


def _mark_credited(texts: Sequence[str], sections: list[Section]) -> None:
    """Mark as captions paragraphs that end in photographer and agency, or have a credit after a bar."""
    for number, text in enumerate(texts):
        if len(text) > _LONG or sections[number] is not Section.BODY:
            continue
        signed = text.endswith(_CREDIT_ENDS) or "hoto" in text or "REUTERS/" in text
        if (signed and _ENDS_CREDITED.search(text[-90:])) or (" | " in text and _CREDIT_BEHIND_BAR.search(text)):
            sections[number] = Section.CAPTION


def _is_caption_over(number: int, lines: Sequence[_Line], sections: Sequence[Section]) -> bool:
    """Whether the paragraph before a credit is the caption: in one block with it, or before the text begins."""
    above = lines[number - 1]
    if sections[number - 1] is not Section.BODY or len(above.text) > 2 * _LABEL:
        return False
    joined = above.last_line + 1 == lines[number].line
    return joined or not any(
        section is Section.BODY and _is_prose(line.text)
        for line, section in zip(lines[: number - 1], sections, strict=False)
    )


def _mark_questions(texts: Sequence[str], sections: list[Section]) -> None:
    """Mark as subheads the short questions that stand alone, where a text has several."""
    asked = [
        number
        for number, text in enumerate(texts[:-1])
        if text[-1] == "?" and len(text) <= _SHORT and sections[number] is Section.BODY and _QUESTION.fullmatch(text)
    ]
    if len({texts[number] for number in asked}) > 1:
        for number in asked:
            if len(texts[number + 1]) > _LABEL // 2:
                sections[number] = Section.SUBHEAD


def _mark_labels(texts: Sequence[str], sections: list[Section], headline: int | None) -> None:
    """Mark short paragraphs without a stop at the end: subheads, and lines left over from the page."""
    is_prose = [
        section is Section.BODY and (len(text) > _LABEL or _is_prose(text))
        for section, text in zip(sections, texts, strict=True)
    ]
    if not any(is_prose):
        return
    first, last = is_prose.index(True), len(is_prose) - 1 - is_prose[::-1].index(True)
    for number, prose in enumerate(is_prose):
        text = texts[number]
        if prose or sections[number] is not Section.BODY or _is_sentence(text):
            continue
        words = _WORD.findall(text)
        at_end, before = number > last, number < first
        if _is_left_over(text, words, at_end=at_end, before=before):
            sections[number] = Section.FURNITURE
        elif (
            not at_end
            and (headline is not None or not before)
            and len(words) <= _SUBHEAD_WORDS
            and not text[0].islower()
            # A subhead has a sentence under it; a line among lines belongs to a list.
            and (sections[number + 1] is not Section.BODY or _is_sentence(texts[number + 1]))
        ):
            sections[number] = Section.SUBHEAD


def _is_sentence(text: str) -> bool:
    """Whether a paragraph is prose: sentences, a list item, or a whole message quoted."""
    if len(text) > _LABEL or _ends_in_stop(text) or _LIST_MARK.match(text) or "(@" in text:
        return True
    words = _WORD.findall(text)
    return not words or (_ENDS_ASKED.search(text) is not None and not _is_title_like(words))


def _is_left_over(text: str, words: Sequence[str], *, at_end: bool, before: bool) -> bool:
    """Whether a line is a name, a place on the page, a link in capitals, or another article's title."""
    if " | " in text:
        return True
    if at_end:
        return _is_title_like(words)
    if _is_name_like(text, words) and (before or "," in text):
        return True
    return len(words) > _LINK_WORDS and text.isupper()


def _is_prose(text: str) -> bool:
    """Whether a paragraph is in sentences: it ends in a stop, or is too long for a label."""
    return len(text) > _LABEL or (len(text) > 30 and _ends_in_stop(text))


def _ends_in_stop(text: str) -> bool:
    return _ENDS_PROSE.search(text[-8:]) is not None and not _ENDS_ABBREVIATED.search(text[-8:])


def _can_head(text: str, title: str | None) -> bool:
    """Whether a line at the head of a text can be its headline; where a title is known, only if it looks like one."""
    words = _WORD.findall(text)
    if len(words) < 3 or text[0].islower() or _ends_in_stop(text) or _is_name_like(text, words):
        return False
    return title is None or (len(words) > 4 and _is_title_like(words))


def _is_title_like(words: Sequence[str]) -> bool:
    """Whether most content words are capitalised, as in a title."""
    telling = [word for word in words if word.casefold() not in _SMALL]
    return bool(telling) and sum(not word[0].islower() for word in telling) >= 0.7 * len(telling)


def _is_name_like(text: str, words: Sequence[str]) -> bool:
    """Whether a line holds nothing but a few names: a byline without "By"."""
    return 1 < len(words) < 9 and len(text) < 60 and bool(_NAMES.fullmatch(text))


def _folded_words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
