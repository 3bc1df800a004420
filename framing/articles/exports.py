"""What Nexis, Factiva and ProQuest hand out: many articles in one document, each with labelled fields around it.

None of the labels is part of an article: what they say becomes title, outlet and date, or is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.articles.dates import iso_date
from framing.articles.formats import docx_fields, rtf_fields
from framing.files import BROKEN, Unreadable, decode, read_bytes

Fields = Mapping[str, Any] | Unreadable
Lines = Sequence[str]

#: What at least one of stands in every export, as bytes, so that other files are passed over quickly.
_HINTS = re.compile(rb"of \d+ DOCUMENTS?|End of Document|ocument [A-Z]{3,}\w{8,}|(?m:^HD\s)|ublication title", re.ASCII)
_NO_TEXT = Unreadable("no text was found in this document of the export; export it again with the full text")

_NEXIS_NUMBER = re.compile(r"\s*(?:document )?\d+ of \d+ documents?\s*", re.IGNORECASE)
_NEXIS_END = re.compile(r"\s*End of Document\s*")
_NEXIS_HEAD = re.compile(
    r"(byline|section|length|dateline|headline|highlight|series|column|type|edition|distribution)\s*:\s*(.*)",
    re.IGNORECASE,
)
_NEXIS_TAIL = re.compile(
    r"(?:load-date|language|publication-type|document-type|graphic|subject|company|organization|ticker|industry"
    r"|person|city|state|country|geographic|journal[- ]code|acc-no|url|notes|correction(?:-date)?|series"
    r")\s*:.*|(?:classification|graphic|notes)\s*\Z|copyright (?:©|\(c\)|\d{4}).*",
    re.IGNORECASE,
)
_IS_NOTICE = re.compile(r"(?:copyright\b|©|\(c\)|all rights reserved|page \d+|correction appended)", re.IGNORECASE)
_EDITION = re.compile(r"(?:[\w' ]+ )?edition(?: \d)?|correction appended", re.IGNORECASE)

_FACTIVA_LABEL = re.compile(r"([A-Z]{2,3})(?:[ \t]+(\S.*)|[ \t]*)\Z")
_FACTIVA_LABELS = frozenset(
    "SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD ART CT RF CO IN NS RE IPC IPD PUB AN CLM CX".split()
)
_FACTIVA_END = re.compile(r"\s*Document [A-Z]{3,}\w{8,}\s*")
_WORDS = re.compile(r"[\d,]+ words", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?: [A-Z]{2,4})?")
_RIGHTS = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)

_PROQUEST_RULE = re.compile(r"\s*_{20,}\s*")
_PROQUEST_LABEL = re.compile(r"([A-Z][A-Za-z /()-]{2,40}?)\s*:(?:\s+(.*)|\s*)\Z")
_FULL_TEXT = re.compile(r"full text\s*(?::\s*(.*)|\Z)", re.IGNORECASE)
_DETAILS = re.compile(
    r"(?:details\s*\Z|(?:subject|location|people|company(?: / organization)?|business indexing term"
    r"|identifier / keyword|title|publication title|publication info|pages?|publication (?:year|date|subject)|section"
    r"|publisher|place of publication|country of publication|issn|source type|language(?: of publication)?"
    r"|document type|proquest document id|document url|copyright"
    r"|last updated|database|credit|illustration|caption)\s*:)",
    re.IGNORECASE,
)


def export_records(kind: str, file: Path) -> Iterator[tuple[int, Fields]] | None:
    """The articles of an export, by their number; None where the file is none.

    `kind` is `.txt`, `.docx` or `.rtf`.
    """
    try:
        data = read_bytes(file)
        text = _text(kind, data)
    except (*BROKEN, Unreadable):
        # What is wrong is said where the article is read.
        return None
    split = _splitter(text) if text else None
    return enumerate(split(text.splitlines()), start=1) if split else None


def _text(kind: str, data: bytes) -> str:
    if kind == ".docx":
        return str(docx_fields(data)["text"]) if data.startswith(b"PK") else ""
    if kind == ".rtf":
        return str(rtf_fields(data)["text"]) if _HINTS.search(data) else ""
    return decode(data) if _HINTS.search(data.replace(b"\0", b"")) else ""


def _splitter(text: str) -> Callable[[Lines], Iterator[Fields]] | None:
    lines = text.splitlines()
    labels = {match[1] for line in lines if (match := _FACTIVA_LABEL.fullmatch(line.rstrip()))}
    if {"HD", "PD", "SN"} <= labels and labels & {"LP", "TD", "AN"}:
        return _factiva_labelled
    stripped = [line.strip().lower() for line in lines]
    if any(_NEXIS_NUMBER.fullmatch(line) for line in lines) and any(
        s.startswith(("load-date", "length")) for s in stripped
    ):
        return _nexis_numbered
    if any(_NEXIS_END.fullmatch(line) for line in lines) and any(
        s.startswith(("load-date", "length")) for s in stripped
    ):
        return _nexis
    if any(s.startswith("publication title") for s in stripped) and any(map(_FULL_TEXT.fullmatch, stripped)):
        return _proquest
    if any(_FACTIVA_END.fullmatch(line) for line in lines) and any(map(_WORDS.fullmatch, stripped)):
        return _factiva
    return None


def _parted(lines: Lines, mark: re.Pattern[str], *, after: bool) -> Iterator[Lines]:
    """The lines between marks; with `after` a mark ends a document, and what follows the last is none."""
    document: list[str] = []
    met = after
    for line in lines:
        if mark.fullmatch(line):
            if met and any(map(str.strip, document)):
                yield document
            document, met = [], True
        else:
            document.append(line)
    if not after and met and any(map(str.strip, document)):
        yield document


def _article(title: str | None, outlet: str | None, date: str | None, body: Lines) -> Fields:
    text = "\n".join(line.strip() for line in body).strip()
    if not text:
        return _NO_TEXT
    title = " ".join(title.split()) if title else None
    head = f"{title}\n\n" if title and not text.startswith(title) else ""
    return {"text": head + text, "title": title, "outlet": outlet, "date": date}


def _nexis_numbered(lines: Lines) -> Iterator[Fields]:
    for document in _parted(lines, _NEXIS_NUMBER, after=False):
        head, body = _nexis_parts(document)
        named = _labelled(head)
        blocks = _blocks([line for line in head if not _NEXIS_HEAD.match(line.strip())])
        blocks = [block for block in blocks if not _IS_NOTICE.match(block)]
        at = next((n for n, block in enumerate(blocks) if iso_date(block)), None)
        before, behind = (blocks[:at], blocks[at + 1 :]) if at is not None else (blocks[:1], blocks[1:])
        titles = [block for block in behind if not _EDITION.fullmatch(block)]
        yield _article(
            named.get("headline") or (titles[0] if titles else None),
            before[-1] if before else None,
            blocks[at] if at is not None else None,
            body,
        )


def _nexis(lines: Lines) -> Iterator[Fields]:
    for document in _parted(lines, _NEXIS_END, after=True):
        head, body = _nexis_parts(document)
        filled = [line.strip() for line in head if line.strip() and not _NEXIS_HEAD.match(line.strip())]
        filled = [line for line in filled if not _IS_NOTICE.match(line)]
        # The last, since the first document has the list of all before it.
        at = next((n for n in reversed(range(len(filled))) if iso_date(filled[n])), None)
        before = filled[:at] if at is not None else filled[:2]
        title, outlet = (before[-2], before[-1]) if len(before) > 1 else (before[0] if before else None, None)
        yield _article(title, outlet, filled[at] if at is not None else None, body)


def _nexis_parts(document: Lines) -> tuple[Lines, Lines]:
    """The lines before an article's body, and those of the body."""
    stripped = [line.strip() for line in document]
    begin = next((n + 1 for n, line in enumerate(stripped) if line == "Body"), None)
    if begin is None:
        labels = [n for n, line in enumerate(stripped) if _NEXIS_HEAD.match(line)]
        # Labels further down belong to the text.
        labels = [n for n in labels if n <= labels[0] + 16]
        begin = labels[-1] + 1 if labels else 0
        while begin < len(stripped) and labels and stripped[begin]:
            begin += 1
    end = next((n for n in range(begin, len(stripped)) if _NEXIS_TAIL.match(stripped[n])), len(stripped))
    return document[:begin], document[begin:end]


