"""An event's metadata: what happened, the sides, and each outlet's account."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.articles.article import Side
from framing.articles.dates import iso_date
from framing.files import Unreadable, first_line

EVENT_FILE = "event.toml"


@dataclass(frozen=True, slots=True)
class Account:
    """One outlet's account of an event: its file in the event's folder, and its metadata.

    `stance` says in plain words what kind of account it is ("wire", "partisan, for the strike"); no measure reads it.
    """

    file: str
    outlet: str | None = None
    date: str | None = None
    title: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event covered by several outlets.

    `id` defaults to the folder's name; `what` says in a few sentences what happened; `composed` is whether the accounts
    were written as samples and never published.
    """

    id: str
    sides: tuple[Side, ...]
    accounts: tuple[Account, ...]
    title: str | None = None
    date: str | None = None
    what: str | None = None
    composed: bool = False


def load_event(place: Path) -> Event:
    """The event in an `event.toml`, given that file or its folder.

    Raises Unreadable, with file, field and remedy, if it is not understood, and OSError if it does not exist.
    """
    path = place / EVENT_FILE if place.is_dir() else place
    if path.exists() and not path.is_file():
        raise Unreadable(f"{path} is a pipe, a device or a folder; save it as a file")
    with _toml(path) as fields:
        tables = fields.get("accounts", [])
        if not isinstance(tables, list):
            raise Unreadable('accounts is not a list; write each as [[accounts]] with file = "..."')
        composed = fields.get("composed", False)
        if not isinstance(composed, bool):
            raise Unreadable(f"composed is {composed!r}; write true or false, without quotation marks")
        accounts = tuple(map(_account, tables))
        for file, times in Counter(account.file for account in accounts).items():
            if times > 1:
                raise Unreadable(f"two accounts have the file {file!r}; keep one of them")
        return Event(
            id=_words(fields, "id") or path.parent.resolve().name,
            sides=sides_of(fields) if "sides" in fields else (),
            accounts=accounts,
            title=_words(fields, "title"),
            date=_date(fields),
            what=_words(fields, "what"),
            composed=composed,
        )


def load_sides(path: Path) -> tuple[Side, ...]:
    """The sides in a TOML file such as `event.toml`; Unreadable if it names none.

    Each is a table `[[sides]]` with `name` and `members`, the names of the sources that speak for it.
    """
    with _toml(path) as fields:
        return sides_of(fields)


@contextmanager
def _toml(path: Path) -> Iterator[Mapping[str, Any]]:
    """The content of a TOML file; an Unreadable raised while it is used names the file."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} is not a valid TOML file ({first_line(error)}); fix it") from None
    try:
        yield fields
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None


def _account(fields: Any) -> Account:
    file = fields.get("file") if isinstance(fields, Mapping) else None
    # An event may only name files in its own folder.
    if not isinstance(file, str) or Path(file).name != file:
        raise Unreadable(f"an account needs file, the name of a file beside {EVENT_FILE}; found {file!r}")
    return Account(file, date=_date(fields), **{name: _words(fields, name) for name in ("outlet", "title", "stance")})


def _words(fields: Mapping[str, Any], name: str) -> str | None:
    """A field's text on one line; None if it is empty."""
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise Unreadable(f'{name} is {value!r}; write it as text, {name} = "..."')
    return " ".join(value.split()) or None


def _date(fields: Mapping[str, Any]) -> str | None:
    value = fields.get("date")
    date = iso_date(value)
    if value is not None and date is None:
        raise Unreadable(f'date is {str(value)[:40]!r}, which is not recognised; write it as date = "2025-03-28"')
    return date


def sides_of(fields: Mapping[str, Any]) -> tuple[Side, ...]:
    """The sides in some metadata; Unreadable if it names none, or names them wrongly."""
    tables = fields.get("sides")
    if not isinstance(tables, list) or not tables:
        raise Unreadable('no sides are named; write each as [[sides]] with name = "..." and members = ["...", "..."]')
    sides = []
    for side in tables:
        name, members = (side.get("name"), side.get("members", [])) if isinstance(side, Mapping) else (None, None)
        if not isinstance(name, str) or not isinstance(members, list) or not all(isinstance(m, str) for m in members):
            raise Unreadable(f"the side {side!r} is not understood; give it a name and a list of members, all strings")
        sides.append(Side(name, tuple(members)))
    return tuple(sides)


def parse_side(text: str) -> Side:
    """The side in one line: a name, an equals sign, and its sources; Unreadable for anything else.

    >>> parse_side("City=Jane Doe,the mayor")
    Side(name='City', members=('Jane Doe', 'the mayor'))
    """
    name, equals, members = (part.strip() for part in text.partition("="))
    known = tuple(filter(None, (member.strip() for member in members.split(","))))
    if not (name and equals and known):
        raise Unreadable(f"the side {text!r} is not understood; write it as NAME=SOURCE,SOURCE")
    return Side(name, known)
