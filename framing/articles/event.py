"""An event's metadata: what happened, the sides, and each outlet's account of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from framing.articles.article import Side


@dataclass(frozen=True, slots=True)
class Account:
    """One outlet's account of an event: its file in the event's folder, and what is known of it."""

    file: str
    outlet: str | None = None
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event told by several outlets. `id` is the name of its folder."""

    id: str
    sides: tuple[Side, ...]
    accounts: tuple[Account, ...]


def load_event(folder: Path) -> Event:
    """The event that a folder's `event.toml` tells of."""
    told = tomllib.loads((folder / "event.toml").read_text(encoding="utf-8"))
    sides = tuple(Side(side["name"], tuple(side.get("members", ()))) for side in told.get("sides", ()))
    accounts = tuple(
        Account(account["file"], account.get("outlet"), account.get("date"), account.get("title"))
        for account in told.get("accounts", ())
    )
    return Event(folder.name, sides, accounts)
