"""Paragraphs and their sections: the text that is analysed, and page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.articles.article import Article, Paragraph, Section
from framing.articles.furniture import patterns_hit
from framing.words import word_set

#: Maximum characters of a headline, subhead or label; a longer paragraph is in sentences.
_MAX_LABEL_CHARACTERS = 160
#: Maximum characters of a speaker's label or a question, and of a caption.
_MAX_SPEAKER_CHARACTERS, _MAX_CAPTION_CHARACTERS = 60, 480
#: Headline, byline and first picture are among the first paragraphs, at most this many.
_MAX_HEAD_PARAGRAPHS = 8

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
#: Endings of a caption with a credit, unless it contains "Photo".
_CREDIT_ENDS = (")", *sorted(word_set("agencies-credited")))
#: The words that a title leaves uncapitalised.
_UNCAPITALISED = word_set("small-in-titles")


@dataclass(slots=True)
class _Line:
    """A paragraph: its text, without runs of spaces; its offsets; its lines; and its section."""

    text: str
    start: int
    end: int
    first_line: int
    last_line: int
    section: Section = Section.BODY


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The article's paragraphs in text order, each with its section.

    Paragraphs are lines, or blocks between blank lines where the text is wrapped. A single paragraph is body unless it
    is the title: it may be a sentence given to be measured.
    """
    text = article.text
    lines = _lines(text)
    if len(lines) > 2 and _is_wrapped(lines):
        lines = _unwrapped(text, lines)
    # A plain search is ten times as quick as a pattern.
    if any(space in text for space in ("  ", "\t", "\u00a0")):
        for line in lines:
            line.text = _TWO_SPACES.sub(" ", line.text)
    if len(lines) > 1:
        _mark_sections(lines, article.title)
    elif lines and _squeezed(lines[0].text) == _squeezed(article.title or ""):
        lines[0].section = Section.HEADLINE
    return tuple(Paragraph(_start(text, line), line.end, line.section) for line in lines)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _start(text: str, line: _Line) -> int:
    """Where a paragraph starts; the Markdown mark of a heading is not part of it."""
    if line.text[0] == "#" and line.section in (Section.HEADLINE, Section.SUBHEAD):
        mark = _MARKDOWN_HEADING.match(text, line.start)
        return mark.end() if mark else line.start
    return line.start


def _lines(text: str) -> list[_Line]:
    """The lines that hold more than white space, without the white space around them."""
    lines = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        filled = line.strip()
        if filled:
            start = at + line.index(filled[0])
            lines.append(_Line(filled, start, start + len(filled), number, number))
        at += len(line)
    return lines


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether lines break at a margin: of about one length, and most end inside a sentence."""
    on = [line.text for line, following in pairwise(lines) if following.first_line == line.last_line + 1]
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
        if line.first_line == block.last_line + 1:
            block.text, block.end, block.last_line = text[block.start : line.end], line.end, line.last_line
        else:
            blocks.append(line)
    return blocks


def _mark_sections(lines: Sequence[_Line], title: str | None) -> None:
    for number, (line, pattern) in enumerate(zip(lines, patterns_hit([line.text for line in lines]), strict=True)):
        line.section = pattern.section if pattern else _by_form(number, line.text)
    _mark_repeated(lines)
    _mark_credited(lines)
    headline = _headline(lines, title)
    if headline:
        headline.section = Section.HEADLINE
    for number, (above, line) in enumerate(pairwise(lines)):
        if line.section is Section.CREDIT and _is_caption(above, line, lines[:number]):
            above.section = Section.CAPTION
    _mark_questions(lines)
    _mark_labels(lines, headline is not None)


def _by_form(number: int, text: str) -> Section:
    """The section by a paragraph's form; body if the form shows none."""
    if text[0] == "#" and (heading := _MARKDOWN_HEADING.match(text)):
        return Section.HEADLINE if len(heading.group(1)) == 1 and number < _MAX_HEAD_PARAGRAPHS else Section.SUBHEAD
    if len(text) < 40 and (not _LETTER.search(text) or (number < 2 and _RESIDUE.match(text))):
        return Section.FURNITURE
    return Section.BODY


def _mark_repeated(lines: Sequence[_Line]) -> None:
    """Mark repeated lines: the labels of a transcript's speakers, and captions that a page gives twice.

    A label is short, repeats three times as often as other paragraphs and ends without a stop; a caption always
    directly follows itself. A text that repeats as a whole is analysed throughout.
    """
    times = Counter(line.text for line in lines)
    fewest = min(times.values())
    labels = {
        text
        for text in times
        if times[text] > 2 * fewest and len(text) <= _MAX_SPEAKER_CHARACTERS and not _ends_in_stop(text)
    }
    pairs = Counter(line.text for line, below in pairwise(lines) if line.text == below.text)
    # In a text of few different paragraphs, a repeated one is no mistake.
    twice = {text for text in pairs if times[text] == 2 * pairs[text]} if len(times) >= 5 else set()
    for line in lines:
        if line.text in labels:
            line.section = Section.FURNITURE
        elif line.text in twice and line.section is Section.BODY:
            line.section = Section.CAPTION