def _labelled(lines: Lines) -> dict[str, str]:
    found = (_NEXIS_HEAD.match(line.strip()) for line in lines)
    return {match[1].lower(): match[2] for match in found if match}


def _blocks(lines: Lines) -> list[str]:
    """The lines between blank ones, joined; a day stands alone."""
    blocks = [""]
    for line in map(str.strip, lines):
        is_day = iso_date(line) is not None
        if (is_day or not line) and blocks[-1]:
            blocks.append("")
        blocks[-1] = f"{blocks[-1]} {line}".strip()
        if is_day:
            blocks.append("")
    return [block for block in blocks if block]


def _factiva_labelled(lines: Lines) -> Iterator[Fields]:
    fields: dict[str, list[str]] = {}
    label = ""

    def article() -> Fields:
        named = {name: " ".join(" ".join(more).split()) or None for name, more in fields.items()}
        body = [*fields.get("LP", []), "", *fields.get("TD", [])]
        return _article(named.get("HD"), named.get("SN"), named.get("PD"), body)

    for line in lines:
        match = _FACTIVA_LABEL.fullmatch(line.rstrip())
        if match and match[1] in _FACTIVA_LABELS:
            label = match[1]
            if label in fields and "HD" in fields:
                yield article()
                fields = {}
            fields[label] = [match[2] or ""]
        elif label:
            fields[label].append(line)
    if "HD" in fields:
        yield article()


