"""Exports of Nexis, Factiva and ProQuest: many articles in one document, each with labelled fields.

Some labelled fields become title, outlet and date; the others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.articles.dates import iso_date
from framing.articles.fields import NAMES
from framing.articles.formats import docx_fields, rtf_fields
from framing.files import READ_ERRORS, Unreadable, decode, read_bytes

Fields = Mapping[str, Any] | Unreadable
Lines = Sequence[str]


def _one_of(labels: str) -> str:
    """A pattern for the labels that an archive writes before a colon."""
    return f"(?:{'|'.join(map(re.escape, NAMES['exports'][labels]))})"


#: Every export matches one of these, searched in bytes so that other files are passed over quickly.
_HINTS = re.compile(rb"of \d+ DOCUMENTS?|End of Document|ocument [A-Z]{3,}\w{8,}|(?m:^HD\s)|ublication title", re.ASCII)
_NO_TEXT = Unreadable("no text was found in this document of the export; export it again with the full text")

_NEXIS_LABEL = re.compile(r"(?:load-date|length).*", re.IGNORECASE)
_NEXIS_NUMBER = re.compile(r"(?:document )?\d+ of \d+ documents?", re.IGNORECASE)
_NEXIS_END = re.compile(r"End of Document")
_NEXIS_HEAD = re.compile(rf"({_one_of('nexis_head')})\s*:\s*(.*)", re.IGNORECASE)
_NEXIS_TAIL = re.compile(
    rf"{_one_of('nexis_tail')}\s*:.*|(?:classification|graphic|notes)\s*\Z|copyright (?:©|\(c\)|\d{{4}}).*",
    re.IGNORECASE,
)
_IS_NOTICE = re.compile(r"(?:copyright\b|©|\(c\)|all rights reserved|page \d+|correction appended)", re.IGNORECASE)
_EDITION = re.compile(r"(?:[\w' ]+ )?edition(?: \d)?|correction appended", re.IGNORECASE)

_FACTIVA_LABEL = re.compile(r"([A-Z]{2,3})(?:[ \t]+(\S.*))?")
_FACTIVA_END = re.compile(r"Document [A-Z]{3,}\w{8,}")
_WORDS = re.compile(r"[\d,]+ words", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?: [A-Z]{2,4})?")
_RIGHTS = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)

_PROQUEST_TITLE = re.compile(r"publication title.*", re.IGNORECASE)
_PROQUEST_RULE = re.compile(r"_{20,}")
_PROQUEST_LABEL = re.compile(r"([A-Z][A-Za-z /()-]{2,40}?)\s*:(?:\s+(.*)|\s*)\Z")
_FULL_TEXT = re.compile(r"full text\s*(?::\s*(.*)|\Z)", re.IGNORECASE)
_DETAILS = re.compile(rf"details\s*\Z|{_one_of('proquest')}\s*:", re.IGNORECASE)


def export_records(kind: str, file: Path) -> Iterator[tuple[int, Fields]] | None:
    """The numbered articles of an export in `.txt`, `.docx` or `.rtf`; None for any other file."""
    if kind not in (".txt", ".docx", ".rtf"):
        return None
    try:
        lines = [line.rstrip() for line in _text(kind, read_bytes(file)).splitlines()]
    except (*READ_ERRORS, Unreadable):
        # The reader of the article reports the error.
        return None
    split = _splitter(lines)
    return enumerate(split(lines), start=1) if split else None


def _text(kind: str, data: bytes) -> str:
    if kind == ".docx":
        return str(docx_fields(data)["text"]) if data.startswith(b"PK") else ""
    if not _HINTS.search(data if kind == ".rtf" else data.replace(b"\0", b"")):
        return ""
    return str(rtf_fields(data)["text"]) if kind == ".rtf" else decode(data)


def _splitter(lines: Lines) -> Callable[[Lines], Iterator[Fields]] | None:
    """The function that splits an export, by the lines that only one kind of export has."""
    labels = {match[1] for match in map(_FACTIVA_LABEL.fullmatch, lines) if match}
    if {"HD", "PD", "SN"} <= labels and labels & {"LP", "TD", "AN"}:
        return _factiva_labelled
    stripped = [line.strip() for line in lines]

    def holds(pattern: re.Pattern[str]) -> bool:
        return any(map(pattern.fullmatch, stripped))

    if holds(_NEXIS_LABEL):
        if holds(_NEXIS_NUMBER):
            return _nexis_numbered
        if holds(_NEXIS_END):
            return _nexis
    if holds(_PROQUEST_TITLE) and holds(_FULL_TEXT):
        return _proquest
    return _factiva if holds(_FACTIVA_END) and holds(_WORDS) else None


def _split_at(lines: Lines, mark: re.Pattern[str], *, after: bool) -> Iterator[Lines]:
    """The stripped lines between marks; with `after`, a mark ends a document and the rest is left out."""
    document: list[str] = []
    met = after
    for line in map(str.strip, lines):
        if not mark.fullmatch(line):
            document.append(line)
            continue
        if met and any(document):
            yield document
        document, met = [], True
    if not after and met and any(document):
        yield document


def _first(lines: Lines, fits: Callable[[str], object], start: int = 0) -> int:
    """The number of the first line from `start` on that fits; the number of all lines if none does."""
    return next((number for number in range(start, len(lines)) if fits(lines[number])), len(lines))


def _article(title: str | None, outlet: str | None, date: str | None, body: Lines) -> Fields:
    text = "\n".join(line.strip() for line in body).strip()
    if not text:
        return _NO_TEXT
    title = " ".join(title.split()) if title else None
    head = f"{title}\n\n" if title and not text.startswith(title) else ""
    return {"text": head + text, "title": title, "outlet": outlet, "date": date}


def _nexis_numbered(lines: Lines) -> Iterator[Fields]:
    for document in _split_at(lines, _NEXIS_NUMBER, after=False):
        head, body = _nexis_parts(document)
        named = {match[1].lower(): match[2] for match in map(_NEXIS_HEAD.match, head) if match}
        blocks = _blocks(line for line in head if not _NEXIS_HEAD.match(line))
        at = _first(blocks, iso_date)
        date = blocks[at] if at < len(blocks) else None
        before, behind = (blocks[:at], blocks[at + 1 :]) if date else (blocks[:1], blocks[1:])
        titles = (block for block in behind if not _EDITION.fullmatch(block))
        title = named.get("headline") or next(titles, None)
        yield _article(title, before[-1] if before else None, date, body)


def _nexis(lines: Lines) -> Iterator[Fields]:
    for document in _split_at(lines, _NEXIS_END, after=True):
        head, body = _nexis_parts(document)
        filled = [line for line in head if line and not _NEXIS_HEAD.match(line) and not _IS_NOTICE.match(line)]
        # The last, since a list of all documents precedes the first.
        at = next((n for n in reversed(range(len(filled))) if iso_date(filled[n])), None)
        before = filled[:at] if at is not None else filled[:2]
        title, outlet = (before[-2], before[-1]) if len(before) > 1 else (before[0] if before else None, None)
        yield _article(title, outlet, filled[at] if at is not None else None, body)


def _nexis_parts(document: Lines) -> tuple[Lines, Lines]:
    """The lines before an article's body, and the lines of the body."""
    if "Body" in document:
        begin = document.index("Body") + 1
    else:
        labels = [n for n, line in enumerate(document) if _NEXIS_HEAD.match(line)]
        # Labels further down belong to the text.
        labels = [n for n in labels if n <= labels[0] + 16]
        begin = labels[-1] + 1 if labels else 0
        while begin < len(document) and labels and document[begin]:
            begin += 1
    return document[:begin], document[begin : _first(document, _NEXIS_TAIL.match, begin)]


