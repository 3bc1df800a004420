"""The sides of an event, as a user names them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.articles.article import Side
from framing.articles.problems import Unreadable


def load_sides(path: Path) -> tuple[Side, ...]:
    """The sides in a TOML file such as `event.toml`; Unreadable if it names none.

    Each is a table `[[sides]]` with `name` and `members`, the names of the sources that speak for it.
    """
    try:
        return sides_of(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} is no TOML file ({error}); mend it") from None


def sides_of(told: Mapping[str, Any]) -> tuple[Side, ...]:
    """The sides that some metadata names; Unreadable if it names none that can be made out."""
    given = told.get("sides")
    if not isinstance(given, list) or not given:
        raise Unreadable('no sides are named; write each as [[sides]] with name = "..." and members = ["...", "..."]')
    sides = []
    for side in given:
        name, members = (side.get("name"), side.get("members", [])) if isinstance(side, Mapping) else (None, None)
        if not isinstance(name, str) or not isinstance(members, list) or not all(isinstance(m, str) for m in members):
            raise Unreadable(f"the side {side!r} is not understood; give it a name and a list of members, all strings")
        sides.append(Side(name, tuple(members)))
    return tuple(sides)


def parse_side(text: str) -> Side:
    """A side in one line: its name, an equals sign, and the sources that speak for it; Unreadable if it is not that.

    >>> parse_side("City=Jane Doe,the mayor")
    Side(name='City', members=('Jane Doe', 'the mayor'))
    """
    name, equals, members = (part.strip() for part in text.partition("="))
    known = tuple(filter(None, (member.strip() for member in members.split(","))))
    if not (name and equals and known):
        raise Unreadable(f"the side {text!r} is not understood; write it as NAME=SOURCE,SOURCE")
    return Side(name, known)
