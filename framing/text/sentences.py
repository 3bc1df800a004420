"""Sentence segmentation by rules on full stops and other end marks.

The rules look at the token before a stop, the marks after it and the next word, as a reader does. Sentences inside a
quotation are sentences of their own, and the closing mark stays with the last of them, as in the English Universal
Dependencies treebanks.
"""

from __future__ import annotations

import re

from framing.words import word_set

Span = tuple[int, int]


def _cased(name: str) -> frozenset[str]:
    """The words of a list as written there, capitalised, and in capitals."""
    words = word_set(name)
    return words | {word[:1].upper() + word[1:] for word in words} | {word.upper() for word in words if len(word) > 1}


#: Abbreviations, by whether their stop can end a sentence.
_NEVER_FINAL = _cased("abbreviations-never-final")
_BEFORE_NUMBER = _cased("abbreviations-before-number")
_OFTEN_FINAL = _cased("abbreviations-often-final")
#: The stop of a time of day ends a sentence unless the day or the zone follows.
_AM_PM = frozenset({"a.m", "p.m", "A.M", "P.M"})
_AFTER_AM_PM = word_set("after-clock-times")
_TIME_ZONES = word_set("time-zones")
#: Abbreviated countries that are never adjectives, unlike U.S.: a capital after the stop begins a sentence.
_NOUN_ONLY = frozenset({"U.S.A", "U.S.S.R"})
_STARTERS = word_set("sentence-starters")
_STARTER_SURNAMES = word_set("starter-surnames")
#: Every abbreviation with a rule of its own; after any other word the context decides.
_ABBREVIATIONS = _NEVER_FINAL | _BEFORE_NUMBER | _OFTEN_FINAL | _AM_PM

_APOSTROPHES = "'’‘"
_OPENERS = "\"“‘'«‹(\\[{*„—–\\-"
#: A run of stops, spaced dots included, with what closes after it: quotation marks, brackets, notes, faces, emoji.
_STOP = re.compile(
    # The pattern begins with one set of signs, so that the search skips all others.
    r"[.!?…‽。！？](?:(?<=\.)(?:[ \u00a0]{1,2}\.(?!\.))++|[.!?…‽。！？]*+)"
    # An opening mark before a space is typed the wrong way round.
    r"(?:[\"”’'»›)\]}*]|[“‘](?!\S))*+(?:[ \u00a0\u2009\u200a]{1,2}”)?+"
    r"(?:\s{0,2}\[\d{1,3}\])*+"
    r"(?:\s{1,2}[:;]-?[()DP](?=\s))?+"
    r"(?:\s{1,2}(?:\.{3}|…)(?=\s+[A-Z]))?+"
    r"(?:\s{0,2}[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*+)*+"
)
_NEXT = re.compile(rf"[{_OPENERS}\s]*+(\S?)")
#: The word after a stop; none after a dash, as in a dateline.
_NEXT_WORD = re.compile(r"[\"“‘'«‹(\[{*„\s]*+([^\W\d_]+(?:['’][^\W\d_]+)?|\d)")
#: Lower-case beginnings of a sentence: a web address, a name such as eBay, a remark in brackets.
_LOWER_START = re.compile(r"https?:|www\.|[a-z]{1,4}[A-Z]|[(\[]")
_LAST_TOKEN = re.compile(r"[^\s(\[{\"“”‘—–/]{1,30}$")
_SPEECH_TAG = re.compile(
    r"\s+(?:(?:[A-Z][\w’'-]*\.?\s+){1,5}"
    r"(?:said|says|asked|asks|wrote|writes|added|tweeted|shouted|cried|replied|exclaimed|yelled)"
    r"|I\s+(?:said|say|asked|ask|replied|shouted|cried))\b"
)
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
#: A lower-case word: what follows the first word of a sentence, but not a name.
_RUNS_ON = re.compile(r"\s+[a-z]")
_AFTER_TIME = re.compile(r"(?:\d|\b[ap]\.?m\.?)\s+$", re.IGNORECASE)
#: A line that is only a date, run into the surrounding text.
_DATE_LINE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, {1,2}(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) {1,2}\d{1,2}, {1,2}\d{4}(?=\s+[A-Z“\"])"
)
_DATE_IN_CLAUSE = re.compile(
    r"\b(?:on|of|by|to|for|from|since|until|till|before|after|and|or|late|early|this|last|next|dated|the|,|:)\s*$",
    re.IGNORECASE,
)


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """The sentences of the paragraph `[start, end)`: disjoint, in order, without the white space between them."""
    cased = not text[start:end].islower()
    if text.find("day, ", start, end) < 0:
        return _between_stops(text, start, end, cased)
    spans = []
    at = start
    for match in _DATE_LINE.finditer(text, start, end):
        if _DATE_IN_CLAUSE.search(text, max(at, match.start() - 12), match.start()):
            continue
        if before := text[at : match.start()].rstrip():
            spans += _between_stops(text, at, at + len(before), cased)
        spans.append(match.span())
        at = _past_space(text, match.end(), end)
    if at < end:
        spans += _between_stops(text, at, end, cased)
    return spans


def _between_stops(text: str, start: int, end: int, cased: bool) -> list[Span]:
    spans = []
    first = counted = start
    marks = 0
    for match in _STOP.finditer(text, start, end):
        stop_end = match.end()
        if stop_end >= end:
            break
        if text[stop_end - 1] == '"' and text[stop_end].isalnum():
            # A straight mark between a stop and a word belongs to the word, whose space is missing, if it opens.
            marks += text.count('"', counted, stop_end - 1)
            counted = stop_end - 1
            stop_end -= marks % 2 == 0
        if _ends_sentence(text, match.start(), stop_end, first, end, cased):
            spans.append((first, stop_end))
            first = _past_space(text, stop_end, end)
    if first < end:
        spans.append((first, end))
    return spans


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, stop_start: int, stop_end: int, first: int, end: int, cased: bool) -> bool:
    if not text[stop_end].isspace():
        return _ends_without_space(text, stop_start, stop_end, first)
    following = text[stop_end + 1 : stop_end + 2]
    if not following.isalpha():
        upcoming = _NEXT.match(text, stop_end, end)
        following = upcoming.group(1) if upcoming else ""
    if not following or stop_start <= first:
        return False
    if cased and following.islower() and not _LOWER_START.match(text, _past_space(text, stop_end, end)):
        return False
    stop = text[stop_start:stop_end]
    if stop[0] == ".":
        return stop[1:2] in (".", " ") or _full_stop_ends_sentence(text, stop_start, stop, first, end)
    if stop[0] in "!?" and stop[-1] in "\"”’'»":
        return not _SPEECH_TAG.match(text, stop_end, end)
    return True


