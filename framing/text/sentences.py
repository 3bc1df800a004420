"""Sentences: which stops end one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.text.abbreviations import BEFORE_NAME, BEFORE_NUMBER, NEVER_FINAL, OFTEN_FINAL, STARTERS

Span = tuple[int, int]

_CLOSERS = "\"”’'»›)\\]}*"
_OPENERS = "\"“‘'«‹(\\[{*„—–\\-"
#: A run of stops, spaced dots included, with the marks that close after it.
_STOP = re.compile(rf"(?:\.(?:[ \N{{NO-BREAK SPACE}}]\.)++|[.!?…‽。！？]++)[{_CLOSERS}]*+")
_GAP = re.compile(r"\s+")
_NEXT = re.compile(rf"[{_OPENERS}\s]*+(\S?)")
_NEXT_WORD = re.compile(rf"[{_OPENERS}\s]*+([^\W\d_]+(?:['’][^\W\d_]+)?)")
_LAST_TOKEN = re.compile(r"[^\s(\[{\"“‘—–/]{1,30}$")
_SPEECH_TAG = re.compile(
    r"\s*(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President)\.?\s+)?(?:[A-Z][\w’'-]*\s+){1,4}"
    r"(?:said|says|asked|asks|wrote|writes|added|tweeted|told|shouted|cried|replied|exclaimed)\b"
)
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_CAPITAL = re.compile(r"[^\W\d_a-z]")


def sentence_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of the paragraph `[start, end)`: disjoint, in order, without the white space between them."""
    cased = any(character.isupper() for character in text[start:end])
    first = start
    for match in _STOP.finditer(text, start, end):
        stop_end = match.end()
        if stop_end >= end:
            break
        if stop_end <= first:
            continue
        if _ends(text, match, first, end, cased):
            yield first, stop_end
            gap = _GAP.match(text, stop_end, end)
            first = gap.end() if gap else stop_end
            if first >= end:
                return
    if first < end:
        yield first, end


def _ends(text: str, match: re.Match[str], first: int, end: int, cased: bool) -> bool:
    stop_end = match.end()
    stop = match.group()
    if not text[stop_end].isspace():
        return _space_forgotten(text, match, first, end)
    upcoming = _NEXT.match(text, stop_end, end)
    following = upcoming.group(1) if upcoming else ""
    if not following:
        return False
    lower = following.islower()
    if lower and cased:
        return text.startswith(("iP", "eB"), upcoming.start(1)) if upcoming else False
    if stop[0] in "!?‽":
        quoted = any(mark in stop for mark in "\"”’»'")
        return not (quoted and _SPEECH_TAG.match(text, stop_end, end))
    if stop[0] == "." and not stop.startswith(("..", ". .")):
        return _full_stop_ends(text, match.start(), stop, stop_end, first, end)
    return True


def _space_forgotten(text: str, match: re.Match[str], first: int, end: int) -> bool:
    before = text[max(first, match.start() - 2) : match.start()]
    following = text[match.end()]
    if len(before) < 2 or not before.isalpha() or not before[-1].islower():
        return False
    if following in "“":
        return True
    after = text[match.end() + 1 : match.end() + 2]
    return following.isupper() and (after.islower() or after == " ") and "www" not in before


def _full_stop_ends(text: str, stop_start: int, stop: str, stop_end: int, first: int, end: int) -> bool:
    found = _LAST_TOKEN.search(text, max(first, stop_start - 30), stop_start)
    token = found.group() if found else ""
    if not token:
        return len(stop) > 1
    next_word = _NEXT_WORD.match(text, stop_end, end)
    word = next_word.group(1) if next_word else ""
    bare = token.rstrip(".")
    if len(stop) > 1 and bare not in NEVER_FINAL:
        return not (_INITIALISM.fullmatch(token) and word not in STARTERS and stop[-1] == ")")
    if bare in NEVER_FINAL:
        return False
    if bare in BEFORE_NUMBER:
        upcoming = _NEXT.match(text, stop_end, end)
        return not (upcoming and upcoming.group(1).isdigit())
    if _INITIALISM.fullmatch(token) or bare in OFTEN_FINAL:
        return word in STARTERS
    if bare in BEFORE_NAME:
        return word in STARTERS
    if len(bare) == 1 and bare.isupper() and bare != "I":
        return False
    return not (bare.isdigit() and stop_start - len(bare) == first)