def _factiva(lines: Lines) -> Iterator[Fields]:
    for document in _parted(lines, _FACTIVA_END, after=True):
        filled = [line.strip() for line in document]
        words = next((n for n, line in enumerate(filled) if _WORDS.fullmatch(line)), None)
        if words is None:
            yield _NO_TEXT
            continue
        titles = [line for line in filled[:words] if line and not line.startswith(("By ", "by "))]
        behind = [line for line in filled[words + 1 : words + 12] if line and not _CLOCK.fullmatch(line)]
        date = behind[0] if behind and iso_date(behind[0]) else None
        outlet = behind[1] if date and len(behind) > 1 else None
        rights = next((n for n in range(words, min(words + 14, len(filled))) if _RIGHTS.match(filled[n])), None)
        body = filled[(rights if rights is not None else words + 6) + 1 :]
        yield _article(titles[-1] if titles else None, outlet, date, body)


def _proquest(lines: Lines) -> Iterator[Fields]:
    for document in _parted([*lines, "_" * 20], _PROQUEST_RULE, after=True):
        filled = [line.strip() for line in document]
        named: dict[str, str] = {}
        for line in filled:
            if (match := _PROQUEST_LABEL.fullmatch(line)) and match[2]:
                named.setdefault(match[1].strip().lower(), match[2].strip())
        begin = next((n for n, line in enumerate(filled) if _FULL_TEXT.fullmatch(line)), None)
        if begin is None:
            if "publication title" in named:
                yield _NO_TEXT
            continue
        match = _FULL_TEXT.fullmatch(filled[begin])
        first = (match and match[1]) or ""
        end = next((n for n in range(begin + 1, len(filled)) if _DETAILS.match(filled[n])), len(filled))
        title = named.get("title") or next((line for line in filled if line and not _IS_NOTICE.match(line)), None)
        outlet = named.get("publication title", "").split(";")[0].strip() or None
        yield _article(title, outlet, named.get("publication date"), [first, *filled[begin + 1 : end]])