def _ends_without_space(text: str, stop_start: int, stop_end: int, first: int) -> bool:
    before = text[max(first, stop_start - 2) : stop_start]
    if len(before) < 2 or not before.isalpha() or not before[-1].islower():
        return False
    following, after = text[stop_end], text[stop_end + 1 : stop_end + 2]
    return following in '“"' or (following.isupper() and (after.islower() or after == " "))


def _full_stop_ends_sentence(text: str, stop_start: int, stop: str, first: int, end: int) -> bool:
    before = text[max(first, stop_start - 30) : stop_start].rpartition(" ")[2]
    if before.isalpha() and len(before) > 1 and before not in _ABBREVIATIONS:
        return True
    token_match = _LAST_TOKEN.search(text, max(first, stop_start - 30), stop_start)
    if not token_match:
        return True
    token = token_match.group().lstrip(_APOSTROPHES) or token_match.group()
    if not token[0].isalpha():
        # A number at the start of a line belongs to a list; elsewhere it can end a sentence.
        return not (token.isdigit() and len(token) < 3 and token_match.start() == first)
    if token in _TIME_ZONES and _AFTER_TIME.search(text, max(first, token_match.start() - 12), token_match.start()):
        return True
    if token in _NEVER_FINAL:
        return False
    if len(stop) > 1 and stop[-1] in "\"”’'»":
        return True
    upcoming = _NEXT_WORD.match(text, stop_start + len(stop), end)
    word = upcoming.group(1).replace("’", "'") if upcoming else ""
    if token in _BEFORE_NUMBER:
        return not word.isdigit()
    if token in _AM_PM:
        return not word.isdigit() and word not in _AFTER_AM_PM
    if token in _NOUN_ONLY:
        return upcoming is not None and word[:1].isupper() and bool(_RUNS_ON.match(text, upcoming.end(1), end))
    if token in _OFTEN_FINAL or _INITIALISM.fullmatch(token):
        return word in _STARTERS
    if len(token) == 1:
        return word in _STARTERS and word not in _STARTER_SURNAMES
    return True