def _mark_credited(lines: Sequence[_Line]) -> None:
    """Mark as captions paragraphs that end in photographer and agency, or have a credit after a bar."""
    for line in lines:
        text = line.text
        if len(text) > _MAX_CAPTION_CHARACTERS or line.section is not Section.BODY:
            continue
        signed = text.endswith(_CREDIT_ENDS) or "hoto" in text or "REUTERS/" in text
        if (signed and _ENDS_CREDITED.search(text[-90:])) or (" | " in text and _CREDIT_BEHIND_BAR.search(text)):
            line.section = Section.CAPTION


def _headline(lines: Sequence[_Line], title: str | None) -> _Line | None:
    """The headline: the paragraph with the words of the title, else the first line that can be one."""
    marked = next((line for line in lines if line.section is Section.HEADLINE), None)
    head = lines[:_MAX_HEAD_PARAGRAPHS]
    if marked or (title and (marked := _titled(head, title))):
        return marked
    for number, line in enumerate(head):
        if line.section is Section.BODY:
            if _is_prose(line.text):
                return None
            below = (other.text for other in lines[number + 1 : number + 7])
            if _can_head(line.text, title) and any(_is_prose(text) and len(text) > len(line.text) for text in below):
                return line
    return None


def _titled(lines: Sequence[_Line], title: str) -> _Line | None:
    """The paragraph with the title, or with most of its words."""
    squeezed = _squeezed(title)
    wanted = set(_folded_words(title))
    for line in lines:
        if len(line.text) > 2 * len(title) + 20:
            continue
        if _squeezed(line.text) == squeezed:
            return line
        if line.section is Section.BODY and not _is_prose(line.text):
            words = set(_folded_words(line.text))
            if 2 * len(words & wanted) >= len(words | wanted):
                return line
    return None


def _is_caption(line: _Line, credit: _Line, before: Sequence[_Line]) -> bool:
    """Whether the paragraph before a credit is the caption: in one block with it, or before the text begins."""
    return (
        line.section is Section.BODY
        and len(line.text) <= 2 * _MAX_LABEL_CHARACTERS
        and (line.last_line + 1 == credit.first_line or not any(map(_is_body_prose, before)))
    )


def _mark_questions(lines: Sequence[_Line]) -> None:
    """Mark short questions that are paragraphs as subheads, if a text has several."""
    asked = [
        (line, below)
        for line, below in pairwise(lines)
        if len(line.text) <= _MAX_SPEAKER_CHARACTERS and line.section is Section.BODY and _QUESTION.fullmatch(line.text)
    ]
    if len({line.text for line, _ in asked}) > 1:
        for line, below in asked:
            if len(below.text) > _MAX_LABEL_CHARACTERS // 2:
                line.section = Section.SUBHEAD


def _mark_labels(lines: Sequence[_Line], has_headline: bool) -> None:
    """Mark short paragraphs without a stop at the end: subheads, and lines left over from the page."""
    prose = [number for number, line in enumerate(lines) if _is_body_prose(line)]
    for number, line in enumerate(lines) if prose else ():
        if line.section is not Section.BODY or _is_sentence(line.text):
            continue
        words = _WORD.findall(line.text)
        at_end, before = number > prose[-1], number < prose[0]
        if _is_left_over(line.text, words, at_end=at_end, before=before):
            line.section = Section.FURNITURE
        elif (
            not at_end
            and (has_headline or not before)
            and len(words) <= 14
            and not line.text[0].islower()
            # A subhead has a sentence under it; a line among lines belongs to a list.
            and (lines[number + 1].section is not Section.BODY or _is_sentence(lines[number + 1].text))
        ):
            line.section = Section.SUBHEAD


def _is_body_prose(line: _Line) -> bool:
    return line.section is Section.BODY and _is_prose(line.text)


def _is_sentence(text: str) -> bool:
    """Whether a paragraph is prose: sentences, a list item, or a whole message quoted."""
    if len(text) > _MAX_LABEL_CHARACTERS or _ends_in_stop(text) or _LIST_MARK.match(text) or "(@" in text:
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
    # A shorter line in capitals may be a subhead.
    return len(words) > 4 and text.isupper()


def _is_prose(text: str) -> bool:
    """Whether a paragraph is in sentences: it ends in a stop, or is too long for a label."""
    return len(text) > _MAX_LABEL_CHARACTERS or (len(text) > 30 and _ends_in_stop(text))


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
    telling = [word for word in words if word.casefold() not in _UNCAPITALISED]
    return bool(telling) and sum(not word[0].islower() for word in telling) >= 0.7 * len(telling)


def _is_name_like(text: str, words: Sequence[str]) -> bool:
    """Whether a line holds nothing but a few names: a byline without "By"."""
    return 1 < len(words) < 9 and len(text) < 60 and bool(_NAMES.fullmatch(text))


def _folded_words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
