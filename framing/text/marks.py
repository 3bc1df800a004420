"""Pairing of quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple


class Quotation(NamedTuple):
    """A passage in quotation marks. `[start, end)` takes in the marks, `[inner_start, inner_end)` does not.

    `level` is 0 for an outermost quotation, 1 for one inside it, and so on. A quotation that runs over several
    paragraphs gives one `Quotation` for each paragraph; `continued` is true for all but the first, and `closed`
    false for all but the last.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    level: int = 0
    closed: bool = True
    continued: bool = False


Span = tuple[int, int]

#: A quotation mark, unless it is an apostrophe inside a word. The pattern begins with one set of signs, so that the
#: search skips all others.
_MARK = re.compile('["“”„‟«»″＂\'‘’‚‛‹›`](?:(?<=["“”„‟«»″＂])|(?<![^\\W_].)|(?![^\\W_]))')
_DOUBLE = frozenset('"“”„‟«»″＂')
_OPENING = frozenset("“„‟«‘‚‛‹")
_CLOSING = frozenset("”’»›")
_STRAIGHT = frozenset("\"'″＂`")
#: Marks that pair only among themselves.
_FAMILY = {"«": "«»", "»": "«»", "‹": "‹›", "›": "‹›"}
_BEFORE_OPENING = frozenset("([{<-–—/…*_")
_AFTER_CLOSING = frozenset(".,;:!?)]}>-–—/…*_")
#: The rest of a word whose beginning an apostrophe replaces.
ELISION = re.compile(r"(?:\d0s|tis|twas|twere|twill|em|til|cause|cuz|bout|round|neath|n)(?!\w)", re.IGNORECASE)
_MEASUREMENT = re.compile(r"\d\s?(?:'|’|′|ft\.?|feet)\s?\d{1,2}(?:[.½¼¾]\d*)?$|(?<![\d.,$%])\d{1,3}(?:[.½¼¾]\d*)?$")


class _Mark(NamedTuple):
    offset: int
    sign: str
    opens: bool
    closes: bool
    double: bool


def pair_marks(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """The quotations in the given paragraphs, in text order.

    An outermost quotation left open at the end of its paragraph runs on if the next begins with an opening mark
    of its kind, as is usual for long quotations. A mark without its partner never reaches past its paragraph.
    """
    quotations: list[Quotation] = []
    left_open: str | None = None
    for start, end in paragraphs:
        marks, before = _marks(text, start, end), left_open
        paired, left_open = _pair(marks, text, end) if marks else ([], None)
        if before and paired and paired[0].start == start and marks[0].sign == before and marks[0].offset == start:
            paired[0] = paired[0]._replace(continued=True)
        quotations += paired
    return tuple(quotations)


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, start, end):
        offset = match.start()
        before = text[offset - 1] if offset > start else " "
        after = text[offset + 1] if offset + 1 < end else " "
        sign = text[offset]
        opens, closes = _opens_and_closes(before, sign, after)
        if (opens or closes) and not (
            opens and sign not in _DOUBLE and sign not in "‹›" and ELISION.match(text, offset + 1)
        ):
            marks.append(_Mark(offset, sign, opens, closes, sign in _DOUBLE))
    return marks


@lru_cache(maxsize=1 << 16)
def _opens_and_closes(before: str, sign: str, after: str) -> tuple[bool, bool]:
    """Whether a mark between two characters may open a quotation, and whether it may close one."""
    spaced_before = before.isspace() or before in _BEFORE_OPENING or before in _OPENING or before in _STRAIGHT
    spaced_after = after.isspace() or after in _AFTER_CLOSING or after in _CLOSING or after in _STRAIGHT
    may_open = spaced_before and not after.isspace()
    may_close = spaced_after and not before.isspace()
    if sign == "’":
        may_open = False
    elif sign in "‘‚‛":
        may_close = False
    elif sign in "“„‟":
        # Between two words a curly opening mark opens; elsewhere it may be typed the wrong way round.
        may_open, may_close = True, may_close and not may_open
    elif sign == "”":
        may_open, may_close = may_open and not may_close, True
    elif sign in "«»":
        may_open, may_close = (True, may_close) if sign == "«" else (may_open, True)
    elif not may_open and not may_close and sign in '"″＂':
        may_open = may_close = True
    return may_open, may_close


