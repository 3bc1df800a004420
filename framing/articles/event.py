"""An event's metadata: the sides, and what is known of each outlet's account of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.articles.article import Side
from framing.articles.fields import iso_date
from framing.articles.problems import Unreadable
from framing.articles.sides import sides_of

EVENT_FILE = "event.toml"


@dataclass(frozen=True, slots=True)
class Account:
    """One outlet's account of an event: its file in the event's folder, and what is known of it."""

    file: str
    outlet: str | None = None
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event told by several outlets. `id` is the name of its folder where the file gives none."""

    id: str
    sides: tuple[Side, ...]
    accounts: tuple[Account, ...]


def load_event(folder: Path) -> Event:
    """The event that a folder's `event.toml` tells of; Unreadable if the file is not understood."""
    path = folder / EVENT_FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} is no TOML file ({error}); mend it") from None
    given = told.get("accounts", [])
    if not isinstance(given, list):
        raise Unreadable(f'{path}: accounts is no list; write each as [[accounts]] with file = "..."')
    return Event(
        id=str(told.get("id", folder.resolve().name)),
        sides=sides_of(told) if "sides" in told else (),
        accounts=tuple(_account(account, path) for account in given),
    )


def _account(told: Any, path: Path) -> Account:
    file = told.get("file") if isinstance(told, Mapping) else None
    # An event speaks of its own folder only.
    if not isinstance(file, str) or Path(file).name != file:
        raise Unreadable(f"{path}: an account needs file, the name of a file beside {EVENT_FILE}; found {file!r}")
    known = {name: str(told[name]) for name in ("outlet", "title") if name in told}
    return Account(file=file, date=iso_date(told.get("date")), **known)