def _blocks(lines: Iterator[str]) -> list[str]:
    """The joined lines between blank ones, without notices; a date is a block of its own."""
    blocks = [""]
    for line in lines:
        is_day = iso_date(line) is not None
        if (is_day or not line) and blocks[-1]:
            blocks.append("")
        blocks[-1] = f"{blocks[-1]} {line}".strip()
        if is_day:
            blocks.append("")
    return [block for block in blocks if block and not _IS_NOTICE.match(block)]


def _factiva_labelled(lines: Lines) -> Iterator[Fields]:
    fields: dict[str, list[str]] = {}
    label = ""
    for line in (*lines, "HD"):
        match = _FACTIVA_LABEL.fullmatch(line)
        if match and match[1] in NAMES["exports"]["factiva"]:
            label = match[1]
            if label in fields and "HD" in fields:
                title, outlet, date = (" ".join(" ".join(fields.get(name, ())).split()) for name in ("HD", "SN", "PD"))
                body = [*fields.get("LP", []), "", *fields.get("TD", [])]
                yield _article(title or None, outlet or None, date or None, body)
                fields = {}
            fields[label] = [match[2] or ""]
        elif label:
            fields[label].append(line)


def _factiva(lines: Lines) -> Iterator[Fields]:
    for document in _split_at(lines, _FACTIVA_END, after=True):
        words = _first(document, _WORDS.fullmatch)
        if words == len(document):
            yield _NO_TEXT
            continue
        titles = [line for line in document[:words] if line and not line.startswith(("By ", "by "))]
        behind = [line for line in document[words + 1 : words + 12] if line and not _CLOCK.fullmatch(line)]
        date = behind[0] if behind and iso_date(behind[0]) else None
        outlet = behind[1] if date and len(behind) > 1 else None
        rights = _first(document, _RIGHTS.match, words)
        body = document[(rights if rights < min(words + 14, len(document)) else words + 6) + 1 :]
        yield _article(titles[-1] if titles else None, outlet, date, body)


def _proquest(lines: Lines) -> Iterator[Fields]:
    for document in _split_at([*lines, "_" * 20], _PROQUEST_RULE, after=True):
        named: dict[str, str] = {}
        for match in map(_PROQUEST_LABEL.fullmatch, document):
            if match and match[2]:
                named.setdefault(match[1].strip().lower(), match[2].strip())
        begin, full = next(((n, m) for n, m in enumerate(map(_FULL_TEXT.fullmatch, document)) if m), (0, None))
        if full is None:
            if "publication title" in named:
                yield _NO_TEXT
            continue
        end = _first(document, _DETAILS.match, begin + 1)
        title = named.get("title") or next((line for line in document if line and not _IS_NOTICE.match(line)), None)
        outlet = named.get("publication title", "").split(";")[0].strip() or None
        yield _article(title, outlet, named.get("publication date"), [full[1] or "", *document[begin + 1 : end]])
