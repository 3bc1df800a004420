"""What could not be read, as data: a problem with one record never stops the others."""

from __future__ import annotations

from dataclasses import dataclass

#: How a problem begins that kept nothing from being read.
WARNING = "warning: "


@dataclass(frozen=True, slots=True)
class ReadError:
    """An input, or one record of it (line or row, counted from 1), that could not be read, and what to do about it.

    A problem that begins with `WARNING` is a doubt about a record that was read.
    """

    input: str
    record: int | None
    problem: str

    def __str__(self) -> str:
        place = self.input if self.record is None else f"{self.input}, record {self.record}"
        return f"{place}: {self.problem}"


class Unreadable(Exception):
    """Raised where a file or record turns out to be no readable text; the message says why and what to do."""


class Vanished(Exception):
    """Raised where a file that was found is gone when it is read; the message is its path."""