def _may_pair(opened: str, closing: str) -> bool:
    family = _FAMILY.get(opened)
    if family:
        return closing in family
    if closing in _FAMILY:
        return False
    return (opened in _DOUBLE) == (closing in _DOUBLE)


def _pair(marks: Sequence[_Mark], text: str, end: int) -> tuple[list[Quotation], str | None]:
    """The quotations of a paragraph, and the sign of the one that stays open."""
    if _alternate(marks, text):
        offsets = [mark.offset for mark in marks]
        spans = zip(offsets[::2], offsets[1::2], strict=True)
        return [Quotation(at, last + 1, at + 1, last) for at, last in spans if last > at + 1], None
    #: The open marks, the outermost first.
    stack: list[_Mark] = []
    quotations: list[Quotation] = []

    def close(level: int, inner_end: int, end: int, closed: bool = True) -> None:
        start = stack[level].offset
        quotations.append(Quotation(start, end, start + 1, inner_end, level, closed))

    for mark, closings in zip(marks, _closings_after(marks), strict=True):
        partner = _partner(stack, mark)
        if partner is not None and _closes(stack[partner], mark, text, closings):
            close(partner, mark.offset, mark.offset + 1)
            del stack[partner:]
        elif mark.opens and _may_stay_open(mark, stack, text, closings):
            same = next((level for level, opened in enumerate(stack) if opened.double), None)
            if same is not None and mark.double:
                last = stack[same].offset + len(text[stack[same].offset : mark.offset].rstrip())
                close(same, last, last, closed=False)
                del stack[same:]
            stack.append(mark)
    left_open = [level for level, mark in enumerate(stack) if mark.double or mark.sign == "‘"]
    for level in left_open:
        close(level, end, end, closed=False)
    quotations.sort(key=lambda quotation: (quotation.start, -quotation.end))
    filled = [quotation for quotation in quotations if quotation.inner_end > quotation.inner_start]
    return filled, stack[left_open[0]].sign if left_open else None


def _alternate(marks: Sequence[_Mark], text: str) -> bool:
    """Whether the marks are double ones that simply open and close in turn."""
    return len(marks) % 2 == 0 and all(
        opening.double
        and not opening.closes
        and closing.closes
        and _may_pair(opening.sign, closing.sign)
        and not text[closing.offset - 1].isdigit()
        for opening, closing in zip(marks[::2], marks[1::2], strict=True)
    )


def _closings_after(marks: Sequence[_Mark]) -> list[int]:
    """For each mark, how many single marks after it can close before the next one that only opens."""
    singles = accumulate(
        reversed(marks), lambda count, mark: count if mark.double else (count + 1) * mark.closes, initial=0
    )
    return list(singles)[-2::-1]


def _partner(stack: Sequence[_Mark], mark: _Mark) -> int | None:
    """The level of the open mark that a mark may close."""
    # Three levels are enough: deeper marks are errors.
    levels = range(len(stack) - 1, max(-1, len(stack) - 4), -1) if mark.closes else ()
    return next((level for level in levels if _may_pair(stack[level].sign, mark.sign)), None)


def _closes(opened: _Mark, mark: _Mark, text: str, closings_left: int) -> bool:
    before = text[mark.offset - 1]
    if not mark.double:
        # workers’ rights: after an s and before a word, only the last mark that could close does.
        after = text[mark.offset + 1 : mark.offset + 3]
        possessive = before in "sSzx" and after[:1] == " " and after[1:].islower()
        return not (possessive and closings_left)
    if mark.sign in '"″＂' and before.isdigit():
        feet = _MEASUREMENT.search(text, max(opened.offset + 1, mark.offset - 12), mark.offset)
        return not (feet and any(sign in feet.group() for sign in "'’′f"))
    return True


def _may_stay_open(mark: _Mark, stack: Sequence[_Mark], text: str, closings_left: int) -> bool:
    if mark.double:
        if mark.closes and mark.sign in '"″＂':
            return not _MEASUREMENT.search(text, max(0, mark.offset - 12), mark.offset)
        return not (mark.closes and mark.sign in "”»")
    if any(not opened.double for opened in stack):
        return False
    return closings_left > 0 or mark.sign == "‘"
