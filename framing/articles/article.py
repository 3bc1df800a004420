"""An article: its text as given, with metadata; and errors of reading, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Section(StrEnum):
    """What a paragraph is for. Only headline, subhead and body are measured."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


#: The sections that are measured, in the order of their codes in `Document.sentence_section`.
MEASURED: tuple[Section, ...] = (Section.HEADLINE, Section.SUBHEAD, Section.BODY)


class Paragraph(NamedTuple):
    """A paragraph as the half-open range `[start, end)` of the article's text, and its section."""

    start: int
    end: int
    section: Section


@dataclass(frozen=True, slots=True)
class Side:
    """A side in an event: its name, and the names of the sources that speak for it."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A news article. `text` is never altered; every offset counts its code points.

    `date` is ISO 8601 as far as it is known (`2025-03-28`). Articles on one event share `event`; readers see
    `event_title`. `leaning` is metadata that no measure reads. `extra` holds the record's other fields. `input` and
    `record` say where the article came from (a path; a line or row, counted from 1). `notes` say what is doubtful: a
    text cut short, a date with two readings.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    event: str | None = None
    event_title: str | None = None
    leaning: str | None = None
    sides: tuple[Side, ...] = ()
    input: str | None = None
    record: int | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()

    def value_of(self, name: str) -> str:
        """The attribute or extra column of that name; empty if the article has none."""
        value = getattr(self, name) if name in self.__dataclass_fields__ else self.extra.get(name)
        # A table's empty cell is a number that equals no number, itself included.
        return "" if value is None or (isinstance(value, float) and value != value) else str(value)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page from a crawl: its address, date of fetching, bytes, and the server's charset."""

    url: str | None
    date: str | None
    data: bytes
    charset: str | None


#: Begins a problem with a record that was read all the same.
WARNING = "warning: "


@dataclass(frozen=True, slots=True)
class ReadError:
    """An input or record (line or row, counted from 1) that could not be read, and what to do.

    A problem that begins with `WARNING` is about a record that was read, but may be read wrongly.
    """

    input: str
    record: int | None
    problem: str

    def __str__(self) -> str:
        place = self.input if self.record is None else f"{self.input}, record {self.record}"
        return f"{place}: {self.problem}"


class Vanished(Exception):
    """Raised when a listed file no longer exists; the message is its path."""
